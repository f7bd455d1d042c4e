//! Sums checked by hand: the arithmetic stands beside each.

use crate::plan::{day, shipped_but, totals, usual, with_schools};
use prikaz::simulation::assumptions::Reports;
use prikaz::simulation::record::{Mail, What};
use prikaz::simulation::{Play, simulate};

/// Schools of the road-map's department, as `prikaz simulate --institutions 30` invents them.
const SCHOOLS: u32 = 30;

#[test]
fn the_base_of_mentees_is_asked_for_thrice_from_thirty_schools() {
    let simulation = with_schools(SCHOOLS, &usual());
    let sum = totals(&simulation, "4.1");
    // Due 15.05 in 2022, 2023 and 2024: three instances, an order for each, signed once by the head.
    assert_eq!((sum.instances, sum.orders, sum.of(Mail::ApprovalAsked)), (3, 3, 3));
    // 3 years × 30 schools.
    assert_eq!((sum.tasks, sum.accepted, sum.late), (90, 90, 0));
    // For each task: the task itself, a reminder three working days before, one on the day, the acceptance; to the
    // office the news of the report.
    assert_eq!(
        (sum.of(Mail::Task), sum.of(Mail::Reminder), sum.of(Mail::Accepted)),
        (90, 2 * 90, 90)
    );
    assert_eq!(sum.of(Mail::ReportFiled), 90);
    assert_eq!((sum.of(Mail::Overdue), sum.of(Mail::OverdueToOffice)), (0, 0));
    // 3 for signature + 90 + 180 + 90 + 90.
    assert_eq!(sum.letters(), 453);
}

#[test]
fn school_orders_are_asked_for_once_and_for_all() {
    let simulation = with_schools(SCHOOLS, &usual());
    let sum = totals(&simulation, "1.4");
    // «До 29 апреля 2022 г.»: one year × 30 schools.
    assert_eq!((sum.instances, sum.orders, sum.tasks), (1, 1, 30));
    // 1 for signature + 30 tasks + 2 × 30 reminders + 30 acceptances + 30 reports.
    assert_eq!(sum.letters(), 1 + 30 + 60 + 30 + 30);
    // Drafted on the first working day not more than 25 days before 29.04.2022: the plan's own first day is 25 before.
    let on = |what: What| {
        let of_item = simulation.happenings.iter().filter(|happening| {
            let course = simulation.course(happening).expect("a course");
            simulation.definition(course).expect("an item").key.as_str() == "1.4"
        });
        let days: Vec<String> = of_item
            .filter(|one| one.what == what)
            .map(|one| one.on.to_string())
            .collect();
        days
    };
    assert_eq!(on(What::Drafted), ["2022-04-04"]);
    assert_eq!(on(What::Registered), ["2022-04-05"]);
    assert_eq!(on(What::Control), ["2022-04-29"]);
    // All thirty reports on the control date; May begins with days off: accepted on 4 May.
    assert_eq!(on(What::Reported), vec!["2022-04-29"; 30]);
    assert_eq!(on(What::Accepted), vec!["2022-05-04"; 30]);
}

#[test]
fn the_round_table_is_told_by_schools_and_summed_up_by_the_methodical_office() {
    let simulation = with_schools(SCHOOLS, &usual());
    let sum = totals(&simulation, "5.4");
    // «ИМО. ОО», December of three years: 3 × (1 lead + 30 schools).
    assert_eq!((sum.instances, sum.orders, sum.tasks, sum.accepted), (3, 3, 93, 93));
    // The lead sums up on the same day: nobody is late.
    assert_eq!(sum.late, 0);
    // Reports: 3 × 30 to the lead, 3 × 1 to the department; 3 for signature; 93 tasks, acceptances; 186 reminders.
    assert_eq!((sum.of(Mail::ReportFiled), sum.letters()), (93, 3 + 93 + 186 + 93 + 93));
    // 31.12 is a day off: 30.12.2022, 29.12.2023, and a worked Saturday in 2024.
    let courses = simulation
        .courses
        .iter()
        .filter(|course| simulation.definition(course).expect("an item").key.as_str() == "5.4");
    let controls: Vec<String> = courses
        .map(|course| course.term.expect("dates").control.to_string())
        .collect();
    assert_eq!(controls, ["2022-12-30", "2023-12-29", "2024-12-28"]);
}

