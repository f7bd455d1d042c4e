//! From what is written to what is meant: names are resolved, stages form a way, dates agree.
//!
//! Must never stop early: each check tells its mistakes and leaves the rest to be checked.
#![deny(missing_docs)]

pub mod act;
pub mod executors;
pub mod expression;
pub mod graph;
pub mod head;
pub mod item;
pub mod journals;
pub mod lifecycle;
pub mod order;
pub mod period;
pub mod reported;
pub mod role;
pub mod schedule;
