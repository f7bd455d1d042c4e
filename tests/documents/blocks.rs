//! Loops and conditions: what repeats, what vanishes, what is refused.

use prikaz::documents::Template;
use serde_json::json;

use super::book::{body, cell, docx_with, p, part, refused, row, table, text};

#[test]
fn a_block_within_a_paragraph_repeats_text() {
    assert_eq!(
        text(&body(
            &p("Школы: {% for s in list %}{{ s }}{% if not loop.last %}, {% endif %}{% endfor %}."),
            &json!({"list": ["№ 1", "№ 2"]})
        )),
        "Школы: № 1, № 2.\n"
    );
}

#[test]
fn a_block_over_several_runs_keeps_each_runs_look() {
    let template = "<w:p><w:r><w:t>а {% if on %}б</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>жирный</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t> в{% endif %} г</w:t></w:r></w:p>";
    let on = body(template, &json!({"on": true}));
    assert_eq!(text(&on), "а бжирный в г\n");
    assert!(
        on.contains("<w:i/></w:rPr><w:t xml:space=\"preserve\"> г</w:t>"),
        "{on}"
    );
    let off = body(template, &json!({"on": false}));
    assert_eq!(text(&off), "а  г\n");
    assert!(!off.contains("<w:b/>"));
    assert!(
        off.contains("<w:i/></w:rPr><w:t xml:space=\"preserve\"> г</w:t>"),
        "what follows keeps its own look: {off}"
    );
}

#[test]
fn tags_alone_in_their_paragraphs_vanish_with_them() {
    let template = [
        p("до"),
        p("{% for s in list %}"),
        p("{{ s }}"),
        p("{% endfor %}"),
        p("после"),
    ]
    .concat();
    assert_eq!(
        text(&body(&template, &json!({"list": ["а", "б"]}))),
        "до\nа\nб\nпосле\n"
    );
    assert_eq!(text(&body(&template, &json!({"list": []}))), "до\nпосле\n");
}

#[test]
fn branches_choose_paragraphs() {
    let template = [
        p("{% if n > 1 %}"),
        p("много"),
        p("{% elif n == 1 %}"),
        p("один"),
        p("{% else %}"),
        p("никого"),
        p("{% endif %}"),
    ]
    .concat();
    let template = template.replace("n > 1", "n &gt; 1");
    for (n, said) in [(2, "много\n"), (1, "один\n"), (0, "никого\n")] {
        assert_eq!(text(&body(&template, &json!({"n": n}))), said);
    }
}

#[test]
fn tags_in_the_first_and_last_cell_repeat_the_row() {
    let template = table(&[
        row(&["№", "Школа"]),
        row(&["{% for s in list %}{{ loop.index }}", "{{ s }}{% endfor %}"]),
    ]);
    assert_eq!(
        text(&body(&template, &json!({"list": ["а", "б"]}))),
        "№\nШкола\n1\nа\n2\nб\n\n"
    );
    assert_eq!(text(&body(&template, &json!({"list": []}))), "№\nШкола\n\n");
}

#[test]
fn rows_that_hold_only_tags_vanish_and_the_rows_between_repeat() {
    let template = table(&[
        row(&["{% for s in list %}", ""]),
        row(&["{{ s.a }}", "1"]),
        row(&["{{ s.b }}", "2"]),
        row(&["", "{% endfor %}"]),
    ]);
    let xml = body(
        &template,
        &json!({"list": [{"a": "а", "b": "б"}, {"a": "в", "b": "г"}]}),
    );
    assert_eq!(text(&xml), "а\n1\nб\n2\nв\n1\nг\n2\n\n");
}

#[test]
fn explicit_prefixes_work_with_a_space_and_without() {
    for (open, close) in [
        ("{%tr for s in list %}", "{%tr endfor %}"),
        ("{% tr for s in list %}", "{% tr endfor %}"),
        ("{%tr for s in list %}", "{% endfor %}"),
    ] {
        let own_rows = table(&[row(&[open]), row(&["{{ s }}"]), row(&[close])]);
        assert_eq!(
            text(&body(&own_rows, &json!({"list": ["а", "б"]}))),
            "а\nб\n\n",
            "{open}"
        );
        let one_cell = table(&[row(&["шапка"]), row(&[&format!("{open}{{{{ s }}}}{close}")])]);
        assert_eq!(
            text(&body(&one_cell, &json!({"list": ["а", "б"]}))),
            "шапка\nа\nб\n\n",
            "{open}"
        );
    }
    let paragraphs = p("{%p for s in list %}{{ s }}{%p endfor %}");
    assert_eq!(text(&body(&paragraphs, &json!({"list": ["а", "б"]}))), "а\nб\n");
}

