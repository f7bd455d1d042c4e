//! The papers beside orders that the road-map's items bring.

use prikaz::documents::papers::context::approving::participle;
use prikaz::words::phrasing::short_name;
use serde_json::{Value, json};

use super::papers_plan::{Item, Plan, School, nbsp};
use super::papers_real::Case;
use super::papers_real_orders::roadmap;

const PERSONAL: &str =
    "Содержит персональные данные работников: доступ ограничен, копирование и передача третьим лицам не допускаются.";

pub fn cases(plan: &Plan) -> Vec<Case> {
    let mut cases = registers(plan);
    cases.extend(links(plan));
    cases.extend(letters(plan));
    cases.extend(of_one_item(plan));
    cases.extend(beside_an_order(plan));
    cases
}

/// A person whose post stands within a line.
fn official(person: &Value) -> Value {
    json!({ "post": person["post"].as_str().unwrap().to_lowercase(), "name": person["name"] })
}

fn keeper(plan: &Plan) -> String {
    format!("Информационно-методический отдел, {}", plan.office("short_name"))
}

fn words(value: &str) -> Value {
    json!({ "kind": "text", "value": value })
}

/// The bases of items 2.4, 4.1, 4.2 and 6.1, a row from each school.
fn registers(plan: &Plan) -> Vec<Case> {
    let register = |key: &str, columns: &[&str], cells: &dyn Fn(usize, &School) -> Vec<Value>| {
        let item = plan.item(key);
        let rows: Vec<Value> = plan.schools[..26]
            .iter()
            .enumerate()
            .map(|(at, school)| json!({ "institution": school.short, "cells": cells(at, school) }))
            .collect();
        let silent: Vec<&str> = plan.schools[26..].iter().map(|school| school.short.as_str()).collect();
        let context = json!({
            "keeper": keeper(plan), "title": item.result, "item": item.number, "basis": plan.basis(),
            "as_of": item.control[0], "columns": columns, "rows": rows, "not_applicable": [], "silent": silent,
            "notice": PERSONAL, "signer": Plan::methodist(), "prepared_by": Plan::preparer(),
        });
        Case::of("register", &[key], context)
    };
    let day = |item: &Item| json!({ "kind": "date", "value": item.control[0] });
    vec![
        register(
            "2.4",
            &["Ф.\u{a0}И.\u{a0}О. куратора", "Должность", "Дата приказа"],
            &|_, school| {
                vec![
                    words(&school.curator),
                    words("заместитель директора"),
                    day(plan.item("1.5")),
                ]
            },
        ),
        register(
            "4.1",
            &["Ф.\u{a0}И.\u{a0}О. наставляемого", "Должность", "Стаж, лет", "Запрос"],
            &|at, school| {
                vec![
                    words(&school.curator),
                    words("учитель"),
                    json!({ "kind": "number", "value": at % 3 }),
                    words(&plan.item("2.2").title),
                ]
            },
        ),
        register(
            "4.2",
            &[
                "Ф.\u{a0}И.\u{a0}О. наставника",
                "Должность",
                "Стаж, лет",
                "Компетенции",
                "Согласие",
            ],
            &|at, school| {
                let years = json!({ "kind": "number", "value": 10 + at });
                vec![
                    words(&school.director),
                    words("учитель"),
                    years,
                    words(&plan.item("4.3").title),
                    json!({ "kind": "yes_no", "value": true }),
                ]
            },
        ),
        register(
            "6.1",
            &["Наставник", "Наставляемый", "Программа", "Завершена"],
            &|at, school| {
                let done = if at % 4 == 0 {
                    json!({ "kind": "empty" })
                } else {
                    day(plan.item("6.1"))
                };
                vec![
                    words(&school.director),
                    words(&school.curator),
                    words(&plan.item("4.5").brief),
                    done,
                ]
            },
        ),
    ]
}

