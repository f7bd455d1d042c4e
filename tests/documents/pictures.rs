//! Pictures and codes: in the body, a header, a loop; what is refused.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use prikaz::documents::{RenderedDocument, Template};
use serde_json::{Value, json};

use super::book::{WORD, body, docx, docx_with, names, p, part, row, table, well_formed};

/// A PNG of one colour.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&vec![7; (width * height) as usize]).unwrap();
    writer.finish().unwrap();
    bytes
}

/// The beginning of a JPEG, as far as its size.
fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = b"\xff\xd8\xff\xe0\x00\x04JF\xff\xff\xc0\x00\x11\x08".to_vec();
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.extend(b"\x03\x01\x22\x00\xff\xd9");
    bytes
}

fn address(kind: &str, bytes: &[u8]) -> String {
    format!("data:image/{kind};base64,{}", STANDARD.encode(bytes))
}

fn render(file: &[u8], context: &Value) -> RenderedDocument {
    let template = Template::compile("проба", file).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    template.render(context).unwrap_or_else(|error| panic!("{error}"))
}

fn refused(tag: &str, value: &Value) -> String {
    let template = Template::compile("п", &docx(&p(tag))).unwrap();
    template.render(&json!({ "a": value })).unwrap_err().to_string()
}

#[test]
fn a_stamp_is_drawn_in_its_size_and_its_file_is_declared() {
    let stamp = png(70, 35);
    let document = render(
        &docx(&p("М. П. {{ a|картинка(“35 мм”, подпись=“Печать «школы»”) }}.")),
        &json!({ "a": address("png", &stamp) }),
    );
    let xml = part(&document.bytes, "word/document.xml");
    well_formed(&xml);
    assert_eq!(
        xml.matches("<wp:extent cx=\"1260000\" cy=\"630000\"/>").count(),
        1,
        "{xml}"
    );
    assert!(xml.contains("descr=\"Печать «школы»\""), "{xml}");
    let media = names(&document.bytes)
        .into_iter()
        .find(|name| name.starts_with("word/media/"))
        .unwrap();
    assert!(media.starts_with("word/media/"), "{media}");
    let relations = part(&document.bytes, "word/_rels/document.xml.rels");
    let id = relations.split("Id=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(relations.contains(&format!("Target=\"{}\"", media.strip_prefix("word/").unwrap())));
    assert!(xml.contains(&format!("r:embed=\"{id}\"")), "{xml}");
    let types = part(&document.bytes, "[Content_Types].xml");
    assert!(
        types.contains("<Default Extension=\"png\" ContentType=\"image/png\"/>"),
        "{types}"
    );
    assert!(types.contains("Extension=\"rels\""), "{types}");
}

#[test]
fn sizes_are_written_in_several_ways_and_the_shape_is_kept() {
    for (tag, size) in [
        ("{{ a|картинка(“3,5 см”) }}", (1_260_000, 630_000)),
        ("{{ a|картинка(35) }}", (1_260_000, 630_000)),
        ("{{ a|picture(“35mm”) }}", (1_260_000, 630_000)),
        ("{{ a|картинка(высота=“10 мм”) }}", (720_000, 360_000)),
        ("{{ a|картинка(ширина=“100 мм”, высота=“10 мм”) }}", (720_000, 360_000)),
        ("{{ a|картинка }}", (666_750, 333_375)),
    ] {
        for address in [address("png", &png(70, 35)), address("jpeg", &jpeg(70, 35))] {
            let xml = body(&p(tag), &json!({ "a": address }));
            let (wide, high) = size;
            assert!(
                xml.contains(&format!("<wp:extent cx=\"{wide}\" cy=\"{high}\"/>")),
                "{tag}: {xml}"
            );
        }
    }
    let photo = body(
        &p("{{ a|картинка }}"),
        &json!({ "a": address("jpeg", &jpeg(4000, 3000)) }),
    );
    assert!(
        photo.contains("cx=\"5940000\" cy=\"4455000\""),
        "no wider than the text: {photo}"
    );
}

#[test]
fn a_picture_stands_in_a_loop_a_header_and_a_footer_and_its_file_is_kept_once() {
    let root = |name: &str| format!("<w:{name} {WORD}>{}</w:{name}>", p("{{ a|картинка(“20 мм”) }}"));
    let (header, footer) = (root("hdr"), root("ftr"));
    let loop_ = table(&[row(&[
        "{% for x in list %}{{ x }}",
        "{{ a|картинка(“5 мм”) }}{{ x|qr }}{% endfor %}",
    ])]);
    let file = docx_with(
        &loop_,
        &[
            ("word/header1.xml", "header", &header),
            ("word/footer1.xml", "footer", &footer),
        ],
    );
    let context = json!({"a": address("png", &png(10, 10)), "list": [1, 2, 2]});
    let document = render(&file, &context);
    let media: Vec<String> = names(&document.bytes)
        .into_iter()
        .filter(|name| name.contains("media/"))
        .collect();
    assert_eq!(media.len(), 3, "one stamp and two codes: {media:?}");
    let mut numbers: Vec<String> = Vec::new();
    for name in ["word/document.xml", "word/header1.xml", "word/footer1.xml"] {
        let xml = part(&document.bytes, name);
        well_formed(&xml);
        numbers.extend(
            xml.split("docPr id=\"")
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap().to_owned()),
        );
        let relations = part(
            &document.bytes,
            &name.replace("word/", "word/_rels/").replace(".xml", ".xml.rels"),
        );
        let wanted = if name.contains("document") { 3 } else { 1 };
        assert_eq!(
            relations.matches("<Relationship ").count(),
            wanted,
            "{name}: {relations}"
        );
    }
    let count = numbers.len();
    numbers.sort();
    numbers.dedup();
    assert_eq!((count, numbers.len()), (8, 8), "each drawing has its number");
    assert_eq!(document, render(&file, &context), "and the same bytes come again");
}

