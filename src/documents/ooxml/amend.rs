//! Changes a few parts of a package and leaves every other byte as it is.
//!
//! Must be shown only packages that [`Package::open`](super::package::Package::open) has let in: no limit is kept here.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::xml::{Kind, Part, XmlMistake, attribute};

/// A package about to be changed.
pub(in crate::documents) struct Amendment<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    changed: Vec<(String, String)>,
}

impl<'a> Amendment<'a> {
    pub fn of(bytes: &'a [u8]) -> Option<Self> {
        Some(Self {
            archive: ZipArchive::new(Cursor::new(bytes)).ok()?,
            changed: Vec::new(),
        })
    }

    pub fn contains(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The text of a part as the file has it.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let mut text = String::new();
        self.archive.by_name(name).ok()?.read_to_string(&mut text).ok()?;
        Some(text)
    }

    /// Puts a text in the part's place, or adds the part.
    pub fn put(&mut self, name: &str, text: String) {
        self.changed.push((name.to_owned(), text));
    }

    pub fn write(mut self) -> Option<Vec<u8>> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        for at in 0..self.archive.len() {
            let entry = self.archive.by_index_raw(at).ok()?;
            match self.changed.iter().position(|(name, _)| name == entry.name()) {
                Some(change) => {
                    drop(entry);
                    let (name, text) = self.changed.remove(change);
                    writer.start_file(name, options).ok()?;
                    writer.write_all(text.as_bytes()).ok()?;
                }
                None => writer.raw_copy_file(entry).ok()?,
            }
        }
        for (name, text) in self.changed {
            writer.start_file(name, options).ok()?;
            writer.write_all(text.as_bytes()).ok()?;
        }
        Some(writer.finish().ok()?.into_inner())
    }
}

/// The start tags of a part, each with its attributes.
pub(in crate::documents) fn start_tags<'a>(part: &'a Part<'a>) -> impl Iterator<Item = &'a str> {
    let starts = part.tokens.iter();
    let starts = starts.filter(|token| matches!(token.kind, Kind::Open | Kind::Empty));
    starts.map(|token| &part.source[token.start..token.end])
}

/// The value of an attribute of a start tag.
pub(in crate::documents) fn value<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    attribute(tag, name).map(|range| &tag[range])
}

/// Adds an element at the end of a part's root; `element` is given the prefix of the root's name with its colon.
pub(in crate::documents) fn append(source: &str, element: impl FnOnce(&str) -> String) -> Result<String, XmlMistake> {
    let source = source.trim_start_matches('\u{feff}');
    let part = Part::read(source)?;
    let root = part
        .tokens
        .iter()
        .find(|token| matches!(token.kind, Kind::Open | Kind::Empty));
    let root = root.ok_or(XmlMistake::Malformed { at: 0 })?;
    let tag = &source[root.start + 1..root.end];
    let name = &tag[..tag
        .find(|c: char| c.is_whitespace() || matches!(c, '/' | '>'))
        .unwrap_or(0)];
    let prefix = name.find(':').map_or("", |colon| &name[..=colon]);
    let added = element(prefix);
    Ok(if root.kind == Kind::Empty {
        let open = source[..root.end].trim_end_matches("/>").trim_end();
        format!("{open}>{added}</{name}>{}", &source[root.end..])
    } else {
        let end = part.tokens[root.mate].start;
        format!("{}{added}{}", &source[..end], &source[end..])
    })
}
