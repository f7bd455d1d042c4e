//! Changes one child of a properties element (`w:rPr`, `w:pPr`, `w:tcPr`): its children have an order that Word demands.
//!
//! Works on text that was read or compiled before. Must never drop a child it was not told to replace.

use std::fmt::Write;
use std::ops::Range;

use super::skim::end_of_markup;

/// A properties element, its place in the schema, and the order of its children.
#[derive(Debug, Clone, Copy)]
pub(in crate::documents) struct Schema {
    name: &'static str,
    order: &'static [&'static str],
}

pub(in crate::documents) const RUN: Schema = Schema {
    name: "rPr",
    order: &[
        "rStyle",
        "rFonts",
        "b",
        "bCs",
        "i",
        "iCs",
        "caps",
        "smallCaps",
        "strike",
        "dstrike",
        "outline",
        "shadow",
        "emboss",
        "imprint",
        "noProof",
        "snapToGrid",
        "vanish",
        "webHidden",
        "color",
        "spacing",
        "w",
        "kern",
        "position",
        "sz",
        "szCs",
        "highlight",
        "u",
    ],
};

pub(in crate::documents) const PARAGRAPH: Schema = Schema {
    name: "pPr",
    order: &[
        "pStyle",
        "keepNext",
        "keepLines",
        "pageBreakBefore",
        "framePr",
        "widowControl",
        "numPr",
    ],
};

pub(in crate::documents) const CELL: Schema = Schema {
    name: "tcPr",
    order: &["cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge"],
};

/// The properties element at the start of the text, with its tags; empty when something else stands there.
pub(in crate::documents) fn leading<'a>(text: &'a str, prefix: &str, schema: Schema) -> &'a str {
    let open = format!("<{prefix}{}", schema.name);
    if !text.starts_with(&open) || !text[open.len()..].starts_with(['>', '/', ' ']) {
        return "";
    }
    let end = end_of_markup(text, 0);
    if text[..end].ends_with("/>") {
        return &text[..end];
    }
    let close = format!("</{prefix}{}>", schema.name);
    // A tracked change keeps older properties of the same name inside.
    let mut depth = 1_usize;
    let mut at = end;
    while let Some(offset) = text[at..].find('<') {
        at += offset;
        let rest = &text[at..];
        let end = end_of_markup(text, at);
        if rest.starts_with(&close) {
            depth -= 1;
        } else if rest.starts_with(&open) && rest[open.len()..].starts_with(['>', ' ']) && !text[..end].ends_with("/>")
        {
            depth += 1;
        }
        at = end;
        if depth == 0 {
            return &text[..end];
        }
    }
    ""
}

/// The same element with this child in its place, instead of one of the same name.
pub(in crate::documents) fn with(element: &str, prefix: &str, schema: Schema, name: &str, child: &str) -> String {
    let inner = &element[inner(element)];
    let rank = |name: &str| schema.order.iter().position(|known| *known == name);
    let mine = rank(name).unwrap_or(schema.order.len());
    let mut out = format!("<{prefix}{}>", schema.name);
    let mut placed = false;
    for (local, range) in children(inner, prefix) {
        let same = local == Some(name);
        // What the order does not name stands at its end, after all that it names.
        let later = local.and_then(rank).unwrap_or(schema.order.len()) > mine;
        if !placed && (same || later) {
            out.push_str(child);
            placed = true;
        }
        if !same {
            out.push_str(&inner[range]);
        }
    }
    if !placed {
        out.push_str(child);
    }
    let _ = write!(out, "</{prefix}{}>", schema.name);
    out
}

/// The text of a child, if the element has it.
pub(in crate::documents) fn child<'a>(element: &'a str, prefix: &str, name: &str) -> Option<&'a str> {
    let inner = &element[inner(element)];
    let found = children(inner, prefix).find(|(local, _)| *local == Some(name));
    found.map(|(_, range)| &inner[range])
}

fn inner(element: &str) -> Range<usize> {
    if element.is_empty() || element.ends_with("/>") && end_of_markup(element, 0) == element.len() {
        return 0..0;
    }
    let end = element.rfind("</").unwrap_or(element.len());
    end_of_markup(element, 0).min(end)..end
}

/// The elements that stand side by side: their names, if they are Word's own, and their bytes.
pub(in crate::documents) fn children<'a>(
    text: &'a str,
    prefix: &'a str,
) -> impl Iterator<Item = (Option<&'a str>, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find('<')?;
        let mut depth = 0_usize;
        at = start;
        loop {
            let end = end_of_markup(text, at);
            let tag = &text[at..end];
            if tag.starts_with("</") {
                depth = depth.saturating_sub(1);
            } else if !tag.ends_with("/>") && !tag.starts_with("<!") && !tag.starts_with("<?") {
                depth += 1;
            }
            at = end;
            if depth == 0 {
                break;
            }
            let Some(offset) = text[at..].find('<') else {
                at = text.len();
                break;
            };
            at += offset;
        }
        let name = text[start + 1..].strip_prefix(prefix);
        let name = name.and_then(|rest| rest.split(['>', '/', ' ', '\t', '\n', '\r']).next());
        Some((name, start..at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_goes_where_the_schema_wants_it_and_replaces_its_like() {
        let element = "<w:rPr><w:rFonts w:ascii=\"a>b\"/><w:b w:val=\"0\"/><w:sz w:val=\"28\"/><w14:x/></w:rPr>";
        assert_eq!(
            with(element, "w:", RUN, "i", "<w:i/>"),
            "<w:rPr><w:rFonts w:ascii=\"a>b\"/><w:b w:val=\"0\"/><w:i/><w:sz w:val=\"28\"/><w14:x/></w:rPr>"
        );
        assert_eq!(
            with(element, "w:", RUN, "b", "<w:b/>"),
            "<w:rPr><w:rFonts w:ascii=\"a>b\"/><w:b/><w:sz w:val=\"28\"/><w14:x/></w:rPr>"
        );
        assert_eq!(
            with("", "w:", CELL, "vMerge", "<w:vMerge/>"),
            "<w:tcPr><w:vMerge/></w:tcPr>"
        );
        assert_eq!(
            with("<w:tcPr/>", "w:", CELL, "gridSpan", "<w:gridSpan/>"),
            "<w:tcPr><w:gridSpan/></w:tcPr>"
        );
    }

    #[test]
    fn older_properties_of_a_tracked_change_are_part_of_the_element() {
        let text = "<w:pPr><w:pPrChange><w:pPr><w:jc/></w:pPr></w:pPrChange></w:pPr><w:r/>";
        assert_eq!(
            leading(text, "w:", PARAGRAPH),
            text.strip_suffix("<w:r/>").unwrap_or_default()
        );
        assert_eq!(leading("<w:pPrX/>", "w:", PARAGRAPH), "");
    }
}
