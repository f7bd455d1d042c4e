//! As it was known: the auditor's question about a day that has passed.

use super::app::TestApp;
use super::work::{SCHOOLS, order, report, task_of};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn the_auditor_sees_what_was_known_on_a_day() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    order(&app, &people).await;
    app.wait_until("2022-05-05T06:00:00Z").await;
    let task = task_of(&app, &people.first_school, "school-1").await;
    app.act(&people.first_school, "report", report(&task, "r")).await;

    let query = r#"query($asOf: DateTime) { item(plan: "mentoring-2022", key: "1.4") { title instance(period: "2022", asOf: $asOf) {
        stage { key } controlDate
        tasks(first: 60, filter: { overdue: true }) { totalCount edges { node { institution { key } state controlDate reports { submittedAt } } } }
        history(first: 100) { totalCount } } } }"#;
    let at = async |as_of: serde_json::Value| {
        app.ask(&people.auditor, query, json!({ "asOf": as_of })).await["item"]["instance"].clone()
    };

    assert_eq!(
        at(json!("2022-04-01T00:00:00+03:00")).await,
        json!(null),
        "it had not begun"
    );
    let in_april = at(json!("2022-04-20T00:00:00+03:00")).await;
    assert_eq!(
        (&in_april["stage"]["key"], &in_april["tasks"]["totalCount"]),
        (&json!("execute"), &json!(0))
    );
    let in_may = at(json!("2022-05-05T06:00:00Z")).await;
    assert_eq!(
        in_may["tasks"]["totalCount"],
        SCHOOLS - 1,
        "the first school has reported by then"
    );
    let now = at(json!(null)).await;
    assert_eq!(now["tasks"]["totalCount"], in_may["tasks"]["totalCount"]);
    assert_eq!(now["history"]["totalCount"], in_may["history"]["totalCount"]);
    assert!(in_april["history"]["totalCount"].as_u64() < now["history"]["totalCount"].as_u64());

    let school = app
        .ask_raw(&people.first_school, query, json!({ "asOf": "2022-04-20T00:00:00Z" }))
        .await;
    assert_eq!(
        school["errors"][0]["extensions"]["code"], "FORBIDDEN",
        "a part of the history would tell wrongly"
    );
}
