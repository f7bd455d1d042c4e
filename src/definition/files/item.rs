//! The file of an item, e.g. `mentoring-2022/4.1.yaml`.
//!
//! Must never read the words of the deadline: they stay literal here.
#![deny(missing_docs)]

use crate::definition::files::lifecycle::Names;
use crate::definition::mistake::Code;
use crate::definition::shape::{Day, Desk, Entries, Fields, Shape, found, record};
use crate::definition::source::Placed;
use crate::definition::tree::{Node, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

record! {
    /// Пункт дорожной карты: что сделать, в какой срок, кто исполняет, каким порядком.
    ItemFile("пункт") {
        required {
            /// Номер пункта, как напечатан: "4.1".
            item: Placed<String>,
            /// Наименование мероприятия, как напечатано.
            title: Placed<String>,
            /// Срок реализации, дословно.
            deadline: Placed<String>,
            /// Графа «Ответственный исполнитель», дословно. Первый названный — ответственный, остальные — соисполнители.
            executors: Placed<String>,
            /// Графа «Результат, вид документа», дословно; с формой отчёта: { text: …, form: … }.
            result: ResultField,
        }
        optional {
            /// Что сделать, как это скажет приказ, в неопределённой форме: «издать приказ о внедрении системы наставничества».
            task: Placed<String>,
            /// Что представить, в нескольких словах, для темы письма: «приказ о внедрении наставничества».
            brief: Placed<String>,
            /// Ключ пункта в плане. Нужен, когда номер повторяется: у двух пунктов «6.2» ключи 6.2-1 и 6.2-2. Иначе ключ — сам номер.
            key: Placed<String>,
            /// Номер раздела. Иначе — часть номера пункта до точки.
            section: Placed<String>,
            /// Повторение, скрытое в наименовании («пополнение ежегодно») и подтверждённое человеком.
            repeats: Placed<Repeats>,
            /// Срок, подтверждённый человеком, ясными словами: «ежегодно, до 31 декабря». Нужен, когда дословный срок оставляет сомнение.
            confirmed: Placed<String>,
            /// Сроки по периодам, подтверждённые человеком: { 2022: 2023-01-20 }.
            schedule: Placed<Entries<Placed<Day>>>,
            /// Кто обязан назвать срок, когда он зависит от чужого плана: ключ учреждения или роль отдела.
            date_owner: Placed<String>,
            /// Период, к которому относится пункт без даты: "2022". Иначе — весь срок плана.
            period: Placed<String>,
            /// Срок — день события: на выходном он не переносится.
            fixed_day: Placed<YesNo>,
            /// Ключи пунктов, которые должны быть сняты с контроля раньше (за тот же период).
            after: Names,
            /// Первый день действия этой редакции пункта: периоды, которые открываются раньше, начнутся по прежней редакции.
            effective: Placed<Day>,
            /// Порядок прохождения: имя файла в lifecycles. Иначе — из plan.yaml.
            lifecycle: Placed<String>,
            /// Шаблоны документов: { order: order-department.docx }. Иначе — из plan.yaml.
            documents: Entries<Placed<String>>,
        }
    }
}

record! {
    /// Результат с формой отчёта.
    ResultWithForm("результат") {
        required {
            /// Графа «Результат», дословно.
            text: Placed<String>,
        }
        optional {
            /// Имя формы отчёта.
            form: Placed<String>,
        }
    }
}

/// The result: words, or words and the form of the report.
#[derive(Debug, Clone)]
pub struct ResultField {
    /// The words.
    pub text: Option<Placed<String>>,
    /// Name of the form.
    pub form: Option<Placed<String>>,
}

impl Shape for ResultField {
    fn read(node: &Node, desk: &mut Desk<'_>) -> Option<Self> {
        if matches!(node.value, Value::Map(_)) {
            let fields = Fields::open(node, desk, "результат", &["text", "form"])?;
            return Some(Self {
                text: fields.required(desk, "text"),
                form: fields.optional(desk, "form"),
            });
        }
        Some(Self {
            text: Some(Placed::read(node, desk)?),
            form: None,
        })
    }
}

impl JsonSchema for ResultField {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "ResultField".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "type": "string" }, generator.subschema_for::<ResultWithForm>()] })
    }
}

/// Declares words that stand for choices.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident($what:literal) { $($(#[$doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, schemars::JsonSchema)]
        pub enum $name {
            $($(#[$doc])* #[schemars(rename = $word)] $variant,)*
        }

        impl $crate::definition::shape::Shape for $name {
            fn read(node: &$crate::definition::tree::Node, desk: &mut $crate::definition::shape::Desk<'_>) -> Option<Self> {
                match $crate::definition::shape::text(node, desk, $what)? {
                    $($word => Some(Self::$variant),)*
                    other => {
                        let help = $crate::definition::suggest::among(other, [$($word),*], "бывает");
                        desk.advise(node.span, $crate::definition::mistake::Code::WrongValue, format!("ожидалось: {}, а здесь «{other}»", $what), help);
                        None
                    }
                }
            }
        }
    };
}
pub(crate) use words;

words! {
    /// Повторение.
    Repeats("повторение") {
        /// Ежегодно.
        Yearly = "yearly",
        /// Ежеквартально.
        Quarterly = "quarterly",
        /// Ежемесячно.
        Monthly = "monthly",
    }
}

/// `true` or `false`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YesNo(pub bool);

impl Shape for YesNo {
    fn read(node: &Node, desk: &mut Desk<'_>) -> Option<Self> {
        match &node.value {
            Value::Text(text) if text == "true" => Some(Self(true)),
            Value::Text(text) if text == "false" => Some(Self(false)),
            _ => {
                desk.wrong(
                    node.span,
                    Code::WrongValue,
                    format!("ожидалось: true или false, а здесь {}", found(node)),
                );
                None
            }
        }
    }
}

impl JsonSchema for YesNo {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "YesNo".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "boolean" })
    }
}
