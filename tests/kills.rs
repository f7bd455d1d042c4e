//! The service is killed with `kill -9` at random moments while people work; nothing acknowledged is lost, nothing
//! happens twice, every letter exists with one Message-ID. On both databases, through the real binary and HTTP.
//!
//! `PRIKAZ_TEST_KILLS` says how often on each database; `tests/run.sh --kills N` sets it.

#[path = "support/postgres.rs"]
mod postgres;

use prikaz::engine::state::TaskState;
use prikaz::engine::transition::Transition;
use prikaz::runtime::reading;
use prikaz::store::Store;
use prikaz::store::reader::{InstanceFilter, Reader, TaskFilter, Viewer};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

const PLAN: &str = "mentoring-2022";
/// Orders that fan out to all schools: item and period.
const FLOWS: [(&str, &str); 10] = [
    ("1.4", "2022"),
    ("1.5", "2022"),
    ("1.6", "2022"),
    ("2.3", "2022"),
    ("4.1", "2022"),
    ("4.2", "2022"),
    ("4.1", "2023"),
    ("4.2", "2023"),
    ("4.1", "2024"),
    ("4.2", "2024"),
];
const WORKERS: usize = 4;
const PATIENCE: Duration = Duration::from_mins(2);

#[expect(
    clippy::disallowed_methods,
    reason = "a test's own setting, handed over by tests/run.sh"
)]
fn kills_wanted() -> u64 {
    std::env::var("PRIKAZ_TEST_KILLS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(10)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_lost_or_doubled_by_kills_on_sqlite() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite://{}", folder.path().join("prikaz.db").display());
    survive(folder.path(), &url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_lost_or_doubled_by_kills_on_postgresql() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = postgres::empty_database().await;
    survive(folder.path(), &url).await;
}

async fn survive(folder: &Path, database: &str) {
    let service = Service {
        folder: folder.to_path_buf(),
        database: database.to_owned(),
        port: free_port(),
    };
    let people = Arc::new(People {
        clerk: service.token(&["--role", "department", "--name", "Делопроизводитель"]),
        head: service.token(&["--role", "approver", "--as", "head", "--name", "Начальник"]),
        url: format!("http://127.0.0.1:{}/graphql", service.port),
        client: reqwest::Client::new(),
        pause_ms: kills_wanted() * 450 * WORKERS as u64 / 300,
        answered: AtomicU64::new(0),
    });
    let done = Arc::new(AtomicBool::new(false));
    let workers: Vec<_> = (0..WORKERS)
        .map(|worker| {
            let people = Arc::clone(&people);
            tokio::spawn(async move {
                for (item, period) in FLOWS.iter().skip(worker).step_by(WORKERS) {
                    people.run_item(item, period).await;
                }
            })
        })
        .collect();
    let finished = Arc::clone(&done);
    let all = tokio::spawn(async move {
        let mut ends = Vec::new();
        for worker in workers {
            ends.push(worker.await);
        }
        finished.store(true, Ordering::SeqCst);
        for end in ends {
            end.expect("a worker ends well");
        }
    });
    let kills = service.kill_until(&done).await;
    all.await.expect("all work was done");
    println!(
        "kills: {kills}, acknowledged: {}",
        people.answered.load(Ordering::SeqCst)
    );
    assert!(
        kills + 3 >= kills_wanted().min(10),
        "the service was killed only {kills} times"
    );
    service.finish_letters().await;
    check(&service, &people).await;
}

struct Service {
    folder: PathBuf,
    database: String,
    port: u16,
}

impl Service {
    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_prikaz"));
        command
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env("PRIKAZ_DATA", &self.folder)
            .env("PRIKAZ_DATABASE", &self.database)
            .env("PRIKAZ_LISTEN", format!("127.0.0.1:{}", self.port))
            .stdin(Stdio::null());
        command
    }

    fn token(&self, arguments: &[&str]) -> String {
        let output = self
            .command()
            .args(["token", "create"])
            .args(arguments)
            .output()
            .expect("prikaz runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text").trim().to_owned()
    }

    fn start(&self) -> Child {
        self.command()
            .arg("serve")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("prikaz serve starts")
    }

    /// Starts and kills the service until the work is done; the last one is left to work in peace when kills run out.
    async fn kill_until(&self, done: &AtomicBool) -> u64 {
        let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
        let mut kills = 0;
        let began = Instant::now();
        while !done.load(Ordering::SeqCst) {
            assert!(
                began.elapsed() < PATIENCE * 10,
                "the work did not end in {:?}",
                began.elapsed()
            );
            let mut child = self.start();
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let alive = Duration::from_millis(150 + (seed >> 33) % 600);
            let until = Instant::now() + if kills >= kills_wanted() { PATIENCE } else { alive };
            while Instant::now() < until && !done.load(Ordering::SeqCst) {
                tokio::time::sleep(Duration::from_millis(3)).await;
            }
            child.kill().expect("kill -9"); // SIGKILL
            child.wait().expect("it is dead");
            kills += 1;
        }
        kills
    }

    /// Runs in peace until every letter that is due has left.
    async fn finish_letters(&self) {
        let mut child = self.start();
        let began = Instant::now();
        loop {
            tokio::time::sleep(Duration::from_millis(300)).await;
            let store = Store::open(&self.database).await.expect("the database opens");
            let counts = store.job_counts().await.expect("jobs are counted");
            let late = counts
                .oldest_run_at
                .is_some_and(|at| at < prikaz::words::clock::Clock::System.now());
            if !late && counts.leased == 0 {
                assert_eq!(counts.parked, 0, "nothing waits for a person");
                break;
            }
            assert!(began.elapsed() < PATIENCE * 10, "letters were not sent: {counts:?}");
        }
        child.kill().expect("kill -9");
        child.wait().expect("it is dead");
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a free port")
        .port()
}

struct People {
    clerk: String,
    head: String,
    url: String,
    client: reqwest::Client,
    pause_ms: u64,
    answered: AtomicU64,
}

impl People {
    async fn run_item(&self, item: &str, period: &str) {
        let about = format!("{item}/{period}");
        let items = json!([{ "plan": PLAN, "key": item, "period": period }]);
        let issued = self
            .act(
                &self.clerk,
                "issue",
                "IssueInput",
                "document { id }",
                &about,
                json!({ "items": items, "document": {} }),
            )
            .await;
        let document = issued["document"]["id"].as_str().expect("a document").to_owned();
        self.act(
            &self.head,
            "approve",
            "ApproveInput",
            "document { number }",
            &about,
            json!({ "document": document }),
        )
        .await;
        let filter = json!({ "plan": PLAN, "item": item, "period": period });
        let query = "query($f: TaskFilterInput) { tasks(first: 100, filter: $f) { edges { node { id } } } }";
        let found = self.ask(&self.clerk, query, &json!({ "f": filter })).await;
        let edges = found["data"]["tasks"]["edges"].as_array().cloned().unwrap_or_default();
        assert!(edges.len() >= 10, "every valid school has a task: {found}");
        for (number, edge) in edges.iter().enumerate() {
            let task = edge["node"]["id"].as_str().expect("a task");
            self.task(task, number % 4 == 0).await;
        }
    }

    async fn task(&self, task: &str, returned: bool) {
        let report = json!({ "task": task, "text": "Исполнено" });
        self.act(
            &self.clerk,
            "report",
            "ReportInput",
            "task { id }",
            &format!("{task}/1"),
            report.clone(),
        )
        .await;
        if returned {
            let reason = json!({ "task": task, "reason": "Нет подписи" });
            self.act(
                &self.clerk,
                "returnReport",
                "ReturnReportInput",
                "task { id }",
                task,
                reason,
            )
            .await;
            self.act(
                &self.clerk,
                "report",
                "ReportInput",
                "task { id }",
                &format!("{task}/2"),
                report,
            )
            .await;
        }
        self.act(
            &self.clerk,
            "acceptReport",
            "AcceptReportInput",
            "task { state }",
            task,
            json!({ "task": task }),
        )
        .await;
    }

    /// Asks with one idempotency key until it is answered, however often the service dies meanwhile.
    async fn act(
        &self,
        token: &str,
        name: &str,
        input: &str,
        fields: &str,
        about: &str,
        mut arguments: Value,
    ) -> Value {
        arguments["idempotencyKey"] = json!(format!("{name}/{about}"));
        let query =
            format!("mutation($i: {input}!) {{ {name}(input: $i) {{ {fields} userErrors {{ code message }} }} }}");
        let spread = about
            .bytes()
            .fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
        tokio::time::sleep(Duration::from_millis(spread % (self.pause_ms * 2 + 1))).await;
        let answer = self.ask(token, &query, &json!({ "i": arguments })).await;
        let payload = answer["data"][name].clone();
        assert_eq!(payload["userErrors"], json!([]), "{name} {about}: {answer}");
        self.answered.fetch_add(1, Ordering::SeqCst);
        payload
    }

    async fn ask(&self, token: &str, query: &str, variables: &Value) -> Value {
        let began = Instant::now();
        loop {
            assert!(began.elapsed() < PATIENCE, "no answer to {query} {variables}");
            let request = self
                .client
                .post(&self.url)
                .bearer_auth(token)
                .json(&json!({ "query": query, "variables": variables }));
            if let Ok(response) = request.send().await
                && let Ok(answer) = response.json::<Value>().await
                && !wrong(&answer)
                && answer.get("errors").is_none()
                && answer.get("data").is_some_and(|data| !data.is_null())
                && !answer.to_string().contains("UNAVAILABLE")
            {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(15)).await;
        }
    }
}

async fn check(service: &Service, people: &People) {
    let verified = service.command().arg("verify").output().expect("prikaz runs");
    assert!(
        verified.status.success(),
        "{}",
        String::from_utf8_lossy(&verified.stdout)
    );

    let store = Store::open(&service.database).await.expect("the database opens");
    let reader = Reader::new(&store, Viewer::System);
    let mut acts = 0;
    let mut numbers = BTreeMap::new();
    let mut letters_expected = 0;
    for row in reading::instances(&reader, &InstanceFilter::default())
        .await
        .expect("instances")
    {
        let flow = FLOWS.contains(&(row.instance.item.as_str(), row.instance.period.as_str()));
        let history = reader.history_all(row.instance.id).await.expect("history");
        for entry in &history {
            match &entry.entry.transition {
                Transition::DocumentRegistered { registration, .. } => {
                    let before = numbers.insert(registration.sequence, row.instance.id);
                    assert_eq!(before, None, "№ {} was given twice", registration.number);
                    acts += 1;
                }
                Transition::TaskIssued { .. } if flow => letters_expected += 1,
                Transition::DocumentIssued { .. }
                | Transition::TaskReported { .. }
                | Transition::TaskReturned { .. }
                | Transition::TaskAccepted { .. } => acts += 1,
                _ => {}
            }
        }
    }
    assert_eq!(
        acts,
        people.answered.load(Ordering::SeqCst),
        "every acknowledged act stands in the history once"
    );
    let sequence: Vec<u32> = numbers.keys().copied().collect();
    let first = *sequence.first().expect("orders were numbered");
    let whole: Vec<u32> = (first..first + u32::try_from(FLOWS.len()).expect("few")).collect();
    assert_eq!(sequence, whole, "numbers have neither gap nor double");

    let mut done = 0;
    for (item, period) in FLOWS {
        let filter = TaskFilter {
            item: Some(item.into()),
            period: Some(period.into()),
            ..TaskFilter::default()
        };
        for row in reading::tasks(&reader, &filter, usize::MAX).await.expect("tasks") {
            assert!(
                matches!(row.task.state, TaskState::Accepted { .. }),
                "{item} {period}: {:?}",
                row.task.state
            );
            done += 1;
        }
    }
    assert_eq!(done, letters_expected);

    let (ids, of_tasks) = message_ids(&service.folder.join("mail"));
    let unique: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "a letter lies there twice");
    assert!(
        of_tasks >= letters_expected,
        "letters with orders: {of_tasks}, tasks: {letters_expected}"
    );
}

/// A question the schema does not know will never be answered.
fn wrong(answer: &Value) -> bool {
    let code = &answer["errors"][0]["extensions"]["code"];
    assert!(
        code != "GRAPHQL_VALIDATION_FAILED" && code != "UNAUTHENTICATED",
        "{answer}"
    );
    false
}

/// Message-IDs of all letters in the folder, and how many letters carry an order.
fn message_ids(folder: &Path) -> (Vec<String>, usize) {
    let mut ids = Vec::new();
    let mut with_orders = 0;
    for entry in std::fs::read_dir(folder).expect("the folder of letters") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "eml") {
            continue;
        }
        let text = String::from_utf8_lossy(&std::fs::read(&path).expect("a letter")).into_owned();
        let id = text
            .lines()
            .find_map(|line| line.strip_prefix("Message-ID: "))
            .expect("a Message-ID");
        ids.push(id.trim().to_owned());
        with_orders += usize::from(text.contains("wordprocessingml"));
    }
    (ids, with_orders)
}
