//! The shipped plan against the printed road-map, and a plan of another department.

use crate::{compiled, culture_files, date, here, item, shipped_files};
use chrono::NaiveDate;
use prikaz::definition::model::{Act, Addressee, ApprovalRule, Executors, Join, Part, Schedule};
use std::collections::BTreeMap;

/// Rows of the road-map as a person read it: column by name.
fn printed_items() -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(here("tests/data/items.tsv")).unwrap();
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split('\t').collect();
    lines
        .map(|line| {
            names
                .iter()
                .zip(line.split('\t'))
                .map(|(name, cell)| ((*name).to_owned(), cell.to_owned()))
                .collect()
        })
        .collect()
}

/// Line breaks of the table are not words: a soft hyphen goes, a real one stays, runs of spaces are one.
fn one_line(cell: &str) -> String {
    let joined = cell
        .replace("Общеобразова-⏎", "Общеобразова")
        .replace("-⏎", "-")
        .replace(['⏎', '…'], " ");
    joined.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_shipped_plan_is_the_printed_road_map_word_by_word() {
    let (_, plan) = compiled(shipped_files());
    let printed = printed_items();
    assert_eq!(plan.items.len(), 27);
    for (definition, row) in plan.items.iter().zip(&printed) {
        let said = [
            &definition.number,
            &definition.section,
            &definition.title,
            &definition.deadline,
            &definition.result,
        ];
        let columns = ["number", "section", "title", "raw_deadline", "raw_result"];
        for (said, column) in said.into_iter().zip(columns) {
            assert_eq!(one_line(said), one_line(&row[column]), "{} {column}", definition.key);
        }
    }
}

#[test]
fn the_shipped_plan_has_the_dates_of_the_printed_road_map() {
    let (_, plan) = compiled(shipped_files());
    for (definition, row) in plan.items.iter().zip(&printed_items()) {
        let expected: Vec<(String, NaiveDate, NaiveDate)> = ["2022", "2023", "2024"]
            .iter()
            .filter(|year| !row[&format!("due_{year}")].is_empty())
            .map(|year| {
                let day = |column: &str| date(row[&format!("{column}_{year}")].trim_start_matches("R:"));
                ((*year).to_owned(), day("due"), day("control"))
            })
            .collect();
        let found: Vec<(String, NaiveDate, NaiveDate)> = match &definition.schedule {
            Schedule::Dated(periods) => periods
                .iter()
                .map(|period| (period.key.to_string(), period.due, period.control))
                .collect(),
            Schedule::AwaitsDate { .. } => Vec::new(),
        };
        assert_eq!(found, expected, "item {}", definition.key);
        if expected.is_empty() {
            assert!(
                matches!(definition.schedule, Schedule::AwaitsDate { .. }),
                "item {} waits for its date",
                definition.key
            );
        }
    }
}

#[test]
fn sixteen_items_go_to_every_school_and_eleven_do_not() {
    let (_, plan) = compiled(shipped_files());
    for (definition, row) in plan.items.iter().zip(&printed_items()) {
        let names: Vec<&str> = definition
            .executors
            .iter()
            .map(|executor| executor.name.as_str())
            .collect();
        let expected = match row["executor_kinds"].as_str() {
            "dept" => vec!["ОО АНГО"],
            "schools" => vec!["ОО"],
            "imo" => vec!["ИМО"],
            "curators" => vec!["Кураторы ОО"],
            "dept+imo+schools" => vec!["ОО АНГО", "ИМО", "ОО"],
            kinds if kinds.starts_with("imo+schools") => vec!["ИМО", "ОО"],
            other => panic!("unknown kinds {other}"),
        };
        assert_eq!(names, expected, "item {}", definition.key);
        let fanout = definition
            .executors
            .iter()
            .any(|executor| executor.who == Executors::EachOfKind("school".into()));
        assert_eq!(
            fanout,
            row["fan_out_per_school"].starts_with("yes"),
            "item {}",
            definition.key
        );
        assert_eq!(definition.executors[0].part, Part::Lead);
        assert!(
            definition.executors[1..]
                .iter()
                .all(|executor| executor.part == Part::CoExecutor)
        );
    }
    let fanned = plan.items.iter().filter(|item| {
        item.executors
            .iter()
            .any(|executor| executor.who == Executors::EachOfKind("school".into()))
    });
    assert_eq!(fanned.count(), 16);
}

#[test]
fn items_that_need_others_wait_for_them() {
    let (_, plan) = compiled(shipped_files());
    let after = |key: &str| {
        item(&plan, key)
            .after
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        [after("6.2-2"), after("6.3"), after("4.5"), after("2.4"), after("6.2-1")],
        ["6.2-1", "6.2-2", "2.3", "1.5", ""]
    );
    assert_eq!(item(&plan, "6.2-1").number, item(&plan, "6.2-2").number);
    assert_eq!(item(&plan, "2.3").executors[0].addressee, Addressee::Curator);
    assert_eq!(plan.rules.journals[&"orders".into()].last_used[&2022], 113);
    assert_eq!(plan.basis.number, "113");
}

#[test]
fn another_department_writes_its_own_way() {
    let (_, plan) = compiled(culture_files());
    let quarters = item(&plan, "1.2")
        .schedule
        .periods()
        .into_iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>();
    assert_eq!(quarters, ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]);
    let Schedule::Dated(periods) = &item(&plan, "1.2").schedule else {
        panic!("dated")
    };
    let dues: Vec<String> = periods.iter().map(|period| period.due.to_string()).collect();
    assert_eq!(
        dues,
        ["2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31"],
        "the last day of a month stays the last day"
    );
    assert_eq!(
        periods[1].control,
        date("2024-07-01"),
        "this department moves to the next working day"
    );
    let Schedule::Dated(open_day) = &item(&plan, "2.2").schedule else {
        panic!("dated")
    };
    assert_eq!(
        (open_day[0].due, open_day[0].control, open_day[0].fixed_day),
        (date("2024-04-20"), date("2024-04-20"), true)
    );
    let lifecycle = &item(&plan, "1.2").lifecycle;
    let Act::Approve(approval) = &lifecycle.stages[&"council".into()].act else {
        panic!("approve")
    };
    assert_eq!((approval.rule, approval.by.len()), (ApprovalRule::Quorum(2), 3));
    let Act::Report(reporting) = &lifecycle.stages[&"collect".into()].act else {
        panic!("report")
    };
    assert_eq!(
        (reporting.done, reporting.rework_max, reporting.co_executors_before_days),
        (Join::Share(80), Some(2), 3)
    );
    assert_eq!(
        (reporting.remind.as_slice(), reporting.overdue.len()),
        (&[-5, -1, 0][..], 3)
    );
    assert_eq!(item(&plan, "1.2").form.as_deref(), Some("scans"));
    assert_eq!(
        item(&plan, "2.1").executors[0].who,
        Executors::Each(vec!["library-1".into(), "library-2".into()])
    );
    assert_eq!(plan.rules.journals[&"resolutions".into()].print(2024, 15), "15-а");
}

