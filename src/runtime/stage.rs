//! What one command changes, until it is known to succeed: rows over the batch's rows, history, jobs.

use super::command::{Answer, Refusal};
use super::effects;
use super::work::{Rows, Work};
use crate::definition::model::Definition;
use crate::engine::apply::Positions;
use crate::engine::event::{Actor, Event};
use crate::engine::rejection::Rejection;
use crate::engine::state::{JournalHead, Scope, Task};
use crate::engine::step::{Call, step};
use crate::engine::transition::Transition;
use crate::store::rows::{DocumentRow, HistoryEntry, InstanceRow, Job, JournalRow, TaskRow, VoidRow};
use crate::words::clock::office_date;
use crate::words::ids::{DocumentId, InstanceId, PlanKey, TaskId};
use chrono::NaiveDate;
use std::sync::Arc;

/// The changes of one command.
pub struct Stage<'w, 'c> {
    pub work: &'w Work<'c>,
    pub(super) rows: Rows,
    history: Vec<HistoryEntry>,
    pub(super) voids: Vec<VoidRow>,
    jobs: Vec<Job>,
    pub answer: Answer,
    /// Tasks the engine may look at besides the one the event names.
    pub also: Vec<TaskId>,
    /// The row of a document that the command drafts; becomes the document's once the engine agrees.
    pub drafted: Option<DocumentRow>,
}

/// A finished stage.
pub struct Done {
    pub rows: Rows,
    pub history: Vec<HistoryEntry>,
    pub voids: Vec<VoidRow>,
    pub jobs: Vec<Job>,
    pub answer: Answer,
}

impl<'w, 'c> Stage<'w, 'c> {
    pub fn new(work: &'w Work<'c>) -> Self {
        let answer = Answer::default();
        Self {
            work,
            rows: Rows::default(),
            history: Vec::new(),
            voids: Vec::new(),
            jobs: Vec::new(),
            answer,
            also: Vec::new(),
            drafted: None,
        }
    }

    pub fn finish(self) -> Done {
        Done {
            rows: self.rows,
            history: self.history,
            voids: self.voids,
            jobs: self.jobs,
            answer: self.answer,
        }
    }

    pub fn instance(&self, id: InstanceId) -> Option<&InstanceRow> {
        self.rows
            .instances
            .get(&id)
            .or_else(|| self.work.rows.instances.get(&id))
    }

    pub fn task(&self, id: TaskId) -> Option<&TaskRow> {
        self.rows.tasks.get(&id).or_else(|| self.work.rows.tasks.get(&id))
    }

    pub fn document(&self, id: DocumentId) -> Option<&DocumentRow> {
        self.rows
            .documents
            .get(&id)
            .or_else(|| self.work.rows.documents.get(&id))
    }

    /// Replaces a document's row without an event of the engine: its file was written.
    pub fn put_document(&mut self, row: DocumentRow) {
        self.rows.documents.insert(row.document.id, row);
    }

    /// The date on the office's wall.
    pub fn on(&self, plan: &PlanKey) -> NaiveDate {
        office_date(self.work.now, self.work.catalog.zone(plan))
    }

    /// The definition an instance runs by: pinned for a running one, today's for one that is about to begin.
    pub fn definition(&self, id: InstanceId) -> Result<Arc<Definition>, Refusal> {
        let catalog = self.work.catalog;
        match self.instance(id) {
            Some(row) => catalog.pinned(&row.instance.definition),
            None => catalog.by_instance(id),
        }
        .ok_or_else(|| Refusal::NotFound {
            what: "определение пункта".to_owned(),
        })
    }

    /// Runs one event on one instance.
    pub fn take(&mut self, id: InstanceId, event: &Event, actor: &Actor) -> Result<(), Refusal> {
        let definition = self.definition(id)?;
        let on = self.on(&definition.plan);
        let mut scope = self.scope(id, &definition, event, on);
        let journal_before = scope.journal.clone();
        let calendar = self.work.catalog.calendar(&definition.plan);
        let directory = self.work.directory(&definition.plan, on);
        let call = Call {
            definition: &definition,
            calendar: &calendar,
            directory: &directory,
            actor,
            on,
        };
        let step = step(&call, &scope, event).map_err(|rejection| self.refusal(&rejection, event, actor))?;
        let base = self.next_seq(id);
        let mut positions = Positions::of(&scope);
        for (seq, (transition, effects)) in (base..).zip(step.parts()) {
            positions.apply(&mut scope, transition);
            self.enter(id, &definition, transition);
            let task = transition.task().and_then(|task| positions.find(&scope, task));
            self.history.push(self.entry(id, task, transition, actor, on));
            for (index, planned) in effects.iter().enumerate() {
                let source = effects::Source {
                    id,
                    seq,
                    index,
                    definition: &definition,
                    scope: &scope,
                    positions: &positions,
                    transition,
                    on,
                };
                self.jobs.push(effects::job(self.work, &source, &planned.effect)?);
            }
        }
        self.rows
            .added
            .insert(id, self.added(id) + i64::try_from(step.transitions.len()).unwrap_or(0));
        self.jobs.extend(effects::timers(self.work, &definition, &scope)?);
        if !self.answer.instances.contains(&id) {
            self.answer.instances.push(id);
        }
        // A number given by hand may leave the journal's head as it is; who works on the same journal must learn of it.
        let by_hand = matches!(event, Event::RegisterByHand { .. } | Event::RegisterAgain { .. });
        self.store(scope, journal_before.as_ref().filter(|_| !by_hand));
        Ok(())
    }

