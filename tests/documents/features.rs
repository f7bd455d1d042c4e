//! Every feature of the template language by name: a small document, its data, and what comes out, as text and as
//! elements. The tables are in `features_typing` and `features_blocks`.

use prikaz::documents::Template;
use serde_json::{Value, json};

use super::book::{body, bytes, docx_with, names, p, shape, text};
use super::{features_blocks, features_typing};

pub struct Feature {
    pub name: &'static str,
    pub given: String,
    pub context: Value,
    /// What is read: «|» ends a paragraph, «·» is a space that does not break.
    pub text: &'static str,
    /// What the body holds: see [`super::book::shape`].
    pub shape: &'static str,
}

pub fn feature(
    name: &'static str,
    given: impl Into<String>,
    context: Value,
    text: &'static str,
    shape: &'static str,
) -> Feature {
    Feature {
        name,
        given: given.into(),
        context,
        text,
        shape,
    }
}

fn all() -> Vec<Feature> {
    let mut all = features_typing::all();
    all.extend(features_blocks::all());
    all
}

#[test]
fn every_feature_gives_its_text_and_its_elements() {
    let features = all();
    let mut names: Vec<&str> = features.iter().map(|feature| feature.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), features.len(), "each feature has a name of its own");
    assert!(features.len() >= 60, "{} features", features.len());
    let mut wrong = Vec::new();
    for feature in &features {
        let xml = body(&feature.given, &feature.context);
        let said = text(&xml).replace('\n', "|").replace('\u{a0}', "·");
        let shape = shape(&xml);
        if said != feature.text || shape != feature.shape {
            wrong.push(format!("{}\n  text  {said}\n  shape {shape}", feature.name));
        }
    }
    assert!(wrong.is_empty(), "came out otherwise:\n{}", wrong.join("\n"));
}

/// Every entry of a package as it lies in the file: name and compressed bytes.
fn raw(file: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut entry = archive.by_index_raw(at).unwrap();
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
            (entry.name().to_owned(), bytes)
        })
        .collect()
}

#[test]
fn parts_without_tags_are_byte_for_byte_what_they_were() {
    let header = format!("<w:hdr {}>{}</w:hdr>", super::book::WORD, p("Лист 2 {из 3} 100 %"));
    let styles = "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><!-- {{ a }} --></w:styles>";
    let numbers = (0..9_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_string());
    let noise = numbers.collect::<Vec<_>>().join(" ");
    for feature in all() {
        let file = docx_with(
            &feature.given,
            &[
                ("word/header1.xml", "header", &header),
                ("word/styles.xml", "styles", styles),
                ("word/theme/theme1.xml", "theme", "<a:theme/>"),
                ("word/embeddings/данные.bin", "bin", &noise),
            ],
        );
        let template = Template::compile("проба", &file).unwrap();
        let rendered = template.render(&feature.context).unwrap().bytes;
        let new = raw(&rendered);
        for (name, old) in raw(&file) {
            if name == "word/document.xml" || name == "[Content_Types].xml" && names(&rendered).len() > 6 {
                continue;
            }
            let kept = new.iter().find(|(other, _)| *other == name);
            assert!(
                kept.is_some_and(|(_, new)| *new == old),
                "{}: {name} as it lies",
                feature.name
            );
            assert_eq!(bytes(&file, &name), bytes(&rendered, &name), "{}: {name}", feature.name);
        }
    }
}

#[test]
fn a_thousand_renders_of_one_order_have_one_hash() {
    let features = all();
    let given: String = features
        .iter()
        .filter(|feature| ["дата", "строка таблицы", "qr-код", "разметка"].contains(&feature.name))
        .map(|feature| feature.given.as_str())
        .collect();
    let context = json!({"d": "2022-04-04", "list": ["а", "б"], "a": "**ё** & «ёлочки»", "url": "https://a.ru"});
    let template = Template::compile("проба", &super::book::docx(&given)).unwrap();
    let first = template.render(&context).unwrap();
    assert_eq!(names(&first.bytes).len(), 4, "a picture came in");
    for _ in 1..1_000 {
        let again = template.render(&context).unwrap();
        assert_eq!(
            (&again.file_sha256, &again.content_sha256),
            (&first.file_sha256, &first.content_sha256)
        );
    }
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

#[test]
fn ten_thousand_hostile_values_leave_the_elements_as_they_are() {
    const EVIL: [&str; 24] = [
        "<w:p>",
        "</w:t></w:r></w:p>",
        "]]>",
        "<![CDATA[",
        "<!--",
        "-->",
        "<?xml?>",
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "{% for x in y %}",
        "&",
        "&amp;",
        "&#0;",
        "\u{0}",
        "\u{b}",
        "\u{fffe}",
        "\u{ffff}",
        "\u{e000}",
        "\u{e002}",
        "\u{e007}p\u{e008}",
        "\u{e006}",
    ];
    const TEXT: [&str; 6] = ["ё", "«ёлочки»", "№ 14-а", "\u{a0}", "\"'", "🙂"];
    let given = [
        p("{{ a }} от {{ b }}"),
        super::book::table(&[super::book::row(&[
            "{% for x in list %}{{ x }}",
            "{{ a|upper }}{% endfor %}",
        ])]),
        p("{% if a %}{{ b|прописная }}{% endif %}"),
    ]
    .concat();
    let template = Template::compile("проба", &super::book::docx(&given)).unwrap();
    let plain = json!({"a": "а", "b": "б", "list": ["в", "г"]});
    let wanted = shape(&super::book::part(
        &template.render(&plain).unwrap().bytes,
        "word/document.xml",
    ));
    let mut dice = Dice(20_220_404);
    for round in 0..10_000 {
        let mut value = || -> String {
            let length = 1 + dice.roll(6);
            (0..length)
                .map(|_| {
                    if dice.roll(3) > 0 {
                        EVIL[dice.roll(EVIL.len())]
                    } else {
                        TEXT[dice.roll(TEXT.len())]
                    }
                })
                .collect::<String>()
                + "."
        };
        let context = json!({"a": value(), "b": value(), "list": [value(), value()]});
        let document = template
            .render(&context)
            .unwrap_or_else(|error| panic!("{context}: {error}"));
        let xml = super::book::part(&document.bytes, "word/document.xml");
        assert_eq!(shape(&xml), wanted, "round {round}: {context}");
        let kept = context["a"].as_str().unwrap().replace(
            [
                '\u{0}', '\u{b}', '\u{fffe}', '\u{ffff}', '\u{e006}', '\u{e007}', '\u{e008}',
            ],
            "",
        );
        assert!(
            text(&xml).contains(&kept),
            "round {round}: all that is text stays: {context}"
        );
    }
}
