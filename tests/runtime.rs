//! The one door for change, with the real store, templates and letters: stories that need no network.

#[path = "runtime/jobs.rs"]
mod jobs;
#[path = "support/postgres.rs"]
mod postgres;
#[expect(dead_code, reason = "the faults it can play are for the letters' own tests")]
#[path = "support/smtp.rs"]
mod smtp;
#[path = "runtime/years.rs"]
mod years;

use chrono::{DateTime, Utc};
use prikaz::engine::event::{Actor, Report};
use prikaz::engine::state::{DocumentState, TaskState};
use prikaz::mail::transport::{Limits, Transport};
use prikaz::runtime::catalog::Catalog;
use prikaz::runtime::command::{Act, Answer, Command, Draft, ItemInPeriod, Refusal};
use prikaz::runtime::dispatcher::Dispatcher;
use prikaz::runtime::sources::{Shelf, shipped};
use prikaz::runtime::{Runtime, reading, verify};
use prikaz::store::Store;
use prikaz::store::reader::{TaskFilter, Viewer};
use prikaz::store::rows::{About, Job, TaskRow, Writes};
use prikaz::words::clock::Clock;
use prikaz::words::ids::{DocumentId, InstanceId};
use std::sync::Arc;

const PLAN: &str = "mentoring-2022";

struct Office {
    store: Store,
    runtime: Runtime,
    dispatcher: Dispatcher,
    folder: tempfile::TempDir,
}

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).expect("a moment").to_utc()
}

impl Office {
    /// The department on the morning after order № 113, with an empty database.
    async fn open(url: Option<String>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = url.unwrap_or_else(|| format!("sqlite://{}", folder.path().join("prikaz.db").display()));
        let store = Store::open(&url).await.expect("the database opens");
        let catalog =
            Catalog::load(&shipped(Shelf::Workflows), &shipped(Shelf::DocTemplates)).expect("the shipped plan");
        let clock = Clock::standing_at(at("2022-04-05T09:00:00+03:00"));
        let runtime = Runtime::start(store.clone(), Arc::new(catalog), clock)
            .await
            .expect("the runtime starts");
        let transport = Transport::files(folder.path().join("mail")).expect("a folder for letters");
        let dispatcher = Dispatcher::new(runtime.clone(), transport);
        Self {
            store,
            runtime,
            dispatcher,
            folder,
        }
    }

    async fn clerk(&self, key: &str, act: Act) -> Result<Answer, Refusal> {
        self.runtime.accept(Command::asked(key, person("clerk"), act)).await
    }

    async fn head(&self, key: &str, act: Act) -> Result<Answer, Refusal> {
        self.runtime.accept(Command::asked(key, person("head"), act)).await
    }

    /// One order for these items, drafted and signed.
    async fn order(&self, items: &[&str]) -> DocumentId {
        let key = items.join("+");
        self.clerk(&key, issue(items)).await.expect("the order is drafted");
        let document = DocumentId::of(&key);
        self.head(&format!("{key} подпись"), Act::Approve { document })
            .await
            .expect("the order is signed");
        document
    }

    async fn tasks(&self, item: &str) -> Vec<TaskRow> {
        let filter = TaskFilter {
            item: Some(item.into()),
            ..TaskFilter::default()
        };
        reading::tasks(&self.runtime.reader(Viewer::System), &filter, usize::MAX)
            .await
            .expect("tasks are listed")
    }

    fn letters(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.folder.path().join("mail")) else {
            return Vec::new();
        };
        let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
        names
            .filter(|name| std::path::Path::new(name).extension().is_some_and(|end| end == "eml"))
            .collect()
    }
}

fn person(role: &str) -> Actor {
    Actor::Person {
        roles: vec![role.into()],
        name: role.to_owned(),
    }
}

fn issue(items: &[&str]) -> Act {
    let items = items
        .iter()
        .map(|item| ItemInPeriod {
            item: (*item).into(),
            period: None,
        })
        .collect();
    Act::Issue {
        plan: PLAN.into(),
        items,
        draft: Draft::default(),
        document: None,
    }
}

fn report(row: &TaskRow) -> Command {
    let key = row.task.institution.clone();
    let report = Report {
        text: "Приказ издан".to_owned(),
        ..Report::default()
    };
    let act = Act::Report {
        task: row.task.id,
        report,
    };
    Command::asked(
        format!("отчёт {}", row.task.id),
        Actor::Institution {
            name: key.to_string(),
            key,
        },
        act,
    )
}

