//! Cells that merge, tables that go when nothing is left in them, lists that begin anew.

use prikaz::documents::Template;
use serde_json::{Value, json};

use super::book::{WORD, body, docx, docx_with, p, part, refused, row, table, text, well_formed};

fn tasks() -> Value {
    json!({"tasks": [
        {"school": "СОШ № 1", "due": "15.05", "what": "а"},
        {"school": "СОШ № 1", "due": "15.05", "what": "б"},
        {"school": "СОШ № 1", "due": "20.05", "what": "в"},
        {"school": "СОШ № 2", "due": "20.05", "what": "г"},
        {"school": "СОШ № 3", "due": "20.05", "what": "д"},
        {"school": "СОШ № 3", "due": "20.05", "what": "е"},
    ]})
}

/// How each row merges: the sign of every cell, and its text.
fn merges(xml: &str) -> Vec<String> {
    let rows = xml.split("<w:tr>").skip(1);
    let cells = |row: &str| -> Vec<String> {
        let cells = row.split("<w:tc>").skip(1);
        cells
            .map(|cell| {
                let sign = match (
                    cell.contains("<w:vMerge w:val=\"restart\"/>"),
                    cell.contains("<w:vMerge/>"),
                ) {
                    (true, _) => "┌",
                    (_, true) => "│",
                    _ => "",
                };
                let span = cell
                    .split("gridSpan w:val=\"")
                    .nth(1)
                    .and_then(|rest| rest.split('"').next());
                let span = span.map(|span| format!("×{span}")).unwrap_or_default();
                format!(
                    "{sign}{}{span}",
                    text(&cell.split("</w:tc>").next().unwrap().replace("</w:p>", ""))
                )
            })
            .collect()
    };
    rows.map(|row| cells(row).join(" ")).collect()
}

