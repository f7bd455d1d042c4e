//! Drops the parts and lists that `docx-rs` writes into every file and this one does not use.
//!
//! Must never drop a part that another part names.

use std::collections::BTreeSet;

use super::canonical::Parts;
use super::renumber::{base_of, is_relations, resolve};
use super::tree::{Element, Node};

/// Parts that are there even when there is nothing in them.
const OFTEN_EMPTY: [&str; 4] = [
    "docProps/custom.xml",
    "word/comments.xml",
    "word/commentsExtended.xml",
    "word/footnotes.xml",
];

pub(super) fn drop_all(parts: &mut Parts) {
    for name in OFTEN_EMPTY {
        // The separators above footnotes are no footnotes.
        let nothing = |root: &Element| root.elements().all(|note| note.attribute("w:type").is_some());
        if parts.xml.get(name).is_some_and(nothing) {
            parts.xml.remove(name);
        }
    }
    lists(parts);
    relations(parts);
    // What no relation names is no part of the document.
    let named: BTreeSet<String> = parts.xml.iter().flat_map(|(name, root)| targets(name, root)).collect();
    let kept = |name: &String| !name.starts_with("word/") || is_relations(name) || named.contains(name);
    parts.xml.retain(|name, _| kept(name));
    parts.media.retain(|name, _| kept(name));
}

/// Relations to parts that are gone, and lists of relations that name nothing.
fn relations(parts: &mut Parts) {
    let names: BTreeSet<String> = parts.xml.keys().chain(parts.media.keys()).cloned().collect();
    for (holder, root) in &mut parts.xml {
        if is_relations(holder) {
            let base = base_of(holder);
            root.children.retain(|child| match child {
                Node::Element(relation) => target(&base, relation).is_none_or(|target| names.contains(&target)),
                Node::Text(_) => false,
            });
        }
    }
    parts
        .xml
        .retain(|name, root| !is_relations(name) || root.elements().next().is_some());
}

fn targets(name: &str, root: &Element) -> Vec<String> {
    if !is_relations(name) {
        return Vec::new();
    }
    let base = base_of(name);
    root.elements().filter_map(|relation| target(&base, relation)).collect()
}

/// The part a relation names; none where it leads out of the file.
fn target(base: &str, relation: &Element) -> Option<String> {
    if relation.attribute("TargetMode") == Some("External") {
        return None;
    }
    Some(resolve(base, relation.attribute("Target")?))
}

/// Numbered lists that no paragraph belongs to.
fn lists(parts: &mut Parts) {
    let mut used = BTreeSet::new();
    for (name, root) in &parts.xml {
        if name != NUMBERING {
            root.each(&mut |element| {
                if element.name == "w:numId" {
                    used.extend(element.attribute("w:val").map(str::to_owned));
                }
            });
        }
    }
    let Some(root) = parts.xml.get_mut(NUMBERING) else {
        return;
    };
    let mut kinds = BTreeSet::new();
    root.children.retain(|child| match child {
        Node::Element(list) if list.name == "w:num" => {
            let kept = list.attribute("w:numId").is_some_and(|number| used.contains(number));
            if let (true, Some(kind)) = (kept, list.child("w:abstractNumId")) {
                kinds.extend(kind.attribute("w:val").map(str::to_owned));
            }
            kept
        }
        _ => true,
    });
    root.children.retain(|child| match child {
        Node::Element(kind) if kind.name == "w:abstractNum" => kind
            .attribute("w:abstractNumId")
            .is_some_and(|number| kinds.contains(number)),
        _ => true,
    });
    if root.elements().next().is_none() {
        parts.xml.remove(NUMBERING);
    }
}

const NUMBERING: &str = "word/numbering.xml";
