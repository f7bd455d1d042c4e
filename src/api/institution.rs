//! Institutions as the schema shows them. They stand in memory, with the plans: no query.

use super::errors::bad_input;
use super::paging::{List, Total, cost, list, page};
use super::scalars::Date;
use super::task::{Task, TaskFilterInput};
use super::visit::visit;
use crate::definition::model::Institution as Row;
use crate::runtime::catalog::Catalog;
use crate::words::ids::InstitutionKey;
use async_graphql::{Context, Object, Result};
use std::collections::BTreeMap;
use std::sync::Arc;

/// All institutions of all plans by key.
#[derive(Default)]
pub struct Directory(pub BTreeMap<InstitutionKey, Arc<Row>>);

impl Directory {
    pub fn of(catalog: &Catalog) -> Self {
        let rows = catalog.plans().flat_map(|plan| &plan.institutions);
        Self(rows.map(|row| (row.key.clone(), Arc::new(row.clone()))).collect())
    }

    /// Short name; the key for one that the plans no longer list.
    pub fn short_name(&self, key: &InstitutionKey) -> String {
        self.0
            .get(key)
            .map_or_else(|| key.to_string(), |row| row.short_name.clone())
    }
}

/// The directory of this schema.
pub fn directory<'a>(ctx: &Context<'a>) -> &'a Directory {
    ctx.data_unchecked::<Directory>()
}

/// Учреждение: who executes tasks.
pub struct Institution {
    key: InstitutionKey,
    row: Option<Arc<Row>>,
}

impl Institution {
    pub fn new(ctx: &Context<'_>, key: &InstitutionKey) -> Self {
        Self {
            key: key.clone(),
            row: directory(ctx).0.get(key).cloned(),
        }
    }

    pub fn listed(row: &Arc<Row>) -> Self {
        Self {
            key: row.key.clone(),
            row: Some(Arc::clone(row)),
        }
    }
}

/// Учреждение: who executes tasks.
#[Object]
impl Institution {
    /// Key, e.g. `school-3`: the first column of the directory.
    async fn key(&self) -> &str {
        self.key.as_str()
    }

    /// Kind, e.g. `school`; null for one that the plans no longer list.
    async fn kind(&self) -> Option<&str> {
        self.row.as_deref().map(|row| row.kind.as_str())
    }

    /// Full name in the nominative.
    async fn full_name(&self) -> &str {
        self.row.as_deref().map_or(self.key.as_str(), |row| &row.full_name)
    }

    /// Short name, e.g. «МБОУ СОШ № 3».
    async fn short_name(&self) -> &str {
        self.row.as_deref().map_or(self.key.as_str(), |row| &row.short_name)
    }

    /// Director: surname, name, patronymic.
    async fn director(&self) -> Option<&str> {
        self.row.as_deref().map(|row| row.director.as_str())
    }

    /// Director's mailbox: the address letters go to.
    async fn email(&self) -> Option<&str> {
        self.row.as_deref().map(|row| row.email.as_str())
    }

    /// Curator, where appointed.
    async fn curator(&self) -> Option<&str> {
        self.row.as_deref().and_then(|row| row.curator.as_deref())
    }

    /// Curator's mailbox.
    async fn curator_email(&self) -> Option<&str> {
        self.row.as_deref().and_then(|row| row.curator_email.as_deref())
    }

    /// First day in the directory, inclusive; null: from ever.
    async fn valid_from(&self) -> Option<Date> {
        self.row.as_deref().and_then(|row| row.valid_from).map(Date)
    }

    /// Last day in the directory, inclusive; null: until further notice.
    async fn valid_to(&self) -> Option<Date> {
        self.row.as_deref().and_then(|row| row.valid_to).map(Date)
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
        let mut input = filter.unwrap_or_default();
        if input.institution.as_deref().is_some_and(|key| key != self.key.as_str()) {
            return Err(bad_input("institution", "institution: здесь уже выбрано учреждение"));
        }
        input.institution = Some(self.key.0.clone());
        let (filter, page) = (input.read(ctx)?, page(first, after)?);
        let paged = visit(ctx)
            .reader
            .tasks(&filter, &page)
            .await
            .map_err(super::errors::from_store)?;
        Ok(list(&page, paged, Total::Tasks(filter), Task::now))
    }
}
