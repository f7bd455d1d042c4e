//! Instances, tasks, documents and letters, one by one and in lists.
//!
//! Must never start from a table but through its scoped selection.

use super::Reader;
use super::page::{By, Key, Page, Paged};
use crate::store::entity::{document, instance, job, task};
use crate::store::jobs::Standing;
use crate::store::rows::{DocumentRow, InstanceRow, JobRow, TaskRow};
use crate::store::{StoreError, convert};
use crate::words::ids::{
    DocumentId, InstanceId, InstitutionKey, ItemKey, JournalKey, PeriodKey, PlanKey, StageKey, TaskId,
};
use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryTrait, Select};

/// Whether an instance runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InstanceStanding {
    /// On control.
    Active,
    /// Released from control.
    Released,
    /// Cancelled.
    Cancelled,
    /// On control, but stopped for a while.
    Suspended,
}

/// Where a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskStanding {
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

/// Where a document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentStanding {
    /// Being written.
    Draft,
    /// Waiting for approvals.
    OnApproval,
    /// Numbered and frozen.
    Registered,
    /// Lost its force.
    Cancelled,
}

/// Which instances; what is `None` does not narrow.
#[derive(Debug, Clone, Default)]
pub struct InstanceFilter {
    /// Plan.
    pub plan: Option<PlanKey>,
    /// Item.
    pub item: Option<ItemKey>,
    /// Period.
    pub period: Option<PeriodKey>,
    /// State.
    pub state: Option<InstanceStanding>,
    /// Stage.
    pub stage: Option<StageKey>,
    /// Driven by this document now.
    pub document: Option<DocumentId>,
    /// Active with a control date before this day.
    pub overdue_on: Option<NaiveDate>,
}

/// Which tasks; what is `None` or empty does not narrow.
#[derive(Debug, Clone, Default)]
pub struct TaskFilter {
    /// Plan.
    pub plan: Option<PlanKey>,
    /// Item.
    pub item: Option<ItemKey>,
    /// Period.
    pub period: Option<PeriodKey>,
    /// Instance.
    pub instance: Option<InstanceId>,
    /// Institution.
    pub institution: Option<InstitutionKey>,
    /// Any of these states.
    pub states: Vec<TaskStanding>,
    /// Owed by the executor, with a control date before this day.
    pub overdue_on: Option<NaiveDate>,
    /// Control date on this day or later.
    pub control_from: Option<NaiveDate>,
    /// Control date on this day or earlier.
    pub control_to: Option<NaiveDate>,
}

/// Which documents; what is `None` does not narrow.
#[derive(Debug, Clone, Default)]
pub struct DocumentFilter {
    /// Plan.
    pub plan: Option<PlanKey>,
    /// State.
    pub state: Option<DocumentStanding>,
    /// Serves this instance.
    pub instance: Option<InstanceId>,
    /// Registered in this journal.
    pub journal: Option<JournalKey>,
    /// Registered in this calendar year.
    pub year: Option<i32>,
}

/// Which letters and other jobs; what is `None` does not narrow.
#[derive(Debug, Clone, Default)]
pub struct LetterFilter {
    /// Kind of job, e.g. `letter`.
    pub kind: Option<String>,
    /// Where it stands.
    pub standing: Option<Standing>,
    /// About this instance.
    pub instance: Option<InstanceId>,
    /// About this task.
    pub task: Option<TaskId>,
    /// About this document.
    pub document: Option<DocumentId>,
    /// About this institution.
    pub institution: Option<InstitutionKey>,
}

impl Reader {
    /// The instance, if the viewer may see it.
    ///
    /// # Errors
    /// When the database does not answer or the row cannot be read.
    pub async fn instance(&self, id: InstanceId) -> Result<Option<InstanceRow>, StoreError> {
        let select = self
            .instances_in_scope()
            .filter(instance::Column::Id.eq(id.to_string()));
        let found = select
            .one(&self.store.0.reader)
            .await
            .map_err(|error| StoreError::sort("instance", error))?;
        let Some(found) = found else { return Ok(None) };
        let mut rows = [convert::instance(found)?];
        self.narrow_counts(rows.iter_mut()).await?;
        let [row] = rows;
        Ok(Some(row))
    }

    /// Instances by plan, item and period.
    ///
    /// # Errors
    /// When the database does not answer or a row cannot be read.
    pub async fn instances(&self, filter: &InstanceFilter, page: &Page) -> Result<Paged<InstanceRow>, StoreError> {
        use instance::Column;
        let columns = vec![
            Expr::col(Column::Plan),
            Expr::col(Column::Item),
            Expr::col(Column::Period),
        ];
        let by = By {
            list: "instance",
            columns,
            direction: Order::Asc,
        };
        let mut paged = self
            .page(self.select_instances(filter), by, page, |model| {
                let place = vec![
                    Key::Text(model.plan.clone()),
                    Key::Text(model.item.clone()),
                    Key::Text(model.period.clone()),
                ];
                Ok((convert::instance(model)?, place))
            })
            .await?;
        self.narrow_counts(paged.rows.iter_mut().map(|(row, _)| row)).await?;
        Ok(paged)
    }

