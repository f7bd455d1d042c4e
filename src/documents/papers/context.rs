//! What each paper of `doc-templates/` is told: plain records with dates, and a sample of each.
//!
//! Dates travel as ISO text and are written by the template (`|дата`). Must never hold anything computed for layout.

pub mod acquaintance_sheet;
pub mod approval_sheet;
pub mod attendance_sheet;
pub mod consultations_journal;
pub mod courses_plan;
pub mod information_letter;
pub mod links_report;
pub mod mentoring_programme;
pub mod monitoring_form;
pub mod register;
pub mod registration_card;
pub mod registration_journal;
pub mod regulation;
pub mod requisites;
pub mod status_sheet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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

/// The department's order; without date and number it is a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderContext {
    pub issuer: Issuer,
    pub date: Option<NaiveDate>,
    pub number: Option<String>,
    /// «О …» or «Об …», without quotes and without a stop.
    pub title: String,
    pub preamble: String,
    /// «ПРИКАЗЫВАЮ:».
    pub command: String,
    pub points: Vec<Point>,
    pub annexes: Vec<Annex>,
    /// The table of tasks; no annex page without it.
    pub tasks: Vec<TaskLine>,
    pub signer: Signer,
    pub prepared_by: Option<Preparer>,
    pub acquaint: Vec<Acquainted>,
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

/// A sample order of an institution, issued because of the department's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolOrderContext {
    pub issuer: Issuer,
    pub date: Option<NaiveDate>,
    pub number: Option<String>,
    pub title: String,
    pub basis: Basis,
    /// «в целях …», put after the basis; may be empty.
    pub purpose: String,
    pub command: String,
    pub points: Vec<Point>,
    pub signer: Signer,
    pub acquaint: Vec<Acquainted>,
}

/// A column of a report form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormColumn {
    pub title: String,
    /// What to write: «дата», «число», «ссылка».
    pub kind: String,
}

/// The blank form an institution fills in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportFormContext {
    pub institution: String,
    pub title: String,
    /// Number of the item of the road-map.
    pub item: String,
    pub basis: Basis,
    pub due: Option<NaiveDate>,
    pub period: String,
    pub columns: Vec<FormColumn>,
    /// Rows already known; every row has as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
    /// How many empty rows to print after them.
    pub blank_rows: usize,
    /// What to attach and how; may be empty.
    pub instructions: Vec<String>,
    pub recipient: String,
    pub signer: Signer,
}

/// A section of the note's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteSection {
    pub heading: String,
    pub paragraphs: Vec<String>,
}

/// One institution's line in the table of results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoteResult {
    pub institution: String,
    pub tasks: u32,
    pub done: u32,
    pub in_time: u32,
    pub overdue: u32,
    /// Share done in time, per cent.
    pub share: f64,
}

/// Who approves the note; none while it is a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    pub post: String,
    pub name: String,
    pub date: Option<NaiveDate>,
}

/// An analytical note («аналитическая справка»).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoteContext {
    pub issuer: Issuer,
    pub title: String,
    pub period: String,
    pub sections: Vec<NoteSection>,
    pub results: Vec<NoteResult>,
    /// Share done in time over all institutions, per cent; not the mean of their shares.
    pub total_share: f64,
    pub conclusions: Vec<String>,
    pub approver: Approval,
    pub author: Signer,
    pub date: Option<NaiveDate>,
}
