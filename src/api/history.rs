//! The history as the schema shows it: who did what, when, on which basis.

use super::actor::Actor;
use super::document::Document;
use super::errors::{bad_input, from_loader, from_store};
use super::instance::Instance;
use super::institution::{Institution, directory};
use super::paging::{List, Total, list, page};
use super::scalars::Date;
use super::sentence;
use super::visit::visit;
use crate::engine::transition::Transition;
use crate::store::reader::{HistoryFilter, Newness};
use crate::store::rows::HistoryRow;
use crate::words::ids::{DocumentId, InstanceId, InstitutionKey, ItemKey, PeriodKey, PlanKey, TaskId};
use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};

/// A row of the history. Rows are never changed and never removed.
#[derive(Clone)]
pub struct HistoryEntry(pub HistoryRow);

/// What happened.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryKind {
    /// The instance began.
    Opened,
    /// The instance moved to another stage.
    Moved,
    /// A document was drafted and sent for approval.
    DocumentIssued,
    /// An approver approved.
    DocumentApproved,
    /// An approver returned the document.
    DocumentReturned,
    /// The document got its number and date.
    DocumentRegistered,
    /// The document said what it does to others.
    DocumentLinked,
    /// The document took the place of one that had lost its force: the same text under another number.
    DocumentRegisteredAgain,
    /// Numbers of a journal were declared void.
    NumbersVoided,
    /// The document lost its force.
    DocumentCancelled,
    /// A scan or a signature was added to the document.
    DocumentAttached,
    /// The file of the registered document was made.
    DocumentRendered,
    /// A task was issued.
    TaskIssued,
    /// A report was filed.
    TaskReported,
    /// A report was accepted.
    TaskAccepted,
    /// A report was returned.
    TaskReturned,
    /// More time was asked for.
    ExtensionAsked,
    /// More time was given.
    ExtensionGranted,
    /// More time was refused.
    ExtensionRefused,
    /// The task went to another institution.
    TaskReassigned,
    /// The task was cancelled.
    TaskCancelled,
    /// A reminder was ordered.
    ReminderDue,
    /// The item had been carried out before it came here.
    DoneBefore,
    /// Who owes the date was asked for it, or reminded of it.
    DateAsked,
    /// The owner supplied the date.
    DateSupplied,
    /// A predecessor was released.
    PredecessorDone,
    /// The instance was released from control.
    Released,
    /// The instance was cancelled.
    Cancelled,
}

impl HistoryKind {
    pub fn of(transition: &Transition) -> Self {
        match transition {
            Transition::Opened { .. } => Self::Opened,
            Transition::Moved { .. } => Self::Moved,
            Transition::DocumentIssued { .. } => Self::DocumentIssued,
            Transition::DocumentApproved { .. } => Self::DocumentApproved,
            Transition::DocumentReturned { .. } => Self::DocumentReturned,
            Transition::DocumentRegistered { .. } => Self::DocumentRegistered,
            Transition::DocumentRegisteredAgain { .. } => Self::DocumentRegisteredAgain,
            Transition::DocumentLinked { .. } => Self::DocumentLinked,
            Transition::NumbersVoided { .. } => Self::NumbersVoided,
            Transition::DocumentCancelled { .. } => Self::DocumentCancelled,
            Transition::DocumentAttached { .. } => Self::DocumentAttached,
            Transition::DocumentRendered { .. } => Self::DocumentRendered,
            Transition::TaskIssued { .. } => Self::TaskIssued,
            Transition::TaskReported { .. } => Self::TaskReported,
            Transition::TaskAccepted { .. } => Self::TaskAccepted,
            Transition::TaskReturned { .. } => Self::TaskReturned,
            Transition::ExtensionAsked { .. } => Self::ExtensionAsked,
            Transition::ExtensionGranted { .. } => Self::ExtensionGranted,
            Transition::ExtensionRefused { .. } => Self::ExtensionRefused,
            Transition::TaskReassigned { .. } => Self::TaskReassigned,
            Transition::TaskCancelled { .. } => Self::TaskCancelled,
            Transition::ReminderDue { .. } => Self::ReminderDue,
            Transition::DoneBefore { .. } => Self::DoneBefore,
            Transition::DateAsked { .. } => Self::DateAsked,
            Transition::DateSupplied { .. } => Self::DateSupplied,
            Transition::PredecessorDone { .. } => Self::PredecessorDone,
            Transition::Released { .. } => Self::Released,
            Transition::Cancelled { .. } => Self::Cancelled,
        }
    }

    /// The name under which rows are kept: the enum's own in small letters.
    fn stored(self) -> String {
        async_graphql::resolver_utils::enum_value(self)
            .to_string()
            .to_lowercase()
    }
}

/// Which rows of the history.
#[derive(InputObject, Default)]
pub struct HistoryFilterInput {
    /// Plan.
    plan: Option<String>,
    /// Item.
    item: Option<String>,
    /// Period.
    period: Option<String>,
    /// Instance.
    instance: Option<ID>,
    /// Key of the institution.
    institution: Option<String>,
    /// Task.
    task: Option<ID>,
    /// Document.
    document: Option<ID>,
    /// Any of these kinds.
    kind: Option<Vec<HistoryKind>>,
    /// Recorded at this instant or later.
    from: Option<DateTime<Utc>>,
    /// Recorded before this instant.
    to: Option<DateTime<Utc>>,
    /// The latest first.
    newest_first: Option<bool>,
}

