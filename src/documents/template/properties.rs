//! Tags in the file's own properties (`docProps/core.xml`): its title, its author.
//!
//! Each property is one line of plain text, so blocks stay within it. Must never write Word's elements there.

use super::block::{self, Block, Located};
use super::compile::{CompiledPart, Repair, broken_xml, misspelt};
use super::splice::{self, Chunk, Edit};
use super::syntax;
use super::tag::{self, TagKind};
use crate::documents::mistake::{MistakeCode, Place, TemplateMistake};
use crate::documents::ooxml::xml::{Kind, Part, XmlMistake};

/// Stands for the namespace prefix of a part that has no Word elements.
pub(super) const PLAIN: &str = "-";

/// The properties with their tags, and all that is wrong with them.
pub(super) struct Properties<'a> {
    part: Part<'a>,
    pub tags: Vec<Located>,
    pub blocks: Vec<Block>,
    edits: Vec<Edit>,
    pub mistakes: Vec<TemplateMistake>,
}

/// Looks the properties through.
///
/// # Errors
/// When they are no properties of a file.
pub(super) fn survey<'a>(name: &str, source: &'a str) -> Result<Properties<'a>, Box<TemplateMistake>> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let broken = |mistake: XmlMistake| broken_xml(name, source, &mistake);
    let part = Part::read(source).map_err(broken)?;
    let place = Place::part(name);
    let (mut tags, mut blocks, mut edits, mut mistakes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (element, token) in part.tokens.iter().enumerate() {
        let inside = part.inside(element);
        let leaf = token.kind == Kind::Open && part.tokens[inside.clone()].iter().all(|inner| inner.kind == Kind::Text);
        if !leaf || inside.is_empty() {
            continue;
        }
        let range = token.end..part.tokens[token.mate].start;
        let text = quick_xml::escape::unescape(&source[range.clone()])
            .map_err(|_| broken(XmlMistake::Malformed { at: token.start }))?;
        let (found, wrong) = tag::find(&text);
        mistakes.extend(wrong.iter().map(|wrong| misspelt(wrong).at(&place)));
        if found.is_empty() {
            continue;
        }
        let first = tags.len();
        let mut with = Vec::new();
        let mut cursor = 0;
        for tag in found {
            if matches!(tag.kind, TagKind::Marker(_)) {
                let message = "в свойствах файла нет ни таблиц, ни списков";
                let mistake = TemplateMistake::file(MistakeCode::UnknownStatement, message);
                mistakes.push(mistake.at(&place).tagged(&tag.raw));
            }
            mistakes.extend(
                syntax::check(&tag)
                    .into_iter()
                    .map(|mistake| mistake.at(&place).tagged(&tag.raw)),
            );
            with.push(Chunk::Text(splice::escape(&text[cursor..tag.range.start])));
            with.push(Chunk::Tag(tags.len()));
            cursor = tag.range.end;
            tags.push(Located {
                tag,
                paragraph: 0,
                element,
                run: element,
                text: element,
                place: place.clone(),
            });
        }
        with.push(Chunk::Text(splice::escape(&text[cursor..])));
        let (paired, unpaired) = block::pair(&tags[first..]);
        mistakes.extend(unpaired);
        blocks.extend(paired.into_iter().map(|block| block.shifted(first)));
        edits.push(Edit {
            range,
            rank: 1,
            order: element,
            with,
        });
    }
    Ok(Properties {
        part,
        tags,
        blocks,
        edits,
        mistakes,
    })
}

/// Compiles the properties; none when no tag stands in them.
pub(super) fn compile(name: &str, source: &str) -> Result<Option<CompiledPart>, Vec<TemplateMistake>> {
    let found = survey(name, source).map_err(|mistake| vec![*mistake])?;
    match (found.mistakes.is_empty(), found.tags.is_empty()) {
        (false, _) => Err(found.mistakes),
        (true, true) => Ok(None),
        (true, false) => {
            let mut compiled = splice::assemble(&found.part, &found.tags, found.edits, Repair::NotNeeded);
            PLAIN.clone_into(&mut compiled.prefix);
            Ok(Some(compiled))
        }
    }
}
