//! A clerk's mistakes in a template are told at start, each with its place and what would be right.

use prikaz::mail::templates::{Templates, shipped_files};

/// The shipped letters with one of them rewritten.
fn mistakes(path: &str, text: &str) -> Vec<String> {
    let mut files = shipped_files();
    files.retain(|(file, _)| *file != path);
    files.push((path, text));
    Templates::load(&files)
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn a_wrong_name_is_told_with_its_place_and_the_right_ones() {
    insta::assert_snapshot!(
        mistakes("task/subject", "до {{ task.due | date }}:\n{{ task.insitution }}").join("\n"),
        @"task/subject:2:4: имени «task.insitution» у этого письма нет; есть accepts, addressee, ask_until, basis, brief, done_when, due, due_hour, institution, institution_key, item, item_key, link, office, result, token, what"
    );
}

#[test]
fn a_wrong_name_in_a_branch_that_is_seldom_taken_is_told_too() {
    let found = mistakes("cancelled/text", "{% if false %}{{ reason }}{% endif %}");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("cancelled/text:1:18: имени «reason»"), "{found:?}");
}

#[test]
fn a_broken_mark_is_told_with_its_place() {
    let found = mistakes("accepted/text", "строка\n  {% if remark %}нет конца");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("accepted/text:2:"), "{found:?}");
}

#[test]
fn a_misused_filter_is_told_with_its_place() {
    let found = mistakes("task/subject", "до {{ task.item | date }}");
    assert!(found[0].starts_with("task/subject:1:"), "{found:?}");
    assert!(
        found[0].contains("ожидалась дата ГГГГ-ММ-ДД, а здесь «1.4»"),
        "{found:?}"
    );
}

#[test]
fn a_missing_part_and_an_unknown_letter_are_told() {
    let mut files = shipped_files();
    files.retain(|(file, _)| *file != "note/html");
    files.push(("taks/text", "опечатка в имени папки"));
    let found: Vec<String> = Templates::load(&files)
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(
        found[0].starts_with("taks/text:1:1: письма «taks» нет; есть task, reminder,"),
        "{found:?}"
    );
    let without: Vec<_> = shipped_files()
        .into_iter()
        .filter(|(file, _)| *file != "note/html")
        .collect();
    let found: Vec<String> = Templates::load(&without)
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(found, ["note/html:1:1: ожидался шаблон «note/html», а его нет"]);
}

#[test]
fn an_endless_template_ends() {
    let found = mistakes(
        "task/text",
        "{% for a in range(9999) %}{% for b in range(9999) %}.{% endfor %}{% endfor %}",
    );
    assert_eq!(found.len(), 1, "{found:?}");
}
