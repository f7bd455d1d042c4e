//! What the whole product does per second: commands through the one door, durable commits, both databases.
//!
//! Prints JSON lines. Ratios within one run hold; absolute figures swing with the machine.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "figures for people"
)]

#[path = "../tests/support/postgres.rs"]
mod postgres;

use prikaz::engine::event::{Actor, Report};
use prikaz::mail::transport::Transport;
use prikaz::runtime::Runtime;
use prikaz::runtime::catalog::Catalog;
use prikaz::runtime::command::{Act, Command, Draft, ItemInPeriod};
use prikaz::runtime::dispatcher::Dispatcher;
use prikaz::runtime::reading;
use prikaz::runtime::sources::{Shelf, shipped};
use prikaz::store::Store;
use prikaz::store::reader::{Page, TaskFilter, Viewer};
use prikaz::store::rows::TaskRow;
use prikaz::words::clock::Clock;
use prikaz::words::ids::{DocumentId, PlanKey};
use serde_json::json;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

const SCHOOLS: usize = 10_000;
const PLAN: &str = "mentoring-2022";
/// Tasks each measured slice reports and accepts.
const SLICE: usize = 1_000;

fn main() {
    let engine = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime starts");
    engine.block_on(async {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = format!("sqlite://{}", folder.path().join("bench.db").display());
        measure("sqlite", &url, folder.path()).await;
        let cluster = postgres::Cluster::durable();
        measure(
            "postgres",
            &cluster.empty_database("bench_runtime").await,
            folder.path(),
        )
        .await;
    });
}

/// The shipped plan with a directory of many schools.
fn catalog() -> Arc<Catalog> {
    let mut workflows = shipped(Shelf::Workflows);
    let directory = workflows
        .iter_mut()
        .find(|file| file.path.ends_with("institutions.csv"))
        .expect("a directory is shipped");
    let mut text =
        String::from("key,kind,full_name,short_name,director,email,curator,curator_email,valid_from,valid_to\n");
    text.push_str("oo-ango,department,Отдел образования,ОО АНГО,Ветрова Любовь Артёмовна,department@example.org,,,,\n");
    text.push_str("imo,office,Информационно-методический отдел,ИМО,Шмелёва Нина Фёдоровна,imo@example.org,,,,\n");
    for n in 1..=SCHOOLS {
        writeln!(
            text,
            "school-{n},school,Средняя школа № {n},СОШ № {n},Иванова Ирина Ивановна,s{n}@example.org,,,,"
        )
        .expect("a line");
    }
    directory.bytes = text.into_bytes();
    Arc::new(Catalog::load(&workflows, &shipped(Shelf::DocTemplates)).expect("the shipped plan is right"))
}

fn person(role: &str) -> Actor {
    Actor::Person {
        roles: vec![role.into()],
        name: "Замер".to_owned(),
    }
}

