//! What a simulation warns of, and what it must never do.

use crate::plan::{shipped, usual, with_schools};
use prikaz::definition::model::Plan;
use prikaz::simulation::assumptions::{Assumptions, Reports};
use prikaz::simulation::record::{Simulation, What};
use prikaz::simulation::viewing::view;
use prikaz::simulation::{NotPlayed, Play, last_day, simulate};
use prikaz::words::ids::ItemKey;

fn played(plan: &Plan, assumptions: &Assumptions) -> Simulation {
    let (_, calendar) = shipped();
    simulate(
        &[Play {
            plan,
            calendar: &calendar,
        }],
        assumptions,
    )
    .expect("the plan is played")
}

fn gaps(simulation: &Simulation, code: &str) -> Vec<String> {
    let found = simulation.findings.gaps.iter().filter(|gap| gap.code == code);
    found.map(|gap| gap.text.clone()).collect()
}

#[test]
fn letters_leave_on_working_days_only() {
    let (plan, calendar) = shipped();
    for reports in [Reports::OnTime, Reports::LatePercent(30), Reports::Never] {
        for from in ["2022-04-04", "2022-05-01", "2023-01-01"] {
            let assumed = Assumptions {
                from: crate::plan::day(from),
                reports,
                ..usual()
            };
            let simulation = played(&plan, &assumed);
            let letters: Vec<_> = simulation
                .happenings
                .iter()
                .filter(|one| matches!(one.what, What::Letter(_)))
                .collect();
            assert!(letters.len() > 400, "{from}: {} letters", letters.len());
            for letter in letters {
                assert_eq!(
                    calendar.is_working(letter.on),
                    Ok(true),
                    "{from} {reports:?}: {letter:?}"
                );
            }
        }
    }
}

#[test]
fn a_period_that_opens_on_a_holiday_writes_when_people_are_back() {
    let (plan, calendar) = shipped();
    let simulation = played(&plan, &usual());
    // Reports on the year 2023 (2.2, 2.5, 5.1) open on 1 January: the letters leave on the first working day.
    let opened = simulation.happenings.iter().filter(|one| one.what == What::Opened);
    let on_holidays: Vec<_> = opened.filter(|one| calendar.is_working(one.on) == Ok(false)).collect();
    assert!(!on_holidays.is_empty());
    let first = simulation
        .happenings
        .iter()
        .find(|one| matches!(one.what, What::Letter(_)) && one.on > crate::plan::day("2022-12-30"));
    assert_eq!(first.expect("a letter").on, crate::plan::day("2023-01-09"));
}

#[test]
fn a_school_with_too_many_due_dates_in_a_week_is_named() {
    let simulation = with_schools(
        30,
        &Assumptions {
            due_dates_a_week: 4,
            ..usual()
        },
    );
    let told = view(&simulation);
    // 1.4, 1.5, 1.6 are due on 29.04.2022; 6.2-1, on the 30th, is moved to the 29th. Nobody has four in another week.
    assert_eq!(told.overloads.len(), 1);
    let load = &told.overloads[0];
    assert_eq!(
        (load.monday, load.count, load.names.len()),
        (crate::plan::day("2022-04-25"), 4, 30)
    );
    assert_eq!(
        load.text,
        "неделя 25.04.2022 — 01.05.2022: 4 срока (29.04.2022 — 1.4, 1.5, 1.6, 6.2-1); \
         у кого: Школа № 1, Школа № 2, Школа № 3 и ещё 27 учреждений"
    );
    assert!(
        view(&with_schools(30, &usual())).overloads.is_empty(),
        "five in a week nobody has"
    );
}

