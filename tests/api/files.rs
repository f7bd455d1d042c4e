//! Files: handed in, named by a report, taken out by those who may.

use super::app::TestApp;
use super::work::{order, task_of};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_reports_file_is_seen_by_its_school_and_the_department() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    order(&app, &people).await;
    let task = task_of(&app, &people.first_school, "school-1").await;
    let name = "Приказ № 41-ОД «О наставничестве».docx";
    let file = app.hand_in(&people.first_school, name, b"PK order of the school").await;
    assert_eq!((&file["name"], &file["size"]), (&json!(name), &json!(22)));

    let url = format!("/files/{}/x.docx", file["sha256"].as_str().expect("a hash"));
    let get = |token: &str, path: &str| app.client.get(app.url(path)).bearer_auth(token).send();
    assert_eq!(
        get(&people.second_school, &url).await.expect("an answer").status(),
        404,
        "not named by a report of its own"
    );

    let files = json!([{ "name": name, "sha256": file["sha256"] }]);
    app.act(
        &people.first_school,
        "report",
        json!({ "idempotencyKey": "r", "task": task["id"], "files": files }),
    )
    .await;
    let query = "query($id: ID!) { task(id: $id) { reports { submittedOn submittedBy { name kind } files { name size url } } } }";
    let reports = app.ask(&people.clerk, query, json!({ "id": task["id"] })).await["task"]["reports"].clone();
    assert_eq!(
        reports[0]["submittedBy"],
        json!({ "name": "Сердюк И. И., директор", "kind": "INSTITUTION" })
    );
    let url = reports[0]["files"][0]["url"].as_str().expect("an address").to_owned();

    for token in [&people.first_school, &people.clerk, &people.auditor] {
        let response = get(token, &url).await.expect("an answer");
        assert_eq!(response.status(), 200);
        let header = |name: &str| response.headers()[name].to_str().expect("a header").to_owned();
        assert!(
            header("content-disposition").starts_with("attachment; filename=\""),
            "{}",
            header("content-disposition")
        );
        assert!(
            header("content-disposition")
                .contains("filename*=UTF-8''%D0%9F%D1%80%D0%B8%D0%BA%D0%B0%D0%B7%20%E2%84%96%2041")
        );
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(
            response.bytes().await.expect("a body").as_ref(),
            b"PK order of the school"
        );
    }
    assert_eq!(get(&people.second_school, &url).await.expect("an answer").status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_order_is_taken_out_by_the_schools_it_serves() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    let (_, document) = order(&app, &people).await;
    let query = "query($id: ID!) { document(id: $id) { file { url sha256 name } } }";
    let file = app.ask(&people.first_school, query, json!({ "id": document })).await["document"]["file"].clone();
    let url = app.url(file["url"].as_str().expect("an address"));
    let response = app
        .client
        .get(url)
        .bearer_auth(&people.first_school)
        .send()
        .await
        .expect("an answer");
    assert_eq!(response.status(), 200);
    let bytes = response.bytes().await.expect("a body");
    assert_eq!(
        prikaz::words::ids::sha256_hex(&bytes),
        file["sha256"].as_str().expect("a hash")
    );
    assert!(bytes.starts_with(b"PK"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_needs_a_name_that_is_no_path() {
    let app = TestApp::sqlite().await;
    let clerk = app.people().await.clerk;
    for query in [
        "",
        "?name=",
        "?name=..%2F..%2Fetc%2Fx.docx",
        "?name=a%00b",
        "?name=a%0d%0aX:%20y",
    ] {
        let request = app
            .client
            .put(app.url(&format!("/files{query}")))
            .bearer_auth(&clerk)
            .body("x");
        assert_eq!(request.send().await.expect("an answer").status(), 400, "{query}");
    }
}