#[tokio::test]
async fn an_order_can_be_issued_the_moment_its_period_has_come() {
    let office = Office::open(None).await;
    // No timer has fired yet: nothing was drained.
    let answer = office
        .clerk("1.4", issue(&["1.4"]))
        .await
        .expect("the clerk does not wait for a timer");
    assert_eq!(
        answer.instances,
        [InstanceId::of(&PLAN.into(), &"1.4".into(), &"2022".into())]
    );
    office.dispatcher.drain().await.expect("timers fire");
    assert_eq!(
        office.store.job_counts().await.expect("counts").parked,
        0,
        "the late timer is no trouble"
    );
}

#[tokio::test]
async fn one_order_sets_three_items_going_under_one_number() {
    let office = Office::open(None).await;
    let document = office.order(&["1.4", "1.5", "1.6"]).await;
    let row = office
        .runtime
        .reader(Viewer::System)
        .document(document)
        .await
        .expect("read")
        .expect("there");
    let DocumentState::Registered(registration) = &row.document.state else {
        panic!("{:?}", row.document.state)
    };
    assert_eq!(
        (registration.number.as_str(), registration.date.to_string().as_str()),
        ("114", "2022-04-05")
    );
    let schools = office.tasks("1.4").await.len();
    assert!(schools >= 10);
    assert_eq!(office.tasks("1.5").await.len(), schools);
    assert_eq!(office.tasks("1.6").await.len(), schools);

    office.dispatcher.drain().await.expect("letters leave");
    let sent = office.letters();
    for item in ["1.4", "1.5", "1.6"] {
        let about = sent
            .iter()
            .filter(|name| name.contains("school-") && name.contains(&format!("_{item}_")))
            .count();
        assert_eq!(about, schools, "one letter for each school about {item}");
    }
    office.dispatcher.drain().await.expect("nothing is left to do");
    assert_eq!(office.letters().len(), sent.len(), "no letter leaves twice");
    let verdict = verify::verify(&office.store).await.expect("verified");
    assert!(verdict.faults.is_empty(), "{:?}", verdict.faults);
}

#[tokio::test]
async fn the_same_request_gives_the_same_answer_and_another_one_under_its_key_is_refused() {
    let office = Office::open(None).await;
    let first = office.clerk("ключ", issue(&["1.4"])).await.expect("drafted");
    let again = office.clerk("ключ", issue(&["1.4"])).await.expect("answered");
    assert_eq!((again.document, again.repeated), (first.document, true));
    let other = office
        .clerk("ключ", issue(&["1.5"]))
        .await
        .expect_err("another request");
    assert_eq!(other.code(), "IDEMPOTENCY_KEY_REUSED");
}

#[tokio::test]
async fn a_refused_order_leaves_nothing_behind() {
    let office = Office::open(None).await;
    let refused = office
        .clerk("ключ", issue(&["1.4", "9.9"]))
        .await
        .expect_err("there is no item 9.9");
    assert_eq!(refused.code(), "NOT_FOUND");
    let reader = office.runtime.reader(Viewer::System);
    let instance = InstanceId::of(&PLAN.into(), &"1.4".into(), &"2022".into());
    assert!(
        reader.instance(instance).await.expect("read").is_none(),
        "item 1.4 was not begun half-way"
    );
    let answer = office
        .clerk("ключ", issue(&["1.4"]))
        .await
        .expect("the key is free: nothing was done under it");
    assert!(!answer.repeated);
}

#[tokio::test]
async fn an_item_cancelled_meanwhile_does_not_hold_up_the_order_of_the_others() {
    let office = Office::open(None).await;
    office.clerk("проект", issue(&["1.4", "1.5"])).await.expect("drafted");
    let instance = InstanceId::of(&PLAN.into(), &"1.4".into(), &"2022".into());
    office
        .clerk(
            "отмена",
            Act::Cancel {
                instance,
                basis: "решение начальника".into(),
            },
        )
        .await
        .expect("cancelled");
    let document = DocumentId::of("проект");
    office
        .head("подпись", Act::Approve { document })
        .await
        .expect("the order is signed for the other item");
    assert!(office.tasks("1.4").await.is_empty());
    assert!(!office.tasks("1.5").await.is_empty());
}

#[tokio::test]
async fn events_that_wait_together_are_committed_together_on_sqlite() {
    batches(Office::open(None).await).await;
}

#[tokio::test]
async fn events_that_wait_together_are_committed_together_on_postgresql() {
    batches(Office::open(Some(postgres::database().await)).await).await;
}

