//! Turns what a value could not be alone into Word's elements: gaps of a preview, runs and paragraphs of marked-up
//! text, pictures.
//!
//! While a part is rendered they are marks of private characters, which neither data nor a template can bring; the
//! text around a mark says which run and paragraph it stands in. Must never leave the text before it another look.

use std::fmt::Write;

use crate::documents::ooxml::properties::{self, PARAGRAPH, RUN};

/// Stands for a missing value.
pub(super) const MISSING: char = '\u{e006}';
/// Around the letter of a mark and what belongs to it.
pub(super) const START: char = '\u{e007}';
pub(super) const END: char = '\u{e008}';
/// All characters that the engine keeps for itself, in templates and in data.
pub(super) const PRIVATE: std::ops::RangeInclusive<char> = '\u{e000}'..='\u{e00f}';

/// What is seen in place of a missing value.
pub(super) const GAP: &str = "________";

/// The letters of marks.
pub(super) const STYLE: char = 's';
pub(super) const PARAGRAPH_END: char = 'p';
pub(super) const PICTURE: char = 'd';

/// A run's or paragraph's beginning is looked for this near, in bytes.
const NEAR_MAX: usize = 65_536;

/// Whether the text holds a mark: no other text of a paper has the first byte of a private character, but a few.
pub(super) fn any(text: &str) -> bool {
    text.as_bytes().contains(&0xee) && text.contains([MISSING, START])
}

pub(super) fn mark(letter: char, rest: &str) -> String {
    format!("{START}{letter}{rest}{END}")
}

