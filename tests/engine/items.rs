//! Items and lifecycles that stories are told about, and the people who act in them.

use chrono::NaiveDate;
use prikaz::definition::model::{
    Acceptor, Act, Addressee, Approval, ApprovalRule, DateOrder, Definition, Executor, Executors, Join, Journal,
    Lifecycle, Part, Period, PlanRules, Recipient, Reporting, RoleHolder, Schedule, Stage, WaitUntil,
};
use prikaz::engine::event::{Actor, DirectoryEntry, OwnOrder, Report};
use prikaz::words::calendar::{CalendarSource, DayOffRule, WorkCalendar};
use prikaz::words::ids::{PeriodKey, RoleKey, StageKey};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

macro_rules! calendar_file {
    ($name:literal) => {
        CalendarSource {
            file: $name,
            text: include_str!(concat!("../../workflows/calendars/", $name)),
        }
    };
}

/// The shipped calendar, Радоница included.
pub static CALENDAR: LazyLock<WorkCalendar> = LazyLock::new(|| {
    WorkCalendar::from_layers(&[
        calendar_file!("ru-2022.yaml"),
        calendar_file!("ru-2023.yaml"),
        calendar_file!("ru-2024.yaml"),
        calendar_file!("stavropol.yaml"),
    ])
    .expect("the shipped calendars are right")
});

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date as 2022-04-29")
}

pub fn period() -> PeriodKey {
    "2022".into()
}

/// A person of the department: clerk, head, deputy.
pub fn person(role: &str) -> Actor {
    Actor::Person {
        roles: vec![role.into()],
        name: role.to_owned(),
    }
}

pub fn clerk() -> Actor {
    person("clerk")
}

pub fn head() -> Actor {
    person("head")
}

/// Somebody of an institution.
pub fn of(institution: &str) -> Actor {
    Actor::Institution {
        key: institution.into(),
        name: institution.to_owned(),
    }
}

/// A report with the school's own order.
pub fn order_report() -> Report {
    let own_order = OwnOrder {
        number: "57/1".to_owned(),
        date: day("2022-04-11"),
    };
    Report {
        own_order: Some(own_order),
        ..words("Приказ издан, куратор назначен")
    }
}

pub fn words(text: &str) -> Report {
    Report {
        text: text.to_owned(),
        ..Report::default()
    }
}

/// The methodical office and as many schools.
pub fn directory(schools: usize) -> Vec<DirectoryEntry> {
    let office = DirectoryEntry {
        key: "imo".into(),
        kind: "office".to_owned(),
    };
    let school = |n| DirectoryEntry {
        key: format!("school-{n}").as_str().into(),
        kind: "school".to_owned(),
    };
    std::iter::once(office).chain((1..=schools).map(school)).collect()
}

pub fn schools() -> Executor {
    executor("ОО", Executors::EachOfKind("school".to_owned()))
}

pub fn imo() -> Executor {
    executor("ИМО", Executors::One("imo".into()))
}

pub fn executor(name: &str, who: Executors) -> Executor {
    Executor {
        name: name.to_owned(),
        who,
        part: Part::Lead,
        addressee: Addressee::Director,
        addressed: None,
    }
}

/// An item of the year 2022, due on `due`, whose first stage is the first given.
pub fn item(key: &str, due: &str, executors: Vec<Executor>, stages: Vec<(&str, Act)>) -> Definition {
    let due = day(due);
    let control = CALENDAR
        .control_date(due, DayOffRule::Previous)
        .expect("a year of the calendar");
    let opens = day("2022-04-04");
    let dated = Period {
        key: period(),
        opens,
        start: None,
        due,
        control,
        fixed_day: false,
    };
    Definition {
        plan: "mentoring-2022".into(),
        key: key.into(),
        number: key.to_owned(),
        section: "1".to_owned(),
        title: "Внедрение системы наставничества «Учитель – учителю»".to_owned(),
        deadline: "До 29 апреля 2022 г.".to_owned(),
        schedule: Schedule::Dated(vec![dated]),
        executors,
        form: None,
        task: None,
        brief: None,
        result: "Приказ ОО".to_owned(),
        lifecycle: Arc::new(lifecycle(stages)),
        documents: BTreeMap::from([("order".to_owned(), "order-department.docx".to_owned())]),
        after: Vec::new(),
        rules: Arc::new(rules()),
        file: format!("mentoring-2022/{key}.yaml"),
        effective: None,
        sha256: format!("sha-of-{key}"),
    }
}

