//! Reading: filters, orders, pages.

use crate::world::*;
use prikaz::engine::state::{InstanceState, TaskState};
use prikaz::store::StoreError;
use prikaz::store::reader::*;
use prikaz::store::rows::*;
use prikaz::words::ids::TaskId;

on_both!(
    pages_are_stable_while_rows_come_in,
    a_page_never_shows_more_than_its_limit,
    a_cursor_of_another_list_is_refused,
    tasks_are_found_by_what_they_are,
    instances_are_found_by_what_they_are,
    documents_come_with_drafts_first_and_then_the_newest,
);

fn department(world: &World) -> Reader {
    Reader::new(&world.store, Viewer::Department)
}

async fn pages_are_stable_while_rows_come_in(world: World) {
    let instance = world.fan_out("4.1", 0..25).await;
    let reader = department(&world);
    let (mut page, mut seen) = (Page::first(10), Vec::<TaskId>::new());
    let mut newcomer = 100;
    loop {
        let paged = reader.tasks(&TaskFilter::default(), &page).await.unwrap();
        seen.extend(paged.rows.iter().map(|(row, _)| row.task.id));
        // A task that belongs before the page just read, and one behind all pages.
        for current in ["2022-01-10", "2023-01-10"] {
            let mut task = task(&instance, newcomer);
            task.current = day(current);
            world
                .commit(Writes {
                    tasks: vec![TaskRow::new(&instance, task)],
                    ..Writes::default()
                })
                .await
                .unwrap();
            newcomer += 1;
        }
        if !paged.has_next || seen.len() > 40 {
            break;
        }
        page = Page::first(10).after(paged.rows.last().unwrap().1.clone());
    }
    let old: Vec<TaskId> = (0..25).map(|n| task(&instance, n).id).collect();
    assert!(old.iter().all(|id| seen.contains(id)), "none is passed over");
    let distinct: std::collections::HashSet<_> = seen.iter().collect();
    assert_eq!(distinct.len(), seen.len(), "none comes twice");
    assert!(seen.len() < 40, "rows before the place do not come again");
}

async fn a_page_never_shows_more_than_its_limit(world: World) {
    world.fan_out("4.1", 0..210).await;
    let paged = department(&world)
        .tasks(&TaskFilter::default(), &Page::first(u64::MAX))
        .await
        .unwrap();
    assert_eq!((paged.rows.len(), paged.has_next), (200, true));
    let rest = department(&world)
        .tasks(
            &TaskFilter::default(),
            &Page::first(10).after(paged.rows[199].1.clone()),
        )
        .await
        .unwrap();
    assert_eq!((rest.rows.len(), rest.has_next), (10, false));
    let nothing = department(&world)
        .tasks(&TaskFilter::default(), &Page::first(0))
        .await
        .unwrap();
    assert_eq!((nothing.rows.len(), nothing.has_next), (0, true));
}

async fn a_cursor_of_another_list_is_refused(world: World) {
    world.fan_out("4.1", 0..2).await;
    let reader = department(&world);
    let of_tasks = reader
        .tasks(&TaskFilter::default(), &Page::first(1))
        .await
        .unwrap()
        .rows[0]
        .1
        .clone();
    for foreign in [
        of_tasks,
        Cursor("п'; DROP TABLE task".into()),
        Cursor(String::new()),
        Cursor(hex::encode("history\u{1f}m1")),
    ] {
        let refused = reader
            .history(&HistoryFilter::default(), &Page::first(1).after(foreign))
            .await;
        assert!(matches!(refused, Err(StoreError::Cursor { .. })), "{refused:?}");
    }
}

