//! A simulation as people and programs read it: days by month, items, institutions with the same dates put together.
//!
//! Must never compute: it is what was found.

use chrono::NaiveDate;
use serde::Serialize;

/// The whole.
#[derive(Debug, Serialize)]
pub struct View {
    /// First day, ISO.
    pub from: NaiveDate,
    /// Last day, ISO.
    pub to: NaiveDate,
    /// «04.04.2022 — 31.01.2025».
    pub period: String,
    /// What was assumed, sentence by sentence.
    pub assumed: Vec<String>,
    /// Plans.
    pub plans: Vec<PlanView>,
    /// Sums over everything.
    pub total: TotalsView,
    /// Months with their days on which something happens.
    pub months: Vec<MonthView>,
    /// Institutions, those with the same due dates together.
    pub groups: Vec<GroupView>,
    /// Too many due dates in a week, those alike together.
    pub overloads: Vec<LoadView>,
    /// The fullest week of all.
    pub densest: Option<LoadView>,
    /// What the plan leaves open.
    pub gaps: Vec<GapView>,
}

/// A plan.
#[derive(Debug, Serialize)]
pub struct PlanView {
    /// Key.
    pub key: String,
    /// Title.
    pub title: String,
    /// Items.
    pub items: Vec<ItemView>,
}

/// An item.
#[derive(Debug, Serialize)]
pub struct ItemView {
    /// Key.
    pub key: String,
    /// Number as printed.
    pub number: String,
    /// Title.
    pub title: String,
    /// Sums.
    pub totals: TotalsView,
    /// Its instances.
    pub instances: Vec<CourseView>,
}

/// An instance.
#[derive(Debug, Serialize)]
pub struct CourseView {
    /// Period.
    pub period: String,
    /// Day it began.
    pub opened: NaiveDate,
    /// Due date by the words.
    pub due: Option<NaiveDate>,
    /// Control date.
    pub control: Option<NaiveDate>,
    /// «29.04.2022».
    pub control_words: Option<String>,
    /// Day it was released from control.
    pub released: Option<NaiveDate>,
    /// Where it stood on the last day.
    pub stage: String,
    /// Tasks.
    pub tasks: u32,
}

/// Sums.
#[derive(Debug, Serialize)]
pub struct TotalsView {
    /// Instances.
    pub instances: u32,
    /// Orders.
    pub orders: u32,
    /// Tasks.
    pub tasks: u32,
    /// Tasks accepted.
    pub accepted: u32,
    /// Tasks late.
    pub late: u32,
    /// Letters.
    pub letters: u32,
    /// Of them reminders and notices of delay.
    pub reminders: u32,
    /// Letters by kind: code, words, number.
    pub by_kind: Vec<KindView>,
}

/// Letters of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KindView {
    /// Stable name.
    pub kind: &'static str,
    /// What a clerk calls it.
    pub words: &'static str,
    /// How many.
    pub count: u32,
}

/// A month.
#[derive(Debug, Serialize)]
pub struct MonthView {
    /// «Апрель 2022».
    pub title: String,
    /// Letters of the month.
    pub letters: u32,
    /// Days.
    pub days: Vec<DayView>,
}

/// A day.
#[derive(Debug, Serialize)]
pub struct DayView {
    /// Date, ISO.
    pub date: NaiveDate,
    /// «29.04.2022».
    pub words: String,
    /// «пт».
    pub weekday: &'static str,
    /// Items that begin.
    pub opened: Vec<String>,
    /// Items with an order drafted.
    pub drafted: Vec<String>,
    /// Items with an order registered.
    pub registered: Vec<String>,
    /// Items with their control date.
    pub control: Vec<String>,
    /// Due dates of tasks.
    pub due: u32,
    /// Reports filed.
    pub reported: u32,
    /// Reports accepted.
    pub accepted: u32,
    /// Items released from control.
    pub released: Vec<String>,
    /// Letters by kind.
    pub letters: Vec<KindView>,
}

/// Institutions with the same due dates.
#[derive(Debug, Serialize)]
pub struct GroupView {
    /// Names.
    pub names: Vec<String>,
    /// The first names, and how many more.
    pub listed: String,
    /// Due dates of each of them.
    pub due: Vec<DueView>,
}

/// A due date.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct DueView {
    /// Date, ISO.
    pub date: NaiveDate,
    /// «29.04.2022».
    pub words: String,
    /// Item.
    pub item: String,
}

/// Due dates of institutions in a week.
#[derive(Debug, Serialize)]
pub struct LoadView {
    /// Monday, ISO.
    pub monday: NaiveDate,
    /// Names.
    pub names: Vec<String>,
    /// Due dates of each of them.
    pub count: usize,
    /// A sentence.
    pub text: String,
}

/// An open question.
#[derive(Debug, Serialize)]
pub struct GapView {
    /// Stable name.
    pub code: &'static str,
    /// Item.
    pub item: Option<String>,
    /// Sentence.
    pub text: String,
}
