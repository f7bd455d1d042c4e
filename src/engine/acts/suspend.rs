//! Suspend and resume: the department stops an item or one task for a while, with a basis, and lets it go on. Meanwhile
//! nobody is reminded and nobody reports; dates stand as they were. On resuming they stay, or move to a date that is
//! said; every task that moves is told like any other extension.
//!
//! A stopped item can still be cancelled. An order signed meanwhile for it and others is followed on resuming.

use super::{extend, follow_document, said, wrong_task_state};
use crate::engine::authority;
use crate::engine::effect::{Correspondent, Effect, NoteKind};
use crate::engine::enter;
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;
use crate::engine::state::{Instance, InstanceState, Task, TaskState, Term};
use crate::engine::transition::Transition;
use crate::words::ids::TaskId;
use crate::words::phrasing::short_date;
use chrono::NaiveDate;

const SUSPEND: &str = "приостановить исполнение";
const RESUME: &str = "возобновить исполнение";

/// Stops the instance with all its unfinished tasks.
pub fn suspend(outcome: &mut Outcome<'_>, basis: &str) -> Result<(), Rejection> {
    outcome.active()?;
    authority::require_department(outcome, SUSPEND)?;
    let tasked = outcome.all_tasks()?.iter().any(is_unfinished);
    let basis = said(basis, "основание приостановления")?.to_owned();
    let told = format!("Исполнение пункта приостановлено: {basis}. Отчёт пока не нужен; о возобновлении мы напишем.");
    outcome.record(Transition::Suspended {
        on: outcome.call.on,
        basis,
    });
    if tasked {
        outcome.ask(note(Correspondent::Executor, told));
    }
    Ok(())
}

/// Stops one task that owes a report.
pub fn suspend_task(outcome: &mut Outcome<'_>, id: TaskId, basis: &str) -> Result<(), Rejection> {
    let task = outcome.task_at_work(id, SUSPEND)?;
    authority::require_department(outcome, SUSPEND)?;
    outcome.reporting(SUSPEND)?;
    if !matches!(task.state, TaskState::Issued | TaskState::Returned { .. }) {
        return Err(wrong_task_state(task, SUSPEND));
    }
    let institution = task.institution.clone();
    let basis = said(basis, "основание приостановления")?.to_owned();
    let told = format!("Ваше поручение приостановлено: {basis}. Отчёт пока не нужен; о возобновлении мы напишем.");
    outcome.record(Transition::TaskSuspended {
        task: id,
        on: outcome.call.on,
        basis,
    });
    outcome.ask(note(Correspondent::Institution(institution), told));
    Ok(())
}

/// Lets the instance go on, with the dates it had or with a later one.
pub fn resume(outcome: &mut Outcome<'_>, until: Option<NaiveDate>, basis: &str) -> Result<(), Rejection> {
    let instance = outcome.on_control()?;
    authority::require_department(outcome, RESUME)?;
    if instance.state == InstanceState::Active {
        return Err(Rejection::NotSuspended {
            what: "пункт не приостановлен",
        });
    }
    let (stage, document) = (instance.stage.clone(), instance.document);
    let term = resumed_term(outcome, instance, until)?;
    let tasks: Vec<Task> = outcome.all_tasks()?.to_vec();
    let basis = said(basis, "основание возобновления")?.to_owned();
    let told = format!("Исполнение пункта возобновлено: {basis}. Срок прежний.");
    outcome.record(Transition::Resumed {
        on: outcome.call.on,
        term,
        basis: basis.clone(),
    });
    let tasked = tasks.iter().any(is_unfinished);
    match (until, term) {
        (Some(until), Some(term)) => {
            // A task that was given more time than that keeps it.
            let moved = tasks
                .iter()
                .filter(|task| is_unfinished(task) && task.stage == stage && task.current < term.control);
            for task in moved {
                extend::move_on(outcome, task.id, until, &basis)?;
            }
        }
        _ if tasked => outcome.ask(note(Correspondent::Executor, told)),
        _ => {}
    }
    if let Some(document) = document {
        follow_document::follow(outcome, document, None)?;
    }
    enter::run_on_if_over(outcome)
}

/// Lets one task go on.
pub fn resume_task(
    outcome: &mut Outcome<'_>,
    id: TaskId,
    until: Option<NaiveDate>,
    basis: &str,
) -> Result<(), Rejection> {
    outcome.active()?;
    let task = outcome.task(id)?;
    authority::require_department(outcome, RESUME)?;
    if task.suspended.is_none() {
        return Err(Rejection::NotSuspended {
            what: "поручение не приостановлено",
        });
    }
    let (institution, current) = (task.institution.clone(), task.current);
    let basis = said(basis, "основание возобновления")?.to_owned();
    outcome.record(Transition::TaskResumed {
        task: id,
        on: outcome.call.on,
        basis: basis.clone(),
    });
    if let Some(until) = until {
        return extend::move_on(outcome, id, until, &basis);
    }
    let told = format!(
        "Ваше поручение возобновлено: {basis}. Срок прежний: {}.",
        short_date(current)
    );
    outcome.ask(note(Correspondent::Institution(institution), told));
    Ok(())
}

/// The instance's dates: the control date moves with those of its tasks.
fn resumed_term(
    outcome: &Outcome<'_>,
    instance: &Instance,
    until: Option<NaiveDate>,
) -> Result<Option<Term>, Rejection> {
    let (Some(until), Some(term)) = (until, instance.term) else {
        return Ok(instance.term);
    };
    let call = outcome.call;
    let control = call.calendar.control_date(until, call.definition.rules.day_off_rule)?;
    if control <= call.on {
        return Err(Rejection::BadDate {
            date: until,
            why: format!("новый срок должен быть позже сегодняшнего дня, {}", short_date(call.on)),
        });
    }
    Ok(Some(Term { control, ..term }))
}

fn note(to: Correspondent, text: String) -> Effect {
    Effect::Note {
        to,
        kind: NoteKind::Text(text),
    }
}

fn is_unfinished(task: &Task) -> bool {
    matches!(
        task.state,
        TaskState::Issued | TaskState::Returned { .. } | TaskState::Reported { .. }
    )
}