async fn measure(database: &str, url: &str, folder: &Path) {
    let store = Store::open(url).await.expect("the database opens");
    let at = chrono::DateTime::parse_from_rfc3339("2022-04-20T09:00:00+03:00")
        .expect("a moment")
        .to_utc();
    let catalog = catalog();
    let clock = Clock::standing_at(at);
    let runtime = Runtime::start(store.clone(), Arc::clone(&catalog), clock.clone())
        .await
        .expect("the runtime starts");
    let transport = Transport::files(folder.join(format!("mail-{database}"))).expect("a folder for letters");
    let dispatcher = Dispatcher::new(runtime.clone(), transport);
    dispatcher.drain().await.expect("periods open");

    let began = Instant::now();
    fan_out(&runtime).await;
    let fan_out = began.elapsed();
    println!(
        "{}",
        json!({ "bench": "fan-out", "database": database, "tasks": SCHOOLS, "seconds": fan_out.as_secs_f64() })
    );

    let filter = TaskFilter {
        item: Some("4.1".into()),
        ..TaskFilter::default()
    };
    let tasks = reading::tasks(&runtime.reader(Viewer::System), &filter, usize::MAX)
        .await
        .expect("tasks are listed");
    assert_eq!(tasks.len(), SCHOOLS);
    let mut slices = tasks.chunks(SLICE);
    let mut alone = None;
    for clients in [1, 16, 64, 256] {
        let slice = slices.next().expect("enough tasks");
        let slice = if clients == 1 { &slice[..200] } else { slice };
        let before = store.statement_count();
        let commits_before = runtime.commits();
        let (rate, p50, p99) = lifecycle(&runtime, slice, clients).await;
        let transitions = slice.len() * 2;
        alone.get_or_insert(rate);
        println!(
            "{}",
            json!({
                "bench": "report and accept", "database": database, "clients": clients,
                "transitions_per_second": rate.round(), "p50_ms": p50, "p99_ms": p99,
                "times_one_client": rate / alone.expect("set"),
                "commits_per_transition": (runtime.commits() - commits_before) as f64 / transitions as f64,
                "statements_per_transition": (store.statement_count() - before) as f64 / transitions as f64,
            })
        );
    }
    let single = Runtime::start_with(store.clone(), catalog, clock, 1)
        .await
        .expect("the runtime starts");
    let (rate, p50, p99) = lifecycle(&single, slices.next().expect("enough tasks"), 64).await;
    println!(
        "{}",
        json!({ "bench": "report and accept, one transaction per event", "database": database, "clients": 64,
                "transitions_per_second": rate.round(), "p50_ms": p50, "p99_ms": p99 })
    );
    let page = runtime
        .reader(Viewer::System)
        .tasks(&filter, &Page::first(100))
        .await
        .expect("a page");
    assert_eq!(page.rows.len(), 100);
}

async fn fan_out(runtime: &Runtime) {
    let items = vec![ItemInPeriod {
        item: "4.1".into(),
        period: Some("2022".into()),
    }];
    let plan = PlanKey::from(PLAN);
    let issue = Act::Issue {
        plan,
        items,
        draft: Draft::default(),
        document: None,
    };
    runtime
        .accept(Command::asked("замер-1", person("clerk"), issue))
        .await
        .expect("an order is drafted");
    let document = DocumentId::of("замер-1");
    runtime
        .accept(Command::asked("замер-2", person("head"), Act::Approve { document }))
        .await
        .expect("the order is signed");
}

fn report(row: &TaskRow, run: &str) -> Command {
    let key = row.task.institution.clone();
    let report = Report {
        text: "База сформирована".to_owned(),
        ..Report::default()
    };
    let actor = Actor::Institution {
        name: key.to_string(),
        key,
    };
    Command::asked(
        format!("{run}/{}", row.task.id),
        actor,
        Act::Report {
            task: row.task.id,
            report,
        },
    )
}

fn accept(row: &TaskRow, run: &str) -> Command {
    let act = Act::Accept {
        task: row.task.id,
        note: String::new(),
    };
    Command::asked(format!("{run}/принят/{}", row.task.id), person("clerk"), act)
}

/// Every task is reported and accepted by `clients` callers, each waiting for its answer before it asks again.
async fn lifecycle(runtime: &Runtime, tasks: &[TaskRow], clients: usize) -> (f64, f64, f64) {
    let tasks: Arc<Vec<TaskRow>> = Arc::new(tasks.to_vec());
    let next = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let began = Instant::now();
    let mut callers = Vec::new();
    for _ in 0..clients {
        let (runtime, tasks, next) = (runtime.clone(), Arc::clone(&tasks), Arc::clone(&next));
        callers.push(tokio::spawn(async move {
            let mut waits = Vec::new();
            loop {
                let index = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                let Some(row) = tasks.get(index) else { return waits };
                for command in [report(row, "замер"), accept(row, "замер")] {
                    let asked = Instant::now();
                    runtime.accept(command).await.expect("nothing is refused");
                    waits.push(asked.elapsed());
                }
            }
        }));
    }
    let mut waits: Vec<Duration> = Vec::new();
    for caller in callers {
        waits.extend(caller.await.expect("a caller ends well"));
    }
    let rate = waits.len() as f64 / began.elapsed().as_secs_f64();
    waits.sort();
    let at = |share: f64| waits[((waits.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
    (rate, at(0.5), at(0.99))
}
