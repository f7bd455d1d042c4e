//! Stories of a plan that was amended: running instances are moved to the new text.

use crate::items::*;
use crate::world::World;
use insta::assert_snapshot;
use prikaz::definition::model::{
    Act, DateOwner, Definition, Executor, Executors, Part, Reporting, Schedule, WaitUntil,
};
use prikaz::engine::event::Event;
use prikaz::engine::state::{InstanceState, TaskState};

/// Item 4.1 by another text.
fn text(due: &str, executors: Vec<Executor>, stages: Vec<(&str, Act)>) -> Definition {
    Definition {
        sha256: format!("sha-of-4.1-due-{due}"),
        ..item("4.1", due, executors, stages)
    }
}

fn due(date: &str) -> Definition {
    text(date, vec![schools()], reports_only(reporting()))
}

#[test]
fn a_later_date_moves_what_is_owed_and_leaves_what_is_done() {
    let mut world = World::at_work(3, reporting());
    world
        .report("4.1", "school-1", words("Сдано"))
        .accept("4.1", "school-1");
    world.report("4.1", "school-2", words("На проверке"));
    world.pass_to("2022-05-11").quietly();
    world.amend("4.1", due("2022-06-15"), &[]);
    assert_eq!(
        world.task("4.1", "school-1").current,
        day("2022-05-13"),
        "what is done stays done"
    );
    assert_snapshot!(world.story(), @r"
    Amended control 2022-05-13 -> 2022-06-15: приказ № 87
    TaskAmended school-2 from 2022-05-13 to 2022-06-15, Lead; rungs done 0
    TaskAmended school-3 from 2022-05-13 to 2022-06-15, Lead; rungs done 0
      -> Letter DateMoved on school-3 to executor
    ");
    world.pass_to("2022-06-15");
    assert_snapshot!(world.story(), @r"
    ReminderDue school-3, rung 0 (-3 wd)
      -> Letter Reminder on school-3 to executor
    ReminderDue school-3, rung 1 (+0 wd)
      -> Letter Reminder on school-3 to executor
    ");
}

#[test]
fn an_extension_that_reaches_further_stays() {
    let mut world = World::at_work(2, reporting());
    let task = world.task("4.1", "school-1").id;
    let until = |date: &str| Event::GrantExtension {
        task,
        until: day(date),
        basis: "письмо школы".to_owned(),
    };
    world.told("4.1", &clerk(), until("2022-06-30")).quietly();
    world.amend("4.1", due("2022-06-15"), &[]);
    assert_eq!(world.task("4.1", "school-1").current, day("2022-06-30"));
    assert_eq!(world.task("4.1", "school-2").current, day("2022-06-15"));
    world.amend("4.1", due("2022-07-20"), &[]);
    assert_eq!(world.task("4.1", "school-1").current, day("2022-07-20"));
}

#[test]
fn executors_come_and_go_with_the_text() {
    let listed = |keys: &[&str]| executor("школы", Executors::Each(keys.iter().map(|key| (*key).into()).collect()));
    let mut world = World::new(
        "2022-04-11",
        4,
        vec![item(
            "4.1",
            "2022-05-15",
            vec![listed(&["school-1", "school-2"])],
            reports_only(reporting()),
        )],
    );
    world.open("4.1").report("4.1", "school-1", words("Готово")).quietly();
    let without_first = || {
        text(
            "2022-05-15",
            vec![listed(&["school-2", "school-3"])],
            reports_only(reporting()),
        )
    };
    world.amend("4.1", without_first(), &[]);
    world.accept("4.1", "school-1").amend("4.1", without_first(), &[]);
    assert_eq!(world.instance("4.1").counts.total, 3);
    assert!(matches!(
        world.task("4.1", "school-1").state,
        TaskState::Accepted { .. }
    ));
    let with_lead = text(
        "2022-05-15",
        vec![imo(), listed(&["school-3"])],
        reports_only(reporting()),
    );
    world.amend(
        "4.1",
        Definition {
            sha256: "третья редакция".to_owned(),
            ..with_lead
        },
        &[],
    );
    assert_eq!(world.task("4.1", "school-3").part, Part::CoExecutor);
    assert_snapshot!(world.story(), @r"
    refused: в новой редакции нет исполнителей, чьи отчёты ждут ответа (1): сначала примите или верните эти отчёты
    TaskAccepted school-1, reported 2022-04-11
      -> Letter Accepted on school-1 to executor
    Amended control 2022-05-13 -> 2022-05-13: приказ № 87
    TaskIssued school-3, lead, due 2022-05-15, control 2022-05-13
      -> Letter Task on school-3 to executor
    Amended control 2022-05-13 -> 2022-05-13: приказ № 87
    TaskAmended school-3 from 2022-05-13 to 2022-05-13, CoExecutor; rungs done 0
    TaskCancelled school-2: не назван исполнителем в новой редакции: приказ № 87
      -> Letter Cancelled on school-2 to executor
    TaskIssued imo, lead, due 2022-05-15, control 2022-05-13
      -> Letter Task on imo to executor
    ");
}

#[test]
fn a_renamed_stage_is_named_by_a_person() {
    let mut world = World::at_work(1, reporting());
    world.quietly();
    let renamed = || {
        let stages = vec![
            (
                "collect",
                report(Reporting {
                    next: "end".into(),
                    ..reporting()
                }),
            ),
            ("end", Act::End { by: None }),
        ];
        text("2022-05-15", vec![schools()], stages)
    };
    world.amend("4.1", renamed(), &[]);
    world.amend("4.1", renamed(), &[("execute", "end")]);
    world.amend("4.1", renamed(), &[("execute", "nowhere")]);
    world.amend("4.1", renamed(), &[("execute", "collect"), ("closed", "end")]);
    world.pass_to("2022-05-13");
    world
        .report("4.1", "school-1", words("Готово"))
        .accept("4.1", "school-1");
    assert!(matches!(world.instance("4.1").state, InstanceState::Released { .. }));
    assert_snapshot!(world.story(), @r"
    refused: в новой редакции нет стадии «execute»: назовите, какая её заменяет (есть: collect, end), или оставьте экземпляр на прежней редакции
    refused: стадия «Стадия end» новой редакции не заменит стадию «Стадия execute»: в ней делается другое
    refused: в порядке прохождения нет стадии «nowhere»
    Amended control 2022-05-13 -> 2022-05-13, closed is end, execute is collect: приказ № 87
    ReminderDue school-1, rung 0 (-3 wd)
      -> Letter Reminder on school-1 to executor
    ReminderDue school-1, rung 1 (+0 wd)
      -> Letter Reminder on school-1 to executor
    TaskReported school-1 on 2022-05-13
      -> Note ReportFiled school-1 to clerk
    TaskAccepted school-1, reported 2022-05-13
      -> Letter Accepted on school-1 to executor
    Moved collect -> end
    Released on 2022-05-13: пройдены все стадии
      -> TellSuccessors
    ");
}

#[test]
fn what_cannot_be_moved_says_why() {
    let mut world = World::new(
        "2022-04-11",
        2,
        vec![item("4.1", "2022-05-15", vec![schools()], order_then_reports())],
    );
    world.open("4.1").issue("4.1", "приказ").quietly();
    let later = || text("2022-06-15", vec![schools()], order_then_reports());
    world.amend("4.1", later(), &[]);
    let same_date = Definition {
        sha256: "другой телефон".to_owned(),
        ..text("2022-05-15", vec![schools()], order_then_reports())
    };
    world.amend("4.1", same_date.clone(), &[]).amend("4.1", same_date, &[]);
    let other_year = {
        let mut text = later();
        if let Schedule::Dated(periods) = &mut text.schedule {
            periods[0].key = "2023".into();
        }
        text
    };
    world.amend("4.1", other_year, &[]);
    assert_snapshot!(world.story(), @r"
    refused: срок меняется, а проект приказа с прежним сроком на подписи: верните его на доработку или подпишите
    Amended control 2022-05-13 -> 2022-05-13: приказ № 87
    refused: экземпляр уже ведётся по этой редакции пункта 4.1
    refused: у пункта 4.1 нет периода «2022»
    ");
    world.approve("4.1", "приказ", &head()).quietly();
    world.amend("4.1", text("2022-06-15", vec![], order_then_reports()), &[]);
    world.amend("4.1", later(), &[]);
    assert_snapshot!(world.story(), @r"
    refused: некому выдать поручения: в справочнике нет действующих учреждений для «исполнители не названы»
    Amended control 2022-05-13 -> 2022-06-15: приказ № 87
    TaskAmended school-1 from 2022-05-13 to 2022-06-15, Lead; rungs done 0
      -> Letter DateMoved on school-1 to executor
    TaskAmended school-2 from 2022-05-13 to 2022-06-15, Lead; rungs done 0
      -> Letter DateMoved on school-2 to executor
    ");
}

#[test]
fn an_item_that_waits_takes_the_date_that_the_new_text_names() {
    let waits = vec![
        ("date", wait(WaitUntil::Date, "execute")),
        ("execute", report(reporting())),
        ("closed", Act::End { by: None }),
    ];
    let mut awaited = item("4.1", "2022-05-15", vec![schools()], waits.clone());
    awaited.schedule = Schedule::AwaitsDate {
        period: period(),
        owner: DateOwner::Institution("imo".into()),
    };
    let mut world = World::new("2022-04-11", 1, vec![awaited]);
    world.open("4.1").quietly();
    world.amend("4.1", text("2022-05-15", vec![schools()], waits), &[]);
    assert_snapshot!(world.story(), @r"
    Amended control none -> 2022-05-13: приказ № 87
    Moved date -> execute
    TaskIssued school-1, lead, due 2022-05-15, control 2022-05-13
      -> Letter Task on school-1 to executor
    ");
}
