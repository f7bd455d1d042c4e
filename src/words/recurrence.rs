//! Repetition of a deadline, typed: the part of RFC 5545 that plans need, written as an RRULE body.
//!
//! Must never invent an occurrence: a rule counts from its first occurrence, and a 31st that a month lacks is skipped.

use chrono::Datelike;
use chrono::Days;
use chrono::NaiveDate;
use chrono::Weekday;
use std::fmt;
use std::str::FromStr;

/// One run of a repeated deadline: when it may begin (if the words say so) and its last day, inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// First day, or `None` when the words give only the last one.
    pub start: Option<NaiveDate>,
    /// Last day, inclusive, not moved for days off.
    pub due: NaiveDate,
}

/// How a deadline repeats: by a rule, or on listed dates.
///
/// `Display` gives the RRULE body (`FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=15;UNTIL=20241231`) or `RDATE:20220515,20221115`;
/// `FromStr` reads both back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recurrence {
    /// A rule; its first occurrence is kept beside it.
    Rule(Rule),
    /// Last days of all occurrences, ascending, the first one included.
    Dates(Vec<NaiveDate>),
}

/// A recurrence rule: the `BY…` parts narrow the days, the interval counts from the first occurrence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The step.
    pub frequency: Frequency,
    /// Every how many steps; at least 1.
    pub interval: u32,
    /// Months 1–12, ascending; empty means any.
    pub by_month: Vec<u32>,
    /// Days of the month, 1–31 or -1 for the last one; empty means any.
    pub by_month_day: Vec<i32>,
    /// Weekdays, each with its number within the month (`-1` the last) when one is given.
    pub by_day: Vec<(Option<i8>, Weekday)>,
    /// Last day on which an occurrence may fall, inclusive; `None` for a rule without an end.
    pub until: Option<NaiveDate>,
}

/// The step of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frequency {
    /// Every day.
    Daily,
    /// Every week.
    Weekly,
    /// Every month.
    Monthly,
    /// Every year.
    Yearly,
}

/// The text is not a recurrence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an RRULE body such as FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=15 or RDATE:20220515, found «{found}»")]
pub struct NotARecurrence {
    /// The part that could not be read.
    pub found: String,
}

impl Rule {
    /// A rule with nothing but its step.
    pub fn every(frequency: Frequency) -> Self {
        Self {
            frequency,
            interval: 1,
            by_month: vec![],
            by_month_day: vec![],
            by_day: vec![],
            until: None,
        }
    }

    /// The same rule on the given months.
    #[must_use]
    pub fn in_months(mut self, months: impl IntoIterator<Item = u32>) -> Self {
        self.by_month = months.into_iter().collect();
        self.by_month.sort_unstable();
        self.by_month.dedup();
        self
    }

    /// The same rule on one day of the month; -1 is the last.
    #[must_use]
    pub fn on_day(mut self, day: i32) -> Self {
        self.by_month_day = vec![day];
        self
    }

    /// The same rule with an end, inclusive.
    #[must_use]
    pub fn until(mut self, last: Option<NaiveDate>) -> Self {
        self.until = last;
        self
    }

    fn holds(&self, day: NaiveDate, first: NaiveDate) -> bool {
        let months = i64::from(day.year() - first.year()) * 12 + i64::from(day.month()) - i64::from(first.month());
        let steps = match self.frequency {
            Frequency::Daily => (day - first).num_days(),
            Frequency::Weekly => (monday(day) - monday(first)).num_weeks(),
            Frequency::Monthly => months,
            Frequency::Yearly => i64::from(day.year() - first.year()),
        };
        steps % i64::from(self.interval.max(1)) == 0 && self.allows(day, first)
    }

