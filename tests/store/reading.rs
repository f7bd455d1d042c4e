//! Reading: filters, orders, pages, counts, the directory, tokens.

use crate::world::*;
use prikaz::definition::model::Institution;
use prikaz::engine::state::{InstanceState, TaskState};
use prikaz::engine::transition::Transition;
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
    the_history_is_found_from_every_side,
    letters_are_found_by_what_they_are_about,
    items_are_counted_for_the_table,
    the_directory_knows_who_was_there_on_a_day,
    a_token_holds_until_it_ends_or_is_withdrawn,
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
            world.commit(Writes { tasks: vec![TaskRow::new(&instance, task)], ..Writes::default() }).await.unwrap();
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
    let paged = department(&world).tasks(&TaskFilter::default(), &Page::first(u64::MAX)).await.unwrap();
    assert_eq!((paged.rows.len(), paged.has_next), (200, true));
    let rest = department(&world).tasks(&TaskFilter::default(), &Page::first(10).after(paged.rows[199].1.clone())).await.unwrap();
    assert_eq!((rest.rows.len(), rest.has_next), (10, false));
    let nothing = department(&world).tasks(&TaskFilter::default(), &Page::first(0)).await.unwrap();
    assert_eq!((nothing.rows.len(), nothing.has_next), (0, true));
}

async fn a_cursor_of_another_list_is_refused(world: World) {
    world.fan_out("4.1", 0..2).await;
    let reader = department(&world);
    let of_tasks = reader.tasks(&TaskFilter::default(), &Page::first(1)).await.unwrap().rows[0].1.clone();
    for foreign in [of_tasks, Cursor("п'; DROP TABLE task".into()), Cursor(String::new()), Cursor(hex::encode("history\u{1f}m1"))] {
        let refused = reader.history(&HistoryFilter::default(), &Page::first(1).after(foreign)).await;
        assert!(matches!(refused, Err(StoreError::Cursor { .. })), "{refused:?}");
    }
}

async fn tasks_are_found_by_what_they_are(world: World) {
    let instance = instance("4.1", "2022", 4);
    let mut writes = issue(&instance, 0..4);
    writes.tasks[0].task.current = day("2022-06-01");
    writes.tasks[1].task.state = TaskState::Accepted { reported_on: day("2022-05-20"), on: day("2022-05-21") };
    writes.tasks[2].task.state = TaskState::Returned { on: day("2022-05-14") };
    world.commit(writes).await.unwrap();
    world.fan_out("1.4", 0..1).await;
    let reader = department(&world);
    let found = async |filter: TaskFilter| {
        let paged = reader.tasks(&filter, &Page::first(9)).await.unwrap();
        assert_eq!(reader.count_tasks(&filter).await.unwrap(), paged.rows.len() as u64);
        let mut names: Vec<String> = paged.rows.iter().map(|(row, _)| format!("{} {}", row.item, row.task.institution)).collect();
        names.sort();
        names.join(", ")
    };
    let all = TaskFilter::default;
    assert_eq!(found(TaskFilter { item: Some("1.4".into()), ..all() }).await, "1.4 school-0");
    assert_eq!(found(TaskFilter { instance: Some(instance.id), institution: Some(school(3)), ..all() }).await, "4.1 school-3");
    assert_eq!(found(TaskFilter { states: vec![TaskStanding::Accepted, TaskStanding::Returned], ..all() }).await, "4.1 school-1, 4.1 school-2");
    assert_eq!(found(TaskFilter { overdue_on: Some(day("2022-05-13")), ..all() }).await, "", "the control date itself is in time");
    assert_eq!(found(TaskFilter { overdue_on: Some(day("2022-05-14")), ..all() }).await, "1.4 school-0, 4.1 school-2, 4.1 school-3");
    assert_eq!(found(TaskFilter { control_from: Some(day("2022-06-01")), control_to: Some(day("2022-06-01")), ..all() }).await, "4.1 school-0");
    assert_eq!(found(TaskFilter { plan: Some("another".into()), ..all() }).await, "");
    assert_eq!(found(TaskFilter { period: Some("2022".into()), item: Some("4.1".into()), control_to: Some(day("2022-05-31")), ..all() }).await.matches("4.1").count(), 3);
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
        paged.rows.iter().map(|(row, _)| format!("{}/{}", row.instance.item, row.instance.period)).collect::<Vec<_>>().join(" ")
    };
    let all = InstanceFilter::default;
    assert_eq!(found(all()).await, "4.1/2022 4.1/2023 6.3/2022");
    assert_eq!(found(InstanceFilter { item: Some("4.1".into()), period: Some("2023".into()), ..all() }).await, "4.1/2023");
    assert_eq!(found(InstanceFilter { state: Some(InstanceStanding::Released), ..all() }).await, "4.1/2023");
    assert_eq!(found(InstanceFilter { overdue_on: Some(day("2024-01-01")), ..all() }).await, "4.1/2022");
    let paged = reader.instances(&all(), &Page::first(1)).await.unwrap();
    let next = reader.instances(&all(), &Page::first(1).after(paged.rows[0].1.clone())).await.unwrap();
    assert_eq!(next.rows[0].0.instance, released);
}

