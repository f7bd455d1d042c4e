//! What strangers and their pages may try: every probe is refused, quickly, and tells nothing.

use super::app::TestApp;
use serde_json::{Value, json};
use std::fmt::Write;

const MUTATION: &str = r#"mutation { issue(input: { idempotencyKey: "x", items: [{ plan: "mentoring-2022", key: "1.4" }] }) { document { id } } }"#;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_executed_by_get_by_form_or_in_a_batch() {
    let app = TestApp::sqlite().await;
    let clerk = app.people().await.clerk;
    let query: String = MUTATION.bytes().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "%{byte:02X}");
        text
    });
    let get = app
        .client
        .get(app.url(&format!("/graphql?query={query}")))
        .bearer_auth(&clerk)
        .send()
        .await
        .expect("an answer");
    assert_eq!(
        (get.status().as_u16(), &get.headers()["allow"]),
        (405, &"POST".parse().expect("a header"))
    );

    let body = json!({ "query": MUTATION }).to_string();
    for media in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "",
    ] {
        let mut request = app
            .client
            .post(app.url("/graphql"))
            .bearer_auth(&clerk)
            .body(body.clone());
        if !media.is_empty() {
            request = request.header("content-type", media);
        }
        assert_eq!(request.send().await.expect("an answer").status(), 415, "{media}");
    }
    let batch = json!([{ "query": MUTATION }, { "query": MUTATION }]);
    assert_eq!(app.post(&clerk, &batch).await.status(), 400);
    let drafted = app.ask(&clerk, "{ documents { totalCount } }", json!({})).await;
    assert_eq!(drafted["documents"]["totalCount"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_greedy_document_is_refused() {
    let app = TestApp::sqlite().await;
    let auditor = app.people().await.auditor;
    let code = async |query: String| {
        let answer = app.ask_raw(&auditor, &query, json!({})).await;
        assert_eq!(answer["data"], Value::Null, "{query:.100}");
        assert!(
            answer.to_string().len() < 2_000,
            "an error does not repeat the question"
        );
        answer["errors"][0]["extensions"]["code"].as_str().map(str::to_owned)
    };
    let aliases: Vec<String> = (0..120).map(|n| format!("a{n}: viewer {{ name }}")).collect();
    let aliases = aliases.join(" ");
    assert_eq!(
        code(format!("{{ {aliases} }}")).await.as_deref(),
        Some("QUERY_TOO_COMPLEX")
    );

    let deep = format!("{{ plans {}key {} }}", "{ items { plan ".repeat(10), "} }".repeat(10));
    let deep = deep.replacen("key ", "{ key } ", 1);
    assert_eq!(code(deep).await.as_deref(), Some("QUERY_TOO_COMPLEX"));

    let nested = format!("{}{}", "{a".repeat(3_000), "}".repeat(3_000));
    assert!(matches!(
        code(nested).await.as_deref(),
        Some("GRAPHQL_PARSE_FAILED" | "QUERY_TOO_COMPLEX")
    ));

    let wide = "{ instances(first: 200) { edges { node { tasks(first: 200) { edges { node { history(first: 200) { edges { node { what } } } } } } } } } }";
    assert_eq!(code(wide.to_owned()).await.as_deref(), Some("QUERY_TOO_COMPLEX"));

    let directives = format!("{{ viewer {} {{ name }} }}", "@include(if: true) ".repeat(50));
    assert!(code(directives).await.is_some());

    let long = format!("{{ viewer {{ name }} }} #{}", "x".repeat(20_000));
    assert_eq!(code(long).await.as_deref(), Some("QUERY_TOO_COMPLEX"));

    let circle = "{ viewer { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }";
    assert!(code(circle.to_owned()).await.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_huge_body_is_refused_before_it_is_read() {
    let app = TestApp::sqlite().await;
    let clerk = app.people().await.clerk;
    let body = json!({ "query": "{ viewer { name } }", "variables": { "x": "x".repeat(2 * 1024 * 1024) } });
    let post = app
        .client
        .post(app.url("/graphql"))
        .bearer_auth(&clerk)
        .json(&body)
        .send()
        .await;
    assert!(post.is_err() || post.is_ok_and(|response| response.status() == 413));
    let put = app
        .client
        .put(app.url("/files?name=a.bin"))
        .bearer_auth(&clerk)
        .body(vec![0u8; 26 * 1024 * 1024])
        .send()
        .await;
    // The service may close the connection before it has read it all.
    assert!(put.is_err() || put.is_ok_and(|response| response.status() == 413));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_status_tells_what_kind_of_mistake_it_was() {
    let app = TestApp::sqlite().await;
    let auditor = app.people().await.auditor;
    let status = async |query: &str, accept: &str| {
        let request = app
            .client
            .post(app.url("/graphql"))
            .bearer_auth(&auditor)
            .header("accept", accept);
        let response = request
            .json(&json!({ "query": query }))
            .send()
            .await
            .expect("an answer");
        let media = response.headers()["content-type"]
            .to_str()
            .expect("a header")
            .to_owned();
        (response.status().as_u16(), media)
    };
    let own = "application/graphql-response+json";
    let told = |status: u16, media: &str| (status, media.to_owned());
    assert_eq!(status("{ viewer { name } }", own).await, told(200, own));
    assert_eq!(status("{ viewer { name ", own).await, told(400, own));
    assert_eq!(status("{ viewer { nosuch } }", own).await, told(422, own));
    assert_eq!(
        status("{ viewer { name } task(id: \"x\") { id } }", own).await,
        told(294, own)
    );
    assert_eq!(
        status("{ viewer { nosuch } }", "application/json").await,
        told(200, "application/json")
    );
    assert_eq!(status("{ viewer { name } }", "text/html").await.0, 406);
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_json_and_no_query_are_told_as_such() {
    let app = TestApp::sqlite().await;
    let clerk = app.people().await.clerk;
    for body in ["{", "null", "\"x\"", "{}", r#"{"query": 1}"#, "[]"] {
        let request = app
            .client
            .post(app.url("/graphql"))
            .bearer_auth(&clerk)
            .header("content-type", "application/json");
        let response = request.body(body).send().await.expect("an answer");
        assert_eq!(response.status(), 400, "{body}");
        assert!(response.text().await.expect("a body").contains("BAD_REQUEST"), "{body}");
    }
}
