//! Finds what a block repeats or drops: text, paragraphs, cells or rows.
//!
//! The container is inferred from where the tags stand, so a template still looks like the paper. Must never
//! produce a block that cuts an element in two: such a template is refused with both places named.

use std::collections::{HashMap, HashSet};

use super::block::{Block, Located, mistake};
use super::tag::{Marker, Scope, Statement, Tag, TagKind};
use crate::documents::mistake::{MistakeCode, TemplateMistake};
use crate::documents::ooxml::xml::{Kind, Name, Part};

/// Where a tag goes in the compiled source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// Where it stands, within its `w:t`.
    Inline,
    /// Where it stands, with the run closed before it and opened again after it.
    SplitRun,
    /// In place of a whole element, which vanishes.
    Instead(usize),
    Before(usize),
    After(usize),
}

/// Gives every tag its spot.
pub(super) fn spots(part: &Part<'_>, tags: &[Located], blocks: &[Block]) -> (Vec<Spot>, Vec<TemplateMistake>) {
    let mut layout = Layout {
        part,
        tags,
        by_paragraph: HashMap::new(),
        lone: HashMap::new(),
    };
    for (at, located) in tags.iter().enumerate() {
        layout.by_paragraph.entry(located.element).or_default().push(at);
    }
    let mut spots = vec![Spot::Inline; tags.len()];
    let mut mistakes = Vec::new();
    for block in blocks {
        match layout.decide(block) {
            Ok(decided) => {
                for (tag, spot) in decided {
                    spots[tag] = spot;
                }
            }
            Err(mistake) => mistakes.push(*mistake),
        }
    }
    layout.quiet_paragraphs(&mut spots);
    mistakes.extend(layout.markers(&mut spots));
    mistakes.extend(layout.crowded(&spots));
    (spots, mistakes)
}

type Decision = Result<Vec<(usize, Spot)>, Box<TemplateMistake>>;

struct Layout<'a> {
    part: &'a Part<'a>,
    tags: &'a [Located],
    by_paragraph: HashMap<usize, Vec<usize>>,
    /// Elements already found to hold nothing but statements.
    lone: HashMap<usize, bool>,
}

