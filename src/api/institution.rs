//! Institutions as the schema shows them. They stand in memory, with the plans; only their former names are asked for.

use super::errors::bad_input;
use super::paging::{List, Total, cost, list, page};
use super::scalars::Date;
use super::task::{Task, TaskFilterInput};
use super::visit::visit;
use crate::definition::directory::named_on;
use crate::definition::model::Institution as Row;
use crate::runtime::catalog::Catalog;
use crate::store::rows::NameRow;
use crate::words::clock::office_date;
use crate::words::ids::InstitutionKey;
use async_graphql::{Context, Object, Result, SimpleObject};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Arc;

/// All institutions of all plans: the rows of each key, one for each name or head it has or had.
#[derive(Default)]
pub struct Directory(BTreeMap<InstitutionKey, Vec<Arc<Row>>>);

impl Directory {
    pub fn of(catalog: &Catalog) -> Self {
        let mut keys: BTreeMap<InstitutionKey, Vec<Arc<Row>>> = BTreeMap::new();
        for plan in catalog.plans() {
            // Two plans may list one institution: as before, the later plan has the last word.
            let mut own: BTreeMap<InstitutionKey, Vec<Arc<Row>>> = BTreeMap::new();
            for row in &plan.institutions {
                own.entry(row.key.clone()).or_default().push(Arc::new(row.clone()));
            }
            keys.extend(own);
        }
        Self(keys)
    }

    /// The row of `key` that holds on `day`, else the one nearest to it.
    pub fn on(&self, key: &InstitutionKey, day: NaiveDate) -> Option<Arc<Row>> {
        let rows = self.0.get(key)?;
        named_on(rows, day, |row| (row.valid_from, row.valid_to)).cloned()
    }

    /// One row for each key that `may_see` lets through, under its name of `day`.
    pub fn all_on(&self, day: NaiveDate, may_see: impl Fn(&InstitutionKey) -> bool) -> Vec<Arc<Row>> {
        let seen = self.0.keys().filter(|key| may_see(key));
        seen.filter_map(|key| self.on(key, day)).collect()
    }

    /// Short name on `day`; the key for one that the plans no longer list.
    pub fn short_name(&self, key: &InstitutionKey, day: NaiveDate) -> String {
        self.on(key, day)
            .map_or_else(|| key.to_string(), |row| row.short_name.clone())
    }

    /// Whether the plans of today list this name of the institution.
    fn lists(&self, name: &NameRow) -> bool {
        let same = |row: &Arc<Row>| {
            (&row.full_name, &row.short_name, &row.director) == (&name.full_name, &name.short_name, &name.director)
                && row.valid_from == name.valid_from
                && row.director_post == name.director_post
        };
        self.0.get(&name.key).is_some_and(|rows| rows.iter().any(same))
    }
}

/// A name that an institution has or had, with who was its head.
#[derive(SimpleObject)]
pub struct InstitutionName {
    /// Full name in the nominative.
    full_name: String,
    /// Short name, e.g. «МБОУ СОШ № 3».
    short_name: String,
    /// Director: surname, name, patronymic.
    director: String,
    /// Director's post, where told.
    director_post: Option<String>,
    /// First day, inclusive; null: from ever.
    valid_from: Option<Date>,
    /// Last day, inclusive; null: until further notice.
    valid_to: Option<Date>,
    /// Whether the directory still has it: what was corrected since is kept too, but no longer listed.
    listed: bool,
}

/// The directory of this schema.
pub fn directory<'a>(ctx: &Context<'a>) -> &'a Directory {
    ctx.data_unchecked::<Directory>()
}

/// The date on the wall of the first plan's office: the names shown are those of today.
pub fn today(ctx: &Context<'_>) -> NaiveDate {
    let visit = visit(ctx);
    let zone = visit
        .catalog()
        .plans()
        .next()
        .map_or(chrono_tz::Europe::Moscow, |plan| plan.time_zone);
    office_date(visit.runtime.clock().now(), zone)
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
            row: directory(ctx).on(key, today(ctx)),
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

    /// Director's post, e.g. «директор»; null where not told.
    async fn director_post(&self) -> Option<&str> {
        self.row.as_deref().and_then(|row| row.director_post.as_deref())
    }

    /// Telephone.
    async fn phone(&self) -> Option<&str> {
        self.row.as_deref().and_then(|row| row.phone.as_deref())
    }

    /// Postal address.
    async fn address(&self) -> Option<&str> {
        self.row.as_deref().and_then(|row| row.address.as_deref())
    }

    /// Names it has had, the oldest first: an order keeps the name of its day.
    #[graphql(complexity = "5 + child_complexity")]
    async fn names(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only the name of this day")] as_of: Option<Date>,
    ) -> Result<Vec<InstitutionName>> {
        let names = visit(ctx)
            .reader
            .names(&self.key)
            .await
            .map_err(super::errors::from_store)?;
        let holds = |name: &NameRow| {
            let day = as_of.as_ref().map(|date| date.0);
            day.is_none_or(|day| {
                name.valid_from.is_none_or(|from| from <= day) && name.valid_to.is_none_or(|to| day <= to)
            })
        };
        let shown = |name: NameRow| InstitutionName {
            listed: directory(ctx).lists(&name),
            full_name: name.full_name,
            short_name: name.short_name,
            director: name.director,
            director_post: name.director_post,
            valid_from: name.valid_from.map(Date),
            valid_to: name.valid_to.map(Date),
        };
        Ok(names.into_iter().filter(holds).map(shown).collect())
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
