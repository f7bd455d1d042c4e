//! Approve: an approver signs. With the last signature needed the order is registered — it gets the next number of its
//! journal and today's date, and is frozen — and what it serves goes on.

use super::{document_state, issue, number};
use crate::definition::model::{Act, Approval, ApprovalRule};
use crate::engine::authority;
use crate::engine::effect::Effect;
use crate::engine::enter;
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;
use crate::engine::state::{Document, DocumentState, Registration};
use crate::engine::transition::Transition;
use crate::words::ids::{DocumentId, RoleKey};

const ACT: &str = "согласовать документ";

/// One approver approves.
pub fn approve(outcome: &mut Outcome<'_>, id: DocumentId) -> Result<(), Rejection> {
    outcome.active()?;
    let approval = approval_at(outcome, ACT)?;
    let role = role_to_approve(outcome, approval, document_on_approval(outcome, id, ACT)?)?;
    outcome.record(Transition::DocumentApproved {
        document: id,
        role: role.clone(),
    });
    let Some(document) = outcome.document() else {
        return Ok(());
    };
    if given(approval, document) < needed(approval) {
        if let (ApprovalRule::Sequence, Some(next)) = (approval.rule, next_of(approval, document)) {
            issue::ask(outcome, next, id);
        }
        return Ok(());
    }
    let registration = number::next(outcome, &approval.journal)?;
    registered(outcome, approval, id, registration)
}

/// The document is registered: it is frozen and gets its file, and the instance goes on.
pub fn registered(
    outcome: &mut Outcome<'_>,
    approval: &Approval,
    id: DocumentId,
    registration: Registration,
) -> Result<(), Rejection> {
    outcome.record(Transition::DocumentRegistered {
        document: id,
        registration,
    });
    outcome.ask(Effect::Render { document: id });
    enter::move_to(outcome, &approval.approved)
}

/// How the stage the instance stands in approves.
pub fn approval_at<'a>(outcome: &Outcome<'a>, act: &'static str) -> Result<&'a Approval, Rejection> {
    match &outcome.stage()?.act {
        Act::Approve(approval) => Ok(approval),
        _ => Err(outcome.wrong_stage(act)),
    }
}

/// The document, which drives the instance and waits for approvals.
pub fn document_on_approval<'o>(
    outcome: &'o Outcome<'_>,
    id: DocumentId,
    act: &'static str,
) -> Result<&'o Document, Rejection> {
    let driving = outcome.instance()?.document;
    let found = outcome
        .document()
        .filter(|document| document.id == id && driving == Some(id));
    let wrong = |state| Rejection::WrongDocument {
        document: id,
        state,
        act,
    };
    let document = found.ok_or_else(|| wrong("не относится к этому пункту"))?;
    match &document.state {
        DocumentState::OnApproval => Ok(document),
        state => Err(wrong(document_state(state))),
    }
}

/// In which role the actor approves: the one whose turn it is, or any that has not approved yet.
fn role_to_approve<'a>(
    outcome: &Outcome<'_>,
    approval: &'a Approval,
    document: &Document,
) -> Result<&'a RoleKey, Rejection> {
    let (actor, definition) = (outcome.call.actor, outcome.call.definition);
    let held: Vec<&RoleKey> = approval
        .by
        .iter()
        .filter(|role| authority::holds(actor, role))
        .collect();
    let Some(first) = held.first() else {
        let posts: Vec<String> = approval
            .by
            .iter()
            .map(|role| authority::post(definition, role))
            .collect();
        return Err(authority::not_yours(ACT, posts.join(", ")));
    };
    let mut waiting = held.iter().filter(|role| !document.approvals.contains(role));
    let Some(mine) = waiting.next() else {
        return Err(Rejection::AlreadyApproved {
            role: (*first).clone(),
            post: authority::post(definition, first),
        });
    };
    match next_of(approval, document) {
        Some(next) if approval.rule == ApprovalRule::Sequence && next != *mine => Err(Rejection::NotYourTurn {
            role: next.clone(),
            post: authority::post(definition, next),
        }),
        _ => Ok(mine),
    }
}

fn next_of<'a>(approval: &'a Approval, document: &Document) -> Option<&'a RoleKey> {
    approval.by.iter().find(|role| !document.approvals.contains(role))
}

fn given(approval: &Approval, document: &Document) -> usize {
    approval
        .by
        .iter()
        .filter(|role| document.approvals.contains(role))
        .count()
}

fn needed(approval: &Approval) -> usize {
    match approval.rule {
        ApprovalRule::Sequence | ApprovalRule::All => approval.by.len(),
        ApprovalRule::Any => 1,
        ApprovalRule::Quorum(count) => usize::try_from(count).unwrap_or(usize::MAX).min(approval.by.len()),
    }
}
