//! YAML as a tree whose every key and value knows its place.
//!
//! Decoding goes through this tree and not straight into structs, so that one wrong field does not hide the next.
//! Must never guess a type: a scalar stays the text that was written (`no`, `012`, `1.50`), and the field decides.
#![deny(missing_docs)]

use crate::definition::mistake::{Code, Mistake};
use crate::definition::source::{Placed, Source, Span};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DuplicateKeyPolicy, Error, Spanned};
use std::fmt;

/// Largest text read, in bytes: the printed road-map has 10 thousand.
pub const TEXT_BYTES_MAX: usize = 1 << 20;

/// Deepest nesting of lists and maps; the language itself needs five.
const DEPTH_MAX: usize = 24;

/// Most values in a text, aliases counted as often as they are used.
const NODES_MAX: usize = 50_000;

/// A value and where it stands.
pub type Node = Placed<Value>;

/// What may stand in a YAML text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing was written.
    Nothing,
    /// A scalar, as written.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map in written order; keys may repeat.
    Map(Vec<(Placed<String>, Node)>),
}

/// Reads a text.
///
/// # Errors
/// One mistake with its place when the text is not YAML, is too large, nests too deep or expands too far.
pub fn parse(source: &Source) -> Result<Node, Box<Mistake>> {
    let text = &*source.text;
    if text.len() > TEXT_BYTES_MAX {
        let message = format!(
            "файл слишком велик: {} байт, а читается не больше {TEXT_BYTES_MAX}",
            text.len()
        );
        return Err(Box::new(Mistake::new(source, Span::default(), Code::Yaml, message)));
    }
    if let Some(at) = text.find('\0') {
        let message = "в тексте стоит нулевой знак; похоже, это не текстовый файл";
        return Err(Box::new(Mistake::new(
            source,
            Span { start: at, end: at + 1 },
            Code::Yaml,
            message,
        )));
    }
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_depth: DEPTH_MAX, max_nodes: NODES_MAX, max_events: NODES_MAX * 4, max_documents: 1 },
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        strict_booleans: true,
        with_snippet: false,
    };
    let tree: Spanned<Raw> =
        serde_saphyr::from_str_with_options(text, options).map_err(|error| unreadable(source, &error))?;
    let node = placed(source, tree)?;
    if node.value == Value::Nothing {
        return Err(Box::new(Mistake::new(source, Span::default(), Code::Yaml, "файл пуст")));
    }
    Ok(node)
}

/// The tree as the parser gives it.
enum Raw {
    Nothing,
    /// A number or a boolean: its spelling stands in the text.
    Spelled,
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

struct RawVisitor;

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("YAML")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Spelled)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Spelled)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Spelled)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Spelled)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Spelled)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Spelled)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Raw, E> {
        Ok(Raw::Text(text))
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Raw, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = list.next_element()? {
            nodes.push(node);
        }
        Ok(Raw::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut nodes = Vec::new();
        while let Some(entry) = map.next_entry()? {
            nodes.push(entry);
        }
        Ok(Raw::Map(nodes))
    }
}

fn placed(source: &Source, node: Spanned<Raw>) -> Result<Node, Box<Mistake>> {
    let span = span_of(source, node.referenced);
    let value = match node.value {
        Raw::Nothing => Value::Nothing,
        Raw::Spelled => Value::Text(spelling(source, span_of(source, node.defined))),
        Raw::Text(text) => Value::Text(text),
        Raw::List(nodes) => Value::List(
            nodes
                .into_iter()
                .map(|node| placed(source, node))
                .collect::<Result<_, _>>()?,
        ),
        Raw::Map(entries) => {
            let mut map = Vec::with_capacity(entries.len());
            for (key, value) in entries {
                let key = placed(source, key)?;
                let Value::Text(text) = key.value else {
                    let message = "слева от двоеточия должно стоять имя поля";
                    return Err(Box::new(Mistake::new(source, key.span, Code::Yaml, message)));
                };
                map.push((
                    Placed {
                        value: text,
                        span: key.span,
                    },
                    placed(source, value)?,
                ));
            }
            Value::Map(map)
        }
    };
    let end = match &value {
        Value::List(nodes) => nodes.last().map(|node| node.span.end),
        Value::Map(entries) => entries.last().map(|(key, node)| node.span.end.max(key.span.end)),
        _ => None,
    };
    Ok(Placed {
        value,
        span: Span {
            start: span.start,
            end: end.unwrap_or_default().max(span.end),
        },
    })
}

