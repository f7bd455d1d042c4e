//! The rooms that are fuzzed, and what the targets share: packages made from raw parts, and a look at what came out.

#[path = "../../../src/documents/mod.rs"]
pub mod documents;
#[path = "../../../src/words/mod.rs"]
pub mod words;

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const HEAD: &str = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">";
const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";

/// A package with these parts; the first is the list of their kinds.
pub fn package(parts: &[(&str, &[u8])], packed: bool) -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_method(if packed {
        CompressionMethod::Deflated
    } else {
        CompressionMethod::Stored
    });
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        if writer.start_file(*name, options).is_ok() {
            let _ = writer.write_all(bytes);
        }
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

/// A document whose body is this XML.
pub fn document(body: &str) -> Vec<u8> {
    let xml = format!("{HEAD}<w:body>{body}</w:body></w:document>");
    package(
        &[
            ("[Content_Types].xml", TYPES.as_bytes()),
            ("word/document.xml", xml.as_bytes()),
        ],
        false,
    )
}

/// The list of kinds of a document with one part.
pub fn types() -> &'static [u8] {
    TYPES.as_bytes()
}

/// What came out must be XML to the end, with every element closed.
pub fn must_be_well_formed(docx: &[u8]) {
    let mut archive = ZipArchive::new(Cursor::new(docx)).expect("what was written is an archive");
    let mut text = String::new();
    archive
        .by_name("word/document.xml")
        .expect("the main part is kept")
        .read_to_string(&mut text)
        .expect("the main part is UTF-8");
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut depth = 0_usize;
    loop {
        match reader
            .read_event()
            .unwrap_or_else(|error| panic!("{error}: {text}"))
        {
            quick_xml::events::Event::Start(_) => depth += 1,
            quick_xml::events::Event::End(_) => depth -= 1,
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "{text}");
}
