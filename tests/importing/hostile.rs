//! Files that are damaged, disguised or far too large end soon, with words for the person who brought them.

use super::book::{cell, docx, p, row, table, wrapped, zip};
use super::{data, proposed, taken};
use prikaz::importing::answers::Answers;
use std::time::{Duration, Instant};

/// What a file is refused with, in the time that a person waits.
fn refused(name: &str, bytes: &[u8]) -> String {
    let start = Instant::now();
    let error = taken(name, bytes, &Answers::default()).expect_err(name).to_string();
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{name}: {:?}",
        start.elapsed()
    );
    error
}

const HEAD: &[&str] = &["№", "Мероприятия", "Срок", "Исполнитель", "Результат"];

#[test]
fn a_file_cut_short_at_any_place_is_told_or_read() {
    let whole = data("roadmap-2022.docx");
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        let error = refused("roadmap-2022.docx", &whole[..at]);
        assert!(error.chars().any(|sign| ('а'..='я').contains(&sign)), "{error}");
    }
}

#[test]
fn a_document_that_ends_in_the_middle_is_told() {
    let body = format!("{}<w:tbl><w:tr><w:tc>", p("План"));
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let document =
        format!("<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}");
    let error = refused(
        "plan.docx",
        &zip(&[("[Content_Types].xml", types), ("word/document.xml", &document)]),
    );
    assert!(error.contains("обрывается"), "{error}");
}

#[test]
fn five_thousand_tables_inside_one_another_are_told() {
    let body = format!(
        "{}{}{}",
        "<w:tbl><w:tr><w:tc>".repeat(5_000),
        p("дно"),
        "</w:tc></w:tr></w:tbl>".repeat(5_000)
    );
    let error = refused("plan.docx", &docx(&body));
    assert!(error.contains("слишком глубоко"), "{error}");
}

#[test]
fn twenty_thousand_rows_are_no_road_map() {
    let rows: String = (1..=20_000)
        .map(|at| row(&[&at.to_string(), "Форум", "май 2024 г.", "Школы", "Приказ"]))
        .collect();
    let error = refused(
        "plan.docx",
        &docx(&(p("План на 2024 год") + &wrapped(&(row(HEAD) + &rows)))),
    );
    assert!(
        error.contains("2000 пунктов") || error.contains("слишком велик"),
        "{error}"
    );
    let small = (1..=20_000)
        .map(|at| format!("<w:tr>{}{}</w:tr>", cell(&at.to_string()), cell("т")))
        .collect::<Vec<_>>()
        .concat();
    let error = refused("plan.docx", &docx(&wrapped(&(row(&["Мероприятие", "Срок"]) + &small))));
    assert!(!error.is_empty());
}

#[test]
fn what_is_no_road_map_is_named() {
    for (name, bytes, told) in [
        ("plan.pdf", b"%PDF-1.7 ...".to_vec(), "файл PDF"),
        (
            "plan.doc",
            [&[0xd0, 0xcf, 0x11, 0xe0][..], &[0; 64]].concat(),
            "старого формата",
        ),
        ("plan.rtf", b"{\\rtf1 text}".to_vec(), "RTF"),
        ("plan.docx", zip(&[("a.txt", "a")]), "не документ Word"),
        ("plan.txt", b"\x00\x01\x02".to_vec(), "не текст"),
        (
            "plan.txt",
            "Служебная записка".as_bytes().to_vec(),
            "таблица плана не найдена",
        ),
        ("plan.docx", docx(&p("Служебная записка")), "таблица плана не найдена"),
        (
            "plan.docx",
            docx(&(p("План на 2024 год") + &table(&[HEAD]))),
            "ни одного пункта",
        ),
        ("plan.csv", b"".to_vec(), "таблица плана не найдена"),
    ] {
        let error = refused(name, &bytes);
        assert!(error.contains(told), "{name}: {error}");
    }
}

#[test]
fn a_plan_without_a_year_says_how_to_name_it() {
    let bytes = docx(&table(&[HEAD, &["1", "Форум", "май", "Школы", "Приказ"]]));
    let error = refused("plan.docx", &bytes);
    assert!(error.contains("period"), "{error}");
    let told = super::answers("plan:\n  period: { from: 2024-01-01, to: 2024-12-31 }\n");
    let proposal = taken("plan.docx", &bytes, &told).unwrap();
    assert!(proposal.mistakes.is_empty(), "{:?}", proposal.mistakes);
}

/// A book of Excel under the name of a Word file is read for what it is.
#[test]
fn a_renamed_workbook_is_read_as_a_workbook() {
    let shared = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let row = |at: usize, cells: &[&str]| {
        format!(
            "<row r=\"{at}\">{}</row>",
            cells.iter().map(|text| shared(text)).collect::<String>()
        )
    };
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{}{}{}</sheetData></worksheet>",
        row(1, &["План мероприятий на 2024 год"]),
        row(2, HEAD),
        row(3, &["1", "Форум", "май 2024 г.", "Школы", "Приказ"]),
    );
    let spread = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let types = format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{spread}.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{spread}.worksheet+xml\"/></Types>"
    );
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let rels = |target: &str, kind: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{office}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let bytes = zip(&[
        ("[Content_Types].xml", &types),
        ("_rels/.rels", &rels("xl/workbook.xml", "officeDocument")),
        (
            "xl/workbook.xml",
            &format!(
                "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{office}\"><sheets><sheet name=\"План\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &rels("worksheets/sheet1.xml", "worksheet"),
        ),
        ("xl/worksheets/sheet1.xml", &sheet),
    ]);
    let proposal = proposed("plan.docx", &bytes);
    assert_eq!(proposal.report.items.len(), 1);
    assert_eq!(proposal.report.items[0].title, "Форум");
}

#[test]
fn a_merged_cell_of_a_million_signs_does_not_fill_the_memory() {
    let long = "слово ".repeat(100_000);
    let mut rows = row(HEAD);
    rows.push_str(&row(&["1", &format!("v:{long}"), "май 2024 г.", "Школы", "Приказ"]));
    for at in 2..500 {
        rows.push_str(&row(&[&at.to_string(), "^", "май 2024 г.", "Школы", "Приказ"]));
    }
    let error = refused("plan.docx", &docx(&(p("План на 2024 год") + &wrapped(&rows))));
    assert!(error.contains("6000 знаков"), "{error}");
}
