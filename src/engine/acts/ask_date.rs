//! Ask for a date: an item whose date another owes writes to him, and reminds him until the date is there. Who watches
//! over the plan is told from the second reminder on. The executors hear nothing: they have nothing to do yet.
//!
//! Must never ask again once the date is supplied, the instance is closed, or the plan is over.

use crate::definition::model::{Act, DateOwner, Definition, Recipient, Schedule};
use crate::engine::effect::{Correspondent, Effect, NoteKind};
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;
use crate::engine::transition::Transition;
use crate::words::ids::RoleKey;
use chrono::NaiveDate;

/// Working days between reminders, as long as they are news.
const OFTEN_DAYS: i32 = 5;
/// Reminders that come so often.
const OFTEN_TIMES: u32 = 3;
/// Working days between later ones: about a month.
const SELDOM_DAYS: i32 = 20;
/// The reminder from which on somebody above is told.
const TOLD_FROM: u32 = 2;

/// Writes to who owes the date: for the first time, or once more.
pub fn ask(outcome: &mut Outcome<'_>) -> Result<(), Rejection> {
    let definition = outcome.call.definition;
    let Schedule::AwaitsDate { owner, .. } = &definition.schedule else {
        return Ok(());
    };
    let times = outcome.instance()?.date_asked.map_or(0, |asked| asked.times);
    let times = times.saturating_add(1);
    let next = next(outcome, times);
    outcome.record(Transition::DateAsked { times, next });
    let owner = match owner {
        DateOwner::Institution(key) => Correspondent::Institution(key.clone()),
        DateOwner::Role(role) => Correspondent::Role(role.clone()),
    };
    outcome.ask(Effect::Note {
        to: owner.clone(),
        kind: NoteKind::DateNeeded,
    });
    let reminders = times - 1;
    if let Some(chief) = chief(definition).filter(|_| reminders >= TOLD_FROM) {
        let to = Correspondent::Role(chief.clone());
        if to != owner {
            outcome.ask(Effect::Note {
                to,
                kind: NoteKind::DateOverdue { owner, reminders },
            });
        }
    }
    Ok(())
}

/// The working day of the next reminder; outside the calendar, as after the plan, there is none.
fn next(outcome: &Outcome<'_>, times: u32) -> Option<NaiveDate> {
    let days = if times <= OFTEN_TIMES { OFTEN_DAYS } else { SELDOM_DAYS };
    let next = outcome.call.calendar.add_working_days(outcome.call.on, days).ok()?;
    (next <= outcome.call.definition.rules.last_day).then_some(next)
}

/// Who is told of delays: the last role that the ladder of reminders names, else the last to approve.
fn chief(definition: &Definition) -> Option<&RoleKey> {
    let stages = || definition.lifecycle.stages.values().map(|stage| &stage.act);
    let told = stages().find_map(|act| match act {
        Act::Report(reporting) => reporting.overdue.iter().rev().find_map(|(_, to)| match to {
            Recipient::Role(role) => Some(role),
            Recipient::Executor => None,
        }),
        _ => None,
    });
    told.or_else(|| {
        stages().find_map(|act| match act {
            Act::Approve(approval) => approval.by.last(),
            _ => None,
        })
    })
}
