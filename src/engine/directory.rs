//! The directory as tasks see it: which institutions hold on a day.
//!
//! Must never know a task.

use super::event::DirectoryEntry;
use crate::definition::model::Plan;
use chrono::NaiveDate;

/// The institutions of the plan valid on `day`, in its order.
pub fn valid_on(plan: &Plan, day: NaiveDate) -> Vec<DirectoryEntry> {
    let rows = plan.institutions.iter();
    let valid = rows.filter(|institution| institution.is_valid_on(day));
    valid
        .map(|institution| DirectoryEntry {
            key: institution.key.clone(),
            kind: institution.kind.clone(),
        })
        .collect()
}
