//! What lives: instances with their tasks, and documents. Only [`apply`](super::apply::apply) changes them.

use super::event::Report;
use super::paper::{Around, Attachment, Given, Link, Mark};
use crate::definition::journal::Numbered;
use crate::definition::model::{Addressee, Part};
use crate::words::ids::{
    DocumentId, InstanceId, InstitutionKey, ItemKey, JournalKey, PeriodKey, PlanKey, RoleKey, StageKey, TaskId,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What an event may read and change: one instance's header, the tasks and the document it touches, and the head of
/// the journal it may register in. Never all tasks of the instance: the cost of an event does not grow with the fan-out.
/// [`Needs`](super::needs::Needs) says what has to be loaded for an event; more does no harm.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scope {
    /// The instance; `None` before it is opened.
    pub instance: Option<Instance>,
    /// Tasks the event touches, or that it created.
    pub tasks: Vec<Task>,
    /// The document the event names, else the one that drives the instance.
    pub document: Option<Document>,
    /// The journal of the document's approval stage, in the year of registration.
    pub journal: Option<JournalHead>,
    /// What stands in that journal around a number given by hand.
    pub around: Option<Around>,
}

/// One item in one period (экземпляр).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct Instance {
    /// Computed id.
    pub id: InstanceId,
    /// Plan.
    pub plan: PlanKey,
    /// Item.
    pub item: ItemKey,
    /// Period.
    pub period: PeriodKey,
    /// SHA-256 of the definition text it is bound to for life.
    pub definition: String,
    /// Stage it stands in.
    pub stage: StageKey,
    /// Running, released or cancelled.
    pub state: InstanceState,
    /// Its dates; `None` while it waits for one.
    pub term: Option<Term>,
    /// How its date was asked for; `None` while nobody was asked, and again once it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_asked: Option<DateAsked>,
    /// The document that drives it now.
    pub document: Option<DocumentId>,
    /// Items of `after` already released in this period.
    pub predecessors_released: BTreeSet<ItemKey>,
    /// How many tasks are in which state.
    pub counts: Counts,
    /// The same by the stage that issued them: joins count the tasks of their own stage only.
    pub stage_counts: BTreeMap<StageKey, Counts>,
}

/// How somebody was asked for a date that he owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct DateAsked {
    /// How often by now.
    pub times: u32,
    /// Working day on which he is reminded next; `None`: never.
    pub next: Option<NaiveDate>,
}

/// Whether an instance runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InstanceState {
    /// On control.
    Active,
    /// Released from control (снят с контроля).
    Released {
        /// Office date.
        on: NaiveDate,
    },
    /// Cancelled.
    Cancelled {
        /// Office date.
        on: NaiveDate,
    },
}

/// Dates of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct Term {
    /// First day of the work, where one is named.
    pub start: Option<NaiveDate>,
    /// Literal due date, inclusive.
    pub due: NaiveDate,
    /// Control date.
    pub control: NaiveDate,
    /// The due date is an event's day and never moves.
    pub fixed_day: bool,
}

/// Tasks by state: `open`, `reported`, `accepted` and `cancelled` together are `total`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct Counts {
    /// All.
    pub total: u32,
    /// Issued or returned: the executor owes a report.
    pub open: u32,
    /// Reported: the department owes an answer.
    pub reported: u32,
    /// Accepted.
    pub accepted: u32,
    /// Cancelled.
    pub cancelled: u32,
    /// Of `open`: those whose report was returned for rework.
    pub returned: u32,
    /// Of `open` and `reported`: those of co-executors. The lead cannot report before this is 0.
    pub co_executors_unfinished: u32,
}

