//! What must be loaded for an event, so that its scope holds enough and never all tasks of an instance.
//!
//! Must never be wider than the acts need: its size decides what an event costs.

use super::event::{Actor, Event};
use super::state::Instance;
use crate::definition::model::{Act, Definition};
use crate::words::ids::{DocumentId, InstitutionKey, JournalKey, TaskId};
use chrono::{Datelike, NaiveDate};

/// What a scope must hold for an event, besides the instance itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Needs {
    /// This task.
    pub task: Option<TaskId>,
    /// The tasks that these institutions have in the instance, if any.
    pub tasks_of: Vec<InstitutionKey>,
    /// This document, if it exists; with `None`, the document that drives the instance, if any.
    pub document: Option<DocumentId>,
    /// The head of this journal in this year.
    pub journal: Option<(JournalKey, i32)>,
}

impl Needs {
    /// What `event` by `actor` on the office date `on` needs of `instance` (`None` before it is opened).
    pub fn of(
        event: &Event,
        actor: &Actor,
        definition: &Definition,
        instance: Option<&Instance>,
        on: NaiveDate,
    ) -> Self {
        let mut needs = Self::default();
        match event {
            Event::RegisterByHand { document, date, .. } => {
                needs.document = Some(*document);
                needs.journal = instance.and_then(|instance| journal_of(definition, instance, *date));
            }
            Event::RegisterAgain {
                instead_of,
                journal,
                date,
                ..
            } => {
                needs.document = Some(*instead_of);
                needs.journal = Some((journal.clone(), date.year()));
            }
            Event::FollowRegisteredAgain {
                instead_of,
                registration,
                ..
            } => {
                needs.document = Some(*instead_of);
                needs.journal = Some((registration.journal.clone(), registration.date.year()));
            }
            Event::VoidNumber { journal, year, .. } => needs.journal = Some((journal.clone(), *year)),
            Event::Issue { document }
            | Event::LinkDocument { document, .. }
            | Event::CancelDocument { document, .. }
            | Event::AttachToDocument { document, .. }
            | Event::FollowDocument { document, .. }
            | Event::ReturnDocument { document, .. }
            | Event::DocumentRendered { document, .. } => needs.document = Some(*document),
            Event::Approve { document } => {
                needs.document = Some(*document);
                needs.journal = instance.and_then(|instance| journal_of(definition, instance, on));
            }
            Event::Report { task, .. }
            | Event::AskExtension { task, .. }
            | Event::GrantExtension { task, .. }
            | Event::RefuseExtension { task, .. }
            | Event::CancelTask { task, .. }
            | Event::TaskTimer { task, .. } => needs.task = Some(*task),
            Event::Accept { task, .. } | Event::Return { task, .. } => {
                needs.task = Some(*task);
                if let Actor::Institution { key, .. } = actor {
                    needs.tasks_of.push(key.clone()); // a lead answers co-executors by virtue of its own task
                }
            }
            Event::Reassign { task, to, .. } => {
                needs.task = Some(*task);
                needs.tasks_of.push(to.key.clone());
            }
            Event::Open { .. }
            | Event::EnterDone { .. }
            | Event::Cancel { .. }
            | Event::SupplyDate { .. }
            | Event::Release { .. }
            | Event::PredecessorReleased { .. }
            | Event::InstanceTimer { .. } => {}
        }
        needs
    }
}

fn journal_of(definition: &Definition, instance: &Instance, on: NaiveDate) -> Option<(JournalKey, i32)> {
    match &definition.lifecycle.stages.get(&instance.stage)?.act {
        Act::Approve(approval) => Some((approval.journal.clone(), on.year())),
        _ => None,
    }
}
