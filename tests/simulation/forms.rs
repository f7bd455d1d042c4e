//! The forms in which a simulation is told.

use crate::plan::{shipped, usual, with_schools};
use chrono::{DateTime, Utc};
use prikaz::simulation::record::{Simulation, What};
use prikaz::simulation::viewing::view;
use prikaz::simulation::{Play, days, html, json, simulate, text};
use prikaz::words::ical::Day;
use std::collections::BTreeSet;

fn moment() -> DateTime<Utc> {
    "2022-04-04T09:00:00+03:00".parse().expect("a moment")
}

fn own() -> Simulation {
    let (plan, calendar) = shipped();
    simulate(
        &[Play {
            plan: &plan,
            calendar: &calendar,
        }],
        &usual(),
    )
    .expect("the plan is played")
}

#[test]
fn a_clerk_reads_sums_items_days_and_open_questions() {
    let told = text::text(&view(&with_schools(30, &usual())));
    for said in [
        "Имитация: 04.04.2022 — 31.01.2025. Ничего не отправлено.",
        "Всего: экземпляров 53, приказов 35, поручений 904 (принято 904, с опозданием 3)",
        "4.1    Формирование базы наставляемых в 2022 г…     3       3      90      90        0        180      453\n",
        "Апрель 2022 — ",
        "  18.04.2022 пн  проект приказа: 4.1, 4.2; письма: приказ ждёт подписи 2",
        "КОНТРОЛЬНЫЙ СРОК: 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 6.2-1; сроков у исполнителей 121",
        "  Школа № 1, Школа № 2, Школа № 3 и ещё 27 учреждений: 29 сроков\n",
        "Открытые вопросы плана\n  — пункт 2.1 ждёт срока",
    ] {
        assert!(told.contains(said), "no «{said}» in\n{told}");
    }
}

#[test]
fn every_thing_that_happens_stands_in_the_document_for_programs() {
    let simulation = own();
    let document: serde_json::Value =
        serde_json::from_str(&json::json(&simulation).expect("a document")).expect("JSON");
    let events = document["events"].as_array().expect("events");
    let counted: u64 = events
        .iter()
        .map(|event| event["count"].as_u64().expect("a number"))
        .sum();
    assert_eq!(counted, simulation.happenings.len() as u64);
    // A letter names its kind and everybody it goes to.
    let tasks = events
        .iter()
        .find(|event| event["kind"] == "task" && event["item"] == "4.1")
        .expect("tasks of 4.1");
    assert_eq!(
        (tasks["date"].as_str(), tasks["what"].as_str(), tasks["period"].as_str()),
        (Some("2022-04-19"), Some("letter"), Some("2022"))
    );
    assert_eq!(tasks["institutions"].as_array().map(Vec::len), Some(11));
    assert_eq!(document["total"]["tasks"], 353);
    assert_eq!(document["plans"][0]["items"].as_array().map(Vec::len), Some(27));
    assert!(
        document["gaps"]
            .as_array()
            .is_some_and(|gaps| gaps.iter().any(|gap| gap["code"] == "awaits_date"))
    );
}

#[test]
fn each_control_date_is_a_day_of_the_calendar_and_stays_the_same_day() {
    let simulation = own();
    let calendar = days::calendar(&simulation, moment());
    // 53 instances, of which five have no date yet.
    assert_eq!(calendar.days.len(), 48);
    let uids: BTreeSet<&str> = calendar.days.iter().map(|day| day.uid.as_str()).collect();
    assert_eq!(uids.len(), 48);
    let of = |days: &[Day], brief: &str| {
        days.iter()
            .find(|day| day.summary.starts_with(brief))
            .expect("a day")
            .clone()
    };
    let base = of(&calendar.days, "2.4 ");
    assert_eq!(base.summary, "2.4 — база кураторов: контрольный срок");
    assert!(
        base.description
            .contains("Дата по тексту 10.05.2022, контрольный срок 06.05.2022"),
        "{}",
        base.description
    );
    // With other schools and later it is the same day, to be replaced and not doubled.
    let again = days::calendar(&with_schools(3, &usual()), moment());
    assert_eq!(of(&again.days, "2.4 ").uid, base.uid);
    let text = calendar.to_text();
    assert_eq!(text.matches("BEGIN:VEVENT\r\n").count(), 48);
    assert!(text.split("\r\n").all(|line| line.len() <= 75));
    assert!(text.contains("DTSTAMP:20220404T060000Z\r\n"));
}

#[test]
fn the_page_needs_nothing_else_and_trusts_no_title() {
    let (mut plan, calendar) = shipped();
    let mut item = (*plan.items[13]).clone();
    item.title = "База <script>alert(1)</script> & «прочее»".to_owned();
    plan.items[13] = item.into();
    let simulation = simulate(
        &[Play {
            plan: &plan,
            calendar: &calendar,
        }],
        &usual(),
    )
    .expect("the plan is played");
    let page = html::page(&view(&simulation)).expect("a page");
    assert!(!page.contains("<script"), "a title became a tag");
    assert!(page.contains("База &lt;script&gt;"));
    for outside in ["http:", "https:", "src=", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
    // Headings for a screen reader: one of the first level, tables with their columns and rows named.
    assert_eq!(page.matches("<h1").count(), 1);
    assert!(page.starts_with("<!doctype html>\n<html lang=\"ru\">"));
    assert_eq!(
        page.matches("<table").count(),
        page.matches("<thead role=\"rowgroup\">").count()
    );
    let days: BTreeSet<_> = simulation.happenings.iter().map(|happening| happening.on).collect();
    assert_eq!(
        page.matches("<th role=\"rowheader\" scope=\"row\" class=\"date\">")
            .count(),
        days.len()
    );
    assert!(
        simulation
            .happenings
            .iter()
            .any(|happening| happening.what == What::Released)
    );
}
