//! The routes, and GraphQL over HTTP: one operation, by POST, as JSON, with a token.
//!
//! Must never execute anything that a form or a link of a foreign page could send: no GET, no `text/plain`, no batch.

use super::door::Door;
use super::errors::log;
use super::{files, schema, sheets, socket};
use crate::store::error::StoreError;
use async_graphql::{Request, Response as Answer, Value};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::{ACCEPT, ALLOW, CACHE_CONTROL, CONTENT_TYPE, WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use serde_json::json;
use std::any::Any;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;

/// Most bytes of a request in JSON.
const JSON_BYTES_MAX: usize = 1024 * 1024;
const GRAPHQL: &str = "application/graphql-response+json";
const JSON: &str = "application/json";
/// Some data and some errors.
const PARTIAL: u16 = 294;

/// All routes.
pub fn router(door: Door) -> Router {
    let json = Router::new()
        .route("/graphql", get(not_by_get).post(graphql))
        .route("/graphql/ws", get(socket::open))
        .route("/schema.graphql", get(sdl))
        .route("/files/{sha256}/{name}", get(files::report_file))
        .route("/documents/{id}/file", get(files::document_file))
        .merge(sheets::routes())
        .route(
            "/documents/{id}/attachments/{sha256}/{name}",
            get(files::attachment_file),
        )
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .layer(RequestBodyLimitLayer::new(JSON_BYTES_MAX));
    let uploads = Router::new()
        .route("/files", put(files::hand_in))
        .layer(RequestBodyLimitLayer::new(files::BYTES_MAX))
        .layer(DefaultBodyLimit::disable());
    let header = |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    json.merge(uploads)
        .layer(header(X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(CACHE_CONTROL, "no-store"))
        .layer(header(HeaderName::from_static("referrer-policy"), "no-referrer"))
        .layer(CatchPanicLayer::custom(|panic: Box<dyn Any + Send>| broken(&*panic)))
        .with_state(door)
}

/// One answer in the form of GraphQL's errors.
pub fn refused(status: StatusCode, code: &str, message: &str) -> Response {
    let body = json!({ "errors": [{ "message": message, "extensions": { "code": code } }] });
    (status, [(CONTENT_TYPE, JSON)], body.to_string()).into_response()
}

/// The same words whatever is wrong with the token.
pub fn who_are_you() -> Response {
    let mut response = refused(
        StatusCode::UNAUTHORIZED,
        "UNAUTHENTICATED",
        "Нужен действующий ключ доступа",
    );
    response
        .headers_mut()
        .insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    response
}

/// The world failed.
pub fn failed(error: &StoreError) -> Response {
    let trace = log(error);
    let message = format!("Сейчас ответить не удалось; номер ошибки {trace}");
    refused(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", &message)
}

/// A fault of the program.
fn broken(panic: &(dyn Any + Send)) -> Response {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    let trace = log(&text.unwrap_or("a panic without words"));
    let message = format!("Внутренняя ошибка. Сообщите оператору её номер: {trace}");
    refused(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL_SERVER_ERROR", &message)
}

async fn not_by_get() -> Response {
    let message = "Запросы принимаются только методом POST с телом application/json";
    let mut response = refused(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", message);
    response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
    response
}

async fn sdl() -> Response {
    ([(CONTENT_TYPE, "text/plain; charset=utf-8")], schema::sdl()).into_response()
}

async fn ready(State(door): State<Door>) -> Response {
    let store = door.runtime.store().clone();
    match tokio::spawn(async move { store.ping().await }).await {
        Ok(Ok(())) => "ready\n".into_response(),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response(),
    }
}

async fn graphql(State(door): State<Door>, headers: HeaderMap, body: Bytes) -> Response {
    let Some(media) = Media::accepted(&headers) else {
        return refused(
            StatusCode::NOT_ACCEPTABLE,
            "NOT_ACCEPTABLE",
            "Ответ бывает application/json или application/graphql-response+json",
        );
    };
    if !is_json(&headers) {
        return refused(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "UNSUPPORTED_MEDIA_TYPE",
            "Ожидалось тело application/json",
        );
    }
    let access = match door.let_in(&headers).await {
        Ok(Some(access)) => access,
        Ok(None) => return who_are_you(),
        Err(error) => return failed(&error),
    };
    let request = match read(&body) {
        Ok(request) => request,
        Err(message) => return refused(StatusCode::BAD_REQUEST, "BAD_REQUEST", &message),
    };
    let request = request.data(door.visit(access));
    run(media, async move { door.schema.execute(request).await }).await
}

/// Runs an execution in a task of its own: a client that goes away drops this handler, but no database future; and what
/// panics there is answered here.
async fn run(media: Media, execution: impl Future<Output = Answer> + Send + 'static) -> Response {
    match tokio::spawn(execution).await {
        Ok(answer) => media.write(&answer),
        Err(error) => match error.try_into_panic() {
            Ok(panic) => broken(&*panic),
            Err(error) => broken(&error.to_string()),
        },
    }
}

/// One operation. An array would be a batch: a way round every limit.
fn read(body: &[u8]) -> Result<Request, String> {
    let value: serde_json::Value =
        serde_json::from_slice(body).map_err(|error| format!("Тело запроса — не JSON: {error}"))?;
    match value.get("query") {
        Some(serde_json::Value::String(_)) => {}
        _ if value.is_array() => return Err("В одном запросе — одна операция, список не принимается".to_owned()),
        _ => return Err("Ожидался объект с полем query".to_owned()),
    }
    serde_json::from_value(value).map_err(|error| format!("Ожидался запрос GraphQL: {error}"))
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut parts = value.split(';').map(str::trim);
    let json = parts.next().is_some_and(|media| media.eq_ignore_ascii_case(JSON));
    json && parts
        .all(|part| !part.to_ascii_lowercase().starts_with("charset") || part.to_ascii_lowercase().ends_with("utf-8"))
}

/// In what form the answer goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Media {
    /// GraphQL over HTTP: the status tells.
    GraphQl,
    /// As older clients expect: what is well-formed is answered with 200.
    Json,
}

impl Media {
    fn accepted(headers: &HeaderMap) -> Option<Self> {
        let Some(accept) = headers.get(ACCEPT) else {
            return Some(Self::Json);
        };
        let text = accept.to_str().ok()?.to_ascii_lowercase();
        let named: Vec<&str> = text
            .split(',')
            .filter_map(|range| range.split(';').next())
            .map(str::trim)
            .collect();
        if named.contains(&GRAPHQL) {
            return Some(Self::GraphQl);
        }
        named
            .iter()
            .any(|range| [JSON, "application/*", "*/*"].contains(range))
            .then_some(Self::Json)
    }

    fn write(self, answer: &Answer) -> Response {
        let (status, media) = match self {
            Self::Json => (StatusCode::OK, JSON),
            Self::GraphQl => (status(answer), GRAPHQL),
        };
        let body =
            serde_json::to_string(answer).unwrap_or_else(|_| r#"{"errors":[{"message":"internal"}]}"#.to_owned());
        (status, [(CONTENT_TYPE, media)], Body::from(body)).into_response()
    }
}

/// The status of an answer: what was not executed at all is an error of the client.
fn status(answer: &Answer) -> StatusCode {
    let code = |wanted: &str| {
        answer.errors.iter().any(|error| {
            let code = error.extensions.as_ref().and_then(|values| values.get("code"));
            matches!(code, Some(Value::String(code)) if code == wanted)
        })
    };
    if answer.errors.is_empty() {
        StatusCode::OK
    } else if code("GRAPHQL_PARSE_FAILED") {
        StatusCode::BAD_REQUEST
    } else if answer.data == Value::Null && !answer.errors.iter().any(|error| !error.path.is_empty()) {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::from_u16(PARTIAL).unwrap_or(StatusCode::OK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn the_answer_comes_as_the_client_accepts_it() {
        let media = |accept: &str| Media::accepted(&headers(ACCEPT, accept));
        assert_eq!(
            media("application/graphql-response+json, application/json;q=0.9"),
            Some(Media::GraphQl)
        );
        assert_eq!(media("application/json"), Some(Media::Json));
        assert_eq!(media("*/*"), Some(Media::Json));
        assert_eq!(media("text/html"), None);
        assert_eq!(Media::accepted(&HeaderMap::new()), Some(Media::Json));
    }

    #[test]
    fn only_json_in_utf_8_is_read() {
        let json = |value: &str| is_json(&headers(CONTENT_TYPE, value));
        assert!(json("application/json") && json("application/json; charset=UTF-8"));
        assert!(!json("text/plain") && !json("application/json; charset=cp1251") && !json("multipart/form-data"));
    }

    #[tokio::test]
    async fn a_panic_is_answered_and_says_nothing() {
        let response = run(Media::Json, async { panic!("secret") }).await;
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert!(
            text.contains("INTERNAL_SERVER_ERROR") && !text.contains("secret"),
            "{text}"
        );
    }
}
