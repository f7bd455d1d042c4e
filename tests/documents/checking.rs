//! What a check of a template finds: every planted mistake, at its place, in one run, and nothing besides.

use std::fmt::Write as _;

use prikaz::documents::papers::Paper;
use prikaz::documents::{Need, Template, TemplateMistake, annotate};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::book::{cell, docx, docx_with, p, part, row, table, well_formed, zip};

fn order() -> Value {
    json!({
        "title": "О внедрении системы наставничества",
        "number": "113",
        "date": "2022-04-04",
        "count": 3,
        "points": [
            {"number": "1.", "text": "Утвердить план", "due": null, "sub": []},
            {"number": "2.", "text": "Издать приказы", "due": "2022-04-29", "sub": [{"number": "2.1.", "text": "в школах"}]},
        ],
        "tasks": [{"institution": "МКОУ СОШ № 5", "what": "издание приказов"}],
        "signer": {"post": "Начальник отдела", "name": "А. В. Петров"},
        "basis": null,
    })
}

/// «code @ place: tag», one line for each mistake.
fn told(mistakes: &[TemplateMistake]) -> Vec<String> {
    let told = mistakes.iter().map(|mistake| {
        let code = serde_json::to_value(mistake.code).unwrap();
        let mut line = code.as_str().unwrap().to_owned();
        if let Some(place) = &mistake.place {
            write!(line, " @ {place}").unwrap();
        }
        if let Some(tag) = &mistake.tag {
            write!(line, ": {tag}").unwrap();
        }
        line
    });
    told.collect()
}

fn mistakes(bytes: &[u8]) -> Vec<TemplateMistake> {
    Template::check_file("проба", bytes, Some(&order())).mistakes
}

fn finds(body: &str, expected: &[&str]) {
    assert_eq!(told(&mistakes(&docx(body))), expected, "{body}");
}

fn hints(body: &str) -> Vec<String> {
    let found = mistakes(&docx(body));
    found
        .into_iter()
        .map(|mistake| mistake.hint.unwrap_or_default())
        .collect()
}

#[test]
fn a_sound_template_has_no_mistakes() {
    let body = [
        p("{{ title }} № {{ number }} от {{ date|дата }}"),
        p("{% for point in points %}"),
        p("{{ point.number }} {{ point.text }}{% if point.due %} до {{ point.due|дата }}{% endif %}"),
        p("{% for s in point.sub %}"),
        p("{{ loop.index }} {{ s.text }}"),
        p("{% endfor %}"),
        p("{% endfor %}"),
        table(&[row(&[
            "{% for t in tasks %}{{ loop.index }}",
            "{{ t.institution }}{% endfor %}",
        ])]),
        p("{% with s = signer %}{{ s.post }} {{ s.name }}{% endwith %}{% set n = count %}{{ n + 1 }}"),
        p("{% if basis %}{{ basis.title }}{% endif %}{{ remark|default('') }}"),
        p("{% if note is defined and note.text %}{{ note.text }}{% endif %}"),
    ];
    finds(&body.concat(), &[]);
}

#[test]
fn spelling_pairs_names_and_values_are_told_together() {
    let body = [
        p("{{ titel }}"),
        p("№ {{ number от {{ date|дта }}"),
        table(&[
            row(&["№", "Пункт"]),
            row(&[
                "{% for p in points %}{{ p.number }}",
                "{{ p.txet }} {{ title|дата }}{% endfor %}",
            ]),
        ]),
        p("{% if basis %}"),
        p("{{ signer.nmae }} {{ a + }}"),
        p("{% endfor %}"),
    ];
    finds(
        &body.concat(),
        &[
            "unknown_variable @ основной текст, абзац 1: {{ titel }}",
            "unclosed_tag @ основной текст, абзац 2: {{ number от {{ date|дта }}",
            "unknown_filter @ основной текст, абзац 2: {{ date|дта }}",
            "unknown_variable @ основной текст, таблица 1, строка 2, ячейка 2, абзац 1: {{ p.txet }}",
            "wrong_value @ основной текст, таблица 1, строка 2, ячейка 2, абзац 1: {{ title|дата }}",
            "unclosed_block @ основной текст, абзац 3: {% if basis %}",
            "unknown_variable @ основной текст, абзац 4: {{ signer.nmae }}",
            "tag_syntax @ основной текст, абзац 4: {{ a + }}",
            "unopened_block @ основной текст, абзац 5: {% endfor %}",
        ],
    );
}

