//! What each paper of `doc-templates/` is told: plain records with dates, and a sample of each.
//!
//! Dates travel as ISO text and are written by the template (`|дата`). Must never hold anything computed for layout.

pub mod acquaintance_sheet;
pub mod amending;
pub mod approval_sheet;
pub mod approving;
pub mod attendance_sheet;
pub mod cancelling;
pub mod consultations_journal;
pub mod courses_plan;
mod form;
pub mod forming;
pub mod information_letter;
pub mod links_report;
pub mod mentoring_programme;
pub mod monitoring_form;
mod note;
mod order;
pub mod register;
pub mod registration_card;
pub mod registration_journal;
pub mod regulation;
pub mod requisites;
pub mod requisites_of_orders;
pub mod roadmap;
mod school;
pub mod school_curator;
pub mod school_pairs;
pub mod status_sheet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use form::{FormColumn, ReportFormContext};
pub use note::{NoteContext, NoteIndicator, NoteResult, NoteSection};
pub use order::OrderContext;
pub use school::SchoolOrderContext;

/// Who issues the paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issuer {
    /// «Администрация …»; empty when there is nobody above.
    pub parent: String,
    pub name: String,
    pub short_name: String,
    pub place: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    /// As printed: the genitive when acting, «начальника отдела …».
    pub post: String,
    /// «А. В. Петров».
    pub name: String,
    /// Signs in place of the holder of the post: «И. о.» is put before it.
    pub acting: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preparer {
    pub name: String,
    pub phone: String,
}

/// One numbered point of an order, with its own points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// As printed, with its stop: «1.», «1.1.».
    pub number: String,
    pub text: String,
    pub due: Option<NaiveDate>,
    pub sub: Vec<Point>,
}

/// A paper attached to the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annex {
    /// «1»; empty when there is only one.
    pub number: String,
    pub title: String,
}

/// One line of the table of tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskLine {
    pub institution: String,
    /// Number of the item of the road-map.
    pub item: String,
    pub what: String,
    /// Last day by the words of the plan.
    pub due: Option<NaiveDate>,
    /// Last day for control.
    pub control: Option<NaiveDate>,
}

/// Who has to read the order and sign for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acquainted {
    pub name: String,
    pub post: String,
}

/// A paper named by another: «приказ ОО АНГО от 04.04.2022 № 113 «О …»».
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Kind in the accusative after «во исполнение»: «приказа отдела образования …».
    pub kind: String,
    pub date: Option<NaiveDate>,
    pub number: Option<String>,
    pub title: String,
}

/// Who approves the note; none while it is a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    pub post: String,
    pub name: String,
    pub date: Option<NaiveDate>,
}