#[test]
fn equal_neighbours_in_a_column_become_one_cell_within_their_group() {
    for tag in ["vm", "слить_вниз"] {
        let template = table(&[
            row(&["Школа", "Срок", "Что"]),
            row(&[
                &format!("{{% for t in tasks %}}{{% {tag} %}}{{{{ t.school }}}}"),
                &format!("{{% {tag} %}}{{{{ t.due }}}}"),
                "{{ t.what }}{% endfor %}",
            ]),
        ]);
        insta::allow_duplicates! {
            insta::assert_snapshot!(merges(&body(&template, &tasks())).join("\n"), @r"
            Школа Срок Что
            ┌СОШ № 1 ┌15.05 а
            │ │ б
            │ 20.05 в
            СОШ № 2 20.05 г
            ┌СОШ № 3 ┌20.05 д
            │ │ е
            ");
        }
    }
}

#[test]
fn groups_made_by_nested_loops_merge_as_well() {
    let template = table(&[
        row(&["{% for g in tasks|groupby('school') %}"]),
        row(&[
            "{% for t in g.list %}{% vm %}{{ loop.index0 // 9 }}{{ g.grouper }}",
            "{{ t.what }}{% endfor %}",
        ]),
        row(&["{% endfor %}"]),
    ]);
    assert_eq!(
        merges(&body(&template, &tasks())),
        ["┌0СОШ № 1 а", "│ б", "│ в", "0СОШ № 2 г", "┌0СОШ № 3 д", "│ е"]
    );
}

#[test]
fn merged_properties_stand_in_the_order_of_the_schema_and_the_rest_of_the_cell_stays() {
    let cell = "<w:tc><w:tcPr><w:cnfStyle w:val=\"0\"/><w:tcW w:w=\"500\" w:type=\"dxa\"/><w:shd w:fill=\"EEEEEE\"/><w:vAlign w:val=\"center\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"a\"/></w:pPr><w:r><w:t>{%tr for x in list %}{% vm %}{{ x }}{%tr endfor %}</w:t></w:r></w:p></w:tc>";
    let xml = body(&table(&[format!("<w:tr>{cell}</w:tr>")]), &json!({"list": ["ё", "ё"]}));
    let around = |merge: &str| {
        format!(
            "<w:tcPr><w:cnfStyle w:val=\"0\"/><w:tcW w:w=\"500\" w:type=\"dxa\"/>{merge}<w:shd w:fill=\"EEEEEE\"/><w:vAlign w:val=\"center\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"a\"/></w:pPr>"
        )
    };
    assert!(xml.contains(&around("<w:vMerge w:val=\"restart\"/>")), "{xml}");
    assert!(
        xml.contains(&format!("{}</w:p></w:tc>", around("<w:vMerge/>"))),
        "{xml}"
    );
}

#[test]
fn empty_cells_do_not_merge() {
    let template = table(&[row(&["{%tr for x in list %}{% vm %}{{ x }}{%tr endfor %}"])]);
    assert_eq!(merges(&body(&template, &json!({"list": ["", "", "а"]}))), ["", "", "а"]);
}

#[test]
fn equal_neighbours_in_a_row_become_one_wide_cell_and_the_grid_stays() {
    let wide = |tag: &str| {
        format!(
            "<w:tr><w:tc><w:tcPr><w:tcW w:w=\"900\" w:type=\"dxa\"/></w:tcPr>{}</w:tc><w:tc><w:tcPr><w:tcW w:w=\"100\" w:type=\"dxa\"/></w:tcPr>{}</w:tc></w:tr>",
            p("школа"),
            p(tag)
        )
    };
    let template = table(&[
        wide("{%tc for m in months %}{% слить_вправо %}{{ m.quarter }}{%tc endfor %}"),
        wide("{%tc for m in months %}{{ m.name }}{%tc endfor %}"),
    ]);
    let months = json!({"months": [
        {"quarter": "I", "name": "янв"}, {"quarter": "I", "name": "фев"}, {"quarter": "I", "name": "мар"},
        {"quarter": "II", "name": "апр"},
    ]});
    let xml = body(&template, &months);
    assert_eq!(merges(&xml), ["школа I×3 II", "школа янв фев мар апр"]);
    assert!(
        xml.contains("<w:tcPr><w:tcW w:w=\"300\" w:type=\"dxa\"/><w:gridSpan w:val=\"3\"/></w:tcPr>"),
        "{xml}"
    );
    assert_eq!(xml.matches("<w:gridCol").count(), 5, "{xml}");
}

#[test]
fn a_cell_takes_as_many_columns_as_it_is_told() {
    let template = table(&[
        row(&["{% столбцов columns|length %}Сводка"]),
        row(&["{%tc for c in columns %}{{ c }}{%tc endfor %}"]),
    ]);
    let xml = body(&template, &json!({"columns": ["а", "б", "в"]}));
    assert_eq!(merges(&xml), ["Сводка×3", "а б в"]);
    assert_eq!(xml.matches("<w:gridCol").count(), 3);
    let odd = table(&[row(&["{% colspan n %}а"])]);
    for (n, span) in [
        (json!(0), 1),
        (json!(1_000_000), 63),
        (json!("много"), 1),
        (json!(-3), 1),
    ] {
        assert_eq!(merges(&body(&odd, &json!({ "n": n }))), [format!("а×{span}")]);
    }
}

#[test]
fn a_table_with_nothing_below_its_heading_goes_when_told() {
    let table = |tag: &str| {
        table(&[
            format!(
                "<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc>{}</w:tc></w:tr>",
                p(&format!("{tag}Школа"))
            ),
            row(&["{%tr for x in list %}{{ x }}{%tr endfor %}"]),
        ])
    };
    let empty = json!({"list": []});
    let kept = body(&table(""), &empty);
    assert_eq!(
        (text(&kept).as_str(), kept.matches("<w:tblHeader/>").count()),
        ("Школа\n\n", 1)
    );
    assert_eq!(body(&table("{% убрать_пустую %}"), &empty), "<w:p/>");
    assert_eq!(body(&table("{% drop_empty %}"), &empty), "<w:p/>");
    let full = body(&table("{% убрать_пустую %}"), &json!({"list": ["а"]}));
    assert_eq!(text(&full), "Школа\nа\n\n");
}

#[test]
fn tags_of_cells_are_refused_outside_a_table_and_when_mistyped() {
    assert_eq!(
        refused(&p("{% vm %}{{ a }}")),
        ["основной текст, абзац 1: {% vm %}: тег стоит вне таблицы"]
    );
    assert!(refused(&table(&[row(&["{% столбцов %}"])]))[0].contains("сколько столбцов"));
    assert!(refused(&table(&[row(&["{% vm 3 %}"])]))[0].contains("запись тега не понята"));
    assert!(refused(&table(&[row(&["{% colspan a|uper %}"])]))[0].contains("«upper»"));
}

const NUMBERING: &str = "<w:abstractNum w:abstractNumId=\"4\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:start w:val=\"5\"/></w:lvl></w:abstractNum><w:num w:numId=\"7\"><w:abstractNumId w:val=\"4\"/><w:lvlOverride w:ilvl=\"1\"><w:startOverride w:val=\"9\"/><w:lvl w:ilvl=\"1\"><w:lvlText w:val=\"%2)\"/></w:lvl></w:lvlOverride></w:num><w:num w:numId=\"8\"><w:abstractNumId w:val=\"4\"/></w:num>";

fn point(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}<w:jc w:val=\"both\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// The list of every paragraph, and the part that declares the lists.
fn lists(body: &str, context: &Value) -> (Vec<String>, String) {
    let numbering = format!("<w:numbering {WORD}>{NUMBERING}<w:numIdMacAtCleanup w:val=\"1\"/></w:numbering>");
    let styles = format!(
        "<w:styles {WORD}><w:style w:styleId=\"a\"><w:basedOn w:val=\"b\"/></w:style><w:style w:styleId=\"b\"><w:pPr><w:numPr><w:numId w:val=\"8\"/></w:numPr></w:pPr></w:style></w:styles>"
    );
    let file = docx_with(
        body,
        &[
            ("word/numbering.xml", "numbering", &numbering),
            ("word/styles.xml", "styles", &styles),
        ],
    );
    let template = Template::compile("проба", &file).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let document = template.render(context).unwrap_or_else(|error| panic!("{error}"));
    let xml = part(&document.bytes, "word/document.xml");
    well_formed(&xml);
    let of = |paragraph: &str| {
        let list = paragraph
            .split("numId w:val=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        format!(
            "{}{}",
            text(paragraph),
            list.map(|list| format!(" [{list}]")).unwrap_or_default()
        )
    };
    let paragraphs = xml.split("<w:body>").nth(1).unwrap().split("</w:p>");
    let paragraphs = paragraphs
        .filter(|paragraph| paragraph.contains("<w:p>"))
        .map(of)
        .collect();
    (paragraphs, part(&document.bytes, "word/numbering.xml"))
}

const SEVEN: &str = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"7\"/></w:numPr>";

#[test]
fn a_list_goes_on_through_a_loop_unless_it_is_told_to_begin_anew() {
    let schools = json!({"schools": [{"name": "А", "tasks": ["1", "2"]}, {"name": "Б", "tasks": ["3"]}]});
    let document = |tag: &str| {
        [
            p("{% for s in schools %}"),
            p("{{ s.name }}"),
            tag.to_owned(),
            p("{% for t in s.tasks %}"),
            point(SEVEN, "{{ t }}"),
            p("{% endfor %}"),
            p("{% endfor %}"),
            point(SEVEN, "итог"),
        ]
        .concat()
    };
    let (on, numbering) = lists(&document(""), &schools);
    assert_eq!(on, ["А", "1 [7]", "2 [7]", "Б", "3 [7]", "итог [7]"]);
    assert!(!numbering.contains("w:numId=\"9\""));
    for tag in ["{% нумерация_заново %}", "{% restart %}"] {
        let (anew, numbering) = lists(&document(&p(tag)), &schools);
        assert_eq!(anew, ["А", "1 [9]", "2 [9]", "Б", "3 [10]", "итог [10]"]);
        well_formed(&numbering);
        let made = |number: &str| {
            format!(
                "<w:num w:numId=\"{number}\"><w:abstractNumId w:val=\"4\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride><w:lvlOverride w:ilvl=\"1\"><w:startOverride w:val=\"5\"/><w:lvl w:ilvl=\"1\"><w:lvlText w:val=\"%2)\"/></w:lvl></w:lvlOverride></w:num>"
            )
        };
        let wanted = format!("</w:num>{}{}<w:numIdMacAtCleanup", made("9"), made("10"));
        assert!(numbering.contains(&wanted), "{numbering}");
    }
}

#[test]
fn a_point_may_tell_its_own_list_to_begin_anew_and_other_lists_go_on() {
    let document = [
        point(SEVEN, "а"),
        point(SEVEN, "{% restart %}б"),
        point("<w:pStyle w:val=\"a\"/>", "в"),
        point(SEVEN, "г"),
        point("<w:pStyle w:val=\"a\"/>", "{% restart %}д"),
        point("<w:pStyle w:val=\"b\"/>", "е"),
    ]
    .concat();
    let (paragraphs, _) = lists(&document, &json!({}));
    assert_eq!(paragraphs, ["а [7]", "б [9]", "в", "г [9]", "д [10]", "е [10]"]);
}

#[test]
fn a_restart_without_lists_leaves_nothing_behind() {
    let xml = body(&[p("{% restart %}"), p("а{% restart %}")].concat(), &json!({}));
    assert_eq!(xml, p("а"));
}

#[test]
fn a_flood_of_lists_is_refused() {
    let numbering = format!("<w:numbering {WORD}>{NUMBERING}</w:numbering>");
    let flood = [
        p("{% for n in range(6000) %}"),
        point(SEVEN, "{% restart %}п"),
        p("{% endfor %}"),
    ]
    .concat();
    let file = docx_with(&flood, &[("word/numbering.xml", "numbering", &numbering)]);
    let error = Template::compile("п", &file).unwrap().render(&json!({})).unwrap_err();
    assert!(error.to_string().contains("слишком много данных"), "{error}");
    let many = docx(&p("{% for n in range(90000) %}{% restart %}{% endfor %}"));
    let xml = part(
        &Template::compile("п", &many).unwrap().render(&json!({})).unwrap().bytes,
        "word/document.xml",
    );
    assert_eq!(text(xml.split("<w:body>").nth(1).unwrap()), "\n");
}
