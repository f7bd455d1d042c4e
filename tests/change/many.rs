//! Many acts as one: extend all, cancel the rest, stop and go on; each with its preview.

use crate::office::*;
use crate::postgres;
use prikaz::engine::event::{Actor, Report};
use prikaz::engine::state::InstanceState;
use prikaz::engine::transition::Transition;
use prikaz::runtime::bulk::{InstancesAct, TasksAct};
use prikaz::runtime::command::Act;

async fn at_work(url: Option<String>) -> Office {
    let office = Office::open(url, &Texts::shipped()).await;
    office.dispatcher.drain().await.expect("periods open");
    for item in ["1.4", "1.5", "4.1"] {
        office.order(item, "2022", &head()).await.expect("signed");
    }
    office
}

#[tokio::test]
async fn all_that_is_late_gets_more_time_on_sqlite() {
    late_tasks(at_work(None).await).await;
}

#[tokio::test]
async fn all_that_is_late_gets_more_time_on_postgresql() {
    late_tasks(at_work(Some(postgres::database().await)).await).await;
}

async fn late_tasks(office: Office) {
    let tasks = office.tasks("1.4", "2022").await;
    office.done(&tasks["school-1"]).await;
    office.pass_to("2022-05-04").await;
    let mut late = all();
    late.overdue = true;
    let until = |date: &str| TasksAct::Extend {
        until: day(date),
        basis: "письмо директоров от 04.05.2022".to_owned(),
    };
    let past = office.preview(&to_tasks(late.clone(), until("2022-05-01"))).await;
    assert_eq!(
        (past.lines.len(), past.accepted()),
        (9, 0),
        "each is refused with its reason"
    );
    let why = past.lines[0]
        .outcome
        .as_ref()
        .expect_err("a day that has passed")
        .to_string();
    assert!(why.contains("01.05.2022"), "{why}");

    let commits = office.runtime.commits();
    let (preview, answer) = office.perform(to_tasks(late, until("2022-05-20"))).await;
    assert_eq!(
        (preview.accepted(), answer.changed),
        (9, Some(9)),
        "five of 1.5 and four of 1.4"
    );
    assert_eq!(office.runtime.commits() - commits, 1, "one transaction");
    assert_eq!(
        office
            .rows_of(|row| matches!(row, Transition::ExtensionGranted { .. }))
            .await,
        9
    );
    assert_eq!(
        office.tasks("4.1", "2022").await["school-1"].task.current,
        day("2022-05-13"),
        "not late, not moved"
    );
    office.dispatcher.drain().await.expect("letters leave");
    assert_eq!(office.letters("срок продлён").len(), 9);
    office.check_whole().await;
}

#[tokio::test]
async fn the_rest_is_cancelled_and_the_item_stays_with_what_was_done() {
    let office = at_work(None).await;
    let tasks = office.tasks("1.4", "2022").await;
    office.done(&tasks["school-1"]).await;
    let basis = "приказ № 131: отчёты остальных не нужны".to_owned();
    let (preview, _) = office
        .perform(to_tasks(of_item("1.4"), TasksAct::Cancel { basis }))
        .await;
    assert_eq!(preview.accepted(), 4);
    let last = preview
        .lines
        .iter()
        .filter_map(|line| line.outcome.as_ref().ok())
        .flatten()
        .last();
    assert!(
        matches!(last.expect("rows").transition, Transition::Released { .. }),
        "the preview tells what follows"
    );
    let instance = office.instance("1.4", "2022").await.instance;
    assert!(matches!(instance.state, InstanceState::Released { .. }));
    assert_eq!((instance.counts.accepted, instance.counts.cancelled), (1, 4));
    office.check_whole().await;
}

#[tokio::test]
async fn a_school_sees_and_does_nothing_of_this() {
    let office = at_work(None).await;
    let school = Actor::Institution {
        key: "school-1".into(),
        name: "Сердюк И. И.".to_owned(),
    };
    let request = to_tasks(
        of_item("1.4"),
        TasksAct::Cancel {
            basis: "не хотим".to_owned(),
        },
    );
    assert_eq!(
        office
            .runtime
            .preview(&school, &request)
            .await
            .expect_err("not hers")
            .code(),
        "NOT_YOURS"
    );
    let nameless = to_tasks(of_item("1.4"), TasksAct::Cancel { basis: " ".to_owned() });
    assert_eq!(
        office
            .runtime
            .preview(&clerk(), &nameless)
            .await
            .expect_err("no basis")
            .code(),
        "MISSING"
    );
}

