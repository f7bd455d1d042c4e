//! Which instances a plan begins of itself, and on which day; which items wait for another one.
//!
//! Must never know what has begun already: it tells what the texts say.

use crate::definition::model::{Definition, Plan};
use crate::words::ids::{ItemKey, PeriodKey};
use chrono::NaiveDate;
use std::sync::Arc;

/// An instance to come.
#[derive(Debug, Clone, Copy)]
pub struct Opening<'p> {
    /// Of this item.
    pub definition: &'p Arc<Definition>,
    /// In this period.
    pub period: &'p PeriodKey,
    /// Opens on this day, inclusive; at once, when the day has passed.
    pub on: NaiveDate,
}

/// The instances that begin of themselves where the plan is taken up on `today`, in the order of the plan.
///
/// What was over before is not among them: an order may still begin it.
pub fn openings(plan: &Plan, today: NaiveDate) -> impl Iterator<Item = Opening<'_>> {
    let all = plan.items.iter().flat_map(move |definition| {
        let periods = definition.schedule.periods();
        periods.into_iter().map(move |period| (definition, period))
    });
    let last_day = plan.rules.last_day;
    let to_come = all.filter(move |(definition, period)| {
        let dated = definition.schedule.period(period);
        dated.map_or(last_day, |dated| dated.control.max(dated.due)) >= today
    });
    to_come.map(|(definition, period)| Opening {
        definition,
        period,
        on: definition.schedule.opens(period, plan.rules.first_day),
    })
}

/// The items that come after `item` and have this period too: they are told when it is released.
pub fn successors<'p>(
    plan: &'p Plan,
    item: &'p ItemKey,
    period: &'p PeriodKey,
) -> impl Iterator<Item = &'p Arc<Definition>> {
    let after = plan
        .items
        .iter()
        .filter(move |definition| definition.after.contains(item));
    after.filter(move |definition| definition.schedule.periods().contains(&period))
}