/// The reports with links of items 2.5, 5.1 and 5.5.
fn links(plan: &Plan) -> Vec<Case> {
    let report = |key: &str, institution: &str, signer: Value| {
        let item = plan.item(key);
        let published: Vec<Value> = plan
            .items
            .values()
            .filter(|told| told.section == "5")
            .enumerate()
            .map(|(at, told)| {
                json!({ "resource": "официальный сайт", "title": told.title, "date": format!("2022-{:02}-15", 5 + at), "url": format!("https://school.example.org/nastavnichestvo/2022/{}", told.number) })
            })
            .collect();
        let context = json!({
            "institution": institution, "title": format!("о выполнении мероприятия «{}»", item.title), "item": item.number,
            "period": "2022 год", "basis": plan.basis(), "links": published, "remarks": [],
            "date": item.control[0], "signer": signer,
        });
        Case::of("links-report", &[key], context)
    };
    let school = &plan.schools[4];
    vec![
        report("2.5", &school.full, school.signer()),
        report("5.1", &plan.schools[2].full, plan.schools[2].signer()),
        report("5.5", &keeper(plan), Plan::methodist()),
    ]
}

/// The information letters of items 2.1, 3.2, 5.3 and 5.4.
fn letters(plan: &Plan) -> Vec<Case> {
    let letter = |key: &str, title: &str, days: &[&str]| {
        let item = plan.item(key);
        let schedule: Vec<Value> = days
            .iter()
            .zip(&plan.schools)
            .map(|(day, school)| json!({ "date": day, "time": "10:00", "what": item.title, "place": school.short }))
            .collect();
        let said = format!(
            "Во исполнение пункта {} плана мероприятий (дорожной карты), утверждённого приказом отдела образования от 04.04.2022 №\u{a0}113, информируем: «{}» ({}).",
            item.number,
            item.title,
            item.result.trim_end_matches('.'),
        );
        let context = json!({
            "issuer": plan.issuer(),
            "contacts": { "address": "пл.\u{a0}Ленина, д.\u{a0}1, г.\u{a0}Нефтекумск, 356880", "phone": nbsp(&plan.office("phone")), "email": plan.office("email"), "codes": [] },
            "date": "2022-08-25", "number": "01-12/358", "reply_to": Value::Null,
            "addressee": [plan.addressed("ОО"), plan.addressed("Кураторы ОО")], "title": title, "greeting": "Уважаемые коллеги!",
            "paragraphs": [said], "schedule": schedule,
            "closing": [format!("Просим {} ответом на настоящее письмо.", item.task)],
            "enclosures": [], "signer": Plan::head(), "prepared_by": Plan::preparer(),
        });
        Case::of("information-letter", &[key], context)
    };
    vec![
        letter(
            "2.1",
            "О графике семинаров для участников внедрения МСН",
            &["2022-09-15", "2022-10-20", "2022-12-08"],
        ),
        letter(
            "3.2",
            "Об участии в вебинарах по вопросам наставничества",
            &["2022-09-22"],
        ),
        letter("5.3", "О проведении Дня наставника", &[]),
        letter(
            "5.4",
            "О проведении круглого стола «Наставничество – путь от цели к результату»",
            &["2022-12-15"],
        ),
    ]
}

/// Papers that serve one item each.
fn of_one_item(plan: &Plan) -> Vec<Case> {
    vec![
        Case::of("regulation", &["1.6"], regulation(plan)),
        Case::of("consultations-journal", &["2.2"], consultations(plan)),
        Case::of("mentoring-programme", &["2.3", "4.5"], programme(plan)),
        Case::of("courses-plan", &["3.1"], courses(plan)),
        Case::of("report-form", &["4.1"], report_form(plan)),
        Case::of(
            "attendance-sheet",
            &["4.3"],
            attendance(plan, "4.3", "методического семинара для наставников"),
        ),
        Case::of(
            "attendance-sheet",
            &["5.2"],
            attendance(
                plan,
                "5.2",
                "тематической встречи молодых специалистов с педагогами-наставниками",
            ),
        ),
        Case::of("monitoring-form", &["6.2-1"], monitoring(plan, "6.2-1", 1)),
        Case::of("monitoring-form", &["6.2-2"], monitoring(plan, "6.2-2", 30)),
        Case::of("analytical-note", &["6.3"], note(plan)),
    ]
}

