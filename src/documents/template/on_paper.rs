//! How a value is written on paper.
//!
//! Every value is escaped, always: there is no way for data to bring its own XML.

use minijinja::value::{Value, ValueKind};
use minijinja::{Error, Output, State};

use super::filters::wrong;
use super::kinds;
use super::markdown::{Rich, Style};
use super::marks::{self, GAP, MISSING};
use super::picture::{Gallery, Picture};
use super::properties::PLAIN;

/// Writes a value on paper: nothing for none, «да» and «нет», a decimal comma, text with its line breaks.
pub(super) fn write(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    if let Some(picture) = value.downcast_object_ref::<Picture>() {
        if state.name().starts_with(PLAIN) {
            return Err(wrong("рисунок не помещается в свойства файла"));
        }
        let mark = Gallery::hang(state, picture)?;
        return Ok(out.write_str(&mark)?);
    }
    let prefix = state.name().split_once('|').map_or("w:", |(prefix, _)| prefix);
    if let Some(rich) = value.downcast_object_ref::<Rich>() {
        return Ok(write_rich(out, prefix, rich)?);
    }
    match value.kind() {
        ValueKind::Undefined if prefix == PLAIN => out.write_str(GAP)?,
        ValueKind::Undefined => write!(out, "{MISSING}")?,
        ValueKind::None => {}
        ValueKind::Bool => out.write_str(if value.is_true() { "да" } else { "нет" })?,
        ValueKind::Number => write_text(out, prefix, &plain_number(value))?,
        ValueKind::String => write_text(out, prefix, value.as_str().unwrap_or_default())?,
        ValueKind::Seq | ValueKind::Iterable => {
            let fields = kinds::fields(value);
            return Err(wrong(format!(
                "здесь список; выведите его через {{% for … %}} или фильтр join{fields}"
            )));
        }
        ValueKind::Map => {
            let fields = kinds::fields(value);
            return Err(wrong(format!(
                "здесь запись из нескольких полей; укажите поле через точку{fields}"
            )));
        }
        _ => return Err(wrong("это значение нельзя напечатать")),
    }
    Ok(())
}

/// Writes marked-up text: marks say where the look changes and where a paragraph ends.
fn write_rich(out: &mut Output, prefix: &str, rich: &Rich) -> std::fmt::Result {
    let mut worn = Style::default();
    for (at, paragraph) in rich.0.iter().enumerate() {
        if at > 0 && prefix == PLAIN {
            out.write_str(" ")?;
        } else if at > 0 {
            out.write_str(&marks::mark(marks::PARAGRAPH_END, ""))?;
        }
        for span in paragraph {
            if span.style != worn && prefix != PLAIN {
                out.write_str(&style(span.style))?;
                worn = span.style;
            }
            write_text(out, prefix, &span.text)?;
        }
        if worn != Style::default() {
            out.write_str(&style(Style::default()))?;
            worn = Style::default();
        }
    }
    Ok(())
}

fn style(style: Style) -> String {
    let letters = [(style.bold, "b"), (style.italic, "i"), (style.underlined, "u")];
    let letters: String = letters
        .into_iter()
        .filter(|(on, _)| *on)
        .map(|(_, letter)| letter)
        .collect();
    marks::mark(marks::STYLE, &letters)
}

/// Escapes text; a line break and a tab become their elements, characters XML forbids are left out.
fn write_text(out: &mut Output, prefix: &str, text: &str) -> std::fmt::Result {
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let with: &str = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' | '\u{e006}'..='\u{e00f}' => "",
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
