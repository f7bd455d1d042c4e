//! Opening: tables are made once, by one process, and a database that is not ours to write is refused.

use crate::world::*;
use prikaz::store::{Store, StoreError};
use sea_orm::{ConnectionTrait, Statement};

on_both!(
    a_second_program_opens_what_the_first_made,
    a_database_newer_than_the_program_is_refused
);

async fn a_second_program_opens_what_the_first_made(world: World) {
    let instance = world.fan_out("4.1", 0..1).await;
    let second = Store::open(&world.url).await.unwrap();
    let reader = prikaz::store::reader::Reader::new(&second, prikaz::store::reader::Viewer::System);
    assert!(reader.instance(instance.id).await.unwrap().is_some());
}

async fn a_database_newer_than_the_program_is_refused(world: World) {
    world
        .raw_run("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m2099_01_01_unheard_of', 0)")
        .await
        .unwrap();
    let refused = Store::open(&world.url).await.unwrap_err();
    assert!(
        matches!(&refused, StoreError::NewerDatabase { migration } if migration == "m2099_01_01_unheard_of"),
        "{refused}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn four_processes_start_at_once_on_an_empty_server() {
    let url = crate::postgres::empty_database().await;
    let mut starts = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let url = url.clone();
        starts.spawn(async move { Store::open(&url).await.map(|_| ()) });
    }
    for opened in starts.join_all().await {
        opened.unwrap();
    }
}

#[tokio::test]
async fn an_address_of_no_known_database_is_refused_without_its_password() {
    let refused = Store::open("mysql://prikaz:secret@localhost/prikaz").await.unwrap_err();
    assert!(matches!(refused, StoreError::Address));
    assert!(!refused.to_string().contains("secret"));
}

#[tokio::test]
async fn sqlite_readers_cannot_write_and_the_writer_syncs_fully() {
    let world = World::sqlite().await;
    let wal = world
        .raw()
        .await
        .query_one_raw(Statement::from_string(
            sea_orm::DbBackend::Sqlite,
            "PRAGMA journal_mode",
        ))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(wal.try_get_by_index::<String>(0).unwrap(), "wal");
}

#[tokio::test]
async fn another_process_that_writes_makes_a_batch_wait_and_not_fail() {
    let world = World::sqlite().await;
    let other = Store::open(&world.url).await.unwrap();
    let batch = world.store.begin().await.unwrap();
    let waiting = tokio::spawn(async move { other.begin().await.map(|_| ()) });
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert!(!waiting.is_finished());
    batch.rollback().await.unwrap();
    waiting.await.unwrap().unwrap();
}

/// The driver's fault that the store is built around: a `begin` dropped half-way must not swallow later writes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_future_on_postgresql_loses_no_later_write() {
    let world = World::postgresql().await;
    for n in 0..150u32 {
        let store = world.store.clone();
        let dropped = tokio::spawn(async move {
            let _ = store.begin().await;
        });
        tokio::time::sleep(std::time::Duration::from_micros(u64::from(n % 30) * 20)).await;
        dropped.abort();
        world
            .store
            .put_blob(format!("file {n}").into_bytes(), at(0))
            .await
            .unwrap();
    }
    let kept = world
        .raw()
        .await
        .query_one_raw(Statement::from_string(
            sea_orm::DbBackend::Postgres,
            "SELECT count(*) FROM blob",
        ))
        .await;
    assert_eq!(kept.unwrap().unwrap().try_get_by_index::<i64>(0).unwrap(), 150);
}

/// The belt against that fault must not throw away connections that are sound.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sound_connections_are_kept() {
    let world = World::postgresql().await;
    for _ in 0..40 {
        world.store.begin().await.unwrap().rollback().await.unwrap();
        world.store.put_blob(b"one file".to_vec(), at(0)).await.unwrap();
    }
    let sql = "SELECT sessions FROM pg_stat_database WHERE datname = current_database()";
    let raw = world.raw().await;
    let sessions = raw
        .query_one_raw(Statement::from_string(sea_orm::DbBackend::Postgres, sql))
        .await
        .unwrap()
        .unwrap();
    let sessions = sessions.try_get_by_index::<i64>(0).unwrap();
    assert!(sessions < 20, "{sessions} connections were made for 80 short acts");
}