/// What the dates of item 1.2 are when its deadline reads so: period and due date.
fn dated(deadline: &str, files: crate::Files) -> Vec<(String, String)> {
    let text = format!("item: \"1.2\"\ntitle: Отчёт\ndeadline: {deadline}\nexecutors: Библиотеки\nresult: Сведения\n");
    let (_, plan) = compiled(crate::replaced(files, "culture-2024/1.2.yaml", text.as_bytes()));
    let Schedule::Dated(periods) = &item(&plan, "1.2").schedule else {
        panic!("dates are known")
    };
    let told = periods
        .iter()
        .map(|period| (period.key.to_string(), period.due.to_string()));
    told.collect()
}

#[test]
fn a_report_owed_after_its_period_is_named_by_the_period() {
    let quarters = dated(
        "ежеквартально, до 10 числа месяца, следующего за отчётным кварталом",
        culture_files(),
    );
    let expected = [
        ("2024-Q1", "2024-04-10"),
        ("2024-Q2", "2024-07-10"),
        ("2024-Q3", "2024-10-10"),
        ("2024-Q4", "2025-01-10"),
    ];
    assert_eq!(quarters, expected.map(|(key, due)| (key.to_owned(), due.to_owned())));
    let months = dated(
        "ежемесячно, до 10 числа месяца, следующего за отчетным",
        culture_files(),
    );
    assert_eq!(months.len(), 12);
    assert_eq!(months[0], ("2024-01".to_owned(), "2024-02-10".to_owned()));
    assert_eq!(months[11], ("2024-12".to_owned(), "2025-01-10".to_owned()));
    let within = dated(
        "ежеквартально, до 20 числа последнего месяца отчетного квартала",
        culture_files(),
    );
    assert_eq!(within[3], ("2024-Q4".to_owned(), "2024-12-20".to_owned()));

    let mut years = culture_files();
    for (path, bytes) in &mut years {
        if path.ends_with("culture-2024/plan.yaml") {
            let text = String::from_utf8(bytes.clone()).unwrap();
            *bytes = text
                .replace("from: 2024-01-15, to: 2024-12-31", "from: 2022-01-01, to: 2024-12-31")
                .replace("date: 2024-01-15", "date: 2022-04-04")
                .into_bytes();
        }
    }
    let years = dated("Ежегодно до 20 января года, следующего за отчетным", years);
    let expected = [("2022", "2023-01-20"), ("2023", "2024-01-20"), ("2024", "2025-01-20")];
    assert_eq!(years, expected.map(|(key, due)| (key.to_owned(), due.to_owned())));
}
