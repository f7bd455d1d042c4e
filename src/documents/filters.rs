//! The expression engine as templates see it: how a value is written on paper, and which filters there are.
//!
//! Every value is escaped, always; there is no way for data to bring its own XML. Must never offer a filter that
//! marks text as safe, and must never read the clock or the locale of the machine.

use std::fmt::Write;

use chrono::{Datelike, NaiveDate};
use minijinja::value::{Kwargs, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Output, State, UndefinedBehavior};

use super::compile;

/// Bounds work and memory of one rendering: about 2 million steps and 128 MB of text.
const FUEL: u64 = 2_000_000;
/// What a preview shows in place of a value that is missing.
pub(super) const GAP: &str = "________";

pub(super) const FILTERS: [&str; 37] = [
    "abs",
    "attr",
    "batch",
    "bool",
    "capitalize",
    "count",
    "d",
    "default",
    "first",
    "float",
    "groupby",
    "int",
    "items",
    "join",
    "last",
    "length",
    "list",
    "lower",
    "map",
    "max",
    "min",
    "reject",
    "rejectattr",
    "replace",
    "reverse",
    "round",
    "select",
    "selectattr",
    "slice",
    "sort",
    "sum",
    "trim",
    "unique",
    "upper",
    "дата",
    "дата_словами",
    "число",
];
pub(super) const TESTS: [&str; 21] = [
    "defined",
    "undefined",
    "none",
    "odd",
    "even",
    "divisibleby",
    "number",
    "string",
    "sequence",
    "mapping",
    "boolean",
    "startingwith",
    "endingwith",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "in",
    "true",
];
pub(super) const FUNCTIONS: [&str; 2] = ["namespace", "range"];

const MONTHS: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

/// What happens where the context lacks a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// Refused: for papers that will be signed.
    Refuse,
    /// Shown as a gap: for previews.
    Gap,
}

/// An engine without templates.
pub(super) fn engine(missing: Missing) -> Environment<'static> {
    let mut engine = Environment::empty();
    engine.set_debug(true);
    engine.set_fuel(Some(FUEL));
    engine.set_syntax(compile::delimiters());
    engine.set_undefined_behavior(match missing {
        Missing::Refuse => UndefinedBehavior::Strict,
        Missing::Gap => UndefinedBehavior::Chainable,
    });
    engine.set_formatter(write_value);
    add_filters(&mut engine);
    add_tests(&mut engine);
    engine
}

fn add_filters(engine: &mut Environment<'static>) {
    use minijinja::filters as f;
    engine.add_filter("abs", f::abs);
    engine.add_filter("attr", f::attr);
    engine.add_filter("batch", f::batch);
    engine.add_filter("bool", f::bool);
    engine.add_filter("capitalize", f::capitalize);
    engine.add_filter("count", f::length);
    engine.add_filter("d", f::default);
    engine.add_filter("default", f::default);
    engine.add_filter("first", f::first);
    engine.add_filter("float", f::float);
    engine.add_filter("groupby", f::groupby);
    engine.add_filter("int", f::int);
    engine.add_filter("items", f::items);
    engine.add_filter("join", f::join);
    engine.add_filter("last", f::last);
    engine.add_filter("length", f::length);
    engine.add_filter("list", f::list);
    engine.add_filter("lower", f::lower);
    engine.add_filter("map", f::map);
    engine.add_filter("max", f::max);
    engine.add_filter("min", f::min);
    engine.add_filter("reject", f::reject);
    engine.add_filter("rejectattr", f::rejectattr);
    engine.add_filter("replace", f::replace);
    engine.add_filter("reverse", f::reverse);
    engine.add_filter("round", f::round);
    engine.add_filter("select", f::select);
    engine.add_filter("selectattr", f::selectattr);
    engine.add_filter("slice", f::slice);
    engine.add_filter("sort", f::sort);
    engine.add_filter("sum", f::sum);
    engine.add_filter("trim", f::trim);
    engine.add_filter("unique", f::unique);
    engine.add_filter("upper", f::upper);
    engine.add_filter("дата", |value: &Value| date(value).map(|date| date.map(short_date)));
    engine.add_filter("дата_словами", |value: &Value| {
        date(value).map(|date| date.map(long_date))
    });
    engine.add_filter("число", number);
}

