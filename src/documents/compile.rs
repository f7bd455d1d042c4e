//! Turns one XML part with tags into a source for the expression engine, with a map back to every tag.
//!
//! Tags get private delimiters, so nothing that merely looks like a tag (a GUID, a field code) is ever run.
//! Must never change bytes outside the text elements that hold tags and the elements that vanish.

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;

use minijinja::syntax::SyntaxConfig;

use super::container::{self, Located, Spot};
use super::heal::{self, Numbers, Paragraph, Piece};
use super::mistake::{MistakeCode, Place, TemplateMistake};
use super::syntax;
use super::tag::{self, TagKind, TagMistake};
use super::xml::{Kind, Name, Part, XmlMistake};

/// Real templates hold under 300 tags in a part.
const TAGS_MAX: usize = 10_000;
/// More than this is not read by anybody.
pub(super) const MISTAKES_MAX: usize = 200;

pub(super) const VALUE: (char, char) = ('\u{e000}', '\u{e001}');
pub(super) const STATEMENT: (char, char) = ('\u{e002}', '\u{e003}');
pub(super) const COMMENT: (char, char) = ('\u{e004}', '\u{e005}');

/// One part, ready for the expression engine.
pub(super) struct CompiledPart {
    pub source: String,
    /// Prefix of the Word namespace with its colon.
    pub prefix: String,
    /// Bytes of the source that came from each tag, in order.
    pub tags: Vec<(Range<usize>, TagPlace)>,
    /// The output may need an empty paragraph in a cell, a table dropped, or numbers made unique.
    pub repair: Repair,
}

/// Whether rendered output has to be looked through for what loops and conditions may have broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repair {
    NotNeeded,
    Needed,
}

#[derive(Debug, Clone)]
pub(super) struct TagPlace {
    pub place: Place,
    pub raw: String,
}

/// The delimiters no document holds.
pub(super) fn delimiters() -> SyntaxConfig {
    SyntaxConfig::builder()
        .variable_delimiters(VALUE.0.to_string(), VALUE.1.to_string())
        .block_delimiters(STATEMENT.0.to_string(), STATEMENT.1.to_string())
        .comment_delimiters(COMMENT.0.to_string(), COMMENT.1.to_string())
        .keep_trailing_newline(true)
        .build()
        .expect("six different private-use characters are valid delimiters")
}

/// Compiles a part; none when no tag stands in it, so that it can be copied as it is.
pub(super) fn compile(name: &str, source: &str) -> Result<Option<CompiledPart>, Vec<TemplateMistake>> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let whole = |mistake| vec![broken_xml(name, source, &mistake)];
    let part = Part::read(source).map_err(whole)?;
    let paragraphs = heal::paragraphs(&part).map_err(|mistake| vec![broken_xml(name, source, &mistake)])?;
    let (tags, mut mistakes) = locate(&part, name, &paragraphs);
    if tags.is_empty() && mistakes.is_empty() {
        return Ok(None);
    }
    if tags.len() > TAGS_MAX {
        return Err(vec![TemplateMistake::file(MistakeCode::TooLarge, format!("в шаблоне больше {TAGS_MAX} тегов")).at(&Place::part(name))]);
    }
    for located in &tags {
        mistakes.extend(syntax::check(&located.tag).into_iter().map(|m| m.at(&located.place).tagged(&located.tag.raw)));
    }
    let (blocks, unpaired) = container::blocks(&tags);
    mistakes.extend(unpaired);
    let (spots, misplaced) = container::spots(&part, &tags, &blocks);
    mistakes.extend(misplaced);
    if !mistakes.is_empty() {
        in_reading_order(&part, name, &paragraphs, &mut mistakes);
        return Err(mistakes);
    }
    let edits = edits(&part, &paragraphs, &tags, &spots);
    let repair = if spots.iter().all(|spot| *spot == Spot::Inline) { Repair::NotNeeded } else { Repair::Needed };
    Ok(Some(assemble(&part, &tags, edits, repair)))
}

