//! Random templates: whatever is accepted gives well-formed Word text, for any length of the lists.

use std::fmt::Write;

use prikaz::documents::Template;
use proptest::prelude::*;
use serde_json::json;

use super::book::{docx, part, well_formed};

/// Pieces of text as a clerk might type them, tags whole and torn.
fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "текст ",
        "§",
        "§",
        "§",
        "§",
        "§",
        "§",
        "§",
        "§",
        "§",
        "{{ a }}",
        "{{ n }}",
        "{{",
        " a }}",
        "{% if a %}",
        "{% else %}",
        "{% endif %}",
        "{% for x in list %}",
        "{% endfor %}",
        "{{ x|default('') }}",
        "{%tr for x in list %}",
        "{%tr endfor %}",
        "{%p if none %}",
        "{%p endif %}",
        "{%tc for x in list %}",
        "{%tc endfor %}",
        "{# тихо #}",
        "{% set y = 1 %}",
        "{{ a|разметка }}",
        "{{ x|default('')|разметка }}",
        "{% слить_вниз %}",
        "{% слить_вправо %}х",
        "{% столбцов n %}",
        "{% убрать_пустую %}",
        "{% нумерация_заново %}",
        "}}",
    ])
}

fn run() -> impl Strategy<Value = String> {
    (
        word(),
        prop::sample::select(vec!["", "<w:rPr><w:b/></w:rPr>"]),
        prop::sample::select(vec!["", "<w:tab/>"]),
    )
        .prop_flat_map(|(text, look, tab)| {
            let plain = format!("<w:r>{look}{tab}<w:t>{text}</w:t></w:r>");
            let twins = format!("<w:r>{look}<mc:AlternateContent><mc:Choice><w:t>{text}</w:t></mc:Choice><mc:Fallback><w:t>{text}</w:t></mc:Fallback></mc:AlternateContent>{tab}<w:t>§</w:t></w:r>");
            let framed = format!("<w:r><w:txbxContent><w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>{text}§</w:t></w:r></w:p></w:txbxContent></w:r>");
            prop_oneof![6 => Just(plain), 1 => Just(twins), 1 => Just(framed)]
        })
}

fn paragraph() -> impl Strategy<Value = String> {
    (prop::collection::vec(run(), 0..4), any::<bool>(), any::<bool>()).prop_map(|(runs, link, bookmark)| {
        let runs = if link {
            format!("<w:hyperlink>{}</w:hyperlink>", runs.concat())
        } else {
            runs.concat()
        };
        let mark = if bookmark {
            "<w:bookmarkStart w:id=\"ID\" w:name=\"м\"/><w:bookmarkEnd w:id=\"ID\"/>"
        } else {
            ""
        };
        format!("<w:p w14:paraId=\"ID\">{mark}{runs}</w:p>")
    })
}

fn block() -> impl Strategy<Value = String> {
    paragraph().prop_recursive(2, 24, 3, |inner| {
        let cell =
            prop::collection::vec(inner, 1..3).prop_map(|blocks| format!("<w:tc>{}<w:p/></w:tc>", blocks.concat()));
        let row = prop::collection::vec(cell, 1..3).prop_map(|cells| format!("<w:tr>{}</w:tr>", cells.concat()));
        prop::collection::vec(row, 1..4).prop_map(|rows| {
            format!(
                "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w=\"9000\"/></w:tblGrid>{}</w:tbl>",
                rows.concat()
            )
        })
    })
}

/// Word numbers each paragraph and each bookmark once.
fn numbered(body: &str) -> String {
    let mut next = 0;
    let mut out = String::new();
    for (at, text) in body.split("\"ID\"").enumerate() {
        if at > 0 {
            // Both ends of a bookmark share their number.
            next += usize::from(!out.ends_with("bookmarkEnd w:id="));
            write!(out, "\"{next:08X}\"").unwrap();
        }
        out.push_str(text);
    }
    out
}

