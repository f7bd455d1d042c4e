//! Writing: what was acknowledged is there, what failed is not, and nothing comes twice.

use crate::world::*;
use prikaz::engine::state::{DocumentState, TaskState};
use prikaz::engine::transition::Transition;
use prikaz::store::chain::Break;
use prikaz::store::reader::{HistoryFilter, Page, Reader, Viewer};
use prikaz::store::rows::*;
use prikaz::store::{Store, StoreError};
use prikaz::words::ids::DocumentId;
use std::collections::BTreeSet;

on_both!(
    what_was_written_is_read_back_word_for_word,
    a_task_or_a_document_brings_its_instances_along,
    two_decisions_on_one_version_and_the_second_is_told,
    an_answer_is_kept_once,
    a_failed_batch_leaves_nothing,
    a_batch_dropped_in_the_middle_leaves_nothing,
    two_clerks_never_get_one_number,
    one_number_cannot_be_written_twice,
    the_history_is_numbered_and_chained_from_the_first_row,
    the_history_cannot_be_changed_nor_deleted,
    a_tampered_history_is_found,
    history_needs_its_instance,
    a_character_that_cannot_be_kept_is_refused,
    a_file_is_stored_once_and_checked_when_read,
    a_row_from_the_future_is_refused_by_name,
    a_registered_document_has_all_of_its_number,
);

async fn what_was_written_is_read_back_word_for_word(world: World) {
    let instance = instance("4.1", "2022", 1);
    let mut writes = issue(&instance, 0..1);
    let (order, journal) = register(draft("order", vec![instance.id]), None);
    let sha256 = world.store.put_blob("файл".into(), at(0)).await.unwrap();
    let file = FileRecord {
        sha256,
        content_sha256: definition("content"),
        name: "Приказ 113-ОД.docx".into(),
        size: 8,
    };
    let order = DocumentRow {
        file: Some(file.clone()),
        ..order
    };
    writes.documents.push(order.clone());
    writes.journals.push(journal.clone());
    writes.requests.push(answer("request-1"));
    let (task, heads) = (writes.tasks[0].clone(), world.commit(writes).await.unwrap().heads);

    let needs = Needs {
        requests: vec!["request-1".into(), "request-2".into()],
        instances: vec![instance.id],
        tasks: vec![task.task.id],
        wholes: Vec::new(),
        documents: vec![order.document.id],
        journals: vec![("orders".into(), 2022), ("orders".into(), 2023)],
        series: Vec::new(),
    };
    let loaded = world.load(&needs).await;
    let (history_seq, history_hash) = heads[&instance.id].clone();
    assert_eq!(
        loaded.instances[&instance.id],
        InstanceRow {
            version: 1,
            history_seq,
            history_hash,
            instance: instance.clone()
        }
    );
    assert_eq!(loaded.tasks[&task.task.id], TaskRow { version: 1, ..task });
    let mut expected = DocumentRow { version: 1, ..order };
    expected.draft.file_name = file.name;
    assert_eq!(loaded.documents[&expected.document.id], expected);
    assert_eq!(
        loaded.journals[&("orders".into(), 2022)],
        JournalRow { version: 1, ..journal }
    );
    assert_eq!(loaded.requests["request-1"], answer("request-1").stored);
    assert_eq!((loaded.journals.len(), loaded.requests.len()), (1, 1));
}

async fn a_task_or_a_document_brings_its_instances_along(world: World) {
    let (first, second) = (world.fan_out("1.4", 0..2).await, world.fan_out("4.1", 0..2).await);
    let order = draft("order", vec![first.id, second.id]);
    world
        .commit(Writes {
            documents: vec![order.clone()],
            ..Writes::default()
        })
        .await
        .unwrap();
    let by_task = world
        .load(&Needs {
            tasks: vec![task(&second, 1).id],
            ..Needs::default()
        })
        .await;
    assert_eq!(by_task.instances.keys().collect::<Vec<_>>(), [&second.id]);
    assert_eq!(by_task.tasks_of(second.id).count(), 1);
    let by_document = world
        .load(&Needs {
            documents: vec![order.document.id],
            ..Needs::default()
        })
        .await;
    assert_eq!(
        by_document.instances.keys().collect::<BTreeSet<_>>(),
        BTreeSet::from([&first.id, &second.id])
    );
    assert!(by_document.tasks.is_empty());
}