#[test]
fn relationships_that_are_there_stay() {
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"t\" Target=\"styles.xml\"/></Relationships>";
    for relations in [
        relations.to_owned(),
        relations.replace("></Relationships>", "></Relationships>\n"),
    ] {
        let file = docx_with(&p("{{ a|qr }}"), &[("word/_rels/document.xml.rels", "x", &relations)]);
        let document = render(&file, &json!({"a": "https://a.ru"}));
        let new = part(&document.bytes, "word/_rels/document.xml.rels");
        assert!(new.starts_with(relations.split("</Rel").next().unwrap()), "{new}");
        assert_eq!(new.matches("<Relationship ").count(), 2, "{new}");
    }
    let empty = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>";
    let file = docx_with(&p("{{ a|qr }}"), &[("word/_rels/document.xml.rels", "x", empty)]);
    let new = part(&render(&file, &json!({"a": "1"})).bytes, "word/_rels/document.xml.rels");
    well_formed(&new);
    assert_eq!(new.matches("<Relationship ").count(), 1, "{new}");
}

#[test]
fn a_code_can_be_read_and_is_the_same_every_time() {
    let address = "https://ango.example/приказ/113?от=04.04.2022";
    let document = render(&docx(&p("{{ a|куар(“20 мм”) }}")), &json!({ "a": address }));
    let again = render(&docx(&p("{{ a|qr(“20 мм”) }}")), &json!({ "a": address }));
    assert_eq!(names(&document.bytes), names(&again.bytes));
    let media = names(&document.bytes)
        .into_iter()
        .find(|name| name.starts_with("word/media/"))
        .unwrap();
    let bytes = super::book::bytes(&document.bytes, &media);
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    let code = qrcodegen::QrCode::encode_text(address, qrcodegen::QrCodeEcc::Medium).unwrap();
    let side = u32::try_from(code.size()).unwrap() + 8;
    assert_eq!((info.width, info.height), (side * 8, side * 8));
    let line = info.line_size;
    for y in 0..code.size() {
        for x in 0..code.size() {
            let at = usize::try_from((y + 4) * 8).unwrap() * line + usize::try_from(x + 4).unwrap();
            assert_eq!(pixels[at] == 0, code.get_module(x, y), "module {x}, {y}");
        }
    }
}

#[test]
fn a_missing_picture_is_a_gap_in_a_preview_and_nothing_in_a_draft() {
    let template = Template::compile("п", &docx(&p("{{ a|картинка(“20 мм”) }}"))).unwrap();
    let preview = template.render_lenient(&json!({})).unwrap();
    assert!(part(&preview.bytes, "word/document.xml").contains("________"));
    assert!(
        template
            .render(&json!({}))
            .unwrap_err()
            .to_string()
            .contains("«a|картинка(\"20 мм\")» не задано")
    );
    let draft = template.render(&json!({"a": null})).unwrap();
    assert_eq!(names(&draft.bytes).len(), 2, "nothing is added");
}

#[test]
fn what_is_not_a_picture_is_refused_with_a_reason() {
    let cut = png(70, 35);
    for (value, said) in [
        (json!("https://a.ru/a.png"), "data:image/png"),
        (json!(5), "здесь нужен рисунок"),
        (json!("data:image/png;base64,@@@"), "не читаются"),
        (json!("data:image/svg+xml;base64,PHN2Zy8+"), "не PNG и не JPEG"),
        (json!(address("png", &cut[..cut.len() - 5])), "не PNG и не JPEG"),
        (json!(address("png", &png(1, 1)[..20])), "не PNG и не JPEG"),
        (json!(address("jpeg", &jpeg(0, 5))), "рисунок 0 на 5 точек"),
        (json!(address("jpeg", &jpeg(20_000, 5))), "20000 на 5 точек"),
        (
            json!(format!("data:image/png;base64,{}", "A".repeat(6 << 20))),
            "больше 4 МБ",
        ),
    ] {
        let error = refused("{{ a|картинка }}", &value);
        assert!(
            error.contains(said) && error.contains("основной текст, абзац 1"),
            "{error:.300}"
        );
    }
    let fine = json!(address("png", &png(1, 1)));
    for size in ["“35”км", "“0 мм”", "“много”", "1000"] {
        let tag = format!("{{{{ a|картинка({}) }}}}", size.replace("”км", " км”"));
        assert!(refused(&tag, &fine).contains("размер пишется как «35 мм»"), "{tag}");
    }
    assert!(refused("{{ a|qr }}", &json!("я".repeat(600))).contains("слишком длинный"));
    assert!(refused("{{ a|qr }}", &json!([1])).contains("в код записывают текст"));
}
