//! The timer of an instance: the first day of the work has come, and an instance that waited for it goes on; or the date
//! it waits for is still owed, and who owes it is reminded.

use super::ask_date;
use crate::definition::model::{Act, WaitUntil};
use crate::engine::authority;
use crate::engine::enter;
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;
use crate::engine::timer;
use crate::words::ids::StageKey;

/// Goes on from the wait for the first day, or reminds; a timer of another stage, or one that came too early, is stale.
pub fn begin_work(outcome: &mut Outcome<'_>, stage: &StageKey) -> Result<(), Rejection> {
    authority::require_system(outcome, "начать работу по сроку")?;
    let instance = outcome.active_or_stale()?;
    let timer = timer::next_instance_timer(outcome.call.definition, instance);
    let due = timer.is_some_and(|timer| timer.stage == *stage && timer.on <= outcome.call.on);
    match &outcome.stage()?.act {
        _ if !due => Err(Rejection::Stale),
        Act::Wait {
            until: WaitUntil::Date, ..
        } => ask_date::ask(outcome),
        _ => enter::run_on_if_over(outcome),
    }
}