/// Resolves the marks that concern runs; those of cells and lists stay for later.
pub(super) fn resolve(text: &str, prefix: &str, mut picture: impl FnMut(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len() + 4096);
    let mut look: Option<Look> = None;
    let mut rest = text;
    while let Some(at) = rest.find([MISSING, START]) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (mark, after) = if let Some(after) = rest.strip_prefix(MISSING) {
            ("", after)
        } else {
            match rest.find(END) {
                Some(end) => (&rest[START.len_utf8()..end], &rest[end + END.len_utf8()..]),
                None => (&rest[START.len_utf8()..], ""),
            }
        };
        let letter = mark.chars().next();
        match letter {
            None => gap(&mut out, prefix),
            Some(STYLE) => {
                let known = look.take().or_else(|| Look::of(&out, prefix));
                if let Some(base) = known {
                    let styles = &mark[1..];
                    let run = reopened(prefix, &styled(&base.run, prefix, styles));
                    let _ = write!(out, "</{prefix}t></{prefix}r>{run}");
                    look = (!styles.is_empty()).then_some(base);
                }
            }
            Some(PARAGRAPH_END) => paragraph_end(&mut out, prefix),
            Some(PICTURE) => {
                let _ = write!(
                    out,
                    "</{prefix}t>{}<{prefix}t xml:space=\"preserve\">",
                    picture(&mark[1..])
                );
            }
            Some(_) => out.push_str(&rest[..rest.len() - after.len()]),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Gives a gap a run of its own, so that its colour does not spread over the text beside it.
fn gap(out: &mut String, prefix: &str) {
    let Some(look) = Look::of(out, prefix) else {
        out.push_str(GAP);
        return;
    };
    let yellow = format!("<{prefix}highlight {prefix}val=\"yellow\"/>");
    let run = properties::with(&look.run, prefix, RUN, "highlight", &yellow);
    let close = format!("</{prefix}t></{prefix}r>");
    let _ = write!(
        out,
        "{close}<{prefix}r>{run}<{prefix}t>{GAP}{close}{}",
        reopened(prefix, &look.run)
    );
}

fn reopened(prefix: &str, run: &str) -> String {
    format!("<{prefix}r>{run}<{prefix}t xml:space=\"preserve\">")
}

/// The run's look with some styles put on.
fn styled(run: &str, prefix: &str, styles: &str) -> String {
    let mut run = run.to_owned();
    for style in styles.chars() {
        let names: &[&str] = match style {
            'b' => &["b", "bCs"],
            'i' => &["i", "iCs"],
            _ => &["u"],
        };
        for name in names {
            let value = if *name == "u" {
                format!(" {prefix}val=\"single\"")
            } else {
                String::new()
            };
            run = properties::with(&run, prefix, RUN, name, &format!("<{prefix}{name}{value}/>"));
        }
    }
    run
}

/// Ends a paragraph and begins one that looks the same; a line break where paragraphs cannot be ended.
fn paragraph_end(out: &mut String, prefix: &str) {
    let run = Look::of(out, prefix);
    let paragraph = run.as_ref().and_then(|run| new_paragraph(out, prefix, run.start));
    match (run, paragraph) {
        (Some(run), Some(paragraph)) => {
            let _ = write!(
                out,
                "</{prefix}t></{prefix}r></{prefix}p><{prefix}p>{paragraph}{}",
                reopened(prefix, &run.run)
            );
        }
        _ => {
            let _ = write!(out, "</{prefix}t><{prefix}br/><{prefix}t xml:space=\"preserve\">");
        }
    }
}

/// Properties for a paragraph after the one whose run begins at `run`; none when that run is not its direct child.
fn new_paragraph(out: &str, prefix: &str, run: usize) -> Option<String> {
    let (start, near) = near(out);
    let near = &near[..run - start];
    let begin = last_element(near, prefix, "p")?;
    let inside = &near[begin + near[begin..].find('>')? + 1..];
    let fields = |kind: &str| inside.matches(&format!("fldCharType=\"{kind}\"")).count();
    let whole = properties::children(inside, prefix).all(|(_, range)| closed(&inside[range]));
    let own = properties::leading(inside, prefix, PARAGRAPH);
    if !whole || fields("begin") != fields("end") || own.contains(&format!("<{prefix}sectPr")) {
        return None;
    }
    // What follows is not another point of the list, nor another page.
    let unnumbered = format!("<{prefix}numPr><{prefix}numId {prefix}val=\"0\"/></{prefix}numPr>");
    let mut own = own.to_owned();
    if properties::child(&own, prefix, "numPr").is_some() {
        own = properties::with(&own, prefix, PARAGRAPH, "numPr", &unnumbered);
    }
    if properties::child(&own, prefix, "pageBreakBefore").is_some() {
        own = properties::with(&own, prefix, PARAGRAPH, "pageBreakBefore", "");
    }
    Some(own)
}

/// The element has an end.
fn closed(element: &str) -> bool {
    let name = element[1..].split(['>', '/', ' ', '\t', '\n', '\r']).next();
    let name = name.filter(|name| !name.is_empty());
    name.is_some_and(|name| element.ends_with("/>") || element.ends_with(&format!("</{name}>")))
}

/// Where the last start tag of this name begins.
fn last_element(text: &str, prefix: &str, name: &str) -> Option<usize> {
    let open = format!("<{prefix}{name}");
    let mut starts = text.rmatch_indices(&open);
    starts.find_map(|(at, _)| text[at + open.len()..].starts_with(['>', ' ']).then_some(at))
}

fn near(out: &str) -> (usize, &str) {
    let start = out.floor_char_boundary(out.len().saturating_sub(NEAR_MAX));
    (start, &out[start..])
}

/// The run in whose text the output stops.
struct Look {
    start: usize,
    /// Its properties with their tags; empty when it has none.
    run: String,
}

impl Look {
    /// None when the text is not the run's own, as in the twins of a drawing.
    fn of(out: &str, prefix: &str) -> Option<Self> {
        let (offset, near) = near(out);
        let start = last_element(near, prefix, "r")?;
        let run = &near[start..];
        let inside = &run[run.find('>')? + 1..];
        let own = !inside.contains(&format!("</{prefix}r>")) && !inside.contains("AlternateContent>");
        own.then(|| Self {
            start: offset + start,
            run: properties::leading(inside, prefix, RUN).to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(text: &str) -> String {
        resolve(text, "w:", |_| String::new())
    }

    #[test]
    fn a_gap_stands_in_its_own_run_and_the_text_after_it_keeps_its_look() {
        let shown = resolved("<w:r w:rsidR=\"1\"><w:rPr><w:b/></w:rPr><w:t>№ \u{e006} от \u{e006}</w:t></w:r>");
        let gap = "<w:r><w:rPr><w:b/><w:highlight w:val=\"yellow\"/></w:rPr><w:t>________</w:t></w:r>";
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
        let shown = resolved(
            "<w:r><mc:AlternateContent><mc:Choice><w:t>\u{e006}</w:t></mc:Choice></mc:AlternateContent></w:r>",
        );
        assert!(shown.contains("<w:t>________</w:t>"));
    }
}
