//! A department over the shipped plan with five schools, whose texts can be amended and whose service can be restarted.

use chrono::{DateTime, NaiveDate, Utc};
use prikaz::engine::event::{Actor, Report};
use prikaz::engine::paper::{Linked, PaperOrder};
use prikaz::engine::transition::Transition;
use prikaz::mail::transport::Transport;
use prikaz::runtime::bulk::{Bulk, BulkAct, BulkRequest, InstancesAct, Preview, Selection, TasksAct};
use prikaz::runtime::catalog::Catalog;
use prikaz::runtime::command::{Act, Answer, Command, Draft, ItemInPeriod, Refusal};
use prikaz::runtime::dispatcher::Dispatcher;
use prikaz::runtime::sources::{Shelf, SourceFile, shipped};
use prikaz::runtime::{Runtime, reading, verify};
use prikaz::store::Store;
use prikaz::store::reader::{InstanceFilter, Page, TaskFilter, Viewer};
use prikaz::store::rows::{HistoryRow, InstanceRow, TaskRow};
use prikaz::words::clock::Clock;
use prikaz::words::ids::{DocumentId, InstanceId};
use std::collections::BTreeMap;
use std::sync::Arc;

pub const PLAN: &str = "mentoring-2022";
const SCHOOLS: [&str; 5] = ["school-1,", "school-2,", "school-3,", "school-4,", "school-5,"];

pub fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).expect("a moment").to_utc()
}

/// Nine in the morning.
pub fn morning(day: &str) -> DateTime<Utc> {
    at(&format!("{day}T09:00:00+03:00"))
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date as 2022-04-29")
}

pub fn person(role: &str, name: &str) -> Actor {
    Actor::Person {
        roles: vec![role.into()],
        name: name.to_owned(),
    }
}

pub fn clerk() -> Actor {
    person("clerk", "Королёва А. С., делопроизводитель")
}

pub fn head() -> Actor {
    person("head", "Ветрова Л. А., начальник отдела")
}

/// The texts of the plan, which a department edits.
#[derive(Clone)]
pub struct Texts(Vec<SourceFile>);

impl Texts {
    /// The shipped plan with its first five schools.
    pub fn shipped() -> Self {
        let mut files = shipped(Shelf::Workflows);
        for file in &mut files {
            if file.path.ends_with("institutions.csv") {
                let text = String::from_utf8(file.bytes.clone()).expect("a text");
                let kept =
                    |line: &&str| !line.starts_with("school-") || SCHOOLS.iter().any(|key| line.starts_with(key));
                let lines: Vec<&str> = text.lines().filter(kept).collect();
                file.bytes = (lines.join("\n") + "\n").into_bytes();
            }
        }
        Self(files)
    }

    /// As many schools more as a large department has.
    pub fn with_schools(mut self, count: usize) -> Self {
        let path = Self::path("institutions.csv");
        let file = self.0.iter_mut().find(|file| file.path == path).expect("the directory");
        let text = String::from_utf8(file.bytes.clone()).expect("a text");
        let first = text
            .lines()
            .find(|line| line.starts_with("school-1,"))
            .expect("a school")
            .to_owned();
        let more = (0..count).map(|n| format!("{}\n", first.replacen("school-1,", &format!("school-more-{n},"), 1)));
        file.bytes = (text.clone() + &more.collect::<String>()).into_bytes();
        self
    }

    fn path(name: &str) -> String {
        format!("{PLAN}/{name}")
    }

    /// Changes words of a file; they must be there.
    pub fn change(mut self, name: &str, from: &str, to: &str) -> Self {
        let path = Self::path(name);
        let file = self
            .0
            .iter_mut()
            .find(|file| file.path == path)
            .expect("a file of the plan");
        let text = String::from_utf8(file.bytes.clone()).expect("a text");
        assert!(text.contains(from), "{name} says «{from}»");
        file.bytes = text.replace(from, to).into_bytes();
        self
    }

    pub fn remove(mut self, item: &str) -> Self {
        let path = Self::path(&format!("{item}.yaml"));
        let before = self.0.len();
        self.0.retain(|file| file.path != path);
        assert_eq!(self.0.len() + 1, before, "{path} was there");
        self
    }

