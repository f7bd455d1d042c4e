//! Items: what the plan says, and the instances that came of it.

use super::errors::{bad_input, forbidden, from_store};
use super::instance::Instance;
use super::past;
use super::plan::Plan;
use super::scalars::{Date, Part};
use super::visit::visit;
use crate::definition::model::{Act, Definition, Executors, Period as PeriodModel, Plan as PlanModel, Schedule};
use crate::engine::event::DirectoryEntry;
use crate::store::reader::{InstanceFilter, Page};
use crate::words::ids::{InstanceId, PeriodKey};
use async_graphql::{ComplexObject, Context, Enum, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Пункт дорожной карты.
pub struct Item {
    plan: Arc<PlanModel>,
    definition: Arc<Definition>,
}

impl Item {
    pub fn new(plan: &Arc<PlanModel>, definition: &Arc<Definition>) -> Self {
        Self {
            plan: Arc::clone(plan),
            definition: Arc::clone(definition),
        }
    }
}

/// What is done in a stage.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageAct {
    /// A document is drafted.
    Issue,
    /// The document is approved and registered, or returned.
    Approve,
    /// Executors report.
    Report,
    /// Waits until something is known.
    Wait,
    /// Somebody is written to.
    Notify,
    /// Guards choose the way.
    Decide,
    /// The last stage.
    End,
}

/// Стадия.
#[derive(SimpleObject)]
pub struct Stage {
    /// Key, e.g. `sign`.
    key: String,
    /// What a person reads, e.g. «На подписи».
    title: String,
    /// What is done here.
    act: StageAct,
}

impl Stage {
    pub fn of(definition: &Definition, key: &crate::words::ids::StageKey) -> Option<Self> {
        let stage = definition.lifecycle.stages.get(key)?;
        let act = match stage.act {
            Act::Issue { .. } => StageAct::Issue,
            Act::Approve(_) => StageAct::Approve,
            Act::Report(_) => StageAct::Report,
            Act::Wait { .. } => StageAct::Wait,
            Act::Notify { .. } => StageAct::Notify,
            Act::Decide { .. } => StageAct::Decide,
            Act::End { .. } => StageAct::End,
        };
        Some(Self {
            key: key.0.clone(),
            title: stage.title.clone(),
            act,
        })
    }
}

/// An executor as the plan names it.
#[derive(SimpleObject)]
pub struct Executor {
    /// Name as read from the cell, e.g. «ИМО».
    name: String,
    /// Lead or co-executor.
    part: Part,
    /// The institution, where one is meant.
    institution: Option<String>,
    /// The kind of institutions, where every one of a kind is meant.
    kind: Option<String>,
    /// The institutions, where they are written out.
    institutions: Vec<String>,
}

/// A run of the item: one instance.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Period {
    /// Key, e.g. `2022`.
    key: String,
    /// The instance opens on this day; null while the date is owed.
    opens: Option<Date>,
    /// First day of the work, where the deadline names one.
    start: Option<Date>,
    /// Due date by the words, inclusive.
    due: Option<Date>,
    /// The due date under the plan's rule for days off.
    control: Option<Date>,
    #[graphql(skip)]
    instance: InstanceId,
}

#[ComplexObject]
impl Period {
    /// The instance, once it has begun.
    async fn instance(&self, ctx: &Context<'_>) -> Result<Option<Instance>> {
        let found = visit(ctx).loaders.instance(self.instance).await;
        Ok(found.map_err(super::errors::from_loader)?.map(Instance::now))
    }
}

/// Пункт дорожной карты.
#[Object]
impl Item {
    /// The plan it belongs to.
    async fn plan(&self) -> Plan {
        Plan(Arc::clone(&self.plan))
    }

    /// Identity within the plan, e.g. `6.2-1`.
    async fn key(&self) -> &str {
        self.definition.key.as_str()
    }

    /// Number as printed; two items may print the same.
    async fn number(&self) -> &str {
        &self.definition.number
    }

    /// Title as printed.
    async fn title(&self) -> &str {
        &self.definition.title
    }

    /// Heading of its section.
    async fn section(&self) -> Option<&str> {
        self.plan.sections.get(&self.definition.section).map(String::as_str)
    }

    /// The literal words of the deadline.
    async fn deadline(&self) -> &str {
        &self.definition.deadline
    }

