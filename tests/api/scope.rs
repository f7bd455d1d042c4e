//! Who may see and do what: without a token nothing, with another's as if it were not there.

use super::app::TestApp;
use super::work::{order, report, task_of};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn without_a_token_that_holds_there_is_no_data_on_any_route() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    let (_, document) = order(&app, &people).await;
    let revoked = app
        .token(prikaz::api::access::Grant::Auditor, "Бывший проверяющий")
        .await;
    prikaz::api::access::revoke_token(&app.store, &revoked, app.runtime.clock().now())
        .await
        .expect("it is withdrawn");
    let wrong = format!("prikaz_{}", "ab".repeat(20));
    let routes = [
        (Method::POST, "/graphql".to_owned()),
        (Method::GET, format!("/files/{}/x.docx", "0".repeat(64))),
        (Method::GET, format!("/documents/{document}/file")),
        (Method::PUT, "/files?name=a.docx".to_owned()),
    ];
    for (method, path) in routes {
        let mut bodies = Vec::new();
        for token in [None, Some("nonsense"), Some(wrong.as_str()), Some(revoked.as_str())] {
            let mut request = app
                .client
                .request(method.clone(), app.url(&path))
                .json(&json!({ "query": "{ plans { key } }" }));
            if let Some(token) = token {
                request = request.bearer_auth(token);
            }
            let response = request.send().await.expect("the service answers");
            assert_eq!(response.status(), 401, "{method} {path} {token:?}");
            assert_eq!(response.headers()["www-authenticate"], "Bearer");
            bodies.push(response.text().await.expect("a body"));
        }
        assert!(
            bodies.iter().all(|body| *body == bodies[0]),
            "the answers differ: {bodies:?}"
        );
        assert!(bodies[0].contains("UNAUTHENTICATED"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_ends_with_its_day() {
    let app = TestApp::sqlite().await;
    let expires_at = Some(super::app::moment("2022-04-06T00:00:00Z"));
    let new = prikaz::api::access::NewToken {
        grant: prikaz::api::access::Grant::Auditor,
        name: "Проверяющий".into(),
        expires_at,
    };
    let token = prikaz::api::access::create_token(&app.store, new, app.runtime.clock().now())
        .await
        .expect("a token is made");
    assert_eq!(
        app.post(&token, &json!({ "query": "{ viewer { role } }" }))
            .await
            .status(),
        200
    );
    app.runtime.clock().set(super::app::moment("2022-04-06T00:00:00Z"));
    assert_eq!(
        app.post(&token, &json!({ "query": "{ viewer { role } }" }))
            .await
            .status(),
        401
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_schools_task_is_as_if_it_were_not_there() {
    as_if_it_were_not_there(TestApp::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_schools_task_is_as_if_it_were_not_there_on_postgresql() {
    as_if_it_were_not_there(TestApp::at(&super::postgres::database().await).await).await;
}

async fn as_if_it_were_not_there(app: TestApp) {
    let people = app.people().await;
    let (instance, _) = order(&app, &people).await;
    let other = task_of(&app, &people.clerk, "school-2").await;
    let absent = "00000000-0000-5000-8000-000000000000";

    let query = "query($id: ID!) { task(id: $id) { id } }";
    let foreign = app
        .ask_raw(&people.first_school, query, json!({ "id": other["id"] }))
        .await;
    let missing = app.ask_raw(&people.first_school, query, json!({ "id": absent })).await;
    assert_eq!(foreign, missing);

    for mutation in [
        "report",
        "askExtension",
        "acceptReport",
        "returnReport",
        "cancelTask",
        "grantExtension",
    ] {
        let input = |id: &Value, key: &str| {
            let mut input = json!({ "idempotencyKey": format!("{mutation} {key}"), "task": id });
            match mutation {
                "report" => input["text"] = json!("x"),
                "askExtension" => (input["until"], input["reason"]) = (json!("2022-05-16"), json!("x")),
                "grantExtension" => (input["until"], input["basis"]) = (json!("2022-05-16"), json!("x")),
                "cancelTask" => input["basis"] = json!("x"),
                "returnReport" => input["reason"] = json!("x"),
                _ => {}
            }
            input
        };
        let foreign = app
            .act_raw(&people.first_school, mutation, input(&other["id"], "foreign"))
            .await;
        let missing = app
            .act_raw(&people.first_school, mutation, input(&json!(absent), "missing"))
            .await;
        assert_eq!(foreign, missing, "{mutation}");
        assert_eq!(foreign["userErrors"][0]["code"], "NOT_FOUND", "{mutation}: {foreign}");
    }

    // By every other way: lists, counts, nested fields, history, letters, institutions.
    app.drain().await;
    let query = "query($id: ID!) {
        tasks(filter: { item: \"1.4\" }) { totalCount edges { node { institution { key } } } }
        instance(id: $id) { counts { total } historyHead tasks { totalCount edges { node { institution { key } } } }
            history { totalCount edges { node { institution { key } } } } }
        history { totalCount edges { node { institution { key } } } }
        letters(filter: { instance: $id }) { totalCount edges { node { institution { key } } } }
        institutions { key } institution(key: \"school-2\") { email }
        documents { totalCount edges { node { number letters { totalCount } serves { tasks { totalCount } } } } } }";
    let seen = app.ask(&people.first_school, query, json!({ "id": instance })).await;
    let text = seen.to_string();
    assert!(!text.contains("school-2") && !text.contains("school-3"), "{seen:#}");
    assert_eq!(seen["tasks"]["totalCount"], 1);
    assert_eq!(seen["instance"]["counts"]["total"], 1);
    assert_eq!(seen["instance"]["historyHead"], Value::Null);
    assert_eq!(seen["letters"]["totalCount"], 1);
    assert_eq!(seen["institution"], Value::Null);
    assert_eq!(seen["documents"]["totalCount"], 1);
    assert_eq!(seen["documents"]["edges"][0]["node"]["letters"]["totalCount"], 1);
    assert_eq!(
        seen["documents"]["edges"][0]["node"]["serves"][0]["tasks"]["totalCount"],
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_auditor_sees_everything_and_changes_nothing() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    let (instance, document) = order(&app, &people).await;
    let task = task_of(&app, &people.auditor, "school-2").await;
    let acts = [
        (
            "issue",
            json!({ "items": [{ "plan": "mentoring-2022", "key": "1.5" }] }),
        ),
        ("approve", json!({ "document": document })),
        ("returnDocument", json!({ "document": document, "reason": "x" })),
        ("report", json!({ "task": task["id"], "text": "x" })),
        ("acceptReport", json!({ "task": task["id"] })),
        ("returnReport", json!({ "task": task["id"], "reason": "x" })),
        (
            "askExtension",
            json!({ "task": task["id"], "until": "2022-05-16", "reason": "x" }),
        ),
        (
            "grantExtension",
            json!({ "task": task["id"], "until": "2022-05-16", "basis": "x" }),
        ),
        ("refuseExtension", json!({ "task": task["id"], "reason": "x" })),
        (
            "reassignTask",
            json!({ "task": task["id"], "to": "school-3", "basis": "x" }),
        ),
        ("cancelTask", json!({ "task": task["id"], "basis": "x" })),
        ("cancelInstance", json!({ "instance": instance, "basis": "x" })),
        (
            "supplyDate",
            json!({ "instance": instance, "due": "2022-05-16", "basis": "x" }),
        ),
        ("releaseInstance", json!({ "instance": instance, "basis": "x" })),
    ];
    let count = app.ask(&people.auditor, "{ history { totalCount } }", json!({})).await;
    for (mutation, mut input) in acts {
        input["idempotencyKey"] = json!(mutation);
        let payload = app.act_raw(&people.auditor, mutation, input).await;
        assert_eq!(payload["userErrors"][0]["code"], "FORBIDDEN", "{mutation}: {payload}");
    }
    assert_eq!(
        app.ask(&people.auditor, "{ history { totalCount } }", json!({})).await,
        count
    );
    let put = app
        .client
        .put(app.url("/files?name=a.txt"))
        .bearer_auth(&people.auditor)
        .body("x")
        .send()
        .await
        .expect("an answer");
    assert_eq!(put.status(), 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_may_not_do_what_the_department_does() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    let (instance, document) = order(&app, &people).await;
    let own = task_of(&app, &people.first_school, "school-1").await;
    app.act(&people.first_school, "report", report(&own, "r")).await;
    for (mutation, mut input) in [
        ("acceptReport", json!({ "task": own["id"] })),
        ("cancelTask", json!({ "task": own["id"], "basis": "x" })),
        ("approve", json!({ "document": document })),
        ("releaseInstance", json!({ "instance": instance, "basis": "x" })),
        (
            "issue",
            json!({ "items": [{ "plan": "mentoring-2022", "key": "1.5" }] }),
        ),
    ] {
        input["idempotencyKey"] = json!(mutation);
        let payload = app.act_raw(&people.first_school, mutation, input).await;
        assert_ne!(payload["userErrors"], json!([]), "{mutation}");
    }
    let state = app
        .ask(
            &people.clerk,
            "query($id: ID!) { task(id: $id) { state } }",
            json!({ "id": own["id"] }),
        )
        .await;
    assert_eq!(state["task"]["state"], "REPORTED");
    let health = app
        .ask_raw(&people.first_school, "{ health { jobsWaiting } }", json!({}))
        .await;
    assert_eq!(health["errors"][0]["extensions"]["code"], "FORBIDDEN");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_nobodys_business_but_the_departments() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    let input = json!({ "idempotencyKey": "i", "items": [{ "plan": "mentoring-2022", "key": "1.4" }] });
    let issued = app.act(&people.clerk, "issue", input).await;
    let path = issued["document"]["preview"]["url"]
        .as_str()
        .expect("a draft can be looked at")
        .to_owned();
    let get = |token: &str| app.client.get(app.url(&path)).bearer_auth(token).send();
    assert_eq!(get(&people.head).await.expect("an answer").status(), 200);
    assert_eq!(get(&people.first_school).await.expect("an answer").status(), 404);
}
