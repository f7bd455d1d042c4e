//! Starter templates and papers from scratch: typed in code, written as canonical Word files.
//!
//! | file | does |
//! | --- | --- |
//! | `layout` | the two standards of office papers: widths, margins, stops |
//! | `look`, `look_forms`, `shape`, `base` | the named styles a clerk finds in Word |
//! | `sheet`, `table` | a paper typed line by line |
//! | `phrases` | the requisites every paper shares: letterhead, points, signature, marks |
//! | `orders`, `school`, `roadmap` | the starters of orders |
//! | `requisites` | what forms and sheets share beyond that |
//! | `regulation`, `register`, `mentoring`, `journals`, `courses`, `attendance`, `letter`, `links`, `monitoring`, `note`, `form`, `sheets`, `card`, `status` | the starters of the other papers |
//! | `canonical`, `unused`, `mend`, `renumber`, `schema`, `tree` | what `docx-rs` wrote, made valid and the same every time |
//!
//! ```
//! use prikaz::documents::starter::{Layout, Profile, Sheet, Style, Table, Cell};
//! let mut sheet = Sheet::new(Layout::of(Profile::Gost2025), "Справка «{{ title }}»", "{{ issuer.short_name }}");
//! sheet
//!     .letterhead("СПРАВКА")
//!     .heading("{{ title }}")
//!     .when("purpose", |sheet| {
//!         sheet.paragraph("{{ purpose }}");
//!     })
//!     .each("line in lines", |sheet| {
//!         sheet.point("{{ line }}");
//!     })
//!     .table(&Table::framed(&[20, 150]).head(&["№", "Что"]).row(vec![
//!         Cell::center("{% for row in rows %}{{ loop.index }}"),
//!         Cell::text("{{ row.what }}{% endfor %}"),
//!     ]))
//!     .signed_by("signer");
//! let docx: Vec<u8> = sheet.finish()?;
//! # Ok::<(), prikaz::documents::starter::Uncanonical>(())
//! ```
//!
//! A new starter: a function that types a [`Sheet`], its line in `STARTERS`, a context in `papers`, then
//! `prikaz template new` writes its file. Must never read files or the clock.

mod attendance;
mod base;
mod canonical;
mod card;
mod courses;
mod form;
mod journals;
mod layout;
mod letter;
mod links;
mod look;
mod look_forms;
mod mend;
mod mentoring;
mod monitoring;
mod note;
mod orders;
mod phrases;
mod register;
mod regulation;
mod renumber;
mod requisites;
mod roadmap;
mod schema;
mod school;
mod shape;
mod sheet;
mod sheets;
mod status;
mod table;
mod tree;
mod unused;

pub use canonical::{Properties, canonical, out_of_order};
pub use layout::{Command, Layout, Profile};
pub use look::Style;
pub use phrases::{AnnexMark, DATE_AND_NUMBER};
pub use sheet::Sheet;
pub use table::{Cell, Table};

/// Why a file could not be brought into canonical form.
#[derive(Debug, thiserror::Error)]
pub enum Uncanonical {
    #[error("файл Word не читается: {0}")]
    Package(String),
    #[error("в файле Word неверный XML: {0}")]
    Malformed(String),
}

/// Types a paper.
type Typist = fn(Layout) -> Sheet;

/// The kinds there is a starter for, and who types each.
const STARTERS: &[(&str, Typist)] = &[
    ("order-department", orders::department),
    ("order-forming", orders::forming),
    ("order-approving", orders::approving),
    ("order-amending", orders::amending),
    ("order-cancelling", orders::cancelling),
    ("roadmap", roadmap::roadmap),
    ("order-school", school::order),
    ("order-school-curator", school::curator),
    ("order-school-pairs", school::pairs),
    ("regulation", regulation::regulation),
    ("register", register::register),
    ("mentoring-programme", mentoring::mentoring_programme),
    ("consultations-journal", journals::consultations_journal),
    ("courses-plan", courses::courses_plan),
    ("attendance-sheet", attendance::attendance_sheet),
    ("information-letter", letter::information_letter),
    ("links-report", links::links_report),
    ("monitoring-form", monitoring::monitoring_form),
    ("analytical-note", note::analytical_note),
    ("report-form", form::report_form),
    ("approval-sheet", sheets::approval_sheet),
    ("acquaintance-sheet", sheets::acquaintance_sheet),
    ("registration-card", card::registration_card),
    ("registration-journal", journals::registration_journal),
    ("status-sheet", status::status_sheet),
];

/// The starter template of that kind.
pub fn starter(key: &str, layout: &Layout) -> Option<Vec<u8>> {
    let (_, typed) = STARTERS.iter().find(|(own, _)| *own == key)?;
    Some(typed(*layout).finish().expect("a test writes every starter"))
}

/// The keys of all starters.
pub fn keys() -> impl Iterator<Item = &'static str> {
    STARTERS.iter().map(|(key, _)| *key)
}
