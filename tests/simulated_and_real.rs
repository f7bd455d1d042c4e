//! The simulation tells beforehand what the real run then does: both play the shipped plan with the same people, the real
//! one through the runtime, its database, templates and letters; then every single thing is compared, day by day.

use chrono::{NaiveDate, TimeDelta};
use prikaz::definition::model::{Acceptor, Act as StageAct, Part, WaitUntil};
use prikaz::engine::effect::Correspondent;
use prikaz::engine::event::{Actor, Report};
use prikaz::engine::state::{Instance, InstanceState, TaskState};
use prikaz::engine::transition::Transition;
use prikaz::mail::transport::Transport;
use prikaz::runtime::catalog::Catalog;
use prikaz::runtime::command::{Act, Command, Draft, ItemInPeriod, Refusal};
use prikaz::runtime::dispatcher::Dispatcher;
use prikaz::runtime::duty::Duty;
use prikaz::runtime::sources::{Shelf, shipped};
use prikaz::runtime::{Runtime, reading};
use prikaz::simulation::assumptions::{Assumptions, Reports};
use prikaz::simulation::record::{Mail, What, Who};
use prikaz::simulation::{Play, simulate};
use prikaz::store::Store;
use prikaz::store::reader::{InstanceFilter, LetterFilter, Page, TaskFilter, TaskStanding, Viewer};
use prikaz::store::rows::TaskRow;
use prikaz::words::clock::{Clock, office_date, office_midnight};
use prikaz::words::ids::{DocumentId, InstitutionKey, ItemKey, RoleKey};
use std::collections::BTreeSet;
use std::sync::Arc;

const TOGETHER: [&str; 3] = ["1.4", "1.5", "1.6"];
const LATE: Reports = Reports::LatePercent(25);

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn assumed() -> Assumptions {
    Assumptions {
        reports: LATE,
        together: vec![TOGETHER.map(ItemKey::from).to_vec()],
        dates: supplied().into_iter().collect(),
        ..Assumptions::usual(day("2022-04-04"), day("2025-01-31"))
    }
}

/// 15.10.2022 is a Saturday; 4.5 waits for 2.3 first.
fn supplied() -> [(ItemKey, NaiveDate); 2] {
    [("2.1".into(), day("2022-10-15")), ("4.5".into(), day("2022-12-20"))]
}

/// The department with an empty database, and people who do exactly what the simulation assumes.
struct Office {
    runtime: Runtime,
    dispatcher: Dispatcher,
    catalog: Arc<Catalog>,
    _folder: tempfile::TempDir,
}

