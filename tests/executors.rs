//! Executor cells of real plans, cells nobody tuned the reader for, and any text at all.

use prikaz::words::executors::{Aliases, Consent, ExecutorsReading, Fanout, Outcome, Party, read};
use proptest::prelude::*;

const TABLE: &str = include_str!("data/executors.tsv");
const UNSEEN: &str = include_str!("data/executors_unseen.tsv");

/// The table's way of writing parties: `имя{consent}{fanout}|…`.
fn written(parties: &[Party]) -> String {
    let one = |party: &Party| {
        let consent = if party.consent == Consent::Needed {
            "{consent}"
        } else {
            ""
        };
        let fanout = if party.fanout == Fanout::EachInstitution {
            "{fanout}"
        } else {
            ""
        };
        format!("{}{consent}{fanout}", party.name)
    };
    parties.iter().map(one).collect::<Vec<_>>().join("|")
}

fn in_order(cells: &[&str]) -> Vec<ExecutorsReading> {
    let mut aliases = Aliases::new();
    cells
        .iter()
        .map(|cell| {
            let reading = read(cell, &aliases);
            aliases.learn(&reading.definitions);
            reading
        })
        .collect()
}

fn alone(cell: &str) -> ExecutorsReading {
    read(cell, &Aliases::new())
}

fn rows(table: &str) -> Vec<[String; 3]> {
    let row = |line: &str| {
        let mut fields = line.split('\t').map(|field| field.replace("\\n", "\n"));
        std::array::from_fn(|_| fields.next().unwrap_or_default())
    };
    table.lines().skip(1).map(row).collect()
}

#[test]
fn the_table_of_real_cells_is_read_as_a_person_read_it() {
    let rows = rows(TABLE);
    let cells: Vec<&str> = rows.iter().map(|[cell, ..]| cell.as_str()).collect();
    let mut wrong = Vec::new();
    for (reading, [cell, expected, note]) in in_order(&cells).iter().zip(&rows) {
        let flagged = note.contains("flag") || note.contains("AMBIGUOUS");
        let outcome = if flagged { Outcome::Confirm } else { Outcome::Read };
        if written(&reading.parties) != *expected || reading.outcome != outcome {
            wrong.push(format!(
                "{cell:?}\n  expected {outcome:?} {expected}\n  found    {:?} {} {:?}",
                reading.outcome,
                written(&reading.parties),
                reading.reasons
            ));
        }
    }
    assert!(
        rows.len() > 60 && wrong.is_empty(),
        "{} rows\n{}",
        rows.len(),
        wrong.join("\n")
    );
}

#[test]
fn cells_of_other_plans_mean_what_a_careful_clerk_would_say() {
    let mut wrong = Vec::new();
    let mut aliases = Aliases::new();
    let rows = rows(UNSEEN);
    for [cell, outcome, expected] in &rows {
        // «&» goes on with the document of the row before
        let cell = if let Some(cell) = cell.strip_prefix('&') {
            cell
        } else {
            aliases = Aliases::new();
            cell
        };
        let reading = read(cell, &aliases);
        aliases.learn(&reading.definitions);
        let found = match reading.outcome {
            Outcome::Read => "read",
            Outcome::Confirm => "confirm",
            Outcome::Ask => "ask",
        };
        let right_parties = expected.is_empty() || written(&reading.parties) == *expected;
        let right_outcome = outcome == found || outcome == "any" && found != "ask";
        if !(right_parties && right_outcome) {
            wrong.push(format!(
                "{cell:?}\n  expected {outcome} {expected}\n  found    {found} {} {:?}",
                written(&reading.parties),
                reading.reasons
            ));
        }
    }
    assert!(
        rows.len() >= 100 && wrong.is_empty(),
        "{} of {} rows\n{}",
        wrong.len(),
        rows.len(),
        wrong.join("\n")
    );
}

#[test]
fn a_bare_abbreviation_with_two_senses_is_never_guessed() {
    assert_eq!(alone("ОО").outcome, Outcome::Confirm);
    let mut schools = Aliases::new();
    schools.explain("ОО=школы").unwrap();
    let reading = read("ОО", &schools);
    assert_eq!(
        (reading.outcome, written(&reading.parties).as_str()),
        (Outcome::Read, "школы (все ОО){fanout}")
    );
    let mut department = Aliases::new();
    department.explain("ОО = отдел образования").unwrap();
    let reading = read("ОО", &department);
    assert_eq!(
        (reading.outcome, written(&reading.parties).as_str()),
        (Outcome::Read, "отдел образования (ОО)")
    );
}

#[test]
fn the_longest_abbreviation_is_matched_over_any_white_space() {
    let mut aliases = Aliases::new();
    aliases.explain("ОО=школы").unwrap();
    aliases.explain("ОО АНГО=отдел образования").unwrap();
    for cell in ["ОО АНГО, ОО", "ОО\u{a0}АНГО,ОО", "ОО\n\nАНГО,\nОО", "ОО   АНГО. ОО"] {
        assert_eq!(
            written(&read(cell, &aliases).parties),
            "отдел образования (ОО АНГО)|школы (все ОО){fanout}",
            "{cell:?}"
        );
    }
}

