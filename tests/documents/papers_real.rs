//! Every paper carries the road-map's real items to the end: no tag left, no field raw, no page without sense.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use prikaz::documents::Template;
use prikaz::documents::papers::{PAPERS, Paper};
use prikaz::documents::starter::out_of_order;
use serde_json::Value;

use super::book::{names, part, text, well_formed};
use super::papers_plan::Plan;
use super::{papers_real_forms, papers_real_orders};

/// A paper, the items it serves, and what it is told.
pub struct Case {
    pub paper: &'static Paper,
    pub items: Vec<String>,
    pub context: Value,
}

impl Case {
    pub fn of(key: &str, items: &[&str], context: Value) -> Self {
        let paper = Paper::of_file(key).unwrap_or_else(|| panic!("no paper {key}"));
        let context = paper.complete(&context).map_err(|faults| (context, faults));
        Self {
            paper,
            items: items.iter().map(|item| (*item).to_owned()).collect(),
            context: context.unwrap_or_else(|(context, faults)| panic!("{key} {items:?}: {faults:?} in {context}")),
        }
    }

    /// «order-department-real-1.4».
    fn name(&self) -> String {
        format!("{}-real-{}", self.paper.key, self.items[0])
    }
}

/// Each case with the folder its template lies in: orders are laid out by both standards.
fn all() -> Vec<(Case, &'static str)> {
    let plan = Plan::read();
    let cases = |plan: &Plan| {
        let mut cases = papers_real_orders::cases(plan);
        cases.extend(papers_real_forms::cases(plan));
        cases
    };
    let old = cases(&plan)
        .into_iter()
        .filter(|case| case.paper.key.starts_with("order-"));
    let old = old.map(|case| (case, "gost-2016"));
    cases(&plan).into_iter().map(|case| (case, "")).chain(old).collect()
}

fn rendered(case: &Case, folder: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("doc-templates")
        .join(folder)
        .join(format!("{}.docx", case.paper.key));
    let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let template = Template::compile(case.paper.key, &bytes).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let document = template.render(&case.context);
    document
        .unwrap_or_else(|error| panic!("{}: {error}", case.name()))
        .bytes
}

#[test]
fn every_paper_serves_an_item_and_every_item_has_its_paper() {
    let all = all();
    let papers: BTreeSet<&str> = all.iter().map(|(case, _)| case.paper.key).collect();
    assert_eq!(papers, PAPERS.iter().map(|paper| paper.key).collect());
    let served: BTreeSet<&String> = all.iter().flat_map(|(case, _)| &case.items).collect();
    let plan = Plan::read();
    assert_eq!(served, plan.items.keys().collect());
    assert_eq!(served.len(), 27);
}

#[test]
fn with_real_items_no_tag_is_left_in_any_part_and_the_file_is_in_the_schemas_order() {
    for (case, folder) in all() {
        let file = rendered(&case, folder);
        for name in names(&file)
            .iter()
            .filter(|name| name.rsplit('.').next() == Some("xml"))
        {
            let xml = part(&file, name);
            well_formed(&xml);
            for sign in ["{{", "}}", "{%", "%}", "{#"] {
                assert!(!xml.contains(sign), "{} {folder} {name}: {sign}", case.name());
            }
        }
        assert_eq!(
            out_of_order(&file).unwrap(),
            Vec::<String>::new(),
            "{} {folder}",
            case.name()
        );
        // Kept for a person to look at.
        let kept = Path::new("target/papers");
        let _ =
            fs::create_dir_all(kept).and_then(|()| fs::write(kept.join(format!("{}{folder}.docx", case.name())), file));
    }
}

#[test]
fn with_real_items_a_paper_reads_as_a_clerk_would_type_it() {
    let plan = Plan::read();
    // The plan is quoted with its own slips: «(обновление , пополнение ежегодно)».
    let quoted: Vec<&str> = plan
        .items
        .values()
        .flat_map(|item| [&item.title, &item.result, &item.deadline])
        .map(|words| words.trim_end_matches('.'))
        .filter(|words| slip(words).is_some())
        .collect();
    for (case, folder) in all() {
        let said = text(&part(&rendered(&case, folder), "word/document.xml"));
        for line in said.lines() {
            let own = quoted
                .iter()
                .fold(line.to_owned(), |line, words| line.replace(words, "…"));
            assert_eq!(slip(&own), None, "{} {folder}: {line}", case.name());
        }
    }
}

#[test]
fn with_real_items_a_paper_names_the_items_it_serves() {
    for (case, folder) in all() {
        let said = text(&part(&rendered(&case, folder), "word/document.xml"));
        let silent = [
            "regulation",
            "acquaintance-sheet",
            "approval-sheet",
            "mentoring-programme",
            "order-school",
            "order-school-curator",
            "order-school-pairs",
        ];
        if silent.contains(&case.paper.key) {
            continue;
        }
        for item in &case.items {
            let number = item.split('-').next().unwrap_or(item);
            assert!(
                said.contains(number),
                "{} {folder}: no item {number} in {said}",
                case.name()
            );
        }
    }
}

/// What a clerk would strike out of a line.
fn slip(line: &str) -> Option<&'static str> {
    let letters: Vec<char> = line.chars().collect();
    let is_iso = |at: &[char]| {
        let shape: String = at
            .iter()
            .map(|sign| if sign.is_ascii_digit() { '0' } else { *sign })
            .collect();
        shape == "0000-00-00"
    };
    if line.contains("  ") || line.starts_with(' ') || line.ends_with(' ') {
        return Some("a space too many");
    }
    if letters.windows(10).any(is_iso) {
        return Some("a raw date");
    }
    for wrong in [" ,", " .", " ;", " :", ",,", "..", ";.", ",.", "«»", "()", "( ", " )"] {
        if line.contains(wrong) {
            return Some("stray signs");
        }
    }
    let word_is_english = |word: &str| {
        let plain = word.trim_matches(|sign: char| !sign.is_alphanumeric());
        plain.len() > 3 && plain.chars().all(|letter| letter.is_ascii_alphabetic())
    };
    line.split_whitespace()
        .any(word_is_english)
        .then_some("an English word")
}

#[test]
fn a_slip_of_typing_is_seen() {
    let slips = [
        "от 2022-04-04 №",
        "два  пробела",
        "«СОШ» ,",
        "None",
        "пункт 1.4 дорожной карты.",
        "https://school.example.org/a",
    ]
    .map(slip);
    assert_eq!(
        slips,
        [
            Some("a raw date"),
            Some("a space too many"),
            Some("stray signs"),
            Some("an English word"),
            None,
            None
        ]
    );
}
