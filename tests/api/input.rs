//! Malformed inputs: each mistake is told with its field, and nothing is done.

use super::app::TestApp;
use super::work::{order, task_of};
use serde_json::{Value, json};

async fn fields(app: &TestApp, token: &str, mutation: &str, input: Value) -> Vec<String> {
    let payload = app.act_raw(token, mutation, input).await;
    let errors = payload["userErrors"].as_array().expect("userErrors").clone();
    errors
        .iter()
        .map(|error| error["field"].as_str().unwrap_or("-").to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mistake_names_its_field() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    order(&app, &people).await;
    let task = task_of(&app, &people.clerk, "school-1").await["id"].clone();
    let clerk = &people.clerk;

    let input = json!({ "idempotencyKey": " ", "document": "нет" });
    assert_eq!(
        fields(&app, &people.head, "approve", input).await,
        ["idempotencyKey", "document"]
    );

    let input = json!({ "idempotencyKey": "1", "task": "1", "links": ["javascript:alert(1)"], "files": [{ "name": "a", "sha256": "0" }] });
    assert_eq!(fields(&app, clerk, "report", input).await, ["task", "links", "files"]);

    let input = json!({ "idempotencyKey": "2", "task": task, "text": "x\u{0}y" });
    assert_eq!(fields(&app, clerk, "report", input).await, ["text"]);

    let input = json!({ "idempotencyKey": "3", "task": task, "text": "x".repeat(20_001) });
    assert_eq!(fields(&app, clerk, "report", input).await, ["text"]);

    let input = json!({ "idempotencyKey": "4", "task": task });
    assert_eq!(
        app.act_raw(clerk, "report", input).await["userErrors"][0]["code"],
        "EMPTY_REPORT"
    );

    let input = json!({ "idempotencyKey": "5", "items": [] });
    assert_eq!(fields(&app, clerk, "issue", input).await, ["items"]);

    let input = json!({ "idempotencyKey": "6", "items": [{ "plan": "mentoring-2022", "key": "9.9" }] });
    assert_eq!(
        app.act_raw(clerk, "issue", input).await["userErrors"][0]["code"],
        "NOT_FOUND"
    );

    let input = json!({ "idempotencyKey": "7", "task": task, "until": "2022-05-16", "basis": " " });
    assert_eq!(fields(&app, clerk, "grantExtension", input).await, ["basis"]);

    let input = json!({ "idempotencyKey": "8", "task": task, "to": "school-99", "basis": "x" });
    assert_eq!(
        app.act_raw(clerk, "reassignTask", input).await["userErrors"][0]["code"],
        "NOT_FOUND"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_date_an_unknown_field_and_a_missing_key_are_refused_by_name() {
    let app = TestApp::sqlite().await;
    let clerk = app.people().await.clerk;
    let query = "mutation($input: AskExtensionInput!) { askExtension(input: $input) { userErrors { code } } }";
    let id = "00000000-0000-5000-8000-000000000000";
    let cases = [
        (
            json!({ "idempotencyKey": "1", "task": id, "until": "16.05.2022", "reason": "x" }),
            "until",
        ),
        (
            json!({ "task": id, "until": "2022-05-16", "reason": "x" }),
            "idempotencyKey",
        ),
        (
            json!({ "idempotencyKey": "1", "task": id, "until": "2022-05-16", "reason": "x", "reaso": "y" }),
            "reaso",
        ),
    ];
    for (input, field) in cases {
        let answer = app.ask_raw(&clerk, query, json!({ "input": input })).await;
        let error = &answer["errors"][0];
        assert!(
            error["message"].as_str().expect("a message").contains(field),
            "{field}: {answer}"
        );
        assert!(
            ["BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED"]
                .contains(&error["extensions"]["code"].as_str().expect("a code")),
            "{answer}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_with_a_bad_argument_names_it() {
    let app = TestApp::sqlite().await;
    let clerk = app.people().await.clerk;
    for (query, field) in [
        (r#"{ task(id: "1") { id } }"#, "id"),
        ("{ tasks(first: 201) { totalCount } }", "first"),
        ("{ tasks(first: -1) { totalCount } }", "first"),
        (r#"{ tasks(after: "zz") { totalCount } }"#, "after"),
        (r#"{ history(filter: { task: "1" }) { totalCount } }"#, "task"),
        (r#"{ instance(plan: "mentoring-2022") { id } }"#, "id"),
        (
            r#"{ item(plan: "mentoring-2022", key: "1.4") { instance(period: "2022", asOf: "2030-01-01T00:00:00Z") { id } } }"#,
            "asOf",
        ),
    ] {
        let answer = app.ask_raw(&clerk, query, json!({})).await;
        let values = &answer["errors"][0]["extensions"];
        assert_eq!(
            (&values["code"], &values["field"]),
            (&json!("BAD_USER_INPUT"), &json!(field)),
            "{query}: {answer}"
        );
    }
}
