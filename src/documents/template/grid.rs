//! Fits a table's grid to the columns that a loop made: cells of fixed width keep it, the others share what is left.
//!
//! Must never touch a table whose rows already fit its grid.

use std::fmt::Write;

use super::repair::Edit;
use crate::documents::ooxml::xml::{Kind, Name, Part};

/// A table as deep as the others' cells it stands in.
struct Table {
    grid: Option<usize>,
    columns: Vec<usize>,
    row: Vec<Cell>,
    widest: Vec<Cell>,
    span: usize,
}

#[derive(Clone, Copy)]
struct Cell {
    span: usize,
    /// Twentieths of a point; none when the width is left to Word.
    width: Option<usize>,
}

impl Table {
    fn span_of(row: &[Cell]) -> usize {
        row.iter().map(|cell| cell.span).sum()
    }
}

/// New grids for the tables whose rows are wider or narrower than declared.
pub(super) fn widen(part: &Part<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut open: Vec<Table> = Vec::new();
    let (width, span) = (format!("{}w", part.prefix), format!("{}val", part.prefix));
    let number = |token: usize, name: &str| part.attribute(token, name)?.parse::<usize>().ok();
    for (at, token) in part.tokens.iter().enumerate() {
        if (token.name, token.kind) == (Name::Tbl, Kind::Open) {
            open.push(Table {
                grid: None,
                columns: Vec::new(),
                row: Vec::new(),
                widest: Vec::new(),
                span: 0,
            });
            continue;
        }
        let Some(table) = open.last_mut() else { continue };
        match (token.name, token.kind) {
            (Name::Grid, Kind::Open) => table.grid = Some(at),
            (Name::GridColumn, Kind::Empty | Kind::Open) => table.columns.push(number(at, &width).unwrap_or(0)),
            (Name::Tr, Kind::Open) => table.row.clear(),
            (Name::Tc, Kind::Open) => table.row.push(Cell { span: 1, width: None }),
            (Name::GridSpan, Kind::Empty | Kind::Open) => {
                if let Some(cell) = table.row.last_mut() {
                    cell.span = number(at, &span).unwrap_or(1).clamp(1, 63);
                }
            }
            (Name::CellWidth, Kind::Empty | Kind::Open) => {
                if let Some(cell) = table.row.last_mut() {
                    cell.width = number(at, &width).filter(|width| *width > 0);
                }
            }
            (Name::Tr, Kind::Close) => {
                let span = Table::span_of(&table.row);
                if span > table.span {
                    table.span = span;
                    table.widest = table.row.clone();
                }
            }
            (Name::Tbl, Kind::Close) => edits.extend(open.pop().and_then(|table| new_grid(part, &table))),
            _ => {}
        }
    }
    edits
}

fn new_grid(part: &Part<'_>, table: &Table) -> Option<Edit> {
    let grid = table.grid?;
    if table.span == 0 || table.span == table.columns.len() {
        return None;
    }
    let total: usize = table.columns.iter().sum();
    let fixed: usize = table.widest.iter().filter_map(|cell| cell.width).sum();
    let free: usize = table
        .widest
        .iter()
        .filter(|cell| cell.width.is_none())
        .map(|cell| cell.span)
        .sum();
    let share = total.saturating_sub(fixed) / free.max(1);
    let mut grid_xml = format!("<{}tblGrid>", part.prefix);
    for cell in &table.widest {
        for _ in 0..cell.span {
            let width = cell.width.map_or(share, |width| width / cell.span);
            let _ = write!(grid_xml, "<{0}gridCol {0}w=\"{width}\"/>", part.prefix);
        }
    }
    let _ = write!(grid_xml, "</{}tblGrid>", part.prefix);
    Some((part.start(grid)..part.end(grid), grid_xml))
}
