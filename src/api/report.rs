//! Reports: what an executor filed, as the history keeps it.

use super::actor::Actor;
use super::scalars::{Date, File};
use crate::engine::event::Report as ReportModel;
use crate::engine::transition::Transition;
use crate::store::rows::HistoryRow;
use async_graphql::{Object, SimpleObject};
use chrono::{DateTime, Utc};

/// Отчёт.
pub struct Report(pub HistoryRow);

/// An order of the executor itself.
#[derive(SimpleObject)]
pub struct OwnOrder {
    /// Number as printed.
    number: String,
    /// Date.
    date: Date,
}

impl Report {
    fn report(&self) -> Option<&ReportModel> {
        match &self.0.entry.transition {
            Transition::TaskReported { report, .. } => Some(report),
            _ => None,
        }
    }
}

/// Отчёт.
#[Object]
impl Report {
    /// When it was filed.
    async fn submitted_at(&self) -> DateTime<Utc> {
        self.0.entry.recorded_at
    }

    /// Office date of the filing: it decides whether the report is in time.
    async fn submitted_on(&self) -> Date {
        Date(self.0.entry.effective_on)
    }

    /// Who filed it.
    async fn submitted_by(&self) -> Actor {
        Actor::of(&self.0.entry.actor)
    }

    /// What was done, in words.
    async fn text(&self) -> &str {
        self.report().map_or("", |report| &report.text)
    }

    /// The executor's own order.
    async fn own_order(&self) -> Option<OwnOrder> {
        let order = self.report()?.own_order.as_ref()?;
        Some(OwnOrder {
            number: order.number.clone(),
            date: Date(order.date),
        })
    }

    /// Addresses of publications.
    async fn links(&self) -> &[String] {
        self.report().map_or(&[], |report| &report.links)
    }

    /// Files.
    async fn files(&self) -> Vec<File> {
        let files = self.report().map_or(&[][..], |report| &report.files);
        files
            .iter()
            .map(|file| File::new(&file.name, &file.sha256, file.size))
            .collect()
    }

    /// «Не применимо», with the reason.
    async fn not_applicable(&self) -> Option<&str> {
        self.report()?.not_applicable.as_deref()
    }
}
