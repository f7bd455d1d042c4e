//! Checks that nothing in the history was altered, and that the state is what the history says.

use super::reading;
use crate::engine::replay::replay;
use crate::engine::state::{Instance, Task};
use crate::engine::transition::Transition;
use crate::store::Store;
use crate::store::chain::Break;
use crate::store::error::StoreError;
use crate::store::reader::{InstanceFilter, Reader, Viewer};
use crate::words::ids::InstanceId;

/// What was checked, and what does not hold.
#[derive(Debug, Default)]
pub struct Verdict {
    pub instances: usize,
    pub rows: usize,
    pub faults: Vec<String>,
}

/// Goes through every instance: its chain of hashes, and its state against the replay of its history.
pub async fn verify(store: &Store) -> Result<Verdict, StoreError> {
    let reader = Reader::new(store, Viewer::System);
    let mut verdict = Verdict::default();
    for row in reading::instances(&reader, &InstanceFilter::default()).await? {
        let id = row.instance.id;
        verdict.instances += 1;
        if let Some(Err(fault)) = reader.verify_chain(id).await? {
            verdict.faults.push(format!(
                "экземпляр {id} (пункт {}): {}",
                row.instance.item,
                in_words(&fault)
            ));
            continue;
        }
        let history = reader.history_all(id).await?;
        verdict.rows += history.len();
        let transitions: Vec<&Transition> = history.iter().map(|row| &row.entry.transition).collect();
        let tasks = reading::tasks_of_instance(&reader, id, usize::MAX)
            .await?
            .into_iter()
            .map(|row| row.task)
            .collect();
        verdict
            .faults
            .extend(differences(id, &row.instance, tasks, &transitions));
    }
    Ok(verdict)
}

fn in_words(fault: &Break) -> String {
    match fault {
        Break::Altered { seq } => format!("запись истории {seq} изменена"),
        Break::Gap { expected, found } => format!("ожидалась запись истории {expected}, найдена {found}"),
        Break::Unlinked { seq } => format!("запись истории {seq} не продолжает предыдущую"),
        Break::Head { expected, found } => format!("последней должна быть запись истории {expected}, найдена {found}"),
    }
}

fn differences(id: InstanceId, instance: &Instance, mut tasks: Vec<Task>, transitions: &[&Transition]) -> Vec<String> {
    let replayed = replay(transitions.iter().copied());
    let mut faults = Vec::new();
    if replayed.instance.as_ref() != Some(instance) {
        faults.push(format!(
            "экземпляр {id} (пункт {}): состояние расходится с историей",
            instance.item
        ));
    }
    let mut retold = replayed.tasks;
    tasks.sort_by_key(|task| task.id);
    retold.sort_by_key(|task| task.id);
    if tasks != retold {
        let first = tasks
            .iter()
            .zip(&retold)
            .find(|(kept, told)| kept != told)
            .map(|(kept, _)| kept.institution.to_string());
        let whose = first.unwrap_or_else(|| format!("поручений {}, по истории {}", tasks.len(), retold.len()));
        faults.push(format!(
            "экземпляр {id} (пункт {}): поручения расходятся с историей: {whose}",
            instance.item
        ));
    }
    faults
}
