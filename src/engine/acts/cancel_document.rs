//! Cancel a document: it loses its force, by another order or because its number was spoilt, and keeps the number with
//! a mark. What it set going runs on, unless the order that cancels it says otherwise.

use super::{document_state, said};
use crate::engine::authority;
use crate::engine::effect::Effect;
use crate::engine::event::Actor;
use crate::engine::outcome::Outcome;
use crate::engine::paper::{Mark, TasksOfCancelled};
use crate::engine::rejection::Rejection;
use crate::engine::state::{DocumentState, InstanceState};
use crate::engine::transition::Transition;
use crate::words::ids::DocumentId;

const ACT: &str = "отменить документ";

/// Writes the loss of force into the history of one instance that the document serves, closed or not.
pub fn cancel(
    outcome: &mut Outcome<'_>,
    id: DocumentId,
    mark: &Mark,
    tasks: TasksOfCancelled,
) -> Result<(), Rejection> {
    let mark = allowed(outcome, mark)?;
    let instance = outcome.instance()?.id;
    let wrong = |state| Rejection::WrongDocument {
        document: id,
        state,
        act: ACT,
    };
    let document = outcome.document().filter(|known| known.id == id);
    let document = document
        .filter(|known| known.serves.contains(&instance))
        .ok_or_else(|| wrong("не относится к этому пункту"))?;
    match &document.state {
        DocumentState::Registered(_) => {}
        // Cancelled a moment ago through another instance that it serves: this one takes note of it.
        DocumentState::Cancelled { mark: Some(known), .. } if *known == mark || mark.corrects(known) => {}
        state => return Err(wrong(document_state(state))),
    }
    let basis = mark.in_words();
    outcome.record(Transition::DocumentCancelled {
        document: id,
        on: outcome.call.on,
        mark,
    });
    let instance = outcome.instance()?;
    let drives = instance.state == InstanceState::Active && instance.document == Some(id);
    if tasks == TasksOfCancelled::Withdrawn && drives && instance.counts.unfinished() > 0 {
        outcome.ask(Effect::WithdrawRest { stage: None, basis });
    }
    Ok(())
}

/// The department annuls; who registered the order that cancels another had his right checked there, perhaps under
/// another plan with other roles.
fn allowed(outcome: &Outcome<'_>, mark: &Mark) -> Result<Mark, Rejection> {
    match mark {
        Mark::Annulled { reason } => {
            authority::require_department(outcome, ACT)?;
            let reason = said(reason, "причину, по которой номер аннулирован")?.to_owned();
            Ok(Mark::Annulled { reason })
        }
        Mark::CancelledBy { .. } if matches!(outcome.call.actor, Actor::Institution { .. }) => {
            Err(authority::not_yours(ACT, "отдел"))
        }
        Mark::CancelledBy { .. } => Ok(mark.clone()),
    }
}
