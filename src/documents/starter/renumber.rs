//! Gives every part, relation and identity its name anew, in the order in which the text uses them: what `docx-rs`
//! counted across the whole process is counted here for one file.
//!
//! Must never leave a reference without its target.

use std::collections::BTreeMap;

use super::canonical::{CONTENT_TYPES, Parts};
use super::tree::{Element, Node};

/// Elements that share one numbering, by the attribute that holds the number; the first number given.
const NUMBERED: [(&[&str], &str, u32); 5] = [
    (&["wp:docPr"], "id", 1),
    (&["w:bookmarkStart", "w:bookmarkEnd"], "w:id", 0),
    (&["w:footnote", "w:footnoteReference"], "w:id", 1),
    (
        &[
            "w:comment",
            "w:commentRangeStart",
            "w:commentRangeEnd",
            "w:commentReference",
        ],
        "w:id",
        0,
    ),
    (&["w:ins", "w:del", "w:moveFrom", "w:moveTo"], "w:id", 0),
];
/// Parts whose names carry a number.
const SERIES: [&str; 3] = ["word/header", "word/footer", "word/media/"];
const MAIN: &str = "word/document.xml";

pub(super) fn all(parts: &mut Parts) {
    relations(parts);
    names(parts);
    identities(parts);
    paragraphs(parts);
    content_types(parts);
}

/// Whether the part is a list of relations.
pub(super) fn is_relations(name: &str) -> bool {
    name.contains("_rels/")
}

/// The folder of the part that a list of relations belongs to: `word/` for `word/_rels/document.xml.rels`.
pub(super) fn base_of(rels: &str) -> String {
    rels.split_once("_rels/")
        .map_or_else(String::new, |(base, _)| base.to_owned())
}

/// The part a target names.
pub(super) fn resolve(base: &str, target: &str) -> String {
    match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{base}{}", target.trim_start_matches("./")),
    }
}

/// `rId1`, `rId2` …: first those the text uses, in its order, then the others by their kind and target.
fn relations(parts: &mut Parts) {
    let lists: Vec<String> = parts.xml.keys().filter(|name| is_relations(name)).cloned().collect();
    for rels in lists {
        let owner = rels.replace("_rels/", "").trim_end_matches(".rels").to_owned();
        let mut used: Vec<String> = Vec::new();
        if let Some(root) = parts.xml.get(&owner) {
            root.each(&mut |element| {
                for (name, value) in &element.attributes {
                    if name.starts_with("r:") && !used.contains(value) {
                        used.push(value.clone());
                    }
                }
            });
        }
        let Some(list) = parts.xml.get_mut(&rels) else { continue };
        let place = |relation: &Element| {
            let id = relation.attribute("Id").unwrap_or_default();
            let text = |name| relation.attribute(name).unwrap_or_default().to_owned();
            let used = used.iter().position(|used| used == id).unwrap_or(usize::MAX);
            (used, text("Type"), text("Target"))
        };
        list.children.sort_by_cached_key(|child| match child {
            Node::Element(relation) => place(relation),
            Node::Text(_) => (usize::MAX, String::new(), String::new()),
        });
        let mut renamed = BTreeMap::new();
        for (at, child) in list.children.iter_mut().enumerate() {
            if let Node::Element(relation) = child {
                let id = format!("rId{}", at + 1);
                renamed.insert(relation.attribute("Id").unwrap_or_default().to_owned(), id.clone());
                relation.set("Id", &id);
            }
        }
        if let Some(root) = parts.xml.get_mut(&owner) {
            root.each_mut(&mut |element| {
                for (name, value) in &mut element.attributes {
                    if let (true, Some(id)) = (name.starts_with("r:"), renamed.get(value)) {
                        value.clone_from(id);
                    }
                }
            });
        }
    }
}

/// `header1.xml`, `image1.png` …, in the order of the main part's relations, then of the others'.
fn names(parts: &mut Parts) {
    let mut lists: Vec<String> = parts.xml.keys().filter(|name| is_relations(name)).cloned().collect();
    lists.sort_by_key(|name| !name.ends_with("/document.xml.rels"));
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    let mut count = [0_u32; SERIES.len()];
    for rels in &lists {
        let base = base_of(rels);
        let Some(list) = parts.xml.get(rels) else { continue };
        for relation in list
            .elements()
            .filter(|relation| relation.attribute("TargetMode").is_none())
        {
            let target = resolve(&base, relation.attribute("Target").unwrap_or_default());
            let Some(series) = SERIES.iter().position(|series| target.starts_with(series)) else {
                continue;
            };
            if renamed.contains_key(&target) {
                continue;
            }
            count[series] += 1;
            let stem = if SERIES[series].ends_with('/') {
                format!("{}image", SERIES[series])
            } else {
                SERIES[series].to_owned()
            };
            let ending = target.rsplit('.').next().unwrap_or("xml");
            renamed.insert(target.clone(), format!("{stem}{}.{ending}", count[series]));
        }
    }
    for rels in &lists {
        let base = base_of(rels);
        let Some(list) = parts.xml.get_mut(rels) else { continue };
        list.each_mut(&mut |relation| {
            let target = relation.attribute("Target").map(|target| resolve(&base, target));
            if let Some(name) = target.and_then(|target| renamed.get(&target)) {
                let within = name.strip_prefix(&base).unwrap_or(name).to_owned();
                relation.set("Target", &within);
            }
        });
    }
    let new_name = |name: String| match renamed.get(&name) {
        Some(new) => new.clone(),
        None => match name
            .strip_prefix("word/_rels/")
            .and_then(|rest| rest.strip_suffix(".rels"))
        {
            Some(owner) => match renamed.get(&format!("word/{owner}")) {
                Some(new) => format!("word/_rels/{}.rels", new.trim_start_matches("word/")),
                None => name,
            },
            None => name,
        },
    };
    parts.xml = std::mem::take(&mut parts.xml)
        .into_iter()
        .map(|(name, root)| (new_name(name), root))
        .collect();
    parts.media = std::mem::take(&mut parts.media)
        .into_iter()
        .map(|(name, bytes)| (new_name(name), bytes))
        .collect();
}

