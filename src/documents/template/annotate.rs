//! Writes the mistakes of a template into a copy of it, as Word's own comments at the spots.
//!
//! Word takes comments in the main text only, and in none of its text boxes: what is wrong elsewhere is told at the first
//! paragraph, or at the paragraph that holds the box. Must never change a byte of any other part, nor lose a comment.

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;

use super::heal::{self, Numbers, Paragraph};
use super::splice::escape;
use crate::documents::mistake::{MistakeCode, Place, TemplateMistake};
use crate::documents::ooxml::amend::{Amendment, append, start_tags, value};
use crate::documents::ooxml::package::Package;
use crate::documents::ooxml::xml::{Kind, Name, Part};

const TYPES: &str = "[Content_Types].xml";
const COMMENTS_KIND: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const COMMENTS_RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const AUTHOR: &str = "Проверка шаблона";

/// A copy of the template with a comment for each mistake.
///
/// # Errors
/// When the file cannot be opened at all, or its main text cannot be read: there is no spot to comment on.
pub fn annotate(bytes: &[u8], mistakes: &[TemplateMistake]) -> Result<Vec<u8>, Box<TemplateMistake>> {
    Package::open(bytes)?;
    write(bytes, mistakes).ok_or_else(|| {
        TemplateMistake::file(
            MistakeCode::BrokenXml,
            "примечания поставить некуда: основной текст файла не читается",
        )
        .hint("откройте файл в Word и сохраните заново как .docx")
        .into()
    })
}

fn write(bytes: &[u8], mistakes: &[TemplateMistake]) -> Option<Vec<u8>> {
    let mut package = Amendment::of(bytes)?;
    let types = package.text(TYPES)?;
    let main = main_part(&types)?;
    let document = package.text(&main)?;
    let relations_name = relations_of(&main);
    let relations = package.text(&relations_name);
    let known = relations.as_deref().and_then(|text| comments_part(text, &main));
    let known = known.filter(|name| package.contains(name));
    let comments = match &known {
        Some(name) => package.text(name)?,
        None => format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments xmlns:w=\"{WORD}\"></w:comments>"
        ),
    };
    let first = first_free(&[&comments, &document])?;
    let comments = append(&comments, |prefix| {
        mistakes
            .iter()
            .zip(first..)
            .fold(String::new(), |mut all, (mistake, id)| {
                all.push_str(&comment(mistake, &main, prefix, id));
                all
            })
    });
    let document = mark(&document, &main, mistakes, first)?;
    let name = if let Some(name) = known {
        name
    } else {
        let name = free_name(&package, &main);
        package.put(&relations_name, related(relations, &main, &name)?);
        let listed = append(&types, |prefix| {
            format!("<{prefix}Override PartName=\"/{name}\" ContentType=\"{COMMENTS_KIND}\"/>")
        });
        package.put(TYPES, listed.ok()?);
        name
    };
    package.put(&name, comments.ok()?);
    package.put(&main, document);
    package.write()
}

/// The part that holds the main text, by its declared type.
fn main_part(types: &str) -> Option<String> {
    let part = Part::read(types).ok()?;
    let main = start_tags(&part).find(|tag| {
        let kind = value(tag, "ContentType").unwrap_or_default();
        kind.ends_with("wordprocessingml.document.main+xml") || kind.ends_with("wordprocessingml.template.main+xml")
    })?;
    Some(value(main, "PartName")?.trim_start_matches('/').to_owned())
}

fn folder(part: &str) -> &str {
    part.rfind('/').map_or("", |slash| &part[..=slash])
}

fn relations_of(part: &str) -> String {
    let folder = folder(part);
    format!("{folder}_rels/{}.rels", &part[folder.len()..])
}

/// The part that already holds comments, if the relations of the main text name one.
fn comments_part(relations: &str, main: &str) -> Option<String> {
    let part = Part::read(relations).ok()?;
    let tag = start_tags(&part).find(|tag| value(tag, "Type") == Some(COMMENTS_RELATION))?;
    let target = value(tag, "Target")?;
    Some(match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{}{target}", folder(main)),
    })
}

