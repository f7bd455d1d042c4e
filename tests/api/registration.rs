//! Registration from outside: numbers from paper, cancelling orders, annulled numbers, scans and signatures, the journal.

use super::app::{People, TestApp};
use super::work::order;
use serde_json::{Value, json};

const FIELDS: &str = "document { id state number date marks links { kind byOther text document { number } }
    attachments { kind addedOn signature file { name size url } } } userErrors { code message field }";

async fn act(app: &TestApp, token: &str, mutation: &str, input: Value) -> Value {
    let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let query = format!("mutation($input: {kind}!) {{ {mutation}(input: $input) {{ {FIELDS} }} }}");
    app.ask(token, &query, json!({ "input": input })).await[mutation].clone()
}

/// The draft of an order for an item; gives its id.
async fn draft(app: &TestApp, people: &People, item: &str, document: Value) -> String {
    let items = json!([{ "plan": "mentoring-2022", "key": item }]);
    let input = json!({ "idempotencyKey": format!("проект {item}"), "items": items, "document": document });
    let payload = act(app, &people.clerk, "issue", input).await;
    assert_eq!(payload["userErrors"], json!([]), "{payload}");
    payload["document"]["id"].as_str().expect("an id").to_owned()
}

async fn journal(app: &TestApp, token: &str) -> Value {
    let query = "{ journal(key: \"orders\", year: 2022) { totalCount edges { node {
        number date title marks links { text } signer { name } preparer { name } file { url } document { id } serves { period } } } } }";
    app.ask(token, query, json!({})).await["journal"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_catches_up_the_paper_journal() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    let document = draft(
        &app,
        &people,
        "1.4",
        json!({ "title": "О внедрении системы наставничества" }),
    )
    .await;
    let by_hand = |key: &str, number: &str, date: &str, skipped: Value| json!({ "idempotencyKey": key, "document": document, "number": number, "date": date, "skipped": skipped });
    for (key, input, code, field) in [
        (
            "head",
            by_hand("h", "114", "2022-04-05", Value::Null),
            "NOT_YOURS",
            Value::Null,
        ),
        (
            "clerk",
            by_hand("a", "42-ОД", "2022-04-05", Value::Null),
            "NUMBER_UNFIT",
            json!("number"),
        ),
        (
            "clerk",
            by_hand("b", "116", "2022-04-05", Value::Null),
            "NUMBER_GAP",
            json!("skipped"),
        ),
        (
            "clerk",
            by_hand("c", "114", "2022-04-06", Value::Null),
            "BAD_DATE",
            json!("date"),
        ),
        (
            "clerk",
            by_hand("d", " ", "2022-04-05", Value::Null),
            "BAD_USER_INPUT",
            json!("number"),
        ),
    ] {
        let token = if key == "head" { &people.head } else { &people.clerk };
        let refused = act(&app, token, "registerByHand", input).await;
        assert_eq!(
            (&refused["userErrors"][0]["code"], &refused["userErrors"][0]["field"]),
            (&json!(code), &field)
        );
    }
    let input = by_hand("e", "116", "2022-04-05", json!("бланки испорчены"));
    let registered = act(&app, &people.clerk, "registerByHand", input).await;
    assert_eq!(registered["userErrors"], json!([]));
    assert_eq!(
        (&registered["document"]["state"], &registered["document"]["number"]),
        (&json!("REGISTERED"), &json!("116"))
    );
    assert_eq!(registered["document"]["marks"], json!(["введён по бумажному журналу"]));

    let told = journal(&app, &people.auditor).await;
    assert_eq!(told["totalCount"], 3);
    let numbers: Vec<&Value> = told["edges"]
        .as_array()
        .expect("lines")
        .iter()
        .map(|edge| &edge["node"]["number"])
        .collect();
    assert_eq!(numbers, [&json!("114"), &json!("115"), &json!("116")]);
    assert_eq!(
        told["edges"][0]["node"]["marks"],
        json!(["номер пуст с 05.04.2022: бланки испорчены"])
    );
    assert_eq!(told["edges"][0]["node"]["document"], Value::Null);
    let line = &told["edges"][2]["node"];
    assert_eq!(line["signer"]["name"], "Л. А. Ветрова");
    assert_eq!(line["serves"][0]["period"], "2022");
    assert!(
        line["file"]["url"]
            .as_str()
            .is_some_and(|url| url.starts_with("/documents/"))
    );
    let school = journal(&app, &people.first_school).await;
    assert_eq!(
        school["totalCount"], 1,
        "a school sees the order that serves it, and no void number"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_cancels_another_and_both_tell_of_it() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    let (_, first) = order(&app, &people).await;
    let paper = json!({ "kind": "приказ министерства", "number": "1641", "date": "2022-03-19" });
    let both = json!([{ "document": first, "paper": paper }]);
    let items = json!([{ "plan": "mentoring-2022", "key": "1.1" }]);
    let wrong = json!({ "idempotencyKey": "оба", "items": items, "document": { "amends": both } });
    let refused = act(&app, &people.clerk, "issue", wrong).await;
    assert_eq!(refused["userErrors"][0]["field"], "amends");

    let links = json!({ "cancels": [{ "document": first }], "executes": [{ "paper": paper }] });
    let second = draft(&app, &people, "1.1", links).await;
    let approve = json!({ "idempotencyKey": "подпись", "document": second });
    let signed = act(&app, &people.head, "approve", approve).await;
    assert_eq!(
        signed["document"]["links"],
        json!([
            { "kind": "CANCELS", "byOther": false, "text": "отменяет приказ № 114 от 05.04.2022", "document": { "number": "114" } },
            { "kind": "EXECUTES", "byOther": false, "text": "во исполнение: приказ министерства № 1641 от 19.03.2022", "document": null },
        ])
    );
    let query = "query($id: ID!) { document(id: $id) { state number marks links { byOther text } serves { counts { open cancelled } } } }";
    let cancelled = app.ask(&people.clerk, query, json!({ "id": first })).await["document"].clone();
    assert_eq!(
        (&cancelled["state"], &cancelled["number"]),
        (&json!("CANCELLED"), &json!("114"))
    );
    assert_eq!(cancelled["marks"], json!(["отменён приказом № 115 от 05.04.2022"]));
    assert_eq!(
        cancelled["links"],
        json!([{ "byOther": true, "text": "отменён: приказ № 115 от 05.04.2022" }])
    );
    app.drain().await;
    let after = app.ask(&people.clerk, query, json!({ "id": first })).await["document"]["serves"][0]["counts"].clone();
    assert_eq!(after["cancelled"], 0, "its tasks run on: nobody asked for more");
    let history = "query($id: ID!) { history(first: 200, filter: { document: $id, kind: [DOCUMENT_CANCELLED] }) { edges { node { what } } } }";
    let told = app.ask(&people.auditor, history, json!({ "id": first })).await;
    assert_eq!(
        told["history"]["edges"][0]["node"]["what"],
        "Документ отменён приказом № 115 от 05.04.2022"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelling_order_withdraws_tasks_only_when_told_so() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    let (instance, first) = order(&app, &people).await;
    let links = json!({ "cancels": [{ "document": first, "withdrawTasks": true }] });
    let second = draft(&app, &people, "1.1", links).await;
    let approve = json!({ "idempotencyKey": "подпись", "document": second });
    act(&app, &people.head, "approve", approve).await;
    app.drain().await;
    let query = "query($id: ID!) { instance(id: $id) { counts { total cancelled } } }";
    let counts = app.ask(&people.clerk, query, json!({ "id": instance })).await["instance"]["counts"].clone();
    assert!(
        counts["total"].as_u64() > Some(0) && counts["total"] == counts["cancelled"],
        "{counts}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_annulled_number_stays_in_the_journal() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    let (_, document) = order(&app, &people).await;
    let annul = |key: &str, reason: &str| json!({ "idempotencyKey": key, "document": document, "reason": reason });
    let refused = act(&app, &people.auditor, "annulDocument", annul("a", "проба")).await;
    assert_eq!(refused["userErrors"][0]["code"], "FORBIDDEN");
    let refused = act(&app, &people.clerk, "annulDocument", annul("b", "")).await;
    assert_eq!(
        (&refused["userErrors"][0]["code"], &refused["userErrors"][0]["field"]),
        (&json!("MISSING"), &json!("reason"))
    );
    let annulled = act(
        &app,
        &people.clerk,
        "annulDocument",
        annul("c", "зарегистрирован дважды"),
    )
    .await;
    assert_eq!(
        annulled["document"]["marks"],
        json!(["аннулирован: зарегистрирован дважды"])
    );
    let next = draft(&app, &people, "1.1", json!({})).await;
    let approve = json!({ "idempotencyKey": "подпись", "document": next });
    let signed = act(&app, &people.head, "approve", approve).await;
    assert_eq!(signed["document"]["number"], "115", "№ 114 is not given again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_and_a_signature_are_kept_beside_the_order() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    let (_, document) = order(&app, &people).await;
    let scan = app
        .hand_in(&people.clerk, "Приказ № 114 (скан).pdf", b"%PDF-1.7 scan")
        .await;
    let signature = app.hand_in(&people.clerk, "приказ.docx.sig", b"0\x82 signature").await;
    let attach = |key: &str, kind: &str, file: &Value| {
        let file = json!({ "name": file["name"], "sha256": file["sha256"] });
        json!({ "idempotencyKey": key, "document": document, "kind": kind, "file": file })
    };
    let refused = act(
        &app,
        &people.clerk,
        "attachToDocument",
        attach("a", "SIGNED_SCAN", &signature),
    )
    .await;
    assert_eq!(
        (&refused["userErrors"][0]["code"], &refused["userErrors"][0]["field"]),
        (&json!("WRONG_FILE"), &json!("file"))
    );
    let refused = act(
        &app,
        &people.first_school,
        "attachToDocument",
        attach("b", "SIGNED_SCAN", &scan),
    )
    .await;
    assert_eq!(refused["document"], Value::Null);
    act(
        &app,
        &people.clerk,
        "attachToDocument",
        attach("c", "SIGNED_SCAN", &scan),
    )
    .await;
    let added = act(
        &app,
        &people.clerk,
        "attachToDocument",
        attach("d", "DETACHED_SIGNATURE", &signature),
    )
    .await;
    let files = added["document"]["attachments"].as_array().expect("files").clone();
    assert_eq!(files.len(), 2);
    assert_eq!(
        (&files[1]["kind"], &files[1]["signature"]),
        (&json!("DETACHED_SIGNATURE"), &json!("не проверялась"))
    );
    assert_eq!(files[0]["signature"], "не проверялась");

    let url = files[0]["file"]["url"].as_str().expect("an address");
    let get = |token: &str, path: &str| app.client.get(app.url(path)).bearer_auth(token).send();
    for token in [&people.clerk, &people.auditor, &people.first_school] {
        let response = get(token, url).await.expect("an answer");
        assert_eq!(response.status(), 200);
        assert_eq!(&response.bytes().await.expect("bytes")[..], b"%PDF-1.7 scan");
    }
    let other = format!("/documents/{document}/attachments/{}/x.pdf", "ab".repeat(32));
    assert_eq!(get(&people.clerk, &other).await.expect("an answer").status(), 404);
    let stranger = app
        .token(
            prikaz::api::access::Grant::Institution("school-99".into()),
            "Чужая школа",
        )
        .await;
    assert_eq!(
        get(&stranger, url).await.expect("an answer").status(),
        404,
        "no order of its own"
    );
}
