//! A plan as rows of a timeline: sections, items, and what stands against the months.
//!
//! Must never draw a date that a definition does not have: an item that waits for its date is shown as waiting.

use crate::definition::model::{Definition, Period, Plan, Schedule};
use crate::drawing::schedule;
use crate::words::ids::ItemKey;
use crate::words::phrasing::{join_list, period_name, short_date};
use chrono::{Datelike, NaiveDate};

/// A row.
#[derive(Debug, Clone)]
pub enum Row {
    /// A section's heading.
    Section(String),
    /// An item.
    Item(ItemRow),
}

/// An item's row.
#[derive(Debug, Clone)]
pub struct ItemRow {
    /// Number as printed.
    pub number: String,
    /// What it is about, in a few words.
    pub title: String,
    /// Who executes it, and what it comes after.
    pub who: String,
    /// What stands against the months, in order.
    pub marks: Vec<Mark>,
}

/// What stands against the months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// One run with known dates.
    Run {
        /// The instance opens, inclusive.
        opens: NaiveDate,
        /// First day of the work, where the deadline names one.
        start: Option<NaiveDate>,
        /// Due date by the words.
        due: NaiveDate,
        /// How the due date is to be taken.
        kind: Due,
    },
    /// No date yet, within these days.
    Waits {
        /// First day, inclusive.
        from: NaiveDate,
        /// Last day, inclusive.
        to: NaiveDate,
        /// Who will name it.
        owner: String,
    },
}

/// How a due date is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// A working day.
    Plain,
    /// A day off: the control date is another day.
    OnDayOff,
    /// The day of an event.
    Event,
}

/// Rows of a plan, in its order.
pub fn rows(plan: &Plan) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut section: Option<&str> = None;
    for item in &plan.items {
        if section != Some(item.section.as_str()) {
            section = Some(&item.section);
            if let Some(heading) = plan.sections.get(&item.section) {
                rows.push(Row::Section(format!(
                    "{}. {}",
                    item.section,
                    schedule::one_line(heading)
                )));
            }
        }
        rows.push(Row::Item(row(plan, item)));
    }
    rows
}

/// The plan in sentences, one per section and item.
pub fn told(plan: &Plan) -> Vec<String> {
    let mut told = vec![format!(
        "Пунктов: {}, с {} по {}.",
        plan.items.len(),
        short_date(plan.rules.first_day),
        short_date(plan.rules.last_day)
    )];
    let mut section: Option<&str> = None;
    for item in &plan.items {
        if section != Some(item.section.as_str()) {
            section = Some(&item.section);
            if let Some(heading) = plan.sections.get(&item.section) {
                told.push(format!("Раздел {}. {}.", item.section, schedule::one_line(heading)));
            }
        }
        told.push(format!(
            "Пункт {}. {}. {}. Срок: {}.",
            item.number,
            schedule::one_line(&item.title),
            who(item),
            schedule::dates(plan, item)
        ));
    }
    told
}

/// First and last day that the timeline must show.
pub fn span(plan: &Plan) -> (NaiveDate, NaiveDate) {
    let (mut first, mut last) = (plan.rules.first_day, plan.rules.last_day);
    for item in &plan.items {
        if let Schedule::Dated(periods) = &item.schedule {
            for period in periods {
                first = first.min(begins(period));
                last = last.max(period.due);
            }
        }
    }
    (first, last)
}

fn begins(period: &Period) -> NaiveDate {
    period.start.map_or(period.opens, |start| start.min(period.opens))
}

fn row(plan: &Plan, item: &Definition) -> ItemRow {
    let title = item.brief.as_deref().unwrap_or(&item.title);
    ItemRow {
        number: item.number.clone(),
        title: capitalised(&schedule::one_line(title)),
        who: who(item),
        marks: marks(plan, item),
    }
}

fn who(item: &Definition) -> String {
    let names: Vec<&str> = item.executors.iter().map(|executor| executor.name.as_str()).collect();
    let said = if names.is_empty() {
        "Исполнитель не назван".to_owned()
    } else {
        names.join(", ")
    };
    if item.after.is_empty() {
        return said;
    }
    let after: Vec<&str> = item.after.iter().map(ItemKey::as_str).collect();
    format!("{said}; после {}", join_list(&after))
}

fn marks(plan: &Plan, item: &Definition) -> Vec<Mark> {
    match &item.schedule {
        Schedule::Dated(periods) => periods
            .iter()
            .map(|period| Mark::Run {
                opens: period.opens,
                start: period.start,
                due: period.due,
                kind: if period.fixed_day {
                    Due::Event
                } else if period.control == period.due {
                    Due::Plain
                } else {
                    Due::OnDayOff
                },
            })
            .collect(),
        Schedule::AwaitsDate { period, owner } => {
            let owner = schedule::date_owner(owner, plan, item);
            let whole = (item.rules.first_day, item.rules.last_day);
            let (from, to) =
                years(period.as_str()).map_or(whole, |(first, last)| (whole.0.max(first), whole.1.min(last)));
            let (from, to) = if from <= to { (from, to) } else { whole };
            let owner = match years(period.as_str()) {
                Some(_) => owner,
                None => format!("{owner} ({})", period_name(period.as_str())),
            };
            vec![Mark::Waits { from, to, owner }]
        }
    }
}

/// First and last day of a period of whole years: `2022`, `2022-2024`.
fn years(key: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (first, last) = key.split_once('-').unwrap_or((key, key));
    let first = NaiveDate::from_ymd_opt(first.parse().ok()?, 1, 1)?;
    let last = NaiveDate::from_ymd_opt(last.parse().ok()?, 12, 31)?;
    (first.year() <= last.year() && key.len() >= 4).then_some((first, last))
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
