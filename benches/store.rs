//! What a batch costs: set-based batches of the store against one transaction per event through the same sea-orm and the
//! same tables, and one fan-out to ten thousand schools. Both databases, synced to the disk.
//!
//! An event is one act on a task: it reads a task with its instance and writes five rows (instance, task, history, job, answer).
//! Prints JSON lines. Ratios within one run hold; absolute figures swing with the machine.
#![expect(clippy::cast_precision_loss, reason = "counts of a measurement are small")]

#[path = "../tests/support/postgres.rs"]
mod postgres;
#[path = "../tests/store/world.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    reason = "made for stories: they need more of it, and stop where they cannot go on"
)]
mod world;

use prikaz::engine::transition::Transition;
use prikaz::store::Store;
use prikaz::store::rows::{DefinitionRow, HistoryEntry, InstanceRow, Needs, TaskRow, Writes};
use prikaz::words::ids::TaskId;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait, Value,
};
use serde_json::json;
use std::time::{Duration, Instant};
use world::{answer, at, clerk, definition, entry, instance, issue, letter, task};

/// Instances with one task each; every event takes the next one.
const INSTANCES: usize = 512;
const SCHOOLS: usize = 10_000;
const SLICE: Duration = Duration::from_secs(2);

fn main() {
    let engine = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime starts");
    engine.block_on(async {
        let folder = tempfile::tempdir().expect("a temporary folder");
        measure(
            "sqlite",
            &format!("sqlite://{}", folder.path().join("bench.db").display()),
        )
        .await;
        let cluster = postgres::Cluster::durable();
        measure("postgresql", &cluster.empty_database("bench_store").await).await;
    });
}

async fn measure(database: &str, url: &str) {
    let store = Store::open(url).await.expect("the database opens");
    prepare(&store).await;
    let mut count = 0;
    // Warm: statements prepared, pages cached.
    set_based(&store, 64, &mut count, Duration::from_millis(300)).await;
    for batch in [1, 8, 64, 512] {
        let statements = store.statement_count();
        let (events, seconds, batches) = set_based(&store, batch, &mut count, SLICE).await;
        let per_batch = (store.statement_count() - statements) as f64 / batches as f64;
        report(database, "set-based", batch, events as f64 / seconds, per_batch);
    }
    let raw = raw(url).await;
    let (events, seconds) = one_by_one(&raw, &mut count).await;
    report(database, "one transaction per event", 1, events as f64 / seconds, 10.0);
    fan_out(database, &store).await;
}

fn report(database: &str, way: &str, batch: usize, per_second: f64, statements: f64) {
    let figures = json!({
        "database": database, "way": way, "events_per_batch": batch, "events_per_second": per_second.round(),
        "statements_per_batch": statements,
    });
    println!("{figures}");
}

async fn prepare(store: &Store) {
    let row = DefinitionRow {
        sha256: definition("4.1"),
        plan: "mentoring-2022".into(),
        item: "4.1".into(),
        bundle: "item: \"4.1\"".into(),
        stored_at: at(0),
    };
    store.put_definitions(&[row]).await.expect("the definition is stored");
    let mut all = Writes::default();
    for n in 0..INSTANCES {
        let mut one = issue(&instance("4.1", &n.to_string(), 1), 0..1);
        all.instances.append(&mut one.instances);
        all.tasks.append(&mut one.tasks);
        all.history.append(&mut one.history);
    }
    store
        .begin()
        .await
        .expect("a batch")
        .commit(all)
        .await
        .expect("the instances are written");
}

fn task_of(n: usize) -> TaskId {
    task(&instance("4.1", &(n % INSTANCES).to_string(), 1), 0).id
}

/// One event of a batch: what it writes, from what was loaded.
fn event(n: usize, instance: &InstanceRow, task: &TaskRow, writes: &mut Writes) {
    let mut task = task.clone();
    task.task.rungs_done += 1;
    let id = task.task.id;
    let transition = Transition::ExtensionRefused {
        task: id,
        reason: "Нет перечня запросов".into(),
    };
    let subject = (Some(id), Some(task.task.institution.clone()));
    let row = entry(&instance.instance, 60, transition);
    writes.history.push(HistoryEntry {
        task: subject.0,
        institution: subject.1,
        actor: clerk(),
        ..row
    });
    let mut job = letter(&instance.instance, &task.task, 60);
    job.key = format!("{id}/{n}");
    writes.jobs.push(job);
    writes.requests.push(answer(&format!("request-{n}")));
    writes.instances.push(instance.clone());
    writes.tasks.push(task);
}

