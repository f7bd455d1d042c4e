//! The engine's stories and proofs: no database, no clock, no randomness but seeds that are printed.

mod checks;
mod golden;
mod items;
mod lines;
mod random;
mod simulation;
mod stories_again;
mod stories_change;
mod stories_dates;
mod stories_document;
mod stories_registration;
mod stories_task;
mod stories_wait;
mod stories_way;
mod stories_years;
mod walk;
mod world;
