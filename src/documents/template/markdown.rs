//! Text with a few signs of Markdown as paragraphs of a paper: bold, italic, underlined, lists, links as text.
//!
//! Must never let text become anything else: what is not a sign is printed as it stands.

use minijinja::Error;
use minijinja::value::{Object, Value, ValueKind};

use super::filters::{blank, wrong};

/// What `|разметка` gives: paragraphs of spans.
#[derive(Debug)]
pub(super) struct Rich(pub Vec<Vec<Span>>);

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub style: Style,
    pub text: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub bold: bool,
    pub italic: bool,
    pub underlined: bool,
}

impl Object for Rich {}

/// `{{ text|разметка }}`: `**жирный**`, `*курсив*`, `++подчёркнутый++`, `[слова](адрес)`; an empty line begins a
/// paragraph, «- » and «1. » begin items of a list, «# » a bold heading.
pub(super) fn rich(value: &Value) -> Result<Value, Error> {
    if blank(value) {
        return Ok(value.clone());
    }
    match (value.kind(), value.as_str()) {
        (ValueKind::String, Some(text)) => Ok(Value::from_object(Rich(paragraphs(text)))),
        _ => Err(wrong(format!("разметка бывает у текста, а стоит «{value}»"))),
    }
}

fn paragraphs(text: &str) -> Vec<Vec<Span>> {
    let mut done: Vec<Vec<Span>> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = line.trim_end();
        let item = item(line.trim_start());
        if line.is_empty() || item.is_some() {
            finish(&mut done, &mut open);
        }
        match item {
            Some(Item::Heading(words)) => done.push(spans(
                words,
                Style {
                    bold: true,
                    ..Style::default()
                },
            )),
            Some(Item::Point(mark, words)) => open.push(format!("{mark}\u{a0}{words}")),
            None if line.is_empty() => {}
            None => open.push(line.to_owned()),
        }
    }
    finish(&mut done, &mut open);
    done
}

fn finish(done: &mut Vec<Vec<Span>>, open: &mut Vec<String>) {
    if !open.is_empty() {
        done.push(spans(&open.join("\n"), Style::default()));
        open.clear();
    }
}

enum Item<'a> {
    /// The sign of the list as printed, and the words after it.
    Point(&'a str, &'a str),
    Heading(&'a str),
}

fn item(line: &str) -> Option<Item<'_>> {
    for bullet in ["- ", "* ", "– ", "— ", "• "] {
        if let Some(words) = line.strip_prefix(bullet) {
            return Some(Item::Point("–", words.trim_start()));
        }
    }
    let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=6).contains(&hashes)
        && let Some(words) = line[hashes..].strip_prefix(' ')
    {
        return Some(Item::Heading(words.trim_start()));
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    if (1..=3).contains(&digits) && (rest.starts_with(". ") || rest.starts_with(") ")) {
        return Some(Item::Point(&line[..=digits], rest[2..].trim_start()));
    }
    None
}

/// A sign and what it turns on and off.
type Sign = (&'static str, fn(&mut Style) -> &mut bool);

/// The longer before the shorter.
const SIGNS: [Sign; 5] = [
    ("**", |style| &mut style.bold),
    ("__", |style| &mut style.bold),
    ("++", |style| &mut style.underlined),
    ("*", |style| &mut style.italic),
    ("_", |style| &mut style.italic),
];

struct Reader<'a> {
    text: &'a str,
    base: Style,
    /// Which sign opened each style that is on.
    open: Vec<usize>,
    /// Where each sign last closes something, so that no search is repeated.
    last_close: [Option<usize>; SIGNS.len()],
    spans: Vec<Span>,
    plain: String,
}

fn spans(text: &str, base: Style) -> Vec<Span> {
    let mut reader = Reader {
        text,
        base,
        open: Vec::new(),
        last_close: std::array::from_fn(|sign| last_close(text, SIGNS[sign].0)),
        spans: Vec::new(),
        plain: String::new(),
    };
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        at += reader.sign(at).unwrap_or_else(|| {
            reader.plain.push(c);
            c.len_utf8()
        });
    }
    reader.flush();
    reader.spans
}

fn last_close(text: &str, sign: &str) -> Option<usize> {
    let mut ends = text.rmatch_indices(sign);
    ends.find_map(|(at, _)| closes(text, at, sign).then_some(at))
}

/// A sign closes when it leans on a word before it, and opens when it leans on one after it.
fn closes(text: &str, at: usize, sign: &str) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + sign.len()..].chars().next();
    before.is_some_and(|c| !c.is_whitespace()) && !(sign.starts_with('_') && after.is_some_and(char::is_alphanumeric))
}

fn opens(text: &str, at: usize, sign: &str) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + sign.len()..].chars().next();
    after.is_some_and(|c| !c.is_whitespace()) && !(sign.starts_with('_') && before.is_some_and(char::is_alphanumeric))
}

impl Reader<'_> {
    fn style(&self) -> Style {
        let mut style = self.base;
        for &sign in &self.open {
            *SIGNS[sign].1(&mut style) = true;
        }
        style
    }

    fn flush(&mut self) {
        if !self.plain.is_empty() {
            let (style, text) = (self.style(), std::mem::take(&mut self.plain));
            self.spans.push(Span { style, text });
        }
    }

    /// Takes the sign, escape or link that begins here; says how many bytes it had.
    fn sign(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        if let Some(escaped) = rest.strip_prefix('\\') {
            let next = escaped.chars().next().filter(char::is_ascii_punctuation)?;
            self.plain.push(next);
            return Some(2);
        }
        if rest.starts_with('[') {
            return self.link(rest);
        }
        for (sign, (mark, _)) in SIGNS.into_iter().enumerate() {
            if !rest.starts_with(mark) {
                continue;
            }
            if let Some(opened) = self.open.iter().rposition(|&open| open == sign)
                && closes(self.text, at, mark)
            {
                self.flush();
                self.open.remove(opened);
                return Some(mark.len());
            }
            if opens(self.text, at, mark) && self.last_close[sign].is_some_and(|end| end > at + mark.len()) {
                self.flush();
                self.open.push(sign);
                return Some(mark.len());
            }
        }
        None
    }

    /// `[слова](адрес)` → «слова (адрес)».
    fn link(&mut self, rest: &str) -> Option<usize> {
        const LINK_MAX: usize = 2_000;
        let near = &rest[..rest.floor_char_boundary(LINK_MAX)];
        let words = near.find("](")?;
        let end = words + near[words..].find(')')?;
        let (text, address) = (&near[1..words], &near[words + 2..end]);
        if text.contains(['[', '\n']) || address.contains(['\n', ' ']) {
            return None;
        }
        self.plain.push_str(text);
        if text != address && !address.is_empty() {
            self.plain.push_str(" (");
            self.plain.push_str(address.trim_start_matches("mailto:"));
            self.plain.push(')');
        }
        Some(end + 1)
    }
}
