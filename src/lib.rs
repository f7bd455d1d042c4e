//! Prikaz runs a department's road-map: orders, deadlines, fan-out to institutions, reports, history.
//!
//! # The floors
//! A floor names only floors below it; `tests/architecture.rs` holds the table and fails on a broken rule.
//!
//! | floor | modules | what for |
//! | --- | --- | --- |
//! | 6 assembly | [`config`], [`cli`] | settings, commands |
//! | 5 doors | [`api`], [`web`] | GraphQL and pages; mutually unknown |
//! | 4 runtime | [`runtime`], [`importing`] | the one door for change, outbox, timers, catalog; a road-map becomes a plan (pure); mutually unknown |
//! | 3 benches | [`store`], [`documents`], [`mail`], [`tables`], [`drawing`], [`simulation`] | SQL; Word files; letters; Excel files; pictures of the process; a plan on an invented clock; mutually unknown |
//! | 2 engine | [`engine`] | `step` and `apply`: pure |
//! | 1 definition | [`definition`] | YAML to checked definitions, every mistake with its place |
//! | 0 words | [`words`] | calendars, deadlines, executors, names in the cases, ids, the clock |
//!
//! # One item's way
//! `definition` reads `4.1.yaml`; `runtime` opens an instance for its period; a clerk's `issue` drafts the order;
//! the head's `approve` registers it: `engine::step` decides the transitions, `store` commits state, history, outbox
//! and timers in one transaction; after the commit `runtime` renders the file, sends the letters and fires the timers.

pub mod api;
pub mod cli;
pub mod config;
pub mod definition;
pub mod documents;
pub mod drawing;
pub mod engine;
pub mod importing;
pub mod mail;
pub mod runtime;
pub mod simulation;
pub mod store;
pub mod tables;
pub mod web;
pub mod words;
