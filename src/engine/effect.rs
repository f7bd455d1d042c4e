//! What must be done outside, after the commit. An effect may run twice; its key makes the second run harmless.

use crate::words::ids::{DocumentId, InstitutionKey, RoleKey, StageKey, TaskId};
use serde::{Deserialize, Serialize};

/// Something to be done outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Write the registered document to a file and record its hashes.
    Render {
        /// Document.
        document: DocumentId,
    },
    /// A letter about a task.
    Letter {
        /// Task.
        task: TaskId,
        /// What it says.
        kind: LetterKind,
        /// To whom.
        to: Correspondent,
    },
    /// A letter about the instance as a whole.
    Note {
        /// To whom.
        to: Correspondent,
        /// What it says.
        kind: NoteKind,
    },
    /// Withdraw the tasks that are neither accepted nor cancelled: the instance needs them no longer. Each is withdrawn
    /// by an [`Event::CancelTask`](super::event::Event::CancelTask) of the system.
    WithdrawRest {
        /// Only tasks issued in this stage; `None`: all tasks of the instance.
        stage: Option<StageKey>,
        /// On what basis.
        basis: String,
    },
    /// Tell the items that come after this one that it has been released.
    TellSuccessors,
    /// Look which items of `after` are released in this period already, and tell this instance of each: they may have
    /// been released before it began.
    AskPredecessors,
}

/// Who a letter goes to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Correspondent {
    /// The institution that has the task now; for a note, every institution that has a task in the instance.
    Executor,
    /// Who holds a role of the department.
    Role(RoleKey),
    /// This institution: the owner of a date, or one that a task was taken from.
    Institution(InstitutionKey),
    /// The institutions of the lead tasks of the stage that the instance stands in.
    Leads,
}

/// Letters about a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// Here is your task.
    Task,
    /// The control date is coming, or is today.
    Reminder,
    /// The control date has passed.
    Overdue,
    /// Your report was returned.
    Returned,
    /// Your report was accepted.
    Accepted,
    /// More time is given.
    ExtensionGranted,
    /// More time is refused.
    ExtensionRefused,
    /// The task is withdrawn.
    Cancelled,
}

/// Letters about an instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// A document waits for approval.
    ApprovalAsked {
        /// Document.
        document: DocumentId,
    },
    /// A document was returned to its drafter.
    DocumentReturned {
        /// Document.
        document: DocumentId,
        /// Why.
        reason: String,
    },
    /// A report waits for an answer.
    ReportFiled {
        /// Task.
        task: TaskId,
    },
    /// An extension is asked for.
    ExtensionAsked {
        /// Task.
        task: TaskId,
    },
    /// The date is owed by its owner.
    DateNeeded,
    /// The date is still owed, after so many reminders.
    DateOverdue {
        /// By whom.
        owner: Correspondent,
        /// How often he was reminded.
        reminders: u32,
    },
    /// Text of a `notify` stage.
    Text(String),
}
