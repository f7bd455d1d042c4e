//! The definition language: the shipped plan is exactly the printed road-map, and every mistake is told with its place.
#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure is the test's failure")]

mod command;
mod hostile;
mod journals;
mod kept;
mod mistakes;
mod shipped;

use chrono::NaiveDate;
use prikaz::definition::folder::{Folder, arrange};
use prikaz::definition::mistake::Mistakes;
use prikaz::definition::model::{Definition, Plan};
use std::path::{Path, PathBuf};

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
    files.sort();
    files
}

fn shipped_files() -> Files {
    ["calendars", "lifecycles", "mentoring-2022"]
        .iter()
        .flat_map(|folder| files_of("workflows", folder))
        .collect()
}

fn culture_files() -> Files {
    let mut files = files_of("workflows", "calendars");
    files.extend(files_of("tests/definitions", "lifecycles"));
    files.extend(files_of("tests/definitions", "culture-2024"));
    files
}

fn compiled(files: Files) -> (Folder, Plan) {
    let folder = arrange(files);
    assert!(folder.mistakes.is_empty(), "{:?}", folder.mistakes);
    let checked = folder.check(&folder.plans[0]);
    assert!(checked.mistakes.0.is_empty(), "{}", checked.mistakes);
    (folder, checked.plan.unwrap())
}

fn mistakes(files: Files) -> Mistakes {
    let folder = arrange(files);
    let mut all = folder.mistakes.clone();
    for plan in &folder.plans {
        all.extend(folder.check(plan).mistakes.0);
    }
    Mistakes::sorted(all)
}

fn replaced(mut files: Files, path: &str, bytes: &[u8]) -> Files {
    files.retain(|(name, _)| name != path);
    files.push((path.to_owned(), bytes.to_vec()));
    files
}

fn item<'a>(plan: &'a Plan, key: &str) -> &'a Definition {
    plan.items
        .iter()
        .find(|item| item.key.as_str() == key)
        .unwrap_or_else(|| panic!("no item {key}"))
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
