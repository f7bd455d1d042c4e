//! Return a document: an approver sends the draft back with a reason. Approvals already given are void; the drafter
//! writes it anew. A returned draft never had a number.

use super::approve::{approval_at, document_on_approval};
use super::said;
use crate::definition::model::Act;
use crate::engine::authority;
use crate::engine::effect::{Correspondent, Effect, NoteKind};
use crate::engine::enter;
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;
use crate::engine::transition::Transition;
use crate::words::ids::DocumentId;

const ACT: &str = "вернуть документ";

/// Sends the document back to its drafter.
pub fn return_document(outcome: &mut Outcome<'_>, document: DocumentId, reason: &str) -> Result<(), Rejection> {
    outcome.active()?;
    let approval = approval_at(outcome, ACT)?;
    document_on_approval(outcome, document, ACT)?;
    let definition = outcome.call.definition;
    let Some(role) = approval
        .by
        .iter()
        .find(|role| authority::holds(outcome.call.actor, role))
    else {
        let posts: Vec<String> = approval
            .by
            .iter()
            .map(|role| authority::post(definition, role))
            .collect();
        return Err(authority::not_yours(ACT, posts.join(", ")));
    };
    let reason = said(reason, "причину возврата")?.to_owned();
    outcome.record(Transition::DocumentReturned {
        document,
        role: role.clone(),
        reason: reason.clone(),
    });
    let drafts = definition
        .lifecycle
        .stages
        .get(&approval.returned)
        .map(|stage| &stage.act);
    if let Some(Act::Issue { by, .. }) = drafts {
        let to = Correspondent::Role(by.clone());
        outcome.ask(Effect::Note {
            to,
            kind: NoteKind::DocumentReturned { document, reason },
        });
    }
    enter::move_to(outcome, &approval.returned)
}
