//! The main story: an order, its tasks, the schools' reports, the release, and the history of it all.

use super::app::{People, TestApp};
use super::postgres;
use serde_json::{Value, json};

/// Schools of the directory that are valid in April 2022.
pub const SCHOOLS: usize = 11;

/// Issues and approves the order of item 1.4; gives its instance and document.
pub async fn order(app: &TestApp, people: &People) -> (String, String) {
    let input = json!({
        "idempotencyKey": "issue 1.4",
        "items": [{ "plan": "mentoring-2022", "key": "1.4" }],
        "document": { "template": "order-department", "title": "О внедрении системы наставничества" },
    });
    let issued = app.act(&people.clerk, "issue", input).await;
    let document = issued["document"]["id"]
        .as_str()
        .expect("a document has an id")
        .to_owned();
    app.act(
        &people.head,
        "approve",
        json!({ "idempotencyKey": "approve 1.4", "document": document }),
    )
    .await;
    let instance = issued["document"]["serves"][0]["id"]
        .as_str()
        .expect("it serves an instance")
        .to_owned();
    (instance, document)
}

/// The task of an institution.
pub async fn task_of(app: &TestApp, token: &str, institution: &str) -> Value {
    let query =
        "query($filter: TaskFilterInput) { tasks(filter: $filter) { edges { node { id state overdue daysLate } } } }";
    let filter = json!({ "filter": { "institution": institution, "item": "1.4" } });
    app.ask(token, query, filter).await["tasks"]["edges"][0]["node"].clone()
}

pub fn report(task: &Value, key: &str) -> Value {
    let order = json!({ "number": "41-ОД", "date": "2022-04-05" });
    json!({ "idempotencyKey": key, "task": task["id"], "text": "Приказ издан", "ownOrder": order })
}

async fn from_draft_to_release(app: TestApp) {
    let people = app.people().await;

    let draft = json!({ "title": "О внедрении системы наставничества" });
    let items = json!([{ "plan": "mentoring-2022", "key": "1.4", "period": "2022" }]);
    let input = json!({ "idempotencyKey": "k1", "items": items, "document": draft });
    let issued = app.act(&people.clerk, "issue", input).await;
    assert_eq!(issued["document"]["state"], "ON_APPROVAL");
    assert_eq!(issued["document"]["number"], Value::Null);
    assert_eq!(issued["document"]["serves"][0]["tasksToBe"], SCHOOLS);
    let document = issued["document"]["id"].clone();

    let refused = app
        .act_raw(
            &people.clerk,
            "approve",
            json!({ "idempotencyKey": "k2", "document": document }),
        )
        .await;
    assert_eq!(
        refused["userErrors"][0]["code"], "NOT_YOURS",
        "the clerk does not sign: {refused}"
    );

    let approved = app
        .act(
            &people.head,
            "approve",
            json!({ "idempotencyKey": "k3", "document": document }),
        )
        .await;
    assert_eq!(approved["document"]["number"], "114", "the journal goes on from paper");
    assert_eq!(approved["document"]["date"], "2022-04-05");
    assert_eq!(approved["document"]["file"]["sha256"].as_str().map(str::len), Some(64));
    assert_eq!(approved["document"]["serves"][0]["counts"]["total"], SCHOOLS);

    app.drain().await;
    let query = "query($id: ID!) { document(id: $id) { letters { totalCount edges { node { kind state sentTo } } } } }";
    let letters = app.ask(&people.clerk, query, json!({ "id": document })).await;
    assert_eq!(letters["document"]["letters"]["totalCount"], SCHOOLS);
    assert_eq!(
        letters["document"]["letters"]["edges"][0]["node"]["state"], "SENT",
        "{letters}"
    );
    assert_eq!(letters["document"]["letters"]["edges"][0]["node"]["kind"], "TASK");

    app.wait_until("2022-04-20T07:00:00Z").await;
    let own = task_of(&app, &people.first_school, "school-1").await;
    let reported = app.act(&people.first_school, "report", report(&own, "k4")).await;
    assert_eq!(reported["task"]["state"], "REPORTED");
    let returned = json!({ "idempotencyKey": "k5", "task": own["id"], "reason": "нет подписи директора" });
    let returned = app.act(&people.clerk, "returnReport", returned).await;
    assert_eq!(
        (&returned["task"]["state"], &returned["task"]["returns"]),
        (&json!("RETURNED"), &json!(1))
    );
    app.act(&people.first_school, "report", report(&own, "k6")).await;

    app.wait_until("2022-05-04T07:00:00Z").await;
    let late = task_of(&app, &people.clerk, "school-2").await;
    assert_eq!(
        (&late["overdue"], &late["daysLate"]),
        (&json!(true), &json!(1)),
        "after 29 April the next working day is 4 May: {late}"
    );
    for number in 1..=SCHOOLS {
        let task = task_of(&app, &people.clerk, &format!("school-{number}")).await;
        if task["state"] != "REPORTED" {
            app.act(
                &people.clerk,
                "report",
                report(&task, &format!("on behalf of {number}")),
            )
            .await;
        }
        app.act(
            &people.clerk,
            "acceptReport",
            json!({ "idempotencyKey": format!("accept {number}"), "task": task["id"] }),
        )
        .await;
    }
    app.drain().await;

    let query = r#"{ instance(plan: "mentoring-2022", key: "1.4", period: "2022") {
        state historyIntact stage { key title act } counts { total accepted open }
        history(first: 200) { totalCount edges { node { seq kind what hash prevHash effectiveOn actor { name kind } } } } } }"#;
    let instance = app.ask(&people.auditor, query, json!({})).await["instance"].clone();
    assert_eq!(
        (&instance["state"], &instance["stage"]["act"]),
        (&json!("RELEASED"), &json!("END"))
    );
    assert_eq!(
        instance["counts"],
        json!({ "total": SCHOOLS, "accepted": SCHOOLS, "open": 0 })
    );
    assert_eq!(instance["historyIntact"], true);
    history_is_whole(&instance["history"]);
}

