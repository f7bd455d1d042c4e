//! Stories of work that stops for a while and goes on.

use crate::items::*;
use crate::world::World;
use insta::assert_snapshot;
use prikaz::engine::event::Event;

#[test]
fn a_stopped_item_is_quiet_and_goes_on_with_another_date() {
    let mut world = World::at_work(2, reporting());
    world
        .report("4.1", "school-1", words("Готово"))
        .accept("4.1", "school-1")
        .quietly();
    let task = world.task("4.1", "school-2").id;
    world.suspend("4.1").suspend("4.1");
    world.pass_to("2022-05-31").report("4.1", "school-2", words("Рано"));
    assert_eq!(world.task("4.1", "school-2").suspended, Some(day("2022-04-11")));
    world
        .resume("4.1", Some("2022-05-30"))
        .resume("4.1", Some("2022-06-15"))
        .resume("4.1", None);
    world.pass_to("2022-06-15");
    assert_eq!(
        world.instance("4.1").term.map(|term| term.control),
        Some(day("2022-06-15"))
    );
    assert_eq!(
        world
            .reminders
            .iter()
            .filter(|(reminded, ..)| *reminded == task)
            .count(),
        2
    );
    assert_snapshot!(world.story(), @r"
    Suspended on 2022-04-11: карантин, приказ № 12
      -> Note «Исполнение пункта приостановлено: карантин, приказ № 12. Отчёт пока не нужен; о возобновлении мы напишем.» to executor
    refused: пункт 4.1 приостановлен: сначала возобновите его
    refused: пункт 4.1 приостановлен: сначала возобновите его
    refused: дата 30.05.2022 не подходит: новый срок должен быть позже сегодняшнего дня, 31.05.2022
    Resumed on 2022-05-31: карантин снят, приказ № 19
    ExtensionGranted school-2 from 2022-05-13 to 2022-06-15; rungs done 0
      -> Letter ExtensionGranted on school-2 to executor
    refused: пункт не приостановлен: возобновлять нечего
    ReminderDue school-2, rung 0 (-3 wd)
      -> Letter Reminder on school-2 to executor
    ReminderDue school-2, rung 1 (+0 wd)
      -> Letter Reminder on school-2 to executor
    ");
}

#[test]
fn one_task_stops_while_the_others_go_on() {
    let mut world = World::at_work(2, reporting());
    let task = world.task("4.1", "school-1").id;
    let basis = || "ремонт школы".to_owned();
    let suspend = || Event::Suspend {
        task: Some(task),
        basis: basis(),
    };
    let resume = |until: Option<&str>| Event::Resume {
        task: Some(task),
        until: until.map(day),
        basis: basis(),
    };
    world
        .told("4.1", &of("school-1"), suspend())
        .told("4.1", &clerk(), resume(None));
    world.told("4.1", &clerk(), suspend()).told("4.1", &clerk(), suspend());
    world.pass_to("2022-05-16");
    world.told("4.1", &clerk(), resume(None)).pass_to("2022-05-17");
    assert_snapshot!(world.story(), @r"
    refused: действие «приостановить исполнение» выполняет отдел, а не вы
    refused: поручение не приостановлено: возобновлять нечего
    TaskSuspended school-1 on 2022-04-11: ремонт школы
      -> Note «Ваше поручение приостановлено: ремонт школы. Отчёт пока не нужен; о возобновлении мы напишем.» to school-1
    refused: действие «приостановить исполнение» невозможно: поручение приостановлено: сначала возобновите его
    ReminderDue school-2, rung 0 (-3 wd)
      -> Letter Reminder on school-2 to executor
    ReminderDue school-2, rung 1 (+0 wd)
      -> Letter Reminder on school-2 to executor
    ReminderDue school-2, rung 2 (+1 wd)
      -> Letter Overdue on school-2 to executor
    TaskResumed school-1 on 2022-05-16: ремонт школы
      -> Note «Ваше поручение возобновлено: ремонт школы. Срок прежний: 13.05.2022.» to school-1
    ReminderDue school-1, rung 2 (+1 wd)
      -> Letter Overdue on school-1 to executor
    ");
}

#[test]
fn a_stopped_item_learns_what_happened_when_it_goes_on() {
    let mut world = World::new(
        "2022-04-11",
        1,
        vec![
            item("4.1", "2022-05-15", vec![schools()], order_then_reports()),
            item("4.2", "2022-05-15", vec![schools()], order_then_reports()),
        ],
    );
    world
        .open("4.1")
        .open("4.2")
        .issue("4.1", "приказ")
        .issue("4.2", "приказ")
        .suspend("4.2")
        .quietly();
    world.approve("4.1", "приказ", &head());
    world.resume("4.2", None);
    let cancel = Event::Cancel {
        basis: "решение начальника".to_owned(),
    };
    world.suspend("4.2").told("4.2", &clerk(), cancel);
    assert_snapshot!(world.story(), @r"
    4.1: DocumentApproved by head
    4.1: DocumentRegistered № 114-ОД of 2022-04-11
      -> Render
    4.1: Moved sign -> execute
    4.1: TaskIssued school-1, lead, due 2022-05-15, control 2022-05-13
      -> Letter Task on school-1 to executor
    4.1: DocumentRendered приказ.docx
    4.2: DocumentRendered приказ.docx
    4.2: Resumed on 2022-04-11: карантин снят, приказ № 19
    4.2: DocumentRegistered № 114-ОД of 2022-04-11
    4.2: Moved sign -> execute
    4.2: TaskIssued school-1, lead, due 2022-05-15, control 2022-05-13
      -> Letter Task on school-1 to executor
    4.2: Suspended on 2022-04-11: карантин, приказ № 12
      -> Note «Исполнение пункта приостановлено: карантин, приказ № 12. Отчёт пока не нужен; о возобновлении мы напишем.» to executor
    4.2: Cancelled on 2022-04-11: решение начальника
      -> WithdrawRest of all stages: решение начальника
    4.2: TaskCancelled school-1: решение начальника
      -> Letter Cancelled on school-1 to executor
    ");
}
