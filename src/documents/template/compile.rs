//! Turns one XML part with tags into a source for the expression engine, with a map back to every tag.
//!
//! Tags get private delimiters, so nothing that merely looks like a tag (a GUID, a field code) is ever run.
//! Must never stop at the first mistake: a clerk mends a template once.

use std::collections::HashMap;
use std::ops::Range;

use minijinja::syntax::SyntaxConfig;

use super::block::{self, Block, Located};
use super::container::{self, Spot};
use super::heal::{self, Numbers, Paragraph, Piece};
use super::splice;
use super::tag::{self, Statement, TagKind, TagMistake};
use super::{out_of_reach, syntax, twins};
use crate::documents::mistake::{MistakeCode, Place, TemplateMistake};
use crate::documents::ooxml::xml::{Part, XmlMistake};

/// Real templates hold under 300 tags in a part.
pub(super) const TAGS_MAX: usize = 10_000;
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
    /// Some tags say something about their cells or lists.
    pub markers: bool,
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

/// A part with its tags, the blocks they make and where each goes; and all that is wrong with them.
pub(super) struct Survey<'a> {
    pub part: Part<'a>,
    pub paragraphs: Vec<Paragraph>,
    pub tags: Vec<Located>,
    pub blocks: Vec<Block>,
    pub spots: Vec<Spot>,
    pub mistakes: Vec<TemplateMistake>,
}

/// Looks a part through.
///
/// # Errors
/// When it is no part of a Word file, or too large to be one.
pub(super) fn survey<'a>(name: &str, source: &'a str) -> Result<Survey<'a>, Box<TemplateMistake>> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let whole = |mistake| broken_xml(name, source, &mistake);
    let part = Part::read(source).map_err(whole)?;
    let paragraphs = heal::paragraphs(&part).map_err(whole)?;
    let (tags, mut mistakes) = locate(&part, name, &paragraphs);
    if tags.len() > TAGS_MAX {
        let mistake = TemplateMistake::file(MistakeCode::TooLarge, format!("в шаблоне больше {TAGS_MAX} тегов"));
        return Err(mistake.at(&Place::part(name)).into());
    }
    for located in &tags {
        mistakes.extend(
            syntax::check(&located.tag)
                .into_iter()
                .map(|m| m.at(&located.place).tagged(&located.tag.raw)),
        );
    }
    let (blocks, unpaired) = block::pair(&tags);
    mistakes.extend(unpaired);
    let (spots, misplaced) = container::spots(&part, &tags, &blocks);
    mistakes.extend(misplaced);
    mistakes.extend(out_of_reach::in_fields(&part, name));
    if !mistakes.is_empty() {
        twins::tell_once(&part, name, &paragraphs, &mut mistakes);
        in_reading_order(&part, name, &paragraphs, &mut mistakes);
    }
    Ok(Survey {
        part,
        paragraphs,
        tags,
        blocks,
        spots,
        mistakes,
    })
}

/// Compiles a part; none when no tag stands in it, so that it can be copied as it is.
pub(super) fn compile(name: &str, source: &str) -> Result<Option<CompiledPart>, Vec<TemplateMistake>> {
    let survey = survey(name, source).map_err(|mistake| vec![*mistake])?;
    if !survey.mistakes.is_empty() {
        return Err(survey.mistakes);
    }
    let (tags, spots) = (&survey.tags, &survey.spots);
    if tags.is_empty() {
        return Ok(None);
    }
    let edits = splice::edits(&survey.part, &survey.paragraphs, tags, spots);
    let loops = tags
        .iter()
        .any(|located| located.tag.kind == TagKind::Statement(Statement::For));
    let markers = tags
        .iter()
        .any(|located| matches!(located.tag.kind, TagKind::Marker(_)));
    let repair = if !loops && !markers && spots.iter().all(|spot| *spot == Spot::Inline) {
        Repair::NotNeeded
    } else {
        Repair::Needed
    };
    Ok(Some(splice::assemble(&survey.part, tags, edits, repair)))
}

