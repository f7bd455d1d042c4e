//! Size: the number of statements does not grow with the batch, and a fan-out is one batch.

use crate::world::*;
use prikaz::store::reader::{Reader, TaskFilter, Viewer};
use prikaz::store::rows::*;
use std::time::Instant;

on_both!(
    a_batch_of_a_thousand_takes_no_more_statements_than_a_batch_of_one,
    an_order_goes_to_ten_thousand_schools_in_one_batch
);

/// Every table is written.
fn full(item: &str, tasks: usize) -> Writes {
    let instance = instance(item, "2022", tasks);
    let mut writes = issue(&instance, 0..tasks);
    let (order, journal) = register(draft(item, vec![instance.id]), None);
    let journal = JournalRow {
        head: prikaz::engine::state::JournalHead {
            journal: item.into(),
            ..journal.head
        },
        ..journal
    };
    let mut order = order;
    if let prikaz::engine::state::DocumentState::Registered(registration) = &mut order.document.state {
        registration.journal = item.into();
    }
    (writes.documents, writes.journals, writes.requests) = (vec![order], vec![journal], vec![answer(item)]);
    writes
}

async fn a_batch_of_a_thousand_takes_no_more_statements_than_a_batch_of_one(world: World) {
    let mut taken = Vec::new();
    for (item, tasks) in [("1.4", 1), ("4.1", 1000)] {
        let before = world.store.statement_count();
        let mut batch = world.store.begin().await.unwrap();
        batch
            .load(&Needs {
                requests: vec![item.into()],
                journals: vec![(item.into(), 2022)],
                ..Needs::default()
            })
            .await
            .unwrap();
        batch.commit(full(item, tasks)).await.unwrap();
        taken.push(world.store.statement_count() - before);
    }
    // On a server that processes share, the journal is locked first.
    let expected = if world.store.is_shared() { 11 } else { 10 };
    assert_eq!(taken, [expected; 2]);
}

async fn an_order_goes_to_ten_thousand_schools_in_one_batch(world: World) {
    const SCHOOLS: usize = 10_000;
    let writes = full("4.1", SCHOOLS);
    let began = Instant::now();
    let mut batch = world.store.begin().await.unwrap();
    batch.load(&Needs::default()).await.unwrap();
    batch.commit(writes).await.unwrap();
    println!("fan-out to {SCHOOLS}: {:?}", began.elapsed());
    let reader = Reader::new(&world.store, Viewer::System);
    assert_eq!(
        reader.count_tasks(&TaskFilter::default()).await.unwrap(),
        SCHOOLS as u64
    );
    assert_eq!(
        reader.verify_chain(instance("4.1", "2022", 0).id).await.unwrap(),
        Some(Ok(()))
    );
}
