//! The plan runs to June 2023, is amended, moved, and runs on to 2025: the history tells what was in force when, and
//! nothing is lost or doubled.

use crate::office::*;
use prikaz::definition::model::{Act as StageAct, Schedule};
use prikaz::engine::state::{InstanceState, TaskState};
use prikaz::engine::transition::Transition;
use prikaz::runtime::bulk::{InstancesAct, TasksAct};
use prikaz::runtime::command::Act;
use prikaz::store::rows::InstanceRow;
use prikaz::words::ids::InstanceId;
use std::collections::{BTreeMap, BTreeSet};

/// One day of the department: it orders what waits for an order, names dates that are owed, and a school whose date is
/// near reports and is answered. One that joined another reports no more.
async fn work(office: &Office, today: &str) {
    office.pass_to(today).await;
    let on = day(today);
    for row in office.instances().await {
        let instance = &row.instance;
        if instance.state != InstanceState::Active {
            continue;
        }
        let (item, period) = (instance.item.as_str(), instance.period.as_str());
        let text = office
            .runtime
            .catalog()
            .pinned(&instance.definition)
            .expect("its text is at hand");
        match &text.lifecycle.stages[&instance.stage].act {
            StageAct::Issue { .. } => {
                office.order(item, period, &head()).await.expect("ordered and signed");
            }
            StageAct::Wait { .. }
                if instance.term.is_none() && matches!(text.schedule, Schedule::AwaitsDate { .. }) =>
            {
                let supply = Act::SupplyDate {
                    instance: instance.id,
                    due: on + chrono::TimeDelta::days(60),
                    basis: "график ИМО".to_owned(),
                };
                office.act(&clerk(), supply).await.expect("the date is named");
            }
            StageAct::Report(_) => {
                // Co-executors first: the lead sums up.
                let mut tasks: Vec<_> = office.tasks(item, period).await.into_values().collect();
                tasks.sort_by_key(|row| row.task.part == prikaz::definition::model::Part::Lead);
                for row in &tasks {
                    let owes = matches!(row.task.state, TaskState::Issued | TaskState::Returned { .. });
                    if owes && row.task.current <= on + chrono::TimeDelta::days(10) {
                        office.done(row).await;
                    }
                }
            }
            StageAct::End { .. } => {
                let release = Act::Release {
                    instance: instance.id,
                    basis: "исполнено".to_owned(),
                };
                if office.act(&head(), release.clone()).await.is_err() {
                    office.act(&clerk(), release).await.expect("released");
                }
            }
            _ => {}
        }
    }
    office.dispatcher.drain().await.expect("jobs are done");
}

/// Every ninth day, from the day after `from` to `to`.
async fn run(office: &Office, from: &str, to: &str) {
    let (mut on, to) = (day(from), day(to));
    while on < to {
        on = (on + chrono::TimeDelta::days(9)).min(to);
        work(office, &on.to_string()).await;
    }
}

/// Order № 87 of 14 June 2023: pairs by 1 December, practices from schools too, no rubrics any longer.
fn amended() -> Texts {
    Texts::shipped()
        .change(
            "4.4.yaml",
            "confirmed: ежегодно, до 31 декабря",
            "confirmed: ежегодно, до 1 декабря",
        )
        .change("5.5.yaml", "executors: ИМО", "executors: ИМО, ОО")
        .change(
            "2.5.yaml",
            "brief: ссылки на публикации",
            "brief: ссылки на все публикации",
        )
        .remove("5.1")
        .change("plan.yaml", "items: 27", "items: 26")
}