#[test]
fn a_name_typed_wrong_twice_is_told_at_both_places() {
    finds(
        &(p("{{ titel }}") + &p("верно: {{ title }}") + &p("{{ titel }}")),
        &[
            "unknown_variable @ основной текст, абзац 1: {{ titel }}",
            "unknown_variable @ основной текст, абзац 3: {{ titel }}",
        ],
    );
}

#[test]
fn a_mistyped_list_is_told_at_its_loop_and_not_at_the_tags_within() {
    finds(
        &(p("{% for p in pionts %}") + &p("{{ p.number }} {{ p.text }}") + &p("{% endfor %}")),
        &["unknown_variable @ основной текст, абзац 1: {% for p in pionts %}"],
    );
}

#[test]
fn fields_under_with_and_set_are_followed() {
    finds(
        &(p("{% with s = signer %}{{ s.psot }}{% endwith %}") + &p("{% set first = points|first %}{{ first.txt }}")),
        &[
            "unknown_variable @ основной текст, абзац 1: {{ s.psot }}",
            "unknown_variable @ основной текст, абзац 2: {{ first.txt }}",
        ],
    );
}

#[test]
fn fields_of_lists_within_lists_are_followed() {
    finds(
        &p(
            "{% for p in points %}{% for s in p.sub %}{{ s.numbr }}{% endfor %}{% for s in p.subs %}{{ s.text }}{% endfor %}{% endfor %}",
        ),
        &[
            "unknown_variable @ основной текст, абзац 1: {{ s.numbr }}",
            "unknown_variable @ основной текст, абзац 1: {% for s in p.subs %}",
        ],
    );
}

#[test]
fn an_unclosed_loop_is_blamed_on_its_opener_and_its_fields_are_still_checked() {
    finds(
        &(p("{% for p in points %}") + &p("{{ p.text }} {{ p.txet }} {{ loop.index }}") + &p("{{ title }}")),
        &[
            "unclosed_block @ основной текст, абзац 1: {% for p in points %}",
            "unknown_variable @ основной текст, абзац 2: {{ p.txet }}",
        ],
    );
}

#[test]
fn crossing_blocks_are_one_mistake_of_the_inner_opener() {
    let body =
        p("{% for p in points %}") + &p("{% if title %}") + &p("{{ p.text }}") + &p("{% endfor %}") + &p("{% endif %}");
    finds(&body, &["crossing_block @ основной текст, абзац 2: {% if title %}"]);
    assert!(
        mistakes(&docx(&body))[0]
            .message
            .contains("{% endfor %} (основной текст, абзац 4)")
    );
}

#[test]
fn a_block_that_leaves_its_table_is_blamed_on_its_opener() {
    let body = table(&[row(&["{% for p in points %}{{ p.number }}", "{{ p.txt }}"])]) + &p("{% endfor %}");
    finds(
        &body,
        &[
            "crossing_block @ основной текст, таблица 1, строка 1, ячейка 1, абзац 1: {% for p in points %}",
            "unknown_variable @ основной текст, таблица 1, строка 1, ячейка 2, абзац 1: {{ p.txt }}",
        ],
    );
}

#[test]
fn a_block_that_shares_its_paragraph_with_text_is_told() {
    finds(
        &(p("Пункты: {% for p in points %}") + &p("{{ p.text }}") + &p("{% endfor %}") + &p("{{ sgner.name }}")),
        &[
            "not_alone @ основной текст, абзац 1: {% for p in points %}",
            "unknown_variable @ основной текст, абзац 4: {{ sgner.name }}",
        ],
    );
}

#[test]
fn unknown_filters_tests_functions_and_methods_are_told_with_the_names_beside_them() {
    finds(
        &(p("{{ titel|верхний }}")
            + &p("{% if number is чётное %}да{% endif %}")
            + &p("{{ сегодня() }} {{ title.upper() }}")),
        &[
            "unknown_filter @ основной текст, абзац 1: {{ titel|верхний }}",
            "unknown_variable @ основной текст, абзац 1: {{ titel|верхний }}",
            "unknown_test @ основной текст, абзац 2: {% if number is чётное %}",
            "unknown_function @ основной текст, абзац 3: {{ сегодня() }}",
            "unknown_function @ основной текст, абзац 3: {{ title.upper() }}",
        ],
    );
}

