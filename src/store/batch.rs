//! A batch: begin, load once, commit once. At most twelve statements, whatever its size; numbers given by hand, which a
//! clerk enters one by one, cost one more each.
//!
//! Must never be held while anything slow happens: on SQLite it is the one writer.

use super::entity::{history, job};
use super::error::StoreError;
use super::rows::{Committed, HistoryEntry, InstanceRow, Job, Loaded, Needs, TaskRow, Writes};
use super::{Store, chain, convert, load, series};
use sea_orm::{DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// A write transaction.
#[derive(Debug)]
pub struct Batch {
    store: Store,
    transaction: DatabaseTransaction,
}

impl Store {
    /// Begins a batch; on SQLite it waits for the one writer and holds it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin(&self) -> Result<Batch, StoreError> {
        // A deferred transaction that reads and then writes fails on SQLite when another process wrote in between.
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        self.count_statement();
        let transaction = self
            .0
            .writer
            .begin_with_options(options)
            .await
            .map_err(|error| StoreError::sort("batch", error))?;
        Ok(Batch {
            store: self.clone(),
            transaction,
        })
    }
}

impl Batch {
    /// Reads what the batch needs, in one statement, and one more for each place in a number series. On PostgreSQL the
    /// number series asked for are locked first, until the batch ends.
    ///
    /// # Errors
    /// When the database does not answer or a row cannot be read.
    pub async fn load(&mut self, needs: &Needs) -> Result<Loaded, StoreError> {
        let parameter = load::parameter(needs);
        // Who is to give a number waits for another process that is giving one: two that raced for one journal and began
        // anew each time would starve each other under load. SQLite has one writer; there the batch has waited already.
        if let Some(lock) = self
            .store
            .0
            .sql
            .lock_journals
            .as_ref()
            .filter(|_| !needs.journals.is_empty())
        {
            let asked = vec![parameter.clone().into()];
            self.store.query(&self.transaction, "journal", lock, asked).await?;
        }
        let found = self
            .store
            .query(
                &self.transaction,
                "batch",
                &self.store.0.sql.load,
                vec![parameter.into()],
            )
            .await?;
        let mut loaded = load::sort(&found)?;
        // Seldom: only for numbers that are given by hand.
        for place in &needs.series {
            let found = self
                .store
                .query(
                    &self.transaction,
                    "document",
                    &self.store.0.sql.series,
                    series::values(place),
                )
                .await?;
            series::sort(&found, place, &mut loaded.entries)?;
            loaded.places.insert(place.clone());
        }
        Ok(loaded)
    }

    /// Writes everything and commits; when this returns `Ok`, it is on the disk. On an error nothing was written.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another process changed a row since it was loaded: begin anew.
    pub async fn commit(self, writes: Writes) -> Result<Committed, StoreError> {
        match write(&self.store, &self.transaction, writes).await {
            Ok(committed) => {
                self.store.count_statement();
                self.transaction
                    .commit()
                    .await
                    .map_err(|error| StoreError::sort("batch", error))?;
                Ok(committed)
            }
            Err(error) => {
                // The first error is the one to tell; a rollback that fails closes the connection, which rolls back too.
                let _ = self.transaction.rollback().await;
                Err(error)
            }
        }
    }

    /// Ends the batch without writing.
    ///
    /// # Errors
    /// When the database does not answer; nothing was written then either.
    pub async fn rollback(self) -> Result<(), StoreError> {
        self.store.count_statement();
        self.transaction
            .rollback()
            .await
            .map_err(|error| StoreError::sort("batch", error))
    }
}

async fn write(store: &Store, on: &DatabaseTransaction, mut writes: Writes) -> Result<Committed, StoreError> {
    let history = chain_up(&mut writes.instances, &writes.history)?;
    let heads = writes
        .instances
        .iter()
        .map(|row| (row.instance.id, (row.history_seq, row.history_hash.clone())))
        .collect();
    // In the order that foreign keys ask for. Rows are sorted by key, so that two processes lock them in one order.
    // The journal comes first: who has an old number there learns it before two documents bear the same one.
    let sql = &store.0.sql;
    let sink = Sink { store, on };
    sink.all(
        "journal",
        &sql.journals,
        sorted(writes.journals.iter().map(convert::journal_model), |row| {
            (row.journal.clone(), row.year)
        }),
    )
    .await?;
    sink.all(
        "document",
        &sql.documents,
        sorted(writes.documents.iter().map(convert::document_model), |row| {
            row.id.clone()
        }),
    )
    .await?;
    sink.all(
        "instance",
        &sql.instances,
        sorted(writes.instances.iter().map(convert::instance_model), |row| {
            row.id.clone()
        }),
    )
    .await?;
    sink.all(
        "task",
        &sql.tasks,
        sorted(writes.tasks.iter().map(convert::task_model), |row| row.id.clone()),
    )
    .await?;
    sink.all(
        "void_number",
        &sql.voids,
        writes.voids.iter().map(convert::void_model).collect(),
    )
    .await?;
    sink.all("history", &sql.history, history).await?;
    sink.all("job", &sql.jobs, latest_jobs(&writes.jobs)).await?;
    sink.all(
        "request",
        &sql.requests,
        sorted(writes.requests.iter().map(convert::request_model), |row| {
            row.key.clone()
        }),
    )
    .await?;
    Ok(Committed { heads })
}

/// A job that a batch writes twice under one key is written as it was said last.
fn latest_jobs(jobs: &[Job]) -> Vec<job::Model> {
    let latest: BTreeMap<&str, &Job> = jobs.iter().map(|job| (job.key.as_str(), job)).collect();
    latest.into_values().map(convert::job_model).collect()
}

fn sorted<M, K: Ord>(rows: impl Iterator<Item = M>, key: impl Fn(&M) -> K) -> Vec<M> {
    let mut rows: Vec<M> = rows.collect();
    rows.sort_by_cached_key(key);
    rows
}

struct Sink<'a> {
    store: &'a Store,
    on: &'a DatabaseTransaction,
}

impl Sink<'_> {
    /// Writes all rows of a table, or tells that somebody was first.
    async fn all<M: Serialize>(&self, table: &'static str, sql: &str, rows: Vec<M>) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let parameter = convert::parameter(table, &rows)?;
        let written = self.store.execute(self.on, table, sql, vec![parameter.into()]).await?;
        if written.rows_affected() == rows.len() as u64 {
            Ok(())
        } else {
            Err(StoreError::Conflict { table })
        }
    }
}

/// Numbers the history within each instance, links its hashes, and moves the heads of the instances.
fn chain_up(instances: &mut [InstanceRow], entries: &[HistoryEntry]) -> Result<Vec<history::Model>, StoreError> {
    let mut places = HashMap::with_capacity(instances.len());
    for (place, row) in instances.iter().enumerate() {
        places.insert(row.instance.id, place);
    }
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let Some(&place) = places.get(&entry.instance) else {
            return Err(StoreError::HistoryWithoutInstance {
                instance: entry.instance.to_string(),
            });
        };
        let head = &mut instances[place];
        let mut row = convert::history_model(head, entry)?;
        row.hash = chain::hash(&row);
        head.history_seq = row.seq;
        head.history_hash.clone_from(&row.hash);
        rows.push(row);
    }
    Ok(rows)
}

impl Loaded {
    /// The tasks loaded that belong to `instance`.
    pub fn tasks_of(&self, instance: crate::words::ids::InstanceId) -> impl Iterator<Item = &TaskRow> {
        self.tasks.values().filter(move |row| row.task.instance == instance)
    }
}
