//! What comes in. An event may be refused; then nothing has changed.

use super::paper::{AttachmentKind, Link, Mark, PaperOrder, TasksOfCancelled};
use super::state::Registration;
use crate::words::ids::{
    DocumentId, InstanceId, InstitutionKey, ItemKey, JournalKey, PeriodKey, RoleKey, StageKey, TaskId,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Who or what acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// A person of the department.
    Person {
        /// Roles the person holds, e.g. `clerk`; an act asks for one of them.
        roles: Vec<RoleKey>,
        /// Name and post as shown in the history, e.g. «Петрова А. В., делопроизводитель».
        name: String,
    },
    /// Somebody of an institution.
    Institution {
        /// Which.
        key: InstitutionKey,
        /// Name as shown in the history.
        name: String,
    },
    /// A timer, or the product itself following its own rules.
    System,
}

/// What happened to one instance.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The period has come: the instance begins. Refused when it has begun already.
    Open {
        /// Which period of the item.
        period: PeriodKey,
    },
    /// The item was carried out before it came here: it is entered with its real date and what proves it. An instance
    /// that has begun is taken off control, unless somebody is at work on it already.
    EnterDone {
        /// Which period of the item.
        period: PeriodKey,
        /// When, and what proves it.
        done: Done,
    },
    /// A role drafted a document for this instance and sends it for approval. For a document that was returned: anew.
    Issue {
        /// The document.
        document: DocumentId,
    },
    /// An approver approved the document. With the last approval needed the document is registered.
    Approve {
        /// The document.
        document: DocumentId,
    },
    /// What the drafted document does to others; said once it is issued, before anybody approved it.
    LinkDocument {
        /// The document.
        document: DocumentId,
        /// All its links: those said before are forgotten.
        links: Vec<Link>,
    },
    /// The document was signed on paper and is in the paper journal: it is registered as it stands there.
    RegisterByHand {
        /// The document.
        document: DocumentId,
        /// Number as printed.
        number: String,
        /// Date on the paper.
        date: NaiveDate,
        /// Why the numbers skipped before it are void; `None`: none is skipped.
        skipped: Option<String>,
    },
    /// A document that has lost its force, most often because its number was wrong, is registered again: as another
    /// document with the same text, under the number that it bears on paper. What it set going goes on under that one.
    RegisterAgain {
        /// The one that has lost its force.
        instead_of: DocumentId,
        /// The one that takes its place.
        document: DocumentId,
        /// The journal it stands in, and will stand in.
        journal: JournalKey,
        /// Number as printed.
        number: String,
        /// Date on the paper.
        date: NaiveDate,
        /// Why the numbers skipped before it are void; `None`: none is skipped.
        skipped: Option<String>,
    },
    /// The document that served this instance too was registered again because of another instance.
    FollowRegisteredAgain {
        /// The one that has lost its force.
        instead_of: DocumentId,
        /// The one that takes its place.
        document: DocumentId,
        /// Its number and date.
        registration: Registration,
    },
    /// The next number of a journal is declared void: it was spoilt before any document bore it.
    VoidNumber {
        /// Journal.
        journal: JournalKey,
        /// Calendar year of the series.
        year: i32,
        /// The number as printed: the next one, or the person looked at another journal.
        number: String,
        /// Why; never empty.
        reason: String,
    },
    /// A registered document loses its force and keeps its number.
    CancelDocument {
        /// The document.
        document: DocumentId,
        /// What the journal says beside it.
        mark: Mark,
        /// What happens to its tasks.
        tasks: TasksOfCancelled,
    },
    /// A scan or a signature is added to a registered document.
    AttachToDocument {
        /// The document.
        document: DocumentId,
        /// What the file is.
        kind: AttachmentKind,
        /// The file.
        file: FileRef,
    },
    /// The document moved because of another instance that it serves: this one follows it. An instance that has nothing
    /// to follow changes nothing.
    FollowDocument {
        /// The document, as it now is in the scope.
        document: DocumentId,
        /// Who returned it and why; needed when it was returned, else `None`.
        returned: Option<DocumentReturn>,
    },
    /// An approver returned the document to its drafter.
    ReturnDocument {
        /// The document.
        document: DocumentId,
        /// Why; never empty.
        reason: String,
    },
    /// The file of a registered document was made. Stale unless the document serves the instance and is registered.
    DocumentRendered {
        /// The document.
        document: DocumentId,
        /// The file.
        file: FileRef,
        /// SHA-256 over the file's sorted parts, hexadecimal.
        content_sha256: String,
        /// SHA-256 of the context it was rendered from, hexadecimal.
        context_sha256: String,
        /// SHA-256 of the template, hexadecimal.
        template_sha256: String,
    },
    /// An executor reports.
    Report {
        /// The task.
        task: TaskId,
        /// What is reported.
        report: Report,
    },
    /// A report is accepted.
    Accept {
        /// The task.
        task: TaskId,
        /// A word to the executor, may be empty.
        note: String,
    },
    /// A report is returned for rework.
    Return {
        /// The task.
        task: TaskId,
        /// Why; never empty.
        reason: String,
    },
    /// An executor asks for more time.
    AskExtension {
        /// The task.
        task: TaskId,
        /// Until when, inclusive.
        until: NaiveDate,
        /// Why; never empty.
        reason: String,
    },
    /// The department gives more time, asked or not.
    GrantExtension {
        /// The task.
        task: TaskId,
        /// The new control date, inclusive; moved for days off by the plan's rule.
        until: NaiveDate,
        /// On what basis; never empty.
        basis: String,
    },
    /// The department refuses more time.
    RefuseExtension {
        /// The task.
        task: TaskId,
        /// Why; never empty.
        reason: String,
    },
    /// The task goes to another institution, with its dates.
    Reassign {
        /// The task.
        task: TaskId,
        /// To whom.
        to: DirectoryEntry,
        /// On what basis; never empty.
        basis: String,
    },
    /// One task is cancelled.
    CancelTask {
        /// The task.
        task: TaskId,
        /// On what basis; never empty.
        basis: String,
    },
    /// The whole instance is cancelled.
    Cancel {
        /// On what basis; never empty.
        basis: String,
    },
    /// The owner of the date supplies it.
    SupplyDate {
        /// Due date by the words of the supplied schedule, inclusive.
        due: NaiveDate,
        /// Where the date is from, e.g. «график ИМО от 10.05.2022»; never empty.
        basis: String,
    },
    /// The department releases the instance from control.
    Release {
        /// On what basis; never empty.
        basis: String,
    },
    /// An item named in `after` was released in the same period.
    PredecessorReleased {
        /// Which.
        item: ItemKey,
    },
    /// A timer of the instance fired: the first day of the work has come, or its date is still owed.
    InstanceTimer {
        /// The stage it was set in; stale when the instance has left it.
        stage: StageKey,
    },
    /// A timer of a task fired: time to remind or to tell of a delay.
    TaskTimer {
        /// The task.
        task: TaskId,
        /// Which rung of the ladder of reminders (see [`super::timer::ladder`]); stale when it is done already.
        rung: u32,
    },
}