#[test]
fn every_wrong_value_is_told_and_not_only_the_first() {
    finds(
        &(p("{{ points }} {{ signer }} {{ title|дата }}")
            + &p("{{ number|число }}")
            + &p("{% for x in count %}{{ x }}{% endfor %}")),
        &[
            "wrong_value @ основной текст, абзац 1: {{ points }}",
            "wrong_value @ основной текст, абзац 1: {{ signer }}",
            "wrong_value @ основной текст, абзац 1: {{ title|дата }}",
            "wrong_value @ основной текст, абзац 2: {{ number|число }}",
            "wrong_value @ основной текст, абзац 3: {% for x in count %}",
        ],
    );
}

#[test]
fn what_is_wrong_with_a_value_is_said_in_russian() {
    let body = p("{% for x in count %}{{ x }}{% endfor %}") + &p("{{ title + count }} {{ count|length }}");
    let found = mistakes(&docx(&body));
    let said: Vec<&str> = found.iter().map(|mistake| mistake.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "«count»: здесь нужен список, а стоит число",
            "«title + count»: знак «+» стоит между тем, что им не связать: текст и число",
            "«length»: посчитать можно записи списка или буквы, а здесь число",
        ]
    );
}

#[test]
fn a_broken_loop_does_not_make_its_tags_wrong() {
    finds(
        &(p("{% for p in points| %}{{ p.text }} {{ loop.index }}{% endfor %}")
            + &p("{% set n = count + %}{{ n + 1 }}")
            + &p("{{ number|число }}")),
        &[
            "tag_syntax @ основной текст, абзац 1: {% for p in points| %}",
            "tag_syntax @ основной текст, абзац 2: {% set n = count + %}",
            "wrong_value @ основной текст, абзац 3: {{ number|число }}",
        ],
    );
}

#[test]
fn a_name_outside_its_loop_is_told_with_where_it_lives() {
    let body = p("{% for p in points %}{{ p.text }}{% endfor %} {{ p.number }} {{ loop.index }} {{ institution }}");
    finds(
        &body,
        &[
            "unknown_variable @ основной текст, абзац 1: {{ p.number }}",
            "unknown_variable @ основной текст, абзац 1: {{ loop.index }}",
            "unknown_variable @ основной текст, абзац 1: {{ institution }}",
        ],
    );
    assert_eq!(
        hints(&body),
        [
            "имя «p» действует только между началом и концом своего блока",
            "поставьте тег между {% for … %} и {% endfor %}",
            "такое поле есть у записей списка «tasks»: возьмите его внутри повтора по этому списку",
        ]
    );
}

#[test]
fn a_field_of_a_list_or_of_a_text_is_told() {
    let body = p("{{ points.text }} {{ title.short }}");
    finds(
        &body,
        &[
            "unknown_variable @ основной текст, абзац 1: {{ points.text }}",
            "unknown_variable @ основной текст, абзац 1: {{ title.short }}",
        ],
    );
    assert_eq!(
        hints(&body)[0],
        "поля его записей берут внутри повтора: {% for x in points %}{{ x.text }}{% endfor %}"
    );
}

#[test]
fn stray_ends_unknown_words_and_forbidden_ones_are_told() {
    finds(
        &(p("title }}") + &p("{% foreach p in points %}") + &p("{% include 'x' %} {{ }}")),
        &[
            "stray_end @ основной текст, абзац 1: }}",
            "unknown_statement @ основной текст, абзац 2: {% foreach p in points %}",
            "forbidden_statement @ основной текст, абзац 3: {% include 'x' %}",
            "tag_syntax @ основной текст, абзац 3: {{ }}",
        ],
    );
}

#[test]
fn a_break_outside_a_loop_and_a_branch_without_its_block_are_told() {
    finds(
        &(p("{% break %}") + &p("{% elif titel %}") + &p("{% else %}") + &p("{{ numbre }}")),
        &[
            "tag_syntax @ основной текст, абзац 1: {% break %}",
            "unopened_block @ основной текст, абзац 2: {% elif titel %}",
            "unknown_variable @ основной текст, абзац 2: {% elif titel %}",
            "unopened_block @ основной текст, абзац 3: {% else %}",
            "unknown_variable @ основной текст, абзац 4: {{ numbre }}",
        ],
    );
}

#[test]
fn a_break_out_of_a_with_is_refused() {
    finds(
        &p(
            "{% for p in points %}{% with s = p.sub %}{% if s %}{% break %}{% endif %}{% endwith %}{% continue %}{% endfor %}",
        ),
        &["crossing_block @ основной текст, абзац 1: {% break %}"],
    );
}