#[tokio::test]
async fn a_plan_is_amended_midway_and_nothing_is_lost_or_doubled() {
    let mut office = Office::open(None, &Texts::shipped()).await;
    run(&office, "2022-04-05", "2023-06-14").await;
    let before: Before = office
        .instances()
        .await
        .into_iter()
        .map(|row| (row.instance.id, row))
        .collect();
    let sent = office.letters("").len();
    assert!(sent > 100, "{sent} letters in a year and two months");

    office.restart(&amended()).await;
    office.dispatcher.drain().await.expect("jobs are done");
    assert_eq!(office.letters("").len(), sent, "a new text alone sends nothing");

    // Shown, then done: pairs by 1 December.
    let request = amend(of_item("4.4"));
    let shown = office.preview(&request).await;
    assert_eq!((shown.lines.len(), shown.accepted()), (1, 1), "only 2023 runs");
    let moved: Vec<_> = shown.lines[0].outcome.iter().flatten().collect();
    assert_eq!(moved.len(), 6, "the instance and five schools");
    office.act(&clerk(), confirmed(&shown, request)).await.expect("moved");
    // Practices: five schools get tasks.
    let (shown, _) = office.perform(amend(of_item("5.5"))).await;
    let issued = shown.lines[0].outcome.iter().flatten();
    assert_eq!(
        issued
            .filter(|row| matches!(row.transition, Transition::TaskIssued { .. }))
            .count(),
        5
    );
    // The item that is gone is cancelled; 2.5 is left on its old text.
    let mut removed = all();
    removed.removed = true;
    let basis = "приказ № 87 от 14.06.2023: пункт исключён".to_owned();
    office
        .perform(to_instances(removed, InstancesAct::Cancel { basis }))
        .await;
    office.dispatcher.drain().await.expect("letters leave");
    assert_eq!(office.letters("вместо 29.12.2023 — до 01.12.2023").len(), 5);

    // A school joins another; the round table stops for a while.
    let mut fifth = all();
    fifth.institution = Some("school-5".into());
    let close = TasksAct::Close {
        last_day: day("2023-08-31"),
        successor: Some("school-1".into()),
        basis: "постановление от 15.06.2023 № 77".to_owned(),
    };
    office.perform(to_tasks(fifth, close)).await;
    run(&office, "2023-06-14", "2023-11-01").await;
    let stop = InstancesAct::Suspend {
        basis: "карантин".to_owned(),
    };
    let mut table = of_item("5.3");
    table.period = Some("2023".into());
    office.perform(to_instances(table.clone(), stop)).await;
    run(&office, "2023-11-01", "2023-12-04").await;
    let go_on = InstancesAct::Resume {
        until: Some(day("2023-12-20")),
        basis: "карантин снят".to_owned(),
    };
    office.perform(to_instances(table, go_on)).await;
    run(&office, "2023-12-04", "2025-02-03").await;

    check_what_held_when(&office, &before).await;
    check_nothing_is_lost_or_doubled(&office, &before).await;
    office.check_whole().await;
}

type Before = BTreeMap<InstanceId, InstanceRow>;

/// What was in force when.
async fn check_what_held_when(office: &Office, before: &Before) {
    let old = |item: &str, period: &str| before[&id(item, period)].instance.definition.clone();
    let history = office.history("4.4", "2023").await;
    let at = history
        .iter()
        .position(|row| matches!(row.entry.transition, Transition::Amended { .. }))
        .expect("the move");
    let now = office.instance("4.4", "2023").await.instance.definition;
    assert!(history[..at].iter().all(|row| row.definition == old("4.4", "2023")));
    assert!(history[at..].iter().all(|row| row.definition == now) && now != old("4.4", "2023"));
    assert_eq!(
        office.instance("4.4", "2024").await.instance.definition,
        now,
        "new periods begin by the new text"
    );
    assert_eq!(
        office.instance("4.4", "2022").await.instance.definition,
        old("4.4", "2022"),
        "the past stays"
    );
    assert_eq!(
        office.instance("2.5", "2023").await.instance.definition,
        old("2.5", "2023"),
        "left on the old text"
    );
    let kept = office
        .store
        .get_definition(&old("4.4", "2023"))
        .await
        .expect("read")
        .expect("kept");
    assert!(kept.bundle.contains("ежегодно, до 31 декабря"));
}

/// Every period of every item began once and is over; every task is accepted or withdrawn.
async fn check_nothing_is_lost_or_doubled(office: &Office, before: &Before) {
    let plan = office.runtime.catalog().plan(&PLAN.into()).expect("the plan");
    let mut expected: BTreeSet<_> = plan
        .items
        .iter()
        .flat_map(|item| {
            item.schedule
                .periods()
                .into_iter()
                .map(|period| id(item.key.as_str(), period.as_str()))
        })
        .collect();
    expected.extend(before.keys());
    let instances = office.instances().await;
    assert_eq!(
        instances.iter().map(|row| row.instance.id).collect::<BTreeSet<_>>(),
        expected
    );
    let open: Vec<_> = instances
        .iter()
        .filter(|row| row.instance.state == InstanceState::Active)
        .collect();
    let open: Vec<String> = open
        .iter()
        .map(|row| format!("{} {}", row.instance.item, row.instance.period))
        .collect();
    assert!(open.is_empty(), "{open:?}");
    let pairs = office.tasks("4.4", "2024").await;
    assert_eq!(
        pairs.keys().map(String::as_str).collect::<Vec<_>>(),
        ["school-1", "school-2", "school-3", "school-4"]
    );
    let opened = office.rows_of(|row| matches!(row, Transition::Opened { .. })).await;
    assert_eq!(opened, instances.len(), "each began once");
    for row in &instances {
        let counts = row.instance.counts;
        assert_eq!(
            counts.total,
            counts.accepted + counts.cancelled,
            "{} {}",
            row.instance.item,
            row.instance.period
        );
    }
}
