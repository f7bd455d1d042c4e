//! The explorer page in real Chromium, and its ready-made queries against the real schema.

#[path = "support/app.rs"]
mod app;

use app::TestApp;
use serde_json::Value;
use std::process::Command;

#[tokio::test]
async fn every_ready_made_query_is_answered() {
    let app = TestApp::sqlite().await;
    let people = app.people().await;
    let samples: Vec<Value> = serde_json::from_str(prikaz::web::SAMPLES).expect("the samples are JSON");
    assert!(samples.len() >= 5);
    for sample in samples {
        let query = sample["query"].as_str().expect("a query");
        let answer = app.ask(&people.clerk, query, sample["variables"].clone()).await;
        assert!(answer.is_object(), "{}: {answer}", sample["title"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_explorer_works_in_a_browser_without_any_foreign_address() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, prikaz::web::router::<()>()).await });

    let profile = tempfile::tempdir().expect("a folder for the browser");
    let dumped = tokio::task::spawn_blocking(move || {
        Command::new("chromium")
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
            ])
            .args([
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .args(["--virtual-time-budget=4000", "--dump-dom"])
            .arg(format!("http://{address}/"))
            .output()
            .expect("Chromium is needed for this test: apt-get install chromium")
    })
    .await
    .expect("the browser ran");
    let page = String::from_utf8(dumped.stdout).expect("a page is text");
    assert!(
        page.contains("Пункты дорожной карты"),
        "the page's script offered its queries:\n{page}"
    );
    assert!(page.contains("Издать приказ по пункту 1.4"), "{page}");

    for file in ["/", "/explorer.js", "/explorer.css"] {
        let response = reqwest::get(format!("http://{address}{file}"))
            .await
            .expect("the page is served");
        let policy = response.headers()["content-security-policy"]
            .to_str()
            .expect("text")
            .to_owned();
        assert!(
            policy.contains("default-src 'none'") && policy.contains("script-src 'self'"),
            "{file}: {policy}"
        );
        let text = response.text().await.expect("text");
        assert!(
            !text.contains("https://") && !text.contains("http://"),
            "{file} names a foreign address"
        );
    }
}
