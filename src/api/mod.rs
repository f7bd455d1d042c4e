//! Floor 5: the GraphQL door. Programs read and act here; pages and the command line have doors of their own.
//!
//! A request's way: `http` or `socket` takes it from the network, [`access`] turns its token into a viewer and an
//! actor, `guard` bounds what a document may ask, the types of [`schema`] answer from a reader that sees only what the
//! viewer may see, and `mutation` hands acts to the runtime's one door.
//!
//! Must never write but through the runtime, read without a viewer, show a raw error, nor await a database future in a
//! handler that a client's disconnect would drop: executions run in tasks of their own.

pub mod access;
mod actor;
mod document;
mod door;
mod errors;
mod files;
mod guard;
mod history;
mod http;
mod instance;
mod institution;
mod item;
mod journal;
mod letter;
mod loaders;
mod mutation;
mod paging;
mod paper;
mod past;
mod plan;
mod query;
mod report;
mod scalars;
pub mod schema;
mod sentence;
mod sheets;
mod socket;
mod subscription;
mod task;
mod template;
mod visit;
mod wording;

use crate::runtime::Runtime;
use axum::Router;

/// All routes of the door.
pub fn router(runtime: Runtime) -> Router {
    http::router(door::Door::new(runtime))
}
