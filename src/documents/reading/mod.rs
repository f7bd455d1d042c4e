//! A Word file read as a person reads it: paragraphs and tables in order, every table a full rectangle of cells.
//!
//! | file | does |
//! | --- | --- |
//! | `body` | walks the main part once: text, tables, what tracked changes leave |
//! | `grid` | rows as Word keeps them (spans, merges, columns left out) laid out as a rectangle |
//! | `lists` | the numbers that Word shows in front of paragraphs but does not store |
//!
//! Must never recurse into the file, trust a number in it, or lay columns out by their widths: widths may be anything.

mod body;
mod grid;
mod lists;

use crate::documents::mistake::{MistakeCode, TemplateMistake};
use crate::documents::ooxml::package::{Package, PackagePart, PartKind};
use std::sync::Arc;

/// Most rows of all tables together.
pub const ROWS_MAX: usize = 25_000;
/// Most cells of all tables together, merged ones counted one by one.
pub const CELLS_MAX: usize = 250_000;
/// Most columns of a table; Word itself allows 63.
pub const COLUMNS_MAX: usize = 128;

/// What a document says, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub blocks: Vec<Block>,
}

/// A piece of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Its text with its list number, tabs and line breaks; may be empty.
    Paragraph(String),
    Table(Table),
}

/// A table as a rectangle: each row has as many cells as the table has columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub columns: usize,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub cells: Vec<Cell>,
    /// Marked in Word to be repeated on each page.
    pub header: bool,
}

/// A place of the rectangle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Paragraphs and line breaks are lines. A merged cell has its text in each of its places.
    pub text: Arc<str>,
    pub part: Part,
    /// Tables inside the cell; their words are in `text` too.
    pub tables: Vec<Table>,
}

/// Which place of its cell it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The upper left one.
    First,
    /// Another of the same row.
    Beside,
    /// One of a row below.
    Below,
    /// No cell: the row begins later or ends earlier.
    Outside,
}

/// Why a file cannot be read; the words are for the person who brought it.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[error("{message}")]
pub struct Unreadable {
    pub code: MistakeCode,
    pub message: String,
}

impl From<Box<TemplateMistake>> for Unreadable {
    fn from(mistake: Box<TemplateMistake>) -> Self {
        Self {
            code: mistake.code,
            message: mistake.to_string(),
        }
    }
}

/// Reads a `.docx`.
///
/// # Errors
/// When it is not one, is damaged, or is larger than a plan can be.
pub fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    let package = Package::open(bytes)?;
    let text_of = |kind: PartKind| {
        let at = package.parts.iter().position(|part| part.kind == kind)?;
        package.text_of(at)
    };
    let lists = lists::Lists::read(
        text_of(PartKind::Numbering).as_deref(),
        text_of(PartKind::Styles).as_deref(),
    );
    let main = package
        .parts
        .iter()
        .find_map(main_text)
        .ok_or_else(|| broken("в нём нет основного текста"))?;
    body::read(main, lists).map(|blocks| Reading { blocks })
}

/// The text of the part whose root is the document itself and not a header or a note.
fn main_text(part: &PackagePart) -> Option<&str> {
    let text = part.text.as_deref().filter(|_| part.kind == PartKind::Word)?;
    let root = text.find('<').map(|_| ()).and_then(|()| {
        text.match_indices('<')
            .map(|(at, _)| &text[at + 1..])
            .find(|rest| !rest.starts_with(['?', '!']))
    })?;
    let name = root
        .split(|sign: char| sign.is_whitespace() || sign == '>' || sign == '/')
        .next()?;
    (name.rsplit(':').next() == Some("document")).then_some(text)
}

fn broken(what: &str) -> Unreadable {
    Unreadable {
        code: MistakeCode::BrokenXml,
        message: format!("файл повреждён: {what} (откройте его в Word и сохраните заново как .docx)"),
    }
}

fn too_large(what: &str, limit: usize) -> Unreadable {
    Unreadable {
        code: MistakeCode::TooLarge,
        message: format!("в документе слишком много {what}: читается не больше {limit}"),
    }
}
