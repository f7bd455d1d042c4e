//! Report: an executor says what was done; the department may say it on his behalf. «Не применимо» with a reason is a
//! report like any other. The lead reports last: it sums up what the co-executors have done.

use super::{said, wrong_task_state};
use crate::definition::model::{Acceptor, Part};
use crate::engine::authority;
use crate::engine::effect::{Correspondent, Effect, NoteKind};
use crate::engine::event::Report;
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;
use crate::engine::state::TaskState;
use crate::engine::transition::Transition;
use crate::words::ids::TaskId;

const ACT: &str = "представить отчёт";

/// Files a report.
pub fn report(outcome: &mut Outcome<'_>, id: TaskId, report: &Report) -> Result<(), Rejection> {
    let task = outcome.task_at_work(id, ACT)?;
    authority::require_own_or_department(outcome, task, ACT)?;
    let reporting = outcome.reporting(ACT)?;
    if !matches!(task.state, TaskState::Issued | TaskState::Returned { .. }) {
        return Err(wrong_task_state(task, ACT));
    }
    let part = task.part;
    let unfinished = outcome.counts_of(&task.stage).co_executors_unfinished;
    if part == Part::Lead && unfinished > 0 {
        return Err(Rejection::CoExecutorsFirst { unfinished });
    }
    check(outcome, report)?;
    outcome.record(Transition::TaskReported {
        task: id,
        on: outcome.call.on,
        report: report.clone(),
    });
    let to = match (&reporting.accept, part) {
        (Acceptor::Lead { .. }, Part::CoExecutor) => Correspondent::Leads,
        (Acceptor::Role(role) | Acceptor::Lead { then: role }, _) => Correspondent::Role(role.clone()),
    };
    outcome.ask(Effect::Note {
        to,
        kind: NoteKind::ReportFiled { task: id },
    });
    Ok(())
}

/// A report says something, and what it says can be.
fn check(outcome: &Outcome<'_>, report: &Report) -> Result<(), Rejection> {
    if let Some(reason) = &report.not_applicable {
        said(reason, "причину, по которой поручение не применимо")?;
    }
    if let Some(order) = &report.own_order {
        said(&order.number, "номер своего приказа")?;
        if order.date > outcome.call.on {
            return Err(Rejection::BadDate {
                date: order.date,
                why: "приказ датирован будущим днём".to_owned(),
            });
        }
    }
    let says_something = !report.text.trim().is_empty()
        || !report.files.is_empty()
        || report.links.iter().any(|link| !link.trim().is_empty())
        || report.own_order.is_some()
        || report.not_applicable.is_some();
    if says_something {
        Ok(())
    } else {
        Err(Rejection::EmptyReport)
    }
}
