//! Items that were carried out before the plan came here, entered from outside: by a mutation, and from a table.

use super::app::TestApp;
use serde_json::{Value, json};

const ENTER: &str = "mutation($input: EnterDoneInput!) { enterDone(input: $input) { repeated
    instance { id state period } userErrors { code message field } } }";

async fn enter(app: &TestApp, token: &str, input: Value) -> Value {
    app.ask(token, ENTER, json!({ "input": input })).await["enterDone"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_enters_what_order_113_had_done() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    let scan = app
        .hand_in(&people.clerk, "Приказ № 98 (скан).pdf", b"%PDF-1.7 scan")
        .await;
    let scan = json!({ "name": scan["name"], "sha256": scan["sha256"] });
    let item = |key: &str, period: Value| json!({ "plan": "mentoring-2022", "key": key, "period": period });
    let papers = json!([{ "kind": "приказ ОО АНГО", "number": "98", "date": "2022-04-01" }]);
    let input = |key: &str, item: Value, on: &str, papers: Value| json!({ "idempotencyKey": key, "item": item, "doneOn": on, "papers": papers, "files": [scan] });
    for (token, input, code, field) in [
        (
            &people.first_school,
            input("a", item("1.2", Value::Null), "2022-04-01", papers.clone()),
            "NOT_YOURS",
            Value::Null,
        ),
        (
            &people.clerk,
            input("b", item("1.2", Value::Null), "2022-04-06", papers.clone()),
            "BAD_DATE",
            json!("doneOn"),
        ),
        (
            &people.clerk,
            input("c", item("4.1", Value::Null), "2022-04-01", papers.clone()),
            "BAD_USER_INPUT",
            json!("item"),
        ),
        (
            &people.clerk,
            input("d", item("9.9", Value::Null), "2022-04-01", papers.clone()),
            "BAD_USER_INPUT",
            json!("item"),
        ),
        (
            &people.clerk,
            input(
                "e",
                item("1.2", Value::Null),
                "2022-04-01",
                json!([{ "kind": "приказ", "number": " ", "date": "2022-04-01" }]),
            ),
            "BAD_USER_INPUT",
            json!("papers"),
        ),
    ] {
        let refused = enter(&app, token, input).await;
        assert_eq!(
            (&refused["userErrors"][0]["code"], &refused["userErrors"][0]["field"]),
            (&json!(code), &field),
            "{refused}"
        );
    }
    let entered = enter(
        &app,
        &people.clerk,
        input("f", item("1.2", Value::Null), "2022-04-01", papers.clone()),
    )
    .await;
    assert_eq!(entered["userErrors"], json!([]), "{entered}");
    assert_eq!(entered["instance"]["state"], "RELEASED");
    let query = "query($id: ID!) { instance(id: $id) { history(first: 50, filter: { kind: [DONE_BEFORE] }) { edges { node { what effectiveOn after } } } } }";
    let told = app
        .ask(&people.auditor, query, json!({ "id": entered["instance"]["id"] }))
        .await;
    assert_eq!(
        told["instance"]["history"]["edges"][0]["node"],
        json!({
            "what": "Исполнен 01.04.2022, до постановки на контроль: приказ ОО АНГО № 98 от 01.04.2022; скан: Приказ № 98 (скан).pdf",
            "effectiveOn": "2022-04-05",
            "after": "2022-04-01",
        })
    );
    let url = format!("/files/{}/x.pdf", scan["sha256"].as_str().expect("a hash"));
    let kept = app.client.get(app.url(&url)).bearer_auth(&people.auditor).send().await;
    assert_eq!(
        kept.expect("an answer").status(),
        200,
        "the scan is there for the auditor"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_of_done_items_is_entered_whole_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = folder.path().join("исполнено.csv");
    let done = |text: &str| {
        std::fs::write(&table, text).expect("written");
        std::process::Command::new(env!("CARGO_BIN_EXE_prikaz"))
            .args(["done", "mentoring-2022"])
            .arg(&table)
            .args(["--name", "Королёва А. С., делопроизводитель", "--data"])
            .arg(folder.path().join("data"))
            .output()
            .expect("the program starts")
    };
    let wrong = done(
        "пункт;период;исполнен;документ;номер;дата;скан\n1.2;;01.04.2022;приказ ОО АНГО;98;01.04.2022;\n\
         9.9;;01.04.2022;;;;\n4.1;;вчера;приказ;;;нет.pdf\n",
    );
    assert_eq!(wrong.status.code(), Some(3));
    let told = String::from_utf8_lossy(&wrong.stderr).into_owned();
    for part in [
        "строка 3: пункт: в дорожной карте нет пункта «9.9»",
        "строка 4: период: ожидался один из 2022, 2023, 2024",
        "строка 4: исполнен: ожидалась дата вида 04.04.2022, а здесь «вчера»",
        "строка 4: документ назван не весь",
        "строка 4: скан: нет файла",
        "Ничего не внесено",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    std::fs::write(folder.path().join("скан.pdf"), b"%PDF-1.7").expect("written");
    let right = "пункт;период;исполнен;документ;номер;дата;скан\n1.2;;01.04.2022;приказ ОО АНГО;98;01.04.2022;скан.pdf\n\
        1.2;;01.04.2022;положение;1;01.04.2022;\n4.1;2022;2022-04-30;справка;7;30.04.2022;\n";
    let entered = done(right);
    assert!(entered.status.success(), "{}", String::from_utf8_lossy(&entered.stderr));
    let again = done(right);
    assert!(
        String::from_utf8_lossy(&again.stdout).contains("строка 2: пункт 1.2 (2022) внесён раньше"),
        "{}",
        String::from_utf8_lossy(&again.stdout)
    );
}