fn rules() -> PlanRules {
    let holder = |post: &str| RoleHolder {
        post: post.to_owned(),
        name: "Ёлкина А. В.".to_owned(),
        ..RoleHolder::default()
    };
    PlanRules {
        first_day: day("2022-04-04"),
        last_day: day("2024-12-31"),
        day_off_rule: DayOffRule::Previous,
        roles: BTreeMap::from([
            ("clerk".into(), holder("делопроизводитель")),
            ("deputy".into(), holder("заместитель начальника отдела")),
            ("head".into(), holder("начальник отдела")),
            ("lawyer".into(), holder("юрисконсульт")),
        ]),
        journals: BTreeMap::from([(
            "orders".into(),
            Journal {
                title: "Приказы по основной деятельности".to_owned(),
                kind: "приказ".to_owned(),
                date_order: DateOrder::Refuse,
                pattern: "{n}-ОД".to_owned(),
                last_used: BTreeMap::from([(2022, 113)]),
            },
        )]),
    }
}

pub fn lifecycle(stages: Vec<(&str, Act)>) -> Lifecycle {
    let first = stages.first().expect("a lifecycle has a stage").0.into();
    let stages = stages.into_iter().map(|(key, act)| {
        let key: StageKey = key.into();
        (
            key.clone(),
            Stage {
                title: format!("Стадия {key}"),
                key,
                act,
            },
        )
    });
    Lifecycle {
        key: "tested".into(),
        title: "Проверяемый порядок".to_owned(),
        first,
        stages: stages.collect(),
    }
}

/// `draft → sign → execute → closed`: the way of most items.
pub fn order_then_reports() -> Vec<(&'static str, Act)> {
    vec![
        ("draft", issue("sign")),
        ("sign", approve(&["head"], ApprovalRule::Sequence)),
        ("execute", report(reporting())),
        ("closed", Act::End { by: None }),
    ]
}

/// `execute → closed`: items that need no order.
pub fn reports_only(reporting: Reporting) -> Vec<(&'static str, Act)> {
    vec![("execute", report(reporting)), ("closed", Act::End { by: None })]
}

pub fn issue(next: &str) -> Act {
    Act::Issue {
        by: "clerk".into(),
        document: "order".to_owned(),
        next: next.into(),
    }
}

/// Approved leads to `execute`, returned to `draft`.
pub fn approve(by: &[&str], rule: ApprovalRule) -> Act {
    let by = by.iter().map(|role| RoleKey::from(*role)).collect();
    Act::Approve(Approval {
        by,
        rule,
        journal: "orders".into(),
        approved: "execute".into(),
        returned: "draft".into(),
    })
}

/// Reminders three days before and on the day; overdue the next day, and to the head after three.
pub fn reporting() -> Reporting {
    Reporting {
        accept: Acceptor::Role("clerk".into()),
        remind: vec![-3, 0],
        overdue: vec![(1, Recipient::Executor), (3, Recipient::Role("head".into()))],
        done: Join::All,
        rework_max: Some(2),
        co_executors_before_days: 0,
        next: "closed".into(),
    }
}

pub fn report(reporting: Reporting) -> Act {
    Act::Report(reporting)
}

pub fn wait(until: WaitUntil, next: &str) -> Act {
    Act::Wait {
        until,
        next: next.into(),
    }
}
