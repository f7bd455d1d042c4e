//! What a person must settle: each question says what stands in the cell, why it is asked and what it may mean.
//!
//! Must never be asked without need: a default is taken where there is a usual reading, and told.

use serde::Serialize;

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    /// By which an answer names it: `4.4/deadline`.
    pub id: String,
    /// Key of the item; `None` for the plan as a whole.
    pub item: Option<String>,
    /// Where it stands in the file.
    pub place: String,
    pub topic: Topic,
    /// The words asked about, as they stand in the file.
    pub cell: String,
    pub why: Vec<String>,
    /// The question itself.
    pub ask: String,
    pub candidates: Vec<Candidate>,
    /// Taken until somebody answers.
    pub default: String,
    /// What a person answered.
    pub answer: Option<String>,
}

/// A possible answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// As it is written in a file of answers.
    pub value: String,
    /// What it means.
    pub meaning: String,
}

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// When the item is due, or who says it.
    Deadline,
    /// Whether it is repeated, as its title hints.
    Repeats,
    /// In which year a series begins.
    Begins,
    /// What proves that it was done.
    Evidence,
    /// Whether somebody named in the result executes too.
    AlsoExecutes,
    /// Who executes.
    Executors,
    /// What an abbreviation means.
    Abbreviation,
    /// What stands in a cell that a PDF has run together.
    Cell,
}

impl Topic {
    /// The end of the question's id.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Deadline => "deadline",
            Self::Repeats => "repeats",
            Self::Begins => "begins",
            Self::Evidence => "evidence",
            Self::AlsoExecutes => "also",
            Self::Executors => "executors",
            Self::Abbreviation => "means",
            Self::Cell => "cell",
        }
    }
}

impl Question {
    /// The answer, or what is taken without one.
    pub fn chosen(&self) -> &str {
        self.answer.as_deref().unwrap_or(&self.default)
    }

    /// The id of an item's question.
    pub fn id_of(item: &str, topic: Topic) -> String {
        format!("{item}/{}", topic.slug())
    }
}

impl Candidate {
    pub fn new(value: impl Into<String>, meaning: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            meaning: meaning.into(),
        }
    }
}

/// What the definitions need and no road-map tells: filled in by a person in the files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Blank {
    /// The field of `plan.yaml`, or the file.
    pub field: String,
    pub what: String,
}
