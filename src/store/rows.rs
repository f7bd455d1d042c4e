//! What is kept, in the words of the engine: a row with the version it had when it was read.
//!
//! Must never show how a database spells anything: columns live in `entity`, SQL in `set`, `load` and `jobs`.

use crate::definition::journal::Numbered;
use crate::engine::event::Actor;
use crate::engine::paper::Entry;
use crate::engine::state::{Document, Instance, JournalHead, Task};
use crate::engine::transition::Transition;
use crate::words::ids::{
    DeclarationId, DocumentId, InstanceId, InstitutionKey, ItemKey, JournalKey, PeriodKey, PlanKey, RoleKey, TaskId,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};

/// An instance with the head of its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstanceRow {
    /// How often the row was written; 0: never yet. Kept as it was read: the commit adds one.
    pub version: i64,
    /// Number of rows in its history; the next one gets one more.
    pub history_seq: i64,
    /// Hash of the last row of its history; [`super::chain::GENESIS`] before the first.
    pub history_hash: String,
    /// The instance.
    pub instance: Instance,
}

impl InstanceRow {
    /// An instance that was never written.
    pub fn new(instance: Instance) -> Self {
        Self {
            version: 0,
            history_seq: 0,
            history_hash: super::chain::GENESIS.to_owned(),
            instance,
        }
    }
}

/// A task with what its instance is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRow {
    /// How often the row was written; 0: never yet.
    pub version: i64,
    /// Plan of its instance.
    pub plan: PlanKey,
    /// Item of its instance.
    pub item: ItemKey,
    /// Period of its instance.
    pub period: PeriodKey,
    /// The task.
    pub task: Task,
}

impl TaskRow {
    /// A task of `instance` that was never written.
    pub fn new(instance: &Instance, task: Task) -> Self {
        let (plan, item, period) = (instance.plan.clone(), instance.item.clone(), instance.period.clone());
        Self {
            version: 0,
            plan,
            item,
            period,
            task,
        }
    }
}

/// A document with its text and, once it is registered and rendered, its file.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentRow {
    /// How often the row was written; 0: never yet.
    pub version: i64,
    /// Where it stands.
    pub document: Document,
    /// What it says.
    pub draft: DraftRecord,
    /// The file made of it.
    pub file: Option<FileRecord>,
}

/// What a document says: enough to render it again.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftRecord {
    /// Plan.
    pub plan: PlanKey,
    /// Slot of the lifecycle it fills, e.g. `order`.
    pub kind: String,
    /// Title, e.g. «О внедрении системы наставничества».
    pub title: String,
    /// Template file.
    pub template: String,
    /// SHA-256 of the template's bytes.
    pub template_sha256: String,
    /// Everything else the template needs.
    pub content: Value,
    /// Name the file gets.
    pub file_name: String,
}

/// A rendered file of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRecord {
    /// SHA-256 of the file; the blob is stored before the row names it.
    pub sha256: String,
    /// SHA-256 of what it says, without the container.
    pub content_sha256: String,
    /// File name.
    pub name: String,
    /// Bytes.
    pub size: u64,
}

/// The head of a number series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalRow {
    /// How often the row was written; 0: never yet.
    pub version: i64,
    /// Last number given.
    pub head: JournalHead,
}

/// A number declared void: it was never used and never will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoidRow {
    /// Journal.
    pub journal: JournalKey,
    /// Calendar year of the series.
    pub year: i32,
    /// The integer.
    pub sequence: u32,
    /// The number as it would have been printed.
    pub number: String,
    /// Why.
    pub reason: String,
    /// Day it was declared.
    pub on: NaiveDate,
    /// The instance whose history tells of it.
    pub instance: InstanceId,
}

/// A place in a number series whose neighbours must be known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SeriesPlace {
    /// Journal.
    pub journal: JournalKey,
    /// Calendar year of the series.
    pub year: i32,
    /// The number.
    pub numbered: Numbered,
}

/// Entries of number series by journal and year, each at its place.
pub type Entries = HashMap<(JournalKey, i32), BTreeMap<u64, Entry>>;

