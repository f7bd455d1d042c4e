//! What can be followed: the history, as it grows.
//!
//! A follower reads the table after every notice, from where it stood; so a slow one loses nothing, however far behind it
//! falls. Must never show a row to a token that no longer holds.

use super::access::Access;
use super::errors::coded;
use super::history::{HistoryEntry, HistoryFilterInput};
use super::socket::Gone;
use super::visit::visit;
use crate::runtime::Runtime;
use crate::store::error::StoreError;
use crate::store::reader::{HistoryFilter, Page, Reader};
use crate::store::rows::HistoryRow;
use crate::words::ids::InstanceId;
use async_graphql::futures_util::stream::{self, Stream};
use async_graphql::{Context, Error, Result, Subscription};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::{self, error::RecvError};

/// A commit under way may carry an instant that much older than one that has been read already.
const OVERLAP: TimeDelta = TimeDelta::seconds(30);
/// Where other processes write too, their commits are looked for this often.
const POLL: Duration = Duration::from_secs(2);

/// What can be followed.
pub struct Subscription;

/// What can be followed.
#[Subscription]
impl Subscription {
    /// New rows of the history, each as it is committed, in the order of its instance. `from`, `to` and `newestFirst` of
    /// the filter have no meaning here.
    #[graphql(complexity = "1 + child_complexity")]
    async fn history(
        &self,
        ctx: &Context<'_>,
        filter: Option<HistoryFilterInput>,
    ) -> Result<impl Stream<Item = Result<HistoryEntry>> + use<>> {
        let visit = visit(ctx);
        let filter = HistoryFilter {
            recorded_from: None,
            recorded_before: None,
            newness: crate::store::reader::Newness::OldestFirst,
            ..filter.unwrap_or_default().read()?
        };
        let gone = ctx.data_opt::<Gone>().cloned().unwrap_or_default();
        let mut follower = Follower {
            notices: visit.runtime.history_notices(),
            runtime: visit.runtime.clone(),
            access: visit.access.clone(),
            reader: visit.reader.clone(),
            filter,
            since: visit.runtime.clock().now() - OVERLAP,
            seen: HashMap::new(),
            ready: VecDeque::new(),
            gone,
        };
        follower.skip_what_is_there().await?;
        Ok(stream::unfold(Some(follower), async |state| {
            let mut follower = state?;
            match follower.next().await {
                Ok(Some(row)) => Some((Ok(HistoryEntry(row)), Some(follower))),
                Ok(None) => None,
                Err(error) => Some((Err(error), None)),
            }
        }))
    }
}

struct Follower {
    runtime: Runtime,
    access: Access,
    reader: Reader,
    filter: HistoryFilter,
    notices: broadcast::Receiver<Arc<Vec<InstanceId>>>,
    /// Everything recorded before this instant, less the overlap, has been seen.
    since: DateTime<Utc>,
    /// Number of the last row seen of each instance: within an instance rows have no gaps and no other order.
    seen: HashMap<InstanceId, i64>,
    ready: VecDeque<HistoryRow>,
    gone: Gone,
}

impl Follower {
    /// The next row; `None` when the listener has gone.
    async fn next(&mut self) -> Result<Option<HistoryRow>> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                if !self.access.still_holds(&self.runtime).await {
                    return Err(coded("UNAUTHENTICATED", "Доступ отозван или истёк"));
                }
                return Ok(Some(row));
            }
            match self.wait().await {
                Wake::Grown(instances) => {
                    for instance in instances.iter() {
                        self.read(Some(*instance)).await?;
                    }
                }
                Wake::Look => self.read(None).await?,
                Wake::Gone => return Ok(None),
            }
        }
    }

    async fn wait(&mut self) -> Wake {
        let shared = self.runtime.store().is_shared();
        tokio::select! {
            () = self.gone.0.cancelled() => Wake::Gone,
            notice = self.notices.recv() => match notice {
                Ok(instances) => Wake::Grown(instances),
                Err(RecvError::Lagged(_)) => Wake::Look,
                Err(RecvError::Closed) => Wake::Gone,
            },
            () = tokio::time::sleep(POLL), if shared => Wake::Look,
        }
    }

    /// Rows that stood in the table before the subscription are not news.
    async fn skip_what_is_there(&mut self) -> Result<()> {
        self.read(None).await?;
        self.ready.clear();
        Ok(())
    }

    /// Takes up rows not yet seen, of one instance or of all.
    async fn read(&mut self, instance: Option<InstanceId>) -> Result<()> {
        if instance.is_some() && self.filter.instance.is_some() && instance != self.filter.instance {
            return Ok(());
        }
        let mut filter = self.filter.clone();
        filter.instance = instance.or(filter.instance);
        filter.recorded_from = Some(self.since - OVERLAP);
        for row in all(self.reader.clone(), filter).await.map_err(|error| broken(&error))? {
            let last = self.seen.entry(row.entry.instance).or_insert(0);
            if row.seq > *last {
                *last = row.seq;
                self.ready.push_back(row);
            }
        }
        if instance.is_none() {
            self.since = self
                .ready
                .iter()
                .map(|row| row.entry.recorded_at)
                .fold(self.since, DateTime::max);
        }
        Ok(())
    }
}

enum Wake {
    Grown(Arc<Vec<InstanceId>>),
    Look,
    Gone,
}

/// Reads in a task of its own: a stream may be dropped at any time.
async fn all(reader: Reader, filter: HistoryFilter) -> Result<Vec<HistoryRow>, StoreError> {
    let read = async move {
        let mut rows = Vec::new();
        let mut page = Page::first(200);
        loop {
            let paged = reader.history(&filter, &page).await?;
            let last = paged.rows.last().map(|(_, cursor)| cursor.clone());
            rows.extend(paged.rows.into_iter().map(|(row, _)| row));
            match last {
                Some(cursor) if paged.has_next => page = Page::first(200).after(cursor),
                _ => return Ok(rows),
            }
        }
    };
    tokio::spawn(read)
        .await
        .map_err(|error| StoreError::ConnectionLost { why: error.to_string() })?
}

fn broken(error: &StoreError) -> Error {
    tracing::warn!(error = %error, "a follower of the history could not read");
    coded("UNAVAILABLE", "База данных сейчас не отвечает: подпишитесь снова")
}
