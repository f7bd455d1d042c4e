//! Cancel: the department withdraws one task, or the whole item for the period, on a stated basis. The system withdraws
//! the tasks that a closed instance, or a stage that is over, needs no longer: the only change a closed instance takes.

use super::accept::go_on_when_enough;
use super::{require_unfinished, said};
use crate::definition::model::Act;
use crate::engine::authority;
use crate::engine::effect::{Correspondent, Effect, LetterKind};
use crate::engine::event::Actor;
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;
use crate::engine::state::InstanceState;
use crate::engine::transition::Transition;
use crate::words::ids::TaskId;

const CANCEL_TASK: &str = "отменить поручение";
const CANCEL: &str = "отменить пункт";

/// Withdraws one task.
pub fn cancel_task(outcome: &mut Outcome<'_>, id: TaskId, basis: &str) -> Result<(), Rejection> {
    if *outcome.call.actor != Actor::System {
        outcome.on_control()?;
    }
    let task = outcome.task(id)?;
    authority::require_department_or_system(outcome, CANCEL_TASK)?;
    require_unfinished(task, CANCEL_TASK)?;
    let basis = said(basis, "основание отмены")?.to_owned();
    let stage = task.stage.clone();
    outcome.record(Transition::TaskCancelled {
        task: id,
        on: outcome.call.on,
        basis,
    });
    outcome.ask(Effect::Letter {
        task: id,
        kind: LetterKind::Cancelled,
        to: Correspondent::Executor,
    });
    let instance = outcome.instance()?;
    if instance.state != InstanceState::Active || instance.stage != stage {
        return Ok(());
    }
    match &outcome.stage()?.act {
        Act::Report(reporting) => go_on_when_enough(outcome, reporting),
        _ => Ok(()),
    }
}

/// Cancels the instance; its unfinished tasks are withdrawn after it.
pub fn cancel(outcome: &mut Outcome<'_>, basis: &str) -> Result<(), Rejection> {
    let unfinished = outcome.on_control()?.counts.unfinished();
    authority::require_department(outcome, CANCEL)?;
    let basis = said(basis, "основание отмены")?.to_owned();
    outcome.record(Transition::Cancelled {
        on: outcome.call.on,
        basis: basis.clone(),
    });
    if unfinished > 0 {
        outcome.ask(Effect::WithdrawRest { stage: None, basis });
    }
    Ok(())
}
