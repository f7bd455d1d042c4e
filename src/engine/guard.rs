//! Guards of `decide` stages and texts of `notify` stages: MiniJinja over the item, its tasks and its document.
//!
//! Must never see anything but the scope and the definition, and never guess: an unknown name is a refusal.

use super::outcome::Outcome;
use super::rejection::Rejection;
use super::state::Registration;
use crate::words::ids::ItemKey;
use chrono::Datelike;
use minijinja::value::{Serde, ValueKind};
use minijinja::{Environment, UndefinedBehavior, Value};
use serde::Serialize;

/// Instructions a guard or a text may take; a hundred times what the longest sensible one needs.
const FUEL: u64 = 10_000;

/// Names a guard or a text may use.
#[derive(Serialize)]
struct Names<'a> {
    plan: &'a str,
    item: &'a str,
    number: &'a str,
    section: &'a str,
    title: &'a str,
    result: &'a str,
    deadline: &'a str,
    period: &'a str,
    /// Of the due date; of today while a date is awaited.
    year: i32,
    /// Items that must be released before.
    after: Vec<&'a str>,
    /// ISO 8601, or none while a date is awaited.
    due: Option<String>,
    control: Option<String>,
    tasks: Tasks,
    /// None until a document is registered.
    document: Option<Registered<'a>>,
}

#[derive(Serialize)]
struct Tasks {
    total: u32,
    open: u32,
    returned: u32,
    reported: u32,
    accepted: u32,
    cancelled: u32,
}

#[derive(Serialize)]
struct Registered<'a> {
    number: &'a str,
    sequence: u32,
    date: String,
}

/// Whether the guard holds.
pub fn holds(outcome: &Outcome<'_>, guard: &str) -> Result<bool, Rejection> {
    let refuse = |why: String| Rejection::Guard {
        guard: guard.to_owned(),
        why,
    };
    let names = names(outcome)?;
    let environment = environment();
    let expression = environment
        .compile_expression(guard)
        .map_err(|error| refuse(error.to_string()))?;
    let value = expression.eval(names).map_err(|error| refuse(error.to_string()))?;
    match value.kind() {
        ValueKind::Bool => Ok(value.is_true()),
        other => Err(refuse(format!("нужно «да» или «нет», получено: {value} ({other})"))),
    }
}

/// The text with its fields filled in.
pub fn fill(outcome: &Outcome<'_>, text: &str) -> Result<String, Rejection> {
    let names = names(outcome)?;
    let filled = environment().render_str(text, names);
    filled.map_err(|error| Rejection::Guard {
        guard: text.to_owned(),
        why: error.to_string(),
    })
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment
}

fn names(outcome: &Outcome<'_>) -> Result<Value, Rejection> {
    let definition = outcome.call.definition;
    let instance = outcome.instance()?;
    let counts = instance.counts;
    let registration = outcome
        .document()
        .filter(|document| instance.document == Some(document.id));
    // One that lost its force keeps its number, and guards that name it still hold or not.
    let registration = registration.and_then(|document| document.state.registration());
    Ok(Value::from(Serde(Names {
        plan: definition.plan.as_str(),
        item: definition.key.as_str(),
        number: &definition.number,
        section: &definition.section,
        title: &definition.title,
        result: &definition.result,
        deadline: &definition.deadline,
        period: instance.period.as_str(),
        year: instance.term.map_or(outcome.call.on, |term| term.due).year(),
        after: definition.after.iter().map(ItemKey::as_str).collect(),
        due: instance.term.map(|term| term.due.to_string()),
        control: instance.term.map(|term| term.control.to_string()),
        tasks: Tasks {
            total: counts.total,
            open: counts.open,
            returned: counts.returned,
            reported: counts.reported,
            accepted: counts.accepted,
            cancelled: counts.cancelled,
        },
        document: registration.map(registered),
    })))
}

fn registered(registration: &Registration) -> Registered<'_> {
    Registered {
        number: &registration.number,
        sequence: registration.sequence,
        date: registration.date.to_string(),
    }
}
