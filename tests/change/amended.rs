//! An order amends the plan: running instances stay on their text until they are moved, and are told apart.

use crate::office::*;
use crate::postgres;
use prikaz::engine::transition::Transition;
use prikaz::runtime::amending;
use prikaz::runtime::bulk::InstancesAct;
use prikaz::runtime::command::Act;
use prikaz::store::reader::Viewer;
use std::collections::{BTreeMap, BTreeSet};

fn sooner() -> Texts {
    Texts::shipped().change("4.1.yaml", "До 15 мая 2022 г.", "До 6 мая 2022 г.")
}

#[tokio::test]
async fn a_running_item_is_moved_as_it_was_shown_on_sqlite() {
    moved(Office::open(None, &Texts::shipped()).await).await;
}

#[tokio::test]
async fn a_running_item_is_moved_as_it_was_shown_on_postgresql() {
    moved(Office::open(Some(postgres::database().await), &Texts::shipped()).await).await;
}

async fn moved(mut office: Office) {
    office.dispatcher.drain().await.expect("periods open");
    office.order("4.1", "2022", &head()).await.expect("signed");
    office.order("4.2", "2022", &head()).await.expect("signed");
    let tasks = office.tasks("4.1", "2022").await;
    office.done(&tasks["school-1"]).await;
    office.dispatcher.drain().await.expect("letters leave");
    let before = office.instance("4.1", "2022").await.instance.definition;

    office.restart(&sooner()).await;
    assert_eq!(
        office.instance("4.1", "2022").await.instance.definition,
        before,
        "a restart moves nothing"
    );
    let reader = office.runtime.reader(Viewer::System);
    let older = amending::older(&reader, office.runtime.catalog())
        .await
        .expect("listed");
    let items: BTreeSet<&str> = older.iter().map(|older| older.row.instance.item.as_str()).collect();
    assert_eq!(items, BTreeSet::from(["4.1"]), "only the item whose text has changed");

    let request = amend(of_item("4.1"));
    let preview = office.preview(&request).await;
    assert_eq!((preview.lines.len(), preview.accepted()), (1, 1));
    let told: Vec<&Transition> = preview.lines[0]
        .outcome
        .iter()
        .flatten()
        .map(|row| &row.transition)
        .collect();
    assert_eq!(
        told.len(),
        5,
        "the instance and the four schools that still owe: {told:?}"
    );
    assert_eq!(
        office.instance("4.1", "2022").await.instance.definition,
        before,
        "a preview keeps nothing"
    );

    let answer = office.act(&clerk(), confirmed(&preview, request)).await.expect("moved");
    assert_eq!(answer.changed, Some(1));
    let history = office.history("4.1", "2022").await;
    let amended: Vec<_> = history
        .iter()
        .filter(|row| matches!(row.entry.transition, Transition::Amended { .. }))
        .collect();
    assert_eq!(amended.len(), 1, "one row for the instance");
    let now = office.instance("4.1", "2022").await.instance.definition;
    assert_eq!(amended[0].definition, now);
    let earlier = history.iter().take_while(|row| row.seq < amended[0].seq);
    assert!(
        earlier.clone().count() > 5 && earlier.clone().all(|row| row.definition == before),
        "what held when"
    );

    let tasks = office.tasks("4.1", "2022").await;
    assert_eq!(
        tasks["school-1"].task.current,
        day("2022-05-13"),
        "what is done stays done"
    );
    assert_eq!(tasks["school-2"].task.current, day("2022-05-06"));
    office.dispatcher.drain().await.expect("letters leave");
    assert_eq!(office.letters("вместо 13.05.2022 — до 06.05.2022").len(), 4);
    office.pass_to("2022-05-04").await;
    let reminded = |row: &Transition| matches!(row, Transition::ReminderDue { offset: -3, .. });
    assert_eq!(
        office.rows_of(reminded).await,
        4,
        "three working days before 6 May, to those who still owe"
    );
    let kept = office
        .store
        .get_definition(&before)
        .await
        .expect("read")
        .expect("the old text is kept");
    assert!(kept.bundle.contains("До 15 мая 2022 г."));
    office.check_whole().await;
}

#[tokio::test]
async fn what_changed_since_the_preview_is_not_done() {
    let mut office = Office::open(None, &Texts::shipped()).await;
    office.dispatcher.drain().await.expect("periods open");
    office.order("4.1", "2022", &head()).await.expect("signed");
    office.restart(&sooner()).await;
    let request = amend(of_item("4.1"));
    let preview = office.preview(&request).await;
    let tasks = office.tasks("4.1", "2022").await;
    office.done(&tasks["school-3"]).await;
    let refused = office
        .act(&clerk(), confirmed(&preview, request.clone()))
        .await
        .expect_err("not as shown");
    assert_eq!(refused.code(), "PREVIEW_CHANGED");
    let preview = office.preview(&request).await;
    let act = confirmed(&preview, request);
    let key = office.key();
    let command = || prikaz::runtime::command::Command::asked(key.clone(), clerk(), act.clone());
    assert_eq!(office.runtime.accept(command()).await.expect("done").changed, Some(1));
    let again = office.runtime.accept(command()).await.expect("answered");
    assert_eq!(
        (again.changed, again.repeated),
        (Some(1), true),
        "the same key, the same answer"
    );
    assert_eq!(office.rows_of(|row| matches!(row, Transition::Amended { .. })).await, 1);
    office.check_whole().await;
}

