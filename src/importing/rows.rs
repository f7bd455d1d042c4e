//! Rows of the tables of a document, told apart: sections, items, headers printed again, rows that only go on.
//!
//! Must never drop a row with words in it: what is no item is told, and why.

use super::columns::{self, Column, Header};
use super::source::{Block, Document, Grid, GridCell, GridRow};
use super::wording::{fold, one_line};
use super::{ITEMS_MAX, ImportError};
use crate::documents::reading::Part;
use std::sync::Arc;

/// The longest cell that is taken in.
const CELL_SIGNS_MAX: usize = 6_000;

/// The plan's rows and what stands around them.
#[derive(Debug, Default)]
pub struct Found {
    /// Lines before the first table.
    pub above: Vec<String>,
    pub lines: Vec<Line>,
    /// Rows that are neither sections nor items, with what they are.
    pub passed: Vec<Passed>,
    /// The headings as printed, table by table.
    pub headings: Vec<String>,
}

#[derive(Debug)]
pub enum Line {
    Section(SectionLine),
    Item(ItemLine),
}

#[derive(Debug, Clone)]
pub struct SectionLine {
    /// As printed: «1», «II»; `None` when it has none.
    pub number: Option<String>,
    pub title: String,
}

#[derive(Debug, Clone)]
pub struct ItemLine {
    pub place: String,
    pub cells: Vec<SourceCell>,
}

/// A cell of an item, as it stands in the file.
#[derive(Debug, Clone)]
pub struct SourceCell {
    pub column: Column,
    pub heading: String,
    pub text: Arc<str>,
    /// It is merged with the cell of the row above.
    pub shared: bool,
    pub doubt: Option<String>,
}

/// A row that gives no item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    pub place: String,
    pub what: &'static str,
    pub text: String,
}

/// Tells the rows of a document apart.
///
/// # Errors
/// When it has no table of a plan, or is larger than one.
pub fn read(document: &Document) -> Result<Found, ImportError> {
    let mut found = Found::default();
    let mut header: Option<(Header, usize)> = None;
    let mut between: Vec<String> = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Line(text) if header.is_none() => found.above.push(text.clone()),
            Block::Line(text) => between.push(text.clone()),
            Block::Grid(grid) => read_grid(grid, &mut header, &mut between, &mut found)?,
        }
    }
    if header.is_none() {
        return Err(ImportError::NoTable);
    }
    Ok(found)
}

fn read_grid(
    grid: &Grid,
    header: &mut Option<(Header, usize)>,
    between: &mut Vec<String>,
    found: &mut Found,
) -> Result<(), ImportError> {
    let own = columns::find(grid);
    let (known, mut at) = match (own, &*header) {
        (Some(own), _) => {
            let lead: Vec<String> = grid.rows[..own.from].iter().map(row_text).collect();
            if header.is_none() {
                found.above.extend(lead);
            } else {
                between.extend(lead);
            }
            if found.headings.is_empty() {
                found.headings.clone_from(&own.headings);
            }
            let at = own.to;
            (own, at)
        }
        // The table goes on without its header, as Word tables do when they were cut.
        (None, Some((known, width))) if *width == grid.columns => (known.clone(), 0),
        (None, _) => {
            // A frame with the letterhead in it, signatures, a list of approvals.
            for row in &grid.rows {
                let text = row_text(row);
                if header.is_none() {
                    found.above.extend(
                        row.cells
                            .iter()
                            .filter(|cell| cell.part == Part::First)
                            .map(|cell| cell.text.to_string()),
                    );
                } else if !text.is_empty() {
                    found.passed.push(Passed {
                        place: place(grid, row),
                        what: "строка таблицы, в которой нет граф плана",
                        text,
                    });
                }
            }
            return Ok(());
        }
    };
    if header.is_none() {
        heading_above(found);
    }
    heading_between(between, found, grid);
    let mut bench = Bench { grid, header: known };
    while at < grid.rows.len() {
        at = bench.row(at, found)?;
    }
    *header = Some((bench.header, grid.columns));
    Ok(())
}

/// «1. Кадры» right above the first table is the heading of its section and no part of the plan's title.
fn heading_above(found: &mut Found) {
    let Some(at) = found.above.iter().rposition(|line| !one_line(line).is_empty()) else {
        return;
    };
    let (number, title) = split_heading(&found.above[at]);
    if matches!(number.as_deref(), Some("1" | "I")) {
        found.above.truncate(at);
        found.lines.push(Line::Section(SectionLine { number, title }));
    }
}