impl HistoryFilterInput {
    pub fn read(self) -> Result<HistoryFilter> {
        if let (Some(from), Some(to)) = (self.from, self.to)
            && to < from
        {
            return Err(bad_input("to", "to: конец раньше начала"));
        }
        Ok(HistoryFilter {
            instance: super::query::id::<InstanceId>("instance", self.instance)?,
            plan: self.plan.map(PlanKey),
            item: self.item.map(ItemKey),
            period: self.period.map(PeriodKey),
            institution: self.institution.map(InstitutionKey),
            task: super::query::id::<TaskId>("task", self.task)?,
            document: super::query::id::<DocumentId>("document", self.document)?,
            kinds: self
                .kind
                .unwrap_or_default()
                .into_iter()
                .map(HistoryKind::stored)
                .collect(),
            recorded_from: self.from,
            recorded_before: self.to,
            newness: if self.newest_first == Some(true) {
                Newness::NewestFirst
            } else {
                Newness::OldestFirst
            },
        })
    }
}

/// A row of the history. Rows are never changed and never removed.
#[Object]
impl HistoryEntry {
    /// Number in the history of its instance: 1 for the first, without gaps.
    async fn seq(&self) -> i64 {
        self.0.seq
    }

    /// When it was recorded.
    async fn recorded_at(&self) -> DateTime<Utc> {
        self.0.entry.recorded_at
    }

    /// Office date from which it holds.
    async fn effective_on(&self) -> Date {
        Date(self.0.entry.effective_on)
    }

    /// Who did it.
    async fn actor(&self) -> Actor {
        Actor::of(&self.0.entry.actor)
    }

    /// What happened, as a sentence.
    async fn what(&self, ctx: &Context<'_>) -> String {
        let row = &self.0;
        let definition = visit(ctx).definition(&row.definition, &row.plan, &row.item);
        sentence::of(&row.entry, definition.as_deref(), directory(ctx))
    }

    /// What happened, for programs.
    async fn kind(&self) -> HistoryKind {
        HistoryKind::of(&self.0.entry.transition)
    }

    /// The date before, where a date moved.
    async fn before(&self) -> Option<Date> {
        match &self.0.entry.transition {
            Transition::ExtensionGranted { from, .. } => Some(Date(*from)),
            _ => None,
        }
    }

    /// The date after, where a date moved or was set.
    async fn after(&self) -> Option<Date> {
        match &self.0.entry.transition {
            Transition::ExtensionGranted { to, .. } => Some(Date(*to)),
            Transition::ExtensionAsked { until, .. } => Some(Date(*until)),
            Transition::DateSupplied { term, .. } => Some(Date(term.control)),
            Transition::TaskIssued { task } => Some(Date(task.control)),
            Transition::Opened { term, .. } => term.map(|term| Date(term.control)),
            Transition::DoneBefore { done } => Some(Date(done.on)),
            _ => None,
        }
    }

    /// The reason, basis or note given.
    async fn basis(&self) -> Option<&str> {
        self.0.entry.transition.word()
    }

    /// Item.
    async fn item(&self, ctx: &Context<'_>) -> Option<super::item::Item> {
        super::query::find_item(ctx, &self.0.plan, &self.0.item)
    }

    /// Period.
    async fn period(&self) -> &str {
        self.0.period.as_str()
    }

    /// Instance.
    async fn instance(&self, ctx: &Context<'_>) -> Result<Option<Instance>> {
        Ok(visit(ctx)
            .loaders
            .instance(self.0.entry.instance)
            .await
            .map_err(from_loader)?
            .map(Instance::now))
    }

    /// Id of the task it is about.
    async fn task(&self) -> Option<ID> {
        self.0.entry.task.map(|id| id.to_string().into())
    }

    /// Institution it is about.
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        self.0.entry.institution.as_ref().map(|key| Institution::new(ctx, key))
    }

    /// Document it is about.
    async fn document(&self, ctx: &Context<'_>) -> Result<Option<Document>> {
        let Some(id) = self.0.entry.document else {
            return Ok(None);
        };
        Ok(visit(ctx)
            .loaders
            .document(id)
            .await
            .map_err(from_loader)?
            .map(Document))
    }

    /// SHA-256 of the definition that held.
    async fn definition_sha256(&self) -> &str {
        &self.0.definition
    }

    /// Hash of the row before it in its instance; 64 zeros for the first.
    async fn prev_hash(&self) -> &str {
        &self.0.prev_hash
    }

    /// Hash of this row, over all it says and the hash before it.
    async fn hash(&self) -> &str {
        &self.0.hash
    }
}

/// A page of the history.
pub async fn page_of(
    ctx: &Context<'_>,
    filter: HistoryFilter,
    first: Option<i32>,
    after: Option<String>,
) -> Result<List<HistoryEntry>> {
    let page = page(first, after)?;
    let paged = visit(ctx).reader.history(&filter, &page).await.map_err(from_store)?;
    Ok(list(&page, paged, Total::History(Box::new(filter)), HistoryEntry))
}
