//! Every mistake is told, in every file, with its place and what would be right.

use crate::{culture_files, here, mistakes, replaced, shipped_files};
use prikaz::definition::source::{PlanSources, Source};
use prikaz::words::calendar::WorkCalendar;
use std::path::PathBuf;

#[test]
fn every_mistake_is_told_with_its_place() {
    let mut fixtures: Vec<PathBuf> = std::fs::read_dir(here("tests/definitions"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    fixtures.retain(|path| path.is_file());
    fixtures.sort();
    assert!(fixtures.len() >= 15);
    for path in fixtures {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let (files, stands_for) = match name.as_str() {
            "err_item_unconfirmed" => (shipped_files(), "mentoring-2022/5.2.yaml"),
            "err_item_circle" => (culture_files(), "culture-2024/1.1.yaml"),
            "err_institutions" => (culture_files(), "culture-2024/institutions.csv"),
            name if name.starts_with("err_item") => (culture_files(), "culture-2024/1.2.yaml"),
            "err_lifecycle_hurries" => (culture_files(), "lifecycles/training.yaml"),
            name if name.starts_with("err_lifecycle") => (culture_files(), "lifecycles/council.yaml"),
            name if name.starts_with("err_plan") => (culture_files(), "culture-2024/plan.yaml"),
            other => panic!("unknown fixture {other}"),
        };
        let found = mistakes(replaced(files, stands_for, &std::fs::read(&path).unwrap()));
        assert!(!found.0.is_empty(), "{name} has no mistake");
        insta::assert_snapshot!(name, found.to_string());
    }
}

#[test]
fn a_file_that_is_not_yaml_hides_no_mistake_of_another() {
    let files = replaced(culture_files(), "culture-2024/1.1.yaml", b"item: [1.1");
    let files = replaced(files, "culture-2024/1.2.yaml", b"item: \"1.2\"\nlifecycle: councl\n");
    let files = replaced(files, "lifecycles/training.yaml", b"\xff\xfe");
    let found: Vec<String> = mistakes(files)
        .0
        .iter()
        .map(|mistake| format!("{} {}", mistake.file, mistake.code.as_str()))
        .collect();
    for expected in [
        "culture-2024/1.1.yaml yaml",
        "culture-2024/1.2.yaml unknown-lifecycle",
        "culture-2024/1.2.yaml missing-field",
        "lifecycles/training.yaml yaml",
    ] {
        assert!(
            found.iter().any(|found| found == expected),
            "{expected} is not in {found:?}"
        );
    }
    assert!(
        !found.iter().any(|found| found.ends_with("unknown-item")),
        "an item that waits for the unreadable one is not blamed: {found:?}"
    );
}

#[test]
fn a_lost_item_and_a_folder_without_a_plan_are_noticed() {
    let mut files = shipped_files();
    files.retain(|(path, _)| path != "mentoring-2022/6.3.yaml");
    files.push(("lifecycle/own.yaml".into(), b"lifecycle: own".to_vec()));
    let found: Vec<String> = mistakes(files).0.into_iter().map(|mistake| mistake.message).collect();
    assert_eq!(
        found,
        [
            "в папке lifecycle нет файла plan.yaml, она не читается как план",
            "в плане 27 пунктов, а файлов 26"
        ]
    );
}

#[test]
fn a_year_without_a_calendar_is_a_mistake_and_not_a_guess() {
    let mut files = shipped_files();
    files.retain(|(path, _)| !path.contains("ru-2025"));
    let found = mistakes(files);
    assert_eq!(found.0.len(), 3, "{found}");
    assert!(
        found
            .0
            .iter()
            .all(|mistake| mistake.code.as_str() == "outside-calendar" && mistake.text == "2025-01-20"),
        "{found}"
    );
}

#[test]
fn a_copy_of_a_calendar_is_not_passed_over_in_silence() {
    for copy in ["calendars/ru-2024 (копия).yaml", "calendars/ru-2024.yml"] {
        let mut files = shipped_files();
        let own = files.iter().find(|(path, _)| path == "calendars/ru-2024.yaml").unwrap();
        let bytes = own.1.clone();
        files.push((copy.to_owned(), bytes));
        let found = mistakes(files);
        assert_eq!(found.0.len(), 1, "{found}");
        assert!(found.0[0].message.starts_with("год 2024 уже есть"), "{found}");
    }
}

/// The sources of a plan may be put together by hand too, as an editor does.
#[test]
fn an_editor_checks_a_text_that_is_on_no_disk() {
    let source = |file: &str, text: &str| Source::new(file, text);
    let sources = PlanSources {
        plan: source("plan.yaml", "plan: p"),
        items: vec![source("1.yaml", "item: \"1\"")],
        lifecycles: Vec::new(),
        institutions: source("institutions.csv", ""),
        persons: source("persons.csv", ""),
    };
    let found = prikaz::definition::compile::compile(&sources, &WorkCalendar::default()).unwrap_err();
    assert!(
        found
            .0
            .iter()
            .any(|mistake| mistake.file == "1.yaml" && mistake.message.contains("`deadline`")),
        "{found}"
    );
}
