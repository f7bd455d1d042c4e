//! Void a number: the next number of a journal was spoilt before any document bore it. The clerk names the item whose
//! document was to bear it, and that item's history tells of it.

use super::number;
use super::register_by_hand::require_drafter;
use crate::engine::event::Event;
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;

const ACT: &str = "объявить номер журнала пустым";

/// Declares the next number void.
pub fn void(outcome: &mut Outcome<'_>, event: &Event) -> Result<(), Rejection> {
    let Event::VoidNumber {
        journal,
        year,
        number,
        reason,
    } = event
    else {
        return Err(Rejection::Stale);
    };
    outcome.instance()?;
    require_drafter(outcome, ACT)?;
    number::void(outcome, journal, *year, number, reason)
}
