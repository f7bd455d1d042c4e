//! Files that are not what they say, or mean harm: a clear Russian sentence, soon, without filling the memory.

use std::time::{Duration, Instant};

use prikaz::documents::{MistakeCode, Template};
use serde_json::json;

use super::book::{WORD, content_types, docx, docx_with, p, part, row, table, zip};

/// A hang, not a slow machine: how long refusals really take, the benches tell.
const HANG: Duration = Duration::from_mins(1);

/// The first mistake of a refused file; compiling it must not hang.
fn refuse(bytes: &[u8]) -> (MistakeCode, String) {
    let start = Instant::now();
    let mistakes = Template::compile("чужой", bytes)
        .expect_err("the file was accepted")
        .mistakes;
    assert!(start.elapsed() < HANG, "took {:?}", start.elapsed());
    assert!(mistakes.len() <= 200);
    (mistakes[0].code, mistakes[0].to_string())
}

fn with_types(types: &str, document: &str) -> Vec<u8> {
    zip(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ])
}

fn with_document(document: &str) -> Vec<u8> {
    with_types(&content_types(&[("word/document.xml", "document.main")]), document)
}

#[test]
fn files_of_other_kinds_are_called_by_their_names() {
    let mut old = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    old.resize(2048, 0);
    assert_eq!(
        refuse(&old),
        (
            MistakeCode::OldWord,
            "это документ старого формата .doc (откройте его в Word и сохраните как .docx)".into()
        )
    );
    old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(
        refuse(&old),
        (
            MistakeCode::Encrypted,
            "документ закрыт паролем (снимите пароль в Word)".into()
        )
    );
    assert_eq!(
        refuse(b"{\\rtf1 }").1,
        "это документ RTF (откройте его в Word и сохраните как .docx)"
    );
    assert_eq!(refuse(b"%PDF-1.7").1, "это не документ Word (нужен файл .docx)");
    assert_eq!(refuse(b"").0, MistakeCode::NotWord);
    let xlsx = content_types(&[]).replace("</Types>", "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>");
    assert_eq!(
        refuse(&with_types(&xlsx, "<a/>")).1,
        "это книга Excel, а не документ Word (нужен файл .docx)"
    );
    assert_eq!(refuse(&zip(&[("readme.txt", b"x")])).0, MistakeCode::NotWord);
    let docm = content_types(&[]).replace("</Types>", "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/></Types>");
    assert_eq!(refuse(&with_types(&docm, "<a/>")).0, MistakeCode::Macros);
    let strict =
        "<w:document xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><w:body><w:p/></w:body></w:document>";
    let (code, said) = refuse(&with_document(strict));
    assert_eq!(code, MistakeCode::Strict);
    assert!(said.contains("«Документ Word (.docx)»"), "{said}");
}

#[test]
fn a_word_template_is_accepted_and_becomes_a_document() {
    let types = content_types(&[("word/document.xml", "template.main")]);
    let file = with_types(
        &types,
        &format!("<w:document {WORD}><w:body>{}</w:body></w:document>", p("{{ a }}")),
    );
    let document = Template::compile("п", &file).unwrap().render(&json!({"a": 1})).unwrap();
    assert!(part(&document.bytes, "[Content_Types].xml").contains("document.main+xml"));
}

#[test]
fn a_truncated_file_is_refused_wherever_it_is_cut() {
    let file = docx(&p("{{ a }}"));
    for cut in (3..file.len()).step_by(7) {
        assert!(Template::compile("п", &file[..cut]).is_err(), "cut at {cut}");
    }
}

#[test]
fn damaged_bytes_never_panic() {
    let file = docx(
        &[
            p("{% for a in b %}"),
            table(&[row(&["{{ a }}", "x"])]),
            p("{% endfor %}"),
        ]
        .concat(),
    );
    for at in 0..file.len() {
        let mut damaged = file.clone();
        damaged[at] ^= 0x5a;
        let _ = Template::compile("п", &damaged).map(|template| template.render(&json!({"b": [1]})));
    }
}

