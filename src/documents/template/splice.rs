//! Splices tags into a part's bytes: the last step of compiling, where tags find their spots.
//!
//! Must never change bytes outside the text elements that hold tags and the elements that vanish.

use std::fmt::Write;
use std::ops::Range;

use super::block::Located;
use super::compile::{CompiledPart, Repair, STATEMENT, TAGS_MAX, TagPlace, VALUE};
use super::container::Spot;
use super::heal::{Paragraph, Piece};
use super::marks::{END, START};
use super::tag::{Marker, TagKind};
use crate::documents::ooxml::xml::{Kind, Name, Part};

/// A replacement of bytes of the part by text and tags.
pub(super) struct Edit {
    pub range: Range<usize>,
    /// What stands after an element goes before what stands instead of or before its neighbour.
    pub rank: u8,
    pub order: usize,
    pub with: Vec<Chunk>,
}

pub(super) enum Chunk {
    Text(String),
    Tag(usize),
}

pub(super) fn edits(part: &Part<'_>, paragraphs: &[Paragraph], tags: &[Located], spots: &[Spot]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut by_paragraph: Vec<Vec<usize>> = vec![Vec::new(); paragraphs.len()];
    for (at, located) in tags.iter().enumerate() {
        by_paragraph[located.paragraph].push(at);
        let (range, rank, order) = match spots[at] {
            Spot::Inline | Spot::SplitRun => continue,
            Spot::Before(element) => (part.start(element)..part.start(element), 1, at),
            Spot::After(element) => (part.end(element)..part.end(element), 0, at),
            Spot::Instead(element) => (part.start(element)..part.end(element), 2, at),
        };
        edits.push(Edit {
            range,
            rank,
            order,
            with: vec![Chunk::Tag(at)],
        });
    }
    for (paragraph, here) in paragraphs.iter().zip(&by_paragraph) {
        if here.is_empty() {
            continue;
        }
        for piece in &paragraph.pieces {
            edits.extend(piece_edit(part, paragraph, piece, here, tags, spots));
        }
    }
    keep_bookmarks(part, &mut edits);
    edits.extend(placeholder_marks(part, tags));
    edits.sort_by_key(|edit| (edit.range.start, edit.rank, edit.order));
    edits
}

/// Writes a text element anew when a tag touches it; an untouched one keeps its bytes.
fn piece_edit(
    part: &Part<'_>,
    paragraph: &Paragraph,
    piece: &Piece,
    here: &[usize],
    tags: &[Located],
    spots: &[Spot],
) -> Option<Edit> {
    // Tags of one paragraph are in order and do not overlap.
    let first = here.partition_point(|&at| tags[at].tag.range.end <= piece.range.start);
    let touching = here[first..]
        .iter()
        .copied()
        .take_while(|&at| tags[at].tag.range.start < piece.range.end);
    let touching: Vec<usize> = touching.collect();
    if touching.is_empty() {
        return None;
    }
    let range = part.start(piece.element)..part.end(piece.element);
    let order = piece.element;
    if part.tokens[piece.element].name != Name::T {
        return Some(Edit {
            range,
            rank: 1,
            order,
            with: Vec::new(),
        });
    }
    let starts = touching.iter().any(|&at| tags[at].tag.range.start >= piece.range.start);
    let ends_with_it = touching
        .last()
        .is_some_and(|&at| tags[at].tag.range.end >= piece.range.end);
    if !starts && ends_with_it && touching.len() == 1 {
        // Nothing is left of a run that held the middle of a torn tag.
        let element = lone_run(part, piece).unwrap_or(piece.element);
        return Some(Edit {
            range: part.start(element)..part.end(element),
            rank: 1,
            order,
            with: Vec::new(),
        });
    }
    let open = format!("<{}t xml:space=\"preserve\">", part.prefix);
    let close = format!("</{}t>", part.prefix);
    let mut with = vec![Chunk::Text(open.clone())];
    let mut cursor = piece.range.start;
    let literal = |range: Range<usize>| Chunk::Text(escape(&paragraph.text[range]));
    for at in touching {
        let tag = &tags[at].tag.range;
        if tag.start >= piece.range.start {
            with.push(literal(cursor..tag.start));
            match spots[at] {
                Spot::Inline => with.push(Chunk::Tag(at)),
                Spot::SplitRun => {
                    with.push(Chunk::Text(format!("{close}</{}r>", part.prefix)));
                    with.push(Chunk::Tag(at));
                    with.push(Chunk::Text(format!(
                        "<{}r>{}{open}",
                        part.prefix,
                        run_properties(part, tags[at].run)
                    )));
                }
                Spot::Instead(_) | Spot::Before(_) | Spot::After(_) => {}
            }
        }
        cursor = tag.end.min(piece.range.end);
    }
    with.push(literal(cursor..piece.range.end));
    with.push(Chunk::Text(close));
    Some(Edit {
        range,
        rank: 1,
        order,
        with,
    })
}

/// The run that holds this text and nothing else to be seen.
fn lone_run(part: &Part<'_>, piece: &Piece) -> Option<usize> {
    let run = piece.run?;
    let mut children = part.inside(run).filter(|&at| part.tokens[at].parent == Some(run));
    children
        .all(|at| {
            at == piece.element || at == part.tokens[piece.element].mate || part.tokens[at].name == Name::RunProperties
        })
        .then_some(run)
}

