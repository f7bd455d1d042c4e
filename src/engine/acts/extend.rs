//! Extend: an executor asks for more time with a reason; the department gives it, asked or not, or refuses. Only the one
//! who gave the task may change its date. The new control date is moved for days off by the plan's rule, and reminders
//! whose day, counted from the new date, is still to come are done anew.

use super::{require_unfinished, said, wrong_task_state};
use crate::definition::model::Acceptor;
use crate::engine::authority;
use crate::engine::effect::{Correspondent, Effect, LetterKind, NoteKind};
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;
use crate::engine::state::{Task, TaskState};
use crate::engine::timer;
use crate::engine::transition::Transition;
use crate::words::ids::TaskId;
use chrono::NaiveDate;

const ASK: &str = "попросить о продлении";
const GRANT: &str = "продлить срок";
const REFUSE: &str = "отказать в продлении";

/// The executor asks for more time.
pub fn ask(outcome: &mut Outcome<'_>, id: TaskId, until: NaiveDate, reason: &str) -> Result<(), Rejection> {
    let task = outcome.task_at_work(id, ASK)?;
    authority::require_own(outcome, task, ASK)?;
    let reporting = outcome.reporting(ASK)?;
    if !matches!(task.state, TaskState::Issued | TaskState::Returned { .. }) {
        return Err(wrong_task_state(task, ASK));
    }
    if task.extension_asked.is_some() {
        return Err(Rejection::WrongTaskState {
            act: ASK,
            state: "уже ждёт ответа на такую просьбу",
        });
    }
    require_later(outcome, task, until, until)?;
    // A date no calendar reaches could not be granted either.
    outcome
        .call
        .calendar
        .control_date(until, outcome.call.definition.rules.day_off_rule)?;
    let reason = said(reason, "причину продления")?.to_owned();
    outcome.record(Transition::ExtensionAsked {
        task: id,
        until,
        reason,
    });
    let (Acceptor::Role(role) | Acceptor::Lead { then: role }) = &reporting.accept;
    let to = Correspondent::Role(role.clone());
    outcome.ask(Effect::Note {
        to,
        kind: NoteKind::ExtensionAsked { task: id },
    });
    Ok(())
}

/// The department gives more time.
pub fn grant(outcome: &mut Outcome<'_>, id: TaskId, until: NaiveDate, basis: &str) -> Result<(), Rejection> {
    let task = outcome.task_at_work(id, GRANT)?;
    authority::require_department(outcome, GRANT)?;
    outcome.reporting(GRANT)?;
    require_unfinished(task, GRANT)?;
    let basis = said(basis, "основание продления").map(str::to_owned);
    require_later(outcome, task, until, until)?; // a day that has passed is told before a missing basis
    move_on(outcome, id, until, &basis?)
}

/// Moves the control date of a task further, and tells the executor.
pub(super) fn move_on(outcome: &mut Outcome<'_>, id: TaskId, until: NaiveDate, basis: &str) -> Result<(), Rejection> {
    let call = outcome.call;
    let task = outcome.task(id)?;
    let reporting = outcome.reporting(GRANT)?;
    require_later(outcome, task, until, until)?; // a day that has passed is told before a missing calendar
    let to = call.calendar.control_date(until, call.definition.rules.day_off_rule)?;
    require_later(outcome, task, until, to)?;
    let rungs_done = timer::rungs_passed(&timer::rungs_of(reporting), call.calendar, to, call.on)?;
    let from = task.current;
    outcome.record(Transition::ExtensionGranted {
        task: id,
        from,
        to,
        basis: basis.to_owned(),
        rungs_done,
    });
    outcome.ask(Effect::Letter {
        task: id,
        kind: LetterKind::ExtensionGranted,
        to: Correspondent::Executor,
    });
    Ok(())
}

/// The department refuses more time.
pub fn refuse(outcome: &mut Outcome<'_>, id: TaskId, reason: &str) -> Result<(), Rejection> {
    let task = outcome.task_at_work(id, REFUSE)?;
    authority::require_department(outcome, REFUSE)?;
    require_unfinished(task, REFUSE)?;
    if task.extension_asked.is_none() {
        return Err(Rejection::WrongTaskState {
            act: REFUSE,
            state: "без просьбы о продлении",
        });
    }
    let reason = said(reason, "причину отказа")?.to_owned();
    outcome.record(Transition::ExtensionRefused { task: id, reason });
    outcome.ask(Effect::Letter {
        task: id,
        kind: LetterKind::ExtensionRefused,
        to: Correspondent::Executor,
    });
    Ok(())
}

/// More time ends later than the time there is, and later than today.
fn require_later(outcome: &Outcome<'_>, task: &Task, date: NaiveDate, control: NaiveDate) -> Result<(), Rejection> {
    let bad = |why: String| Err(Rejection::BadDate { date, why });
    if control <= task.current {
        return bad(format!(
            "новый срок должен быть позже нынешнего, {}",
            task.current.format("%d.%m.%Y")
        ));
    }
    if control <= outcome.call.on {
        return bad(format!(
            "новый срок должен быть позже сегодняшнего дня, {}",
            outcome.call.on.format("%d.%m.%Y")
        ));
    }
    Ok(())
}
