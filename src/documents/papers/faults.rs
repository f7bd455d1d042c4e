//! What is wrong with the data of a paper: every fault at once, each with its path, in the clerk's words.
//!
//! A paper is read by its record, which stops at the first mistake and says it in the reader's own language. So each
//! value is tried alone, in a sample where all else is right: what the record then refuses is wrong in itself.
//!
//! Must never tell of a field that the record can do without.

use serde_json::{Map, Value};

/// Most faults told at once.
const FAULTS_MAX: usize = 50;
/// Longest piece of a wrong text that is shown, in characters.
const SHOWN_MAX: usize = 60;

/// One value that does not fit, or one that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// Where: `changes[2].text`.
    pub path: String,
    /// What was expected, what was found and what to do.
    pub message: String,
}

/// Tries values one by one.
pub struct Trial<'a> {
    /// A context that fits.
    pub sample: &'a Value,
    /// Whether a context fits.
    pub fits: &'a dyn Fn(Value) -> bool,
}

/// A step from a value to one that it holds.
#[derive(Debug, Clone)]
enum Step {
    Field(String),
    Element(usize),
}

impl Trial<'_> {
    /// All faults of a context, at most fifty.
    pub fn faults(&self, given: &Value) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        self.look(self.sample, &mut Vec::new(), given, &mut faults);
        faults.truncate(FAULTS_MAX);
        faults
    }

    /// Looks for the faults of what stands at `path`; `base` fits, and has something at `path`.
    fn look(&self, base: &Value, path: &mut Vec<Step>, given: &Value, faults: &mut Vec<FieldFault>) {
        if faults.len() >= FAULTS_MAX || (self.fits)(put(base, path, Some(given))) {
            return;
        }
        let before = faults.len();
        let expected = at(base, path);
        match (given, expected) {
            (Value::Object(given), Some(Value::Object(known))) => {
                self.look_for_missing(base, path, (given, known), faults);
                for (name, value) in given.iter().filter(|(name, _)| known.contains_key(*name)) {
                    path.push(Step::Field(name.clone()));
                    self.look(base, path, value, faults);
                    path.pop();
                }
            }
            (Value::Array(given), Some(Value::Array(known))) => {
                // The element that tells most of what an element may hold.
                let fullest = known.iter().max_by_key(|element| element.to_string().len());
                if let Some(fullest) = fullest {
                    let one = put(base, path, Some(&Value::Array(vec![fullest.clone()])));
                    for (index, value) in given.iter().enumerate() {
                        path.push(Step::Element(index));
                        self.look(&one, path, value, faults);
                        path.pop();
                    }
                }
            }
            _ => {}
        }
        if faults.len() == before {
            let expected = wanted(expected);
            let message = format!("{expected}, а здесь {}: исправьте значение", shown(given));
            faults.push(FieldFault {
                path: spelt(path),
                message,
            });
        }
    }

    fn look_for_missing(
        &self,
        base: &Value,
        path: &mut Vec<Step>,
        (given, known): (&Map<String, Value>, &Map<String, Value>),
        faults: &mut Vec<FieldFault>,
    ) {
        for (name, value) in known.iter().filter(|(name, _)| !given.contains_key(*name)) {
            path.push(Step::Field(name.clone()));
            if faults.len() < FAULTS_MAX && !(self.fits)(put(base, path, None)) {
                let message = format!("поле не заполнено, {}: впишите его", wanted(Some(value)));
                faults.push(FieldFault {
                    path: spelt(path),
                    message,
                });
            }
            path.pop();
        }
    }
}

/// What stands at a path; every list has but one element to go by.
fn at<'v>(value: &'v Value, path: &[Step]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Field(name) => value.get(name),
        Step::Element(_) => value.get(0),
    })
}

/// A copy with another value at a path, or with none.
fn put(base: &Value, path: &[Step], value: Option<&Value>) -> Value {
    let Some((last, before)) = path.split_last() else {
        return value.cloned().unwrap_or_default();
    };
    let mut copy = base.clone();
    let holder = before.iter().try_fold(&mut copy, |value, step| match step {
        Step::Field(name) => value.get_mut(name),
        Step::Element(_) => value.get_mut(0),
    });
    match (holder, last) {
        (Some(Value::Object(fields)), Step::Field(name)) => match value {
            Some(value) => drop(fields.insert(name.clone(), value.clone())),
            None => drop(fields.remove(name)),
        },
        (Some(Value::Array(elements)), Step::Element(_)) => *elements = value.cloned().into_iter().collect(),
        _ => {}
    }
    copy
}

fn spelt(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Field(name) if text.is_empty() => text.push_str(name),
            Step::Field(name) => text = format!("{text}.{name}"),
            Step::Element(index) => text = format!("{text}[{index}]"),
        }
    }
    text
}

/// What is expected, by what stands there in the sample.
fn wanted(sample: Option<&Value>) -> String {
    match sample {
        Some(Value::String(text)) if is_date(text) => "ожидалась дата вида 2022-05-16".to_owned(),
        Some(Value::String(text)) => format!("ожидался текст, например «{}»", short(text)),
        Some(Value::Number(_)) => "ожидалось число".to_owned(),
        Some(Value::Bool(_)) => "ожидалось true (да) или false (нет)".to_owned(),
        Some(Value::Array(_)) => "ожидался список в квадратных скобках".to_owned(),
        Some(Value::Object(fields)) => {
            let names: Vec<&str> = fields.keys().map(String::as_str).collect();
            format!("ожидался набор полей: {}", names.join(", "))
        }
        Some(Value::Null) | None => "ожидалось значение другого вида".to_owned(),
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<chrono::NaiveDate>().is_ok()
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "пусто (null)".to_owned(),
        Value::Bool(value) => format!("{value}"),
        Value::Number(number) => format!("число {number}"),
        Value::String(text) => format!("текст «{}»", short(text)),
        Value::Array(_) => "список".to_owned(),
        Value::Object(_) => "набор полей".to_owned(),
    }
}

fn short(text: &str) -> String {
    let mut short: String = text.chars().take(SHOWN_MAX).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