fn in_reading_order(part: &Part<'_>, name: &str, paragraphs: &[Paragraph], mistakes: &mut [TemplateMistake]) {
    let numbers = Numbers::count(part);
    let mut order: HashMap<Place, usize> = HashMap::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        order.entry(numbers.place(part, name, paragraph.element)).or_insert(at);
    }
    mistakes.sort_by_key(|mistake| mistake.place.as_ref().and_then(|place| order.get(place)).copied());
}

fn broken_xml(name: &str, source: &str, mistake: &XmlMistake) -> TemplateMistake {
    let (code, message) = match mistake {
        XmlMistake::Malformed { at } => {
            let near: String = source.get(*at..).unwrap_or_default().chars().take(30).collect();
            (MistakeCode::BrokenXml, format!("часть повреждена около «{near}»"))
        }
        XmlMistake::TooDeep => (MistakeCode::BrokenXml, "слишком глубокая вложенность, таких документов Word не пишет".into()),
        XmlMistake::TooLong => (MistakeCode::TooLarge, "часть слишком велика для шаблона".into()),
        XmlMistake::Doctype => (MistakeCode::BrokenXml, "часть содержит DOCTYPE, таких документов Word не пишет".into()),
        XmlMistake::Strict => (MistakeCode::Strict, "документ в формате Strict Open XML".into()),
    };
    let hint = match mistake {
        XmlMistake::Strict => "в Word выберите «Сохранить как» и тип «Документ Word (.docx)»",
        _ => "откройте файл в Word и сохраните заново как .docx",
    };
    TemplateMistake::file(code, message).at(&Place::part(name)).hint(hint)
}

/// All tags of the part in document order, and what is wrong with their spelling.
fn locate(part: &Part<'_>, name: &str, paragraphs: &[Paragraph]) -> (Vec<Located>, Vec<TemplateMistake>) {
    let numbers = Numbers::count(part);
    let (mut tags, mut mistakes) = (Vec::new(), Vec::new());
    for (index, paragraph) in paragraphs.iter().enumerate() {
        if tags.len() > TAGS_MAX || mistakes.len() > MISTAKES_MAX {
            break;
        }
        if !paragraph.text.contains(['{', '}']) {
            continue;
        }
        let place = numbers.place(part, name, paragraph.element);
        let (found, wrong) = tag::find(&paragraph.text);
        mistakes.extend(wrong.iter().map(|wrong| misspelt(wrong).at(&place)));
        for tag in found {
            let piece = paragraph.pieces.partition_point(|piece| piece.range.end <= tag.range.start);
            let Some(Piece { element, run: Some(run), .. }) = paragraph.pieces.get(piece) else { continue };
            tags.push((*element, Located { tag, paragraph: index, element: paragraph.element, run: *run, place: place.clone() }));
        }
    }
    tags.sort_by_key(|(element, located)| (*element, located.tag.range.start));
    (tags.into_iter().map(|(_, located)| located).collect(), mistakes)
}

fn misspelt(mistake: &TagMistake) -> TemplateMistake {
    match mistake {
        TagMistake::Unclosed { raw } => TemplateMistake::file(MistakeCode::UnclosedTag, "тег открыт, но не закрыт в этом абзаце")
            .tagged(raw)
            .hint("проверьте скобки }} или %} и парность кавычек внутри тега"),
        TagMistake::StrayEnd { raw } => TemplateMistake::file(MistakeCode::StrayEnd, "закрывающие скобки без открывающих")
            .tagged(raw)
            .hint("удалите их или добавьте {{ или {% перед ними"),
        TagMistake::Unknown { raw, word } => {
            TemplateMistake::file(MistakeCode::UnknownStatement, format!("неизвестное слово «{word}»"))
                .tagged(raw)
                .hint("есть for, if, elif, else, endif, endfor, set, with, endwith")
        }
        TagMistake::Forbidden { raw, word } => {
            TemplateMistake::file(MistakeCode::ForbiddenStatement, format!("«{word}» в шаблонах документов не используется"))
                .tagged(raw)
                .hint("есть for, if, elif, else, endif, endfor, set x = …, with, endwith")
        }
    }
}

/// A replacement of bytes of the part by text and tags.
struct Edit {
    range: Range<usize>,
    /// What stands after an element goes before what stands instead of or before its neighbour.
    rank: u8,
    order: usize,
    with: Vec<Chunk>,
}

enum Chunk {
    Text(String),
    Tag(usize),
}

