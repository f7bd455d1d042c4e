//! Pictures of the process: nothing lies on anything else, nothing is left out, other programs open them.
#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure is the test's failure")]

mod bpmn;
mod layout;
mod opened;
mod pictures;
mod random;

use prikaz::definition::folder::arrange;
use prikaz::definition::model::Plan;
use prikaz::drawing::process::{Process, Subject};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

type Files = Vec<(String, Vec<u8>)>;

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn files_of(root: &str, folder: &str) -> Files {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(here(root).join(folder)).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_file() {
            files.push((format!("{folder}/{name}"), std::fs::read(path).unwrap()));
        }
    }
    files
}

fn plan_of(files: Files) -> Plan {
    let folder = arrange(files);
    let checked = folder.check(&folder.plans[0]);
    assert!(checked.mistakes.0.is_empty(), "{}", checked.mistakes);
    checked.plan.unwrap()
}

/// The shipped road-map.
fn mentoring() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(|| {
        let folders = ["calendars", "lifecycles", "mentoring-2022"];
        plan_of(
            folders
                .iter()
                .flat_map(|folder| files_of("workflows", folder))
                .collect(),
        )
    })
}

/// A plan of another department: a council's quorum, a choice, a letter, a wait for the first day.
fn culture() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(|| {
        let mut files = files_of("workflows", "calendars");
        files.extend(files_of("tests/definitions", "lifecycles"));
        files.extend(files_of("tests/definitions", "culture-2024"));
        plan_of(files)
    })
}

/// Every item of both plans and every lifecycle they use, each with a name for messages.
fn all_processes() -> Vec<(String, Process)> {
    let mut all = Vec::new();
    for plan in [mentoring(), culture()] {
        for item in &plan.items {
            let name = format!("{}/{}", plan.key, item.key);
            all.push((name, Process::of(Subject::Item(plan, item))));
            let name = format!("lifecycles/{}", item.lifecycle.key);
            if !all.iter().any(|(known, _)| *known == name) {
                let subject = Subject::Lifecycle(&item.lifecycle, Some(&item.rules));
                all.push((name, Process::of(subject)));
            }
        }
    }
    assert_eq!(all.len(), 27 + 9 + 4 + 2, "items and lifecycles of both plans");
    all
}
