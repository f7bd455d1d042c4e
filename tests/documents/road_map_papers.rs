//! What the papers of the road-map's own items hold: the registers of 2.4, 4.2 and 6.1, a school's answers to 6.2.

use serde_json::{Value, json};

use super::paper_cases::{LONG, changed, repeated, sample};

/// Rows of a register: institution, then the cells with their kinds.
fn rows(of: &[(&str, &[Value])]) -> Value {
    of.iter()
        .map(|(institution, cells)| json!({ "institution": institution, "cells": cells }))
        .collect()
}

fn words(value: &str) -> Value {
    json!({ "kind": "text", "value": value })
}

fn on(value: &str) -> Value {
    json!({ "kind": "date", "value": value })
}

fn count(value: u32) -> Value {
    json!({ "kind": "number", "value": value })
}

/// Items 2.4, 4.2 and 6.1 of the road-map: what their registers hold.
pub fn registers() -> Vec<(&'static str, Value)> {
    let none = json!([]);
    let curators = changed(
        "register",
        &[
            (
                "/title",
                json!(
                    "Муниципальная база кураторов внедрения муниципальной системы наставничества в образовательных организациях"
                ),
            ),
            ("/item", json!("2.4")),
            ("/as_of", json!("2022-05-06")),
            (
                "/columns",
                json!(["Ф. И. О. куратора", "Должность", "Приказ о назначении", "Дата приказа"]),
            ),
            (
                "/rows",
                rows(&[
                    (
                        "МБОУ СОШ №\u{a0}1 г.\u{a0}Нефтекумска",
                        &[
                            words("Юсупова Зарема Абдуллаевна"),
                            words("заместитель директора по учебно-воспитательной работе"),
                            words("01-12/358"),
                            on("2022-04-27"),
                        ],
                    ),
                    (
                        "МКОУ СОШ №\u{a0}5 пос.\u{a0}Зимняя Ставка",
                        &[
                            words("Щёголева Марьяна Юрьевна"),
                            words("методист"),
                            words("57/1"),
                            on("2022-04-29"),
                        ],
                    ),
                ]),
            ),
            ("/silent", none.clone()),
            ("/not_applicable", none.clone()),
        ],
    );
    let mentors = changed(
        "register",
        &[
            ("/title", json!("Муниципальная база наставников с перечнем компетенций")),
            ("/item", json!("4.2")),
            (
                "/columns",
                json!([
                    "Ф. И. О. наставника",
                    "Должность",
                    "Стаж, лет",
                    "Категория",
                    "Компетенции",
                    "Готов работать с парами, кол-во"
                ]),
            ),
            (
                "/rows",
                rows(&[(
                    "МБОУ СОШ №\u{a0}1 г.\u{a0}Нефтекумска",
                    &[
                        words("Королёв Семён Артёмович"),
                        words("учитель физики"),
                        count(24),
                        words("высшая"),
                        words("проектирование урока; лабораторный практикум; подготовка к ОГЭ"),
                        count(2),
                    ],
                )]),
            ),
        ],
    );
    let accounted = changed(
        "register",
        &[
            ("/title", json!("Персонифицированный учёт наставников и наставляемых")),
            ("/item", json!("6.1")),
            ("/as_of", json!("2022-12-30")),
            (
                "/columns",
                json!([
                    "Наставник",
                    "Наставляемый",
                    "Программа начата",
                    "Программа завершена",
                    "Мероприятий проведено",
                    "Программа выполнена"
                ]),
            ),
            (
                "/rows",
                rows(&[(
                    "МКОУ СОШ №\u{a0}5 пос.\u{a0}Зимняя Ставка",
                    &[
                        words("Королёв С.\u{a0}А."),
                        words("Ёжиков П.\u{a0}П."),
                        on("2022-05-16"),
                        json!({ "kind": "empty" }),
                        count(14),
                        json!({ "kind": "yes_no", "value": false }),
                    ],
                )]),
            ),
        ],
    );
    vec![
        ("register-2.4", curators),
        ("register-4.2", mentors),
        ("register-6.1", accounted),
    ]
}

/// Item 6.2, the first of them: a school's own answers.
pub fn own_monitoring() -> Value {
    let mut one = repeated(sample("monitoring-form"), "/rows", 1);
    one["author"] = json!(LONG);
    one["title"] = json!("внутреннего мониторинга реализации и эффективности программ наставничества");
    one["due"] = json!("2023-04-28");
    one["silent"] = json!([]);
    one["date"] = Value::Null;
    one["signer"] =
        json!({ "post": "директора МКОУ СОШ №\u{a0}5", "name": "М.\u{a0}Ю.\u{a0}Щёголева", "acting": true });
    one
}
