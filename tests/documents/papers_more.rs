//! The papers beside orders: rendered from their samples, from the road-map's items and from the worst a year brings.

use std::fs;
use std::path::Path;
use std::process::Command;

use prikaz::documents::Template;
use prikaz::documents::papers::Paper;
use serde_json::{Value, json};

use super::book::{part, text, well_formed};

const KEYS: [&str; 16] = [
    "regulation",
    "register",
    "mentoring-programme",
    "consultations-journal",
    "courses-plan",
    "attendance-sheet",
    "information-letter",
    "links-report",
    "monitoring-form",
    "analytical-note",
    "report-form",
    "approval-sheet",
    "acquaintance-sheet",
    "registration-card",
    "registration-journal",
    "status-sheet",
];

const LONG: &str = "Муниципальное казённое общеобразовательное учреждение «Средняя общеобразовательная школа №\u{a0}5 имени Героя Советского Союза С.\u{a0}М.\u{a0}Фёдорова» посёлка Зимняя Ставка Нефтекумского городского округа Ставропольского края";

fn template(key: &str) -> Template {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("doc-templates")
        .join(format!("{key}.docx"));
    let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Template::compile(key, &bytes).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn sample(key: &str) -> Value {
    Paper::of_file(key).unwrap_or_else(|| panic!("no paper {key}")).sample()
}

/// The sample with some of its values replaced: a pointer and what stands there now.
fn changed(key: &str, values: &[(&str, Value)]) -> Value {
    let mut context = sample(key);
    for (pointer, value) in values {
        *context
            .pointer_mut(pointer)
            .unwrap_or_else(|| panic!("{key}: nothing at {pointer}")) = value.clone();
    }
    context
}

/// As many of the list's elements as asked for, over and over.
fn repeated(mut context: Value, pointer: &str, count: usize) -> Value {
    let list = context.pointer_mut(pointer).and_then(Value::as_array_mut).unwrap();
    *list = list.iter().cycle().take(count).cloned().collect();
    context
}

fn said(key: &str, context: &Value) -> String {
    let document = template(key)
        .render(context)
        .unwrap_or_else(|error| panic!("{key}: {error}"));
    text(&part(&document.bytes, "word/document.xml"))
}

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
fn registers() -> Vec<(&'static str, Value)> {
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
fn own_monitoring() -> Value {
    let one = repeated(sample("monitoring-form"), "/rows", 1);
    let mut one = one;
    one["author"] = json!(LONG);
    one["title"] = json!("внутреннего мониторинга реализации и эффективности программ наставничества");
    one["due"] = json!("2023-04-28");
    one["silent"] = json!([]);
    one["date"] = Value::Null;
    one["signer"] =
        json!({ "post": "директора МКОУ СОШ №\u{a0}5", "name": "М.\u{a0}Ю.\u{a0}Щёголева", "acting": true });
    one
}

fn of(key: &'static str, case: &str, context: Value) -> (String, &'static str, Value) {
    (format!("{key}-{case}"), key, context)
}

/// What is missing: drafts, papers without rows, papers without what may be left out.
fn bare() -> Vec<(String, &'static str, Value)> {
    let (none, no) = (json!([]), Value::Null);
    let (list, gap, empty) = (|| none.clone(), || no.clone(), json!(""));
    vec![
        of(
            "regulation",
            "draft",
            changed(
                "regulation",
                &[
                    ("/annex", empty.clone()),
                    ("/approved/date", gap()),
                    ("/approved/number", gap()),
                    ("/sections", list()),
                ],
            ),
        ),
        of(
            "register",
            "empty",
            changed(
                "register",
                &[
                    ("/rows", list()),
                    ("/silent", list()),
                    ("/not_applicable", list()),
                    ("/notice", empty.clone()),
                    ("/prepared_by", gap()),
                ],
            ),
        ),
        of(
            "mentoring-programme",
            "bare",
            changed(
                "mentoring-programme",
                &[
                    ("/basis", gap()),
                    ("/stages", list()),
                    ("/requests", list()),
                    ("/objectives", list()),
                    ("/outcomes", list()),
                    ("/report_due", gap()),
                    ("/approver/date", gap()),
                    ("/mentor/experience_years", gap()),
                ],
            ),
        ),
        of(
            "consultations-journal",
            "blank",
            changed(
                "consultations-journal",
                &[
                    ("/entries", list()),
                    ("/finished", gap()),
                    ("/started", gap()),
                    ("/blank_rows", json!(20)),
                ],
            ),
        ),
        of(
            "courses-plan",
            "bare",
            changed(
                "courses-plan",
                &[
                    ("/courses", list()),
                    ("/shares", list()),
                    ("/approver/date", gap()),
                    ("/prepared_by", gap()),
                ],
            ),
        ),
        of(
            "attendance-sheet",
            "blank",
            changed(
                "attendance-sheet",
                &[
                    ("/participants", list()),
                    ("/speakers", list()),
                    ("/date", gap()),
                    ("/time", empty.clone()),
                    ("/place", empty.clone()),
                    ("/item", empty.clone()),
                    ("/blank_rows", json!(25)),
                ],
            ),
        ),
        of(
            "information-letter",
            "plain",
            changed(
                "information-letter",
                &[
                    ("/schedule", list()),
                    ("/closing", list()),
                    ("/enclosures", list()),
                    ("/reply_to", gap()),
                    ("/date", gap()),
                    ("/number", gap()),
                    ("/greeting", empty.clone()),
                    ("/prepared_by", gap()),
                ],
            ),
        ),
        of(
            "links-report",
            "none",
            changed(
                "links-report",
                &[("/links", list()), ("/remarks", list()), ("/date", gap())],
            ),
        ),
        of(
            "monitoring-form",
            "none",
            changed(
                "monitoring-form",
                &[("/rows", list()), ("/silent", list()), ("/date", gap())],
            ),
        ),
        of(
            "analytical-note",
            "bare",
            changed(
                "analytical-note",
                &[
                    ("/results", list()),
                    ("/conclusions", list()),
                    ("/sections", list()),
                    ("/date", gap()),
                    ("/approver/date", gap()),
                ],
            ),
        ),
        of(
            "report-form",
            "blank",
            changed(
                "report-form",
                &[
                    ("/rows", list()),
                    ("/due", gap()),
                    ("/instructions", list()),
                    ("/blank_rows", json!(12)),
                ],
            ),
        ),
        of(
            "approval-sheet",
            "bare",
            changed(
                "approval-sheet",
                &[("/approvers", list()), ("/submitted", gap()), ("/prepared_by", gap())],
            ),
        ),
        of(
            "acquaintance-sheet",
            "blank",
            changed(
                "acquaintance-sheet",
                &[("/people", list()), ("/due", gap()), ("/blank_rows", json!(20))],
            ),
        ),
        of(
            "registration-card",
            "draft",
            changed(
                "registration-card",
                &[
                    ("/date", gap()),
                    ("/number", gap()),
                    ("/annexes", list()),
                    ("/control", gap()),
                    ("/executors", list()),
                    ("/extensions", list()),
                    ("/executed", gap()),
                    ("/links", list()),
                    ("/files", list()),
                ],
            ),
        ),
        of(
            "registration-journal",
            "empty",
            changed(
                "registration-journal",
                &[("/entries", list()), ("/storage_term", empty.clone())],
            ),
        ),
        of(
            "status-sheet",
            "empty",
            changed(
                "status-sheet",
                &[
                    ("/institutions", list()),
                    ("/marks", list()),
                    ("/due", gap()),
                    ("/control", gap()),
                    ("/co_executors", empty),
                    ("/prepared_by", gap()),
                    ("/discipline/done_share", gap()),
                    ("/discipline/in_time_share", gap()),
                    ("/discipline/mean_delay", gap()),
                ],
            ),
        ),
    ]
}

/// Sixty rows of each list, and long names.
fn full() -> Vec<(String, &'static str, Value)> {
    let sixty = |key, pointer| repeated(sample(key), pointer, 60);
    let mut institutions = sixty("status-sheet", "/institutions");
    for (at, line) in institutions["institutions"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .enumerate()
    {
        line["institution"] = json!(format!("МБОУ СОШ №\u{a0}{}", at + 1));
    }
    let mut long = repeated(sample("status-sheet"), "/institutions", 20);
    long["institutions"][3]["institution"] = json!(LONG);
    let mut wide = repeated(repeated(sample("report-form"), "/columns", 12), "/rows", 60);
    wide["columns"][4]["title"] = json!("Дата_и_место_проведения_мероприятия");
    for row in wide["rows"].as_array_mut().unwrap() {
        *row = json!(vec!["значение"; 12]);
    }
    let mut many = repeated(sample("monitoring-form"), "/indicators", 12);
    for row in many["rows"].as_array_mut().unwrap() {
        let values = row["values"].as_array().unwrap().clone();
        row["values"] = values.iter().cycle().take(12).cloned().collect();
    }
    let mut courses = repeated(repeated(sample("courses-plan"), "/courses", 9), "/shares", 60);
    for share in courses["shares"].as_array_mut().unwrap() {
        share["places"] = json!([1, 0, 2, 1, 1, 3, 0, 0, 12]);
    }
    let card = repeated(sample("registration-card"), "/executors", 60);
    vec![
        of("regulation", "sixty", sixty("regulation", "/sections")),
        of("register", "sixty", sixty("register", "/rows")),
        of("mentoring-programme", "sixty", sixty("mentoring-programme", "/stages")),
        of(
            "consultations-journal",
            "sixty",
            sixty("consultations-journal", "/entries"),
        ),
        of("courses-plan", "sixty", courses),
        of("attendance-sheet", "sixty", sixty("attendance-sheet", "/participants")),
        of("information-letter", "sixty", sixty("information-letter", "/schedule")),
        of("links-report", "sixty", sixty("links-report", "/links")),
        of("monitoring-form", "sixty", repeated(many, "/rows", 60)),
        of("analytical-note", "sixty", sixty("analytical-note", "/results")),
        of("report-form", "wide", wide),
        of("approval-sheet", "sixty", sixty("approval-sheet", "/approvers")),
        of("acquaintance-sheet", "sixty", sixty("acquaintance-sheet", "/people")),
        of("registration-card", "sixty", card),
        of(
            "registration-journal",
            "sixty",
            sixty("registration-journal", "/entries"),
        ),
        of("status-sheet", "sixty", institutions),
        of("status-sheet", "long", long),
    ]
}

/// One row, or one of each.
fn single() -> Vec<(String, &'static str, Value)> {
    let one = |key, pointer| repeated(sample(key), pointer, 1);
    vec![
        of("register", "one", one("register", "/rows")),
        of(
            "courses-plan",
            "one",
            changed(
                "courses-plan",
                &[
                    ("/courses", json!([sample("courses-plan")["courses"][0]])),
                    ("/shares", json!([{ "institution": LONG, "places": [3] }])),
                ],
            ),
        ),
        of(
            "information-letter",
            "one",
            repeated(one("information-letter", "/schedule"), "/enclosures", 1),
        ),
        of("registration-journal", "one", one("registration-journal", "/entries")),
        of("approval-sheet", "one", one("approval-sheet", "/approvers")),
        of("status-sheet", "one", one("status-sheet", "/institutions")),
        of("monitoring-form", "own", own_monitoring()),
    ]
}

/// Every sample, every item of the road-map that brings other data, every hard case, by the name of its file.
fn cases() -> Vec<(String, &'static str, Value)> {
    let mut cases: Vec<_> = KEYS.into_iter().map(|key| of(key, "sample", sample(key))).collect();
    cases.extend(
        registers()
            .into_iter()
            .map(|(name, context)| (name.to_owned(), "register", context)),
    );
    cases.extend(single());
    cases.extend(bare());
    cases.extend(full());
    cases
}

#[test]
fn every_such_paper_names_only_what_its_context_offers() {
    for key in KEYS {
        let mistakes: Vec<String> = template(key)
            .check(&sample(key))
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(mistakes, Vec::<String>::new(), "{key}");
    }
}

#[test]
fn no_tag_is_left_on_any_paper_and_the_same_data_give_the_same_file() {
    for (case, key, context) in cases() {
        let template = template(key);
        let document = template
            .render(&context)
            .unwrap_or_else(|error| panic!("{case}: {error}"));
        let said = text(&part(&document.bytes, "word/document.xml"));
        for sign in ["{{", "}}", "{%", "%}", "{#"] {
            assert!(!said.contains(sign), "{case}: {said}");
        }
        assert_eq!(
            template.render(&context).unwrap().file_sha256,
            document.file_sha256,
            "{case}"
        );
    }
}

/// Opens the files in a word processor and counts their pages.
fn pages_of(folder: &Path, files: &[std::path::PathBuf]) -> Vec<usize> {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let run = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder)
        .args(files)
        .output()
        .unwrap_or_else(|error| panic!("expected LibreOffice to open the papers (package libreoffice-writer-nogui), but soffice does not start: {error}"));
    let pages = |file: &std::path::PathBuf| {
        let bytes = fs::read(file.with_extension("pdf")).unwrap_or_else(|_| {
            panic!(
                "LibreOffice did not open {}: {}",
                file.display(),
                String::from_utf8_lossy(&run.stderr)
            )
        });
        String::from_utf8_lossy(&bytes).matches("/Type/Page/").count()
    };
    files.iter().map(pages).collect()
}

#[test]
fn every_such_paper_opens_and_takes_the_pages_it_should() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for (case, key, context) in cases() {
        let document = template(key)
            .render(&context)
            .unwrap_or_else(|error| panic!("{case}: {error}"));
        well_formed(&part(&document.bytes, "word/document.xml"));
        let file = folder.path().join(format!("{case}.docx"));
        fs::write(&file, document.bytes).unwrap();
        files.push(file);
    }
    // Kept for a person to look at.
    let _ = fs::create_dir_all("target/papers").and_then(|()| {
        files
            .iter()
            .try_for_each(|file| fs::copy(file, Path::new("target/papers").join(file.file_name().unwrap())).map(drop))
    });
    let counted = pages_of(folder.path(), &files);
    let pages = |case: &str| {
        let name = format!("{case}.docx");
        let at = files
            .iter()
            .position(|file| file.ends_with(&name))
            .unwrap_or_else(|| panic!("no case {case}"));
        counted[at]
    };
    for (case, expected) in PAGES {
        assert_eq!(pages(case), *expected, "{case}");
    }
}

/// How many pages a paper takes where that tells something.
const PAGES: &[(&str, usize)] = &[];