/// At most ten statements a batch, whatever its size; one commit for one event alone.
async fn batches(office: Office) {
    office.order(&["1.4", "1.5", "1.6"]).await;
    let mut tasks = office.tasks("1.4").await;
    tasks.extend(office.tasks("1.5").await);
    let alone = office.tasks("1.6").await;

    let (commits, statements) = (office.runtime.commits(), office.store.statement_count());
    office.runtime.accept(report(&alone[0])).await.expect("reported");
    assert_eq!(office.runtime.commits() - commits, 1);
    assert!(office.store.statement_count() - statements <= 10);

    let (commits, statements) = (office.runtime.commits(), office.store.statement_count());
    let answers = futures_util::future::join_all(tasks.iter().map(|row| office.runtime.accept(report(row)))).await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    let batches = office.runtime.commits() - commits;
    assert!(
        batches < tasks.len() as u64 / 2,
        "{} events took {batches} commits",
        tasks.len()
    );
    let each = (office.store.statement_count() - statements) / batches;
    assert!(each <= 10, "{each} statements a batch");
    for row in office.tasks("1.4").await {
        assert!(matches!(row.task.state, TaskState::Reported { .. }));
    }
}

#[tokio::test]
async fn letters_wait_while_the_mail_server_is_away_and_leave_when_it_is_back() {
    let office = Office::open(None).await;
    office.order(&["1.4"]).await;
    let away = Transport::open("smtp://127.0.0.1:1", Limits::default()).expect("an address");
    Dispatcher::new(office.runtime.clone(), away)
        .drain()
        .await
        .expect("work goes on");
    let counts = office.store.job_counts().await.expect("counts");
    assert_eq!(counts.parked, 0, "no letter was given up");
    assert!(counts.waiting >= 10, "letters wait: {counts:?}");
    let tasks = office.tasks("1.4").await;
    office
        .runtime
        .accept(report(&tasks[0]))
        .await
        .expect("reports are taken meanwhile");

    let relay = smtp::SmtpServer::start().await;
    let back = Transport::open(&relay.url(), Limits::default()).expect("an address");
    office.runtime.clock().set(at("2022-04-05T09:10:00+03:00"));
    Dispatcher::new(office.runtime.clone(), back)
        .drain()
        .await
        .expect("letters leave");
    let taken = relay.taken();
    for row in &tasks {
        let key = &row.task.institution;
        let id = format!("<{}.{key}@example.org>", row.task.id.0.simple());
        let copies = taken
            .iter()
            .filter(|letter| String::from_utf8_lossy(&letter.text).contains(&format!("Message-ID: {id}")))
            .count();
        assert_eq!(copies, 1, "one letter for {key}");
    }
}

#[tokio::test]
async fn a_job_in_an_unknown_form_is_put_aside_and_holds_up_nothing() {
    let office = Office::open(None).await;
    let now = office.runtime.clock().now();
    let job = Job {
        key: "чужое".to_owned(),
        kind: "letter".to_owned(),
        run_at: now,
        payload: serde_json::json!({ "from": "the future" }),
        about: About::default(),
        message_id: None,
        created_at: now,
    };
    let batch = office.store.begin().await.expect("begun");
    batch
        .commit(Writes {
            jobs: vec![job],
            ..Writes::default()
        })
        .await
        .expect("ordered");
    office.order(&["1.4"]).await;
    office.dispatcher.drain().await.expect("the others are done");
    assert!(office.letters().len() >= 10);
    assert_eq!(office.store.job_counts().await.expect("counts").parked, 1);
    assert!(
        office.runtime.retry_parked("чужое").await.expect("asked"),
        "a person may let it run again"
    );
}

#[tokio::test]
async fn a_lead_sees_and_answers_its_co_executors_but_nobody_elses_tasks() {
    let office = Office::open(None).await;
    office.runtime.clock().set(at("2022-11-01T09:00:00+03:00"));
    office.order(&["5.3"]).await;
    let lead = Viewer::Institution("imo".into());
    let filter = TaskFilter {
        item: Some("5.3".into()),
        ..TaskFilter::default()
    };
    let seen = reading::tasks(&office.runtime.reader(lead), &filter, usize::MAX)
        .await
        .expect("tasks");
    assert_eq!(
        seen.len(),
        office.tasks("5.3").await.len(),
        "its own and every school's"
    );
    let school = Viewer::Institution("school-1".into());
    let own = reading::tasks(&office.runtime.reader(school), &filter, usize::MAX)
        .await
        .expect("tasks");
    assert_eq!(own.len(), 1);

    office
        .runtime
        .accept(report(&own[0]))
        .await
        .expect("the school reports");
    let imo = || Actor::Institution {
        key: "imo".into(),
        name: "ИМО".to_owned(),
    };
    let act = Act::Accept {
        task: own[0].task.id,
        note: String::new(),
    };
    office
        .runtime
        .accept(Command::asked("принято", imo(), act))
        .await
        .expect("the lead accepts");
    let lead_task = seen
        .iter()
        .find(|row| row.task.institution.as_str() == "imo")
        .expect("the lead's task");
    let early = office
        .runtime
        .accept(report(lead_task))
        .await
        .expect_err("the lead reports last");
    assert_eq!(early.code(), "CO_EXECUTORS_FIRST");
}

