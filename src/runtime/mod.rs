//! Floor 4: the one door for change, and what follows a change.
//!
//! [`Runtime::accept`] takes every event, from people, timers and other items alike; [`committer`] commits them in
//! batches; [`dispatcher`] does afterwards what must be done outside. A door holds a `Reader` and the [`Runtime`]:
//! there is no other way to write.
//!
//! Must never decide what an event means (that is `engine`), nor spell SQL (that is `store`).

mod attachments;
pub mod card;
pub mod catalog;
pub mod command;
pub mod committer;
pub mod dispatcher;
pub mod duty;
mod effects;
pub mod journal;
pub mod letters;
pub mod opening;
pub mod orders;
mod planned;
pub mod reading;
mod registration;
pub mod render;
pub mod sheets;
pub mod sources;
mod stage;
pub mod templates;
pub mod verify;
pub mod versions;
mod work;

use crate::engine::event::{Actor, FileRef};
use crate::engine::paper::AttachmentKind;
use crate::store::reader::{Reader, Viewer};
use crate::store::{Store, error::StoreError};
use crate::words::clock::Clock;
use crate::words::ids::{InstanceId, TaskId};
use catalog::Catalog;
use command::{Act, Answer, Command, Refusal};
use committer::{Committer, Parts};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::{Notify, broadcast};

/// Notices of grown histories kept for a slow listener; one that falls behind reads the table again.
const NOTICES_MAX: usize = 1024;

/// A running product: cheap to clone, shared by every door.
#[derive(Clone)]
pub struct Runtime(Arc<Inner>);

struct Inner {
    store: Store,
    catalog: Arc<Catalog>,
    clock: Clock,
    committer: Committer,
    committed: Arc<Notify>,
    commits: Arc<AtomicU64>,
    history: broadcast::Sender<Arc<Vec<InstanceId>>>,
    /// Versions of templates that there were when this process looked last.
    template_versions: AtomicU64,
}

impl Runtime {
    /// Starts over an open store: keeps today's definitions, the directory, and jobs that open the periods to come.
    pub async fn start(store: Store, catalog: Arc<Catalog>, clock: Clock) -> Result<Self, StoreError> {
        Self::start_with(store, catalog, clock, committer::BATCH_MAX).await
    }

    /// As [`Runtime::start`], with at most `batch_max` events in one transaction.
    pub async fn start_with(
        store: Store,
        catalog: Arc<Catalog>,
        clock: Clock,
        batch_max: usize,
    ) -> Result<Self, StoreError> {
        opening::keep_definitions(&store, &catalog, clock.now()).await?;
        opening::keep_directory(&store, &catalog).await?;
        versions::keep(&store, &catalog, clock.now()).await?;
        let committed = Arc::new(Notify::new());
        let commits = Arc::new(AtomicU64::new(0));
        let (notices, _) = broadcast::channel(NOTICES_MAX);
        let door = Committer::start(Parts {
            store: store.clone(),
            catalog: Arc::clone(&catalog),
            clock: clock.clone(),
            batch_max,
            commits: Arc::clone(&commits),
            committed: Arc::clone(&committed),
            history: notices.clone(),
        });
        opening::order_openings(&store, &catalog, clock.now()).await?;
        Ok(Self(Arc::new(Inner {
            store,
            catalog,
            clock,
            committer: door,
            committed,
            commits,
            history: notices,
            template_versions: AtomicU64::new(0),
        })))
    }

    /// The one door for change. The answer comes after the commit: what is answered is kept.
    pub async fn accept(&self, mut command: Command) -> Result<Answer, Refusal> {
        command.also = self
            .also(&command)
            .await
            .map_err(|error| Refusal::Unavailable { why: error.to_string() })?;
        match &command.act {
            Act::AttachToDocument { kind, file, .. } => self.check_attachment(*kind, file).await?,
            // Another process may have put another template into use meanwhile.
            Act::Issue { .. } => {
                let noticed = self.notice_templates().await;
                noticed.map_err(|error| Refusal::Unavailable { why: error.to_string() })?;
            }
            _ => {}
        }
        self.0.committer.accept(command).await
    }

    /// A file that is to stay for good is looked at before it is taken.
    async fn check_attachment(&self, kind: AttachmentKind, file: &FileRef) -> Result<(), Refusal> {
        let (store, sha256) = (self.0.store.clone(), file.sha256.clone());
        let kept = tokio::spawn(async move { store.get_blob(&sha256).await }).await;
        let kept = kept
            .map_err(|error| error.to_string())
            .and_then(|kept| kept.map_err(|error| error.to_string()));
        let bytes = kept.map_err(|why| Refusal::Unavailable { why })?;
        attachments::check(kind, file, bytes.as_deref())
    }

    /// Tasks that an act must look at besides its own: those the new executor, or the answering lead, has already.
    async fn also(&self, command: &Command) -> Result<Vec<TaskId>, StoreError> {
        let (task, institution) = match (&command.act, &command.actor) {
            (Act::Reassign { task, to, .. }, _) => (*task, to.clone()),
            (Act::Accept { task, .. } | Act::Return { task, .. }, Actor::Institution { key, .. }) => {
                (*task, key.clone())
            }
            _ => return Ok(Vec::new()),
        };
        let store = self.0.store.clone();
        let read = async move { reading::tasks_beside(&Reader::new(&store, Viewer::System), task, &institution).await };
        tokio::spawn(read)
            .await
            .map_err(|error| StoreError::ConnectionLost { why: error.to_string() })?
    }

    /// A reader that sees what `viewer` may see.
    pub fn reader(&self, viewer: Viewer) -> Reader {
        Reader::new(&self.0.store, viewer)
    }

    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.0.catalog
    }

    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    /// Told after every commit which instances' history grew.
    pub fn history_notices(&self) -> broadcast::Receiver<Arc<Vec<InstanceId>>> {
        self.0.history.subscribe()
    }

    /// Transactions the committer has committed since the start.
    pub fn commits(&self) -> u64 {
        self.0.commits.load(Ordering::Relaxed)
    }

    /// Rung after every commit.
    pub(crate) fn committed(&self) -> &Notify {
        &self.0.committed
    }

    /// Lets a job that was given up run again, at once; `false` when none with this key is parked.
    pub async fn retry_parked(&self, key: &str) -> Result<bool, StoreError> {
        let (store, key, now) = (self.0.store.clone(), key.to_owned(), self.0.clock.now());
        let retried = tokio::spawn(async move { store.retry_parked(&key, now).await }).await;
        self.0.committed.notify_one();
        retried.map_err(|error| StoreError::ConnectionLost { why: error.to_string() })?
    }

    /// Keeps a file by its content, before anything names it.
    pub async fn put_file(&self, name: &str, bytes: Vec<u8>) -> Result<FileRef, StoreError> {
        let store = self.0.store.clone();
        let size = bytes.len() as u64;
        let now = self.0.clock.now();
        // A task of its own: a caller that goes away must not drop the database future half-way.
        let kept = tokio::spawn(async move { store.put_blob(bytes, now).await }).await;
        let sha256 = kept.map_err(|error| StoreError::ConnectionLost { why: error.to_string() })??;
        Ok(FileRef {
            name: name.to_owned(),
            sha256,
            size,
        })
    }
}
