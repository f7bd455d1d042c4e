//! Files of a plan as a clerk writes them: a small writer of YAML whose quotes are certainly right.
//!
//! Must never write a text that reads back otherwise; [`reads_back`] proves it for each file.

use crate::definition::source::Source;
use crate::definition::tree::{self, Node, Value};
use std::fmt::Write as _;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Yaml {
    Text(String),
    List(Vec<Yaml>),
    /// Written on one line, in braces.
    Line(Vec<(String, Yaml)>),
    /// Written line by line.
    Fields(Vec<Field>),
}

/// A line of a file and what stands under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    pub value: Yaml,
    /// Said behind it, for the reader.
    pub remark: Option<String>,
}

impl Field {
    pub fn new(name: &str, value: Yaml) -> Self {
        Self {
            name: name.to_owned(),
            value,
            remark: None,
        }
    }

    pub fn text(name: &str, text: &str) -> Self {
        Self::new(name, Yaml::text(text))
    }

    pub fn remark(mut self, remark: impl Into<String>) -> Self {
        self.remark = Some(remark.into());
        self
    }
}

impl Yaml {
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    pub fn texts<S: AsRef<str>>(texts: &[S]) -> Self {
        Self::List(texts.iter().map(|text| Self::text(text.as_ref())).collect())
    }

    /// A value that a person wrote in a file of answers.
    pub fn of(node: &Node) -> Self {
        match &node.value {
            Value::Nothing => Self::Text(String::new()),
            Value::Text(text) => Self::text(text),
            Value::List(nodes) => Self::List(nodes.iter().map(Self::of).collect()),
            Value::Map(entries) => {
                let fields: Vec<Field> = entries
                    .iter()
                    .map(|(name, value)| Field::new(&name.value, Self::of(value)))
                    .collect();
                let short = fields.iter().all(|field| matches!(field.value, Self::Text(_))) && fields.len() <= 3;
                if short {
                    Self::Line(fields.into_iter().map(|field| (field.name, field.value)).collect())
                } else {
                    Self::Fields(fields)
                }
            }
        }
    }
}

/// Writes a file; `head` is said above it.
pub fn write(head: &[String], fields: &[Field]) -> String {
    let mut out = String::new();
    for line in head {
        let _ = writeln!(out, "# {}", on_one_line(line));
    }
    block(fields, 0, &mut out);
    out
}

/// Whether the text says what the fields say.
pub fn reads_back(text: &str, fields: &[Field]) -> bool {
    tree::parse(&Source::new("", text)).is_ok_and(|node| same(&node, &Yaml::Fields(fields.to_vec())))
}

fn same(node: &Node, yaml: &Yaml) -> bool {
    let entries = |expected: &[(&str, &Yaml)]| {
        let Value::Map(found) = &node.value else { return false };
        found.len() == expected.len()
            && found
                .iter()
                .zip(expected)
                .all(|((name, value), (expected, yaml))| name.value == *expected && same(value, yaml))
    };
    match (yaml, &node.value) {
        (Yaml::Text(text), Value::Text(found)) => text == found,
        (Yaml::List(list), Value::List(found)) => {
            list.len() == found.len() && found.iter().zip(list).all(|(node, yaml)| same(node, yaml))
        }
        (Yaml::Line(line), _) => entries(
            &line
                .iter()
                .map(|(name, value)| (name.as_str(), value))
                .collect::<Vec<_>>(),
        ),
        (Yaml::Fields(fields), _) => {
            let expected: Vec<_> = fields.iter().map(|field| (field.name.as_str(), &field.value)).collect();
            entries(&expected)
        }
        _ => false,
    }
}

fn block(fields: &[Field], indent: usize, out: &mut String) {
    for field in fields {
        let start = out.len();
        let _ = write!(out, "{:indent$}{}:", "", scalar(&field.name, Place::Name));
        let remark = |out: &mut String| {
            if let Some(remark) = &field.remark {
                let width = out[start..].chars().count();
                let _ = write!(
                    out,
                    "{:pad$}# {}",
                    "",
                    on_one_line(remark),
                    pad = 30_usize.saturating_sub(width).max(2)
                );
            }
            out.push('\n');
        };
        match &field.value {
            Yaml::Fields(inner) if !inner.is_empty() => {
                remark(out);
                block(inner, indent + 2, out);
            }
            other => {
                out.push(' ');
                inline(other, Place::Value, out);
                remark(out);
            }
        }
    }
}

