//! Builds small .docx files with tables of any shape.

use std::fmt::Write as _;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

pub fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A document whose body is the given XML.
pub fn docx(body: &str) -> Vec<u8> {
    docx_with(body, "")
}

/// A document with lists.
pub fn docx_with(body: &str, numbering: &str) -> Vec<u8> {
    let document =
        format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"{WORD}\"><w:body>{body}</w:body></w:document>");
    let mut types = format!(
        "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"{TYPES}document.main+xml\"/>"
    );
    if !numbering.is_empty() {
        write!(
            types,
            "<Override PartName=\"/word/numbering.xml\" ContentType=\"{TYPES}numbering+xml\"/>"
        )
        .unwrap();
    }
    types.push_str("</Types>");
    let numbering_part = format!("<?xml version=\"1.0\"?><w:numbering xmlns:w=\"{WORD}\">{numbering}</w:numbering>");
    let mut parts = vec![
        ("[Content_Types].xml", types.as_str()),
        ("word/document.xml", document.as_str()),
    ];
    if !numbering.is_empty() {
        parts.push(("word/numbering.xml", &numbering_part));
    }
    zip(&parts)
}

/// A paragraph; a line break is `\n`.
pub fn p(text: &str) -> String {
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| format!("<w:t xml:space=\"preserve\">{line}</w:t>"))
        .collect();
    format!("<w:p><w:r>{}</w:r></w:p>", lines.join("<w:br/>"))
}

pub fn lines(texts: &[&str]) -> String {
    texts.iter().map(|text| p(text)).collect()
}

/// A cell; `text>>3` takes three columns, `v:text` begins a vertical merge, `^` goes on with one.
pub fn cell(spec: &str) -> String {
    let (spec, span) = spec.rsplit_once(">>").map_or((spec, ""), |(text, span)| (text, span));
    let (text, merge) = match spec {
        "^" => ("", "<w:vMerge/>"),
        spec => spec
            .strip_prefix("v:")
            .map_or((spec, ""), |text| (text, "<w:vMerge w:val=\"restart\"/>")),
    };
    let span = if span.is_empty() {
        String::new()
    } else {
        format!("<w:gridSpan w:val=\"{span}\"/>")
    };
    format!("<w:tc><w:tcPr>{span}{merge}</w:tcPr>{}</w:tc>", p(text))
}

pub fn row(cells: &[&str]) -> String {
    format!(
        "<w:tr>{}</w:tr>",
        cells.iter().map(|text| cell(text)).collect::<String>()
    )
}

pub fn table(rows: &[&[&str]]) -> String {
    wrapped(&rows.iter().map(|cells| row(cells)).collect::<String>())
}

/// A table of rows that are XML already.
pub fn wrapped(rows: &str) -> String {
    format!("<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>")
}