/// Numbers without gaps, each row bound to the one before, and the sentences of the story in their order.
fn history_is_whole(history: &Value) {
    let rows: Vec<&Value> = history["edges"]
        .as_array()
        .expect("edges")
        .iter()
        .map(|edge| &edge["node"])
        .collect();
    assert_eq!(history["totalCount"], rows.len());
    let mut prev = "0".repeat(64);
    for (row, seq) in rows.iter().zip(1..) {
        assert_eq!(row["seq"], seq);
        assert_eq!(row["prevHash"], prev);
        row["hash"].as_str().expect("a hash").clone_into(&mut prev);
    }
    let told: Vec<&str> = rows.iter().filter_map(|row| row["what"].as_str()).collect();
    let expected = [
        "Пункт взят на контроль: период 2022 год, срок 29.04.2022, контрольный срок 29.04.2022",
        "Проект документа составлен и направлен на согласование",
        "Документ согласован: Начальник отдела образования",
        "Документ зарегистрирован: № 114 от 05.04.2022",
        "Поручение выдано: МКОУ СОШ № 101, срок 29.04.2022, контрольный срок 29.04.2022",
        "Отчёт представлен: МКОУ СОШ № 101 — приказ № 41-ОД от 05.04.2022",
        "Отчёт возвращён на доработку: МКОУ СОШ № 101 — нет подписи директора",
        "Отчёт принят: МКОУ СОШ № 101",
        "Пункт снят с контроля",
    ];
    let mut at = 0;
    for sentence in expected {
        let found = told[at..].iter().position(|what| what.starts_with(sentence));
        at += 1 + found.unwrap_or_else(|| panic!("expected «{sentence}» in its place, found:\n{}", told.join("\n")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_goes_from_draft_to_release() {
    from_draft_to_release(TestApp::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_goes_from_draft_to_release_on_postgresql() {
    from_draft_to_release(TestApp::at(&postgres::database().await).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_request_changes_nothing_and_answers_the_same() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    let items = json!([{ "plan": "mentoring-2022", "key": "1.4" }, { "plan": "mentoring-2022", "key": "1.5" }]);
    let input = json!({ "idempotencyKey": "twice", "items": items });
    let first = app.act(&people.clerk, "issue", input.clone()).await;
    let again = app.act(&people.clerk, "issue", input).await;
    assert_eq!(first["document"], again["document"]);
    assert_eq!((&first["repeated"], &again["repeated"]), (&json!(false), &json!(true)));
    let count = app
        .ask(&people.auditor, "{ documents { totalCount } }", json!({}))
        .await;
    assert_eq!(count["documents"]["totalCount"], 1);

    let other = json!({ "idempotencyKey": "twice", "items": [{ "plan": "mentoring-2022", "key": "1.6" }] });
    let refused = app.act_raw(&people.clerk, "issue", other).await;
    assert_eq!(refused["userErrors"][0]["code"], "IDEMPOTENCY_KEY_REUSED");
    assert_eq!(refused["userErrors"][0]["field"], "idempotencyKey");
}

#[tokio::test(flavor = "multi_thread")]
async fn more_time_is_asked_for_given_and_told() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    order(&app, &people).await;
    let task = task_of(&app, &people.first_school, "school-1").await;
    let ask =
        json!({ "idempotencyKey": "a", "task": task["id"], "until": "2022-05-16", "reason": "директор в отпуске" });
    let asked = app.act(&people.first_school, "askExtension", ask).await;
    assert_eq!(asked["task"]["extensionAsked"], "2022-05-16");
    let grant = json!({ "idempotencyKey": "b", "task": task["id"], "until": "2022-05-16", "basis": "заявление школы" });
    let granted = app.act(&people.clerk, "grantExtension", grant).await;
    assert_eq!(granted["task"]["controlDate"], "2022-05-16");
    let query = "query($f: HistoryFilterInput) { history(filter: $f) { edges { node { before after basis kind } } } }";
    let filter = json!({ "f": { "task": task["id"], "kind": ["EXTENSION_GRANTED"] } });
    let told = app.ask(&people.auditor, query, filter).await;
    let row = json!({ "before": "2022-04-29", "after": "2022-05-16", "basis": "заявление школы", "kind": "EXTENSION_GRANTED" });
    assert_eq!(told["history"]["edges"], json!([{ "node": row }]));
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_follow_one_another_without_gaps() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    order(&app, &people).await;
    let query = "query($after: String) { tasks(first: 5, after: $after, filter: { item: \"1.4\" }) { totalCount pageInfo { hasNextPage hasPreviousPage endCursor } edges { node { id } } } }";
    let (mut seen, mut after, mut pages) = (Vec::new(), Value::Null, 0);
    loop {
        let page = app.ask(&people.clerk, query, json!({ "after": after })).await["tasks"].clone();
        assert_eq!(page["totalCount"], SCHOOLS);
        assert_eq!(page["pageInfo"]["hasPreviousPage"], pages > 0);
        seen.extend(
            page["edges"]
                .as_array()
                .expect("edges")
                .iter()
                .map(|edge| edge["node"]["id"].to_string()),
        );
        pages += 1;
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    seen.sort();
    seen.dedup();
    assert_eq!((seen.len(), pages), (SCHOOLS, 3));
}

/// A client that goes away in the middle loses the answer, not the act: its key gives the answer later, and nothing is
/// left half-way in the database for the next one to fall into.
async fn impatient(app: TestApp) {
    let people = app.people().await;
    let (instance, _) = order(&app, &people).await;
    let mut tasks = Vec::new();
    for number in 1..=SCHOOLS {
        tasks.push(task_of(&app, &people.clerk, &format!("school-{number}")).await);
    }
    let query = "mutation($input: ReportInput!) { report(input: $input) { repeated userErrors { code } } }";
    let mut gone = 0;
    for (number, task) in tasks.iter().enumerate() {
        let body = json!({ "query": query, "variables": { "input": report(task, &format!("r{number}")) } });
        let request = app
            .client
            .post(app.url("/graphql"))
            .bearer_auth(&people.clerk)
            .json(&body);
        let patience = std::time::Duration::from_micros(500 * (number as u64 + 1));
        gone += usize::from(request.timeout(patience).send().await.is_err());
    }
    assert!(gone > 0, "nobody went away: the story tells nothing");
    for (number, task) in tasks.iter().enumerate() {
        app.act(&people.clerk, "report", report(task, &format!("r{number}")))
            .await;
    }
    let query = "query($id: ID!) { instance(id: $id) { historyIntact counts { reported } history(filter: { kind: [TASK_REPORTED] }) { totalCount } } }";
    let told = app.ask(&people.auditor, query, json!({ "id": instance })).await["instance"].clone();
    let expected =
        json!({ "historyIntact": true, "counts": { "reported": SCHOOLS }, "history": { "totalCount": SCHOOLS } });
    assert_eq!(told, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_impatient_client_loses_the_answer_and_not_the_act() {
    impatient(TestApp::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_impatient_client_loses_the_answer_and_not_the_act_on_postgresql() {
    impatient(TestApp::at(&postgres::database().await).await).await;
}
