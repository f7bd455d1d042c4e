//! The road-map as text taken from its PDF: every cell is right or asked about, none is silently wrong.

use super::{compiled, data, proposed};
use prikaz::importing::Proposal;
use prikaz::importing::answers::Answers;
use prikaz::importing::question::Topic;

const COLUMNS: [&str; 4] = ["наименование", "срок", "исполнитель", "результат"];

struct Row {
    number: String,
    cells: [String; 4],
    asked: [bool; 4],
}

/// Words of a cell; line breaks and runs of spaces differ from one printing to another.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn rows(proposal: &Proposal) -> Vec<Row> {
    let row = |item: &prikaz::importing::report::ItemRow| {
        let cell = |column: &str| item.cells.iter().find(|cell| cell.column == column).unwrap();
        Row {
            number: item.number.clone(),
            cells: COLUMNS.map(|column| words(&cell(column).source)),
            asked: COLUMNS.map(|column| cell(column).doubt.is_some()),
        }
    };
    proposal.report.items.iter().map(row).collect()
}

#[test]
fn every_cell_of_the_printed_page_is_right_or_asked() {
    let word = rows(&proposed("roadmap-2022.docx", &data("roadmap-2022.docx")));
    let page = rows(&proposed("roadmap-2022.txt", &data("roadmap-2022.txt")));
    assert_eq!(page.len(), 27);
    let (mut right, mut asked) = (0, 0);
    for (word, page) in word.iter().zip(&page) {
        assert_eq!(page.number, word.number);
        assert_eq!(page.cells[0], word.cells[0], "the title of {}", word.number);
        for (at, column) in COLUMNS.iter().enumerate() {
            if page.asked[at] {
                asked += 1;
            } else {
                assert_eq!(
                    page.cells[at], word.cells[at],
                    "{} {column}: wrong and not asked",
                    word.number
                );
                right += 1;
            }
        }
    }
    assert_eq!(
        (right, asked),
        (105, 3),
        "rows 1.6 and 3.2, torn by the end of a page, are asked about"
    );
}

#[test]
fn the_printed_page_gives_the_same_plan() {
    let (word, page) = (
        proposed("roadmap-2022.docx", &data("roadmap-2022.docx")),
        proposed("roadmap-2022.txt", &data("roadmap-2022.txt")),
    );
    let (word, page) = (compiled(&word), compiled(&page));
    assert_eq!(page.title, word.title);
    assert_eq!(page.basis, word.basis);
    assert_eq!(page.rules.first_day, word.rules.first_day);
    assert_eq!(page.sections, word.sections);
    for (word, page) in word.items.iter().zip(&page.items) {
        let key = &word.key;
        assert_eq!(page.key, word.key);
        assert_eq!(page.schedule, word.schedule, "{key}");
        assert_eq!(page.executors, word.executors, "{key}");
        assert_eq!(page.lifecycle.key, word.lifecycle.key, "{key}");
        assert_eq!(page.after, word.after, "{key}");
    }
}

#[test]
fn a_row_torn_by_the_end_of_a_page_is_put_together_and_asked() {
    let page = proposed("roadmap-2022.txt", &data("roadmap-2022.txt"));
    let asked: Vec<&str> = page
        .questions
        .iter()
        .filter(|question| question.topic == Topic::Cell)
        .map(|question| question.id.as_str())
        .collect();
    assert_eq!(asked, ["1.6/title-cell", "1.6/deadline-cell", "3.2/title-cell"]);
    let torn = page
        .questions
        .iter()
        .find(|question| question.id == "1.6/deadline-cell")
        .unwrap();
    assert_eq!(torn.default, "До 29 апреля 2022 г.");
}

/// The page cut short, lines swapped: no panic, and no row from nowhere.
#[test]
fn a_damaged_page_never_invents_a_row() {
    let text = String::from_utf8(data("roadmap-2022.txt")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    for at in (0..lines.len()).step_by(29) {
        let cut = lines[..at].join("\n");
        let mut swapped = lines.clone();
        swapped.swap(at, (at + 3) % lines.len());
        for text in [cut, swapped.join("\n")] {
            let Ok(proposal) = super::taken("page.txt", text.as_bytes(), &Answers::default()) else {
                continue;
            };
            assert!(proposal.report.items.len() <= 27, "at line {at}");
            for item in &proposal.report.items {
                assert!(text.contains(&item.number), "{} is printed", item.number);
            }
        }
    }
}

/// The same table taken from another PDF by other means: by column, with the places kept, and with the lines of all
/// columns mixed. The hyphen of a line end is not a word's own.
#[test]
fn however_the_text_was_taken_nothing_is_silently_wrong() {
    let bare = |text: &str| text.replace([' ', '-'], "");
    let word = rows(&proposed("roadmap-2022.docx", &data("roadmap-2022.docx")));
    for (name, right_at_least) in [
        ("roadmap-2022-raw.txt", 100),
        ("roadmap-2022-layout.txt", 80),
        ("roadmap-2022-mixed.txt", 0),
    ] {
        let page = rows(&proposed(name, &data(name)));
        assert_eq!(page.len(), 27, "{name}");
        let mut right = 0;
        for (word, page) in word.iter().zip(&page) {
            assert_eq!(page.number, word.number, "{name}");
            for (at, column) in COLUMNS.iter().enumerate().filter(|(at, _)| !page.asked[*at]) {
                assert_eq!(
                    bare(&page.cells[at]),
                    bare(&word.cells[at]),
                    "{name}: {} {column}",
                    word.number
                );
                right += 1;
            }
        }
        assert!(right >= right_at_least, "{name}: {right}");
    }
}
