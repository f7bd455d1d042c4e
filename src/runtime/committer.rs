//! The one door for change. Events wait in a queue; a committer takes all that wait and commits them together:
//! one transaction, a handful of statements, each event with its own answer. Nothing waits on a timer.
//!
//! The committer is a task of its own: a caller that goes away never drops a database future half-way.

use super::catalog::Catalog;
use super::command::{Act, Answer, Command, Refusal};
use super::registration;
use super::work::Work;
use crate::store::Store;
use crate::store::batch::Batch;
use crate::store::error::StoreError;
use crate::store::rows::{Loaded, Needs, NewAnswer, StoredAnswer};
use crate::words::clock::{Clock, office_date};
use crate::words::ids::{DocumentId, InstanceId, sha256_hex};
use chrono::{DateTime, Datelike, Utc};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::{Notify, mpsc, oneshot};

/// Events of one transaction at the most; keeps the memory of a batch and the wait of its first caller bounded.
pub const BATCH_MAX: usize = 512;
/// Events that may wait; beyond that callers wait to be let in.
const QUEUE_MAX: usize = 4096;
/// How often a batch that lost a race with another process is decided anew.
const CONFLICTS_MAX: usize = 20;

/// Dead connections given up before a batch is refused.
const RECONNECTS_MAX: usize = 4;

struct Waiting {
    command: Command,
    reply: oneshot::Sender<Result<Answer, Refusal>>,
}

/// Where commands are handed in.
#[derive(Clone)]
pub struct Committer {
    queue: mpsc::Sender<Waiting>,
}

/// What a committer works with.
pub struct Parts {
    pub store: Store,
    pub catalog: Arc<Catalog>,
    pub clock: Clock,
    /// Events of one transaction at the most: [`BATCH_MAX`], or 1 to measure what batching gives.
    pub batch_max: usize,
    /// Transactions committed so far.
    pub commits: Arc<AtomicU64>,
    /// Rung after every commit: there may be letters to send, and history to show.
    pub committed: Arc<Notify>,
    /// Told the instances whose history grew.
    pub history: tokio::sync::broadcast::Sender<Arc<Vec<InstanceId>>>,
}

impl Committer {
    /// Starts the committer's task; it ends when the last handle is dropped.
    pub fn start(parts: Parts) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE_MAX);
        tokio::spawn(run(parts, waiting));
        Self { queue }
    }

    /// Hands in one command and waits for its answer, which comes after the commit.
    pub async fn accept(&self, command: Command) -> Result<Answer, Refusal> {
        let (reply, answer) = oneshot::channel();
        let stopped = || Refusal::Unavailable {
            why: "служба останавливается".to_owned(),
        };
        self.queue
            .send(Waiting { command, reply })
            .await
            .map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }
}

async fn run(parts: Parts, mut waiting: mpsc::Receiver<Waiting>) {
    let mut batch = Vec::new();
    while waiting.recv_many(&mut batch, parts.batch_max).await > 0 {
        settle(&parts, std::mem::take(&mut batch)).await;
        parts.committed.notify_waiters();
        parts.committed.notify_one();
    }
}

/// Commits a batch; one that the database refuses is split, so that one bad command never fails its neighbours.
async fn settle(parts: &Parts, batch: Vec<Waiting>) {
    let mut parcels = vec![batch];
    while let Some(mut parcel) = parcels.pop() {
        let commands: Vec<&Command> = parcel.iter().map(|waiting| &waiting.command).collect();
        match commit(parts, &commands).await {
            Ok(answers) => {
                for (waiting, answer) in parcel.into_iter().zip(answers) {
                    // A caller that has gone away gets no answer; its key gives it the same one later.
                    drop(waiting.reply.send(answer));
                }
            }
            Err(StoreError::Constraint { .. } | StoreError::ZeroCharacter { .. }) if parcel.len() > 1 => {
                let rest = parcel.split_off(parcel.len() / 2);
                parcels.push(rest);
                parcels.push(parcel);
            }
            Err(error) => {
                tracing::error!(error = %error, events = parcel.len(), "a batch was not committed");
                for waiting in parcel {
                    drop(waiting.reply.send(Err(Refusal::Unavailable { why: error.to_string() })));
                }
            }
        }
    }
}

async fn commit(parts: &Parts, commands: &[&Command]) -> Result<Vec<Result<Answer, Refusal>>, StoreError> {
    for _ in 0..CONFLICTS_MAX {
        match attempt(parts, commands).await {
            Err(StoreError::Conflict { .. }) => tokio::task::yield_now().await,
            other => return other,
        }
    }
    attempt(parts, commands).await
}

