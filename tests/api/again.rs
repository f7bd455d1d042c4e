//! Mistakes put right from outside: a wrong number, a spoilt one, the fields of a paper, values of a wrong kind.

use super::app::TestApp;
use super::work::order;
use serde_json::{Value, json};

async fn ask(app: &TestApp, token: &str, mutation: &str, fields: &str, input: Value) -> Value {
    let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let query = format!(
        "mutation($input: {kind}!) {{ {mutation}(input: $input) {{ {fields} userErrors {{ code message field }} }} }}"
    );
    app.ask(token, &query, json!({ "input": input })).await[mutation].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_number_is_put_right_and_each_school_is_told() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    let (instance, wrong) = order(&app, &people).await;
    let fields = "document { id number date state file { name } marks links { text } serves { counts { open } } }";
    let again = |key: &str, number: &str, reason: Value| json!({ "idempotencyKey": key, "document": wrong, "number": number, "date": "2022-04-05", "reason": reason });
    let refused = ask(
        &app,
        &people.head,
        "registerAgain",
        fields,
        again("a", "115", json!("опечатка")),
    )
    .await;
    assert_eq!(refused["userErrors"][0]["code"], "NOT_YOURS");
    let refused = ask(
        &app,
        &people.clerk,
        "registerAgain",
        fields,
        again("b", "115", Value::Null),
    )
    .await;
    assert_eq!(refused["userErrors"][0]["field"], "reason");
    let done = ask(
        &app,
        &people.clerk,
        "registerAgain",
        fields,
        again("c", "115", json!("опечатка")),
    )
    .await;
    assert_eq!(done["userErrors"], json!([]), "{done}");
    let right = &done["document"];
    assert_ne!(right["id"].as_str(), Some(wrong.as_str()));
    assert_eq!(
        (&right["number"], &right["state"]),
        (&json!("115"), &json!("REGISTERED"))
    );
    assert!(
        right["file"]["name"].as_str().expect("a file").contains("№ 115"),
        "{right}"
    );
    assert_eq!(
        right["links"][0]["text"],
        "зарегистрирован вместо: приказ № 114 от 05.04.2022"
    );
    app.drain().await;

    let query = "query($id: ID!) { instance(id: $id) { state history(first: 100, filter: { kind: [DOCUMENT_REGISTERED_AGAIN] }) { edges { node { what } } }
        tasks(first: 100) { totalCount } } letters(first: 200, filter: { instance: $id }) { totalCount } }";
    let told = app.ask(&people.clerk, query, json!({ "id": instance })).await;
    assert_eq!(told["instance"]["state"], "ACTIVE");
    assert_eq!(
        told["instance"]["history"]["edges"][0]["node"]["what"],
        "Документ зарегистрирован по бумажному журналу: № 115 от 05.04.2022, взамен прежнего номера"
    );
    let letters = std::fs::read_dir(app.mail()).expect("a folder of letters");
    let texts = letters.map(|entry| std::fs::read(entry.expect("a letter").path()).expect("read"));
    let corrected = texts
        .filter_map(|bytes| {
            let parsed = mail_parser::MessageParser::default().parse(&bytes)?.into_owned();
            Some(parsed.body_text(0)?.into_owned())
        })
        .filter(|text| {
            text.split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .contains("в отчёте ссылайтесь на № 115")
        })
        .count();
    assert_eq!(
        Some(corrected as u64),
        told["instance"]["tasks"]["totalCount"].as_u64(),
        "one letter for each school that has a task"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_number_is_declared_void_by_the_clerk() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    let (instance, _) = order(&app, &people).await;
    let void = |key: &str, number: &str| json!({ "idempotencyKey": key, "journal": "orders", "year": 2022, "number": number, "instance": instance, "reason": "бланк испорчен" });
    let refused = ask(&app, &people.clerk, "voidNumber", "instance { id }", void("a", "117")).await;
    assert_eq!(
        (&refused["userErrors"][0]["code"], &refused["userErrors"][0]["field"]),
        (&json!("NOT_NEXT"), &json!("number"))
    );
    let done = ask(&app, &people.clerk, "voidNumber", "instance { id }", void("b", "115")).await;
    assert_eq!(done["userErrors"], json!([]));
    let repeated = ask(
        &app,
        &people.clerk,
        "voidNumber",
        "repeated instance { id }",
        void("b", "115"),
    )
    .await;
    assert_eq!(repeated["repeated"], true, "asked twice, done once");
    let query = "{ journal(key: \"orders\", year: 2022) { edges { node { number marks } } } }";
    let journal = app.ask(&people.clerk, query, json!({})).await["journal"]["edges"].clone();
    assert_eq!(
        journal[1]["node"],
        json!({ "number": "115", "marks": ["номер пуст с 05.04.2022: бланк испорчен"] })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_of_the_fields_is_told_at_once_with_its_path() {
    let app = TestApp::sqlite().await;
    let clerk = app.people().await.clerk;
    let fields = json!({
        "number": "114",
        "amended": { "kind": "приказ ОО АНГО", "date": "вчера", "title": 5 },
        "changes": [{ "text": "в пункте 1 заменить слова" }, { "text": 7, "wording": ["ё", null] }, { }],
        "terms": [{ "item": "1.4", "what": "акты школ", "before": "До 29 апреля", "after": ["До 13 мая"] }],
    });
    let input = json!({ "idempotencyKey": "к-1", "items": [{ "plan": "mentoring-2022", "key": "1.4" }],
        "document": { "template": "order-amending", "fields": fields } });
    let refused = ask(&app, &clerk, "issue", "document { id }", input).await;
    let errors = refused["userErrors"].as_array().expect("refused");
    let told: Vec<String> = errors
        .iter()
        .map(|error| error["message"].as_str().expect("a message").to_owned())
        .collect();
    let paths: Vec<&str> = errors.iter().filter_map(|error| error["field"].as_str()).collect();
    assert_eq!(
        paths,
        [
            "fields.number",
            "fields.amended.date",
            "fields.amended.title",
            "fields.changes[1].text",
            "fields.changes[1].wording[1]",
            "fields.changes[2].text",
            "fields.terms[0].after"
        ],
        "{told:#?}"
    );
    assert!(
        told[1].starts_with("fields.amended.date: ожидалась дата вида 2022-05-16, а здесь текст «вчера»"),
        "{told:#?}"
    );
    assert!(
        told[5].starts_with("fields.changes[2].text: поле не заполнено, ожидался текст"),
        "{told:#?}"
    );
    for text in &told {
        assert!(
            !["invalid", "missing", "expected"]
                .iter()
                .any(|word| text.contains(word)),
            "{text}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_of_a_wrong_kind_is_told_in_russian_with_its_path() {
    let app = TestApp::sqlite().await;
    let clerk = app.people().await.clerk;
    let issue = "mutation($input: IssueInput!) { issue(input: $input) { userErrors { code } } }";
    let hand = "mutation($input: RegisterByHandInput!) { registerByHand(input: $input) { userErrors { code } } }";
    let items = json!([{ "plan": "mentoring-2022", "key": "1.4" }]);
    for (query, input, told) in [
        (
            issue,
            json!({ "idempotencyKey": "1", "items": items, "document": { "fields": "нет" } }),
            "input.document.fields: ожидался набор полей",
        ),
        (
            issue,
            json!({ "idempotencyKey": 5, "items": items }),
            "input.idempotencyKey: ожидался текст в кавычках",
        ),
        (
            hand,
            json!({ "idempotencyKey": "2", "document": "x", "number": "1", "date": "5 апреля" }),
            "input.date: ожидалась дата вида 2022-05-16",
        ),
        (
            hand,
            json!({ "idempotencyKey": "3", "document": "x", "number": "1" }),
            "input: нет обязательного поля «date»",
        ),
    ] {
        let answer = app.ask_raw(&clerk, query, json!({ "input": input })).await;
        let message = answer["errors"][0]["message"].as_str().expect("an error");
        assert!(message.starts_with(told), "{message}");
    }
}
