//! Reassign: the task goes to another institution, with its dates and its part. The new institution begins anew: it owes
//! a report, whatever the old one had filed and had returned. Both get a letter.

use super::{said, wrong_task_state};
use crate::engine::authority;
use crate::engine::effect::{Correspondent, Effect, LetterKind};
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;
use crate::engine::state::TaskState;
use crate::engine::transition::Transition;
use crate::words::ids::{InstitutionKey, TaskId};

const ACT: &str = "переназначить поручение";

/// Gives the task to another institution.
pub fn reassign(outcome: &mut Outcome<'_>, id: TaskId, to: &InstitutionKey, basis: &str) -> Result<(), Rejection> {
    let task = outcome.task_at_work(id, ACT)?;
    authority::require_department(outcome, ACT)?;
    outcome.reporting(ACT)?;
    if !matches!(task.state, TaskState::Issued | TaskState::Returned { .. }) {
        return Err(wrong_task_state(task, ACT));
    }
    let tasks = &outcome.scope().tasks;
    let has_one = tasks
        .iter()
        .any(|other| other.institution == *to && other.instance == task.instance && other.stage == task.stage);
    if has_one {
        return Err(Rejection::AlreadyTasked {
            institution: to.clone(),
        });
    }
    if !outcome.call.directory.iter().any(|entry| entry.key == *to) {
        return Err(Rejection::NobodyToTask {
            executor: to.to_string(),
        });
    }
    let basis = said(basis, "основание переназначения")?.to_owned();
    let from = task.institution.clone();
    outcome.record(Transition::TaskReassigned {
        task: id,
        from: from.clone(),
        to: to.clone(),
        basis,
    });
    outcome.ask(Effect::Letter {
        task: id,
        kind: LetterKind::Cancelled,
        to: Correspondent::Institution(from),
    });
    outcome.ask(Effect::Letter {
        task: id,
        kind: LetterKind::Task,
        to: Correspondent::Executor,
    });
    Ok(())
}
