//! What Word does to typed tags, healed.

use prikaz::documents::Template;
use serde_json::json;

use super::book::{body, docx, docx_with, p, part, refused, text};

#[test]
fn a_tag_split_over_runs_and_spelling_marks_is_one_tag() {
    let split = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>№ {</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:rPr><w:lang w:val=\"en-US\"/></w:rPr><w:t>{ num</w:t></w:r><w:r w:rsidR=\"00A1\"><w:t>ber }</w:t></w:r><w:proofErr w:type=\"spellEnd\"/><w:r><w:t>} от</w:t></w:r></w:p>";
    let xml = body(split, &json!({"number": "113"}));
    assert_eq!(text(&xml), "№ 113 от\n");
    assert!(
        xml.contains("<w:b/></w:rPr><w:t xml:space=\"preserve\">№ 113</w:t>"),
        "the value wears the run where its tag began: {xml}"
    );
    assert_eq!(xml.matches("proofErr").count(), 2, "no element is dropped");
}

#[test]
fn a_bookmark_and_a_comment_anchor_inside_a_tag_stay() {
    let split = "<w:p><w:r><w:t>{{ nu</w:t></w:r><w:bookmarkStart w:id=\"1\" w:name=\"место\"/><w:commentRangeStart w:id=\"0\"/><w:r><w:t>mber }}</w:t></w:r><w:bookmarkEnd w:id=\"1\"/></w:p>";
    let xml = body(split, &json!({"number": "75-д"}));
    assert_eq!(text(&xml), "75-д\n");
    assert!(
        xml.contains("<w:bookmarkStart w:id=\"1\" w:name=\"место\"/><w:commentRangeStart w:id=\"0\"/>"),
        "{xml}"
    );
}

#[test]
fn tags_are_read_inside_links_insertions_and_content_controls_but_not_in_deleted_text() {
    let template = "<w:p><w:hyperlink><w:r><w:t>{{ a }}</w:t></w:r></w:hyperlink><w:ins><w:r><w:t>{{ a }}</w:t></w:r></w:ins><w:smartTag><w:r><w:t>{{ a }}</w:t></w:r></w:smartTag><w:sdt><w:sdtContent><w:r><w:t>{{ a }}</w:t></w:r></w:sdtContent></w:sdt><w:del><w:r><w:t>{{ удалено }}</w:t></w:r></w:del></w:p>";
    assert_eq!(text(&body(template, &json!({"a": "х"}))), "хххх{{ удалено }}\n");
}

#[test]
fn curly_and_russian_quotes_work_and_quotes_inside_strings_stay() {
    for quoted in ["“СОШ”", "„СОШ“", "«СОШ»", "‘СОШ’", "'СОШ'", "&quot;СОШ&quot;"] {
        let template = p(&format!("{{% if s == {quoted} %}}да{{% endif %}}"));
        assert_eq!(text(&body(&template, &json!({"s": "СОШ"}))), "да\n", "{quoted}");
    }
    let template = p("{{ s|default(“школа «Ёлочка»”) }}");
    assert_eq!(text(&body(&template, &json!({}))), "школа «Ёлочка»\n");
}

#[test]
fn non_breaking_spaces_tabs_dashes_and_soft_hyphens_in_a_tag_are_forgiven() {
    let template = "<w:p><w:r><w:t>{{\u{a0}num\u{ad}ber</w:t><w:tab/><w:t>|default(“–”)</w:t></w:r><w:r><w:br/><w:t>}}</w:t></w:r></w:p>";
    assert_eq!(text(&body(template, &json!({"number": "6а"}))), "6а\n");
    assert_eq!(text(&body(&p("{{ a – b }}"), &json!({"a": 5, "b": 2}))), "3\n");
}

#[test]
fn entities_in_a_tag_are_the_signs_they_stand_for() {
    assert_eq!(
        text(&body(
            &p("{% if n &gt; 2 and n &lt; 9 %}да{% endif %}"),
            &json!({"n": 5})
        )),
        "да\n"
    );
}

#[test]
fn what_only_looks_like_a_tag_is_left_alone() {
    let template = "<w:p><w:r><w:instrText xml:space=\"preserve\"> DOCPROPERTY {поле} </w:instrText></w:r><w:r><wp:docPr id=\"1\" descr=\"{{ alt }} {% if %} {GUID}}\"/></w:r><w:r><w:t>Ставрополь {край} 100 % \u{e000}\u{e003} {{ a }}</w:t></w:r></w:p>";
    let xml = body(template, &json!({"a": "да"}));
    assert!(
        xml.contains("DOCPROPERTY {поле}") && xml.contains("descr=\"{{ alt }} {% if %} {GUID}}\""),
        "{xml}"
    );
    assert!(
        text(&xml).contains("Ставрополь {край} 100 % &#xE000;&#xE003; да"),
        "{xml}"
    );
}

#[test]
fn twins_of_a_text_box_are_both_filled() {
    let twin = |inner: &str| format!("<w:txbxContent><w:p><w:r><w:t>{inner}</w:t></w:r></w:p></w:txbxContent>");
    let template = format!(
        "<w:p><w:r><w:t>до </w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{0}</mc:Choice><mc:Fallback><w:pict>{0}</w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>{{{{ a }}}} после</w:t></w:r></w:p>",
        twin("{{ b }}")
    );
    let xml = body(&template, &json!({"a": "А", "b": "Б"}));
    assert_eq!(xml.matches("Б").count(), 2);
    assert!(xml.contains("А после"), "{xml}");
}

#[test]
fn headers_footers_and_notes_are_filled_and_other_parts_keep_their_bytes() {
    let paragraph = |root: &str| {
        format!(
            "<w:{root} xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p><w:r><w:t>{{{{ number }}}}</w:t></w:r></w:p></w:{root}>"
        )
    };
    let (header, footer) = (paragraph("hdr"), paragraph("ftr"));
    let (notes, endnotes) = (paragraph("footnotes"), paragraph("endnotes"));
    let styles =
        "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">{{ не тег }}</w:styles>";
    let file = docx_with(
        &p("{{ number }}"),
        &[
            ("word/шапка.xml", "header", &header),
            ("word/footer1.xml", "footer", &footer),
            ("word/footnotes.xml", "footnotes", &notes),
            ("word/endnotes.xml", "endnotes", &endnotes),
            ("word/styles.xml", "styles", styles),
        ],
    );
    let document = Template::compile("проба", &file)
        .unwrap()
        .render(&json!({"number": "14-а"}))
        .unwrap();
    for name in [
        "word/document.xml",
        "word/шапка.xml",
        "word/footer1.xml",
        "word/footnotes.xml",
        "word/endnotes.xml",
    ] {
        assert!(part(&document.bytes, name).contains("14-а"), "{name}");
    }
    assert_eq!(part(&document.bytes, "word/styles.xml"), styles);
}

#[test]
fn another_prefix_of_the_word_namespace_is_understood() {
    let xml = "<d:document xmlns:d=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><d:body><d:p><d:r><d:t>{{ a }}</d:t></d:r></d:p></d:body></d:document>";
    let types = super::book::content_types(&[("word/document.xml", "document.main")]);
    let file = super::book::zip(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("word/document.xml", xml.as_bytes()),
    ]);
    let document = Template::compile("проба", &file)
        .unwrap()
        .render(&json!({"a": "1\n2"}))
        .unwrap();
    let xml = part(&document.bytes, "word/document.xml");
    assert!(
        xml.contains("<d:t xml:space=\"preserve\">1</d:t><d:br/><d:t xml:space=\"preserve\">2</d:t>"),
        "{xml}"
    );
}

