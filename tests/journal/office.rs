//! A department with two plans that share a journal of orders; every item ends with its order.

use chrono::{DateTime, NaiveDate, Utc};
use prikaz::engine::event::{Actor, FileRef};
use prikaz::engine::paper::{AttachmentKind, Link};
use prikaz::runtime::catalog::Catalog;
use prikaz::runtime::command::{Act, Answer, Command, Draft, ItemInPeriod, Refusal};
use prikaz::runtime::journal::{Desk, JournalEntry, whole};
use prikaz::runtime::sources::{Shelf, SourceFile, shipped};
use prikaz::runtime::{Runtime, verify};
use prikaz::store::Store;
use prikaz::store::reader::{JournalOfYear, Viewer};
use prikaz::words::clock::Clock;
use prikaz::words::ids::DocumentId;
use std::fmt::Write;
use std::sync::{Arc, LazyLock};

pub const PLAN: &str = "registry-2022";

const LIFECYCLE: &str = "lifecycle: one-order
title: Приказ отдела
stages:
  draft: { title: Проект, act: issue, by: clerk, document: order, next: sign }
  sign: { title: На подписи, act: approve, by: head, journal: orders, approved: closed, returned: draft }
  closed: { title: Снят с контроля, act: end }
";

fn plan(key: &str) -> String {
    format!(
        "plan: {key}
title: План мероприятий {key}
period: {{ from: 2022-01-10, to: 2024-12-31 }}
basis: {{ kind: приказ отдела образования, number: \"1\", date: 2022-01-10 }}
office:
  name: Отдел образования Заозёрного округа
  name_genitive: отдела образования Заозёрного округа
  short_name: ОО ЗО
  place: г. Заозёрный
  email: oo-zo@example.org
calendars: [ru]
roles:
  clerk: {{ post: Делопроизводитель, name: Королёва Алёна Семёновна, phone: 8 (00000) 0-00-02 }}
  head: {{ post: Начальник отдела образования, name: Ветрова Любовь Артёмовна }}
journals:
  orders: {{ title: Приказы по основной деятельности, pattern: \"{{n}}-ОД\" }}
  letters: {{ title: Исходящие письма, kind: письмо, pattern: \"01-12/{{n}}\" }}
sections: {{ \"1\": Нормативное обеспечение }}
parties:
  ОО: {{ institution: oo, addressed: Отделу образования }}
defaults:
  lifecycle: one-order
  documents: {{ order: order-department.docx }}
"
    )
}

fn file(path: String, text: &str) -> SourceFile {
    SourceFile {
        path,
        bytes: text.as_bytes().to_vec(),
    }
}

pub fn workflows() -> Vec<SourceFile> {
    let calendars = shipped(Shelf::Workflows).into_iter();
    let mut files: Vec<SourceFile> = calendars.filter(|file| file.path.starts_with("calendars/")).collect();
    files.push(file("lifecycles/one-order.yaml".to_owned(), LIFECYCLE));
    for key in [PLAN, "science-2022"] {
        files.push(file(format!("{key}/plan.yaml"), &plan(key)));
        let directory = "key,kind,full_name,short_name,director,email,curator,curator_email,valid_from,valid_to\n\
            oo,department,Отдел образования Заозёрного округа,ОО ЗО,Ветрова Любовь Артёмовна,oo@example.org,,,,\n";
        files.push(file(format!("{key}/institutions.csv"), directory));
        for n in 1..=9 {
            let item = format!(
                "item: \"1.{n}\"\ntitle: Издание приказа № {n} «О наставничестве»\ndeadline: до 29 декабря 2022 г.\n\
                 executors: ОО\nresult: Приказ\n"
            );
            files.push(file(format!("{key}/1.{n}.yaml"), &item));
        }
    }
    files
}

static CATALOG: LazyLock<Arc<Catalog>> = LazyLock::new(|| catalog(&shipped(Shelf::DocTemplates)));

pub fn catalog(templates: &[SourceFile]) -> Arc<Catalog> {
    Arc::new(Catalog::load(&workflows(), templates).unwrap_or_else(|faults| panic!("{faults}")))
}

pub struct Office {
    pub store: Store,
    pub runtime: Runtime,
    pub url: String,
    folder: Option<tempfile::TempDir>,
}

impl Office {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("prikaz.db").display());
        Self::on(url, Some(folder), Arc::clone(&CATALOG)).await
    }

    pub async fn postgresql() -> Self {
        Self::on(crate::postgres::database().await, None, Arc::clone(&CATALOG)).await
    }

    pub async fn with(templates: &[SourceFile]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("prikaz.db").display());
        Self::on(url, Some(folder), catalog(templates)).await
    }

    async fn on(url: String, folder: Option<tempfile::TempDir>, catalog: Arc<Catalog>) -> Self {
        let store = Store::open(&url).await.expect("the database opens");
        let clock = Clock::standing_at(at("2022-04-11T09:00:00+03:00"));
        let runtime = Runtime::start(store.clone(), catalog, clock).await.expect("it starts");
        Self {
            store,
            runtime,
            url,
            folder,
        }
    }

    /// Where the database lies, when it is a file.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.as_ref().expect("a database in a file").path()
    }

    /// Another process on the same database.
    pub async fn neighbour(&self) -> Runtime {
        let store = Store::open(&self.url).await.expect("the database opens twice");
        let (catalog, clock) = (Arc::clone(self.runtime.catalog()), self.runtime.clock().clone());
        Runtime::start(store, catalog, clock).await.expect("it starts")
    }

    /// Another process on the same database, with its own memory of what is in use.
    pub async fn neighbour_of_its_own(&self) -> Runtime {
        let store = Store::open(&self.url).await.expect("the database opens twice");
        let clock = self.runtime.clock().clone();
        Runtime::start(store, catalog(&shipped(Shelf::DocTemplates)), clock)
            .await
            .expect("it starts")
    }

    pub async fn clerk(&self, key: &str, act: Act) -> Result<Answer, Refusal> {
        self.runtime.accept(Command::asked(key, person("clerk"), act)).await
    }

    /// Drafts the order of some items.
    pub async fn draft(&self, plan: &str, items: &[&str], links: Vec<Link>) -> Result<DocumentId, Refusal> {
        let key = format!("{plan}/{}", items.join("+"));
        let items = items.iter().map(|item| ItemInPeriod {
            item: (*item).into(),
            period: None,
        });
        let act = Act::Issue {
            plan: plan.into(),
            items: items.collect(),
            draft: Draft {
                title: Some(format!("О пунктах {key}")),
                links,
                ..Draft::default()
            },
            document: None,
        };
        self.clerk(&key, act).await?;
        Ok(DocumentId::of(&key))
    }

    pub async fn sign(&self, document: DocumentId) -> Result<Answer, Refusal> {
        let act = Act::Approve { document };
        let command = Command::asked(format!("подпись {document}"), person("head"), act);
        self.runtime.accept(command).await
    }

    /// Drafts and signs the order of one item.
    pub async fn order(&self, item: &str) -> DocumentId {
        let document = self.draft(PLAN, &[item], Vec::new()).await.expect("drafted");
        self.sign(document).await.expect("signed");
        document
    }

    /// Registers as on paper; gives the refusal's sentence, if any.
    pub async fn by_hand(
        &self,
        document: DocumentId,
        number: &str,
        date: &str,
        skipped: Option<&str>,
    ) -> Option<String> {
        let act = Act::RegisterByHand {
            document,
            number: number.to_owned(),
            date: day(date),
            skipped: skipped.map(str::to_owned),
        };
        let answered = self
            .clerk(&format!("{document} {number} {date} {skipped:?}"), act)
            .await;
        answered.err().map(|refusal| refusal.to_string())
    }

    pub async fn attach(&self, document: DocumentId, kind: AttachmentKind, name: &str, bytes: &[u8]) -> Option<String> {
        let file = self.runtime.put_file(name, bytes.to_vec()).await.expect("kept");
        let act = Act::AttachToDocument {
            document,
            kind,
            file: FileRef { ..file },
        };
        let answered = self.clerk(&format!("{document} {name} {}", bytes.len()), act).await;
        answered.err().map(|refusal| refusal.to_string())
    }

    pub async fn journal(&self, year: i32) -> Vec<JournalEntry> {
        let reader = self.runtime.reader(Viewer::Department);
        let desk = Desk {
            catalog: self.runtime.catalog(),
            reader: &reader,
        };
        let of = JournalOfYear {
            journal: "orders".into(),
            year,
        };
        whole(desk, &of).await.expect("the journal is read")
    }

    /// The journal as lines: number, date, marks, links.
    pub async fn told(&self, year: i32) -> String {
        let mut text = String::new();
        for entry in self.journal(year).await {
            let date = entry.date.map_or("—".to_owned(), |date| date.to_string());
            let links: Vec<&str> = entry.links.iter().map(|link| link.text.as_str()).collect();
            let marks = entry.marks.iter().map(String::as_str);
            let beside: Vec<&str> = marks.chain(links).collect();
            let line = format!("{} {date} {}", entry.number, beside.join("; "));
            writeln!(text, "{}", line.trim_end()).expect("a line");
        }
        text
    }

    /// The history is whole, and tells of the state there is.
    pub async fn check(&self) {
        let verdict = verify::verify(&self.store).await.expect("the history is read");
        assert_eq!(verdict.faults, Vec::<String>::new());
        assert!(verdict.rows > 0, "there is a history to check");
    }
}

pub fn person(role: &str) -> Actor {
    Actor::Person {
        roles: vec![role.into()],
        name: role.to_owned(),
    }
}

pub fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).expect("a moment").to_utc()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}