#[test]
fn a_column_loop_makes_cells_and_mends_the_grid() {
    let template = table(&[row(&["№", "{%tc for c in list %}{{ c }}{%tc endfor %}"])]);
    let xml = body(&template, &json!({"list": ["а", "б", "в"]}));
    assert_eq!(
        (xml.matches("<w:tc>").count(), xml.matches("<w:gridCol").count()),
        (4, 4),
        "{xml}"
    );
}

#[test]
fn every_cell_ends_with_a_paragraph_and_a_table_without_rows_goes() {
    let nested = format!(
        "<w:tc>{}{}{}{}</w:tc>",
        p("{% for s in list %}"),
        table(&[row(&["{{ s }}"])]),
        p("{% endfor %}"),
        ""
    );
    let template = format!(
        "{}{}",
        table(&[format!("<w:tr>{nested}</w:tr>")]),
        table(&[row(&["{%tr for s in list %}{{ s }}{%tr endfor %}"])])
    );
    for list in [json!([]), json!(["а"]), json!(["а", "б"])] {
        let xml = body(&template, &json!({"list": list}));
        let count = list.as_array().unwrap().len();
        assert_eq!(
            xml.matches("<w:tbl>").count(),
            1 + count + usize::from(count > 0),
            "{xml}"
        );
        assert!(xml.contains("<w:p/></w:tc>"), "{xml}");
        assert!(
            !xml.contains("</w:tbl></w:tc>") && !xml.contains("<w:tc></w:tc>"),
            "{xml}"
        );
    }
}

#[test]
fn copies_of_a_table_stay_apart_and_a_body_ends_with_a_paragraph() {
    let section = "<w:sectPr><w:pgSz w:w=\"11906\"/></w:sectPr>";
    let template = format!(
        "{}{}{}{section}",
        p("{% for s in list %}"),
        table(&[row(&["{{ s }}"])]),
        p("{% endfor %}")
    );
    let xml = body(&template, &json!({"list": ["а", "б"]}));
    assert_eq!(xml.matches("</w:tbl><w:p/><w:tbl>").count(), 1, "{xml}");
    assert!(xml.ends_with(&format!("</w:tbl><w:p/>{section}")), "{xml}");
    assert_eq!(body(&template, &json!({"list": []})), format!("<w:p/>{section}"));
}

#[test]
fn a_header_whose_text_vanished_keeps_a_paragraph() {
    let header = format!(
        "<w:hdr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">{}{}{}</w:hdr>",
        p("{% if draft %}"),
        p("ПРОЕКТ"),
        p("{% endif %}")
    );
    let file = docx_with(&p("x"), &[("word/header1.xml", "header", &header)]);
    let template = Template::compile("проба", &file).unwrap();
    let header = |draft: bool| {
        part(
            &template.render(&json!({ "draft": draft })).unwrap().bytes,
            "word/header1.xml",
        )
    };
    assert!(header(true).contains("ПРОЕКТ") && !header(true).contains("<w:p/>"));
    assert!(header(false).ends_with("><w:p/></w:hdr>"), "{}", header(false));
}

#[test]
fn a_loop_in_a_table_inside_a_cell_of_a_loop() {
    let inner = table(&[row(&["{% for k in s.kids %}{{ k }}", "{% endfor %}"])]);
    let outer = table(&[format!(
        "<w:tr>{}{}</w:tr>",
        cell(&p("{% for s in list %}{{ s.name }}")),
        cell(&format!("{inner}{}", p("{% endfor %}")))
    )]);
    let xml = body(
        &outer,
        &json!({"list": [{"name": "А", "kids": ["1", "2"]}, {"name": "Б", "kids": []}]}),
    );
    assert_eq!(text(&xml).split_whitespace().collect::<String>(), "А12Б");
    assert_eq!(
        xml.matches("<w:tbl>").count(),
        2,
        "the empty inner table is gone: {xml}"
    );
}

