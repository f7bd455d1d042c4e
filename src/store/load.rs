//! What a batch reads, in one statement: rows of five tables as JSON, asked for by one JSON parameter.
//!
//! Must never read more than was asked and what stands with it: the instances of asked tasks, the documents that asked ones speak
//! of or that drive an instance asked for whole, and the instances of all these documents.

use super::convert;
use super::entity::{document, instance, journal, request, task};
use super::error::StoreError;
use super::rows::{Loaded, Needs};
use super::set::{row_as_json as json, texts};
use sea_orm::{DbBackend, QueryResult};

pub(super) fn sql(backend: DbBackend) -> String {
    // PostgreSQL guesses that an array unfolded in a sub-select has a hundred members, and may read whole tables for it;
    // of an array compared with `ANY` it thinks small and takes the index.
    let (among, end) = match backend {
        DbBackend::Postgres => ("= ANY (ARRAY(", "))"),
        _ => ("IN (", ")"),
    };
    let served = match backend {
        DbBackend::Postgres => "SELECT jsonb_array_elements_text(serves) FROM document WHERE id",
        _ => "SELECT s.value FROM document AS d, json_each(d.serves) AS s WHERE d.id",
    };
    let journals = match backend {
        DbBackend::Postgres => POSTGRES_JOURNALS,
        _ => "SELECT value ->> 0, value ->> 1 FROM json_each($1, '$.journals')",
    };
    let asked = |name: &str| format!("{among}{}{end}", texts(backend, name));
    let linked = match backend {
        DbBackend::Postgres => "SELECT jsonb_array_elements_text(links) FROM document WHERE id",
        _ => "SELECT l.value FROM document AS d, json_each(d.links) AS l WHERE d.id",
    };
    let tasks = asked("tasks");
    let documents = format!(
        "{among}{} UNION {linked} {} UNION SELECT document_id FROM instance WHERE document_id IS NOT NULL AND id {}{end}",
        texts(backend, "documents"),
        asked("documents"),
        asked("wholes")
    );
    let instances = format!(
        "{among}{} UNION SELECT instance_id FROM task WHERE id {tasks} UNION {served} {documents}{end}",
        texts(backend, "instances")
    );
    [
        format!(
            "SELECT 'request' AS kind, {} AS found FROM request WHERE key {}",
            json::<request::Entity>(backend),
            asked("requests")
        ),
        format!(
            "SELECT 'instance', {} FROM instance WHERE id {instances}",
            json::<instance::Entity>(backend)
        ),
        format!(
            "SELECT 'task', {} FROM task WHERE id {tasks}",
            json::<task::Entity>(backend)
        ),
        format!(
            "SELECT 'task', {} FROM task WHERE instance_id {}",
            json::<task::Entity>(backend),
            asked("wholes")
        ),
        format!(
            "SELECT 'document', {} FROM document WHERE id {documents}",
            json::<document::Entity>(backend)
        ),
        format!(
            "SELECT 'journal', {} FROM journal WHERE (journal, year) IN ({journals})",
            json::<journal::Entity>(backend)
        ),
    ]
    .join(" UNION ALL ")
}

const POSTGRES_JOURNALS: &str =
    "SELECT k ->> 0, CAST(k ->> 1 AS integer) FROM jsonb_array_elements(CAST($1 AS jsonb) -> 'journals') AS k";

/// Locks the heads asked for, in one order for all processes. What is read after it is read as the last one left it.
pub(super) fn lock_journals(backend: DbBackend) -> Option<String> {
    let sql = format!(
        "SELECT journal FROM journal WHERE (journal, year) IN ({POSTGRES_JOURNALS}) ORDER BY journal, year FOR UPDATE"
    );
    (backend == DbBackend::Postgres).then_some(sql)
}

pub(super) fn parameter(needs: &Needs) -> String {
    serde_json::json!({
        "requests": needs.requests, "instances": needs.instances, "tasks": needs.tasks, "wholes": needs.wholes, "documents": needs.documents,
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
