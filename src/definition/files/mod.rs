//! What may stand in the files of a plan, field by field. The comments on fields are Russian: editors show them to the clerk.
//!
//! Must never decide what is right: it only says what is written where.
#![deny(missing_docs)]

pub mod item;
pub mod lifecycle;
pub mod plan;
