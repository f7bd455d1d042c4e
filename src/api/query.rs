//! What can be asked.

use super::access::Grant;
use super::document::{self, Document, DocumentFilterInput};
use super::errors::{bad_input, forbidden, from_loader, from_store, hidden};
use super::history::{self, HistoryEntry, HistoryFilterInput};
use super::instance::{Instance, InstanceFilterInput};
use super::institution::{Institution, directory, today};
use super::item::{self, Item};
use super::journal::{self, JournalEntry};
use super::letter::{self, Letter, LetterFilterInput};
use super::mutation::bulk::{self, BulkInput, BulkPreview, OlderText};
use super::mutation::change::{self, Substitution};
use super::paging::{List, Total, cost, list, page};
use super::plan::Plan;
use super::scalars::Date;
use super::task::{self, Task, TaskFilterInput};
use super::template::{self, Template};
use super::visit::{Visit, visit};
use crate::store::reader::JournalOfYear;
use crate::words::ids::{DocumentId, InstanceId, InstitutionKey, ItemKey, JournalKey, PeriodKey, PlanKey, TaskId};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use std::collections::HashSet;
use std::str::FromStr;

/// What can be asked.
pub struct Query;

/// What a token is for.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewerRole {
    /// The department's clerks.
    Department,
    /// Acts in named roles, e.g. the head.
    Approver,
    /// One institution.
    School,
    /// Reads everything, changes nothing.
    Auditor,
    /// Minds the service.
    Operator,
}

/// Who asks.
#[derive(SimpleObject)]
pub struct Viewer {
    /// Name and post, as the history shows them.
    name: String,
    /// What the token is for.
    role: ViewerRole,
    /// Roles of the plans in which the viewer acts.
    roles: Vec<String>,
    /// The viewer's institution.
    institution: Option<Institution>,
}

/// How the house does.
#[derive(SimpleObject)]
pub struct Health {
    /// Jobs waiting, due or not.
    jobs_waiting: i64,
    /// Jobs being done.
    jobs_leased: i64,
    /// Jobs given up until a person looks at them.
    jobs_parked: i64,
    /// When the job that waits longest was due.
    oldest_due_at: Option<DateTime<Utc>>,
    /// The service's clock.
    now: DateTime<Utc>,
    /// Version of the program.
    version: &'static str,
}

/// What can be asked.
#[Object]
impl Query {
    /// All plans, by key.
    #[graphql(complexity = "1 + 2 * child_complexity")]
    async fn plans(&self, ctx: &Context<'_>) -> Vec<Plan> {
        visit(ctx)
            .catalog()
            .plans()
            .map(|plan| Plan(std::sync::Arc::clone(plan)))
            .collect()
    }

    /// A plan, e.g. `mentoring-2022`.
    async fn plan(&self, ctx: &Context<'_>, key: String) -> Option<Plan> {
        visit(ctx).catalog().plan(&PlanKey(key)).map(Plan)
    }

    /// An item of a plan, e.g. `6.2-1`.
    async fn item(&self, ctx: &Context<'_>, plan: String, key: String) -> Option<Item> {
        find_item(ctx, &PlanKey(plan), &ItemKey(key))
    }

    /// An instance: by its id, or by plan, item and period. With `asOf`, as it was known then.
    async fn instance(
        &self,
        ctx: &Context<'_>,
        id: Option<ID>,
        plan: Option<String>,
        #[graphql(desc = "Key of the item")] key: Option<String>,
        period: Option<String>,
        #[graphql(desc = "Only what had been recorded by this instant; not for institutions")] as_of: Option<
            DateTime<Utc>,
        >,
    ) -> Result<Option<Instance>> {
        let id = match (self::id::<InstanceId>("id", id)?, plan, key, period) {
            (Some(id), None, None, None) => id,
            (None, Some(plan), Some(key), Some(period)) => {
                InstanceId::of(&PlanKey(plan), &ItemKey(key), &PeriodKey(period))
            }
            _ => return Err(bad_input("id", "Назовите либо id, либо plan, key и period")),
        };
        item::at(ctx, id, as_of).await
    }

