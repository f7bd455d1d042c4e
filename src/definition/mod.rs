//! Floor 1: the definition language. YAML texts in, a checked [`model::Plan`] out, or every mistake with its place.
//!
//! The way of a text: `tree` (YAML with places) → `shape` and `files` (fields) → `check` (names, stages, dates) → `model`.
//! Must never read files or a database: a definition can be checked in an editor, in CI, in a browser.
#![deny(missing_docs)]

pub mod bundle;
pub mod check;
pub mod compile;
pub mod directory;
mod directory_rows;
pub mod files;
pub mod folder;
pub mod institutions;
pub mod journal;
pub mod mistake;
pub mod model;
pub mod openings;
pub mod persons;
pub mod schema;
pub mod shape;
pub mod source;
pub mod suggest;
mod table;
pub mod tree;
