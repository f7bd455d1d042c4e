//! What the items of one plan are read against: its days, its order, who may be asked.
//!
//! Must never take the years of a plan from anywhere but the document and the answers.

use super::answers::Answers;
use super::draft::Draft;
use super::letterhead::{self, Letterhead};
use super::parties::{Parties, Who};
use super::{ImportError, rows, yaml};
use crate::words::deadline::{self, DeadlineContext, OrderDate, Outcome, PlanPeriod};
use chrono::{Datelike, NaiveDate};

/// What the items of one plan are read against.
pub struct Ground<'a> {
    pub plan: &'a str,
    pub context: DeadlineContext,
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
    pub order: Option<NaiveDate>,
    /// Who may be asked for a date: key and name.
    pub owners: Vec<(String, String)>,
    pub answers: &'a Answers,
}

/// First and last day: from the answers, the title, or the years that the table itself names.
pub fn period(
    answers: &Answers,
    head: &Letterhead,
    found: &rows::Found,
) -> Result<(NaiveDate, NaiveDate), ImportError> {
    let written = answers
        .plan
        .iter()
        .find(|field| field.name == "period")
        .and_then(|field| {
            let yaml::Yaml::Line(line) = &field.value else {
                return None;
            };
            let day = |name: &str| {
                let (_, value) = line.iter().find(|(field, _)| field == name)?;
                let yaml::Yaml::Text(text) = value else { return None };
                text.parse::<NaiveDate>().ok()
            };
            day("from").zip(day("to"))
        });
    let years = || {
        let texts = found.lines.iter().flat_map(|line| match line {
            rows::Line::Item(item) => item.cells.iter().map(|cell| cell.text.to_string()).collect::<Vec<_>>(),
            rows::Line::Section(section) => vec![section.title.clone()],
        });
        let years: Vec<i32> = texts
            .chain(found.headings.iter().cloned())
            .flat_map(|text| letterhead::years(&text))
            .collect();
        let ends = years.iter().min().zip(years.iter().max())?;
        NaiveDate::from_ymd_opt(*ends.0, 1, 1).zip(NaiveDate::from_ymd_opt(*ends.1, 12, 31))
    };
    let order_year = || {
        let order = head.date?;
        Some(order).zip(NaiveDate::from_ymd_opt(order.year(), 12, 31))
    };
    written
        .or(head.days)
        .or_else(years)
        .or_else(order_year)
        .ok_or(ImportError::NoPeriod)
}

pub fn context(first: NaiveDate, last: NaiveDate, head: &Letterhead) -> DeadlineContext {
    let period = head
        .period
        .filter(|period| period.days().is_some_and(|days| days.1 == last));
    // What `prikaz check` makes of the same two days.
    let is = |day: NaiveDate, month: u32, number: u32| (day.month(), day.day()) == (month, number);
    let by_days = if is(last, 12, 31) {
        PlanPeriod::Years {
            first: first.year(),
            last: last.year(),
        }
    } else {
        PlanPeriod::Days { first, last }
    };
    DeadlineContext {
        period: Some(period.unwrap_or(by_days)),
        order_date: Some(OrderDate::Day(head.date.unwrap_or(first))),
        plan_month: None,
    }
}

/// The first day of a plan whose items are older than its order: some were due before it was signed.
pub fn earlier_start(ground: &Ground<'_>, head: &Letterhead, items: &[Draft]) -> Option<NaiveDate> {
    let (first, last) = head.period?.days()?;
    let whole = context(first, last, head);
    let due_before = |item: &Draft| {
        let reading = deadline::read(&item.deadline, &whole);
        let due = reading.due.filter(|_| reading.outcome == Outcome::Read);
        due.is_some_and(|due| (first..ground.first_day).contains(&due))
    };
    let written = ground.answers.plan.iter().any(|field| field.name == "period");
    (!written && items.iter().any(due_before)).then_some(first)
}

/// Those who may owe a date: single institutions in the order of the document, then the roles.
pub fn owners(parties: &Parties) -> Vec<(String, String)> {
    let named = parties.known.iter().filter_map(|party| match &party.who {
        Who::One(key) => Some((key.clone(), party.name.clone())),
        Who::Each(_) => None,
    });
    let roles = [("clerk", "делопроизводитель"), ("head", "начальник")];
    named
        .chain(roles.map(|(key, name)| (key.to_owned(), name.to_owned())))
        .collect()
}