    fn catalog(&self) -> Arc<Catalog> {
        match Catalog::load(&self.0, &shipped(Shelf::DocTemplates)) {
            Ok(catalog) => Arc::new(catalog),
            Err(faults) => panic!("{faults}"),
        }
    }
}

pub struct Office {
    pub store: Store,
    pub runtime: Runtime,
    pub dispatcher: Dispatcher,
    clock: Clock,
    folder: tempfile::TempDir,
    keys: std::cell::Cell<u32>,
}

impl Office {
    /// The morning after order № 113, with an empty database.
    pub async fn open(url: Option<String>, texts: &Texts) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = url.unwrap_or_else(|| format!("sqlite://{}", folder.path().join("prikaz.db").display()));
        let store = Store::open(&url).await.expect("the database opens");
        let clock = Clock::standing_at(morning("2022-04-05"));
        let (runtime, dispatcher) = start(&store, texts, &clock, &folder).await;
        Self {
            store,
            runtime,
            dispatcher,
            clock,
            folder,
            keys: std::cell::Cell::new(0),
        }
    }

    /// The service is started anew over other texts.
    pub async fn restart(&mut self, texts: &Texts) {
        (self.runtime, self.dispatcher) = start(&self.store, texts, &self.clock, &self.folder).await;
    }

    pub fn key(&self) -> String {
        self.keys.set(self.keys.get() + 1);
        format!("ключ {}", self.keys.get())
    }

    pub async fn act(&self, actor: &Actor, act: Act) -> Result<Answer, Refusal> {
        self.runtime
            .accept(Command::asked(self.key(), actor.clone(), act))
            .await
    }

    /// Moves the clock to nine in the morning and does what is due.
    pub async fn pass_to(&self, day: &str) {
        self.clock.set(morning(day));
        self.dispatcher.drain().await.expect("jobs are done");
    }

    /// One order for the item in its period, drafted and signed by `signer`.
    pub async fn order(&self, item: &str, period: &str, signer: &Actor) -> Result<DocumentId, Refusal> {
        let key = self.key();
        let items = vec![ItemInPeriod {
            item: item.into(),
            period: Some(period.into()),
        }];
        let issue = Act::Issue {
            plan: PLAN.into(),
            items,
            draft: Draft::default(),
            document: None,
        };
        self.runtime
            .accept(Command::asked(key.clone(), clerk(), issue))
            .await
            .expect("the order is drafted");
        let document = DocumentId::of(&key);
        self.act(signer, Act::Approve { document }).await.map(|_| document)
    }

    pub async fn instance(&self, item: &str, period: &str) -> InstanceRow {
        let id = id(item, period);
        let found = self.runtime.reader(Viewer::System).instance(id).await.expect("read");
        found.unwrap_or_else(|| panic!("{item} of {period} has begun"))
    }

    pub async fn instances(&self) -> Vec<InstanceRow> {
        reading::instances(&self.runtime.reader(Viewer::System), &InstanceFilter::default())
            .await
            .expect("instances are listed")
    }

    pub async fn tasks(&self, item: &str, period: &str) -> BTreeMap<String, TaskRow> {
        let filter = TaskFilter {
            instance: Some(id(item, period)),
            ..TaskFilter::default()
        };
        let rows = reading::tasks(&self.runtime.reader(Viewer::System), &filter, usize::MAX).await;
        let rows = rows.expect("tasks are listed").into_iter();
        rows.map(|row| (row.task.institution.to_string(), row)).collect()
    }

    pub async fn history(&self, item: &str, period: &str) -> Vec<HistoryRow> {
        self.runtime
            .reader(Viewer::System)
            .history_all(id(item, period))
            .await
            .expect("history is read")
    }

    /// Files a report for the task's institution, and has it accepted.
    pub async fn done(&self, row: &TaskRow) {
        let key = row.task.institution.clone();
        let report = Report {
            text: "Исполнено".to_owned(),
            ..Report::default()
        };
        let school = Actor::Institution {
            name: key.to_string(),
            key,
        };
        let task = row.task.id;
        self.act(&school, Act::Report { task, report }).await.expect("reported");
        let note = String::new();
        let accepted = self
            .act(
                &clerk(),
                Act::Accept {
                    task,
                    note: note.clone(),
                },
            )
            .await;
        if accepted.is_err() {
            self.act(&head(), Act::Accept { task, note }).await.expect("accepted");
        }
    }

    pub async fn preview(&self, request: &BulkRequest) -> Preview {
        self.runtime.preview(&clerk(), request).await.expect("a preview")
    }

    /// Shows, and does what was shown.
    pub async fn perform(&self, request: BulkRequest) -> (Preview, Answer) {
        let preview = self.preview(&request).await;
        let answer = self
            .act(&clerk(), confirmed(&preview, request))
            .await
            .expect("done as shown");
        (preview, answer)
    }

    /// Names of the letters that lie in the folder and hold these words.
    pub fn letters(&self, words: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path().join("mail")).expect("a folder of letters");
        let paths = entries.map(|entry| entry.expect("an entry").path());
        let letters = paths.filter(|path| path.extension().is_some_and(|ending| ending == "eml"));
        let about = letters.filter(|path| plain(&std::fs::read(path).expect("a letter")).contains(words));
        about
            .map(|path| path.file_name().expect("a name").to_string_lossy().into_owned())
            .collect()
    }

    pub async fn check_whole(&self) {
        let verdict = verify::verify(&self.store).await.expect("verified");
        assert!(verdict.faults.is_empty(), "{:#?}", verdict.faults);
        let counts = self.store.job_counts().await.expect("counts");
        assert_eq!(counts.parked, 0, "no job waits for a person");
    }

    pub async fn rows_of(&self, wanted: impl Fn(&Transition) -> bool) -> usize {
        let mut count = 0;
        let reader = self.runtime.reader(Viewer::System);
        for row in self.instances().await {
            let history = reader.history_all(row.instance.id).await.expect("history is read");
            count += history.iter().filter(|row| wanted(&row.entry.transition)).count();
        }
        count
    }
}

