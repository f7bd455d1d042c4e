//! Changes midway, from outside: many acts as one with their preview, stops, substitutions, older texts.

use super::app::TestApp;
use super::work::order;
use prikaz::runtime::catalog::Catalog;
use prikaz::runtime::sources::{Shelf, shipped};
use serde_json::{Value, json};
use std::sync::Arc;

const PREVIEW: &str = "query($what: BulkInput!) { preview(what: $what) { token total accepted refused
    lines(first: 3) { item period institution { key } what refusal { code message } } userErrors { code message field } } }";
const PERFORM: &str =
    "mutation($input: PerformInput!) { perform(input: $input) { changed repeated userErrors { code message field } } }";

async fn preview(app: &TestApp, token: &str, what: &Value) -> Value {
    app.ask(token, PREVIEW, json!({ "what": what })).await["preview"].clone()
}

async fn perform(app: &TestApp, token: &str, key: &str, shown: &Value, what: &Value) -> Value {
    let input = json!({ "idempotencyKey": key, "shown": shown, "what": what });
    app.ask(token, PERFORM, json!({ "input": input })).await["perform"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_sees_what_an_extension_for_all_would_do_and_does_it() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    order(&app, &people).await;
    let extend = |until: &str| json!({ "plan": "mentoring-2022", "item": "1.4", "extend": { "until": until, "basis": "письмо директоров" } });
    let refused = preview(&app, &people.clerk, &extend("2022-04-20")).await;
    assert_eq!(
        (&refused["accepted"], &refused["refused"]),
        (&json!(0), &refused["total"])
    );
    let why = refused["lines"][0]["refusal"]["message"].as_str().expect("a reason");
    assert!(why.contains("20.04.2022"), "{why}");

    let what = extend("2022-05-20");
    let shown = preview(&app, &people.clerk, &what).await;
    assert_eq!(shown["accepted"], shown["total"]);
    let told = shown["lines"][0]["what"][0].as_str().expect("a sentence");
    assert!(told.starts_with("Срок продлён с 29.04.2022 до 20.05.2022"), "{told}");
    let done = perform(&app, &people.clerk, "продлить", &shown["token"], &what).await;
    assert_eq!((&done["changed"], &done["userErrors"]), (&shown["total"], &json!([])));
    let again = perform(&app, &people.clerk, "продлить", &shown["token"], &what).await;
    assert_eq!((&again["changed"], &again["repeated"]), (&shown["total"], &json!(true)));
    let late = perform(&app, &people.clerk, "ещё раз", &shown["token"], &what).await;
    assert_eq!(late["userErrors"][0]["code"], "PREVIEW_CHANGED");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_act_sees_no_preview_and_exactly_one_act_is_named() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    let what = json!({ "plan": "mentoring-2022", "cancelTasks": { "basis": "не нужно" } });
    assert_eq!(
        preview(&app, &people.auditor, &what).await["userErrors"][0]["code"],
        "FORBIDDEN"
    );
    assert_eq!(
        preview(&app, &people.first_school, &what).await["userErrors"][0]["code"],
        "NOT_YOURS"
    );
    for what in [
        json!({ "plan": "mentoring-2022" }),
        json!({ "plan": "mentoring-2022", "cancelTasks": { "basis": "а" }, "suspend": { "basis": "б" } }),
    ] {
        let refused = preview(&app, &people.clerk, &what).await;
        assert_eq!(
            (&refused["userErrors"][0]["code"], &refused["userErrors"][0]["field"]),
            (&json!("BAD_USER_INPUT"), &json!("what"))
        );
        assert_eq!(refused["token"], Value::Null);
    }
    let unknown = json!({ "plan": "другая", "cancelTasks": { "basis": "а" } });
    assert_eq!(
        preview(&app, &people.clerk, &unknown).await["userErrors"][0]["code"],
        "NOT_FOUND"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_and_a_task_stop_and_go_on() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    order(&app, &people).await;
    let query = "{ instance(plan: \"mentoring-2022\", key: \"1.4\", period: \"2022\") { id state suspendedOn
        history(first: 1, filter: { kind: [SUSPENDED] }) { edges { node { what } } }
        tasks(first: 1) { edges { node { id suspendedOn state } } } } }";
    let instance = app.ask(&people.clerk, query, json!({})).await["instance"].clone();
    let (id, task) = (
        instance["id"].clone(),
        instance["tasks"]["edges"][0]["node"]["id"].clone(),
    );
    let task_act = |mutation: &str| {
        let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
        format!(
            "mutation($input: {kind}!) {{ {mutation}(input: $input) {{ task {{ suspendedOn }} userErrors {{ code field }} }} }}"
        )
    };
    let input = json!({ "input": { "idempotencyKey": "т1", "task": task, "basis": "ремонт" } });
    let stopped = app.ask(&people.clerk, &task_act("suspendTask"), input).await;
    assert_eq!(stopped["suspendTask"]["task"]["suspendedOn"], "2022-04-05");
    let input = json!({ "input": { "idempotencyKey": "т2", "task": task, "basis": "" } });
    let refused = app.ask(&people.clerk, &task_act("resumeTask"), input).await;
    assert_eq!(
        refused["resumeTask"]["userErrors"],
        json!([{ "code": "MISSING", "field": "basis" }])
    );

    let act = |mutation: &str| {
        let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
        format!(
            "mutation($input: {kind}!) {{ {mutation}(input: $input) {{ instance {{ state }} userErrors {{ code message }} }} }}"
        )
    };
    let input = json!({ "input": { "idempotencyKey": "п1", "instance": id, "basis": "карантин, приказ № 118" } });
    let stopped = app.ask(&people.clerk, &act("suspendInstance"), input).await;
    assert_eq!(stopped["suspendInstance"]["instance"]["state"], "SUSPENDED");
    let shown = app.ask(&people.auditor, query, json!({})).await["instance"].clone();
    assert_eq!(shown["suspendedOn"], "2022-04-05");
    assert_eq!(
        shown["history"]["edges"][0]["node"]["what"],
        "Пункт приостановлен — карантин, приказ № 118"
    );
    let input =
        json!({ "input": { "idempotencyKey": "п2", "instance": id, "until": "2022-05-20", "basis": "карантин снят" } });
    let resumed = app.ask(&people.clerk, &act("resumeInstance"), input).await;
    assert_eq!(
        resumed["resumeInstance"],
        json!({ "instance": { "state": "ACTIVE" }, "userErrors": [] })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_substitution_is_declared_seen_and_ended() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    let fields = "substitutions { id role person from to basis declaredBy } repeated userErrors { code message field }";
    let declare =
        format!("mutation($input: DeclareSubstitutionInput!) {{ declareSubstitution(input: $input) {{ {fields} }} }}");
    let input = |key: &str, to: &str| {
        json!({ "input": { "idempotencyKey": key, "plan": "mentoring-2022", "role": "head",
        "person": "shmeleva", "from": "2022-07-01", "to": to, "basis": "приказ № 31-к" } })
    };
    let wrong = app.ask(&people.clerk, &declare, input("а", "2022-06-01")).await;
    assert_eq!(wrong["declareSubstitution"]["userErrors"][0]["field"], "to");
    let declared = app.ask(&people.clerk, &declare, input("б", "2022-07-14")).await["declareSubstitution"].clone();
    assert_eq!(declared["userErrors"], json!([]));
    let substitution = declared["substitutions"][0].clone();
    assert_eq!(substitution["declaredBy"], "Королёва А. С., делопроизводитель");
    let end = format!("mutation($input: EndSubstitutionInput!) {{ endSubstitution(input: $input) {{ {fields} }} }}");
    let ended = json!({ "input": { "idempotencyKey": "в", "plan": "mentoring-2022", "substitution": substitution["id"],
        "lastDay": "2022-07-05", "basis": "отозвана из отпуска" } });
    app.ask(&people.clerk, &end, ended).await;
    let seen = app
        .ask(
            &people.auditor,
            "{ substitutions(plan: \"mentoring-2022\") { to } }",
            json!({}),
        )
        .await;
    assert_eq!(seen["substitutions"], json!([{ "to": "2022-07-05" }]));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amended_plan_shows_what_goes_by_older_texts() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    let items = json!([{ "plan": "mentoring-2022", "key": "4.1" }]);
    let input =
        json!({ "idempotencyKey": "issue 4.1", "items": items, "document": { "title": "О базе наставляемых" } });
    let document = app.act(&people.clerk, "issue", input).await["document"]["id"].clone();
    app.act(
        &people.head,
        "approve",
        json!({ "idempotencyKey": "approve 4.1", "document": document }),
    )
    .await;
    let mut files = shipped(Shelf::Workflows);
    let item = files
        .iter_mut()
        .find(|file| file.path == "mentoring-2022/4.1.yaml")
        .expect("the item");
    item.bytes = String::from_utf8_lossy(&item.bytes)
        .replace("До 15 мая", "До 6 мая")
        .into_bytes();
    let catalog = Catalog::load(&files, &shipped(Shelf::DocTemplates)).expect("the amended plan");
    let app = app.restarted(Arc::new(catalog)).await;
    let query = "{ olderTexts(plan: \"mentoring-2022\") { removed instance { id period onOlderText item { key } } } }";
    let older = app.ask(&people.auditor, query, json!({})).await["olderTexts"].clone();
    assert_eq!(older.as_array().map(Vec::len), Some(1), "{older}");
    assert_eq!(older[0]["instance"]["item"]["key"], "4.1");
    let act = "mutation($input: AmendInstanceInput!) { amendInstance(input: $input) { instance { controlDate onOlderText
        history(first: 1, filter: { kind: [AMENDED] }) { edges { node { what basis } } } } userErrors { code message field } } }";
    let input = |by: Value| json!({ "input": { "idempotencyKey": "перевод", "instance": older[0]["instance"]["id"], "amendment": { "by": by } } });
    let nameless = app.ask(&people.clerk, act, input(json!({}))).await;
    assert_eq!(nameless["amendInstance"]["userErrors"][0]["field"], "by");
    let paper = json!({ "paper": { "kind": "приказ", "number": "87", "date": "2022-04-05" } });
    let moved = app.ask(&people.clerk, act, input(paper)).await["amendInstance"].clone();
    assert_eq!(moved["userErrors"], json!([]));
    assert_eq!(
        (&moved["instance"]["controlDate"], &moved["instance"]["onOlderText"]),
        (&json!("2022-05-06"), &json!(false))
    );
    assert_eq!(
        moved["instance"]["history"]["edges"][0]["node"]["what"],
        "Пункт переведён на новую редакцию, контрольный срок 06.05.2022 вместо 13.05.2022 — приказ № 87 от 05.04.2022"
    );
}
