//! Shows what a preview lacks: each missing value is a yellow gap in its place.
//!
//! Must never touch a paper that will be signed.

use std::fmt::Write;

/// Stands for a missing value until the run around it is known; no data and no template can bring it.
pub(super) const MISSING: char = '\u{e006}';
/// What is seen in its place.
pub(super) const GAP: &str = "________";

/// A run's beginning is looked for this near, in bytes.
const RUN_MAX: usize = 16_384;

/// Gives each gap a run of its own, so that its colour does not spread over the text beside it.
pub(super) fn show_gaps(text: &str, prefix: &str) -> String {
    let mut pieces = text.split(MISSING);
    let mut out = String::with_capacity(text.len() + 1024);
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        match run_properties(&out, prefix) {
            Some(properties) => {
                let reopened = format!("<{prefix}r>{properties}<{prefix}t xml:space=\"preserve\">");
                let close = format!("</{prefix}t></{prefix}r>");
                out.push_str(&close);
                let _ = write!(
                    out,
                    "<{prefix}r><{prefix}rPr><{prefix}highlight {prefix}val=\"yellow\"/></{prefix}rPr>"
                );
                let _ = write!(out, "<{prefix}t>{GAP}");
                out.push_str(&close);
                out.push_str(&reopened);
            }
            None => out.push_str(GAP),
        }
        out.push_str(piece);
    }
    out
}

/// The properties of the run in whose text the output stops; none when that text is not the run's own.
fn run_properties(out: &str, prefix: &str) -> Option<String> {
    let near = &out[out.floor_char_boundary(out.len().saturating_sub(RUN_MAX))..];
    let start = near
        .rfind(&format!("<{prefix}r>"))
        .max(near.rfind(&format!("<{prefix}r ")))?;
    let run = &near[start..];
    let inside = &run[run.find('>')? + 1..];
    let own = !inside.contains(&format!("</{prefix}r>")) && !inside.contains("AlternateContent>");
    let (open, close) = (format!("<{prefix}rPr>"), format!("</{prefix}rPr>"));
    let properties = match inside.strip_prefix(&open) {
        Some(rest) => &inside[..open.len() + rest.find(&close)? + close.len()],
        None => "",
    };
    own.then(|| properties.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_stands_in_its_own_run_and_the_text_after_it_keeps_its_look() {
        let shown = show_gaps(
            "<w:r w:rsidR=\"1\"><w:rPr><w:b/></w:rPr><w:t>№ \u{e006} от \u{e006}</w:t></w:r>",
            "w:",
        );
        let gap = "<w:r><w:rPr><w:highlight w:val=\"yellow\"/></w:rPr><w:t>________</w:t></w:r>";
        let again = "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">";
        assert_eq!(
            shown,
            format!(
                "<w:r w:rsidR=\"1\"><w:rPr><w:b/></w:rPr><w:t>№ </w:t></w:r>{gap}{again} от </w:t></w:r>{gap}{again}</w:t></w:r>"
            )
        );
    }

    #[test]
    fn a_gap_in_the_twins_of_a_drawing_is_only_text() {
        let shown = show_gaps(
            "<w:r><mc:AlternateContent><mc:Choice><w:t>\u{e006}</w:t></mc:Choice></mc:AlternateContent></w:r>",
            "w:",
        );
        assert!(shown.contains("<w:t>________</w:t>"));
    }
}
