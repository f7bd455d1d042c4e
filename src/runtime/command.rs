//! What a door asks of the runtime, and what it gets back.

use crate::engine::event::{Actor, Done, FileRef, Report};
use crate::engine::paper::{AttachmentKind, Link};
use crate::words::ids::{
    DocumentId, InstanceId, InstitutionKey, ItemKey, JournalKey, PeriodKey, PlanKey, StageKey, TaskId,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One request for change. The same key with the same content gives the same answer and changes nothing the second time.
#[derive(Debug, Clone)]
pub struct Command {
    /// Idempotency key from outside; `None` only for what the product asks of itself.
    pub key: Option<String>,
    /// Who asks.
    pub actor: Actor,
    /// What is asked.
    pub act: Act,
    /// Tasks to look at besides the one the act names; [`super::Runtime::accept`] fills it in.
    pub also: Vec<TaskId>,
}

impl Command {
    /// A request of a person or an institution.
    pub fn asked(key: impl Into<String>, actor: Actor, act: Act) -> Self {
        Self {
            key: Some(key.into()),
            actor,
            act,
            also: Vec::new(),
        }
    }

    /// A request of the product itself: what follows from time or from its own rules.
    pub fn own(act: Act) -> Self {
        Self {
            key: None,
            actor: Actor::System,
            act,
            also: Vec::new(),
        }
    }
}

/// What can be asked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Act {
    /// The period of an item has come.
    Open {
        plan: PlanKey,
        item: ItemKey,
        period: PeriodKey,
    },
    /// An item that was carried out before it came here.
    EnterDone {
        plan: PlanKey,
        item: ItemKey,
        period: PeriodKey,
        done: Done,
    },
    /// A document is drafted (or, with `document`, a returned one is drafted anew) and sent for approval.
    Issue {
        plan: PlanKey,
        items: Vec<ItemInPeriod>,
        draft: Draft,
        document: Option<DocumentId>,
    },
    Approve {
        document: DocumentId,
    },
    ReturnDocument {
        document: DocumentId,
        reason: String,
    },
    /// The document was signed on paper: it is registered as it stands in the paper journal.
    RegisterByHand {
        document: DocumentId,
        /// As printed.
        number: String,
        date: NaiveDate,
        /// Why the numbers skipped before it are void.
        skipped: Option<String>,
    },
    /// A document with a wrong number, or one that lost its force by mistake, is registered again as it stands in the
    /// paper journal; one in force is annulled first.
    RegisterAgain {
        document: DocumentId,
        /// As printed.
        number: String,
        date: NaiveDate,
        /// Why the numbers skipped before it are void.
        skipped: Option<String>,
        /// Why the number of before is annulled; needed while the document is in force.
        reason: Option<String>,
    },
    /// The next number of a journal was spoilt before a document bore it.
    VoidNumber {
        /// The item whose document was to bear it.
        instance: InstanceId,
        journal: JournalKey,
        year: i32,
        /// As printed.
        number: String,
        reason: String,
    },
    /// The number of a registered document was spoilt; it stays in the journal with a mark.
    AnnulDocument {
        document: DocumentId,
        reason: String,
    },
    /// A scan or a signature is added to a registered document.
    AttachToDocument {
        document: DocumentId,
        kind: AttachmentKind,
        file: FileRef,
    },
    Report {
        task: TaskId,
        report: Report,
    },
    Accept {
        task: TaskId,
        note: String,
    },
    Return {
        task: TaskId,
        reason: String,
    },
    AskExtension {
        task: TaskId,
        until: NaiveDate,
        reason: String,
    },
    GrantExtension {
        task: TaskId,
        until: NaiveDate,
        basis: String,
    },
    RefuseExtension {
        task: TaskId,
        reason: String,
    },
    Reassign {
        task: TaskId,
        to: InstitutionKey,
        basis: String,
    },
    CancelTask {
        task: TaskId,
        basis: String,
    },
    Cancel {
        instance: InstanceId,
        basis: String,
    },
    SupplyDate {
        instance: InstanceId,
        due: NaiveDate,
        basis: String,
    },
    Release {
        instance: InstanceId,
        basis: String,
    },
    /// From the product itself: timers, and what follows from other items.
    TaskTimer {
        task: TaskId,
        rung: u32,
    },
    InstanceTimer {
        instance: InstanceId,
        stage: StageKey,
    },
    PredecessorReleased {
        instance: InstanceId,
        item: ItemKey,
    },
    /// The registered document was written to a file.
    Rendered {
        document: DocumentId,
        file: RenderedFile,
    },
}

