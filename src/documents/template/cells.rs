//! What tags say about cells, once the rows are there: equal neighbours merged, columns spanned, a table without data
//! dropped.
//!
//! Must never merge across what differs to the left: a date that two schools share is still two dates.

use std::collections::HashMap;
use std::ops::Range;

use super::marks::{END, START};
use super::tag::Marker;
use crate::documents::ooxml::properties::{self, CELL, PARAGRAPH};
use crate::documents::ooxml::xml::{Kind, Name, Part};

/// More columns than this Word does not show.
const SPAN_MAX: usize = 63;

/// Does what the marks of cells say, and takes them out.
pub(super) fn arrange(text: String, prefix: &str) -> String {
    let letters = [Marker::MergeDown, Marker::MergeRight, Marker::Span, Marker::DropEmpty].map(Marker::letter);
    let edits = {
        let part = Part::skim(&text, prefix);
        let mut sheet = Sheet {
            part: &part,
            marks: HashMap::new(),
            edits: Vec::new(),
        };
        let marks = marks(&text);
        for mark in marks.iter().filter(|mark| letters.contains(&mark.letter)) {
            sheet.edits.push((mark.range.clone(), String::new()));
            if let Some(cell) = sheet.cell_at(mark.range.start) {
                sheet.marks.entry(cell).or_default().push((mark.letter, mark.rest));
            }
        }
        sheet.tables();
        sheet.edits
    };
    apply(text, edits)
}

pub(super) struct Mark<'a> {
    pub letter: char,
    pub rest: &'a str,
    pub range: Range<usize>,
}

/// All marks that are left in the text, in order.
pub(super) fn marks(text: &str) -> Vec<Mark<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = text[at..].find(START) {
        let start = at + offset;
        let inside = start + START.len_utf8();
        let end = text[inside..].find(END).map_or(text.len(), |end| inside + end);
        let mark = &text[inside..end];
        at = (end + END.len_utf8()).min(text.len());
        if let Some(letter) = mark.chars().next() {
            found.push(Mark {
                letter,
                rest: &mark[letter.len_utf8()..],
                range: start..at,
            });
        }
    }
    found
}

/// Makes the edits, the widest of those that overlap.
pub(super) fn apply(text: String, mut edits: Vec<(Range<usize>, String)>) -> String {
    if edits.is_empty() {
        return text;
    }
    edits.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut out = String::with_capacity(text.len() + 64 * edits.len());
    let mut cursor = 0;
    for (range, with) in edits {
        if range.start < cursor {
            continue;
        }
        out.push_str(&text[cursor..range.start]);
        out.push_str(&with);
        cursor = range.end;
    }
    out.push_str(&text[cursor..]);
    out
}

struct Sheet<'a> {
    part: &'a Part<'a>,
    marks: HashMap<usize, Vec<(char, &'a str)>>,
    edits: Vec<(Range<usize>, String)>,
}

#[derive(Default)]
struct Row {
    cells: Vec<Cell>,
    /// The table goes when this is its last row.
    last_drops: bool,
}

struct Cell {
    token: usize,
    span: usize,
    column: usize,
    down: bool,
    right: bool,
    width_of: Width,
    /// Text, of cells that may merge.
    said: String,
    width: Option<usize>,
    merge: Merge,
}

/// What became of the columns that the template gave the cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Width {
    Kept,
    Changed,
    /// They went to a cell to the left.
    Gone,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Merge {
    None,
    Begins,
    Continues,
}

impl Sheet<'_> {
    fn cell_at(&self, byte: usize) -> Option<usize> {
        let next = self.part.tokens.partition_point(|token| token.start <= byte);
        let token = next.checked_sub(1)?;
        let holder = match self.part.tokens[token].kind {
            Kind::Open => token,
            _ => self.part.tokens[token].parent?,
        };
        self.part.nearest(holder, Name::Tc)
    }

    fn tables(&mut self) {
        let mut tables: Vec<(usize, Vec<Row>)> = Vec::new();
        let mut index: HashMap<usize, usize> = HashMap::new();
        for (at, token) in self.part.tokens.iter().enumerate() {
            let held = |name| token.parent.and_then(|parent| self.part.nearest(parent, name));
            match (token.name, token.kind) {
                (Name::Tbl, Kind::Open) => {
                    index.insert(at, tables.len());
                    tables.push((at, Vec::new()));
                }
                (Name::Tr, Kind::Open) => {
                    if let Some(table) = held(Name::Tbl).and_then(|table| index.get(&table)) {
                        tables[*table].1.push(Row::default());
                    }
                }
                (Name::Tc, Kind::Open) => {
                    let table = held(Name::Tbl).and_then(|table| index.get(&table));
                    if let Some(row) = table.and_then(|table| tables[*table].1.last_mut()) {
                        let column = row.cells.last().map_or(0, |cell| cell.column + cell.span);
                        let marks = self.marks.get(&at).map_or(&[][..], Vec::as_slice);
                        row.last_drops |= marks.iter().any(|(letter, _)| *letter == Marker::DropEmpty.letter());
                        row.cells.push(cell(self.part, at, column, marks));
                    }
                }
                _ => {}
            }
        }
        for (table, mut rows) in tables {
            if rows.last().is_some_and(|row| row.last_drops) {
                let whole = self.part.start(table)..self.part.end(table);
                self.edits.push((whole, String::new()));
            }
            for row in &mut rows {
                merge_right(row);
            }
            merge_down(&mut rows);
            for cell in rows.iter().flat_map(|row| &row.cells) {
                self.rewrite(cell);
            }
        }
    }

    fn rewrite(&mut self, cell: &Cell) {
        let part = self.part;
        if cell.width_of == Width::Gone {
            self.edits
                .push((part.start(cell.token)..part.end(cell.token), String::new()));
            return;
        }
        if cell.merge == Merge::None && cell.width_of == Width::Kept {
            return;
        }
        let prefix = &part.prefix;
        let inside = part.tokens[cell.token].end;
        let old = properties::leading(&part.source[inside..], prefix, CELL);
        let mut new = old.to_owned();
        if cell.width_of == Width::Changed {
            let width = cell
                .width
                .map(|width| format!("<{prefix}tcW {prefix}w=\"{width}\" {prefix}type=\"dxa\"/>"));
            let span = format!("<{prefix}gridSpan {prefix}val=\"{}\"/>", cell.span);
            new = properties::with(&new, prefix, CELL, "gridSpan", &span);
            if let Some(width) = width {
                new = properties::with(&new, prefix, CELL, "tcW", &width);
            }
        }
        match cell.merge {
            Merge::None => self.edits.push((inside..inside + old.len(), new)),
            Merge::Begins => {
                let merge = format!("<{prefix}vMerge {prefix}val=\"restart\"/>");
                let new = properties::with(&new, prefix, CELL, "vMerge", &merge);
                self.edits.push((inside..inside + old.len(), new));
            }
            Merge::Continues => {
                let new = properties::with(&new, prefix, CELL, "vMerge", &format!("<{prefix}vMerge/>"));
                let blank = format!("{new}<{prefix}p>{}</{prefix}p>", self.first_paragraph(cell.token));
                let end = part.tokens[part.tokens[cell.token].mate].start;
                self.edits.push((inside..end, blank));
            }
        }
    }

    /// Properties of the cell's first paragraph: a cell merged away keeps its line height, but no point of a list.
    fn first_paragraph(&self, cell: usize) -> String {
        let part = self.part;
        let first = part
            .inside(cell)
            .find(|&at| (part.tokens[at].name, part.tokens[at].kind) == (Name::P, Kind::Open));
        let own = first.map_or("", |first| {
            properties::leading(&part.source[part.tokens[first].end..], &part.prefix, PARAGRAPH)
        });
        if properties::child(own, &part.prefix, "numPr").is_some() {
            return properties::with(own, &part.prefix, PARAGRAPH, "numPr", "");
        }
        own.to_owned()
    }
}

