//! Tables as text: UTF-8, UTF-16 or windows-1251; comma, semicolon or tab; line breaks inside quotes.

use super::{CELL_SIGNS_MAX, CELLS_MAX, COLUMNS_MAX, Cell, ROWS_MAX, Row, Sheet, TableError};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1251};

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, TableError> {
    let text = decoded(bytes);
    let delimiter = delimiter(&text);
    let mut rows = Vec::new();
    let mut filled = 0;
    let mut reader = Reader {
        signs: text.chars().peekable(),
        line: 1,
        delimiter,
    };
    while let Some((number, cells)) = reader.row()? {
        filled += cells.iter().filter(|cell| **cell != Cell::Empty).count();
        let limits = [
            (rows.len() + 1, ROWS_MAX, "строк"),
            (cells.len(), COLUMNS_MAX, "граф"),
            (filled, CELLS_MAX, "заполненных ячеек"),
        ];
        if let Some((_, limit, what)) = limits.into_iter().find(|(found, limit, _)| found > limit) {
            return Err(TableError::TooMany { what, limit });
        }
        let cells = without_tail(cells);
        if !cells.is_empty() {
            rows.push(Row {
                number,
                cells,
                merged: false,
            });
        }
    }
    Ok(vec![Sheet {
        name: String::new(),
        rows,
    }])
}

/// Text with a mark says itself what it is; without one, what is not UTF-8 is the old Russian table of Windows.
pub(super) fn decoded(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    let (text, wrong) = UTF_8.decode_without_bom_handling(bytes);
    if wrong {
        return WINDOWS_1251.decode_without_bom_handling(bytes).0.into_owned();
    }
    text.into_owned()
}

/// The sign that stands most often in the first lines; Russian Excel writes semicolons.
fn delimiter(text: &str) -> char {
    let lines = || text.lines().filter(|line| !line.trim().is_empty()).take(10);
    let count = |sign: char| {
        lines()
            .map(|line| outside_quotes(line).filter(|found| *found == sign).count())
            .max()
    };
    let best = [',', '\t', ';']
        .into_iter()
        .max_by_key(|sign| count(*sign).unwrap_or(0));
    best.unwrap_or(';')
}

fn outside_quotes(line: &str) -> impl Iterator<Item = char> {
    let mut inside = false;
    line.chars().filter(move |sign| {
        inside ^= *sign == '"';
        !inside
    })
}

fn without_tail(mut cells: Vec<Cell>) -> Vec<Cell> {
    while cells.last() == Some(&Cell::Empty) {
        cells.pop();
    }
    cells
}

struct Reader<'a> {
    signs: std::iter::Peekable<std::str::Chars<'a>>,
    line: usize,
    delimiter: char,
}

impl Reader<'_> {
    /// The next row and the line it begins on; `None` after the last.
    fn row(&mut self) -> Result<Option<(usize, Vec<Cell>)>, TableError> {
        if self.signs.peek().is_none() {
            return Ok(None);
        }
        let begins = self.line;
        let mut cells = Vec::new();
        loop {
            cells.push(self.cell()?);
            match self.signs.next() {
                Some(sign) if sign == self.delimiter && cells.len() <= COLUMNS_MAX => {}
                Some('\r') => {
                    self.signs.next_if_eq(&'\n');
                    self.line += 1;
                    return Ok(Some((begins, cells)));
                }
                Some('\n') | None => {
                    self.line += 1;
                    return Ok(Some((begins, cells)));
                }
                Some(_) => {
                    return Err(TableError::TooMany {
                        what: "граф",
                        limit: COLUMNS_MAX,
                    });
                }
            }
        }
    }

    fn cell(&mut self) -> Result<Cell, TableError> {
        let mut text = String::new();
        let begins = self.line;
        if self.signs.next_if_eq(&'"').is_some() {
            loop {
                match self.signs.next() {
                    None => return Err(TableError::OpenQuote { line: begins }),
                    Some('"') if self.signs.next_if_eq(&'"').is_some() => text.push('"'),
                    Some('"') => break,
                    Some(sign) => {
                        self.line += usize::from(sign == '\n');
                        text.push(sign);
                    }
                }
            }
        }
        let delimiter = self.delimiter;
        while let Some(sign) = self
            .signs
            .next_if(|sign| *sign != delimiter && *sign != '\n' && *sign != '\r')
        {
            text.push(sign);
        }
        let text: String = text.chars().take(CELL_SIGNS_MAX).collect();
        Ok(if text.trim().is_empty() {
            Cell::Empty
        } else {
            Cell::Text(text)
        })
    }
}
