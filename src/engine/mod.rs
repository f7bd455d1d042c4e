//! Floor 2: what may happen and what follows from it. `step` decides and changes nothing;
//! `apply` is the only thing that changes state.
//!
//! Four words that are never mixed: an **event** came in and may be refused; a **transition** changed something and is
//! the history; an **effect** must be done outside; a **rejection** says why nothing changed.
//!
//! Must never be async, read a clock, make randomness, or know a database: the same call explains live work, replay,
//! simulation and an auditor's "why".
#![deny(missing_docs)]

pub mod about;
mod acts;
pub mod apply;
mod authority;
pub mod directory;
pub mod driven;
pub mod effect;
mod enter;
pub mod event;
mod fan_out;
mod guard;
pub mod needs;
mod outcome;
pub mod paper;
pub mod rejection;
pub mod replay;
pub mod sending;
pub mod state;
pub mod step;
pub mod timer;
pub mod transition;
