//! One batch in memory: loaded rows, the commands applied to them one after another, and what must be written.
//!
//! A refused command leaves no trace: it works on a stage of its own that is thrown away.

use super::bulk::{self, Bulk};
use super::catalog::Catalog;
use super::command::{Act, Answer, Command, Refusal};
use super::declarations::{self, Declaration};
use super::planned;
use super::registration;
use super::stage::Stage;
use crate::engine::event::{DirectoryEntry, Event};
use crate::store::rows::{
    DeclarationRow, DocumentRow, Entries, HistoryEntry, InstanceRow, Job, JournalRow, Loaded, SeriesPlace, TaskRow,
    VoidRow, Writes,
};
use crate::words::ids::{DocumentId, InstanceId, JournalKey, PlanKey, TaskId};
use chrono::{DateTime, NaiveDate, Utc};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

/// Rows at hand.
#[derive(Default)]
pub struct Rows {
    pub instances: HashMap<InstanceId, InstanceRow>,
    pub tasks: HashMap<TaskId, TaskRow>,
    pub documents: HashMap<DocumentId, DocumentRow>,
    pub journals: HashMap<(JournalKey, i32), JournalRow>,
    /// Entries of number series that are known, by their places.
    pub entries: Entries,
    /// History entries added to each instance in this batch: effects are named by instance and number.
    pub added: HashMap<InstanceId, i64>,
}

/// Institutions valid on a day, by plan.
type Directories = HashMap<(PlanKey, NaiveDate), Rc<[DirectoryEntry]>>;

/// A batch being worked on.
pub struct Work<'a> {
    pub catalog: &'a Catalog,
    pub now: DateTime<Utc>,
    pub rows: Rows,
    /// Places of number series whose neighbours are at hand.
    pub places: HashSet<SeriesPlace>,
    history: Vec<HistoryEntry>,
    voids: Vec<VoidRow>,
    declarations: Vec<DeclarationRow>,
    jobs: HashMap<String, Job>,
    /// Keys of jobs in the order they were asked for.
    job_order: Vec<String>,
    directories: RefCell<Directories>,
    dirty_instances: BTreeSet<InstanceId>,
    dirty_tasks: BTreeSet<TaskId>,
    dirty_documents: BTreeSet<DocumentId>,
    dirty_journals: BTreeSet<(JournalKey, i32)>,
}

impl<'a> Work<'a> {
    /// Begins a batch with what was loaded for it.
    pub fn begin(catalog: &'a Catalog, now: DateTime<Utc>, loaded: Loaded) -> Self {
        let rows = Rows {
            instances: loaded.instances,
            tasks: loaded.tasks,
            documents: loaded.documents,
            journals: loaded.journals,
            entries: loaded.entries,
            added: HashMap::new(),
        };
        Self {
            catalog,
            now,
            rows,
            places: loaded.places,
            history: Vec::new(),
            voids: Vec::new(),
            declarations: Vec::new(),
            jobs: HashMap::new(),
            job_order: Vec::new(),
            directories: RefCell::default(),
            dirty_instances: BTreeSet::new(),
            dirty_tasks: BTreeSet::new(),
            dirty_documents: BTreeSet::new(),
            dirty_journals: BTreeSet::new(),
        }
    }

    /// Institutions valid on `on`; asked for once in a batch.
    pub fn directory(&self, plan: &PlanKey, on: NaiveDate) -> Rc<[DirectoryEntry]> {
        let mut known = self.directories.borrow_mut();
        let entry = known
            .entry((plan.clone(), on))
            .or_insert_with(|| self.catalog.directory(plan, on).into());
        Rc::clone(entry)
    }

    /// Applies one command, or says why not and leaves everything as it was.
    pub fn take(&mut self, command: &Command) -> Result<Answer, Refusal> {
        let in_his_days;
        let command = match declarations::acting(self.catalog, &command.actor, self.now) {
            Some(actor) => {
                in_his_days = Command {
                    actor,
                    ..command.clone()
                };
                &in_his_days
            }
            None => command,
        };
        match &command.act {
            Act::Bulk(bulk) => return self.take_together(command, bulk),
            Act::Declare { plan, what } => return self.declare(command, plan, what),
            _ => {}
        }
        let mut stage = Stage::new(self);
        stage.also.clone_from(&command.also);
        let events = planned::events(&mut stage, command)?;
        for (instance, event) in events {
            stage.take(instance, &event, &command.actor)?;
            if let (Event::Issue { document }, Act::Issue { .. }) = (&event, &command.act) {
                stage.answer.document = Some(*document);
            }
        }
        for (instance, event) in registration::consequences(&stage, command)? {
            stage.take(instance, &event, &command.actor)?;
        }
        let done = stage.finish();
        Ok(self.keep(done))
    }

