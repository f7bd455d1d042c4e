//! The expression engine as templates see it: its limits, filters, tests and functions.
//!
//! Must never offer a filter that marks text as safe, and must never read the clock or the locale of the machine.

use std::fmt::Write;

use chrono::{Datelike, NaiveDate};
use minijinja::value::{Kwargs, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, State, UndefinedBehavior};

use super::{compile, on_paper};

/// Bounds work and memory of one rendering: about 2 million steps and 128 MB of text.
pub(super) const FUEL: u64 = 2_000_000;
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
    engine.set_formatter(on_paper::write);
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
    engine.add_filter("count", length);
    engine.add_filter("d", f::default);
    engine.add_filter("default", f::default);
    engine.add_filter("first", f::first);
    engine.add_filter("float", f::float);
    engine.add_filter("groupby", f::groupby);
    engine.add_filter("int", f::int);
    engine.add_filter("items", f::items);
    engine.add_filter("join", f::join);
    engine.add_filter("last", f::last);
    engine.add_filter("length", length);
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
    engine.add_filter("дата", |value: &Value| date(value, short_date));
    engine.add_filter("дата_словами", |value: &Value| date(value, long_date));
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
    engine.add_function("range", range);
    engine.add_function("namespace", minijinja::functions::namespace);
}

/// How many; a missing list has none in a preview, and is refused for signing.
fn length(state: &State, value: &Value) -> Result<usize, Error> {
    match state.undefined_behavior() {
        UndefinedBehavior::Chainable if value.is_undefined() => Ok(0),
        _ => minijinja::filters::length(value),
    }
}

/// Numbers from zero (or from the first to the second); in a preview a missing bound gives none.
fn range(state: &State, first: &Value, second: Option<isize>) -> Result<Value, Error> {
    match state.undefined_behavior() {
        UndefinedBehavior::Chainable if first.is_undefined() => Ok(Value::from(Vec::<Value>::new())),
        _ => minijinja::functions::range(isize::try_from(first.clone())?, second, None),
    }
}

pub(super) fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.into())
}

/// Writes an ISO date in words or figures; none stays empty, so that a draft shows a blank, and a gap stays a gap.
fn date(value: &Value, write: fn(NaiveDate) -> String) -> Result<Value, Error> {
    if value.is_none() || value.is_undefined() {
        return Ok(value.clone());
    }
    let text = value.as_str().unwrap_or_default();
    let day = text.get(..10).unwrap_or(text);
    match NaiveDate::parse_from_str(day, "%Y-%m-%d") {
        Ok(date) => Ok(Value::from(write(date))),
        Err(_) => Err(wrong(format!("здесь нужна дата, а стоит «{value}»"))),
    }
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
fn number(value: &Value, options: Kwargs) -> Result<Value, Error> {
    let digits: Option<usize> = options.get("знаков")?;
    options.assert_all_used()?;
    if value.is_none() || value.is_undefined() {
        return Ok(value.clone());
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
    Ok(Value::from(out))
}
