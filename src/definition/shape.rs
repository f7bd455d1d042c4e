//! From the tree to the fields of a file: every wrong field is told, and the right ones are kept.
//!
//! `record!` declares a struct once and gives it its reader and its JSON Schema, so that the two cannot disagree.
//! Must never drop what was written: a field that is not understood is a mistake.
#![deny(missing_docs)]

use crate::definition::mistake::{Code, FILE_MISTAKES_MAX, Mistake};
use crate::definition::source::{Placed, Source, Span};
use crate::definition::suggest;
use crate::definition::tree::{Node, Value};
use chrono::NaiveDate;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// Where mistakes of one file are collected while it is read and checked.
#[derive(Debug)]
pub struct Desk<'a> {
    /// The file.
    pub source: &'a Source,
    /// What was found so far.
    pub mistakes: Vec<Mistake>,
}

impl<'a> Desk<'a> {
    /// An empty desk for `source`.
    pub fn new(source: &'a Source) -> Self {
        Self {
            source,
            mistakes: Vec::new(),
        }
    }

    /// Notes a mistake without advice.
    pub fn wrong(&mut self, span: Span, code: Code, message: impl Into<String>) {
        if self.mistakes.len() < FILE_MISTAKES_MAX {
            self.mistakes.push(Mistake::new(self.source, span, code, message));
        }
    }

    /// Notes a mistake and what would be right.
    pub fn advise(&mut self, span: Span, code: Code, message: impl Into<String>, help: impl Into<String>) {
        if self.mistakes.len() < FILE_MISTAKES_MAX {
            self.mistakes
                .push(Mistake::new(self.source, span, code, message).help(help));
        }
    }
}

/// What can be read from a node.
pub trait Shape: Sized {
    /// Reads `node`; what is wrong goes to the desk, and then nothing may be returned.
    fn read(node: &Node, desk: &mut Desk<'_>) -> Option<Self>;
}

/// What stands in a node, for messages.
pub fn found(node: &Node) -> String {
    match &node.value {
        Value::Nothing => "пусто".to_owned(),
        Value::Text(text) => format!("«{}»", text.chars().take(60).collect::<String>()),
        Value::List(_) => "список".to_owned(),
        Value::Map(_) => "набор полей".to_owned(),
    }
}

/// The text of a scalar; anything else is a mistake that says `expected`.
pub fn text<'n>(node: &'n Node, desk: &mut Desk<'_>, expected: &str) -> Option<&'n str> {
    match &node.value {
        Value::Text(text) if !text.trim().is_empty() => Some(text),
        Value::Text(_) => {
            desk.wrong(
                node.span,
                Code::WrongValue,
                format!("ожидалось: {expected}, а в кавычках пусто"),
            );
            None
        }
        _ => {
            desk.wrong(
                node.span,
                Code::WrongValue,
                format!("ожидалось: {expected}, а здесь {}", found(node)),
            );
            None
        }
    }
}

impl<T: Shape> Shape for Placed<T> {
    fn read(node: &Node, desk: &mut Desk<'_>) -> Option<Self> {
        Some(Self {
            value: T::read(node, desk)?,
            span: node.span,
        })
    }
}

impl Shape for String {
    fn read(node: &Node, desk: &mut Desk<'_>) -> Option<Self> {
        text(node, desk, "текст").map(|text| text.trim().to_owned())
    }
}

impl Shape for u32 {
    fn read(node: &Node, desk: &mut Desk<'_>) -> Option<Self> {
        let text = text(node, desk, "целое число")?;
        let number = text.parse().ok();
        if number.is_none() {
            desk.wrong(
                node.span,
                Code::WrongValue,
                format!("ожидалось: целое число, а здесь «{text}»"),
            );
        }
        number
    }
}

/// A date written `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub NaiveDate);

impl Shape for Day {
    fn read(node: &Node, desk: &mut Desk<'_>) -> Option<Self> {
        let text = text(node, desk, "дата вида 2022-04-29")?;
        match day(text) {
            Ok(day) => Some(Self(day)),
            Err(help) => {
                desk.advise(
                    node.span,
                    Code::WrongValue,
                    format!("ожидалось: дата вида 2022-04-29, а здесь «{text}»"),
                    help,
                );
                None
            }
        }
    }
}

/// Reads `YYYY-MM-DD`.
///
/// # Errors
/// Advice on what to write instead.
pub fn day(text: &str) -> Result<NaiveDate, String> {
    let text = text.trim();
    let strict = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| {
            if at == 4 || at == 7 {
                byte == b'-'
            } else {
                byte.is_ascii_digit()
            }
        });
    if strict {
        return NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| "такого дня нет в календаре".to_owned());
    }
    Err(NaiveDate::parse_from_str(text, "%d.%m.%Y").map_or_else(
        |_| "год-месяц-день, цифрами".to_owned(),
        |day| format!("запишите {}", day.format("%Y-%m-%d")),
    ))
}

impl<T: Shape> Shape for Vec<T> {
    fn read(node: &Node, desk: &mut Desk<'_>) -> Option<Self> {
        if let Value::List(nodes) = &node.value {
            return Some(nodes.iter().filter_map(|node| T::read(node, desk)).collect());
        }
        let message = format!("ожидалось: список, а здесь {}", found(node));
        desk.advise(
            node.span,
            Code::WrongValue,
            message,
            "список пишется в квадратных скобках: [а, б]",
        );
        None
    }
}