/// A line between two tables is the heading of the section that follows, when it is one line.
fn heading_between(between: &mut Vec<String>, found: &mut Found, grid: &Grid) {
    let lines: Vec<String> = between
        .drain(..)
        .map(|line| one_line(&line))
        .filter(|line| !line.is_empty())
        .collect();
    if lines.is_empty() || lines.len() > 3 {
        found.passed.extend(lines.into_iter().map(|text| Passed {
            place: format!("перед: {}", grid.name),
            what: "текст между таблицами",
            text,
        }));
        return;
    }
    let (number, title) = split_heading(&lines.join(" "));
    found.lines.push(Line::Section(SectionLine { number, title }));
}

struct Bench<'a> {
    grid: &'a Grid,
    header: Header,
}

impl Bench<'_> {
    /// Reads the row and gives the place of the next one.
    fn row(&mut self, at: usize, found: &mut Found) -> Result<usize, ImportError> {
        let row = &self.grid.rows[at];
        let place = place(self.grid, row);
        if row.cells.iter().all(GridCell::is_blank) {
            return Ok(at + 1);
        }
        if let Some(again) = columns::header_at(self.grid, at).filter(|again| again.from == at) {
            let passed = |what| Passed {
                place: place.clone(),
                what,
                text: row_text(row),
            };
            found.passed.push(passed(if again.columns == self.header.columns {
                "шапка таблицы, напечатанная ещё раз"
            } else {
                "новая шапка таблицы"
            }));
            let next = again.to;
            self.header = again;
            return Ok(next);
        }
        if is_count_of_columns(row) {
            found.passed.push(Passed {
                place,
                what: "номера граф",
                text: row_text(row),
            });
            return Ok(at + 1);
        }
        if let Some(section) = self.section(at) {
            found.lines.push(Line::Section(section));
            return Ok(at + 1);
        }
        let item = self.item(row, place);
        if let Some(long) = item
            .cells
            .iter()
            .find(|cell| cell.text.chars().count() > CELL_SIGNS_MAX)
        {
            return Err(ImportError::LongCell {
                place: item.place.clone(),
                column: long.column.name(),
                limit: CELL_SIGNS_MAX,
            });
        }
        if let Some(Line::Item(last)) = found.lines.last_mut().filter(|_| goes_on(&item)) {
            join(last, item, &mut found.passed);
            return Ok(at + 1);
        }
        found.lines.push(Line::Item(item));
        let items = found.lines.iter().filter(|line| matches!(line, Line::Item(_))).count();
        if items > ITEMS_MAX {
            return Err(ImportError::TooManyItems);
        }
        Ok(at + 1)
    }

    fn section(&self, at: usize) -> Option<SectionLine> {
        let row = &self.grid.rows[at];
        let filled: Vec<usize> = (0..row.cells.len())
            .filter(|at| !row.cells[*at].is_blank() && row.cells[*at].part != Part::Beside)
            .collect();
        let spans = |from: usize| {
            row.cells[from + 1..]
                .iter()
                .take_while(|cell| cell.part == Part::Beside)
                .count()
                + 1
        };
        let section = |number: Option<String>, title: String| Some(SectionLine { number, title });
        match filled[..] {
            [only] if row.cells[only].part == Part::First => {
                let text = spaced(&row.cells[only].text);
                let column = self.header.columns.get(only).copied();
                let wide = spans(only) > 1 && spans(only) + 2 >= row.cells.len();
                let (number, title) = split_heading(&text);
                let named = fold(&text).starts_with("раздел") || text == text.to_uppercase() && title.len() > 8;
                let at_title = matches!(column, Some(Column::Title | Column::Number));
                let looks = wide || at_title && (named || is_section_number(number.as_deref()));
                (looks && !title.is_empty()).then(|| section(number, title)).flatten()
            }
            [first, second] => {
                let number = one_line(&row.cells[first].text);
                let is_number = self.header.columns.get(first) == Some(&Column::Number);
                let rest = spans(second) + second >= row.cells.len() && spans(second) > 1;
                let alone = self.header.columns.get(second) == Some(&Column::Title)
                    && is_section_number(Some(&number))
                    && self.numbered_below(at, &number);
                let title = spaced(&row.cells[second].text);
                (is_number && (rest || alone))
                    .then(|| section(Some(bare_number(&number)), title))
                    .flatten()
            }
            _ => None,
        }
    }

    /// Whether the next rows are numbered within this number.
    fn numbered_below(&self, at: usize, number: &str) -> bool {
        let Some(column) = self.header.columns.iter().position(|column| *column == Column::Number) else {
            return false;
        };
        let prefix = format!("{}.", bare_number(number));
        let next = self.grid.rows.get(at + 1).and_then(|row| row.cells.get(column));
        next.is_some_and(|cell| one_line(&cell.text).replace(' ', "").starts_with(&prefix))
    }

    fn item(&self, row: &GridRow, place: String) -> ItemLine {
        let cells = row
            .cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| !matches!(cell.part, Part::Beside | Part::Outside));
        let cells = cells.map(|(at, cell)| SourceCell {
            column: self.header.columns.get(at).copied().unwrap_or(Column::Other),
            heading: self.header.headings.get(at).cloned().unwrap_or_default(),
            text: Arc::clone(&cell.text),
            shared: cell.part == Part::Below,
            doubt: cell.doubt.clone(),
        });
        ItemLine {
            place,
            cells: cells.collect(),
        }
    }
}

