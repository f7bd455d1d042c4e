//! The only thing that changes state. Applying the transitions of a history in order gives the state they left.
//!
//! Must never refuse or panic, on any history whatever: a transition that finds nothing to change changes nothing.
//! Must never look at a definition: stored histories are read long after definitions have changed.

use super::paper::Mark;
use super::state::{
    Counts, DateAsked, Document, DocumentState, Instance, InstanceState, JournalHead, Registration, Scope, Task,
    TaskState,
};
use super::transition::Transition;
use crate::definition::model::Part;
use crate::words::ids::{DocumentId, JournalKey, TaskId};
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Makes the change that `transition` tells of. A task that is not in the scope is left as it is, and so are the counts.
pub fn apply(scope: &mut Scope, transition: &Transition) {
    apply_at(scope, transition, |tasks, id| {
        tasks.iter().position(|task| task.id == id)
    });
}

/// Makes many changes in order; does not slow down with the number of tasks.
pub fn apply_all<'a>(scope: &mut Scope, transitions: impl IntoIterator<Item = &'a Transition>) {
    let mut positions = Positions::of(scope);
    for transition in transitions {
        positions.apply(scope, transition);
    }
}

/// Where each task stands in a scope: with it, a change costs the same however many tasks the scope holds.
///
/// All changes of the scope's tasks must go through it, once it is made.
#[derive(Debug, Clone)]
pub struct Positions(HashMap<TaskId, usize>);

impl Positions {
    /// Of the scope as it is.
    pub fn of(scope: &Scope) -> Self {
        let mut positions = HashMap::with_capacity(scope.tasks.len());
        for (position, task) in scope.tasks.iter().enumerate() {
            positions.entry(task.id).or_insert(position);
        }
        Self(positions)
    }

    /// The task with this id.
    pub fn find<'s>(&self, scope: &'s Scope, id: TaskId) -> Option<&'s Task> {
        scope.tasks.get(*self.0.get(&id)?)
    }

    /// Makes the change that `transition` tells of.
    pub fn apply(&mut self, scope: &mut Scope, transition: &Transition) {
        apply_at(scope, transition, |_, id| self.0.get(&id).copied());
        if let Transition::TaskIssued { task } = transition {
            self.0
                .entry(task.id)
                .or_insert_with(|| scope.tasks.len().saturating_sub(1));
        }
    }
}

fn apply_at(scope: &mut Scope, transition: &Transition, find: impl Fn(&[Task], TaskId) -> Option<usize>) {
    match transition {
        Transition::Opened { .. } => open(scope, transition),
        Transition::Moved { to, .. } => change_instance(scope, |instance| instance.stage = to.clone()),
        Transition::DocumentIssued { document } => issue_document(scope, *document),
        Transition::DocumentApproved { document, role } => {
            change_document(scope, *document, |document| {
                if document.state == DocumentState::OnApproval && !document.approvals.contains(role) {
                    document.approvals.push(role.clone());
                }
            });
        }
        Transition::DocumentReturned { document, .. } => change_document(scope, *document, |document| {
            if document.state == DocumentState::OnApproval {
                document.state = DocumentState::Draft;
                document.approvals.clear();
            }
        }),
        Transition::DocumentRegistered { document, registration } => {
            register_document(scope, *document, registration);
        }
        Transition::DocumentRegisteredAgain {
            document,
            instead_of,
            registration,
        } => register_again(scope, *document, *instead_of, registration),
        // The document's row keeps its file; the release that follows takes what was done before off control.
        Transition::DocumentRendered { .. } | Transition::DoneBefore { .. } => {}
        Transition::DocumentLinked { document, links } => change_document(scope, *document, |document| {
            document.links.clone_from(links);
        }),
        Transition::NumbersVoided {
            journal, year, last, ..
        } => move_head(scope, journal, *year, *last, None),
        Transition::DocumentCancelled { document, on, mark } => change_document(scope, *document, |document| {
            cancel_document(document, *on, mark);
        }),
        Transition::DocumentAttached { document, attachment } => change_document(scope, *document, |document| {
            if !document.attachments.contains(attachment) {
                document.attachments.push(attachment.clone());
            }
        }),
        Transition::DateAsked { times, next } => change_instance(scope, |instance| {
            instance.date_asked = Some(DateAsked {
                times: *times,
                next: *next,
            });
        }),
        Transition::DateSupplied { term, .. } => change_instance(scope, |instance| {
            instance.term = Some(*term);
            instance.date_asked = None;
        }),
        Transition::PredecessorDone { item } => change_instance(scope, |instance| {
            instance.predecessors_released.insert(item.clone());
        }),
        Transition::Released { on, .. } => {
            change_instance(scope, |instance| instance.state = InstanceState::Released { on: *on });
        }
        Transition::Cancelled { on, .. } => {
            change_instance(scope, |instance| instance.state = InstanceState::Cancelled { on: *on });
        }
        Transition::TaskIssued { task } => {
            if find(&scope.tasks, task.id).is_none() {
                scope.tasks.push(task.clone());
                change_instance(scope, |instance| recount(instance, None, Some(task)));
            }
        }
        Transition::TaskReported { task, .. }
        | Transition::TaskAccepted { task, .. }
        | Transition::TaskReturned { task, .. }
        | Transition::ExtensionAsked { task, .. }
        | Transition::ExtensionGranted { task, .. }
        | Transition::ExtensionRefused { task, .. }
        | Transition::TaskReassigned { task, .. }
        | Transition::TaskCancelled { task, .. }
        | Transition::ReminderDue { task, .. } => {
            let found = find(&scope.tasks, *task).and_then(|position| scope.tasks.get_mut(position));
            if let Some(task) = found {
                let before = Counts::of(task);
                change_task(task, transition);
                if let Some(instance) = &mut scope.instance {
                    recount(instance, Some((task, before)), Some(task));
                }
            }
        }
    }
}

