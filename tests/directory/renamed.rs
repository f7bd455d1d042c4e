//! A school is renamed and gets a new head: one school still, one task; its old order keeps the old name.

use super::app::TestApp;
use prikaz::api::access::Grant;
use prikaz::runtime::catalog::Catalog;
use prikaz::runtime::sources::{Shelf, SourceFile, shipped};
use serde_json::{Value, json};
use std::io::Read;
use std::sync::Arc;

/// The shipped plan, in which school 9 becomes another on 20 April 2022.
fn renamed() -> Vec<SourceFile> {
    let mut files = shipped(Shelf::Workflows);
    let table = files
        .iter_mut()
        .find(|file| file.path == "mentoring-2022/institutions.csv")
        .unwrap();
    let text = String::from_utf8(table.bytes.clone()).unwrap();
    let (mut lines, mut added) = (Vec::new(), 0);
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("school-9,") {
            let cells: Vec<&str> = rest.split(',').collect();
            let (from, to) = (7, 8);
            assert_eq!((cells[from], cells[to]), ("", ""), "{line}");
            let with = |cells: &[&str], from_day: &str, to_day: &str| {
                let mut cells: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
                from_day.clone_into(&mut cells[from]);
                to_day.clone_into(&mut cells[to]);
                format!("school-9,{}", cells.join(","))
            };
            lines.push(with(&cells, "", "2022-04-19"));
            let second = with(&cells, "2022-04-20", "");
            let second = second.replace("МКОУ ООШ № 109", "МКОУ «Школа имени Ёлкина»");
            lines.push(second.replace("Мавлимбердиева Зульфия Абдуллаевна", "Бойко Олег Петрович"));
            added += 1;
        } else {
            lines.push(line.to_owned());
        }
    }
    assert_eq!(added, 1);
    table.bytes = (lines.join("\n") + "\n").into_bytes();
    let plan = files
        .iter_mut()
        .find(|file| file.path == "mentoring-2022/plan.yaml")
        .unwrap();
    let text = String::from_utf8(plan.bytes.clone()).unwrap();
    let acting = "head: { person: vetrova, acting: [{ person: shmeleva, from: 2022-04-20, to: 2022-04-30 }] }";
    assert!(text.contains("head: { person: vetrova }"));
    plan.bytes = text.replace("head: { person: vetrova }", acting).into_bytes();
    files
}

async fn order(app: &TestApp, clerk: &str, head: &str, item: &str) -> Value {
    let input =
        json!({ "idempotencyKey": format!("issue {item}"), "items": [{ "plan": "mentoring-2022", "key": item }] });
    let document = app.act(clerk, "issue", input).await["document"]["id"].clone();
    let input = json!({ "idempotencyKey": format!("approve {item}"), "document": document });
    app.act(head, "approve", input).await;
    app.drain().await;
    document
}

async fn text_of(app: &TestApp, token: &str, document: &Value) -> String {
    let query = "query($id: ID!) { document(id: $id) { file { url } } }";
    let file = app.ask(token, query, json!({ "id": document })).await["document"]["file"].clone();
    let url = app.url(file["url"].as_str().unwrap());
    let bytes = app
        .client
        .get(url)
        .bearer_auth(token)
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
    let mut text = String::new();
    archive
        .by_name("word/document.xml")
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renamed_school_has_one_task_and_its_old_order_keeps_the_old_name() {
    let catalog = Catalog::load(&renamed(), &shipped(Shelf::DocTemplates)).unwrap();
    let app = TestApp::of(Arc::new(catalog)).await;
    let people = app.people().await;
    let first = order(&app, &people.clerk, &people.head, "1.4").await;
    app.wait_until("2022-04-21T06:00:00Z").await;
    let second = order(&app, &people.clerk, &people.head, "1.5").await;

    let (old, new) = ("МКОУ ООШ № 109", "МКОУ «Школа имени Ёлкина»");
    let first = text_of(&app, &people.clerk, &first).await;
    assert!(first.contains(old) && !first.contains(new));
    let second = text_of(&app, &people.clerk, &second).await;
    assert!(second.contains(new) && !second.contains(old));
    let plain = |text: &str| {
        let mut inside = false;
        let signs = text.chars().filter(|sign| {
            inside = (inside || *sign == '<') && *sign != '>';
            !inside && *sign != '>'
        });
        signs.collect::<String>().replace('\u{a0}', " ")
    };
    let (first, second) = (plain(&first), plain(&second));
    assert!(
        first.contains("Начальник отдела образования") && first.contains("Л. А. Ветрова"),
        "{first}"
    );
    assert!(
        second.contains("начальника отдела образования") && second.contains("Н. Ф. Шмелёва"),
        "{second}"
    );
    assert!(
        second.contains("И. о.") && !second.contains("Л. А. Ветрова"),
        "{second}"
    );

    let query = "{ institution(key: \"school-9\") { shortName director
        names { shortName director validFrom validTo listed }
        then: names(asOf: \"2022-04-19\") { shortName } now: names(asOf: \"2022-04-20\") { shortName }
        first: tasks(filter: { item: \"1.4\" }) { totalCount } second: tasks(filter: { item: \"1.5\" }) { totalCount } }
        institutions { key } then: institutions(validOn: \"2022-04-10\") { key shortName } }";
    let told = app.ask(&people.auditor, query, json!({})).await;
    let school = &told["institution"];
    assert_eq!(
        (&school["shortName"], &school["director"]),
        (&json!(new), &json!("Бойко Олег Петрович"))
    );
    assert_eq!(
        school["names"],
        json!([
            { "shortName": old, "director": "Мавлимбердиева Зульфия Абдуллаевна", "validFrom": null, "validTo": "2022-04-19", "listed": true },
            { "shortName": new, "director": "Бойко Олег Петрович", "validFrom": "2022-04-20", "validTo": null, "listed": true },
        ])
    );
    assert_eq!(
        (&school["then"], &school["now"]),
        (&json!([{ "shortName": old }]), &json!([{ "shortName": new }]))
    );
    let counts = (&school["first"]["totalCount"], &school["second"]["totalCount"]);
    assert_eq!(counts, (&json!(1), &json!(1)), "one task in each item");
    let keys = told["institutions"].as_array().unwrap().len();
    assert_eq!(keys, 14, "one institution for each key");
    let then = told["then"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["key"] == "school-9")
        .unwrap();
    assert_eq!(then["shortName"], old);

    let other = app
        .token(Grant::Institution("school-2".into()), "Черных С. Л., директор")
        .await;
    let hidden = app
        .ask(
            &other,
            "{ institution(key: \"school-9\") { names { shortName } } }",
            json!({}),
        )
        .await;
    assert_eq!(hidden["institution"], Value::Null, "what is not yours does not exist");
}
