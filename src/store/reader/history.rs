//! The history: who did what, when, on which basis.
//!
//! Must never start from the table but through its scoped selection.

use super::Reader;
use super::page::{By, Key, Page, Paged};
use crate::store::chain::{self, Break};
use crate::store::entity::{history, instance};
use crate::store::rows::HistoryRow;
use crate::store::{StoreError, convert};
use crate::words::ids::{DocumentId, InstanceId, InstitutionKey, ItemKey, PeriodKey, PlanKey, TaskId};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};

/// Which end of the history comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Newness {
    /// In the order it happened.
    #[default]
    OldestFirst,
    /// The latest first.
    NewestFirst,
}

/// Which rows; what is `None` or empty does not narrow.
#[derive(Debug, Clone, Default)]
pub struct HistoryFilter {
    /// Instance.
    pub instance: Option<InstanceId>,
    /// Plan.
    pub plan: Option<PlanKey>,
    /// Item.
    pub item: Option<ItemKey>,
    /// Period.
    pub period: Option<PeriodKey>,
    /// Institution.
    pub institution: Option<InstitutionKey>,
    /// Task.
    pub task: Option<TaskId>,
    /// Document.
    pub document: Option<DocumentId>,
    /// Any of these kinds, e.g. `task_returned`.
    pub kinds: Vec<String>,
    /// Recorded at this instant or later.
    pub recorded_from: Option<DateTime<Utc>>,
    /// Recorded before this instant.
    pub recorded_before: Option<DateTime<Utc>>,
    /// Order.
    pub newness: Newness,
}

impl Reader {
    /// Rows of the history by the time they were recorded; those of one instance by their number. A page at the very end
    /// may lack rows of a commit that is still under way with an earlier time: a follower must not rely on having seen them.
    ///
    /// # Errors
    /// When the database does not answer or a row cannot be read.
    pub async fn history(&self, filter: &HistoryFilter, page: &Page) -> Result<Paged<HistoryRow>, StoreError> {
        use history::Column;
        let direction = match filter.newness {
            Newness::OldestFirst => Order::Asc,
            Newness::NewestFirst => Order::Desc,
        };
        if filter.instance.is_some() {
            let by = By {
                list: "history of one",
                columns: vec![Expr::col(Column::Seq)],
                direction,
            };
            let read = |model: history::Model| {
                let place = vec![Key::Whole(model.seq)];
                Ok((convert::history(model)?, place))
            };
            return self.page(self.select_history(filter), by, page, read).await;
        }
        let columns = vec![
            Expr::col(Column::RecordedAt),
            Expr::col(Column::InstanceId),
            Expr::col(Column::Seq),
        ];
        self.page(
            self.select_history(filter),
            By {
                list: "history",
                columns,
                direction,
            },
            page,
            |model| {
                let place = vec![
                    Key::Moment(model.recorded_at),
                    Key::Text(model.instance_id.clone()),
                    Key::Whole(model.seq),
                ];
                Ok((convert::history(model)?, place))
            },
        )
        .await
    }

    /// How many rows the filter leaves.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_history(&self, filter: &HistoryFilter) -> Result<u64, StoreError> {
        self.count("history", self.select_history(filter)).await
    }

    fn select_history(&self, filter: &HistoryFilter) -> Select<history::Entity> {
        use history::Column;
        let kinds = Some(&filter.kinds).filter(|kinds| !kinds.is_empty());
        self.history_in_scope()
            .apply_if(filter.instance, |select, id| {
                select.filter(Column::InstanceId.eq(id.to_string()))
            })
            .apply_if(filter.plan.as_ref(), |select, plan| {
                select.filter(Column::Plan.eq(plan.as_str()))
            })
            .apply_if(filter.item.as_ref(), |select, item| {
                select.filter(Column::Item.eq(item.as_str()))
            })
            .apply_if(filter.period.as_ref(), |select, period| {
                select.filter(Column::Period.eq(period.as_str()))
            })
            .apply_if(filter.institution.as_ref(), |select, key| {
                select.filter(Column::Institution.eq(key.as_str()))
            })
            .apply_if(filter.task, |select, id| {
                select.filter(Column::TaskId.eq(id.to_string()))
            })
            .apply_if(filter.document, |select, id| {
                select.filter(Column::DocumentId.eq(id.to_string()))
            })
            .apply_if(kinds, |select, kinds| {
                select.filter(Column::Kind.is_in(kinds.iter().map(String::as_str)))
            })
            .apply_if(filter.recorded_from, |select, at| {
                select.filter(Column::RecordedAt.gte(at))
            })
            .apply_if(filter.recorded_before, |select, at| {
                select.filter(Column::RecordedAt.lt(at))
            })
    }

    /// The whole history of an instance in order, as far as the viewer may see it, for replay.
    ///
    /// # Errors
    /// When the database does not answer or a row cannot be read.
    pub async fn history_all(&self, instance: InstanceId) -> Result<Vec<HistoryRow>, StoreError> {
        self.history_models(instance)
            .await?
            .into_iter()
            .map(convert::history)
            .collect()
    }

    /// Checks the chain of an instance from its first row to the head that the instance keeps. `None`: no such instance,
    /// or the viewer sees only a part of its history and so cannot check it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn verify_chain(&self, instance: InstanceId) -> Result<Option<Result<(), Break>>, StoreError> {
        if self.narrowed_to().is_some() {
            return Ok(None);
        }
        let mut before = self.head(instance).await?;
        loop {
            let rows = self.history_models(instance).await?;
            let after = self.head(instance).await?;
            match (before, after) {
                (_, None) => return Ok(None),
                (Some(head), Some(still)) if head == still => return Ok(Some(chain::verify(&rows, (head.0, &head.1)))),
                // A commit came between: look again.
                (_, after) => before = after,
            }
        }
    }

    async fn history_models(&self, instance: InstanceId) -> Result<Vec<history::Model>, StoreError> {
        let select = self
            .history_in_scope()
            .filter(history::Column::InstanceId.eq(instance.to_string()));
        select
            .order_by_asc(history::Column::Seq)
            .all(&self.store.0.reader)
            .await
            .map_err(|error| StoreError::sort("history", error))
    }

    async fn head(&self, id: InstanceId) -> Result<Option<(i64, String)>, StoreError> {
        let select = self
            .instances_in_scope()
            .filter(instance::Column::Id.eq(id.to_string()))
            .select_only();
        let select = select.columns([instance::Column::HistorySeq, instance::Column::HistoryHash]);
        select
            .into_tuple()
            .one(&self.store.0.reader)
            .await
            .map_err(|error| StoreError::sort("instance", error))
    }
}