impl Office {
    async fn open() -> Self {
        // Three years of days commit some ten thousand times: in memory, where the system has a folder there.
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        let folder = folder.expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("prikaz.db").display());
        let store = Store::open(&url).await.expect("a database");
        let catalog = Catalog::load(&shipped(Shelf::Workflows), &shipped(Shelf::DocTemplates));
        let catalog = Arc::new(catalog.expect("the shipped plan"));
        let zone = catalog.plans().next().expect("a plan").time_zone;
        let clock = Clock::standing_at(office_midnight(day("2022-04-04"), zone));
        let runtime = Runtime::start(store, Arc::clone(&catalog), clock);
        let runtime = runtime.await.expect("the runtime starts");
        let transport = Transport::files(folder.path().join("mail")).expect("a folder for letters");
        let dispatcher = Dispatcher::new(runtime.clone(), transport);
        Self {
            runtime,
            dispatcher,
            catalog,
            _folder: folder,
        }
    }

    async fn play(&self) {
        let plan = self.catalog.plans().next().expect("a plan");
        let calendar = self.catalog.calendar(&plan.key);
        let assumed = assumed();
        for day in assumed.from.iter_days().take_while(|day| *day <= assumed.to) {
            self.at(day, 8).await;
            if calendar.is_working(day) != Ok(true) {
                continue;
            }
            self.office(day).await;
            self.at(day, 14).await;
            self.executors(day).await;
            self.at(day, 16).await;
            self.leads(day).await;
            self.executors(day).await;
            self.at(day, 18).await;
        }
    }

    /// It is this hour of the office's day, and everything due by then is done.
    async fn at(&self, day: NaiveDate, hour: i64) {
        let zone = self.catalog.plans().next().expect("a plan").time_zone;
        self.runtime
            .clock()
            .set(office_midnight(day, zone) + TimeDelta::hours(hour));
        self.dispatcher.drain().await.expect("jobs are done");
    }

    async fn accept(&self, key: String, actor: Actor, act: Act) {
        let answer = self.runtime.accept(Command::asked(key.clone(), actor, act)).await;
        answer.unwrap_or_else(|refusal| panic!("{key}: {refusal} ({})", refusal.code()));
    }

    async fn office(&self, day: NaiveDate) {
        let rows = reading::instances(&self.runtime.reader(Viewer::System), &InstanceFilter::default()).await;
        let mut drafted: BTreeSet<ItemKey> = BTreeSet::new();
        let mut signed: BTreeSet<DocumentId> = BTreeSet::new();
        for row in rows.expect("instances") {
            let instance = row.instance;
            let definition = self.catalog.pinned(&instance.definition).expect("a definition");
            if instance.state != InstanceState::Active {
                continue;
            }
            match &definition.lifecycle.stages[&instance.stage].act {
                StageAct::Issue { by, .. } if !drafted.contains(&instance.item) => {
                    let control = instance.term.expect("dates before an order").control;
                    if control - day <= TimeDelta::days(25) {
                        drafted.extend(self.draft(&instance, by, day).await);
                    }
                }
                StageAct::Approve(approval) => {
                    let document = instance.document.expect("a drafted order");
                    if signed.insert(document) {
                        for role in &approval.by {
                            let key = format!("sign {document} {role}");
                            self.accept(key, person(role), Act::Approve { document }).await;
                        }
                    }
                }
                StageAct::Wait {
                    until: WaitUntil::Date, ..
                } => self.supply(&instance).await,
                StageAct::End { by: Some(_) } => panic!("nobody releases by hand in the shipped plan"),
                _ => {}
            }
        }
        for row in self.tasks(&[TaskStanding::Reported]).await {
            if matches!(&row.task.state, TaskState::Reported { on, .. } if *on < day) {
                let (Acceptor::Role(role) | Acceptor::Lead { then: role }) = self.acceptor(&row);
                let act = Act::Accept {
                    task: row.task.id,
                    note: String::new(),
                };
                self.accept(format!("accept {}", row.task.id), person(&role), act).await;
            }
        }
    }

    async fn draft(&self, instance: &Instance, by: &RoleKey, day: NaiveDate) -> Vec<ItemKey> {
        let items = if TOGETHER.contains(&instance.item.as_str()) {
            TOGETHER.map(ItemKey::from).to_vec()
        } else {
            vec![instance.item.clone()]
        };
        let period = Some(instance.period.clone());
        let wanted = items.iter().map(|item| ItemInPeriod {
            item: item.clone(),
            period: period.clone(),
        });
        let act = Act::Issue {
            plan: instance.plan.clone(),
            items: wanted.collect(),
            draft: Draft {
                title: Some("Об исполнении дорожной карты".to_owned()),
                ..Draft::default()
            },
            document: None,
        };
        self.accept(format!("draft {} {day}", instance.id), person(by), act)
            .await;
        items
    }

    async fn supply(&self, instance: &Instance) {
        let Some((_, due)) = supplied().into_iter().find(|(item, _)| *item == instance.item) else {
            return;
        };
        let act = Act::SupplyDate {
            instance: instance.id,
            due,
            basis: "предположение".to_owned(),
        };
        self.accept(format!("date {}", instance.id), person(&"clerk".into()), act)
            .await;
    }

    async fn executors(&self, day: NaiveDate) {
        let calendar = self.catalog.calendar(&self.catalog.plans().next().expect("a plan").key);
        for row in self.tasks(&[TaskStanding::Issued, TaskStanding::Returned]).await {
            let late = if LATE.is_late(row.task.id) { 5 } else { 0 };
            let means = calendar.add_working_days(row.task.current, late).expect("a day");
            if means > day {
                continue;
            }
            let report = Report {
                text: "Исполнено".to_owned(),
                ..Report::default()
            };
            let act = Act::Report {
                task: row.task.id,
                report,
            };
            let now = self.runtime.clock().now();
            let key = format!("report {} {now}", row.task.id);
            let answer = self.runtime.accept(Command::asked(key, institution(&row), act)).await;
            let waits = matches!(
                &answer,
                Err(Refusal::Rejected {
                    code: "CO_EXECUTORS_FIRST",
                    ..
                })
            );
            assert!(waits || answer.is_ok(), "{answer:?}");
        }
    }

    /// The lead accepts what its co-executors reported today.
    async fn leads(&self, day: NaiveDate) {
        for row in self.tasks(&[TaskStanding::Reported]).await {
            let today = matches!(&row.task.state, TaskState::Reported { on, .. } if *on == day);
            if !today || row.task.part == Part::Lead || !matches!(self.acceptor(&row), Acceptor::Lead { .. }) {
                continue;
            }
            let reader = self.runtime.reader(Viewer::System);
            let all = reading::tasks_of_instance(&reader, row.task.instance, usize::MAX)
                .await
                .expect("tasks");
            let lead = all.iter().find(|other| other.task.part == Part::Lead).expect("a lead");
            let act = Act::Accept {
                task: row.task.id,
                note: String::new(),
            };
            self.accept(format!("accept {}", row.task.id), institution(lead), act)
                .await;
        }
    }

    fn acceptor(&self, row: &TaskRow) -> Acceptor {
        let definition = self.catalog.current(&row.plan, &row.item).expect("a definition");
        match &definition.lifecycle.stages[&row.task.stage].act {
            StageAct::Report(reporting) => reporting.accept.clone(),
            other => panic!("tasks of a stage that is no report: {other:?}"),
        }
    }

    async fn tasks(&self, states: &[TaskStanding]) -> Vec<TaskRow> {
        let filter = TaskFilter {
            states: states.to_vec(),
            ..TaskFilter::default()
        };
        let found = reading::tasks(&self.runtime.reader(Viewer::System), &filter, usize::MAX).await;
        found.expect("tasks")
    }

    /// Everything that happened, a line each.
    async fn told(&self) -> Vec<String> {
        let reader = self.runtime.reader(Viewer::System);
        let rows = reading::instances(&reader, &InstanceFilter::default())
            .await
            .expect("instances");
        let mut lines = Vec::new();
        for row in &rows {
            let item = format!("{} {}", row.instance.item, row.instance.period);
            for past in reader.history_all(row.instance.id).await.expect("a history") {
                let entry = &past.entry;
                let who = entry.institution.as_ref().map(InstitutionKey::as_str);
                lines.extend(of_transition(&item, entry.effective_on, &entry.transition, who));
            }
        }
        lines.extend(self.letters().await);
        lines.sort();
        lines
    }

    async fn letters(&self) -> Vec<String> {
        let plan = self.catalog.plans().next().expect("a plan");
        let reader = self.runtime.reader(Viewer::System);
        let mut lines = Vec::new();
        for kind in ["letter", "note"] {
            let filter = LetterFilter {
                kind: Some(kind.to_owned()),
                ..LetterFilter::default()
            };
            let mut page = Page::first(200);
            loop {
                let paged = reader.letters(&filter, &page).await.expect("letters");
                for (row, _) in &paged.rows {
                    let duty: Duty = serde_json::from_value(row.job.payload.clone()).expect("a duty");
                    assert_eq!(row.last_error, None, "{duty:?}");
                    let on = office_date(row.job.run_at, plan.time_zone);
                    lines.extend(of_duty(on, &duty).filter(|_| on <= assumed().to));
                }
                match paged.rows.last() {
                    Some((_, cursor)) if paged.has_next => page = Page::first(200).after(cursor.clone()),
                    _ => break,
                }
            }
        }
        lines
    }
}

