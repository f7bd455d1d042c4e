//! Stories of days: when reminders come, what a day off does to them, what happens when nobody was there to send them.

use crate::items::*;
use crate::world::World;
use insta::assert_snapshot;
use prikaz::definition::model::{Acceptor, Recipient, Reporting, Schedule};
use prikaz::engine::event::{Actor, Event};
use prikaz::engine::state::Task;
use prikaz::engine::timer::next_task_timer;

fn issued(today: &str, due: &str) -> World {
    let mut world = World::new(
        today,
        1,
        vec![item("4.1", due, vec![schools()], reports_only(reporting()))],
    );
    world.open("4.1").quietly();
    world
}

/// The days on which letters about a date went out, with their rungs.
fn letters(world: &World) -> String {
    let line = |(_, control, rung, on): &(_, _, _, _)| format!("{on}: rung {rung} of {control}");
    world.reminders.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_ladder_is_climbed_on_working_days() {
    let mut world = issued("2022-04-11", "2022-05-15");
    world.pass_to("2022-06-01");
    assert_snapshot!(letters(&world), @r"
    2022-05-06: rung 0 of 2022-05-13
    2022-05-13: rung 1 of 2022-05-13
    2022-05-16: rung 2 of 2022-05-13
    2022-05-18: rung 3 of 2022-05-13
    ");
    assert_snapshot!(world.story(), @r"
    ReminderDue school-1, rung 0 (-3 wd)
      -> Letter Reminder on school-1 to executor
    ReminderDue school-1, rung 1 (+0 wd)
      -> Letter Reminder on school-1 to executor
    ReminderDue school-1, rung 2 (+1 wd)
      -> Letter Overdue on school-1 to executor
    ReminderDue school-1, rung 3 (+3 wd)
      -> Letter Overdue on school-1 to head
    ");
}

#[test]
fn a_fixed_day_that_is_a_day_off_counts_from_the_working_day_before() {
    let mut seminar = item("5.2", "2022-05-08", vec![schools()], reports_only(reporting()));
    if let Schedule::Dated(periods) = &mut seminar.schedule {
        periods[0].control = periods[0].due;
        periods[0].fixed_day = true;
    }
    let mut world = World::new("2022-04-11", 1, vec![seminar]);
    world.open("5.2").pass_to("2022-05-20");
    assert_snapshot!(letters(&world), @r"
    2022-04-29: rung 0 of 2022-05-08
    2022-05-06: rung 1 of 2022-05-08
    2022-05-11: rung 2 of 2022-05-08
    2022-05-13: rung 3 of 2022-05-08
    ");
}

#[test]
fn a_task_issued_late_is_not_reminded_of_days_that_have_passed() {
    let mut world = issued("2022-05-12", "2022-05-15");
    assert_eq!(world.task("4.1", "school-1").rungs_done, 1);
    world.pass_to("2022-05-20");
    assert_snapshot!(letters(&world), @r"
    2022-05-13: rung 1 of 2022-05-13
    2022-05-16: rung 2 of 2022-05-13
    2022-05-18: rung 3 of 2022-05-13
    ");
}

#[test]
fn when_nobody_was_there_each_person_gets_only_the_latest_letter() {
    let mut world = issued("2022-04-11", "2022-05-15");
    world.wake_on("2022-05-19");
    assert_snapshot!(world.story(), @r"
    ReminderDue school-1, rung 2 (+1 wd)
      -> Letter Overdue on school-1 to executor
    ReminderDue school-1, rung 3 (+3 wd)
      -> Letter Overdue on school-1 to head
    ");
    world.pass_to("2022-06-10");
    assert_snapshot!(world.story(), @"");
}

#[test]
fn a_report_stops_the_reminders_and_its_return_skips_those_that_passed() {
    let mut world = issued("2022-04-11", "2022-05-15");
    world.report("4.1", "school-1", words("База")).pass_to("2022-05-16");
    world
        .return_report("4.1", "school-1", "нет подписи")
        .pass_to("2022-05-20");
    assert_snapshot!(world.story(), @r"
    TaskReported school-1 on 2022-04-11
      -> Note ReportFiled school-1 to clerk
    TaskReturned school-1: нет подписи; rungs done 3
      -> Letter Returned on school-1 to executor
    ReminderDue school-1, rung 3 (+3 wd)
      -> Letter Overdue on school-1 to head
    ");
}

#[test]
fn an_accepted_task_is_never_reminded() {
    let mut world = issued("2022-04-11", "2022-05-15");
    let task = world.task("4.1", "school-1").id;
    world
        .report("4.1", "school-1", words("База"))
        .accept("4.1", "school-1")
        .quietly()
        .pass_to("2022-06-01");
    world.told("4.1", &Actor::System, Event::TaskTimer { task, rung: 0 });
    assert_snapshot!(world.story(), @"refused: событие устарело");
}

#[test]
fn more_time_brings_the_reminders_anew() {
    let mut world = issued("2022-04-11", "2022-05-15");
    world.pass_to("2022-05-17");
    let task = world.task("4.1", "school-1").id;
    world.told(
        "4.1",
        &clerk(),
        Event::GrantExtension {
            task,
            until: day("2022-05-20"),
            basis: "письмо".to_owned(),
        },
    );
    world.pass_to("2022-05-27");
    assert_snapshot!(letters(&world), @r"
    2022-05-06: rung 0 of 2022-05-13
    2022-05-13: rung 1 of 2022-05-13
    2022-05-16: rung 2 of 2022-05-13
    2022-05-20: rung 1 of 2022-05-20
    2022-05-23: rung 2 of 2022-05-20
    2022-05-25: rung 3 of 2022-05-20
    ");
}

#[test]
fn a_timer_that_is_early_unknown_or_a_persons_does_nothing() {
    let mut world = issued("2022-04-11", "2022-05-15");
    let task = world.task("4.1", "school-1").id;
    for rung in [0, 3, 4, u32::MAX] {
        world.told("4.1", &Actor::System, Event::TaskTimer { task, rung });
    }
    world.told("4.1", &clerk(), Event::TaskTimer { task, rung: 0 });
    assert_snapshot!(world.story(), @r"
    refused: событие устарело
    refused: событие устарело
    refused: событие устарело
    refused: событие устарело
    refused: действие «напомнить о сроке» выполняет сама система, а не вы
    ");
}

#[test]
fn two_letters_of_one_day_go_to_two_people() {
    let both = Reporting {
        overdue: vec![(1, Recipient::Executor), (1, Recipient::Role("head".into()))],
        remind: vec![],
        ..reporting()
    };
    let mut world = World::new(
        "2022-04-11",
        1,
        vec![item("4.1", "2022-05-15", vec![schools()], reports_only(both))],
    );
    world.open("4.1").quietly().pass_to("2022-05-20");
    assert_snapshot!(world.story(), @r"
    ReminderDue school-1, rung 0 (+1 wd)
      -> Letter Overdue on school-1 to executor
    ReminderDue school-1, rung 1 (+1 wd)
      -> Letter Overdue on school-1 to head
    ");
}

#[test]
fn co_executors_are_due_before_the_lead_but_never_before_their_task_is_issued() {
    let early = Reporting {
        accept: Acceptor::Lead { then: "head".into() },
        co_executors_before_days: 3,
        ..reporting()
    };
    let controls = |today: &str| {
        let mut world = World::new(
            today,
            1,
            vec![item(
                "6.2-1",
                "2022-05-15",
                vec![imo(), schools()],
                reports_only(early.clone()),
            )],
        );
        world.open("6.2-1");
        format!(
            "{today}: lead {}, school {}",
            world.task("6.2-1", "imo").control,
            world.task("6.2-1", "school-1").control
        )
    };
    let told = ["2022-04-11", "2022-05-12", "2022-05-18"].map(controls).join("\n");
    assert_snapshot!(told, @r"
    2022-04-11: lead 2022-05-13, school 2022-05-06
    2022-05-12: lead 2022-05-13, school 2022-05-12
    2022-05-18: lead 2022-05-13, school 2022-05-13
    ");
}

#[test]
fn a_year_without_a_calendar_is_said_and_not_guessed() {
    let mut late = item("4.4", "2022-05-15", vec![schools()], reports_only(reporting()));
    if let Schedule::Dated(periods) = &mut late.schedule {
        (periods[0].due, periods[0].control) = (day("2031-05-15"), day("2031-05-15"));
    }
    let mut world = World::new("2022-04-11", 1, vec![late]);
    world.open("4.4");
    assert_snapshot!(world.story(), @"refused: нет производственного календаря на 2031 год: добавьте его в calendars");
}

#[test]
fn the_last_rung_of_december_may_need_next_years_calendar() {
    let mut world = World::new(
        "2024-12-20",
        1,
        vec![item("4.4", "2024-12-31", vec![schools()], reports_only(reporting()))],
    );
    world.open("4.4").pass_to("2024-12-27").quietly();
    assert_eq!(world.task("4.4", "school-1").rungs_done, 1);
    let running = &world.running[&"4.4".into()];
    let after = |rungs_done| {
        let task = Task {
            rungs_done,
            ..running.tasks[0].clone()
        };
        let timer = next_task_timer(&world.items[&"4.4".into()], &CALENDAR, &running.instance, &task);
        timer
            .map(|timer| timer.map(|timer| timer.on))
            .map_err(|outside| outside.year)
    };
    assert_eq!(
        after(1),
        Ok(Some(day("2024-12-28"))),
        "31 December moves back to a worked Saturday"
    );
    assert_eq!(after(2), Err(2025));
    assert_eq!(after(4), Ok(None));
}