fn spelling(source: &Source, span: Span) -> String {
    source
        .text
        .get(span.start..span.end)
        .unwrap_or_default()
        .trim()
        .to_owned()
}

fn span_of(source: &Source, location: serde_saphyr::Location) -> Span {
    let span = location.span();
    match (span.byte_offset(), span.byte_len()) {
        (Some(start), Some(len)) => {
            let start = usize::try_from(start).unwrap_or_default();
            Span {
                start,
                end: start.saturating_add(usize::try_from(len).unwrap_or_default()),
            }
        }
        _ => at_line(&source.text, location.line(), location.column()),
    }
}

/// The place of a line and a column, both from 1; what lies beyond the text is its end.
pub fn at_line(text: &str, line: u64, column: u64) -> Span {
    let line = usize::try_from(line).unwrap_or(1).max(1) - 1;
    let column = usize::try_from(column).unwrap_or(1).max(1) - 1;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let within: usize = text[start.min(text.len())..]
        .chars()
        .take(column)
        .map(char::len_utf8)
        .sum();
    Span {
        start: start + within,
        end: start + within,
    }
}

/// What the parser says, in the clerk's language; its own words stand in brackets.
fn unreadable(source: &Source, error: &Error) -> Box<Mistake> {
    let error = error.without_snippet();
    let span = error
        .location()
        .map_or_else(Span::default, |location| span_of(source, location));
    if let Some(found) = tab(source, span).or_else(|| second_document(source, error)) {
        return Box::new(found);
    }
    let (message, help) = match error {
        Error::Eof { .. } => ("файл пуст".to_owned(), None),
        Error::MultipleDocuments { .. } => (
            "в файле больше одного документа".to_owned(),
            Some("уберите строку `---`: один файл — один пункт"),
        ),
        Error::Budget { .. } | Error::AliasReplayLimitExceeded { .. } | Error::AliasReplayStackDepthExceeded { .. } => {
            (
                "слишком много значений или слишком глубокая вложенность".to_owned(),
                Some("ссылки `*имя` и скобки здесь не нужны: пункт — это 10–25 простых строк"),
            )
        }
        Error::UnknownAnchor { .. } => (
            "ссылка `*имя` никуда не ведёт".to_owned(),
            Some("если звёздочка — часть текста, возьмите его в кавычки"),
        ),
        other => in_russian(&other.to_string()),
    };
    let mistake = Mistake::new(source, span, Code::Yaml, message);
    Box::new(match help {
        Some(help) => mistake.help(help),
        None => mistake,
    })
}

/// A line up to the one after the complaint that is indented by a tab: the parser seldom names it.
fn tab(source: &Source, complaint: Span) -> Option<Mistake> {
    let text = &*source.text;
    let mut after = text
        .get(complaint.start..)?
        .char_indices()
        .filter(|(_, sign)| *sign == '\n');
    let end = after.nth(1).map_or(text.len(), |(at, _)| complaint.start + at);
    let mut start = 0;
    for line in text[..end].split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(at) = line[..indent].find('\t').filter(|_| !line.trim().is_empty()) {
            let span = Span {
                start: start + at,
                end: start + at + 1,
            };
            let mistake = Mistake::new(source, span, Code::Yaml, "отступ сделан табуляцией");
            return Some(mistake.help("отступы делаются пробелами"));
        }
        start += line.len();
    }
    None
}

/// The line `---` that begins a second document, when that is what the parser refuses.
fn second_document(source: &Source, error: &Error) -> Option<Mistake> {
    if !matches!(error, Error::Budget { .. } | Error::MultipleDocuments { .. }) {
        return None;
    }
    let (mut start, mut written) = (0, false);
    for line in source.text.split_inclusive('\n') {
        let words = line.trim();
        if words == "---" && written {
            let span = Span {
                start,
                end: start + words.len(),
            };
            let mistake = Mistake::new(source, span, Code::Yaml, "в файле больше одного документа");
            return Some(mistake.help("уберите строку `---`: в файле должен быть один документ"));
        }
        written |= !words.is_empty() && !words.starts_with('#') && !words.starts_with('%');
        start += line.len();
    }
    None
}

