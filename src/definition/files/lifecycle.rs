//! The file of a lifecycle, e.g. `lifecycles/collect-from-schools.yaml`: stages in order, each with one act.
//!
//! Acts are flat: `act:` and the fields of that act. Which fields belong to which act is checked afterwards, with places.
//! Must never resolve a name: roles and journals belong to plans.
#![deny(missing_docs)]

use crate::definition::files::item::words;
use crate::definition::mistake::Code;
use crate::definition::shape::{Desk, Entries, Shape, found, record, text};
use crate::definition::source::{Placed, Span};
use crate::definition::tree::{Node, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

record! {
    /// Порядок прохождения: стадии, через которые идёт пункт.
    LifecycleFile("порядок прохождения") {
        required {
            /// Имя порядка; такое же, как у файла.
            lifecycle: Placed<String>,
            /// Название для людей.
            title: Placed<String>,
            /// Стадии по порядку; первая — начало.
            stages: Placed<Entries<StageEntry>>,
        }
        optional {}
    }
}

record! {
    /// Стадия: одно действие и куда идти дальше.
    #[schemars(extend("allOf" = fields_by_act()))]
    StageEntry("стадия") {
        required {
            /// Название для людей: «На подписи».
            title: Placed<String>,
            /// Что делается: issue — готовится документ, approve — утверждается, report — исполнители отчитываются, wait — ждём, notify — пишем письмо, decide — выбираем путь, end — конец.
            act: Placed<ActName>,
        }
        optional {
            /// Кто: роль отдела; у approve — одна или несколько ролей; у report — executors.
            by: Names,
            /// issue: место документа, которое пункт заполняет шаблоном.
            document: Placed<String>,
            /// approve: кто из нескольких обязан — sequence (все по очереди), all (все в любом порядке), any (любой один), { quorum: 2 }.
            rule: Placed<RuleField>,
            /// approve: журнал, который даёт номер.
            journal: Placed<String>,
            /// approve: стадия после регистрации.
            approved: Placed<String>,
            /// approve: стадия после возврата.
            returned: Placed<String>,
            /// report: кто принимает отчёты — роль отдела или lead (ответственный исполнитель).
            accept: Placed<String>,
            /// report при accept: lead — роль, которая принимает отчёт самого ответственного.
            then: Placed<String>,
            /// report: за сколько рабочих дней напомнить: [-3wd, 0wd].
            remind: Vec<Offset>,
            /// report: кому сказать после срока: [1wd, 3wd: head].
            overdue: Vec<Overdue>,
            /// report: когда довольно — all, 80% или число.
            done: Placed<JoinField>,
            /// report: сколько раз можно вернуть отчёт.
            rework_max: Placed<u32>,
            /// report: на сколько рабочих дней раньше ответственного отчитываются соисполнители.
            co_executors_before: Placed<u32>,
            /// wait: чего ждём — date (срок назовёт тот, чей план), predecessors (пункты из after), start (первый день работы).
            until: Placed<UntilName>,
            /// notify: кому — executors или роль отдела.
            to: Placed<String>,
            /// notify: что написать.
            text: Placed<String>,
            /// decide: условия по порядку.
            branches: Vec<Branch>,
            /// decide: стадия, если ни одно условие не выполнено.
            otherwise: Placed<String>,
            /// Следующая стадия.
            next: Placed<String>,
        }
    }
}

record! {
    /// Условие и стадия, куда оно ведёт.
    Branch("условие") {
        required {
            /// Условие: tasks.returned > 0.
            when: Placed<String>,
            /// Стадия.
            next: Placed<String>,
        }
        optional {}
    }
}

words! {
    /// Действие.
    ActName("действие") {
        /// Подготовить документ.
        Issue = "issue",
        /// Утвердить документ.
        Approve = "approve",
        /// Отчитаться.
        Report = "report",
        /// Ждать.
        Wait = "wait",
        /// Написать письмо.
        Notify = "notify",
        /// Выбрать путь.
        Decide = "decide",
        /// Закончить.
        End = "end",
    }
}

impl ActName {
    /// All acts.
    pub const ALL: [Self; 7] = [
        Self::Issue,
        Self::Approve,
        Self::Report,
        Self::Wait,
        Self::Notify,
        Self::Decide,
        Self::End,
    ];

    /// The word for it in a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Issue => "issue",
            Self::Approve => "approve",
            Self::Report => "report",
            Self::Wait => "wait",
            Self::Notify => "notify",
            Self::Decide => "decide",
            Self::End => "end",
        }
    }

    /// Fields it must have, besides `title` and `act`.
    pub fn required(self) -> &'static [&'static str] {
        match self {
            Self::Issue => &["by", "document", "next"],
            Self::Approve => &["by", "journal", "approved", "returned"],
            Self::Report => &["accept", "next"],
            Self::Wait => &["until", "next"],
            Self::Notify => &["to", "text", "next"],
            Self::Decide => &["branches", "otherwise"],
            Self::End => &[],
        }
    }

    /// Fields it may have.
    pub fn optional(self) -> &'static [&'static str] {
        match self {
            Self::Approve => &["rule"],
            Self::Report => &[
                "by",
                "then",
                "remind",
                "overdue",
                "done",
                "rework_max",
                "co_executors_before",
            ],
            Self::End => &["by"],
            Self::Issue | Self::Wait | Self::Notify | Self::Decide => &[],
        }
    }
}

/// The same table for editors: which fields belong to which act.
fn fields_by_act() -> Vec<serde_json::Value> {
    let rule = |act: ActName| {
        let own: Vec<&str> = ["title", "act"]
            .iter()
            .chain(act.required())
            .chain(act.optional())
            .copied()
            .collect();
        serde_json::json!({
            "if": { "properties": { "act": { "const": act.name() } }, "required": ["act"] },
            "then": { "required": act.required(), "propertyNames": { "enum": own } },
        })
    };
    ActName::ALL.map(rule).to_vec()
}

