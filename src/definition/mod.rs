//! Floor 1: the definition language. YAML texts in, a checked [`model::Plan`] out, or every mistake with its place.
//!
//! Must never read files or a database: a definition can be checked in an editor, in CI, in a browser.
#![deny(missing_docs)]

pub mod files;
pub mod mistake;
pub mod model;
pub mod shape;
pub mod source;
pub mod suggest;
pub mod tree;
