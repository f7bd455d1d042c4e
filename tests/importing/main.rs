//! A road-map that a department brings in becomes a plan: the printed one becomes exactly the shipped one.
#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure is the test's failure")]

mod book;
mod hostile;
mod printed;
mod road_map;
mod shapes;

use prikaz::definition::folder::arrange;
use prikaz::definition::model::Plan;
use prikaz::importing::answers::Answers;
use prikaz::importing::{ImportError, Proposal, Request, propose, read_answers};
use std::path::{Path, PathBuf};

type Files = Vec<(String, Vec<u8>)>;

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn folder(name: &str) -> Files {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(here("workflows").join(name)).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        files.push((format!("{name}/{file}"), std::fs::read(path).unwrap()));
    }
    files.sort();
    files
}

/// What all plans share.
fn shared() -> Files {
    let mut files = folder("calendars");
    files.extend(folder("lifecycles"));
    files
}

fn data(name: &str) -> Vec<u8> {
    std::fs::read(here("tests/importing").join(name)).unwrap()
}

fn answers(text: &str) -> Answers {
    read_answers("answers.yaml", text).unwrap_or_else(|mistakes| panic!("{mistakes:?}"))
}

/// Takes a file in without a directory of its own.
fn taken(name: &str, bytes: &[u8], answers: &Answers) -> Result<Proposal, ImportError> {
    propose(&Request {
        file_name: name,
        bytes,
        plan: "mentoring-2022",
        shared: &shared(),
        institutions: None,
        persons: None,
        answers,
    })
}

fn proposed(name: &str, bytes: &[u8]) -> Proposal {
    taken(name, bytes, &Answers::default()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The plan that the files of a proposal are.
fn compiled(proposal: &Proposal) -> Plan {
    assert!(proposal.mistakes.is_empty(), "{:#?}", proposal.mistakes);
    let own = proposal
        .files
        .iter()
        .map(|(name, text)| (format!("mentoring-2022/{name}"), text.clone().into_bytes()));
    plan_of(own.chain(shared()).collect())
}

fn plan_of(files: Files) -> Plan {
    let folder = arrange(files);
    let checked = folder.check(&folder.plans[0]);
    assert!(checked.mistakes.0.is_empty(), "{}", checked.mistakes);
    checked.plan.unwrap()
}

fn file<'a>(proposal: &'a Proposal, name: &str) -> &'a str {
    let found = proposal.files.iter().find(|(file, _)| file == name);
    &found.unwrap_or_else(|| panic!("no file {name}")).1
}
