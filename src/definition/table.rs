//! Lines of a table and their cells (comma or semicolon, quotes), each with its place.
//!
//! Must never let a quote reach over the end of its line: the rows it swallows would be missed by nobody.
#![deny(missing_docs)]

use crate::definition::mistake::{Code, Mistake};
use crate::definition::source::{Source, Span};

/// One line that is not empty.
pub(super) struct Row {
    /// From 1.
    pub(super) line: usize,
    /// The whole line.
    pub(super) span: Span,
    /// Cells without their quotes, and where they stand.
    pub(super) cells: Vec<(String, Span)>,
    /// The first quote that is wrong; the cells are then not to be trusted.
    pub(super) quote: Option<WrongQuote>,
}

/// A quote that would swallow other cells or rows.
#[derive(Clone, Copy)]
pub(super) enum WrongQuote {
    /// The cell that begins here is not closed on its line.
    Open(usize),
    /// Text after the closing quote, which stands here.
    TextAfter(usize),
    /// A lone quote in a cell without an opening one.
    Lone(usize),
}

impl WrongQuote {
    /// The mistake, in words.
    pub(super) fn mistake(self, source: &Source, code: Code) -> Mistake {
        let (at, message) = match self {
            Self::Open(at) => (at, "кавычка не закрыта до конца строки"),
            Self::TextAfter(at) => (at, "после закрывающей кавычки стоит текст"),
            Self::Lone(at) => (at, "кавычка стоит одна: открывающей в начале графы нет"),
        };
        let span = Span { start: at, end: at + 1 };
        let help =
            "графа в кавычках — на одной строке, кавычка внутри неё удваивается: \"МБОУ \"\"Школа № 3\"\", город\"";
        Mistake::new(source, span, code, message).help(help)
    }
}

/// The lines that are not empty: a line break always ends a row, so that no quote can swallow the next school.
pub(super) fn rows(source: &Source, delimiter: u8) -> impl Iterator<Item = Row> {
    let text = &*source.text;
    let (mut start, mut line) = (0, 0);
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
            let end = start + rest.find(['\n', '\r']).unwrap_or(rest.len());
            let (from, ending) = (start, text[end..].chars().next());
            start = end + usize::from(ending.is_some());
            line += 1;
            if ending == Some('\r') && text[start..].starts_with('\n') {
                start += 1;
            }
            if end > from {
                return Some(Row::new(text, line, Span { start: from, end }, delimiter));
            }
        }
    })
}

impl Row {
    fn new(text: &str, line: usize, span: Span, delimiter: u8) -> Self {
        let (mut cells, mut quote, mut from) = (Vec::new(), None, span.start);
        loop {
            let (cell, end, wrong) = cell(text, from, span.end, delimiter);
            cells.push((cell.trim().to_owned(), Span { start: from, end }));
            quote = quote.or(wrong);
            if end >= span.end {
                break;
            }
            from = end + 1;
        }
        Self {
            line,
            span,
            cells,
            quote,
        }
    }
}

/// The cell that begins at `from`, the byte after it, and its first wrong quote.
fn cell(text: &str, from: usize, line_end: usize, delimiter: u8) -> (String, usize, Option<WrongQuote>) {
    let rest = &text[from..line_end];
    let until_delimiter = |at: usize| {
        let length = text[at..line_end].find(char::from(delimiter));
        length.map_or(line_end, |length| at + length)
    };
    let blank = rest.len() - rest.trim_start_matches(' ').len();
    let Some(quoted) = rest[blank..].strip_prefix('"') else {
        let end = until_delimiter(from);
        let written = &text[from..end];
        let lone = (written.matches('"').count() % 2 == 1)
            .then(|| written.rfind('"'))
            .flatten();
        return (written.to_owned(), end, lone.map(|at| WrongQuote::Lone(from + at)));
    };
    let open = from + blank;
    let (mut value, mut at) = (String::new(), open + 1);
    let mut pieces = quoted.split('"');
    loop {
        let Some(piece) = pieces.next() else {
            return (value, line_end, Some(WrongQuote::Open(open)));
        };
        value.push_str(piece);
        at += piece.len();
        if at >= line_end {
            return (value, line_end, Some(WrongQuote::Open(open)));
        }
        // `at` is a quote: doubled it is one of the text, else it closes the cell.
        if !text[at + 1..line_end].starts_with('"') {
            break;
        }
        value.push('"');
        at += 2;
        pieces.next();
    }
    let end = until_delimiter(at + 1);
    let after = !text[at + 1..end].trim().is_empty();
    (value, end, after.then_some(WrongQuote::TextAfter(at)))
}

/// A line of a table as [`rows`] reads it, with its line break.
pub(super) fn line(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|cell| written(&cell)).collect();
    cells.join(",") + "\n"
}

/// A cell, in quotes where it needs them; a line break inside would end the row and becomes a space.
fn written(cell: &str) -> String {
    let cell = cell.replace(['\r', '\n'], " ");
    let cell = cell.trim();
    if cell.contains([',', ';', '"']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
