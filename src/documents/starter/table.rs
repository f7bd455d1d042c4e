//! Tables with columns in millimetres: a framed one with a head that repeats on every page, and an unseen one that only
//! holds things in line.
//!
//! Must never let a row break across pages: half a row is read as another row.

use docx_rs as word;

use super::layout::{Length, mm};
use super::look::Style;
use super::sheet::paragraph;

/// A table being drawn up.
#[derive(Debug, Clone)]
pub struct Table {
    widths: Vec<Length>,
    framed: bool,
    kept: bool,
    rows: Vec<Vec<Cell>>,
}

/// A cell: lines, each in its style; several columns wide where asked.
#[derive(Debug, Clone)]
pub struct Cell {
    style: Style,
    lines: Vec<(Style, String)>,
    columns: usize,
    elastic: bool,
    upright: word::VAlignType,
}

impl Cell {
    pub fn of(style: Style, text: &str) -> Self {
        Self {
            style,
            lines: vec![(style, text.to_owned())],
            columns: 1,
            elastic: false,
            upright: word::VAlignType::Top,
        }
    }

    pub fn text(text: &str) -> Self {
        Self::of(Style::TableText, text)
    }

    pub fn center(text: &str) -> Self {
        Self::of(Style::TableCenter, text)
    }

    /// One paragraph for each line, in the cell's style.
    #[must_use]
    pub fn and(self, line: &str) -> Self {
        let style = self.style;
        self.and_in(style, line)
    }

    /// One more paragraph, in a style of its own.
    #[must_use]
    pub fn and_in(mut self, style: Style, line: &str) -> Self {
        self.lines.push((style, line.to_owned()));
        self
    }

    /// Repeated by a tag inside: the cells it becomes share the width between them.
    #[must_use]
    pub fn elastic(mut self) -> Self {
        self.elastic = true;
        self
    }

    /// As wide as so many columns.
    #[must_use]
    pub fn over(mut self, columns: usize) -> Self {
        self.columns = columns;
        self
    }

    /// On the level of the row's last line.
    #[must_use]
    pub fn at_bottom(mut self) -> Self {
        self.upright = word::VAlignType::Bottom;
        self
    }
}

impl Table {
    /// With a frame; widths in millimetres, 170 together on an upright page and 257 on one laid on its side.
    pub fn framed(widths_mm: &[i32]) -> Self {
        Self {
            widths: widths_mm.iter().map(|width| mm(*width)).collect(),
            framed: true,
            kept: false,
            rows: Vec::new(),
        }
    }

    /// Without a frame and without cell margins.
    pub fn unseen(widths_mm: &[i32]) -> Self {
        Self {
            framed: false,
            ..Self::framed(widths_mm)
        }
    }

    /// The head of the table; repeats at the top of every page.
    #[must_use]
    pub fn head(self, titles: &[&str]) -> Self {
        self.head_in(Style::TableHead, titles)
    }

    /// The head in smaller type.
    #[must_use]
    pub fn head_in(self, style: Style, titles: &[&str]) -> Self {
        self.head_of(titles.iter().map(|title| Cell::of(style, title)).collect())
    }

    /// The head, cell by cell; first of the rows.
    #[must_use]
    pub fn head_of(self, cells: Vec<Cell>) -> Self {
        let cell = |cell| Cell {
            upright: word::VAlignType::Center,
            ..cell
        };
        self.row(cells.into_iter().map(cell).collect())
    }

    #[must_use]
    pub fn row(mut self, cells: Vec<Cell>) -> Self {
        self.rows.push(cells);
        self
    }

    /// One cell over the whole width.
    #[must_use]
    pub fn across(self, cell: Cell) -> Self {
        let columns = self.widths.len();
        self.row(vec![cell.over(columns)])
    }

    /// Stays with what follows, as a signature with the name of who prepared the paper.
    #[must_use]
    pub fn kept(self) -> Self {
        Self { kept: true, ..self }
    }

    /// The line that Word demands below a table.
    pub(super) fn after(&self) -> Style {
        if self.kept {
            Style::AfterSignature
        } else {
            Style::AfterTable
        }
    }

    pub(super) fn drawn(&self) -> word::Table {
        let widths: Vec<usize> = self
            .widths
            .iter()
            .map(|width| usize::try_from(width.0).unwrap_or_default())
            .collect();
        let rows = self.rows.iter().map(|row| drawn_row(row, &widths)).collect();
        word::Table::without_borders(rows)
            .set_grid(widths.clone())
            .style(if self.framed { "Grid" } else { "Plain" })
            .layout(word::TableLayoutType::Fixed)
            .width(widths.iter().sum(), word::WidthType::Dxa)
    }
}

fn drawn_row(cells: &[Cell], widths: &[usize]) -> word::TableRow {
    let mut from = 0;
    let drawn = cells.iter().map(|cell| {
        let to = (from + cell.columns).min(widths.len());
        let width = widths[from.min(to)..to].iter().sum();
        from = to;
        let mut drawn = if cell.elastic {
            word::TableCell::new().width(0, word::WidthType::Auto)
        } else {
            word::TableCell::new().width(width, word::WidthType::Dxa)
        };
        if cell.columns > 1 {
            drawn = drawn.grid_span(cell.columns);
        }
        if cell.upright != word::VAlignType::Top {
            drawn = drawn.vertical_align(cell.upright);
        }
        cell.lines.iter().fold(drawn, |drawn, (style, line)| {
            drawn.add_paragraph(paragraph(*style, line))
        })
    });
    word::TableRow::new(drawn.collect()).cant_split()
}