#[test]
fn an_explanation_without_both_sides_is_refused() {
    for pair in ["", "ОО", "=школы", "ОО=", "ОО=школы, ИМО"] {
        assert!(Aliases::new().explain(pair).is_err(), "{pair:?}");
    }
}

#[test]
fn the_clerks_word_holds_against_the_document_and_is_confirmed() {
    let mut aliases = Aliases::new();
    aliases.explain("ОО=школы").unwrap();
    let reading = read("Отдел образования (далее ОО)", &aliases);
    assert_eq!(reading.outcome, Outcome::Confirm);
    aliases.learn(&reading.definitions);
    assert_eq!(written(&read("ОО", &aliases).parties), "школы (все ОО){fanout}");
}

#[test]
fn a_cell_too_long_to_be_a_list_is_asked_about() {
    assert_eq!(alone(&"школы, ".repeat(2_000)).outcome, Outcome::Ask);
}

fn piece() -> impl Strategy<Value = String> {
    let words: Vec<&'static str> = TABLE
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').next())
        .flat_map(|cell| cell.split(' '))
        .filter(|word| !word.contains('\\'))
        .collect();
    prop_oneof![
        6 => proptest::sample::select(words).prop_map(str::to_owned),
        2 => proptest::sample::select(vec![",", ".", ";", "/", "и", "-", "–", "(", ")", "«", "»", "\"", "№", "1-5", "(далее ОО)", "по согласованию", "\n", ":"])
            .prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn whole_cell() -> impl Strategy<Value = String> {
    let cells: Vec<String> = [TABLE, UNSEEN]
        .into_iter()
        .flat_map(rows)
        .map(|[cell, ..]| cell.trim_start_matches('&').to_owned())
        .collect();
    proptest::sample::select(cells)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_a_panic_and_no_name_is_empty(cell in any::<String>()) {
        let reading = alone(&cell);
        prop_assert!(reading.parties.iter().all(|party| !party.name.trim().is_empty()));
        prop_assert!(reading.outcome == Outcome::Ask || !reading.parties.is_empty());
        prop_assert!(reading.outcome == Outcome::Read || !reading.reasons.is_empty());
    }

    #[test]
    fn words_of_real_cells_in_any_order_lose_nothing(pieces in proptest::collection::vec(piece(), 0..14)) {
        let cell = pieces.join(" ");
        let reading = alone(&cell);
        prop_assert!(reading.parties.iter().all(|party| !party.name.trim().is_empty()));
        prop_assert!(reading.outcome == Outcome::Ask || !reading.parties.is_empty());
    }

    #[test]
    fn a_cell_that_was_read_has_every_word_in_a_party_or_a_definition(
        pieces in proptest::collection::vec(prop_oneof![piece(), whole_cell(), whole_cell()], 1..5),
        between in proptest::sample::select(vec![" ", "\n", ", ", "; ", ". ", " и "]),
    ) {
        let cell = pieces.join(between);
        let reading = alone(&cell);
        let mut found: String = reading.parties.iter().map(|party| party.name.to_lowercase() + " ").collect();
        found.extend(reading.definitions.iter().map(|definition| format!("{} {} ", definition.full, definition.short).to_lowercase()));
        // labels and marks are no parties; short forms and broken words are spelled out
        let marks = ["ответственн", "лиц", "исполнител", "согл", "далее", "замд", "здув", "здвр", "бюджетн", "дошкольн", "обще", "средн", "муници", "образоват", "учрежд", "школ"];
        let lost = cell.to_lowercase().split(|letter: char| !letter.is_alphanumeric()).find(|word| {
            let start: String = word.chars().take(3).collect();
            word.chars().count() > 3 && !marks.iter().any(|mark| word.starts_with(mark)) && !found.contains(&start)
        }).map(str::to_owned);
        let hyphens = cell.contains("-\n") || cell.contains("- ");
        prop_assert!(reading.outcome != Outcome::Read || hyphens || lost.is_none(), "{lost:?} of {cell:?} is lost: {found}");
    }

    #[test]
    fn spaces_of_another_kind_change_nothing(row in 0..TABLE.lines().count() - 1) {
        let rows = rows(TABLE);
        let cell = &rows[row][0];
        let plain = alone(cell);
        for spaces in ["\u{a0}", "  ", "\u{2009} ", "\t"] {
            let other = alone(&cell.replace(' ', spaces));
            prop_assert_eq!(&plain.parties, &other.parties);
            prop_assert_eq!(plain.outcome, other.outcome);
        }
    }
}

/// `prikaz executors`, as a clerk or another program calls it.
#[cfg(test)]
mod command {
    use super::{TABLE, rows};
    use std::io::Write;
    use std::process::{Command, Output, Stdio};

    fn prikaz(arguments: &[&str], input: &[u8]) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_prikaz"))
            .arg("executors")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        let writer = std::thread::spawn(move || stdin.write_all(&input));
        let output = child.wait_with_output().unwrap();
        drop(writer.join().unwrap()); // a program that reads no input closes the pipe
        output
    }

    fn lines(output: &Output) -> Vec<serde_json::Value> {
        let text = String::from_utf8(output.stdout.clone()).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn the_table_piped_in_order_gives_one_line_of_json_per_cell() {
        let input = TABLE.lines().skip(1).collect::<Vec<_>>().join("\n") + "\n";
        let output = prikaz(&["--json", "-"], input.as_bytes());
        assert!(output.status.success());
        let lines = lines(&output);
        let rows = rows(TABLE);
        assert_eq!(lines.len(), rows.len());
        for (line, [cell, expected, _]) in lines.iter().zip(&rows) {
            let parties: Vec<String> = line["parties"]
                .as_array()
                .unwrap()
                .iter()
                .map(|party| {
                    let consent = if party["consent"].as_bool().unwrap() {
                        "{consent}"
                    } else {
                        ""
                    };
                    let fanout = if party["fanout"].as_bool().unwrap() {
                        "{fanout}"
                    } else {
                        ""
                    };
                    format!("{}{consent}{fanout}", party["name"].as_str().unwrap())
                })
                .collect();
            assert_eq!(line["cell"], cell.as_str());
            assert_eq!(parties.join("|"), *expected);
        }
    }

    #[test]
    fn an_explained_abbreviation_is_read_and_an_unexplained_one_is_confirmed() {
        let explained = lines(&prikaz(&["--json", "--alias", "ОО=школы", "ОО", "ИМО, ОО"], b""));
        assert_eq!(explained[0]["outcome"], "read");
        assert_eq!(explained[1]["parties"][1]["fanout"], true);
        assert_eq!(lines(&prikaz(&["--json", "ОО"], b""))[0]["outcome"], "confirm");
    }

    #[test]
    fn every_line_gets_an_answer_whatever_its_bytes() {
        let input = b"\xff\xfe\x00\n\n\xd0\n\xd0\x9e\xd0\x9e\r\n(((\tskip\n";
        let output = prikaz(&["--json", "-"], input);
        let lines = lines(&output);
        assert_eq!(lines.len(), 5);
        for at in [0, 2] {
            assert_eq!(lines[at]["outcome"], "ask");
            assert_eq!(lines[at]["parties"].as_array().unwrap().len(), 0);
            assert!(lines[at]["reasons"][0].as_str().unwrap().contains("UTF-8"));
        }
        assert_eq!(lines[3]["cell"], "ОО");
        assert_eq!(
            output.status.code(),
            Some(2),
            "bytes that are no text are told to the caller"
        );
    }

    #[test]
    fn a_line_too_long_is_one_answer_and_the_next_line_is_read() {
        let longest = 256 * 1024;
        for (length, end) in [
            (longest, "\r\n"),
            (longest + 1, "\n"),
            (longest + 2, "\n"),
            (3 * longest, "\n"),
        ] {
            let input = format!("{}{end}школы\n", "x".repeat(length));
            let output = prikaz(&["--json", "-"], input.as_bytes());
            let lines = lines(&output);
            assert_eq!(lines.len(), 2, "{length}");
            assert_eq!(lines[0]["outcome"], "ask");
            let reason = lines[0]["reasons"][0].as_str().unwrap();
            assert_eq!(
                reason.starts_with("строка длиннее"),
                length > longest,
                "{length}: {reason}"
            );
            assert_eq!(lines[1]["cell"], "школы");
            assert_eq!(lines[1]["outcome"], "read");
        }
    }

    #[test]
    fn flags_after_the_cells_are_flags() {
        let piped = prikaz(&["-", "--json"], "школы\n".as_bytes());
        assert_eq!(lines(&piped)[0]["outcome"], "read");
        let explained = lines(&prikaz(&["ОО", "--alias", "ОО=школы", "--json"], b""));
        assert_eq!(explained.len(), 1);
        assert_eq!(explained[0]["parties"][0]["fanout"], true);
        let after_two_hyphens = lines(&prikaz(&["--json", "--", "- школы"], b""));
        assert_eq!(after_two_hyphens[0]["cell"], "- школы");
    }

    #[test]
    fn a_person_reads_russian_and_a_wrong_explanation_is_named() {
        let output = prikaz(&["Директора школ, ИМО"], b"");
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(
            text,
            "«Директора школ, ИМО» — прочитано\n  1. директора школ; каждому учреждению\n  2. ИМО\n"
        );
        let refused = prikaz(&["--alias", "ОО", "ОО"], b"");
        assert_eq!(refused.status.code(), Some(2));
        assert!(String::from_utf8(refused.stderr).unwrap().contains("ОО=школы"));
    }
}
