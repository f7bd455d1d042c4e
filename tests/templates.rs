//! The commands for templates, run as a clerk runs them: check, vars, render.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

#[expect(dead_code, reason = "the papers' own tests need more of it")]
#[path = "documents/book.rs"]
mod book;

use book::{docx, p, part, row, table, text, well_formed};
use prikaz::documents::papers::Paper;
use serde_json::{Value, json};
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// A folder with a broken order template, a sound one, and data.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    let broken = [
        p("{{ title }} № {{ numbre }}"),
        p("{% for point in points %}"),
        p("{{ point.number }} {{ point.txet|дта }}"),
        p("{% endfor %}"),
        table(&[
            row(&["№", "Учреждение", "Срок"]),
            row(&[
                "{% for t in tasks %}{{ loop.index }}",
                "{{ points }}",
                "{{ t.deu|дата }}{% endfor %}",
            ]),
        ]),
        p("{% if prepared_by %}Исп. {{ prepared_by.name }}"),
        p("{{ signer.name "),
    ];
    write("order-department.docx", &docx(&broken.concat()));
    let sound = p("О «{{ title }}»") + &p("№ {{ number }}") + &p("{% for x in list %}{{ x.name }}; {% endfor %}");
    write("sound.docx", &docx(&sound));
    write(
        "data.json",
        r#"{"title": "выпускном вечере", "number": "113", "list": [{"name": "Ёлкина"}]}"#.as_bytes(),
    );
    folder
}

