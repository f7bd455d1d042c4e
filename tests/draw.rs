//! `prikaz draw` as a clerk runs it.

use std::path::Path;
use std::process::{Command, Output};

fn draw(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_prikaz"))
        .arg("draw")
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("prikaz starts")
}

fn drawn(arguments: &[&str]) -> String {
    let output = draw(arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).expect("a picture is text")
}

fn refused(arguments: &[&str]) -> String {
    let output = draw(arguments);
    assert!(!output.status.success(), "{arguments:?} should be refused");
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).expect("messages are text")
}

#[test]
fn an_item_a_lifecycle_and_a_plan_are_drawn() {
    let item = drawn(&["mentoring-2022/4.1"]);
    assert!(item.contains("<svg ") && item.contains("4.1. Формирование базы наставляемых"));
    let bpmn = drawn(&["mentoring-2022/4.1", "--format", "bpmn"]);
    assert!(bpmn.contains("<bpmn:definitions "));
    let lifecycle = drawn(&["--lifecycle", "collect-from-schools"]);
    assert!(lifecycle.contains("Порядок прохождения «Приказ отдела, сведения от исполнителей»"));
    let plan = drawn(&["mentoring-2022", "--timeline", "--today", "2022-06-01"]);
    assert!(plan.contains("сегодня 01.06.2022"));
    // A plan without an item is its timeline, with or without the word.
    assert_eq!(drawn(&["mentoring-2022"]), drawn(&["mentoring-2022", "--timeline"]));
}

#[test]
fn the_name_of_the_file_tells_its_kind() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("4.1.bpmn");
    let name = file.to_str().expect("a name");
    drawn(&["mentoring-2022/4.1", "-o", name]);
    assert!(
        std::fs::read_to_string(&file)
            .expect("written")
            .contains("<bpmn:definitions ")
    );
    let said = refused(&["mentoring-2022/4.1", "-o", name, "--format", "svg"]);
    assert!(said.contains("имя файла не того вида"), "{said}");
    let said = refused(&["mentoring-2022/4.1", "-o", "4.1.png"]);
    assert!(said.contains("имя файла кончается на .svg или .bpmn"), "{said}");
    assert!(!Path::new(env!("CARGO_MANIFEST_DIR")).join("4.1.png").exists());
}

#[test]
fn everything_is_drawn_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    drawn(&["--all", folder.path().to_str().expect("a name")]);
    let count = |inner: &str| std::fs::read_dir(folder.path().join(inner)).expect("a folder").count();
    assert_eq!(
        count("mentoring-2022"),
        2 * 27 + 1,
        "27 items in two kinds, and the timeline"
    );
    assert_eq!(count("lifecycles"), 2 * 9);
}

#[test]
fn a_wrong_name_is_answered_with_what_there_is() {
    let said = refused(&["mentoring-2023/4.1"]);
    assert!(
        said.contains("нет плана «mentoring-2023»; может быть, `mentoring-2022`?"),
        "{said}"
    );
    let said = refused(&["mentoring-2022/4.11"]);
    assert!(said.contains("в плане mentoring-2022 нет пункта «4.11»"), "{said}");
    let said = refused(&["mentoring-2022/6.2"]);
    assert!(
        said.contains("номер «6.2» напечатан не один раз; ключи: 6.2-1, 6.2-2"),
        "{said}"
    );
    let said = refused(&["--lifecycle", "collect"]);
    assert!(said.contains("нет порядка «collect»"), "{said}");
    let said = refused(&["mentoring-2022", "--format", "bpmn"]);
    assert!(said.contains("сроки плана рисуются только как svg"), "{said}");
    let said = refused(&["mentoring-2022", "--today", "2030-01-01"]);
    assert!(said.contains("01.01.2030 нет на сроках плана mentoring-2022"), "{said}");
}

#[test]
fn a_plan_with_mistakes_is_not_drawn() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = folder.path().join("broken");
    std::fs::create_dir(&plan).expect("a folder");
    std::fs::write(plan.join("plan.yaml"), "plan: broken\n").expect("written");
    let output = draw(&["broken", "--workflows", folder.path().to_str().expect("a name")]);
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("broken/plan.yaml") && said.contains("ничего не нарисовано"),
        "{said}"
    );
}