/// A map whose keys the writer chooses, in written order.
#[derive(Debug, Clone)]
pub struct Entries<T>(pub Vec<(Placed<String>, T)>);

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Entries<T> {
    /// The names on the left.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.value.as_str())
    }

    /// The value under `name`.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(key, _)| key.value == name).map(|(_, value)| value)
    }
}

impl<T: Shape> Shape for Entries<T> {
    fn read(node: &Node, desk: &mut Desk<'_>) -> Option<Self> {
        let entries = map(node, desk, "набор строк «имя: значение»")?;
        let mut read: Vec<(Placed<String>, T)> = Vec::new();
        for (key, value) in entries {
            if read.iter().any(|(known, _)| known.value == key.value) {
                desk.wrong(key.span, Code::DuplicateKey, format!("`{}` записано дважды", key.value));
            } else if let Some(value) = T::read(value, desk) {
                read.push((key.clone(), value));
            }
        }
        Some(Self(read))
    }
}

fn map<'n>(node: &'n Node, desk: &mut Desk<'_>, expected: &str) -> Option<&'n [(Placed<String>, Node)]> {
    if let Value::Map(entries) = &node.value {
        return Some(entries);
    }
    desk.wrong(
        node.span,
        Code::WrongValue,
        format!("ожидалось: {expected}, а здесь {}", found(node)),
    );
    None
}

/// The fields of one record while it is read.
#[derive(Debug)]
pub struct Fields<'n> {
    span: Span,
    what: &'static str,
    found: Vec<(&'n Placed<String>, &'n Node)>,
}

impl<'n> Fields<'n> {
    /// Takes the fields of `node`; unknown and repeated ones are mistakes.
    pub fn open(node: &'n Node, desk: &mut Desk<'_>, what: &'static str, known: &[&'static str]) -> Option<Self> {
        let entries = map(node, desk, what)?;
        let mut found: Vec<(&Placed<String>, &Node)> = Vec::new();
        for (key, value) in entries {
            if !known.contains(&key.value.as_str()) {
                let help = suggest::among(&key.value, known.iter().copied(), "поля");
                desk.advise(
                    key.span,
                    Code::UnknownField,
                    format!("нет поля `{}` ({what})", key.value),
                    help,
                );
            } else if found.iter().any(|(name, _)| name.value == key.value) {
                desk.advise(
                    key.span,
                    Code::DuplicateKey,
                    format!("поле `{}` записано дважды", key.value),
                    "оставьте одну из строк",
                );
            } else {
                found.push((key, value));
            }
        }
        Some(Self {
            span: node.span,
            what,
            found,
        })
    }

    /// Names of the fields that stand there, with their places.
    pub fn written(&self) -> Vec<Placed<String>> {
        self.found.iter().map(|(key, _)| (*key).clone()).collect()
    }

    /// Reads a field that may be absent.
    pub fn optional<T: Shape>(&self, desk: &mut Desk<'_>, name: &str) -> Option<T> {
        let (_, node) = self.found.iter().find(|(key, _)| key.value == name)?;
        if node.value == Value::Nothing {
            return None;
        }
        T::read(node, desk)
    }

    /// Reads a field that must be there.
    pub fn required<T: Shape>(&self, desk: &mut Desk<'_>, name: &str) -> Option<T> {
        match self.found.iter().find(|(key, _)| key.value == name) {
            Some((key, node)) if node.value == Value::Nothing => {
                desk.wrong(key.span, Code::MissingField, format!("поле `{name}` не заполнено"));
                None
            }
            Some((_, node)) => T::read(node, desk),
            None => {
                let start = self.found.first().map_or(self.span, |(key, _)| key.span);
                desk.wrong(
                    start,
                    Code::MissingField,
                    format!("не хватает поля `{name}` ({})", self.what),
                );
                None
            }
        }
    }
}

/// Declares the record of a file or of a part of it: `record! { struct Name("имя") { required {…} optional {…} } }`.
macro_rules! record {
    (
        $(#[$meta:meta])*
        $name:ident($what:literal) {
            required { $($(#[$rdoc:meta])* $required:ident: $rtype:ty,)* }
            optional { $($(#[$odoc:meta])* $optional:ident: $otype:ty,)* }
        }
    ) => {
        #[derive(Debug, Clone, schemars::JsonSchema)]
        $(#[$meta])*
        #[schemars(deny_unknown_fields)]
        pub struct $name {
            $($(#[$rdoc])* #[schemars(required)] pub $required: Option<$rtype>,)*
            $($(#[$odoc])* pub $optional: Option<$otype>,)*
            /// Место в файле.
            #[schemars(skip)]
            pub span: $crate::definition::source::Span,
            /// Какие поля записаны и где.
            #[schemars(skip)]
            pub written: Vec<$crate::definition::source::Placed<String>>,
        }

        impl $crate::definition::shape::Shape for $name {
            fn read(node: &$crate::definition::tree::Node, desk: &mut $crate::definition::shape::Desk<'_>) -> Option<Self> {
                let known = &[$(stringify!($required),)* $(stringify!($optional),)*];
                let fields = $crate::definition::shape::Fields::open(node, desk, $what, known)?;
                Some(Self {
                    $($required: fields.required(desk, stringify!($required)),)*
                    $($optional: fields.optional(desk, stringify!($optional)),)*
                    span: node.span,
                    written: fields.written(),
                })
            }
        }
    };
}
pub(crate) use record;

impl<T: JsonSchema> JsonSchema for Placed<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<T>()
    }
}

impl<T: JsonSchema> JsonSchema for Entries<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Entries_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": generator.subschema_for::<T>() })
    }
}

impl JsonSchema for Day {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" })
    }
}
