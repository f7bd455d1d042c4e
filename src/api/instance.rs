//! Instances: one item in one period, with its tasks, documents and history.

use super::document::Document;
use super::errors::{from_loader, from_store};
use super::history::{HistoryEntry, HistoryFilterInput};
use super::item::{self, Item, Stage};
use super::paging::{List, Total, cost, list, page};
use super::past::Past;
use super::scalars::Date;
use super::task::{Task, TaskFilterInput};
use super::visit::visit;
use crate::engine::state::{Counts as Model, InstanceState as State};
use crate::store::reader::{DocumentFilter, InstanceFilter, InstanceStanding, Page};
use crate::store::rows::InstanceRow;
use crate::words::ids::{DocumentId, ItemKey, PeriodKey, PlanKey, StageKey};
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::NaiveDate;
use std::sync::Arc;

/// Экземпляр: one item in one period.
pub struct Instance {
    row: InstanceRow,
    past: Option<Arc<Past>>,
}

impl Instance {
    pub fn now(row: InstanceRow) -> Self {
        Self { row, past: None }
    }

    pub fn then(row: InstanceRow, past: Past) -> Self {
        Self {
            row,
            past: Some(Arc::new(past)),
        }
    }

    /// Today, or the day as of which it is shown.
    fn day(&self, ctx: &Context<'_>) -> NaiveDate {
        self.past
            .as_ref()
            .map_or_else(|| visit(ctx).today(&self.row.instance.plan), |past| past.on)
    }
}

/// Whether an instance runs.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum InstanceState {
    /// On control.
    Active,
    /// Released from control (снят с контроля).
    Released,
    /// Cancelled.
    Cancelled,
    /// On control, but stopped for a while.
    Suspended,
}

/// Which instances.
#[derive(InputObject, Default)]
pub struct InstanceFilterInput {
    /// Plan.
    plan: Option<String>,
    /// Item.
    item: Option<String>,
    /// Period.
    period: Option<String>,
    /// State.
    state: Option<InstanceState>,
    /// Stage.
    stage: Option<String>,
    /// Driven by this document now.
    document: Option<ID>,
    /// Active, and its control date has passed.
    overdue: Option<bool>,
}

impl InstanceFilterInput {
    pub fn read(self, ctx: &Context<'_>) -> Result<InstanceFilter> {
        Ok(InstanceFilter {
            overdue_on: super::task::overdue_on(ctx, self.overdue, self.plan.as_deref()),
            plan: self.plan.map(PlanKey),
            item: self.item.map(ItemKey),
            period: self.period.map(PeriodKey),
            state: self.state.map(|state| match state {
                InstanceState::Active => InstanceStanding::Active,
                InstanceState::Released => InstanceStanding::Released,
                InstanceState::Cancelled => InstanceStanding::Cancelled,
                InstanceState::Suspended => InstanceStanding::Suspended,
            }),
            stage: self.stage.map(StageKey),
            document: super::query::id::<DocumentId>("document", self.document)?,
        })
    }
}

/// How many tasks are in which state. For an institution: its own only.
#[derive(SimpleObject)]
pub struct Counts {
    /// All.
    total: u32,
    /// The executor owes a report.
    open: u32,
    /// The department owes an answer.
    reported: u32,
    /// Accepted.
    accepted: u32,
    /// Cancelled.
    cancelled: u32,
}

impl From<Model> for Counts {
    fn from(counts: Model) -> Self {
        let Model {
            total,
            open,
            reported,
            accepted,
            cancelled,
            ..
        } = counts;
        Self {
            total,
            open,
            reported,
            accepted,
            cancelled,
        }
    }
}

/// Экземпляр: one item in one period.
#[Object]
impl Instance {
    /// Id.
    async fn id(&self) -> ID {
        self.row.instance.id.to_string().into()
    }

    /// Item.
    async fn item(&self, ctx: &Context<'_>) -> Option<Item> {
        let instance = &self.row.instance;
        let visit = visit(ctx);
        let plan = visit.catalog().plan(&instance.plan)?;
        let definition = visit.definition(&instance.definition, &instance.plan, &instance.item)?;
        Some(Item::new(&plan, &definition))
    }

    /// Period, e.g. `2022`.
    async fn period(&self) -> &str {
        self.row.instance.period.as_str()
    }

    /// Stage it stands in.
    async fn stage(&self, ctx: &Context<'_>) -> Option<Stage> {
        let instance = &self.row.instance;
        let definition = visit(ctx).definition(&instance.definition, &instance.plan, &instance.item)?;
        Stage::of(&definition, &instance.stage)
    }

    /// Whether it runs.
    async fn state(&self) -> InstanceState {
        match self.row.instance.state {
            State::Active => InstanceState::Active,
            State::Released { .. } => InstanceState::Released,
            State::Cancelled { .. } => InstanceState::Cancelled,
            State::Suspended { .. } => InstanceState::Suspended,
        }
    }

    /// Day it was released or cancelled.
    async fn ended_on(&self) -> Option<Date> {
        match self.row.instance.state {
            State::Active | State::Suspended { .. } => None,
            State::Released { on } | State::Cancelled { on } => Some(Date(on)),
        }
    }

    /// First day of the work, where one is named.
    async fn start(&self) -> Option<Date> {
        self.row.instance.term.and_then(|term| term.start).map(Date)
    }

    /// Literal due date, inclusive (срок по тексту); null while it is owed.
    async fn due(&self) -> Option<Date> {
        self.row.instance.term.map(|term| Date(term.due))
    }