async fn attempt(parts: &Parts, commands: &[&Command]) -> Result<Vec<Result<Answer, Refusal>>, StoreError> {
    let asked = needs(&parts.catalog, commands, parts.clock.now());
    let (batch, loaded) = open(parts, &asked).await?;
    // The day is told once the journals are held: midnight may pass while another process holds them, and a number dated
    // yesterday must not follow one dated today.
    let now = parts.clock.now();
    if needs(&parts.catalog, commands, now).journals != asked.journals {
        batch.rollback().await?;
        return Err(StoreError::Conflict { table: "journal" });
    }
    let missing = parts
        .catalog
        .missing(loaded.instances.values().map(|row| row.instance.definition.as_str()));
    if !missing.is_empty() {
        // Seldom: an instance bound to a text older than this process. The read goes past the open transaction.
        batch.rollback().await?;
        parts.catalog.pin(&parts.store, &missing).await?;
        return Err(StoreError::Conflict { table: "definition" });
    }
    let decided = decide(&parts.catalog, commands, loaded, now);
    let (answers, writes) = match decided {
        Ok(decided) => decided,
        Err(error) => {
            batch.rollback().await?;
            return Err(error);
        }
    };
    if writes.history.is_empty()
        && writes.declarations.is_empty()
        && writes.requests.is_empty()
        && writes.documents.is_empty()
        && writes.jobs.is_empty()
    {
        batch.rollback().await?;
        return Ok(answers);
    }
    let grown: Vec<InstanceId> = writes.instances.iter().map(|row| row.instance.id).collect();
    batch.commit(writes).await?;
    parts.commits.fetch_add(1, Ordering::Relaxed);
    if !grown.is_empty() {
        drop(parts.history.send(Arc::new(grown))); // nobody listens: nothing to tell
    }
    Ok(answers)
}

/// Begins a batch and loads what it needs. A connection found dead here has lost nothing: another one is taken.
async fn open(parts: &Parts, needs: &Needs) -> Result<(Batch, Loaded), StoreError> {
    let mut tries = 0;
    loop {
        match open_once(parts, needs).await {
            Err(StoreError::ConnectionLost { .. }) if tries < RECONNECTS_MAX => tries += 1,
            other => return other,
        }
    }
}

async fn open_once(parts: &Parts, needs: &Needs) -> Result<(Batch, Loaded), StoreError> {
    let mut batch = parts.store.begin().await?;
    match batch.load(needs).await {
        Ok(loaded) => Ok((batch, loaded)),
        Err(error) => {
            // The transaction goes with its connection when even the rollback does not get through.
            batch
                .rollback()
                .await
                .unwrap_or_else(|_| tracing::warn!("a rollback did not get through"));
            Err(error)
        }
    }
}

fn decide(
    catalog: &Catalog,
    commands: &[&Command],
    mut loaded: Loaded,
    now: DateTime<Utc>,
) -> Result<(Vec<Result<Answer, Refusal>>, crate::store::rows::Writes), StoreError> {
    let mut answered: HashMap<String, StoredAnswer> = std::mem::take(&mut loaded.requests);
    let mut work = Work::begin(catalog, now, loaded);
    let mut requests = Vec::new();
    let mut answers = Vec::with_capacity(commands.len());
    for command in commands {
        let Some(key) = &command.key else {
            answers.push(work.take(command));
            continue;
        };
        let unwritten = |error: serde_json::Error| StoreError::Unreadable {
            table: "request",
            column: "answer",
            id: key.clone(),
            why: error.to_string(),
        };
        let input_sha256 = input_sha256(command).map_err(unwritten)?;
        if let Some(before) = answered.get(key) {
            answers.push(repeated(key, before, &input_sha256));
            continue;
        }
        let answer = work.take(command);
        if let Ok(answer) = &answer {
            let stored = StoredAnswer {
                input_sha256,
                answer: serde_json::to_value(answer).map_err(unwritten)?,
            };
            answered.insert(key.clone(), stored.clone());
            requests.push(NewAnswer {
                key: key.clone(),
                stored,
                recorded_at: now,
            });
        }
        answers.push(answer);
    }
    let mut writes = work.into_writes();
    writes.requests = requests;
    Ok((answers, writes))
}

