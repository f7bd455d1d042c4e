//! Plans that change midway, with the real store, catalog and letters: the shipped plan, amended.

mod acting;
mod amended;
mod institutions;
mod many;
mod office;
#[path = "../support/postgres.rs"]
mod postgres;
mod story;