    /// Instances by plan, item and period.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn instances(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 0–200")] first: Option<i32>,
        #[graphql(desc = "After this cursor")] after: Option<String>,
        filter: Option<InstanceFilterInput>,
    ) -> Result<List<Instance>> {
        let (filter, page) = (filter.unwrap_or_default().read(ctx)?, page(first, after)?);
        let paged = visit(ctx).reader.instances(&filter, &page).await.map_err(from_store)?;
        Ok(list(&page, paged, Total::Instances(filter), Instance::now))
    }

    /// A task.
    async fn task(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Task>> {
        let Some(id) = self::id::<TaskId>("id", Some(id))? else {
            return Ok(None);
        };
        Ok(visit(ctx).loaders.task(id).await.map_err(from_loader)?.map(Task::now))
    }

    /// Tasks, the earliest control date first.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn tasks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 0–200")] first: Option<i32>,
        #[graphql(desc = "After this cursor")] after: Option<String>,
        filter: Option<TaskFilterInput>,
    ) -> Result<List<Task>> {
        task::page_of(ctx, filter.unwrap_or_default().read(ctx)?, first, after).await
    }

    /// A document.
    async fn document(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Document>> {
        let Some(id) = self::id::<DocumentId>("id", Some(id))? else {
            return Ok(None);
        };
        Ok(visit(ctx)
            .loaders
            .document(id)
            .await
            .map_err(from_loader)?
            .map(Document))
    }

    /// Documents: those without a date first, then the newest.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn documents(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 0–200")] first: Option<i32>,
        #[graphql(desc = "After this cursor")] after: Option<String>,
        filter: Option<DocumentFilterInput>,
    ) -> Result<List<Document>> {
        document::page_of(ctx, filter.unwrap_or_default().read()?, first, after).await
    }

    /// A journal of registration in a calendar year, by numbers: documents, cancelled ones with their marks, void numbers.
    /// An institution sees the lines of documents that it may see.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn journal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Key of the journal, e.g. `orders`")] key: String,
        year: i32,
        #[graphql(desc = "At most this many, 0–200")] first: Option<i32>,
        #[graphql(desc = "After this cursor")] after: Option<String>,
    ) -> Result<List<JournalEntry>> {
        let journal = JournalKey(key);
        journal::page_of(ctx, JournalOfYear { journal, year }, first, after).await
    }

    /// The history, in the order it was recorded.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 0–200")] first: Option<i32>,
        #[graphql(desc = "After this cursor")] after: Option<String>,
        filter: Option<HistoryFilterInput>,
    ) -> Result<List<HistoryEntry>> {
        history::page_of(ctx, filter.unwrap_or_default().read()?, first, after).await
    }

    /// Institutions by key, under the names of today; with a day, only those that the directory knows on it, under their
    /// names of that day.
    #[graphql(complexity = "1 + 60 * child_complexity")]
    async fn institutions(&self, ctx: &Context<'_>, valid_on: Option<Date>) -> Vec<Institution> {
        let access = &visit(ctx).access;
        let day = valid_on.as_ref().map_or_else(|| today(ctx), |day| day.0);
        let catalog = visit(ctx).catalog();
        // What the department has declared closed is not valid either.
        let valid = catalog.plans().flat_map(|plan| catalog.directory(&plan.key, day));
        let valid: HashSet<InstitutionKey> = valid.map(|entry| entry.key).collect();
        let rows = directory(ctx).all_on(day, |key| access.may_see(key));
        rows.iter()
            .filter(|row| valid_on.is_none() || row.is_valid_on(day) && valid.contains(&row.key))
            .map(Institution::listed)
            .collect()
    }

    /// An institution, e.g. `school-3`.
    async fn institution(&self, ctx: &Context<'_>, key: String) -> Option<Institution> {
        let key = InstitutionKey(key);
        let row = directory(ctx)
            .on(&key, today(ctx))
            .filter(|_| visit(ctx).access.may_see(&key))?;
        Some(Institution::listed(&row))
    }

    /// Letters about tasks, in the order they were asked for.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn letters(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 0–200")] first: Option<i32>,
        #[graphql(desc = "After this cursor")] after: Option<String>,
        filter: Option<LetterFilterInput>,
    ) -> Result<List<Letter>> {
        letter::page_of(ctx, filter.unwrap_or_default().read()?, first, after).await
    }

    /// Word templates in use, by name; not for institutions.
    #[graphql(complexity = "20 + 60 * child_complexity")]
    async fn templates(&self, ctx: &Context<'_>) -> Result<Vec<Template>> {
        template::in_use(ctx, None).await
    }

    /// What a bulk act would do, line by line, with the token that the act must carry; for the department.
    #[graphql(complexity = "200 + child_complexity")]
    async fn preview(&self, ctx: &Context<'_>, what: BulkInput) -> BulkPreview {
        bulk::preview(ctx, what).await
    }

    /// Running instances of a plan that go by older texts than their items have today; not for institutions.
    #[graphql(complexity = "100 + 60 * child_complexity")]
    async fn older_texts(&self, ctx: &Context<'_>, plan: String) -> Result<Vec<OlderText>> {
        bulk::older_texts(ctx, &PlanKey(plan)).await
    }

    /// Who acts for the holders of roles, and when; not for institutions.
    async fn substitutions(&self, ctx: &Context<'_>, plan: String) -> Vec<Substitution> {
        if visit(ctx).access.sees_the_house() {
            change::substitutions(ctx, &PlanKey(plan))
        } else {
            Vec::new()
        }
    }

    /// Who asks.
    async fn viewer(&self, ctx: &Context<'_>) -> Viewer {
        let Visit { access, .. } = visit(ctx);
        let (role, institution) = match &access.grant {
            Grant::Department => (ViewerRole::Department, None),
            Grant::Roles(_) => (ViewerRole::Approver, None),
            Grant::Institution(key) => (ViewerRole::School, Some(Institution::new(ctx, key))),
            Grant::Auditor => (ViewerRole::Auditor, None),
            Grant::Operator => (ViewerRole::Operator, None),
        };
        let actor = access.actor(visit(ctx).catalog());
        let roles = match actor {
            Some(crate::engine::event::Actor::Person { roles, .. }) => roles.into_iter().map(|role| role.0).collect(),
            _ => Vec::new(),
        };
        Viewer {
            name: access.name.clone(),
            role,
            roles,
            institution,
        }
    }

    /// How the house does; not for institutions.
    async fn health(&self, ctx: &Context<'_>) -> Result<Health> {
        let visit = visit(ctx);
        if !visit.access.sees_the_house() {
            return Err(forbidden());
        }
        let counts = visit
            .runtime
            .store()
            .job_counts()
            .await
            .map_err(|error| hidden(&error))?;
        Ok(Health {
            jobs_waiting: counts.waiting,
            jobs_leased: counts.leased,
            jobs_parked: counts.parked,
            oldest_due_at: counts.oldest_run_at,
            now: visit.runtime.clock().now(),
            version: env!("CARGO_PKG_VERSION"),
        })
    }
}

/// Today's definition of an item.
pub fn find_item(ctx: &Context<'_>, plan: &PlanKey, item: &ItemKey) -> Option<Item> {
    let catalog = visit(ctx).catalog();
    Some(Item::new(&catalog.plan(plan)?, &catalog.current(plan, item)?))
}

/// An id given in `field`.
pub fn id<T: FromStr>(field: &str, id: Option<ID>) -> Result<Option<T>> {
    let wrong = |id: &ID| {
        let shown: String = id.chars().take(60).collect();
        bad_input(
            field,
            format!("{field}: ожидался идентификатор вида 8-4-4-4-12, а здесь «{shown}»"),
        )
    };
    id.map(|id| id.parse().map_err(|_| wrong(&id))).transpose()
}