/// A row for the history, before the commit gives it its number and its hash.
/// Its instance must be among the instances of the same [`Writes`]: the row moves the head of its history.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryEntry {
    /// Instance.
    pub instance: InstanceId,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Office date from which it holds.
    pub effective_on: NaiveDate,
    /// Who did it.
    pub actor: Actor,
    /// What changed.
    pub transition: Transition,
    /// Task it is about.
    pub task: Option<TaskId>,
    /// Institution it is about: it sees the row.
    pub institution: Option<InstitutionKey>,
    /// Document it is about.
    pub document: Option<DocumentId>,
}

/// A row of the history as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryRow {
    /// 1 for the first row of an instance, without gaps.
    pub seq: i64,
    /// Plan.
    pub plan: PlanKey,
    /// Item.
    pub item: ItemKey,
    /// Period.
    pub period: PeriodKey,
    /// SHA-256 of the definition that held.
    pub definition: String,
    /// Name of the transition, e.g. `task_issued`.
    pub kind: String,
    /// What was recorded.
    pub entry: HistoryEntry,
    /// Hash of the row before it in its instance.
    pub prev_hash: String,
    /// Hash of this row.
    pub hash: String,
}

/// Work to be done outside or later: effects and timers alike. A job written again under its key starts anew,
/// and whoever still works on it has lost its lease.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Identity, e.g. `instance/transition/effect` or `timer/task`.
    pub key: String,
    /// What kind of work, e.g. `letter`, `render`, `task-timer`.
    pub kind: String,
    /// Not before this.
    pub run_at: DateTime<Utc>,
    /// What the worker needs.
    pub payload: Value,
    /// What it is about, for lists and scopes.
    pub about: About,
    /// Message-ID of a letter, for life.
    pub message_id: Option<String>,
    /// When it was ordered.
    pub created_at: DateTime<Utc>,
}

/// What a job is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// Plan.
    pub plan: Option<PlanKey>,
    /// Item.
    pub item: Option<ItemKey>,
    /// Instance.
    pub instance: Option<InstanceId>,
    /// Task.
    pub task: Option<TaskId>,
    /// Institution: it sees the job.
    pub institution: Option<InstitutionKey>,
    /// Document.
    pub document: Option<DocumentId>,
}

/// A job and how far it came.
#[derive(Debug, Clone, PartialEq)]
pub struct JobRow {
    /// The job.
    pub job: Job,
    /// Where it stands.
    pub state: JobState,
    /// How often it was claimed.
    pub attempts: i32,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// What came of it.
    pub result: Option<Value>,
    /// When it was done or parked.
    pub finished_at: Option<DateTime<Utc>>,
}

/// Where a job stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobState {
    /// Not yet, or again.
    Waiting,
    /// A worker has it.
    Leased {
        /// Until then; afterwards anybody may take it.
        until: DateTime<Utc>,
        /// Only who shows this token may finish it.
        token: String,
    },
    /// Done.
    Done,
    /// Given up until a person looks at it.
    Parked,
}

/// How a worker leaves a job.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Done.
    Done {
        /// What came of it, e.g. the mail server's answer.
        result: Value,
    },
    /// Again later.
    Retry {
        /// Not before this.
        at: DateTime<Utc>,
        /// What went wrong.
        error: String,
    },
    /// A person must look at it.
    Park {
        /// What went wrong.
        error: String,
    },
}

/// A finished job: key, token of the lease, outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Finish {
    /// Key.
    pub key: String,
    /// Token of the lease.
    pub token: String,
    /// Outcome.
    pub outcome: Outcome,
}

/// The answer given to a request, kept so that the same request gets the same answer.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredAnswer {
    /// SHA-256 of what was asked: the same key with another input is a mistake of the caller.
    pub input_sha256: String,
    /// The answer.
    pub answer: Value,
}

/// An answer to keep.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAnswer {
    /// Idempotency key.
    pub key: String,
    /// SHA-256 of what was asked, and the answer.
    pub stored: StoredAnswer,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// What a batch must read before it decides.
#[derive(Debug, Clone, Default)]
pub struct Needs {
    /// Idempotency keys.
    pub requests: Vec<String>,
    /// Instances.
    pub instances: Vec<InstanceId>,
    /// Tasks; their instances come along.
    pub tasks: Vec<TaskId>,
    /// Instances whose tasks are needed, all of them.
    pub wholes: Vec<InstanceId>,
    /// Documents; those they speak of come along, and the instances that all these serve.
    pub documents: Vec<DocumentId>,
    /// Number series by journal and calendar year.
    pub journals: Vec<(JournalKey, i32)>,
    /// Places in number series: what stands there and next to them.
    pub series: Vec<SeriesPlace>,
}

