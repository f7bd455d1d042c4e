//! Small changes to words: the first letter, a name shortened to initials.
//!
//! Must never touch more than it says: abbreviations keep their capitals.

use minijinja::Error;
use minijinja::value::{Value, ValueKind};

use super::filters::{blank, wrong};
use crate::words::phrasing;

/// «О внедрении» → «о внедрении».
pub(super) fn lower_first(value: &Value) -> Result<Value, Error> {
    text(value, |text| {
        let mut letters = text.chars();
        let first = letters.next().map(|first| first.to_lowercase().to_string());
        first.unwrap_or_default() + letters.as_str()
    })
}

/// «о внедрении» → «О внедрении».
pub(super) fn upper_first(value: &Value) -> Result<Value, Error> {
    text(value, capital)
}

/// «Иванова Ирина Ивановна» → «И. И. Иванова»; `|инициалы("после")` → «Иванова И. И.».
pub(super) fn initials(value: &Value, order: Option<&str>) -> Result<Value, Error> {
    let short: fn(&str) -> String = match order {
        None | Some("перед") => phrasing::short_name,
        Some("после") => phrasing::short_name_in_address,
        Some(other) => {
            return Err(wrong(format!(
                "инициалы ставятся «перед» фамилией или «после» неё, а стоит «{other}»"
            )));
        }
    };
    // Initials stay on the line of their surname.
    text(value, |name| {
        short(name).replace(". ", ".\u{a0}").replacen(' ', "\u{a0}", 1)
    })
}

pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

fn text(value: &Value, change: impl Fn(&str) -> String) -> Result<Value, Error> {
    if blank(value) {
        return Ok(value.clone());
    }
    match (value.kind(), value.as_str()) {
        (ValueKind::String, Some(text)) => Ok(Value::from(change(text))),
        _ => Err(wrong(format!("здесь нужен текст, а стоит «{value}»"))),
    }
}
