//! Reads the deadline of an item as Russian plans write it: a date, a month, a term, a repetition, or an honest question.
//!
//! Must never give a date that the words and the context do not prove: what is doubtful is confirmed or asked by a person.
//! Must never move a date for days off; that is the calendar's work.

#![expect(
    clippy::match_same_arms,
    reason = "each arm is one turn of phrase; merged arms would hide which"
)]

mod asides;
mod candidates;
mod context;
mod dated;
mod draft;
mod events;
mod hours;
mod joiner;
mod letters;
mod lexer;
mod lexicon;
mod list;
mod narrowed;
mod numbered;
mod often;
mod parser;
mod periodic;
mod places;
mod reasons;
mod repeat;
mod reported;
mod rules;
mod settle;
mod term;
mod vocabulary;
mod when;
mod wording;
mod year_words;
mod years;

#[cfg(test)]
mod tests;

pub use candidates::Candidate;
pub use context::DeadlineContext;
pub use context::NotAPeriod;
pub use context::OrderDate;
pub use context::PlanPeriod;
pub use reasons::Reason;
pub use term::Direction;
pub use term::Term;
pub use term::TermEvent;
pub use term::TermUnit;
pub use wording::long_date;

use crate::words::calendar::DayOffRule;
use crate::words::calendar::OutsideCalendar;
use crate::words::calendar::WorkCalendar;
use crate::words::recurrence::Occurrence;
use crate::words::recurrence::Recurrence;
use chrono::NaiveDate;
use chrono::NaiveTime;

/// Longer than any deadline cell; a longer text is not read but asked about.
const PHRASE_LENGTH_MAX: usize = 1500;

/// How sure the reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The words leave no doubt.
    Read,
    /// There is a usual reading, but a person must confirm it.
    Confirm,
    /// There is no reading; a person must say the dates.
    Ask,
}

/// What kind of deadline it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A last day, or a fixed day.
    DueBy,
    /// From one day to another.
    Window,
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
    /// Repeated, or on several dates.
    Recurring,
    /// The whole period of the plan, a year, a school year.
    WholePeriod,
    /// Another plan or schedule sets the date.
    ExternalPlan,
    /// An event sets the date.
    OnEvent,
    /// Not understood.
    Unknown,
}

/// What was understood of a deadline phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadlineReading {
    /// The phrase, letter for letter.
    pub phrase: String,
    /// How sure the reading is.
    pub outcome: Outcome,
    /// What kind of deadline it is.
    pub kind: Kind,
    /// First day, when the words give one; of the first occurrence, when the deadline repeats.
    pub start: Option<NaiveDate>,
    /// Last day as written, inclusive, not moved for days off.
    pub due: Option<NaiveDate>,
    /// The hour of the last day, when the words give one («до 10.00»).
    pub hour: Option<NaiveTime>,
    /// `start` and `due` are one named day: an event that is never moved.
    pub fixed_day: bool,
    /// How it repeats.
    pub recurrence: Option<Recurrence>,
    /// The term, when the words count days from an event.
    pub term: Option<Term>,
    /// Why a person must confirm or be asked; empty when `outcome` is `Read`.
    pub reasons: Vec<Reason>,
    /// What a person may choose from, likeliest first; empty when `outcome` is `Read`, and when nothing can be offered.
    pub candidates: Vec<Candidate>,
    /// The reading as one Russian sentence.
    pub reading: String,
}

/// Reads a phrase in its context. Never fails: what is not understood is asked about.
pub fn read(phrase: &str, context: &DeadlineContext) -> DeadlineReading {
    if phrase.chars().nth(PHRASE_LENGTH_MAX).is_some() {
        return settle::asked(phrase, Reason::TooLong);
    }
    let tokens = lexer::tokens(phrase);
    let draft = parser::parse(phrase, &tokens);
    settle::settle(phrase, draft, context)
}

impl Outcome {
    /// `read`, `confirm` or `ask`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Confirm => "confirm",
            Self::Ask => "ask",
        }
    }
}

impl Kind {
    /// The kind's name in data: `due_by`, `window`, …
    pub fn name(self) -> &'static str {
        match self {
            Self::DueBy => "due_by",
            Self::Window => "window",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Recurring => "recurring",
            Self::WholePeriod => "whole_period",
            Self::ExternalPlan => "external_plan",
            Self::OnEvent => "on_event",
            Self::Unknown => "unknown",
        }
    }
}

impl DeadlineReading {
    /// The control date of `due`: moved from a day off by the rule, unless it is a fixed day.
    ///
    /// # Errors
    /// [`OutsideCalendar`] when the calendar has no such year.
    pub fn control(&self, calendar: &WorkCalendar, rule: DayOffRule) -> Result<Option<NaiveDate>, OutsideCalendar> {
        let rule = if self.fixed_day { DayOffRule::None } else { rule };
        self.due.map(|due| calendar.control_date(due, rule)).transpose()
    }

    /// All occurrences whose last day lies between `from` and `to`, both inclusive: one for a deadline that does not repeat.
    pub fn occurrences(&self, from: NaiveDate, to: NaiveDate) -> Vec<Occurrence> {
        let Some(due) = self.due else { return Vec::new() };
        let first = Occurrence { start: self.start, due };
        match &self.recurrence {
            Some(recurrence) => recurrence.occurrences(first, from, to).collect(),
            None => Some(first)
                .filter(|run| (from..=to).contains(&run.due))
                .into_iter()
                .collect(),
        }
    }

    /// Gives a term in working days its last day, when it runs from an order whose day is known.
    ///
    /// # Errors
    /// [`OutsideCalendar`] when the calendar has no such year; the reading is then unchanged.
    pub fn count_working_days(
        &mut self,
        context: &DeadlineContext,
        calendar: &WorkCalendar,
    ) -> Result<(), OutsideCalendar> {
        let order = context.order_date.and_then(|date| date.day());
        let (Some(term), Some(day), None, Kind::OnEvent) = (&self.term, order, self.due, self.kind) else {
            return Ok(());
        };
        if term.unit == TermUnit::WorkingDays
            && term.from != TermEvent::Unstated
            && !matches!(term.from, TermEvent::Named(_))
        {
            self.due = Some(term.due_from(day, calendar)?);
            self.reading = wording::sentence(self);
        }
        Ok(())
    }
}
