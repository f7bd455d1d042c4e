//! Brings a Word file made by `docx-rs` into canonical form: valid by the schema, and the same bytes for the same text
//! whenever and wherever it is made.
//!
//! The order of work: read, drop what is empty, mend each part, name and number anew, arrange, write.
//! Must never be shown a file from outside: it trusts that its parts are small and were made here.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::tree::{Element, Node};
use super::{Uncanonical, mend, renumber, schema, unused};

/// What the file says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Properties {
    pub title: String,
    pub author: String,
}

/// The parts of a file: those of XML as trees, pictures as they are.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub xml: BTreeMap<String, Element>,
    pub media: BTreeMap<String, Vec<u8>>,
}

pub(super) const CONTENT_TYPES: &str = "[Content_Types].xml";
const PACKAGE_RELS: &str = "_rels/.rels";
const CORE: &str = "docProps/core.xml";
/// These stand first in the file, so that readers which stream find them.
const FIRST: [&str; 4] = [
    CONTENT_TYPES,
    PACKAGE_RELS,
    "word/document.xml",
    "word/_rels/document.xml.rels",
];
/// The file in canonical form.
pub fn canonical(docx: &[u8], properties: &Properties) -> Result<Vec<u8>, Uncanonical> {
    let mut parts = read(docx)?;
    unused::drop_all(&mut parts);
    let comments = parts.xml.contains_key("word/comments.xml");
    for (name, root) in &mut parts.xml {
        mend::part(name, root, comments);
    }
    parts.xml.insert(CORE.to_owned(), core(properties));
    renumber::all(&mut parts);
    for root in parts.xml.values_mut() {
        schema::arrange(root);
    }
    write(&parts).map_err(|error| Uncanonical::Package(error.to_string()))
}

/// Where the children of an element are out of the schema's order, in a file made here: one line each.
pub fn out_of_order(docx: &[u8]) -> Result<Vec<String>, Uncanonical> {
    let parts = read(docx)?;
    let lines = parts.xml.iter().flat_map(|(name, root)| {
        let found = schema::out_of_order(root).into_iter();
        found.map(move |line| format!("{name}: {line}"))
    });
    Ok(lines.collect())
}

fn read(docx: &[u8]) -> Result<Parts, Uncanonical> {
    let package = |error: zip::result::ZipError| Uncanonical::Package(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(docx)).map_err(package)?;
    let mut parts = Parts::default();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).map_err(package)?;
        if file.is_dir() {
            continue;
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)
            .map_err(|error| Uncanonical::Package(error.to_string()))?;
        let name = file.name().to_owned();
        let ending = name.rsplit('.').next().unwrap_or_default();
        if matches!(ending, "xml" | "rels") {
            let text = String::from_utf8(bytes).map_err(|error| Uncanonical::Malformed(error.to_string()))?;
            parts.xml.insert(name, Element::read(&text)?);
        } else {
            parts.media.insert(name, bytes);
        }
    }
    Ok(parts)
}

fn core(properties: &Properties) -> Element {
    let mut core = Element::new(
        "cp:coreProperties",
        &[
            (
                "xmlns:cp",
                "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
            ),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ],
    );
    let ru = "ru-RU".to_owned();
    for (name, text) in [
        ("dc:title", &properties.title),
        ("dc:creator", &properties.author),
        ("dc:language", &ru),
    ] {
        let mut element = Element::new(name, &[]);
        element.children.push(Node::Text(escaped(text)));
        core.children.push(Node::Element(element));
    }
    core
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn write(parts: &Parts) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(6))
        .last_modified_time(DateTime::default());
    let rest = parts
        .xml
        .keys()
        .map(String::as_str)
        .filter(|name| !FIRST.contains(name));
    for name in FIRST.into_iter().chain(rest) {
        if let Some(root) = parts.xml.get(name) {
            writer.start_file(name, options)?;
            writer.write_all(root.write().as_bytes())?;
        }
    }
    for (name, bytes) in &parts.media {
        writer.start_file(name.as_str(), options)?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}
