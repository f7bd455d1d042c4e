//! Pictures of the process.

use prikaz::definition::folder::arrange;
use prikaz::definition::model::Plan;
use prikaz::drawing::process::{Process, Subject};
use prikaz::drawing::{bpmn, picture, timeline};
use std::path::Path;

fn files_of(root: &str, folder: &str) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(root).join(folder)).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_file() {
            files.push((format!("{folder}/{name}"), std::fs::read(path).unwrap()));
        }
    }
    files
}

fn plan(files: Vec<(String, Vec<u8>)>) -> Plan {
    let folder = arrange(files);
    folder.check(&folder.plans[0]).plan.unwrap()
}

#[test]
fn dump() {
    let mut files: Vec<_> = ["calendars", "lifecycles", "mentoring-2022"]
        .iter()
        .flat_map(|f| files_of("workflows", f))
        .collect();
    let shipped = plan(files);
    files = files_of("workflows", "calendars");
    files.extend(files_of("tests/definitions", "lifecycles"));
    files.extend(files_of("tests/definitions", "culture-2024"));
    let culture = plan(files);
    std::fs::create_dir_all("/tmp/drawn").unwrap();
    for plan in [&shipped, &culture] {
        std::fs::write(
            format!("/tmp/drawn/plan-{}.svg", plan.key),
            timeline::draw(plan, Some("2022-06-01".parse().unwrap())),
        )
        .unwrap();
        for item in &plan.items {
            let process = Process::of(Subject::Item(plan, item));
            std::fs::write(
                format!("/tmp/drawn/{}-{}.svg", plan.key, item.key),
                picture::draw(&process),
            )
            .unwrap();
            std::fs::write(
                format!("/tmp/drawn/{}-{}.bpmn", plan.key, item.key),
                bpmn::write(&process),
            )
            .unwrap();
            let process = Process::of(Subject::Lifecycle(&item.lifecycle, Some(&item.rules)));
            std::fs::write(
                format!("/tmp/drawn/lc-{}.svg", item.lifecycle.key),
                picture::draw(&process),
            )
            .unwrap();
            std::fs::write(
                format!("/tmp/drawn/lc-{}.bpmn", item.lifecycle.key),
                bpmn::write(&process),
            )
            .unwrap();
        }
    }
}
