//! Supply a date: the owner of an item «по отдельному графику» says when it is due. The date may be moved until tasks
//! are issued; after that, each task is extended.

use super::said;
use crate::definition::model::{DateOwner, Schedule};
use crate::engine::authority;
use crate::engine::enter;
use crate::engine::event::Actor;
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;
use crate::engine::state::Term;
use crate::engine::transition::Transition;
use chrono::NaiveDate;

const ACT: &str = "назвать срок";

/// Gives the instance its date, or moves it.
pub fn supply(outcome: &mut Outcome<'_>, due: NaiveDate, basis: &str) -> Result<(), Rejection> {
    let call = outcome.call;
    let instance = outcome.active()?;
    let bad = |why: &str| {
        Err(Rejection::BadDate {
            date: due,
            why: why.to_owned(),
        })
    };
    let Schedule::AwaitsDate { owner, .. } = &call.definition.schedule else {
        return bad("срок этого пункта назван в самом плане");
    };
    require_owner(outcome, owner)?;
    if instance.counts.total > 0 {
        return bad("поручения уже выданы: продлите срок каждого");
    }
    if instance.term.is_some_and(|term| term.due == due) {
        return bad("этот срок уже указан");
    }
    if due < call.on {
        return bad("этот день уже прошёл");
    }
    let control = call.calendar.control_date(due, call.definition.rules.day_off_rule)?;
    if control < call.on {
        return bad("этот день уже прошёл");
    }
    let basis = said(basis, "основание срока: график, план или письмо")?.to_owned();
    let term = Term {
        start: None,
        due,
        control,
        fixed_day: false,
    };
    outcome.record(Transition::DateSupplied { term, basis });
    enter::run_on_if_over(outcome)
}

fn require_owner(outcome: &Outcome<'_>, owner: &DateOwner) -> Result<(), Rejection> {
    match (owner, outcome.call.actor) {
        (DateOwner::Institution(owner), Actor::Institution { key, .. }) if owner == key => Ok(()),
        _ => authority::require_department(outcome, ACT),
    }
}
