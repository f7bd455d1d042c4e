//! Text that kept the places of its words (`pdftotext -layout`): cells are told apart by where they begin in a line.
//!
//! Must never cut a word in two without saying so, nor guess rows whose numbers do not stand in their first line.

use super::super::columns::Column;
use super::super::source::{GridCell, GridRow};
use super::{PageLine, PrintedHeader, header_row, printed_number, starts_a_row};
use crate::documents::reading::Part;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Spaces that part two cells for certain.
const GAP: usize = 4;

/// Whether the text kept its places: every third line has a wide gap inside.
pub(super) fn is_kept(lines: &[PageLine]) -> bool {
    let wide = lines
        .iter()
        .filter(|line| line.text.trim().contains(&" ".repeat(GAP)))
        .count();
    wide * 3 >= lines.len() && wide >= 5
}

/// The rows; `None` when the columns cannot be told by their places.
pub(super) fn read(lines: &[PageLine], head: &PrintedHeader) -> Option<Vec<GridRow>> {
    let columns = head.columns.len();
    let mut rows = vec![header_row(lines, head)];
    let mut open: Option<OpenRow> = None;
    let mut starts = starts_of(&lines[head.from..page_end(lines, head.from)], columns);
    for at in head.to..lines.len() {
        let line = &lines[at];
        if line.new_page {
            starts = starts_of(&lines[at..page_end(lines, at)], columns).or(starts);
        }
        let starts = starts.as_ref()?;
        let cells = cut(&line.text, starts);
        let number = starts_a_row(&cells[0].0).or_else(|| starts_a_row(&line.text));
        match (number, &mut open) {
            // «1 Нормативно-правовое …» begins in the column of numbers and runs over all others.
            (Some((parts, _)), _) if parts.len() == 1 && begins_before(&line.text, starts[1]) => {
                finish(&mut open, &mut rows, columns);
                open = Some(OpenRow::section(line));
            }
            (Some((parts, _)), _) => {
                finish(&mut open, &mut rows, columns);
                let mut row = OpenRow::item(line, columns);
                row.add(&cells);
                row.cells[0] = printed_number(&parts);
                open = Some(row);
            }
            (None, Some(row)) if row.is_section && begins_before(&line.text, starts[1]) => {
                row.heading.push(line.text.trim().to_owned());
            }
            (None, Some(row)) if row.is_section => return None,
            (None, Some(row)) => row.add(&cells),
            (None, None) => return None,
        }
    }
    finish(&mut open, &mut rows, columns);
    Some(rows)
}

struct OpenRow {
    number: usize,
    is_section: bool,
    heading: Vec<String>,
    cells: Vec<String>,
    doubts: Vec<Option<String>>,
}

impl OpenRow {
    fn section(line: &PageLine) -> Self {
        Self {
            number: line.number,
            is_section: true,
            heading: vec![line.text.trim().to_owned()],
            cells: Vec::new(),
            doubts: Vec::new(),
        }
    }

    fn item(line: &PageLine, columns: usize) -> Self {
        Self {
            number: line.number,
            is_section: false,
            heading: Vec::new(),
            cells: vec![String::new(); columns],
            doubts: vec![None; columns],
        }
    }

    fn add(&mut self, cells: &[(String, bool)]) {
        for (at, (text, torn)) in cells.iter().enumerate() {
            if !text.is_empty() {
                if !self.cells[at].is_empty() {
                    self.cells[at].push('\n');
                }
                self.cells[at].push_str(text);
            }
            if *torn {
                self.doubts[at] = Some("слово стоит на границе двух граф".to_owned());
            }
        }
    }
}

fn finish(open: &mut Option<OpenRow>, rows: &mut Vec<GridRow>, columns: usize) {
    let Some(row) = open.take() else { return };
    let text: Arc<str> = Arc::from(row.heading.join("\n"));
    let cells = (0..columns).map(|at| {
        if row.is_section {
            return GridCell {
                text: Arc::clone(&text),
                part: if at == 0 { Part::First } else { Part::Beside },
                doubt: None,
            };
        }
        GridCell {
            text: Arc::from(row.cells[at].as_str()),
            part: Part::First,
            doubt: row.doubts[at].clone(),
        }
    });
    rows.push(GridRow {
        number: row.number,
        cells: cells.collect(),
    });
}

