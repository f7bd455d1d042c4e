//! Reads one XML part into a flat list of tokens which remember their bytes, their pair and their parent.
//!
//! Must never rewrite anything: bytes that nobody edits reach the paper untouched. Must never recurse: depth is data.

use quick_xml::NsReader;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;

const WORD: &[u8] = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const WORD_STRICT: &[u8] = b"http://purl.oclc.org/ooxml/wordprocessingml/main";
const COMPATIBILITY: &[u8] = b"http://schemas.openxmlformats.org/markup-compatibility/2006";
/// Real documents stay under 40; a template that nests deeper is an attack or a broken generator.
const DEPTH_MAX: usize = 256;
/// 20 MB of tokens; a 60-page document has some 50,000.
const TOKENS_MAX: usize = 400_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::documents) enum Kind {
    Open,
    Close,
    Empty,
    Text,
    CData,
    Other,
}

/// The elements this module acts upon; names of the `WordprocessingML` namespace, whatever its prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::documents) enum Name {
    P,
    R,
    T,
    Tbl,
    Tr,
    Tc,
    Tab,
    Br,
    NoBreakHyphen,
    RunProperties,
    SectionProperties,
    Bookmark,
    Picture,
    Removed,
    Grid,
    GridColumn,
    GridSpan,
    CellWidth,
    PlaceholderMark,
    PictureNumber,
    TextBox,
    /// Holds the same thing for new programs and for old ones, in one choice and one fallback.
    Alternatives,
    Choice,
    Fallback,
    /// What Word works out by itself: `HYPERLINK "…"`, `PAGE`.
    FieldCode,
    SimpleField,
    /// Holds paragraphs and tables: body, header, footer, note, text box.
    Container,
    Other,
}

#[derive(Debug, Clone)]
pub(in crate::documents) struct Token {
    pub kind: Kind,
    pub name: Name,
    /// First byte in the source.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// For an opening token its closing one and the reverse; itself for all others.
    pub mate: usize,
    pub parent: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::documents) enum XmlMistake {
    Malformed { at: usize },
    TooDeep,
    TooLong,
    Doctype,
    Strict,
}

/// A part and its tokens.
pub(in crate::documents) struct Part<'a> {
    pub source: &'a str,
    pub tokens: Vec<Token>,
    /// The prefix of `WordprocessingML` names with its colon, as in `w:`.
    pub prefix: String,
}

impl<'a> Part<'a> {
    pub fn read(source: &'a str) -> Result<Self, XmlMistake> {
        let mut reader = NsReader::from_str(source);
        reader.config_mut().check_end_names = true;
        let mut part = Part {
            source,
            tokens: Vec::new(),
            prefix: "w:".to_owned(),
        };
        let mut open: Vec<usize> = Vec::new();
        let mut start = 0;
        loop {
            let read = reader.read_resolved_event();
            let (space, event) = read.map_err(|_| XmlMistake::Malformed { at: start })?;
            let (kind, name) = match &event {
                Event::Start(e) => (Kind::Open, name(&space, e.local_name().as_ref())?),
                Event::Empty(e) => (Kind::Empty, name(&space, e.local_name().as_ref())?),
                Event::End(_) => (Kind::Close, Name::Other),
                Event::Text(_) | Event::GeneralRef(_) => (Kind::Text, Name::Other),
                Event::CData(_) => (Kind::CData, Name::Other),
                Event::DocType(_) => return Err(XmlMistake::Doctype),
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => (Kind::Other, Name::Other),
                Event::Eof => break,
            };
            if let (Name::P, Event::Start(e)) = (name, &event) {
                part.prefix = e
                    .name()
                    .prefix()
                    .map_or_else(String::new, |p| format!("{}:", String::from_utf8_lossy(p.into_inner())));
            }
            let end = usize::try_from(reader.buffer_position()).unwrap_or(source.len());
            let here = part.tokens.len();
            if here >= TOKENS_MAX {
                return Err(XmlMistake::TooLong);
            }
            let mut token = Token {
                kind,
                name,
                start,
                end,
                mate: here,
                parent: open.last().copied(),
            };
            match kind {
                Kind::Open => {
                    if open.len() >= DEPTH_MAX {
                        return Err(XmlMistake::TooDeep);
                    }
                    open.push(here);
                }
                Kind::Close => {
                    let Some(mate) = open.pop() else {
                        return Err(XmlMistake::Malformed { at: start });
                    };
                    part.tokens[mate].mate = here;
                    (token.mate, token.name, token.parent) = (mate, part.tokens[mate].name, part.tokens[mate].parent);
                }
                _ => {}
            }
            part.tokens.push(token);
            start = end;
        }
        match open.last() {
            Some(&unclosed) => Err(XmlMistake::Malformed {
                at: part.tokens[unclosed].start,
            }),
            None if part.tokens.is_empty() => Err(XmlMistake::Malformed { at: 0 }),
            None => Ok(part),
        }
    }

