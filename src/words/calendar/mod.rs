//! The work calendar: which days are worked, in layers (country, region, the office's own days).
//!
//! Must never guess: a year without a country file is [`OutsideCalendar`], not a row of plain weekends.
//! Must never read files: it takes their text.

mod layers;

use chrono::Datelike;
use chrono::Days;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// One calendar file, as text.
#[derive(Clone, Copy, Debug)]
pub struct CalendarSource<'a> {
    /// The file's name, for messages only.
    pub file: &'a str,
    /// The YAML text.
    pub text: &'a str,
}

/// A mistake in a calendar file, with its place and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}; {hint}")]
pub struct CalendarMistake {
    /// The file's name as given.
    pub file: String,
    /// Line, from 1; 0 when the place is not known.
    pub line: u64,
    /// Column in characters, from 1; 0 when the place is not known.
    pub column: u64,
    /// What is wrong, in Russian.
    pub message: String,
    /// What would be right, in Russian.
    pub hint: String,
}

/// The year is not in the calendar: no date is guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("нет производственного календаря на {year} год: добавьте файл workflows/calendars/ru-{year}.yaml")]
pub struct OutsideCalendar {
    /// The year that has no country file.
    pub year: i32,
}

/// Where the control date goes when the due date is a day off.
///
/// Source: records management moves back (the default); Civil Code art. 193 moves on; a fixed day is never moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DayOffRule {
    /// The nearest working day before.
    #[default]
    Previous,
    /// The nearest working day after.
    Next,
    /// The date stays (an event on a fixed day).
    None,
}

/// Working days and days off of the loaded years. Immutable; a look-up is one bit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkCalendar {
    years: BTreeMap<i32, WorkedDays>,
    reasons: BTreeMap<NaiveDate, String>,
    shortened: BTreeSet<NaiveDate>,
}

/// One bit for each day of a year, set when the day is worked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct WorkedDays {
    bits: [u64; 6],
}

impl WorkCalendar {
    /// Puts layers together: country files give the years, regional and own files add days to them.
    ///
    /// Later layers win over earlier ones; the order of the files does not matter, the order of the layers does.
    ///
    /// # Errors
    /// Every mistake of every file, with its place.
    pub fn from_layers(sources: &[CalendarSource<'_>]) -> Result<Self, Vec<CalendarMistake>> {
        layers::build(sources)
    }

    /// Whether the year has a country file.
    pub fn covers(&self, year: i32) -> bool {
        self.years.contains_key(&year)
    }

    /// The years that have a country file, in order.
    pub fn years(&self) -> impl Iterator<Item = i32> + '_ {
        self.years.keys().copied()
    }

    /// Whether the day is worked.
    ///
    /// # Errors
    /// [`OutsideCalendar`] when the day's year is not loaded.
    pub fn is_working(&self, day: NaiveDate) -> Result<bool, OutsideCalendar> {
        let year = self
            .years
            .get(&day.year())
            .ok_or(OutsideCalendar { year: day.year() })?;
        Ok(year.is_worked(day))
    }

    /// Whether the day is worked, but an hour shorter (the day before a holiday).
    pub fn is_shortened(&self, day: NaiveDate) -> bool {
        self.shortened.contains(&day)
    }

    /// Why the day is off («Радоница», «суббота»), or `None` for a working day or a year that is not loaded.
    pub fn day_off_reason(&self, day: NaiveDate) -> Option<&str> {
        if self.is_working(day) != Ok(false) {
            return None;
        }
        let weekend = if day.weekday() == chrono::Weekday::Sat {
            "суббота"
        } else {
            "воскресенье"
        };
        Some(self.reasons.get(&day).map_or(weekend, String::as_str))
    }

    /// The day that is `days` working days after `from` (before it when negative); `0` gives `from` itself.
    ///
    /// `from` is not counted: one working day after a Friday is the Monday.
    /// Source: Civil Code art. 191 (a term starts the day after the event).
    ///
    /// # Errors
    /// [`OutsideCalendar`] when the count leaves the loaded years.
    pub fn add_working_days(&self, from: NaiveDate, days: i32) -> Result<NaiveDate, OutsideCalendar> {
        let mut day = from;
        let mut left = days.unsigned_abs();
        while left > 0 {
            day = if days > 0 { next(day)? } else { previous(day)? };
            if self.is_working(day)? {
                left -= 1;
            }
        }
        Ok(day)
    }

    /// How many working days lie after `from` up to and including `to`: the first end does not count, the last one does.
    ///
    /// Negative when `to` is before `from`; then `to` counts and `from` does not.
    ///
    /// # Errors
    /// [`OutsideCalendar`] when a year between the two is not loaded.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> Result<i64, OutsideCalendar> {
        let backwards = to < from;
        let mut day = from;
        let mut count = 0;
        while day != to {
            day = if backwards { previous(day)? } else { next(day)? };
            count += i64::from(self.is_working(day)?);
        }
        Ok(if backwards { -count } else { count })
    }

    /// The control date of a due date: the due date itself when it is worked, else moved by the rule.
    ///
    /// # Errors
    /// [`OutsideCalendar`] when the due date, or the day it would move to, is in a year that is not loaded.
    pub fn control_date(&self, due: NaiveDate, rule: DayOffRule) -> Result<NaiveDate, OutsideCalendar> {
        let mut day = due;
        while rule != DayOffRule::None && !self.is_working(day)? {
            day = if rule == DayOffRule::Previous {
                previous(day)?
            } else {
                next(day)?
            };
        }
        Ok(day)
    }
}

impl WorkedDays {
    fn is_worked(&self, day: NaiveDate) -> bool {
        let (word, bit) = place(day);
        self.bits[word] >> bit & 1 == 1
    }

    fn set(&mut self, day: NaiveDate) {
        let (word, bit) = place(day);
        self.bits[word] |= 1 << bit;
    }

    fn clear(&mut self, day: NaiveDate) {
        let (word, bit) = place(day);
        self.bits[word] &= !(1 << bit);
    }
}

fn place(day: NaiveDate) -> (usize, u32) {
    let ordinal = day.ordinal0();
    ((ordinal / 64) as usize, ordinal % 64)
}

fn next(day: NaiveDate) -> Result<NaiveDate, OutsideCalendar> {
    day.checked_add_days(Days::new(1))
        .ok_or(OutsideCalendar { year: day.year() })
}

fn previous(day: NaiveDate) -> Result<NaiveDate, OutsideCalendar> {
    day.checked_sub_days(Days::new(1))
        .ok_or(OutsideCalendar { year: day.year() })
}

#[cfg(test)]
mod tests;
