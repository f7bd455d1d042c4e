//! Floor 5: pages. For now one: the explorer of the API, served from the binary, without any foreign address.
//!
//! Must never change anything: a page that acts does so through the API.

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Ready-made queries of the explorer: `[{ title, query, variables }]`.
pub const SAMPLES: &str = include_str!("explorer/samples.json");

/// The pages' routes.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route(
            "/",
            get(async || page("text/html; charset=utf-8", include_str!("explorer/index.html"))),
        )
        .route(
            "/explorer.css",
            get(async || page("text/css; charset=utf-8", include_str!("explorer/explorer.css"))),
        )
        .route(
            "/samples.json",
            get(async || page("application/json; charset=utf-8", SAMPLES)),
        )
        .route(
            "/explorer.js",
            get(async || page("text/javascript; charset=utf-8", include_str!("explorer/explorer.js"))),
        )
}

fn page(content_type: &'static str, text: &'static str) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_POLICY)),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, text).into_response()
}
