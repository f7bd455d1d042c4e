//! What is kept: bundles of definitions, and the published schemas.

use crate::{compiled, here, item, shipped_files};
use prikaz::definition::bundle::{DefinitionBundle, recompile};
use prikaz::definition::schema;

#[test]
fn a_definition_is_rebuilt_from_its_bundle_whatever_the_calendar_says_later() {
    let (folder, plan) = compiled(shipped_files());
    for definition in &plan.items {
        let bundle = DefinitionBundle::of(&folder.plans[0], definition).unwrap();
        let stored = serde_json::to_string(&bundle).unwrap();
        let restored: DefinitionBundle = serde_json::from_str(&stored).unwrap();
        let rebuilt = recompile(&restored).unwrap_or_else(|mistakes| panic!("{mistakes}"));
        assert_eq!(format!("{rebuilt:?}"), format!("{definition:?}"));
        assert_eq!(rebuilt.sha256.len(), 64);
    }
    let mut without_radonitsa = shipped_files();
    for (path, bytes) in &mut without_radonitsa {
        if path == "calendars/ru-2022.yaml" {
            *bytes = String::from_utf8(bytes.clone())
                .unwrap()
                .replace("2022-05-10", "2022-05-11")
                .into_bytes();
        }
    }
    let (_, other) = compiled(without_radonitsa);
    assert_ne!(
        item(&other, "2.4").sha256,
        item(&plan, "2.4").sha256,
        "other dates are another definition"
    );
    assert_eq!(item(&other, "1.4").sha256, item(&plan, "1.4").sha256);
}

#[test]
fn the_committed_schemas_are_those_of_the_language() {
    for (name, text) in schema::all() {
        let committed = std::fs::read_to_string(here("workflows/schema").join(name)).unwrap();
        assert_eq!(committed, text, "run `prikaz schema --write workflows/schema`");
    }
    for (path, bytes) in shipped_files()
        .iter()
        .filter(|(path, _)| !path.starts_with("calendars") && !path.to_lowercase().ends_with(".csv"))
    {
        let kind = if path.starts_with("lifecycles") {
            "lifecycle"
        } else if path.ends_with("plan.yaml") {
            "plan"
        } else {
            "item"
        };
        let first = format!("# yaml-language-server: $schema=../schema/{kind}.json\n");
        assert!(bytes.starts_with(first.as_bytes()), "{path} begins with {first}");
    }
}