fn free_name(package: &Amendment<'_>, main: &str) -> String {
    let numbered = (1..).map(|number| format!("{}comments{number}.xml", folder(main)));
    let mut names = std::iter::once(format!("{}comments.xml", folder(main))).chain(numbered);
    names.find(|name| !package.contains(name)).unwrap_or_default()
}

/// The relations of the main text with one more, to the new comments.
fn related(relations: Option<String>, main: &str, comments: &str) -> Option<String> {
    let relations = relations.unwrap_or_else(|| {
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"{RELATIONS}\"></Relationships>")
    });
    let id = (1..=u32::MAX)
        .map(|number| format!("rIdComments{number}"))
        .find(|id| !relations.contains(&format!("\"{id}\"")))?;
    let target = &comments[folder(main).len()..];
    append(&relations, |prefix| {
        format!("<{prefix}Relationship Id=\"{id}\" Type=\"{COMMENTS_RELATION}\" Target=\"{target}\"/>")
    })
    .ok()
}

/// A number that no comment of these parts has.
fn first_free(sources: &[&str]) -> Option<u32> {
    let mut highest = None;
    for source in sources {
        let part = Part::read(source.trim_start_matches('\u{feff}')).ok()?;
        for tag in start_tags(&part) {
            let name = tag.split(char::is_whitespace).next().unwrap_or_default();
            if !name.contains("comment") {
                continue;
            }
            let prefix = name.find(':').map_or("", |colon| &name[1..=colon]);
            let id = value(tag, &format!("{prefix}id")).and_then(|id| id.parse::<u32>().ok());
            highest = highest.max(id);
        }
    }
    Some(highest.map_or(0, |highest| highest.saturating_add(1)))
}

fn comment(mistake: &TemplateMistake, main: &str, w: &str, id: u32) -> String {
    let mut message = mistake.message.clone();
    if let Some(tag) = &mistake.tag {
        message = format!("{tag}: {message}");
    }
    if let Some(place) = mistake.place.as_ref().filter(|place| place.part != main) {
        message = format!("{place}: {message}");
    }
    let mut out = format!("<{w}comment {w}id=\"{id}\" {w}author=\"{AUTHOR}\" {w}initials=\"П\">");
    let hint = mistake.hint.as_ref().map(|hint| format!("Подсказка: {hint}"));
    for line in std::iter::once(message).chain(hint) {
        let line: String = line.chars().filter(|c| !c.is_control()).collect();
        let _ = write!(
            out,
            "<{w}p><{w}r><{w}t xml:space=\"preserve\">{}</{w}t></{w}r></{w}p>",
            escape(&line)
        );
    }
    let _ = write!(out, "</{w}comment>");
    out
}

/// Something to be put into the main text.
struct Insertion {
    at: usize,
    /// What ends here goes before what begins here.
    rank: u8,
    text: String,
}

/// The main text with the ends of each comment at its spot.
fn mark(source: &str, main: &str, mistakes: &[TemplateMistake], first: u32) -> Option<String> {
    let body = source.strip_prefix('\u{feff}').unwrap_or(source);
    let part = Part::read(body).ok()?;
    let spots = Spots::of(&part, main)?;
    let w = &part.prefix;
    let mut insertions = Vec::new();
    let mut told: HashMap<(Option<&Place>, Option<&str>), usize> = HashMap::new();
    for (mistake, id) in mistakes.iter().zip(first..) {
        let same = told
            .entry((mistake.place.as_ref(), mistake.tag.as_deref()))
            .and_modify(|times| *times += 1)
            .or_default();
        let range = spots.spot(&part, mistake, *same);
        insertions.push(Insertion {
            at: range.start,
            rank: 1,
            text: format!("<{w}commentRangeStart {w}id=\"{id}\"/>"),
        });
        insertions.push(Insertion {
            at: range.end,
            rank: u8::from(range.is_empty()) * 2,
            text: format!("<{w}commentRangeEnd {w}id=\"{id}\"/><{w}r><{w}commentReference {w}id=\"{id}\"/></{w}r>"),
        });
    }
    insertions.sort_by_key(|insertion| (insertion.at, insertion.rank));
    let mut out = source[..source.len() - body.len()].to_owned();
    let mut cursor = 0;
    for insertion in insertions {
        out.push_str(&body[cursor..insertion.at]);
        out.push_str(&insertion.text);
        cursor = insertion.at;
    }
    out.push_str(&body[cursor..]);
    Some(out)
}