    /// What was read from them, period by period.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    async fn periods(&self) -> Vec<Period> {
        let period = |key: &PeriodKey, dates: Option<&PeriodModel>| Period {
            key: key.0.clone(),
            opens: dates.map(|dates| Date(dates.opens)),
            start: dates.and_then(|dates| dates.start).map(Date),
            due: dates.map(|dates| Date(dates.due)),
            control: dates.map(|dates| Date(dates.control)),
            instance: InstanceId::of(&self.definition.plan, &self.definition.key, key),
        };
        match &self.definition.schedule {
            Schedule::Dated(periods) => periods.iter().map(|dates| period(&dates.key, Some(dates))).collect(),
            Schedule::AwaitsDate { period: key, .. } => vec![period(key, None)],
        }
    }

    /// Who executes it, the lead first.
    async fn executors(&self) -> Vec<Executor> {
        let executor = |executor: &crate::definition::model::Executor| {
            let (institution, kind, institutions) = match &executor.who {
                Executors::One(key) => (Some(key.0.clone()), None, Vec::new()),
                Executors::EachOfKind(kind) => (None, Some(kind.clone()), Vec::new()),
                Executors::Each(keys) => (None, None, keys.iter().map(|key| key.0.clone()).collect()),
            };
            Executor {
                name: executor.name.clone(),
                part: executor.part.into(),
                institution,
                kind,
                institutions,
            }
        };
        self.definition.executors.iter().map(executor).collect()
    }

    /// Result as printed.
    async fn result(&self) -> &str {
        &self.definition.result
    }

    /// Title of its lifecycle (порядок прохождения).
    async fn lifecycle(&self) -> &str {
        &self.definition.lifecycle.title
    }

    /// The stages it goes through, in the order of their keys.
    async fn stages(&self) -> Vec<Stage> {
        self.definition
            .lifecycle
            .stages
            .keys()
            .filter_map(|key| Stage::of(&self.definition, key))
            .collect()
    }

    /// Items that must be released in the same period before this one starts.
    async fn after(&self) -> Vec<Item> {
        let items = self
            .plan
            .items
            .iter()
            .filter(|other| self.definition.after.contains(&other.key));
        items.map(|other| Item::new(&self.plan, other)).collect()
    }

    /// SHA-256 of the definition that its next instance will be bound to.
    async fn definition_sha256(&self) -> &str {
        &self.definition.sha256
    }

    /// Instances that have begun, by period.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    async fn instances(&self, ctx: &Context<'_>) -> Result<Vec<Instance>> {
        let filter = InstanceFilter {
            plan: Some(self.definition.plan.clone()),
            item: Some(self.definition.key.clone()),
            ..InstanceFilter::default()
        };
        let paged = visit(ctx)
            .reader
            .instances(&filter, &Page::first(200))
            .await
            .map_err(from_store)?;
        Ok(paged.rows.into_iter().map(|(row, _)| Instance::now(row)).collect())
    }

    /// The instance of a period, once it has begun; with `asOf`, as it was known then.
    async fn instance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Period, e.g. `2023`")] period: String,
        #[graphql(desc = "Only what had been recorded by this instant; not for institutions")] as_of: Option<
            DateTime<Utc>,
        >,
    ) -> Result<Option<Instance>> {
        let id = InstanceId::of(&self.definition.plan, &self.definition.key, &PeriodKey(period));
        at(ctx, id, as_of).await
    }
}

/// The instance as it is, or as it was known at an instant.
pub async fn at(ctx: &Context<'_>, id: InstanceId, as_of: Option<DateTime<Utc>>) -> Result<Option<Instance>> {
    let visit = visit(ctx);
    let Some(as_of) = as_of else {
        return Ok(visit
            .loaders
            .instance(id)
            .await
            .map_err(super::errors::from_loader)?
            .map(Instance::now));
    };
    if !visit.access.sees_the_house() {
        return Err(forbidden()); // an institution sees a part of the history: what it tells would be wrong
    }
    if as_of > visit.runtime.clock().now() {
        return Err(bad_input("asOf", "asOf: этот момент ещё не наступил"));
    }
    past::instance(visit, id, as_of).await
}

/// Institutions that the executors' names mean now: each gets one task.
pub fn tasks_to_be(definition: &Definition, directory: &[DirectoryEntry]) -> usize {
    let reports = definition
        .lifecycle
        .stages
        .values()
        .any(|stage| matches!(stage.act, Act::Report(_)));
    let meant = |entry: &&DirectoryEntry| {
        definition.executors.iter().any(|executor| match &executor.who {
            Executors::One(key) => *key == entry.key,
            Executors::EachOfKind(kind) => *kind == entry.kind,
            Executors::Each(keys) => keys.contains(&entry.key),
        })
    };
    if reports {
        directory.iter().filter(meant).count()
    } else {
        0
    }
}
