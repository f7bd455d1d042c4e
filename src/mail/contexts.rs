//! What each letter is made of: typed facts, which the templates name. Plain words and dates, already read by the runtime.
//! Must never hold what a letter may not say: lists of people, pupils' data, secrets other than the one link.
//!
//! A new letter: its struct here, its sample in `samples.rs`, a [`Kind`](super::kind::Kind), a folder of three templates.

use chrono::NaiveDate;
use serde::Serialize;

/// The department as a letter signs itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Office {
    /// Full name in the nominative.
    pub name: String,
    /// Short name, e.g. «ОО АНГО».
    pub short_name: String,
    /// Mailbox letters are answered to.
    pub email: String,
    /// Telephone.
    pub phone: Option<String>,
}

/// A person to turn to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// Post in the nominative.
    pub post: String,
    /// Surname, name, patronymic.
    pub name: String,
    /// Telephone.
    pub phone: Option<String>,
}

/// The registered order a task rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrderRef {
    /// Who issued it, genitive or abbreviation: «ОО АНГО».
    pub issuer: String,
    /// Date of registration.
    pub date: NaiveDate,
    /// Number as printed, e.g. «113» or «17-ОД».
    pub number: String,
}

/// Why the task exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Basis {
    /// Number of the item as printed.
    pub item: String,
    /// Number of the annex that holds the item, when it is one: «2».
    pub annex: Option<String>,
    /// The order, once registered.
    pub order: Option<OrderRef>,
    /// Title of the road-map, e.g. «Дорожная карта внедрения системы наставничества».
    pub plan: String,
}

/// What every letter about a task tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Task {
    /// Key of the item in its plan, for names of files.
    pub item_key: String,
    /// Number of the item as printed, e.g. «1.4».
    pub item: String,
    /// What is owed in a few words, for the subject: «приказ о внедрении наставничества».
    pub brief: String,
    /// What to do, one sentence.
    pub what: String,
    /// What to send back: «копия зарегистрированного приказа (PDF или скан)».
    pub result: String,
    /// What counts as done, when it must be said.
    pub done_when: Option<String>,
    /// Key of the institution, for names of files.
    pub institution_key: String,
    /// Short name of the institution.
    pub institution: String,
    /// The person written to: surname, name, patronymic.
    pub addressee: Option<String>,
    /// Last day, inclusive.
    pub due: NaiveDate,
    /// Hour of the last day, e.g. «15:00».
    pub due_hour: Option<String>,
    /// Last day, inclusive, to ask for more time; `None` when it has passed or nobody may ask.
    pub ask_until: Option<NaiveDate>,
    /// Why the task exists.
    pub basis: Basis,
    /// Who accepts the report.
    pub accepts: Contact,
    /// The page of the task, where a report may be filed without an account.
    pub link: Option<String>,
    /// What a reply is recognised by: see [`token`](super::token).
    pub token: String,
    /// The department.
    pub office: Office,
}

/// Another task the institution still owes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OtherTask {
    /// Number of the item as printed.
    pub item: String,
    /// What is owed in a few words.
    pub brief: String,
    /// Last day, inclusive.
    pub due: NaiveDate,
}

/// Here is your task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TaskLetter {
    /// The task.
    pub task: Task,
    /// What else the institution owes.
    pub others: Vec<OtherTask>,
}

/// The control date is coming, or is today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reminder {
    /// The task.
    pub task: Task,
    /// Working days left; 0 is today.
    pub days_left: u32,
    /// What else the institution owes.
    pub others: Vec<OtherTask>,
}

/// The control date has passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overdue {
    /// The task.
    pub task: Task,
    /// Working days since the last day.
    pub days_late: u32,
    /// What else the institution owes.
    pub others: Vec<OtherTask>,
}

/// The report has arrived and waits for its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Received {
    /// The task.
    pub task: Task,
    /// Day the report came.
    pub filed_on: NaiveDate,
    /// Names of the files that came with it.
    pub files: Vec<String>,
}

/// The report was returned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Returned {
    /// The task.
    pub task: Task,
    /// Day the report was returned.
    pub returned_on: NaiveDate,
    /// What must be put right.
    pub reason: String,
}

/// The report was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Accepted {
    /// The task.
    pub task: Task,
    /// Day the report came.
    pub filed_on: NaiveDate,
    /// Day it was accepted.
    pub accepted_on: NaiveDate,
    /// A word from the one who accepted it.
    pub remark: Option<String>,
}

/// More time is given: the task's `due` is the new date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExtensionGranted {
    /// The task, with its new date.
    pub task: Task,
    /// The date before.
    pub due_before: NaiveDate,
    /// On what basis.
    pub basis: Option<String>,
}

/// The plan was amended: the task's `due` is the new date, earlier or later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DateMoved {
    /// The task, with its new date.
    pub task: Task,
    /// The date before.
    pub due_before: NaiveDate,
    /// On what basis.
    pub basis: String,
}

/// More time is refused: the task's `due` stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExtensionRefused {
    /// The task.
    pub task: Task,
    /// The date asked for.
    pub asked_until: Option<NaiveDate>,
    /// Why not.
    pub reason: String,
}

/// The task is withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cancelled {
    /// The task.
    pub task: Task,
    /// On what basis.
    pub basis: String,
}

/// A letter to somebody of the department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfficeNote {
    /// Key of the item in its plan, for names of files.
    pub item_key: String,
    /// Number of the item as printed.
    pub item: String,
    /// What the item is about in a few words, for the subject.
    pub brief: String,
    /// The item's title.
    pub title: String,
    /// Title of the road-map.
    pub plan: String,
    /// Key of the role written to, for names of files.
    pub role_key: String,
    /// The person written to: surname, name, patronymic.
    pub addressee: Option<String>,
    /// The page where the matter is dealt with.
    pub link: Option<String>,
    /// What a reply is recognised by.
    pub token: String,
    /// The department.
    pub office: Office,
    /// What it is about.
    pub matter: Matter,
}

/// What a letter to somebody of the department is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Matter {
    /// A document waits for approval.
    ApprovalAsked {
        /// Title of the document: «О внедрении системы наставничества».
        document: String,
        /// Who drafted it.
        drafted_by: String,
    },
    /// A document was returned to its drafter.
    DocumentReturned {
        /// Title of the document.
        document: String,
        /// Who returned it.
        returned_by: String,
        /// Why.
        reason: String,
    },
    /// A report waits for an answer.
    ReportFiled {
        /// Short name of the institution.
        institution: String,
        /// Day it came.
        filed_on: NaiveDate,
        /// Last day it was due, inclusive.
        due: NaiveDate,
    },
    /// An extension is asked for.
    ExtensionAsked {
        /// Short name of the institution.
        institution: String,
        /// Last day, inclusive, as it stands.
        due: NaiveDate,
        /// The date asked for.
        asked_until: Option<NaiveDate>,
        /// Why.
        reason: String,
    },
    /// The date is owed by its owner.
    DateNeeded {
        /// The literal words of the road-map.
        deadline: String,
    },
    /// Institutions are overdue: a digest for the head, one letter an item.
    OverdueDigest {
        /// Last day that has passed, inclusive.
        due: NaiveDate,
        /// Who owes, longest first.
        institutions: Vec<OverdueInstitution>,
    },
    /// Free text of a `notify` stage.
    Text {
        /// Paragraphs, parted by line breaks.
        text: String,
    },
}

/// A line of the digest of overdue tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OverdueInstitution {
    /// Short name.
    pub institution: String,
    /// Working days since the last day.
    pub days_late: u32,
    /// Telephone to call.
    pub phone: Option<String>,
}