words! {
    /// Чего ждём.
    UntilName("чего ждать") {
        /// Срока от того, чей план.
        Date = "date",
        /// Пунктов из `after`.
        Predecessors = "predecessors",
        /// Первого дня работы.
        Start = "start",
    }
}

/// One name or a list of names.
#[derive(Debug, Clone)]
pub struct Names(pub Vec<Placed<String>>);

impl Shape for Names {
    fn read(node: &Node, desk: &mut Desk<'_>) -> Option<Self> {
        match node.value {
            Value::List(_) => Vec::read(node, desk).map(Self),
            _ => Placed::read(node, desk).map(|name| Self(vec![name])),
        }
    }
}

/// Who of several approvers must approve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleField {
    /// All in turn.
    Sequence,
    /// All.
    All,
    /// Any one.
    Any,
    /// At least so many.
    Quorum(u32),
}

impl Shape for RuleField {
    fn read(node: &Node, desk: &mut Desk<'_>) -> Option<Self> {
        match &node.value {
            Value::Text(word) if word == "sequence" => Some(Self::Sequence),
            Value::Text(word) if word == "all" => Some(Self::All),
            Value::Text(word) if word == "any" => Some(Self::Any),
            Value::Map(entries) if matches!(entries.as_slice(), [(key, _)] if key.value == "quorum") => {
                u32::read(&entries[0].1, desk).map(Self::Quorum)
            }
            _ => {
                let message = format!("ожидалось: правило утверждения, а здесь {}", found(node));
                desk.advise(
                    node.span,
                    Code::WrongValue,
                    message,
                    "бывает: sequence, all, any, { quorum: 2 }",
                );
                None
            }
        }
    }
}

/// Working days relative to the control date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offset {
    /// Days; before the date negative.
    pub days: i32,
    /// Where it stands.
    pub span: Span,
}

/// Farthest reminder, in working days: a year.
const OFFSET_MAX: i32 = 250;

impl Offset {
    fn of(word: &str, span: Span, desk: &mut Desk<'_>) -> Option<Self> {
        let days = word
            .strip_suffix("wd")
            .and_then(|days| days.trim_start_matches('+').parse::<i32>().ok());
        let days = days.filter(|days| (-OFFSET_MAX..=OFFSET_MAX).contains(days));
        if days.is_none() {
            let message = format!("ожидалось: число рабочих дней вида -3wd, а здесь «{word}»");
            desk.advise(
                span,
                Code::WrongValue,
                message,
                "считаются рабочие дни (wd): -3wd — за три до срока, 0wd — в день срока, 1wd — на следующий",
            );
        }
        days.map(|days| Self { days, span })
    }
}

impl Shape for Offset {
    fn read(node: &Node, desk: &mut Desk<'_>) -> Option<Self> {
        Self::of(text(node, desk, "число рабочих дней вида -3wd")?, node.span, desk)
    }
}

/// When after the date, and who is told: `1wd`, or `3wd: head`.
#[derive(Debug, Clone)]
pub struct Overdue {
    /// When.
    pub offset: Offset,
    /// Which role; `None`: the executor.
    pub role: Option<Placed<String>>,
}

impl Shape for Overdue {
    fn read(node: &Node, desk: &mut Desk<'_>) -> Option<Self> {
        match &node.value {
            Value::Map(entries) if entries.len() == 1 => {
                let (key, value) = &entries[0];
                let offset = Offset::of(&key.value, key.span, desk);
                let role = Placed::<String>::read(value, desk);
                Some(Self {
                    offset: offset?,
                    role: Some(role?),
                })
            }
            _ => Some(Self {
                offset: Offset::read(node, desk)?,
                role: None,
            }),
        }
    }
}

/// When enough reports have been accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JoinField {
    /// All.
    All,
    /// A percentage.
    Share(u32),
    /// A number.
    Count(u32),
}

impl Shape for JoinField {
    fn read(node: &Node, desk: &mut Desk<'_>) -> Option<Self> {
        let words = text(node, desk, "all, 80% или число")?;
        let join = match words.strip_suffix('%') {
            Some(share) => share
                .trim()
                .parse()
                .ok()
                .filter(|share| (1..=100).contains(share))
                .map(Self::Share),
            None if words == "all" => Some(Self::All),
            None => words.parse().ok().filter(|count| *count > 0).map(Self::Count),
        };
        if join.is_none() {
            let message = format!("ожидалось: all, доля от 1% до 100% или число от 1, а здесь «{words}»");
            desk.wrong(node.span, Code::WrongValue, message);
        }
        join
    }
}

macro_rules! schema {
    ($name:ident, $schema:tt) => {
        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    };
}

schema!(Names, { "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" }, "minItems": 1 }] });
schema!(RuleField, { "anyOf": [
    { "enum": ["sequence", "all", "any"] },
    { "type": "object", "properties": { "quorum": { "type": "integer", "minimum": 1 } }, "required": ["quorum"], "additionalProperties": false },
] });
schema!(Offset, { "type": "string", "pattern": "^[+-]?\\d+wd$" });
schema!(Overdue, { "anyOf": [
    { "type": "string", "pattern": "^\\+?\\d+wd$" },
    { "type": "object", "patternProperties": { "^\\+?\\d+wd$": { "type": "string" } }, "additionalProperties": false, "minProperties": 1, "maxProperties": 1 },
] });
schema!(JoinField, { "anyOf": [{ "const": "all" }, { "type": "string", "pattern": "^\\d{1,3} ?%$" }, { "type": "integer", "minimum": 1 }] });
