//! Finds tags in the plain text of a paragraph and reads what each of them is.
//!
//! Forgives what Word does to typing: curly and «Russian» quotes, non-breaking spaces, dashes, soft hyphens.
//! Must never look inside XML: it sees only the text a person sees.

use std::borrow::Cow;
use std::ops::Range;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Statement {
    For,
    If,
    With,
    Elif,
    Else,
    EndFor,
    EndIf,
    EndWith,
    Set,
    Break,
    Continue,
}

/// What an explicit prefix (`{%p`, `{%tr`, `{%tc`, `{%r`) says the block repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Paragraph,
    Row,
    Cell,
    Run,
}

/// A tag that says something about the cell, row or paragraph in which it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    /// Neighbours in a column with the same text become one cell.
    MergeDown,
    /// Neighbours in a row with the same text become one cell.
    MergeRight,
    /// The cell takes so many columns.
    Span,
    /// The table goes when nothing is left below this row.
    DropEmpty,
    /// The list of the next numbered paragraph begins anew.
    Restart,
}

impl Marker {
    /// In what is rendered, until the cells and lists are seen to.
    pub fn letter(self) -> char {
        match self {
            Self::MergeDown => 'v',
            Self::MergeRight => 'h',
            Self::Span => 'c',
            Self::DropEmpty => 'x',
            Self::Restart => 'n',
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TagKind {
    Value,
    Comment,
    Statement(Statement),
    Marker(Marker),
}

#[derive(Debug, Clone)]
pub(super) struct Tag {
    /// Bytes in the paragraph's text.
    pub range: Range<usize>,
    pub kind: TagKind,
    pub scope: Option<Scope>,
    /// The expression language inside the braces, quotes and spaces made plain, prefix removed.
    pub body: String,
    /// As typed.
    pub raw: String,
}

/// The filter that a named value goes through; nobody can type its name.
pub(super) const METER: &str = "мера_";
/// The filter that what a loop goes through passes; nobody can type its name.
pub(super) const LIST: &str = "список_";
/// Most additions in a tag whose value is kept or gone through.
const ADDITIONS_MAX: usize = 20;

impl Tag {
    /// What the engine is given: a `set` passes its value through the meter, so that no list grows from tag to tag.
    pub fn code(&self) -> Cow<'_, str> {
        match (self.kind, self.body.split_once('=')) {
            (TagKind::Statement(Statement::Set), Some((target, value))) if !value.trim().is_empty() => {
                Cow::Owned(format!("{target}= ({})|{METER}", value.trim()))
            }
            (TagKind::Statement(Statement::For), _) => match self.gone_through() {
                Some(Range { start, end }) => {
                    let (before, list, after) = (&self.body[..start], &self.body[start..end], &self.body[end..]);
                    Cow::Owned(format!("{before}({list})|{LIST}{after}"))
                }
                None => Cow::Borrowed(&self.body),
            },
            _ => Cow::Borrowed(&self.body),
        }
    }

    /// Bytes of the body that name what a loop goes through: between its `in` and its `if`.
    fn gone_through(&self) -> Option<Range<usize>> {
        let (mut depth, mut quote, mut escaped) = (0_usize, None, false);
        let mut start = None;
        let mut end = self.body.len();
        for (at, c) in self.body.char_indices() {
            match (quote, c) {
                (Some(_), _) if escaped => escaped = false,
                (Some(_), '\\') => escaped = true,
                (Some(open), _) if open == c => quote = None,
                (None, '"' | '\'') => quote = Some(c),
                (None, '(' | '[' | '{') => depth += 1,
                (None, ')' | ']' | '}') => depth = depth.saturating_sub(1),
                (None, ' ') if depth == 0 => {
                    let rest = &self.body[at..];
                    if start.is_none() && rest.starts_with(" in ") {
                        start = Some(at + 4);
                    } else if start.is_some() && (rest.starts_with(" if ") || rest.trim() == "recursive") {
                        end = at;
                        break;
                    }
                }
                _ => {}
            }
        }
        start
            .filter(|start| *start <= end && !self.body[*start..end].trim().is_empty())
            .map(|start| start..end)
    }

    /// Whether it adds up more than a paper needs: a list added to itself over and over fills the memory.
    pub fn adds_too_much(&self) -> bool {
        let most = match self.kind {
            TagKind::Statement(Statement::Set | Statement::For) => ADDITIONS_MAX,
            TagKind::Statement(Statement::With) => 0,
            _ => return false,
        };
        let mut quote = None;
        let signs = self.body.chars().filter(|c| {
            match (quote, c) {
                (None, '"' | '\'') => quote = Some(*c),
                (Some(open), c) if open == *c => quote = None,
                _ => {}
            }
            quote.is_none() && matches!(c, '+' | '*')
        });
        signs.count() > most
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TagMistake {
    Unclosed { raw: String },
    StrayEnd { raw: String },
    Unknown { raw: String, word: String },
    Forbidden { raw: String, word: String },
}

/// Whitespace control: the hyphen, and what Word's autocorrection makes of it.
const TRIMMERS: [char; 6] = ['-', '+', '–', '—', '−', '\u{2011}'];
/// Longest tag: the expression parser recurses over signs, so its input must be bounded.
const TAG_CHARS_MAX: usize = 1_000;
/// A paragraph with more than this is not a typing mistake; the rest is not looked at.
const MISTAKES_MAX: usize = 50;

/// All tags of a paragraph's text, and what looks like a tag but is not.
pub(super) fn find(text: &str) -> (Vec<Tag>, Vec<TagMistake>) {
    let (mut tags, mut mistakes) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(offset) = text[at..].find(['{', '}', '%']) {
        if mistakes.len() >= MISTAKES_MAX {
            break;
        }
        at += offset;
        let rest = &text[at..];
        if ["{{", "{%", "{#"].iter().any(|start| rest.starts_with(start)) {
            let Some(length) = end_of_tag(rest) else {
                mistakes.push(TagMistake::Unclosed { raw: excerpt(rest) });
                at += 2;
                continue;
            };
            match read(&rest[..length], at) {
                Ok(tag) => tags.push(tag),
                Err(mistake) => mistakes.push(mistake),
            }
            at += length;
        } else if rest.starts_with("}}") || rest.starts_with("%}") {
            mistakes.push(TagMistake::StrayEnd {
                raw: rest[..2].to_owned(),
            });
            at += 2;
        } else {
            at += 1;
        }
    }
    (tags, mistakes)
}

fn excerpt(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// The quote that ends a string begun with this one.
fn closing(quote: char) -> Option<&'static [char]> {
    match quote {
        '"' => Some(&['"']),
        '\'' => Some(&['\'']),
        '“' | '”' | '„' => Some(&['”', '“', '"']),
        '‘' | '’' | '‚' => Some(&['’', '‘', '\'']),
        '«' => Some(&['»']),
        _ => None,
    }
}

/// Length of the tag that begins the text; none when it does not end in this paragraph.
fn end_of_tag(text: &str) -> Option<usize> {
    let end = match &text[..2] {
        "{{" => "}}",
        "{%" => "%}",
        _ => {
            return text[2..]
                .find("#}")
                .map(|at| at + 4)
                .filter(|length| *length <= 4 * TAG_CHARS_MAX);
        }
    };
    let (mut braces, mut quote): (usize, Option<&[char]>) = (0, None);
    let mut skip = false;
    for (at, c) in text.char_indices().take(TAG_CHARS_MAX).skip(2) {
        if skip {
            skip = false;
            continue;
        }
        if let Some(closers) = quote {
            match c {
                '\\' => skip = true,
                _ if closers.contains(&c) => quote = None,
                _ => {}
            }
            continue;
        }
        let rest = &text[at..];
        if braces == 0 && rest.starts_with(end) {
            return Some(at + 2);
        }
        if rest.starts_with("{{") || rest.starts_with("{%") {
            return None;
        }
        match c {
            '{' => braces += 1,
            '}' => braces = braces.saturating_sub(1),
            _ => quote = closing(c),
        }
    }
    None
}

fn read(raw: &str, at: usize) -> Result<Tag, TagMistake> {
    let range = at..at + raw.len();
    let inner = &raw[2..raw.len() - 2];
    let raw = raw.to_owned();
    if raw.starts_with("{#") {
        return Ok(Tag {
            range,
            kind: TagKind::Comment,
            scope: None,
            body: String::new(),
            raw,
        });
    }
    // Whitespace control has no meaning on paper: a dash right at the brace is dropped.
    let inner = inner.strip_prefix(TRIMMERS).unwrap_or(inner);
    let inner = inner.strip_suffix(TRIMMERS).unwrap_or(inner);
    let body = plain(inner);
    if raw.starts_with("{{") {
        return Ok(Tag {
            range,
            kind: TagKind::Value,
            scope: None,
            body: body.trim().to_owned(),
            raw,
        });
    }
    let (scope, body) = scope(&body);
    let word: String = body.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    if let Some(marker) = marker(&word) {
        return Ok(Tag {
            range,
            kind: TagKind::Marker(marker),
            scope: None,
            body: body[word.len()..].trim().to_owned(),
            raw,
        });
    }
    match statement(&word) {
        Some(Statement::Set) if !body.contains('=') => Err(TagMistake::Forbidden { raw, word }),
        Some(statement) => Ok(Tag {
            range,
            kind: TagKind::Statement(statement),
            scope,
            body: body.to_owned(),
            raw,
        }),
        None if FORBIDDEN.contains(&word.as_str()) => Err(TagMistake::Forbidden { raw, word }),
        None => Err(TagMistake::Unknown { raw, word }),
    }
}

const FORBIDDEN: [&str; 16] = [
    "include",
    "import",
    "from",
    "extends",
    "block",
    "endblock",
    "macro",
    "endmacro",
    "call",
    "endcall",
    "filter",
    "endfilter",
    "raw",
    "autoescape",
    "do",
    "endset",
];

fn marker(word: &str) -> Option<Marker> {
    Some(match word {
        "vm" | "слить_вниз" => Marker::MergeDown,
        "hm" | "слить_вправо" => Marker::MergeRight,
        "colspan" | "столбцов" => Marker::Span,
        "drop_empty" | "убрать_пустую" => Marker::DropEmpty,
        "restart" | "нумерация_заново" => Marker::Restart,
        _ => return None,
    })
}

fn statement(word: &str) -> Option<Statement> {
    Some(match word {
        "for" => Statement::For,
        "if" => Statement::If,
        "with" => Statement::With,
        "elif" => Statement::Elif,
        "else" => Statement::Else,
        "endfor" => Statement::EndFor,
        "endif" => Statement::EndIf,
        "endwith" => Statement::EndWith,
        "set" => Statement::Set,
        "break" => Statement::Break,
        "continue" => Statement::Continue,
        _ => return None,
    })
}

/// Takes `p`, `tr`, `tc` or `r` off the front, typed with a space before it or without.
fn scope(body: &str) -> (Option<Scope>, &str) {
    let body = body.trim();
    let Some((first, rest)) = body.split_once(' ') else {
        return (None, body);
    };
    let scope = match first {
        "p" => Scope::Paragraph,
        "tr" => Scope::Row,
        "tc" => Scope::Cell,
        "r" => Scope::Run,
        _ => return (None, body),
    };
    (Some(scope), rest.trim_start())
}

/// Undoes what Word's autocorrection does to typed code; the inside of strings stays as it is.
fn plain(inner: &str) -> String {
    let mut out = String::with_capacity(inner.len());
    let mut quote: Option<&[char]> = None;
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        if let Some(closers) = quote {
            match c {
                '\\' => {
                    out.push(c);
                    out.extend(chars.next());
                }
                _ if closers.contains(&c) => {
                    out.push(if closers == ['\''] { '\'' } else { '"' });
                    quote = None;
                }
                '\u{e000}'..='\u{e00f}' => {}
                '"' if closers != ['\''] => out.push_str("\\\""),
                _ => out.push(c),
            }
            continue;
        }
        match c {
            // Word's own marks, and the private characters the compiled source keeps for itself.
            '\u{e000}'..='\u{e00f}' | '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' => {}
            '–' | '—' | '−' | '\u{2011}' => out.push('-'),
            _ if c.is_whitespace() => out.push(' '),
            _ => match closing(c) {
                Some(closers) => {
                    out.push(if c == '\'' { '\'' } else { '"' });
                    quote = Some(closers);
                }
                None => out.push(c),
            },
        }
    }
    out
}
