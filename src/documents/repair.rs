//! Makes rendered XML valid whatever the data was: a paragraph at the end of every cell, no table without rows,
//! no number used twice.
//!
//! Must never change what can be read on the paper.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::grid;
use super::xml::{Kind, Name, Part, XmlMistake, attribute};

/// Returns the text repaired; the same text when nothing had to be done.
pub(super) fn repair(text: String) -> Result<String, XmlMistake> {
    let edits = {
        let part = Part::read(&text)?;
        let mut edits = empty_tables(&part);
        edits.extend(cells_without_end(&part, &edits));
        edits.extend(repeated_numbers(&part));
        edits.extend(grid::widen(&part));
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        edits
    };
    if edits.is_empty() {
        return Ok(text);
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
    Ok(out)
}

pub(super) type Edit = (Range<usize>, String);

/// A table whose rows all went away goes too; a table that lost its cells in a row loses the row.
fn empty_tables(part: &Part<'_>) -> Vec<Edit> {
    let mut rows: HashSet<usize> = HashSet::new();
    let mut cells: HashSet<usize> = HashSet::new();
    for token in &part.tokens {
        if matches!(token.kind, Kind::Open | Kind::Empty) {
            let Some(parent) = token.parent else { continue };
            match token.name {
                Name::Tc => cells.extend(part.nearest(parent, Name::Tr)),
                Name::Tr => rows.extend(part.nearest(parent, Name::Tbl)),
                _ => {}
            }
        }
    }
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

/// Word refuses a cell that does not end with a paragraph.
fn cells_without_end(part: &Part<'_>, dropped: &[Edit]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let dropped: HashSet<usize> = dropped.iter().map(|(range, _)| range.end).collect();
    let mut last: Vec<Option<Name>> = Vec::new();
    for token in &part.tokens {
        match (token.name, token.kind) {
            (Name::Tc, Kind::Open) => last.push(None),
            (Name::Tc, Kind::Close) => {
                let ends_well = last.pop().flatten() == Some(Name::P);
                edits.extend((!ends_well).then(|| (token.start..token.start, format!("<{}p/>", part.prefix))));
            }
            (Name::P | Name::Tbl, Kind::Close | Kind::Empty) => {
                if let (Some(slot), false) = (last.last_mut(), dropped.contains(&token.end)) {
                    *slot = Some(token.name);
                }
            }
            _ => {}
        }
    }
    edits
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
                if let Some(range) = attribute(raw, "w14:paraId")
                    && !paragraphs.insert(&raw[range.clone()])
                {
                    next += 1;
                    edits.push((shift(&range, token.start), format!("{next:08X}")));
                }
            }
            Name::Other if raw.starts_with("<wp:docPr") => {
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
