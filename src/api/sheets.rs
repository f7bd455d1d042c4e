//! Papers about the work, by address: made when asked for, for the department and for auditors.
//!
//! Must never show an institution what others owe.

use super::door::Door;
use super::files::{DOCX, answer, attachment, let_in, not_found};
use crate::runtime::sheets::{Office, Sheet, make};
use crate::store::error::StoreError;
use crate::store::reader::{JournalOfYear, Viewer};
use crate::words::ids::JournalKey;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;

/// Addresses of the sheets.
pub fn routes() -> Router<Door> {
    Router::new()
        .route("/instances/{id}/status-sheet", get(status))
        .route("/documents/{id}/approval-sheet", get(approval))
        .route("/documents/{id}/acquaintance-sheet", get(acquaintance))
        .route("/documents/{id}/card", get(card))
        .route("/journals/{key}/{year}", get(journal))
}

async fn status(State(door): State<Door>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    send(door, headers, id.parse().ok().map(Sheet::Status)).await
}

async fn approval(State(door): State<Door>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    send(door, headers, id.parse().ok().map(Sheet::Approval)).await
}

async fn acquaintance(State(door): State<Door>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    send(door, headers, id.parse().ok().map(Sheet::Acquaintance)).await
}

async fn card(State(door): State<Door>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    send(door, headers, id.parse().ok().map(Sheet::Card)).await
}

async fn journal(State(door): State<Door>, Path((key, year)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let of = year.parse().ok().map(|year| JournalOfYear {
        journal: JournalKey(key),
        year,
    });
    send(door, headers, of.map(Sheet::Journal)).await
}

async fn send(door: Door, headers: HeaderMap, sheet: Option<Sheet>) -> Response {
    let access = match let_in(&door, &headers).await {
        Ok(access) => access,
        Err(response) => return response,
    };
    let Some(sheet) = sheet.filter(|_| access.sees_the_house()) else {
        return not_found();
    };
    let runtime = door.runtime.clone();
    let made = tokio::spawn(async move {
        let reader = runtime.reader(Viewer::System);
        let office = Office {
            catalog: runtime.catalog(),
            reader: &reader,
            now: runtime.clock().now(),
        };
        make(office, &sheet).await.map_err(|error| StoreError::Unreadable {
            table: "document",
            column: "sheet",
            id: format!("{sheet:?}"),
            why: error.to_string(),
        })
    });
    answer(made.await, |file| attachment(&file.name, DOCX, file.bytes))
}
