//! The kinds of letters and the facts that belong to each: a kind cannot be sent with another kind's facts.

use super::contexts::{
    Accepted, Cancelled, DateMoved, ExtensionGranted, ExtensionRefused, Matter, Office, OfficeNote, Overdue, Received,
    Reminder, Returned, Task, TaskLetter,
};
use minijinja::Value;
use minijinja::value::Serde;

/// A letter's facts; the variant is its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant is its struct, told there")]
pub enum Context {
    Task(TaskLetter),
    Reminder(Reminder),
    Overdue(Overdue),
    Received(Received),
    Returned(Returned),
    Accepted(Accepted),
    ExtensionGranted(ExtensionGranted),
    ExtensionRefused(ExtensionRefused),
    DateMoved(DateMoved),
    Cancelled(Cancelled),
    Office(OfficeNote),
}

/// A kind of letter: it names the folder of the three templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the context of the same name")]
pub enum Kind {
    Task,
    Reminder,
    Overdue,
    Received,
    Returned,
    Accepted,
    ExtensionGranted,
    ExtensionRefused,
    DateMoved,
    Cancelled,
    ApprovalAsked,
    DocumentReturned,
    ReportFiled,
    ExtensionAsked,
    DateNeeded,
    OverdueDigest,
    Note,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 17] = [
        Self::Task,
        Self::Reminder,
        Self::Overdue,
        Self::Received,
        Self::Returned,
        Self::Accepted,
        Self::ExtensionGranted,
        Self::ExtensionRefused,
        Self::DateMoved,
        Self::Cancelled,
        Self::ApprovalAsked,
        Self::DocumentReturned,
        Self::ReportFiled,
        Self::ExtensionAsked,
        Self::DateNeeded,
        Self::OverdueDigest,
        Self::Note,
    ];

    /// Name of the folder under `doc-templates/mail`.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Reminder => "reminder",
            Self::Overdue => "overdue",
            Self::Received => "received",
            Self::Returned => "returned",
            Self::Accepted => "accepted",
            Self::ExtensionGranted => "extension-granted",
            Self::ExtensionRefused => "extension-refused",
            Self::DateMoved => "date-moved",
            Self::Cancelled => "cancelled",
            Self::ApprovalAsked => "approval-asked",
            Self::DocumentReturned => "document-returned",
            Self::ReportFiled => "report-filed",
            Self::ExtensionAsked => "extension-asked",
            Self::DateNeeded => "date-needed",
            Self::OverdueDigest => "overdue-digest",
            Self::Note => "note",
        }
    }
}

impl Context {
    /// The kind of letter these facts belong to.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Task(_) => Kind::Task,
            Self::Reminder(_) => Kind::Reminder,
            Self::Overdue(_) => Kind::Overdue,
            Self::Received(_) => Kind::Received,
            Self::Returned(_) => Kind::Returned,
            Self::Accepted(_) => Kind::Accepted,
            Self::ExtensionGranted(_) => Kind::ExtensionGranted,
            Self::ExtensionRefused(_) => Kind::ExtensionRefused,
            Self::DateMoved(_) => Kind::DateMoved,
            Self::Cancelled(_) => Kind::Cancelled,
            Self::Office(note) => match note.matter {
                Matter::ApprovalAsked { .. } => Kind::ApprovalAsked,
                Matter::DocumentReturned { .. } => Kind::DocumentReturned,
                Matter::ReportFiled { .. } => Kind::ReportFiled,
                Matter::ExtensionAsked { .. } => Kind::ExtensionAsked,
                Matter::DateNeeded { .. } => Kind::DateNeeded,
                Matter::OverdueDigest { .. } => Kind::OverdueDigest,
                Matter::Text { .. } => Kind::Note,
            },
        }
    }

    /// What a reply to this letter is recognised by.
    pub fn token(&self) -> &str {
        self.about().token
    }

    /// Readable middle of the name a letter is filed under: whom and which item it concerns.
    pub(crate) fn file_stem(&self) -> String {
        let about = self.about();
        format!("{}_{}", about.whom_key, about.item_key)
    }

    /// The person greeted and the words the subject may be shortened in.
    pub(crate) fn about(&self) -> About<'_> {
        if let Self::Office(note) = self {
            return About {
                addressee: note.addressee.as_deref(),
                brief: &note.brief,
                whom_key: &note.role_key,
                item_key: &note.item_key,
                token: &note.token,
                office: &note.office,
            };
        }
        let task = self
            .task()
            .expect("every letter but the office's notes is about a task");
        About {
            addressee: task.addressee.as_deref(),
            brief: &task.brief,
            whom_key: &task.institution_key,
            item_key: &task.item_key,
            token: &task.token,
            office: &task.office,
        }
    }

    /// The facts as the templates see them.
    pub(crate) fn value(&self) -> Value {
        match self {
            Self::Task(letter) => Value::from(Serde(letter)),
            Self::Reminder(letter) => Value::from(Serde(letter)),
            Self::Overdue(letter) => Value::from(Serde(letter)),
            Self::Received(letter) => Value::from(Serde(letter)),
            Self::Returned(letter) => Value::from(Serde(letter)),
            Self::Accepted(letter) => Value::from(Serde(letter)),
            Self::ExtensionGranted(letter) => Value::from(Serde(letter)),
            Self::ExtensionRefused(letter) => Value::from(Serde(letter)),
            Self::DateMoved(letter) => Value::from(Serde(letter)),
            Self::Cancelled(letter) => Value::from(Serde(letter)),
            Self::Office(note) => Value::from(Serde(note)),
        }
    }

    fn task(&self) -> Option<&Task> {
        match self {
            Self::Task(letter) => Some(&letter.task),
            Self::Reminder(letter) => Some(&letter.task),
            Self::Overdue(letter) => Some(&letter.task),
            Self::Received(letter) => Some(&letter.task),
            Self::Returned(letter) => Some(&letter.task),
            Self::Accepted(letter) => Some(&letter.task),
            Self::ExtensionGranted(letter) => Some(&letter.task),
            Self::ExtensionRefused(letter) => Some(&letter.task),
            Self::DateMoved(letter) => Some(&letter.task),
            Self::Cancelled(letter) => Some(&letter.task),
            Self::Office(_) => None,
        }
    }
}

/// What composing needs of any context.
pub(crate) struct About<'a> {
    pub(crate) addressee: Option<&'a str>,
    pub(crate) brief: &'a str,
    pub(crate) whom_key: &'a str,
    pub(crate) item_key: &'a str,
    pub(crate) token: &'a str,
    pub(crate) office: &'a Office,
}
