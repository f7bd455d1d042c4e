//! When the next reminder is due: computed from the state alone, so that no timer can be lost or fire twice.

use crate::definition::model::Recipient;
use crate::words::ids::StageKey;
use chrono::NaiveDate;

/// One rung of the ladder of reminders of a `report` stage, in the order of their days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rung {
    /// Working days from the control date; negative before, positive after it.
    pub offset: i32,
    /// Who is written to.
    pub to: Recipient,
}

/// The next timer of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskTimer {
    /// Index into the ladder.
    pub rung: u32,
    /// Office day on which it fires; always a working day.
    pub on: NaiveDate,
}

/// The next timer of an instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstanceTimer {
    /// Stage it belongs to.
    pub stage: StageKey,
    /// Office day on which it fires.
    pub on: NaiveDate,
}
