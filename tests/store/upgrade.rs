//! A database made by the first step of the migrations, with data in it, is brought up to date and loses nothing.

use crate::world::*;
use prikaz::engine::state::DocumentState;
use prikaz::store::Store;
use prikaz::store::reader::{JournalOfYear, Page, Reader, Viewer};
use prikaz::store::rows::{JournalRow, Needs, VoidRow, Writes};
use prikaz::words::ids::DocumentId;
use prikaz_migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use std::fmt::Write;

/// Orders № 1, 2, 100 and 200 of 2022: a hundred times one number is another, and none may run over it on the way.
const NUMBERS: [u32; 4] = [1, 2, 100, 200];

/// Rows as the first step's program wrote them.
fn rows() -> String {
    let (hash, instance) = ("0".repeat(64), instance("4.1", "2022", 0));
    let body = serde_json::json!({ "v": 1, "is": instance });
    let mut sql = format!(
        "INSERT INTO definition VALUES ('{definition}', 'mentoring-2022', '4.1', 'item', '2022-04-05T06:30:00+00:00');
         INSERT INTO journal VALUES ('orders', 2022, 200, 5);
         INSERT INTO journal VALUES ('orders', 2023, 7, 1);",
        definition = definition("4.1")
    );
    for number in NUMBERS {
        let id = DocumentId::of(&format!("приказ {number}"));
        let registration = serde_json::json!({ "registered": {
            "journal": "orders", "sequence": number, "number": format!("{number}-ОД"), "date": "2022-04-05" } });
        let document = serde_json::json!({ "v": 1, "is": {
            "id": id, "state": registration, "approvals": ["head"], "serves": [instance.id] } });
        write!(
            sql,
            "INSERT INTO document (id, state, plan, kind, title, journal, year, sequence, number, dated, template, template_sha256,
                draft, serves, file_name, version, body)
             VALUES ('{id}', 'registered', 'mentoring-2022', 'order', 'О наставничестве', 'orders', 2022, {number}, '{number}-ОД',
                '2022-04-05', 'order-department.docx', '{hash}', '{{\"v\":1,\"is\":{{}}}}', '[\"{}\"]', 'Приказ.docx', 1, '{document}');",
            instance.id
        )
        .unwrap();
    }
    let driving = DocumentId::of("приказ 200");
    sql + &format!(
        "INSERT INTO instance (id, plan, item, period, definition, stage, state, document_id, total, open, reported, accepted, cancelled,
            version, history_seq, history_hash, body)
         VALUES ('{id}', 'mentoring-2022', '4.1', '2022', '{definition}', 'execute', 'active', '{driving}', 0, 0, 0, 0, 0,
            1, 1, '{hash}', '{body}');
         INSERT INTO history (instance_id, seq, recorded_at, effective_on, actor_kind, actor_name, kind, plan, item, period,
            document_id, definition, payload, prev_hash, hash)
         VALUES ('{id}', 1, '2022-04-05T06:30:00+00:00', '2022-04-05', 'system', '', 'document_issued', 'mentoring-2022', '4.1', '2022',
            '{driving}', '{definition}', '{{\"v\":1,\"is\":{{\"document_issued\":{{\"document\":\"{driving}\"}}}}}}', '{hash}', '{hash}');",
        id = instance.id,
        definition = definition("4.1"),
    )
}

async fn old_database(url: &str) -> DatabaseConnection {
    let connection = Database::connect(url).await.unwrap();
    Migrator::install(&connection).await.unwrap();
    Migrator::up(&connection, Some(1)).await.unwrap();
    connection.execute_unprepared(&rows()).await.unwrap();
    connection
}

async fn is_brought_up_to_date(url: &str) {
    old_database(url).await.close().await.unwrap();
    let store = Store::open(url).await.unwrap();
    let mut batch = store.begin().await.unwrap();
    let documents = NUMBERS.map(|number| DocumentId::of(&format!("приказ {number}")));
    let needs = Needs {
        documents: documents.to_vec(),
        journals: vec![("orders".into(), 2022), ("orders".into(), 2023)],
        ..Needs::default()
    };
    let loaded = batch.load(&needs).await.unwrap();
    batch.rollback().await.unwrap();
    for (id, number) in documents.iter().zip(NUMBERS) {
        let DocumentState::Registered(registration) = &loaded.documents[id].document.state else {
            panic!("order № {number} is no longer registered");
        };
        assert_eq!((registration.sequence, registration.given.is_next()), (number, true));
    }
    assert_eq!(loaded.instances.len(), 1, "what an order serves still comes along");
    let head = |year| &loaded.journals[&("orders".into(), year)].head;
    assert_eq!((head(2022).last, head(2022).last_on), (200, Some(day("2022-04-05"))));
    assert_eq!((head(2023).last, head(2023).last_on), (7, None));

    let reader = Reader::new(&store, Viewer::System);
    let of = JournalOfYear {
        journal: "orders".into(),
        year: 2022,
    };
    let lines = reader.journal(&of, &Page::first(200)).await.unwrap().rows;
    let sequences: Vec<u32> = lines
        .iter()
        .map(|(line, _)| line.numbered().unwrap().sequence)
        .collect();
    assert_eq!(sequences, NUMBERS);
    let history = reader.history_all(instance("4.1", "2022", 0).id).await.unwrap();
    assert_eq!(
        history[0].entry.document,
        Some(documents[3]),
        "the history still points at its order"
    );
}

