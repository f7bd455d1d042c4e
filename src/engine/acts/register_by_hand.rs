//! Register by hand: the order was signed on paper and stands in the paper journal. The clerk who drafts such orders
//! enters it under its own number and date, and what it serves goes on as after the head's signature.

use super::approve::{approval_at, document_on_approval, registered};
use super::number::{self, OnPaper};
use crate::definition::model::Act;
use crate::engine::authority;
use crate::engine::event::Event;
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;
use crate::words::ids::{DocumentId, RoleKey};

const ACT: &str = "зарегистрировать подписанный на бумаге документ";

/// Registers the document as it stands on paper.
pub fn register(outcome: &mut Outcome<'_>, id: DocumentId, event: &Event) -> Result<(), Rejection> {
    let Event::RegisterByHand {
        number, date, skipped, ..
    } = event
    else {
        return Err(Rejection::Stale);
    };
    outcome.active()?;
    let approval = approval_at(outcome, ACT)?;
    require_drafter(outcome, ACT)?;
    document_on_approval(outcome, id, ACT)?;
    let paper = OnPaper {
        number,
        date: *date,
        skipped: skipped.as_deref(),
        instead_of: None,
    };
    let registration = number::by_hand(outcome, &approval.journal, &paper)?;
    registered(outcome, approval, id, registration)
}

/// Who drafts documents of this item keeps its journal too.
pub fn require_drafter(outcome: &Outcome<'_>, act: &'static str) -> Result<(), Rejection> {
    let stages = outcome.call.definition.lifecycle.stages.values();
    let drafters: Vec<&RoleKey> = stages
        .filter_map(|stage| match &stage.act {
            Act::Issue { by, .. } => Some(by),
            _ => None,
        })
        .collect();
    if drafters.iter().any(|role| authority::holds(outcome.call.actor, role)) {
        return Ok(());
    }
    let posts: Vec<String> = drafters
        .into_iter()
        .map(|role| authority::post(outcome.call.definition, role))
        .collect();
    Err(authority::not_yours(act, posts.join(", ")))
}
