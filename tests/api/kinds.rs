//! Orders of other kinds: drafted from their own templates, with the fields these ask for.

use super::app::TestApp;
use super::sheets::text;
use super::work::order;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_cancels_another_is_written_on_its_own_paper() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    let (_, first) = order(&app, &people).await;
    let draft = |key: &str, fields: serde_json::Value| {
        json!({
            "idempotencyKey": key,
            "items": [{ "plan": "mentoring-2022", "key": "1.5" }],
            "document": {
                "template": "order-cancelling",
                "title": "О признании утратившим силу приказа о внедрении системы наставничества",
                "preamble": "В связи с уточнением состава образовательных организаций",
                "cancels": [{ "document": first }],
                "fields": fields,
            },
        })
    };

    // What registration gives is never taken from the drafter.
    let refused = app
        .act_raw(&people.clerk, "issue", draft("k1", json!({ "number": "7" })))
        .await;
    let said = refused["userErrors"][0]["message"].as_str().expect("a sentence");
    assert!(said.starts_with("fields.number: поле заполняется само"), "{said}");

    // A field of the wrong kind is named.
    let refused = app
        .act_raw(&people.clerk, "issue", draft("k2", json!({ "revoked": "да" })))
        .await;
    let said = refused["userErrors"][0]["message"].as_str().expect("a sentence");
    assert!(
        said.contains("Приказ об отмене приказов")
            && said.starts_with("fields.revoked: ожидалось true (да) или false (нет), а здесь текст «да»"),
        "{said}"
    );

    // Which order is cancelled the link says; a second word about it could differ from the journal.
    let other =
        json!({ "cancelled": [{ "kind": "приказ", "date": "2020-01-01", "number": "777", "title": "О другом" }] });
    let refused = app.act_raw(&people.clerk, "issue", draft("k2a", other)).await;
    let said = refused["userErrors"][0]["message"].as_str().expect("a sentence");
    assert!(said.contains("заполняется само, по связям (cancels)"), "{said}");

    // The order it cancels is cited from the link; the clerk writes only what nobody else knows.
    let issued = app
        .act(&people.clerk, "issue", draft("k3", json!({ "revoked": true })))
        .await;
    let second = issued["document"]["id"].clone();
    app.act(
        &people.head,
        "approve",
        json!({ "idempotencyKey": "k4", "document": second }),
    )
    .await;
    let file = app
        .client
        .get(app.url(&format!("/documents/{}/file", second.as_str().expect("an id"))))
        .bearer_auth(&people.clerk)
        .send()
        .await
        .expect("an answer");
    let said = text(&file.bytes().await.expect("a file")).replace('\u{a0}', " ");
    assert!(said.contains("№ 115") && said.contains("№ 114"), "{said}");
    assert!(said.contains("О внедрении системы наставничества"), "{said}");
    assert!(
        !said.contains("{{") && !said.contains("{%") && !said.contains("____"),
        "{said}"
    );

    let query = "query($id: ID!) { document(id: $id) { state marks } }";
    let cancelled = app.ask(&people.clerk, query, json!({ "id": first })).await["document"].clone();
    assert_eq!(cancelled["state"], "CANCELLED", "{cancelled}");
}
