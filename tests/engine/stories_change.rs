//! Stories of changes to a task: more time, another institution.

use crate::items::*;
use crate::world::World;
use insta::assert_snapshot;
use prikaz::definition::model::Reporting;
use prikaz::engine::event::{DirectoryEntry, Event};

#[test]
fn more_time_is_asked_and_given() {
    let mut world = World::at_work(1, reporting());
    let task = world.task("4.1", "school-1").id;
    let ask = |until: &str| Event::AskExtension {
        task,
        until: day(until),
        reason: "болеет куратор".to_owned(),
    };
    let grant = |until: &str| Event::GrantExtension {
        task,
        until: day(until),
        basis: "письмо школы".to_owned(),
    };
    world
        .told("4.1", &clerk(), ask("2022-05-20"))
        .told("4.1", &of("school-1"), ask("2022-05-13"));
    world
        .told("4.1", &of("school-1"), ask("2022-05-22"))
        .told("4.1", &of("school-1"), ask("2022-05-25"));
    world
        .told("4.1", &of("school-1"), grant("2022-05-22"))
        .told("4.1", &clerk(), grant("2022-05-15"));
    world
        .told("4.1", &clerk(), grant("2022-05-22"))
        .told("4.1", &clerk(), grant("2025-05-22"));
    let task = world.task("4.1", "school-1");
    assert_eq!(
        (task.due, task.control, task.current),
        (day("2022-05-15"), day("2022-05-13"), day("2022-05-20"))
    );
    assert_snapshot!(world.story(), @r"
    refused: действие «попросить о продлении» выполняет исполнитель поручения, а не вы
    refused: дата 13.05.2022 не подходит: новый срок должен быть позже нынешнего, 13.05.2022
    ExtensionAsked school-1 until 2022-05-22: болеет куратор
      -> Note ExtensionAsked school-1 to clerk
    refused: действие «попросить о продлении» невозможно: поручение уже ждёт ответа на такую просьбу
    refused: действие «продлить срок» выполняет отдел, а не вы
    refused: дата 15.05.2022 не подходит: новый срок должен быть позже нынешнего, 13.05.2022
    ExtensionGranted school-1 from 2022-05-13 to 2022-05-20; rungs done 0
      -> Letter ExtensionGranted on school-1 to executor
    refused: нет производственного календаря на 2025 год: добавьте его в calendars
    ");
}

#[test]
fn more_time_is_refused() {
    let mut world = World::at_work(1, reporting());
    let task = world.task("4.1", "school-1").id;
    let refuse = Event::RefuseExtension {
        task,
        reason: "срок установлен министерством".to_owned(),
    };
    world.told("4.1", &clerk(), refuse.clone());
    world.told(
        "4.1",
        &of("school-1"),
        Event::AskExtension {
            task,
            until: day("2022-06-01"),
            reason: "нет времени".to_owned(),
        },
    );
    world.told("4.1", &clerk(), refuse);
    assert_eq!(world.task("4.1", "school-1").extension_asked, None);
    assert_snapshot!(world.story(), @r"
    refused: действие «отказать в продлении» невозможно: поручение без просьбы о продлении
    ExtensionAsked school-1 until 2022-06-01: нет времени
      -> Note ExtensionAsked school-1 to clerk
    ExtensionRefused school-1: срок установлен министерством
      -> Letter ExtensionRefused on school-1 to executor
    ");
}

#[test]
fn an_extension_after_the_date_must_end_in_the_future() {
    let mut world = World::at_work(1, reporting());
    world.pass_to("2022-05-25").quietly();
    let task = world.task("4.1", "school-1").id;
    for until in ["2022-05-24", "2022-05-25", "2022-05-26"] {
        world.told(
            "4.1",
            &clerk(),
            Event::GrantExtension {
                task,
                until: day(until),
                basis: "приказ".to_owned(),
            },
        );
    }
    assert_snapshot!(world.story(), @r"
    refused: дата 24.05.2022 не подходит: новый срок должен быть позже сегодняшнего дня, 25.05.2022
    refused: дата 25.05.2022 не подходит: новый срок должен быть позже сегодняшнего дня, 25.05.2022
    ExtensionGranted school-1 from 2022-05-13 to 2022-05-26; rungs done 1
      -> Letter ExtensionGranted on school-1 to executor
    ");
}

#[test]
fn a_task_goes_to_another_school_with_its_dates() {
    let mut world = World::at_work(
        2,
        Reporting {
            rework_max: Some(1),
            ..reporting()
        },
    );
    world.directory.push(DirectoryEntry {
        key: "kindergarten-18".into(),
        kind: "kindergarten".to_owned(),
    });
    world
        .report("4.1", "school-1", words("Раз"))
        .return_report("4.1", "school-1", "не то");
    let task = world.task("4.1", "school-1").id;
    let reassign = |to: &str| Event::Reassign {
        task,
        to: DirectoryEntry {
            key: to.into(),
            kind: "school".to_owned(),
        },
        basis: "школа № 1 присоединена".to_owned(),
    };
    world
        .quietly()
        .told("4.1", &of("school-1"), reassign("kindergarten-18"));
    for to in ["school-1", "school-2", "school-77", "kindergarten-18"] {
        world.told("4.1", &clerk(), reassign(to));
    }
    world.told(
        "4.1",
        &of("school-1"),
        Event::Report {
            task,
            report: words("Моё?"),
        },
    );
    world.told(
        "4.1",
        &of("kindergarten-18"),
        Event::Report {
            task,
            report: words("Наше"),
        },
    );
    assert_eq!(
        (
            world.task("4.1", "kindergarten-18").current,
            world.task("4.1", "kindergarten-18").returns
        ),
        (day("2022-05-13"), 0)
    );
    world.told("4.1", &clerk(), reassign("school-1"));
    assert_snapshot!(world.story(), @r"
    refused: действие «переназначить поручение» выполняет отдел, а не вы
    refused: у учреждения «school-1» уже есть поручение по этому пункту
    refused: у учреждения «school-2» уже есть поручение по этому пункту
    refused: некому выдать поручения: в справочнике нет действующих учреждений для «school-77»
    TaskReassigned school-1 -> kindergarten-18: школа № 1 присоединена
      -> Letter Cancelled on kindergarten-18 to school-1
      -> Letter Task on kindergarten-18 to executor
    refused: действие «представить отчёт» выполняет исполнитель поручения, а не вы
    TaskReported kindergarten-18 on 2022-04-11
      -> Note ReportFiled kindergarten-18 to clerk
    refused: действие «переназначить поручение» невозможно: поручение с представленным отчётом
    ");
}