#[tokio::test]
async fn a_database_of_the_first_step_is_brought_up_to_date_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/prikaz.db?mode=rwc", folder.path().display());
    is_brought_up_to_date(&url).await;
    let connection = Database::connect(&url).await.unwrap();
    let sql = "SELECT count(*) FROM pragma_foreign_key_check";
    let broken = connection
        .query_one_raw(Statement::from_string(sea_orm::DbBackend::Sqlite, sql))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        broken.try_get_by_index::<i64>(0).unwrap(),
        0,
        "every foreign key still holds"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_of_the_first_step_is_brought_up_to_date_on_postgresql() {
    is_brought_up_to_date(&crate::postgres::empty_database().await).await;
}

on_both!(
    an_inserted_number_finds_room_after_its_integer,
    a_void_number_is_written_once_and_stays,
);

async fn an_inserted_number_finds_room_after_its_integer(world: World) {
    let instance = world.fan_out("4.1", 0..1).await;
    let (first, journal) = register(draft("order", vec![instance.id]), None);
    let (mut inserted, _) = register(draft("inserted", vec![instance.id]), None);
    if let DocumentState::Registered(registration) = &mut inserted.document.state {
        registration.given = prikaz::engine::paper::Given::ByHand { letter: Some('а') };
        registration.number.insert_str(3, "-а");
    }
    let writes = Writes {
        documents: vec![first, inserted.clone()],
        journals: vec![journal.clone()],
        ..Writes::default()
    };
    world.commit(writes).await.unwrap();
    let mut again = inserted;
    again.document.id = DocumentId::of("again");
    let twice = world
        .commit(Writes {
            documents: vec![again],
            ..Writes::default()
        })
        .await;
    assert!(twice.is_err(), "the same number again");
    let of = JournalOfYear {
        journal: "orders".into(),
        year: 2022,
    };
    let reader = Reader::new(&world.store, Viewer::System);
    let mut page = Page::first(1);
    let mut letters = Vec::new();
    loop {
        let paged = reader.journal(&of, &page).await.unwrap();
        letters.push(paged.rows[0].0.numbered().unwrap().letter);
        if !paged.has_next {
            break;
        }
        page = Page::first(1).after(paged.rows[0].1.clone());
    }
    assert_eq!(letters, [None, Some('а')]);
    assert_eq!(reader.count_journal(&of).await.unwrap(), 2);
    let school = Reader::new(&world.store, Viewer::Institution(school(7)));
    assert_eq!(
        school.count_journal(&of).await.unwrap(),
        0,
        "a school sees the orders that serve it only"
    );
    let JournalRow { head, .. } = journal;
    assert_eq!(head.last_on, Some(day("2022-04-05")));
}

async fn a_void_number_is_written_once_and_stays(world: World) {
    let instance = world.fan_out("4.1", 0..1).await;
    let void = VoidRow {
        journal: "orders".into(),
        year: 2022,
        sequence: 115,
        number: "115-ОД".to_owned(),
        reason: "бланки испорчены".to_owned(),
        on: day("2022-04-05"),
        instance: instance.id,
    };
    let write = || Writes {
        voids: vec![void.clone()],
        ..Writes::default()
    };
    world.commit(write()).await.unwrap();
    assert!(world.commit(write()).await.is_err(), "the same number again");
    for change in ["UPDATE void_number SET reason = 'другая'", "DELETE FROM void_number"] {
        assert!(world.raw_run(change).await.is_err(), "{change}");
    }
    let of = JournalOfYear {
        journal: "orders".into(),
        year: 2022,
    };
    let count = async |viewer| Reader::new(&world.store, viewer).count_journal(&of).await.unwrap();
    assert_eq!(count(Viewer::Department).await, 1);
    assert_eq!(
        count(Viewer::Institution(school(0))).await,
        0,
        "void numbers are the department's business"
    );
}