async fn set_based(store: &Store, batch: usize, count: &mut usize, slice: Duration) -> (usize, f64, u64) {
    let (began, mut events, mut batches) = (Instant::now(), 0, 0);
    while began.elapsed() < slice {
        let numbers: Vec<usize> = (*count..*count + batch).collect();
        *count += batch;
        let mut transaction = store.begin().await.expect("a batch");
        let requests = numbers.iter().map(|n| format!("request-{n}")).collect();
        let tasks = numbers.iter().map(|n| task_of(*n)).collect();
        let loaded = transaction
            .load(&Needs {
                requests,
                tasks,
                ..Needs::default()
            })
            .await
            .expect("it is loaded");
        let mut writes = Writes::default();
        for n in numbers {
            let task = &loaded.tasks[&task_of(n)];
            event(n, &loaded.instances[&task.task.instance], task, &mut writes);
        }
        transaction.commit(writes).await.expect("it is committed");
        (events, batches) = (events + batch, batches + 1);
    }
    (events, began.elapsed().as_secs_f64(), batches)
}

/// A connection with the same settings as the store's writer.
async fn raw(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(1)
        .sqlx_logging(false)
        .test_before_acquire(false);
    options.map_sqlx_sqlite_opts(|options| {
        use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
        options
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
    });
    Database::connect(options).await.expect("the database opens")
}

/// The same reads and writes, a row and a statement at a time, committed one by one; texts are constant, so prepared once.
async fn one_by_one(raw: &DatabaseConnection, count: &mut usize) -> (usize, f64) {
    let backend = raw.get_database_backend();
    let (json, instant) = match backend {
        sea_orm::DbBackend::Postgres => ("CAST($3 AS jsonb)", "now()"),
        _ => ("$3", "'2022-04-05T06:30:00+00:00'"),
    };
    let history = format!(
        "INSERT INTO history (instance_id, seq, recorded_at, effective_on, actor_kind, actor_name, on_behalf, kind, plan, item, \
         period, task_id, institution, definition, payload, prev_hash, hash) SELECT instance_id, $2, {instant}, '2022-04-05', \
         'person', 'Петрова А. В.', 'clerk', 'task_returned', plan, item, period, id, institution, 'd', {json}, $4, $4 FROM task WHERE id = $1"
    );
    let job = format!(
        "INSERT INTO job (key, kind, run_at, state, attempts, payload, task_id, instance_id, created_at) \
         SELECT $2, 'letter', {instant}, 'waiting', 0, {json}, id, instance_id, {instant} FROM task WHERE id = $1"
    );
    let request =
        format!("INSERT INTO request (key, input_sha256, answer, recorded_at) VALUES ($1, $2, {json}, {instant})");
    let body = json!({"v": 1, "is": "a body of about the usual size, as a report has it ".repeat(6)}).to_string();
    let hash = "a".repeat(64);
    let (began, mut events) = (Instant::now(), 0);
    while began.elapsed() < SLICE {
        let (key, id) = (format!("one-{}", *count), task_of(*count).to_string());
        *count += 1;
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = raw.begin_with_options(options).await.expect("a transaction");
        let read = async |sql: &str, id: &str| {
            let statement = Statement::from_sql_and_values(backend, sql, [id.into()]);
            transaction.query_one_raw(statement).await.expect("the row is read")
        };
        read("SELECT answer FROM request WHERE key = $1", &key).await;
        let task = read("SELECT instance_id, body FROM task WHERE id = $1", &id)
            .await
            .expect("the task is there");
        let owner: String = task.try_get_by_index(0).expect("its instance");
        let head = read("SELECT history_seq, body FROM instance WHERE id = $1", &owner)
            .await
            .expect("the instance is there");
        let seq: i64 = head.try_get_by_index::<i64>(0).expect("its head") + 1;
        let writes: [(&str, Vec<Value>); 5] = [
            (
                "UPDATE instance SET version = version + 1, history_seq = $2 WHERE id = $1",
                vec![owner.into(), seq.into()],
            ),
            (
                "UPDATE task SET version = version + 1 WHERE id = $1",
                vec![id.clone().into()],
            ),
            (
                &history,
                vec![id.clone().into(), seq.into(), body.clone().into(), hash.clone().into()],
            ),
            (&job, vec![id.into(), key.clone().into(), body.clone().into()]),
            (&request, vec![key.into(), hash.clone().into(), body.clone().into()]),
        ];
        for (sql, values) in writes {
            transaction
                .execute_raw(Statement::from_sql_and_values(backend, sql, values))
                .await
                .expect("the row is written");
        }
        transaction.commit().await.expect("it is committed");
        events += 1;
    }
    (events, began.elapsed().as_secs_f64())
}

async fn fan_out(database: &str, store: &Store) {
    let instance = instance("4.1", "fan-out", SCHOOLS);
    let writes = issue(&instance, 0..SCHOOLS);
    let began = Instant::now();
    store
        .begin()
        .await
        .expect("a batch")
        .commit(writes)
        .await
        .expect("it is committed");
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "{}",
        json!({"database": database, "way": "fan-out in one batch", "schools": SCHOOLS, "seconds": seconds})
    );
}
