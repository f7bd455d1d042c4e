//! Files by address: handed in before a report names them, taken out by who may see what names them.
//!
//! Must never serve a file as a page: always an attachment, never sniffed.

use super::access::{Access, Grant};
use super::door::Door;
use super::http::{failed, refused, who_are_you};
use super::scalars::percent;
use crate::engine::state::DocumentState;
use crate::engine::transition::Transition;
use crate::runtime::Runtime;
use crate::runtime::render::{preview, render_registered};
use crate::store::error::StoreError;
use crate::store::reader::{HistoryFilter, Page, Reader};
use crate::store::rows::DocumentRow;
use crate::words::ids::DocumentId;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

/// Most bytes of one file.
pub const BYTES_MAX: usize = 25 * 1024 * 1024;
/// Longest file name, in characters.
const NAME_MAX: usize = 200;
pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Name of a file handed in.
#[derive(Deserialize)]
pub struct Named {
    name: Option<String>,
}

/// A file that a report names, or a document's.
pub async fn report_file(
    State(door): State<Door>,
    Path((sha256, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let access = match let_in(&door, &headers).await {
        Ok(access) => access,
        Err(response) => return response,
    };
    let runtime = door.runtime.clone();
    let found = tokio::spawn(async move {
        if !may_see(&runtime, &access, &sha256).await? {
            return Ok(None);
        }
        runtime.store().get_blob(&sha256).await
    });
    answer(found.await, |bytes| {
        attachment(&name, "application/octet-stream", bytes)
    })
}

/// The file of a registered document, or how a draft would look.
pub async fn document_file(State(door): State<Door>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let access = match let_in(&door, &headers).await {
        Ok(access) => access,
        Err(response) => return response,
    };
    let Ok(id) = id.parse::<DocumentId>() else {
        return not_found();
    };
    let runtime = door.runtime.clone();
    let found = tokio::spawn(async move { document(&runtime, &access, id).await });
    answer(found.await, |(name, bytes)| attachment(&name, DOCX, bytes))
}

/// A scan or a signature added to a document, for who may see the document.
pub async fn attachment_file(
    State(door): State<Door>,
    Path((id, sha256, name)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    let access = match let_in(&door, &headers).await {
        Ok(access) => access,
        Err(response) => return response,
    };
    let Ok(id) = id.parse::<DocumentId>() else {
        return not_found();
    };
    let runtime = door.runtime.clone();
    let found = tokio::spawn(async move {
        let row = runtime.reader(access.viewer()).document(id).await?;
        let added = |row: &DocumentRow| row.document.attachments.iter().any(|added| added.file.sha256 == sha256);
        match row.filter(added) {
            Some(_) => runtime.store().get_blob(&sha256).await,
            None => Ok(None),
        }
    });
    answer(found.await, |bytes| {
        attachment(&name, "application/octet-stream", bytes)
    })
}

/// Keeps a file for a report to name.
pub async fn hand_in(
    State(door): State<Door>,
    Query(named): Query<Named>,
    headers: HeaderMap,
    request: axum::extract::Request,
) -> Response {
    // Who comes is asked before the body is read: a stranger fills no memory.
    let access = match let_in(&door, &headers).await {
        Ok(access) => access,
        Err(response) => return response,
    };
    if !access.hands_in_files() {
        return refused(
            StatusCode::FORBIDDEN,
            "FORBIDDEN",
            "С вашим доступом можно только читать",
        );
    }
    let Some(name) = named.name.as_deref().map(str::trim).filter(|name| is_name(name)) else {
        let message = "name: ожидалось имя файла, например ?name=Отчёт.docx";
        return refused(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", message);
    };
    let Ok(bytes) = axum::body::to_bytes(request.into_body(), BYTES_MAX).await else {
        return refused(
            StatusCode::PAYLOAD_TOO_LARGE,
            "FILE_TOO_LARGE",
            "Файл больше 25 МБ: уменьшите его или дайте ссылку",
        );
    };
    if bytes.is_empty() {
        return refused(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", "Файл пуст");
    }
    keep(&door, name, bytes).await
}

async fn keep(door: &Door, name: &str, bytes: Bytes) -> Response {
    match door.runtime.put_file(name, bytes.to_vec()).await {
        Ok(file) => {
            let body = json!({ "name": file.name, "sha256": file.sha256, "size": file.size });
            (StatusCode::CREATED, Json(body)).into_response()
        }
        Err(error) => failed(&error),
    }
}

pub async fn let_in(door: &Door, headers: &HeaderMap) -> Result<Access, Response> {
    match door.let_in(headers).await {
        Ok(Some(access)) => Ok(access),
        Ok(None) => Err(who_are_you()),
        Err(error) => Err(failed(&error)),
    }
}

pub type Found<T> = Result<Result<Option<T>, StoreError>, tokio::task::JoinError>;

pub fn answer<T>(found: Found<T>, write: impl FnOnce(T) -> Response) -> Response {
    match found {
        Ok(Ok(Some(found))) => write(found),
        Ok(Ok(None)) => not_found(),
        Ok(Err(error)) => failed(&error),
        Err(error) => failed(&StoreError::ConnectionLost { why: error.to_string() }),
    }
}

/// One answer for what is not there and for what is another's.
pub fn not_found() -> Response {
    refused(StatusCode::NOT_FOUND, "NOT_FOUND", "Файл не найден")
}

/// A name that can stand in a folder: no path, nothing unprintable.
fn is_name(name: &str) -> bool {
    let printable = |sign: char| {
        !sign.is_control() && !matches!(sign, '/' | '\\' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    (1..=NAME_MAX).contains(&name.chars().count()) && name.chars().all(printable) && !matches!(name, "." | "..")
}

/// The department sees every file; an institution those of its own reports and of documents that it may see.
async fn may_see(runtime: &Runtime, access: &Access, sha256: &str) -> Result<bool, StoreError> {
    if !matches!(access.grant, Grant::Institution(_)) {
        return Ok(true);
    }
    let reader = runtime.reader(access.viewer());
    let kinds = vec!["task_reported".to_owned()];
    let filter = HistoryFilter {
        kinds,
        ..HistoryFilter::default()
    };
    let mut page = Page::first(200);
    loop {
        let paged = reader.history(&filter, &page).await?;
        let names = |transition: &Transition| match transition {
            Transition::TaskReported { report, .. } => report.files.iter().any(|file| file.sha256 == sha256),
            _ => false,
        };
        if paged.rows.iter().any(|(row, _)| names(&row.entry.transition)) {
            return Ok(true);
        }
        match paged.rows.last() {
            Some((_, cursor)) if paged.has_next => page = Page::first(200).after(cursor.clone()),
            _ => return document_names(&reader, sha256).await,
        }
    }
}

async fn document_names(reader: &Reader, sha256: &str) -> Result<bool, StoreError> {
    let mut page = Page::first(200);
    loop {
        let paged = reader
            .documents(&crate::store::reader::DocumentFilter::default(), &page)
            .await?;
        if paged
            .rows
            .iter()
            .any(|(row, _)| row.file.as_ref().is_some_and(|file| file.sha256 == sha256))
        {
            return Ok(true);
        }
        match paged.rows.last() {
            Some((_, cursor)) if paged.has_next => page = Page::first(200).after(cursor.clone()),
            _ => return Ok(false),
        }
    }
}

async fn document(runtime: &Runtime, access: &Access, id: DocumentId) -> Result<Option<(String, Vec<u8>)>, StoreError> {
    let Some(row) = runtime.reader(access.viewer()).document(id).await? else {
        return Ok(None);
    };
    if matches!(row.document.state, DocumentState::Draft | DocumentState::OnApproval) {
        let rendered = preview(runtime, &row).await.map_err(|error| not_made(id, &error))?;
        return Ok(Some((row.draft.file_name, rendered.bytes)));
    }
    let file = render_registered(runtime, id)
        .await
        .map_err(|error| not_made(id, &error))?;
    let Some(file) = file else { return Ok(None) };
    Ok(runtime
        .store()
        .get_blob(&file.sha256)
        .await?
        .map(|bytes| (file.name, bytes)))
}

fn not_made(id: DocumentId, error: &dyn std::fmt::Display) -> StoreError {
    StoreError::Unreadable {
        table: "document",
        column: "file",
        id: id.to_string(),
        why: error.to_string(),
    }
}

pub fn attachment(name: &str, media: &'static str, bytes: Vec<u8>) -> Response {
    // RFC 6266: an ASCII name for old programs, the true one in UTF-8 (RFC 5987).
    let plain: String = name
        .chars()
        .map(|sign| {
            if sign.is_ascii_alphanumeric() || ".-_ ".contains(sign) {
                sign
            } else {
                '_'
            }
        })
        .collect();
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", percent(name));
    let headers = [
        (CONTENT_TYPE, media.to_owned()),
        (CONTENT_DISPOSITION, disposition),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ];
    (headers, bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_no_name() {
        assert!(is_name("Отчёт № 1 «Школа».docx"));
        for wrong in [
            "",
            "..",
            "../../etc/x.docx",
            "a\\b",
            "a\u{0}b",
            "a\r\nb",
            "evil\u{202e}xcod.exe",
        ] {
            assert!(!is_name(wrong), "{wrong:?}");
        }
    }
}