fn open(scope: &mut Scope, transition: &Transition) {
    let Transition::Opened {
        instance,
        plan,
        item,
        period,
        definition,
        stage,
        term,
    } = transition
    else {
        return;
    };
    if scope.instance.is_none() {
        scope.instance = Some(Instance {
            id: *instance,
            plan: plan.clone(),
            item: item.clone(),
            period: period.clone(),
            definition: definition.clone(),
            stage: stage.clone(),
            state: InstanceState::Active,
            term: *term,
            date_asked: None,
            document: None,
            predecessors_released: BTreeSet::new(),
            counts: Counts::default(),
            stage_counts: BTreeMap::new(),
        });
    }
}

fn change_instance(scope: &mut Scope, change: impl FnOnce(&mut Instance)) {
    if let Some(instance) = &mut scope.instance {
        change(instance);
    }
}

fn change_document(scope: &mut Scope, id: DocumentId, change: impl FnOnce(&mut Document)) {
    if let Some(document) = scope.document.as_mut().filter(|document| document.id == id) {
        change(document);
    }
}

fn issue_document(scope: &mut Scope, id: DocumentId) {
    let document = match scope.document.take() {
        Some(document) if document.id == id => document,
        _ => Document::draft(id),
    };
    let document = scope.document.insert(document);
    if document.state == DocumentState::Draft {
        document.state = DocumentState::OnApproval;
        document.approvals.clear();
    }
    if let Some(instance) = &mut scope.instance {
        instance.document = Some(id);
        if !document.serves.contains(&instance.id) {
            document.serves.push(instance.id);
        }
    }
}

fn register_document(scope: &mut Scope, id: DocumentId, registration: &Registration) {
    change_document(scope, id, |document| {
        if matches!(document.state, DocumentState::Draft | DocumentState::OnApproval) {
            document.state = DocumentState::Registered(registration.clone());
        }
    });
    let (journal, year) = (&registration.journal, registration.date.year());
    move_head(scope, journal, year, registration.sequence, Some(registration.date));
}

/// The new document is the old one but for its number; the old one stays as it is, in a row of its own.
fn register_again(scope: &mut Scope, id: DocumentId, instead_of: DocumentId, registration: &Registration) {
    let before = scope.document.take().filter(|before| before.id == instead_of);
    let mut document = before.map_or_else(
        || Document::draft(id),
        |before| Document {
            id,
            attachments: Vec::new(),
            ..before
        },
    );
    document.state = DocumentState::Registered(registration.clone());
    if let Some(instance) = &mut scope.instance {
        if !document.serves.contains(&instance.id) {
            document.serves.push(instance.id);
        }
        if instance.document == Some(instead_of) {
            instance.document = Some(id);
        }
    }
    scope.document = Some(document);
    let (journal, year) = (&registration.journal, registration.date.year());
    move_head(scope, journal, year, registration.sequence, Some(registration.date));
}

/// A mark stays, unless the document that it names was itself registered again under another number.
fn cancel_document(document: &mut Document, on: NaiveDate, mark: &Mark) {
    document.state = match &document.state {
        DocumentState::Registered(registration) => DocumentState::Cancelled {
            registration: registration.clone(),
            on,
            mark: Some(mark.clone()),
        },
        DocumentState::Cancelled {
            registration,
            on,
            mark: Some(known),
        } if mark.corrects(known) => DocumentState::Cancelled {
            registration: registration.clone(),
            on: *on,
            mark: Some(mark.clone()),
        },
        _ => return,
    };
}