fn edits(part: &Part<'_>, paragraphs: &[Paragraph], tags: &[Located], spots: &[Spot]) -> Vec<Edit> {
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
        edits.push(Edit { range, rank, order, with: vec![Chunk::Tag(at)] });
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
    edits.sort_by_key(|edit| (edit.range.start, edit.rank, edit.order));
    edits
}

/// Writes a text element anew when a tag touches it; an untouched one keeps its bytes.
fn piece_edit(part: &Part<'_>, paragraph: &Paragraph, piece: &Piece, here: &[usize], tags: &[Located], spots: &[Spot]) -> Option<Edit> {
    // Tags of one paragraph are in order and do not overlap.
    let first = here.partition_point(|&at| tags[at].tag.range.end <= piece.range.start);
    let touching = here[first..].iter().copied().take_while(|&at| tags[at].tag.range.start < piece.range.end);
    let touching: Vec<usize> = touching.collect();
    if touching.is_empty() {
        return None;
    }
    let range = part.start(piece.element)..part.end(piece.element);
    let order = piece.element;
    if part.tokens[piece.element].name != Name::T {
        return Some(Edit { range, rank: 1, order, with: Vec::new() });
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
                    with.push(Chunk::Text(format!("<{}r>{}{open}", part.prefix, run_properties(part, tags[at].run))));
                }
                Spot::Instead(_) | Spot::Before(_) | Spot::After(_) => {}
            }
        }
        cursor = tag.end.min(piece.range.end);
    }
    with.push(literal(cursor..piece.range.end));
    with.push(Chunk::Text(close));
    Some(Edit { range, rank: 1, order, with })
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
    let mut vanishing: Vec<Range<usize>> = edits.iter().filter(|edit| edit.rank == 2).map(|edit| edit.range.clone()).collect();
    vanishing.sort_by_key(|range| (range.start, range.end));
    vanishing.dedup();
    let Some(first) = vanishing.first().map(|range| range.start) else { return };
    let mut kept = Vec::new();
    for (at, token) in part.tokens.iter().enumerate().filter(|(_, token)| token.start >= first && token.name == Name::Bookmark) {
        // One tag of the element carries them; tags of one element share its range.
        let next = vanishing.partition_point(|range| range.start <= token.start);
        let holder = vanishing[..next].last().filter(|range| range.contains(&token.start));
        if let (Some(range), Kind::Empty) = (holder, token.kind) {
            let text = Chunk::Text(part.source[token.start..token.end].to_owned());
            kept.push(Edit { range: range.clone(), rank: 2, order: tags_after(at), with: vec![text] });
        }
    }
    edits.extend(kept);
}

/// Orders what is kept of a vanishing element after all its tags.
fn tags_after(token: usize) -> usize {
    TAGS_MAX + token
}

/// Text for an element's content, with the delimiters themselves made harmless.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{e000}'..='\u{e005}' => _ = write!(out, "&#x{:X};", u32::from(c)),
            _ => out.push(c),
        }
    }
    out
}

fn push_untouched(out: &mut String, text: &str) {
    if text.contains(|c| matches!(c, '\u{e000}'..='\u{e005}')) {
        for c in text.chars() {
            match c {
                '\u{e000}'..='\u{e005}' => _ = write!(out, "&#x{:X};", u32::from(c)),
                _ => out.push(c),
            }
        }
    } else {
        out.push_str(text);
    }
}

fn assemble(part: &Part<'_>, tags: &[Located], edits: Vec<Edit>, repair: Repair) -> CompiledPart {
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
    CompiledPart { source, prefix: part.prefix.clone(), tags: places, repair }
}

fn push_tag(source: &mut String, places: &mut Vec<(Range<usize>, TagPlace)>, located: &Located) {
    let delimiters = match located.tag.kind {
        TagKind::Value => VALUE,
        TagKind::Statement(_) => STATEMENT,
        TagKind::Comment => return,
    };
    let start = source.len();
    source.push(delimiters.0);
    source.push(' ');
    source.push_str(&located.tag.body);
    source.push(' ');
    source.push(delimiters.1);
    places.push((start..source.len(), TagPlace { place: located.place.clone(), raw: located.tag.raw.clone() }));
}