fn person(role: &RoleKey) -> Actor {
    Actor::Person {
        roles: vec![role.clone()],
        name: role.to_string(),
    }
}

fn institution(row: &TaskRow) -> Actor {
    let key = row.task.institution.clone();
    Actor::Institution {
        name: key.to_string(),
        key,
    }
}

fn of_transition(item: &str, on: NaiveDate, transition: &Transition, institution: Option<&str>) -> Vec<String> {
    let who = institution.unwrap_or_default();
    let line = |on: NaiveDate, what: What, who: &str| format!("{on} {item} {what:?} {who}").trim_end().to_owned();
    match transition {
        Transition::Opened { term, .. } => {
            let control = term.iter().map(|term| line(term.control, What::Control, ""));
            control.chain([line(on, What::Opened, "")]).collect()
        }
        Transition::DateSupplied { term, .. } => vec![line(term.control, What::Control, "")],
        Transition::DocumentIssued { .. } => vec![line(on, What::Drafted, "")],
        Transition::DocumentRegistered { .. } => vec![line(on, What::Registered, "")],
        Transition::TaskIssued { task } => vec![line(task.current, What::Due, task.institution.as_str())],
        Transition::TaskReported { .. } => vec![line(on, What::Reported, who)],
        Transition::TaskAccepted { .. } => vec![line(on, What::Accepted, who)],
        Transition::TaskCancelled { .. } => vec![line(on, What::Withdrawn, who)],
        Transition::Released { .. } => vec![line(on, What::Released, "")],
        _ => Vec::new(),
    }
}

