//! `prikaz check` as a clerk runs it.

use crate::{culture_files, here, replaced};
use std::process::Command;

fn prikaz(arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_prikaz"))
        .current_dir(here("."))
        .args(arguments)
        .output()
        .unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn the_check_command_says_how_many_definitions_and_mistakes() {
    let (code, text) = prikaz(&["check"]);
    assert_eq!(
        (code, text.lines().last()),
        (0, Some("27 определений, ошибок: 0")),
        "{text}"
    );
    let (code, json) = prikaz(&["check", "workflows/mentoring-2022", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (
            code,
            report["items"].as_array().unwrap().len(),
            report["mistakes"].as_array().unwrap().len()
        ),
        (0, 27, 0)
    );
    assert_eq!(report["items"][9]["instances"][0]["control"], "2022-05-06");
    assert_eq!(prikaz(&["check", "no-such-folder"]).0, 2);
    assert_eq!(
        prikaz(&["check", "."]).0,
        2,
        "a folder without plans is not a plan without mistakes"
    );

    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in replaced(culture_files(), "culture-2024/1.2.yaml", b"item: \"1.2\"\ntitel: x\n") {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let (code, json) = prikaz(&["check", folder.path().to_str().unwrap(), "--json"]);
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let first = &report["mistakes"][0];
    assert_eq!(
        (code, first["code"].as_str(), first["file"].as_str()),
        (3, Some("missing-field"), Some("culture-2024/1.2.yaml"))
    );
    assert_eq!(
        report["mistakes"]
            .as_array()
            .unwrap()
            .iter()
            .find(|mistake| mistake["text"] == "titel")
            .unwrap()["line"],
        2
    );
}

/// The shipped plan and templates in a folder of their own, after `edit`.
fn checked(edit: impl Fn(&std::path::Path)) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    for shelf in ["workflows", "doc-templates"] {
        copied(&here(shelf), &folder.path().join(shelf));
    }
    edit(folder.path());
    let of = |shelf: &str| folder.path().join(shelf).to_str().unwrap().to_owned();
    prikaz(&["check", &of("workflows"), "--doc-templates", &of("doc-templates")])
}

fn copied(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copied(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn edited(path: &std::path::Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from} is in the file");
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn a_template_that_is_not_there_is_a_mistake_where_it_is_named() {
    assert_eq!(checked(|_| ()).0, 0);
    let (code, text) = checked(|folder| {
        let plan = folder.join("workflows/mentoring-2022/plan.yaml");
        edited(&plan, "order: order-department.docx", "order: missing.docx");
    });
    assert_eq!((code, text.matches("ошибка[").count()), (3, 1), "{text}");
    assert!(text.contains("нет шаблона «missing.docx»"), "{text}");
    assert!(text.contains("mentoring-2022/plan.yaml:50:"), "{text}");
    assert!(
        !text.contains("План mentoring-2022"),
        "mistakes are not lost among dates: {text}"
    );
}

#[test]
fn a_broken_template_is_named_once_and_not_called_missing() {
    let (code, text) = checked(|folder| {
        std::fs::write(folder.join("doc-templates/order-department.docx"), "not a zip").unwrap();
    });
    assert_eq!((code, text.matches("ошибка[").count()), (3, 1), "{text}");
    assert!(text.contains("doc-templates/order-department.docx"), "{text}");
    let (code, text) = checked(|folder| {
        edited(
            &folder.join("doc-templates/mail/task/subject"),
            "{{",
            "{{ no_such_name }}{{",
        );
    });
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("doc-templates/mail/task/subject:1:"), "{text}");
}

#[test]
fn a_name_without_a_file_behind_it_is_a_mistake() {
    let (code, text) = checked(|folder| {
        std::fs::create_dir(folder.join("workflows/mentoring-2022/1.7.yaml")).unwrap();
    });
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("mentoring-2022/1.7.yaml"), "{text}");
    assert_eq!(prikaz(&["check", "workflows/mentoring-2022/plan.yaml"]).0, 2);
}
