//! The tag healer: any text between the elements Word writes, torn into runs anywhere.
#![no_main]

use libfuzzer_sys::fuzz_target;
use prikaz_fuzz::documents::Template;
use prikaz_fuzz::{document, must_be_well_formed};
use std::fmt::Write;

/// What may stand between pieces of text, by one byte.
const BREAKS: [&str; 20] = [
    "</w:t></w:r><w:r><w:t>",
    "</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">",
    "</w:t></w:r></w:p><w:p><w:r><w:t>",
    "</w:t><w:tab/><w:t>",
    "</w:t><w:br/><w:t>",
    "</w:t></w:r><w:bookmarkStart w:id=\"1\" w:name=\"a\"/><w:bookmarkEnd w:id=\"1\"/><w:r><w:t>",
    "</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>",
    "</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>",
    "</w:t></w:r></w:p><w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w=\"9\"/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>",
    "</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:r><w:t>",
    "</w:t></w:r><w:hyperlink><w:r><w:t>",
    "</w:t></w:r></w:hyperlink><w:r><w:t>",
    "</w:t><w:noBreakHyphen/><w:t>",
    "</w:t></w:r><w:ins w:id=\"2\"><w:r><w:t>",
    "</w:t></w:r></w:ins><w:r><w:t>",
    "</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>",
    "</w:t></w:r></w:p></w:txbxContent></mc:Choice></mc:AlternateContent></w:r><w:r><w:t>",
    "{% for x in list %}",
    "{% endfor %}",
    "{{ a }}",
];

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let mut body = "<w:p><w:r><w:t>".to_owned();
    for c in text.chars() {
        match c {
            // The signs of one alphabet stand for what Word puts between letters.
            'A'..='T' => body.push_str(BREAKS[c as usize - 'A' as usize]),
            '<' => body.push_str("&lt;"),
            '&' => body.push_str("&amp;"),
            '\u{0}'..='\u{1f}' => {
                let _ = write!(body, "&#{};", 9);
            }
            _ => body.push(c),
        }
    }
    body.push_str("</w:t></w:r></w:p>");
    let Ok(template) = Template::compile("проба", &document(&body)) else {
        return;
    };
    let context = serde_json::json!({"a": "А & <Б>\nВ", "list": [{"b": 1}, {"b": "два"}], "n": 3, "none": null});
    for rendered in [template.render(&context), template.render_lenient(&serde_json::json!({}))] {
        if let Ok(document) = rendered {
            must_be_well_formed(&document.bytes);
        }
    }
    let _ = template.check(&context);
});
