//! Templates through the API: what is wrong with a file is data, and only the clerk puts one into use.

use super::app::{People, TestApp};
use base64::Engine;
use serde_json::{Value, json};

const CHECK: &str = "mutation($input: CheckTemplateInput!) { checkTemplate(input: $input) { sound sha256 triedOn
    mistakes { code tag message hint place { part table row cell paragraph words } }
    variables { path need } userErrors { code field message } } }";
const UPLOAD: &str = "mutation($input: UploadTemplateInput!) { uploadTemplate(input: $input) { repeated
    template { name title sha256 versions { number sha256 storedBy storedAt } }
    mistakes { code place { words } } userErrors { code field message } } }";
const TEMPLATES: &str =
    "{ templates { name title sha256 variables { path need tag place { words } } versions { number storedBy } } }";

fn base64(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// The shipped order of a department, with one piece of its main text put in place of another.
fn order(from: &str, to: &str) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let bytes = std::fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/doc-templates/order-department.docx"
    ));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.expect("the template is there"))).expect("a zip");
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("a part");
        let name = file.name().to_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("it inflates");
        if name == "word/document.xml" {
            let text = String::from_utf8(content).expect("UTF-8");
            let changed = text.replacen(from, to, 1);
            assert_ne!(changed, text, "{from}");
            content = changed.into_bytes();
        }
        writer
            .start_file(name, zip::write::SimpleFileOptions::default())
            .expect("a part begins");
        writer.write_all(&content).expect("it is written");
    }
    writer.finish().expect("a zip").into_inner()
}

