//! What belongs to a document on paper: how its number was given, what it does to other documents, marks in the
//! journal, scans and signatures.
//!
//! Must never lose a form once stored: these types stand in histories that are read for years.

use super::event::FileRef;
use crate::definition::journal::{Numbered, instrumental};
use crate::words::ids::{DocumentId, JournalKey};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How a document got its number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// The next one of the journal.
    #[default]
    Next,
    /// As it stands on paper.
    ByHand {
        /// The letter of a number inserted after another: «а» of «14-а».
        #[serde(default, skip_serializing_if = "Option::is_none")]
        letter: Option<char>,
    },
}

impl Given {
    /// Whether the journal gave its next number.
    pub fn is_next(&self) -> bool {
        *self == Self::Next
    }
}

/// What one document does to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct Link {
    /// What it does.
    pub does: Does,
    /// To which.
    pub to: Linked,
}

/// What a document does to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Does {
    /// Changes it.
    Amends,
    /// Takes its force; its tasks run on.
    Cancels,
    /// Takes its force, and the tasks that it set and that nobody has finished.
    CancelsWithTasks,
    /// Carries it out.
    Executes,
    /// Is the same text under its right number.
    InsteadOf,
}

impl Does {
    /// Whether the other document loses its force.
    pub fn cancels(self) -> bool {
        matches!(self, Self::Cancels | Self::CancelsWithTasks)
    }
}

/// A document that another one speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Linked {
    /// One that is kept here.
    Document(DocumentId),
    /// One that exists on paper only.
    Paper(PaperOrder),
}

impl Linked {
    /// Its id, when it is kept here.
    pub fn document(&self) -> Option<DocumentId> {
        match self {
            Self::Document(id) => Some(*id),
            Self::Paper(_) => None,
        }
    }
}

/// A document on paper, as another one cites it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct PaperOrder {
    /// What it is, in the nominative: «приказ отдела образования».
    pub kind: String,
    /// Number as printed.
    pub number: String,
    /// Date.
    pub date: NaiveDate,
}

/// What the journal says beside a number that has lost its force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Another document took its force.
    CancelledBy {
        /// Which, when it is kept here.
        document: DocumentId,
        /// Its kind in the nominative, e.g. «приказ».
        kind: String,
        /// Its number as printed.
        number: String,
        /// Its date.
        date: NaiveDate,
        /// The document that the mark named before: the same one under its wrong number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instead_of: Option<DocumentId>,
    },
    /// The number was spoilt.
    Annulled {
        /// Why; never empty.
        reason: String,
    },
}

impl Mark {
    /// Whether it says what `before` said, with the right number of the same document.
    pub fn corrects(&self, before: &Self) -> bool {
        match (self, before) {
            (
                Self::CancelledBy {
                    instead_of: Some(instead_of),
                    ..
                },
                Self::CancelledBy { document, .. },
            ) => instead_of == document,
            _ => false,
        }
    }

    /// «отменён приказом № 15 от 01.06.2022», «аннулирован: ошибочно зарегистрирован».
    pub fn in_words(&self) -> String {
        match self {
            Self::CancelledBy { kind, number, date, .. } => {
                format!(
                    "отменён {} № {number} от {}",
                    instrumental(kind),
                    date.format("%d.%m.%Y")
                )
            }
            Self::Annulled { reason } => format!("аннулирован: {reason}"),
        }
    }
}

/// What happens to the tasks of a document that loses its force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TasksOfCancelled {
    /// They run on.
    RunOn,
    /// Those that nobody has finished are withdrawn.
    Withdrawn,
}

/// A file added to a registered document. Signatures are kept and never checked here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct Attachment {
    /// What it is.
    pub kind: AttachmentKind,
    /// The file.
    pub file: FileRef,
    /// Day it was added.
    pub on: NaiveDate,
}

/// What a file added to a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentKind {
    /// A picture of the signed paper (PDF).
    SignedScan,
    /// An electronic signature in a file of its own (.sig, .p7s).
    DetachedSignature,
}

/// What stands in a journal around a place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Around {
    /// The journal.
    pub journal: Option<JournalKey>,
    /// Calendar year of the series.
    pub year: i32,
    /// The place asked about, as in [`Numbered::place`].
    pub place: u64,
    /// The nearest entry before it.
    pub before: Option<Entry>,
    /// The entry at it.
    pub at: Option<Entry>,
    /// The nearest entry after it.
    pub after: Option<Entry>,
}

/// An entry of a journal, as far as its neighbours need to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The number as a place in the series.
    pub numbered: Numbered,
    /// The number as printed.
    pub number: String,
    /// Its date; for a void number, the day it was declared so is not one.
    pub date: Option<NaiveDate>,
    /// Why it is void, when it is.
    pub void: Option<String>,
}