async fn documents_come_with_drafts_first_and_then_the_newest(world: World) {
    let instance = world.fan_out("4.1", 0..1).await;
    let (first, journal) = register(draft("first", vec![instance.id]), None);
    let (second, journal) = register(draft("second", vec![]), Some(&journal));
    let documents = vec![first, second, draft("draft", vec![])];
    world.commit(Writes { documents, journals: vec![journal], ..Writes::default() }).await.unwrap();
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
    assert_eq!(names, ["draft", "second", "first"].map(prikaz::words::ids::DocumentId::of));
    let count = async |filter| reader.count_documents(&filter).await.unwrap();
    assert_eq!(count(DocumentFilter { instance: Some(instance.id), ..DocumentFilter::default() }).await, 1);
    assert_eq!(count(DocumentFilter { state: Some(DocumentStanding::Draft), ..DocumentFilter::default() }).await, 1);
    assert_eq!(count(DocumentFilter { journal: Some("orders".into()), year: Some(2022), ..DocumentFilter::default() }).await, 2);
    assert_eq!(count(DocumentFilter { year: Some(2023), ..DocumentFilter::default() }).await, 0);
}

async fn the_history_is_found_from_every_side(world: World) {
    let instance = world.fan_out("4.1", 0..2).await;
    let order = draft("order", vec![instance.id]);
    let row = world.load(&Needs { instances: vec![instance.id], ..Needs::default() }).await.instances[&instance.id].clone();
    let issued = Transition::DocumentIssued { document: order.document.id };
    let history = vec![HistoryEntry { document: Some(order.document.id), ..entry(&instance, 60, issued) }];
    world.commit(Writes { instances: vec![row], documents: vec![order.clone()], history, ..Writes::default() }).await.unwrap();
    let reader = department(&world);
    let found = async |filter: HistoryFilter| {
        let paged = reader.history(&filter, &Page::first(9)).await.unwrap();
        assert_eq!(reader.count_history(&filter).await.unwrap(), paged.rows.len() as u64);
        paged.rows.iter().map(|(row, _)| row.seq).collect::<Vec<_>>()
    };
    let all = HistoryFilter::default;
    assert_eq!(found(all()).await, [1, 2, 3, 4]);
    assert_eq!(found(HistoryFilter { newness: Newness::NewestFirst, ..all() }).await, [4, 3, 2, 1]);
    assert_eq!(found(HistoryFilter { plan: Some("mentoring-2022".into()), item: Some("4.1".into()), period: Some("2022".into()), ..all() }).await, [1, 2, 3, 4]);
    assert_eq!(found(HistoryFilter { institution: Some(school(1)), ..all() }).await, [3]);
    assert_eq!(found(HistoryFilter { task: Some(task(&instance, 0).id), ..all() }).await, [2]);
    assert_eq!(found(HistoryFilter { document: Some(order.document.id), ..all() }).await, [4]);
    assert_eq!(found(HistoryFilter { kinds: vec!["opened".into(), "document_issued".into()], ..all() }).await, [1, 4]);
    assert_eq!(found(HistoryFilter { recorded_from: Some(at(60)), ..all() }).await, [4], "from is inclusive");
    assert_eq!(found(HistoryFilter { recorded_before: Some(at(60)), ..all() }).await, [1, 2, 3], "before is exclusive");
}

async fn letters_are_found_by_what_they_are_about(world: World) {
    let instance = world.fan_out("4.1", 0..3).await;
    let reader = department(&world);
    let of_task = LetterFilter { task: Some(task(&instance, 1).id), ..LetterFilter::default() };
    let paged = reader.letters(&of_task, &Page::first(9)).await.unwrap();
    assert_eq!(paged.rows[0].0.job, letter(&instance, &task(&instance, 1), 0));
    let count = async |filter| reader.count_letters(&filter).await.unwrap();
    assert_eq!(count(LetterFilter { instance: Some(instance.id), kind: Some("letter".into()), ..LetterFilter::default() }).await, 3);
    assert_eq!(count(LetterFilter { institution: Some(school(2)), ..LetterFilter::default() }).await, 1);
    assert_eq!(count(LetterFilter { standing: Some(prikaz::store::jobs::Standing::Done), ..LetterFilter::default() }).await, 0);
}

