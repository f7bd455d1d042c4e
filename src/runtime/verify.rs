//! Checks that nothing in the history was altered, and that the state is what the history says.

use super::Runtime;
use crate::engine::replay::replay;
use crate::engine::state::{Instance, Task};
use crate::engine::transition::Transition;
use crate::store::error::StoreError;
use crate::store::reader::Viewer;
use crate::words::ids::InstanceId;

/// What was checked, and what does not hold.
#[derive(Debug, Default)]
pub struct Verdict {
    pub instances: usize,
    pub rows: usize,
    pub faults: Vec<String>,
}

/// Goes through every instance: its chain of hashes, and its state against the replay of its history.
pub async fn verify(runtime: &Runtime) -> Result<Verdict, StoreError> {
    let reader = runtime.reader(Viewer::System);
    let mut verdict = Verdict::default();
    for id in reader.instance_ids().await? {
        let Some(row) = reader.instance(id).await? else { continue };
        let history = reader.history_all(id).await?;
        verdict.instances += 1;
        verdict.rows += history.rows.len();
        if let Some(fault) = history.fault(&row) {
            verdict.faults.push(format!("экземпляр {id} (пункт {}): {fault}", row.instance.item));
            continue;
        }
        let transitions: Vec<&Transition> = history.rows.iter().map(|row| &row.entry.transition).collect();
        let tasks: Vec<Task> = reader.tasks_of_instance(id, usize::MAX).await?.into_iter().map(|row| row.task).collect();
        verdict.faults.extend(differences(id, &row.instance, tasks, &transitions));
    }
    Ok(verdict)
}

fn differences(id: InstanceId, instance: &Instance, mut tasks: Vec<Task>, transitions: &[&Transition]) -> Vec<String> {
    let replayed = replay(transitions.iter().copied());
    let mut faults = Vec::new();
    if replayed.instance.as_ref() != Some(instance) {
        faults.push(format!("экземпляр {id} (пункт {}): состояние расходится с историей", instance.item));
    }
    let mut retold = replayed.tasks;
    tasks.sort_by_key(|task| task.id);
    retold.sort_by_key(|task| task.id);
    if tasks != retold {
        let first = tasks.iter().zip(&retold).find(|(kept, told)| kept != told).map(|(kept, _)| kept.institution.to_string());
        let whose = first.unwrap_or_else(|| format!("поручений {}, по истории {}", tasks.len(), retold.len()));
        faults.push(format!("экземпляр {id} (пункт {}): поручения расходятся с историей: {whose}", instance.item));
    }
    faults
}
