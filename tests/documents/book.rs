//! Builds small .docx files and reads them back.

use std::fmt::Write as _;
use std::io::{Cursor, Read, Write};

use prikaz::documents::Template;
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

pub const WORD: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

/// A package with the given parts, in their order.
pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub fn content_types(parts: &[(&str, &str)]) -> String {
    let mut overrides = String::new();
    for (name, kind) in parts {
        write!(
            overrides,
            "<Override PartName=\"/{name}\" ContentType=\"{TYPES}{kind}+xml\"/>"
        )
        .unwrap();
    }
    format!(
        "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/>{overrides}</Types>"
    )
}

/// A document whose body is the given XML.
pub fn docx(body: &str) -> Vec<u8> {
    docx_with(body, &[])
}

/// A document with more parts: name, kind of content, XML.
pub fn docx_with(body: &str, more: &[(&str, &str, &str)]) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\"?><w:document {WORD} xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><w:body>{body}</w:body></w:document>"
    );
    let mut kinds = vec![("word/document.xml", "document.main")];
    kinds.extend(more.iter().map(|(name, kind, _)| (*name, *kind)));
    let types = content_types(&kinds);
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ];
    parts.extend(more.iter().map(|(name, _, xml)| (*name, xml.as_bytes())));
    zip(&parts)
}

pub fn part(bytes: &[u8], name: &str) -> String {
    String::from_utf8(self::bytes(bytes, name)).unwrap()
}

/// One part as it is.
pub fn bytes(file: &[u8], name: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(file)).unwrap();
    let mut bytes = Vec::new();
    archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

/// The names of all parts, in their order.
pub fn names(file: &[u8]) -> Vec<String> {
    let mut archive = ZipArchive::new(Cursor::new(file)).unwrap();
    (0..archive.len())
        .map(|at| archive.by_index(at).unwrap().name().to_owned())
        .collect()
}

pub fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

pub fn cell(content: &str) -> String {
    format!("<w:tc>{content}</w:tc>")
}

pub fn row(cells: &[&str]) -> String {
    format!(
        "<w:tr>{}</w:tr>",
        cells.iter().map(|text| cell(&p(text))).collect::<String>()
    )
}

pub fn table(rows: &[String]) -> String {
    format!(
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w=\"100\"/></w:tblGrid>{}</w:tbl>",
        rows.concat()
    )
}

/// Renders a body and gives back the XML of its body.
pub fn body(template: &str, context: &Value) -> String {
    let template = Template::compile("проба", &docx(template)).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let document = template.render(context).unwrap_or_else(|error| panic!("{error}"));
    let xml = part(&document.bytes, "word/document.xml");
    well_formed(&xml);
    let start = xml.find("<w:body>").unwrap() + 8;
    xml[start..xml.find("</w:body>").unwrap()].to_owned()
}

/// The text of a body: paragraphs by line, tabs and breaks as they are.
pub fn text(xml: &str) -> String {
    let mut out = String::new();
    let mut rest = xml;
    while let Some(start) = rest.find('<') {
        let end = start + rest[start..].find('>').unwrap();
        out.push_str(&rest[..start]);
        match &rest[start..=end] {
            "</w:p>" | "<w:p/>" => out.push('\n'),
            "<w:br/>" => out.push('⏎'),
            "<w:tab/>" => out.push('\t'),
            _ => {}
        }
        rest = &rest[end + 1..];
    }
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

pub fn well_formed(xml: &str) {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut depth = 0;
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {xml}")) {
            quick_xml::events::Event::Start(_) => depth += 1,
            quick_xml::events::Event::End(_) => depth -= 1,
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "{xml}");
}

/// The messages with which a body is refused.
pub fn refused(template: &str) -> Vec<String> {
    match Template::compile("проба", &docx(template)) {
        Ok(_) => panic!("the template was accepted"),
        Err(mistakes) => mistakes.mistakes.iter().map(ToString::to_string).collect(),
    }
}

/// The elements of a text, each with what it holds; equal neighbours are counted: `p(r(t))×2`.
pub fn shape(xml: &str) -> String {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut open: Vec<(String, Vec<String>)> = vec![(String::new(), Vec::new())];
    let name = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_start_matches("w:").to_owned();
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {xml}")) {
            quick_xml::events::Event::Start(e) => open.push((name(e.name().as_ref()), Vec::new())),
            quick_xml::events::Event::Empty(e) => open.last_mut().unwrap().1.push(name(e.name().as_ref())),
            quick_xml::events::Event::End(_) => {
                let (name, children) = open.pop().unwrap();
                let inside = counted(&children);
                let whole = if inside.is_empty() {
                    name
                } else {
                    format!("{name}({inside})")
                };
                open.last_mut().unwrap().1.push(whole);
            }
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    counted(&open.pop().unwrap().1)
}

fn counted(elements: &[String]) -> String {
    let groups = elements.chunk_by(|one, other| one == other);
    let words: Vec<String> = groups
        .map(|group| match group.len() {
            1 => group[0].clone(),
            count => format!("{}×{count}", group[0]),
        })
        .collect();
    words.join(" ")
}