#[test]
fn nested_tables_and_the_paragraphs_of_a_cell_are_counted() {
    let inner = table(&[row(&["a", "{{ titel }}"]), row(&["{{ numbr }}", "b"])]);
    let outer = cell(&(p("первый") + &p("{{ dat }}") + &inner + &p("{{ cuont }}")));
    finds(
        &table(&[row(&["шапка"]), format!("<w:tr>{outer}</w:tr>")]),
        &[
            "unknown_variable @ основной текст, таблица 1, строка 2, ячейка 1, абзац 2: {{ dat }}",
            "unknown_variable @ основной текст, таблица 2, строка 1, ячейка 2, абзац 1: {{ titel }}",
            "unknown_variable @ основной текст, таблица 2, строка 2, ячейка 1, абзац 1: {{ numbr }}",
            "unknown_variable @ основной текст, таблица 1, строка 2, ячейка 1, абзац 3: {{ cuont }}",
        ],
    );
}

const W: &str = super::book::WORD;

#[test]
fn headers_footers_notes_and_properties_are_checked_too() {
    let header = format!("<w:hdr {W}>{}</w:hdr>", p("№ {{ numbr }}"));
    let footer = format!("<w:ftr {W}>{}</w:ftr>", p("{% if title %}стр."));
    let notes = format!(
        "<w:footnotes {W}><w:footnote>{}</w:footnote></w:footnotes>",
        p("{{ date|дата }} {{ points }}")
    );
    let bytes = docx_with(
        &p("{{ titel }}"),
        &[
            ("word/header1.xml", "header", &header),
            ("word/footer1.xml", "footer", &footer),
            ("word/footnotes.xml", "footnotes", &notes),
        ],
    );
    assert_eq!(
        told(&mistakes(&bytes)),
        [
            "unknown_variable @ основной текст, абзац 1: {{ titel }}",
            "unknown_variable @ верхний колонтитул (header1.xml), абзац 1: {{ numbr }}",
            "unclosed_block @ нижний колонтитул (footer1.xml), абзац 1: {% if title %}",
            "wrong_value @ сноски, абзац 1: {{ points }}",
        ]
    );
}

#[test]
fn a_tag_torn_over_runs_is_told_whole() {
    let torn = "<w:p><w:r><w:t>{{ ti</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:rPr><w:b/></w:rPr><w:t>tel</w:t></w:r><w:r><w:t xml:space=\"preserve\"> }}</w:t></w:r></w:p>";
    finds(torn, &["unknown_variable @ основной текст, абзац 1: {{ titel }}"]);
    assert_eq!(hints(torn), ["возможно, имелось в виду «title»"]);
}

#[test]
fn without_a_sample_only_what_the_file_says_is_told() {
    let body = p("{{ titel|дта }}") + &p("{% for p in pionts %}") + &p("{{ points }}");
    let found = Template::check_file("проба", &docx(&body), None);
    assert_eq!(
        told(&found.mistakes),
        [
            "unknown_filter @ основной текст, абзац 1: {{ titel|дта }}",
            "unclosed_block @ основной текст, абзац 2: {% for p in pionts %}",
        ]
    );
}

#[test]
fn what_is_no_word_file_is_one_sentence() {
    for (bytes, code) in [
        (b"{\\rtf1 {{ titel }}".to_vec(), "old_word"),
        (b"%PDF-1.7".to_vec(), "not_word"),
        (Vec::new(), "not_word"),
        (zip(&[("a.txt", b"{{ titel }}")]), "not_word"),
        (docx("<w:p><w:r><w:t>{{ titel }}")[..300].to_vec(), "broken_package"),
    ] {
        assert_eq!(told(&mistakes(&bytes)), [code]);
    }
    assert_eq!(
        told(&mistakes(&docx("<w:p>{{ titel }}"))),
        ["broken_xml @ основной текст"]
    );
}

#[test]
fn what_the_template_needs_is_listed_with_its_first_place() {
    let body = p("{{ title }}{{ remark|default('') }}")
        + &table(&[row(&[
            "{% for p in points %}{{ p.number }}",
            "{{ p.text }}{% endfor %}",
        ])])
        + &p("{% if basis %}{{ basis.title }}{% endif %}{{ title }}");
    let found = Template::check_file("проба", &docx(&body), None).variables;
    let listed: Vec<(&str, Need, String)> = found
        .iter()
        .map(|variable| (variable.path.as_str(), variable.need, variable.place.to_string()))
        .collect();
    let cell = |number| format!("основной текст, таблица 1, строка 1, ячейка {number}, абзац 1");
    let first = || "основной текст, абзац 1".to_owned();
    assert_eq!(
        listed,
        [
            ("basis", Need::Required, "основной текст, абзац 2".to_owned()),
            ("basis.title", Need::Conditional, "основной текст, абзац 2".to_owned()),
            ("points", Need::Required, cell(1)),
            ("points[].number", Need::Required, cell(1)),
            ("points[].text", Need::Required, cell(2)),
            ("remark", Need::Optional, first()),
            ("title", Need::Required, first()),
        ]
    );
}

