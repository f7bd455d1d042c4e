//! Stories of an item's way: opening, orders that set it going, waits, decisions, release.

use crate::items::*;
use crate::world::World;
use insta::assert_snapshot;
use prikaz::definition::model::{Act, ApprovalRule, DateOwner, Join, Recipient, Reporting, Schedule, WaitUntil};
use prikaz::engine::event::{Actor, Event};
use std::sync::Arc;

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
fn an_item_on_its_own_schedule_waits_for_the_date_of_its_owner() {
    let mut seminar = item(
        "2.1",
        "2022-04-29",
        vec![imo()],
        vec![
            ("date", wait(WaitUntil::Date, "execute")),
            ("execute", report(reporting())),
            ("closed", Act::End { by: None }),
        ],
    );
    seminar.schedule = Schedule::AwaitsDate {
        period: period(),
        owner: DateOwner::Institution("imo".into()),
    };
    let mut world = World::new("2022-05-11", 1, vec![seminar]);
    let supply = |due: &str, basis: &str| Event::SupplyDate {
        due: day(due),
        basis: basis.to_owned(),
    };
    world.open("2.1");
    world.told("2.1", &of("school-1"), supply("2022-05-29", "график"));
    world.told("2.1", &of("imo"), supply("2022-05-10", "график ИМО"));
    world.told("2.1", &of("imo"), supply("2022-05-29", ""));
    world.told("2.1", &of("imo"), supply("2022-05-29", "график ИМО от 10.05.2022"));
    world.told("2.1", &clerk(), supply("2022-06-05", "письмо ИМО"));
    assert_snapshot!(world.story(), @r"
    Opened 2.1 for 2022, date awaited
      -> Note DateNeeded to imo
    refused: действие «назвать срок» выполняет отдел, а не вы
    refused: дата 2022-05-10 не подходит: этот день уже прошёл
    refused: укажите: основание срока: график, план или письмо
    DateSupplied due 2022-05-29, control 2022-05-27: график ИМО от 10.05.2022
    Moved date -> execute
    TaskIssued imo, lead, due 2022-05-29, control 2022-05-27
      -> Letter Task on imo to executor
    refused: дата 2022-06-05 не подходит: поручения уже выданы: продлите срок каждого
    ");
}

#[test]
fn a_date_may_be_moved_until_tasks_are_issued() {
    let mut seminar = item("2.1", "2022-04-29", vec![imo()], order_then_reports());
    seminar.schedule = Schedule::AwaitsDate {
        period: period(),
        owner: DateOwner::Role("clerk".into()),
    };
    let mut world = World::new("2022-05-11", 1, vec![seminar]);
    let supply = |due: &str| Event::SupplyDate {
        due: day(due),
        basis: "план СКИРО".to_owned(),
    };
    world.open("2.1").issue("2.1", "115").approve("2.1", "115", &head());
    world
        .told("2.1", &clerk(), supply("2022-05-27"))
        .told("2.1", &clerk(), supply("2022-05-27"));
    world
        .told("2.1", &clerk(), supply("2022-06-12"))
        .approve("2.1", "115", &head());
    assert_snapshot!(world.story(), @r"
    Opened 2.1 for 2022, date awaited
    DocumentIssued
      -> Note ApprovalAsked to head
    Moved draft -> sign
    refused: срок пункта 2.1 ещё не назван: сначала укажите дату
    DateSupplied due 2022-05-27, control 2022-05-27: план СКИРО
    refused: дата 2022-05-27 не подходит: этот срок уже указан
    DateSupplied due 2022-06-12, control 2022-06-10: план СКИРО
    DocumentApproved by head
    DocumentRegistered № 114-ОД of 2022-05-11
      -> Render
    Moved sign -> execute
    TaskIssued imo, lead, due 2022-06-12, control 2022-06-10
      -> Letter Task on imo to executor
    DocumentRendered приказ.docx
    ");
}

#[test]
fn a_dated_item_takes_no_other_date() {
    let mut world = World::new(
        "2022-04-11",
        1,
        vec![item("1.4", "2022-04-29", vec![schools()], order_then_reports())],
    );
    world.open("1.4").quietly();
    world.told(
        "1.4",
        &clerk(),
        Event::SupplyDate {
            due: day("2022-06-01"),
            basis: "письмо".to_owned(),
        },
    );
    assert_snapshot!(world.story(), @"refused: дата 2022-06-01 не подходит: срок этого пункта назван в самом плане");
}

/// 6.2-2 and 6.3 of the plan: an analysis comes after the monitoring.
fn after_monitoring() -> Vec<prikaz::definition::model::Definition> {
    let monitoring = item("6.2-2", "2022-05-31", vec![imo()], reports_only(reporting()));
    let mut analysis = item(
        "6.3",
        "2022-05-31",
        vec![imo()],
        vec![
            ("before", wait(WaitUntil::Predecessors, "execute")),
            ("execute", report(reporting())),
            ("closed", Act::End { by: None }),
        ],
    );
    analysis.after = vec!["6.2-2".into()];
    vec![monitoring, analysis]
}

#[test]
fn an_item_waits_for_its_predecessor() {
    let mut world = World::new("2022-05-11", 1, after_monitoring());
    world
        .open("6.2-2")
        .open("6.3")
        .report("6.2-2", "imo", words("Сводные данные"))
        .quietly();
    world.accept("6.2-2", "imo");
    let again = Event::PredecessorReleased { item: "6.2-2".into() };
    world
        .told("6.3", &Actor::System, again)
        .told("6.3", &clerk(), Event::PredecessorReleased { item: "6.2-2".into() });
    assert_snapshot!(world.story(), @r"
    6.2-2: TaskAccepted imo, reported 2022-05-11
      -> Letter Accepted on imo to executor
    6.2-2: Moved execute -> closed
    6.2-2: Released on 2022-05-11: пройдены все стадии
      -> TellSuccessors
    6.3: PredecessorDone 6.2-2
    6.3: Moved before -> execute
    6.3: TaskIssued imo, lead, due 2022-05-31, control 2022-05-31
      -> Letter Task on imo to executor
    refused: событие устарело
    refused: действие «отметить предшествующий пункт» выполняет сама система, а не вы
    ");
}

#[test]
fn an_item_learns_of_a_predecessor_that_was_released_before_it_began() {
    let mut world = World::new("2022-05-11", 1, after_monitoring());
    world
        .open("6.2-2")
        .report("6.2-2", "imo", words("Сводные данные"))
        .accept("6.2-2", "imo")
        .quietly();
    world.open("6.3");
    assert_snapshot!(world.story(), @r"
    6.3: Opened 6.3 for 2022, due 2022-05-31, control 2022-05-31
      -> AskPredecessors
    6.3: PredecessorDone 6.2-2
    6.3: Moved before -> execute
    6.3: TaskIssued imo, lead, due 2022-05-31, control 2022-05-31
      -> Letter Task on imo to executor
    ");
}

#[test]
fn work_begins_on_its_first_day() {
    let mut programmes = item(
        "2.3",
        "2022-09-30",
        vec![imo()],
        vec![
            ("before", wait(WaitUntil::Start, "execute")),
            ("execute", report(reporting())),
            ("closed", Act::End { by: None }),
        ],
    );
    if let Schedule::Dated(periods) = &mut programmes.schedule {
        periods[0].start = Some(day("2022-05-01"));
    }
    let mut world = World::new("2022-04-11", 1, vec![programmes]);
    world
        .open("2.3")
        .told("2.3", &Actor::System, Event::InstanceTimer { stage: "before".into() });
    world.pass_to("2022-05-02");
    world.told("2.3", &Actor::System, Event::InstanceTimer { stage: "before".into() });
    assert_snapshot!(world.story(), @r"
    Opened 2.3 for 2022, due 2022-09-30, control 2022-09-30
    refused: событие устарело
    Moved before -> execute
    TaskIssued imo, lead, due 2022-09-30, control 2022-09-30
      -> Letter Task on imo to executor
    refused: событие устарело
    ");
}

#[test]
fn a_guard_chooses_the_way_and_a_note_is_written_on_it() {
    let half = Reporting {
        done: Join::Share(50),
        next: "enough".into(),
        ..reporting()
    };
    let mut world =
        World::new(
            "2022-04-11",
            2,
            vec![item(
                "5.4",
                "2022-04-29",
                vec![schools()],
                vec![
        ("execute", report(half)),
        ("enough", Act::Decide {
            branches: vec![("tasks.accepted == tasks.total".to_owned(), "closed".into())],
            otherwise: "tell".into(),
        }),
        ("tell", Act::Notify {
            to: Recipient::Role("head".into()),
            text: "Пункт {{ number }} за {{ period }} г.: отчётов {{ tasks.accepted }} из {{ tasks.total }}".to_owned(),
            next: "closed".into(),
        }),
        ("closed", Act::End { by: None }),
    ],
            )],
        );
    world
        .open("5.4")
        .report("5.4", "school-2", words("Опыт описан"))
        .quietly()
        .accept("5.4", "school-2");
    assert_snapshot!(world.story(), @r"
    TaskAccepted school-2, reported 2022-04-11
      -> Letter Accepted on school-2 to executor
      -> WithdrawRest of execute: стадия «Стадия execute» завершена: отчётов достаточно
    Moved execute -> enough
    Moved enough -> tell
      -> Note «Пункт 5.4 за 2022 г.: отчётов 1 из 2» to head
    Moved tell -> closed
    Released on 2022-04-11: пройдены все стадии
      -> TellSuccessors
    TaskCancelled school-1: стадия «Стадия execute» завершена: отчётов достаточно
      -> Letter Cancelled on school-1 to executor
    ");
}

#[test]
fn a_guard_that_gives_no_answer_refuses_the_step() {
    let guarded = |guard: &str| {
        let decide = Act::Decide {
            branches: vec![(guard.to_owned(), "closed".into())],
            otherwise: "closed".into(),
        };
        let mut world = World::new(
            "2022-04-11",
            0,
            vec![item(
                "5.4",
                "2022-04-29",
                vec![imo()],
                vec![("choose", decide), ("closed", Act::End { by: None })],
            )],
        );
        world.open("5.4").story()
    };
    let told: String = [
        "tasks.total",
        "schools > 3",
        "tasks.total >",
        "document.number == '114'",
        "range(10000)|sum > 1",
    ]
    .into_iter()
    .map(guarded)
    .collect();
    assert_snapshot!(told, @r"
    refused: условие «tasks.total» не вычислено: нужно «да» или «нет», получено: 0 (number)
    refused: условие «schools > 3» не вычислено: undefined value: `schools` is undefined (in <expression>:1)
    refused: условие «tasks.total >» не вычислено: syntax error: unexpected end of input, expected expression (in <expression>:1)
    refused: условие «document.number == '114'» не вычислено: undefined value: `document.number` is undefined (in <expression>:1)
    Opened 5.4 for 2022, due 2022-04-29, control 2022-04-29
    Moved choose -> closed
    Released on 2022-04-11: пройдены все стадии
      -> TellSuccessors
    ");
}

#[test]
fn a_way_that_runs_in_a_circle_is_refused() {
    let on = |to: &str| Act::Decide {
        branches: Vec::new(),
        otherwise: to.into(),
    };
    let mut world = World::new(
        "2022-04-11",
        0,
        vec![item(
            "5.4",
            "2022-04-29",
            vec![imo()],
            vec![("a", on("b")), ("b", on("a"))],
        )],
    );
    world.open("5.4");
    let mut lost = item("5.5", "2022-04-29", vec![imo()], vec![("a", on("b"))]);
    lost.lifecycle = Arc::new(lifecycle(vec![("a", on("nowhere"))]));
    let mut other = World::new("2022-04-11", 0, vec![lost]);
    other.open("5.5");
    assert_snapshot!(world.story() + &other.story(), @r"
    refused: порядок прохождения ходит по кругу через стадию «Стадия a»: исправьте его
    refused: в порядке прохождения нет стадии «nowhere»
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