/// An item, and which of its periods; without one, the period that is open now, else the next to open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemInPeriod {
    pub item: ItemKey,
    pub period: Option<PeriodKey>,
}

/// What the drafter writes; empty fields are filled from the items' definitions.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Draft {
    /// Template file, e.g. `order-department.docx`; else the one the first item's definition names.
    pub template: Option<String>,
    /// Heading, «О …».
    pub title: Option<String>,
    /// Text before «ПРИКАЗЫВАЮ».
    pub preamble: Option<String>,
    /// Points of the order, in words.
    pub points: Vec<String>,
    /// What it does to other documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// What the template asks for beyond what every order has, by name.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub fields: serde_json::Map<String, serde_json::Value>,
}

/// A registered document's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenderedFile {
    pub file: FileRef,
    /// SHA-256 over the sorted parts of the file: survives a change of the packer.
    pub content_sha256: String,
    /// SHA-256 of the context it was rendered from.
    pub context_sha256: String,
    /// SHA-256 of the template it was rendered by.
    pub template_sha256: String,
}

/// What was done; the ids a door needs to show the result.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Answer {
    pub document: Option<DocumentId>,
    pub instances: Vec<InstanceId>,
    /// The request had been answered before; nothing changed now.
    #[serde(skip)]
    pub repeated: bool,
}

/// Why nothing was done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The engine or the catalog said no: data for the person.
    #[error("{message}")]
    Rejected {
        /// Stable, e.g. `WRONG_STAGE`.
        code: &'static str,
        /// Russian sentence.
        message: String,
        /// Field of the input that is to blame, in the API's spelling, e.g. `reason`.
        field: Option<&'static str>,
    },
    /// Several things are wrong with what was asked, each with its place.
    #[error("{}", in_one(.faults))]
    Faulty {
        /// Stable, e.g. `NOT_AN_ORDER`.
        code: &'static str,
        /// What is wrong, in the order of reading; never empty.
        faults: Vec<Fault>,
    },
    /// What was named does not exist for this actor.
    #[error("не найдено: {what}")]
    NotFound {
        /// «поручение …», «документ …», «пункт …»
        what: String,
    },
    /// The idempotency key was used for another request.
    #[error("ключ «{key}» уже использован для другого запроса: возьмите новый")]
    KeyReused { key: String },
    /// The world failed; the request may be repeated with the same key.
    #[error("сейчас не удалось сохранить ({why}): повторите запрос с тем же ключом")]
    Unavailable { why: String },
}

/// One thing that is wrong with what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where, in the API's spelling: `fields.changes[2].text`.
    pub field: String,
    /// Russian sentence.
    pub message: String,
}

fn in_one(faults: &[Fault]) -> String {
    let told: Vec<String> = faults
        .iter()
        .map(|fault| format!("{}: {}", fault.field, fault.message))
        .collect();
    told.join("; ")
}

impl Refusal {
    /// Stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Rejected { code, .. } | Self::Faulty { code, .. } => code,
            Self::NotFound { .. } => "NOT_FOUND",
            Self::KeyReused { .. } => "IDEMPOTENCY_KEY_REUSED",
            Self::Unavailable { .. } => "UNAVAILABLE",
        }
    }
}
