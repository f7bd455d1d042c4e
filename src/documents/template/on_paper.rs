//! How a value is written on paper.
//!
//! Every value is escaped, always: there is no way for data to bring its own XML.

use minijinja::value::{Value, ValueKind};
use minijinja::{Error, Output, State};

use super::filters::wrong;
use super::preview::{GAP, MISSING};
use super::properties::PLAIN;

/// Writes a value on paper: nothing for none, «да» and «нет», a decimal comma, text with its line breaks.
pub(super) fn write(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    let prefix = state.name().split_once('|').map_or("w:", |(prefix, _)| prefix);
    match value.kind() {
        ValueKind::Undefined if prefix == PLAIN => out.write_str(GAP)?,
        ValueKind::Undefined => write!(out, "{MISSING}")?,
        ValueKind::None => {}
        ValueKind::Bool => out.write_str(if value.is_true() { "да" } else { "нет" })?,
        ValueKind::Number => write_text(out, prefix, &plain_number(value))?,
        ValueKind::String => write_text(out, prefix, value.as_str().unwrap_or_default())?,
        ValueKind::Seq | ValueKind::Iterable => {
            return Err(wrong("здесь список; выведите его через {% for … %} или фильтр join"));
        }
        ValueKind::Map => return Err(wrong("здесь запись из нескольких полей; укажите поле через точку")),
        _ => return Err(wrong("это значение нельзя напечатать")),
    }
    Ok(())
}

/// Escapes text; a line break and a tab become their elements, characters XML forbids are left out.
fn write_text(out: &mut Output, prefix: &str, text: &str) -> std::fmt::Result {
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let with: &str = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' | MISSING => "",
            _ => continue,
        };
        out.write_str(&text[from..at])?;
        out.write_str(with)?;
        if prefix == PLAIN && matches!(c, '\n' | '\t') {
            out.write_str(" ")?;
        } else if let '\n' | '\t' = c {
            let element = if c == '\n' { "br" } else { "tab" };
            write!(
                out,
                "</{prefix}t><{prefix}{element}/><{prefix}t xml:space=\"preserve\">"
            )?;
        }
        from = at + c.len_utf8();
    }
    out.write_str(&text[from..])
}

fn plain_number(value: &Value) -> String {
    value
        .to_string()
        .strip_suffix(".0")
        .map_or_else(|| value.to_string().replace('.', ","), str::to_owned)
}