    /// First byte of the element which this token opens.
    pub fn start(&self, element: usize) -> usize {
        self.tokens[element].start
    }

    /// One past the last byte of the element which this token opens.
    pub fn end(&self, element: usize) -> usize {
        self.tokens[self.tokens[element].mate].end
    }

    /// The token and its ancestors, innermost first.
    pub fn ancestors(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(token), |&at| self.tokens[at].parent)
    }

    /// The nearest element of that name which holds the token (or is it).
    pub fn nearest(&self, token: usize, name: Name) -> Option<usize> {
        self.ancestors(token).find(|&at| self.tokens[at].name == name)
    }

    /// The tokens inside the element, its own two not counted.
    pub fn inside(&self, element: usize) -> std::ops::Range<usize> {
        (element + 1)..self.tokens[element].mate.max(element + 1)
    }
}

fn name(space: &ResolveResult<'_>, local: &[u8]) -> Result<Name, XmlMistake> {
    let ResolveResult::Bound(space) = space else {
        return Ok(Name::Other);
    };
    if space.as_ref() == WORD_STRICT {
        return Err(XmlMistake::Strict);
    }
    if space.as_ref() == COMPATIBILITY {
        return Ok(match local {
            b"AlternateContent" => Name::Alternatives,
            b"Choice" => Name::Choice,
            b"Fallback" => Name::Fallback,
            _ => Name::Other,
        });
    }
    if space.as_ref() != WORD {
        return Ok(Name::Other);
    }
    Ok(match local {
        b"p" => Name::P,
        b"r" => Name::R,
        b"t" => Name::T,
        b"tbl" => Name::Tbl,
        b"tr" => Name::Tr,
        b"tc" => Name::Tc,
        b"tab" => Name::Tab,
        b"br" | b"cr" => Name::Br,
        b"noBreakHyphen" => Name::NoBreakHyphen,
        b"rPr" => Name::RunProperties,
        b"sectPr" => Name::SectionProperties,
        b"bookmarkStart" | b"bookmarkEnd" => Name::Bookmark,
        b"drawing" | b"pict" | b"object" => Name::Picture,
        b"tblGrid" => Name::Grid,
        b"gridCol" => Name::GridColumn,
        b"gridSpan" => Name::GridSpan,
        b"tcW" => Name::CellWidth,
        b"showingPlcHdr" => Name::PlaceholderMark,
        b"del" | b"moveFrom" => Name::Removed,
        b"txbxContent" => Name::TextBox,
        b"instrText" => Name::FieldCode,
        b"fldSimple" => Name::SimpleField,
        _ => Name::Other,
    })
}

/// Bytes of an attribute's value within a start tag; the name with its prefix, as written.
pub(in crate::documents) fn attribute(raw: &str, name: &str) -> Option<std::ops::Range<usize>> {
    let mut from = 0;
    while let Some(found) = raw[from..].find(name) {
        let (start, end) = (from + found, from + found + name.len());
        let before = raw[..start].ends_with(|c: char| c.is_ascii_whitespace());
        let quote = raw[end..].strip_prefix('=').and_then(|rest| rest.chars().next());
        if let (true, Some(quote @ ('"' | '\''))) = (before, quote) {
            let length = raw[end + 2..].find(quote)?;
            return Some(end + 2..end + 2 + length);
        }
        from = end;
    }
    None
}
