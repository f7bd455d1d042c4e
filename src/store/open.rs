//! Opening a database: settings that keep what was acknowledged, tables brought up to date, faults refused.
//!
//! Must never open a database that a newer program wrote, nor one whose library can damage it.

use super::error::StoreError;
use prikaz_migrations::{Migrator, MigratorTrait, NAMES};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement, TransactionTrait,
};
use std::time::Duration;

/// Any number will do, as long as all processes of the product take the same one.
const MIGRATION_LOCK: i64 = 0x7072_696b_617a;

/// Oldest SQLite without the fault that can damage a database in WAL mode.
const SQLITE_MIN: (u32, u32, u32) = (3, 51, 3);

/// The connections for writing and for reading.
pub(super) async fn connect(url: &str) -> Result<(DatabaseConnection, DatabaseConnection), StoreError> {
    if url.starts_with("sqlite:") {
        sqlite(url).await
    } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        postgres(url).await
    } else {
        Err(StoreError::Address)
    }
}

async fn sqlite(url: &str) -> Result<(DatabaseConnection, DatabaseConnection), StoreError> {
    let mut writing = ConnectOptions::new(url);
    // One writer: more of them only wait for each other, and unfairly.
    writing
        .max_connections(1)
        .min_connections(1)
        .acquire_timeout(Duration::from_mins(1))
        .sqlx_logging(false)
        .test_before_acquire(false);
    writing.idle_timeout(None::<Duration>).max_lifetime(None::<Duration>);
    writing.map_sqlx_sqlite_opts(|options| {
        options
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(10))
            .foreign_keys(true)
            .pragma("cache_size", "-65536")
            .pragma("temp_store", "memory")
            // A large fan-out must not leave a large journal behind.
            .pragma("journal_size_limit", "67108864")
            .pragma("recursive_triggers", "on")
            .statement_cache_capacity(512)
    });
    let writer = Database::connect(writing).await.map_err(open_error)?;
    check_sqlite(&writer).await?;
    migrate(&writer).await?;

    let mut reading = ConnectOptions::new(url);
    reading
        .max_connections(4)
        .acquire_timeout(Duration::from_secs(30))
        .sqlx_logging(false)
        .test_before_acquire(false);
    reading.map_sqlx_sqlite_opts(|options| {
        options
            .read_only(true)
            .create_if_missing(false)
            .busy_timeout(Duration::from_secs(10))
            .pragma("query_only", "on")
            .statement_cache_capacity(512)
    });
    let reader = Database::connect(reading).await.map_err(open_error)?;
    Ok((writer, reader))
}

async fn check_sqlite(writer: &DatabaseConnection) -> Result<(), StoreError> {
    let found = one_text(writer, "SELECT sqlite_version()").await?;
    let mut parts = found.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    let version = (next(), next(), next());
    if version < SQLITE_MIN {
        return Err(StoreError::OldSqlite { found });
    }
    // Asked back, because SQLite takes an unknown word in silence.
    let kept = one_text(
        writer,
        "SELECT (SELECT journal_mode FROM pragma_journal_mode) || ' ' || (SELECT synchronous FROM pragma_synchronous)",
    )
    .await?;
    if kept == "wal 2" {
        Ok(())
    } else {
        Err(StoreError::NotDurable { found: kept })
    }
}

async fn postgres(url: &str) -> Result<(DatabaseConnection, DatabaseConnection), StoreError> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(16)
        .acquire_timeout(Duration::from_secs(10))
        .sqlx_logging(false)
        .test_before_acquire(true);
    // The server bounds what hangs; a timeout on this side would drop a future half-way.
    options.map_sqlx_postgres_opts(|options| {
        options
            .application_name("prikaz")
            .options([
                ("statement_timeout", "60s"),
                ("lock_timeout", "10s"),
                ("idle_in_transaction_session_timeout", "60s"),
                ("timezone", "UTC"),
                ("synchronous_commit", "on"),
            ])
            .statement_cache_capacity(512)
    });
    // A belt: a connection given back inside a transaction that nobody ended is closed, so that no later write is lost on it.
    options.map_sqlx_postgres_pool_opts(|pool| {
        pool.after_release(|connection, _| {
            Box::pin(async move {
                // By the simple protocol: with the other one a statement begins later than its transaction.
                use sea_orm::sqlx::{Row, raw_sql};
                raw_sql("SELECT now() = statement_timestamp()")
                    .fetch_one(connection)
                    .await?
                    .try_get::<bool, _>(0)
            })
        })
    });
    let connection = Database::connect(options.clone()).await.map_err(open_error)?;
    // Two processes that migrate at once would break each other. The lock ends with its transaction.
    let lock = connection
        .begin_with_options(sea_orm::TransactionOptions::default())
        .await
        .map_err(open_error)?;
    let sql = format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})");
    lock.execute_raw(Statement::from_string(DbBackend::Postgres, sql))
        .await
        .map_err(open_error)?;
    let migrated = migrate(&connection).await;
    lock.rollback().await.map_err(open_error)?;
    migrated?;
    Ok((connection.clone(), connection))
}

/// Another process may be doing the same to a new file; then its tables are found at the next look.
const MIGRATIONS_TRIES: u32 = 5;

async fn migrate(connection: &DatabaseConnection) -> Result<(), StoreError> {
    let mut tries = 1;
    loop {
        match migrate_once(connection).await {
            Err(StoreError::Database(_) | StoreError::Locked) if tries < MIGRATIONS_TRIES => {
                tokio::time::sleep(Duration::from_millis(100) * tries).await;
                tries += 1;
            }
            other => return other,
        }
    }
}

async fn migrate_once(connection: &DatabaseConnection) -> Result<(), StoreError> {
    Migrator::install(connection).await.map_err(open_error)?;
    let applied = Migrator::get_migration_models(connection).await.map_err(open_error)?;
    if let Some(unknown) = applied
        .into_iter()
        .find(|applied| !NAMES.contains(&applied.version.as_str()))
    {
        return Err(StoreError::NewerDatabase {
            migration: unknown.version,
        });
    }
    Migrator::up(connection, None).await.map_err(open_error)
}

async fn one_text(connection: &DatabaseConnection, sql: &str) -> Result<String, StoreError> {
    let row = connection
        .query_one_raw(Statement::from_string(connection.get_database_backend(), sql))
        .await
        .map_err(open_error)?;
    row.ok_or(DbErr::RecordNotFound(sql.to_owned()))
        .and_then(|row| row.try_get_by_index(0))
        .map_err(open_error)
}

fn open_error(error: DbErr) -> StoreError {
    StoreError::sort("store", error)
}