/// The parser's commonest complaints; others are quoted as they are.
fn in_russian(words: &str) -> (String, Option<&'static str>) {
    let words = words.lines().next().unwrap_or_default();
    let words = words.split(" at line ").next().unwrap_or_default();
    let (message, help) = if words.contains("mapping values are not allowed") {
        ("в строке второе двоеточие", "текст с двоеточием берут в кавычки")
    } else if ["recursion", "budget", "depth", "limit"]
        .iter()
        .any(|word| words.contains(word))
    {
        (
            "слишком много значений или слишком глубокая вложенность",
            "ссылки `*имя` и скобки здесь не нужны: пункт — это 10–25 простых строк",
        )
    } else if words.contains("tab") {
        ("отступ сделан табуляцией", "отступы делаются пробелами")
    } else if words.contains("quote") {
        ("кавычка не закрыта", "у текста в кавычках должны быть обе")
    } else {
        return (
            format!("текст не читается как YAML ({words})"),
            Some("проверьте отступы, кавычки и скобки; текст с двоеточием или решёткой берут в кавычки"),
        );
    };
    (message.to_owned(), Some(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_at(yaml: &str, key: &str) -> (String, String) {
        let source = Source::new("a.yaml", yaml);
        let Value::Map(entries) = parse(&source).unwrap().value else {
            panic!("a map")
        };
        let (_, node) = entries.into_iter().find(|(name, _)| name.value == key).unwrap();
        let Value::Text(text) = node.value else {
            panic!("a text, not {node:?}")
        };
        (text, source.text[node.span.start..node.span.end].to_owned())
    }

    #[test]
    fn scalars_keep_their_spelling_and_their_place() {
        let yaml = "# пункт\nитем: \"4.1\"\nn: 012\nf: 1.50\nno: no\ndate: 2022-04-04\nwords: До  29 апреля  2022 г.   # срок\n";
        assert_eq!(text_at(yaml, "итем"), ("4.1".into(), "\"4.1\"".into()));
        assert_eq!(text_at(yaml, "n"), ("012".into(), "012".into()));
        assert_eq!(text_at(yaml, "f"), ("1.50".into(), "1.50".into()));
        assert_eq!(text_at(yaml, "no"), ("no".into(), "no".into()));
        assert_eq!(text_at(yaml, "date"), ("2022-04-04".into(), "2022-04-04".into()));
        assert_eq!(
            text_at(yaml, "words"),
            ("До  29 апреля  2022 г.".into(), "До  29 апреля  2022 г.".into())
        );
    }

    #[test]
    fn a_repeated_key_is_kept_twice() {
        let source = Source::new("a.yaml", "a: 1\na: 2\n");
        let Value::Map(entries) = parse(&source).unwrap().value else {
            panic!("a map")
        };
        assert_eq!(entries.len(), 2);
    }

    #[test]
    fn hostile_texts_are_refused_with_a_place() {
        let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n";
        let huge = "a: b\n".repeat(2_200_000);
        for yaml in [
            bomb,
            &"[".repeat(100_000),
            &huge,
            "a: \0",
            "a:\n\t- b",
            "a: [",
            "a: \"",
            "",
            "? [a]\n: b",
            "a: *b",
        ] {
            let mistake = parse(&Source::new("a.yaml", yaml)).unwrap_err();
            assert!(mistake.line >= 1 && mistake.column >= 1, "{mistake}");
            assert!(mistake.to_string().len() < 2_000, "{mistake}");
        }
    }

    #[test]
    fn a_tab_and_a_second_document_are_named_where_they_stand() {
        for (yaml, expected) in [
            ("item: x\n\ttitle: y\nlast: z\n", "2:1 отступ сделан табуляцией"),
            ("a:\n  b: c\n\td: e\n", "3:1 отступ сделан табуляцией"),
            ("# c\n---\na: b\n---\nc: d\n", "4:1 в файле больше одного документа"),
        ] {
            let mistake = parse(&Source::new("a.yaml", yaml)).unwrap_err();
            assert_eq!(
                format!("{}:{} {}", mistake.line, mistake.column, mistake.message),
                expected
            );
        }
        let deep = parse(&Source::new("a.yaml", &"[".repeat(100_000))).unwrap_err();
        let latin = deep.message.chars().any(|sign| sign.is_ascii_alphabetic());
        assert!(!latin, "{deep}");
    }

    #[test]
    fn windows_files_read_the_same() {
        assert_eq!(
            text_at("\u{feff}item: \"4.1\"\r\ntitle: День наставника\r\n", "title").0,
            "День наставника"
        );
    }
}
