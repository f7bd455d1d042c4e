//! How many steps a second the engine decides, applies and replays, without a store. Prints one JSON line per measure;
//! ratios within one run hold, absolute figures swing with the machine.

#[path = "../tests/engine/items.rs"]
#[expect(dead_code, reason = "the stories use more of it")]
mod items;

use items::{CALENDAR, clerk, day, directory, head, imo, item, of, order_then_reports, period, schools, words};
use prikaz::definition::model::Definition;
use prikaz::engine::apply::apply_all;
use prikaz::engine::event::{Actor, DirectoryEntry, Event};
use prikaz::engine::replay::replay;
use prikaz::engine::state::{JournalHead, Scope, Task};
use prikaz::engine::step::{Call, step};
use prikaz::engine::transition::Transition;
use prikaz::words::ids::DocumentId;
use serde_json::json;
use std::time::Instant;

fn main() {
    for count in [10, 1_000, 40_000] {
        measure(count);
    }
}

/// One item's life with so many schools: the order, then a report and its acceptance for each.
fn measure(count: usize) {
    let directory = directory(count);
    let definition = item("1.4", "2022-04-29", vec![imo(), schools()], order_then_reports());
    let mut history = Vec::new();
    let mut scope = Scope::default();
    let document = DocumentId::of("114");
    scope = take(
        &definition,
        &directory,
        scope,
        &clerk(),
        &Event::Open { period: period() },
        &mut history,
    );
    scope = take(
        &definition,
        &directory,
        scope,
        &clerk(),
        &Event::Issue { document },
        &mut history,
    );
    scope.journal = Some(JournalHead {
        journal: "orders".into(),
        year: 2022,
        last: 113,
        last_on: None,
    });
    let begun = Instant::now();
    scope = take(
        &definition,
        &directory,
        scope,
        &head(),
        &Event::Approve { document },
        &mut history,
    );
    print("fan_out", count, count + 1, begun);

    let tasks: Vec<Task> = scope.tasks.drain(..).rev().collect(); // co-executors first, the lead last
    let begun = Instant::now();
    for task in tasks {
        let (id, actor) = (task.id, of(task.institution.as_str()));
        scope.tasks = vec![task];
        let report = Event::Report {
            task: id,
            report: words("Сделано"),
        };
        scope = take(&definition, &directory, scope, &actor, &report, &mut history);
        let accept = Event::Accept {
            task: id,
            note: String::new(),
        };
        scope = take(&definition, &directory, scope, &clerk(), &accept, &mut history);
    }
    print("report_and_accept", count, 2 * (count + 1), begun);

    let begun = Instant::now();
    let retold = replay(&history);
    print("replay", count, history.len(), begun);
    assert_eq!(retold.instance, scope.instance, "replay gives the same instance");
}

fn take(
    definition: &Definition,
    directory: &[DirectoryEntry],
    mut scope: Scope,
    actor: &Actor,
    event: &Event,
    history: &mut Vec<Transition>,
) -> Scope {
    let call = Call {
        definition,
        calendar: &CALENDAR,
        directory,
        actor,
        on: day("2022-04-11"),
    };
    let step = step(&call, &scope, event).expect("the way is free");
    apply_all(&mut scope, &step.transitions);
    history.extend(step.transitions);
    scope
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn print(measure: &str, schools: usize, steps: usize, begun: Instant) {
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{}",
        json!({ "measure": measure, "schools": schools, "steps": steps, "seconds": seconds, "per_second": steps as f64 / seconds })
    );
}
