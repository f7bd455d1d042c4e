//! Compares what a template names with what a context offers, down to the fields of list items.
//!
//! Must never call a value missing that an empty list or a none merely hides.

use serde_json::Value;

use super::filters::Missing;
use super::render::Compiled;
use super::syntax::closest;
use crate::documents::mistake::{MistakeCode, RenderError, TemplateMistake};

pub(super) fn check(template: &Compiled, sample: &Value) -> Vec<TemplateMistake> {
    let mut mistakes = Vec::new();
    for (path, tag) in template.required() {
        if let Found::Missing { holder, field, near } = look_up(sample, path) {
            let of = match holder.strip_suffix("[]") {
                Some(list) => format!(" у записей списка «{list}»"),
                None if holder.is_empty() => String::new(),
                None => format!(" у «{holder}»"),
            };
            let mistake = TemplateMistake::file(MistakeCode::UnknownVariable, format!("нет поля «{field}»{of}"));
            let mistake = mistake.at(&tag.place).tagged(&tag.raw);
            mistakes.push(match near {
                Some(near) => mistake.hint(format!("возможно, имелось в виду «{near}»")),
                None => mistake,
            });
        }
    }
    match template.render(sample, Missing::Refuse) {
        Ok(_) => {}
        Err(RenderError::Template { mistake, .. }) => {
            if !mistakes
                .iter()
                .any(|known| known.place == mistake.place && known.tag == mistake.tag)
            {
                mistakes.push(*mistake);
            }
        }
        Err(other) => mistakes.push(TemplateMistake::file(MistakeCode::WrongValue, other.to_string())),
    }
    mistakes
}

enum Found {
    Present,
    Missing {
        holder: String,
        field: String,
        near: Option<String>,
    },
}

fn look_up(sample: &Value, path: &str) -> Found {
    let mut value = sample;
    let mut holder = String::new();
    for step in path.split('.') {
        let (field, depth) = (step.trim_end_matches("[]"), step.matches("[]").count());
        match value {
            Value::Object(fields) => {
                let Some(found) = fields.get(field) else {
                    let near = closest(field, fields.keys().map(String::as_str)).map(str::to_owned);
                    return Found::Missing {
                        holder,
                        field: field.to_owned(),
                        near,
                    };
                };
                value = found;
            }
            // A none where a record could be says nothing about the record's fields.
            Value::Null => return Found::Present,
            _ => {
                return Found::Missing {
                    holder,
                    field: field.to_owned(),
                    near: None,
                };
            }
        }
        for _ in 0..depth {
            match value.as_array().and_then(|items| items.first()) {
                Some(item) => value = item,
                None => return Found::Present,
            }
        }
        if !holder.is_empty() {
            holder.push('.');
        }
        holder.push_str(step);
    }
    Found::Present
}
