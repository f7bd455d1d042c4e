//! A plan of three years on an invented clock: what begins when, how often, and who hears of a date that is owed.

use super::{at, person, postgres};
use chrono::{Datelike, NaiveDate};
use prikaz::engine::event::{Actor, Report};
use prikaz::engine::state::{InstanceState, TaskState};
use prikaz::engine::transition::Transition;
use prikaz::mail::transport::Transport;
use prikaz::runtime::catalog::Catalog;
use prikaz::runtime::command::{Act, Command};
use prikaz::runtime::dispatcher::Dispatcher;
use prikaz::runtime::sources::{Shelf, SourceFile, shipped};
use prikaz::runtime::{Runtime, reading, verify};
use prikaz::store::Store;
use prikaz::store::reader::{InstanceFilter, TaskFilter, Viewer};
use prikaz::store::rows::{InstanceRow, TaskRow};
use prikaz::words::clock::Clock;
use prikaz::words::ids::{InstanceId, InstitutionKey};
use std::collections::BTreeMap;
use std::sync::Arc;

const PLAN: &str = "years-2022";

const LIFECYCLES: [(&str, &str); 2] = [
    (
        "reports",
        "lifecycle: reports
title: Отчёты
stages:
  turn: { title: Ждёт очереди, act: wait, until: predecessors, next: date }
  date: { title: Ждёт срока, act: wait, until: date, next: execute }
  execute: { title: Исполняется, act: report, by: executors, accept: clerk, remind: [-3wd], overdue: [1wd, 3wd: head], done: all, next: closed }
  closed: { title: Снят с контроля, act: end }
",
    ),
    (
        "one-order",
        "lifecycle: one-order
title: Приказ
stages:
  draft: { title: Проект, act: issue, by: clerk, document: order, next: sign }
  sign: { title: На подписи, act: approve, by: head, journal: orders, approved: closed, returned: draft }
  closed: { title: Снят с контроля, act: end }
",
    ),
];

