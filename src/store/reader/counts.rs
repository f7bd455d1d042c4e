//! Counts for tables: what each item of a plan has come to.
//!
//! Must never show an institution the counts of others.

use super::Reader;
use super::work::owed;
use crate::engine::state::Counts;
use crate::store::entity::{document, instance, job, task};
use crate::store::rows::InstanceRow;
use crate::store::{StoreError, convert};
use crate::words::ids::{ItemKey, PlanKey};
use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Select};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What an item has come to, over all its periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Instances.
    pub instances: i64,
    /// Tasks.
    pub tasks: i64,
    /// Tasks accepted.
    pub accepted: i64,
    /// Tasks that wait for the department's answer.
    pub reported: i64,
    /// Tasks that are owed past their control date.
    pub late: i64,
    /// Documents registered that serve it, also those that have lost their force since.
    pub orders: i64,
    /// Letters sent.
    pub letters: i64,
}

impl Reader {
    /// What every item of `plan` has come to, as of office day `on`; items without instances are left out.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tallies(&self, plan: &PlanKey, on: NaiveDate) -> Result<BTreeMap<ItemKey, Tally>, StoreError> {
        let mut tallies: BTreeMap<ItemKey, Tally> = BTreeMap::new();
        let items = self.items_of_instances(plan).await?;
        for item in items.values() {
            tallies.entry(item.clone()).or_default().instances += 1;
        }
        for item in self.items_of_orders(plan, &items).await? {
            tallies.entry(item).or_default().orders += 1;
        }
        for (item, tasks, accepted, reported) in self.task_sums(plan).await? {
            let tally = tallies.entry(ItemKey(item)).or_default();
            (tally.tasks, tally.accepted, tally.reported) = (tasks, accepted, reported);
        }
        let late = self
            .tasks_in_scope()
            .filter(task::Column::Plan.eq(plan.as_str()))
            .filter(owed());
        let late = late.filter(task::Column::CurrentControl.lt(on));
        for (item, count) in self.count_by(late, task::Column::Item, task::Column::Id).await? {
            tallies.entry(item).or_default().late = count;
        }
        let letters = self.jobs_in_scope().filter(job::Column::Plan.eq(plan.as_str()));
        let letters = letters.filter(job::Column::Item.is_not_null());
        let letters = letters
            .filter(job::Column::Kind.eq("letter"))
            .filter(job::Column::State.eq("done"));
        for (item, count) in self.count_by(letters, job::Column::Item, job::Column::Key).await? {
            tallies.entry(item).or_default().letters = count;
        }
        Ok(tallies)
    }

    async fn count_by<E: EntityTrait>(
        &self,
        select: Select<E>,
        item: E::Column,
        counted: E::Column,
    ) -> Result<Vec<(ItemKey, i64)>, StoreError> {
        let select = select
            .select_only()
            .column(item)
            .column_as(counted.count(), "rows")
            .group_by(item);
        let found: Result<Vec<(String, i64)>, _> = select.into_tuple().all(&self.store.0.reader).await;
        let found = found.map_err(|error| StoreError::sort("counts", error))?;
        Ok(found.into_iter().map(|(item, count)| (ItemKey(item), count)).collect())
    }

    /// The item of every instance.
    async fn items_of_instances(&self, plan: &PlanKey) -> Result<HashMap<String, ItemKey>, StoreError> {
        let select = self
            .instances_in_scope()
            .filter(instance::Column::Plan.eq(plan.as_str()))
            .select_only();
        let select = select.columns([instance::Column::Id, instance::Column::Item]);
        let found: Result<Vec<(String, String)>, _> = select.into_tuple().all(&self.store.0.reader).await;
        let found = found.map_err(|error| StoreError::sort("instance", error))?;
        Ok(found.into_iter().map(|(id, item)| (id, ItemKey(item))).collect())
    }

    /// The items of every registered document, each item once for a document that serves it.
    async fn items_of_orders(
        &self,
        plan: &PlanKey,
        items: &HashMap<String, ItemKey>,
    ) -> Result<Vec<ItemKey>, StoreError> {
        let select = self
            .documents_in_scope()
            .filter(document::Column::Plan.eq(plan.as_str()));
        let select = select.filter(document::Column::Place.is_not_null()).select_only();
        let select = select.columns([document::Column::Id, document::Column::Serves]);
        let found: Result<Vec<(String, Value)>, _> = select.into_tuple().all(&self.store.0.reader).await;
        let mut orders = Vec::new();
        for (id, serves) in found.map_err(|error| StoreError::sort("document", error))? {
            let place = convert::Place {
                table: "document",
                column: "serves",
                id: &id,
            };
            let serves: Vec<String> = serde_json::from_value(serves).map_err(|error| place.unreadable(&error))?;
            let own: BTreeSet<&ItemKey> = serves.iter().filter_map(|instance| items.get(instance)).collect();
            orders.extend(own.into_iter().cloned());
        }
        Ok(orders)
    }

    /// Item, tasks, accepted, reported. From the counts that instances keep; an institution counts its own tasks.
    async fn task_sums(&self, plan: &PlanKey) -> Result<Vec<(String, i64, i64, i64)>, StoreError> {
        if self.narrowed_to().is_some() {
            let select = self
                .tasks_in_scope()
                .filter(task::Column::Plan.eq(plan.as_str()))
                .select_only();
            let select = select
                .column(task::Column::Item)
                .column_as(task::Column::Id.count(), "tasks")
                .column_as(in_state("accepted"), "accepted")
                .column_as(in_state("reported"), "reported");
            let found = select
                .group_by(task::Column::Item)
                .into_tuple()
                .all(&self.store.0.reader)
                .await;
            return found.map_err(|error| StoreError::sort("task", error));
        }
        let sum = |column: instance::Column| Expr::col(column).sum().cast_as("bigint");
        let select = self
            .instances_in_scope()
            .filter(instance::Column::Plan.eq(plan.as_str()))
            .select_only();
        let select = select
            .column(instance::Column::Item)
            .column_as(sum(instance::Column::Total), "tasks")
            .column_as(sum(instance::Column::Accepted), "accepted")
            .column_as(sum(instance::Column::Reported), "reported");
        let found = select
            .group_by(instance::Column::Item)
            .into_tuple()
            .all(&self.store.0.reader)
            .await;
        found.map_err(|error| StoreError::sort("instance", error))
    }

    /// Leaves an institution only the counts of its own tasks.
    pub(super) async fn narrow_counts(&self, rows: impl Iterator<Item = &mut InstanceRow>) -> Result<(), StoreError> {
        let rows: Vec<&mut InstanceRow> = rows.collect();
        if self.narrowed_to().is_none() || rows.is_empty() {
            return Ok(());
        }
        let ids = rows.iter().map(|row| row.instance.id.to_string());
        let select = self
            .tasks_in_scope()
            .filter(task::Column::InstanceId.is_in(ids))
            .select_only();
        let select = select
            .columns([task::Column::InstanceId, task::Column::State])
            .column_as(task::Column::Id.count(), "tasks");
        let select = select.group_by(task::Column::InstanceId).group_by(task::Column::State);
        let found: Vec<(String, String, i64)> = select
            .into_tuple()
            .all(&self.store.0.reader)
            .await
            .map_err(|error| StoreError::sort("task", error))?;
        let mut own: HashMap<String, Counts> = HashMap::new();
        for (instance, state, tasks) in found {
            let tasks = u32::try_from(tasks).unwrap_or(u32::MAX);
            let counts = own.entry(instance).or_default();
            counts.total += tasks;
            match state.as_str() {
                "reported" => counts.reported += tasks,
                "accepted" => counts.accepted += tasks,
                "cancelled" => counts.cancelled += tasks,
                _ => counts.open += tasks,
            }
        }
        for row in rows {
            row.instance.counts = own.remove(&row.instance.id.to_string()).unwrap_or_default();
        }
        Ok(())
    }
}

fn in_state(state: &str) -> Expr {
    let one = Expr::case(task::Column::State.eq(state), Expr::val(1)).finally(Expr::val(0));
    Expr::expr(one).sum().cast_as("bigint")
}