/// What was carried out before it came here, as papers tell.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct Done {
    /// The real day.
    pub on: NaiveDate,
    /// Documents that prove it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<PaperOrder>,
    /// Scans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileRef>,
    /// In words; may be empty when there is a document or a scan.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Done {
    /// «приказ ОО АНГО № 113 от 04.04.2022; скан: Приказ.pdf».
    pub fn in_words(&self) -> String {
        let papers = self.papers.iter().map(|paper| {
            let day = paper.date.format("%d.%m.%Y");
            format!("{} № {} от {day}", paper.kind, paper.number)
        });
        let files = self.files.iter().map(|file| format!("скан: {}", file.name));
        let note = Some(self.note.clone()).filter(|note| !note.is_empty());
        papers.chain(files).chain(note).collect::<Vec<_>>().join("; ")
    }
}

/// Who returned a document, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentReturn {
    /// In which role.
    pub role: RoleKey,
    /// Why; never empty.
    pub reason: String,
}

/// An institution as tasks see it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct DirectoryEntry {
    /// Key.
    pub key: InstitutionKey,
    /// Kind, e.g. `school`.
    pub kind: String,
}

/// What an executor reports.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct Report {
    /// What was done, in words; may be empty when there are files.
    pub text: String,
    /// The executor's own order: number and date.
    pub own_order: Option<OwnOrder>,
    /// Addresses of publications.
    pub links: Vec<String>,
    /// Files, by content.
    pub files: Vec<FileRef>,
    /// «Не применимо», with the reason.
    pub not_applicable: Option<String>,
}

/// An order of the executor itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct OwnOrder {
    /// Number as printed.
    pub number: String,
    /// Date.
    pub date: NaiveDate,
}

/// A stored file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct FileRef {
    /// Name as given.
    pub name: String,
    /// SHA-256 of the content, hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
}

/// Which instance an event is for, before it is loaded.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Target {
    /// Item.
    pub item: ItemKey,
    /// Period.
    pub period: PeriodKey,
    /// Computed from both.
    pub instance: InstanceId,
}
