//! Mends one part: drops what the schema forbids or nobody needs, and adds what `docx-rs` cannot write.
//!
//! Must never change the text, and must never number anything.

use super::look::Style;
use super::tree::{Element, Node};

/// Containers of properties that say nothing when they are empty.
const PROPERTIES: [&str; 7] = ["w:pPr", "w:rPr", "w:tcPr", "w:trPr", "w:tblBorders", "w:pBdr", "w:tabs"];
/// Typography of East Asia that `docx-rs` turns on for every paper.
const EAST_ASIAN: [&str; 5] = [
    "w:spaceForUL",
    "w:balanceSingleByteDoubleByteWidth",
    "w:doNotLeaveBackslashAlone",
    "w:ulTrailSpace",
    "w:useFELayout",
];

/// Mends the part of that name. Paragraphs keep their identities only where comments need them.
pub(super) fn part(name: &str, root: &mut Element, comments: bool) {
    root.drop_where(&|element| PROPERTIES.contains(&element.name.as_str()) && element.children.is_empty());
    if !comments {
        root.each_mut(&mut |element| element.attributes.retain(|(name, _)| !name.starts_with("w14:para")));
    }
    root.each_mut(&mut |element| match element.name.as_str() {
        "w:gridCol" => element.attributes.retain(|(name, _)| name == "w:w"),
        "w:tbl" => table(element),
        "w:sectPr" => section(element),
        "w:fldChar" => element
            .attributes
            .retain(|(name, value)| name != "w:dirty" || value == "true"),
        // A break of a line is the default.
        "w:br" => element.attributes.retain(|(_, value)| value != "textWrapping"),
        "w:framePr" => {
            for (name, _) in &mut element.attributes {
                *name = name.replace("h_space", "hSpace").replace("v_space", "vSpace");
            }
        }
        "w:instrText" => {
            for child in &mut element.children {
                if let Node::Text(text) = child {
                    *text = text.trim().to_owned();
                }
            }
        }
        _ => {}
    });
    match name {
        "word/styles.xml" => styles(root),
        "word/settings.xml" => settings(root),
        _ => {}
    }
    spaces_of_names(root);
}

/// Rows of the head repeat on every page.
fn table(table: &mut Element) {
    let heads = [Style::TableHead, Style::TableSmallHead, Style::TableFineHead].map(Style::id);
    let rows = table.children.iter_mut().filter_map(|child| match child {
        Node::Element(row) if row.name == "w:tr" => Some(row),
        _ => None,
    });
    for row in rows.take_while(|row| is_head(row, &heads)) {
        row.child_or_new("w:trPr").child_or_new("w:tblHeader");
    }
    let look = table.child_or_new("w:tblPr").child_or_new("w:tblLook");
    for (name, value) in [
        ("w:val", "0420"),
        ("w:firstRow", "1"),
        ("w:lastRow", "0"),
        ("w:firstColumn", "0"),
        ("w:lastColumn", "0"),
        ("w:noHBand", "0"),
        ("w:noVBand", "1"),
    ] {
        look.set(name, value);
    }
}

fn is_head(row: &Element, heads: &[String]) -> bool {
    let (mut paragraphs, mut of_head) = (0, 0);
    row.each(&mut |element| {
        if element.name == "w:p" {
            paragraphs += 1;
            let style = element
                .child("w:pPr")
                .and_then(|properties| properties.child("w:pStyle"));
            let id = style.and_then(|style| style.attribute("w:val"));
            of_head += usize::from(heads.iter().any(|head| Some(head.as_str()) == id));
        }
    });
    paragraphs > 0 && paragraphs == of_head
}

fn section(section: &mut Element) {
    // One column; what `docx-rs` says of it is a default.
    if let Some(columns) = section.child("w:cols")
        && columns.attribute("w:num") == Some("1")
    {
        let columns = section.child_or_new("w:cols");
        columns.attributes.clear();
        columns.set("w:space", "708");
    }
}

