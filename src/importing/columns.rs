//! The header row, found by what its words mean: columns in any order and number, headings of one line or two.
//!
//! Must never take a column for what its heading does not say; a column without a meaning is kept and told.

use super::source::{Grid, GridRow};
use super::wording::fold;
use crate::documents::reading::Part;

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    Number,
    Title,
    Deadline,
    /// The first day of the work.
    Start,
    /// The last day of the work.
    End,
    /// Marked where the work falls into that quarter.
    Quarter(u8),
    /// Marked, or with a day, where it falls into that month.
    Month(u8),
    /// Marked, or with a date, where it falls into that year.
    Year(i32),
    Executor,
    CoExecutor,
    Result,
    /// Money, remarks: kept in the report, of no use to the item.
    Other,
}

impl Column {
    /// Whether it says when.
    pub fn is_when(self) -> bool {
        matches!(
            self,
            Self::Deadline | Self::Start | Self::End | Self::Quarter(_) | Self::Month(_) | Self::Year(_)
        )
    }

    /// Its name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "№",
            Self::Title => "наименование",
            Self::Executor => "исполнитель",
            Self::CoExecutor => "соисполнитель",
            Self::Result => "результат",
            Self::Other => "прочее",
            _ => "срок",
        }
    }
}

/// The columns of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Column by column.
    pub columns: Vec<Column>,
    /// The headings as printed.
    pub headings: Vec<String>,
    /// Rows that the header takes, from the first row of the table, exclusive.
    pub from: usize,
    pub to: usize,
}

/// Rows looked through for a header.
const ROWS_LOOKED_AT: usize = 60;
/// Longest heading; longer texts are titles of items.
const HEADING_SIGNS_MAX: usize = 140;

/// Finds the header of a table.
pub fn find(grid: &Grid) -> Option<Header> {
    (0..grid.rows.len().min(ROWS_LOOKED_AT)).find_map(|at| header_at(grid, at))
}

/// The header that begins with this row; also used to see that it is printed again on a later page.
pub fn header_at(grid: &Grid, at: usize) -> Option<Header> {
    let row = grid.rows.get(at)?;
    if is_one_text(row) {
        return None;
    }
    let one: Vec<String> = headings(&[row]);
    let known = known(&one);
    let second = grid.rows.get(at + 1).filter(|next| goes_on(row, next));
    if let Some(second) = second {
        let two = headings(&[row, second]);
        let both = self::known(&two);
        if count(&both) >= count(&known) && is_header(&both) {
            return Some(Header {
                columns: single(both),
                headings: two,
                from: at,
                to: at + 2,
            });
        }
    }
    is_header(&known).then(|| Header {
        columns: single(known),
        headings: one,
        from: at,
        to: at + 1,
    })
}

/// One text over the whole row.
pub fn is_one_text(row: &GridRow) -> bool {
    row.cells
        .iter()
        .filter(|cell| !cell.is_blank() && cell.part == Part::First)
        .count()
        <= 1
}

/// A heading of two lines: some cell is split below, or goes on below.
fn goes_on(row: &GridRow, next: &GridRow) -> bool {
    let split = row
        .cells
        .iter()
        .any(|cell| cell.part == Part::Beside && !cell.is_blank());
    let merged = next.cells.iter().any(|cell| cell.part == Part::Below);
    let short = next
        .cells
        .iter()
        .all(|cell| cell.text.chars().count() <= 40 || cell.part == Part::Below);
    (split || merged) && short && !next.cells.iter().all(|cell| cell.part == Part::Below)
}

fn headings(rows: &[&GridRow]) -> Vec<String> {
    let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    (0..columns)
        .map(|at| {
            let mut texts: Vec<String> = Vec::new();
            for row in rows {
                let text = row
                    .cells
                    .get(at)
                    .map(|cell| super::wording::one_line(&cell.text))
                    .unwrap_or_default();
                if !text.is_empty() && texts.last() != Some(&text) {
                    texts.push(text);
                }
            }
            texts.join(" ")
        })
        .collect()
}

fn known(headings: &[String]) -> Vec<Option<Column>> {
    headings.iter().map(|heading| meaning(heading)).collect()
}

fn count(columns: &[Option<Column>]) -> usize {
    columns
        .iter()
        .flatten()
        .filter(|column| **column != Column::Other)
        .count()
}

/// A plan has what is done, and when or by whom.
fn is_header(columns: &[Option<Column>]) -> bool {
    let has = |wanted: &dyn Fn(Column) -> bool| columns.iter().flatten().any(|column| wanted(*column));
    let when = has(&Column::is_when);
    let who = has(&|column| matches!(column, Column::Executor | Column::CoExecutor));
    let result = has(&|column| column == Column::Result);
    let number = has(&|column| column == Column::Number);
    let told = [when, who, result || number];
    has(&|column| column == Column::Title) && told.iter().filter(|told| **told).count() >= 2
}

