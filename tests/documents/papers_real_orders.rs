//! The orders that the road-map's items bring, and the road-map itself.

use prikaz::documents::papers::context::approving::participle;
use prikaz::words::inflection::Case;
use serde_json::{Value, json};

use super::papers_plan::{Item, Plan, nbsp, shown};
use super::papers_real::Case as Real;

/// One context over another.
fn over(base: Value, more: Value) -> Value {
    match (base, more) {
        (Value::Object(mut all), Value::Object(more)) => {
            all.extend(more);
            Value::Object(all)
        }
        other => panic!("two records, not {other:?}"),
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

fn duty(item: &Item) -> Value {
    json!({ "text": item.task, "due": item.control[0] })
}

pub fn cases(plan: &Plan) -> Vec<Real> {
    vec![
        Real::of("order-forming", &["1.1"], forming(plan)),
        Real::of("order-approving", &["1.2"], approving(plan)),
        Real::of("roadmap", &["1.3"], roadmap(plan)),
        Real::of(
            "order-department",
            &["1.4", "1.5", "1.6"],
            department(plan, &["1.4", "1.5", "1.6"]),
        ),
        Real::of("order-department", &["4.1", "4.2"], department(plan, &["4.1", "4.2"])),
        Real::of("order-department", &["5.4"], department(plan, &["5.4"])),
        Real::of("order-amending", &["4.1", "4.2"], amending(plan)),
        Real::of("order-cancelling", &["2.2", "2.5", "5.1"], cancelling(plan)),
        Real::of("order-school", &["1.4"], school(plan)),
        Real::of("order-school-curator", &["1.5"], curator(plan)),
        Real::of("order-school-pairs", &["4.4"], pairs(plan)),
    ]
}

fn forming(plan: &Plan) -> Value {
    let item = plan.item("1.1");
    let schools = ["1.4", "1.5", "1.6"].map(|key| duty(plan.item(key)));
    let methodists = [duty(plan.item("2.4"))];
    let group: Vec<Value> = plan.schools[..12]
        .iter()
        .map(|school| json!({ "name": school.director, "post": format!("директор {}", school.short), "role": "член группы" }))
        .collect();
    over(
        plan.order(
            "2022-04-05",
            "114",
            "О формировании Муниципальной системы (целевой модели) наставничества педагогических работников",
            &["1.1"],
        ),
        json!({
            "system": { "accusative": item.task.replacen("сформировать ", "", 1), "short_name": "МСН" },
            "coordinator": "информационно-методический отдел",
            "responsible": { "post": "заведующую информационно-методическим отделом", "name": "Шмелёву\u{a0}Н.\u{a0}Ф." },
            "assignments": [
                { "whom": plan.addressed("ОО"), "duties": schools },
                { "whom": plan.addressed("ИМО"), "duties": methodists },
            ],
            "group": group,
            "publish_by": "2022-04-15",
        }),
    )
}

fn approving(plan: &Plan) -> Value {
    let clauses: Vec<Value> = (1..=6)
        .map(|number| {
            let number = number.to_string();
            let own = plan.items.values().filter(|item| item.section == number);
            let paragraphs: Vec<String> = own
                .enumerate()
                .map(|(at, item)| {
                    format!(
                        "{number}.{}. {}. Исполнители: {}.",
                        at + 1,
                        item.title.trim_end_matches('.'),
                        item.executors
                    )
                })
                .collect();
            json!({ "heading": plan.section(&number), "paragraphs": paragraphs })
        })
        .collect();
    over(
        plan.order(
            "2022-04-07",
            "116",
            "Об утверждении Положения о системе (целевой модели) наставничества педагогических работников",
            &["1.2"],
        ),
        json!({
            "approved": [{
                "number": "", "kind": "Положение", "participle": participle("Положение"),
                "accusative": plan.item("1.2").task.replacen("утвердить ", "", 1),
                "title": "о системе (целевой модели) наставничества педагогических работников",
                "sections": clauses,
            }],
            "since": "2022-05-01",
            "assignments": [{ "whom": plan.addressed("ОО"), "duties": [duty(plan.item("1.6"))] }],
            "publish_by": "2022-04-15",
        }),
    )
}

/// All twenty-seven items, in the words of the plan.
pub fn roadmap(plan: &Plan) -> Value {
    let sections: Vec<Value> = (1..=6)
        .map(|number| {
            let number = number.to_string();
            let own = plan.items.values().filter(|item| item.section == number);
            let items: Vec<Value> = own
                .map(|item| json!({ "number": item.number, "title": item.title, "deadline": item.deadline, "executors": item.executors, "result": item.result }))
                .collect();
            json!({ "title": plan.section(&number), "items": items })
        })
        .collect();
    json!({
        "annex": { "number": "2", "issuer": plan.office("short_name"), "date": "2022-04-04", "order": "113" },
        "participle": "",
        "kind": "План мероприятий (дорожная карта)",
        "title": plan.title().replacen("План мероприятий (дорожная карта) ", "", 1),
        "sections": sections,
    })
}

/// Items given to thirty schools, each school a line of the annex for each item.
fn department(plan: &Plan, keys: &[&str]) -> Value {
    let items: Vec<&Item> = keys.iter().map(|key| plan.item(key)).collect();
    let mut points: Vec<Value> = items
        .iter()
        .enumerate()
        .map(|(at, item)| {
            let text = format!(
                "{} {} (пункт\u{a0}{} дорожной карты).",
                plan.addressed("ОО"),
                item.task,
                item.number
            );
            json!({ "number": format!("{}.", at + 1), "text": text, "due": item.control[0], "sub": [] })
        })
        .collect();
    for text in [
        "Исполнителям представить отчёт об исполнении ответом на письмо с поручением.",
        "Контроль за исполнением настоящего приказа оставляю за собой.",
    ] {
        points.push(json!({ "number": format!("{}.", points.len() + 1), "text": text, "due": Value::Null, "sub": [] }));
    }
    let tasks: Vec<Value> = plan
        .schools
        .iter()
        .flat_map(|school| {
            items.iter().map(|item| {
                json!({ "institution": school.short, "item": item.number, "what": item.brief, "due": item.due, "control": item.control[0] })
            })
        })
        .collect();
    let numbers: Vec<&str> = items.iter().map(|item| item.number.as_str()).collect();
    let title = if let [one] = items[..] {
        format!("Об исполнении пункта {} дорожной карты ({})", one.number, one.brief)
    } else {
        format!("Об исполнении пунктов {} дорожной карты", numbers.join(", "))
    };
    over(
        plan.order("2022-04-06", "115", &title, keys),
        json!({ "points": points, "annexes": [], "tasks": tasks }),
    )
}

fn amending(plan: &Plan) -> Value {
    let terms: Vec<Value> = ["4.1", "4.2"]
        .map(|key| plan.item(key))
        .iter()
        .map(|item| json!({ "item": item.number, "what": item.title, "before": item.deadline, "after": "До 1 июня 2022 г." }))
        .collect();
    let mut amended = plan.basis();
    amended["kind"] = json!("приказ ОО АНГО");
    let mut order = plan.order(
        "2022-05-12",
        "157",
        "О внесении изменений в приказ ОО АНГО от 04.04.2022 №\u{a0}113",
        &["4.1"],
    );
    order["preamble"] = json!("В связи с уточнением сроков проведения мероприятий");
    over(
        order,
        json!({ "amended": amended, "edition": "", "changes": [], "terms": terms, "since": Value::Null, "assignments": [] }),
    )
}

fn cancelling(plan: &Plan) -> Value {
    let released: Vec<Value> = plan
        .items
        .values()
        .filter(|item| item.control[2].is_some())
        .map(|item| json!({ "item": item.number, "what": item.title.trim_end_matches('.') }))
        .collect();
    let mut cancelled = plan.basis();
    cancelled["kind"] = json!("приказ ОО АНГО");
    let mut order = plan.order(
        "2025-01-27",
        "31",
        "О признании утратившим силу приказа ОО АНГО от 04.04.2022 №\u{a0}113",
        &["2.2"],
    );
    order["preamble"] = json!("В связи с завершением реализации плана мероприятий (дорожной карты) на 2022–2024 годы");
    let summing_up = json!({ "text": "представить сводный отчёт о реализации плана мероприятий", "due": "2025-02-14" });
    over(
        order,
        json!({
            "revoked": false, "cancelled": [cancelled], "since": "2025-02-01", "released": released,
            "assignments": [{ "whom": plan.addressed("ИМО"), "duties": [summing_up] }],
        }),
    )
}

fn school(plan: &Plan) -> Value {
    let school = &plan.schools[4];
    let sub: Vec<Value> = ["4.1", "4.2", "2.5"]
        .iter()
        .enumerate()
        .map(|(at, key)| {
            let item = plan.item(key);
            let stop = if at == 2 { "." } else { ";" };
            json!({ "number": format!("3.{}.", at + 1), "text": format!("{}{stop}", item.task), "due": item.control[0], "sub": [] })
        })
        .collect();
    let point = |number: u32, text: String, due: Option<chrono::NaiveDate>, sub: Vec<Value>| json!({ "number": format!("{number}."), "text": text, "due": due, "sub": sub });
    let points = vec![
        point(
            1,
            "Внедрить в школе систему наставничества педагогических работников.".into(),
            plan.item("1.4").control[0],
            vec![],
        ),
        point(
            2,
            format!(
                "Назначить куратором внедрения целевой модели наставничества {}",
                school.curator_in(Case::Accusative)
            ),
            plan.item("1.5").control[0],
            vec![],
        ),
        point(3, format!("Куратору {}:", school.curator_in(Case::Dative)), None, sub),
        point(
            4,
            "Контроль за исполнением приказа оставляю за собой.".into(),
            None,
            vec![],
        ),
    ];
    over(
        plan.school_order(
            school,
            "2022-04-28",
            "О внедрении системы наставничества педагогических работников",
        ),
        json!({ "points": points }),
    )
}

fn curator(plan: &Plan) -> Value {
    let school = &plan.schools[0];
    let duties: Vec<Value> = ["4.1", "4.2", "2.3", "6.1", "2.5"]
        .iter()
        .map(|key| duty(plan.item(key)))
        .collect();
    over(
        plan.school_order(
            school,
            "2022-04-28",
            "О назначении куратора внедрения целевой модели наставничества",
        ),
        json!({
            "curator": {
                "accusative": { "post": "заместителя директора по учебно-воспитательной работе", "name": school.curator_in(Case::Accusative) },
                "dative": school.curator_in(Case::Dative), "since": Value::Null,
            },
            "deputy": Value::Null, "duties": duties,
            "report_to": lower_first("Информационно-методический отдел"), "report_by": plan.item("1.5").control[0],
        }),
    )
}

fn pairs(plan: &Plan) -> Value {
    let school = &plan.schools[9];
    let people: Vec<&str> = plan.people().map(|(_, name)| name).take(24).collect();
    let pairs: Vec<Value> = people
        .chunks(2)
        .map(|pair| json!({ "mentor": format!("{}, учитель", pair[0]), "mentee": format!("{}, учитель", pair[1]), "form": "учитель – учитель", "from": "2022-09-01", "to": "2023-05-31" }))
        .collect();
    let mut order = plan.school_order(
        school,
        "2022-08-31",
        "О закреплении наставнических пар на 2022/23 учебный год",
    );
    order["number"] = json!("14-а");
    assert!(shown(plan.item("4.4").control[0]).ends_with("2022"));
    over(
        order,
        json!({
            "period": "2022/23 учебный год", "pairs": pairs,
            "mentors": [duty(plan.item("2.3"))], "curator": nbsp(&school.curator_in(Case::Dative)),
            "duties": [duty(plan.item("4.5")), duty(plan.item("6.1"))],
            "report_to": "информационно-методический отдел", "report_by": "2022-09-09",
        }),
    )
}