/// The journal's head never goes back, whatever number was given by hand.
fn move_head(scope: &mut Scope, journal: &JournalKey, year: i32, last: u32, on: Option<NaiveDate>) {
    let same = |head: &&mut JournalHead| head.journal == *journal && head.year == year;
    if let Some(head) = scope.journal.as_mut().filter(same) {
        head.last = head.last.max(last);
        head.last_on = head.last_on.max(on);
    } else {
        scope.journal = Some(JournalHead {
            journal: journal.clone(),
            year,
            last,
            last_on: on,
        });
    }
}

fn change_task(task: &mut Task, transition: &Transition) {
    match transition {
        Transition::TaskReported { on, report, .. } => {
            task.state = TaskState::Reported {
                on: *on,
                report: report.clone(),
            };
            task.reports = task.reports.saturating_add(1);
        }
        Transition::TaskAccepted { on, reported_on, .. } => {
            task.state = TaskState::Accepted {
                reported_on: *reported_on,
                on: *on,
            };
            task.extension_asked = None;
        }
        Transition::TaskReturned { on, rungs_done, .. } => {
            task.state = TaskState::Returned { on: *on };
            task.returns = task.returns.saturating_add(1);
            task.rungs_done = *rungs_done;
        }
        Transition::ExtensionAsked { until, .. } => task.extension_asked = Some(*until),
        Transition::ExtensionGranted { to, rungs_done, .. } => {
            task.current = *to;
            task.extension_asked = None;
            task.rungs_done = *rungs_done;
        }
        Transition::ExtensionRefused { .. } => task.extension_asked = None,
        Transition::TaskReassigned { to, .. } => {
            task.institution = to.clone();
            task.state = TaskState::Issued;
            task.extension_asked = None;
            (task.reports, task.returns) = (0, 0);
        }
        Transition::TaskCancelled { on, .. } => {
            task.state = TaskState::Cancelled { on: *on };
            task.extension_asked = None;
        }
        Transition::ReminderDue { rung, .. } => task.rungs_done = task.rungs_done.max(rung.saturating_add(1)),
        _ => {}
    }
}

fn recount(instance: &mut Instance, before: Option<(&Task, Counts)>, after: Option<&Task>) {
    if let Some((task, counts)) = before {
        instance.counts.take(counts);
        instance
            .stage_counts
            .entry(task.stage.clone())
            .or_default()
            .take(counts);
    }
    if let Some(task) = after {
        instance.counts.add(Counts::of(task));
        instance
            .stage_counts
            .entry(task.stage.clone())
            .or_default()
            .add(Counts::of(task));
    }
}

impl Counts {
    /// What one task counts for.
    pub fn of(task: &Task) -> Self {
        let mut counts = Self {
            total: 1,
            ..Self::default()
        };
        match task.state {
            TaskState::Issued => counts.open = 1,
            TaskState::Returned { .. } => (counts.open, counts.returned) = (1, 1),
            TaskState::Reported { .. } => counts.reported = 1,
            TaskState::Accepted { .. } => counts.accepted = 1,
            TaskState::Cancelled { .. } => counts.cancelled = 1,
        }
        if task.part == Part::CoExecutor {
            counts.co_executors_unfinished = counts.open + counts.reported;
        }
        counts
    }

    /// Issued, returned or reported: neither accepted nor cancelled.
    pub fn unfinished(&self) -> u32 {
        self.open.saturating_add(self.reported)
    }

    /// Adds another count, field by field.
    pub fn add(&mut self, other: Self) {
        self.each(other, u32::saturating_add);
    }

    /// Takes another count off, field by field; never below 0.
    pub fn take(&mut self, other: Self) {
        self.each(other, u32::saturating_sub);
    }

    fn each(&mut self, other: Self, change: impl Fn(u32, u32) -> u32) {
        let Self {
            total,
            open,
            reported,
            accepted,
            cancelled,
            returned,
            co_executors_unfinished,
        } = other;
        self.total = change(self.total, total);
        self.open = change(self.open, open);
        self.reported = change(self.reported, reported);
        self.accepted = change(self.accepted, accepted);
        self.cancelled = change(self.cancelled, cancelled);
        self.returned = change(self.returned, returned);
        let unfinished = change(self.co_executors_unfinished, co_executors_unfinished);
        self.co_executors_unfinished = unfinished;
    }
}