fn cell(part: &Part<'_>, token: usize, column: usize, marks: &[(char, &str)]) -> Cell {
    let has = |marker: Marker| marks.iter().find(|(letter, _)| *letter == marker.letter());
    let (down, right) = (has(Marker::MergeDown).is_some(), has(Marker::MergeRight).is_some());
    let own = properties::leading(&part.source[part.tokens[token].end..], &part.prefix, CELL);
    let number = |name: &str, attribute: &str| -> Option<usize> {
        let child = properties::child(own, &part.prefix, name)?;
        let value = crate::documents::ooxml::xml::attribute(child, &format!("{}{attribute}", part.prefix))?;
        child[value].parse().ok()
    };
    // Widths in shares of the table are left to Word.
    let measured = properties::child(own, &part.prefix, "tcW").is_some_and(|width| width.contains("\"dxa\""));
    let told = has(Marker::Span).map(|(_, columns)| columns.trim().parse().unwrap_or(1).clamp(1, SPAN_MAX));
    Cell {
        token,
        span: told.unwrap_or_else(|| number("gridSpan", "val").unwrap_or(1).clamp(1, SPAN_MAX)),
        column,
        down,
        right,
        width_of: if told.is_some() { Width::Changed } else { Width::Kept },
        said: if down || right {
            words(&part.source[part.start(token)..part.end(token)])
        } else {
            String::new()
        },
        width: number("tcW", "w").filter(|_| told.is_none() && measured),
        merge: Merge::None,
    }
}

/// What is read in the cell: its text without tags and marks.
fn words(cell: &str) -> String {
    let mut said = String::new();
    let mut rest = cell;
    while let Some(at) = rest.find(['<', START]) {
        said.push_str(&rest[..at]);
        let end = if rest[at..].starts_with('<') { '>' } else { END };
        rest = rest[at..].split_once(end).map_or("", |(_, after)| after);
    }
    said.push_str(rest);
    said.trim().to_owned()
}

fn merge_right(row: &mut Row) {
    let mut first: Option<usize> = None;
    for at in 0..row.cells.len() {
        let Some(open) = first.filter(|&open| row.cells[at].right && row.cells[at].said == row.cells[open].said) else {
            first = (row.cells[at].right && !row.cells[at].said.is_empty()).then_some(at);
            continue;
        };
        let (span, width) = (row.cells[at].span, row.cells[at].width);
        row.cells[at].width_of = Width::Gone;
        let into = &mut row.cells[open];
        into.span = (into.span + span).min(SPAN_MAX);
        into.width = into.width.zip(width).map(|(one, other)| one + other);
        into.width_of = Width::Changed;
    }
}

fn merge_down(rows: &mut [Row]) {
    for at in 1..rows.len() {
        let (above, below) = rows.split_at_mut(at);
        let (Some(above), Some(below)) = (above.last_mut(), below.first_mut()) else {
            continue;
        };
        for cell in below
            .cells
            .iter_mut()
            .filter(|cell| cell.down && cell.width_of != Width::Gone)
        {
            let same = above.cells.iter_mut().find(|over| {
                over.down
                    && over.width_of != Width::Gone
                    && (over.column, over.span) == (cell.column, cell.span)
                    && over.said == cell.said
            });
            let Some(over) = same.filter(|over| !over.said.is_empty()) else {
                break; // what stands to the right belongs to another group
            };
            cell.merge = Merge::Continues;
            if over.merge == Merge::None {
                over.merge = Merge::Begins;
            }
        }
    }
}