async fn start(store: &Store, texts: &Texts, clock: &Clock, folder: &tempfile::TempDir) -> (Runtime, Dispatcher) {
    let runtime = Runtime::start(store.clone(), texts.catalog(), clock.clone())
        .await
        .expect("the runtime starts");
    let transport = Transport::files(folder.path().join("mail")).expect("a folder for letters");
    let dispatcher = Dispatcher::new(runtime.clone(), transport);
    (runtime, dispatcher)
}

/// The text of a letter, whatever its encoding.
fn plain(letter: &[u8]) -> String {
    let parsed = mail_parser::MessageParser::default().parse(letter).expect("a letter");
    let text = parsed.body_text(0).unwrap_or_default();
    let subject = parsed.subject().unwrap_or_default();
    format!("{subject}\n{text}")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

pub fn id(item: &str, period: &str) -> InstanceId {
    InstanceId::of(&PLAN.into(), &item.into(), &period.into())
}

pub fn confirmed(preview: &Preview, request: BulkRequest) -> Act {
    Act::Bulk(Box::new(Bulk {
        request,
        shown: preview.token.clone(),
        parts: Vec::new(),
    }))
}

pub fn all() -> Selection {
    Selection {
        plan: PLAN.into(),
        item: None,
        period: None,
        institution: None,
        overdue: false,
        removed: false,
    }
}

pub fn of_item(item: &str) -> Selection {
    Selection {
        item: Some(item.into()),
        ..all()
    }
}

pub fn to_tasks(of: Selection, act: TasksAct) -> BulkRequest {
    BulkRequest {
        of,
        act: BulkAct::OnTasks(act),
    }
}

pub fn to_instances(of: Selection, act: InstancesAct) -> BulkRequest {
    BulkRequest {
        of,
        act: BulkAct::OnInstances(act),
    }
}

/// Order № 87, which amends the plan.
pub fn order_87() -> Linked {
    Linked::Paper(PaperOrder {
        kind: "приказ отдела образования".to_owned(),
        number: "87".to_owned(),
        date: day("2023-06-14"),
    })
}

pub fn amend(of: Selection) -> BulkRequest {
    let act = InstancesAct::Amend {
        stages: BTreeMap::new(),
        by: order_87(),
        note: String::new(),
    };
    to_instances(of, act)
}

/// Only the page's rows are needed to see that nothing was left over.
pub async fn page_of_tasks(office: &Office, filter: &TaskFilter) -> u64 {
    let reader = office.runtime.reader(Viewer::System);
    reader.tasks(filter, &Page::first(1)).await.expect("tasks are listed");
    reader.count_tasks(filter).await.expect("tasks are counted")
}
