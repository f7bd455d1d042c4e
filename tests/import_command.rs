//! `prikaz import` as a clerk runs it: a road-map in, a folder out that `prikaz check` accepts.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn prikaz(arguments: &[&str], typed: &str) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_prikaz"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("it listens");
    // A program that asks nothing may be over before all is typed.
    let _ = stdin.write_all(typed.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    Ran {
        code: output.status.code().expect("it was not killed"),
        out: String::from_utf8(output.stdout).expect("it writes text"),
        err: String::from_utf8(output.stderr).expect("it writes text"),
    }
}

const WORD: &str = "tests/importing/roadmap-2022.docx";

fn shown(path: &Path) -> &str {
    path.to_str().expect("a temporary folder has a plain name")
}

#[test]
fn a_road_map_becomes_a_folder_that_checks() {
    let room = tempfile::tempdir().expect("a temporary folder");
    let plan = room.path().join("mentoring-2022");
    let ran = prikaz(&["import", WORD, "--out", shown(&plan)], "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("Вопросов без ответа: 28"), "{}", ran.out);
    let checked = prikaz(&["check", shown(&plan)], "");
    assert_eq!(
        checked.out.lines().last(),
        Some("27 определений, ошибок: 0"),
        "{}",
        checked.out
    );
    let again = prikaz(&["import", WORD, "--out", shown(&plan)], "");
    assert_eq!(again.code, 2);
    assert!(again.err.contains("не пуста"), "{}", again.err);
}

#[test]
fn a_program_gets_it_all_as_one_document() {
    let room = tempfile::tempdir().expect("a temporary folder");
    let plan = room.path().join("mentoring-2022");
    let answers = "tests/importing/answers-2022.yaml";
    let ran = prikaz(
        &[
            "import",
            WORD,
            "--out",
            shown(&plan),
            "--json",
            "--answers",
            answers,
            "--institutions",
            "workflows/mentoring-2022/institutions.csv",
            "--persons",
            "workflows/mentoring-2022/persons.csv",
        ],
        "",
    );
    let report: serde_json::Value = serde_json::from_str(&ran.out).expect("it writes JSON");
    assert_eq!(report["written"], true, "{}", ran.out);
    assert_eq!(report["report"]["items"].as_array().map(Vec::len), Some(27));
    assert_eq!(
        report["report"]["items"][3]["cells"][2]["source"],
        "До  29 апреля  \n2022 г."
    );
    let unanswered = report["questions"]
        .as_array()
        .expect("questions")
        .iter()
        .filter(|question| question["answer"].is_null())
        .count();
    assert_eq!((unanswered, report["blanks"].as_array().map(Vec::len)), (0, Some(0)));
}

#[test]
fn questions_are_asked_one_by_one() {
    let room = tempfile::tempdir().expect("a temporary folder");
    let plan = room.path().join("mentoring-2022");
    // The first by number, three by Enter, the fifth in words that settle nothing and then by Enter, the rest left.
    let ran = prikaz(
        &["import", WORD, "--out", shown(&plan), "--confirm"],
        "3\n\n\n\nкогда-нибудь\n\n",
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("[1 из 28] 2.1/deadline"), "{}", ran.err);
    assert!(ran.err.contains("«когда-нибудь» ничего не решает"), "{}", ran.err);
    let item = std::fs::read_to_string(plan.join("2.1.yaml")).expect("the item is written");
    assert!(
        item.contains("date_owner: clerk             # подтверждено: 2.1/deadline"),
        "{item}"
    );
}

#[test]
fn what_cannot_be_used_is_said_and_nothing_is_written() {
    let room = tempfile::tempdir().expect("a temporary folder");
    let plan = room.path().join("plan-2024");
    for (arguments, told) in [
        (
            ["import", "Cargo.toml", "--out", shown(&plan)],
            "таблица плана не найдена",
        ),
        (
            ["import", "no-such-file.docx", "--out", shown(&plan)],
            "не прочитан файл",
        ),
        (
            ["import", WORD, "--out", shown(&room.path().join("План 2022"))],
            "имя папки — ключ плана",
        ),
    ] {
        let ran = prikaz(&arguments, "");
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(told), "{}", ran.err);
    }
    let answers = room.path().join("answers.yaml");
    std::fs::write(&answers, "answers:\n  4.4/deadline: когда-нибудь\n").expect("a file is written");
    let ran = prikaz(
        &["import", WORD, "--out", shown(&plan), "--answers", shown(&answers)],
        "",
    );
    assert_eq!(ran.code, 3);
    assert!(ran.out.contains("План не записан"), "{}", ran.out);
    assert!(!plan.exists());
}
