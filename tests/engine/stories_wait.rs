//! Stories of waits and of stages that need nobody: dates, predecessors, first days, guards, notes.

use crate::items::*;
use crate::world::World;
use insta::assert_snapshot;
use prikaz::definition::model::{Act, DateOwner, Join, Recipient, Reporting, Schedule, WaitUntil};
use prikaz::engine::event::{Actor, Event};
use std::sync::Arc;

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
    DateAsked, time 1, again on 2022-05-18
      -> Note DateNeeded to imo
    refused: действие «назвать срок» выполняет отдел, а не вы
    refused: дата 10.05.2022 не подходит: этот день уже прошёл
    refused: укажите: основание срока: график, план или письмо
    DateSupplied due 2022-05-29, control 2022-05-27: график ИМО от 10.05.2022
    Moved date -> execute
    TaskIssued imo, lead, due 2022-05-29, control 2022-05-27
      -> Letter Task on imo to executor
    refused: дата 05.06.2022 не подходит: поручения уже выданы: продлите срок каждого
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
    refused: дата 27.05.2022 не подходит: этот срок уже указан
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
    assert_snapshot!(world.story(), @"refused: дата 01.06.2022 не подходит: срок этого пункта назван в самом плане");
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
