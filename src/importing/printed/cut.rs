//! The cells of one row told apart by grammar: a deadline with executors beside it divides the title from the result.
//!
//! Must never cut where two cuts are equally good without saying so.

use super::super::columns::Column;
use super::super::wording::{fold, one_line};
use super::names::Names;
use super::vocabulary;
use crate::words::deadline::{self, DeadlineContext, Kind, Outcome, Reason};

/// Longest deadline, in words.
const DEADLINE_WORDS_MAX: usize = 14;

/// A column, its text with its line breaks, and why it may be wrong.
pub type CutCell = (Column, String, Option<String>);

/// A word and whether a line ends before it.
#[derive(Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    first_of_line: bool,
}

/// Where the deadline and the executors stand among the words; ends exclusive.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Middle {
    deadline: (usize, usize),
    executors: (usize, usize),
    /// The deadline begins a line, as a cell of its own does.
    on_its_own_line: bool,
}

/// Cuts a row; `pages` are its lines, page by page.
pub fn cut(pages: &[Vec<&str>], columns: &[Column], names: &Names) -> Vec<CutCell> {
    let order: Vec<Column> = columns
        .iter()
        .copied()
        .filter(|column| *column != Column::Number)
        .collect();
    let deadline_first = match order[..] {
        [Column::Title, Column::Deadline, Column::Executor]
        | [Column::Title, Column::Deadline, Column::Executor, Column::Result] => true,
        [Column::Title, Column::Executor, Column::Deadline]
        | [Column::Title, Column::Executor, Column::Deadline, Column::Result] => false,
        _ => return unknown(pages, "порядок граф в тексте не восстановить"),
    };
    if names.is_empty() {
        return unknown(
            pages,
            "сокращения исполнителей в тексте не раскрыты, границы ячеек не видны",
        );
    }
    let words = words(&pages[0]);
    let middles = middles(&words, deadline_first, names);
    let Some(best) = best(&middles) else {
        return unknown(pages, "срок и исполнитель в строке не найдены рядом");
    };
    let apart = |other: &Middle| {
        other.executors.1 <= best.deadline.0.min(best.executors.0)
            || other.deadline.0.min(other.executors.0) >= best.executors.1.max(best.deadline.1)
    };
    let rival = middles
        .iter()
        .any(|other| apart(other) && other.on_its_own_line == best.on_its_own_line);
    let doubt = rival.then(|| "в строке два места, похожих на срок с исполнителем".to_owned());
    let (from, to) = if deadline_first {
        (best.deadline.0, best.executors.1)
    } else {
        (best.executors.0, best.deadline.1)
    };
    let mut cells: Vec<CutCell> = vec![
        (Column::Title, joined(&words[..from]), doubt.clone()),
        (
            Column::Deadline,
            joined(&words[best.deadline.0..best.deadline.1]),
            doubt.clone(),
        ),
        (
            Column::Executor,
            joined(&words[best.executors.0..best.executors.1]),
            doubt.clone(),
        ),
        (Column::Result, joined(&words[to..]), doubt),
    ];
    for page in &pages[1..] {
        next_page(&mut cells, page);
    }
    if !balanced(&cells[0].1) {
        doubted(&mut cells[0], "кавычка или скобка в наименовании не закрыта");
    }
    let has_result = order.contains(&Column::Result);
    if has_result && cells[3].1.is_empty() {
        doubted(&mut cells[3], "на графу результата в строке ничего не осталось");
    } else if !has_result && !cells[3].1.is_empty() {
        let rest = std::mem::take(&mut cells[3].1);
        cells[0].1 = format!("{}\n{rest}", cells[0].1);
        doubted(&mut cells[0], "после исполнителя в строке есть ещё слова");
    }
    cells
}

fn doubted(cell: &mut CutCell, why: &str) {
    cell.2.get_or_insert_with(|| why.to_owned());
}

