//! Tables that people keep in Excel or as text: `.xlsx` and `.csv` in, sheets of plain cells out.
//!
//! Must never trust a size that a file declares, nor hold more than its limits; must never know what a column means.

mod csv;
mod unpacked;
mod xlsx;

use chrono::NaiveDate;

/// Largest file that is opened.
pub const FILE_BYTES_MAX: usize = 20 * 1024 * 1024;
/// Most sheets of a workbook.
pub const SHEETS_MAX: usize = 50;
/// Most rows of a sheet: a region has a few thousand schools.
pub const ROWS_MAX: usize = 20_000;
/// Most columns of a sheet.
pub const COLUMNS_MAX: usize = 200;
/// Most cells of a workbook that are not empty, those of merged regions counted one by one.
pub const CELLS_MAX: usize = 500_000;
/// Longest text of a cell.
pub const CELL_SIGNS_MAX: usize = 5_000;

/// A sheet; a `.csv` has one without a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    pub name: String,
    /// Rows that are not empty, in order.
    pub rows: Vec<Row>,
}

/// A row that is not empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// As the program shows it, from 1.
    pub number: usize,
    /// From the first column; empty ones at the end are left out. A merged region has its value in every cell.
    pub cells: Vec<Cell>,
    /// Some of its cells are merged with others.
    pub merged: bool,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    #[default]
    Empty,
    Text(String),
    Number(f64),
    Date(NaiveDate),
    /// A formula that failed.
    Broken(String),
}

impl Cell {
    /// As a person reads it: whole numbers without a point, dates as year-month-day, spaces put in order.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Broken(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            Self::Number(number) => format!("{number}"),
            Self::Date(date) => date.to_string(),
        }
    }
}

/// Why a table cannot be read; the words are for the person who brought it.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum TableError {
    #[error("файл больше {} МБ: оставьте в нём только справочник", FILE_BYTES_MAX / 1024 / 1024)]
    TooLarge,
    #[error("{what}: ожидалось не больше {limit}; оставьте в файле только справочник")]
    TooMany { what: &'static str, limit: usize },
    #[error("это не книга .xlsx, а {found}: {advice}")]
    OtherFormat { found: &'static str, advice: &'static str },
    #[error("книга .xlsx повреждена или устроена не так: {0}; откройте её в Excel и сохраните заново")]
    Broken(String),
    #[error("строка {line}: кавычка не закрыта до конца файла; закройте её или уберите")]
    OpenQuote { line: usize },
}

/// The words of a text file: UTF-8 or UTF-16 where they say so, else the old Russian table of Windows.
pub fn text(bytes: &[u8]) -> String {
    csv::decoded(bytes)
}

/// The sheets of a file, told by its content: a zip is a workbook, text is a table.
///
/// # Errors
/// When it is neither, is damaged, or is larger than a directory can be.
pub fn read(bytes: &[u8]) -> Result<Vec<Sheet>, TableError> {
    const SAVE_AS: &str = "откройте его и сохраните как «Книга Excel (.xlsx)» или как CSV";
    if bytes.len() > FILE_BYTES_MAX {
        return Err(TableError::TooLarge);
    }
    if bytes.starts_with(b"PK") {
        return xlsx::read(bytes);
    }
    let other = |found| Err(TableError::OtherFormat { found, advice: SAVE_AS });
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return other("книга старого Excel (.xls) или книга с паролем");
    }
    if bytes.starts_with(b"%PDF") {
        return other("файл PDF");
    }
    if bytes.starts_with(b"{\\rtf") {
        return other("текст RTF");
    }
    csv::read(bytes)
}
