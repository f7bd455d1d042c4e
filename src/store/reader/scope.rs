//! The scope of a viewer: where every question begins.
//!
//! Must never be left out: a selection of these tables is made here and nowhere else in the reader.

use super::{Reader, Viewer};
use crate::store::entity::{document, history, instance, institution, institution_name, job, task, void_number};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, DbBackend, EntityTrait, QueryFilter, Select, Value};

impl Reader {
    /// The institution to which the scope is narrowed.
    pub(super) fn narrowed_to(&self) -> Option<&str> {
        match &self.viewer {
            Viewer::Institution(key) => Some(key.as_str()),
            Viewer::Department | Viewer::Auditor | Viewer::System => None,
        }
    }

    pub(super) fn instances_in_scope(&self) -> Select<instance::Entity> {
        let select = instance::Entity::find();
        let Some(key) = self.narrowed_to() else { return select };
        let mut own = Query::select();
        own.column(task::Column::InstanceId)
            .from(task::Entity)
            .and_where(task::Column::Institution.eq(key));
        select.filter(instance::Column::Id.in_subquery(own))
    }

    /// An institution sees its own tasks; a lead also those of its co-executors, whom it answers and sums up.
    pub(super) fn tasks_in_scope(&self) -> Select<task::Entity> {
        let select = task::Entity::find();
        let Some(key) = self.narrowed_to() else { return select };
        let led = Alias::new("led");
        let mut leads = Query::select();
        leads
            .column((led.clone(), task::Column::InstanceId))
            .from_as(task::Entity, led.clone())
            .and_where(Expr::col((led.clone(), task::Column::Institution)).eq(key))
            .and_where(Expr::col((led.clone(), task::Column::Part)).eq("lead"))
            .and_where(Expr::col((led, task::Column::State)).ne("cancelled"));
        let under = task::Column::Part
            .eq("co_executor")
            .and(task::Column::InstanceId.in_subquery(leads));
        select.filter(task::Column::Institution.eq(key).or(under))
    }

    pub(super) fn documents_in_scope(&self) -> Select<document::Entity> {
        let select = document::Entity::find();
        let Some(key) = self.narrowed_to() else { return select };
        // A draft is nobody's business but the department's.
        select.filter(document::Column::Place.is_not_null()).filter(self.text(
            "EXISTS (SELECT 1 FROM {served} JOIN task ON task.instance_id = served.value WHERE task.institution = {1})",
            key,
        ))
    }

    pub(super) fn history_in_scope(&self) -> Select<history::Entity> {
        let select = history::Entity::find();
        match self.narrowed_to() {
            Some(key) => select.filter(history::Column::Institution.eq(key)),
            None => select,
        }
    }

    pub(super) fn jobs_in_scope(&self) -> Select<job::Entity> {
        let select = job::Entity::find();
        match self.narrowed_to() {
            Some(key) => select.filter(job::Column::Institution.eq(key)),
            None => select,
        }
    }

    pub(super) fn institutions_in_scope(&self) -> Select<institution::Entity> {
        let select = institution::Entity::find();
        match self.narrowed_to() {
            Some(key) => select.filter(institution::Column::Key.eq(key)),
            None => select,
        }
    }

    pub(super) fn names_in_scope(&self) -> Select<institution_name::Entity> {
        let select = institution_name::Entity::find();
        match self.narrowed_to() {
            Some(key) => select.filter(institution_name::Column::Key.eq(key)),
            None => select,
        }
    }

    /// Documents that serve this instance.
    pub(super) fn serves(&self, instance: &str) -> Expr {
        match self.store.0.backend {
            DbBackend::Postgres => self.text("document.serves @> to_jsonb(CAST({1} AS text))", instance),
            _ => self.text("EXISTS (SELECT 1 FROM {served} WHERE served.value = {1})", instance),
        }
    }

    /// Documents that speak of any of these; `ids` is a JSON array.
    pub(super) fn speaks_of(&self, ids: &str) -> Expr {
        let (linked, asked) = match self.store.0.backend {
            DbBackend::Postgres => (
                "jsonb_array_elements_text(document.links) AS linked(value)",
                "SELECT jsonb_array_elements_text(CAST({1} AS jsonb))",
            ),
            _ => (
                "json_each(document.links) AS linked",
                "SELECT value FROM json_each({1})",
            ),
        };
        let any = format!("EXISTS (SELECT 1 FROM {linked} WHERE linked.value IN ({asked}))");
        self.text(&format!("document.links <> '[]' AND {any}"), ids)
    }

    pub(super) fn voids_in_scope(&self) -> Select<void_number::Entity> {
        let select = void_number::Entity::find();
        match self.narrowed_to() {
            // A number that nothing bears is nobody's business but the department's.
            Some(_) => select.filter(Expr::val(1).eq(0)),
            None => select,
        }
    }

    /// A condition that the query builder cannot say: `{served}` are the instances a document serves, `{1}` is the value.
    fn text(&self, condition: &str, value: &str) -> Expr {
        let (served, parameter) = match self.store.0.backend {
            DbBackend::Postgres => ("jsonb_array_elements_text(document.serves) AS served(value)", "$1"),
            _ => ("json_each(document.serves) AS served", "?"),
        };
        Expr::cust_with_values(
            condition.replace("{served}", served).replace("{1}", parameter),
            [Value::from(value)],
        )
    }
}

/// Rows that come after (or, in reverse, before) a place in the order of these columns.
pub(super) fn beyond(columns: Vec<Expr>, place: Vec<Value>, direction: &sea_orm::Order) -> Expr {
    let (columns, place) = (Expr::tuple(columns), Expr::tuple(place.into_iter().map(Expr::val)));
    if *direction == sea_orm::Order::Desc {
        columns.lt(place)
    } else {
        columns.gt(place)
    }
}