#[test]
fn the_whole_plan_is_the_sum_of_what_falls_to_schools_and_to_the_offices() {
    let simulation = with_schools(SCHOOLS, &usual());
    let sum = simulation.sum();
    // To each school: 1.4, 1.5, 1.6, 2.3, 6.1 once; 2.5, 4.1, 4.2, 4.4, 5.1, 5.3, 5.4, 6.2-1 in three years: 5 + 8 × 3 = 29.
    // To the methodical office: 2.4 once; 2.2, 2.5, 5.1, 5.2, 5.3, 5.4, 5.5, 6.2-1, 6.2-2, 6.3 in three years: 1 + 10 × 3.
    // To the department: 5.1 in three years. Five items wait for their dates.
    assert_eq!(sum.tasks, 30 * 29 + 31 + 3);
    let asked = simulation
        .happenings
        .iter()
        .filter(|one| one.what == What::Letter(Mail::DateNeeded));
    let asked: std::collections::BTreeSet<u32> = asked.map(|one| one.course).collect();
    assert_eq!(asked.len(), 5);
    // One order each for 1.1, 1.2, 1.4, 1.5, 1.6, 2.3, 2.4, 6.1; three for 4.1, 4.2, 4.4, 5.2, 5.3, 5.4, 6.2-1, 6.2-2, 6.3.
    assert_eq!(sum.orders, 8 + 3 * 9);
    // Each of 35 orders waits for one signature; each task is sent, reported and accepted once.
    assert_eq!(sum.of(Mail::ApprovalAsked), 35);
    assert_eq!(
        [Mail::Task, Mail::ReportFiled, Mail::Accepted].map(|mail| sum.of(mail)),
        [904; 3]
    );
    // The analysis (6.3) can begin only when the data (6.2-2) are accepted, after their common last day: late each year.
    assert_eq!(sum.late, 3);
    assert_eq!(totals(&simulation, "6.3").late, 3);
}

#[test]
fn one_order_for_three_items_is_one_order_and_thrice_the_tasks() {
    let together = vec![["1.4", "1.5", "1.6"].map(Into::into).to_vec()];
    let simulation = with_schools(
        SCHOOLS,
        &prikaz::simulation::assumptions::Assumptions { together, ..usual() },
    );
    assert_eq!(simulation.orders, 35 - 2);
    assert_eq!(simulation.sum().of(Mail::ApprovalAsked), 35 - 2);
    for item in ["1.4", "1.5", "1.6"] {
        assert_eq!(
            (totals(&simulation, item).orders, totals(&simulation, item).tasks),
            (1, 30),
            "{item}"
        );
    }
}

#[test]
fn when_nobody_reports_everybody_is_reminded_to_the_last_rung() {
    let simulation = with_schools(
        SCHOOLS,
        &prikaz::simulation::assumptions::Assumptions {
            reports: Reports::Never,
            ..usual()
        },
    );
    let sum = totals(&simulation, "4.1");
    // Each of 90 tasks: three working days before and on the day; one after to the school, three after to the head.
    assert_eq!(
        (
            sum.of(Mail::Reminder),
            sum.of(Mail::Overdue),
            sum.of(Mail::OverdueToOffice)
        ),
        (180, 90, 90)
    );
    assert_eq!((sum.accepted, sum.late, sum.of(Mail::Accepted)), (0, 90, 0));
    // What comes after an item that nobody reported on never gets its order.
    assert_eq!(
        (totals(&simulation, "6.3").instances, totals(&simulation, "6.3").orders),
        (3, 0)
    );
}

