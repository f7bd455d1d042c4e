//! Stories of tasks: who reports, who answers, who gets more time, who gives the task away.

use crate::items::*;
use crate::world::World;
use insta::assert_snapshot;
use prikaz::definition::model::{Acceptor, Executors, Reporting};
use prikaz::engine::event::{Actor, Event, OwnOrder, Report};

#[test]
fn a_report_says_something_and_is_filed_by_its_own_school_or_the_department() {
    let mut world = World::at_work(2, reporting());
    let task = world.task("4.1", "school-1").id;
    let other = world.task("4.1", "school-2").id;
    let by = |actor: Actor, task, report: Report| (actor, Event::Report { task, report });
    let future = Report {
        own_order: Some(OwnOrder {
            number: "7".to_owned(),
            date: day("2022-04-12"),
        }),
        ..Report::default()
    };
    let unnumbered = Report {
        own_order: Some(OwnOrder {
            number: " ".to_owned(),
            date: day("2022-04-11"),
        }),
        ..words("ок")
    };
    let inapplicable = |why: &str| Report {
        not_applicable: Some(why.to_owned()),
        ..Report::default()
    };
    let tries = [
        by(of("school-2"), task, words("За соседа")),
        by(Actor::System, task, words("Сам собой")),
        by(of("school-1"), task, words(" \n")),
        by(
            of("school-1"),
            task,
            Report {
                links: vec![String::new()],
                ..Report::default()
            },
        ),
        by(of("school-1"), task, future),
        by(of("school-1"), task, unnumbered),
        by(of("school-1"), task, inapplicable("")),
        by(of("school-1"), task, inapplicable("молодых специалистов в школе нет")),
        by(of("school-1"), task, words("Ещё раз")),
        by(clerk(), other, words("Сообщили по телефону")),
    ];
    for (actor, event) in tries {
        world.told("4.1", &actor, event);
    }
    assert_snapshot!(world.story(), @r"
    refused: действие «представить отчёт» выполняет исполнитель поручения, а не вы
    refused: действие «представить отчёт» выполняет исполнитель поручения, а не вы
    refused: отчёт пуст: приложите файл, укажите ссылку, свой приказ или напишите, что сделано
    refused: отчёт пуст: приложите файл, укажите ссылку, свой приказ или напишите, что сделано
    refused: дата 12.04.2022 не подходит: приказ датирован будущим днём
    refused: укажите: номер своего приказа
    refused: укажите: причину, по которой поручение не применимо
    TaskReported school-1 on 2022-04-11
      -> Note ReportFiled school-1 to clerk
    refused: действие «представить отчёт» невозможно: поручение с представленным отчётом
    TaskReported school-2 on 2022-04-11
      -> Note ReportFiled school-2 to clerk
    ");
}

#[test]
fn a_returned_report_keeps_its_due_date() {
    let mut world = World::at_work(1, reporting());
    let before = world.task("4.1", "school-1").clone();
    world
        .report("4.1", "school-1", words("База"))
        .return_report("4.1", "school-1", "");
    world.return_report("4.1", "school-1", "нет перечня запросов");
    let after = world.task("4.1", "school-1").clone();
    assert_eq!(
        (before.due, before.control, before.current),
        (after.due, after.control, after.current)
    );
    world
        .accept("4.1", "school-1")
        .report("4.1", "school-1", words("База с перечнем"))
        .accept("4.1", "school-1");
    assert_snapshot!(world.story(), @r"
    TaskReported school-1 on 2022-04-11
      -> Note ReportFiled school-1 to clerk
    refused: укажите: причину возврата
    TaskReturned school-1: нет перечня запросов; rungs done 0
      -> Letter Returned on school-1 to executor
    refused: действие «принять отчёт» невозможно: поручение возвращено на доработку
    TaskReported school-1 on 2022-04-11
      -> Note ReportFiled school-1 to clerk
    TaskAccepted school-1, reported 2022-04-11
      -> Letter Accepted on school-1 to executor
    Moved execute -> closed
    Released on 2022-04-11: пройдены все стадии
      -> TellSuccessors
    ");
}

#[test]
fn a_report_is_returned_only_so_many_times() {
    let mut world = World::at_work(
        1,
        Reporting {
            rework_max: Some(1),
            ..reporting()
        },
    );
    world
        .report("4.1", "school-1", words("Раз"))
        .return_report("4.1", "school-1", "не то");
    world
        .report("4.1", "school-1", words("Два"))
        .quietly()
        .return_report("4.1", "school-1", "опять не то");
    assert_snapshot!(world.story(), @"refused: отчёт возвращали уже 1 раз: примите его или отмените поручение");
}

#[test]
fn a_report_is_answered_by_the_role_of_the_stage() {
    let mut world = World::at_work(1, reporting());
    world.report("4.1", "school-1", words("База")).quietly();
    let task = world.task("4.1", "school-1").id;
    world.told(
        "4.1",
        &head(),
        Event::Accept {
            task,
            note: String::new(),
        },
    );
    world.told(
        "4.1",
        &of("school-1"),
        Event::Accept {
            task,
            note: String::new(),
        },
    );
    world.told(
        "4.1",
        &head(),
        Event::Return {
            task,
            reason: "нет".to_owned(),
        },
    );
    assert_snapshot!(world.story(), @r"
    refused: действие «принять отчёт» выполняет делопроизводитель, а не вы
    refused: действие «принять отчёт» выполняет делопроизводитель, а не вы
    refused: действие «вернуть отчёт» выполняет делопроизводитель, а не вы
    ");
}

/// «ИМО, ОО»: the methodical office sums up what the schools report to it, three working days before its own date.
fn led_by_imo() -> World {
    let leads = Reporting {
        accept: Acceptor::Lead { then: "head".into() },
        co_executors_before_days: 3,
        ..reporting()
    };
    let mut world = World::new(
        "2022-04-11",
        2,
        vec![item("6.2-1", "2022-04-30", vec![imo(), schools()], reports_only(leads))],
    );
    world.open("6.2-1");
    world
}

#[test]
fn the_lead_sums_up_after_its_co_executors_and_answers_them() {
    let mut world = led_by_imo();
    world
        .report("6.2-1", "imo", words("Свод"))
        .report("6.2-1", "school-1", words("Анкеты"));
    let task = world.task("6.2-1", "school-1").id;
    world.told(
        "6.2-1",
        &of("school-2"),
        Event::Accept {
            task,
            note: String::new(),
        },
    );
    world.told(
        "6.2-1",
        &clerk(),
        Event::Accept {
            task,
            note: String::new(),
        },
    );
    world.told(
        "6.2-1",
        &of("imo"),
        Event::Accept {
            task,
            note: "Спасибо".to_owned(),
        },
    );
    let task = world.task("6.2-1", "school-2").id;
    world.told(
        "6.2-1",
        &clerk(),
        Event::CancelTask {
            task,
            basis: "карантин".to_owned(),
        },
    );
    world.report("6.2-1", "imo", words("Свод"));
    let task = world.task("6.2-1", "imo").id;
    world.told(
        "6.2-1",
        &of("imo"),
        Event::Accept {
            task,
            note: String::new(),
        },
    );
    world.told(
        "6.2-1",
        &head(),
        Event::Accept {
            task,
            note: String::new(),
        },
    );
    assert_snapshot!(world.story(), @r"
    Opened 6.2-1 for 2022, due 2022-04-30, control 2022-04-29
    TaskIssued imo, lead, due 2022-04-30, control 2022-04-29
      -> Letter Task on imo to executor
    TaskIssued school-1, co-executor, due 2022-04-30, control 2022-04-26
      -> Letter Task on school-1 to executor
    TaskIssued school-2, co-executor, due 2022-04-30, control 2022-04-26
      -> Letter Task on school-2 to executor
    refused: ответственный отчитывается последним: соисполнителей без принятого отчёта — 2
    TaskReported school-1 on 2022-04-11
      -> Note ReportFiled school-1 to leads
    refused: действие «принять отчёт» выполняет начальник отдела, а не вы
    refused: действие «принять отчёт» выполняет начальник отдела, а не вы
    TaskAccepted school-1, reported 2022-04-11
      -> Letter Accepted on school-1 to executor
    TaskCancelled school-2: карантин
      -> Letter Cancelled on school-2 to executor
    TaskReported imo on 2022-04-11
      -> Note ReportFiled imo to head
    refused: действие «принять отчёт» выполняет начальник отдела, а не вы
    TaskAccepted imo, reported 2022-04-11
      -> Letter Accepted on imo to executor
    Moved execute -> closed
    Released on 2022-04-11: пройдены все стадии
      -> TellSuccessors
    ");
}

#[test]
fn schools_alone_wait_for_nobody() {
    let mut world = World::at_work(
        2,
        Reporting {
            accept: Acceptor::Lead { then: "clerk".into() },
            ..reporting()
        },
    );
    world.report("4.1", "school-1", words("База"));
    let task = world.task("4.1", "school-1").id;
    world.told(
        "4.1",
        &of("school-2"),
        Event::Accept {
            task,
            note: String::new(),
        },
    );
    assert_snapshot!(world.story(), @r"
    TaskReported school-1 on 2022-04-11
      -> Note ReportFiled school-1 to clerk
    refused: действие «принять отчёт» выполняет делопроизводитель, а не вы
    ");
}

#[test]
fn an_institution_named_twice_gets_one_task() {
    let both = executor(
        "ИМО и школа № 1",
        Executors::Each(vec!["imo".into(), "school-1".into(), "imo".into()]),
    );
    let mut world = World::new(
        "2022-04-11",
        2,
        vec![item(
            "5.1",
            "2022-04-29",
            vec![both, schools()],
            reports_only(reporting()),
        )],
    );
    world.open("5.1");
    assert_snapshot!(world.story(), @r"
    Opened 5.1 for 2022, due 2022-04-29, control 2022-04-29
    TaskIssued imo, lead, due 2022-04-29, control 2022-04-29
      -> Letter Task on imo to executor
    TaskIssued school-1, lead, due 2022-04-29, control 2022-04-29
      -> Letter Task on school-1 to executor
    TaskIssued school-2, co-executor, due 2022-04-29, control 2022-04-29
      -> Letter Task on school-2 to executor
    ");
}

#[test]
fn a_task_of_another_item_is_no_task_here() {
    let items = ["4.1", "4.2"].map(|key| item(key, "2022-05-15", vec![imo()], reports_only(reporting())));
    let mut world = World::new("2022-04-11", 0, items.into());
    world.open("4.1").open("4.2").quietly();
    let task = world.task("4.1", "imo").id;
    world.told(
        "4.2",
        &of("imo"),
        Event::Report {
            task,
            report: words("Не туда"),
        },
    );
    assert_snapshot!(world.story(), @"refused: такого поручения нет");
}

#[test]
fn the_lead_waits_until_the_others_reports_are_accepted() {
    let mut world = led_by_imo();
    world
        .quietly()
        .report("6.2-1", "school-1", words("Анкеты"))
        .report("6.2-1", "school-2", words("Анкеты"));
    world.quietly().report("6.2-1", "imo", words("Свод"));
    assert_snapshot!(world.story(), @"refused: ответственный отчитывается последним: соисполнителей без принятого отчёта — 2");
}
