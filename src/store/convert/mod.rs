//! Between the rows of the engine's words and the models of the tables.
//!
//! Must never guess: a value that cannot be read names its table, column and row. What is stored as JSON stands in an
//! envelope with the version of its form, `{"v": 1, "is": …}`; a version from the future is refused.

mod records;
mod state;

pub(super) use records::{
    answer, declaration, declaration_model, history, history_model, job, job_model, request_model,
};
pub(super) use state::{
    document, document_model, instance, instance_model, journal, journal_model, task, task_model, void, void_model,
};

use super::error::StoreError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Newest version of stored JSON this program writes and reads.
const KNOWN: i64 = 1;

/// Where a value stands, for errors.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub table: &'static str,
    pub column: &'static str,
    pub id: &'a str,
}

impl Place<'_> {
    pub(super) fn unreadable(&self, why: &dyn std::fmt::Display) -> StoreError {
        StoreError::Unreadable {
            table: self.table,
            column: self.column,
            id: self.id.to_owned(),
            why: why.to_string(),
        }
    }

    /// Opens an envelope.
    pub(super) fn open<T: DeserializeOwned>(&self, mut envelope: Value) -> Result<T, StoreError> {
        let found = envelope
            .get("v")
            .and_then(Value::as_i64)
            .ok_or_else(|| self.unreadable(&"нет версии «v»"))?;
        if found > KNOWN {
            return Err(StoreError::FutureValue {
                table: self.table,
                column: self.column,
                id: self.id.to_owned(),
                found,
                known: KNOWN,
            });
        }
        serde_json::from_value(envelope["is"].take()).map_err(|error| self.unreadable(&error))
    }

    fn id<T: std::str::FromStr<Err: std::fmt::Display>>(&self, text: &str) -> Result<T, StoreError> {
        text.parse().map_err(|error: T::Err| self.unreadable(&error))
    }
}

/// Puts a value into an envelope.
pub(super) fn seal<T: Serialize>(value: &T) -> Value {
    // The engine's types have string keys only, so they always have a JSON form.
    json!({ "v": KNOWN, "is": value })
}

/// Puts a JSON value into an envelope without copying it.
fn seal_value(value: Value) -> Value {
    Value::Object(
        [("v".to_owned(), KNOWN.into()), ("is".to_owned(), value)]
            .into_iter()
            .collect(),
    )
}

/// One JSON parameter for all rows of a table.
pub(super) fn parameter<M: Serialize>(table: &'static str, rows: &[M]) -> Result<String, StoreError> {
    let text = serde_json::to_string(rows).map_err(|error| {
        Place {
            table,
            column: "*",
            id: "",
        }
        .unreadable(&error)
    })?;
    if has_zero_character(&text) {
        Err(StoreError::ZeroCharacter { table })
    } else {
        Ok(text)
    }
}

/// Whether a JSON text holds U+0000; an even number of backslashes before the letter is text, not an escape.
fn has_zero_character(json: &str) -> bool {
    json.match_indices("\\u0000").any(|(at, _)| {
        json.as_bytes()[..at]
            .iter()
            .rev()
            .take_while(|byte| **byte == b'\\')
            .count()
            % 2
            == 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zero_character_is_found_and_its_name_is_not() {
        let json = |text: &str| serde_json::to_string(text).unwrap();
        assert!(has_zero_character(&json("a\0b")));
        assert!(has_zero_character(&json("\\\0")));
        assert!(!has_zero_character(&json("\\u0000")));
        assert!(!has_zero_character(&json("\\\\u0000 и \\u00001")));
    }
}
