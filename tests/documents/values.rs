//! How values are written on paper.

use prikaz::documents::Template;
use serde_json::json;

use super::book::{body, docx, p, part, text};

#[test]
fn signs_of_xml_in_data_are_only_text() {
    let evil = "ООО «Рога & копыта» </w:t></w:r></w:p> <b> {{ number }} {% if %} \u{e000}x\u{e001}";
    let xml = body(&p("{{ a }}"), &json!({ "a": evil }));
    assert_eq!(text(&xml), format!("{evil}\n"));
}

#[test]
fn a_line_break_and_a_tab_keep_the_look_of_their_run() {
    let template = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{{ a }}</w:t></w:r></w:p>";
    let xml = body(template, &json!({"a": "Первая\r\nвторая\tтретья "}));
    assert_eq!(text(&xml), "Первая⏎вторая\tтретья \n");
    assert_eq!(xml.matches("<w:rPr>").count(), 1, "one run: {xml}");
}

#[test]
fn characters_that_xml_forbids_are_left_out() {
    assert_eq!(
        text(&body(&p("{{ a }}"), &json!({"a": "а\u{0}б\u{b}в\u{ffff}г"}))),
        "абвг\n"
    );
}

#[test]
fn nothing_yes_no_and_numbers_are_written_in_russian() {
    let context =
        json!({"none": null, "yes": true, "no": false, "whole": 3.0, "half": 12.5, "big": 1_234_567, "minus": -1234.5});
    let template = p(
        "[{{ none }}] {{ yes }} {{ no }} {{ whole }} {{ half }} {{ big|число }} {{ minus|число(знаков=2) }} {{ none|число }}",
    );
    assert_eq!(
        text(&body(&template, &context)),
        "[] да нет 3 12,5 1\u{a0}234\u{a0}567 −1\u{a0}234,50 \n"
    );
}

#[test]
fn dates_are_written_as_orders_write_them() {
    let template = p("{{ d|дата }}; {{ d|дата_словами }}; [{{ n|дата }}]");
    assert_eq!(
        text(&body(&template, &json!({"d": "2022-04-04", "n": null}))),
        "04.04.2022; 4\u{a0}апреля 2022\u{a0}г.; []\n"
    );
}

#[test]
fn a_missing_value_is_refused_for_signing_and_shown_as_a_gap_in_a_preview() {
    let template = Template::compile("приказ", &docx(&p("№ {{ order.number }}"))).unwrap();
    let refused = template.render(&json!({"order": {}})).unwrap_err().to_string();
    assert_eq!(
        refused,
        "шаблон «приказ»: основной текст, абзац 1: {{ order.number }}: значение «order.number» не задано (проверьте имя поля в шаблоне и данные документа)"
    );
    let preview = template.render_lenient(&json!({})).unwrap();
    let preview = part(&preview.bytes, "word/document.xml");
    assert!(
        text(&preview).contains("№ ________") && preview.contains("w:highlight"),
        "{preview}"
    );
}

#[test]
fn a_list_or_a_record_in_place_of_text_is_refused_with_its_place() {
    for context in [json!({"a": ["б"]}), json!({"a": {"б": 1}})] {
        let error = Template::compile("п", &docx(&p("{{ a }}")))
            .unwrap()
            .render(&context)
            .unwrap_err()
            .to_string();
        assert!(error.contains("основной текст, абзац 1: {{ a }}: здесь "), "{error}");
    }
    let error = Template::compile("п", &docx(&p("{{ a|дата }}")))
        .unwrap()
        .render(&json!({"a": "вчера"}))
        .unwrap_err()
        .to_string();
    assert!(error.contains("здесь нужна дата, а стоит «вчера»"), "{error}");
}

#[test]
fn an_endless_repeat_runs_out_of_fuel() {
    let template = p("{% for a in range(90000) %}{% for b in range(90000) %}{{ b }}{% endfor %}{% endfor %}");
    let error = Template::compile("п", &docx(&template))
        .unwrap()
        .render(&json!({}))
        .unwrap_err()
        .to_string();
    assert!(error.contains("слишком много данных"), "{error}");
}

#[test]
fn a_template_is_shared_between_threads() {
    let template = Template::compile("п", &docx(&p("{{ a }}"))).unwrap();
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let template = template.clone();
            std::thread::spawn(move || template.render(&json!({"a": "ё"})).unwrap().file_sha256)
        })
        .collect();
    let hashes: std::collections::HashSet<String> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert_eq!(hashes.len(), 1);
}

#[test]
fn the_same_context_gives_the_same_bytes() {
    let file = docx(&p("{% for k in a %}{{ k }}{% endfor %}"));
    let (one, other) = (
        Template::compile("п", &file).unwrap(),
        Template::compile("п", &file).unwrap(),
    );
    let context = json!({"a": ["ё", "«ёлочки»", "№"]});
    let first = one.render(&context).unwrap();
    assert_eq!(first, one.render(&context).unwrap());
    assert_eq!(first, other.clone().render(&context).unwrap());
    assert_eq!(one.sha256(), other.sha256());
    let changed = one.render(&json!({"a": ["е"]})).unwrap();
    assert_ne!(first.content_sha256, changed.content_sha256);
    assert_ne!(first.file_sha256, changed.file_sha256);
}

#[test]
fn the_content_hash_does_not_depend_on_compression() {
    use std::io::{Cursor, Read, Write};
    let file = docx(&p("{{ a }}"));
    let mut stored = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut archive = zip::ZipArchive::new(Cursor::new(&file)).unwrap();
    for at in (0..archive.len()).rev() {
        let mut entry = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        stored
            .start_file(
                entry.name(),
                zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored),
            )
            .unwrap();
        stored.write_all(&bytes).unwrap();
    }
    let stored = stored.finish().unwrap().into_inner();
    let render = |bytes: &[u8]| Template::compile("п", bytes).unwrap().render(&json!({"a": 1})).unwrap();
    assert_eq!(render(&file).content_sha256, render(&stored).content_sha256);
    assert_ne!(render(&file).file_sha256, render(&stored).file_sha256);
}