    fn allows(&self, day: NaiveDate, first: NaiveDate) -> bool {
        let last_of_month = i32::try_from(month_length(day)).unwrap_or(31);
        let number = i32::try_from(day.day()).unwrap_or(0);
        let by_month = self.by_month.is_empty() || self.by_month.contains(&day.month());
        let by_month_day = self.by_month_day.is_empty()
            || self
                .by_month_day
                .iter()
                .any(|&by| by == number || (by < 0 && by + last_of_month + 1 == number));
        let by_day = self.by_day.is_empty()
            || self
                .by_day
                .iter()
                .any(|&(nth, by)| by == day.weekday() && is_nth(day, nth));
        let free = self.by_month_day.is_empty() && self.by_day.is_empty();
        let as_first = !free
            || match self.frequency {
                Frequency::Daily => true,
                Frequency::Weekly => day.weekday() == first.weekday(),
                Frequency::Monthly => day.day() == first.day(),
                Frequency::Yearly => {
                    day.day() == first.day() && (!self.by_month.is_empty() || day.month() == first.month())
                }
            };
        by_month && by_month_day && by_day && as_first
    }
}

impl Recurrence {
    /// Occurrences whose last day lies between `from` and `to`, both inclusive, in order.
    ///
    /// `first` is the first occurrence; its span is laid over the others (a month's window stays a month's window).
    pub fn occurrences(
        &self,
        first: Occurrence,
        from: NaiveDate,
        to: NaiveDate,
    ) -> impl Iterator<Item = Occurrence> + '_ {
        let (days, dates): (Option<_>, &[NaiveDate]) = match self {
            Self::Rule(rule) => {
                let end = rule.until.map_or(to, |until| until.min(to));
                let days = first.due.iter_days().take_while(move |day| *day <= end);
                (
                    Some(days.filter(move |day| *day == first.due || rule.holds(*day, first.due))),
                    &[],
                )
            }
            Self::Dates(dates) => (None, dates),
        };
        let daily = matches!(self, Self::Rule(rule) if matches!(rule.frequency, Frequency::Daily | Frequency::Weekly));
        days.into_iter()
            .flatten()
            .chain(dates.iter().copied())
            .filter(move |day| (from..=to).contains(day))
            .map(move |due| Occurrence {
                start: start_of(first, due, daily),
                due,
            })
    }
}

/// Lays the first occurrence's span over another last day.
fn start_of(first: Occurrence, due: NaiveDate, by_days: bool) -> Option<NaiveDate> {
    let start = first.start?;
    if start == first.due {
        return Some(due);
    }
    if by_days {
        return due.checked_sub_days(Days::new(u64::try_from((first.due - start).num_days()).ok()?));
    }
    let back = (first.due.year() - start.year()) * 12 + i32::try_from(first.due.month()).ok()?
        - i32::try_from(start.month()).ok()?;
    let month = due
        .with_day(1)?
        .checked_sub_months(chrono::Months::new(u32::try_from(back).ok()?))?;
    month.with_day(start.day().min(month_length(month)))
}

/// How many days the month of `day` has.
pub fn month_length(day: NaiveDate) -> u32 {
    (28..=31).rev().find(|&last| day.with_day(last).is_some()).unwrap_or(28)
}

fn monday(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday())))
        .unwrap_or(day)
}

fn is_nth(day: NaiveDate, nth: Option<i8>) -> bool {
    let from_start = (day.day0() / 7 + 1).cast_signed();
    let from_end = -((month_length(day) - day.day()) / 7 + 1).cast_signed();
    nth.is_none_or(|nth| i32::from(nth) == from_start || i32::from(nth) == from_end)
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Mon),
    ("TU", Weekday::Tue),
    ("WE", Weekday::Wed),
    ("TH", Weekday::Thu),
    ("FR", Weekday::Fri),
    ("SA", Weekday::Sat),
    ("SU", Weekday::Sun),
];

const FREQUENCIES: [(&str, Frequency); 4] = [
    ("DAILY", Frequency::Daily),
    ("WEEKLY", Frequency::Weekly),
    ("MONTHLY", Frequency::Monthly),
    ("YEARLY", Frequency::Yearly),
];

