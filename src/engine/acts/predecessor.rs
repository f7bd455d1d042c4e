//! A predecessor was released: one of the items this one comes after is done for the period. When all are, an instance
//! that waits for them goes on.

use crate::engine::authority;
use crate::engine::enter;
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;
use crate::engine::state::InstanceState;
use crate::engine::transition::Transition;
use crate::words::ids::ItemKey;

/// Takes note of a released predecessor, once.
pub fn released(outcome: &mut Outcome<'_>, item: &ItemKey) -> Result<(), Rejection> {
    authority::require_system(outcome, "отметить предшествующий пункт")?;
    let known = outcome
        .on_control()
        .map_err(|_| Rejection::Stale)?
        .predecessors_released
        .contains(item);
    if known || !outcome.call.definition.after.contains(item) {
        return Err(Rejection::Stale);
    }
    outcome.record(Transition::PredecessorDone { item: item.clone() });
    match outcome.instance()?.state {
        InstanceState::Active => enter::run_on_if_over(outcome),
        _ => Ok(()), // stopped for a while: it goes on when it is resumed
    }
}