#[test]
fn items_that_wait_and_items_that_cannot_be_in_time_are_named() {
    let (plan, _) = shipped();
    let simulation = played(&plan, &usual());
    let waiting: Vec<&str> = simulation
        .findings
        .gaps
        .iter()
        .filter(|gap| gap.code == "awaits_date")
        .filter_map(|gap| gap.item.as_ref().map(ItemKey::as_str))
        .collect();
    assert_eq!(waiting, ["2.1", "3.1", "3.2", "4.3", "4.5"]);
    assert!(
        gaps(&simulation, "awaits_date")[0]
            .starts_with("пункт 2.1 ждёт срока («По отдельному графику»): его называет ИМО")
    );
    let tight: Vec<String> = gaps(&simulation, "awaits_item")
        .into_iter()
        .filter(|text| text.contains("с опозданием"))
        .collect();
    assert_eq!(tight.len(), 1, "{tight:?}");
    assert!(
        tight[0].starts_with("пункт 6.3 ждёт пункта 6.2-2. Его контрольный срок (31.05.2022, 31.05.2023, 31.05.2024)")
    );
    // 2.4 waits for 1.5, accepted after the days off of May; 6.3 for 6.2-2, due on the same day.
    assert_eq!(
        gaps(&simulation, "short_notice"),
        [
            "пункт 2.4: поручение приходит позже чем за 3 рабочих дня до срока: 06.05.2022 — срок 06.05.2022",
            "пункт 6.3: поручение приходит позже чем за 3 рабочих дня до срока: 03.06.2022 — срок 31.05.2022; \
             05.06.2023 — срок 31.05.2023; 05.06.2024 — срок 31.05.2024",
        ]
    );
    // Three schools have no curator: tasks for curators go to the director.
    assert_eq!(
        gaps(&simulation, "no_curator"),
        [
            "поручения кураторам (пункты 2.3, 6.1) получит руководитель — кураторов или их почты нет в справочнике: \
          МКОУ НШ № 111, МКОУ ООШ № 106, МКОУ ООШ № 109"
        ]
    );
}

#[test]
fn an_executor_without_mail_and_a_party_that_matches_nobody_are_named() {
    let (mut plan, _) = shipped();
    for row in &mut plan.institutions {
        if row.key.as_str() == "imo" {
            row.email = String::new();
        }
    }
    let simulation = played(&plan, &usual());
    assert_eq!(
        gaps(&simulation, "no_address"),
        ["нет электронной почты: ИМО. Письма не уйдут"]
    );

    plan.institutions.retain(|row| row.kind != "school");
    let simulation = played(&plan, &usual());
    let nobody = gaps(&simulation, "nobody");
    assert!(
        nobody
            .iter()
            .any(|text| text.starts_with("исполнитель «ОО» пункта 4.1 не найден в справочнике")),
        "{nobody:#?}"
    );
    // The engine says the same when the head signs, and the order stays unsigned.
    let refused = gaps(&simulation, "refused");
    assert!(
        refused.iter().any(|text| text
            .starts_with("пункт 1.4 за 2022: 05.04.2022 не удалось подписать приказ: некому выдать поручения")),
        "{refused:#?}"
    );
    assert_eq!(crate::plan::totals(&simulation, "1.4").orders, 0);
}

#[test]
fn a_year_without_a_calendar_is_not_guessed() {
    let (plan, calendar) = shipped();
    let plays = [Play {
        plan: &plan,
        calendar: &calendar,
    }];
    let far = Assumptions::usual(crate::plan::day("2022-04-04"), crate::plan::day("2031-01-31"));
    let refused = simulate(&plays, &far).expect_err("2027 has no calendar");
    assert!(
        matches!(refused, NotPlayed::OutsideCalendar(outside) if outside.year == 2027),
        "{refused}"
    );
    let backwards = Assumptions::usual(crate::plan::day("2023-01-01"), crate::plan::day("2022-01-01"));
    assert_eq!(
        simulate(&plays, &backwards).expect_err("an empty period").to_string(),
        "период пуст: с 01.01.2023 по 01.01.2022"
    );
    // The last control date is 20.01.2025, moved from nowhere; two weeks for the answers.
    assert_eq!(last_day(&plays, []), Some(crate::plan::day("2025-02-03")));
}

#[test]
fn what_was_over_before_the_plan_came_is_not_begun() {
    let (plan, _) = shipped();
    let simulation = played(
        &plan,
        &Assumptions {
            from: crate::plan::day("2023-06-01"),
            ..usual()
        },
    );
    assert_eq!(crate::plan::totals(&simulation, "1.4").instances, 0);
    // 15.05.2022 and 15.05.2023 are over.
    assert_eq!(crate::plan::totals(&simulation, "4.1").instances, 1);
}
