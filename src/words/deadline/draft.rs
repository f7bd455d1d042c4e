//! What a phrase says before years are filled in: spans of time, frequency, term, plan, event, and doubts.
//!
//! Must never hold a date that the phrase does not spell.

use super::Reason;
use super::lexicon::Season;
use super::lexicon::Unit;
use super::term::Term;
use chrono::Weekday;

/// A part of the calendar, without its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A number whose unit stands further on («5, 12 и 19 мая»).
    Bare(u32),
    Day {
        day: u32,
        month: Option<u32>,
    },
    Month(u32),
    Slice {
        month: Option<u32>,
        slice: Slice,
    },
    Week {
        nth: i8,
        month: Option<u32>,
    },
    NthWeekday {
        nth: i8,
        weekday: Weekday,
        month: Option<u32>,
    },
    LastDay {
        month: Option<u32>,
    },
    Quarter(u32),
    Half(u32),
    Season(Season),
    Year,
    SchoolYear,
    /// «месяц», «квартал», «полугодие» with no number.
    Any(Unit),
    /// «10 числа месяца, следующего за отчётным кварталом».
    DayAfter {
        day: u32,
        reported: Option<Unit>,
    },
    /// «25 числа последнего месяца квартала».
    DayOfLastMonth {
        day: u32,
        of: Unit,
    },
}

/// A part of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slice {
    Decade(u32),
    Half(u32),
    Tens(u32),
    /// «первые числа».
    Beginning,
    /// «последние числа».
    Ending,
}

/// How the year is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum YearTold {
    Nowhere,
    Exactly(i32),
    /// «2022/2023 учебного года».
    School(i32),
    /// «2022–2024 гг.» after a month.
    Each(i32, i32),
    /// «текущего года».
    Current,
    /// «с. г.»
    This,
    Next,
    /// «года, следующего за отчётным».
    AfterReporting,
}

/// Which end of the part is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    Whole,
    Start,
    Middle,
    End,
}

/// A part of the calendar as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct When {
    pub shape: Shape,
    pub year: YearTold,
    pub edge: Edge,
}

/// A stretch of time as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Span {
    At(When),
    By(When),
    Range(When, When),
    From(When),
}

/// How often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Often {
    pub unit: Unit,
    pub interval: u32,
    pub times: u32,
    pub weekdays: Vec<Weekday>,
}

/// What a report is about, and which span is its deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reported {
    pub words: String,
    pub span: usize,
}

/// All that a phrase says.
#[derive(Clone, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says whether some words stood in the phrase; any mix is legal"
)]
pub(super) struct Draft {
    pub spans: Vec<Span>,
    pub often: Option<Often>,
    pub whole_period: bool,
    /// «в течение 2023/2024 учебного года»: a year that is a term of its own.
    pub course_of_year: bool,
    pub plan: Option<String>,
    pub event: Option<String>,
    /// «за I квартал»: the times that reports are about.
    pub reported: Vec<Reported>,
    pub term: Option<Term>,
    pub clock: Option<(u32, u32)>,
    pub clock_is_limit: bool,
    pub weekdays: Vec<Weekday>,
    pub urgent: bool,
    /// «месяца» stood after a day that has no month: «последняя пятница месяца».
    pub of_month: bool,
    /// How many numbered places, groups of classes or shares of the work are named.
    pub groups: usize,
    /// «далее»: what follows goes on from the span before it.
    pub onward: bool,
    /// A number, «до» or «с» was left unexplained.
    pub loose_ends: bool,
    /// Why a person must confirm.
    pub doubts: Vec<Reason>,
    /// Why nothing may be read at all.
    pub refusals: Vec<Reason>,
}

impl When {
    pub fn new(shape: Shape) -> Self {
        Self {
            shape,
            year: YearTold::Nowhere,
            edge: Edge::Whole,
        }
    }
}
