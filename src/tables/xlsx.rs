//! Workbooks of Excel: cells one after another, never a rectangle as large as a file claims.

use super::{CELL_SIGNS_MAX, CELLS_MAX, COLUMNS_MAX, Cell, ROWS_MAX, Row, SHEETS_MAX, Sheet, TableError, unpacked};
use calamine::{DataRef, Reader, SheetType, Xlsx};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Most merged regions of a sheet.
const REGIONS_MAX: usize = 5_000;

/// Most bytes of text in all cells: one long text may be shared by half a million of them.
const TEXT_BYTES_MAX: usize = 16 * 1024 * 1024;
const UNEXPECTED: &str = "внутри неё не то, что ожидалось";

/// How much more of a workbook is taken.
struct Room {
    cells: usize,
    text_bytes: usize,
}

/// Cells by row and column, from 0.
type Cells = BTreeMap<(u32, u32), Cell>;

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, TableError> {
    unpacked::check(bytes)?;
    // The reader of workbooks is not ours: a slip of it on a damaged file must not end the program.
    catch_unwind(AssertUnwindSafe(|| sheets(bytes))).unwrap_or_else(|_| Err(TableError::Broken(UNEXPECTED.to_owned())))
}

fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, TableError> {
    let mut book: Xlsx<Cursor<&[u8]>> = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let names: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    if names.len() > SHEETS_MAX {
        return Err(TableError::TooMany {
            what: "листов в книге",
            limit: SHEETS_MAX,
        });
    }
    let mut left = Room {
        cells: CELLS_MAX,
        text_bytes: TEXT_BYTES_MAX,
    };
    let mut sheets = Vec::new();
    for name in names {
        let mut cells = written(&mut book, &name, &mut left)?;
        let merged = book.merge_cells_by_sheet_name(&name).map_err(|error| broken(&error))?;
        if merged.len() > REGIONS_MAX {
            return Err(TableError::TooMany {
                what: "объединённых областей на листе",
                limit: REGIONS_MAX,
            });
        }
        let width = cells.keys().map(|(_, column)| *column).max().unwrap_or(0);
        let height = cells.keys().map(|(row, _)| *row).max().unwrap_or(0);
        let mut rows_merged = Vec::new();
        for region in merged {
            rows_merged.push((region.start.0, region.end.0));
            let Some(value) = cells.get(&region.start).cloned() else {
                continue;
            };
            // A heading may be merged over thousands of columns and rows in which nothing stands.
            let last_column = region.end.1.min(width);
            let last_row = region.end.0.min(height);
            for row in region.start.0..=last_row {
                for column in region.start.1..=last_column {
                    if (row, column) != region.start {
                        put(&mut cells, (row, column), value.clone(), &mut left)?;
                    }
                }
            }
        }
        sheets.push(Sheet {
            name,
            rows: rows(cells, &rows_merged),
        });
    }
    Ok(sheets)
}

/// What the reader of workbooks stumbled on; its own words are English and are not for clerks.
fn broken(error: &calamine::XlsxError) -> TableError {
    use calamine::XlsxError as E;
    TableError::Broken(match error {
        E::Password => "она закрыта паролем".to_owned(),
        E::FileNotFound(name) => format!("в ней нет части «{name}»"),
        E::WorksheetNotFound(name) => format!("в ней нет листа «{name}»"),
        E::RelationshipNotFound => "лист назван в ней, но его нет".to_owned(),
        E::Zip(_) | E::Io(_) => "часть её не распаковывается".to_owned(),
        E::Xml(_) | E::XmlEof(_) | E::XmlAttr(_) => "часть её обрывается или написана с ошибкой".to_owned(),
        _ => UNEXPECTED.to_owned(),
    })
}

/// The cells that a sheet has, one after another.
fn written(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, left: &mut Room) -> Result<Cells, TableError> {
    let mut cells = Cells::new();
    let mut reader = book.worksheet_cells_reader(name).map_err(|error| broken(&error))?;
    while let Some(found) = reader.next_cell().map_err(|error| broken(&error))? {
        let value = cell(found.get_value());
        if value != Cell::Empty {
            put(&mut cells, found.get_position(), value, left)?;
        }
    }
    Ok(cells)
}

fn put(cells: &mut Cells, place: (u32, u32), value: Cell, left: &mut Room) -> Result<(), TableError> {
    for (limit, at, what) in [
        (ROWS_MAX, place.0, "строк на листе"),
        (COLUMNS_MAX, place.1, "граф на листе"),
    ] {
        if at as usize >= limit {
            return Err(TableError::TooMany { what, limit });
        }
    }
    let bytes = match &value {
        Cell::Text(text) | Cell::Broken(text) => text.len(),
        Cell::Empty | Cell::Number(_) | Cell::Date(_) => 0,
    };
    left.text_bytes = left.text_bytes.checked_sub(bytes).ok_or(TableError::TooMany {
        what: "мегабайт текста в ячейках",
        limit: TEXT_BYTES_MAX / 1024 / 1024,
    })?;
    left.cells = left.cells.checked_sub(1).ok_or(TableError::TooMany {
        what: "заполненных ячеек",
        limit: CELLS_MAX,
    })?;
    cells.insert(place, value);
    Ok(())
}

fn rows(cells: Cells, merged: &[(u32, u32)]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for ((row, column), cell) in cells {
        let (number, column) = (row as usize + 1, column as usize);
        if rows.last().is_none_or(|last| last.number != number) {
            rows.push(Row {
                number,
                cells: Vec::new(),
                merged: merged.iter().any(|(first, last)| (*first..=*last).contains(&row)),
            });
        }
        if let Some(last) = rows.last_mut() {
            last.cells.resize(column, Cell::Empty);
            last.cells.push(cell);
        }
    }
    rows
}

fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => text(&number.to_string()),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            let date = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
            date.map_or(Cell::Number(moment.as_f64()), Cell::Date)
        }
        DataRef::DateTime(moment) => Cell::Number(moment.as_f64()),
        DataRef::DateTimeIso(moment) => {
            let day = moment.get(..10).and_then(|day| day.parse().ok());
            day.map_or_else(|| text(moment), Cell::Date)
        }
        DataRef::Error(error) => Cell::Broken(format!("ошибка формулы {error}")),
        DataRef::Bool(flag) => text(if *flag { "да" } else { "нет" }),
        DataRef::String(written) | DataRef::DurationIso(written) => text(written),
        DataRef::SharedString(written) => text(written),
    }
}

fn text(written: &str) -> Cell {
    let short: String = written.chars().take(CELL_SIGNS_MAX).collect();
    if short.trim().is_empty() {
        Cell::Empty
    } else {
        Cell::Text(short)
    }
}