    /// Control date (контрольный срок).
    async fn control_date(&self) -> Option<Date> {
        self.row.instance.term.map(|term| Date(term.control))
    }

    /// Whether it runs past its control date.
    async fn overdue(&self, ctx: &Context<'_>) -> bool {
        let day = self.day(ctx);
        self.row.instance.state == State::Active && self.row.instance.term.is_some_and(|term| term.control < day)
    }

    /// Tasks by state.
    async fn counts(&self) -> Counts {
        self.row.instance.counts.into()
    }

    /// How many tasks its executors would get if they were issued today; 0 once they are issued, and when nobody reports.
    async fn tasks_to_be(&self, ctx: &Context<'_>) -> usize {
        let instance = &self.row.instance;
        let definition = visit(ctx).definition(&instance.definition, &instance.plan, &instance.item);
        match definition {
            Some(definition) if instance.counts.total == 0 && instance.state == State::Active => {
                let directory = visit(ctx).catalog().directory(&instance.plan, self.day(ctx));
                item::tasks_to_be(&definition, &directory)
            }
            _ => 0,
        }
    }

    /// Since when it is stopped for a while; null when it is not.
    async fn suspended_on(&self) -> Option<Date> {
        match self.row.instance.state {
            State::Suspended { on } => Some(Date(on)),
            _ => None,
        }
    }

    /// Whether it goes by an older text than a new instance of its item would today.
    async fn on_older_text(&self, ctx: &Context<'_>) -> bool {
        let instance = &self.row.instance;
        let current = visit(ctx).catalog().current(&instance.plan, &instance.item);
        current.is_none_or(|current| current.sha256 != instance.definition)
    }

    /// SHA-256 of the definition it is bound to.
    async fn definition_sha256(&self) -> &str {
        &self.row.instance.definition
    }

    /// Hash of the last row of its history. For an institution, null: it sees a part of the history.
    async fn history_head(&self, ctx: &Context<'_>) -> Option<&str> {
        visit(ctx)
            .access
            .sees_the_house()
            .then_some(self.row.history_hash.as_str())
    }

    /// Whether the history, read and hashed anew, is whole and unaltered from its first row to its head. For an
    /// institution, null: it sees a part of the history.
    #[graphql(complexity = 500)]
    async fn history_intact(&self, ctx: &Context<'_>) -> Result<Option<bool>> {
        let checked = visit(ctx)
            .reader
            .verify_chain(self.row.instance.id)
            .await
            .map_err(from_store)?;
        Ok(checked.map(|checked| checked.is_ok()))
    }

    /// Where it stands today, on one page. For an institution, null; of the past there is none.
    async fn status_sheet(&self, ctx: &Context<'_>) -> Option<super::document::Sheet> {
        let url = format!("/instances/{}/status-sheet", self.row.instance.id);
        (self.past.is_none() && visit(ctx).access.sees_the_house()).then_some(super::document::Sheet { url })
    }

    /// Its tasks, the earliest control date first.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn tasks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 0–200")] first: Option<i32>,
        #[graphql(desc = "After this cursor")] after: Option<String>,
        filter: Option<TaskFilterInput>,
    ) -> Result<List<Task>> {
        let (input, page) = (filter.unwrap_or_default(), page(first, after)?);
        let day = self.day(ctx);
        let overdue = input.overdue;
        let mut filter = input.read(ctx)?;
        filter.instance = Some(self.row.instance.id);
        if overdue.is_some() {
            filter.overdue_on = overdue.filter(|wanted| *wanted).map(|_| day);
        }
        if let Some(past) = &self.past {
            return Ok(past.tasks(&self.row, &filter, &page));
        }
        let paged = visit(ctx).reader.tasks(&filter, &page).await.map_err(from_store)?;
        Ok(list(&page, paged, Total::Tasks(filter), Task::now))
    }

    /// The document that drives it now.
    async fn document(&self, ctx: &Context<'_>) -> Result<Option<Document>> {
        let Some(id) = self.row.instance.document else {
            return Ok(None);
        };
        Ok(visit(ctx)
            .loaders
            .document(id)
            .await
            .map_err(from_loader)?
            .map(Document))
    }

    /// All documents that serve it, the newest first.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    async fn documents(&self, ctx: &Context<'_>) -> Result<Vec<Document>> {
        let filter = DocumentFilter {
            instance: Some(self.row.instance.id),
            ..DocumentFilter::default()
        };
        let paged = visit(ctx)
            .reader
            .documents(&filter, &Page::first(200))
            .await
            .map_err(from_store)?;
        Ok(paged.rows.into_iter().map(|(row, _)| Document(row)).collect())
    }

    /// Its history, in the order it happened. With `asOf`, up to that instant.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 0–200")] first: Option<i32>,
        #[graphql(desc = "After this cursor")] after: Option<String>,
        filter: Option<HistoryFilterInput>,
    ) -> Result<List<HistoryEntry>> {
        let mut filter = filter.unwrap_or_default().read()?;
        filter.instance = Some(self.row.instance.id);
        if let Some(past) = &self.past {
            // Instants are kept in microseconds: the first that is too late is one later.
            let end = past.as_of + chrono::TimeDelta::microseconds(1);
            filter.recorded_before = Some(filter.recorded_before.map_or(end, |before| before.min(end)));
        }
        super::history::page_of(ctx, filter, first, after).await
    }
}
