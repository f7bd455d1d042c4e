//! Puts together what Word tears apart: the text of each innermost paragraph as one string, with a map back to
//! the elements it came from, so that a tag split over runs, bookmarks and spelling marks is one tag again.
//!
//! Must never drop an element: only the characters of a tag move.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use quick_xml::escape::unescape;

use crate::documents::mistake::Place;
use crate::documents::ooxml::xml::{Kind, Name, Part, XmlMistake};

#[derive(Debug)]
pub(super) struct Paragraph {
    /// The token that opens it.
    pub element: usize,
    pub text: String,
    pub pieces: Vec<Piece>,
}

/// One element that gives text to its paragraph.
#[derive(Debug)]
pub(super) struct Piece {
    /// A `w:t`, or a tab, break or hyphen, which count as one character.
    pub element: usize,
    pub run: Option<usize>,
    /// Bytes in the paragraph's text.
    pub range: Range<usize>,
}

/// All paragraphs, in the order in which they begin; text removed by a tracked change is not text.
pub(super) fn paragraphs(part: &Part<'_>) -> Result<Vec<Paragraph>, XmlMistake> {
    let mut done: Vec<Paragraph> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut removed = 0_usize;
    for (at, token) in part.tokens.iter().enumerate() {
        match (token.name, token.kind) {
            (Name::P, Kind::Open) => {
                open.push(done.len());
                done.push(Paragraph {
                    element: at,
                    text: String::new(),
                    pieces: Vec::new(),
                });
            }
            (Name::P, Kind::Close) => {
                open.pop();
            }
            (Name::Removed, Kind::Open) => removed += 1,
            (Name::Removed, Kind::Close) => removed -= 1,
            (Name::T, Kind::Open) | (Name::Tab | Name::Br | Name::NoBreakHyphen, Kind::Open | Kind::Empty)
                if removed == 0 =>
            {
                let Some(&paragraph) = open.last() else { continue };
                // Not the run that holds a whole text box, nor the tab stops of a paragraph's properties.
                let run = part.nearest(at, Name::R).filter(|run| *run > done[paragraph].element);
                if run.is_none() {
                    continue;
                }
                let text = match token.name {
                    Name::T => text_of(part, at)?,
                    Name::NoBreakHyphen => "\u{2011}".to_owned(),
                    _ => " ".to_owned(),
                };
                let paragraph = &mut done[paragraph];
                let start = paragraph.text.len();
                paragraph.text.push_str(&text);
                paragraph.pieces.push(Piece {
                    element: at,
                    run,
                    range: start..paragraph.text.len(),
                });
            }
            _ => {}
        }
    }
    Ok(done)
}

fn text_of(part: &Part<'_>, element: usize) -> Result<String, XmlMistake> {
    let mut text = String::new();
    for token in &part.tokens[part.inside(element)] {
        let raw = &part.source[token.start..token.end];
        match token.kind {
            Kind::Text => {
                let plain: Cow<'_, str> = unescape(raw).map_err(|_| XmlMistake::Malformed { at: token.start })?;
                text.push_str(&plain);
            }
            Kind::CData => text.push_str(raw.trim_start_matches("<![CDATA[").trim_end_matches("]]>")),
            _ => {}
        }
    }
    Ok(text)
}

/// The number of each table, row, cell and paragraph among its own kind, from 1.
pub(super) struct Numbers(HashMap<usize, usize>);

impl Numbers {
    pub fn count(part: &Part<'_>) -> Self {
        let mut numbers = HashMap::new();
        let mut counters: HashMap<(Name, Option<usize>), usize> = HashMap::new();
        // What the counters stood at where the same thing begins in two forms: a person sees it once.
        let mut before = Vec::new();
        for (at, token) in part.tokens.iter().enumerate() {
            let within = |name| token.parent.and_then(|parent| part.nearest(parent, name));
            match (token.name, token.kind) {
                (Name::Alternatives, Kind::Open) => {
                    let counted = [
                        (Name::TextBox, None),
                        (Name::Tbl, within(Name::TextBox)),
                        (Name::P, home_of_paragraph(part, token.parent)),
                    ];
                    before.push(counted.map(|key| (key, counters.get(&key).copied().unwrap_or_default())));
                    continue;
                }
                (Name::Alternatives, Kind::Close) => {
                    before.pop();
                    continue;
                }
                (Name::Choice | Name::Fallback, Kind::Open) => {
                    counters.extend(before.last().into_iter().flatten().copied());
                    continue;
                }
                (_, Kind::Open | Kind::Empty) => {}
                _ => continue,
            }
            let home = match token.name {
                Name::TextBox => None,
                Name::Tbl => within(Name::TextBox),
                Name::Tr => within(Name::Tbl),
                Name::Tc => within(Name::Tr),
                Name::P => home_of_paragraph(part, token.parent),
                _ => continue,
            };
            let counter = counters.entry((token.name, home)).or_default();
            *counter += 1;
            numbers.insert(at, *counter);
        }
        Self(numbers)
    }

    pub fn place(&self, part: &Part<'_>, name: &str, element: usize) -> Place {
        let number = |kind| part.nearest(element, kind).and_then(|at| self.0.get(&at).copied());
        let text_box = part.nearest(element, Name::TextBox);
        // What stands in a text box is found by it, wherever the box is anchored.
        let cell = part.nearest(element, Name::Tc).filter(|cell| text_box < Some(*cell));
        let cell = cell.and(number(Name::Tc));
        Place {
            part: name.to_owned(),
            text_box: text_box.and(number(Name::TextBox)),
            table: cell.and(number(Name::Tbl)),
            row: cell.and(number(Name::Tr)),
            cell,
            paragraph: number(Name::P),
        }
    }
}

/// The cell or text box in which a paragraph is counted; none for the text itself.
fn home_of_paragraph(part: &Part<'_>, parent: Option<usize>) -> Option<usize> {
    part.ancestors(parent?)
        .find(|&at| matches!(part.tokens[at].name, Name::Tc | Name::TextBox))
}