#[tokio::test]
async fn a_stopped_item_gets_no_letters_and_goes_on_with_new_dates_on_sqlite() {
    stopped(at_work(None).await).await;
}

#[tokio::test]
async fn a_stopped_item_gets_no_letters_and_goes_on_with_new_dates_on_postgresql() {
    stopped(at_work(Some(postgres::database().await)).await).await;
}

async fn stopped(office: Office) {
    office.dispatcher.drain().await.expect("letters leave");
    let basis = || "карантин, приказ № 118".to_owned();
    office
        .perform(to_instances(of_item("4.1"), InstancesAct::Suspend { basis: basis() }))
        .await;
    let reminders = |row: &Transition| matches!(row, Transition::ReminderDue { .. });
    office.pass_to("2022-05-04").await;
    let before = office.rows_of(reminders).await;
    office.pass_to("2022-06-01").await;
    let of_others = office.rows_of(reminders).await;
    let its = office.history("4.1", "2022").await;
    assert!(
        its.iter().all(|row| !reminders(&row.entry.transition)),
        "nobody is reminded of what is stopped"
    );
    assert!(of_others > before, "the others are");
    let mut late = of_item("4.1");
    late.overdue = true;
    let nothing = TasksAct::Extend {
        until: day("2022-09-01"),
        basis: basis(),
    };
    assert!(
        office.preview(&to_tasks(late, nothing)).await.lines.is_empty(),
        "what is stopped is not late"
    );
    let task = office.tasks("4.1", "2022").await["school-1"].task.id;
    let school = Actor::Institution {
        key: "school-1".into(),
        name: "Сердюк И. И.".to_owned(),
    };
    let report = Report {
        text: "Готово".to_owned(),
        ..Report::default()
    };
    let refused = office
        .act(&school, Act::Report { task, report })
        .await
        .expect_err("stopped");
    assert_eq!(refused.code(), "SUSPENDED");

    let resume = InstancesAct::Resume {
        until: Some(day("2022-06-15")),
        basis: "карантин снят".to_owned(),
    };
    let (shown, answer) = office.perform(to_instances(all(), resume)).await;
    assert_eq!(answer.changed, Some(1), "{:?}", shown.lines);
    assert_eq!(
        office.tasks("4.1", "2022").await["school-5"].task.current,
        day("2022-06-15")
    );
    office.pass_to("2022-06-15").await;
    let its = office.history("4.1", "2022").await;
    let reminded = its.iter().filter(|row| reminders(&row.entry.transition)).count();
    assert!(reminded >= 5, "{reminded}: reminders follow the new date");
    office.check_whole().await;
}

#[tokio::test]
async fn thousands_of_tasks_get_more_time_in_one_transaction() {
    let office = Office::open(None, &Texts::shipped().with_schools(1_000)).await;
    office.dispatcher.drain().await.expect("periods open");
    for item in ["1.4", "1.5"] {
        office.order(item, "2022", &head()).await.expect("signed");
    }
    let request = to_tasks(
        all(),
        TasksAct::Extend {
            until: day("2022-05-20"),
            basis: "приказ № 121 от 05.04.2022".to_owned(),
        },
    );
    let began = std::time::Instant::now();
    let preview = office.preview(&request).await;
    let shown = began.elapsed();
    assert_eq!(preview.accepted(), 2_010);
    let (commits, statements) = (office.runtime.commits(), office.store.statement_count());
    let began = std::time::Instant::now();
    let answer = office.act(&clerk(), confirmed(&preview, request)).await.expect("done");
    println!("2,010 tasks: shown in {shown:?}, done in {:?}", began.elapsed());
    assert_eq!((answer.changed, office.runtime.commits() - commits), (Some(2_010), 1));
    let sent = office.store.statement_count() - statements;
    assert!(sent <= 15, "{sent} statements: a handful, whatever the number of tasks");
    assert_eq!(
        office
            .rows_of(|row| matches!(row, Transition::ExtensionGranted { .. }))
            .await,
        2_010,
        "one row of the history each"
    );
    office.check_whole().await;
}