#[test]
fn a_share_that_is_late_is_the_same_in_every_run_and_reminded() {
    let late = prikaz::simulation::assumptions::Assumptions {
        reports: Reports::LatePercent(20),
        ..usual()
    };
    let (once, again) = (with_schools(SCHOOLS, &late), with_schools(SCHOOLS, &late));
    assert_eq!(once.happenings, again.happenings);
    let sum = totals(&once, "4.1");
    assert_eq!(sum.accepted, 90);
    assert!((8..=30).contains(&sum.late), "a fifth of 90 is near 18: {}", sum.late);
    // Five working days late: told to the school after one, to the head after three.
    assert_eq!(
        (sum.of(Mail::Overdue), sum.of(Mail::OverdueToOffice)),
        (sum.late, sum.late)
    );
}

#[test]
fn a_supposed_date_sets_a_waiting_item_going() {
    let mut assumed = usual();
    assumed.dates.insert("2.1".into(), day("2022-10-15"));
    let simulation = with_schools(SCHOOLS, &assumed);
    let sum = totals(&simulation, "2.1");
    // 15.10.2022 is a Saturday: control on Friday. The methodical office leads, the schools take part.
    assert_eq!((sum.instances, sum.orders, sum.tasks, sum.accepted), (1, 1, 31, 31));
    let course = simulation
        .courses
        .iter()
        .find(|course| simulation.definition(course).expect("an item").key.as_str() == "2.1");
    let term = course.and_then(|course| course.term).expect("dates");
    assert_eq!((term.due, term.control), (day("2022-10-15"), day("2022-10-14")));
    assert!(
        simulation
            .findings
            .gaps
            .iter()
            .all(|gap| gap.item.as_ref().is_none_or(|item| item.as_str() != "2.1"))
    );
}

/// Two signatures under the first order, a second order when the schools have reported, release by the head.
const TWO_ORDERS: &str = "\
lifecycle: orders-of-schools
title: Два приказа отдела
stages:
  draft: { title: Проект приказа, act: issue, by: clerk, document: order, next: sign }
  sign: { title: На подписи, act: approve, by: [clerk, head], journal: orders, approved: execute, returned: draft }
  execute:
    title: Школы издают приказы
    act: report
    by: executors
    accept: clerk
    remind: [0wd]
    done: all
    next: draft-summary
  draft-summary: { title: Проект итогового приказа, act: issue, by: clerk, document: order, next: sign-summary }
  sign-summary: { title: Итоговый на подписи, act: approve, by: head, journal: orders, approved: closed, returned: draft-summary }
  closed: { title: Снят с контроля, act: end, by: head }
";

#[test]
fn a_way_with_two_orders_two_signatures_and_a_release_is_played_to_its_end() {
    let (plan, calendar) = shipped_but(&[("lifecycles/orders-of-schools.yaml", TWO_ORDERS)]);
    let played = Play {
        plan: &plan,
        calendar: &calendar,
    };
    let simulation = simulate(&[played], &usual()).expect("the plan is played");
    let sum = totals(&simulation, "1.4");
    // Both signers of the first order are asked, then the one of the second; eleven schools of 2022, one reminder each.
    assert_eq!(
        (
            sum.orders,
            sum.of(Mail::ApprovalAsked),
            sum.tasks,
            sum.of(Mail::Reminder)
        ),
        (2, 3, 11, 11)
    );
    let course = simulation
        .courses
        .iter()
        .find(|course| simulation.definition(course).expect("an item").key.as_str() == "1.4");
    // Accepted on 4 May, the second order drafted on the 5th and signed on the 6th, released on the next working day.
    assert_eq!(course.and_then(|course| course.released), Some(day("2022-05-11")));
    let refused: Vec<_> = simulation
        .findings
        .gaps
        .iter()
        .filter(|gap| gap.code == "refused")
        .collect();
    assert!(refused.is_empty(), "{refused:#?}");
}
