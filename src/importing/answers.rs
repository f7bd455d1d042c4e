//! What a person has answered: a YAML file with answers, and fields of the plan and its items that no table tells.
//!
//! Must never take an answer for a question that was not asked: it is a mistake with its place.

use super::yaml::{Field, Yaml};
use crate::definition::mistake::{Code, Mistake};
use crate::definition::source::{Placed, Source};
use crate::definition::suggest;
use crate::definition::tree::{self, Node, Value};
use crate::words::executors::Aliases;

/// The parts of the file.
const PARTS: [&str; 4] = ["answers", "abbreviations", "plan", "items"];

/// Answers as they were read.
#[derive(Debug, Default, Clone)]
pub struct Answers {
    pub source: Option<Source>,
    /// Question and answer.
    pub given: Vec<(Placed<String>, Placed<String>)>,
    /// «ОО=школы».
    pub abbreviations: Vec<String>,
    /// Fields of `plan.yaml`.
    pub plan: Vec<Field>,
    /// Fields of an item's file, by its key.
    pub items: Vec<(Placed<String>, Vec<Field>)>,
}

impl Answers {
    /// Reads the file.
    ///
    /// # Errors
    /// All that is wrong in it, with places.
    pub fn read(source: &Source) -> Result<Self, Vec<Mistake>> {
        let node = tree::parse(source).map_err(|mistake| vec![*mistake])?;
        let mut answers = Self {
            source: Some(source.clone()),
            ..Self::default()
        };
        let mut mistakes = Vec::new();
        let wrong = |node: &Node, message: &str| Mistake::new(source, node.span, Code::WrongValue, message);
        let Value::Map(parts) = &node.value else {
            return Err(vec![wrong(&node, "ожидались разделы answers, plan, items")]);
        };
        for (name, part) in parts {
            match (name.value.as_str(), &part.value) {
                (_, Value::Nothing) => {}
                ("answers", Value::Map(given)) => {
                    for (question, answer) in given {
                        match &answer.value {
                            Value::Text(text) => answers.given.push((
                                question.clone(),
                                Placed {
                                    value: text.trim().to_owned(),
                                    span: answer.span,
                                },
                            )),
                            // Left open: the default holds.
                            Value::Nothing => {}
                            _ => mistakes.push(wrong(answer, "ответ пишется одной строкой")),
                        }
                    }
                }
                ("abbreviations", Value::Map(pairs)) => {
                    for (short, full) in pairs {
                        let pair = format!("{}={}", short.value, text_of(full));
                        match Aliases::new().explain(&pair) {
                            Ok(()) => answers.abbreviations.push(pair),
                            Err(error) => mistakes.push(wrong(full, &error.to_string())),
                        }
                    }
                }
                ("plan", Value::Map(_)) => answers.plan = fields(part),
                ("items", Value::Map(items)) => {
                    answers.items = items.iter().map(|(key, node)| (key.clone(), fields(node))).collect();
                }
                (known, _) if PARTS.contains(&known) => {
                    mistakes.push(wrong(
                        part,
                        &format!("ожидалось: {known} — набор строк «имя: значение»"),
                    ));
                }
                (other, _) => mistakes.push(
                    Mistake::new(source, name.span, Code::UnknownField, format!("нет раздела `{other}`"))
                        .help(suggest::among(other, PARTS, "разделы")),
                ),
            }
        }
        if mistakes.is_empty() {
            Ok(answers)
        } else {
            Err(mistakes)
        }
    }

    /// The answer to a question.
    pub fn get(&self, id: &str) -> Option<String> {
        self.given
            .iter()
            .find(|(question, _)| question.value == id)
            .map(|(_, answer)| answer.value.clone())
    }

    /// Gives or changes an answer.
    pub fn put(&mut self, id: &str, answer: &str) {
        self.given.retain(|(question, _)| question.value != id);
        let placed = |value: &str| Placed {
            value: value.to_owned(),
            span: crate::definition::source::Span::default(),
        };
        self.given.push((placed(id), placed(answer)));
    }

    /// The fields of an item that a person has written.
    pub fn of_item(&self, key: &str) -> &[Field] {
        self.items
            .iter()
            .find(|(item, _)| item.value == key)
            .map_or(&[], |(_, fields)| fields.as_slice())
    }

    /// A text field of an item that a person has written.
    pub fn text_of_item(&self, key: &str, name: &str) -> Option<&str> {
        let field = self.of_item(key).iter().find(|field| field.name == name)?;
        match &field.value {
            Yaml::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Answers to questions that were not asked, and fields of items that there are not.
    pub fn astray<'a>(&self, asked: &(impl Iterator<Item = &'a str> + Clone), items: &[&str]) -> Vec<Mistake> {
        let source = &self.source();
        let unasked = self
            .given
            .iter()
            .filter(|(question, _)| !asked.clone().any(|id| id == question.value));
        let mut mistakes: Vec<Mistake> = unasked
            .map(|(question, _)| {
                let message = format!("вопроса `{}` нет", question.value);
                Mistake::new(source, question.span, Code::UnknownField, message).help(suggest::among(
                    &question.value,
                    asked.clone(),
                    "вопросы",
                ))
            })
            .collect();
        for (key, _) in self
            .items
            .iter()
            .filter(|(key, _)| !items.contains(&key.value.as_str()))
        {
            let message = format!("в плане нет пункта «{}»", key.value);
            let help = suggest::among(&key.value, items.iter().copied(), "пункты");
            mistakes.push(Mistake::new(source, key.span, Code::UnknownItem, message).help(help));
        }
        mistakes
    }

    /// A mistake in the answer to a question.
    pub fn wrong(&self, id: &str, message: String, help: String) -> Mistake {
        let given = self.given.iter().find(|(question, _)| question.value == id);
        let span = given.map(|(_, answer)| answer.span).unwrap_or_default();
        Mistake::new(&self.source(), span, Code::WrongValue, message).help(help)
    }

    /// The file, or a name for answers that came without one.
    fn source(&self) -> Source {
        self.source.clone().unwrap_or_else(|| Source::new("ответы", ""))
    }
}

fn text_of(node: &Node) -> &str {
    match &node.value {
        Value::Text(text) => text,
        _ => "",
    }
}

fn fields(node: &Node) -> Vec<Field> {
    match &node.value {
        Value::Map(entries) => entries
            .iter()
            .map(|(name, value)| Field::new(&name.value, Yaml::of(value)))
            .collect(),
        _ => Vec::new(),
    }
}