fn regulation(plan: &Plan) -> Value {
    let school = &plan.schools[4];
    let map = roadmap(plan);
    let sections: Vec<Value> = map["sections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|section| {
            let items = section["items"].as_array().unwrap();
            let clauses: Vec<Value> = items
                .iter()
                .map(|item| json!({ "text": format!("{}.", item["title"].as_str().unwrap().trim_end_matches('.')), "items": [] }))
                .collect();
            let heading = section["title"].as_str().unwrap();
            json!({ "heading": heading.split_once(". ").map_or(heading, |(_, heading)| heading), "clauses": clauses })
        })
        .collect();
    json!({
        "issuer": school.issuer(plan),
        "approved": { "word": participle("положение"), "act": format!("приказом {}", school.short), "date": "2022-04-28", "number": "01-12/358" },
        "annex": "1", "kind": "Положение", "title": "о системе наставничества педагогических работников в образовательной организации",
        "sections": sections,
    })
}

fn consultations(plan: &Plan) -> Value {
    let entries: Vec<Value> = plan
        .schools
        .iter()
        .enumerate()
        .map(|(at, school)| {
            json!({
                "date": format!("2022-{:02}-{:02}", 4 + at / 4, 11 + at % 4), "institution": school.short, "name": nbsp(&short_name(&school.curator)),
                "post": "куратор", "topic": plan.item("2.3").title, "format": "очно", "advice": plan.item("2.3").task, "consultant": Plan::methodist()["name"],
            })
        })
        .collect();
    json!({
        "issuer": plan.issuer(), "title": "консультаций с наставниками", "item": plan.item("2.2").number, "period": "2022 год",
        "started": "2022-04-11", "finished": "2022-12-29", "keeper": official(&Plan::methodist()), "entries": entries, "blank_rows": 0,
        "signer": Plan::methodist(),
    })
}

fn programme(plan: &Plan) -> Value {
    let school = &plan.schools[0];
    let stages: Vec<Value> = ["2", "4"]
        .iter()
        .map(|section| {
            let own = plan.items.values().filter(|item| item.section == **section);
            let activities: Vec<Value> = own
                .map(|item| json!({ "what": item.title, "format": "наставническая встреча", "start": Value::Null, "end": item.control[0], "result": item.result }))
                .collect();
            json!({ "heading": plan.section(section), "activities": activities })
        })
        .collect();
    let person = |name: &str, years: Value| json!({ "name": name, "post": "учитель", "experience_years": years, "qualification": "без категории" });
    json!({
        "issuer": school.issuer(plan),
        "approver": { "post": format!("Директор {}", school.short), "name": nbsp(&short_name(&school.director)), "date": "2022-09-02" },
        "mentor": person(&school.curator, json!(24)), "mentee": person(&plan.schools[1].curator, Value::Null),
        "curator": { "post": "заместитель директора", "name": nbsp(&short_name(&school.curator)) },
        "basis": { "kind": format!("приказа {}", school.short), "date": "2022-08-31", "number": "14-а", "title": "О закреплении наставнических пар на 2022/23 учебный год" },
        "form": "учитель – учитель", "model": "опытный педагог – молодой специалист", "start": "2022-09-05", "end": "2023-05-31",
        "goal": "создание условий для профессионального становления молодого учителя.", "objectives": [], "requests": [],
        "stages": stages, "outcomes": [format!("{}.", plan.item("4.5").result)], "report_due": "2023-05-26",
    })
}

fn courses(plan: &Plan) -> Value {
    let item = plan.item("3.1");
    let course = |title: &str, audience: &str| json!({ "title": title, "audience": audience, "hours": 36, "format": "очно-заочная", "start": Value::Null, "end": Value::Null, "listeners": 15 });
    let shares: Vec<Value> = plan
        .schools
        .iter()
        .enumerate()
        .map(|(at, school)| json!({ "institution": school.short, "places": [at % 2, (at + 1) % 2] }))
        .collect();
    json!({
        "issuer": plan.issuer(),
        "approver": { "post": "Начальник отдела образования", "name": Plan::head()["name"], "date": "2022-11-14" },
        "provider": "СКИРО ПК и ПРО", "period": "2023 год", "item": item.number,
        "courses": [course(&item.title, "кураторы"), course(&plan.item("4.3").title, "наставники")], "shares": shares,
        "signer": Plan::methodist(), "prepared_by": Plan::preparer(),
    })
}