#[tokio::test]
async fn an_item_that_left_the_plan_runs_on_until_it_is_cancelled() {
    let mut office = Office::open(None, &Texts::shipped()).await;
    office.dispatcher.drain().await.expect("periods open");
    office.order("1.4", "2022", &head()).await.expect("signed");
    let without = Texts::shipped()
        .remove("1.4")
        .change("plan.yaml", "items: 27", "items: 26");
    office.restart(&without).await;
    let tasks = office.tasks("1.4", "2022").await;
    office.done(&tasks["school-1"]).await;
    let refused = office.preview(&amend(of_item("1.4"))).await;
    let why = refused.lines[0]
        .outcome
        .as_ref()
        .expect_err("there is no text to move it to");
    assert_eq!(why.code(), "ITEM_REMOVED");
    let mut removed = all();
    removed.removed = true;
    let basis = "приказ № 87: пункт исключён".to_owned();
    let (preview, answer) = office
        .perform(to_instances(removed, InstancesAct::Cancel { basis }))
        .await;
    assert_eq!((preview.lines.len(), answer.changed), (1, Some(1)));
    office.dispatcher.drain().await.expect("the rest is withdrawn");
    let counts = office.instance("1.4", "2022").await.instance.counts;
    assert_eq!((counts.accepted, counts.cancelled), (1, 4));
    office.check_whole().await;
}

#[tokio::test]
async fn a_text_comes_into_effect_on_its_day() {
    let mut office = Office::open(None, &Texts::shipped()).await;
    office.dispatcher.drain().await.expect("periods open");
    let before = office
        .runtime
        .catalog()
        .current(&PLAN.into(), &"5.2".into())
        .expect("an item")
        .sha256
        .clone();
    // The yearly item opens on its day; until 1 October 2022 the old text holds.
    let coming = Texts::shipped().change(
        "5.2.yaml",
        "lifecycle: office-work",
        "effective: 2022-10-01\nlifecycle: office-work",
    );
    office.restart(&coming).await;
    let opens = office
        .runtime
        .catalog()
        .current(&PLAN.into(), &"5.2".into())
        .expect("an item");
    let dated = opens.schedule.period(&"2022".into()).expect("a period").opens;
    office.pass_to(&dated.max(day("2022-04-06")).to_string()).await;
    assert_eq!(office.instance("5.2", "2022").await.instance.definition, before);
    let refused = office.preview(&amend(of_item("5.2"))).await;
    assert_eq!(
        refused.lines[0].outcome.as_ref().expect_err("too early").code(),
        "NOT_EFFECTIVE"
    );
    let dated = opens.schedule.period(&"2023".into()).expect("a period").opens;
    office.pass_to(&dated.max(day("2022-10-03")).to_string()).await;
    assert_eq!(office.instance("5.2", "2023").await.instance.definition, opens.sha256);
    office.check_whole().await;
}

#[tokio::test]
async fn one_instance_is_moved_by_a_registered_order() {
    let mut office = Office::open(None, &Texts::shipped()).await;
    office.dispatcher.drain().await.expect("periods open");
    office.order("4.1", "2022", &head()).await.expect("signed");
    let order = office
        .order("1.1", "2022", &head())
        .await
        .expect("the amending order is signed");
    office.restart(&sooner()).await;
    let act = Act::Amend {
        instance: id("4.1", "2022"),
        stages: BTreeMap::new(),
        by: prikaz::engine::paper::Linked::Document(order),
        note: "по письму министерства".to_owned(),
    };
    office.act(&clerk(), act.clone()).await.expect("moved");
    let refused = office.act(&clerk(), act).await.expect_err("it is there already");
    assert_eq!(refused.code(), "SAME_TEXT");
    let history = office.history("4.1", "2022").await;
    let row = history
        .iter()
        .find(|row| matches!(row.entry.transition, Transition::Amended { .. }))
        .expect("the move");
    assert_eq!(
        row.entry.document,
        Some(order),
        "the order's own history shows what it moved"
    );
    assert_eq!(
        row.entry.transition.word(),
        Some("приказ № 115 от 05.04.2022; по письму министерства")
    );
    office.check_whole().await;
}
