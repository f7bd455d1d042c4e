//! Scalars and small shared types of the schema.

use async_graphql::{Enum, InputValueError, InputValueResult, Scalar, ScalarType, SimpleObject, Value};
use chrono::NaiveDate;

/// A civil date, `2022-05-16`: the date on the office's wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date(pub NaiveDate);

/// A civil date, `2022-05-16`: the date on the office's wall.
#[Scalar(
    name = "Date",
    specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339#section-5.6"
)]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        match read(&value) {
            Some(date) => Ok(Self(date)),
            None => Err(InputValueError::custom(format!(
                "ожидалась дата вида 2022-05-16, а здесь {}: напишите год, месяц и день цифрами",
                shown(&value)
            ))),
        }
    }

    fn is_valid(value: &Value) -> bool {
        read(value).is_some()
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// Exactly four, two and two digits: what the library would also take («2022-5-16») is more likely a slip.
fn read(value: &Value) -> Option<NaiveDate> {
    let Value::String(text) = value else { return None };
    let date: NaiveDate = text.parse().ok()?;
    (date.to_string() == *text).then_some(date)
}

/// Named values of any shape: `{ "coordinator": "…" }`.
#[derive(Debug, Clone, PartialEq)]
pub struct JsonObject(pub serde_json::Map<String, serde_json::Value>);

/// Named values of any shape: `{ "coordinator": "…" }`.
#[Scalar(name = "JSON")]
impl ScalarType for JsonObject {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value.clone().into_json() {
            Ok(serde_json::Value::Object(fields)) => Ok(Self(fields)),
            _ => Err(InputValueError::custom(format!(
                "ожидался набор полей вида {{\"имя\": значение}}, а здесь {}: возьмите его в фигурные скобки",
                shown(&value)
            ))),
        }
    }

    fn is_valid(value: &Value) -> bool {
        matches!(value, Value::Object(_))
    }

    fn to_value(&self) -> Value {
        Value::from_json(serde_json::Value::Object(self.0.clone())).unwrap_or_default()
    }
}

/// Longest piece of a wrong value that is shown.
const SHOWN_MAX: usize = 60;

/// A wrong value, as a person knows it again.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "пусто (null)".to_owned(),
        Value::Number(number) => format!("число {number}"),
        Value::String(text) => {
            let short: String = text.chars().take(SHOWN_MAX).collect();
            format!("текст «{short}»")
        }
        Value::Boolean(true) => "«да» (true)".to_owned(),
        Value::Boolean(false) => "«нет» (false)".to_owned(),
        Value::Enum(name) => format!("слово {name} без кавычек"),
        Value::List(list) => format!("список из {}", list.len()),
        Value::Object(_) => "набор полей".to_owned(),
        Value::Binary(_) => "файл".to_owned(),
    }
}

impl From<NaiveDate> for Date {
    fn from(date: NaiveDate) -> Self {
        Self(date)
    }
}

/// A stored file.
#[derive(SimpleObject, Debug, Clone)]
pub struct File {
    /// Name.
    pub name: String,
    /// SHA-256 of the content, hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// Address of the file on this server; asks for the same token.
    pub url: String,
}

impl File {
    pub fn new(name: &str, sha256: &str, size: u64) -> Self {
        let url = format!("/files/{sha256}/{}", percent(name));
        Self {
            name: name.to_owned(),
            sha256: sha256.to_owned(),
            size,
            url,
        }
    }
}

/// Lead or co-executor.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "crate::definition::model::Part")]
pub enum Part {
    /// Ответственный: named first, sums up, closes last.
    Lead,
    /// Соисполнитель.
    CoExecutor,
}

/// Percent-encoding of everything but what RFC 3986 calls unreserved.
pub fn percent(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push_str(&hex::encode_upper([byte]));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_strictly() {
        let date = |text: &str| read(&Value::String(text.to_owned()));
        assert!(date("2022-05-16").is_some());
        for wrong in ["2022-5-16", "16.05.2022", "2022-02-30", "+2022-05-1", ""] {
            assert_eq!(date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_cyrillic_name_travels_in_an_address() {
        assert_eq!(percent("№ 1 ё.docx"), "%E2%84%96%201%20%D1%91.docx");
        assert_eq!(percent("a-b_c.~9"), "a-b_c.~9");
    }
}
