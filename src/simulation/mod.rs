//! Floor 3: a plan played to its end on an invented clock before anything is sent: every order, letter, reminder and
//! control date, with what is too much for somebody and what the plan leaves open.
//!
//! The same `step` and `apply` as the real run, and the same rules for periods, timers, days off and letters to many;
//! only the people are played, as [`people`] says.
//!
//! Must never be async, read a clock, open a file or draw lots: the same plan and the same assumptions give the same
//! simulation.
#![deny(missing_docs)]

pub mod assumptions;
mod closing;
pub mod days;
mod decided;
pub mod findings;
pub mod html;
pub mod invented;
pub mod json;
mod ledger;
pub mod people;
pub mod record;
pub mod text;
pub mod totals;
pub mod view;
pub mod viewing;

use crate::definition::model::Plan;
use crate::words::calendar::{OutsideCalendar, WorkCalendar};
use assumptions::Assumptions;
use chrono::{Datelike, NaiveDate};
use ledger::Ledger;
use people::People;
use record::Simulation;

/// A plan, and the calendar it counts by.
#[derive(Debug, Clone, Copy)]
pub struct Play<'p> {
    /// The plan.
    pub plan: &'p Plan,
    /// Its calendar.
    pub calendar: &'p WorkCalendar,
}

/// Why nothing was played.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotPlayed {
    /// There is no plan.
    #[error("нет ни одной дорожной карты")]
    NoPlan,
    /// The period ends before it begins.
    #[error("период пуст: с {} по {}", from.format("%d.%m.%Y"), to.format("%d.%m.%Y"))]
    Empty {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
    /// A day lies in a year without a calendar: no day off is guessed.
    #[error(transparent)]
    OutsideCalendar(#[from] OutsideCalendar),
}

/// Plays the plans from the first day assumed to the last, both inclusive.
///
/// # Errors
/// When there is nothing to play, or no calendar for a year of the period.
pub fn simulate(plays: &[Play<'_>], assumptions: &Assumptions) -> Result<Simulation, NotPlayed> {
    let (from, to) = (assumptions.from, assumptions.to);
    if plays.is_empty() {
        return Err(NotPlayed::NoPlan);
    }
    if to < from {
        return Err(NotPlayed::Empty { from, to });
    }
    for play in plays {
        for year in from.year()..=to.year() {
            if !play.calendar.covers(year) {
                return Err(OutsideCalendar { year }.into());
            }
        }
    }
    let mut ledger = Ledger::open(plays, from);
    let mut people = People::new(assumptions);
    for day in from.iter_days().take_while(|day| *day <= to) {
        people.play(&mut ledger, day);
    }
    Ok(ledger.close(plays, assumptions))
}

/// The last day on which something may still happen: some days after the last control date, so that reports on it are
/// answered; never past the years that the calendars cover.
pub fn last_day(plays: &[Play<'_>], assumed: impl IntoIterator<Item = NaiveDate>) -> Option<NaiveDate> {
    const ANSWERS_DAYS: u64 = 14;
    let named = plays.iter().flat_map(|play| {
        let dated = play.plan.items.iter().flat_map(|definition| {
            let periods = definition.schedule.periods().into_iter();
            periods.filter_map(|period| definition.schedule.period(period))
        });
        dated.map(|period| period.control).chain([play.plan.rules.last_day])
    });
    let last = named
        .chain(assumed)
        .max()?
        .checked_add_days(chrono::Days::new(ANSWERS_DAYS))?;
    let covered = plays.iter().filter_map(|play| play.calendar.years().last()).min()?;
    let end = NaiveDate::from_ymd_opt(covered, 12, 31)?;
    Some(last.min(end))
}
