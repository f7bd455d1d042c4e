//! A quick look through rendered XML: only tables, paragraphs and what carries a number, five times as fast as reading.
//!
//! Fit only for text compiled from a part that was read in full, whose values were escaped. Must never be shown a
//! file from outside.

use super::xml::{Kind, Name, Part, Token, attribute};

/// «bookmarkStart» and the sign after it.
const NAME_MAX: usize = 14;

impl<'a> Part<'a> {
    /// The tokens that repairs look at; parents and pairs are among these.
    pub fn skim(source: &'a str, prefix: &str) -> Self {
        let mut part = Part {
            source,
            tokens: Vec::with_capacity(source.len() / 128),
            prefix: prefix.to_owned(),
        };
        let mut open: Vec<usize> = Vec::new();
        let bytes = source.as_bytes();
        let mut skip_to = 0;
        // An attribute cannot hold a `<`, so the end of a tag that does not matter need not be found.
        for start in memchr::memchr_iter(b'<', bytes) {
            if start < skip_to {
                continue; // inside a comment or a section
            }
            let closing = match bytes.get(start + 1) {
                Some(b'!' | b'?') => {
                    skip_to = end_of_markup(source, start);
                    continue;
                }
                next => next == Some(&b'/'),
            };
            let name = name(&bytes[start + 1 + usize::from(closing)..], prefix.as_bytes());
            if name == Name::Other {
                continue;
            }
            let end = end_of_tag(source, start);
            let here = part.tokens.len();
            let mut token = Token {
                kind: Kind::Empty,
                name,
                start,
                end,
                mate: here,
                parent: open.last().copied(),
            };
            if closing {
                let Some(mate) = open.pop() else { continue };
                part.tokens[mate].mate = here;
                (token.kind, token.mate, token.parent) = (Kind::Close, mate, part.tokens[mate].parent);
            } else if bytes[end - 2] != b'/' {
                token.kind = Kind::Open;
                open.push(here);
            }
            part.tokens.push(token);
        }
        part
    }

    /// The start tag's attribute, without quotes.
    pub fn attribute(&self, token: usize, name: &str) -> Option<&str> {
        let raw = &self.source[self.tokens[token].start..self.tokens[token].end];
        attribute(raw, name).map(|range| &raw[range])
    }
}

/// One past the `>` that ends the tag, comment, section or instruction.
pub(super) fn end_of_markup(source: &str, start: usize) -> usize {
    let rest = &source[start..];
    let until = |mark: &str| rest.find(mark).map_or(source.len(), |at| start + at + mark.len());
    if rest.starts_with("<!--") {
        return until("-->");
    }
    if rest.starts_with("<![CDATA[") {
        return until("]]>");
    }
    if rest.starts_with("<?") {
        return until("?>");
    }
    end_of_tag(source, start)
}

/// One past the `>` that ends the tag; a `>` in an attribute does not.
fn end_of_tag(source: &str, start: usize) -> usize {
    let mut quote = None;
    for (at, byte) in source.as_bytes()[start..].iter().copied().enumerate() {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return start + at + 1,
            _ => {}
        }
    }
    source.len()
}

fn name(tag: &[u8], prefix: &[u8]) -> Name {
    // Compared sign by sign: a call for two signs, at every tag, would cost more than all the rest.
    if let [b'w', b'p', ..] = tag
        && tag.starts_with(b"wp:docPr")
    {
        return Name::PictureNumber;
    }
    if tag.len() < prefix.len() || tag.iter().zip(prefix).any(|(sign, of_prefix)| sign != of_prefix) {
        return Name::Other;
    }
    let tag = &tag[prefix.len()..];
    // Most tags are runs, their properties and their text.
    match tag {
        [b'p' | b'g' | b'b' | b'h' | b'f' | b'e' | b's', ..] | [b't', b'b' | b'r' | b'c' | b'x', ..] => {}
        _ => return Name::Other,
    }
    let end = tag
        .iter()
        .take(NAME_MAX)
        .position(|byte| matches!(byte, b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n'));
    let Some(end) = end else { return Name::Other };
    match &tag[..end] {
        b"p" => Name::P,
        b"tbl" => Name::Tbl,
        b"tr" => Name::Tr,
        b"tc" => Name::Tc,
        b"tblGrid" => Name::Grid,
        b"gridCol" => Name::GridColumn,
        b"gridSpan" => Name::GridSpan,
        b"tcW" => Name::CellWidth,
        b"body" | b"hdr" | b"ftr" | b"footnote" | b"endnote" | b"txbxContent" => Name::Container,
        b"sectPr" => Name::SectionProperties,
        b"bookmarkStart" | b"bookmarkEnd" => Name::Bookmark,
        _ => Name::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skim_sees_what_a_reading_sees() {
        let source = "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><!-- <w:p> --><w:tbl><w:tblGrid><w:gridCol w:w=\"1>2\"/></w:tblGrid><w:tr a='>'><w:tc><w:tcPr><w:tcW w:w=\"5\"/></w:tcPr><w:p><w:r><w:t>&lt;w:p&gt;<![CDATA[<w:p>]]></w:t></w:r></w:p><w:p/></w:tc></w:tr></w:tbl><w:bookmarkStart w:id=\"1\"/><w:pPr/></w:document>";
        let read = Part::read(source).expect("it is well formed");
        let kept = |name| {
            matches!(
                name,
                Name::P
                    | Name::Tbl
                    | Name::Tr
                    | Name::Tc
                    | Name::Grid
                    | Name::GridColumn
                    | Name::CellWidth
                    | Name::Bookmark
            )
        };
        let seen = |part: &Part<'_>| -> Vec<(Name, Kind, usize, usize)> {
            part.tokens
                .iter()
                .filter(|token| kept(token.name))
                .map(|token| (token.name, token.kind, token.start, token.end))
                .collect()
        };
        assert_eq!(seen(&Part::skim(source, "w:")), seen(&read));
    }
}