async fn two_decisions_on_one_version_and_the_second_is_told(world: World) {
    let instance = world.fan_out("4.1", 0..1).await;
    let needs = Needs {
        tasks: vec![task(&instance, 0).id],
        ..Needs::default()
    };
    let mut row = world.load(&needs).await.tasks[&task(&instance, 0).id].clone();
    row.task.state = TaskState::Cancelled { on: day("2022-04-06") };
    let cancel = Writes {
        tasks: vec![row],
        ..Writes::default()
    };
    world.commit(cancel.clone()).await.unwrap();
    assert!(matches!(
        world.commit(cancel).await,
        Err(StoreError::Conflict { table: "task" })
    ));
    let again = issue(&instance, 0..1);
    assert!(matches!(
        world.commit(again).await,
        Err(StoreError::Conflict { table: "instance" })
    ));
}

async fn an_answer_is_kept_once(world: World) {
    let writes = Writes {
        requests: vec![answer("request")],
        ..Writes::default()
    };
    world.commit(writes.clone()).await.unwrap();
    assert!(matches!(
        world.commit(writes).await,
        Err(StoreError::Conflict { table: "request" })
    ));
}

async fn a_failed_batch_leaves_nothing(world: World) {
    let instance = instance("4.1", "2022", 1);
    let mut writes = issue(&instance, 0..1);
    writes.requests.push(answer("request"));
    writes.jobs.push(Job {
        key: "k".into(),
        ..writes.jobs[0].clone()
    });
    world
        .commit(Writes {
            requests: vec![answer("request")],
            ..Writes::default()
        })
        .await
        .unwrap();
    assert!(
        world.commit(writes).await.is_err(),
        "the last table of the batch refuses"
    );
    let reader = Reader::new(&world.store, Viewer::System);
    assert_eq!(reader.instance(instance.id).await.unwrap(), None);
    assert_eq!(reader.count_history(&HistoryFilter::default()).await.unwrap(), 0);
    assert_eq!(world.store.job_counts().await.unwrap().waiting, 0);
}

async fn a_batch_dropped_in_the_middle_leaves_nothing(world: World) {
    let instance = instance("4.1", "2022", 1);
    let mut batch = world.store.begin().await.unwrap();
    batch.load(&Needs::default()).await.unwrap();
    drop(batch);
    world.commit(issue(&instance, 0..1)).await.unwrap();
    assert!(
        Reader::new(&world.store, Viewer::System)
            .instance(instance.id)
            .await
            .unwrap()
            .is_some()
    );
}

async fn two_clerks_never_get_one_number(world: World) {
    let mut clerks = tokio::task::JoinSet::new();
    for n in 0..16 {
        let store = world.store.clone();
        clerks.spawn(async move {
            let order = draft(&format!("order-{n}"), vec![]);
            loop {
                let mut batch = store.begin().await.unwrap();
                let loaded = batch
                    .load(&Needs {
                        journals: vec![("orders".into(), 2022)],
                        ..Needs::default()
                    })
                    .await
                    .unwrap();
                let (document, journal) = register(order.clone(), loaded.journals.values().next());
                let number = journal.head.last;
                match batch
                    .commit(Writes {
                        documents: vec![document],
                        journals: vec![journal],
                        ..Writes::default()
                    })
                    .await
                {
                    Ok(_) => return number,
                    Err(StoreError::Conflict { .. }) => {}
                    Err(other) => panic!("{other}"),
                }
            }
        });
    }
    let numbers: BTreeSet<u32> = clerks.join_all().await.into_iter().collect();
    assert_eq!(numbers, (113..129).collect(), "every number once, none left out");
}

/// Two processes on one server: the second waits for the first and goes on from its number; nobody begins anew.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_registers_waits_for_the_other_process_and_goes_on_from_its_number() {
    let world = World::postgresql().await;
    let (order, journal) = register(draft("first", vec![]), None);
    let writes = |document, journal| Writes {
        documents: vec![document],
        journals: vec![journal],
        ..Writes::default()
    };
    world.commit(writes(order, journal)).await.unwrap();
    let needs = Needs {
        journals: vec![("orders".into(), 2022)],
        ..Needs::default()
    };
    let mut batch = world.store.begin().await.unwrap();
    let loaded = batch.load(&needs).await.unwrap();
    let other = Store::open(&world.url).await.unwrap();
    let waiting = tokio::spawn(async move {
        let mut batch = other.begin().await.unwrap();
        let loaded = batch.load(&needs).await.unwrap();
        let (order, journal) = register(draft("third", vec![]), loaded.journals.values().next());
        let number = journal.head.last;
        batch.commit(writes(order, journal)).await.map(|_| number)
    });
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert!(!waiting.is_finished());
    let (order, journal) = register(draft("second", vec![]), loaded.journals.values().next());
    batch.commit(writes(order, journal)).await.unwrap();
    assert_eq!(
        waiting.await.unwrap().unwrap(),
        115,
        "after 113 and 114, at the first attempt"
    );
}

