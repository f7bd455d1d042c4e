//! The shipped plan, and ways to play it.

use chrono::NaiveDate;
use prikaz::definition::folder::arrange;
use prikaz::definition::model::Plan;
use prikaz::simulation::assumptions::Assumptions;
use prikaz::simulation::invented::with_institutions;
use prikaz::simulation::record::Simulation;
use prikaz::simulation::totals::Totals;
use prikaz::simulation::{Play, simulate};
use prikaz::words::calendar::WorkCalendar;
use std::path::Path;

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date as 2022-04-04")
}

/// The shipped road-map with its calendar.
pub fn shipped() -> (Plan, WorkCalendar) {
    shipped_but(&[])
}

/// The shipped road-map with other texts in some of its files.
pub fn shipped_but(other: &[(&str, &str)]) -> (Plan, WorkCalendar) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("workflows");
    let mut files = Vec::new();
    for folder in std::fs::read_dir(&root).expect("the folder of plans") {
        let folder = folder.expect("an entry").path();
        if !folder.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(&folder).expect("a folder") {
            let path = file.expect("an entry").path();
            let name = path
                .strip_prefix(&root)
                .expect("below the root")
                .to_string_lossy()
                .replace('\\', "/");
            files.push((name, std::fs::read(&path).expect("a file")));
        }
    }
    for (name, text) in other {
        let file = files
            .iter_mut()
            .find(|(known, _)| known == name)
            .expect("a shipped file");
        file.1 = text.as_bytes().to_vec();
    }
    files.sort();
    let folder = arrange(files);
    let sources = folder.plans.first().expect("a plan");
    let plan = folder.check(sources).plan.expect("a plan without mistakes");
    let calendar = folder.calendar(sources).expect("its calendar");
    (plan, calendar)
}

/// The years of the plan, to the end of January 2025: reports on the year before are in by then.
pub fn usual() -> Assumptions {
    Assumptions::usual(day("2022-04-04"), day("2025-01-31"))
}

/// The shipped plan with so many invented schools.
pub fn with_schools(schools: u32, assumptions: &Assumptions) -> Simulation {
    let (own, calendar) = shipped();
    let invented = with_institutions(&own, schools);
    played(&invented, &calendar, assumptions)
}

fn played(plan: &Plan, calendar: &WorkCalendar, assumptions: &Assumptions) -> Simulation {
    simulate(&[Play { plan, calendar }], assumptions).expect("the plan is played")
}

pub fn totals(simulation: &Simulation, item: &str) -> Totals {
    let items = &simulation.plans[0].items;
    let at = items
        .iter()
        .position(|definition| definition.key.as_str() == item)
        .expect("an item");
    simulation.totals()[0][at].clone()
}
