//! The expression engine as templates see it: its limits, filters, tests and functions.
//!
//! Must never offer a filter that marks text as safe, and must never read the clock or the locale of the machine.

use std::panic::{AssertUnwindSafe, catch_unwind};

use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind, State, UndefinedBehavior};

use super::tag::{LIST, METER};
use super::{compile, dates, declension, kinds, letters, markdown, meter, numbers, on_paper, picture};

/// Bounds work and memory of one document: about a million steps, or 64 MB of text made on the way. A 3,000-row order
/// takes a quarter of it.
pub(super) const FUEL: u64 = 1_000_000;
/// Rows and empty lines to be printed; no paper has more.
const RANGE_MAX: isize = 100_000;
/// Standard filters, then our own in Latin letters, then the same in Russian.
pub(super) const FILTERS: [&str; 66] = [
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
    "date",
    "date_long",
    "date_quoted",
    "decline",
    "initials",
    "lower_first",
    "markdown",
    "month_year",
    "num",
    "picture",
    "plural",
    "qr",
    "rubles",
    "upper_first",
    "weekday",
    "words",
    "дата",
    "дата_в_кавычках",
    "дата_словами",
    "день_недели",
    "инициалы",
    "картинка",
    "куар",
    "месяц_год",
    "множественное",
    "прописная",
    "прописью",
    "разметка",
    "рублей",
    "склонить",
    "строчная",
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
/// No `namespace`: what a paper adds up, `sum` adds up, and nothing grows from turn to turn.
pub(super) const FUNCTIONS: [&str; 1] = ["range"];

/// What happens where the context lacks a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// Refused: for papers that will be signed.
    Refuse,
    /// Shown as a gap: for previews.
    Gap,
}

/// Runs the expression engine; a fault of its own becomes a mistake of the template like any other.
pub(super) fn run<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(wrong(
            "такую запись выполнить не удалось: упростите теги break, continue и with",
        ))
    })
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
    add_own_filters(&mut engine);
    add_tests(&mut engine);
    engine
}

fn add_filters(engine: &mut Environment<'static>) {
    use minijinja::filters as f;
    engine.add_filter("abs", f::abs);
    engine.add_filter("attr", f::attr);
    engine.add_filter("batch", f::batch);
    engine.add_filter("bool", f::bool);
    engine.add_filter("capitalize", kinds::capitalize);
    engine.add_filter("count", length);
    engine.add_filter("d", f::default);
    engine.add_filter("default", f::default);
    engine.add_filter("first", f::first);
    engine.add_filter("float", f::float);
    engine.add_filter("groupby", f::groupby);
    engine.add_filter("int", f::int);
    engine.add_filter("items", f::items);
    engine.add_filter("join", kinds::join);
    engine.add_filter("last", f::last);
    engine.add_filter("length", length);
    engine.add_filter("list", f::list);
    engine.add_filter("lower", kinds::lower);
    engine.add_filter("map", f::map);
    engine.add_filter("max", f::max);
    engine.add_filter("min", f::min);
    engine.add_filter("reject", f::reject);
    engine.add_filter("rejectattr", f::rejectattr);
    engine.add_filter("replace", kinds::replace);
    engine.add_filter("reverse", f::reverse);
    engine.add_filter("round", f::round);
    engine.add_filter("select", f::select);
    engine.add_filter("selectattr", f::selectattr);
    engine.add_filter("slice", f::slice);
    engine.add_filter("sort", f::sort);
    engine.add_filter("sum", f::sum);
    engine.add_filter("trim", kinds::trim);
    engine.add_filter("unique", f::unique);
    engine.add_filter("upper", kinds::upper);
}

/// The department's own: each under a Russian name and a Latin one.
fn add_own_filters(engine: &mut Environment<'static>) {
    engine.add_filter(METER, meter::metered);
    engine.add_filter(LIST, kinds::list);
    for name in ["дата", "date"] {
        engine.add_filter(name, dates::short);
    }
    for name in ["дата_словами", "date_long"] {
        engine.add_filter(name, dates::long);
    }
    for name in ["дата_в_кавычках", "date_quoted"] {
        engine.add_filter(name, dates::quoted);
    }
    for name in ["месяц_год", "month_year"] {
        engine.add_filter(name, dates::month_and_year);
    }
    for name in ["день_недели", "weekday"] {
        engine.add_filter(name, dates::weekday);
    }
    for name in ["число", "num"] {
        engine.add_filter(name, numbers::number);
    }
    for name in ["прописью", "words"] {
        engine.add_filter(name, numbers::in_words);
    }
    for name in ["рублей", "rubles"] {
        engine.add_filter(name, numbers::rubles);
    }
    for name in ["множественное", "plural"] {
        engine.add_filter(name, numbers::plural);
    }
    for name in ["инициалы", "initials"] {
        engine.add_filter(name, letters::initials);
    }
    for name in ["строчная", "lower_first"] {
        engine.add_filter(name, letters::lower_first);
    }
    for name in ["прописная", "upper_first"] {
        engine.add_filter(name, letters::upper_first);
    }
    for name in ["склонить", "decline"] {
        engine.add_filter(name, declension::decline);
    }
    for name in ["разметка", "markdown"] {
        engine.add_filter(name, markdown::rich);
    }
    for name in ["картинка", "picture"] {
        engine.add_filter(name, picture::from_data);
    }
    for name in ["куар", "qr"] {
        engine.add_filter(name, picture::from_text);
    }
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
        _ => {
            let first = isize::try_from(first.clone())?;
            let count = second.map_or(first, |second| second.saturating_sub(first));
            if count > RANGE_MAX {
                return Err(wrong(format!("повторов больше {RANGE_MAX}")));
            }
            minijinja::functions::range(first, second, None)
        }
    }
}

pub(super) fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.into())
}

/// Nothing to write: a none stays empty, so that a draft shows a blank; a missing value stays missing.
pub(super) fn blank(value: &Value) -> bool {
    value.is_none() || value.is_undefined()
}
