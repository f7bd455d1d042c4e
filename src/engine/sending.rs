//! When a letter leaves, and who is meant by one to many.
//!
//! Must never say what a letter says, nor how it is sent.

use super::effect::Correspondent;
use super::state::Task;
use crate::definition::model::Part;
use crate::words::calendar::WorkCalendar;
use chrono::NaiveDate;

/// The day on which a letter asked for on `on` leaves: the same one when it is worked, else the next working day. Where
/// no calendar reaches, at once.
pub fn leaves_on(calendar: &WorkCalendar, on: NaiveDate) -> NaiveDate {
    match (calendar.is_working(on), calendar.add_working_days(on, 1)) {
        (Ok(false), Ok(next)) => next,
        _ => on,
    }
}

/// Whether the institution that has the task is among those a letter to many is for. Each gets one of its own.
pub fn is_for(to: &Correspondent, task: &Task) -> bool {
    match to {
        Correspondent::Executor => true,
        Correspondent::Leads => task.part == Part::Lead,
        Correspondent::Role(_) | Correspondent::Institution(_) => false,
    }
}
