//! Institutions that close or join others while the plan runs.

use crate::office::*;
use crate::postgres;
use prikaz::engine::state::TaskState;
use prikaz::engine::transition::Transition;
use prikaz::runtime::bulk::TasksAct;
use prikaz::store::reader::TaskFilter;

fn close(institution: &str, successor: Option<&str>, last_day: &str) -> prikaz::runtime::bulk::BulkRequest {
    let mut of = all();
    of.institution = Some(institution.into());
    to_tasks(
        of,
        TasksAct::Close {
            last_day: day(last_day),
            successor: successor.map(Into::into),
            basis: "постановление администрации от 20.04.2022 № 41".to_owned(),
        },
    )
}

async fn at_work(url: Option<String>) -> Office {
    let office = Office::open(url, &Texts::shipped()).await;
    office.dispatcher.drain().await.expect("periods open");
    office.order("1.4", "2022", &head()).await.expect("signed");
    office
}

#[tokio::test]
async fn a_school_that_joins_another_hands_over_what_the_other_has_not_on_sqlite() {
    joined(at_work(None).await).await;
}

#[tokio::test]
async fn a_school_that_joins_another_hands_over_what_the_other_has_not_on_postgresql() {
    joined(at_work(Some(postgres::database().await)).await).await;
}

async fn joined(office: Office) {
    // The methodical office has no task of 1.4: it can take one over. School 1 has its own.
    office.perform(close("school-5", Some("school-1"), "2022-04-30")).await;
    office.perform(close("school-4", Some("imo"), "2022-04-30")).await;
    let tasks = office.tasks("1.4", "2022").await;
    assert!(
        matches!(tasks["school-5"].task.state, TaskState::Cancelled { .. }),
        "school 1 has the same task"
    );
    assert!(matches!(tasks["imo"].task.state, TaskState::Issued) && !tasks.contains_key("school-4"));
    let told: Vec<String> = office
        .history("1.4", "2022")
        .await
        .iter()
        .filter(|row| {
            matches!(
                row.entry.transition,
                Transition::TaskCancelled { .. } | Transition::TaskReassigned { .. }
            )
        })
        .filter_map(|row| row.entry.transition.word().map(str::to_owned))
        .collect();
    assert_eq!(
        told,
        [
            "постановление администрации от 20.04.2022 № 41; такое поручение уже есть у «school-1»",
            "постановление администрации от 20.04.2022 № 41",
        ]
    );
    office.dispatcher.drain().await.expect("letters leave");
    // What begins after its last day passes the closed school by.
    office.pass_to("2022-05-04").await;
    office.order("4.1", "2022", &head()).await.expect("signed");
    let later = office.tasks("4.1", "2022").await;
    assert_eq!(
        later.keys().map(String::as_str).collect::<Vec<_>>(),
        ["school-1", "school-2", "school-3"]
    );
    // Papers of before keep its name.
    let plan = office.runtime.catalog().plan(&PLAN.into()).expect("the plan");
    let named = plan
        .institution_on(&"school-5".into(), day("2022-04-05"))
        .expect("its name of then");
    assert!(named.short_name.contains("№ 105"), "{}", named.short_name);
    let refused = office
        .runtime
        .preview(&clerk(), &close("school-5", None, "2022-09-01"))
        .await;
    assert_eq!(refused.expect_err("closed already").code(), "NOT_VALID");
    office.check_whole().await;
}

#[tokio::test]
async fn a_closed_school_stays_closed_after_a_restart_and_owes_nothing() {
    let mut office = at_work(None).await;
    let (preview, answer) = office.perform(close("school-2", None, "2022-04-30")).await;
    assert_eq!(answer.changed, Some(preview.accepted()));
    let owed = TaskFilter {
        institution: Some("school-2".into()),
        overdue_on: Some(day("2030-01-01")),
        ..TaskFilter::default()
    };
    assert_eq!(page_of_tasks(&office, &owed).await, 0);
    office.restart(&Texts::shipped()).await;
    let valid = office.runtime.catalog().directory(&PLAN.into(), day("2022-05-01"));
    assert!(valid.iter().all(|entry| entry.key.as_str() != "school-2"));
    let valid = office.runtime.catalog().directory(&PLAN.into(), day("2022-04-30"));
    assert!(
        valid.iter().any(|entry| entry.key.as_str() == "school-2"),
        "its last day is a day of work"
    );
    office.check_whole().await;
}
