//! Follow a document: one order serves several items. When it moved because of one of them, the others follow it:
//! issued anew, registered with the same number, or returned.

use super::approve::approval_at;
use super::said;
use crate::definition::model::Act;
use crate::engine::authority;
use crate::engine::enter;
use crate::engine::event::DocumentReturn;
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;
use crate::engine::state::DocumentState;
use crate::engine::transition::Transition;
use crate::words::ids::{DocumentId, StageKey};

const ACT: &str = "последовать за документом";

/// Brings the instance to where its document is.
pub fn follow(
    outcome: &mut Outcome<'_>,
    document: DocumentId,
    returned: Option<&DocumentReturn>,
) -> Result<(), Rejection> {
    authority::require_system(outcome, ACT)?;
    let instance = outcome.active_or_stale()?;
    let served = outcome
        .document()
        .filter(|known| known.id == document && instance.document == Some(document));
    let Some(state) = served.map(|known| known.state.clone()) else {
        return Err(Rejection::WrongDocument {
            document,
            state: "не относится к этому пункту",
            act: ACT,
        });
    };
    match state {
        DocumentState::Draft => follow_return(outcome, document, returned),
        DocumentState::OnApproval => follow_issue(outcome, document),
        DocumentState::Registered(registration) => {
            if matches!(outcome.stage()?.act, Act::Issue { .. }) {
                follow_issue(outcome, document)?;
            }
            let approved = &approval_at(outcome, ACT).map_err(|_| Rejection::Stale)?.approved;
            outcome.record(Transition::DocumentRegistered { document, registration });
            enter::move_to(outcome, approved)
        }
        DocumentState::Cancelled { .. } => Err(Rejection::Stale),
    }
}

fn follow_issue(outcome: &mut Outcome<'_>, document: DocumentId) -> Result<(), Rejection> {
    let Act::Issue { next, .. } = &outcome.stage()?.act else {
        return Err(Rejection::Stale);
    };
    let next: &StageKey = next;
    outcome.record(Transition::DocumentIssued { document });
    enter::move_to(outcome, next)
}

fn follow_return(
    outcome: &mut Outcome<'_>,
    document: DocumentId,
    returned: Option<&DocumentReturn>,
) -> Result<(), Rejection> {
    let back = &approval_at(outcome, ACT).map_err(|_| Rejection::Stale)?.returned;
    let Some(DocumentReturn { role, reason }) = returned else {
        return Err(Rejection::Missing {
            what: "причину возврата",
        });
    };
    let reason = said(reason, "причину возврата")?.to_owned();
    outcome.record(Transition::DocumentReturned {
        document,
        role: role.clone(),
        reason,
    });
    enter::move_to(outcome, back)
}