async fn items_are_counted_for_the_table(world: World) {
    let instance = world.fan_out("4.1", 0..3).await;
    world.fan_out("1.4", 0..1).await;
    world.store.claim(&["letter"], at(0), 60, 9).await.unwrap();
    let taken = world.store.jobs(&prikaz::store::jobs::JobFilter { limit: 9, ..Default::default() }).await.unwrap();
    let done = taken.iter().filter(|row| row.job.about.item == Some("4.1".into())).map(|row| Finish {
        key: row.job.key.clone(),
        token: if let JobState::Leased { token, .. } = &row.state { token.clone() } else { panic!("every letter was claimed") },
        outcome: Outcome::Done { result: serde_json::json!({}) },
    });
    world.store.finish(at(1), &done.collect::<Vec<_>>()).await.unwrap();
    let order = register(draft("order", vec![instance.id]), None).0;
    let row = world.load(&Needs { instances: vec![instance.id], ..Needs::default() }).await.instances[&instance.id].clone();
    let prikaz::engine::state::DocumentState::Registered(registration) = order.document.state.clone() else { panic!("registered") };
    let registered = Transition::DocumentRegistered { document: order.document.id, registration };
    let history = vec![HistoryEntry { document: Some(order.document.id), ..entry(&instance, 60, registered) }];
    world.commit(Writes { instances: vec![row], documents: vec![order], history, ..Writes::default() }).await.unwrap();
    let tallies = department(&world).tallies(&"mentoring-2022".into(), day("2022-05-14")).await.unwrap();
    let large = Tally { instances: 1, tasks: 3, accepted: 0, reported: 0, late: 3, orders: 1, letters: 3 };
    let small = Tally { instances: 1, tasks: 1, late: 1, ..Tally::default() };
    assert_eq!(tallies.into_iter().collect::<Vec<_>>(), [("1.4".into(), small), ("4.1".into(), large)]);
}

async fn the_directory_knows_who_was_there_on_a_day(world: World) {
    let closed = Institution { valid_to: Some(day("2022-08-31")), ..institution(2) };
    world.store.sync_institutions(&[institution(1), closed.clone()]).await.unwrap();
    let renamed = Institution { short_name: "МБОУ «Лицей № 1»".into(), ..institution(1) };
    world.store.sync_institutions(std::slice::from_ref(&renamed)).await.unwrap();
    let reader = department(&world);
    assert_eq!(reader.institutions(None).await.unwrap(), [renamed.clone(), closed.clone()]);
    assert_eq!(reader.institutions(Some(day("2022-08-31"))).await.unwrap(), [renamed.clone(), closed], "the last day counts");
    assert_eq!(reader.institutions(Some(day("2022-09-01"))).await.unwrap(), [renamed]);
    assert_eq!(reader.institutions(Some(day("2020-08-31"))).await.unwrap(), []);
}

async fn a_token_holds_until_it_ends_or_is_withdrawn(world: World) {
    let token = |name: &str, role: &str| TokenRow {
        sha256: definition(name),
        name: name.into(),
        role: role.into(),
        roles: vec!["clerk".into(), "head".into()],
        institution: (role == "institution").then(|| school(1)),
        created_at: at(0),
        expires_at: (role == "institution").then(|| at(100)),
        revoked_at: None,
    };
    let (clerk, school) = (token("Петрова", "department"), token("Директор", "institution"));
    world.store.create_token(&clerk).await.unwrap();
    world.store.create_token(&school).await.unwrap();
    assert_eq!(world.store.find_token(&school.sha256, at(99)).await.unwrap(), Some(school.clone()));
    assert_eq!(world.store.find_token(&school.sha256, at(100)).await.unwrap(), None);
    assert_eq!(world.store.find_token(&definition("nobody"), at(0)).await.unwrap(), None);
    assert!(world.store.revoke_token(&clerk.sha256, at(5)).await.unwrap());
    assert!(!world.store.revoke_token(&clerk.sha256, at(6)).await.unwrap());
    assert_eq!(world.store.find_token(&clerk.sha256, at(6)).await.unwrap(), None);
    assert_eq!(world.store.tokens().await.unwrap().len(), 2);
    let nobodys = TokenRow { institution: None, ..token("Чужой", "institution") };
    assert!(matches!(world.store.create_token(&nobodys).await, Err(StoreError::Constraint { table: "token", .. })));
}
