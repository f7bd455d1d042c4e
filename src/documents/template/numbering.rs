//! Lists that begin anew: each place marked so gets a list of its own with the same look, counted from its beginning.
//!
//! Orders count points through all their sections, so a list goes on unless a tag says otherwise. Must never change the
//! number of a paragraph before its mark.

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;

use super::cells::{self, Mark};
use super::tag::Marker;
use crate::documents::ooxml::package::{Package, PartKind};
use crate::documents::ooxml::properties::{self, PARAGRAPH, children};
use crate::documents::ooxml::xml::{Kind, Name, Part, attribute};

/// Word keeps some 32,000 lists; a paper has under a hundred.
const RESTARTS_MAX: usize = 5_000;
/// Styles that are based on one another.
const BASES_MAX: usize = 20;

/// The lists of a template and the styles that number their paragraphs.
pub(super) struct Lists {
    /// The part that declares them.
    pub part: usize,
    text: String,
    prefix: String,
    /// The number of a list → what it is an instance of, and its own levels.
    known: HashMap<String, List>,
    /// Where counting begins, by the kind of list and its level.
    starts: HashMap<String, Vec<(String, String)>>,
    styles: HashMap<String, Level>,
    last: u32,
}

/// The number of a list, and a level of it.
type Level = (String, String);

struct List {
    kind: String,
    own: HashMap<String, String>,
}

/// The lists made while one document is rendered: their numbers are `last + 1` and on, this is what they copy.
#[derive(Default)]
pub(super) struct Restarts(Vec<String>);

/// More lists than a file holds.
pub(super) struct TooManyLists;

/// A template without lists has nothing to begin anew.
pub(super) fn without_marks(text: String) -> String {
    let edits = marks(&text).map(|range| (range, String::new())).collect();
    cells::apply(text, edits)
}