fn styles(root: &mut Element) {
    let defaults = root.child_or_new("w:docDefaults");
    let run = defaults.child_or_new("w:rPrDefault").child_or_new("w:rPr");
    let language = run.child_or_new("w:lang");
    for (name, value) in [("w:val", "ru-RU"), ("w:eastAsia", "ru-RU"), ("w:bidi", "ar-SA")] {
        language.set(name, value);
    }
    let paragraph = defaults.child_or_new("w:pPrDefault").child_or_new("w:pPr");
    paragraph.child_or_new("w:widowControl");
    let is = |root: &Element, id: &str| root.elements().any(|style| style.attribute("w:styleId") == Some(id));
    if !is(root, "DefaultParagraphFont") {
        root.children.push(Node::Element(default_character()));
    }
    if !is(root, "TableNormal") {
        root.children.push(Node::Element(default_table()));
    }
    for child in &mut root.children {
        let Node::Element(style) = child else { continue };
        if style.name != "w:style" {
            continue;
        }
        let name = style
            .child("w:name")
            .and_then(|name| name.attribute("w:val"))
            .unwrap_or_default();
        // Word's own styles have English names.
        if !name.is_ascii() {
            style.set("w:customStyle", "1");
        }
        if style.attribute("w:styleId") == Some("Normal") {
            style.set("w:default", "1");
        }
        if style.attribute("w:type") == Some("table") {
            // Width and alignment belong to a table, not to its style.
            let properties = style.child_or_new("w:tblPr");
            properties.children.retain(
                |child| !matches!(child, Node::Element(element) if element.name == "w:tblW" || element.name == "w:jc"),
            );
        }
    }
    // Defaults come first, so that the others may stand on them.
    let rank = |child: &Node| match child {
        Node::Element(style) => usize::from(style.attribute("w:default").is_none() && style.name == "w:style"),
        Node::Text(_) => 0,
    };
    root.children.sort_by_key(rank);
}

fn default_character() -> Element {
    let mut style = Element::new(
        "w:style",
        &[
            ("w:type", "character"),
            ("w:default", "1"),
            ("w:styleId", "DefaultParagraphFont"),
        ],
    );
    style.child_or_new("w:name").set("w:val", "Default Paragraph Font");
    style.child_or_new("w:uiPriority").set("w:val", "1");
    style.child_or_new("w:semiHidden");
    style
}

fn default_table() -> Element {
    let mut style = Element::new(
        "w:style",
        &[("w:type", "table"), ("w:default", "1"), ("w:styleId", "TableNormal")],
    );
    style.child_or_new("w:name").set("w:val", "Normal Table");
    style.child_or_new("w:uiPriority").set("w:val", "99");
    style.child_or_new("w:semiHidden");
    let properties = style.child_or_new("w:tblPr");
    let indent = properties.child_or_new("w:tblInd");
    indent.set("w:w", "0");
    indent.set("w:type", "dxa");
    let margins = properties.child_or_new("w:tblCellMar");
    for (side, width) in [("w:top", "0"), ("w:left", "108"), ("w:bottom", "0"), ("w:right", "108")] {
        let margin = margins.child_or_new(side);
        margin.set("w:w", width);
        margin.set("w:type", "dxa");
    }
    style
}

fn settings(root: &mut Element) {
    root.drop_where(&|element| EAST_ASIAN.contains(&element.name.as_str()));
    root.child_or_new("w:characterSpacingControl")
        .set("w:val", "doNotCompress");
    root.child_or_new("w:themeFontLang").set("w:val", "ru-RU");
    root.child_or_new("w:decimalSymbol").set("w:val", ",");
    root.child_or_new("w:listSeparator").set("w:val", ";");
}

/// Declares only the namespaces that are used.
fn spaces_of_names(root: &mut Element) {
    let mut used = std::collections::BTreeSet::new();
    root.each(&mut |element| {
        let names = std::iter::once(&element.name).chain(element.attributes.iter().map(|(name, _)| name));
        for name in names {
            if let Some((prefix, _)) = name.split_once(':')
                && prefix != "xmlns"
            {
                used.insert(prefix.to_owned());
            }
        }
    });
    let ignorable: Vec<&str> = root
        .attribute("mc:Ignorable")
        .unwrap_or_default()
        .split_whitespace()
        .filter(|prefix| used.contains(*prefix))
        .collect();
    let ignorable = ignorable.join(" ");
    if ignorable.is_empty() {
        root.attributes.retain(|(name, _)| name != "mc:Ignorable");
        let choice = root.elements().any(|element| element.name.starts_with("mc:"));
        if !choice {
            used.remove("mc");
        }
    } else {
        root.set("mc:Ignorable", &ignorable);
    }
    root.attributes.retain(|(name, _)| match name.strip_prefix("xmlns:") {
        Some(prefix) => used.contains(prefix),
        None => true,
    });
}
