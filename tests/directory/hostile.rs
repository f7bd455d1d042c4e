//! Files that are not what they say: told in words, never a panic, a hang or a full memory.

use super::book::V::Text;
use super::book::{SheetOf, book, zipped};
use super::prikaz;
use prikaz::tables::{self, TableError};

fn refused(bytes: &[u8]) -> String {
    tables::read(bytes).unwrap_err().to_string()
}

#[test]
fn other_formats_are_named() {
    assert!(refused(&[0xd0, 0xcf, 0x11, 0xe0, 0, 0]).contains("старого Excel (.xls)"));
    assert!(refused(b"%PDF-1.7").contains("файл PDF"));
    assert!(refused(b"PK\x03\x04 broken").contains("повреждена"));
    let ods = zipped(&[
        ("mimetype".to_owned(), "x".to_owned()),
        ("content.xml".to_owned(), "<x/>".to_owned()),
    ]);
    assert!(refused(&ods).contains(".ods"));
    let empty = zipped(&[("word/document.xml".to_owned(), "<x/>".to_owned())]);
    assert!(refused(&empty).contains("документ Word"));
}

#[test]
fn a_bomb_is_refused_before_it_is_opened() {
    let large = " ".repeat(65 * 1024 * 1024);
    let bomb = zipped(&[("xl/workbook.xml".to_owned(), large)]);
    assert!(bomb.len() < 1024 * 1024);
    assert!(refused(&bomb).contains("мегабайт после распаковки"));
    let many: Vec<(String, String)> = (0..2_001).map(|number| (format!("f{number}"), String::new())).collect();
    assert!(refused(&zipped(&many)).contains("файлов внутри книги"));
    let strings = "<sst uniqueCount='99999999999999'/>".to_owned();
    let announced = zipped(&[("xl/sharedStrings.xml".to_owned(), strings)]);
    assert!(refused(&announced).contains("строк текста в книге"));
    assert_eq!(
        tables::read(&vec![b' '; tables::FILE_BYTES_MAX + 1]),
        Err(TableError::TooLarge)
    );
}

#[test]
fn a_far_cell_makes_no_rectangle() {
    let mut bytes = book(&[SheetOf {
        name: "Л",
        rows: vec![vec![Text("Школа")]],
        merged: vec!["A1:XFD1048576"],
    }]);
    let sheets = tables::read(&bytes).unwrap();
    assert_eq!((sheets[0].rows.len(), sheets[0].rows[0].cells.len()), (1, 1));
    let far = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData></worksheet>";
    bytes = with_sheet(far);
    let told = refused(&bytes);
    assert!(told.contains("строк на листе: ожидалось не больше 20000"), "{told}");
}

/// A workbook whose one sheet is this text.
fn with_sheet(text: &str) -> Vec<u8> {
    use std::io::Read;
    let whole = book(&[SheetOf {
        name: "Л",
        rows: vec![],
        merged: vec![],
    }]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(whole)).unwrap();
    let mut files = Vec::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).unwrap();
        let mut content = String::new();
        file.read_to_string(&mut content).unwrap();
        let name = file.name().to_owned();
        files.push(if name.contains("sheet1") {
            (name, text.to_owned())
        } else {
            (name, content)
        });
    }
    zipped(&files)
}

#[test]
fn damaged_workbooks_are_told_and_never_end_the_program() {
    let whole = book(&[SheetOf {
        name: "Школы",
        rows: vec![
            vec![Text("Школа"), Text("Почта")],
            vec![Text("СОШ № 1"), Text("a@example.org")],
        ],
        merged: vec!["A1:A2"],
    }]);
    assert_eq!(tables::read(&whole).unwrap()[0].rows.len(), 2);
    for cut in (0..whole.len()).step_by(37) {
        let _ = tables::read(&whole[..cut]).map(|sheets| assert!(sheets.len() < 2));
    }
    for text in [
        "",
        "<worksheet>",
        "<worksheet><sheetData><row><c r=\"\"><v>1",
        "<worksheet><sheetData><row r=\"x\"/></sheetData></worksheet>",
    ] {
        let told = tables::read(&with_sheet(text));
        assert!(
            told.is_err() || told.is_ok_and(|sheets| sheets[0].rows.is_empty()),
            "{text}"
        );
    }
}

#[test]
fn text_without_end_is_told_with_its_line() {
    assert_eq!(
        tables::read("а;б\n\"в;г\n".as_bytes()),
        Err(TableError::OpenQuote { line: 2 })
    );
    let wide = ";".repeat(300);
    assert!(refused(wide.as_bytes()).contains("граф"));
    let long = "а\n".repeat(20_001);
    assert!(refused(long.as_bytes()).contains("строк"));
    assert_eq!(tables::read(b"").unwrap()[0].rows.len(), 0);
}

#[test]
fn a_table_without_a_header_and_a_command_without_a_target_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("t.csv");
    std::fs::write(&file, "просто;текст\n1;2\n").unwrap();
    let out = folder.path().join("o.csv");
    let (code, text) = prikaz(&[
        "institutions",
        "import",
        file.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ]);
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("не найдена строка с названиями граф"), "{text}");
    let (code, text) = prikaz(&["institutions", "import", file.to_str().unwrap()]);
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("--plan ПЛАН или --out ФАЙЛ"), "{text}");
    let (code, text) = prikaz(&["institutions", "import", folder.path().to_str().unwrap(), "--dry-run"]);
    assert_eq!(code, 2, "{text}");
    let (code, _) = prikaz(&["institutions", "import", "нет.xlsx", "--dry-run"]);
    assert_eq!(code, 2);
}
