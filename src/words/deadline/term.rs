//! A term that runs from an event: «в течение 10 рабочих дней со дня получения».
//!
//! Must never make up the day on which the event happened.

use crate::words::calendar::OutsideCalendar;
use crate::words::calendar::WorkCalendar;
use chrono::Days;
use chrono::Months;
use chrono::NaiveDate;
use std::fmt;

/// A length of time after or before an event.
///
/// A term after an event starts the day after it (Civil Code art. 191); its last day is included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// How many units.
    pub count: u32,
    /// What is counted.
    pub unit: TermUnit,
    /// After the event or before it.
    pub direction: Direction,
    /// What the term runs from.
    pub from: TermEvent,
}

/// What a term is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermUnit {
    /// Days in a row: the custom when no other is named.
    CalendarDays,
    /// Days that the work calendar has as worked.
    WorkingDays,
    /// Seven days in a row.
    Weeks,
    /// To the same day of the month, or its last day.
    Months,
    /// To the same day of the year.
    Years,
}

/// Which side of the event the term lies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The term ends after the event.
    After,
    /// The last day lies before the event.
    Before,
}

/// What a term runs from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TermEvent {
    /// The order itself («со дня подписания приказа»).
    Order,
    /// Nothing is named: by custom the signing of the order.
    Unstated,
    /// Something else, in the phrase's words.
    Named(String),
}

impl TermEvent {
    /// The order, when the words say its signing or issue and nothing else; else the words themselves.
    pub(super) fn named(words: &str) -> Self {
        let order = [
            "дня",
            "дну",
            "момента",
            "даты",
            "его",
            "насто",
            "данн",
            "приказ",
            "распоряж",
            "документ",
            "поручен",
        ];
        let signing = ["подписан", "издан", "регистрац", "утвержден"];
        let words_of = || {
            words
                .split(|sign: char| !sign.is_alphabetic())
                .filter(|word| !word.is_empty())
        };
        let begins = |word: &str, stems: &[&str]| stems.iter().any(|stem| word.to_lowercase().starts_with(stem));
        let only = words_of().all(|word| begins(word, &order) || begins(word, &signing));
        // «с даты приказа»
        let of_order = words_of().any(|word| begins(word, &["приказ", "распоряж"]))
            && words_of().any(|word| begins(word, &["дня", "дну", "даты"]));
        if only && (of_order || words_of().any(|word| begins(word, &signing))) {
            Self::Order
        } else {
            Self::Named(words.to_owned())
        }
    }
}

impl Term {
    /// Last day of the term, counted from the event's day.
    ///
    /// # Errors
    /// [`OutsideCalendar`] when working days leave the loaded years, or the date leaves the calendar altogether.
    pub fn due_from(&self, event: NaiveDate, calendar: &WorkCalendar) -> Result<NaiveDate, OutsideCalendar> {
        let outside = OutsideCalendar {
            year: chrono::Datelike::year(&event),
        };
        match (self.unit, i32::try_from(self.count), self.direction) {
            (TermUnit::WorkingDays, Ok(count), Direction::After) if count < 1000 => {
                calendar.add_working_days(event, count)
            }
            (TermUnit::WorkingDays, Ok(count), Direction::Before) if count < 1000 => {
                calendar.add_working_days(event, -count)
            }
            _ => self.plain_due_from(event).ok_or(outside),
        }
    }

    /// Last day of a term that needs no work calendar.
    pub(super) fn plain_due_from(&self, event: NaiveDate) -> Option<NaiveDate> {
        let days = |per: u64| Days::new(u64::from(self.count) * per);
        let months = |per: u32| self.count.checked_mul(per).map(Months::new);
        match (self.unit, self.direction) {
            (TermUnit::WorkingDays, _) => None,
            (TermUnit::CalendarDays, Direction::After) => event.checked_add_days(days(1)),
            (TermUnit::CalendarDays, Direction::Before) => event.checked_sub_days(days(1)),
            (TermUnit::Weeks, Direction::After) => event.checked_add_days(days(7)),
            (TermUnit::Weeks, Direction::Before) => event.checked_sub_days(days(7)),
            (TermUnit::Months, Direction::After) => event.checked_add_months(months(1)?),
            (TermUnit::Months, Direction::Before) => event.checked_sub_months(months(1)?),
            (TermUnit::Years, Direction::After) => event.checked_add_months(months(12)?),
            (TermUnit::Years, Direction::Before) => event.checked_sub_months(months(12)?),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            TermUnit::CalendarDays => "календарных дн.",
            TermUnit::WorkingDays => "рабочих дн.",
            TermUnit::Weeks => "нед.",
            TermUnit::Months => "мес.",
            TermUnit::Years => "г.",
        };
        write!(text, "{} {unit}", self.count)?;
        match (&self.from, self.direction) {
            (TermEvent::Order, Direction::After) => write!(text, " со дня подписания приказа"),
            (TermEvent::Order, Direction::Before) => write!(text, " до подписания приказа"),
            (TermEvent::Unstated, _) => write!(text, " (отсчёт не назван, по обычаю — со дня подписания приказа)"),
            (TermEvent::Named(event), Direction::After) => write!(text, " от события «{event}»"),
            (TermEvent::Named(event), Direction::Before) => write!(text, " до события «{event}»"),
        }
    }
}