/// Sorts mistakes as a person meets them: by paragraph, then by the tag's place in it.
pub(super) fn in_reading_order(
    part: &Part<'_>,
    name: &str,
    paragraphs: &[Paragraph],
    mistakes: &mut [TemplateMistake],
) {
    let numbers = Numbers::count(part);
    let mut order: HashMap<Place, usize> = HashMap::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        order.entry(numbers.place(part, name, paragraph.element)).or_insert(at);
    }
    mistakes.sort_by_cached_key(|mistake| {
        let paragraph = mistake.place.as_ref().and_then(|place| order.get(place)).copied();
        let tag = mistake.tag.as_deref().map(|tag| tag.trim_end_matches('…'));
        let within = paragraph.zip(tag).and_then(|(at, tag)| paragraphs[at].text.find(tag));
        (paragraph, within)
    });
}

pub(super) fn broken_xml(name: &str, source: &str, mistake: &XmlMistake) -> Box<TemplateMistake> {
    let (code, message) = match mistake {
        XmlMistake::Malformed { at } => {
            let near: String = source.get(*at..).unwrap_or_default().chars().take(30).collect();
            (MistakeCode::BrokenXml, format!("часть повреждена около «{near}»"))
        }
        XmlMistake::TooDeep => (
            MistakeCode::BrokenXml,
            "слишком глубокая вложенность, таких документов Word не пишет".into(),
        ),
        XmlMistake::TooLong => (MistakeCode::TooLarge, "часть слишком велика для шаблона".into()),
        XmlMistake::Doctype => (
            MistakeCode::BrokenXml,
            "часть содержит DOCTYPE, таких документов Word не пишет".into(),
        ),
        XmlMistake::Strict => (MistakeCode::Strict, "документ в формате Strict Open XML".into()),
    };
    let hint = match mistake {
        XmlMistake::Strict => "в Word выберите «Сохранить как» и тип «Документ Word (.docx)»",
        _ => "откройте файл в Word и сохраните заново как .docx",
    };
    TemplateMistake::file(code, message)
        .at(&Place::part(name))
        .hint(hint)
        .into()
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
            let piece = paragraph
                .pieces
                .partition_point(|piece| piece.range.end <= tag.range.start);
            let Some(Piece {
                element,
                run: Some(run),
                ..
            }) = paragraph.pieces.get(piece)
            else {
                continue;
            };
            tags.push((
                *element,
                Located {
                    tag,
                    paragraph: index,
                    element: paragraph.element,
                    run: *run,
                    text: *element,
                    place: place.clone(),
                },
            ));
        }
    }
    tags.sort_by_key(|(element, located)| (*element, located.tag.range.start));
    (tags.into_iter().map(|(_, located)| located).collect(), mistakes)
}

/// The words that statements begin with.
const STATEMENTS: [&str; 14] = [
    "for",
    "if",
    "elif",
    "else",
    "endif",
    "endfor",
    "set",
    "with",
    "endwith",
    "слить_вниз",
    "слить_вправо",
    "столбцов",
    "убрать_пустую",
    "нумерация_заново",
];

pub(super) fn misspelt(mistake: &TagMistake) -> TemplateMistake {
    match mistake {
        TagMistake::Unclosed { raw } => {
            TemplateMistake::file(MistakeCode::UnclosedTag, "тег открыт, но не закрыт в этом абзаце")
                .tagged(raw)
                .hint("проверьте скобки }} или %} и парность кавычек внутри тега")
        }
        TagMistake::StrayEnd { raw } => {
            TemplateMistake::file(MistakeCode::StrayEnd, "закрывающие скобки без открывающих")
                .tagged(raw)
                .hint("удалите их или добавьте {{ или {% перед ними")
        }
        TagMistake::Unknown { raw, word } => {
            let mistake =
                TemplateMistake::file(MistakeCode::UnknownStatement, format!("неизвестное слово «{word}»")).tagged(raw);
            match syntax::meant(word, STATEMENTS.into_iter()).filter(|_| !word.is_empty()) {
                Some(hint) => mistake.hint(hint),
                None => mistake.hint(format!("есть {}", STATEMENTS.join(", "))),
            }
        }
        TagMistake::Forbidden { raw, word } => TemplateMistake::file(
            MistakeCode::ForbiddenStatement,
            format!("«{word}» в шаблонах документов не используется"),
        )
        .tagged(raw)
        .hint("есть for, if, elif, else, endif, endfor, set x = …, with, endwith"),
    }
}