#[test]
fn copies_of_a_row_do_not_share_identities() {
    let content = "<w:p w14:paraId=\"0A0B0C0D\"><w:bookmarkStart w:id=\"7\" w:name=\"м\"/><w:r><w:t>{% for s in list %}{{ s }}</w:t><wp:docPr id=\"3\"/></w:r><w:bookmarkEnd w:id=\"7\"/></w:p>";
    let template = table(&[format!("<w:tr>{}{}</w:tr>", cell(content), cell(&p("{% endfor %}")))]);
    let xml = body(&template, &json!({"list": [1, 2, 3]}));
    assert_eq!(xml.matches("w14:paraId=\"0A0B0C0D\"").count(), 1);
    assert_eq!(xml.matches("<wp:docPr id=\"3\"").count(), 1);
    assert_eq!(
        (xml.matches("bookmarkStart").count(), xml.matches("bookmarkEnd").count()),
        (1, 1),
        "{xml}"
    );
}

#[test]
fn a_bookmark_in_a_vanishing_paragraph_stays() {
    let template = "<w:p><w:bookmarkStart w:id=\"1\" w:name=\"м\"/><w:r><w:t>{% if a %}</w:t></w:r></w:p><w:p><w:r><w:t>текст</w:t></w:r><w:bookmarkEnd w:id=\"1\"/></w:p><w:p><w:r><w:t>{% endif %}</w:t></w:r></w:p>";
    let xml = body(template, &json!({"a": true}));
    assert_eq!(
        (xml.matches("bookmarkStart").count(), xml.matches("bookmarkEnd").count()),
        (1, 1),
        "{xml}"
    );
}

#[test]
fn a_comment_and_a_setting_leave_no_empty_line() {
    let template = [
        p("{# для себя #}"),
        p("{% set n = list|length %}"),
        p("Всего: {{ n }}{# тихо #}"),
    ]
    .concat();
    assert_eq!(text(&body(&template, &json!({"list": [1, 2]}))), "Всего: 2\n");
}

#[test]
fn blocks_that_cut_an_element_in_two_are_refused_with_both_places() {
    let crossing = [p("{% for s in list %}"), table(&[row(&["{{ s }}", "{% endfor %}"])])].concat();
    let said = refused(&crossing);
    assert!(
        said[0].contains("абзац 1: {% for s in list %}") && said[0].contains("таблица 1, строка 1, ячейка 2"),
        "{said:?}"
    );
    let beside_text = [p("Список: {% for s in list %}"), p("{{ s }}"), p("{% endfor %}")].concat();
    assert!(refused(&beside_text)[0].contains("в отдельный абзац"));
    let levels = table(&[
        row(&["{% if a %}{% for s in list %}"]),
        row(&["{{ s }}"]),
        row(&["{% endfor %}"]),
        row(&["{% endif %}"]),
    ]);
    assert_eq!(
        text(&body(&levels, &json!({"a": true, "list": ["а"]}))),
        "а\n\n",
        "both are of one level"
    );
    let mixed = [
        p("{% if a %}{% for s in list %}{{ s }}{% endfor %}"),
        p("текст"),
        p("{% endif %}"),
    ]
    .concat();
    assert!(!refused(&mixed).is_empty());
    let link =
        "<w:p><w:hyperlink><w:r><w:t>{% if a %}ссылка</w:t></w:r></w:hyperlink><w:r><w:t>{% endif %}</w:t></w:r></w:p>";
    assert!(refused(link)[0].contains("внутри ссылки"));
}

#[test]
fn a_block_over_the_twins_of_a_drawing_is_refused() {
    let twins = "<w:p><w:r><mc:AlternateContent><mc:Choice><w:t>{% if a %}</w:t></mc:Choice><mc:Fallback><w:t>{% endif %}</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>";
    assert!(refused(twins)[0].contains("или рисунка"));
}

#[test]
fn thousands_of_rows_are_rendered() {
    let template = table(&[row(&["{% for s in list %}{{ loop.index }}", "{{ s }}{% endfor %}"])]);
    let list: Vec<String> = (0..3_000).map(|n| format!("МБОУ СОШ № {n}")).collect();
    let xml = body(&template, &json!({ "list": list }));
    assert_eq!(xml.matches("<w:tr>").count(), 3_000);
}