fn of_duty(on: NaiveDate, duty: &Duty) -> Option<String> {
    let whom = |to: &Correspondent, executor: Option<&str>| match to {
        Correspondent::Role(role) => Some(role.to_string()),
        Correspondent::Institution(key) => Some(key.to_string()),
        Correspondent::Executor | Correspondent::Leads => executor.map(str::to_owned),
    };
    let (item, period, mail, who) = match duty {
        Duty::Letter(letter) => {
            let mail = Mail::of_letter(letter.kind, &letter.to);
            let who = whom(&letter.to, Some(letter.institution.as_str()));
            (&letter.item, &letter.period, mail, who)
        }
        Duty::Note(note) => {
            let mail = Mail::of_note(&note.kind);
            // A note to many is one letter for each, and these are listed beside it.
            (&note.item, &note.period, mail, whom(&note.to, None))
        }
        other => panic!("no letter: {other:?}"),
    };
    who.map(|who| format!("{on} {item} {period} {:?} {who}", What::Letter(mail)))
}

/// What the simulation tells, a line each.
fn simulated(catalog: &Catalog) -> Vec<String> {
    let plan = catalog.plans().next().expect("a plan");
    let calendar = catalog.calendar(&plan.key);
    let played = Play {
        plan,
        calendar: &calendar,
    };
    let simulation = simulate(&[played], &assumed()).expect("the plan is played");
    assert!(
        simulation.findings.gaps.iter().all(|gap| gap.code != "refused"),
        "{:?}",
        simulation.findings.gaps
    );
    let mut lines: Vec<String> = simulation
        .happenings
        .iter()
        .map(|happening| {
            let course = simulation.course(happening).expect("a course");
            let item = &simulation.definition(course).expect("an item").key;
            let who = match happening.who {
                Who::Nobody => "",
                Who::Institution(at) => simulation.institutions[at as usize].key.as_str(),
                Who::Role(at) => simulation.roles[at as usize].key.as_str(),
            };
            let line = format!("{} {item} {} {:?} {who}", happening.on, course.period, happening.what);
            line.trim_end().to_owned()
        })
        .collect();
    lines.sort();
    lines
}

