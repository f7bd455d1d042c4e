//! The papers of `doc-templates/`, rendered from the samples of their contexts.

use std::fs;
use std::path::{Path, PathBuf};

use prikaz::documents::Template;
use prikaz::documents::context::{NoteContext, OrderContext, ReportFormContext, SchoolOrderContext};
use serde_json::{Value, json};

use super::book::{part, text, well_formed};

fn template(name: &str) -> Template {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("doc-templates").join(format!("{name}.docx"));
    let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Template::compile(name, &bytes).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn samples() -> Vec<(&'static str, Value)> {
    vec![
        ("order-department", json!(OrderContext::sample())),
        ("order-school", json!(SchoolOrderContext::sample())),
        ("report-form", json!(ReportFormContext::sample())),
        ("analytical-note", json!(NoteContext::sample())),
    ]
}

#[test]
fn every_paper_names_only_what_its_context_offers() {
    for (name, sample) in samples() {
        let mistakes: Vec<String> = template(name).check(&sample).iter().map(ToString::to_string).collect();
        assert_eq!(mistakes, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn a_registered_order_shows_its_date_and_number() {
    let document = template("order-department").render(&json!(OrderContext::sample())).unwrap();
    let paper = text(&part(&document.bytes, "word/document.xml"));
    assert!(paper.contains("04.04.2022\t№ 113"), "{paper}");
    if let Ok(folder) = std::env::var("PAPERS") {
        for (name, sample) in samples() {
            let document = template(name).render(&sample).unwrap();
            well_formed(&part(&document.bytes, "word/document.xml"));
            fs::write(PathBuf::from(&folder).join(format!("{name}.docx")), document.bytes).unwrap();
        }
    }
}