/// The same key with the same content gives the same answer; with other content it is a mistake of the caller.
fn repeated(key: &str, before: &StoredAnswer, input_sha256: &str) -> Result<Answer, Refusal> {
    if before.input_sha256 != input_sha256 {
        return Err(Refusal::KeyReused { key: key.to_owned() });
    }
    let answer = serde_json::from_value::<Answer>(before.answer.clone());
    let mut answer = answer.map_err(|error| Refusal::Unavailable {
        why: format!("прежний ответ на ключ «{key}» не читается: {error}"),
    })?;
    answer.repeated = true;
    Ok(answer)
}

fn input_sha256(command: &Command) -> Result<String, serde_json::Error> {
    let actor = serde_json::to_value(&command.actor)?;
    let act = serde_json::to_value(&command.act)?;
    Ok(sha256_hex(serde_json::json!([actor, act]).to_string().as_bytes()))
}

/// What must be loaded to decide these commands.
pub(super) fn needs(catalog: &Catalog, commands: &[&Command], now: DateTime<Utc>) -> Needs {
    let mut needs = Needs::default();
    let mut documents: Vec<DocumentId> = Vec::new();
    let parts = commands.iter().flat_map(|command| match &command.act {
        Act::Bulk(bulk) => bulk.parts.iter().collect(),
        _ => vec![*command],
    });
    needs.requests = commands.iter().filter_map(|command| command.key.clone()).collect();
    for command in commands {
        needs.tasks.extend(&command.also);
    }
    for command in parts {
        match &command.act {
            Act::Open { plan, item, period } | Act::EnterDone { plan, item, period, .. } => {
                needs.instances.push(InstanceId::of(plan, item, period));
            }
            Act::Issue {
                plan,
                items,
                document,
                draft,
            } => {
                for item in items {
                    let definition = catalog.current(plan, &item.item);
                    let periods = definition.iter().flat_map(|definition| definition.schedule.periods());
                    needs
                        .instances
                        .extend(periods.map(|period| InstanceId::of(plan, &item.item, period)));
                }
                documents.extend(document.or_else(|| command.key.as_deref().map(DocumentId::of)));
                documents.extend(draft.links.iter().filter_map(|link| link.to.document()));
            }
            Act::Approve { document }
            | Act::ReturnDocument { document, .. }
            | Act::AnnulDocument { document, .. }
            | Act::AttachToDocument { document, .. }
            | Act::Rendered { document, .. } => documents.push(*document),
            Act::RegisterByHand {
                document, number, date, ..
            } => {
                documents.push(*document);
                registration::series(catalog, number, date.year(), &mut needs);
            }
            Act::RegisterAgain {
                document, number, date, ..
            } => {
                documents.extend([*document, registration::again_of(*document)]);
                registration::series(catalog, number, date.year(), &mut needs);
            }
            Act::VoidNumber {
                instance,
                journal,
                year,
                ..
            } => {
                needs.instances.push(*instance);
                needs.journals.push((journal.clone(), *year));
            }
            Act::Report { task, .. }
            | Act::Accept { task, .. }
            | Act::Return { task, .. }
            | Act::AskExtension { task, .. }
            | Act::GrantExtension { task, .. }
            | Act::RefuseExtension { task, .. }
            | Act::Reassign { task, .. }
            | Act::CancelTask { task, .. }
            | Act::SuspendTask { task, .. }
            | Act::ResumeTask { task, .. }
            | Act::TaskTimer { task, .. } => needs.tasks.push(*task),
            Act::Amend { instance, by, .. } => {
                needs.instances.push(*instance);
                needs.wholes.push(*instance);
                documents.extend(by.document());
            }
            Act::Suspend { instance, .. } | Act::Resume { instance, .. } => {
                needs.instances.push(*instance);
                needs.wholes.push(*instance);
            }
            Act::Bulk(_) | Act::Declare { .. } => {} // its parts are at hand; a declaration needs no rows
            Act::Cancel { instance, .. }
            | Act::SupplyDate { instance, .. }
            | Act::Release { instance, .. }
            | Act::InstanceTimer { instance, .. }
            | Act::PredecessorReleased { instance, .. } => needs.instances.push(*instance),
        }
    }
    if commands
        .iter()
        .any(|command| matches!(command.act, Act::Approve { .. }))
    {
        for plan in catalog.plans() {
            let year = office_date(now, plan.time_zone).year();
            needs
                .journals
                .extend(plan.rules.journals.keys().map(|journal| (journal.clone(), year)));
        }
    }
    needs.documents = documents;
    needs
}
