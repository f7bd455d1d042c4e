//! What a loop and the filters of texts take: a list here, a text there, and what is said of anything else.
//!
//! Must never print a record raw, nor go through the letters of a text as if it were a list.

use std::borrow::Cow;

use minijinja::value::{Kwargs, StringInput, Value, ValueKind};
use minijinja::{Error, ErrorKind, State};

use super::filters::wrong;

/// More fields than this are no help.
const FIELDS_SHOWN: usize = 10;
/// Most bytes put between the items of a list; the engine counts them only while they pile up.
const JOINED_MAX: usize = 16 << 20;

/// What a `for` goes through: anything but a text, whose letters nobody wants one by one.
pub(super) fn list(value: &Value) -> Result<Value, Error> {
    match value.as_str() {
        Some(text) => Err(wrong(format!(
            "для повтора нужен список, а стоит текст «{}»: выведите его тегом {{{{ … }}}} или укажите список",
            text.chars().take(30).collect::<String>()
        ))),
        None => Ok(value.clone()),
    }
}

/// «; его поля: number, text» for a record, «; поля его записей: …» for a list of records.
pub(super) fn fields(value: &Value) -> String {
    let (record, whose) = match value.kind() {
        ValueKind::Map => (Some(value.clone()), "её поля"),
        ValueKind::Seq | ValueKind::Iterable => (value.get_item_by_index(0).ok(), "поля записей"),
        _ => (None, ""),
    };
    let record = record.filter(|record| record.kind() == ValueKind::Map);
    let names: Vec<String> = record
        .iter()
        .flat_map(Value::try_iter)
        .flatten()
        .take(FIELDS_SHOWN)
        .map(|name| name.to_string())
        .collect();
    if names.is_empty() {
        String::new()
    } else {
        format!("; {whose}: «{}»", names.join("», «"))
    }
}

/// Joins texts and numbers; records only by a field of theirs.
pub(super) fn join(
    state: &mut State,
    value: &Value,
    joiner: Option<StringInput<'_>>,
    attribute: Option<&str>,
    kwargs: Kwargs,
) -> Result<Value, Error> {
    let by_field = attribute.is_some() || kwargs.has("attribute");
    if value.kind() == ValueKind::Seq && !by_field && value.get_item_by_index(0).is_ok_and(|first| composed(&first)) {
        return Err(wrong(format!(
            "здесь записи из нескольких полей, а join соединяет тексты; назовите поле: join(\"; \", attribute=\"поле\"){}",
            fields(value)
        )));
    }
    let between = joiner.as_ref().map_or(0, |joiner| joiner.as_str().len());
    let items = value.len().unwrap_or(0);
    if items.saturating_mul(between) > JOINED_MAX {
        return Err(Error::from(ErrorKind::OutOfFuel));
    }
    minijinja::filters::join(state, value, joiner, attribute, kwargs)
}

pub(super) fn upper(state: &State, value: &Value) -> Result<Value, Error> {
    Ok(minijinja::filters::upper(text(state, value)?))
}

pub(super) fn lower(state: &State, value: &Value) -> Result<Value, Error> {
    Ok(minijinja::filters::lower(text(state, value)?))
}

pub(super) fn capitalize(state: &State, value: &Value) -> Result<Value, Error> {
    Ok(minijinja::filters::capitalize(text(state, value)?))
}

pub(super) fn trim(state: &State, value: &Value, signs: Option<Cow<'_, str>>) -> Result<Value, Error> {
    Ok(minijinja::filters::trim(text(state, value)?, signs))
}

pub(super) fn replace(
    state: &mut State,
    value: &Value,
    from: StringInput<'_>,
    to: StringInput<'_>,
) -> Result<Value, Error> {
    let value = text(state, value)?;
    minijinja::filters::replace(state, value, from, to)
}

/// Texts, numbers and what stands for nothing pass; records and lists are no text.
fn text<'a>(state: &State, value: &'a Value) -> Result<StringInput<'a>, Error> {
    match value.kind() {
        ValueKind::Map => Err(wrong(format!(
            "здесь нужен текст, а стоит запись; укажите поле через точку{}",
            fields(value)
        ))),
        ValueKind::Seq | ValueKind::Iterable => Err(wrong(format!(
            "здесь нужен текст, а стоит список; соедините его фильтром join{}",
            fields(value)
        ))),
        _ => StringInput::new(state, value),
    }
}

fn composed(value: &Value) -> bool {
    matches!(value.kind(), ValueKind::Map | ValueKind::Seq | ValueKind::Iterable)
}