impl fmt::Display for Recurrence {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rule(rule) => rule.fmt(text),
            Self::Dates(dates) => {
                write!(
                    text,
                    "RDATE:{}",
                    list(dates.iter().map(|date| date.format("%Y%m%d").to_string()))
                )
            }
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = FREQUENCIES
            .iter()
            .find(|(_, frequency)| *frequency == self.frequency)
            .map_or("", |found| found.0);
        write!(text, "FREQ={name}")?;
        if self.interval > 1 {
            write!(text, ";INTERVAL={}", self.interval)?;
        }
        if !self.by_month.is_empty() {
            write!(text, ";BYMONTH={}", list(self.by_month.iter().map(u32::to_string)))?;
        }
        if !self.by_month_day.is_empty() {
            write!(
                text,
                ";BYMONTHDAY={}",
                list(self.by_month_day.iter().map(i32::to_string))
            )?;
        }
        if !self.by_day.is_empty() {
            write!(text, ";BYDAY={}", list(self.by_day.iter().copied().map(weekday_text)))?;
        }
        self.until
            .map_or(Ok(()), |until| write!(text, ";UNTIL={}", until.format("%Y%m%d")))
    }
}

fn weekday_text((nth, weekday): (Option<i8>, Weekday)) -> String {
    let name = WEEKDAYS
        .iter()
        .find(|(_, by)| *by == weekday)
        .map_or("", |found| found.0);
    nth.map_or_else(|| name.to_owned(), |nth| format!("{nth}{name}"))
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(",")
}

impl FromStr for Recurrence {
    type Err = NotARecurrence;

    fn from_str(text: &str) -> Result<Self, NotARecurrence> {
        if let Some(dates) = text.strip_prefix("RDATE:") {
            let mut dates = dates.split(',').map(basic_date).collect::<Result<Vec<_>, _>>()?;
            dates.sort_unstable();
            return Ok(Self::Dates(dates));
        }
        let mut frequency = None;
        let mut rule = Rule::every(Frequency::Yearly);
        for part in text.split(';') {
            let refuse = || NotARecurrence { found: part.to_owned() };
            let (name, value) = part.split_once('=').ok_or_else(refuse)?;
            match name {
                "FREQ" => frequency = FREQUENCIES.iter().find(|(by, _)| *by == value).map(|found| found.1),
                "INTERVAL" => rule.interval = value.parse().ok().filter(|&by: &u32| by > 0).ok_or_else(refuse)?,
                "BYMONTH" => rule.by_month = numbers(value, |by| (1..=12).contains(by)).ok_or_else(refuse)?,
                "BYMONTHDAY" => {
                    rule.by_month_day = numbers(value, |by| (1..=31).contains(by) || *by == -1).ok_or_else(refuse)?;
                }
                "BYDAY" => {
                    rule.by_day = value
                        .split(',')
                        .map(weekday)
                        .collect::<Option<_>>()
                        .ok_or_else(refuse)?;
                }
                "UNTIL" => rule.until = Some(basic_date(value)?),
                _ => return Err(refuse()),
            }
        }
        rule.frequency = frequency.ok_or_else(|| NotARecurrence { found: text.to_owned() })?;
        Ok(Self::Rule(rule))
    }
}

fn numbers<T: FromStr>(text: &str, is_legal: impl Fn(&T) -> bool) -> Option<Vec<T>> {
    text.split(',').map(|by| by.parse().ok().filter(&is_legal)).collect()
}

fn weekday(text: &str) -> Option<(Option<i8>, Weekday)> {
    let (number, name) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let weekday = WEEKDAYS.iter().find(|(by, _)| *by == name)?.1;
    let number = if number.is_empty() {
        None
    } else {
        Some(number.parse().ok()?)
    };
    Some((number, weekday))
}