fn add_tests(engine: &mut Environment<'static>) {
    use minijinja::tests as t;
    engine.add_test("defined", t::is_defined);
    engine.add_test("undefined", t::is_undefined);
    engine.add_test("none", t::is_none);
    engine.add_test("odd", t::is_odd);
    engine.add_test("even", t::is_even);
    engine.add_test("divisibleby", t::is_divisibleby);
    engine.add_test("number", t::is_number);
    engine.add_test("string", t::is_string);
    engine.add_test("sequence", t::is_sequence);
    engine.add_test("mapping", t::is_mapping);
    engine.add_test("boolean", t::is_boolean);
    engine.add_test("startingwith", t::is_startingwith);
    engine.add_test("endingwith", t::is_endingwith);
    engine.add_test("eq", t::is_eq);
    engine.add_test("ne", t::is_ne);
    engine.add_test("lt", t::is_lt);
    engine.add_test("le", t::is_le);
    engine.add_test("gt", t::is_gt);
    engine.add_test("ge", t::is_ge);
    engine.add_test("in", t::is_in);
    engine.add_test("true", t::is_true);
    engine.add_function("range", minijinja::functions::range);
    engine.add_function("namespace", minijinja::functions::namespace);
}

fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.into())
}

/// Writes a value on paper: nothing for none, «да» and «нет», a decimal comma, text with its line breaks.
fn write_value(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    let prefix = state.name().split_once('|').map_or("w:", |(prefix, _)| prefix);
    match value.kind() {
        ValueKind::Undefined => out.write_str(GAP)?,
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
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => "",
            _ => continue,
        };
        out.write_str(&text[from..at])?;
        out.write_str(with)?;
        if let '\n' | '\t' = c {
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

/// Reads an ISO date out of a value; none stays none, so that a draft shows a blank.
fn date(value: &Value) -> Result<Option<NaiveDate>, Error> {
    if value.is_none() {
        return Ok(None);
    }
    let text = value.as_str().unwrap_or_default();
    let day = text.get(..10).unwrap_or(text);
    NaiveDate::parse_from_str(day, "%Y-%m-%d")
        .map(Some)
        .map_err(|_| wrong(format!("здесь нужна дата, а стоит «{value}»")))
}

/// 04.04.2022.
fn short_date(date: NaiveDate) -> String {
    date.format("%d.%m.%Y").to_string()
}

/// 4 апреля 2022 г., with spaces that do not break.
fn long_date(date: NaiveDate) -> String {
    let month = MONTHS[date.month0() as usize];
    format!("{}\u{a0}{month} {}\u{a0}г.", date.day(), date.year())
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the engine hands named arguments over by value"
)]
/// 12 345,5: groups of three, decimal comma; `|число(знаков=2)` fixes the digits after it.
fn number(value: &Value, options: Kwargs) -> Result<Option<String>, Error> {
    let digits: Option<usize> = options.get("знаков")?;
    options.assert_all_used()?;
    if value.is_none() {
        return Ok(None);
    }
    if value.kind() != ValueKind::Number {
        return Err(wrong(format!("здесь нужно число, а стоит «{value}»")));
    }
    let text = match digits {
        Some(digits) => format!("{:.*}", digits.min(9), f64::try_from(value.clone())?),
        None => value.to_string().trim_end_matches(".0").to_owned(),
    };
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("−", rest));
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut out = sign.to_owned();
    for (at, c) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push('\u{a0}');
        }
        out.push(c);
    }
    if !fraction.is_empty() {
        let _ = write!(out, ",{fraction}");
    }
    Ok(Some(out))
}
