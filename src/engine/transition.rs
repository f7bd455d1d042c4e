//! What changed: the history, in the past tense. Applying the transitions of a history in order gives the state.

use super::event::{Done, FileRef, Report};
use super::paper::{Attachment, Link, Mark};
use super::state::{Registration, Task, Term};
use crate::words::ids::{
    DocumentId, InstanceId, InstitutionKey, ItemKey, JournalKey, PeriodKey, PlanKey, RoleKey, StageKey, TaskId,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One change of one instance, of its tasks, or of the document that drives it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transition {
    /// The instance began.
    Opened {
        /// Its id.
        instance: InstanceId,
        /// Plan.
        plan: PlanKey,
        /// Item.
        item: ItemKey,
        /// Period.
        period: PeriodKey,
        /// SHA-256 of the definition it is bound to.
        definition: String,
        /// First stage.
        stage: StageKey,
        /// Dates, where known.
        term: Option<Term>,
    },
    /// The item had been carried out before it came here.
    DoneBefore {
        /// When, and what proves it.
        done: Done,
    },
    /// Who owes the date was asked for it, or reminded of it.
    DateAsked {
        /// How often by now; 1: for the first time.
        times: u32,
        /// Working day on which he is reminded next; `None`: never.
        next: Option<NaiveDate>,
    },
    /// The instance moved to another stage.
    Moved {
        /// From.
        from: StageKey,
        /// To.
        to: StageKey,
    },
    /// A document was drafted and sent for approval.
    DocumentIssued {
        /// Document.
        document: DocumentId,
    },
    /// An approver approved.
    DocumentApproved {
        /// Document.
        document: DocumentId,
        /// In which role.
        role: RoleKey,
    },
    /// An approver returned the document.
    DocumentReturned {
        /// Document.
        document: DocumentId,
        /// In which role.
        role: RoleKey,
        /// Why.
        reason: String,
    },
    /// The document got its number and date and is frozen.
    DocumentRegistered {
        /// Document.
        document: DocumentId,
        /// Number and date.
        registration: Registration,
    },
    /// A document took the place of one that had lost its force: the same text under another number and date.
    DocumentRegisteredAgain {
        /// Document.
        document: DocumentId,
        /// The one that had lost its force.
        instead_of: DocumentId,
        /// Number and date.
        registration: Registration,
    },
    /// The document said what it does to others.
    DocumentLinked {
        /// Document.
        document: DocumentId,
        /// All its links.
        links: Vec<Link>,
    },
    /// Numbers of a journal were declared void: they were never used and never will be.
    NumbersVoided {
        /// Journal.
        journal: JournalKey,
        /// Calendar year of the series.
        year: i32,
        /// First of them.
        first: u32,
        /// Last of them, inclusive.
        last: u32,
        /// Day.
        on: NaiveDate,
        /// Why.
        reason: String,
    },
    /// The document lost its force; it keeps its number.
    DocumentCancelled {
        /// Document.
        document: DocumentId,
        /// Day.
        on: NaiveDate,
        /// What the journal says beside its number.
        mark: Mark,
    },
    /// A scan or a signature was added to the document.
    DocumentAttached {
        /// Document.
        document: DocumentId,
        /// The file.
        attachment: Attachment,
    },
    /// The file of the registered document was made.
    DocumentRendered {
        /// Document.
        document: DocumentId,
        /// File.
        file: FileRef,
        /// SHA-256 over the file's sorted parts, hexadecimal.
        content_sha256: String,
        /// SHA-256 of the context it was rendered from, hexadecimal.
        context_sha256: String,
        /// SHA-256 of the template, hexadecimal.
        template_sha256: String,
    },
    /// A task was issued to an institution.
    TaskIssued {
        /// The task as it began.
        task: Task,
    },
    /// A report was filed.
    TaskReported {
        /// Task.
        task: TaskId,
        /// Day.
        on: NaiveDate,
        /// What was reported.
        report: Report,
    },
    /// A report was accepted.
    TaskAccepted {
        /// Task.
        task: TaskId,
        /// Day.
        on: NaiveDate,
        /// Day of the accepted report.
        reported_on: NaiveDate,
        /// A word to the executor.
        note: String,
    },
    /// A report was returned for rework.
    TaskReturned {
        /// Task.
        task: TaskId,
        /// Day.
        on: NaiveDate,
        /// Why.
        reason: String,
        /// Rungs of the ladder whose day has come: the letter of return stands for them.
        rungs_done: u32,
    },
    /// An executor asked for more time.
    ExtensionAsked {
        /// Task.
        task: TaskId,
        /// Until when.
        until: NaiveDate,
        /// Why.
        reason: String,
    },
    /// More time was given.
    ExtensionGranted {
        /// Task.
        task: TaskId,
        /// Control date before.
        from: NaiveDate,
        /// Control date now.
        to: NaiveDate,
        /// On what basis.
        basis: String,
        /// Rungs of the ladder whose day, counted from the new date, has come; all later ones are done anew.
        rungs_done: u32,
    },
    /// More time was refused.
    ExtensionRefused {
        /// Task.
        task: TaskId,
        /// Why.
        reason: String,
    },
    /// The task went to another institution.
    TaskReassigned {
        /// Task.
        task: TaskId,
        /// From.
        from: InstitutionKey,
        /// To.
        to: InstitutionKey,
        /// On what basis.
        basis: String,
    },
    /// The task was cancelled.
    TaskCancelled {
        /// Task.
        task: TaskId,
        /// Day.
        on: NaiveDate,
        /// On what basis.
        basis: String,
    },
    /// A rung of the ladder of reminders was done: a letter was ordered. Lower rungs not done by then are skipped.
    ReminderDue {
        /// Task.
        task: TaskId,
        /// Rung.
        rung: u32,
        /// Working days from the control date.
        offset: i32,
    },
    /// The owner supplied the date.
    DateSupplied {
        /// Dates.
        term: Term,
        /// Where from.
        basis: String,
    },
    /// A predecessor was released.
    PredecessorDone {
        /// Which.
        item: ItemKey,
    },
    /// The instance was released from control.
    Released {
        /// Day.
        on: NaiveDate,
        /// On what basis.
        basis: String,
    },
    /// The instance was cancelled; its unfinished tasks are withdrawn one by one after it.
    Cancelled {
        /// Day.
        on: NaiveDate,
        /// On what basis.
        basis: String,
    },
}
