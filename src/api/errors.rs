//! Errors as a caller sees them: each with a code; what the world did wrong inside stays inside, under a number that the
//! log knows too.
//!
//! Must never show the text of a database, a path or a panic.

use crate::store::error::StoreError;
use crate::words::ids::random_token;
use async_graphql::{Error, ErrorExtensionValues, ServerError};
use std::fmt::Display;

/// Longest text of an error: some of the parser's repeat the whole document.
const TEXT_MAX: usize = 400;
const HIDDEN: &str = "Внутренняя ошибка. Сообщите оператору её номер";

/// An error with a code.
pub fn coded(code: &str, message: impl Into<String>) -> Error {
    let mut error = Error::new(message);
    error.extensions.get_or_insert_default().set("code", code);
    error
}

/// An argument that cannot be.
pub fn bad_input(field: &str, message: impl Into<String>) -> Error {
    let mut error = coded("BAD_USER_INPUT", message);
    error.extensions.get_or_insert_default().set("field", field);
    error
}

pub fn forbidden() -> Error {
    coded("FORBIDDEN", "Этого с вашим доступом увидеть нельзя")
}

/// What the caller may know of a failed read.
pub fn from_store(error: StoreError) -> Error {
    match error {
        StoreError::Cursor { .. } => bad_input("after", error.to_string()),
        StoreError::ConnectionLost { .. } | StoreError::Locked | StoreError::Conflict { .. } => {
            tracing::warn!(error = %error, "a read was not answered");
            coded("UNAVAILABLE", "База данных сейчас не отвечает: повторите запрос")
        }
        other => hidden(&other),
    }
}

/// An error whose text only the log gets.
pub fn hidden(error: &(dyn Display + Send + Sync)) -> Error {
    let trace = log(error);
    let mut error = coded("INTERNAL_SERVER_ERROR", HIDDEN);
    error.extensions.get_or_insert_default().set("trace", trace);
    error
}

/// Logs under a number that the caller is told.
pub fn log(error: &dyn Display) -> String {
    let trace = random_token().map_or_else(|_| "0".repeat(16), |token| token[..16].to_owned());
    tracing::error!(trace = %trace, error = %error, "a request failed inside");
    trace
}

/// Gives every error a code and takes away what the caller must not see.
pub fn finish(error: ServerError) -> ServerError {
    let coded = error
        .extensions
        .as_ref()
        .is_some_and(|values| values.get("code").is_some());
    match (&error.source, coded) {
        (_, true) => shortened(error),
        (None, false) => {
            let code = if too_much(&error.message) {
                "QUERY_TOO_COMPLEX"
            } else {
                "BAD_USER_INPUT"
            };
            let message = super::wording::of_value(&error.message).unwrap_or_else(|| error.message.clone());
            shortened(with_code(ServerError { message, ..error }, code))
        }
        // An error that became one of GraphQL by `?` alone: nobody has said that it may be shown.
        (Some(_), false) => {
            let trace = log(&error.message);
            let mut masked = with_code(
                ServerError {
                    message: HIDDEN.to_owned(),
                    source: None,
                    ..error
                },
                "INTERNAL_SERVER_ERROR",
            );
            masked.extensions.get_or_insert_default().set("trace", trace);
            masked
        }
    }
}

/// The same error under a code, unless it has one.
pub fn with_code(mut error: ServerError, code: &str) -> ServerError {
    let values = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
    if values.get("code").is_none() {
        values.set("code", code);
    }
    error
}

/// Whether the text is one of the library's own about its limits.
pub fn too_much(message: &str) -> bool {
    [
        "nested too deep",
        "too complex",
        "recursion depth",
        "number of directives",
    ]
    .iter()
    .any(|part| message.contains(part))
}

fn shortened(mut error: ServerError) -> ServerError {
    if let Some((at, _)) = error.message.char_indices().nth(TEXT_MAX) {
        error.message.truncate(at);
        error.message.push('…');
    }
    error
}

/// The same for what was read together with others.
#[expect(clippy::needless_pass_by_value, reason = "the form that map_err asks for")]
pub fn from_loader(error: std::sync::Arc<StoreError>) -> Error {
    match &*error {
        StoreError::ConnectionLost { .. } | StoreError::Locked => {
            coded("UNAVAILABLE", "База данных сейчас не отвечает: повторите запрос")
        }
        other => hidden(other),
    }
}
