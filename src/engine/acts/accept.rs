//! Accept: the one who asked is satisfied with a report, and the task is done. When enough tasks of the stage are done
//! the instance goes on, and the rest are withdrawn.

use super::wrong_task_state;
use crate::definition::model::{Acceptor, Join, Part, Reporting};
use crate::engine::authority;
use crate::engine::effect::{Correspondent, Effect, LetterKind};
use crate::engine::enter;
use crate::engine::event::Actor;
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;
use crate::engine::state::{Counts, Task, TaskState};
use crate::engine::transition::Transition;
use crate::words::ids::TaskId;

const ACT: &str = "принять отчёт";

/// Accepts the report that waits for an answer.
pub fn accept(outcome: &mut Outcome<'_>, id: TaskId, note: &str) -> Result<(), Rejection> {
    let task = outcome.task_at_work(id, ACT)?;
    let reporting = outcome.reporting(ACT)?;
    require_acceptor(outcome, reporting, task, ACT)?;
    let TaskState::Reported { on: reported_on, .. } = task.state else {
        return Err(wrong_task_state(task, ACT));
    };
    let note = note.trim().to_owned();
    outcome.record(Transition::TaskAccepted {
        task: id,
        on: outcome.call.on,
        reported_on,
        note,
    });
    outcome.ask(Effect::Letter {
        task: id,
        kind: LetterKind::Accepted,
        to: Correspondent::Executor,
    });
    go_on_when_enough(outcome, reporting)
}

/// Who answers a report: the role of the stage; a co-executor's also the institution of a lead task, where leads accept.
pub fn require_acceptor(
    outcome: &Outcome<'_>,
    reporting: &Reporting,
    task: &Task,
    act: &'static str,
) -> Result<(), Rejection> {
    let role = match &reporting.accept {
        Acceptor::Role(role) => role,
        Acceptor::Lead { then } if task.part == Part::CoExecutor && is_lead(outcome, task) => return Ok(()),
        Acceptor::Lead { then } => then,
    };
    authority::require_role(outcome, role, act)
}

fn is_lead(outcome: &Outcome<'_>, task: &Task) -> bool {
    let Actor::Institution { key, .. } = outcome.call.actor else {
        return false;
    };
    outcome.scope().tasks.iter().any(|own| {
        own.institution == *key
            && own.part == Part::Lead
            && own.instance == task.instance
            && own.stage == task.stage
            && !matches!(own.state, TaskState::Cancelled { .. })
    })
}

/// Goes on to the next stage when enough tasks of this one are accepted.
pub fn go_on_when_enough(outcome: &mut Outcome<'_>, reporting: &Reporting) -> Result<(), Rejection> {
    let stage = outcome.stage()?;
    let counts = outcome.counts_of(&stage.key);
    if !is_enough(reporting.done, counts) {
        return Ok(());
    }
    if counts.unfinished() > 0 {
        let basis = format!("стадия «{}» завершена: отчётов достаточно", stage.title);
        outcome.ask(Effect::WithdrawRest {
            stage: Some(stage.key.clone()),
            basis,
        });
    }
    enter::move_to(outcome, &reporting.next)
}

/// Whether enough of the tasks that were not cancelled are accepted. Where all are cancelled nothing was done, and only
/// a person may say what follows; where fewer are left than a count asks for, all of them are enough.
fn is_enough(done: Join, counts: Counts) -> bool {
    let expected = counts.total.saturating_sub(counts.cancelled);
    let needed = match done {
        Join::All => u64::from(expected),
        Join::Share(percent) => (u64::from(expected) * u64::from(percent)).div_ceil(100),
        Join::Count(count) => u64::from(count.min(expected)),
    };
    counts.accepted > 0 && u64::from(counts.accepted) >= needed
}