fn page_end(lines: &[PageLine], from: usize) -> usize {
    let next = lines.iter().skip(from + 1).position(|line| line.new_page);
    next.map_or(lines.len(), |at| from + 1 + at)
}

/// Where columns begin on a page: the places at which most words begin after a gap.
fn starts_of(page: &[PageLine], columns: usize) -> Option<Vec<usize>> {
    let mut count: BTreeMap<usize, usize> = BTreeMap::new();
    for line in page {
        let mut gap = GAP;
        for (at, sign) in line.text.chars().enumerate() {
            if sign == ' ' {
                gap += 1;
                continue;
            }
            if gap >= 2 && at > 0 {
                *count.entry(at).or_default() += 1;
            }
            gap = 0;
        }
    }
    let mut places: Vec<(usize, usize)> = count.into_iter().filter(|(_, lines)| *lines >= 3).collect();
    places.sort_by_key(|(_, lines)| std::cmp::Reverse(*lines));
    let mut starts: Vec<usize> = vec![0];
    for (at, _) in places {
        if starts.iter().all(|known| known.abs_diff(at) > GAP) && starts.len() < columns {
            starts.push(at);
        }
    }
    starts.sort_unstable();
    (starts.len() == columns && columns > 1).then_some(starts)
}

/// The line cut near the places; `true` where nothing parts two cells but a single space.
fn cut(line: &str, starts: &[usize]) -> Vec<(String, bool)> {
    let signs: Vec<char> = line.chars().collect();
    let mut edges: Vec<(usize, bool)> = starts.iter().map(|start| edge(&signs, *start)).collect();
    edges.push((signs.len(), false));
    edges
        .windows(2)
        .map(|pair| {
            let text: String = signs[pair[0].0.min(pair[1].0)..pair[1].0].iter().collect();
            (text.trim().to_owned(), pair[0].1 || pair[1].1)
        })
        .collect()
}

/// How far from its place a cell may begin: letters are not all of one width.
const DRIFT: usize = 3;

/// Where the cell begins that should begin at `start`, and whether that is doubtful.
fn edge(signs: &[char], start: usize) -> (usize, bool) {
    let is_space = |at: usize| signs.get(at).is_none_or(|sign| *sign == ' ');
    if start == 0 || start >= signs.len() + DRIFT {
        return (start.min(signs.len()), false);
    }
    let begins = |at: &usize| *at >= 2 && !is_space(*at) && is_space(*at - 1) && is_space(*at - 2);
    let near = (start.saturating_sub(DRIFT)..=start + DRIFT).filter(begins);
    if let Some(at) = near.min_by_key(|at| at.abs_diff(start)) {
        return (at, false);
    }
    if (start.saturating_sub(1)..=start).all(is_space) && (is_space(start + 1) || is_space(start.saturating_sub(2))) {
        return (start.min(signs.len()), false);
    }
    let spaces = (start.saturating_sub(2 * DRIFT)..=start + DRIFT).filter(|at| is_space(*at));
    let at = spaces.min_by_key(|at| at.abs_diff(start)).map_or(start, |at| at + 1);
    (at.min(signs.len()), true)
}

/// Whether the words after the number begin in the column of numbers.
fn begins_before(line: &str, place: usize) -> bool {
    let start = line.chars().take_while(|sign| *sign == ' ').count();
    let words = line
        .chars()
        .skip(start)
        .skip_while(|sign| sign.is_ascii_digit() || *sign == '.' || *sign == ' ')
        .collect::<String>();
    line.chars().count() - words.chars().count() < place
}

/// The columns that a printed header has.
pub(super) fn all_asked(rows: &mut [GridRow], columns: &[Column], why: &str) {
    for row in rows
        .iter_mut()
        .skip(1)
        .filter(|row| row.cells.iter().all(|cell| cell.part == Part::First))
    {
        for (cell, column) in row.cells.iter_mut().zip(columns) {
            if *column != Column::Number {
                cell.doubt.get_or_insert_with(|| why.to_owned());
            }
        }
    }
}
