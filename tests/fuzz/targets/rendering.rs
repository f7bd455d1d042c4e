//! The renderer: a good template with every filter, and any JSON for its values; then any expression over good values.
#![no_main]

use libfuzzer_sys::fuzz_target;
use prikaz_fuzz::documents::Template;
use prikaz_fuzz::{document, must_be_well_formed};
use serde_json::{Value, json};

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    // Text before the first line break is an expression, what follows is a value.
    let (expression, value) = text.split_once('\n').unwrap_or((&text, ""));
    let value: Value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
    let allowed: String = expression
        .chars()
        .filter(|c| !c.is_control())
        .take(400)
        .collect();
    let body = format!(
        "<w:p><w:r><w:t>{{{{ {} }}}}</w:t></w:r></w:p><w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w=\"9\"/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>{{% for x in v|default([])|list %}}{{{{ x }}}}{{% endfor %}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        escaped(&allowed)
    );
    let Ok(template) = Template::compile("проба", &document(&body)) else {
        return;
    };
    let context = json!({"v": value, "n": 17, "d": "2022-04-04", "s": "А. В. Петров", "list": [1, 2, 3]});
    for rendered in [template.render(&context), template.render_lenient(&context)] {
        if let Ok(document) = rendered {
            must_be_well_formed(&document.bytes);
        }
    }
});
