//! The package reader: any bytes, and packages with any parts, names and kinds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use prikaz_fuzz::documents::Template;
use prikaz_fuzz::{package, types};

const NAMES: [&str; 8] = [
    "[Content_Types].xml",
    "word/document.xml",
    "docProps/core.xml",
    "word/_rels/document.xml.rels",
    "word/header1.xml",
    "../word/document.xml",
    "word/vbaProject.bin",
    "word/media/image1.png",
];

fuzz_target!(|data: &[u8]| {
    let Some((&mode, rest)) = data.split_first() else {
        return;
    };
    let bytes = match mode % 4 {
        0 => rest.to_vec(),
        1 => package(&[("[Content_Types].xml", rest), ("word/document.xml", rest)], mode & 4 != 0),
        // One length byte, then a part; names in turn.
        2 => {
            let mut parts: Vec<(&str, &[u8])> = vec![("[Content_Types].xml", types())];
            let mut left = rest;
            while let [name, length, tail @ ..] = left {
                let taken = (usize::from(*length) * 4).min(tail.len());
                parts.push((NAMES[usize::from(*name) % NAMES.len()], &tail[..taken]));
                left = &tail[taken..];
            }
            package(&parts, mode & 4 != 0)
        }
        // A good package with a few bytes changed: position and value by turns.
        _ => {
            let mut bytes = prikaz_fuzz::document("<w:p><w:r><w:t>{{ a }}</w:t></w:r></w:p>");
            for change in rest.chunks_exact(3) {
                let at = (usize::from(change[0]) << 8 | usize::from(change[1])) % bytes.len();
                bytes[at] = change[2];
            }
            bytes
        }
    };
    if let Ok(template) = Template::compile("проба", &bytes) {
        let _ = template.render_lenient(&serde_json::json!({"a": "А & Б"}));
    }
});
