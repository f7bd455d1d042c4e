//! Makes rendered XML valid whatever the data was: a paragraph at the end of every cell and between tables, no table
//! without rows, no number used twice.
//!
//! Must never change what can be read on the paper.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::grid;
use crate::documents::ooxml::xml::{Kind, Name, Part, attribute};

/// Returns the text repaired; the same text when nothing had to be done.
pub(super) fn repair(text: String, prefix: &str) -> String {
    let edits = {
        let part = Part::skim(&text, prefix);
        let mut edits = empty_tables(&part);
        edits.extend(missing_paragraphs(&part, &edits));
        edits.extend(repeated_numbers(&part));
        edits.extend(grid::widen(&part));
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        edits
    };
    if edits.is_empty() {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 64 * edits.len());
    let mut cursor = 0;
    for (range, with) in edits {
        if range.start < cursor {
            continue; // inside a table that is dropped
        }
        out.push_str(&text[cursor..range.start]);
        out.push_str(&with);
        cursor = range.end;
    }
    out.push_str(&text[cursor..]);
    out
}

pub(super) type Edit = (Range<usize>, String);

/// A table whose rows all went away goes too; a table that lost its cells in a row loses the row.
fn empty_tables(part: &Part<'_>) -> Vec<Edit> {
    let holders = |name: Name, holder: Name, counts: &dyn Fn(usize) -> bool| -> HashSet<usize> {
        let elements = part.tokens.iter().enumerate();
        let elements = elements.filter(|(at, token)| token.name == name && token.kind != Kind::Close && counts(*at));
        elements
            .filter_map(|(_, token)| part.nearest(token.parent?, holder))
            .collect()
    };
    let cells = holders(Name::Tc, Name::Tr, &|_| true);
    let rows = holders(Name::Tr, Name::Tbl, &|row| cells.contains(&row));
    let mut edits = Vec::new();
    for (at, token) in part.tokens.iter().enumerate() {
        let gone = match (token.name, token.kind) {
            (Name::Tbl, Kind::Open) => !rows.contains(&at),
            (Name::Tr, Kind::Open) => !cells.contains(&at),
            _ => false,
        };
        if gone {
            edits.push((part.start(at)..part.end(at), String::new()));
        }
    }
    edits
}

/// What has been seen so far in a body, cell, header, footer, note or text box.
struct Open {
    last: Option<Name>,
    /// Where a body's section properties begin: they stay last.
    section: Option<usize>,
}

/// Word demands a paragraph at the end of every container, and shows two tables with nothing between them as one.
fn missing_paragraphs(part: &Part<'_>, dropped: &[Edit]) -> Vec<Edit> {
    let dropped: HashSet<usize> = dropped.iter().flat_map(|(range, _)| [range.start, range.end]).collect();
    let mut places = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for token in &part.tokens {
        match (token.name, token.kind) {
            (Name::Tc | Name::Container, Kind::Open) => open.push(Open {
                last: None,
                section: None,
            }),
            (Name::Tc | Name::Container, Kind::Close) => {
                let Some(container) = open.pop() else { continue };
                if container.last != Some(Name::P) {
                    places.push(container.section.unwrap_or(token.start));
                }
            }
            (Name::Tc | Name::Container, Kind::Empty) => {}
            (name, kind) => {
                let Some(container) = open.last_mut() else { continue };
                match (name, kind) {
                    (Name::Tbl, Kind::Open) if !dropped.contains(&token.start) && container.last == Some(Name::Tbl) => {
                        places.push(token.start);
                    }
                    (Name::P | Name::Tbl, Kind::Close | Kind::Empty) if !dropped.contains(&token.end) => {
                        (container.last, container.section) = (Some(name), None);
                    }
                    (Name::SectionProperties, Kind::Open | Kind::Empty) => container.section = Some(token.start),
                    _ => {}
                }
            }
        }
    }
    places
        .into_iter()
        .map(|at| (at..at, format!("<{}p/>", part.prefix)))
        .collect()
}

/// Copies of a row carry the identities of what stood in it: pictures, bookmarks, paragraphs.
fn repeated_numbers(part: &Part<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut pictures: HashSet<&str> = HashSet::new();
    let mut paragraphs: HashSet<&str> = HashSet::new();
    let mut bookmarks: HashSet<&str> = HashSet::new();
    let mut open_copies: HashMap<&str, usize> = HashMap::new();
    let mut next = 1_000_000_u32;
    for token in &part.tokens {
        if !matches!(token.kind, Kind::Open | Kind::Empty) {
            continue;
        }
        let raw = &part.source[token.start..token.end];
        match token.name {
            Name::P | Name::Tr => {
                if raw.len() > " w14:paraId".len()
                    && let Some(range) = attribute(raw, "w14:paraId")
                    && !paragraphs.insert(&raw[range.clone()])
                {
                    next += 1;
                    edits.push((shift(&range, token.start), format!("{next:08X}")));
                }
            }
            Name::PictureNumber => {
                if let Some(range) = attribute(raw, "id")
                    && !pictures.insert(&raw[range.clone()])
                {
                    next += 1;
                    edits.push((shift(&range, token.start), next.to_string()));
                }
            }
            Name::Bookmark => {
                let Some(range) = attribute(raw, &format!("{}id", part.prefix)) else {
                    continue;
                };
                let id = &raw[range];
                if raw.contains("bookmarkStart") {
                    if !bookmarks.insert(id) {
                        *open_copies.entry(id).or_default() += 1;
                        edits.push((token.start..token.end, String::new()));
                    }
                } else if let Some(copies @ 1..) = open_copies.get_mut(id) {
                    *copies -= 1;
                    edits.push((token.start..token.end, String::new()));
                }
            }
            _ => {}
        }
    }
    edits
}

fn shift(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}
