//! Tasks: one institution's part of an instance.

use super::errors::{from_loader, from_store};
use super::history::{HistoryEntry, HistoryFilterInput};
use super::instance::Instance;
use super::institution::Institution;
use super::letter::Letter;
use super::paging::{List, Total, cost, list, page};
use super::report::Report;
use super::scalars::{Date, Part};
use super::visit::visit;
use crate::engine::state::TaskState as State;
use crate::store::reader::{HistoryFilter, LetterFilter, Page, TaskFilter, TaskStanding};
use crate::store::rows::TaskRow;
use crate::words::ids::{InstanceId, InstitutionKey, ItemKey, PeriodKey, PlanKey};
use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use chrono::{DateTime, NaiveDate, Utc};

/// Поручение: one institution's part of an instance.
pub struct Task {
    row: TaskRow,
    /// The instant as of which it is shown, and the office's date then; `None`: now.
    then: Option<(DateTime<Utc>, NaiveDate)>,
}

impl Task {
    pub fn now(row: TaskRow) -> Self {
        Self { row, then: None }
    }

    pub fn then(row: TaskRow, as_of: DateTime<Utc>, on: NaiveDate) -> Self {
        Self {
            row,
            then: Some((as_of, on)),
        }
    }

    fn day(&self, ctx: &Context<'_>) -> NaiveDate {
        self.then.map_or_else(|| visit(ctx).today(&self.row.plan), |(_, on)| on)
    }
}

/// Where a task stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "TaskStanding")]
pub enum TaskState {
    /// The executor owes a report.
    Issued,
    /// The department owes an answer.
    Reported,
    /// The executor owes a better report.
    Returned,
    /// Done.
    Accepted,
    /// Withdrawn.
    Cancelled,
}

impl TaskState {
    pub fn of(state: &State) -> Self {
        match state {
            State::Issued => Self::Issued,
            State::Reported { .. } => Self::Reported,
            State::Returned { .. } => Self::Returned,
            State::Accepted { .. } => Self::Accepted,
            State::Cancelled { .. } => Self::Cancelled,
        }
    }
}

/// Whether the executor owes something.
pub fn is_owed(state: &State) -> bool {
    matches!(state, State::Issued | State::Returned { .. })
}

/// Which tasks.
#[derive(InputObject, Default)]
pub struct TaskFilterInput {
    /// Plan.
    pub plan: Option<String>,
    /// Item.
    pub item: Option<String>,
    /// Period.
    pub period: Option<String>,
    /// Instance.
    pub instance: Option<ID>,
    /// Key of the institution.
    pub institution: Option<String>,
    /// Any of these states.
    pub state: Option<Vec<TaskState>>,
    /// True: owed by the executor past the control date, on the office's date today.
    pub overdue: Option<bool>,
    /// Control date on this day or later.
    pub control_from: Option<Date>,
    /// Control date on this day or earlier.
    pub control_to: Option<Date>,
}

impl TaskFilterInput {
    pub fn read(self, ctx: &Context<'_>) -> Result<TaskFilter> {
        Ok(TaskFilter {
            overdue_on: overdue_on(ctx, self.overdue, self.plan.as_deref()),
            plan: self.plan.map(PlanKey),
            item: self.item.map(ItemKey),
            period: self.period.map(PeriodKey),
            instance: super::query::id::<InstanceId>("instance", self.instance)?,
            institution: self.institution.map(InstitutionKey),
            states: self
                .state
                .unwrap_or_default()
                .into_iter()
                .map(TaskStanding::from)
                .collect(),
            control_from: self.control_from.map(|date| date.0),
            control_to: self.control_to.map(|date| date.0),
        })
    }
}

/// The office's date before which a control date has passed.
pub fn overdue_on(ctx: &Context<'_>, overdue: Option<bool>, plan: Option<&str>) -> Option<NaiveDate> {
    let plan = plan
        .map(PlanKey::from)
        .or_else(|| visit(ctx).catalog().plans().next().map(|plan| plan.key.clone()));
    (overdue == Some(true)).then(|| visit(ctx).today(&plan.unwrap_or_else(|| PlanKey::from(""))))
}

/// Поручение: one institution's part of an instance.
#[Object]
impl Task {
    /// Id.
    async fn id(&self) -> ID {
        self.row.task.id.to_string().into()
    }

    /// The instance it is a part of.
    async fn instance(&self, ctx: &Context<'_>) -> Result<Option<Instance>> {
        Ok(visit(ctx)
            .loaders
            .instance(self.row.task.instance)
            .await
            .map_err(from_loader)?
            .map(Instance::now))
    }

    /// Item.
    async fn item(&self, ctx: &Context<'_>) -> Option<super::item::Item> {
        super::query::find_item(ctx, &self.row.plan, &self.row.item)
    }

