//! Issue: the drafter writes an order and sends it for approval. A returned order is issued anew; an order that waits for
//! its first approval may take in one more item, and then serves both.

use super::document_state;
use crate::definition::model::{Act, ApprovalRule};
use crate::engine::authority;
use crate::engine::effect::{Correspondent, Effect, NoteKind};
use crate::engine::enter;
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;
use crate::engine::state::DocumentState;
use crate::engine::transition::Transition;
use crate::words::ids::{DocumentId, RoleKey, StageKey};

const ACT: &str = "подготовить документ";

/// Sends a document for approval.
pub fn issue(outcome: &mut Outcome<'_>, document: DocumentId) -> Result<(), Rejection> {
    outcome.active()?;
    let Act::Issue { by, next, .. } = &outcome.stage()?.act else {
        return Err(outcome.wrong_stage(ACT));
    };
    authority::require_role(outcome, by, ACT)?;
    let asked_already = match outcome.document().filter(|known| known.id == document) {
        None => false,
        Some(known) => match known.state {
            DocumentState::Draft => false,
            DocumentState::OnApproval if known.approvals.is_empty() => true,
            ref state => {
                return Err(Rejection::WrongDocument {
                    document,
                    state: document_state(state),
                    act: ACT,
                });
            }
        },
    };
    outcome.record(Transition::DocumentIssued { document });
    if !asked_already {
        ask_first_approvers(outcome, next, document)?;
    }
    enter::move_to(outcome, next)
}

/// Those whose turn it is learn that a document waits for them.
fn ask_first_approvers(outcome: &mut Outcome<'_>, next: &StageKey, document: DocumentId) -> Result<(), Rejection> {
    let stages = &outcome.call.definition.lifecycle.stages;
    let stage = stages
        .get(next)
        .ok_or_else(|| Rejection::UnknownStage { stage: next.clone() })?;
    if let Act::Approve(approval) = &stage.act {
        let first = if approval.rule == ApprovalRule::Sequence {
            1
        } else {
            approval.by.len()
        };
        for role in approval.by.iter().take(first) {
            ask(outcome, role, document);
        }
    }
    Ok(())
}

/// Tells an approver that a document waits for him.
pub fn ask(outcome: &mut Outcome<'_>, role: &RoleKey, document: DocumentId) {
    let to = Correspondent::Role(role.clone());
    outcome.ask(Effect::Note {
        to,
        kind: NoteKind::ApprovalAsked { document },
    });
}
