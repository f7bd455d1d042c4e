//! A school's own answers to item 6.2.

use serde_json::{Value, json};

use super::paper_cases::{LONG, repeated, sample};

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