#[test]
fn russian_names_may_be_used() {
    let template = p("{% for ш in школы %}{{ ш.имя }}; {% endfor %}{{ номер_приказа }}");
    let context = json!({"школы": [{"имя": "№ 1"}, {"имя": "№ 2"}], "номер_приказа": 113});
    assert_eq!(text(&body(&template, &context)), "№ 1; № 2; 113\n");
}

#[test]
fn all_mistakes_come_in_one_pass_each_with_its_place() {
    let template = [
        p("{{ number"),
        super::book::table(&[
            super::book::row(&["№", "{{ a | uper }}"]),
            super::book::row(&["{{ b + }}", "лишнее }}"]),
        ]),
        p("{% for x in list %}"),
        p("{% include 'x' %}"),
        p("{% endif %}"),
        p("{{ title.upper() }}"),
    ]
    .concat();
    insta::assert_snapshot!(refused(&template).join("\n"), @r"
    основной текст, абзац 1: {{ number: тег открыт, но не закрыт в этом абзаце (проверьте скобки }} или %} и парность кавычек внутри тега)
    основной текст, таблица 1, строка 1, ячейка 2, абзац 1: {{ a | uper }}: неизвестное имя «uper» (фильтр) (возможно, имелось в виду «upper»)
    основной текст, таблица 1, строка 2, ячейка 1, абзац 1: {{ b + }}: запись тега не понята (проверьте кавычки, скобки, знаки между именами и черту | перед фильтром)
    основной текст, таблица 1, строка 2, ячейка 2, абзац 1: }}: закрывающие скобки без открывающих (удалите их или добавьте {{ или {% перед ними)
    основной текст, абзац 2: {% for x in list %}: блок открыт, но не закрыт (добавьте {% endfor %} там, где он должен кончиться)
    основной текст, абзац 3: {% include 'x' %}: «include» в шаблонах документов не используется (есть for, if, elif, else, endif, endfor, set x = …, with, endwith)
    основной текст, абзац 4: {% endif %}: закрывает или продолжает блок, который не открыт (добавьте {% if … %} выше или удалите этот тег)
    основной текст, абзац 5: {{ title.upper() }}: вызов «.upper()» не поддерживается (если есть такой фильтр, запишите его через черту: |upper)
    ");
}

#[test]
fn an_unclosed_block_is_blamed_on_its_opener() {
    let template = [
        p("{% if a %}"),
        p("{% for x in list %}"),
        p("{{ x }}"),
        p("{% endif %}"),
    ]
    .concat();
    let mistakes = refused(&template);
    assert_eq!(mistakes.len(), 1, "{mistakes:?}");
    assert!(
        mistakes[0].contains("абзац 2: {% for x in list %}: блок открыт, но не закрыт"),
        "{mistakes:?}"
    );
}

#[test]
fn variables_are_followed_into_loops() {
    let template = [p("{{ issuer.name }} {{ number|default('') }}"), p("{% for p in points|sort(attribute='n') %}{{ p.text }}{% for s in p.sub %}{{ s.text }}{{ loop.index }}{% endfor %}{% endfor %}")].concat();
    let template = Template::compile("проба", &docx(&template)).unwrap();
    assert_eq!(
        template.variables(),
        [
            "issuer.name",
            "number",
            "points",
            "points[].sub",
            "points[].sub[].text",
            "points[].text"
        ]
    );
}

#[test]
fn a_check_names_a_mistyped_field_and_what_was_meant() {
    let template = Template::compile(
        "проба",
        &docx(&p("{% for p in points %}{{ p.txet }}{% endfor %}{{ nomber }}")),
    )
    .unwrap();
    let mistakes = template.check(&json!({"points": [{"text": "а"}], "number": "1"}));
    let said: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(said.join("\n"), @r"
    основной текст, абзац 1: {{ p.txet }}: нет поля «txet» у записей списка «points» (возможно, имелось в виду «text»)
    основной текст, абзац 1: {{ nomber }}: нет поля «nomber» (возможно, имелось в виду «number»)
    ");
}

#[test]
fn a_filled_content_control_no_longer_shows_a_placeholder() {
    let control = |text: &str| {
        format!(
            "<w:sdt><w:sdtPr><w:alias w:val=\"поле\"/><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
            p(text)
        )
    };
    let xml = body(
        &[control("{{ a }}"), control("Место для ввода")].concat(),
        &json!({"a": "да"}),
    );
    assert_eq!(xml.matches("showingPlcHdr").count(), 1, "only the untouched one: {xml}");
    assert_eq!(text(&xml), "да\nМесто для ввода\n");
}

#[test]
fn the_files_own_title_is_filled_in_as_plain_text() {
    let core = |title: &str| {
        format!(
            "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{title}</dc:title><dc:subject></dc:subject></cp:coreProperties>"
        )
    };
    let file = |title: &str| {
        let types = super::book::content_types(&[("word/document.xml", "document.main")]).replace(
            "</Types>",
            "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>",
        );
        let document = format!(
            "<w:document {}><w:body>{}</w:body></w:document>",
            super::book::WORD,
            p("x")
        );
        let core = core(title);
        super::book::zip(&[
            ("[Content_Types].xml", types.as_bytes()),
            ("word/document.xml", document.as_bytes()),
            ("docProps/core.xml", core.as_bytes()),
        ])
    };
    let template = Template::compile("проба", &file("Приказ {% if n %}№ {{ n }} {% endif %}&amp; {{ t }}")).unwrap();
    assert_eq!(template.variables(), ["n", "t"]);
    let document = template.render(&json!({"n": "113", "t": "О <чём>\nдалее"})).unwrap();
    assert_eq!(
        part(&document.bytes, "docProps/core.xml"),
        core("Приказ № 113 &amp; О &lt;чём&gt; далее")
    );
    let mistakes = Template::compile("проба", &file("{% if n %}Приказ"))
        .unwrap_err()
        .to_string();
    assert!(
        mistakes.contains("свойства файла: {% if n %}: блок открыт, но не закрыт"),
        "{mistakes}"
    );
}
