//! Rows as Word keeps them, laid out as a rectangle: spans, vertical merges, columns that a row leaves out.
//!
//! Must never shift a cell: a place without a cell is said to be outside.

use super::{COLUMNS_MAX, Cell, Part, Row, Table};
use std::sync::Arc;

/// A cell while it is read.
#[derive(Debug, Default)]
pub(super) struct RawCell {
    pub lines: Vec<String>,
    pub tables: Vec<Table>,
    /// Columns it takes; 0 when not told.
    pub span: usize,
    pub merge: Merge,
}

/// How a cell is merged with the one above.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Merge {
    #[default]
    None,
    Begins,
    Continues,
}

/// A row while it is read.
#[derive(Debug, Default)]
pub(super) struct RawRow {
    /// Columns left out before its first cell.
    pub before: usize,
    pub header: bool,
    /// Deleted by a tracked change.
    pub removed: bool,
    pub cells: Vec<RawCell>,
}

/// Lays the rows out.
pub(super) fn table(rows: Vec<RawRow>) -> Table {
    let mut laid: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows.into_iter().filter(|row| !row.removed) {
        let above = laid.last();
        laid.push(lay(row, above));
    }
    let columns = laid.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    for row in &mut laid {
        row.cells.resize_with(columns, outside);
    }
    Table { columns, rows: laid }
}

fn lay(row: RawRow, above: Option<&Row>) -> Row {
    let mut cells: Vec<Cell> = Vec::with_capacity(row.cells.len() + row.before);
    cells.resize_with(row.before.min(COLUMNS_MAX), outside);
    for raw in row.cells {
        let at = cells.len();
        let span = raw.span.max(1).min(COLUMNS_MAX.saturating_sub(at).max(1));
        let above = above
            .and_then(|row| row.cells.get(at))
            .filter(|cell| cell.part != Part::Outside);
        // What Word calls a continuation has no text of its own; a file that gives it some is believed.
        let own = raw.lines.iter().any(|line| !line.trim().is_empty());
        let (text, part) = match above {
            Some(above) if raw.merge == Merge::Continues && !own => (Arc::clone(&above.text), Part::Below),
            _ => (Arc::from(raw.lines.join("\n")), Part::First),
        };
        let tables = raw.tables;
        cells.push(Cell {
            text: Arc::clone(&text),
            part,
            tables,
        });
        for _ in 1..span {
            let part = if part == Part::Below { Part::Below } else { Part::Beside };
            cells.push(Cell {
                text: Arc::clone(&text),
                part,
                tables: Vec::new(),
            });
        }
    }
    Row {
        cells,
        header: row.header,
    }
}

fn outside() -> Cell {
    Cell {
        text: Arc::from(""),
        part: Part::Outside,
        tables: Vec::new(),
    }
}
