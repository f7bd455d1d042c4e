//! Other programs take the BPMN files: the standard's schema accepts them, bpmn-js opens them without a warning.
//!
//! The schema and bpmn-js come from npm packages of fixed versions: `tests/drawing/tools.sh` brings them.

use crate::all_processes;
use prikaz::drawing::bpmn;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

/// The folder with the packages; brought once.
fn tools() -> &'static PathBuf {
    static TOOLS: OnceLock<PathBuf> = OnceLock::new();
    TOOLS.get_or_init(|| {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bpmn-tools");
        let run = Command::new("bash")
            .arg(crate::here("tests/drawing/tools.sh"))
            .arg(&folder)
            .output()
            .expect("bash starts");
        assert!(
            run.status.success(),
            "the BPMN schema and bpmn-js could not be had (npm is needed: apt-get install npm):\n{}",
            String::from_utf8_lossy(&run.stderr)
        );
        folder
    })
}

#[test]
fn the_schema_of_the_standard_accepts_every_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new("xmllint");
    let schema = tools().join("bpmn-moddle/resources/bpmn/xsd/BPMN20.xsd");
    command.args(["--noout", "--nonet", "--schema"]).arg(schema);
    let all = all_processes();
    for (name, process) in &all {
        let file = folder.path().join(format!("{}.bpmn", name.replace('/', "_")));
        std::fs::write(&file, bpmn::write(process)).expect("written");
        command.arg(file);
    }
    let run = command
        .output()
        .expect("xmllint is needed for this test: apt-get install libxml2-utils");
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    assert_eq!(
        said.lines().filter(|line| line.ends_with(" validates")).count(),
        all.len(),
        "{said}"
    );
}

#[test]
fn bpmn_js_opens_every_file_without_a_warning() {
    let all = all_processes();
    let files: serde_json::Map<String, serde_json::Value> = all
        .iter()
        .map(|(name, process)| (name.clone(), bpmn::write(process).into()))
        .collect();
    let files = serde_json::to_string(&files).expect("JSON").replace('<', "\\u003c");
    let viewer = tools().join("bpmn-js/dist/bpmn-viewer.production.min.js");
    let page = format!(
        r#"<!doctype html><meta charset="utf-8"><div id="canvas" style="width:2000px;height:1000px"></div><pre id="said">nothing</pre>
<script src="file://{}"></script><script>
(async () => {{
  const said = {{}};
  for (const [name, xml] of Object.entries({files})) {{
    const viewer = new BpmnJS({{ container: '#canvas' }});
    try {{
      const {{ warnings }} = await viewer.importXML(xml);
      said[name] = {{ warnings: warnings.map(String), elements: viewer.get('elementRegistry').getAll().length }};
    }} catch (error) {{
      said[name] = {{ warnings: [String(error)], elements: 0 }};
    }}
    viewer.destroy();
  }}
  document.getElementById('said').textContent = 'SAID' + btoa(unescape(encodeURIComponent(JSON.stringify(said)))) + 'END';
}})();
</script>"#,
        viewer.display()
    );
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("open.html");
    std::fs::write(&file, page).expect("written");
    let run = Command::new("chromium")
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
        ])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .args(["--virtual-time-budget=30000", "--dump-dom"])
        .arg(format!("file://{}", file.display()))
        .output()
        .expect("Chromium is needed for this test: apt-get install chromium");
    let dumped = String::from_utf8_lossy(&run.stdout);
    let said = dumped
        .split_once("<pre id=\"said\">SAID")
        .and_then(|(_, said)| said.split_once("END"))
        .map(|(said, _)| said);
    let said = said.unwrap_or_else(|| panic!("bpmn-js said nothing:\n{}", String::from_utf8_lossy(&run.stderr)));
    let said = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, said).expect("base64");
    let said: serde_json::Value = serde_json::from_slice(&said).expect("JSON");
    for (name, process) in &all {
        assert_eq!(said[name]["warnings"], serde_json::json!([]), "{name}");
        // The root, the pool, the lanes, nodes, timers and flows; words outside a shape are elements too.
        let least = 2 + process.lanes.len() + process.nodes.len() + process.flows.len() + 2 * process.timers.len();
        assert!(
            said[name]["elements"]
                .as_u64()
                .is_some_and(|count| count >= least as u64),
            "{name}: {said}"
        );
    }
}
