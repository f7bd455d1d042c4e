//! Stories of years: a date that another owes, and what was carried out before it came here.

use crate::items::*;
use crate::world::World;
use insta::assert_snapshot;
use prikaz::definition::model::{Act, DateOwner, Definition, Recipient, Reporting, Schedule, WaitUntil};
use prikaz::engine::event::{Actor, Done, Event, FileRef};
use prikaz::engine::paper::PaperOrder;
use prikaz::engine::state::InstanceState;
use std::sync::Arc;

/// Item 2.1 of the plan: seminars on a schedule that ИМО draws up; the head is told of delays.
fn seminars(owner: DateOwner) -> Definition {
    let reporting = Reporting {
        overdue: vec![(1, Recipient::Executor), (3, Recipient::Role("head".into()))],
        ..reporting()
    };
    let mut seminars = item(
        "2.1",
        "2022-12-29",
        vec![imo(), schools()],
        vec![
            ("date", wait(WaitUntil::Date, "execute")),
            ("execute", report(reporting)),
            ("closed", Act::End { by: None }),
        ],
    );
    seminars.schedule = Schedule::AwaitsDate {
        period: period(),
        owner,
    };
    seminars
}

#[test]
fn who_owes_the_date_is_reminded_and_then_the_head_is_told_and_no_executor() {
    let mut world = World::new("2022-04-11", 2, vec![seminars(DateOwner::Institution("imo".into()))]);
    world.open("2.1").pass_to("2022-06-30");
    assert_snapshot!(world.story(), @r"
    Opened 2.1 for 2022, date awaited
    DateAsked, time 1, again on 2022-04-18
      -> Note DateNeeded to imo
    DateAsked, time 2, again on 2022-04-25
      -> Note DateNeeded to imo
    DateAsked, time 3, again on 2022-05-04
      -> Note DateNeeded to imo
      -> Note DateOverdue of imo after 2 to head
    DateAsked, time 4, again on 2022-06-03
      -> Note DateNeeded to imo
      -> Note DateOverdue of imo after 3 to head
    DateAsked, time 5, again on 2022-07-04
      -> Note DateNeeded to imo
      -> Note DateOverdue of imo after 4 to head
    ");
}

#[test]
fn once_the_date_is_there_nobody_is_reminded_of_it() {
    let mut world = World::new("2022-04-11", 1, vec![seminars(DateOwner::Institution("imo".into()))]);
    world.open("2.1").pass_to("2022-04-18").quietly();
    let supply = Event::SupplyDate {
        due: day("2022-12-16"),
        basis: "график ИМО от 19.04.2022".to_owned(),
    };
    world.told("2.1", &of("imo"), supply).quietly();
    world.told("2.1", &Actor::System, Event::InstanceTimer { stage: "date".into() });
    world.pass_to("2022-06-01");
    assert_snapshot!(world.story(), @r"
    refused: событие устарело
    ");
    assert_eq!(world.instance("2.1").date_asked, None);
}

#[test]
fn after_a_long_night_one_reminder_stands_for_all_that_were_missed() {
    let mut world = World::new("2022-04-11", 1, vec![seminars(DateOwner::Role("clerk".into()))]);
    world.open("2.1").quietly();
    world.wake_on("2022-07-04");
    world.fire_timers();
    assert_snapshot!(world.story(), @r"
    DateAsked, time 2, again on 2022-07-11
      -> Note DateNeeded to clerk
    ");
}

#[test]
fn a_closed_item_reminds_nobody_and_so_does_one_of_a_plan_that_is_over() {
    let mut world = World::new("2022-04-11", 1, vec![seminars(DateOwner::Role("clerk".into()))]);
    let cancel = Event::Cancel {
        basis: "семинары отменены".to_owned(),
    };
    world.open("2.1").told("2.1", &clerk(), cancel).quietly();
    world.pass_to("2022-05-31");
    assert_snapshot!(world.story(), @"");

    let mut last_days = seminars(DateOwner::Role("clerk".into()));
    Arc::make_mut(&mut last_days.rules).last_day = day("2022-12-31");
    let mut late = World::new("2022-12-28", 1, vec![last_days]);
    late.open("2.1");
    assert_snapshot!(late.story(), @r"
    Opened 2.1 for 2022, date awaited
    DateAsked, time 1, never again
      -> Note DateNeeded to clerk
    ");
}

fn done(on: &str, number: &str) -> Done {
    Done {
        on: day(on),
        papers: vec![PaperOrder {
            kind: "приказ ОО АНГО".to_owned(),
            number: number.to_owned(),
            date: day(on),
        }],
        files: Vec::new(),
        note: String::new(),
    }
}

fn enter(world: &mut World, item: &str, actor: &Actor, done: Done) {
    let event = Event::EnterDone { period: period(), done };
    world.told(item, actor, event);
}

#[test]
fn an_item_done_before_it_came_here_is_entered_with_its_real_day_and_paper() {
    let mut monitoring = item("6.2-2", "2022-05-31", vec![imo()], reports_only(reporting()));
    monitoring.after = vec!["1.3".into()];
    let map = item("1.3", "2022-04-29", vec![imo()], order_then_reports());
    let mut world = World::new("2022-06-14", 1, vec![map, monitoring]);
    let scan = FileRef {
        name: "Приказ № 113.pdf".to_owned(),
        sha256: "ab".repeat(32),
        size: 5,
    };
    enter(&mut world, "1.3", &of("imo"), done("2022-04-04", "113"));
    enter(&mut world, "1.3", &clerk(), done("2022-06-15", "113"));
    enter(&mut world, "1.3", &clerk(), done("2022-04-04", " "));
    enter(
        &mut world,
        "1.3",
        &clerk(),
        Done {
            on: day("2022-04-04"),
            note: " ".to_owned(),
            ..Done::default()
        },
    );
    let proved = Done {
        files: vec![scan],
        note: "карта — приложение 2".to_owned(),
        ..done("2022-04-04", "113")
    };
    enter(&mut world, "1.3", &clerk(), proved);
    enter(&mut world, "1.3", &clerk(), done("2022-04-04", "113"));
    assert_snapshot!(world.story(), @r"
    refused: действие «внести исполненный пункт» выполняет отдел, а не вы
    refused: дата 15.06.2022 не подходит: она ещё не наступила, сегодня 14.06.2022
    refused: укажите: номер документа, которым исполнен пункт
    refused: укажите: чем подтверждено исполнение: документ, скан или пояснение
    1.3: Opened 1.3 for 2022, due 2022-04-29, control 2022-04-29
    1.3: DoneBefore on 2022-04-04: приказ ОО АНГО № 113 от 04.04.2022; скан: Приказ № 113.pdf; карта — приложение 2
    1.3: Released on 2022-04-04: исполнен до постановки на контроль: приказ ОО АНГО № 113 от 04.04.2022; скан: Приказ № 113.pdf; карта — приложение 2
      -> TellSuccessors
    refused: пункт 1.3 уже снят с контроля: изменить его нельзя
    ");
    assert_eq!(
        world.instance("1.3").state,
        InstanceState::Released { on: day("2022-04-04") },
        "off control on its real day"
    );
}

#[test]
fn an_item_that_waits_for_its_order_may_turn_out_done_and_one_at_work_may_not() {
    let items = vec![
        item("1.4", "2022-04-29", vec![schools()], order_then_reports()),
        item("1.5", "2022-04-29", vec![schools()], order_then_reports()),
        item("1.6", "2022-04-29", vec![schools()], order_then_reports()),
    ];
    let mut world = World::new("2022-04-11", 1, items);
    world.open("1.4").open("1.5").issue("1.5", "1.5").order("1.6").quietly();
    for key in ["1.4", "1.5", "1.6"] {
        enter(&mut world, key, &clerk(), done("2022-04-01", "98"));
    }
    assert_snapshot!(world.story(), @r"
    1.4: DoneBefore on 2022-04-01: приказ ОО АНГО № 98 от 01.04.2022
    1.4: Released on 2022-04-01: исполнен до постановки на контроль: приказ ОО АНГО № 98 от 01.04.2022
      -> TellSuccessors
    refused: действие «внести исполненный пункт» невозможно: пункт 1.5 на стадии «Стадия sign»
    refused: действие «внести исполненный пункт» невозможно: пункт 1.6 на стадии «Стадия execute»
    ");
}