fn marks(text: &str) -> impl Iterator<Item = Range<usize>> {
    let found = cells::marks(text).into_iter();
    let restarts = found.filter(|mark: &Mark<'_>| mark.letter == Marker::Restart.letter());
    restarts.map(|mark| mark.range).collect::<Vec<_>>().into_iter()
}

impl Lists {
    /// None when the template has no lists.
    pub fn read(package: &Package) -> Option<Self> {
        let of = |kind| package.parts.iter().position(|part| part.kind == kind);
        let part = of(PartKind::Numbering)?;
        let text = package.text_of(part)?;
        // Only what is well formed is looked at by the quick readers below.
        Part::read(&text).ok()?;
        let prefix = prefix_of(&text, "numbering")?;
        let mut lists = Self {
            part,
            prefix,
            known: HashMap::new(),
            starts: HashMap::new(),
            styles: HashMap::new(),
            last: 0,
            text: String::new(),
        };
        lists.read_lists(&text);
        lists.text = text;
        if let Some(styles) = of(PartKind::Styles).and_then(|part| package.text_of(part))
            && Part::read(&styles).is_ok()
            && let Some(prefix) = prefix_of(&styles, "styles")
        {
            lists.styles = numbered_styles(&styles, &prefix);
        }
        Some(lists)
    }

    fn read_lists(&mut self, text: &str) {
        let prefix = self.prefix.clone();
        let root = &text[root(text)];
        for (name, range) in children(root, &prefix) {
            let element = &root[range];
            match name {
                Some("num") => {
                    let Some(number) = value(element, &prefix, "numId") else {
                        continue;
                    };
                    self.last = self.last.max(number.parse().unwrap_or(0));
                    let mut list = List {
                        kind: val(element, &prefix, "abstractNumId").unwrap_or_default(),
                        own: HashMap::new(),
                    };
                    for (level, element) in levels(element, &prefix, "lvlOverride") {
                        let look = properties::child(element, &prefix, "lvl").unwrap_or_default();
                        list.own.insert(level, look.to_owned());
                    }
                    self.known.insert(number, list);
                }
                Some("abstractNum") => {
                    let Some(kind) = value(element, &prefix, "abstractNumId") else {
                        continue;
                    };
                    let starts = levels(element, &prefix, "lvl").into_iter().map(|(level, element)| {
                        let start = val(element, &prefix, "start").unwrap_or_else(|| "1".to_owned());
                        (level, start)
                    });
                    self.starts.insert(kind, starts.collect());
                }
                _ => {}
            }
        }
    }

    /// Gives each marked place its list, and takes the marks out.
    pub fn restart(&self, text: String, prefix: &str, restarts: &mut Restarts) -> Result<String, TooManyLists> {
        let marked: Vec<Range<usize>> = marks(&text).collect();
        if marked.is_empty() {
            return Ok(text);
        }
        let mut edits: Vec<(Range<usize>, String)> =
            marked.iter().map(|range| (range.clone(), String::new())).collect();
        let part = Part::skim(&text, prefix);
        let mut waiting = marked.iter().map(|range| range.start).peekable();
        let mut instead: HashMap<String, u32> = HashMap::new();
        let mut anew = false;
        for (at, token) in part.tokens.iter().enumerate() {
            if (token.name, token.kind) != (Name::P, Kind::Open) {
                continue;
            }
            // A mark in the paragraph's own text is meant for this paragraph.
            while waiting.next_if(|mark| *mark < part.end(at)).is_some() {
                anew = true;
            }
            let own = properties::leading(&text[token.end..], prefix, PARAGRAPH);
            let Some((list, level)) = self.list_of(own, prefix) else {
                continue;
            };
            if std::mem::take(&mut anew) {
                if restarts.0.len() >= RESTARTS_MAX {
                    return Err(TooManyLists);
                }
                restarts.0.push(list.clone());
                let made = u32::try_from(restarts.0.len()).unwrap_or(u32::MAX);
                instead.insert(list.clone(), self.last.saturating_add(made));
            }
            if let Some(new) = instead.get(&list) {
                let numbered = format!(
                    "<{prefix}numPr><{prefix}ilvl {prefix}val=\"{level}\"/><{prefix}numId {prefix}val=\"{new}\"/></{prefix}numPr>"
                );
                let new = properties::with(own, prefix, PARAGRAPH, "numPr", &numbered);
                edits.push((token.end..token.end + own.len(), new));
            }
        }
        drop(part);
        Ok(cells::apply(text, edits))
    }

    /// The list and level of a paragraph, said by itself or by its style.
    fn list_of(&self, own: &str, prefix: &str) -> Option<Level> {
        let style = || val(own, prefix, "pStyle").and_then(|style| self.styles.get(&style).cloned());
        let (list, level) = match properties::child(own, prefix, "numPr") {
            Some(numbered) => {
                let level = val(numbered, prefix, "ilvl").unwrap_or_else(|| "0".to_owned());
                (
                    val(numbered, prefix, "numId").or_else(|| style().map(|(list, _)| list))?,
                    level,
                )
            }
            None => style()?,
        };
        self.known.contains_key(&list).then_some((list, level))
    }

    /// The part with the lists that were made; none when none were.
    pub fn with(&self, restarts: &Restarts) -> Option<String> {
        if restarts.0.is_empty() {
            return None;
        }
        let prefix = &self.prefix;
        let mut made = String::new();
        for (at, list) in restarts.0.iter().enumerate() {
            let Some(List { kind, own }) = self.known.get(list) else {
                continue;
            };
            let number = usize::try_from(self.last).unwrap_or(0) + at + 1;
            let _ = write!(
                made,
                "<{prefix}num {prefix}numId=\"{number}\"><{prefix}abstractNumId {prefix}val=\"{kind}\"/>"
            );
            for (level, start) in self.starts.get(kind).into_iter().flatten() {
                let look = own.get(level).map_or("", String::as_str);
                let _ = write!(
                    made,
                    "<{prefix}lvlOverride {prefix}ilvl=\"{level}\"><{prefix}startOverride {prefix}val=\"{start}\"/>{look}</{prefix}lvlOverride>"
                );
            }
            let _ = write!(made, "</{prefix}num>");
        }
        let inside = root(&self.text);
        let lists = children(&self.text[inside.clone()], prefix).filter(|(name, _)| *name == Some("num"));
        let at = inside.start + lists.last().map_or(inside.len(), |(_, range)| range.end);
        Some(format!("{}{made}{}", &self.text[..at], &self.text[at..]))
    }
}

/// The prefix of the root element's name.
fn prefix_of(text: &str, root: &str) -> Option<String> {
    let at = text
        .find(&format!("{root} "))
        .or_else(|| text.find(&format!("{root}>")))?;
    let start = text[..at].rfind('<')?;
    Some(text[start + 1..at].to_owned())
}

/// What stands inside the root element.
fn root(text: &str) -> Range<usize> {
    let mut at = 0;
    while let Some(offset) = text[at..].find('<') {
        at += offset;
        let Some(end) = text[at..].find('>') else { break };
        if !text[at..].starts_with("<?") && !text[at..].starts_with("<!") {
            let close = text.rfind("</").unwrap_or(text.len());
            return at + end + 1..close.max(at + end + 1);
        }
        at += end;
    }
    0..0
}

fn value(element: &str, prefix: &str, name: &str) -> Option<String> {
    let tag = element.split_inclusive('>').next()?;
    attribute(tag, &format!("{prefix}{name}")).map(|range| tag[range].to_owned())
}

/// The value of a child such as `<w:start w:val="1"/>`.
fn val(element: &str, prefix: &str, name: &str) -> Option<String> {
    value(properties::child(element, prefix, name)?, prefix, "val")
}

fn levels<'a>(element: &'a str, prefix: &str, name: &str) -> Vec<(String, &'a str)> {
    let inner = &element[root(element)];
    let found = children(inner, prefix).filter(|(local, _)| *local == Some(name));
    let elements = found.map(|(_, range)| &inner[range]);
    elements
        .filter_map(|level| Some((value(level, prefix, "ilvl")?, level)))
        .collect()
}

/// The list that a style names, and the style it is based on.
type Style = (Option<Level>, Option<String>);

/// Styles whose paragraphs are points of a list, by themselves or by what they are based on.
fn numbered_styles(text: &str, prefix: &str) -> HashMap<String, Level> {
    let mut own: HashMap<String, Style> = HashMap::new();
    let root = &text[root(text)];
    for (_, range) in children(root, prefix).filter(|(name, _)| *name == Some("style")) {
        let style = &root[range];
        let Some(id) = value(style, prefix, "styleId") else {
            continue;
        };
        let numbered = properties::child(style, prefix, "pPr").and_then(|own| properties::child(own, prefix, "numPr"));
        let list = numbered.and_then(|numbered| {
            let level = val(numbered, prefix, "ilvl").unwrap_or_else(|| "0".to_owned());
            Some((val(numbered, prefix, "numId")?, level))
        });
        own.insert(id, (list, val(style, prefix, "basedOn")));
    }
    let list_of = |id: &String| {
        let mut id = id;
        for _ in 0..BASES_MAX {
            match own.get(id)? {
                (Some(list), _) => return Some(list.clone()),
                (None, based) => id = based.as_ref()?,
            }
        }
        None
    };
    own.keys().filter_map(|id| Some((id.clone(), list_of(id)?))).collect()
}
