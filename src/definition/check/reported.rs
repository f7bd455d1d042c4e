//! Reports that are owed after the period they tell of: «до 10 числа месяца, следующего за отчётным кварталом».
//!
//! Must never name the period by the date: the report about December is owed in January.
#![deny(missing_docs)]

use crate::definition::check::period;
use crate::words::deadline::DeadlineReading;
use crate::words::recurrence::{Frequency, Recurrence};
use chrono::{Datelike, Months, NaiveDate};

/// What a report that is owed afterwards is about.
#[derive(Clone, Copy)]
pub enum Reported {
    /// «до 10 числа месяца, следующего за отчётным кварталом»: the period that ended with the month before.
    UpToLastMonth,
    /// «до 20 января года, следующего за отчётным»: the year before.
    LastYear,
}

impl Reported {
    /// How the words say it, in a plan whose last day is `last_day`; `None` for what is not owed afterwards.
    pub fn of(reading: &DeadlineReading, last_day: NaiveDate) -> Option<Self> {
        let Some(Recurrence::Rule(rule)) = &reading.recurrence else {
            return None;
        };
        let phrase = reading.phrase.to_lowercase().replace('ё', "е");
        let (next, reporting) = (phrase.contains("следующ"), phrase.contains("отчетн"));
        let in_next_month = |until: NaiveDate| {
            let next = last_day.with_day(1)?.checked_add_months(Months::new(1))?;
            Some(until > last_day && until <= period::month_end(next)?)
        };
        match rule.until {
            Some(until) if (next || reporting) && in_next_month(until) == Some(true) => Some(Self::UpToLastMonth),
            None if next && reporting && rule.frequency == Frequency::Yearly => Some(Self::LastYear),
            _ => None,
        }
    }

    /// The last day of the period that the report due on `due` tells of.
    pub fn last_day_before(self, due: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::UpToLastMonth => due.with_day(1)?.pred_opt(),
            Self::LastYear => NaiveDate::from_ymd_opt(due.year(), 1, 1)?.pred_opt(),
        }
    }
}
