//! One suite for the store, run on SQLite and on PostgreSQL: both must give the same answers.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

/// Runs each story on both databases.
macro_rules! on_both {
    ($($story:ident),+ $(,)?) => {
        mod sqlite { $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $story() { super::$story(crate::world::World::sqlite().await).await; })+ }
        mod postgresql { $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $story() { super::$story(crate::world::World::postgresql().await).await; })+ }
    };
}
#[path = "support/postgres.rs"]
mod postgres;
#[path = "store/world.rs"]
mod world;

#[path = "store/finding.rs"]
mod finding;
#[path = "store/jobs.rs"]
mod jobs;
#[path = "store/opening.rs"]
mod opening;
#[path = "store/reading.rs"]
mod reading;
#[path = "store/scale.rs"]
mod scale;
#[path = "store/scope.rs"]
mod scope;
#[path = "store/upgrade.rs"]
mod upgrade;
#[path = "store/writing.rs"]
mod writing;
