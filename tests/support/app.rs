//! The whole service in process: its real routes on a port of its own, a real database, a clock that stands still until it
//! is moved, letters as files.
#![expect(dead_code, reason = "each suite needs another part of this")]

use chrono::{DateTime, Utc};
use prikaz::api::access::{Grant, NewToken, create_token};
use prikaz::mail::transport::Transport;
use prikaz::runtime::Runtime;
use prikaz::runtime::catalog::Catalog;
use prikaz::runtime::dispatcher::Dispatcher;
use prikaz::runtime::sources::{Shelf, shipped};
use prikaz::store::Store;
use prikaz::words::clock::Clock;
use reqwest::{Client, Response};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};
use tempfile::TempDir;

static CATALOG: LazyLock<Arc<Catalog>> = LazyLock::new(|| {
    let catalog = Catalog::load(&shipped(Shelf::Workflows), &shipped(Shelf::DocTemplates));
    Arc::new(catalog.expect("the shipped plans and templates are in order"))
});

/// A running service.
pub struct TestApp {
    pub address: SocketAddr,
    pub runtime: Runtime,
    pub dispatcher: Dispatcher,
    pub store: Store,
    pub client: Client,
    folder: TempDir,
}

/// The keys of a story's people.
pub struct People {
    pub clerk: String,
    pub head: String,
    pub auditor: String,
    pub first_school: String,
    pub second_school: String,
}

impl TestApp {
    /// On SQLite, in a folder of its own, on 5 April 2022 at nine in the morning.
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let url = format!("sqlite:{}", folder.path().join("prikaz.db").display());
        Self::on(&url, folder, Arc::clone(&CATALOG)).await
    }

    /// The same with plans of its own.
    pub async fn of(catalog: Arc<Catalog>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let url = format!("sqlite:{}", folder.path().join("prikaz.db").display());
        Self::on(&url, folder, catalog).await
    }

    /// On the database at `url`.
    pub async fn at(url: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        Self::on(url, folder, Arc::clone(&CATALOG)).await
    }

    async fn on(url: &str, folder: TempDir, catalog: Arc<Catalog>) -> Self {
        let store = Store::open(url).await.expect("the database opens");
        let clock = Clock::standing_at(moment("2022-04-05T06:00:00Z"));
        let runtime = Runtime::start(store.clone(), catalog, clock)
            .await
            .expect("the runtime starts");
        let letters = Transport::files(folder.path().join("mail")).expect("a folder takes letters");
        let dispatcher = Dispatcher::new(runtime.clone(), letters);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port is free");
        let address = listener.local_addr().expect("a listener has an address");
        let router = prikaz::api::router(runtime.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        dispatcher.drain().await.expect("periods that have come begin");
        Self {
            address,
            runtime,
            dispatcher,
            store,
            client: Client::new(),
            folder,
        }
    }

    /// Where its letters are laid.
    pub fn mail(&self) -> std::path::PathBuf {
        self.folder.path().join("mail")
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Moves the clock, and does what has become due.
    pub async fn wait_until(&self, at: &str) {
        self.runtime.clock().set(moment(at));
        self.drain().await;
    }

    /// Does everything that is due: letters, files, timers.
    pub async fn drain(&self) {
        self.dispatcher.drain().await.expect("jobs are done");
    }

    pub async fn token(&self, grant: Grant, name: &str) -> String {
        let new = NewToken {
            grant,
            name: name.to_owned(),
            expires_at: None,
        };
        create_token(&self.store, new, self.runtime.clock().now())
            .await
            .expect("a token is made")
    }

    pub async fn people(&self) -> People {
        People {
            clerk: self.token(Grant::Department, "Королёва А. С., делопроизводитель").await,
            head: self
                .token(Grant::Roles(vec!["head".into()]), "Ветрова Л. А., начальник отдела")
                .await,
            auditor: self.token(Grant::Auditor, "Проверяющий").await,
            first_school: self
                .token(Grant::Institution("school-1".into()), "Сердюк И. И., директор")
                .await,
            second_school: self
                .token(Grant::Institution("school-2".into()), "Черных С. Л., директор")
                .await,
        }
    }

    /// One operation, answered without errors of GraphQL; gives `data`.
    pub async fn ask(&self, token: &str, query: &str, variables: Value) -> Value {
        let answer = self.ask_raw(token, query, variables).await;
        assert!(answer.get("errors").is_none(), "{query}\n{answer:#}");
        answer["data"].clone()
    }

    /// One operation; gives the whole answer.
    pub async fn ask_raw(&self, token: &str, query: &str, variables: Value) -> Value {
        let response = self
            .post(token, &json!({ "query": query, "variables": variables }))
            .await;
        response.json().await.expect("an answer is JSON")
    }

    pub async fn post(&self, token: &str, body: &Value) -> Response {
        let request = self.client.post(self.url("/graphql")).bearer_auth(token).json(body);
        request.send().await.expect("the service answers")
    }

    /// An act that must succeed; gives its payload.
    pub async fn act(&self, token: &str, mutation: &str, input: Value) -> Value {
        let payload = self.act_raw(token, mutation, input).await;
        assert_eq!(payload["userErrors"], json!([]), "{mutation}");
        payload
    }

    /// An act; gives its payload, whatever became of it.
    pub async fn act_raw(&self, token: &str, mutation: &str, input: Value) -> Value {
        let (about, fields) = match mutation {
            "issue" | "approve" | "returnDocument" => (
                "document",
                "id state number date file { url sha256 } preview { url } serves { id period tasksToBe counts { total } }",
            ),
            "cancelInstance" | "supplyDate" | "releaseInstance" => {
                ("instance", "id state stage { key } due controlDate")
            }
            _ => (
                "task",
                "id state controlDate returns extensionAsked institution { key }",
            ),
        };
        let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
        let query = format!(
            "mutation($input: {kind}!) {{ {mutation}(input: $input) {{ {about} {{ {fields} }} repeated userErrors {{ code message field }} }} }}"
        );
        self.ask(token, &query, json!({ "input": input })).await[mutation].clone()
    }

    /// Hands in a file; gives what a report names it by.
    pub async fn hand_in(&self, token: &str, name: &str, bytes: &[u8]) -> Value {
        let request = self
            .client
            .put(self.url(&format!("/files?name={}", percent(name))))
            .bearer_auth(token)
            .body(bytes.to_vec());
        let response = request.send().await.expect("the service answers");
        assert_eq!(response.status(), 201);
        response.json().await.expect("an answer is JSON")
    }
}

fn digit(half: u8) -> char {
    char::from_digit(u32::from(half), 16).expect("half a byte is a digit")
}

/// A name as it stands in an address.
pub fn percent(name: &str) -> String {
    name.bytes()
        .flat_map(|byte| ['%', digit(byte >> 4), digit(byte & 15)])
        .collect()
}

pub fn moment(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text)
        .expect("an instant")
        .with_timezone(&Utc)
}
