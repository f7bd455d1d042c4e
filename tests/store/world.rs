//! What the stories are made of: a plan with real items, schools, an order, tasks.

use chrono::{DateTime, NaiveDate, Utc};
use prikaz::definition::model::{Addressee, Part};
use prikaz::engine::event::Actor;
use prikaz::engine::paper::Given;
use prikaz::engine::state::{
    Counts, Document, DocumentState, Instance, InstanceState, JournalHead, Registration, Task, TaskState, Term,
};
use prikaz::engine::transition::Transition;
use prikaz::store::rows::{
    About, Committed, DefinitionRow, DocumentRow, DraftRecord, HistoryEntry, InstanceRow, Job, JournalRow, Loaded,
    Needs, NewAnswer, StoredAnswer, TaskRow, Writes,
};
use prikaz::store::{Store, StoreError};
use prikaz::words::ids::{DocumentId, InstanceId, InstitutionKey, TaskId};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use serde_json::json;

pub struct World {
    pub store: Store,
    pub url: String,
    _folder: Option<tempfile::TempDir>,
}

impl World {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/prikaz.db", folder.path().display());
        Self::of(url, Some(folder)).await
    }

    pub async fn postgresql() -> Self {
        Self::of(crate::postgres::database().await, None).await
    }

    async fn of(url: String, folder: Option<tempfile::TempDir>) -> Self {
        let store = Store::open(&url).await.unwrap();
        let definitions = ["1.4", "4.1", "6.3"].map(|item| DefinitionRow {
            sha256: definition(item),
            plan: "mentoring-2022".into(),
            item: item.into(),
            bundle: format!("item: \"{item}\""),
            stored_at: at(0),
        });
        store.put_definitions(&definitions).await.unwrap();
        Self {
            store,
            url,
            _folder: folder,
        }
    }

    /// A connection past the store, as an administrator has it.
    pub async fn raw(&self) -> DatabaseConnection {
        Database::connect(&self.url).await.unwrap()
    }

    pub async fn raw_run(&self, sql: &str) -> Result<u64, sea_orm::DbErr> {
        self.raw()
            .await
            .execute_unprepared(sql)
            .await
            .map(|done| done.rows_affected())
    }

    pub async fn commit(&self, writes: Writes) -> Result<Committed, StoreError> {
        self.store.begin().await?.commit(writes).await
    }

    pub async fn load(&self, needs: &Needs) -> Loaded {
        let mut batch = self.store.begin().await.unwrap();
        let loaded = batch.load(needs).await.unwrap();
        batch.rollback().await.unwrap();
        loaded
    }

    /// Item 4.1 of 2022 with a task for each of these schools, issued at `at(n)`.
    pub async fn fan_out(&self, item: &str, schools: std::ops::Range<usize>) -> Instance {
        let instance = instance(item, "2022", schools.len());
        self.commit(issue(&instance, schools)).await.unwrap();
        instance
    }
}

/// Seconds after the plan's first office morning.
pub fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_649_140_200 + seconds, 123_456_000).unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn definition(item: &str) -> String {
    prikaz::words::ids::sha256_hex(item.as_bytes())
}

pub fn school(n: usize) -> InstitutionKey {
    InstitutionKey(format!("school-{n}"))
}

pub fn clerk() -> Actor {
    Actor::Person {
        roles: vec!["clerk".into()],
        name: "Петрова А. В., делопроизводитель".into(),
    }
}

pub fn instance(item: &str, period: &str, tasks: usize) -> Instance {
    let total = u32::try_from(tasks).unwrap();
    Instance {
        id: InstanceId::of(&"mentoring-2022".into(), &item.into(), &period.into()),
        plan: "mentoring-2022".into(),
        item: item.into(),
        period: period.into(),
        definition: definition(item),
        stage: "execute".into(),
        state: InstanceState::Active,
        term: Some(Term {
            start: None,
            due: day("2022-05-15"),
            control: day("2022-05-13"),
            fixed_day: false,
        }),
        date_asked: None,
        document: None,
        predecessors_released: std::collections::BTreeSet::new(),
        counts: Counts {
            total,
            open: total,
            ..Counts::default()
        },
        stage_counts: std::collections::BTreeMap::new(),
    }
}

pub fn task(instance: &Instance, n: usize) -> Task {
    let stage = "execute".into();
    Task {
        id: TaskId::of(instance.id, &stage, &school(n)),
        instance: instance.id,
        stage,
        institution: school(n),
        part: Part::Lead,
        addressee: Addressee::Director,
        issued_on: day("2022-04-05"),
        due: day("2022-05-15"),
        control: day("2022-05-13"),
        current: day("2022-05-13"),
        state: TaskState::Issued,
        reports: 0,
        returns: 0,
        extension_asked: None,
        rungs_done: 0,
    }
}

