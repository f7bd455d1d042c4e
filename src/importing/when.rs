//! The words of a deadline from one column or many: «Срок», beginning and end, quarters or months with a mark, years.
//!
//! Must never turn a mark into a date by itself: it only says in words what the columns say, and the words are read later.

use super::columns::Column;
use super::rows::{ItemLine, SourceCell};
use super::wording::{fold, one_line};
use crate::words::deadline::{self, DeadlineContext, Kind, Outcome};

/// What the columns say.
#[derive(Debug, Default)]
pub struct When {
    pub text: String,
    pub notes: Vec<String>,
}

const MONTHS: [&str; 12] = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
];

/// Puts the columns that say when into words.
pub fn read(line: &ItemLine, context: &DeadlineContext) -> When {
    let cells = |wanted: &dyn Fn(Column) -> bool| -> Vec<&SourceCell> {
        line.cells
            .iter()
            .filter(|cell| wanted(cell.column) && !cell.text.trim().is_empty())
            .collect()
    };
    let plain = cells(&|column| column == Column::Deadline);
    let (start, end) = (
        cells(&|column| column == Column::Start),
        cells(&|column| column == Column::End),
    );
    let marked = cells(&|column| matches!(column, Column::Quarter(_) | Column::Month(_) | Column::Year(_)));
    let mut notes = Vec::new();
    let mut parts: Vec<String> = Vec::new();
    for cell in &plain {
        let text = one_line(&cell.text);
        if !parts.contains(&text) {
            parts.push(text);
        }
    }
    match (start.first(), end.first()) {
        (Some(start), Some(end)) => {
            let (start, end) = (one_line(&start.text), one_line(&end.text));
            notes.push(format!(
                "срок составлен из граф начала и окончания: «{start}» и «{end}»"
            ));
            parts.push(if fold(&start) == fold(&end) {
                end
            } else {
                format!("с {start} по {end}")
            });
        }
        (None, Some(end)) => {
            let end = one_line(&end.text);
            notes.push(format!("срок взят из графы окончания: «{end}»"));
            let bare = end.chars().next().is_some_and(|first| first.is_ascii_digit());
            parts.push(if bare { format!("до {end}") } else { end });
        }
        (Some(start), None) => parts.push(format!("с {}", one_line(&start.text))),
        (None, None) => {}
    }
    if let Some(text) = marks(&marked, context) {
        notes.push(format!("срок составлен по отметкам в графах: «{text}»"));
        parts.push(text);
    }
    When {
        text: parts.join("; "),
        notes,
    }
}

/// Marks in columns of quarters, months or years, in words.
fn marks(cells: &[&SourceCell], context: &DeadlineContext) -> Option<String> {
    let year = single_year(context);
    let mut named = Vec::new();
    let mut written = Vec::new();
    for cell in cells {
        let text = one_line(&cell.text);
        let own_year = year_of(&cell.heading).or(year);
        match cell.column {
            Column::Quarter(quarter) if is_mark(&text) => {
                named.push((format!("{} квартал", roman(quarter)), own_year));
            }
            Column::Month(month) if is_mark(&text) => named.push((MONTHS[usize::from(month - 1)].to_owned(), own_year)),
            Column::Month(month) if text.parse::<u32>().is_ok() => {
                let year = own_year.map_or_else(String::new, |year| format!(".{year}"));
                written.push(format!("{text:0>2}.{month:02}{year}"));
            }
            Column::Year(year) if is_mark(&text) => written.push(format!("{year} год")),
            _ => written.push(text),
        }
    }
    let quarters = cells
        .iter()
        .filter(|cell| matches!(cell.column, Column::Quarter(_)))
        .count();
    if quarters == 4 && named.len() == 4 {
        return Some("ежеквартально".to_owned());
    }
    let years: Vec<Option<i32>> = named.iter().map(|(_, year)| *year).collect();
    let one_year = years
        .first()
        .copied()
        .flatten()
        .filter(|first| years.iter().all(|year| *year == Some(*first)));
    match (&named[..], one_year) {
        ([], _) => {}
        (named, Some(year)) => {
            written.extend(named.iter().map(|(name, _)| format!("{name} {year} года")));
        }
        (named, None) => written.extend(
            named
                .iter()
                .map(|(name, year)| year.map_or_else(|| name.clone(), |year| format!("{name} {year} года"))),
        ),
    }
    (!written.is_empty()).then(|| written.join(", "))
}

/// «х», «+», «✓», «v»: only says that it falls there.
fn is_mark(text: &str) -> bool {
    matches!(
        fold(text).as_str(),
        "х" | "x" | "+" | "✓" | "v" | "√" | "*" | "да" | "xx" | "хх" | "•" | "●" | "в течение" | "✔"
    )
}

fn roman(quarter: u8) -> &'static str {
    ["I", "II", "III", "IV"]
        .get(usize::from(quarter.saturating_sub(1)))
        .copied()
        .unwrap_or("I")
}

fn year_of(heading: &str) -> Option<i32> {
    let digits = heading
        .split(|sign: char| !sign.is_ascii_digit())
        .find(|digits| digits.len() == 4)?;
    digits.parse().ok().filter(|year| (1990..=2100).contains(year))
}

fn single_year(context: &DeadlineContext) -> Option<i32> {
    use chrono::Datelike;
    let (first, last) = context.period?.days()?;
    (first.year() == last.year()).then_some(first.year())
}

/// A deadline that stands at the end of a title: the longest tail that is read as one.
pub fn at_the_end(title: &str, context: &DeadlineContext) -> Option<(String, String)> {
    let starts: Vec<usize> = title
        .char_indices()
        .filter(|(at, sign)| *at > 0 && !sign.is_whitespace() && title[..*at].ends_with(char::is_whitespace))
        .map(|(at, _)| at)
        .collect();
    starts.iter().skip(1).find_map(|at| {
        let tail = title[*at..].trim_end();
        let tail = if tail.ends_with("г.") {
            tail
        } else {
            tail.trim_end_matches(['.', ' '])
        };
        if !begins_a_deadline(tail) {
            return None;
        }
        let reading = deadline::read(tail, context);
        let external = reading.kind == Kind::ExternalPlan;
        let dated = reading.outcome == Outcome::Read && reading.due.is_some();
        let rest = title[..*at].trim_end_matches([' ', ',', '(', '-', '–']).to_owned();
        (dated || external).then(|| (rest, tail.to_owned()))
    })
}

/// Words with which a deadline begins; «план работы» in a title is none.
fn begins_a_deadline(tail: &str) -> bool {
    let folded = fold(tail);
    [
        "до ",
        "по отдельному",
        "по плану",
        "по графику",
        "в течение",
        "не позднее",
        "ежегодно",
        "ежемесячно",
        "ежеквартально",
        "в срок до",
        "с ",
    ]
    .iter()
    .any(|start| folded.starts_with(start))
}