#[test]
fn truncated_or_crossed_xml_is_refused() {
    for document in [
        format!("<w:document {WORD}><w:body><w:p>"),
        format!("<w:document {WORD}><w:body></w:document></w:body>"),
        format!("<w:document {WORD}><w:body><w:p></w:body></w:document>"),
        format!(
            "<w:document {WORD}><w:body><w:p><w:r><w:t>&unknown; {{{{ a }}}}</w:t></w:r></w:p></w:body></w:document>"
        ),
        String::new(),
    ] {
        assert_eq!(
            refuse(&with_document(&document)).0,
            MistakeCode::BrokenXml,
            "{document}"
        );
    }
    let utf16: Vec<u8> = "<a/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let types = content_types(&[("word/document.xml", "document.main")]);
    let (_, said) = refuse(&zip(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("word/document.xml", &[&[0xff, 0xfe], utf16.as_slice()].concat()),
    ]));
    assert!(said.contains("UTF-8"), "{said}");
}

#[test]
fn a_doctype_is_refused_in_any_part() {
    let bomb = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"ааа\"><!ENTITY b \"&a;&a;\">]><w:document {WORD}><w:body>{}</w:body></w:document>",
        p("&b;")
    );
    assert!(refuse(&with_document(&bomb)).1.contains("DOCTYPE"));
    let styles = "<!doctype x><w:styles/>";
    assert!(
        refuse(&docx_with(&p("x"), &[("word/styles.xml", "styles", styles)]))
            .1
            .contains("DOCTYPE")
    );
}

