//! Looks a path up in a sample context, and says what stands there instead.
//!
//! Must never call a value missing that an empty list or a none merely hides.

use std::collections::{BTreeSet, HashSet};

use serde_json::Value;

use super::syntax::meant;
use crate::documents::mistake::{MistakeCode, TemplateMistake};

/// More known names than this are no help.
const NAMES_SHOWN: usize = 15;

pub(super) enum Found {
    Present,
    Missing(Missing),
}

/// The first step of a path that leads nowhere.
pub(super) struct Missing {
    /// The path before it; empty for the context itself.
    holder: String,
    field: String,
    /// What stands in the holder's place, when that is no record.
    instead: Option<&'static str>,
    known: BTreeSet<String>,
    /// Bytes of the path up to the end of this step.
    pub end: usize,
}

/// All values at `path`: a list of records is asked as a whole, since items differ.
pub(super) fn look_up(sample: &Value, path: &str) -> Found {
    let mut here: Vec<&Value> = vec![sample];
    let mut holder = String::new();
    let mut end = 0;
    for step in path.split('.') {
        let field = step.trim_end_matches("[]");
        end += field.len();
        let records: Vec<_> = here.iter().filter_map(|value| value.as_object()).collect();
        // A none where a record could be says nothing about the record's fields.
        let Some(other) = here.iter().find(|value| !value.is_null() && !value.is_object()) else {
            if records.is_empty() {
                return Found::Present;
            }
            let found: Vec<&Value> = records.iter().filter_map(|record| record.get(field)).collect();
            if found.is_empty() {
                let known = records.iter().flat_map(|record| record.keys().cloned()).collect();
                return missing(holder, field, None, known, end);
            }
            here = found;
            for _ in 0..step.matches("[]").count() {
                if here.iter().any(|value| value.is_object() || value.is_string()) {
                    return Found::Present; // the keys of a record have no names; a text is told where it is gone through
                }
                here = here.iter().filter_map(|value| value.as_array()).flatten().collect();
            }
            if !holder.is_empty() {
                holder.push('.');
            }
            holder.push_str(step);
            end += step.len() - field.len() + 1;
            continue;
        };
        return missing(holder, field, Some(kind(other)), BTreeSet::new(), end);
    }
    Found::Present
}

fn missing(holder: String, field: &str, instead: Option<&'static str>, known: BTreeSet<String>, end: usize) -> Found {
    Found::Missing(Missing {
        holder,
        field: field.to_owned(),
        instead,
        known,
        end,
    })
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "пусто",
        Value::Bool(_) => "«да» или «нет»",
        Value::Number(_) => "число",
        Value::String(_) => "текст",
        Value::Array(_) => "список",
        Value::Object(_) => "запись",
    }
}

impl Missing {
    /// The mistake without its place; `targets` are the names that the template gives itself.
    pub fn explain(&self, sample: &Value, targets: &HashSet<&str>) -> TemplateMistake {
        let Self { holder, field, .. } = self;
        if let Some(instead) = self.instead {
            let message = format!("у «{holder}» нет поля «{field}»: там {instead}, а не запись");
            let mistake = TemplateMistake::file(MistakeCode::UnknownVariable, message);
            return match instead {
                "список" => mistake.hint(format!(
                    "поля его записей берут внутри повтора: {{% for x in {holder} %}}{{{{ x.{field} }}}}{{% endfor %}}"
                )),
                _ => mistake.hint(format!("напишите {{{{ {holder} }}}}")),
            };
        }
        if holder.is_empty() && field == "loop" {
            return TemplateMistake::file(MistakeCode::UnknownVariable, "«loop» есть только внутри повтора")
                .hint("поставьте тег между {% for … %} и {% endfor %}");
        }
        let of = match holder.strip_suffix("[]") {
            Some(list) => format!(" у записей списка «{list}»"),
            None if holder.is_empty() => String::new(),
            None => format!(" у «{holder}»"),
        };
        let mistake = TemplateMistake::file(MistakeCode::UnknownVariable, format!("нет поля «{field}»{of}"));
        match self.hint(sample, targets) {
            Some(hint) => mistake.hint(hint),
            None => mistake,
        }
    }

    fn hint(&self, sample: &Value, targets: &HashSet<&str>) -> Option<String> {
        let Self { holder, field, .. } = self;
        if holder.is_empty() && targets.contains(field.as_str()) {
            return Some(format!(
                "имя «{field}» действует только между началом и концом своего блока"
            ));
        }
        if let Some(hint) = meant(field, self.known.iter().map(String::as_str)) {
            return Some(hint);
        }
        let mut paths = Vec::new();
        elsewhere(sample, "", field, &mut paths);
        match paths.first() {
            Some(path) if path.contains("[]") => {
                let list = path.rsplit_once("[]").map_or("", |(list, _)| list);
                Some(format!(
                    "такое поле есть у записей списка «{list}»: возьмите его внутри повтора по этому списку"
                ))
            }
            Some(path) => Some(format!("возможно, имелось в виду «{path}»")),
            None if self.known.is_empty() => None,
            None => {
                let mut known: Vec<&str> = self.known.iter().map(String::as_str).take(NAMES_SHOWN).collect();
                if self.known.len() > NAMES_SHOWN {
                    known.push("…");
                }
                Some(format!("есть: {}", known.join(", ")))
            }
        }
    }
}

/// Paths at which a field of this name stands; a sample is as deep as a paper's context.
fn elsewhere(value: &Value, path: &str, field: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                let path = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                if name == field {
                    found.push(path.clone());
                }
                elsewhere(inner, &path, field, found);
            }
        }
        Value::Array(items) => {
            if let Some(first) = items.first() {
                elsewhere(first, &format!("{path}[]"), field, found);
            }
        }
        _ => {}
    }
}