const PLAN_FILE: &str = "plan: years-2022
title: План мероприятий на 2022–2024 годы
period: { from: 2022-04-04, to: 2024-12-31 }
basis: { kind: приказ отдела образования, number: \"1\", date: 2022-04-04 }
office:
  name: Отдел образования Заозёрного округа
  name_genitive: отдела образования Заозёрного округа
  short_name: ОО ЗО
  place: г. Заозёрный
  email: oo-zo@example.org
calendars: [ru]
roles:
  clerk: { post: Делопроизводитель, name: Королёва Алёна Семёновна, email: clerk@example.org }
  head: { post: Начальник отдела образования, name: Ветрова Любовь Артёмовна, email: head@example.org }
journals:
  orders: { title: Приказы по основной деятельности, pattern: \"{n}\" }
sections: { \"1\": Мероприятия }
parties:
  ИМО: { institution: imo, addressed: Информационно-методическому отделу }
  ОО: { each: school, addressed: Руководителям школ }
defaults:
  lifecycle: reports
  documents: { order: order-department.docx }
";

/// Number, deadline, what else its file says, and how many instances three years give.
const ITEMS: [(&str, &str, &str, usize); 11] = [
    ("1.1", "Ежегодно, май", "executors: ИМО", 3),
    ("1.2", "Ежеквартально", "executors: ИМО", 11),
    ("1.3", "Ежемесячно", "executors: ИМО", 33),
    ("1.4", "Раз в полгода", "executors: ИМО", 6),
    (
        "1.5",
        "ежемесячно, до 10 числа месяца, следующего за отчётным",
        "executors: ИМО",
        33,
    ),
    (
        "1.6",
        "ежеквартально, не позднее 10 числа месяца, следующего за отчётным кварталом",
        "executors: ИМО",
        11,
    ),
    (
        "1.7",
        "В течение всего периода",
        "executors: ИМО\nconfirmed: ежегодно, до 20 января года, следующего за отчётным",
        3,
    ),
    ("1.8", "До 15 мая 2022 г.", "executors: ОО\nrepeats: yearly", 3),
    ("1.9", "По отдельному графику", "executors: ОО\ndate_owner: imo", 1),
    ("1.10", "Ежегодно, июнь", "executors: ИМО\nafter: [\"1.1\"]", 3),
    (
        "1.11",
        "До 29 апреля 2022 г.",
        "executors: ИМО\nlifecycle: one-order",
        1,
    ),
];

fn workflows() -> Vec<SourceFile> {
    let file = |path: String, text: String| SourceFile {
        path,
        bytes: text.into_bytes(),
    };
    let mut files: Vec<SourceFile> = shipped(Shelf::Workflows)
        .into_iter()
        .filter(|file| file.path.starts_with("calendars/"))
        .collect();
    for (key, text) in LIFECYCLES {
        files.push(file(format!("lifecycles/{key}.yaml"), text.to_owned()));
    }
    files.push(file(format!("{PLAN}/plan.yaml"), PLAN_FILE.to_owned()));
    let directory = "key,kind,full_name,short_name,director,email,curator,curator_email,valid_from,valid_to\n\
        imo,office,Информационно-методический отдел,ИМО,Шмелёва Нина Фёдоровна,imo@example.org,,,,\n\
        school-1,school,Школа № 1,МБОУ СОШ № 1,Сердюк Иван Ильич,s1@example.org,,,,\n\
        school-2,school,Школа № 2,МБОУ СОШ № 2,Черных Софья Львовна,s2@example.org,,,,2023-08-31\n";
    files.push(file(format!("{PLAN}/institutions.csv"), directory.to_owned()));
    for (number, deadline, more, _) in ITEMS {
        let text =
            format!("item: \"{number}\"\ntitle: Мероприятие «{number}»\ndeadline: {deadline}\n{more}\nresult: Отчёт\n");
        files.push(file(format!("{PLAN}/{number}.yaml"), text));
    }
    files
}

struct Years {
    store: Store,
    runtime: Runtime,
    dispatcher: Dispatcher,
    folder: tempfile::TempDir,
}

impl Years {
    async fn begin(url: Option<String>, workflows: &[SourceFile], on: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = url.unwrap_or_else(|| format!("sqlite://{}", folder.path().join("prikaz.db").display()));
        let store = Store::open(&url).await.expect("the database opens");
        let catalog =
            Catalog::load(workflows, &shipped(Shelf::DocTemplates)).unwrap_or_else(|faults| panic!("{faults}"));
        let clock = Clock::standing_at(at(on));
        let runtime = Runtime::start(store.clone(), Arc::new(catalog), clock)
            .await
            .expect("the runtime starts");
        let letters = Transport::files(folder.path().join("mail")).expect("a folder for letters");
        let dispatcher = Dispatcher::new(runtime.clone(), letters);
        Self {
            store,
            runtime,
            dispatcher,
            folder,
        }
    }

    /// Lets days pass up to and including `last`; timers fire in the morning of each.
    async fn pass_to(&self, last: &str) {
        let last: NaiveDate = last.parse().expect("a date");
        let mut day = self.runtime.clock().now().date_naive();
        while day < last {
            day = day.succ_opt().expect("a next day");
            self.runtime.clock().set(at(&format!("{day}T09:00:00+03:00")));
            self.dispatcher.drain().await.expect("what is due is done");
        }
    }

    async fn instances(&self) -> Vec<InstanceRow> {
        let reader = self.runtime.reader(Viewer::System);
        reading::instances(&reader, &InstanceFilter::default())
            .await
            .expect("instances are listed")
    }

    async fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for row in self.instances().await {
            *counts.entry(row.instance.item.to_string()).or_default() += 1;
        }
        counts
    }

    async fn tasks(&self, item: &str, period: &str) -> Vec<TaskRow> {
        let filter = TaskFilter {
            item: Some(item.into()),
            ..TaskFilter::default()
        };
        let tasks = reading::tasks(&self.runtime.reader(Viewer::System), &filter, usize::MAX).await;
        let id = instance(item, period);
        let mine = tasks.expect("tasks are listed").into_iter();
        mine.filter(|row| row.task.instance == id).collect()
    }

    async fn history(&self, item: &str, period: &str) -> Vec<(NaiveDate, Transition)> {
        let history = self
            .runtime
            .reader(Viewer::System)
            .history_all(instance(item, period))
            .await;
        let rows = history.expect("the history is read").into_iter();
        rows.map(|row| (row.entry.effective_on, row.entry.transition)).collect()
    }

    async fn clerk(&self, key: &str, act: Act) {
        let answer = self.runtime.accept(Command::asked(key, person("clerk"), act)).await;
        answer.unwrap_or_else(|refusal| panic!("{key}: {refusal}"));
        self.dispatcher.drain().await.expect("what follows is done");
    }

    /// An executor reports, and the clerk accepts.
    async fn carry_out(&self, item: &str, period: &str) {
        for row in self.tasks(item, period).await {
            let key: InstitutionKey = row.task.institution.clone();
            let actor = Actor::Institution {
                name: key.to_string(),
                key,
            };
            let task = row.task.id;
            let report = Report {
                text: "Исполнено".to_owned(),
                ..Report::default()
            };
            let command = Command::asked(format!("отчёт {task}"), actor, Act::Report { task, report });
            self.runtime.accept(command).await.expect("reported");
            let accept = Act::Accept {
                task,
                note: String::new(),
            };
            self.clerk(&format!("принят {task}"), accept).await;
        }
    }

    /// Subjects and addressees of the letters sent so far.
    fn letters(&self) -> Vec<(String, String)> {
        let files = std::fs::read_dir(self.folder.path().join("mail")).expect("a folder of letters");
        let read = |entry: std::io::Result<std::fs::DirEntry>| {
            let bytes = std::fs::read(entry.expect("a letter").path()).expect("read");
            let letter = mail_parser::MessageParser::default().parse(&bytes)?.into_owned();
            let to = letter.to()?.first()?.address()?.to_owned();
            Some((to, letter.body_text(0)?.into_owned()))
        };
        files.filter_map(read).collect()
    }

    async fn check(&self) {
        let verdict = verify::verify(&self.store).await.expect("verified");
        assert_eq!(verdict.faults, Vec::<String>::new());
        assert_eq!(self.store.job_counts().await.expect("counts").parked, 0);
    }
}

fn instance(item: &str, period: &str) -> InstanceId {
    InstanceId::of(&PLAN.into(), &item.into(), &period.into())
}

#[tokio::test(flavor = "multi_thread")]
async fn three_years_open_what_they_should_on_sqlite() {
    three_years(Years::begin(None, &workflows(), "2022-04-04T09:00:00+03:00").await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn three_years_open_what_they_should_on_postgresql() {
    let url = postgres::database().await;
    three_years(Years::begin(Some(url), &workflows(), "2022-04-04T09:00:00+03:00").await).await;
}

async fn three_years(years: Years) {
    years.dispatcher.drain().await.expect("the plan begins");
    let first: BTreeMap<String, usize> = ITEMS.iter().map(|(item, ..)| ((*item).to_owned(), 1)).collect();
    assert_eq!(years.counts().await, first, "each item begins with its first period");
    for year in [2022, 2023, 2024] {
        let period = year.to_string();
        years.pass_to(&format!("{year}-05-20")).await;
        assert!(
            years.tasks("1.10", &period).await.is_empty(),
            "1.10 waits for 1.1 of its own year"
        );
        years.carry_out("1.1", &period).await;
        assert_eq!(years.tasks("1.10", &period).await.len(), 1, "1.1 of {year} is done");
        years.pass_to(&format!("{year}-12-31")).await;
    }
    let counts = years.counts().await;
    for (item, deadline, _, expected) in ITEMS {
        assert_eq!(counts.get(item), Some(&expected), "{item}: {deadline}");
    }
    assert_eq!(counts.values().sum::<usize>(), 108);

    // Each begins on the first day of its period, and is due when its words say.
    let begun: BTreeMap<InstanceId, InstanceRow> = years
        .instances()
        .await
        .into_iter()
        .map(|row| (row.instance.id, row))
        .collect();
    for (item, period, opened, due) in [
        ("1.1", "2023", "2023-01-01", "2023-05-31"),
        ("1.2", "2022-Q2", "2022-04-04", "2022-06-30"),
        ("1.2", "2024-Q4", "2024-10-01", "2024-12-31"),
        ("1.3", "2024-02", "2024-02-01", "2024-02-29"),
        ("1.4", "2023-Q4", "2023-07-01", "2023-12-31"),
        ("1.5", "2024-12", "2024-12-01", "2025-01-10"),
        ("1.6", "2022-Q2", "2022-04-04", "2022-07-10"),
        ("1.6", "2024-Q4", "2024-10-01", "2025-01-10"),
        ("1.7", "2022", "2022-04-04", "2023-01-20"),
        ("1.7", "2024", "2024-01-01", "2025-01-20"),
        ("1.8", "2024", "2024-01-01", "2024-05-15"),
    ] {
        let row = &begun[&instance(item, period)];
        let history = years.history(item, period).await;
        assert!(matches!(history[0].1, Transition::Opened { .. }));
        assert_eq!(
            (
                history[0].0.to_string().as_str(),
                row.instance.term.map(|term| term.due.to_string())
            ),
            (opened, Some(due.to_owned())),
            "{item} for {period}"
        );
    }
    assert_eq!(years.tasks("1.8", "2023").await.len(), 2, "both schools");
    assert_eq!(
        years.tasks("1.8", "2024").await.len(),
        1,
        "one of them was closed in 2023"
    );

    // The plan is over, and the reports about its last year are still owed and taken.
    years.pass_to("2025-01-15").await;
    assert_eq!(years.counts().await, counts, "nothing begins after the plan");
    years.carry_out("1.7", "2024").await;
    let row = &years.tasks("1.7", "2024").await[0];
    assert!(matches!(row.task.state, TaskState::Accepted { .. }));
    years.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_shipped_plan_has_53_instances_in_three_years() {
    let years = Years::begin(None, &shipped(Shelf::Workflows), "2022-04-04T09:00:00+03:00").await;
    years.dispatcher.drain().await.expect("the plan begins");
    for month in 4..36 {
        let day = NaiveDate::from_ymd_opt(2022 + month / 12, month.unsigned_abs() % 12 + 1, 1).expect("a first day");
        years.runtime.clock().set(at(&format!("{day}T09:00:00+03:00")));
        years.dispatcher.drain().await.expect("what is due is done");
        assert_eq!(day.day(), 1);
    }
    let counts = years.counts().await;
    let each_year = [
        "2.2", "2.5", "4.1", "4.2", "4.4", "5.1", "5.2", "5.3", "5.4", "5.5", "6.2-1", "6.2-2", "6.3",
    ];
    let once = [
        "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "2.1", "2.3", "2.4", "3.1", "3.2", "4.3", "4.5", "6.1",
    ];
    for item in each_year {
        assert_eq!(counts.get(item), Some(&3), "{item}");
    }
    for item in once {
        assert_eq!(counts.get(item), Some(&1), "{item}");
    }
    assert_eq!((counts.len(), counts.values().sum::<usize>()), (27, 53));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_owes_a_date_hears_of_it_until_it_is_there_and_the_schools_do_not() {
    let years = Years::begin(None, &workflows(), "2022-04-04T09:00:00+03:00").await;
    years.dispatcher.drain().await.expect("the plan begins");
    years.pass_to("2022-06-30").await;
    let asked: Vec<NaiveDate> = years
        .history("1.9", "2022-2024")
        .await
        .into_iter()
        .filter(|(_, transition)| matches!(transition, Transition::DateAsked { .. }))
        .map(|(on, _)| on)
        .collect();
    let days: Vec<String> = asked.iter().map(ToString::to_string).collect();
    assert_eq!(
        days,
        [
            "2022-04-04",
            "2022-04-11",
            "2022-04-18",
            "2022-04-25",
            "2022-05-27",
            "2022-06-27"
        ]
    );
    let about = |letters: &[(String, String)], address: &str| {
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mine = letters.iter().filter(|(to, _)| to == address);
        mine.filter(|(_, text)| plain(text).contains("По отдельному графику"))
            .count()
    };
    let letters = years.letters();
    assert_eq!(about(&letters, "imo@example.org"), 6);
    assert_eq!(about(&letters, "head@example.org"), 4, "from the second reminder on");
    assert_eq!(about(&letters, "s1@example.org") + about(&letters, "s2@example.org"), 0);
    let supply = Act::SupplyDate {
        instance: instance("1.9", "2022-2024"),
        due: "2022-10-14".parse().expect("a date"),
        basis: "график ИМО от 30.06.2022".to_owned(),
    };
    years.clerk("срок", supply).await;
    assert_eq!(
        years.tasks("1.9", "2022-2024").await.len(),
        2,
        "now the schools have their tasks"
    );
    years.pass_to("2022-08-31").await;
    assert_eq!(
        about(&years.letters(), "imo@example.org"),
        6,
        "and nobody is asked any more"
    );
    years.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_before_the_plan_came_here_is_entered_with_its_real_day() {
    use prikaz::engine::event::Done;
    use prikaz::engine::paper::PaperOrder;
    // The plan comes here in June: its item 1.11 was due in April and is not begun of itself.
    let years = Years::begin(None, &workflows(), "2022-06-14T09:00:00+03:00").await;
    years.dispatcher.drain().await.expect("what is due is done");
    assert_eq!(years.counts().await.get("1.11"), None);
    let scan = years
        .runtime
        .put_file("Приказ № 57.pdf", b"%PDF-1.7".to_vec())
        .await
        .expect("kept");
    let on: NaiveDate = "2022-04-25".parse().expect("a date");
    let done = Done {
        on,
        papers: vec![PaperOrder {
            kind: "приказ отдела образования".to_owned(),
            number: "57".to_owned(),
            date: on,
        }],
        files: vec![scan],
        note: String::new(),
    };
    let act = |item: &str| Act::EnterDone {
        plan: PLAN.into(),
        item: item.into(),
        period: "2022".into(),
        done: done.clone(),
    };
    years.clerk("внести", act("1.11")).await;
    let row = years
        .runtime
        .reader(Viewer::System)
        .instance(instance("1.11", "2022"))
        .await
        .expect("read")
        .expect("entered");
    assert_eq!(row.instance.state, InstanceState::Released { on });
    let history = years.history("1.11", "2022").await;
    let entered = history.iter().find_map(|(entered_on, transition)| match transition {
        Transition::DoneBefore { done } => Some((entered_on.to_string(), done.on.to_string())),
        _ => None,
    });
    assert_eq!(
        entered,
        Some(("2022-06-14".to_owned(), "2022-04-25".to_owned())),
        "entered in June, done in April"
    );
    // A yearly item whose first year is done: the year after goes on as planned.
    years.clerk("внести 1.1", act("1.1")).await;
    assert_eq!(
        years.tasks("1.10", "2022").await.len(),
        1,
        "what comes after it goes on at once"
    );
    years.pass_to("2023-01-01").await;
    assert_eq!(years.counts().await.get("1.1"), Some(&2));
    years.check().await;
}