/// The paragraphs of the main text, by their places.
struct Spots {
    paragraphs: Vec<Paragraph>,
    by_place: HashMap<Place, usize>,
}

impl Spots {
    /// None when there is no paragraph to comment on.
    fn of(part: &Part<'_>, main: &str) -> Option<Self> {
        let paragraphs = heal::paragraphs(part).ok()?;
        paragraphs.first()?;
        let numbers = Numbers::count(part);
        let places = paragraphs.iter().enumerate();
        let by_place = places
            .map(|(at, paragraph)| (numbers.place(part, main, paragraph.element), at))
            .collect();
        Some(Self { paragraphs, by_place })
    }

    /// Bytes of the main text that a comment goes around; `earlier` mistakes were told of the same tag text there.
    fn spot(&self, part: &Part<'_>, mistake: &TemplateMistake, earlier: usize) -> Range<usize> {
        let here = mistake.place.as_ref().and_then(|place| self.by_place.get(place));
        let Some(paragraph) = here.map(|at| &self.paragraphs[*at]) else {
            return whole(part, outermost(part, self.paragraphs[0].element));
        };
        let home = outermost(part, paragraph.element);
        if home != paragraph.element {
            return child(part, home, paragraph.element);
        }
        let tag = mistake.tag.as_deref().map(|tag| tag.trim_end_matches('…'));
        let found = tag.filter(|tag| !tag.is_empty()).and_then(|tag| {
            let mut places = paragraph.text.match_indices(tag).map(|(at, _)| at);
            let start = places.clone().nth(earlier).or_else(|| places.next())?;
            Some(start..start + tag.len())
        });
        let Some(tag) = found else {
            return whole(part, home);
        };
        let touching = paragraph
            .pieces
            .iter()
            .filter(|piece| piece.range.start < tag.end && tag.start < piece.range.end);
        let around = touching.map(|piece| child(part, home, piece.element));
        around
            .reduce(|one, next| one.start.min(next.start)..one.end.max(next.end))
            .unwrap_or_else(|| whole(part, home))
    }
}

/// The paragraph of the main text itself: a text box stands within one.
fn outermost(part: &Part<'_>, paragraph: usize) -> usize {
    part.ancestors(paragraph)
        .filter(|&at| part.tokens[at].name == Name::P)
        .last()
        .unwrap_or(paragraph)
}

/// The element of the paragraph which holds the token.
fn child(part: &Part<'_>, paragraph: usize, token: usize) -> Range<usize> {
    let child = part
        .ancestors(token)
        .find(|&at| part.tokens[at].parent == Some(paragraph))
        .unwrap_or(token);
    part.start(child)..part.end(child)
}

/// All that a paragraph holds after its properties.
fn whole(part: &Part<'_>, paragraph: usize) -> Range<usize> {
    let start = part.tokens[paragraph].end;
    let end = part.tokens[part.tokens[paragraph].mate].start;
    let properties = part.inside(paragraph).next().filter(|&at| {
        let token = &part.tokens[at];
        let name = &part.source[token.start..token.end];
        token.kind != Kind::Text && name.starts_with(&format!("<{}pPr", part.prefix))
    });
    properties.map_or(start, |properties| part.end(properties))..end
}
