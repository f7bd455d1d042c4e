//! Papers about the work: made for the department and for auditors, never for a school.

use super::app::TestApp;
use super::work::{order, task_of};
use serde_json::json;
use std::io::{Cursor, Read};

pub fn text(docx: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).expect("a .docx");
    let mut xml = String::new();
    archive
        .by_name("word/document.xml")
        .expect("a main part")
        .read_to_string(&mut xml)
        .expect("UTF-8");
    let mut out = String::new();
    for piece in xml.replace("</w:p>", "\n").split('<') {
        out.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    out
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_takes_out_the_sheets_of_an_order_and_of_its_item() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    order(&app, &people).await;
    let task = task_of(&app, &people.first_school, "school-1").await;
    app.act(
        &people.first_school,
        "report",
        json!({ "idempotencyKey": "r", "task": task["id"], "text": "Приказ издан" }),
    )
    .await;
    let query = "{ documents(first: 1) { edges { node { approvalSheet { url } acquaintanceSheet { url } cardSheet { url } serves { statusSheet { url } } } } } }";
    let found = app.ask(&people.clerk, query, json!({})).await;
    let node = &found["documents"]["edges"][0]["node"];
    let get = async |token: &str, url: &serde_json::Value| {
        let path = url.as_str().unwrap_or_else(|| panic!("an address in {node}"));
        app.client
            .get(app.url(path))
            .bearer_auth(token)
            .send()
            .await
            .expect("an answer")
    };
    let mut texts = Vec::new();
    for url in [
        &node["serves"][0]["statusSheet"]["url"],
        &node["approvalSheet"]["url"],
        &node["acquaintanceSheet"]["url"],
        &node["cardSheet"]["url"],
        &json!("/journals/orders/2022"),
    ] {
        assert_eq!(
            get(&people.first_school, url).await.status(),
            404,
            "not for a school: {url}"
        );
        let answer = get(&people.auditor, url).await;
        assert_eq!(answer.status(), 200, "{url}");
        texts.push(text(&answer.bytes().await.expect("a body")));
    }
    let [status, approval, acquaintance, card, journal] = &texts[..] else {
        panic!("five sheets")
    };
    assert!(
        status.contains("МКОУ СОШ № 101") && status.contains("на рассмотрении"),
        "{status}"
    );
    assert!(status.contains("не представлен"), "{status}");
    assert!(
        approval.contains("Начальник отдела образования") && approval.contains("Л. А. Ветрова"),
        "{approval}"
    );
    assert!(acquaintance.contains("Сердюк Ирина Ивановна"), "{acquaintance}");
    assert!(
        card.contains("приказ") && card.contains("МКОУ СОШ № 101 (пункт 1.4)"),
        "{card}"
    );
    assert!(
        journal.contains("114") && journal.contains("Л. А. Ветрова"),
        "{journal}"
    );
    for sheet in &texts {
        assert!(!sheet.contains("{{") && !sheet.contains("{%"), "{sheet}");
    }
}
