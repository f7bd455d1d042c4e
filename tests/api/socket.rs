//! Subscriptions from outside, over a real socket.

use super::app::TestApp;
use super::work::{order, report, task_of};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

async fn connect(app: &TestApp, origin: Option<&str>) -> Result<Socket, Error> {
    let mut request = format!("ws://{}/graphql/ws", app.address).into_client_request()?;
    request.headers_mut().insert(
        "sec-websocket-protocol",
        "graphql-transport-ws".parse().expect("a header"),
    );
    if let Some(origin) = origin {
        request
            .headers_mut()
            .insert("origin", origin.parse().expect("a header"));
    }
    connect_async(request).await.map(|(socket, _)| socket)
}

async fn say(socket: &mut Socket, message: Value) {
    socket
        .send(Message::text(message.to_string()))
        .await
        .expect("the socket takes a message");
}

/// The next message; a close gives its code.
async fn hear(socket: &mut Socket) -> Value {
    let heard = tokio::time::timeout(Duration::from_secs(20), socket.next())
        .await
        .expect("something is said");
    match heard {
        Some(Ok(Message::Text(text))) => serde_json::from_str(&text).expect("a message is JSON"),
        Some(Ok(Message::Close(frame))) => json!({ "closed": frame.map(|frame| u16::from(frame.code)) }),
        other => panic!("expected a message, found {other:?}"),
    }
}

async fn follow(app: &TestApp, token: &str, filter: Value) -> Socket {
    let mut socket = connect(app, None).await.expect("the socket opens");
    say(
        &mut socket,
        json!({ "type": "connection_init", "payload": { "authorization": format!("Bearer {token}") } }),
    )
    .await;
    assert_eq!(hear(&mut socket).await["type"], "connection_ack");
    let query = "subscription($f: HistoryFilterInput) { history(filter: $f) { seq kind institution { key } } }";
    say(
        &mut socket,
        json!({ "id": "1", "type": "subscribe", "payload": { "query": query, "variables": { "f": filter } } }),
    )
    .await;
    // The subscription is at work once a ping after it is answered.
    say(&mut socket, json!({ "type": "ping" })).await;
    assert_eq!(hear(&mut socket).await["type"], "pong");
    tokio::time::sleep(Duration::from_millis(300)).await;
    socket
}

#[tokio::test(flavor = "multi_thread")]
async fn new_rows_of_the_history_come_as_they_are_committed_and_none_is_lost() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    let mut socket = follow(&app, &people.auditor, json!({ "item": "1.4" })).await;
    order(&app, &people).await;
    let query = r#"{ history(first: 200, filter: { item: "1.4" }) { edges { node { seq } } } }"#;
    let there = app.ask(&people.auditor, query, json!({})).await["history"]["edges"].clone();
    let all: Vec<i64> = there
        .as_array()
        .expect("edges")
        .iter()
        .filter_map(|edge| edge["node"]["seq"].as_i64())
        .collect();
    assert!(all.len() > 14, "an order and twelve tasks");
    let before = 2; // opened, and moved to the draft, before the subscription
    for seq in &all[before..] {
        let next = hear(&mut socket).await;
        assert_eq!(next["payload"]["data"]["history"]["seq"], *seq, "{next}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_hears_only_of_itself() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    order(&app, &people).await;
    let mut socket = follow(&app, &people.first_school, json!({})).await;
    for (token, school) in [(&people.second_school, "school-2"), (&people.first_school, "school-1")] {
        let task = task_of(&app, token, school).await;
        app.act(token, "report", report(&task, "r")).await;
    }
    let heard = hear(&mut socket).await["payload"]["data"]["history"].clone();
    assert_eq!(
        (&heard["kind"], &heard["institution"]["key"]),
        (&json!("TASK_REPORTED"), &json!("school-1"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_token_hears_no_more() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    let mut socket = follow(&app, &people.auditor, json!({})).await;
    prikaz::api::access::revoke_token(&app.store, &people.auditor, app.runtime.clock().now())
        .await
        .expect("it is withdrawn");
    order(&app, &people).await;
    let heard = hear(&mut socket).await;
    assert!(heard.to_string().contains("UNAUTHENTICATED"), "{heard}");
    assert_eq!(hear(&mut socket).await["type"], "complete");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_page_opens_no_socket() {
    let app = TestApp::sqlite().await;
    let refused = connect(&app, Some("https://evil.test")).await;
    assert!(
        matches!(refused, Err(Error::Http(ref response)) if response.status() == 403),
        "{refused:?}"
    );
    let own = format!("http://{}", app.address);
    assert!(connect(&app, Some(&own)).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_token_is_shown_nothing_runs_and_after_it_only_subscriptions() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    let subscribe =
        json!({ "id": "1", "type": "subscribe", "payload": { "query": "subscription { history { seq } }" } });

    let mut socket = connect(&app, None).await.expect("the socket opens");
    say(&mut socket, subscribe).await;
    assert_eq!(hear(&mut socket).await, json!({ "closed": 4401 }));

    let mut socket = connect(&app, None).await.expect("the socket opens");
    say(
        &mut socket,
        json!({ "type": "connection_init", "payload": { "authorization": "Bearer prikaz_no" } }),
    )
    .await;
    assert_eq!(hear(&mut socket).await, json!({ "closed": 4403 }));

    let mut socket = follow(&app, &people.clerk, json!({})).await;
    let query = r#"mutation { issue(input: { idempotencyKey: "x", items: [] }) { repeated } }"#;
    say(
        &mut socket,
        json!({ "id": "2", "type": "subscribe", "payload": { "query": query } }),
    )
    .await;
    let heard = hear(&mut socket).await;
    assert!(heard.to_string().contains("SUBSCRIPTIONS_ONLY"), "{heard}");
}