    /// How many instances the filter leaves.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_instances(&self, filter: &InstanceFilter) -> Result<u64, StoreError> {
        self.count("instance", self.select_instances(filter)).await
    }

    fn select_instances(&self, filter: &InstanceFilter) -> Select<instance::Entity> {
        use instance::Column;
        let state = filter.state.map(|state| match state {
            InstanceStanding::Active | InstanceStanding::Suspended => "active",
            InstanceStanding::Released => "released",
            InstanceStanding::Cancelled => "cancelled",
        });
        self.instances_in_scope()
            .apply_if(filter.plan.as_ref(), |select, plan| {
                select.filter(Column::Plan.eq(plan.as_str()))
            })
            .apply_if(filter.item.as_ref(), |select, item| {
                select.filter(Column::Item.eq(item.as_str()))
            })
            .apply_if(filter.period.as_ref(), |select, period| {
                select.filter(Column::Period.eq(period.as_str()))
            })
            .apply_if(state, |select, state| select.filter(Column::State.eq(state)))
            .apply_if(filter.state, |select, state| match state {
                InstanceStanding::Active => select.filter(Column::SuspendedOn.is_null()),
                InstanceStanding::Suspended => select.filter(Column::SuspendedOn.is_not_null()),
                InstanceStanding::Released | InstanceStanding::Cancelled => select,
            })
            .apply_if(filter.stage.as_ref(), |select, stage| {
                select.filter(Column::Stage.eq(stage.as_str()))
            })
            .apply_if(filter.document, |select, id| {
                select.filter(Column::DocumentId.eq(id.to_string()))
            })
            .apply_if(filter.overdue_on, |select, day| {
                select
                    .filter(Column::State.eq("active"))
                    .filter(Column::SuspendedOn.is_null())
                    .filter(Column::Control.lt(day))
            })
    }

    /// The task, if the viewer may see it.
    ///
    /// # Errors
    /// When the database does not answer or the row cannot be read.
    pub async fn task(&self, id: TaskId) -> Result<Option<TaskRow>, StoreError> {
        let select = self.tasks_in_scope().filter(task::Column::Id.eq(id.to_string()));
        let found = select
            .one(&self.store.0.reader)
            .await
            .map_err(|error| StoreError::sort("task", error))?;
        found.map(convert::task).transpose()
    }

    /// Tasks by control date, the earliest first.
    ///
    /// # Errors
    /// When the database does not answer or a row cannot be read.
    pub async fn tasks(&self, filter: &TaskFilter, page: &Page) -> Result<Paged<TaskRow>, StoreError> {
        let columns = vec![Expr::col(task::Column::CurrentControl), Expr::col(task::Column::Id)];
        let by = By {
            list: "task",
            columns,
            direction: Order::Asc,
        };
        self.page(self.select_tasks(filter), by, page, |model| {
            let place = vec![Key::Day(model.current_control), Key::Text(model.id.clone())];
            Ok((convert::task(model)?, place))
        })
        .await
    }

    /// How many tasks the filter leaves.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_tasks(&self, filter: &TaskFilter) -> Result<u64, StoreError> {
        self.count("task", self.select_tasks(filter)).await
    }

    fn select_tasks(&self, filter: &TaskFilter) -> Select<task::Entity> {
        use task::Column;
        let states = filter.states.iter().map(|state| match state {
            TaskStanding::Issued => "issued",
            TaskStanding::Reported => "reported",
            TaskStanding::Returned => "returned",
            TaskStanding::Accepted => "accepted",
            TaskStanding::Cancelled => "cancelled",
        });
        let states: Option<Vec<&str>> = Some(states.collect()).filter(|states: &Vec<_>| !states.is_empty());
        self.tasks_in_scope()
            .apply_if(filter.plan.as_ref(), |select, plan| {
                select.filter(Column::Plan.eq(plan.as_str()))
            })
            .apply_if(filter.item.as_ref(), |select, item| {
                select.filter(Column::Item.eq(item.as_str()))
            })
            .apply_if(filter.period.as_ref(), |select, period| {
                select.filter(Column::Period.eq(period.as_str()))
            })
            .apply_if(filter.instance, |select, id| {
                select.filter(Column::InstanceId.eq(id.to_string()))
            })
            .apply_if(filter.institution.as_ref(), |select, key| {
                select.filter(Column::Institution.eq(key.as_str()))
            })
            .apply_if(states, |select, states| select.filter(Column::State.is_in(states)))
            .apply_if(filter.overdue_on, |select, day| {
                select.filter(owed()).filter(Column::CurrentControl.lt(day))
            })
            .apply_if(filter.control_from, |select, day| {
                select.filter(Column::CurrentControl.gte(day))
            })
            .apply_if(filter.control_to, |select, day| {
                select.filter(Column::CurrentControl.lte(day))
            })
    }

    /// The document, if the viewer may see it.
    ///
    /// # Errors
    /// When the database does not answer or the row cannot be read.
    pub async fn document(&self, id: DocumentId) -> Result<Option<DocumentRow>, StoreError> {
        let select = self
            .documents_in_scope()
            .filter(document::Column::Id.eq(id.to_string()));
        let found = select
            .one(&self.store.0.reader)
            .await
            .map_err(|error| StoreError::sort("document", error))?;
        found.map(convert::document).transpose()
    }

    /// Documents: those without a date first, then the newest.
    ///
    /// # Errors
    /// When the database does not answer or a row cannot be read.
    pub async fn documents(&self, filter: &DocumentFilter, page: &Page) -> Result<Paged<DocumentRow>, StoreError> {
        use document::Column;
        // A place needs a value; a draft stands as if dated after all others.
        let dated = |model: &document::Model| model.dated.unwrap_or(UNDATED);
        let columns = vec![
            Expr::col(Column::Dated).if_null(UNDATED),
            Expr::col(Column::Place).if_null(i64::MAX),
            Expr::col(Column::Id),
        ];
        let by = By {
            list: "document",
            columns,
            direction: Order::Desc,
        };
        self.page(self.select_documents(filter), by, page, |model| {
            let place = vec![
                Key::Day(dated(&model)),
                Key::Whole(model.place.unwrap_or(i64::MAX)),
                Key::Text(model.id.clone()),
            ];
            Ok((convert::document(model)?, place))
        })
        .await
    }

    /// How many documents the filter leaves.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_documents(&self, filter: &DocumentFilter) -> Result<u64, StoreError> {
        self.count("document", self.select_documents(filter)).await
    }

    fn select_documents(&self, filter: &DocumentFilter) -> Select<document::Entity> {
        use document::Column;
        let state = filter.state.map(|state| match state {
            DocumentStanding::Draft => "draft",
            DocumentStanding::OnApproval => "on_approval",
            DocumentStanding::Registered => "registered",
            DocumentStanding::Cancelled => "cancelled",
        });
        self.documents_in_scope()
            .apply_if(filter.plan.as_ref(), |select, plan| {
                select.filter(Column::Plan.eq(plan.as_str()))
            })
            .apply_if(state, |select, state| select.filter(Column::State.eq(state)))
            .apply_if(filter.instance, |select, id| {
                select.filter(self.serves(&id.to_string()))
            })
            .apply_if(filter.journal.as_ref(), |select, journal| {
                select.filter(Column::Journal.eq(journal.as_str()))
            })
            .apply_if(filter.year, |select, year| select.filter(Column::Year.eq(year)))
    }

    /// Letters and other jobs, in the order they were asked for.
    ///
    /// # Errors
    /// When the database does not answer or a row cannot be read.
    pub async fn letters(&self, filter: &LetterFilter, page: &Page) -> Result<Paged<JobRow>, StoreError> {
        let by = By {
            list: "job",
            columns: vec![Expr::col(job::Column::CreatedAt), Expr::col(job::Column::Key)],
            direction: Order::Asc,
        };
        self.page(self.select_letters(filter), by, page, |model| {
            let place = vec![Key::Moment(model.created_at), Key::Text(model.key.clone())];
            Ok((convert::job(model)?, place))
        })
        .await
    }

    /// How many letters and other jobs the filter leaves.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_letters(&self, filter: &LetterFilter) -> Result<u64, StoreError> {
        self.count("job", self.select_letters(filter)).await
    }

    fn select_letters(&self, filter: &LetterFilter) -> Select<job::Entity> {
        use job::Column;
        self.jobs_in_scope()
            .apply_if(filter.kind.as_ref(), |select, kind| {
                select.filter(Column::Kind.eq(kind))
            })
            .apply_if(filter.standing, |select, standing| {
                select.filter(Column::State.eq(standing.as_str()))
            })
            .apply_if(filter.instance, |select, id| {
                select.filter(Column::InstanceId.eq(id.to_string()))
            })
            .apply_if(filter.task, |select, id| {
                select.filter(Column::TaskId.eq(id.to_string()))
            })
            .apply_if(filter.document, |select, id| {
                select.filter(Column::DocumentId.eq(id.to_string()))
            })
            .apply_if(filter.institution.as_ref(), |select, key| {
                select.filter(Column::Institution.eq(key.as_str()))
            })
    }

    pub(super) async fn count<E>(&self, table: &'static str, select: Select<E>) -> Result<u64, StoreError>
    where
        E: EntityTrait,
        E::Model: Send + Sync,
    {
        select
            .count(&self.store.0.reader)
            .await
            .map_err(|error| StoreError::sort(table, error))
    }
}

/// Stands for the date of what has none yet: after all real dates.
const UNDATED: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("the last day of a year is a day");

/// The executor owes something.
pub(super) fn owed() -> Expr {
    task::Column::State
        .is_in(["issued", "returned"])
        .and(task::Column::SuspendedOn.is_null())
}