    /// A rejection in the words of the door. A task that is not an institution's own does not exist for it.
    fn refusal(&self, rejection: &Rejection, event: &Event, actor: &Actor) -> Refusal {
        if let (Rejection::NotYours { .. } | Rejection::NoTask { .. }, Actor::Institution { key, .. }) =
            (rejection, actor)
            && let Some(task) = event.task()
            && self.task(task).is_none_or(|row| row.task.institution != *key)
        {
            return Refusal::NotFound {
                what: "поручение".to_owned(),
            };
        }
        Refusal::Rejected {
            code: rejection.code(),
            message: rejection.to_string(),
            field: field(rejection, event),
        }
    }

    fn added(&self, id: InstanceId) -> i64 {
        self.rows
            .added
            .get(&id)
            .or_else(|| self.work.rows.added.get(&id))
            .copied()
            .unwrap_or(0)
    }

    /// Number the next history entry of this instance will get.
    fn next_seq(&self, id: InstanceId) -> i64 {
        self.instance(id).map_or(0, |row| row.history_seq) + self.added(id) + 1
    }

    fn scope(&self, id: InstanceId, definition: &Definition, event: &Event, on: NaiveDate) -> Scope {
        let instance = self.instance(id).map(|row| row.instance.clone());
        let mut tasks: Vec<Task> = event
            .task()
            .and_then(|task| self.task(task))
            .map(|row| row.task.clone())
            .into_iter()
            .collect();
        let also = self
            .also
            .iter()
            .filter_map(|task| self.task(*task))
            .filter(|row| row.task.instance == id);
        for row in also {
            if tasks.iter().all(|task| task.id != row.task.id) {
                tasks.push(row.task.clone());
            }
        }
        let driving = instance.as_ref().and_then(|instance| instance.document);
        let document = event
            .document()
            .or(driving)
            .and_then(|id| self.document(id))
            .map(|row| row.document.clone());
        let (journal, around) = self.series(instance.as_ref(), document.as_ref(), definition, event, on);
        Scope {
            instance,
            tasks,
            document,
            journal,
            around,
        }
    }

    /// Takes the scope's state back into rows.
    fn store(&mut self, scope: Scope, journal_before: Option<&JournalHead>) {
        let instance = scope.instance.clone();
        if let Some(instance) = scope.instance {
            let row = match self.instance(instance.id) {
                Some(row) => InstanceRow {
                    instance,
                    ..row.clone()
                },
                None => InstanceRow::new(instance),
            };
            self.rows.instances.insert(row.instance.id, row);
        }
        for task in scope.tasks {
            let row = match (self.task(task.id), &instance) {
                (Some(row), _) => TaskRow { task, ..row.clone() },
                (None, Some(instance)) => TaskRow::new(instance, task),
                (None, None) => continue, // a task without an instance cannot be issued
            };
            self.rows.tasks.insert(row.task.id, row);
        }
        if let Some(document) = scope.document {
            let drafted = self.drafted.take_if(|row| row.document.id == document.id);
            let before = drafted.or_else(|| self.document(document.id).cloned());
            if let Some(before) = before {
                self.rows
                    .documents
                    .insert(document.id, DocumentRow { document, ..before });
            }
        }
        if let Some(head) = scope.journal {
            let key = (head.journal.clone(), head.year);
            let row = self
                .rows
                .journals
                .get(&key)
                .or_else(|| self.work.rows.journals.get(&key))
                .cloned();
            if journal_before != Some(&head) {
                let version = row.map_or(0, |row| row.version);
                self.rows.journals.insert(key, JournalRow { version, head });
            }
        }
    }

    fn entry(
        &self,
        id: InstanceId,
        task: Option<&Task>,
        transition: &Transition,
        actor: &Actor,
        on: NaiveDate,
    ) -> HistoryEntry {
        HistoryEntry {
            instance: id,
            recorded_at: self.work.now,
            effective_on: on,
            actor: actor.clone(),
            task: task.map(|task| task.id),
            institution: task.map(|task| task.institution.clone()),
            document: transition.document(),
            transition: transition.clone(),
        }
    }
}

/// The field of the request that is to blame: a date is named differently in different acts.
fn field(rejection: &Rejection, event: &Event) -> Option<&'static str> {
    match (rejection, event) {
        (Rejection::BadDate { .. } | Rejection::OutsideCalendar { .. }, Event::SupplyDate { .. }) => Some("due"),
        (Rejection::BadDate { .. }, Event::Report { .. }) => Some("ownOrder"),
        (Rejection::BadDate { .. }, Event::RegisterByHand { .. } | Event::RegisterAgain { .. }) => Some("date"),
        (Rejection::BadDate { .. }, Event::VoidNumber { .. }) => Some("year"),
        (Rejection::BadDate { .. }, Event::EnterDone { .. }) => Some("doneOn"),
        (Rejection::Missing { .. }, Event::EnterDone { .. }) => Some("papers"),
        (Rejection::EmptyReport, _) => Some("text"),
        _ => rejection.field(),
    }
}
