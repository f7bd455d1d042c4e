//! Follow a document: one order serves several items. When it moved because of one of them, the others follow it:
//! issued anew, registered with the same number, or returned. Who moved the document is the one who acts here too.
//!
//! An instance that has nothing to follow — it is closed, it is there already, another order drives it by now — stays
//! as it is: the order must not be held up by an item that needs it no longer.

use super::said;
use crate::definition::model::Act;
use crate::engine::authority;
use crate::engine::enter;
use crate::engine::event::DocumentReturn;
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;
use crate::engine::state::{DocumentState, InstanceState, Registration};
use crate::engine::transition::Transition;
use crate::words::ids::DocumentId;

const ACT: &str = "последовать за документом";

/// Brings the instance to where its document is; changes nothing when there is nothing to follow.
pub fn follow(
    outcome: &mut Outcome<'_>,
    document: DocumentId,
    returned: Option<&DocumentReturn>,
) -> Result<(), Rejection> {
    authority::require_department_or_system(outcome, ACT)?;
    let instance = outcome.instance()?;
    if instance.state != InstanceState::Active || instance.document != Some(document) {
        return Ok(());
    }
    let Some(state) = outcome
        .document()
        .filter(|known| known.id == document)
        .map(|known| known.state.clone())
    else {
        return Err(Rejection::Incomplete {
            what: format!("документ {document}"),
        });
    };
    match state {
        DocumentState::Draft => follow_return(outcome, document, returned),
        DocumentState::OnApproval => follow_issue(outcome, document),
        DocumentState::Registered(registration) => {
            follow_issue(outcome, document)?;
            follow_registration(outcome, document, registration)
        }
        DocumentState::Cancelled { .. } => Ok(()),
    }
}

fn follow_issue(outcome: &mut Outcome<'_>, document: DocumentId) -> Result<(), Rejection> {
    let Act::Issue { next, .. } = &outcome.stage()?.act else {
        return Ok(());
    };
    outcome.record(Transition::DocumentIssued { document });
    enter::move_to(outcome, next)
}

fn follow_registration(
    outcome: &mut Outcome<'_>,
    document: DocumentId,
    registration: Registration,
) -> Result<(), Rejection> {
    let Act::Approve(approval) = &outcome.stage()?.act else {
        return Ok(());
    };
    outcome.record(Transition::DocumentRegistered { document, registration });
    enter::move_to(outcome, &approval.approved)
}

fn follow_return(
    outcome: &mut Outcome<'_>,
    document: DocumentId,
    returned: Option<&DocumentReturn>,
) -> Result<(), Rejection> {
    let Act::Approve(approval) = &outcome.stage()?.act else {
        return Ok(());
    };
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
    enter::move_to(outcome, &approval.returned)
}
