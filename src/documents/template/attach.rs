//! Makes a package hold the pictures its text shows: files, relationships, content types.
//!
//! Must never touch a relationship or a type that is already there.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use super::picture::{PictureFile, relation};
use crate::documents::ooxml::package::{Package, PartKind};

const IMAGE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// Adds the files of a part's pictures and its relationships to them.
pub(super) fn pictures(
    package: &Package,
    part: usize,
    files: BTreeMap<String, Arc<PictureFile>>,
    replaced: &mut Vec<(usize, String)>,
    added: &mut BTreeMap<String, Vec<u8>>,
) -> Result<(), &'static str> {
    let part_name = package.parts[part].name.as_str();
    let (folder, file_name) = part_name.rsplit_once('/').unwrap_or(("", part_name));
    let slash = if folder.is_empty() { "" } else { "/" };
    let mut relations = String::new();
    for (sha256, file) in files {
        let target = format!("media/{sha256}.{}", file.extension);
        let _ = write!(
            relations,
            "<Relationship Id=\"{}\" Type=\"{IMAGE}\" Target=\"{target}\"/>",
            relation(&sha256)
        );
        let media = format!("{folder}{slash}{target}");
        if package.index_of(&media).is_none() {
            added.entry(media).or_insert_with(|| file.bytes.clone());
        }
    }
    let name = format!("{folder}{slash}_rels/{file_name}.rels");
    let Some(at) = package.index_of(&name) else {
        let text = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"{RELATIONSHIPS}\">{relations}</Relationships>"
        );
        added.insert(name, text.into_bytes());
        return Ok(());
    };
    let old = package
        .text_of(at)
        .and_then(|text| insert(&text, "Relationships", &relations));
    replaced.push((at, old.ok_or("список связей не читается")?));
    Ok(())
}

/// The list of parts with the types of added files; none when it stays as it is.
pub(super) fn content_types(
    package: &Package,
    changed: Option<(usize, String)>,
    added: &BTreeMap<String, Vec<u8>>,
) -> Result<Option<(usize, String)>, &'static str> {
    let wanted = |extension: &str| {
        let dot = format!(".{extension}");
        added.keys().any(|name| name.ends_with(&dot))
    };
    let kinds = [
        ("png", "image/png"),
        ("jpeg", "image/jpeg"),
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
    ];
    let kinds: Vec<_> = kinds.into_iter().filter(|(extension, _)| wanted(extension)).collect();
    if kinds.is_empty() {
        return Ok(changed);
    }
    let found = changed.or_else(|| {
        let at = package
            .parts
            .iter()
            .position(|part| part.kind == PartKind::ContentTypes)?;
        Some((at, package.text_of(at)?))
    });
    let (at, text) = found.ok_or("список частей не читается")?;
    let small = text.to_ascii_lowercase();
    let mut defaults = String::new();
    for (extension, kind) in kinds {
        if ['"', '\'']
            .iter()
            .all(|quote| !small.contains(&format!("extension={quote}{extension}{quote}")))
        {
            let _ = write!(defaults, "<Default Extension=\"{extension}\" ContentType=\"{kind}\"/>");
        }
    }
    let text = insert(&text, "Types", &defaults).ok_or("список частей не читается")?;
    Ok(Some((at, text)))
}

/// The text with more elements at the end of its root, whose prefix they take.
fn insert(text: &str, root: &str, elements: &str) -> Option<String> {
    let text = text.trim_end();
    if let Some(open) = text.strip_suffix("/>") {
        let name = open[open.rfind('<')? + 1..].split_whitespace().next()?;
        let elements = prefixed(elements, name.strip_suffix(root)?);
        return Some(format!("{open}>{elements}</{name}>"));
    }
    let end = text.rfind("</")?;
    let name = text[end + 2..].trim_end_matches('>').trim_end();
    let elements = prefixed(elements, name.strip_suffix(root)?);
    Some(format!("{}{elements}{}", &text[..end], &text[end..]))
}

fn prefixed(elements: &str, prefix: &str) -> String {
    elements.replace('<', &format!("<{prefix}"))
}
