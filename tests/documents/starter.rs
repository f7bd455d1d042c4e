//! Starter templates: valid by the schema, the same every time, laid out by the standard of their day, and shipped as
//! they are typed.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;
use std::{fs, thread};

use docx_rs as word;
use prikaz::documents::Template;
use prikaz::documents::starter::{
    Cell, Command, Layout, Profile, Properties, Sheet, Style, Table, canonical, keys, out_of_order, starter,
};

use super::book::{part, text};

const NEW: Layout = Layout {
    profile: Profile::Gost2025,
    command: Command::Capitals,
};

fn typed(key: &str, layout: Layout) -> Vec<u8> {
    starter(key, &layout).unwrap_or_else(|| panic!("no starter {key}"))
}

fn parts(docx: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().to_owned(), bytes)
        })
        .collect()
}

/// A paper with all that the library counts across the process: pictures, notes, links, bookmarks, lists, comments.
fn rich() -> Vec<u8> {
    let mut picture = Vec::new();
    let mut encoder = png::Encoder::new(&mut picture, 1, 1);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(&[7]).unwrap();
    let image = || word::Pic::new_with_dimensions(picture.clone(), 40, 40);
    let run = |text: &str| word::Run::new().add_text(text);
    let note = |text: &str| {
        let note = word::Footnote::new().add_content(word::Paragraph::new().add_run(run(text)));
        word::Run::new().add_footnote_reference(note)
    };
    let comment = word::Comment::new(1)
        .author("Королёва")
        .add_paragraph(word::Paragraph::new().add_run(run("Уточнить срок")));
    let link = word::Hyperlink::new("https://example.ru", word::HyperlinkType::External).add_run(run("сайт"));
    let first = word::Paragraph::new()
        .add_bookmark_start(77, "Срок")
        .add_comment_start(comment)
        .add_run(run("Текст & <знаки>"))
        .add_comment_end(1)
        .add_bookmark_end(77)
        .add_run(word::Run::new().add_image(image()))
        .add_run(note("Первая"))
        .add_hyperlink(link)
        .align(word::AlignmentType::Both)
        .indent(Some(0), None, None, None)
        .keep_next(true);
    let second = word::Paragraph::new()
        .add_run(word::Run::new().add_image(image()).bold().size(24))
        .add_run(note("Вторая"))
        .numbering(word::NumberingId::new(5), word::IndentLevel::new(0));
    let level = word::Level::new(
        0,
        word::Start::new(1),
        word::NumberFormat::new("decimal"),
        word::LevelText::new("%1)"),
        word::LevelJc::new("left"),
    );
    let mut bytes = Cursor::new(Vec::new());
    word::Docx::new()
        .add_abstract_numbering(word::AbstractNumbering::new(5).add_level(level))
        .add_numbering(word::Numbering::new(5, 5))
        .header(word::Header::new().add_paragraph(word::Paragraph::new().add_run(run("Шапка"))))
        .add_paragraph(first)
        .add_paragraph(second)
        .add_table(word::Table::new(vec![word::TableRow::new(vec![
            word::TableCell::new().add_paragraph(word::Paragraph::new().style("TableHead").add_run(run("Школа"))),
        ])]))
        .build()
        .pack(&mut bytes)
        .unwrap();
    bytes.into_inner()
}

fn properties() -> Properties {
    Properties {
        title: "Отчёт «А & Б»".into(),
        author: "ОО АНГО".into(),
    }
}

#[test]
fn every_starter_keeps_the_order_that_the_schema_wants() {
    for key in keys() {
        for profile in Profile::ALL {
            let found = out_of_order(&typed(key, Layout::of(profile))).unwrap();
            assert_eq!(found, Vec::<String>::new(), "{key} {}", profile.key());
        }
    }
}

#[test]
fn what_the_library_writes_is_out_of_order_until_it_is_made_canonical() {
    let raw = out_of_order(&rich()).unwrap();
    for container in ["w:pPr", "w:style", "w:sectPr", "w:numPr", "w:settings"] {
        assert!(raw.iter().any(|line| line.contains(container)), "{container}: {raw:#?}");
    }
    let canonical = canonical(&rich(), &properties()).unwrap();
    assert_eq!(out_of_order(&canonical).unwrap(), Vec::<String>::new());
}

#[test]
fn the_same_paper_is_the_same_bytes_whenever_it_is_made() {
    let (first, second) = (rich(), rich());
    assert_ne!(first, second, "the library counts across the process");
    let canonical = |raw: &[u8]| canonical(raw, &properties()).unwrap();
    assert_eq!(canonical(&first), canonical(&second));
    assert_eq!(
        canonical(&canonical(&first)),
        canonical(&first),
        "canonical form is final"
    );
    for key in keys() {
        let elsewhere = thread::spawn(move || typed(key, NEW)).join().unwrap();
        assert!(typed(key, NEW) == elsewhere, "{key}");
    }
}

