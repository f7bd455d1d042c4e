//! A simulation for programs: the view, and every single thing that happens, day by day and institution by institution.
//!
//! Must never name a thing otherwise than the view does.

use super::record::{Happening, Simulation, What, Who};
use super::view::View;
use super::viewing::{item_label, view};
use chrono::NaiveDate;
use serde::Serialize;

/// The whole.
#[derive(Serialize)]
struct Whole<'s> {
    #[serde(flatten)]
    view: View,
    events: Vec<Event<'s>>,
}

/// The same thing on the same day about the same instance, to one or many.
#[derive(Serialize)]
struct Event<'s> {
    date: NaiveDate,
    what: &'static str,
    /// Kind of the letter.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    item: String,
    period: &'s str,
    count: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    institutions: Vec<&'s str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    roles: Vec<&'s str>,
}

/// One JSON document.
///
/// # Errors
/// Never for what a simulation holds: its keys are texts.
pub fn json(simulation: &Simulation) -> Result<String, serde_json::Error> {
    let same =
        |one: &Happening, other: &Happening| (one.on, one.course, one.what) == (other.on, other.course, other.what);
    let events = simulation
        .happenings
        .chunk_by(same)
        .map(|alike| event(simulation, alike));
    let whole = Whole {
        view: view(simulation),
        events: events.collect(),
    };
    serde_json::to_string_pretty(&whole)
}

fn event<'s>(simulation: &'s Simulation, alike: &[Happening]) -> Event<'s> {
    let (mut institutions, mut roles) = (Vec::new(), Vec::new());
    for happening in alike {
        match happening.who {
            Who::Institution(at) => {
                let found = simulation.institutions.get(at as usize);
                institutions.extend(found.map(|found| found.key.as_str()));
            }
            Who::Role(at) => roles.extend(simulation.roles.get(at as usize).map(|found| found.key.as_str())),
            Who::Nobody => {}
        }
    }
    let first = &alike[0];
    Event {
        date: first.on,
        what: code(first.what),
        kind: match first.what {
            What::Letter(mail) => Some(mail.code()),
            _ => None,
        },
        item: item_label(simulation, first.course),
        period: simulation.course(first).map_or("", |course| course.period.as_str()),
        count: alike.len(),
        institutions,
        roles,
    }
}

/// Stable name for programs.
fn code(what: What) -> &'static str {
    match what {
        What::Opened => "opened",
        What::Drafted => "order_drafted",
        What::Registered => "order_registered",
        What::Letter(_) => "letter",
        What::Reported => "report_filed",
        What::Accepted => "report_accepted",
        What::Withdrawn => "task_withdrawn",
        What::Control => "control_date",
        What::Due => "task_due",
        What::Released => "released",
    }
}