fn inline(yaml: &Yaml, place: Place, out: &mut String) {
    match yaml {
        Yaml::Text(text) => out.push_str(&scalar(text, place)),
        Yaml::List(list) => {
            out.push('[');
            for (at, item) in list.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { ", " });
                inline(item, Place::Inside, out);
            }
            out.push(']');
        }
        Yaml::Line(line) => entries(line.iter().map(|(name, value)| (name, value)), out),
        Yaml::Fields(fields) => entries(fields.iter().map(|field| (&field.name, &field.value)), out),
    }
}

fn entries<'a>(entries: impl Iterator<Item = (&'a String, &'a Yaml)>, out: &mut String) {
    out.push('{');
    let mut any = false;
    for (name, value) in entries {
        out.push_str(if any { ", " } else { " " });
        any = true;
        out.push_str(&scalar(name, Place::Inside));
        out.push_str(": ");
        inline(value, Place::Inside, out);
    }
    out.push_str(if any { " }" } else { "}" });
}

/// Where a text stands: inside brackets more signs have a meaning.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Name,
    Value,
    Inside,
}

/// A text without quotes where that is certainly the same, else in double quotes.
fn scalar(text: &str, place: Place) -> String {
    if is_plain(text, place) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for sign in text.chars() {
        match sign {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            sign if is_printed(sign) => out.push(sign),
            sign => {
                let code = u32::from(sign);
                let _ = if code > 0xffff {
                    write!(out, "\\U{code:08x}")
                } else {
                    write!(out, "\\u{code:04x}")
                };
            }
        }
    }
    out.push('"');
    out
}

fn is_plain(text: &str, place: Place) -> bool {
    let first_is_free = text
        .chars()
        .next()
        .is_some_and(|first| first.is_alphabetic() || first == '№' || first == '«' || first.is_ascii_digit());
    let number_like = text
        .chars()
        .all(|sign| sign.is_ascii_digit() || matches!(sign, '.' | '-' | '+' | ':' | '_' | 'e' | 'E' | 'x' | 'o'));
    // The language has dates, counts and keys of periods, and reads them as they are written.
    let is_year = text.len() == 4 && is_date_or_count(text);
    let is_a_number = number_like
        && if place == Place::Name {
            is_year
        } else {
            is_date_or_count(text)
        };
    let taken = matches!(
        text.to_lowercase().as_str(),
        "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" | "~" | "nan" | "inf"
    );
    let signs_are_free = text.chars().all(|sign| {
        is_printed(sign)
            && sign != '\u{a0}'
            && (place == Place::Value || !matches!(sign, ',' | '[' | ']' | '{' | '}' | '"' | '\'' | '#' | '&' | '*'))
    });
    first_is_free
        && (!number_like || is_a_number)
        && !taken
        && signs_are_free
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with([':', ' '])
}

fn is_date_or_count(text: &str) -> bool {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let date = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| {
            if at == 4 || at == 7 {
                byte == b'-'
            } else {
                byte.is_ascii_digit()
            }
        });
    // A leading nought would be read as an octal number by other readers.
    date || digits && text.len() <= 9 && !text.starts_with('0')
}

fn is_printed(sign: char) -> bool {
    !sign.is_control()
        && !matches!(u32::from(sign), 0x2028 | 0x2029 | 0xfeff | 0xfffe..=0xffff | 0x200b..=0x200f | 0x202a..=0x202e)
}

fn on_one_line(remark: &str) -> String {
    let clean: String = remark
        .chars()
        .map(|sign| if is_printed(sign) { sign } else { ' ' })
        .collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_plan_are_written_without_quotes_and_traps_with_them() {
        let fields = [
            Field::text("title", "Положение «О системе»: подготовка"),
            Field::text("deadline", "До  29 апреля  2022 г."),
            Field::text("result", "№ 5 #1"),
            Field::text("executors", "ИМО. ОО").remark("вторая\nстрока"),
            Field::text("item", "1.1"),
            Field::text("yes", "no"),
            Field::text("a", "- б"),
            Field::text("b", "два\nряда\\\"\u{a0}"),
            Field::new("after", Yaml::texts(&["6.2-1", "а, б"])),
            Field::new("schedule", Yaml::Fields(vec![Field::text("2022", "2023-01-20")])),
            Field::new("order", Yaml::Line(vec![("order".to_owned(), Yaml::text("a.docx"))])),
        ];
        let text = write(&["карта".to_owned()], &fields);
        assert!(reads_back(&text, &fields), "{text}");
    }
}
