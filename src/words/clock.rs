//! The only reader of time. Everything else is told the time.
//!
//! Instants are truncated to microseconds, because PostgreSQL keeps no more and the two databases must agree.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use std::sync::{Arc, Mutex};

/// Where the present comes from: the system, or a hand that tests and the demo move.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The system's clock.
    System,
    /// A clock that stands still until it is moved.
    Hand(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// A clock that stands at `at` until [`Clock::set`].
    pub fn standing_at(at: DateTime<Utc>) -> Self {
        Self::Hand(Arc::new(Mutex::new(at)))
    }

    /// The present, in microseconds.
    #[expect(clippy::disallowed_methods, reason = "the one reader of time")]
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now().trunc_subsecs(6),
            Self::Hand(at) => at
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .trunc_subsecs(6),
        }
    }

    /// Moves a hand clock; the system's clock is not moved.
    pub fn set(&self, at: DateTime<Utc>) {
        if let Self::Hand(hand) = self {
            *hand.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = at;
        }
    }
}

/// The date on the office's wall at `at`: the date that goes on paper.
pub fn office_date(at: DateTime<Utc>, zone: chrono_tz::Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// The instant at which the office's day `day` begins; where a clock change skips midnight, the first instant after.
pub fn office_midnight(day: NaiveDate, zone: chrono_tz::Tz) -> DateTime<Utc> {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    (0..=3)
        .find_map(|hours| {
            (midnight + chrono::TimeDelta::hours(hours))
                .and_local_timezone(zone)
                .earliest()
        })
        .map_or_else(|| midnight.and_utc(), |at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_signed_after_midnight_in_stavropol_bears_the_new_date() {
        let at = DateTime::parse_from_rfc3339("2022-04-04T21:30:00Z")
            .unwrap()
            .with_timezone(&Utc);
        assert_eq!(office_date(at, chrono_tz::Europe::Moscow).to_string(), "2022-04-05");
    }

    #[test]
    fn the_office_day_begins_at_local_midnight() {
        let day = NaiveDate::from_ymd_opt(2022, 4, 5).unwrap();
        assert_eq!(
            office_midnight(day, chrono_tz::Europe::Moscow).to_rfc3339(),
            "2022-04-04T21:00:00+00:00"
        );
    }
}
