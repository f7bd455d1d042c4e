//! Who sees what: what is not yours does not exist.

use crate::world::*;
use prikaz::engine::state::Counts;
use prikaz::store::reader::*;
use prikaz::store::rows::*;
use prikaz::words::ids::InstanceId;

on_both!(
    an_institution_sees_its_own_and_nothing_else,
    the_department_the_auditor_and_the_product_see_everything,
    an_institution_learns_nothing_of_others_from_counts,
    an_institution_does_not_see_drafts,
);

struct Scene {
    world: World,
    /// Tasks for schools 0 and 1.
    shared: InstanceId,
    /// A task for school 1 only.
    foreign: InstanceId,
    shared_order: DocumentRow,
    foreign_order: DocumentRow,
}

async fn scene(world: World) -> Scene {
    let (shared, foreign) = (world.fan_out("1.4", 0..2).await, world.fan_out("4.1", 1..2).await);
    let (shared_order, journal) = register(draft("shared", vec![shared.id]), None);
    let (foreign_order, journal) = register(draft("foreign", vec![foreign.id]), Some(&journal));
    let documents = vec![shared_order.clone(), foreign_order.clone()];
    world
        .commit(Writes {
            documents,
            journals: vec![journal],
            ..Writes::default()
        })
        .await
        .unwrap();
    world.store.sync_institutions(&[0, 1].map(institution)).await.unwrap();
    Scene {
        world,
        shared: shared.id,
        foreign: foreign.id,
        shared_order,
        foreign_order,
    }
}

/// How many instances, tasks, documents, history rows, letters and institutions the viewer finds in lists and in counts.
async fn seen(world: &World, viewer: Viewer) -> [u64; 6] {
    let reader = Reader::new(&world.store, viewer);
    let page = Page::first(200);
    let listed = [
        reader
            .instances(&InstanceFilter::default(), &page)
            .await
            .unwrap()
            .rows
            .len(),
        reader.tasks(&TaskFilter::default(), &page).await.unwrap().rows.len(),
        reader
            .documents(&DocumentFilter::default(), &page)
            .await
            .unwrap()
            .rows
            .len(),
        reader
            .history(&HistoryFilter::default(), &page)
            .await
            .unwrap()
            .rows
            .len(),
        reader
            .letters(&LetterFilter::default(), &page)
            .await
            .unwrap()
            .rows
            .len(),
        reader.institutions(None).await.unwrap().len(),
    ]
    .map(|rows| rows as u64);
    let counted = [
        reader.count_instances(&InstanceFilter::default()).await.unwrap(),
        reader.count_tasks(&TaskFilter::default()).await.unwrap(),
        reader.count_documents(&DocumentFilter::default()).await.unwrap(),
        reader.count_history(&HistoryFilter::default()).await.unwrap(),
        reader.count_letters(&LetterFilter::default()).await.unwrap(),
    ];
    assert_eq!(listed[..5], counted, "a count says what the list shows");
    listed
}

async fn an_institution_sees_its_own_and_nothing_else(world: World) {
    let Scene {
        world,
        shared,
        foreign,
        shared_order,
        foreign_order,
    } = scene(world).await;
    assert_eq!(seen(&world, Viewer::Institution(school(0))).await, [1, 1, 1, 1, 1, 1]);
    assert_eq!(seen(&world, Viewer::Institution(school(1))).await, [2, 2, 2, 2, 2, 1]);
    assert_eq!(seen(&world, Viewer::Institution(school(7))).await, [0; 6]);

    let reader = Reader::new(&world.store, Viewer::Institution(school(0)));
    let (shared_row, foreign_row) = (instance("1.4", "2022", 2), instance("4.1", "2022", 1));
    assert!(reader.instance(shared).await.unwrap().is_some());
    assert_eq!(reader.instance(foreign).await.unwrap(), None);
    assert!(reader.task(task(&shared_row, 0).id).await.unwrap().is_some());
    assert_eq!(reader.task(task(&shared_row, 1).id).await.unwrap(), None);
    assert_eq!(reader.task(task(&foreign_row, 1).id).await.unwrap(), None);
    assert!(reader.document(shared_order.document.id).await.unwrap().is_some());
    assert_eq!(reader.document(foreign_order.document.id).await.unwrap(), None);
    assert_eq!(reader.history_all(shared).await.unwrap().len(), 1);
    assert_eq!(reader.history_all(foreign).await.unwrap(), []);
    assert_eq!(
        reader.verify_chain(shared).await.unwrap(),
        None,
        "a part of a chain proves nothing"
    );
    let asked_for_another = TaskFilter {
        institution: Some(school(1)),
        ..TaskFilter::default()
    };
    assert_eq!(reader.count_tasks(&asked_for_another).await.unwrap(), 0);
    let by_document = DocumentFilter {
        instance: Some(foreign),
        ..DocumentFilter::default()
    };
    assert_eq!(reader.count_documents(&by_document).await.unwrap(), 0);
}

async fn the_department_the_auditor_and_the_product_see_everything(world: World) {
    let Scene {
        world, shared, foreign, ..
    } = scene(world).await;
    for viewer in [Viewer::Department, Viewer::Auditor, Viewer::System] {
        assert_eq!(seen(&world, viewer.clone()).await, [2, 3, 2, 5, 3, 2]);
        let reader = Reader::new(&world.store, viewer);
        assert_eq!(reader.verify_chain(shared).await.unwrap(), Some(Ok(())));
        assert_eq!(reader.history_all(foreign).await.unwrap().len(), 2);
    }
}

async fn an_institution_learns_nothing_of_others_from_counts(world: World) {
    let Scene { world, shared, .. } = scene(world).await;
    let own = Counts {
        total: 1,
        open: 1,
        ..Counts::default()
    };
    let reader = Reader::new(&world.store, Viewer::Institution(school(0)));
    assert_eq!(reader.instance(shared).await.unwrap().unwrap().instance.counts, own);
    let page = reader
        .instances(&InstanceFilter::default(), &Page::first(9))
        .await
        .unwrap();
    assert_eq!(page.rows[0].0.instance.counts, own);
    let tallies = reader
        .tallies(&"mentoring-2022".into(), day("2022-06-01"))
        .await
        .unwrap();
    let own = Tally {
        instances: 1,
        tasks: 1,
        late: 1,
        orders: 1,
        ..Tally::default()
    };
    assert_eq!(tallies.into_iter().collect::<Vec<_>>(), [("1.4".into(), own)]);
}

async fn an_institution_does_not_see_drafts(world: World) {
    let instance = world.fan_out("1.4", 0..1).await;
    world
        .commit(Writes {
            documents: vec![draft("draft", vec![instance.id])],
            ..Writes::default()
        })
        .await
        .unwrap();
    let count = async |viewer| {
        Reader::new(&world.store, viewer)
            .count_documents(&DocumentFilter::default())
            .await
            .unwrap()
    };
    assert_eq!(
        (
            count(Viewer::Institution(school(0))).await,
            count(Viewer::Department).await
        ),
        (0, 1)
    );
}
