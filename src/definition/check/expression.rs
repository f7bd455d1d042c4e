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

/// What an expression may name: the engine gives exactly these.
pub const VARIABLES: [&str; 14] = [
    "plan", "item", "number", "section", "title", "result", "deadline", "period", "year", "after", "due", "control",
    "tasks", "document",
];

/// What `tasks` counts.
pub const TASK_COUNTS: [&str; 6] = ["total", "open", "returned", "reported", "accepted", "cancelled"];

/// What is known of `document`, which is none until one is registered.
pub const DOCUMENT_FIELDS: [&str; 3] = ["number", "sequence", "date"];

/// Longest expression or text, in characters.
const CHARS_MAX: usize = 2_000;

/// Steps an expression may take; the engine allows as many.
const FUEL: u64 = 10_000;

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
        Err(error) => return wrong(expression, &error, "", desk),
    };
    if !names_are_known(
        compiled.undeclared_variables(true).into_iter().collect(),
        expression,
        desk,
    ) {
        return false;
    }
    for (when, sample) in samples() {
        match compiled.eval(sample) {
            Ok(value) if value.kind() == ValueKind::Bool => {}
            Ok(value) => {
                let message = format!("условие даёт не «да» или «нет», а {value}{when}");
                desk.advise(
                    expression.span,
                    Code::Expression,
                    message,
                    "сравните с чем-нибудь: tasks.returned > 0",
                );
                return false;
            }
            Err(error) => return wrong(expression, &error, when, desk),
        }
    }
    true
}

/// Checks a text with `{{ … }}`: it compiles and names only what there is.
pub fn template(text: &Placed<String>, desk: &mut Desk<'_>) -> bool {
    if too_long(text, desk) {
        return false;
    }
    let environment = environment();
    let template = match environment.template_from_str(&text.value) {
        Ok(template) => template,
        Err(error) => return wrong(text, &error, "", desk),
    };
    if !names_are_known(template.undeclared_variables(true).into_iter().collect(), text, desk) {
        return false;
    }
    for (when, sample) in samples() {
        if let Err(error) = template.render(sample) {
            return wrong(text, &error, when, desk);
        }
    }
    true
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

fn wrong(expression: &Placed<String>, error: &minijinja::Error, when: &str, desk: &mut Desk<'_>) -> bool {
    let detail = error.detail().map_or_else(
        || error.kind().to_string(),
        |detail| format!("{}: {detail}", error.kind()),
    );
    let help = if when.is_empty() {
        "например: tasks.accepted == tasks.total"
    } else {
        "сначала спросите, есть ли он: document is not none and document.sequence > 100"
    };
    desk.advise(
        expression.span,
        Code::Expression,
        format!("выражение не вычисляется{when} ({detail})"),
        help,
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
            continue;
        }
        let (fields, what): (&[&str], &str) = match root {
            "tasks" => (&TASK_COUNTS, "поручений (tasks)"),
            "document" => (&DOCUMENT_FIELDS, "документа (document)"),
            _ => continue,
        };
        if let Some(field) = rest.filter(|rest| !fields.contains(rest)) {
            let help = suggest::among(field, fields.iter().copied(), &format!("у {root} есть"));
            desk.advise(
                expression.span,
                Code::Expression,
                format!("у {what} нет `{field}`"),
                help,
            );
            known = false;
        }
    }
    known
}

/// Values of the kinds that the engine gives: an item under way, and one that has neither a date nor a document yet.
fn samples() -> [(&'static str, Value); 2] {
    let counts = |accepted: u32| {
        context! { total => 12, open => 1, returned => 1, reported => 0, accepted => accepted, cancelled => 1 }
    };
    let item = context! {
        plan => "mentoring-2022", item => "4.1", number => "4.1", section => "4", title => "Формирование базы",
        result => "База наставляемых", deadline => "До 15 мая 2022 г.", period => "2022", year => 2022,
        after => vec!["1.5"],
    };
    let (none, document) = (
        Value::from(()),
        context! { number => "114", sequence => 114, date => "2022-04-11" },
    );
    let dated = context! { due => "2022-05-15", control => "2022-05-13", tasks => counts(9), document => document, ..item.clone() };
    let bare = context! { due => none.clone(), control => none.clone(), tasks => counts(0), document => none, ..item };
    [("", dated), (", пока нет срока и документа", bare)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::source::{Source, Span};

    fn holds(expression: &str) -> bool {
        let source = Source::new("a.yaml", expression);
        let span = Span {
            start: 0,
            end: expression.len(),
        };
        guard(
            &Placed {
                value: expression.to_owned(),
                span,
            },
            &mut Desk::new(&source),
        )
    }

    #[test]
    fn the_guard_that_is_advised_is_accepted() {
        assert!(holds("document is not none and document.sequence > 100"));
        assert!(holds("due is not none and due < \"2022-06-01\""));
        assert!(holds("tasks.accepted == tasks.total"));
    }

    #[test]
    fn a_guard_that_would_fail_before_the_document_is_refused() {
        assert!(!holds("document.sequence > 100"));
        assert!(
            !holds("document and document.sequence > 100"),
            "`and` gives none, which is no answer"
        );
    }

    #[test]
    fn an_endless_guard_runs_out_of_fuel() {
        assert!(!holds(
            "range(9999)|map(\"string\")|join|length > 1 and range(9999)|list|length > 1 and ('x' * 9999999999)|length > 1"
        ));
    }
}
