//! Workbooks of Excel written by hand, no larger than a test needs.

use std::fmt::Write as _;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// A value of a cell.
pub enum V {
    Text(&'static str),
    Number(f64),
    /// Days since 30 December 1899, shown as a date.
    Date(u32),
    Error,
    None,
}

/// A sheet of a workbook.
pub struct SheetOf {
    pub name: &'static str,
    pub rows: Vec<Vec<V>>,
    pub merged: Vec<&'static str>,
}

/// The bytes of an `.xlsx` with these sheets.
pub fn book(sheets: &[SheetOf]) -> Vec<u8> {
    let mut files = vec![
        ("[Content_Types].xml".to_owned(), content_types(sheets.len())),
        (
            "_rels/.rels".to_owned(),
            relations(&[("rId1", "officeDocument", "xl/workbook.xml".to_owned())]),
        ),
        ("xl/workbook.xml".to_owned(), workbook(sheets)),
        (
            "xl/styles.xml".to_owned(),
            "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>".to_owned(),
        ),
    ];
    let targets: Vec<(String, &str, String)> = (1..=sheets.len())
        .map(|number| {
            (
                format!("rId{number}"),
                "worksheet",
                format!("worksheets/sheet{number}.xml"),
            )
        })
        .chain([("rId99".to_owned(), "styles", "styles.xml".to_owned())])
        .collect();
    let targets: Vec<(&str, &str, String)> = targets
        .iter()
        .map(|(id, kind, to)| (id.as_str(), *kind, to.clone()))
        .collect();
    files.push(("xl/_rels/workbook.xml.rels".to_owned(), relations(&targets)));
    for (place, sheet) in sheets.iter().enumerate() {
        files.push((format!("xl/worksheets/sheet{}.xml", place + 1), worksheet(sheet)));
    }
    zipped(&files)
}

/// A zip of these files.
pub fn zipped(files: &[(String, String)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn content_types(sheets: usize) -> String {
    let part = |name: &str, kind: &str| {
        format!(
            "<Override PartName=\"{name}\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml\"/>"
        )
    };
    let parts: String = (1..=sheets)
        .map(|number| part(&format!("/xl/worksheets/sheet{number}.xml"), "worksheet"))
        .collect();
    format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>{}{}{parts}</Types>",
        part("/xl/workbook.xml", "sheet.main"),
        part("/xl/styles.xml", "styles"),
    )
}

fn relations(targets: &[(&str, &str, String)]) -> String {
    let one = |(id, kind, to): &(&str, &str, String)| {
        format!(
            "<Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{to}\"/>"
        )
    };
    let all: String = targets.iter().map(one).collect();
    format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}</Relationships>"
    )
}

fn workbook(sheets: &[SheetOf]) -> String {
    let one = |(place, sheet): (usize, &SheetOf)| {
        format!(
            "<sheet name=\"{}\" sheetId=\"{}\" r:id=\"rId{}\"/>",
            sheet.name,
            place + 1,
            place + 1
        )
    };
    let all: String = sheets.iter().enumerate().map(one).collect();
    format!(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>{all}</sheets></workbook>"
    )
}

fn worksheet(sheet: &SheetOf) -> String {
    let mut rows = String::new();
    for (row, cells) in sheet.rows.iter().enumerate() {
        write!(rows, "<row r=\"{}\">", row + 1).unwrap();
        for (column, value) in cells.iter().enumerate() {
            let place = format!("{}{}", char::from(b'A' + u8::try_from(column).unwrap()), row + 1);
            let cell = match value {
                V::Text(text) => {
                    let text = text.replace('&', "&amp;").replace('<', "&lt;");
                    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>")
                }
                V::Number(number) => format!("<c r=\"{place}\"><v>{number}</v></c>"),
                V::Date(days) => format!("<c r=\"{place}\" s=\"1\"><v>{days}</v></c>"),
                V::Error => format!("<c r=\"{place}\" t=\"e\"><v>#N/A</v></c>"),
                V::None => String::new(),
            };
            rows.push_str(&cell);
        }
        rows.push_str("</row>");
    }
    let mut merged = String::new();
    for region in &sheet.merged {
        write!(merged, "<mergeCell ref=\"{region}\"/>").unwrap();
    }
    let merged = if merged.is_empty() {
        merged
    } else {
        format!("<mergeCells>{merged}</mergeCells>")
    };
    format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData>{merged}</worksheet>"
    )
}
