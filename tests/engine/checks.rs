//! What must hold after every event, whatever the definition.

use crate::world::Running;
use prikaz::engine::replay::replay;
use prikaz::engine::state::{Counts, Instance, Task};
use prikaz::engine::step::Step;
use prikaz::words::ids::StageKey;
use std::collections::BTreeMap;

/// A step says something, and every effect names a transition of it.
pub fn check_step(step: &Step) {
    assert!(!step.transitions.is_empty(), "an accepted event changes something");
    assert!(
        step.effects
            .iter()
            .all(|planned| planned.after < step.transitions.len())
    );
}

/// History and state agree, counts and tasks agree, no institution has two tasks in a stage.
pub fn check_running(running: &Running) {
    let retold = replay(&running.history);
    assert_eq!(
        retold.instance.as_ref(),
        Some(&running.instance),
        "replay gives the same instance"
    );
    assert_eq!(retold.tasks, running.tasks, "replay gives the same tasks");
    check_counts(&running.instance, &running.tasks);
}

pub fn check_counts(instance: &Instance, tasks: &[Task]) {
    let mut whole = Counts::default();
    let mut stages: BTreeMap<StageKey, Counts> = BTreeMap::new();
    for task in tasks {
        whole.add(Counts::of(task));
        stages.entry(task.stage.clone()).or_default().add(Counts::of(task));
    }
    assert_eq!(
        (whole, &stages),
        (instance.counts, &instance.stage_counts),
        "counts agree with tasks"
    );
    assert_eq!(
        whole.total,
        whole.open + whole.reported + whole.accepted + whole.cancelled
    );
    let mut named: Vec<_> = tasks.iter().map(|task| (&task.stage, &task.institution)).collect();
    named.sort();
    assert!(
        named.windows(2).all(|two| two[0] != two[1]),
        "an institution has two tasks in a stage"
    );
}