/// What was found; what was asked and is not here does not exist.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// By idempotency key.
    pub requests: HashMap<String, StoredAnswer>,
    /// By id: asked ones, those of asked tasks, those that asked documents serve.
    pub instances: HashMap<InstanceId, InstanceRow>,
    /// By id.
    pub tasks: HashMap<TaskId, TaskRow>,
    /// By id.
    pub documents: HashMap<DocumentId, DocumentRow>,
    /// By journal and year.
    pub journals: HashMap<(JournalKey, i32), JournalRow>,
    /// Entries at and next to the places asked for.
    pub entries: Entries,
    /// The places asked for.
    pub places: HashSet<SeriesPlace>,
}

/// What a batch changes: each row once, in its last state, with the version it was read with.
#[derive(Debug, Clone, Default)]
pub struct Writes {
    /// Every instance that changed or whose history grows.
    pub instances: Vec<InstanceRow>,
    /// Tasks.
    pub tasks: Vec<TaskRow>,
    /// Documents.
    pub documents: Vec<DocumentRow>,
    /// Number series.
    pub journals: Vec<JournalRow>,
    /// Numbers declared void.
    pub voids: Vec<VoidRow>,
    /// History, in the order it happened; `commit` numbers it within each instance.
    pub history: Vec<HistoryEntry>,
    /// Effects and timers.
    pub jobs: Vec<Job>,
    /// Answers to keep.
    pub requests: Vec<NewAnswer>,
    /// What the department declared.
    pub declarations: Vec<DeclarationRow>,
}

/// What the department declared for a time; never changed, only ended by another.
#[derive(Debug, Clone, PartialEq)]
pub struct DeclarationRow {
    /// Id.
    pub id: DeclarationId,
    /// What it declares, e.g. `substitution`.
    pub kind: String,
    /// Plan.
    pub plan: PlanKey,
    /// Who declared it.
    pub actor_name: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// What it says.
    pub body: Value,
}

/// What the commit gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Committed {
    /// Number and hash of the last history row of every instance written.
    pub heads: HashMap<InstanceId, (i64, String)>,
}

/// The text a definition was read from, kept for life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefinitionRow {
    /// SHA-256 as in [`crate::definition::model::Definition::sha256`].
    pub sha256: String,
    /// Plan.
    pub plan: PlanKey,
    /// Item.
    pub item: ItemKey,
    /// All texts it was read from, in the caller's form.
    pub bundle: String,
    /// When it was stored first.
    pub stored_at: DateTime<Utc>,
}

/// A name that an institution has or had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameRow {
    /// Institution.
    pub key: InstitutionKey,
    /// Full name in the nominative.
    pub full_name: String,
    /// Short name.
    pub short_name: String,
    /// Director: surname, name, patronymic.
    pub director: String,
    /// Director's post, where told.
    pub director_post: Option<String>,
    /// First day, inclusive; `None`: from ever.
    pub valid_from: Option<NaiveDate>,
    /// Last day, inclusive; `None`: until further notice.
    pub valid_to: Option<NaiveDate>,
}

/// An access token; the secret itself is never kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// SHA-256 of the secret.
    pub sha256: String,
    /// Name and post of the holder, as the history shows it.
    pub name: String,
    /// `department`, `auditor`, `institution` or `operator`.
    pub role: String,
    /// Roles of the plan the holder has.
    pub roles: Vec<RoleKey>,
    /// The holder's institution.
    pub institution: Option<InstitutionKey>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends, exclusive; `None`: never.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was withdrawn.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// A version of a Word template: its file is a blob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateVersion {
    /// Name of the file, e.g. `order-department.docx`.
    pub name: String,
    /// From 1, without gaps; the highest is in use.
    pub version: i32,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Name and post of whoever put it in place; the product itself for what it found in its folder.
    pub stored_by: String,
    /// When.
    pub stored_at: DateTime<Utc>,
}