/// Everything is in the title, and everything is asked.
fn unknown(pages: &[Vec<&str>], why: &str) -> Vec<CutCell> {
    let lines: Vec<&str> = pages.iter().flatten().map(|line| line.trim()).collect();
    let asked = |column| (column, String::new(), Some(why.to_owned()));
    vec![
        (Column::Title, lines.join("\n"), Some(why.to_owned())),
        asked(Column::Deadline),
        asked(Column::Executor),
        asked(Column::Result),
    ]
}

fn words<'a>(lines: &[&'a str]) -> Vec<Word<'a>> {
    let mut words: Vec<Word<'a>> = Vec::new();
    for line in lines {
        for (at, text) in line.split_whitespace().enumerate() {
            words.push(Word {
                text,
                first_of_line: at == 0,
            });
        }
    }
    words
}

/// The words again as text, lines kept.
fn joined(words: &[Word<'_>]) -> String {
    let mut text = String::new();
    for (at, word) in words.iter().enumerate() {
        if at > 0 {
            text.push(if word.first_of_line { '\n' } else { ' ' });
        }
        text.push_str(word.text);
    }
    text
}

/// All places where a deadline and executors stand side by side.
fn middles(words: &[Word<'_>], deadline_first: bool, names: &Names) -> Vec<Middle> {
    let mut found = Vec::new();
    let texts: Vec<&str> = words.iter().map(|word| word.text).collect();
    // «Общеобразова-» and «тельные» are two words of the text and one of the cell: names are matched on joined lines.
    for at in 1..words.len() {
        let taken = names.match_at(&texts[at..]).max(names_over_lines(&words[at..], names));
        if taken == 0 {
            continue;
        }
        let executors = (at, at + taken);
        let deadline = if deadline_first {
            ending_at(words, at)
        } else {
            beginning_at(words, at + taken)
        };
        if let Some(deadline) = deadline {
            found.push(Middle {
                on_its_own_line: words[deadline.0.min(at)].first_of_line,
                deadline,
                executors,
            });
        }
    }
    found
}

/// A name that a hyphen breaks at the end of a line.
fn names_over_lines(words: &[Word<'_>], names: &Names) -> usize {
    let Some(hyphen) = words.iter().take(6).position(|word| word.text.ends_with('-')) else {
        return 0;
    };
    let line = one_line(&joined(&words[..words.len().min(24)]));
    let whole: Vec<&str> = line.split_whitespace().collect();
    let taken = names.match_at(&whole);
    // Each broken word is one more word of the text.
    if taken > hyphen { taken + 1 } else { 0 }
}

fn best(middles: &[Middle]) -> Option<Middle> {
    let own = middles.iter().find(|middle| middle.on_its_own_line);
    own.or_else(|| middles.first()).copied()
}

/// The deadline that ends before the word `end`: the longest one of words of time, else one that rests on another's plan.
fn ending_at(words: &[Word<'_>], end: usize) -> Option<(usize, usize)> {
    let first = end.saturating_sub(DEADLINE_WORDS_MAX).max(1);
    let mut timed: Vec<usize> = Vec::new();
    for start in (first..end).rev() {
        if !vocabulary::is_when(words[start].text) {
            break;
        }
        if is_deadline(words, (start, end)) {
            timed.push(start);
        }
    }
    // A cell of its own begins a line; only a short one shares its line with the end of the title.
    let own_line = timed.iter().rev().find(|start| words[**start].first_of_line);
    let timed = own_line.or_else(|| timed.last()).map(|start| (*start, end));
    let external = || {
        let begins = |start: &usize| {
            let second = words.get(start + 1).map(|word| word.text);
            vocabulary::begins_external(words[*start].text, second) && is_deadline(words, (*start, end))
        };
        (first..end).rev().find(begins).map(|start| (start, end))
    };
    timed.or_else(external)
}

fn beginning_at(words: &[Word<'_>], start: usize) -> Option<(usize, usize)> {
    let timed = words[start..]
        .iter()
        .take(DEADLINE_WORDS_MAX)
        .take_while(|word| vocabulary::is_when(word.text))
        .count();
    let timed = (start + 1..=start + timed)
        .rev()
        .map(|end| (start, end))
        .find(|range| is_deadline(words, *range));
    timed.or_else(|| {
        let second = words.get(start + 1).map(|word| word.text);
        let external = words
            .get(start)
            .is_some_and(|word| vocabulary::begins_external(word.text, second));
        let ends = start + 2..=words.len().min(start + DEADLINE_WORDS_MAX);
        // Another's plan has a name of any words: it ends where its line does.
        let whole = ends
            .rev()
            .filter(|end| words.get(*end).is_none_or(|next| next.first_of_line));
        external
            .then(|| whole.map(|end| (start, end)).find(|range| is_deadline(words, *range)))
            .flatten()
    })
}

fn is_deadline(words: &[Word<'_>], range: (usize, usize)) -> bool {
    let text = one_line(&joined(&words[range.0..range.1]));
    let before = joined(&words[..range.0]);
    balanced(&text) && (balanced(&before) || !closes_more(&words[range.0..])) && understood(&text)
}

/// Whether the words are a deadline and nothing else.
fn understood(text: &str) -> bool {
    let reading = deadline::read(text, &DeadlineContext::default());
    let explained = !reading
        .reasons
        .iter()
        .any(|reason| matches!(reason, Reason::Unexplained(_) | Reason::Nothing | Reason::Mistyped(_)));
    let first = text.chars().next().is_some_and(char::is_alphanumeric);
    first && explained && (reading.kind != Kind::Unknown || reading.reasons == [Reason::NoYear])
}

/// Brackets and quotes all closed.
fn balanced(text: &str) -> bool {
    depth(text) == 0
}

fn depth(text: &str) -> i32 {
    let mut depth = 0;
    for sign in text.chars() {
        match sign {
            '(' | '«' => depth += 1,
            ')' | '»' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return -1;
        }
    }
    depth
}

/// Whether the words close what they have not opened.
fn closes_more(words: &[Word<'_>]) -> bool {
    depth(&joined(words)) < 0
}

/// What a row goes on with on the next page: the rest of its title, then the rest of its deadline.
fn next_page(cells: &mut [CutCell], page: &[&str]) {
    const BROKEN: &str = "строка разорвана концом страницы, её части соединены по смыслу";
    let whole = one_line(&cells[1].1);
    let known = deadline::read(&whole, &DeadlineContext::default());
    let complete = known.outcome == Outcome::Read;
    // The end of the deadline stands at the end, on a line of its own: a year, a month.
    let split = (0..page.len()).find(|at| {
        let tail = one_line(&page[*at..].join("\n"));
        let with = deadline::read(&format!("{whole} {tail}"), &DeadlineContext::default());
        !complete && !tail.is_empty() && with.outcome == Outcome::Read && with.due.is_some()
    });
    let (title, tail) = page.split_at(split.unwrap_or(page.len()));
    append(&mut cells[0], title);
    append(&mut cells[1], tail);
    doubted(&mut cells[0], BROKEN);
    if !tail.is_empty() {
        doubted(&mut cells[1], BROKEN);
    }
    if split.is_none() && !complete && known.kind != Kind::ExternalPlan {
        doubted(&mut cells[1], BROKEN);
    }
    if ends_openly(&cells[3].1) {
        doubted(&mut cells[3], BROKEN);
    }
}

fn append(cell: &mut CutCell, lines: &[&str]) {
    for line in lines {
        cell.1 = format!("{}\n{}", cell.1, line.trim());
    }
    cell.1 = cell.1.trim_start_matches('\n').to_owned();
}

/// A cell that ends in a preposition or a comma goes on somewhere.
fn ends_openly(text: &str) -> bool {
    let last = text.split_whitespace().next_back().map(fold).unwrap_or_default();
    last.ends_with([',', '-'])
        || ["и", "в", "на", "по", "с", "о", "об", "для", "от", "из", "к"].contains(&last.as_str())
        || !balanced(text)
}