    /// Applies all parts of a bulk act, or none: what is done is what was shown.
    fn take_together(&mut self, command: &Command, bulk: &Bulk) -> Result<Answer, Refusal> {
        let mut stage = Stage::new(self);
        stage.also.clone_from(&command.also);
        for part in &bulk.parts {
            for (instance, event) in planned::events(&mut stage, part).map_err(|_| bulk::changed())? {
                stage.take(instance, &event, &part.actor).map_err(|_| bulk::changed())?;
            }
        }
        if bulk::token(&bulk.request, stage.history()) != bulk.shown {
            return Err(bulk::changed());
        }
        stage.answer.changed = Some(bulk.parts.len());
        let declaration = bulk::declaration(self.catalog, &bulk.request, command, self.now)?;
        let done = stage.finish();
        self.declarations.extend(declaration);
        Ok(self.keep(done))
    }

    /// Keeps a declaration that can hold.
    fn declare(&mut self, command: &Command, plan: &PlanKey, what: &Declaration) -> Result<Answer, Refusal> {
        if matches!(what, Declaration::Closed { .. }) {
            return Err(bulk::refuse(
                "BAD_ACT",
                "учреждение закрывается вместе со своими поручениями".to_owned(),
                None,
            ));
        }
        declarations::check(self.catalog, plan, what, &command.actor)?;
        let row = declarations::row(what, plan, command, self.now)?;
        self.declarations.push(row);
        Ok(Answer::default())
    }

    /// Applies one command, and tells what it wrote to the history.
    pub fn rehearse(&mut self, command: &Command) -> Result<&[HistoryEntry], Refusal> {
        let before = self.history.len();
        self.take(command)?;
        Ok(&self.history[before..])
    }

    fn keep(&mut self, done: super::stage::Done) -> Answer {
        for (id, row) in done.rows.instances {
            self.dirty_instances.insert(id);
            self.rows.instances.insert(id, row);
        }
        for (id, row) in done.rows.tasks {
            self.dirty_tasks.insert(id);
            self.rows.tasks.insert(id, row);
        }
        for (id, row) in done.rows.documents {
            self.dirty_documents.insert(id);
            self.rows.documents.insert(id, row);
        }
        for (key, row) in done.rows.journals {
            self.dirty_journals.insert(key.clone());
            self.rows.journals.insert(key, row);
        }
        for (series, entries) in done.rows.entries {
            self.rows.entries.entry(series).or_default().extend(entries);
        }
        self.voids.extend(done.voids);
        self.rows.added.extend(done.rows.added);
        self.history.extend(done.history);
        for job in done.jobs {
            if !self.jobs.contains_key(&job.key) {
                self.job_order.push(job.key.clone());
            }
            self.jobs.insert(job.key.clone(), job); // the last word of a batch about a timer holds
        }
        done.answer
    }

    /// What the batch must write; empty when every command was refused.
    pub fn into_writes(mut self) -> Writes {
        let mut writes = Writes {
            instances: self
                .dirty_instances
                .iter()
                .filter_map(|id| self.rows.instances.remove(id))
                .collect(),
            tasks: self
                .dirty_tasks
                .iter()
                .filter_map(|id| self.rows.tasks.remove(id))
                .collect(),
            documents: self
                .dirty_documents
                .iter()
                .filter_map(|id| self.rows.documents.remove(id))
                .collect(),
            journals: self
                .dirty_journals
                .iter()
                .filter_map(|key| self.rows.journals.remove(key))
                .collect(),
            voids: self.voids,
            declarations: self.declarations,
            history: self.history,
            ..Writes::default()
        };
        writes.jobs = self.job_order.iter().filter_map(|key| self.jobs.remove(key)).collect();
        writes
    }
}
