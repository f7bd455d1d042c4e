//! A file brought in, as lines of text and tables of cells, whatever format it came in.
//!
//! Must never drop a cell or change a letter of it; what a place in the file is called is kept for messages.

use crate::documents::MistakeCode;
use crate::documents::reading::{self, Part};
use crate::importing::ImportError;
use crate::importing::printed;
use crate::tables;
use std::sync::Arc;

/// What a file says, in order.
#[derive(Debug, Clone)]
pub struct Document {
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone)]
pub enum Block {
    Line(String),
    Grid(Grid),
}

/// A table whose rows have one cell for each column.
#[derive(Debug, Clone)]
pub struct Grid {
    /// What it is called in messages.
    pub name: String,
    pub columns: usize,
    pub rows: Vec<GridRow>,
}

#[derive(Debug, Clone)]
pub struct GridRow {
    /// From 1, as the table shows it.
    pub number: usize,
    pub cells: Vec<GridCell>,
}

#[derive(Debug, Clone)]
pub struct GridCell {
    /// As it stands in the file, line breaks included.
    pub text: Arc<str>,
    pub part: Part,
    /// Why its text may not be whole or may have words of another cell.
    pub doubt: Option<String>,
}

impl GridCell {
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// Reads a file by what is in it; `name` only tells a table as text from a printed page.
///
/// # Errors
/// When it cannot be read at all.
pub fn read(name: &str, bytes: &[u8]) -> Result<Document, ImportError> {
    match reading::read(bytes) {
        Ok(reading) => return Ok(word(reading)),
        Err(error) if error.code != MistakeCode::NotWord => return Err(ImportError::Unreadable(error.to_string())),
        Err(error) => {
            if bytes.starts_with(b"PK") {
                let sheets = tables::read(bytes).map_err(|_| ImportError::Unreadable(error.to_string()))?;
                return Ok(self::sheets(sheets));
            }
        }
    }
    if bytes.starts_with(b"%PDF") {
        return Err(ImportError::Pdf);
    }
    let csv = name
        .rsplit('.')
        .next()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("csv") || ending.eq_ignore_ascii_case("tsv"));
    if csv {
        let sheets = tables::read(bytes).map_err(|error| ImportError::Unreadable(error.to_string()))?;
        return Ok(self::sheets(sheets));
    }
    printed::read(bytes)
}

fn word(reading: reading::Reading) -> Document {
    let mut blocks = Vec::new();
    let mut tables = 0;
    for block in reading.blocks {
        match block {
            reading::Block::Paragraph(text) => blocks.push(Block::Line(text)),
            reading::Block::Table(table) => push_table(table, &mut tables, &mut blocks),
        }
    }
    Document { blocks }
}

/// A table that only holds another one (a frame) gives way to it.
fn push_table(table: reading::Table, tables: &mut usize, blocks: &mut Vec<Block>) {
    let mut waiting = vec![table];
    while let Some(table) = waiting.pop() {
        let frame = table.columns <= 2 && table.rows.iter().any(|row| row.cells.iter().any(holds_a_plan));
        if frame {
            let mut inner = Vec::new();
            for cell in table.rows.into_iter().flat_map(|row| row.cells) {
                inner.extend(cell.tables);
            }
            waiting.extend(inner.into_iter().rev());
            continue;
        }
        *tables += 1;
        let rows = table.rows.into_iter().enumerate().map(|(at, row)| GridRow {
            number: at + 1,
            cells: row
                .cells
                .into_iter()
                .map(|cell| GridCell {
                    text: cell.text,
                    part: cell.part,
                    doubt: None,
                })
                .collect(),
        });
        blocks.push(Block::Grid(Grid {
            name: format!("таблица {tables}"),
            columns: table.columns,
            rows: rows.collect(),
        }));
    }
}

fn holds_a_plan(cell: &reading::Cell) -> bool {
    cell.tables
        .iter()
        .any(|inner| inner.columns >= 3 && inner.rows.len() >= 2)
}

/// Rows of a sheet; those before the table proper are cells too, and told from it by the header.
fn sheets(sheets: Vec<tables::Sheet>) -> Document {
    let mut blocks = Vec::new();
    for sheet in sheets {
        let columns = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let rows = sheet.rows.into_iter().map(|row| {
            let mut cells: Vec<GridCell> = Vec::with_capacity(columns);
            for at in 0..columns {
                let cell = row.cells.get(at);
                let text = cell.map(shown).unwrap_or_default();
                // A merged region has its value in every cell.
                let beside = row.merged && !text.is_empty() && cells.last().is_some_and(|left| *left.text == *text);
                cells.push(GridCell {
                    text: Arc::from(text),
                    part: if beside { Part::Beside } else { Part::First },
                    doubt: None,
                });
            }
            GridRow {
                number: row.number,
                cells,
            }
        });
        let name = if sheet.name.is_empty() {
            "таблица".to_owned()
        } else {
            format!("лист «{}»", sheet.name)
        };
        blocks.push(Block::Grid(Grid {
            name,
            columns,
            rows: rows.collect(),
        }));
    }
    Document { blocks }
}

fn shown(cell: &tables::Cell) -> String {
    match cell {
        tables::Cell::Text(text) => text.clone(),
        tables::Cell::Date(date) => crate::words::phrasing::short_date(*date),
        other => other.text(),
    }
}