#[test]
fn every_reference_of_a_canonical_paper_leads_somewhere() {
    let parts = parts(&canonical(&rich(), &properties()).unwrap());
    let document = String::from_utf8(parts["word/document.xml"].clone()).unwrap();
    let rels = String::from_utf8(parts["word/_rels/document.xml.rels"].clone()).unwrap();
    let types = String::from_utf8(parts["[Content_Types].xml"].clone()).unwrap();
    for (at, _) in document.match_indices("\"rId") {
        let id = document[at + 1..].split('"').next().unwrap();
        assert!(rels.contains(&format!("Id=\"{id}\"")), "{id}: {rels}");
    }
    for piece in rels
        .split("Target=\"")
        .skip(1)
        .filter(|piece| !piece.contains("External"))
    {
        let target = format!("word/{}", piece.split('"').next().unwrap());
        assert!(parts.contains_key(&target), "{target}");
        let is_named = types.contains(&format!("/{target}\""))
            || std::path::Path::new(&target)
                .extension()
                .is_some_and(|ending| ending == "png");
        assert!(is_named, "{target}: {types}");
    }
    for name in [
        "word/media/image1.png",
        "word/header1.xml",
        "word/footnotes.xml",
        "word/comments.xml",
    ] {
        assert!(parts.contains_key(name), "{name}: {:?}", parts.keys());
    }
    for said in [
        "<wp:docPr id=\"1\"",
        "<w:bookmarkStart w:id=\"0\"",
        "<w:footnoteReference w:id=\"1\"",
        "w:val=\"5\"",
    ] {
        assert!(document.contains(said), "{said}: {document}");
    }
    assert!(text(&document).contains("Текст & <знаки>"));
}

#[test]
fn the_head_of_a_table_repeats_and_no_row_is_torn() {
    let mut sheet = Sheet::new(NEW, "Отчёт", "ОО АНГО");
    let rows = (0..3).fold(Table::framed(&[20, 150]).head(&["№", "Школа"]), |table, at| {
        table.row(vec![Cell::center(&at.to_string()), Cell::text("Школа")])
    });
    sheet.table(&rows.across(Cell::of(Style::TableSection, "Итого")));
    let xml = part(&sheet.finish().unwrap(), "word/document.xml");
    let rows: Vec<&str> = xml.split("<w:tr>").skip(1).collect();
    assert!(rows.iter().all(|row| row.contains("<w:cantSplit/>")), "{xml}");
    assert!(
        rows[0].contains("<w:tblHeader/>") && xml.matches("<w:tblHeader/>").count() == 1,
        "{xml}"
    );
    assert!(rows[4].contains("<w:gridSpan w:val=\"2\"/>"), "{xml}");
    assert!(xml.contains("<w:gridCol w:w=\"1134\"/>"), "{xml}");
}

#[test]
fn the_standards_differ_in_the_width_of_the_heading() {
    let heading = |profile| {
        let styles = part(&typed("order-department", Layout::of(profile)), "word/styles.xml");
        let style = styles.split("w:styleId=\"Heading\"").nth(1).unwrap().to_owned();
        let right = style.split("w:right=\"").nth(1).unwrap();
        right.split('"').next().unwrap().parse::<u32>().unwrap()
    };
    // 170 mm of text less a corner of 75 or 80 mm, in twentieths of a point.
    assert_eq!((heading(Profile::Gost2016), heading(Profile::Gost2025)), (5386, 5103));
}

#[test]
fn a_starter_is_in_russian_has_its_margins_and_numbers_pages_from_the_second() {
    let parts = parts(&typed("order-forming", NEW));
    let part = |name: &str| String::from_utf8(parts[name].clone()).unwrap();
    assert!(part("word/styles.xml").contains("<w:lang w:val=\"ru-RU\""));
    let document = part("word/document.xml");
    assert!(document.contains("<w:pgMar w:top=\"1134\" w:right=\"567\" w:bottom=\"1134\" w:left=\"1701\""));
    assert!(document.contains("<w:titlePg/>") && part("word/header1.xml").contains("PAGE"));
    assert_eq!(
        text(&part("word/header2.xml")).trim(),
        "",
        "the first page has no number"
    );
    assert!(part("docProps/core.xml").contains("<dc:title>Приказ {% if date %}"));
    assert!(
        !parts
            .values()
            .any(|bytes| String::from_utf8_lossy(bytes).contains("unknown"))
    );
}

/// The definition of a style, and of the style it is based on.
fn style_of(styles: &str, id: &str) -> String {
    let own = styles
        .split(&format!("w:styleId=\"{id}\""))
        .nth(1)
        .unwrap_or_else(|| panic!("no style {id}"));
    let own = own.split("</w:style>").next().unwrap().to_owned();
    let base = own
        .split("<w:basedOn w:val=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    match base {
        Some("Normal") | None => own,
        Some(base) => style_of(styles, base) + &own,
    }
}

