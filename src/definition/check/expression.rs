//! Guards and texts of letters: MiniJinja, compiled and tried on a sample, so that a slip shows before it decides anything.
//!
//! Must never run an expression without fuel: a definition is input, and input may be hostile.
#![deny(missing_docs)]

use crate::definition::mistake::Code;
use crate::definition::shape::Desk;
use crate::definition::source::Placed;
use crate::definition::suggest;
use minijinja::value::ValueKind;
use minijinja::{Environment, UndefinedBehavior, Value, context};
use std::collections::BTreeSet;

/// What an expression may name.
pub const VARIABLES: [&str; 8] = [
    "item", "number", "title", "period", "year", "tasks", "after", "document",
];

/// What `tasks` counts.
pub const TASK_COUNTS: [&str; 4] = ["total", "accepted", "cancelled", "returned"];

/// Longest expression or text, in characters.
const CHARS_MAX: usize = 2_000;

/// Steps an expression may take.
const FUEL: u64 = 20_000;

/// An environment in which definitions' expressions run: strict about names, bounded in steps, without templates.
pub fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment
}

/// Checks a guard: it compiles, names only what there is, and gives true or false.
pub fn guard(expression: &Placed<String>, desk: &mut Desk<'_>) -> bool {
    if too_long(expression, desk) {
        return false;
    }
    let environment = environment();
    let compiled = match environment.compile_expression(&expression.value) {
        Ok(compiled) => compiled,
        Err(error) => return wrong(expression, &error, desk),
    };
    if !names_are_known(
        compiled.undeclared_variables(true).into_iter().collect(),
        expression,
        desk,
    ) {
        return false;
    }
    match compiled.eval(sample()) {
        Ok(value) if value.kind() == ValueKind::Bool => true,
        Ok(value) => {
            let message = format!("условие даёт не «да» или «нет», а {value}");
            desk.advise(
                expression.span,
                Code::Expression,
                message,
                "сравните с чем-нибудь: tasks.returned > 0",
            );
            false
        }
        Err(error) => wrong(expression, &error, desk),
    }
}

/// Checks a text with `{{ … }}`: it compiles and names only what there is.
pub fn template(text: &Placed<String>, desk: &mut Desk<'_>) -> bool {
    if too_long(text, desk) {
        return false;
    }
    let environment = environment();
    let template = match environment.template_from_str(&text.value) {
        Ok(template) => template,
        Err(error) => return wrong(text, &error, desk),
    };
    if !names_are_known(template.undeclared_variables(true).into_iter().collect(), text, desk) {
        return false;
    }
    match template.render(sample()) {
        Ok(_) => true,
        Err(error) => wrong(text, &error, desk),
    }
}

fn too_long(text: &Placed<String>, desk: &mut Desk<'_>) -> bool {
    let long = text.value.chars().count() > CHARS_MAX;
    if long {
        desk.wrong(
            text.span,
            Code::Expression,
            format!("выражение длиннее {CHARS_MAX} знаков"),
        );
    }
    long
}

fn wrong(expression: &Placed<String>, error: &minijinja::Error, desk: &mut Desk<'_>) -> bool {
    let detail = error.detail().map_or_else(
        || error.kind().to_string(),
        |detail| format!("{}: {detail}", error.kind()),
    );
    desk.advise(
        expression.span,
        Code::Expression,
        format!("выражение не вычисляется ({detail})"),
        "например: tasks.accepted == tasks.total",
    );
    false
}

fn names_are_known(names: BTreeSet<String>, expression: &Placed<String>, desk: &mut Desk<'_>) -> bool {
    let mut known = true;
    for name in names {
        let (root, rest) = name
            .split_once('.')
            .map_or((name.as_str(), None), |(root, rest)| (root, Some(rest)));
        if !VARIABLES.contains(&root) {
            let help = suggest::among(root, VARIABLES, "есть");
            desk.advise(
                expression.span,
                Code::Expression,
                format!("выражение называет `{root}`, а такого нет"),
                help,
            );
            known = false;
        } else if let Some(count) = rest.filter(|rest| root == "tasks" && !TASK_COUNTS.contains(rest)) {
            let help = suggest::among(count, TASK_COUNTS, "у tasks есть");
            desk.advise(
                expression.span,
                Code::Expression,
                format!("у поручений (tasks) нет `{count}`"),
                help,
            );
            known = false;
        }
    }
    known
}

/// Values of the kinds that the engine gives.
fn sample() -> Value {
    context! {
        item => "4.1", number => "4.1", title => "Формирование базы", period => "2022", year => 2022,
        tasks => context! { total => 12, accepted => 10, cancelled => 1, returned => 1 },
        after => vec!["1.5"],
        document => context! { number => "114", date => "2022-04-11", title => "О базе наставляемых" },
    }
}