async fn one_number_cannot_be_written_twice(world: World) {
    let (first, journal) = register(draft("first", vec![]), None);
    let (second, _) = register(draft("second", vec![]), None);
    world
        .commit(Writes {
            documents: vec![first],
            journals: vec![journal],
            ..Writes::default()
        })
        .await
        .unwrap();
    let refused = world
        .commit(Writes {
            documents: vec![second],
            ..Writes::default()
        })
        .await;
    assert!(
        matches!(refused, Err(StoreError::Constraint { table: "document", .. })),
        "{refused:?}"
    );
}

async fn the_history_is_numbered_and_chained_from_the_first_row(world: World) {
    let instance = world.fan_out("4.1", 0..3).await;
    let reader = Reader::new(&world.store, Viewer::Auditor);
    let rows = reader.history_all(instance.id).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_eq!(rows[0].prev_hash, prikaz::store::chain::GENESIS);
    assert!(rows.windows(2).all(|pair| pair[1].prev_hash == pair[0].hash));
    assert_eq!(rows[0].kind, "opened");
    assert_eq!(rows[0].entry, entry(&instance, 0, opened(&instance)));
    assert_eq!(rows[2].kind, "task_issued");
    assert_eq!(
        rows[2].entry.transition,
        Transition::TaskIssued {
            task: task(&instance, 1)
        }
    );
    assert_eq!(reader.verify_chain(instance.id).await.unwrap(), Some(Ok(())));
    // The same words give the same hash on every database, for ever.
    assert_eq!(
        rows[0].hash,
        "397149852e70ea45d8e348ad30e52cdc18e7377ad1b9241b84df4d75e6cd461b"
    );
}

async fn the_history_cannot_be_changed_nor_deleted(world: World) {
    world.fan_out("4.1", 0..1).await;
    for forbidden in [
        "UPDATE history SET actor_name = 'Иванов'",
        "DELETE FROM history",
        "UPDATE definition SET bundle = ''",
        "DELETE FROM definition",
    ] {
        let refused = world.raw_run(forbidden).await.unwrap_err().to_string();
        assert!(
            refused.contains("append-only") || refused.contains("never changes"),
            "{forbidden}: {refused}"
        );
    }
    assert_eq!(
        Reader::new(&world.store, Viewer::System)
            .count_history(&HistoryFilter::default())
            .await
            .unwrap(),
        2
    );
}

async fn a_tampered_history_is_found(world: World) {
    let instance = world.fan_out("4.1", 0..3).await;
    let lift = if world.store.is_shared() {
        "ALTER TABLE history DISABLE TRIGGER ALL"
    } else {
        "DROP TRIGGER history_no_update; DROP TRIGGER history_no_delete"
    };
    world.raw_run(lift).await.unwrap();
    let reader = Reader::new(&world.store, Viewer::Auditor);
    world
        .raw_run("UPDATE history SET effective_on = '2022-04-04' WHERE seq = 2")
        .await
        .unwrap();
    assert_eq!(
        reader.verify_chain(instance.id).await.unwrap(),
        Some(Err(Break::Altered { seq: 2 }))
    );
    world.raw_run("DELETE FROM history WHERE seq = 2").await.unwrap();
    assert_eq!(
        reader.verify_chain(instance.id).await.unwrap(),
        Some(Err(Break::Gap { expected: 2, found: 3 }))
    );
    world.raw_run("DELETE FROM history WHERE seq > 1").await.unwrap();
    assert_eq!(
        reader.verify_chain(instance.id).await.unwrap(),
        Some(Err(Break::Head { expected: 4, found: 1 }))
    );
}