/// One institution's part of an instance (поручение).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct Task {
    /// Computed id.
    pub id: TaskId,
    /// Instance.
    pub instance: InstanceId,
    /// Stage it was issued in.
    pub stage: StageKey,
    /// Who executes it now.
    pub institution: InstitutionKey,
    /// Lead or co-executor.
    pub part: Part,
    /// Who in the institution is written to.
    pub addressee: Addressee,
    /// Day it was issued.
    pub issued_on: NaiveDate,
    /// Literal due date, inclusive.
    pub due: NaiveDate,
    /// Control date it began with.
    pub control: NaiveDate,
    /// Control date now: after extensions.
    pub current: NaiveDate,
    /// State.
    pub state: TaskState,
    /// How many reports were filed.
    pub reports: u32,
    /// How many times a report was returned.
    pub returns: u32,
    /// An extension asked for and not yet answered.
    pub extension_asked: Option<NaiveDate>,
    /// Rungs of the ladder of reminders already done.
    pub rungs_done: u32,
}

/// State of a task. Overdue is computed, never stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// The executor owes a report.
    Issued,
    /// The department owes an answer.
    Reported {
        /// Day of the report.
        on: NaiveDate,
        /// The report to be answered.
        report: Report,
    },
    /// The executor owes a better report.
    Returned {
        /// Day of the return.
        on: NaiveDate,
    },
    /// Done.
    Accepted {
        /// Day of the accepted report: it decides whether the task was in time.
        reported_on: NaiveDate,
        /// Day of the acceptance.
        on: NaiveDate,
    },
    /// Withdrawn.
    Cancelled {
        /// Day.
        on: NaiveDate,
    },
}

/// A document from draft to cancellation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct Document {
    /// Id.
    pub id: DocumentId,
    /// Where it stands.
    pub state: DocumentState,
    /// Approvals given so far, in order.
    pub approvals: Vec<RoleKey>,
    /// Instances it serves; all move when it is registered.
    pub serves: Vec<InstanceId>,
    /// What it does to other documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// Scans and signatures added after registration; none is ever replaced.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

impl Document {
    /// A document that nobody has seen yet.
    pub fn draft(id: DocumentId) -> Self {
        Self {
            id,
            state: DocumentState::Draft,
            approvals: Vec::new(),
            serves: Vec::new(),
            links: Vec::new(),
            attachments: Vec::new(),
        }
    }
}

/// State of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentState {
    /// Being written, or returned to be written anew. Carries no number.
    Draft,
    /// Waiting for approvals. Carries no number.
    OnApproval,
    /// Numbered and frozen.
    Registered(Registration),
    /// Lost its force; keeps its number.
    Cancelled {
        /// The registration it had.
        registration: Registration,
        /// Day it lost force.
        on: NaiveDate,
        /// What the journal says beside the number; rows of 2022 have none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mark: Option<Mark>,
    },
}

impl DocumentState {
    /// The entry in the journal, also of a document that lost its force.
    pub fn registration(&self) -> Option<&Registration> {
        match self {
            Self::Registered(registration) | Self::Cancelled { registration, .. } => Some(registration),
            Self::Draft | Self::OnApproval => None,
        }
    }
}

/// Entry of a document in a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct Registration {
    /// Journal.
    pub journal: JournalKey,
    /// Integer in the series of the year.
    pub sequence: u32,
    /// Number as printed.
    pub number: String,
    /// Office date of registration: the date of the order.
    pub date: NaiveDate,
    /// How it got the number.
    #[serde(default, skip_serializing_if = "Given::is_next")]
    pub given: Given,
    /// What the journal says beside a date out of order, where the office allows one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

impl Registration {
    /// The number as a place in the series.
    pub fn numbered(&self) -> Numbered {
        let letter = match &self.given {
            Given::Next => None,
            Given::ByHand { letter } => *letter,
        };
        Numbered {
            sequence: self.sequence,
            letter,
        }
    }
}

/// The head of a number series: the last number given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalHead {
    /// Journal.
    pub journal: JournalKey,
    /// Calendar year of the series.
    pub year: i32,
    /// Last number given; the next is one more.
    pub last: u32,
    /// Latest date of a number given: the next is not dated before it.
    pub last_on: Option<NaiveDate>,
}
