//! The first day of the work has come: an instance that waited for it goes on.

use crate::engine::authority;
use crate::engine::enter;
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;
use crate::engine::timer;
use crate::words::ids::StageKey;

/// Goes on from the wait for the first day; a timer of another stage, or one that came too early, is stale.
pub fn begin_work(outcome: &mut Outcome<'_>, stage: &StageKey) -> Result<(), Rejection> {
    authority::require_system(outcome, "начать работу по сроку")?;
    let instance = outcome.active_or_stale()?;
    let timer = timer::next_instance_timer(outcome.call.definition, instance);
    let due = timer.is_some_and(|timer| timer.stage == *stage && timer.on <= outcome.call.on);
    if due {
        enter::run_on_if_over(outcome)
    } else {
        Err(Rejection::Stale)
    }
}
