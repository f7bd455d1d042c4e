//! Floor 0: the words of the field. Calendars, deadlines, executors, names in the cases, ids, the clock.
//!
//! Must never touch files, the network or a database; only [`clock`] reads the time and only [`ids`] makes randomness.
#![deny(missing_docs)]

pub mod alphabet;
pub mod calendar;
pub mod clock;
pub mod deadline;
pub mod executors;
pub mod ical;
pub mod ids;
pub mod inflection;
pub mod phrasing;
pub mod recurrence;