/// Lines of `one` that `other` has not, each as often as it is missing.
fn beyond(one: &[String], other: &[String]) -> Vec<String> {
    let mut rest = other.to_vec();
    let mut beyond = Vec::new();
    for line in one {
        if let Some(at) = rest.iter().position(|known| known == line) {
            rest.swap_remove(at);
        } else {
            beyond.push(line.clone());
        }
    }
    beyond
}

#[tokio::test]
async fn the_simulation_tells_every_order_letter_and_date_of_the_real_run() {
    let office = Office::open().await;
    office.play().await;
    let real: Vec<String> = office.told().await.into_iter().filter(|line| within(line)).collect();
    let simulated = simulated(&office.catalog);
    assert!(
        real.len() > 3_000,
        "a plan of 27 items for twelve schools: {} lines",
        real.len()
    );
    if real != simulated {
        let (missing, invented) = (beyond(&real, &simulated), beyond(&simulated, &real));
        panic!("not told: {missing:#?}\nonly told: {invented:#?}");
    }
    // Late reports, worked Saturdays and letters held back over holidays are among what was compared.
    for what in [
        "Letter(OverdueToOffice)",
        "2024-12-28",
        "Letter(DateNeeded)",
        "2.1 2022-2024 Registered",
    ] {
        assert!(real.iter().any(|line| line.contains(what)), "{what}");
    }
}

/// Dates after the last day played are nobody's business.
fn within(line: &str) -> bool {
    line.split(' ').next().is_some_and(|on| day(on) <= assumed().to)
}

fn command(arguments: &[&str]) -> (Option<i32>, String, String) {
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_prikaz"))
        .arg("simulate")
        .args(arguments)
        .output()
        .expect("the command runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (done.status.code(), text(done.stdout), text(done.stderr))
}

#[test]
fn the_command_plays_the_shipped_plan_with_invented_schools() {
    let (code, told, complaints) = command(&["mentoring-2022", "--from", "2022", "--institutions", "30"]);
    assert_eq!((code, complaints.as_str()), (Some(0), ""), "{told}");
    assert!(
        told.contains("Имитация: 01.01.2022 — 03.02.2025. Ничего не отправлено."),
        "{told}"
    );
    assert!(told.contains("поручений 904 (принято 904"), "{told}");
}

#[test]
fn the_command_says_what_it_cannot_play_and_what_would_be_right() {
    for (arguments, said) in [
        (
            &["mentoring-2023"][..],
            "нет ни папки, ни плана «mentoring-2023»; есть планы: mentoring-2022",
        ),
        (&["--to", "2031"], "нет производственного календаря на 2027 год"),
        (
            &["--from", "2023-01-01", "--to", "2022"],
            "период пуст: с 01.01.2023 по 31.12.2022",
        ),
        (&["--together", "1.4,9.9"], "нет пункта 9.9"),
        (&["--date", "7.7=2023-01-01"], "нет пункта 7.7"),
        (
            &["--from", "вчера"],
            "ожидалась дата (2022-04-04 или 04.04.2022) или год",
        ),
        (&["--institutions", "1000000"], "--institutions"),
    ] {
        let (code, told, complaints) = command(arguments);
        assert_eq!((code, told.as_str()), (Some(2), ""), "{arguments:?}: {complaints}");
        assert!(complaints.contains(said), "{arguments:?}: {complaints}");
    }
}

#[test]
fn the_calendar_file_written_again_is_the_same_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str| {
        let file = folder.path().join(name);
        let out = file.to_str().expect("a path");
        let stamp = "2022-04-04T09:00:00+03:00";
        let (code, told, complaints) = command(&["--ics", "--stamp", stamp, "-o", out]);
        assert_eq!((code, told.as_str(), complaints.as_str()), (Some(0), "", ""));
        std::fs::read_to_string(file).expect("the file")
    };
    let calendar = write("сроки.ics");
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\n"), "{calendar}");
    assert_eq!(calendar, write("сроки ещё раз.ics"));
}
