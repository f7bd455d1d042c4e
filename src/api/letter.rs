//! Letters: what became of each.

use super::errors::from_store;
use super::institution::Institution;
use super::paging::{List, Total, list, page};
use super::visit::visit;
use crate::runtime::duty::Duty;
use crate::store::jobs::Standing;
use crate::store::reader::LetterFilter;
use crate::store::rows::{JobRow, JobState};
use crate::words::ids::{DocumentId, InstanceId, InstitutionKey, TaskId};
use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};

/// Письмо, from its order to its delivery.
pub struct Letter(pub JobRow);

/// What became of a letter.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Standing")]
pub enum LetterState {
    /// Not yet sent, or to be sent again.
    Waiting,
    /// Being sent.
    Leased,
    /// The mail server took it.
    #[graphql(name = "SENT")]
    Done,
    /// Given up until a person looks at it.
    Parked,
}

/// What a letter says.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "crate::engine::effect::LetterKind")]
pub enum LetterKind {
    /// Here is your task.
    Task,
    /// The control date is coming, or is today.
    Reminder,
    /// The control date has passed.
    Overdue,
    /// Your report was returned.
    Returned,
    /// Your report was accepted.
    Accepted,
    /// More time is given.
    ExtensionGranted,
    /// More time is refused.
    ExtensionRefused,
    /// The task is withdrawn.
    Cancelled,
    /// The plan was amended, and the task has another date.
    DateMoved,
}

/// Which letters.
#[derive(InputObject, Default)]
pub struct LetterFilterInput {
    /// What became of it.
    state: Option<LetterState>,
    /// About this instance.
    instance: Option<ID>,
    /// About this task.
    task: Option<ID>,
    /// About this document.
    document: Option<ID>,
    /// About this institution.
    institution: Option<String>,
}

impl LetterFilterInput {
    pub fn read(self) -> Result<LetterFilter> {
        Ok(LetterFilter {
            standing: self.state.map(Standing::from),
            instance: super::query::id::<InstanceId>("instance", self.instance)?,
            task: super::query::id::<TaskId>("task", self.task)?,
            document: super::query::id::<DocumentId>("document", self.document)?,
            institution: self.institution.map(InstitutionKey),
            ..letters()
        })
    }
}

/// Letters about tasks, and no other jobs.
pub fn letters() -> LetterFilter {
    LetterFilter {
        kind: Some("letter".to_owned()),
        ..LetterFilter::default()
    }
}

/// Письмо, from its order to its delivery.
#[Object]
impl Letter {
    /// Key, for life: a letter that is sent again keeps it.
    async fn key(&self) -> &str {
        &self.0.job.key
    }

    /// What it says.
    async fn kind(&self) -> Option<LetterKind> {
        match serde_json::from_value(self.0.job.payload.clone()) {
            Ok(Duty::Letter(duty)) => Some(duty.kind.into()),
            _ => None,
        }
    }

    /// What became of it.
    async fn state(&self) -> LetterState {
        match self.0.state {
            JobState::Waiting => LetterState::Waiting,
            JobState::Leased { .. } => LetterState::Leased,
            JobState::Done => LetterState::Done,
            JobState::Parked => LetterState::Parked,
        }
    }

    /// Institution it is about.
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        self.0
            .job
            .about
            .institution
            .as_ref()
            .map(|key| Institution::new(ctx, key))
    }

    /// Task it is about.
    async fn task(&self) -> Option<ID> {
        self.0.job.about.task.map(|id| id.to_string().into())
    }

    /// Addresses it was sent to, once it was.
    async fn sent_to(&self) -> Vec<String> {
        let to = self.0.result.as_ref().and_then(|result| result.get("to"));
        match to {
            Some(serde_json::Value::Array(addresses)) => addresses
                .iter()
                .filter_map(|address| address.as_str().map(str::to_owned))
                .collect(),
            Some(serde_json::Value::String(address)) => vec![address.clone()],
            _ => Vec::new(),
        }
    }

    /// Its Message-ID, for life.
    async fn message_id(&self) -> Option<&str> {
        self.0.job.message_id.as_deref()
    }

    /// When it was ordered.
    async fn ordered_at(&self) -> DateTime<Utc> {
        self.0.job.created_at
    }

    /// Not to be sent before this.
    async fn not_before(&self) -> DateTime<Utc> {
        self.0.job.run_at
    }

    /// When the mail server took it, or it was given up.
    async fn finished_at(&self) -> Option<DateTime<Utc>> {
        self.0.finished_at
    }

    /// How often it was tried.
    async fn attempts(&self) -> i32 {
        self.0.attempts
    }

    /// What went wrong last. Not shown to institutions.
    async fn error(&self, ctx: &Context<'_>) -> Option<&str> {
        self.0
            .last_error
            .as_deref()
            .filter(|_| visit(ctx).access.sees_the_house())
    }
}

/// A page of letters.
pub async fn page_of(
    ctx: &Context<'_>,
    filter: LetterFilter,
    first: Option<i32>,
    after: Option<String>,
) -> Result<List<Letter>> {
    let page = page(first, after)?;
    let paged = visit(ctx).reader.letters(&filter, &page).await.map_err(from_store)?;
    Ok(list(&page, paged, Total::Letters(filter), Letter))
}