    /// Period.
    async fn period(&self) -> &str {
        self.row.period.as_str()
    }

    /// Who executes it now.
    async fn institution(&self, ctx: &Context<'_>) -> Institution {
        Institution::new(ctx, &self.row.task.institution)
    }

    /// Lead or co-executor.
    async fn part(&self) -> Part {
        self.row.task.part.into()
    }

    /// Where it stands.
    async fn state(&self) -> TaskState {
        TaskState::of(&self.row.task.state)
    }

    /// Day it was issued.
    async fn issued_on(&self) -> Date {
        Date(self.row.task.issued_on)
    }

    /// Literal due date, inclusive.
    async fn due(&self) -> Date {
        Date(self.row.task.due)
    }

    /// Control date it began with.
    async fn first_control_date(&self) -> Date {
        Date(self.row.task.control)
    }

    /// Control date now: after extensions.
    async fn control_date(&self) -> Date {
        Date(self.row.task.current)
    }

    /// Whether the executor owes something past the control date.
    async fn overdue(&self, ctx: &Context<'_>) -> bool {
        let task = &self.row.task;
        is_owed(&task.state) && task.suspended.is_none() && task.current < self.day(ctx)
    }

    /// Since when it is stopped for a while; null when it is not.
    async fn suspended_on(&self) -> Option<Date> {
        self.row.task.suspended.map(Date)
    }

    /// Working days past the control date: until the report, or until today while it is owed; 0 when in time. Null when
    /// a year's calendar is not loaded, and for a cancelled task.
    async fn days_late(&self, ctx: &Context<'_>) -> Option<i64> {
        let task = &self.row.task;
        let until = match &task.state {
            State::Issued | State::Returned { .. } => self.day(ctx),
            State::Reported { on, .. } => *on,
            State::Accepted { reported_on, .. } => *reported_on,
            State::Cancelled { .. } => return None,
        };
        if until <= task.current {
            return Some(0);
        }
        visit(ctx)
            .catalog()
            .calendar(&self.row.plan)
            .working_days_between(task.current, until)
            .ok()
    }

    /// Day of the accepted report.
    async fn reported_on(&self) -> Option<Date> {
        match &self.row.task.state {
            State::Reported { on, .. } => Some(Date(*on)),
            State::Accepted { reported_on, .. } => Some(Date(*reported_on)),
            _ => None,
        }
    }

    /// Day of the acceptance.
    async fn accepted_on(&self) -> Option<Date> {
        match &self.row.task.state {
            State::Accepted { on, .. } => Some(Date(*on)),
            _ => None,
        }
    }

    /// How many times a report was returned.
    async fn returns(&self) -> u32 {
        self.row.task.returns
    }

    /// The date asked for in a request for more time that waits for an answer.
    async fn extension_asked(&self) -> Option<Date> {
        self.row.task.extension_asked.map(Date)
    }

    /// All reports, the first filed first.
    #[graphql(complexity = "2 + 3 * child_complexity")]
    async fn reports(&self, ctx: &Context<'_>) -> Result<Vec<Report>> {
        if self.row.task.reports == 0 {
            return Ok(Vec::new());
        }
        let filter = HistoryFilter {
            task: Some(self.row.task.id),
            kinds: vec!["task_reported".to_owned()],
            recorded_before: self.then.map(|(as_of, _)| as_of + chrono::TimeDelta::microseconds(1)),
            ..HistoryFilter::default()
        };
        let paged = visit(ctx)
            .reader
            .history(&filter, &Page::first(200))
            .await
            .map_err(from_store)?;
        Ok(paged.rows.into_iter().map(|(row, _)| Report(row)).collect())
    }

    /// Letters about it.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn letters(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 0–200")] first: Option<i32>,
        #[graphql(desc = "After this cursor")] after: Option<String>,
    ) -> Result<List<Letter>> {
        let filter = LetterFilter {
            task: Some(self.row.task.id),
            ..super::letter::letters()
        };
        super::letter::page_of(ctx, filter, first, after).await
    }

    /// What happened to it, in order.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 0–200")] first: Option<i32>,
        #[graphql(desc = "After this cursor")] after: Option<String>,
        filter: Option<HistoryFilterInput>,
    ) -> Result<List<HistoryEntry>> {
        let mut filter = filter.unwrap_or_default().read()?;
        filter.task = Some(self.row.task.id);
        super::history::page_of(ctx, filter, first, after).await
    }
}

/// A page of tasks.
pub async fn page_of(
    ctx: &Context<'_>,
    filter: TaskFilter,
    first: Option<i32>,
    after: Option<String>,
) -> Result<List<Task>> {
    let page = page(first, after)?;
    let paged = visit(ctx).reader.tasks(&filter, &page).await.map_err(from_store)?;
    Ok(list(&page, paged, Total::Tasks(filter), Task::now))
}
