//! Release from control (снятие с контроля): by the role of the last stage, when all is done; or early, by the
//! department, with a stated basis — then unfinished tasks are withdrawn. A report that waits for its answer comes first.

use super::said;
use crate::definition::model::Act;
use crate::engine::authority;
use crate::engine::effect::Effect;
use crate::engine::enter;
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;

const ACT: &str = "снять с контроля";

/// Releases the instance.
pub fn release(outcome: &mut Outcome<'_>, basis: &str) -> Result<(), Rejection> {
    let unfinished = outcome.active()?.counts.unfinished();
    let stage = outcome.call.definition.lifecycle.stages.get(&outcome.instance()?.stage);
    match stage.map(|stage| &stage.act) {
        Some(Act::End { by: Some(role) }) => authority::require_role(outcome, role, ACT)?,
        _ => authority::require_department(outcome, ACT)?,
    }
    let count = outcome.instance()?.counts.reported;
    if count > 0 {
        return Err(Rejection::Unanswered { count });
    }
    let basis = said(basis, "основание снятия с контроля")?;
    enter::release(outcome, basis);
    if unfinished > 0 {
        outcome.ask(Effect::WithdrawRest {
            stage: None,
            basis: basis.to_owned(),
        });
    }
    Ok(())
}