/// Numbers what is numbered, in the order of the main part, then of the other parts by name.
fn identities(parts: &mut Parts) {
    for (elements, attribute, first) in NUMBERED {
        let mut renamed: BTreeMap<String, String> = BTreeMap::new();
        let mut next = first;
        for_each_text(parts, &mut |element| {
            // The separators above footnotes keep the numbers Word gave them.
            if !elements.contains(&element.name.as_str()) || element.attribute("w:type").is_some() {
                return;
            }
            let Some(old) = element.attribute(attribute).map(str::to_owned) else {
                return;
            };
            let new = renamed.entry(old).or_insert_with(|| {
                next += 1;
                (next - 1).to_string()
            });
            let new = new.clone();
            element.set(attribute, &new);
        });
    }
}

/// Identities of paragraphs, which only comments need.
fn paragraphs(parts: &mut Parts) {
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    for_each_text(parts, &mut |element| {
        for (name, value) in &mut element.attributes {
            if matches!(name.as_str(), "w14:paraId" | "w15:paraId" | "w15:paraIdParent") {
                let next = renamed.len() + 1;
                let new = renamed.entry(value.clone()).or_insert_with(|| format!("{next:08X}"));
                value.clone_from(new);
            }
        }
    });
}

fn for_each_text(parts: &mut Parts, act: &mut impl FnMut(&mut Element)) {
    let mut names: Vec<String> = parts
        .xml
        .keys()
        .filter(|name| name.starts_with("word/"))
        .cloned()
        .collect();
    names.sort_by_key(|name| name != MAIN);
    for name in names {
        if let Some(root) = parts.xml.get_mut(&name) {
            root.each_mut(act);
        }
    }
}

/// The list of parts and what each of them is, from the parts there are.
fn content_types(parts: &mut Parts) {
    let mut types = Element::new(
        "Types",
        &[("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types")],
    );
    let mut push =
        |name: &str, attributes: &[(&str, &str)]| types.children.push(Node::Element(Element::new(name, attributes)));
    let xml = "application/xml";
    push(
        "Default",
        &[
            ("Extension", "rels"),
            (
                "ContentType",
                "application/vnd.openxmlformats-package.relationships+xml",
            ),
        ],
    );
    push("Default", &[("Extension", "xml"), ("ContentType", xml)]);
    let mut endings: Vec<&str> = parts.media.keys().filter_map(|name| name.rsplit('.').next()).collect();
    endings.sort_unstable();
    endings.dedup();
    for ending in endings {
        let kind = if ending == "jpg" { "jpeg" } else { ending };
        push(
            "Default",
            &[("Extension", ending), ("ContentType", &format!("image/{kind}"))],
        );
    }
    for name in parts.xml.keys() {
        if let Some(kind) = kind_of(name) {
            push("Override", &[("PartName", &format!("/{name}")), ("ContentType", &kind)]);
        }
    }
    parts.xml.insert(CONTENT_TYPES.to_owned(), types);
}

fn kind_of(name: &str) -> Option<String> {
    let office = "application/vnd.openxmlformats-officedocument";
    let word = |kind: &str| Some(format!("{office}.wordprocessingml.{kind}+xml"));
    match name {
        "docProps/core.xml" => Some("application/vnd.openxmlformats-package.core-properties+xml".to_owned()),
        "docProps/app.xml" => Some(format!("{office}.extended-properties+xml")),
        "docProps/custom.xml" => Some(format!("{office}.custom-properties+xml")),
        "word/document.xml" => word("document.main"),
        _ => {
            let stem = name.strip_prefix("word/")?.strip_suffix(".xml")?;
            match stem.trim_end_matches(|c: char| c.is_ascii_digit()) {
                "theme/theme" => Some(format!("{office}.theme+xml")),
                stem @ ("styles" | "settings" | "fontTable" | "numbering" | "comments" | "commentsExtended"
                | "footnotes" | "webSettings" | "header" | "footer") => word(stem),
                _ => None,
            }
        }
    }
}
