//! The control dates of a simulation as days of a calendar program.
//!
//! Must never give a day another identity when the plan is played again: what was imported before is replaced.

use super::record::{Course, Simulation, What};
use super::viewing::item_label;
use crate::definition::model::Executor;
use crate::words::ical::{Calendar, Day, Method};
use crate::words::phrasing::{plural, short_date};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;

/// The control dates: one day for each instance, one more where tasks are due on another day.
pub fn calendar(simulation: &Simulation, stamped: DateTime<Utc>) -> Calendar {
    let mut due: BTreeMap<(u32, NaiveDate), u32> = BTreeMap::new();
    for happening in simulation
        .happenings
        .iter()
        .filter(|happening| happening.what == What::Due)
    {
        *due.entry((happening.course, happening.on)).or_default() += 1;
    }
    let controls = simulation
        .happenings
        .iter()
        .filter(|happening| happening.what == What::Control);
    let mut days: Vec<Day> = Vec::new();
    for happening in controls {
        if let Some(course) = simulation.course(happening) {
            let tasks = due.remove(&(happening.course, happening.on)).unwrap_or(0);
            days.extend(day(simulation, course, happening.course, happening.on, tasks, stamped));
        }
    }
    // What is left is due on a day of its own: co-executors report before the lead.
    for ((course, on), tasks) in due {
        let mut own = simulation
            .courses
            .get(course as usize)
            .and_then(|found| day(simulation, found, course, on, tasks, stamped));
        if let Some(day) = &mut own {
            day.uid = format!("{}.{day_uid}", on.format("%Y%m%d"), day_uid = day.uid);
            day.summary = format!("{} (часть исполнителей)", day.summary);
        }
        days.extend(own);
    }
    days.sort_by(|one, other| (one.on, &one.uid).cmp(&(other.on, &other.uid)));
    let titles: Vec<String> = simulation.plans.iter().map(|plan| plan.key.to_string()).collect();
    Calendar {
        name: format!("Контрольные сроки: {}", titles.join(", ")),
        method: Method::Publish,
        days,
    }
}

fn day(
    simulation: &Simulation,
    course: &Course,
    place: u32,
    on: NaiveDate,
    tasks: u32,
    stamped: DateTime<Utc>,
) -> Option<Day> {
    let definition = simulation.definition(course)?;
    let plan = simulation.plans.get(course.plan)?;
    let what = definition.brief.as_ref().unwrap_or(&definition.result);
    let executors: Vec<&str> = definition
        .executors
        .iter()
        .map(|executor: &Executor| executor.name.as_str())
        .collect();
    let mut said = vec![
        one_line(&definition.title),
        format!("Срок по тексту: {}", one_line(&definition.deadline)),
    ];
    if let Some(term) = course.term.filter(|term| term.due != on) {
        said.push(format!(
            "Дата по тексту {}, контрольный срок {}",
            short_date(term.due),
            short_date(on)
        ));
    }
    said.push(format!("Исполнители: {}", executors.join(", ")));
    if tasks > 0 {
        let count = u64::from(tasks);
        said.push(format!(
            "{count} {}",
            plural(count, "поручение", "поручения", "поручений")
        ));
    }
    Some(Day {
        uid: format!("{}.control@{}", course.instance, plan.domain),
        sequence: 0,
        stamped,
        on,
        summary: format!(
            "{} — {}: контрольный срок",
            item_label(simulation, place),
            one_line(what)
        ),
        description: said.join("\n"),
        categories: vec!["Контрольный срок".to_owned()],
        cancelled: false,
        remind_days_before: None,
    })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