#[test]
fn the_shipped_templates_have_no_mistakes_on_their_samples() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/doc-templates");
    let mut known = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some(paper) = Paper::of_file(&name).filter(|_| path.extension().is_some_and(|ending| ending == "docx"))
        else {
            continue;
        };
        let found = Template::check_file(&name, &std::fs::read(path).unwrap(), Some(&paper.sample()));
        assert_eq!(told(&found.mistakes), Vec::<String>::new(), "{name}");
        known += 1;
    }
    assert!(known >= 4, "{known} templates whose papers are known");
}

#[test]
fn mistakes_become_comments_at_their_spots() {
    let body = p("верно: {{ title }}")
        + "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:t>№ </w:t></w:r><w:r><w:t>{{ num</w:t></w:r><w:hyperlink><w:r><w:t>br }}</w:t></w:r></w:hyperlink><w:r><w:t>!</w:t></w:r></w:p>"
        + &table(&[row(&["{{ dat }}"])]);
    let header = format!("<w:hdr {W}>{}</w:hdr>", p("{{ numbr }}"));
    let bytes = docx_with(&body, &[("word/header1.xml", "header", &header)]);
    let found = mistakes(&bytes);
    let noted = annotate(&bytes, &found).unwrap();
    let xml = part(&noted, "word/document.xml");
    well_formed(&xml);
    assert!(
        xml.contains("<w:r><w:t>№ </w:t></w:r><w:commentRangeStart w:id=\"0\"/><w:r><w:t>{{ num</w:t></w:r><w:hyperlink><w:r><w:t>br }}</w:t></w:r></w:hyperlink><w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r><w:r><w:t>!</w:t></w:r>"),
        "{xml}"
    );
    assert!(xml.contains("<w:tc><w:p><w:commentRangeStart w:id=\"1\"/>"), "{xml}");
    // Word takes no comments in a header: it is told at the first paragraph, with its place.
    assert!(xml.contains("<w:body><w:p><w:commentRangeStart w:id=\"2\"/>"), "{xml}");
    let comments = part(&noted, "word/comments.xml");
    well_formed(&comments);
    assert!(
        comments.contains("верхний колонтитул (header1.xml), абзац 1: {{ numbr }}: нет поля «numbr»"),
        "{comments}"
    );
    assert!(
        comments.contains("Подсказка: возможно, имелось в виду «number»"),
        "{comments}"
    );
    assert!(part(&noted, "[Content_Types].xml").contains("/word/comments.xml"));
    assert!(part(&noted, "word/_rels/document.xml.rels").contains("Target=\"comments.xml\""));
    assert_eq!(part(&noted, "word/header1.xml"), header);
    // The copy is still the same template, with the same mistakes.
    assert_eq!(told(&mistakes(&noted)), told(&found));
}

#[test]
fn comments_that_were_there_stay() {
    let rels = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rIdComments1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" Target=\"notes/old.xml\"/></Relationships>";
    let old = "<w:comment w:id=\"7\" w:author=\"Королёва\"><w:p><w:r><w:t>спросить</w:t></w:r></w:p></w:comment>";
    let comments = format!("<w:comments {W}>{old}</w:comments>");
    let body = "<w:p><w:commentRangeStart w:id=\"7\"/><w:r><w:t>{{ titel }}</w:t></w:r><w:commentRangeEnd w:id=\"7\"/><w:r><w:commentReference w:id=\"7\"/></w:r></w:p>";
    let bytes = docx_with(
        body,
        &[
            ("word/notes/old.xml", "comments", &comments),
            ("word/_rels/document.xml.rels", "x", rels),
        ],
    );
    let noted = annotate(&bytes, &mistakes(&bytes)).unwrap();
    let after = part(&noted, "word/notes/old.xml");
    assert!(
        after.starts_with(&format!("<w:comments {W}>{old}<w:comment w:id=\"8\"")),
        "{after}"
    );
    assert_eq!(part(&noted, "word/_rels/document.xml.rels"), rels);
    assert!(
        part(&noted, "word/document.xml")
            .contains("<w:commentRangeStart w:id=\"7\"/><w:commentRangeStart w:id=\"8\"/>")
    );
}

