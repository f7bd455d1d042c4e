//! Duties: what a job does. What must be done after a commit (outbox) and later (timers). One table holds both; a job is found by its key,
//! may run twice, and carries what its letter says, so that sending a letter reads as little as possible.

use crate::definition::model::{Addressee, Part};
use crate::engine::effect::{Correspondent, LetterKind, NoteKind};
use crate::store::error::StoreError;
use crate::store::rows::{About, Job};
use crate::words::ids::{DocumentId, InstanceId, InstitutionKey, ItemKey, PeriodKey, PlanKey, StageKey, TaskId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What a job does; stored as its payload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// Send a letter about a task.
    Letter(Box<LetterDuty>),
    /// Send a letter to the department.
    Note(Box<NoteDuty>),
    /// Write the registered document to a file.
    Render { document: DocumentId },
    /// Remind of a task.
    TaskTimer { task: TaskId, rung: u32 },
    /// The work of an instance begins.
    InstanceTimer { instance: InstanceId, stage: StageKey },
    /// The period of an item comes.
    Open {
        plan: PlanKey,
        item: ItemKey,
        period: PeriodKey,
    },
    /// Items that come after this instance's are told that it is released.
    Tell { instance: InstanceId },
    /// Tasks the instance needs no longer are withdrawn.
    Withdraw {
        instance: InstanceId,
        stage: Option<StageKey>,
        basis: String,
    },
    /// An instance is told which of its predecessors are released already.
    AskPredecessors { instance: InstanceId },
    /// What an effect spoke of was not there when its job was made: a person must see to it.
    Lost { what: String },
}

/// A letter about a task, with the facts as they were at the commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterDuty {
    pub plan: PlanKey,
    pub item: ItemKey,
    pub period: PeriodKey,
    pub instance: InstanceId,
    /// Definition the instance is bound to.
    pub definition: String,
    pub task: TaskId,
    pub institution: InstitutionKey,
    pub part: Part,
    pub addressee: Addressee,
    pub due: NaiveDate,
    /// Control date at the commit, after extensions.
    pub control: NaiveDate,
    pub document: Option<DocumentId>,
    pub kind: LetterKind,
    pub to: Correspondent,
    /// Reason, note or basis that the letter quotes.
    pub word: Option<String>,
    /// Day of the report that was accepted.
    pub reported_on: Option<NaiveDate>,
    /// Control date before it was moved.
    pub control_before: Option<NaiveDate>,
    /// Date that was asked for.
    pub asked_until: Option<NaiveDate>,
    /// Day the letter is written.
    pub on: NaiveDate,
}

/// A letter to the department about an instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteDuty {
    pub plan: PlanKey,
    pub item: ItemKey,
    pub period: PeriodKey,
    pub instance: InstanceId,
    pub definition: String,
    pub to: Correspondent,
    pub kind: NoteKind,
    /// Institution the note is about, where it is about one.
    pub institution: Option<InstitutionKey>,
    /// Control date of that institution's task.
    pub control: Option<NaiveDate>,
    /// Reason or basis that the letter quotes.
    pub word: Option<String>,
    /// Date that was asked for.
    pub asked_until: Option<NaiveDate>,
    pub on: NaiveDate,
}

impl Duty {
    /// Kind as stored: what a dispatcher claims by.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Letter(_) => "letter",
            Self::Note(_) => "note",
            Self::Render { .. } => "render",
            Self::TaskTimer { .. } | Self::InstanceTimer { .. } | Self::Open { .. } => "timer",
            Self::Tell { .. } | Self::AskPredecessors { .. } => "tell",
            Self::Withdraw { .. } => "withdraw",
            Self::Lost { .. } => "lost",
        }
    }

    /// The job that will do it.
    pub fn job(
        self,
        key: String,
        run_at: DateTime<Utc>,
        about: About,
        message_id: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<Job, StoreError> {
        let kind = self.kind().to_owned();
        let payload = serde_json::to_value(&self).map_err(|error| StoreError::Unreadable {
            table: "job",
            column: "payload",
            id: key.clone(),
            why: error.to_string(),
        })?;
        Ok(Job {
            key,
            kind,
            run_at,
            payload,
            about,
            message_id,
            created_at: now,
        })
    }
}

/// Kinds that wait for a time rather than for a commit.
pub const TIMERS: &[&str] = &["timer"];
/// Kinds that change state through the runtime, in the order in which they are best done.
pub const FOLLOW_UPS: &[&str] = &["render", "tell", "withdraw", "lost"];
/// Kinds that leave the house.
pub const LETTERS: &[&str] = &["letter", "note"];