#[tokio::test]
async fn a_returned_order_is_drafted_anew_for_the_same_items_only() {
    let office = Office::open(None).await;
    office.clerk("проект", issue(&["1.4", "1.5"])).await.expect("drafted");
    let document = DocumentId::of("проект");
    let back = Act::ReturnDocument {
        document,
        reason: "Уточните сроки".to_owned(),
    };
    office.head("возврат", back).await.expect("returned");
    let again = |items: &[&str]| match issue(items) {
        Act::Issue { plan, items, draft, .. } => Act::Issue {
            plan,
            items,
            draft,
            document: Some(document),
        },
        other => other,
    };
    let refused = office.clerk("подмена", again(&["1.6"])).await.expect_err("other items");
    assert_eq!(refused.code(), "OTHER_ITEMS");
    office
        .clerk("исправлено", again(&["1.5", "1.4"]))
        .await
        .expect("the same items");
    office.head("подпись", Act::Approve { document }).await.expect("signed");
    assert!(!office.tasks("1.4").await.is_empty() && !office.tasks("1.5").await.is_empty());
}

#[tokio::test]
async fn a_template_that_is_no_order_is_refused_before_it_takes_a_number() {
    let office = Office::open(None).await;
    let act = match issue(&["1.4"]) {
        Act::Issue {
            plan, items, document, ..
        } => {
            let draft = Draft {
                template: Some("report-form.docx".to_owned()),
                ..Draft::default()
            };
            Act::Issue {
                plan,
                items,
                draft,
                document,
            }
        }
        other => other,
    };
    let refused = office.clerk("бланк", act).await.expect_err("a report form is no order");
    assert_eq!(refused.code(), "NOT_AN_ORDER");
}

#[tokio::test]
async fn an_order_is_never_without_points() {
    let office = Office::open(None).await;
    let act = match issue(&["4.1"]) {
        Act::Issue {
            plan, items, document, ..
        } => {
            let draft = Draft {
                points: vec![String::new(), " ".to_owned()],
                ..Draft::default()
            };
            Act::Issue {
                plan,
                items,
                draft,
                document,
            }
        }
        other => other,
    };
    office.clerk("пустые", act).await.expect("drafted");
    let reader = office.runtime.reader(Viewer::System);
    let row = reader
        .document(DocumentId::of("пустые"))
        .await
        .expect("read")
        .expect("there");
    let content = row.draft.content.to_string();
    assert!(
        content.contains("сформировать (обновить, пополнить) базу наставляемых"),
        "{content}"
    );
    // The Sunday of the plan and the Friday of control are both named.
    assert!(
        content.contains("15.05.2022, приходится на выходной день") && content.contains("2022-05-13"),
        "{content}"
    );
}

#[tokio::test]
async fn an_item_released_before_its_successor_has_begun_troubles_nobody() {
    let office = Office::open(None).await;
    // Item 1.5 comes before 2.4, whose period nobody has begun: no timer has fired.
    office.order(&["1.5"]).await;
    for row in office.tasks("1.5").await {
        office.runtime.accept(report(&row)).await.expect("reported");
        let act = Act::Accept {
            task: row.task.id,
            note: String::new(),
        };
        office
            .clerk(&format!("принято {}", row.task.id), act)
            .await
            .expect("accepted");
    }
    let told = Act::PredecessorReleased {
        instance: InstanceId::of(&PLAN.into(), &"2.4".into(), &"2022".into()),
        item: "1.5".into(),
    };
    let refused = office.runtime.accept(Command::own(told)).await.expect_err("not begun");
    assert_eq!(refused.code(), "NOT_OPEN");
    office.dispatcher.drain().await.expect("all is done");
    assert_eq!(
        office.store.job_counts().await.expect("counts").parked,
        0,
        "nothing waits for a person"
    );
    let reader = office.runtime.reader(Viewer::System);
    let after = InstanceId::of(&PLAN.into(), &"2.4".into(), &"2022".into());
    let row = reader.instance(after).await.expect("read").expect("begun by its timer");
    assert!(
        row.instance.predecessors_released.contains(&"1.5".into()),
        "it asked, and was told"
    );
}