fn report_form(plan: &Plan) -> Value {
    let (item, school) = (plan.item("4.1"), &plan.schools[4]);
    let column = |title: &str, kind: &str| json!({ "title": title, "kind": kind });
    json!({
        "institution": school.full, "title": item.result, "item": item.number, "basis": plan.basis(), "due": item.control[0],
        "period": "2022 год",
        "columns": [column("Ф.\u{a0}И.\u{a0}О. наставляемого", "полностью"), column("Должность", ""), column("Стаж, лет", "число"), column("Запрос", "кратко")],
        "rows": [], "blank_rows": 8, "instructions": [], "recipient": "информационно-методический отдел", "signer": school.signer(),
    })
}

fn attendance(plan: &Plan, key: &str, event: &str) -> Value {
    let item = plan.item(key);
    let participants: Vec<Value> = plan
        .schools
        .iter()
        .map(|school| json!({ "name": school.curator, "post": "куратор", "institution": school.short }))
        .collect();
    json!({
        "issuer": plan.issuer(), "event": event, "item": item.number, "date": "2022-09-22", "time": "14:00", "place": plan.schools[0].short,
        "speakers": [{ "name": Plan::methodist()["name"], "post": "заведующая информационно-методическим отделом", "topic": item.title }],
        "participants": participants, "blank_rows": 3, "signer": Plan::methodist(),
    })
}

/// The answers of so many schools.
fn monitoring(plan: &Plan, key: &str, count: usize) -> Value {
    let item = plan.item(key);
    let indicator = |title: &str, unit: &str, total: Value| json!({ "title": title, "unit": unit, "total": total });
    let rows: Vec<Value> = plan.schools[..count]
        .iter()
        .enumerate()
        .map(|(at, school)| json!({ "institution": school.short, "values": [40 + at, 2 + at % 5, 3 + at % 4, Value::Null] }))
        .collect();
    let sum = |of: &dyn Fn(usize) -> usize| json!((0..count).map(of).sum::<usize>());
    let school = &plan.schools[0];
    let (author, signer) = if count == 1 {
        (school.full.clone(), school.signer())
    } else {
        (keeper(plan), Plan::methodist())
    };
    let title = item.title.replacen("Проведение ", "", 1);
    json!({
        "author": author, "title": title, "item": item.number, "period": "2023 год", "basis": plan.basis(), "due": item.control[1],
        "indicators": [
            indicator("Педагогических работников", "чел.", sum(&|at| 40 + at)),
            indicator("Наставников", "чел.", sum(&|at| 2 + at % 5)),
            indicator("Наставляемых", "чел.", sum(&|at| 3 + at % 4)),
            indicator("Оценка участников", "балл из 5", Value::Null),
        ],
        "rows": rows, "silent": [], "date": item.control[1], "signer": signer,
    })
}

fn note(plan: &Plan) -> Value {
    let item = plan.item("6.3");
    let results: Vec<Value> = plan
        .schools
        .iter()
        .enumerate()
        .map(|(at, school)| {
            let late = u32::from(at % 7 == 0);
            json!({ "institution": school.short, "tasks": 6, "done": 6 - late, "in_time": 6 - late, "overdue": late, "share": if late == 1 { 83.3 } else { 100.0 } })
        })
        .collect();
    let told = |key: &str| {
        format!(
            "«{}»: {}.",
            plan.item(key).title,
            plan.item(key).result.trim_end_matches('.')
        )
    };
    json!({
        "issuer": plan.issuer(), "title": "по итогам Муниципального мониторинга состояния внедрения и реализации МСН", "period": "май 2023 года",
        "sections": [
            { "heading": "Цель и порядок мониторинга", "paragraphs": [format!("Справка подготовлена во исполнение пункта {} плана мероприятий («{}»).", item.number, item.title)] },
            { "heading": "Проведённые мероприятия", "paragraphs": [told("6.2-1"), told("6.2-2")] },
        ],
        "indicators": [{ "title": "Общеобразовательных организаций, представивших данные", "unit": "ед.", "before": Value::Null, "now": plan.schools.len() }],
        "results": results, "total_share": 97.2, "conclusions": ["Продолжить работу наставнических пар в 2023/24 учебном году."],
        "approver": { "post": "Начальник отдела образования", "name": Plan::head()["name"], "date": item.control[1] },
        "author": Plan::methodist(), "date": "2023-05-30",
    })
}