#[test]
fn neither_the_preparer_nor_the_lines_of_acquaintance_stand_on_a_page_without_the_signature() {
    for key in keys().filter(|key| key.starts_with("order-")) {
        for profile in Profile::ALL {
            let docx = typed(key, Layout::of(profile));
            let (document, styles) = (part(&docx, "word/document.xml"), part(&docx, "word/styles.xml"));
            let from = document.find("w:val=\"Signature\"").unwrap();
            let below = document[from..].find("w:val=\"Acquainted\"").unwrap();
            let ids = document[from..from + below]
                .split("<w:pStyle w:val=\"")
                .map(|rest| rest.split('"').next().unwrap());
            let kept: Vec<&str> = ids
                .filter(|id| !id.is_empty() && *id != "w:val=" && *id != "TemplateTag")
                .collect();
            assert!(
                !document[from..from + below].contains("</w:tbl>"),
                "{key}: a table parts from what is below it"
            );
            for id in kept {
                assert!(
                    style_of(&styles, id).contains("<w:keepNext/>"),
                    "{key} {}: {id}",
                    profile.key()
                );
            }
        }
    }
}

#[test]
fn an_order_of_2025_carries_a_bar_code_where_it_is_told_one_and_an_order_of_2016_never() {
    let pictures = |profile, code: serde_json::Value| {
        let template = Template::compile("order-department", &typed("order-department", Layout::of(profile))).unwrap();
        let mut context = prikaz::documents::papers::Paper::of_file("order-department")
            .unwrap()
            .sample();
        context["bar_code"] = code;
        let file = template.render(&context).unwrap().bytes;
        let document = part(&file, "word/document.xml");
        (
            document.matches("<w:drawing>").count(),
            document.matches("<w:framePr ").count(),
        )
    };
    let code = || serde_json::json!("ОО АНГО, приказ от 04.04.2022 № 113");
    assert_eq!(pictures(Profile::Gost2025, code()), (1, 1));
    assert_eq!(pictures(Profile::Gost2025, serde_json::Value::Null), (0, 0));
    assert_eq!(pictures(Profile::Gost2016, code()), (0, 0));
}

#[test]
fn the_command_can_be_typed_in_capitals_or_spaced_out() {
    let order = |command| typed("order-department", Layout { command, ..NEW });
    let spaced = order(Command::Spaced);
    assert!(part(&spaced, "word/document.xml").contains("{{ command|lower }}"));
    let style = |docx: &[u8]| {
        let styles = part(docx, "word/styles.xml");
        styles
            .split("w:styleId=\"Command\"")
            .nth(1)
            .unwrap()
            .split("</w:style>")
            .next()
            .unwrap()
            .to_owned()
    };
    assert!(style(&order(Command::Capitals)).contains("<w:caps"));
    assert!(!style(&spaced).contains("<w:caps") && style(&spaced).contains("<w:spacing w:val=\"80\"/>"));
}

#[test]
fn a_paper_from_scratch_turns_its_pages_and_drops_signs_that_xml_forbids() {
    let mut sheet = Sheet::new(NEW, "Отчёт", "ОО АНГО");
    sheet
        .bar_code("QR")
        .paragraph("Стоит\u{0}\u{b} так: А < Б & В\nс новой строки")
        .turn_landscape()
        .paragraph("Лежит")
        .turn_upright()
        .paragraph("Снова стоит");
    let xml = part(&sheet.finish().unwrap(), "word/document.xml");
    assert_eq!(xml.matches("<w:sectPr>").count(), 3);
    assert_eq!(xml.matches("w:orient=\"landscape\"").count(), 1, "{xml}");
    assert_eq!(
        xml.matches("<w:titlePg/>").count(),
        1,
        "only the first page of the paper has no number"
    );
    assert!(
        xml.contains("w:xAlign=\"right\" w:yAlign=\"bottom\" w:hSpace=\"142\""),
        "{xml}"
    );
    assert!(text(&xml).contains("Стоит так: А < Б & В⏎с новой строки\n"), "{xml}");
}

#[test]
fn numbers_of_points_begin_again_where_they_should() {
    let mut sheet = Sheet::new(NEW, "Приказ", "ОО АНГО");
    sheet
        .point("Первый")
        .sub_point("Подпункт")
        .begin_numbers()
        .point("Снова первый");
    let bytes = sheet.finish().unwrap();
    let xml = part(&bytes, "word/document.xml");
    let lists: Vec<&str> = xml.split("<w:numId w:val=\"").skip(1).map(|rest| &rest[..1]).collect();
    assert_eq!(lists, ["2", "2", "3"]);
    assert_eq!(part(&bytes, "word/numbering.xml").matches("<w:num ").count(), 2);
}

#[test]
fn the_shipped_templates_are_the_starters() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("doc-templates");
    let same = |file: &Path, key: &str, profile| {
        let bytes = fs::read(file)
            .unwrap_or_else(|error| panic!("{}: {error}; write it with `prikaz template new {key}`", file.display()));
        assert!(
            parts(&bytes) == parts(&typed(key, Layout::of(profile))),
            "{} is not what its starter gives: change the starter, then write the file with `prikaz template new {key}`",
            file.display()
        );
        Template::compile(key, &bytes).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    };
    for key in keys() {
        same(&shipped.join(format!("{key}.docx")), key, Profile::Gost2025);
        if key.starts_with("order-") {
            same(&shipped.join(format!("gost-2016/{key}.docx")), key, Profile::Gost2016);
        }
    }
}