#[test]
fn a_bomb_is_stopped_before_it_unfolds() {
    let zeros = vec![b' '; (32 << 20) + 1];
    let bomb = docx_with(
        &p("x"),
        &[("word/media.bin", "styles", std::str::from_utf8(&zeros).unwrap())],
    );
    assert!(bomb.len() < 200_000);
    assert_eq!(refuse(&bomb).0, MistakeCode::TooLarge);
    // The same with the sizes in its headers changed to a lie.
    let real = u32::try_from(zeros.len()).unwrap().to_le_bytes();
    let mut lying = bomb.clone();
    for at in 0..lying.len() - 4 {
        if lying[at..at + 4] == real {
            lying[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
        }
    }
    refuse(&lying);
    assert_eq!(refuse(&vec![b'P'; (10 << 20) + 1]).0, MistakeCode::TooLarge);
}

#[test]
fn too_many_parts_equal_names_and_names_that_lead_out_are_refused() {
    let names: Vec<String> = (0..1_001).map(|n| format!("part{n}.bin")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    assert_eq!(refuse(&zip(&many)).0, MistakeCode::TooLarge);
    let mut twice = docx_with(&p("x"), &[("word/document.xmk", "styles", "<a/>")]);
    let from = b"word/document.xmk";
    for at in 0..twice.len() - from.len() {
        if &twice[at..at + from.len()] == from {
            twice[at + from.len() - 1] = b'l';
        }
    }
    assert!(refuse(&twice).1.contains("одинаковыми именами"));
    assert!(refuse(&zip(&[("../../etc/passwd", b"x")])).1.contains("за пределы"));
}

#[test]
fn a_list_does_not_grow_out_of_itself() {
    let again = |what: &str, times: usize| p(&format!("{{% set a = {what} %}}")).repeat(times);
    let begun = p("{% set a = [1, 2, 3, 4] %}");
    for (bomb, said) in [
        (begun.clone() + &again("a + a + a + a", 12), "значений и больше"),
        (
            begun.clone() + &again("[a]", 5_000) + &p("{{ a|upper }}"),
            "глубже 16 раз",
        ),
        (
            begun.clone() + &again("[a, a]", 40) + &p("{{ a ~ '' }}"),
            "глубже 16 раз",
        ),
        (
            begun.clone() + &again("[a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a]", 40),
            "значений и больше",
        ),
        (
            begun.clone() + &again("{'а': a, 'б': a}", 40) + &p("{{ {a: 1} }}"),
            "глубже 16 раз",
        ),
        (
            again("rows|batch(1)|list", 1) + &again("a|batch(1)|list", 40),
            "глубже 16 раз",
        ),
    ] {
        let template = Template::compile("бомба", &docx(&bomb)).unwrap_or_else(|mistakes| panic!("{mistakes}"));
        let error = template.render(&json!({ "rows": [1, 2, 3] })).unwrap_err().to_string();
        assert!(error.contains(said), "{said}: {error}");
    }
    for flood in [
        format!(
            "{{% for x in rows{} %}}{{{{ x }}}}{{% endfor %}}",
            " + rows".repeat(100)
        ),
        "{% with a = rows + rows %}{% endwith %}".to_owned(),
        "{% with a = [rows, rows] %}{{ a }}{% endwith %}".to_owned(),
        "{% for a in [[rows, rows]] %}{{ a }}{% endfor %}".to_owned(),
        "{% for a in ((rows, rows),) %}{{ a }}{% endfor %}".to_owned(),
        "{% set n = namespace(a=rows) %}".to_owned(),
    ] {
        refuse(&docx(&p(&flood)));
    }
    // What papers do name and go through stays possible.
    let fine = "{% set late = rows|select('gt', 1)|list %}{% for q in [1, 2] %}{{ q }}{% endfor %}={{ late|sum }}";
    let document = Template::compile("суммы", &docx(&p(fine)))
        .unwrap()
        .render(&json!({ "rows": [1, 2, 3] }))
        .unwrap();
    assert!(part(&document.bytes, "word/document.xml").contains("=5"));
}

#[test]
fn thousands_of_nested_tables_are_refused() {
    let deep = format!(
        "{}{}{}",
        "<w:tbl><w:tr><w:tc>".repeat(5_000),
        p("{{ a }}"),
        "</w:tc></w:tr></w:tbl>".repeat(5_000)
    );
    let (code, said) = refuse(&docx(&deep));
    assert_eq!(code, MistakeCode::BrokenXml);
    assert!(said.contains("вложенность"), "{said}");
}

#[test]
fn floods_of_tags_and_brackets_are_refused_soon() {
    for flood in [
        p(&"{{ « ".repeat(200_000)),
        p(&"{{".repeat(500_000)),
        p("{{ a }}").repeat(20_000),
        p(&"{{ a }}".repeat(20_000)),
        p(&format!("{{{{ {}1 }}}}", "(".repeat(900))),
        p(&format!("{{{{ {}1 }}}}", "[".repeat(900))),
        p("{% if a %}").repeat(5_000),
        [p("{% if a %}"), p("{% elif a %}").repeat(5_000), p("{% endif %}")].concat(),
    ] {
        refuse(&docx(&flood));
    }
    // Accepted, but must not exhaust the stack.
    let signs = docx(&p(&format!(
        "{{{{ {}1 }}}} {{{{ {} a }}}} {{{{ 1{} }}}}",
        "-".repeat(900),
        "not ".repeat(240),
        "+1".repeat(450)
    )));
    let _ = Template::compile("п", &signs).map(|template| template.render(&json!({"a": true})));
}

/// What rendering a template that was accepted is refused with; it must not take long either.
fn refuse_to_render(body: &str) -> String {
    let template = Template::compile("чужой", &docx(body)).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let start = Instant::now();
    let error = template
        .render(&json!({"big": "я".repeat(1_000), "list": [1, 2, 3]}))
        .expect_err("the document was made");
    assert!(start.elapsed() < Duration::from_secs(20), "took {:?}", start.elapsed());
    error.to_string()
}

#[test]
fn endless_repeats_and_texts_that_grow_are_stopped() {
    let rounds = |body: &str| p(&format!("{{% for i in range(90000) %}}{body}{{% endfor %}}"));
    for body in [
        rounds(&"{% for j in range(90000) %}".repeat(3).replace("(9", "(8"))
            .replace("{% endfor %}", &"{% endfor %}".repeat(4)),
        p("{% set a = big %}") + &p("{% set a = a ~ a ~ a ~ a %}").repeat(20) + &p("{{ a }}"),
        p("{% set a = big %}") + &p("{% set a = a ~ a %}").repeat(60) + &p("{{ a }}"),
        p("{{ (“я” * 90000000)|length }}"),
        p(&format!(
            "{{{{ big|replace(“я”, “{0}”)|replace(“я”, “{0}”)|length }}}}",
            "я".repeat(300)
        )),
        rounds("{{ range(90000)|join(big) }}"),
        rounds("{{ range(90000)|sort(reverse=true)|first }}"),
    ] {
        let said = refuse_to_render(&body);
        assert!(
            said.contains("слишком много данных или бесконечный повтор"),
            "{said:.300}"
        );
    }
    assert!(refuse_to_render(&p("{% for i in range(200000) %}{% endfor %}")).contains("повторов больше 100000"));
    assert!(refuse_to_render(&p("{% for i in range(1, 200000) %}{% endfor %}")).contains("повторов больше 100000"));
    // A thousand codes are drawn at most: each costs as much work as a long text.
    let said = refuse_to_render(&rounds("{{ i|qr }}"));
    assert!(said.contains("слишком много данных"), "{said}");
}

#[test]
fn a_document_that_grows_too_large_is_stopped_while_it_is_written() {
    let flood = [
        p("{% for i in range(90000) %}"),
        p(&"х".repeat(5_000)),
        p("{% endfor %}"),
    ]
    .concat();
    assert_eq!(
        refuse_to_render(&flood),
        "шаблон «чужой»: документ получился больше 32 МБ"
    );
}

#[test]
fn a_list_of_a_hundred_thousand_schools_is_refused_before_it_is_copied() {
    let template = Template::compile("чужой", &docx(&p("{{ a }}"))).unwrap();
    let rows = |count: usize| vec![json!({ "school": "МБОУ СОШ № 1", "due": "2022-05-15" }); count];
    let region = json!({ "a": "Свод", "rows": rows(40_000) });
    assert!(template.render(&region).is_ok());
    let flood = json!({ "a": "Свод", "rows": rows(100_000) });
    assert_eq!(
        template.render(&flood).unwrap_err().to_string(),
        "шаблон «чужой»: в данных больше 200000 значений, столько на бумагу не помещается; разделите их на несколько документов"
    );
}

#[test]
fn work_is_counted_over_all_parts_of_a_document() {
    let header = format!(
        "<w:hdr {WORD}>{}</w:hdr>",
        p("{% for i in range(90000) %}{% set a = i %}{% endfor %}")
    );
    let names: Vec<String> = (0..20).map(|n| format!("word/header{n}.xml")).collect();
    let headers: Vec<(&str, &str, &str)> = names
        .iter()
        .map(|name| (name.as_str(), "header", header.as_str()))
        .collect();
    let template = Template::compile("п", &docx_with(&p("x"), &headers)).unwrap();
    assert!(
        template
            .render(&json!({}))
            .unwrap_err()
            .to_string()
            .contains("слишком много данных")
    );
    let names: Vec<String> = (0..300).map(|n| format!("word/header{n}.xml")).collect();
    let many: Vec<(&str, &str, &str)> = names.iter().map(|name| (name.as_str(), "header", "<w:hdr/>")).collect();
    assert_eq!(
        refuse(&docx_with(&p("x"), &many)).1,
        "в документе больше 200 колонтитулов и сносок"
    );
}

#[test]
fn the_memory_of_reading_is_bounded_by_small_limits() {
    let document = |body: &str| with_document(&format!("<w:document {WORD}><w:body>{body}</w:body></w:document>"));
    assert_eq!(refuse(&document(&"<w:p/>".repeat(450_000))).0, MistakeCode::TooLarge);
    let long = document(&p(&"х".repeat(5 << 20)));
    assert_eq!(
        refuse(&long),
        (MistakeCode::TooLarge, "в распакованном виде файл слишком велик".into())
    );
    let types = content_types(&[("word/document.xml", "document.main")]) + &" ".repeat(9 << 20);
    assert_eq!(refuse(&with_types(&types, "<a/>")).0, MistakeCode::TooLarge);
}