impl Layout<'_> {
    fn decide(&mut self, block: &Block) -> Decision {
        match block.members().find_map(|tag| self.tags[tag].tag.scope) {
            Some(Scope::Paragraph) => self.siblings(block, Name::P),
            Some(Scope::Row) => self.siblings(block, Name::Tr),
            Some(Scope::Cell) => self.siblings(block, Name::Tc),
            Some(Scope::Run) => self.inline(block),
            None => self.infer(block),
        }
    }

    fn infer(&mut self, block: &Block) -> Decision {
        let (part, tags) = (self.part, self.tags);
        let opener = tags[block.opener].element;
        if block.members().all(|tag| tags[tag].element == opener) {
            return self.inline(block);
        }
        let common = part.ancestors(opener).find(|&ancestor| {
            block
                .members()
                .all(|tag| part.ancestors(tags[tag].element).any(|other| other == ancestor))
        });
        let Some(common) = common else {
            return Err(self.crossing(block));
        };
        let child = |tag: usize| {
            part.ancestors(tags[tag].element)
                .find(|&at| part.tokens[at].parent == Some(common))
                .unwrap_or(common)
        };
        let name = part.tokens[child(block.opener)].name;
        let alike = block.members().all(|tag| part.tokens[child(tag)].name == name);
        match (part.tokens[common].name, name) {
            (Name::Tr, _) => self.siblings(block, Name::Tr),
            (Name::P, _) => Err(self.crossing(block)),
            (_, Name::P | Name::Tr) if alike => self.siblings(block, name),
            _ => Err(self.crossing(block)),
        }
    }

    /// The block stands around whole elements of one parent: paragraphs, rows or cells.
    fn siblings(&mut self, block: &Block, name: Name) -> Decision {
        let (part, tags) = (self.part, self.tags);
        let mut elements = Vec::new();
        for tag in block.members() {
            let Some(element) = part.nearest(tags[tag].element, name) else {
                return Err(mistake(&tags[tag], MistakeCode::CrossingBlock, "тег стоит вне таблицы").into());
            };
            elements.push((tag, element));
        }
        let first = elements[0].1;
        let parent = part.tokens[first].parent;
        if elements
            .iter()
            .any(|(_, element)| part.tokens[*element].parent != parent)
        {
            return Err(self.crossing(block));
        }
        if elements.iter().all(|(_, element)| *element == first) {
            if let Some(&middle) = block.middles.first() {
                let message = "ветвь не может делить пополам то, что повторяется целиком";
                return Err(mistake(&tags[middle], MistakeCode::CrossingBlock, message).into());
            }
            return Ok(vec![
                (block.opener, Spot::Before(first)),
                (block.closer, Spot::After(first)),
            ]);
        }
        let mut spots = Vec::new();
        for (tag, element) in elements {
            let spot = if self.only_statements(element) {
                Spot::Instead(element)
            } else if name == Name::P {
                return Err(mistake(
                    &tags[tag],
                    MistakeCode::NotAlone,
                    "тег блока из нескольких абзацев стоит вместе с текстом",
                )
                .hint("поставьте тег в отдельный абзац: этот абзац исчезнет")
                .into());
            } else if tag == block.closer {
                Spot::After(element)
            } else {
                Spot::Before(element)
            };
            spots.push((tag, spot));
        }
        Ok(spots)
    }

    /// The block stands inside one paragraph.
    fn inline(&self, block: &Block) -> Decision {
        let (part, tags) = (self.part, self.tags);
        let opener = &tags[block.opener];
        if block.members().any(|tag| tags[tag].element != opener.element) {
            return Err(self.crossing(block));
        }
        let parent = |token: usize| part.tokens[token].parent;
        // Within one run its text elements stand side by side; within several, the runs do.
        let one_run = block.members().all(|tag| tags[tag].run == opener.run);
        let siblings = block.members().all(|tag| {
            if one_run {
                parent(tags[tag].text) == parent(opener.text)
            } else {
                parent(tags[tag].text) == Some(tags[tag].run) && parent(tags[tag].run) == parent(opener.run)
            }
        });
        if !siblings {
            let message = "блок начинается внутри ссылки, поля или рисунка, а кончается вне его";
            return Err(mistake(opener, MistakeCode::CrossingBlock, message).into());
        }
        if one_run {
            return Ok(Vec::new());
        }
        Ok(block.members().map(|tag| (tag, Spot::SplitRun)).collect())
    }

    /// Nothing but statements and comments stands in the element.
    fn only_statements(&mut self, element: usize) -> bool {
        if let Some(&known) = self.lone.get(&element) {
            return known;
        }
        let (mut text, mut typed) = (0, 0);
        let mut lone = true;
        for at in element..self.part.inside(element).end {
            let token = &self.part.tokens[at];
            match (token.name, token.kind) {
                (Name::Picture | Name::SectionProperties, _) => lone = false,
                (Name::P, Kind::Open) => {
                    for &tag in self.by_paragraph.get(&at).into_iter().flatten() {
                        lone &= leaves_nothing(self.tags[tag].tag.kind);
                        typed += visible(&self.tags[tag].tag.raw);
                    }
                }
                (Name::T, Kind::Open) => {
                    let raw = &self.part.source[token.end..self.part.tokens[token.mate].start];
                    text += visible(&quick_xml::escape::unescape(raw).unwrap_or_default());
                }
                _ => {}
            }
        }
        // A hyphen or a break typed inside a tag is part of the tag, but not of any `w:t`.
        let lone = lone && text <= typed;
        self.lone.insert(element, lone);
        lone
    }

    /// A `set` or a comment alone in its paragraph leaves no empty line behind.
    fn quiet_paragraphs(&mut self, spots: &mut [Spot]) {
        let quiet = |tag: &Tag| {
            matches!(
                tag.kind,
                TagKind::Comment | TagKind::Statement(Statement::Set) | TagKind::Marker(Marker::Restart)
            )
        };
        let paragraphs: Vec<(usize, Vec<usize>)> = self.by_paragraph.clone().into_iter().collect();
        for (element, here) in paragraphs {
            let all_quiet = here.iter().all(|&at| quiet(&self.tags[at].tag));
            if all_quiet && self.only_statements(element) {
                for at in here {
                    spots[at] = Spot::Instead(element);
                }
            }
        }
    }

    /// A mark of a list stays where its paragraph vanishes, and marks of cells belong in tables.
    fn markers(&self, spots: &mut [Spot]) -> Vec<TemplateMistake> {
        let mut mistakes = Vec::new();
        for (at, located) in self.tags.iter().enumerate() {
            match located.tag.kind {
                TagKind::Marker(Marker::Restart) => {
                    let siblings = self.by_paragraph.get(&located.element).into_iter().flatten();
                    let vanishing = siblings
                        .filter(|tag| spots[**tag] == Spot::Instead(located.element))
                        .count();
                    if vanishing > 0 {
                        spots[at] = Spot::Instead(located.element);
                    }
                }
                TagKind::Marker(_) if self.part.nearest(located.element, Name::Tc).is_none() => {
                    mistakes.push(mistake(located, MistakeCode::CrossingBlock, "тег стоит вне таблицы"));
                }
                _ => {}
            }
        }
        mistakes
    }

    /// Whatever shares a vanishing element must vanish with it.
    fn crowded(&self, spots: &[Spot]) -> Vec<TemplateMistake> {
        let vanishing: HashSet<usize> = spots
            .iter()
            .filter_map(|spot| match spot {
                Spot::Instead(element) => Some(*element),
                _ => None,
            })
            .collect();
        let mut mistakes = Vec::new();
        for (located, spot) in self.tags.iter().zip(spots) {
            let gone = self
                .part
                .ancestors(located.element)
                .find(|at| vanishing.contains(at) && *spot != Spot::Instead(*at));
            if gone.is_some() && located.tag.kind != TagKind::Comment {
                mistakes.push(
                    mistake(
                        located,
                        MistakeCode::NotAlone,
                        "тег стоит там же, где теги блока другого уровня",
                    )
                    .hint("разнесите теги по разным абзацам или строкам"),
                );
            }
        }
        mistakes
    }

    fn crossing(&self, block: &Block) -> Box<TemplateMistake> {
        let (opener, closer) = (&self.tags[block.opener], &self.tags[block.closer]);
        let message = format!("блок начинается здесь, а кончается в другом месте: {}", closer.place);
        mistake(opener, MistakeCode::CrossingBlock, &message)
            .hint("начало и конец блока должны стоять рядом: в одной ячейке, в одной таблице или оба вне таблиц")
            .into()
    }
}

/// The tag itself prints nothing, so an element that holds only such tags may vanish.
fn leaves_nothing(kind: TagKind) -> bool {
    match kind {
        TagKind::Comment | TagKind::Statement(_) | TagKind::Marker(Marker::Restart) => true,
        TagKind::Value | TagKind::Marker(_) => false,
    }
}

fn visible(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}