async fn tasks_are_found_by_what_they_are(world: World) {
    let instance = instance("4.1", "2022", 4);
    let mut writes = issue(&instance, 0..4);
    writes.tasks[0].task.current = day("2022-06-01");
    writes.tasks[1].task.state = TaskState::Accepted {
        reported_on: day("2022-05-20"),
        on: day("2022-05-21"),
    };
    writes.tasks[2].task.state = TaskState::Returned { on: day("2022-05-14") };
    world.commit(writes).await.unwrap();
    world.fan_out("1.4", 0..1).await;
    let reader = department(&world);
    let found = async |filter: TaskFilter| {
        let paged = reader.tasks(&filter, &Page::first(9)).await.unwrap();
        assert_eq!(reader.count_tasks(&filter).await.unwrap(), paged.rows.len() as u64);
        let mut names: Vec<String> = paged
            .rows
            .iter()
            .map(|(row, _)| format!("{} {}", row.item, row.task.institution))
            .collect();
        names.sort();
        names.join(", ")
    };
    let all = TaskFilter::default;
    assert_eq!(
        found(TaskFilter {
            item: Some("1.4".into()),
            ..all()
        })
        .await,
        "1.4 school-0"
    );
    assert_eq!(
        found(TaskFilter {
            instance: Some(instance.id),
            institution: Some(school(3)),
            ..all()
        })
        .await,
        "4.1 school-3"
    );
    assert_eq!(
        found(TaskFilter {
            states: vec![TaskStanding::Accepted, TaskStanding::Returned],
            ..all()
        })
        .await,
        "4.1 school-1, 4.1 school-2"
    );
    assert_eq!(
        found(TaskFilter {
            overdue_on: Some(day("2022-05-13")),
            ..all()
        })
        .await,
        "",
        "the control date itself is in time"
    );
    assert_eq!(
        found(TaskFilter {
            overdue_on: Some(day("2022-05-14")),
            ..all()
        })
        .await,
        "1.4 school-0, 4.1 school-2, 4.1 school-3"
    );
    assert_eq!(
        found(TaskFilter {
            control_from: Some(day("2022-06-01")),
            control_to: Some(day("2022-06-01")),
            ..all()
        })
        .await,
        "4.1 school-0"
    );
    assert_eq!(
        found(TaskFilter {
            plan: Some("another".into()),
            ..all()
        })
        .await,
        ""
    );
    assert_eq!(
        found(TaskFilter {
            period: Some("2022".into()),
            item: Some("4.1".into()),
            control_to: Some(day("2022-05-31")),
            ..all()
        })
        .await
        .matches("4.1")
        .count(),
        3
    );
}

async fn instances_are_found_by_what_they_are(world: World) {
    let mut released = instance("4.1", "2023", 0);
    released.state = InstanceState::Released { on: day("2023-06-01") };
    let mut waiting = instance("6.3", "2022", 0);
    waiting.term = None;
    for instance in [&released, &waiting] {
        world.commit(issue(instance, 0..0)).await.unwrap();
    }
    world.fan_out("4.1", 0..1).await;
    let reader = department(&world);
    let found = async |filter: InstanceFilter| {
        let paged = reader.instances(&filter, &Page::first(9)).await.unwrap();
        assert_eq!(reader.count_instances(&filter).await.unwrap(), paged.rows.len() as u64);
        paged
            .rows
            .iter()
            .map(|(row, _)| format!("{}/{}", row.instance.item, row.instance.period))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let all = InstanceFilter::default;
    assert_eq!(found(all()).await, "4.1/2022 4.1/2023 6.3/2022");
    assert_eq!(
        found(InstanceFilter {
            item: Some("4.1".into()),
            period: Some("2023".into()),
            ..all()
        })
        .await,
        "4.1/2023"
    );
    assert_eq!(
        found(InstanceFilter {
            state: Some(InstanceStanding::Released),
            ..all()
        })
        .await,
        "4.1/2023"
    );
    assert_eq!(
        found(InstanceFilter {
            overdue_on: Some(day("2024-01-01")),
            ..all()
        })
        .await,
        "4.1/2022"
    );
    let paged = reader.instances(&all(), &Page::first(1)).await.unwrap();
    let next = reader
        .instances(&all(), &Page::first(1).after(paged.rows[0].1.clone()))
        .await
        .unwrap();
    assert_eq!(next.rows[0].0.instance, released);
}

async fn documents_come_with_drafts_first_and_then_the_newest(world: World) {
    let instance = world.fan_out("4.1", 0..1).await;
    let (first, journal) = register(draft("first", vec![instance.id]), None);
    let (second, journal) = register(draft("second", vec![]), Some(&journal));
    let documents = vec![first, second, draft("draft", vec![])];
    world
        .commit(Writes {
            documents,
            journals: vec![journal],
            ..Writes::default()
        })
        .await
        .unwrap();
    let reader = department(&world);
    let mut page = Page::first(1);
    let mut names = Vec::new();
    loop {
        let paged = reader.documents(&DocumentFilter::default(), &page).await.unwrap();
        names.extend(paged.rows.iter().map(|(row, _)| row.document.id));
        if !paged.has_next {
            break;
        }
        page = Page::first(1).after(paged.rows[0].1.clone());
    }
    assert_eq!(
        names,
        ["draft", "second", "first"].map(prikaz::words::ids::DocumentId::of)
    );
    let count = async |filter| reader.count_documents(&filter).await.unwrap();
    assert_eq!(
        count(DocumentFilter {
            instance: Some(instance.id),
            ..DocumentFilter::default()
        })
        .await,
        1
    );
    assert_eq!(
        count(DocumentFilter {
            state: Some(DocumentStanding::Draft),
            ..DocumentFilter::default()
        })
        .await,
        1
    );
    assert_eq!(
        count(DocumentFilter {
            journal: Some("orders".into()),
            year: Some(2022),
            ..DocumentFilter::default()
        })
        .await,
        2
    );
    assert_eq!(
        count(DocumentFilter {
            year: Some(2023),
            ..DocumentFilter::default()
        })
        .await,
        0
    );
}
