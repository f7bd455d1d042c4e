//! The one place that knows SQL: state, history, jobs, files and the directory, on SQLite or PostgreSQL.
//!
//! Writing is a [`Batch`](batch::Batch): begin, load, commit; a handful of set-based statements whatever its size. Reading is a
//! [`Reader`](reader::Reader), which always carries its viewer.
//!
//! Must never decide anything about the work itself, and never let a driver's type out. Callers must never drop a future
//! of this module half-way on PostgreSQL: the driver would leave an open transaction on a pooled connection, and later
//! writes on it would be lost. Run writes in a task of their own (`tokio::spawn`) and only await its handle; put no
//! timeout or `select!` around them: the server's own timeouts bound them.

pub mod batch;
pub mod chain;
mod convert;
pub mod declarations;
mod entity;
pub mod error;
pub mod files;
pub mod jobs;
mod load;
mod open;
pub mod reader;
pub mod registry;
pub mod rows;
mod series;
mod set;
mod templates;

pub use error::StoreError;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, ExecResult, QueryResult, Statement, Value};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    backend: DbBackend,
    statements: AtomicU64,
    sql: set::Sql,
}

impl Store {
    /// Opens the database at `sqlite:///path/file.db` or `postgres://…`, brings its tables up to date and checks that
    /// this program may write it.
    ///
    /// # Errors
    /// When it cannot be reached, is newer than the program, or its library has a fault that endangers the data.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let (writer, reader) = open::connect(url).await?;
        let backend = writer.get_database_backend();
        let sql = set::Sql::new(backend);
        Ok(Self(Arc::new(Inner {
            writer,
            reader,
            backend,
            statements: AtomicU64::new(0),
            sql,
        })))
    }

    /// Whether the database is a server shared with other processes.
    pub fn is_shared(&self) -> bool {
        self.0.backend == DbBackend::Postgres
    }

    /// How many statements were sent for batches and jobs since the start, BEGIN and COMMIT included.
    pub fn statement_count(&self) -> u64 {
        self.0.statements.load(Ordering::Relaxed)
    }

    /// Closes all connections; other clones of the store become unusable.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.0
            .reader
            .close_by_ref()
            .await
            .map_err(|error| StoreError::sort("store", error))?;
        self.0
            .writer
            .close_by_ref()
            .await
            .map_err(|error| StoreError::sort("store", error))
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.0
            .reader
            .ping()
            .await
            .map_err(|error| StoreError::sort("store", error))
    }

    fn count_statement(&self) {
        self.0.statements.fetch_add(1, Ordering::Relaxed);
    }

    async fn execute<C: ConnectionTrait>(
        &self,
        on: &C,
        table: &'static str,
        sql: &str,
        values: Vec<Value>,
    ) -> Result<ExecResult, StoreError> {
        self.count_statement();
        on.execute_raw(Statement::from_sql_and_values(self.0.backend, sql, values))
            .await
            .map_err(|error| StoreError::sort(table, error))
    }

    async fn query<C: ConnectionTrait>(
        &self,
        on: &C,
        table: &'static str,
        sql: &str,
        values: Vec<Value>,
    ) -> Result<Vec<QueryResult>, StoreError> {
        self.count_statement();
        on.query_all_raw(Statement::from_sql_and_values(self.0.backend, sql, values))
            .await
            .map_err(|error| StoreError::sort(table, error))
    }
}
