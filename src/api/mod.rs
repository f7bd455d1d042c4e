//! Being written.
pub mod access;

/// Being written.
pub fn router(_runtime: crate::runtime::Runtime) -> axum::Router {
    axum::Router::new()
}