async fn history_needs_its_instance(world: World) {
    let instance = instance("4.1", "2022", 0);
    let orphan = Writes {
        history: vec![entry(&instance, 0, opened(&instance))],
        ..Writes::default()
    };
    assert!(matches!(
        world.commit(orphan).await,
        Err(StoreError::HistoryWithoutInstance { .. })
    ));
}

async fn a_character_that_cannot_be_kept_is_refused(world: World) {
    let mut order = draft("order", vec![]);
    order.draft.title = "О\0б итогах".into();
    let refused = world
        .commit(Writes {
            documents: vec![order],
            ..Writes::default()
        })
        .await;
    assert!(matches!(refused, Err(StoreError::ZeroCharacter { table: "document" })));
}

async fn a_file_is_stored_once_and_checked_when_read(world: World) {
    let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let sha256 = world.store.put_blob(bytes.clone(), at(0)).await.unwrap();
    assert_eq!(world.store.put_blob(bytes.clone(), at(1)).await.unwrap(), sha256);
    assert_eq!(world.store.get_blob(&sha256).await.unwrap(), Some(bytes));
    assert_eq!(world.store.get_blob(&definition("none")).await.unwrap(), None);
    let (order, _) = register(draft("order", vec![]), None);
    let file = FileRecord {
        sha256: definition("never stored"),
        content_sha256: definition("c"),
        name: "п.docx".into(),
        size: 1,
    };
    let refused = world
        .commit(Writes {
            documents: vec![DocumentRow {
                file: Some(file),
                ..order
            }],
            ..Writes::default()
        })
        .await;
    assert!(
        matches!(refused, Err(StoreError::Constraint { .. })),
        "no row names a file that is not there"
    );
}

async fn a_row_from_the_future_is_refused_by_name(world: World) {
    let instance = world.fan_out("4.1", 0..1).await;
    let id = task(&instance, 0).id;
    world
        .raw_run(&format!(
            "UPDATE task SET body = '{{\"v\": 2, \"is\": {{}}}}' WHERE id = '{id}'"
        ))
        .await
        .unwrap();
    let found = Reader::new(&world.store, Viewer::System).task(id).await.unwrap_err();
    assert_eq!(
        found.to_string(),
        format!("task.body, строка {id}: записано версией 2, программа знает версии до 1; обновите программу")
    );
    let mut batch = world.store.begin().await.unwrap();
    let loaded = batch
        .load(&Needs {
            tasks: vec![id],
            ..Needs::default()
        })
        .await;
    assert!(matches!(
        loaded,
        Err(StoreError::FutureValue {
            table: "task",
            column: "body",
            ..
        })
    ));
}

async fn a_registered_document_has_all_of_its_number(world: World) {
    let (order, _) = register(draft("order", vec![]), None);
    world
        .commit(Writes {
            documents: vec![order],
            ..Writes::default()
        })
        .await
        .unwrap();
    assert!(world.raw_run("UPDATE document SET number = NULL").await.is_err());
    assert!(world.raw_run("UPDATE document SET state = 'draft'").await.is_err());
    let loaded = world
        .load(&Needs {
            documents: vec![DocumentId::of("order")],
            ..Needs::default()
        })
        .await;
    assert!(matches!(
        loaded.documents.values().next().unwrap().document.state,
        DocumentState::Registered(_)
    ));
    let page = Reader::new(&world.store, Viewer::System)
        .documents(&prikaz::store::reader::DocumentFilter::default(), &Page::first(9))
        .await
        .unwrap();
    assert_eq!(page.rows.len(), 1);
}

/// The server ends the connection in the middle of a batch: nothing of it stays, and the store goes on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_lost_in_the_middle_leaves_nothing() {
    let world = World::postgresql().await;
    let instance = instance("4.1", "2022", 3);
    let mut batch = world.store.begin().await.unwrap();
    batch.load(&Needs::default()).await.unwrap();
    world
        .raw_run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction' AND datname = current_database()")
        .await
        .unwrap();
    let lost = batch.commit(issue(&instance, 0..3)).await.unwrap_err();
    assert!(matches!(lost, StoreError::ConnectionLost { .. }), "{lost:?}");
    let reader = Reader::new(&world.store, Viewer::System);
    assert_eq!(reader.instance(instance.id).await.unwrap(), None);
    world.commit(issue(&instance, 0..3)).await.unwrap();
    assert_eq!(reader.verify_chain(instance.id).await.unwrap(), Some(Ok(())));
}