/// Two columns may not have one meaning: the second title, number or result is something else.
fn single(columns: Vec<Option<Column>>) -> Vec<Column> {
    let mut seen: Vec<Column> = Vec::new();
    columns
        .into_iter()
        .map(|column| {
            let column = column.unwrap_or(Column::Other);
            let repeatable =
                matches!(column, Column::Other | Column::Executor | Column::CoExecutor) || column.is_when();
            if seen.contains(&column) && !repeatable {
                return Column::Other;
            }
            seen.push(column);
            column
        })
        .collect()
}

/// What a heading means.
pub fn meaning(heading: &str) -> Option<Column> {
    let text = fold(heading);
    if text.is_empty() || text.chars().count() > HEADING_SIGNS_MAX {
        return None;
    }
    let has = |stems: &[&str]| stems.iter().any(|stem| text.contains(stem));
    if let Some(quarter) = quarter(&text) {
        return Some(Column::Quarter(quarter));
    }
    if let Some(month) = month(&text) {
        return Some(Column::Month(month));
    }
    if let Some(year) = year(&text) {
        return Some(Column::Year(year));
    }
    if has(&["№", "п/п", "номер"]) && !has(&["телефон", "приказ"]) || text == "n" || text == "no"
    {
        return Some(Column::Number);
    }
    if has(&["примечан", "финанс", "источник", "стоимост", "отметка", "объем"])
    {
        return Some(Column::Other);
    }
    if has(&["соисполн", "участник"]) {
        return Some(Column::CoExecutor);
    }
    let when = has(&["срок", "дата", "период", "когда", "время", "месяц"]);
    if when && has(&["начал", "с какого"]) {
        return Some(Column::Start);
    }
    if when && has(&["оконч", "завершен", "по какое"]) {
        return Some(Column::End);
    }
    if has(&[
        "результат",
        "вид документа",
        "документ",
        "продукт",
        "выход",
        "форма отчет",
        "форма представл",
        "подтвержд",
        "отчетност",
    ]) {
        return Some(Column::Result);
    }
    if when {
        return Some(Column::Deadline);
    }
    if has(&["ответствен", "исполнител", "кто выполн", "кто провод"]) {
        return Some(Column::Executor);
    }
    if has(&[
        "мероприят",
        "наименован",
        "содержан",
        "действи",
        "вид работ",
        "виды работ",
        "задач",
        "направлен",
        "что сделать",
    ]) {
        return Some(Column::Title);
    }
    None
}

fn quarter(text: &str) -> Option<u8> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = words.iter().position(|word| word.starts_with("кв"))?;
    let number = |word: &str| {
        let bare = word.trim_end_matches(['-', 'й', 'и', 'ы', '.']);
        Some(match bare {
            "1" | "i" | "перв" => 1,
            "2" | "ii" | "втор" => 2,
            "3" | "iii" | "трет" => 3,
            "4" | "iv" | "четверт" => 4,
            _ => return None,
        })
    };
    let before = at.checked_sub(1).and_then(|at| number(words[at]));
    before.or_else(|| words.get(at + 1).and_then(|word| number(word)))
}

const MONTHS: [&str; 12] = [
    "январ",
    "феврал",
    "март",
    "апрел",
    "ма",
    "июн",
    "июл",
    "август",
    "сентябр",
    "октябр",
    "ноябр",
    "декабр",
];

fn month(text: &str) -> Option<u8> {
    let last = text.split_whitespace().next_back()?;
    let bare = last.trim_matches('.');
    let is = |stem: &str| match bare.strip_prefix(stem) {
        Some(ending) if stem == "ма" => matches!(ending, "й" | "я"),
        Some(ending) => matches!(ending, "" | "ь" | "я" | "а"),
        None => bare.chars().count() >= 3 && bare.chars().count() <= 4 && stem.starts_with(bare),
    };
    let at = MONTHS.iter().position(|stem| is(stem))?;
    u8::try_from(at + 1).ok()
}

fn year(text: &str) -> Option<i32> {
    let rest = text.trim_end_matches(['.', ' ']);
    let rest = rest
        .strip_suffix("год")
        .or_else(|| rest.strip_suffix('г'))
        .unwrap_or(rest)
        .trim();
    let last = rest.split_whitespace().next_back()?;
    let only = rest
        .split_whitespace()
        .all(|word| word == last || ["срок", "сроки", "реализации", "исполнения", "выполнения"].contains(&word));
    let number: i32 = last.parse().ok().filter(|year| (1990..=2100).contains(year))?;
    (only && last.len() == 4).then_some(number)
}
