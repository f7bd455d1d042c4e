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
