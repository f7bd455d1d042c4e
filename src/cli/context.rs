//! Data for a template, from a JSON file: whatever is wrong with it is told with its line and column.
//!
//! Must never take what is not a record: a template asks for fields.

use anyhow::{Context, bail, ensure};
use serde_json::Value;
use serde_json::error::Category;
use std::io::Read;
use std::path::Path;

/// Far more than any paper says.
const BYTES_MAX: u64 = 8 << 20;
/// Values in it; read, each takes some hundred bytes, however short it is in the file.
const VALUES_MAX: usize = 200_000;

/// The data, and what the file was called.
#[derive(Debug, Clone)]
pub struct Data {
    pub file: String,
    pub value: Value,
}

/// Reads the file, or standard input for «-».
pub fn read(file: &Path) -> anyhow::Result<Data> {
    let name = file.display().to_string();
    let mut bytes = Vec::new();
    let (name, read) = if name == "-" {
        let read = std::io::stdin().lock().take(BYTES_MAX + 1).read_to_end(&mut bytes);
        ("стандартный ввод".to_owned(), read)
    } else {
        ensure!(file.exists(), "нет файла данных {name}");
        ensure!(!file.is_dir(), "{name} — папка, а нужен файл с данными JSON");
        let opened = std::fs::File::open(file).with_context(|| format!("не прочитан файл {name}"))?;
        (name, opened.take(BYTES_MAX + 1).read_to_end(&mut bytes))
    };
    read.with_context(|| format!("не прочитан файл {name}"))?;
    ensure!(
        bytes.len() as u64 <= BYTES_MAX,
        "{name}: данных больше {} МБ",
        BYTES_MAX >> 20
    );
    let text = match std::str::from_utf8(&bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => {
            let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let line = 1 + before.matches('\n').count();
            bail!("{name}:{line}: файл записан не в UTF-8; сохраните его в кодировке UTF-8");
        }
    };
    ensure!(
        separators(text) < VALUES_MAX,
        "{name}: в данных больше {VALUES_MAX} значений, столько на бумагу не помещается; разделите их на несколько документов"
    );
    let value = serde_json::from_str(text).map_err(|error| anyhow::anyhow!("{}", explain(&name, text, &error)))?;
    let Value::Object(_) = value else {
        bail!(
            "{name}: ожидалась запись в фигурных скобках, {{ \"поле\": значение }}, а здесь {}",
            kind(&value)
        );
    };
    Ok(Data { file: name, value })
}

/// Commas outside of texts: one fewer than there are values, and told without reading them into memory.
fn separators(text: &str) -> usize {
    let (mut count, mut quoted, mut escaped) = (0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b',' if !quoted => count += 1,
            _ => {}
        }
    }
    count
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true или false",
        Value::Number(_) => "число",
        Value::String(_) => "текст",
        Value::Array(_) => "список",
        Value::Object(_) => "запись",
    }
}

/// The place, what is wrong there, and the line itself with a mark beneath it.
fn explain(name: &str, text: &str, error: &serde_json::Error) -> String {
    let said = error.to_string();
    let wrong = match error.classify() {
        Category::Eof if text.trim().is_empty() => "файл пуст, а нужны данные JSON: { \"поле\": значение }",
        Category::Eof => "файл обрывается: не закрыта скобка или кавычка",
        _ if said.contains("trailing comma") => "лишняя запятая перед закрывающей скобкой",
        _ if said.contains("trailing characters") => "после конца данных есть что-то ещё",
        _ if said.contains("key must be a string") => "имя поля должно стоять в прямых двойных кавычках",
        _ if said.contains("expected `:`") => "после имени поля нужно двоеточие",
        _ if said.contains("expected `,` or") => "здесь нужна запятая или закрывающая скобка",
        _ if said.contains("control character") => {
            "внутри текста перевод строки или табуляция: запишите их как \\n и \\t"
        }
        _ if said.contains("escape") || said.contains("surrogate") => {
            "после \\ стоит не то: бывают \\n, \\t, \\\" и \\\\"
        }
        _ if said.contains("invalid number") || said.contains("out of range") => "число записано неверно",
        _ if said.contains("recursion limit") => "записи вложены друг в друга слишком глубоко",
        _ if said.contains("expected value") => {
            "здесь должно стоять значение: текст в кавычках, число, true, false, null, [ или {"
        }
        _ => "запись не понята",
    };
    // The reader counts bytes from one; a person counts letters.
    let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
    let before = line.get(..error.column().saturating_sub(1)).unwrap_or(line);
    let column = before.chars().count() + 1;
    let from = before.chars().count().saturating_sub(60);
    let shown: String = line.chars().skip(from).take(100).collect();
    let mark = " ".repeat(column - 1 - from);
    format!("{name}:{}:{column}: {wrong}\n  {shown}\n  {mark}^", error.line().max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_told_at_the_letter_and_not_at_the_byte() {
        let text = "{\n  \"имя\": \"Ёлка\" \"год\": 1\n}";
        let error = serde_json::from_str::<Value>(text).expect_err("a comma is missing");
        assert_eq!(
            explain("д.json", text, &error),
            "д.json:2:17: здесь нужна запятая или закрывающая скобка\n    \"имя\": \"Ёлка\" \"год\": 1\n                  ^"
        );
    }
}
