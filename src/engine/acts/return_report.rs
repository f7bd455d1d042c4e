//! Return a report: it does not answer the task, and the executor reports anew. The due date stays as it was: a returned
//! report gives no time.

use super::accept::require_acceptor;
use super::{said, wrong_task_state};
use crate::engine::effect::{Correspondent, Effect, LetterKind};
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;
use crate::engine::state::TaskState;
use crate::engine::timer;
use crate::engine::transition::Transition;
use crate::words::ids::TaskId;

const ACT: &str = "вернуть отчёт";

/// Returns the report that waits for an answer.
pub fn return_report(outcome: &mut Outcome<'_>, id: TaskId, reason: &str) -> Result<(), Rejection> {
    let call = outcome.call;
    let task = outcome.task_at_work(id, ACT)?;
    let reporting = outcome.reporting(ACT)?;
    require_acceptor(outcome, reporting, task, ACT)?;
    if !matches!(task.state, TaskState::Reported { .. }) {
        return Err(wrong_task_state(task, ACT));
    }
    if reporting.rework_max.is_some_and(|most| task.returns >= most) {
        return Err(Rejection::TooManyReturns { times: task.returns });
    }
    let reason = said(reason, "причину возврата")?.to_owned();
    // The letter of return stands for every reminder whose day has come; where no calendar reaches, none is skipped.
    let passed = timer::rungs_passed(&timer::rungs_of(reporting), call.calendar, task.current, call.on);
    let rungs_done = passed.unwrap_or(0).max(task.rungs_done);
    outcome.record(Transition::TaskReturned {
        task: id,
        on: call.on,
        reason,
        rungs_done,
    });
    outcome.ask(Effect::Letter {
        task: id,
        kind: LetterKind::Returned,
        to: Correspondent::Executor,
    });
    Ok(())
}