#[test]
fn an_annotated_template_keeps_all_its_other_bytes() {
    let path = format!("{}/doc-templates/order-department.docx", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(path).unwrap();
    let found = Template::check_file("приказ", &bytes, Some(&json!({}))).mistakes;
    assert!(found.len() > 10, "nothing that an order names is there");
    let noted = annotate(&bytes, &found).unwrap();
    let changed = [
        "[Content_Types].xml",
        "word/document.xml",
        "word/comments.xml",
        "word/_rels/document.xml.rels",
    ];
    let raw = |bytes: &[u8]| -> Vec<(String, u32, u64)> {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
        (0..archive.len())
            .map(|at| {
                let file = archive.by_index_raw(at).unwrap();
                (file.name().to_owned(), file.crc32(), file.compressed_size())
            })
            .filter(|(name, ..)| !changed.contains(&name.as_str()))
            .collect()
    };
    assert_eq!(raw(&bytes), raw(&noted));
    let comments = part(&noted, "word/comments.xml");
    assert_eq!(comments.matches("<w:comment ").count(), found.len());
}

/// Pieces that a clerk's paragraph may be made of, whole and broken.
const PIECES: [&str; 30] = [
    "текст «ё» ",
    "{{ title }}",
    "{{ titel }}",
    "{{ a + }}",
    "{{",
    "}}",
    "{% for p in points %}",
    "{% for p, q in points %}",
    "{% for p in %}",
    "{{ p.text }}",
    "{{ p.txet|дата }}",
    "{% endfor %}",
    "{% if title %}",
    "{% elif basis.x %}",
    "{% else %}",
    "{% endif %}",
    "{% endif x %}",
    "{% with s = signer %}",
    "{% with s = %}",
    "{{ s.name.x }}",
    "{% endwith %}",
    "{% set n = points %}",
    "{% set n %}",
    "{% set a, b = title %}",
    "{% break %}",
    "{%tr for t in tasks %}",
    "{%tr endfor %}",
    "{# тихо #}",
    "{{ loop.index }}",
    "{{ title|дта }}",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_typed_is_checked_to_the_end_and_can_be_annotated(
        paragraphs in prop::collection::vec(prop::collection::vec(prop::sample::select(&PIECES), 0..5), 1..8),
        in_table in prop::collection::vec(any::<bool>(), 8),
    ) {
        let paragraphs = paragraphs.iter().zip(in_table);
        let body: String = paragraphs
            .map(|(pieces, in_table)| if in_table { table(&[row(&[&pieces.concat(), "б"])]) } else { p(&pieces.concat()) })
            .collect();
        let bytes = docx(&body);
        let found = mistakes(&bytes);
        let alone = Template::check_file("проба", &bytes, None).mistakes;
        prop_assert_eq!(alone.is_empty(), Template::compile("проба", &bytes).is_ok());
        prop_assert!(told(&alone).iter().all(|line| told(&found).contains(line)), "{:?} {:?}", alone, found);
        let noted = annotate(&bytes, &found).unwrap();
        let xml = part(&noted, "word/document.xml");
        well_formed(&xml);
        prop_assert_eq!(xml.matches("<w:commentReference ").count(), found.len());
        prop_assert_eq!(told(&mistakes(&noted)), told(&found));
    }
}

#[test]
fn a_break_among_broken_blocks_is_checked_to_the_end() {
    for body in [
        "{% for x in list %}{% with y = 1 %}{% break %}{% endfor %}",
        "{% for y in list %}{% for x in a %}{% break %}{% endfor %}{% endfor %}",
        "{% for y in list %}{% for x in a %}{% if x %}{% continue %}{% endif %}{% endfor %}{% endfor %}{{ titel }}",
        "{% with y = 1 %}{% for x in list %}{% break %}{% endwith %}{{ a }}",
        "{% for x in list %}{% with y = 1 %}{% continue %}{% endwith %}{% endfor %}",
        "{% for x in list %}{% if x %}{% with z = x %}{% break %}{% endif %}{% endfor %}",
    ] {
        let found = Template::check_file("проба", &docx(&p(body)), Some(&json!({"list": [1, 2], "a": 1}))).mistakes;
        assert!(!found.is_empty(), "{body}");
    }
}
