//! Checks that nothing in the history was altered, and that the state is what the history says.

use super::reading;
use crate::engine::paper::{Attachment, Link, Mark};
use crate::engine::replay::replay;
use crate::engine::state::{DocumentState, Instance, Registration, Task};
use crate::engine::transition::Transition;
use crate::store::Store;
use crate::store::chain::Break;
use crate::store::error::StoreError;
use crate::store::reader::{InstanceFilter, Reader, Viewer};
use crate::words::ids::{DocumentId, InstanceId, JournalKey};
use chrono::Datelike;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What was checked, and what does not hold.
#[derive(Debug, Default)]
pub struct Verdict {
    pub instances: usize,
    pub rows: usize,
    pub faults: Vec<String>,
}

/// Goes through every instance: its chain of hashes, and its state against the replay of its history; then through every
/// document: its number, marks, links and files against what the histories tell.
pub async fn verify(store: &Store) -> Result<Verdict, StoreError> {
    let reader = Reader::new(store, Viewer::System);
    let mut verdict = Verdict::default();
    let mut told = Told::default();
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
        for transition in &transitions {
            told.take(transition);
        }
        let tasks = reading::tasks_of_instance(&reader, id, usize::MAX)
            .await?
            .into_iter()
            .map(|row| row.task)
            .collect();
        verdict
            .faults
            .extend(differences(id, &row.instance, tasks, &transitions));
    }
    if verdict.faults.is_empty() {
        verdict.faults.extend(told.differences(&reader).await?);
    }
    Ok(verdict)
}

/// What the histories tell of documents and of void numbers.
#[derive(Default)]
struct Told {
    registrations: HashMap<DocumentId, Registration>,
    marks: HashMap<DocumentId, Mark>,
    links: HashMap<DocumentId, Vec<Link>>,
    attachments: HashMap<DocumentId, Vec<Attachment>>,
    journals: BTreeMap<(JournalKey, i32), BTreeSet<u32>>,
}

impl Told {
    fn take(&mut self, transition: &Transition) {
        match transition {
            Transition::DocumentRegistered { document, registration }
            | Transition::DocumentRegisteredAgain {
                document, registration, ..
            } => {
                let series = (registration.journal.clone(), registration.date.year());
                self.journals.entry(series).or_default();
                self.registrations.insert(*document, registration.clone());
            }
            Transition::NumbersVoided {
                journal,
                year,
                first,
                last,
                ..
            } => {
                let voids = self.journals.entry((journal.clone(), *year)).or_default();
                voids.extend(*first..=*last);
            }
            Transition::DocumentLinked { document, links } => drop(self.links.insert(*document, links.clone())),
            Transition::DocumentCancelled { document, mark, .. } => drop(self.marks.insert(*document, mark.clone())),
            Transition::DocumentAttached { document, attachment } => {
                let files = self.attachments.entry(*document).or_default();
                if !files.contains(attachment) {
                    files.push(attachment.clone());
                }
            }
            _ => {}
        }
    }

    async fn differences(&self, reader: &Reader) -> Result<Vec<String>, StoreError> {
        let mut faults = Vec::new();
        for row in reading::documents(reader).await? {
            let id = row.document.id;
            let (kept, title) = (&row.document, &row.draft.title);
            let mark = match &kept.state {
                DocumentState::Cancelled { mark, .. } => mark.as_ref(),
                _ => None,
            };
            let (no_links, none) = (Vec::new(), Vec::new());
            for (what, same) in [
                ("номер и дата", kept.state.registration() == self.registrations.get(&id)),
                ("отметка об отмене", mark == self.marks.get(&id)),
                ("связи", &kept.links == self.links.get(&id).unwrap_or(&no_links)),
                (
                    "приложенные файлы",
                    &kept.attachments == self.attachments.get(&id).unwrap_or(&none),
                ),
            ] {
                if !same {
                    faults.push(format!("документ {id} «{title}» расходится с историей: {what}"));
                }
            }
        }
        for ((journal, year), voids) in &self.journals {
            let kept = reading::void_numbers(reader, journal, *year).await?;
            if kept != *voids {
                faults.push(format!(
                    "журнал {journal} за {year} год: пустые номера расходятся с историей"
                ));
            }
        }
        Ok(faults)
    }
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
