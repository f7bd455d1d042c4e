//! What a batch reads, in one statement: rows of five tables as JSON, asked for by one JSON parameter.
//!
//! Must never read more than was asked and what stands with it: the instances of asked tasks and of asked documents.

use super::convert;
use super::entity::{document, instance, journal, request, task};
use super::error::StoreError;
use super::rows::{Loaded, Needs};
use super::set::{row_as_json, texts};
use sea_orm::{DbBackend, QueryResult};
use serde_json::json;

pub(super) fn sql(backend: DbBackend) -> String {
    let served = match backend {
        DbBackend::Postgres => "SELECT jsonb_array_elements_text(serves) FROM document WHERE id IN",
        _ => "SELECT s.value FROM document AS d, json_each(d.serves) AS s WHERE d.id IN",
    };
    let journals = match backend {
        DbBackend::Postgres => {
            "SELECT k ->> 0, CAST(k ->> 1 AS integer) FROM jsonb_array_elements(CAST($1 AS jsonb) -> 'journals') AS k"
        }
        _ => "SELECT value ->> 0, value ->> 1 FROM json_each($1, '$.journals')",
    };
    let (requests, instances, tasks, documents) = (
        texts(backend, "requests"),
        texts(backend, "instances"),
        texts(backend, "tasks"),
        texts(backend, "documents"),
    );
    [
        format!("SELECT 'request' AS kind, {} AS found FROM request WHERE key IN ({requests})", row_as_json::<request::Entity>(backend)),
        format!(
            "SELECT 'instance', {} FROM instance WHERE id IN ({instances} UNION SELECT instance_id FROM task WHERE id IN ({tasks}) UNION {served} ({documents}))",
            row_as_json::<instance::Entity>(backend)
        ),
        format!("SELECT 'task', {} FROM task WHERE id IN ({tasks})", row_as_json::<task::Entity>(backend)),
        format!("SELECT 'document', {} FROM document WHERE id IN ({documents})", row_as_json::<document::Entity>(backend)),
        format!("SELECT 'journal', {} FROM journal WHERE (journal, year) IN ({journals})", row_as_json::<journal::Entity>(backend)),
    ]
    .join(" UNION ALL ")
}

pub(super) fn parameter(needs: &Needs) -> String {
    json!({
        "requests": needs.requests, "instances": needs.instances, "tasks": needs.tasks, "documents": needs.documents,
        "journals": needs.journals,
    })
    .to_string()
}

pub(super) fn sort(found: &[QueryResult]) -> Result<Loaded, StoreError> {
    let mut loaded = Loaded::default();
    for row in found {
        let kind: String = row.try_get_by_index(0).map_err(StoreError::Database)?;
        let text: String = row.try_get_by_index(1).map_err(StoreError::Database)?;
        match kind.as_str() {
            "request" => {
                let (key, answer) = convert::answer(parse("request", &text)?)?;
                loaded.requests.insert(key, answer);
            }
            "instance" => {
                let row = convert::instance(parse("instance", &text)?)?;
                loaded.instances.insert(row.instance.id, row);
            }
            "task" => {
                let row = convert::task(parse("task", &text)?)?;
                loaded.tasks.insert(row.task.id, row);
            }
            "document" => {
                let row = convert::document(parse("document", &text)?)?;
                loaded.documents.insert(row.document.id, row);
            }
            _ => {
                let row = convert::journal(parse("journal", &text)?)?;
                loaded.journals.insert((row.head.journal.clone(), row.head.year), row);
            }
        }
    }
    Ok(loaded)
}

fn parse<M: serde::de::DeserializeOwned>(table: &'static str, text: &str) -> Result<M, StoreError> {
    let unreadable = |error: serde_json::Error| StoreError::Unreadable {
        table,
        column: "*",
        id: id_in(text),
        why: error.to_string(),
    };
    serde_json::from_str(text).map_err(unreadable)
}

fn id_in(text: &str) -> String {
    let row: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    ["id", "key", "journal"]
        .iter()
        .find_map(|name| row.get(name)?.as_str().map(str::to_owned))
        .unwrap_or_default()
}