fn basic_date(text: &str) -> Result<NaiveDate, NotARecurrence> {
    NaiveDate::parse_from_str(text, "%Y%m%d").map_err(|_| NotARecurrence { found: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn dues(rule: &str, start: Option<&str>, due: &str) -> Vec<String> {
        let first = Occurrence {
            start: start.map(day),
            due: day(due),
        };
        let rule: Recurrence = rule.parse().unwrap();
        let all = rule.occurrences(first, day("2020-01-01"), day("2030-12-31"));
        all.map(|run| format!("{}..{}", run.start.map_or(String::new(), |d| d.to_string()), run.due))
            .take(40)
            .collect()
    }

    #[test]
    fn a_yearly_month_keeps_its_window_and_its_last_day() {
        assert_eq!(
            dues(
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1;UNTIL=20241231",
                Some("2022-02-01"),
                "2022-02-28"
            ),
            [
                "2022-02-01..2022-02-28",
                "2023-02-01..2023-02-28",
                "2024-02-01..2024-02-29"
            ]
        );
    }

    #[test]
    fn listed_months_daily_runs_and_intervals_are_counted_from_the_first() {
        assert_eq!(
            dues(
                "FREQ=YEARLY;BYMONTH=3,11;BYMONTHDAY=-1;UNTIL=20221231",
                Some("2022-03-01"),
                "2022-03-31"
            ),
            ["2022-03-01..2022-03-31", "2022-11-01..2022-11-30"]
        );
        assert_eq!(
            dues("FREQ=DAILY;UNTIL=20220427", Some("2022-04-20"), "2022-04-20").len(),
            8
        );
        assert_eq!(
            dues("FREQ=YEARLY;INTERVAL=3", None, "2022-12-31"),
            ["..2022-12-31", "..2025-12-31", "..2028-12-31"]
        );
        assert_eq!(
            dues(
                "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20220331",
                Some("2022-01-28"),
                "2022-01-28"
            ),
            [
                "2022-01-28..2022-01-28",
                "2022-02-25..2022-02-25",
                "2022-03-25..2022-03-25"
            ]
        );
        assert_eq!(
            dues(
                "FREQ=MONTHLY;BYDAY=2WE,-1WE;UNTIL=20230228",
                Some("2023-01-11"),
                "2023-01-11"
            ),
            [
                "2023-01-11..2023-01-11",
                "2023-01-25..2023-01-25",
                "2023-02-08..2023-02-08",
                "2023-02-22..2023-02-22"
            ]
        );
        assert_eq!(
            dues("FREQ=MONTHLY;BYMONTHDAY=1,15;UNTIL=20230215", None, "2023-01-01"),
            ["..2023-01-01", "..2023-01-15", "..2023-02-01", "..2023-02-15"]
        );
        assert_eq!(
            dues("RDATE:20220515,20221115", None, "2022-05-15"),
            ["..2022-05-15", "..2022-11-15"]
        );
        assert_eq!(
            dues("FREQ=MONTHLY;BYMONTHDAY=31;UNTIL=20220430", None, "2022-01-31"),
            ["..2022-01-31", "..2022-03-31"]
        );
    }

    #[test]
    fn the_text_of_a_rule_is_read_back() {
        for text in [
            "FREQ=YEARLY;BYMONTH=3,11;BYMONTHDAY=-1;UNTIL=20171231",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR",
            "FREQ=MONTHLY;BYDAY=-1FR",
            "FREQ=MONTHLY;BYDAY=2WE,-1WE;UNTIL=20231231",
            "FREQ=MONTHLY;BYMONTHDAY=1,15;UNTIL=20231231",
            "FREQ=DAILY;UNTIL=20090427",
            "RDATE:20220515,20221115",
        ] {
            assert_eq!(text.parse::<Recurrence>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "FREQ=HOURLY",
            "FREQ=YEARLY;BYMONTH=13",
            "FREQ=YEARLY;INTERVAL=0",
            "RDATE:2022",
            "FREQ=WEEKLY;BYDAY=Ж",
        ] {
            assert!(text.parse::<Recurrence>().is_err(), "{text}");
        }
    }
}