/// Puts pairs of tags into the places marked «§», openers before closers; what is left of the marks goes.
fn with_blocks(body: &str, pairs: &[(usize, usize, &(&str, &str))]) -> String {
    let count = body.matches('§').count();
    let mut typed: Vec<String> = vec![String::new(); count];
    for (one, other, (open, close)) in pairs.iter().filter(|_| count > 0) {
        let (first, last) = ((one % count).min(other % count), (one % count).max(other % count));
        typed[first].push_str(open);
        typed[last].insert_str(0, close);
        if first == last {
            typed[first] = format!("{open}{{{{ n }}}}{close}");
        }
    }
    let mut typed = typed.into_iter();
    let pieces = body
        .split('§')
        .flat_map(|text| [text.to_owned(), typed.next().unwrap_or_default()]);
    pieces.collect()
}

const PAIRS: [(&str, &str); 6] = [
    ("{% for x in list %}", "{% endfor %}"),
    ("{% if a %}", "{% endif %}"),
    ("{%tr for x in list %}", "{%tr endfor %}"),
    ("{%tc for x in list %}", "{%tc endfor %}"),
    ("{%p for x in list %}", "{%p endfor %}"),
    ("{% if list|length > 1 %}", "{% endif %}"),
];

/// What Word demands of tables beyond well-formed XML.
fn word_accepts(xml: &str) {
    well_formed(xml);
    assert!(
        !xml.contains(['\u{e006}', '\u{e007}', '\u{e008}']),
        "a mark is left: {xml}"
    );
    assert!(
        !xml.contains("<w:tc></w:tc>") && !xml.contains("</w:tbl></w:tc>"),
        "a cell without a paragraph at its end: {xml}"
    );
    assert!(
        !xml.contains("<w:tr></w:tr>") && !xml.contains("</w:tblGrid></w:tbl>"),
        "a table without rows: {xml}"
    );
    for name in ["tbl", "tr", "tc", "p", "r"] {
        let closed = xml.matches(&format!("</w:{name}>")).count();
        let empty = xml.matches(&format!("<w:{name}/>")).count();
        let open = xml.matches(&format!("<w:{name}>")).count() + xml.matches(&format!("<w:{name} ")).count();
        assert_eq!(open, closed, "{name} ({empty} empty): {xml}");
    }
    for name in [" w14:paraId=\"", "bookmarkStart w:id=\"", "bookmarkEnd w:id=\""] {
        let mut seen: Vec<&str> = xml
            .split(name)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        let count = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), count, "{name} used twice: {xml}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_accepted_template_always_gives_word_text(
        blocks in prop::collection::vec(block(), 1..5),
        pairs in prop::collection::vec((0_usize..40, 0_usize..40, prop::sample::select(&PAIRS)), 0..4),
    ) {
        let pairs: Vec<_> = pairs.iter().map(|(one, other, tags)| (*one, *other, tags)).collect();
        let body = with_blocks(&numbered(&blocks.concat()), &pairs).replace("> 1", "&gt; 1");
        let Ok(template) = Template::compile("суп", &docx(&body)) else { return Ok(()) };
        for list in [json!([]), json!([1]), json!([1, 2, 3])] {
            for a in [json!("**А** & Б\nВ\n\n- *Г*"), json!(null)] {
                let context = json!({"list": list, "a": a, "n": 5, "none": null});
                if let Ok(document) = template.render(&context) {
                    word_accepts(&part(&document.bytes, "word/document.xml"));
                }
                let preview = template.render_lenient(&json!({})).expect("a preview never misses a value");
                well_formed(&part(&preview.bytes, "word/document.xml"));
            }
        }
    }

    #[test]
    fn no_text_in_a_paragraph_panics_the_reader(typed in "[{}%#\"'«»“”\\\\ a-cа-в|.()\\[\\]=-]{0,40}") {
        let _ = Template::compile("суп", &docx(&super::book::p(&typed.replace('<', ""))));
    }
}
