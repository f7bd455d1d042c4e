//! Being written.

/// How a due date on a day off becomes a control date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DayOffRule {
    /// The working day before it (records management).
    Previous,
    /// The working day after it (Civil Code).
    Next,
    /// Not moved.
    None,
}

/// Days off and worked Saturdays.
#[derive(Debug, Clone)]
pub struct WorkCalendar;