fn prikaz(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_prikaz"));
    command.current_dir(folder).args(arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Hashes depend on how the file was compressed.
fn without_hashes(json: &str) -> String {
    let line = |line: &str| match line.split_once("\"sha256\": \"") {
        Some((start, hash)) => {
            let hash = hash.trim_end_matches("\",");
            assert!(
                hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()),
                "{hash}"
            );
            format!("{start}\"sha256\": …")
        }
        None => line.to_owned(),
    };
    json.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn shipped(name: &str) -> Vec<u8> {
    fs::read(format!("{}/doc-templates/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The shipped order with a name mistyped and a block left open.
fn spoilt_order() -> Vec<u8> {
    let bytes = shipped("order-department.docx");
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for name in names {
        let mut content = Vec::new();
        archive.by_name(&name).unwrap().read_to_end(&mut content).unwrap();
        if name == "word/document.xml" {
            let text = String::from_utf8(content).unwrap();
            let spoilt =
                text.replacen("{{ title }}", "{{ titel }}", 1)
                    .replacen("{{ command }}", "{% if command %}", 1);
            assert_ne!(spoilt, text);
            content = spoilt.into_bytes();
        }
        parts.push((name, content));
    }
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, content)| (name.as_str(), content.as_slice()))
        .collect();
    book::zip(&parts)
}

/// Whether LibreOffice is on this machine; a test that needs it says aloud that it was passed over.
fn has_office() -> bool {
    let found = Command::new("soffice").arg("--version").output().is_ok();
    if !found {
        eprintln!("passed over: LibreOffice is not installed");
    }
    found
}

#[test]
fn a_broken_template_is_told_to_a_clerk_in_words() {
    let folder = folder();
    let checked = prikaz(folder.path(), &["template", "check", "order-department.docx"]);
    assert_eq!(checked.status.code(), Some(3), "{}", err(&checked));
    insta::assert_snapshot!("check_text", out(&checked));
}

#[test]
fn the_same_mistakes_are_data_for_a_program() {
    let folder = folder();
    let checked = prikaz(
        folder.path(),
        &["template", "check", "--json", "order-department.docx", "sound.docx"],
    );
    assert_eq!(checked.status.code(), Some(3), "{}", err(&checked));
    let all: Value = serde_json::from_str(&out(&checked)).unwrap();
    assert_eq!(all["templates"][1]["mistakes"], json!([]));
    assert_eq!(
        all["templates"][1]["checked_on"],
        json!(null),
        "its name says nothing of its paper"
    );
    insta::assert_snapshot!("check_json", without_hashes(&out(&checked)));
}

#[test]
fn a_template_is_checked_on_the_data_that_are_given() {
    let folder = folder();
    let checked = prikaz(
        folder.path(),
        &["template", "check", "sound.docx", "--context", "data.json"],
    );
    assert_eq!(checked.status.code(), Some(0), "{}", err(&checked));
    assert_eq!(
        out(&checked),
        "sound.docx: ошибок нет\n   Имена и значения проверены на данных из data.json\n\n"
    );
    let unknown = prikaz(folder.path(), &["template", "check", "sound.docx"]);
    assert!(
        out(&unknown).contains("Имена полей и значения не проверялись"),
        "{}",
        out(&unknown)
    );
}

#[test]
fn what_cannot_be_read_is_said_in_one_sentence() {
    let folder = folder();
    fs::write(folder.path().join("old.docx"), b"{\\rtf1 {{ title }}").unwrap();
    let no_word = prikaz(folder.path(), &["template", "check", "old.docx"]);
    assert_eq!(no_word.status.code(), Some(3));
    assert_eq!(
        out(&no_word),
        "old.docx: ошибок: 1\n\n  1. весь файл\n     это документ RTF\n     → откройте его в Word и сохраните как .docx\n\n"
    );
    let missing = prikaz(folder.path(), &["template", "check", "нет.docx"]);
    assert_eq!(
        (missing.status.code(), err(&missing).as_str()),
        (Some(2), "prikaz: нет файла нет.docx\n")
    );
}

#[test]
fn comments_land_on_the_paragraphs_that_are_wrong() {
    let folder = folder();
    let before = fs::read(folder.path().join("order-department.docx")).unwrap();
    let checked = prikaz(
        folder.path(),
        &["template", "check", "order-department.docx", "--annotate", "copy.docx"],
    );
    assert!(
        out(&checked).contains("Копия с примечаниями: copy.docx"),
        "{}{}",
        out(&checked),
        err(&checked)
    );
    let copy = fs::read(folder.path().join("copy.docx")).unwrap();
    let document = part(&copy, "word/document.xml");
    well_formed(&document);
    let commented: Vec<String> = document
        .split("<w:p>")
        .filter(|paragraph| paragraph.contains("commentReference"))
        .map(|paragraph| text(&paragraph[..paragraph.find("</w:p>").unwrap()]))
        .collect();
    insta::assert_snapshot!("annotated_paragraphs", commented.join("\n"));
    insta::assert_snapshot!("annotated_comments", text(&part(&copy, "word/comments.xml")));
    assert_eq!(
        fs::read(folder.path().join("order-department.docx")).unwrap(),
        before,
        "the template stays as it was"
    );
    // Over the template itself no copy is written, nor over several one.
    let itself = prikaz(
        folder.path(),
        &[
            "template",
            "check",
            "order-department.docx",
            "--annotate",
            "./order-department.docx",
        ],
    );
    assert_eq!(itself.status.code(), Some(2));
    assert!(err(&itself).contains("на место самого шаблона"), "{}", err(&itself));
    let several = [
        "template",
        "check",
        "order-department.docx",
        "sound.docx",
        "--annotate",
        "copies",
    ];
    assert_eq!(prikaz(folder.path(), &several).status.code(), Some(3));
    assert_eq!(
        names_in(&folder.path().join("copies")),
        ["order-department.docx"],
        "only what has mistakes"
    );
}

#[test]
fn libreoffice_reads_the_comments() {
    if !has_office() {
        return;
    }
    let folder = folder();
    fs::write(folder.path().join("order-department.docx"), spoilt_order()).unwrap();
    let checked = prikaz(
        folder.path(),
        &["template", "check", "order-department.docx", "--annotate", "copy.docx"],
    );
    assert_eq!(checked.status.code(), Some(3), "{}", err(&checked));
    let profile = format!(
        "-env:UserInstallation=file://{}",
        folder.path().join("profile").display()
    );
    let converted = Command::new("soffice")
        .current_dir(folder.path())
        .args([
            &profile,
            "--headless",
            "--convert-to",
            "docx",
            "--outdir",
            "again",
            "copy.docx",
        ])
        .output()
        .unwrap();
    assert!(converted.status.success(), "{converted:?}");
    let again = fs::read(folder.path().join("again/copy.docx")).unwrap();
    let comments = text(&part(&again, "word/comments.xml"));
    for told in [
        "нет поля «titel»",
        "возможно, имелось в виду «title»",
        "блок открыт, но не закрыт",
    ] {
        assert!(comments.contains(told), "{comments}");
    }
}

#[test]
fn what_a_template_needs_is_shown_as_a_tree() {
    let folder = folder();
    fs::write(
        folder.path().join("order-department.docx"),
        shipped("order-department.docx"),
    )
    .unwrap();
    let vars = prikaz(folder.path(), &["template", "vars", "order-department.docx"]);
    assert_eq!(vars.status.code(), Some(0), "{}", err(&vars));
    let tree = out(&vars);
    let line = |name: &str| {
        let found = tree
            .lines()
            .find(|line| line.trim_start().starts_with(name))
            .unwrap_or_else(|| panic!("{name}: {tree}"));
        found.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(line("points[]").contains("обязательно основной текст"), "{tree}");
    assert!(tree.contains("\n  sub[]  ") && tree.contains("\n    text  "), "{tree}");
    let sound = prikaz(folder.path(), &["template", "vars", "--json", "sound.docx"]);
    insta::assert_snapshot!("vars_json", without_hashes(&out(&sound)));
}

#[test]
fn a_paper_is_rendered_with_both_its_hashes() {
    let folder = folder();
    let rendered = prikaz(
        folder.path(),
        &["render", "sound.docx", "data.json", "-o", "paper.docx"],
    );
    assert_eq!(rendered.status.code(), Some(0), "{}", err(&rendered));
    let paper = fs::read(folder.path().join("paper.docx")).unwrap();
    assert_eq!(
        text(&part(&paper, "word/document.xml")).trim(),
        "О «выпускном вечере»\n№ 113\nЁлкина;"
    );
    let again = prikaz(folder.path(), &["render", "sound.docx", "data.json", "-o", "-"]);
    assert_eq!(again.stdout, paper, "the same template and data give the same bytes");
    let (first, second) = (out(&rendered), err(&again));
    assert_eq!(first.strip_prefix("Записан paper.docx\n"), Some(second.as_str()));
    assert_eq!(first.matches("sha256 ").count(), 2, "{first}");
    assert_eq!(
        names_in(folder.path()),
        ["data.json", "order-department.docx", "paper.docx", "sound.docx"]
    );
}

#[test]
fn every_missing_value_is_refused_with_its_place_and_shown_as_a_gap_when_asked() {
    let folder = folder();
    fs::write(folder.path().join("few.json"), r#"{"title": "вечере", "list": [{}]}"#).unwrap();
    let strict = prikaz(folder.path(), &["render", "sound.docx", "few.json", "-o", "paper.docx"]);
    assert_eq!(strict.status.code(), Some(3));
    insta::assert_snapshot!("render_refused", err(&strict));
    assert!(!folder.path().join("paper.docx").exists());
    let lenient = prikaz(
        folder.path(),
        &["render", "sound.docx", "few.json", "-o", "paper.docx", "--lenient"],
    );
    assert_eq!(lenient.status.code(), Some(0), "{}", err(&lenient));
    let xml = part(
        &fs::read(folder.path().join("paper.docx")).unwrap(),
        "word/document.xml",
    );
    assert!(
        text(&xml).contains("№ ________") && xml.contains("<w:highlight w:val=\"yellow\"/>"),
        "{xml}"
    );
}

#[test]
fn mistakes_of_json_are_told_with_line_and_column() {
    let folder = folder();
    for (written, told) in [
        (
            "{\n  \"номер\": \"1\"\n  \"дата\": 2\n}",
            "x.json:3:3: здесь нужна запятая или закрывающая скобка",
        ),
        (
            "{\"a\": [1, 2,]}",
            "x.json:1:13: лишняя запятая перед закрывающей скобкой",
        ),
        (
            "{\"a\": \"б",
            "x.json:1:9: файл обрывается: не закрыта скобка или кавычка",
        ),
        ("{a: 1}", "x.json:1:2: имя поля должно стоять в прямых двойных кавычках"),
        ("", "x.json:1:1: файл пуст, а нужны данные JSON"),
        (
            "[1]",
            "x.json: ожидалась запись в фигурных скобках, { \"поле\": значение }, а здесь список",
        ),
    ] {
        fs::write(folder.path().join("x.json"), written).unwrap();
        let rendered = prikaz(folder.path(), &["render", "sound.docx", "x.json", "-o", "paper.docx"]);
        assert_eq!(rendered.status.code(), Some(2));
        assert!(
            err(&rendered).starts_with(&format!("prikaz: {told}")),
            "{}",
            err(&rendered)
        );
    }
}

#[test]
fn data_that_no_paper_holds_is_refused_before_it_is_read_into_memory() {
    let folder = folder();
    let commas_in_text = format!("{{\"title\": \"{}\"}}", "а, ".repeat(300_000));
    for (written, told) in [
        (
            format!("{{\"a\": [1{}]}}", ",1".repeat(200_000)),
            Some("x.json: в данных больше 200000 значений"),
        ),
        (
            format!("{{\"a\": \"{}\"}}", "х".repeat(4 << 20)),
            Some("x.json: данных больше 8 МБ"),
        ),
        (commas_in_text, None),
    ] {
        fs::write(folder.path().join("x.json"), written).unwrap();
        let rendered = prikaz(
            folder.path(),
            &["render", "sound.docx", "x.json", "--lenient", "-o", "paper.docx"],
        );
        let said = err(&rendered);
        match told {
            Some(told) => assert!(said.contains(told), "{said}"),
            None => assert_eq!(rendered.status.code(), Some(0), "{said}"),
        }
    }
}

#[test]
fn a_template_and_its_data_are_never_written_over() {
    let folder = folder();
    let before = fs::read(folder.path().join("sound.docx")).unwrap();
    for target in ["sound.docx", "./sound.docx", "data.json"] {
        let rendered = prikaz(folder.path(), &["render", "sound.docx", "data.json", "-o", target]);
        assert_eq!(rendered.status.code(), Some(2), "{target}");
        assert!(err(&rendered).contains("это исходный файл"), "{}", err(&rendered));
    }
    assert_eq!(fs::read(folder.path().join("sound.docx")).unwrap(), before);
}

#[test]
fn a_pdf_is_written_beside_and_nothing_else_is_left() {
    if !has_office() {
        return;
    }
    let folder = folder();
    let sample = Paper::of_file("order-department.docx").unwrap().sample();
    fs::write(
        folder.path().join("order-department.docx"),
        shipped("order-department.docx"),
    )
    .unwrap();
    fs::write(folder.path().join("data.json"), sample.to_string()).unwrap();
    let arguments = [
        "render",
        "order-department.docx",
        "data.json",
        "-o",
        "Приказ № 1.docx",
        "--pdf",
    ];
    let rendered = prikaz(folder.path(), &arguments);
    assert_eq!(rendered.status.code(), Some(0), "{}", err(&rendered));
    assert!(
        fs::read(folder.path().join("Приказ № 1.pdf"))
            .unwrap()
            .starts_with(b"%PDF-")
    );
    assert_eq!(
        names_in(folder.path()),
        [
            "data.json",
            "order-department.docx",
            "sound.docx",
            "Приказ № 1.docx",
            "Приказ № 1.pdf"
        ]
    );
}

#[test]
fn without_libreoffice_the_paper_is_written_and_the_pdf_is_explained() {
    let folder = folder();
    let mut command = Command::new(env!("CARGO_BIN_EXE_prikaz"));
    command.current_dir(folder.path()).env("PATH", folder.path());
    let rendered = command
        .args(["render", "sound.docx", "data.json", "-o", "paper.docx", "--pdf"])
        .output()
        .unwrap();
    assert_eq!(rendered.status.code(), Some(1));
    assert!(err(&rendered).contains("нужен LibreOffice"), "{}", err(&rendered));
    assert_eq!(
        names_in(folder.path()),
        ["data.json", "order-department.docx", "paper.docx", "sound.docx"]
    );
}

#[test]
fn a_mistake_in_a_template_whose_paper_is_known_fails_the_check_of_plans() {
    let folder = folder();
    let templates = folder.path().join("templates");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("doc-templates");
    copy_folder(&shipped, &templates);
    let arguments = |folder: &Path| {
        [
            "check".to_owned(),
            "--doc-templates".to_owned(),
            folder.display().to_string(),
        ]
    };
    let check = |templates: &Path| {
        let arguments = arguments(templates);
        prikaz(folder.path(), &arguments.each_ref().map(String::as_str))
    };
    let sound = check(&templates);
    assert_eq!(sound.status.code(), Some(0), "{}", out(&sound));
    fs::write(templates.join("order-school.docx"), docx(&p("{{ titel }}"))).unwrap();
    let broken = check(&templates);
    assert_eq!(broken.status.code(), Some(3));
    assert!(
        out(&broken)
            .contains("основной текст, абзац 1: {{ titel }}: нет поля «titel»\n  ┌─ doc-templates/order-school.docx"),
        "{}",
        out(&broken)
    );
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
