//! `schema.graphql` in the repository is the schema of the program, and every part of it is explained.

use super::app::TestApp;
use serde_json::{Value, json};

#[test]
fn the_committed_schema_is_up_to_date() {
    let committed = include_str!("../../schema.graphql");
    assert!(
        committed == prikaz::api::schema::sdl(),
        "run: prikaz graphql-schema > schema.graphql"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_schema_is_shown_to_anybody_and_holds_no_data() {
    let app = TestApp::sqlite().await;
    let response = app
        .client
        .get(app.url("/schema.graphql"))
        .send()
        .await
        .expect("an answer");
    assert_eq!(response.status(), 200);
    assert_eq!(response.text().await.expect("a body"), prikaz::api::schema::sdl());
    for path in ["/healthz", "/readyz"] {
        assert_eq!(
            app.client.get(app.url(path)).send().await.expect("an answer").status(),
            200,
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_type_field_and_value_is_explained() {
    let app = TestApp::sqlite().await;
    let auditor = app.people().await.auditor;
    let query = "{ __schema { types { name kind description
        fields(includeDeprecated: true) { name description }
        inputFields { name description } enumValues { name description } } } }";
    let schema = app.ask(&auditor, query, json!({})).await;
    let mut silent = Vec::new();
    for kind in schema["__schema"]["types"].as_array().expect("types") {
        let name = kind["name"].as_str().expect("a name");
        let generated = name.ends_with("Connection") || name.ends_with("Edge");
        if name.starts_with("__") || generated || name == "ID" {
            continue;
        }
        if kind["description"] == Value::Null {
            silent.push(name.to_owned());
        }
        for part in ["fields", "inputFields", "enumValues"] {
            let parts = kind[part].as_array().cloned().unwrap_or_default();
            let unexplained = parts.iter().filter(|part| part["description"] == Value::Null);
            silent.extend(unexplained.map(|part| format!("{name}.{}", part["name"])));
        }
    }
    assert!(silent.is_empty(), "without a word: {silent:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_standard_introspection_passes_the_limits() {
    let app = TestApp::sqlite().await;
    let auditor = app.people().await.auditor;
    let query = "query IntrospectionQuery { __schema { queryType { name } mutationType { name } subscriptionType { name }
        types { ...FullType } directives { name description locations args { ...InputValue } } } }
        fragment FullType on __Type { kind name description
          fields(includeDeprecated: true) { name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
          inputFields { ...InputValue } interfaces { ...TypeRef }
          enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
        fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
        fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
          ofType { kind name ofType { kind name ofType { kind name } } } } } } } }";
    let answer = app.ask(&auditor, query, json!({})).await;
    assert_eq!(answer["__schema"]["subscriptionType"]["name"], "Subscription");
}