/// The sheets, the card and the journal that go with the order on items 1.4–1.6.
fn beside_an_order(plan: &Plan) -> Vec<Case> {
    let keys = ["1.4", "1.5", "1.6"];
    let title = "Об исполнении пунктов 1.4, 1.5, 1.6 дорожной карты";
    let item = plan.item("1.4");
    let executors: Vec<Value> = keys
        .iter()
        .flat_map(|key| plan.schools[..4].iter().map(move |school| (plan.item(key), school)))
        .map(|(item, school)| json!({ "name": format!("{} (пункт {})", school.short, item.number), "lead": false, "due": item.control[0], "done": Value::Null }))
        .collect();
    let approvers: Vec<Value> = [Plan::methodist(), Plan::head()]
        .iter()
        .map(|person| json!({ "post": person["post"], "name": person["name"], "received": "2022-04-05", "verdict": { "date": "2022-04-05", "decision": "agreed", "remark": "" } }))
        .collect();
    let school = &plan.schools[4];
    let people: Vec<Value> = plan
        .people()
        .take(12)
        .map(|(_, name)| json!({ "name": name, "post": "учитель", "date": Value::Null }))
        .collect();
    let journal: Vec<Value> = plan
        .items
        .values()
        .enumerate()
        .map(|(at, item)| json!({ "number": (114 + at).to_string(), "date": "2022-04-06", "title": format!("Об исполнении пункта {} дорожной карты ({})", item.number, item.brief), "signer": Plan::head()["name"], "preparer": Plan::clerk()["name"], "marks": [], "file": "" }))
        .collect();
    let institutions: Vec<Value> = plan
        .schools
        .iter()
        .enumerate()
        .map(|(at, school)| json!({ "institution": school.short, "state": if at % 3 == 0 { "не представлен" } else { "принят" }, "control": item.control[0], "reported": Value::Null, "overdue_days": 0 }))
        .collect();
    let mut order = plan.basis();
    order["kind"] = json!("приказа ОО АНГО");
    vec![
        Case::of(
            "approval-sheet",
            &keys,
            json!({
                "submitted_by": keeper(plan), "document": { "kind": "проекту приказа отдела образования", "date": Value::Null, "number": Value::Null, "title": title },
                "submitted": "2022-04-05", "approvers": approvers, "prepared_by": Plan::preparer(),
            }),
        ),
        Case::of(
            "acquaintance-sheet",
            &keys,
            json!({
                "institution": school.full, "document": { "kind": "приказом ОО АНГО", "date": "2022-04-06", "number": "115", "title": title },
                "due": "2022-04-15", "people": people, "blank_rows": 3, "signer": school.signer(),
            }),
        ),
        Case::of(
            "registration-card",
            &keys,
            json!({
                "issuer": plan.issuer(), "kind": "приказ", "title": title, "date": "2022-04-06", "number": "115",
                "journal": "приказы по основной деятельности", "signer": official(&Plan::head()), "prepared_by": Plan::preparer(),
                "annexes": [{ "title": "Перечень поручений", "sheets": 3 }],
                "control": { "date": item.control[0], "controller": official(&Plan::head()), "released": Value::Null },
                "executors": executors, "extensions": [], "executed": Value::Null, "links": [], "files": [], "as_of": "2022-04-07",
            }),
        ),
        Case::of(
            "registration-journal",
            &["1.1"],
            json!({
                "issuer": plan.issuer(), "title": "приказов по основной деятельности", "year": 2022, "index": "", "storage_term": "",
                "entries": journal, "as_of": "2022-12-30", "signer": Plan::head(),
            }),
        ),
        Case::of(
            "status-sheet",
            &["1.4"],
            json!({
                "issuer": plan.issuer(), "item": item.number, "title": item.title, "basis": order, "period": "2022 год", "stage": "исполнение",
                "lead": item.executors, "co_executors": "", "due": item.due, "control": item.control[0], "as_of": "2022-04-28",
                "counts": { "total": 30, "open": 10, "returned": 0, "reported": 0, "accepted": 20, "cancelled": 0, "overdue": 0 },
                "discipline": { "due": 0, "done": 0, "in_time": 0, "done_share": Value::Null, "in_time_share": Value::Null, "mean_delay": Value::Null, "extended": 0 },
                "institutions": institutions, "marks": [], "prepared_by": Plan::preparer(),
            }),
        ),
    ]
}
