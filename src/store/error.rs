//! What can go wrong between the product and its database, in kinds a caller can act on.
//!
//! Must never hide a failure behind a default, nor show a password of the connection.

use sea_orm::{DbErr, RuntimeErr, SqlErr};
use thiserror::Error;

/// The world failed. The texts may be shown to a person.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Another process changed the rows first; everything was rolled back: load again, decide again.
    #[error("данные ({table}) тем временем изменил другой процесс; повторите действие")]
    Conflict {
        /// Table that told.
        table: &'static str,
    },
    /// What must hold would not hold.
    #[error("база данных отказала в записи ({table}): нарушено правило «{rule}»")]
    Constraint {
        /// Table written.
        table: &'static str,
        /// What the database said.
        rule: String,
    },
    /// A text holds the character U+0000, which PostgreSQL cannot keep.
    #[error("в тексте ({table}) встретился недопустимый символ U+0000")]
    ZeroCharacter {
        /// Table written.
        table: &'static str,
    },
    /// No room for the data.
    #[error("на диске базы данных закончилось место; изменения не записаны")]
    DiskFull,
    /// Somebody else holds the database.
    #[error("база данных занята другим процессом дольше допустимого; изменения не записаны")]
    Locked,
    /// The database cannot be written.
    #[error("база данных открыта только для чтения; изменения не записаны")]
    ReadOnly,
    /// The server went away; whether a commit under way was kept is not known: the idempotency key will tell.
    #[error("связь с базой данных потеряна: {why}")]
    ConnectionLost {
        /// What the driver said.
        why: String,
    },
    /// The address names no database this product knows.
    #[error("адрес базы данных должен начинаться с sqlite:// или postgres://")]
    Address,
    /// A library with a known fault.
    #[error("нужна библиотека SQLite не старее 3.51.3, найдена {found}: в более старых возможна порча данных")]
    OldSqlite {
        /// Version found.
        found: String,
    },
    /// A setting without which a power cut could lose what was acknowledged does not hold.
    #[error("база данных не обещает сохранности записей: нужно «wal 2», найдено «{found}»")]
    NotDurable {
        /// Journal mode and level of syncing found.
        found: String,
    },
    /// The database was written by a newer program.
    #[error("база данных новее программы: в ней есть обновление «{migration}»; обновите программу")]
    NewerDatabase {
        /// A migration this program does not know.
        migration: String,
    },
    /// A value was written by a newer program.
    #[error(
        "{table}.{column}, строка {id}: записано версией {found}, программа знает версии до {known}; обновите программу"
    )]
    FutureValue {
        /// Table.
        table: &'static str,
        /// Column.
        column: &'static str,
        /// Key of the row.
        id: String,
        /// Version found.
        found: i64,
        /// Newest version known.
        known: i64,
    },
    /// A value cannot be read.
    #[error("{table}.{column}, строка {id}: значение не читается: {why}")]
    Unreadable {
        /// Table.
        table: &'static str,
        /// Column.
        column: &'static str,
        /// Key of the row.
        id: String,
        /// Why.
        why: String,
    },
    /// History was to be written for an instance that is not among the rows written.
    #[error("история экземпляра {instance} не может быть записана без самого экземпляра")]
    HistoryWithoutInstance {
        /// Instance.
        instance: String,
    },
    /// A cursor that this list did not give.
    #[error("неизвестная закладка страницы «{cursor}»")]
    Cursor {
        /// As given.
        cursor: String,
    },
    /// The system gave no randomness.
    #[error("система не дала случайных чисел: {why}")]
    Randomness {
        /// Why.
        why: String,
    },
    /// Anything else the database said.
    #[error("ошибка базы данных: {0}")]
    Database(#[source] DbErr),
}

impl StoreError {
    /// Sorts what the driver said while `table` was written or read.
    pub(super) fn sort(table: &'static str, error: DbErr) -> Self {
        let Some(code) = code(&error) else {
            return Self::without_code(error);
        };
        match code.as_str() {
            // Serialization failure, deadlock.
            "40001" | "40P01" => Self::Conflict { table },
            // SQLITE_FULL; PostgreSQL: disk full.
            "13" | "53100" => Self::DiskFull,
            // SQLITE_BUSY with its extensions, SQLITE_LOCKED; PostgreSQL: lock not available, statement cancelled.
            "5" | "261" | "517" | "773" | "6" | "262" | "55P03" | "57014" => Self::Locked,
            // SQLITE_READONLY; PostgreSQL: read-only transaction.
            "8" | "1032" | "25006" => Self::ReadOnly,
            // PostgreSQL: shutdown, crash, cannot connect now, too many connections, connection exceptions.
            "57P01" | "57P02" | "57P03" | "53300" | "08000" | "08003" | "08006" => {
                Self::ConnectionLost { why: error.to_string() }
            }
            _ => Self::constraint(table, &code, error),
        }
    }

    fn constraint(table: &'static str, code: &str, error: DbErr) -> Self {
        let rule = match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(rule) | SqlErr::ForeignKeyConstraintViolation(rule)) => Some(rule),
            _ if code.starts_with("23") || code == "P0001" => Some(error.to_string()),
            // SQLITE_CONSTRAINT and its extensions (CHECK, NOT NULL, TRIGGER, type of a STRICT table …).
            _ if code.parse::<u32>().is_ok_and(|code| code & 0xff == 19) => Some(error.to_string()),
            _ => None,
        };
        rule.map_or(Self::Database(error), |rule| Self::Constraint { table, rule })
    }

    fn without_code(error: DbErr) -> Self {
        let lost = match &error {
            DbErr::ConnectionAcquire(sea_orm::ConnAcquireErr::Timeout) => return Self::Locked,
            DbErr::ConnectionAcquire(_) => true,
            DbErr::Conn(RuntimeErr::SqlxError(inner))
            | DbErr::Exec(RuntimeErr::SqlxError(inner))
            | DbErr::Query(RuntimeErr::SqlxError(inner)) => {
                use sea_orm::sqlx::Error as Sqlx;
                matches!(
                    **inner,
                    Sqlx::Io(_) | Sqlx::PoolClosed | Sqlx::PoolTimedOut | Sqlx::WorkerCrashed | Sqlx::Protocol(_)
                )
            }
            _ => false,
        };
        if lost {
            Self::ConnectionLost { why: error.to_string() }
        } else {
            Self::Database(error)
        }
    }
}

fn code(error: &DbErr) -> Option<String> {
    let (DbErr::Conn(RuntimeErr::SqlxError(inner))
    | DbErr::Exec(RuntimeErr::SqlxError(inner))
    | DbErr::Query(RuntimeErr::SqlxError(inner))) = error
    else {
        return None;
    };
    inner.as_database_error()?.code().map(std::borrow::Cow::into_owned)
}
