//! What a deadline phrase leaves unsaid: the plan's period and the order's date.
//!
//! Must never fill in what was not given: `unknown` stays unknown.

use chrono::Datelike;
use chrono::NaiveDate;
use std::str::FromStr;

/// What is known besides the phrase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeadlineContext {
    /// The period of the plan, if there is one.
    pub period: Option<PlanPeriod>,
    /// The date of the order that puts the plan in force.
    pub order_date: Option<OrderDate>,
    /// The first day of the month that a monthly plan is for.
    pub plan_month: Option<NaiveDate>,
}

/// The period that a plan is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanPeriod {
    /// Calendar years, both inclusive.
    Years {
        /// First year.
        first: i32,
        /// Last year.
        last: i32,
    },
    /// The school year that begins on 1 September of `first` and ends on 31 August.
    SchoolYear {
        /// The year of its September.
        first: i32,
    },
    /// From one day to another, both inclusive.
    Days {
        /// First day.
        first: NaiveDate,
        /// Last day.
        last: NaiveDate,
    },
    /// A standing rule: no end.
    Standing,
}

/// The order's date, as exactly as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderDate {
    /// The day.
    Day(NaiveDate),
    /// The month, by its first day.
    Month(NaiveDate),
    /// The year.
    Year(i32),
}

/// The text is not a plan period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("ожидался период плана, например 2022-2024, 2022/2023 или 2022-09-01..2024-05-31, а записано «{found}»")]
pub struct NotAPeriod {
    /// The part that could not be read.
    pub found: String,
}

impl PlanPeriod {
    /// First and last day, both inclusive; `None` for a standing rule.
    pub fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        match *self {
            Self::Years { first, last } => {
                NaiveDate::from_ymd_opt(first, 1, 1).zip(NaiveDate::from_ymd_opt(last, 12, 31))
            }
            Self::SchoolYear { first } => {
                NaiveDate::from_ymd_opt(first, 9, 1).zip(NaiveDate::from_ymd_opt(first + 1, 8, 31))
            }
            Self::Days { first, last } => Some((first, last)),
            Self::Standing => None,
        }
    }
}

impl OrderDate {
    /// The day itself, or the first day of what is known.
    pub fn earliest(&self) -> Option<NaiveDate> {
        match *self {
            Self::Day(day) | Self::Month(day) => Some(day),
            Self::Year(year) => NaiveDate::from_ymd_opt(year, 1, 1),
        }
    }

    /// The day, when it is known to the day.
    pub fn day(&self) -> Option<NaiveDate> {
        if let Self::Day(day) = *self { Some(day) } else { None }
    }
}

impl FromStr for DeadlineContext {
    type Err = NotAPeriod;

    /// Reads `2022-2024;doc=2022-04-04`, `2021/2022`, `2010;month=2010-04`, `doc=D`, `event=receipt`, `standing`, `unknown`.
    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let mut context = Self::default();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some(("doc", "D") | ("event", _)) => {}
                Some(("doc", date)) => context.order_date = Some(date.parse()?),
                Some(("month", month)) => match month.parse()? {
                    OrderDate::Month(first) => context.plan_month = Some(first),
                    _ => return Err(NotAPeriod { found: part.to_owned() }),
                },
                Some(_) => return Err(NotAPeriod { found: part.to_owned() }),
                None if part == "unknown" => {}
                None => context.period = Some(part.parse()?),
            }
        }
        Ok(context)
    }
}

impl FromStr for OrderDate {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let refuse = || NotAPeriod { found: text.to_owned() };
        match text.len() {
            4 => Ok(Self::Year(year(text).ok_or_else(refuse)?)),
            7 => Ok(Self::Month(day(&format!("{text}-01")).ok_or_else(refuse)?)),
            _ => Ok(Self::Day(day(text).ok_or_else(refuse)?)),
        }
    }
}

impl FromStr for PlanPeriod {
    type Err = NotAPeriod;

    /// Reads `2022`, `2022-2024`, `2022..2024`, `2022/2023`, `2022-09/2024-05`, `2022-01-21/2022-02-23` (or with `..`), `standing`.
    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let text = text.trim();
        if text == "standing" {
            return Ok(Self::Standing);
        }
        let period = if let Some((first, last)) = text.split_once("..") {
            ends(first, last, Years::Calendar)
        } else if let Some((first, last)) = text.split_once('/') {
            ends(first, last, Years::School)
        } else if let Some((first, last)) = text
            .split_once('-')
            .filter(|ends| ends.0.len() == 4 && ends.1.len() == 4)
        {
            ends(first, last, Years::Calendar)
        } else {
            ends(text, text, Years::Calendar)
        };
        period.ok_or_else(|| NotAPeriod { found: text.to_owned() })
    }
}

/// How `2022` and `2023` are joined: `2022/2023` is one school year, `2022..2023` two calendar years.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Years {
    Calendar,
    School,
}

fn ends(first: &str, last: &str, years: Years) -> Option<PlanPeriod> {
    let (first, last) = (first.trim(), last.trim());
    if let Some((first, last)) = year(first).zip(year(last)) {
        return match years {
            Years::School if last == first + 1 => Some(PlanPeriod::SchoolYear { first }),
            Years::School => None,
            Years::Calendar => (first <= last).then_some(PlanPeriod::Years { first, last }),
        };
    }
    let first = day(first).or_else(|| day(&format!("{first}-01")))?;
    let last = day(last).or_else(|| {
        let month = day(&format!("{last}-01"))?;
        month.with_day(crate::words::recurrence::month_length(month))
    })?;
    (first <= last).then_some(PlanPeriod::Days { first, last })
}

fn year(text: &str) -> Option<i32> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|year| digits && (1990..=2100).contains(year))
}

fn day(text: &str) -> Option<NaiveDate> {
    let shaped = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (shaped && (1990..=2100).contains(&day.year())).then_some(day)
}