impl ItemLine {
    /// The cells of a column that have words.
    pub fn of(&self, column: Column) -> impl Iterator<Item = &SourceCell> {
        self.cells
            .iter()
            .filter(move |cell| cell.column == column && !cell.text.trim().is_empty())
    }
}

/// A row without number and title of its own goes on with the row above it.
fn goes_on(item: &ItemLine) -> bool {
    let empty = |column| item.of(column).all(|cell| cell.shared);
    empty(Column::Title)
        && empty(Column::Number)
        && item
            .cells
            .iter()
            .any(|cell| !cell.shared && !cell.text.trim().is_empty())
}

fn join(last: &mut ItemLine, more: ItemLine, passed: &mut Vec<Passed>) {
    let text: Vec<String> = more
        .cells
        .iter()
        .map(|cell| one_line(&cell.text))
        .filter(|text| !text.is_empty())
        .collect();
    passed.push(Passed {
        place: more.place,
        what: "продолжение предыдущей строки",
        text: text.join(" | "),
    });
    for cell in more
        .cells
        .into_iter()
        .filter(|cell| !cell.shared && !cell.text.trim().is_empty())
    {
        match last
            .cells
            .iter_mut()
            .find(|known| known.column == cell.column && known.heading == cell.heading)
        {
            Some(known) if known.text.trim().is_empty() => known.text = cell.text,
            Some(known) => known.text = Arc::from(format!("{}\n{}", known.text, cell.text)),
            None => last.cells.push(cell),
        }
    }
}

fn place(grid: &Grid, row: &GridRow) -> String {
    format!("{}, строка {}", grid.name, row.number)
}

fn row_text(row: &GridRow) -> String {
    let cells: Vec<String> = row
        .cells
        .iter()
        .filter(|cell| cell.part == Part::First)
        .map(|cell| one_line(&cell.text))
        .filter(|text| !text.is_empty())
        .collect();
    cells.join(" | ")
}

/// «1 2 3 4 5» under the header.
fn is_count_of_columns(row: &GridRow) -> bool {
    let cells: Vec<String> = row
        .cells
        .iter()
        .filter(|cell| cell.part == Part::First)
        .map(|cell| one_line(&cell.text))
        .collect();
    cells.len() >= 3
        && cells
            .iter()
            .enumerate()
            .all(|(at, text)| text.trim_end_matches('.') == (at + 1).to_string())
}

/// Headings have no runs of spaces.
fn spaced(text: &str) -> String {
    one_line(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// «1 Нормативно-правовое …», «Раздел II. Организация», «3. Обеспечение» → number and words.
pub fn split_heading(text: &str) -> (Option<String>, String) {
    let text = spaced(text);
    let mut rest = text.as_str();
    if let Some(after) = rest.strip_prefix("Раздел").or_else(|| rest.strip_prefix("РАЗДЕЛ")) {
        rest = after.trim_start();
    }
    let end = rest.find([' ', ')']).unwrap_or(rest.len());
    let number = bare_number(&rest[..end]);
    let title = rest[end..].trim_start_matches([')', ' ', '.', '–', '-', '—', ':']);
    if is_section_number(Some(&number)) && !title.is_empty() {
        return (Some(number), title.to_owned());
    }
    // «3.Обеспечение», written without a space.
    if let Some((number, title)) = rest.split_once('.').filter(|(number, title)| {
        is_section_number(Some(number)) && title.chars().next().is_some_and(char::is_alphabetic)
    }) {
        return (Some(number.to_owned()), title.to_owned());
    }
    (None, text)
}

/// A number without the stop behind it.
pub fn bare_number(text: &str) -> String {
    text.trim().trim_end_matches(['.', ')', ' ']).to_owned()
}

/// «1», «12», «IV»: the number of a section.
fn is_section_number(number: Option<&str>) -> bool {
    number.is_some_and(|number| {
        let number = bare_number(number);
        !number.is_empty()
            && number.len() <= 6
            && (number.bytes().all(|byte| byte.is_ascii_digit()) || number.chars().all(|sign| "IVXLІХ".contains(sign)))
    })
}
