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
        let mut at = 0;
        while let Some(offset) = source[at..].find('<') {
            let start = at + offset;
            // An attribute cannot hold a `<`, so the end of a tag that does not matter need not be found.
            at = start + 1;
            let closing = match bytes.get(at) {
                Some(b'!' | b'?') => {
                    at = end_of_markup(source, start);
                    continue;
                }
                next => next == Some(&b'/'),
            };
            let name = name(&source[at + usize::from(closing)..], prefix);
            if name == Name::Other {
                continue;
            }
            let end = end_of_markup(source, start);
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
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return start + at + 1,
            _ => {}
        }
    }
    source.len()
}

fn name(tag: &str, prefix: &str) -> Name {
    if tag.starts_with("wp:docPr") {
        return Name::PictureNumber;
    }
    let Some(tag) = tag.strip_prefix(prefix) else {
        return Name::Other;
    };
    let end = tag
        .bytes()
        .take(NAME_MAX)
        .position(|byte| matches!(byte, b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n'));
    let Some(end) = end else { return Name::Other };
    match &tag[..end] {
        "p" => Name::P,
        "tbl" => Name::Tbl,
        "tr" => Name::Tr,
        "tc" => Name::Tc,
        "tblGrid" => Name::Grid,
        "gridCol" => Name::GridColumn,
        "gridSpan" => Name::GridSpan,
        "tcW" => Name::CellWidth,
        "body" | "hdr" | "ftr" | "footnote" | "endnote" | "txbxContent" => Name::Container,
        "sectPr" => Name::SectionProperties,
        "bookmarkStart" | "bookmarkEnd" => Name::Bookmark,
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
