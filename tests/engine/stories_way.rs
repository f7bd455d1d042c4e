//! Stories of an item's way: opening, orders that set it going, waits, decisions, release.

use crate::items::*;
use crate::world::World;
use insta::assert_snapshot;
use prikaz::definition::model::{Act, ApprovalRule, Join, Reporting};
use prikaz::engine::event::{Actor, Event};

#[test]
fn an_item_goes_from_its_order_to_release() {
    let mut world = World::new(
        "2022-04-11",
        2,
        vec![item("1.4", "2022-04-29", vec![schools()], order_then_reports())],
    );
    world.open("1.4").issue("1.4", "114").approve("1.4", "114", &head());
    world
        .report("1.4", "school-1", order_report())
        .accept("1.4", "school-1");
    world
        .report("1.4", "school-2", order_report())
        .accept("1.4", "school-2");
    assert_snapshot!(world.story(), @r"
    Opened 1.4 for 2022, due 2022-04-29, control 2022-04-29
    DocumentIssued
      -> Note ApprovalAsked to head
    Moved draft -> sign
    DocumentApproved by head
    DocumentRegistered № 114-ОД of 2022-04-11
      -> Render
    Moved sign -> execute
    TaskIssued school-1, lead, due 2022-04-29, control 2022-04-29
      -> Letter Task on school-1 to executor
    TaskIssued school-2, lead, due 2022-04-29, control 2022-04-29
      -> Letter Task on school-2 to executor
    DocumentRendered приказ.docx
    TaskReported school-1 on 2022-04-11
      -> Note ReportFiled school-1 to clerk
    TaskAccepted school-1, reported 2022-04-11
      -> Letter Accepted on school-1 to executor
    TaskReported school-2 on 2022-04-11
      -> Note ReportFiled school-2 to clerk
    TaskAccepted school-2, reported 2022-04-11
      -> Letter Accepted on school-2 to executor
    Moved execute -> closed
    Released on 2022-04-11: пройдены все стадии
      -> TellSuccessors
    ");
}

#[test]
fn an_item_is_opened_once_and_only_for_its_periods() {
    let mut world = World::new(
        "2022-04-11",
        1,
        vec![item("1.4", "2022-04-29", vec![schools()], order_then_reports())],
    );
    world.told("1.4", &clerk(), Event::Open { period: "2023".into() });
    world.told("1.4", &of("school-1"), Event::Open { period: period() });
    world.told(
        "1.4",
        &clerk(),
        Event::Cancel {
            basis: "не начат".to_owned(),
        },
    );
    world
        .told("1.4", &Actor::System, Event::Open { period: period() })
        .open("1.4");
    assert_snapshot!(world.story(), @r"
    refused: у пункта 1.4 нет периода «2023»
    refused: действие «начать пункт» выполняет отдел, а не вы
    refused: пункт за этот период ещё не начат
    Opened 1.4 for 2022, due 2022-04-29, control 2022-04-29
    refused: пункт за этот период уже в работе
    ");
}

#[test]
fn an_item_without_an_order_begins_with_its_tasks() {
    let mut world = World::new(
        "2022-04-11",
        1,
        vec![item("2.2", "2022-04-29", vec![imo()], reports_only(reporting()))],
    );
    world.open("2.2");
    assert_snapshot!(world.story(), @r"
    Opened 2.2 for 2022, due 2022-04-29, control 2022-04-29
    TaskIssued imo, lead, due 2022-04-29, control 2022-04-29
      -> Letter Task on imo to executor
    ");
}

#[test]
fn nobody_to_task_refuses_the_whole_step() {
    let mut world = World::new(
        "2022-04-11",
        0,
        vec![item("1.4", "2022-04-29", vec![imo(), schools()], order_then_reports())],
    );
    world.order("1.4");
    assert_snapshot!(world.story(), @r"
    Opened 1.4 for 2022, due 2022-04-29, control 2022-04-29
    DocumentIssued
      -> Note ApprovalAsked to head
    Moved draft -> sign
    refused: некому выдать поручения: в справочнике нет действующих учреждений для «ОО»
    ");
    assert!(
        world.numbers.is_empty(),
        "a refused registration leaves no number behind"
    );
}

#[test]
fn enough_reports_release_the_item_and_withdraw_the_rest() {
    let share = Reporting {
        done: Join::Share(60),
        ..reporting()
    };
    let mut world = World::new(
        "2022-04-11",
        3,
        vec![item("2.5", "2022-04-29", vec![schools()], reports_only(share))],
    );
    world.open("2.5").quietly();
    world
        .report("2.5", "school-1", words("Ссылка на рубрику"))
        .accept("2.5", "school-1");
    world
        .report("2.5", "school-3", words("Ссылка на рубрику"))
        .accept("2.5", "school-3");
    assert_snapshot!(world.story(), @r"
    TaskReported school-1 on 2022-04-11
      -> Note ReportFiled school-1 to clerk
    TaskAccepted school-1, reported 2022-04-11
      -> Letter Accepted on school-1 to executor
    TaskReported school-3 on 2022-04-11
      -> Note ReportFiled school-3 to clerk
    TaskAccepted school-3, reported 2022-04-11
      -> Letter Accepted on school-3 to executor
      -> WithdrawRest of execute: стадия «Стадия execute» завершена: отчётов достаточно
    Moved execute -> closed
    Released on 2022-04-11: пройдены все стадии
      -> TellSuccessors
    TaskCancelled school-2: стадия «Стадия execute» завершена: отчётов достаточно
      -> Letter Cancelled on school-2 to executor
    ");
}

#[test]
fn a_count_greater_than_the_tasks_left_is_met_by_all_of_them() {
    let count = Reporting {
        done: Join::Count(3),
        ..reporting()
    };
    let mut world = World::new(
        "2022-04-11",
        3,
        vec![item("2.5", "2022-04-29", vec![schools()], reports_only(count))],
    );
    world.open("2.5");
    world.report("2.5", "school-1", words("Есть")).accept("2.5", "school-1");
    world
        .report("2.5", "school-2", words("Есть"))
        .accept("2.5", "school-2")
        .quietly();
    let task = world.task("2.5", "school-3").id;
    world.told(
        "2.5",
        &clerk(),
        Event::CancelTask {
            task,
            basis: "школа реорганизована".to_owned(),
        },
    );
    assert_snapshot!(world.story(), @r"
    TaskCancelled school-3: школа реорганизована
      -> Letter Cancelled on school-3 to executor
    Moved execute -> closed
    Released on 2022-04-11: пройдены все стадии
      -> TellSuccessors
    ");
}

#[test]
fn when_every_task_is_cancelled_only_a_person_says_what_follows() {
    let mut world = World::new(
        "2022-04-11",
        1,
        vec![item("2.5", "2022-04-29", vec![schools()], reports_only(reporting()))],
    );
    world.open("2.5").quietly();
    let task = world.task("2.5", "school-1").id;
    world.told(
        "2.5",
        &clerk(),
        Event::CancelTask {
            task,
            basis: "школа закрыта".to_owned(),
        },
    );
    world.told(
        "2.5",
        &clerk(),
        Event::Release {
            basis: "исполнять некому".to_owned(),
        },
    );
    assert_snapshot!(world.story(), @r"
    TaskCancelled school-1: школа закрыта
      -> Letter Cancelled on school-1 to executor
    Released on 2022-04-11: исполнять некому
      -> TellSuccessors
    ");
}

#[test]
fn the_department_releases_early_and_the_rest_is_withdrawn() {
    let mut world = World::new(
        "2022-04-11",
        2,
        vec![item("1.4", "2022-04-29", vec![schools()], order_then_reports())],
    );
    world.order("1.4").quietly();
    world.told(
        "1.4",
        &of("school-1"),
        Event::Release {
            basis: "хватит".to_owned(),
        },
    );
    world.told("1.4", &head(), Event::Release { basis: "  ".to_owned() });
    world.told(
        "1.4",
        &head(),
        Event::Release {
            basis: "приказ утратил силу".to_owned(),
        },
    );
    world.report("1.4", "school-1", order_report());
    assert_snapshot!(world.story(), @r"
    refused: действие «снять с контроля» выполняет отдел, а не вы
    refused: укажите: основание снятия с контроля
    Released on 2022-04-11: приказ утратил силу
      -> TellSuccessors
      -> WithdrawRest of all stages: приказ утратил силу
    TaskCancelled school-1: приказ утратил силу
      -> Letter Cancelled on school-1 to executor
    TaskCancelled school-2: приказ утратил силу
      -> Letter Cancelled on school-2 to executor
    refused: пункт 1.4 уже снят с контроля: изменить его нельзя
    ");
}

#[test]
fn the_last_stage_may_need_the_head() {
    let mut stages = reports_only(reporting());
    stages[1].1 = Act::End {
        by: Some("head".into()),
    };
    let mut world = World::new("2022-04-11", 1, vec![item("6.3", "2022-05-31", vec![imo()], stages)]);
    world
        .open("6.3")
        .report("6.3", "imo", words("Справка"))
        .accept("6.3", "imo")
        .quietly();
    world.told(
        "6.3",
        &clerk(),
        Event::Release {
            basis: "справка утверждена".to_owned(),
        },
    );
    world.told(
        "6.3",
        &head(),
        Event::Release {
            basis: "справка утверждена".to_owned(),
        },
    );
    assert_snapshot!(world.story(), @r"
    refused: действие «снять с контроля» выполняет начальник отдела, а не вы
    Released on 2022-04-11: справка утверждена
      -> TellSuccessors
    ");
}

#[test]
fn a_cancelled_item_withdraws_its_tasks_and_takes_nothing_more() {
    let mut world = World::new(
        "2022-04-11",
        2,
        vec![item("1.4", "2022-04-29", vec![schools()], order_then_reports())],
    );
    world.order("1.4").report("1.4", "school-1", order_report()).quietly();
    world.told(
        "1.4",
        &clerk(),
        Event::Cancel {
            basis: "пункт исключён из плана".to_owned(),
        },
    );
    world.accept("1.4", "school-1").told(
        "1.4",
        &clerk(),
        Event::Cancel {
            basis: "ещё раз".to_owned(),
        },
    );
    assert_snapshot!(world.story(), @r"
    Cancelled on 2022-04-11: пункт исключён из плана
      -> WithdrawRest of all stages: пункт исключён из плана
    TaskCancelled school-1: пункт исключён из плана
      -> Letter Cancelled on school-1 to executor
    TaskCancelled school-2: пункт исключён из плана
      -> Letter Cancelled on school-2 to executor
    refused: пункт 1.4 уже отменён: изменить его нельзя
    refused: пункт 1.4 уже отменён: изменить его нельзя
    ");
}

#[test]
fn a_stage_that_has_issued_its_tasks_is_not_begun_again() {
    let mut again = reports_only(Reporting {
        next: "execute".into(),
        ..reporting()
    });
    again.truncate(1);
    let mut world = World::new("2022-04-11", 0, vec![item("5.4", "2022-04-29", vec![imo()], again)]);
    world
        .open("5.4")
        .report("5.4", "imo", words("Готово"))
        .quietly()
        .accept("5.4", "imo");
    assert_snapshot!(world.story(), @"refused: поручения стадии «Стадия execute» уже выданы: второй раз её не начать");
}

#[test]
fn two_report_stages_count_their_own_tasks() {
    let first = Reporting {
        done: Join::Count(1),
        next: "sum".into(),
        ..reporting()
    };
    let mut world = World::new(
        "2022-04-11",
        2,
        vec![item(
            "6.2-1",
            "2022-04-29",
            vec![schools()],
            vec![
                ("collect", report(first)),
                ("sum", report(reporting())),
                ("closed", Act::End { by: None }),
            ],
        )],
    );
    world
        .open("6.2-1")
        .report("6.2-1", "school-1", words("Анкеты"))
        .quietly()
        .accept("6.2-1", "school-1");
    assert_snapshot!(world.story(), @r"
    TaskAccepted school-1, reported 2022-04-11
      -> Letter Accepted on school-1 to executor
      -> WithdrawRest of collect: стадия «Стадия collect» завершена: отчётов достаточно
    Moved collect -> sum
    TaskIssued school-1, lead, due 2022-04-29, control 2022-04-29
      -> Letter Task on school-1 to executor
    TaskIssued school-2, lead, due 2022-04-29, control 2022-04-29
      -> Letter Task on school-2 to executor
    TaskCancelled school-2: стадия «Стадия collect» завершена: отчётов достаточно
      -> Letter Cancelled on school-2 to executor
    ");
    assert_eq!(world.instance("6.2-1").counts.total, 4);
}

#[test]
fn an_approval_may_follow_no_order_at_all() {
    let mut world = World::new(
        "2022-04-11",
        0,
        vec![item(
            "1.1",
            "2022-04-29",
            vec![imo()],
            vec![
                ("sign", approve(&["head"], ApprovalRule::Sequence)),
                ("execute", report(reporting())),
                ("closed", Act::End { by: None }),
            ],
        )],
    );
    world.open("1.1").approve("1.1", "none", &head());
    assert_snapshot!(world.story(), @r"
    Opened 1.1 for 2022, due 2022-04-29, control 2022-04-29
    refused: документ не относится к этому пункту: действие «согласовать документ» к нему неприменимо
    ");
}