fn run_properties<'a>(part: &'a Part<'_>, run: usize) -> &'a str {
    let properties = part.inside(run).find(|&at| {
        let token = &part.tokens[at];
        token.name == Name::RunProperties && token.kind == Kind::Open && token.parent == Some(run)
    });
    properties.map_or("", |at| &part.source[part.start(at)..part.end(at)])
}

/// Bookmarks of a vanishing element stay: their other half may stand elsewhere.
fn keep_bookmarks(part: &Part<'_>, edits: &mut Vec<Edit>) {
    let mut vanishing: Vec<Range<usize>> = edits
        .iter()
        .filter(|edit| edit.rank == 2)
        .map(|edit| edit.range.clone())
        .collect();
    vanishing.sort_by_key(|range| (range.start, range.end));
    vanishing.dedup();
    let Some(first) = vanishing.first().map(|range| range.start) else {
        return;
    };
    let mut kept = Vec::new();
    for (at, token) in part
        .tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| token.start >= first && token.name == Name::Bookmark)
    {
        // One tag of the element carries them; tags of one element share its range.
        let next = vanishing.partition_point(|range| range.start <= token.start);
        let holder = vanishing[..next].last().filter(|range| range.contains(&token.start));
        if let (Some(range), Kind::Empty) = (holder, token.kind) {
            let text = Chunk::Text(part.source[token.start..token.end].to_owned());
            kept.push(Edit {
                range: range.clone(),
                rank: 2,
                order: tags_after(at),
                with: vec![text],
            });
        }
    }
    edits.extend(kept);
}

/// A content control that is filled in no longer shows a placeholder: Word would erase the value at a click.
fn placeholder_marks(part: &Part<'_>, tags: &[Located]) -> Vec<Edit> {
    let mut runs: Vec<usize> = tags.iter().map(|located| located.run).collect();
    runs.sort_unstable();
    let mut edits = Vec::new();
    for (at, token) in part.tokens.iter().enumerate() {
        if (token.name, token.kind) != (Name::PlaceholderMark, Kind::Empty) {
            continue;
        }
        let control = token.parent.and_then(|properties| part.tokens[properties].parent);
        let filled = control.is_some_and(|control| {
            let next = runs.partition_point(|&run| run < control);
            runs.get(next).is_some_and(|run| part.inside(control).contains(run))
        });
        if filled {
            edits.push(Edit {
                range: token.start..token.end,
                rank: 1,
                order: at,
                with: Vec::new(),
            });
        }
    }
    edits
}

/// Orders what is kept of a vanishing element after all its tags.
fn tags_after(token: usize) -> usize {
    TAGS_MAX + token
}

/// Text for an element's content, with the delimiters themselves made harmless.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{e000}'..='\u{e00f}' => _ = write!(out, "&#x{:X};", u32::from(c)),
            _ => out.push(c),
        }
    }
    out
}

fn push_untouched(out: &mut String, text: &str) {
    if text.contains(|c| matches!(c, '\u{e000}'..='\u{e00f}')) {
        for c in text.chars() {
            match c {
                '\u{e000}'..='\u{e00f}' => _ = write!(out, "&#x{:X};", u32::from(c)),
                _ => out.push(c),
            }
        }
    } else {
        out.push_str(text);
    }
}

pub(super) fn assemble(part: &Part<'_>, tags: &[Located], edits: Vec<Edit>, repair: Repair) -> CompiledPart {
    let mut source = String::with_capacity(part.source.len() + 1024);
    let mut places = Vec::with_capacity(tags.len());
    let mut cursor = 0;
    let mut vanished = 0..0;
    for edit in edits {
        let same_element = edit.rank == 2 && edit.range == vanished;
        if !same_element && edit.range.start < cursor {
            continue; // inside an element that vanished
        }
        if !same_element {
            push_untouched(&mut source, &part.source[cursor..edit.range.start]);
            cursor = edit.range.end;
        }
        if edit.rank == 2 {
            vanished = edit.range;
        }
        for chunk in edit.with {
            match chunk {
                Chunk::Text(text) => source.push_str(&text),
                Chunk::Tag(at) => push_tag(&mut source, &mut places, &tags[at]),
            }
        }
    }
    push_untouched(&mut source, &part.source[cursor..]);
    CompiledPart {
        source,
        prefix: part.prefix.clone(),
        tags: places,
        repair,
        markers: tags
            .iter()
            .any(|located| matches!(located.tag.kind, TagKind::Marker(_))),
    }
}

fn push_tag(source: &mut String, places: &mut Vec<(Range<usize>, TagPlace)>, located: &Located) {
    let start = source.len();
    let tag = &located.tag;
    match tag.kind {
        TagKind::Value => push_expression(source, VALUE, &tag.body),
        TagKind::Statement(_) => push_expression(source, STATEMENT, &tag.code()),
        TagKind::Comment => return,
        // A mark goes through the engine as text; only the number of columns is computed.
        TagKind::Marker(marker) => {
            source.push(START);
            source.push(marker.letter());
            if marker == Marker::Span {
                push_expression(source, VALUE, &tag.body);
            }
            source.push(END);
        }
    }
    places.push((
        start..source.len(),
        TagPlace {
            place: located.place.clone(),
            raw: located.tag.raw.clone(),
        },
    ));
}

fn push_expression(source: &mut String, delimiters: (char, char), body: &str) {
    source.push(delimiters.0);
    source.push(' ');
    source.push_str(body);
    source.push(' ');
    source.push(delimiters.1);
}