pub fn entry(instance: &Instance, seconds: i64, transition: Transition) -> HistoryEntry {
    HistoryEntry {
        instance: instance.id,
        recorded_at: at(seconds),
        effective_on: day("2022-04-05"),
        actor: clerk(),
        transition,
        task: None,
        institution: None,
        document: None,
    }
}

pub fn opened(instance: &Instance) -> Transition {
    let Instance {
        id,
        plan,
        item,
        period,
        definition,
        stage,
        term,
        ..
    } = instance.clone();
    Transition::Opened {
        instance: id,
        plan,
        item,
        period,
        definition,
        stage,
        term,
    }
}

/// The instance opened and a task issued to each school, with its letter.
pub fn issue(instance: &Instance, schools: std::ops::Range<usize>) -> Writes {
    let mut writes = Writes {
        instances: vec![InstanceRow::new(instance.clone())],
        ..Writes::default()
    };
    writes.history.push(entry(instance, 0, opened(instance)));
    for n in schools {
        let task = task(instance, n);
        let about = (Some(task.id), Some(task.institution.clone()));
        let issued = Transition::TaskIssued { task: task.clone() };
        writes.history.push(HistoryEntry {
            task: about.0,
            institution: about.1,
            ..entry(instance, 0, issued)
        });
        writes.jobs.push(letter(instance, &task, 0));
        writes.tasks.push(TaskRow::new(instance, task));
    }
    writes
}

pub fn letter(instance: &Instance, task: &Task, seconds: i64) -> Job {
    Job {
        key: format!("{}/letter", task.id),
        kind: "letter".into(),
        run_at: at(seconds),
        payload: json!({"subject": "Поручение № 1 «до 15 мая»"}),
        about: About {
            plan: Some(instance.plan.clone()),
            item: Some(instance.item.clone()),
            instance: Some(instance.id),
            task: Some(task.id),
            institution: Some(task.institution.clone()),
            document: None,
        },
        message_id: Some(format!("<{}@prikaz>", task.id)),
        created_at: at(seconds),
    }
}

pub fn draft(name: &str, serves: Vec<InstanceId>) -> DocumentRow {
    DocumentRow {
        version: 0,
        document: Document {
            serves,
            ..Document::draft(DocumentId::of(name))
        },
        draft: DraftRecord {
            plan: "mentoring-2022".into(),
            kind: "order".into(),
            title: "О внедрении «целевой модели» наставничества".into(),
            template: "order-department.docx".into(),
            template_sha256: definition("template"),
            content: json!({"points": [{"text": "Утвердить ё"}], "n": 3}),
            file_name: "Приказ.docx".into(),
        },
        file: None,
    }
}

/// The order registered under the number after `journal`'s last, and the journal moved on.
pub fn register(mut order: DocumentRow, journal: Option<&JournalRow>) -> (DocumentRow, JournalRow) {
    let mut journal = journal.cloned().unwrap_or(JournalRow {
        version: 0,
        head: JournalHead {
            journal: "orders".into(),
            year: 2022,
            last: 112,
            last_on: None,
        },
    });
    journal.head.last += 1;
    let sequence = journal.head.last;
    let registration = Registration {
        journal: "orders".into(),
        sequence,
        number: format!("{sequence}-ОД"),
        date: day("2022-04-05"),
        given: Given::Next,
        remark: None,
    };
    journal.head.last_on = Some(registration.date);
    order.document.state = DocumentState::Registered(registration);
    (order, journal)
}

pub fn answer(key: &str) -> NewAnswer {
    NewAnswer {
        key: key.into(),
        stored: StoredAnswer {
            input_sha256: definition(key),
            answer: json!({"ok": key, "nothing": null}),
        },
        recorded_at: at(0),
    }
}

pub fn institution(n: usize) -> prikaz::definition::model::Institution {
    prikaz::definition::model::Institution {
        key: school(n),
        kind: "school".into(),
        full_name: format!("Муниципальное бюджетное общеобразовательное учреждение «Средняя школа № {n}»"),
        short_name: format!("МБОУ СОШ № {n}"),
        director: "Семёнова Ё. Ж.".into(),
        email: format!("school{n}@example.org"),
        curator: None,
        curator_email: None,
        valid_from: Some(day("2020-09-01")),
        valid_to: None,
        director_post: None,
        director_sex: None,
        curator_sex: None,
        phone: None,
        address: None,
        forms: prikaz::definition::institutions::InstitutionForms::default(),
    }
}
