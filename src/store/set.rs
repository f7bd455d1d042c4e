//! Set-based statements: one per table, fed by one JSON parameter, whatever the number of rows. Their text is constant,
//! so each is prepared once per connection.
//!
//! Must never build text from data.

use super::entity::{
    declaration, definition, document, history, instance, institution, institution_name, job, journal, request, task,
    void_number,
};
use super::{jobs, load, series};
use sea_orm::{ColumnTrait, ColumnType, DbBackend, EntityTrait, IdenStatic, Iterable, PrimaryKeyToColumn};

/// What happens when a row with the same key is there.
#[derive(Debug, Clone, Copy)]
enum Present {
    /// The statement fails.
    Refuse,
    /// The row stays as it is.
    Keep,
    /// The row is replaced.
    Replace,
    /// The row is replaced when it has the version before; else it stays, and the count of rows tells.
    ReplaceVersionBefore,
}

/// All set-based statements of one database.
#[derive(Debug)]
pub(super) struct Sql {
    pub load: String,
    /// Where processes share a server; a database with one writer needs no lock.
    pub lock_journals: Option<String>,
    pub instances: String,
    pub tasks: String,
    pub documents: String,
    pub journals: String,
    pub voids: String,
    pub series: String,
    pub history: String,
    pub jobs: String,
    pub requests: String,
    pub declarations: String,
    pub claim: String,
    pub finish: String,
    pub definitions: String,
    pub institutions: String,
    pub institution_names: String,
}

impl Sql {
    pub(super) fn new(backend: DbBackend) -> Self {
        Self {
            load: load::sql(backend),
            lock_journals: load::lock_journals(backend),
            instances: insert::<instance::Entity>(backend, Present::ReplaceVersionBefore),
            tasks: insert::<task::Entity>(backend, Present::ReplaceVersionBefore),
            documents: insert::<document::Entity>(backend, Present::ReplaceVersionBefore),
            journals: insert::<journal::Entity>(backend, Present::ReplaceVersionBefore),
            voids: insert::<void_number::Entity>(backend, Present::Refuse),
            series: series::SQL.to_owned(),
            history: insert::<history::Entity>(backend, Present::Refuse),
            jobs: insert::<job::Entity>(backend, Present::Replace),
            requests: insert::<request::Entity>(backend, Present::Keep),
            declarations: insert::<declaration::Entity>(backend, Present::Refuse),
            claim: jobs::claim_sql(backend),
            finish: jobs::finish_sql(backend),
            definitions: insert::<definition::Entity>(backend, Present::Keep),
            institutions: insert::<institution::Entity>(backend, Present::Replace),
            institution_names: insert::<institution_name::Entity>(backend, Present::Replace),
        }
    }
}

fn insert<E: EntityTrait>(backend: DbBackend, present: Present) -> String {
    let table = E::default().table_name().to_owned();
    let columns: Vec<(String, ColumnType)> = E::Column::iter()
        .map(|column| (column.as_str().to_owned(), column.def().get_column_type().clone()))
        .collect();
    let names = columns
        .iter()
        .map(|(name, _)| format!("\"{name}\""))
        .collect::<Vec<_>>()
        .join(", ");
    let source = if backend == DbBackend::Postgres {
        let typed = columns
            .iter()
            .map(|(name, kind)| format!("\"{name}\" {}", postgres_type(kind)));
        let typed = typed.collect::<Vec<_>>().join(", ");
        format!("SELECT {names} FROM jsonb_to_recordset(CAST($1 AS jsonb)) AS r({typed})")
    } else {
        let values = columns.iter().map(|(name, kind)| sqlite_value(name, kind));
        let values = values.collect::<Vec<_>>().join(", ");
        // Materialized, each row is unfolded once instead of once per column: more than twice as fast.
        // `WHERE true` keeps SQLite from reading ON CONFLICT as a join condition.
        format!("WITH r AS MATERIALIZED (SELECT value AS v FROM json_each($1)) SELECT {values} FROM r WHERE true")
    };
    format!(
        "INSERT INTO \"{table}\" ({names}) {source}{}",
        on_conflict::<E>(&table, &columns, present)
    )
}

fn on_conflict<E: EntityTrait>(table: &str, columns: &[(String, ColumnType)], present: Present) -> String {
    let keys: Vec<String> = E::PrimaryKey::iter()
        .map(|key| key.into_column().as_str().to_owned())
        .collect();
    let target = keys
        .iter()
        .map(|key| format!("\"{key}\""))
        .collect::<Vec<_>>()
        .join(", ");
    let set = || {
        let rest = columns.iter().filter(|(name, _)| !keys.contains(name));
        rest.map(|(name, _)| format!("\"{name}\" = excluded.\"{name}\""))
            .collect::<Vec<_>>()
            .join(", ")
    };
    match present {
        Present::Refuse => String::new(),
        Present::Keep => format!(" ON CONFLICT ({target}) DO NOTHING"),
        Present::Replace => format!(" ON CONFLICT ({target}) DO UPDATE SET {}", set()),
        Present::ReplaceVersionBefore => {
            format!(
                " ON CONFLICT ({target}) DO UPDATE SET {} WHERE \"{table}\".version = excluded.version - 1",
                set()
            )
        }
    }
}

fn postgres_type(kind: &ColumnType) -> &'static str {
    match kind {
        ColumnType::BigInteger => "bigint",
        ColumnType::Integer => "integer",
        ColumnType::Date => "date",
        ColumnType::TimestampWithTimeZone => "timestamptz",
        ColumnType::JsonBinary => "jsonb",
        _ => "text",
    }
}

fn sqlite_value(name: &str, kind: &ColumnType) -> String {
    match kind {
        // As JSON text; a missing value is NULL, not the text «null».
        ColumnType::JsonBinary => format!("NULLIF(v -> '$.{name}', 'null')"),
        _ => format!("v ->> '$.{name}'"),
    }
}

/// A member of the JSON object that is the statement's one parameter, as a value of this SQL type (PostgreSQL's name).
pub(super) fn member(backend: DbBackend, name: &str, kind: &str) -> String {
    match backend {
        DbBackend::Postgres => format!("CAST(CAST($1 AS jsonb) ->> '{name}' AS {kind})"),
        _ => format!("$1 ->> '$.{name}'"),
    }
}

/// The texts of an array that is a member of the statement's one parameter, for `IN (…)`.
pub(super) fn texts(backend: DbBackend, name: &str) -> String {
    match backend {
        DbBackend::Postgres => format!("SELECT jsonb_array_elements_text(CAST($1 AS jsonb) -> '{name}')"),
        _ => format!("SELECT value FROM json_each($1, '$.{name}')"),
    }
}

/// A row of a table as one JSON object, in the shape its model reads.
pub(super) fn row_as_json<E: EntityTrait>(backend: DbBackend) -> String {
    let table = E::default().table_name().to_owned();
    if backend == DbBackend::Postgres {
        return format!("CAST(to_jsonb(\"{table}\".*) AS text)");
    }
    let members = E::Column::iter().map(|column| {
        let name = column.as_str();
        match column.def().get_column_type() {
            ColumnType::JsonBinary => format!("'{name}', json(\"{table}\".\"{name}\")"),
            _ => format!("'{name}', \"{table}\".\"{name}\""),
        }
    });
    format!("json_object({})", members.collect::<Vec<_>>().join(", "))
}
