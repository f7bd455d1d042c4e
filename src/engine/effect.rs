//! What must be done outside, after the commit. An effect may run twice; its key makes the second run harmless.

use crate::definition::model::Recipient;
use crate::words::ids::{DocumentId, TaskId};
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
        to: Recipient,
    },
    /// A letter about the instance as a whole to somebody of the department.
    Note {
        /// To whom.
        to: Recipient,
        /// What it says.
        kind: NoteKind,
    },
    /// Withdraw the tasks that are neither accepted nor cancelled: the instance needs them no longer.
    WithdrawRest {
        /// On what basis.
        basis: String,
    },
    /// Tell the items that come after this one that it has been released.
    TellSuccessors,
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
    /// Text of a `notify` stage.
    Text(String),
}
