//! The papers beside orders with the data they have to bear: their samples, nothing at all, and sixty rows.

use std::fs;
use std::path::Path;

use prikaz::documents::Template;
use prikaz::documents::papers::Paper;
use serde_json::{Value, json};

use super::book::{part, text};
use super::road_map_papers::own_monitoring;

pub const KEYS: [&str; 16] = [
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

pub const LONG: &str = "Муниципальное казённое общеобразовательное учреждение «Средняя общеобразовательная школа №\u{a0}5 имени Героя Советского Союза С.\u{a0}М.\u{a0}Фёдорова» посёлка Зимняя Ставка Нефтекумского городского округа Ставропольского края";

pub fn template(key: &str) -> Template {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("doc-templates")
        .join(format!("{key}.docx"));
    let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Template::compile(key, &bytes).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

pub fn sample(key: &str) -> Value {
    Paper::of_file(key).unwrap_or_else(|| panic!("no paper {key}")).sample()
}

/// The sample with some of its values replaced: a pointer and what stands there now.
pub fn changed(key: &str, values: &[(&str, Value)]) -> Value {
    let mut context = sample(key);
    for (pointer, value) in values {
        *context
            .pointer_mut(pointer)
            .unwrap_or_else(|| panic!("{key}: nothing at {pointer}")) = value.clone();
    }
    context
}

/// As many of the list's elements as asked for, over and over.
pub fn repeated(mut context: Value, pointer: &str, count: usize) -> Value {
    let list = context.pointer_mut(pointer).and_then(Value::as_array_mut).unwrap();
    *list = list.iter().cycle().take(count).cloned().collect();
    context
}

pub fn said(key: &str, context: &Value) -> String {
    let document = template(key)
        .render(context)
        .unwrap_or_else(|error| panic!("{key}: {error}"));
    text(&part(&document.bytes, "word/document.xml"))
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
        line["institution"] = json!(format!("МБОУ СОШ №\u{a0}{} г.\u{a0}Нефтекумска", at + 1));
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

/// Every sample and every hard case, by the name of its file.
pub fn cases() -> Vec<(String, &'static str, Value)> {
    let mut cases: Vec<_> = KEYS.into_iter().map(|key| of(key, "sample", sample(key))).collect();
    cases.extend(single());
    cases.extend(bare());
    cases.extend(full());
    cases
}