async fn upload(app: &TestApp, token: &str, name: &str, bytes: &[u8]) -> Value {
    let input = json!({ "idempotencyKey": "к-1", "name": name, "file": base64(bytes) });
    app.ask(token, UPLOAD, json!({ "input": input })).await["uploadTemplate"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn all_mistakes_of_a_file_are_told_and_nothing_is_kept() {
    let app = TestApp::sqlite().await;
    let People {
        clerk, first_school, ..
    } = app.people().await;
    let kept = async || {
        let told = app.ask(&clerk, TEMPLATES, json!({})).await;
        let templates = told["templates"].as_array().expect("a list");
        let of_order = templates
            .iter()
            .find(|template| template["name"] == "order-department.docx");
        of_order.expect("the order's template").clone()
    };
    let before = kept().await;
    let bytes = order("{{ title }}", "{{ titel }} {{ points }} {% if number %}");
    let input = json!({ "name": "order-department", "file": base64(&bytes) });
    let told = app.ask(&clerk, CHECK, json!({ "input": input })).await["checkTemplate"].clone();
    assert_eq!(
        (&told["sound"], &told["triedOn"]),
        (&json!(false), &json!("Приказ отдела"))
    );
    let mistakes = told["mistakes"].as_array().expect("a list");
    let codes: Vec<&Value> = mistakes.iter().map(|mistake| &mistake["code"]).collect();
    assert_eq!(codes, ["unknown_variable", "wrong_value", "unclosed_block"]);
    assert_eq!(mistakes[0]["tag"], "{{ titel }}");
    assert_eq!(mistakes[0]["hint"], "возможно, имелось в виду «title»");
    assert_eq!(mistakes[0]["place"]["part"], "word/document.xml");
    assert!(
        told["variables"]
            .as_array()
            .expect("a list")
            .contains(&json!({ "path": "titel", "need": "REQUIRED" })),
        "{told:#}"
    );
    assert_eq!(kept().await, before);
    let refused = app.ask(&first_school, CHECK, json!({ "input": input })).await;
    assert_eq!(refused["checkTemplate"]["userErrors"][0]["code"], "FORBIDDEN");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_given_in_one_way_and_has_a_name() {
    let app = TestApp::sqlite().await;
    let clerk = app.people().await.clerk;
    for (input, field) in [
        (json!({ "name": "../x", "file": "" }), "name"),
        (json!({ "name": "x", "file": "не base64" }), "file"),
        (json!({ "name": "x" }), "file"),
        (json!({ "name": "x", "file": "", "sha256": "0" }), "file"),
        (json!({ "name": "x", "sha256": "0" }), "sha256"),
    ] {
        let told = app.ask(&clerk, CHECK, json!({ "input": input })).await;
        assert_eq!(
            told["checkTemplate"]["userErrors"][0]["field"], field,
            "{input}: {told}"
        );
    }
    let handed_in = app.hand_in(&clerk, "проба.docx", b"{\\rtf1").await;
    let input = json!({ "name": "проба", "sha256": handed_in["sha256"] });
    let told = app.ask(&clerk, CHECK, json!({ "input": input })).await;
    assert_eq!(told["checkTemplate"]["mistakes"][0]["code"], "old_word", "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_clerk_puts_a_template_into_use_and_only_a_sound_one() {
    let app = TestApp::sqlite().await;
    let People {
        clerk,
        head,
        auditor,
        first_school,
        ..
    } = app.people().await;
    let name = "order-department.кто.docx";
    let sound = order("{{ title }}", "{{ title }} ");
    for other in [&head, &auditor, &first_school] {
        let refused = upload(&app, other, name, &sound).await;
        assert_eq!(refused["userErrors"][0]["code"], "FORBIDDEN");
    }
    let wrong = upload(&app, &clerk, name, &order("{{ title }}", "{{ titel }}")).await;
    assert_eq!(wrong["userErrors"][0]["code"], "TEMPLATE_MISTAKES");
    assert_eq!(wrong["mistakes"][0]["code"], "unknown_variable");
    assert_eq!(wrong["template"], json!(null));
    let kept = upload(&app, &clerk, name, &sound).await;
    assert_eq!(kept["userErrors"], json!([]), "{kept}");
    assert_eq!(kept["template"]["title"], "Приказ отдела");
    let version = &kept["template"]["versions"][0];
    assert_eq!(version["storedBy"], "Королёва А. С., делопроизводитель");
    assert_eq!(version["storedAt"], "2022-04-05T06:00:00+00:00");
    let again = upload(&app, &clerk, name, &sound).await;
    assert_eq!(
        (&again["repeated"], &again["template"]),
        (&json!(true), &kept["template"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_keeps_the_version_it_began_with() {
    let app = TestApp::sqlite().await;
    let People { clerk, .. } = app.people().await;
    let name = "order-department.версии.docx";
    upload(&app, &clerk, name, &order("{{ title }}", "ПЕРВАЯ {{ title }}")).await;
    let input = json!({ "idempotencyKey": "выпуск", "items": [{ "plan": "mentoring-2022", "key": "1.4" }], "document": { "template": name } });
    let draft = app.act(&clerk, "issue", input).await;
    let second = upload(&app, &clerk, name, &order("{{ title }}", "ВТОРАЯ {{ title }}")).await;
    let numbers: Vec<&Value> = second["template"]["versions"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|version| &version["number"])
        .collect();
    assert_eq!(numbers, [&json!(2), &json!(1)]);
    // Another process knows only what the database holds.
    let runtime = prikaz::runtime::Runtime::start(app.store.clone(), fresh_catalog(), app.runtime.clock().clone())
        .await
        .expect("it starts");
    let in_use = runtime.catalog().template(name).expect("the newest version is in use");
    assert_eq!(second["template"]["sha256"], in_use.sha256());
    let id = draft["document"]["id"]
        .as_str()
        .expect("an id")
        .parse()
        .expect("a document's id");
    let reader = runtime.reader(prikaz::store::reader::Viewer::System);
    let row = reader.document(id).await.expect("it is read").expect("it is there");
    let preview = prikaz::runtime::render::preview(&runtime, &row)
        .await
        .expect("a preview");
    let text = main_text(&preview.bytes);
    assert!(text.contains("ПЕРВАЯ") && !text.contains("ВТОРАЯ"), "{text}");
}

fn fresh_catalog() -> std::sync::Arc<prikaz::runtime::catalog::Catalog> {
    use prikaz::runtime::catalog::Catalog;
    use prikaz::runtime::sources::{Shelf, shipped};
    let catalog = Catalog::load(&shipped(Shelf::Workflows), &shipped(Shelf::DocTemplates));
    std::sync::Arc::new(catalog.expect("the shipped plans and templates are in order"))
}

fn main_text(bytes: &[u8]) -> String {
    use std::io::Read;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    let mut text = String::new();
    let mut part = archive.by_name("word/document.xml").expect("a main text");
    part.read_to_string(&mut text).expect("UTF-8");
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn the_department_sees_what_its_templates_need_and_a_school_does_not() {
    let app = TestApp::sqlite().await;
    let People {
        clerk, first_school, ..
    } = app.people().await;
    let all = app.ask(&clerk, TEMPLATES, json!({})).await;
    let templates = all["templates"].as_array().expect("a list");
    let order = templates
        .iter()
        .find(|template| template["name"] == "order-department.docx")
        .expect("the order");
    assert_eq!(order["title"], "Приказ отдела");
    assert_eq!(order["versions"][0]["storedBy"], "Система, из папки шаблонов");
    let title = order["variables"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|variable| variable["path"] == "title");
    assert_eq!(title.expect("an order has a title")["need"], "REQUIRED");
    let refused = app.ask_raw(&first_school, TEMPLATES, json!({})).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN");
}
