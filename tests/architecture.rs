//! The house keeps its shape: a floor names only floors below it, and crates stay in their rooms.

use std::fs;
use std::path::{Path, PathBuf};

/// Module, its floor, and the modules of the same floor it may name.
const FLOORS: &[(&str, u8)] = &[
    ("words", 0),
    ("definition", 1),
    ("engine", 2),
    ("store", 3),
    ("documents", 3),
    ("mail", 3),
    ("tables", 3),
    ("drawing", 3),
    ("importing", 4),
    ("simulation", 3),
    ("runtime", 4),
    ("api", 5),
    ("web", 5),
    ("config", 6),
    ("cli", 6),
];

/// Rooms that must not know what their floor would let them: bytes and typed contexts in, bytes out.
const BLIND: &[(&str, &[&str])] = &[
    ("documents", &["engine", "definition"]),
    ("mail", &["engine", "definition"]),
    ("tables", &["engine", "definition"]),
    ("drawing", &["engine"]),
    ("importing", &["engine", "store", "mail"]),
    ("config", &["store", "engine"]),
];

/// A crate (as it is named in code) and the only modules that may name it.
const FENCED: &[(&str, &[&str])] = &[
    ("sea_orm", &["store"]),
    ("prikaz_migrations", &["store"]),
    ("lettre", &["mail"]),
    ("zip", &["documents", "tables"]),
    ("calamine", &["tables"]),
    ("encoding_rs", &["tables"]),
    ("petrovich", &["words"]),
    ("quick_xml", &["documents"]),
    ("docx_rs", &["documents"]),
    ("qrcodegen", &["documents"]),
    ("axum", &["api", "web", "cli"]),
    ("async_graphql", &["api"]),
    ("async_graphql_axum", &["api"]),
    ("serde_saphyr", &["words", "definition", "config"]),
    ("schemars", &["definition"]),
    ("clap", &["cli"]),
    ("tokio", &["store", "mail", "runtime", "api", "web", "cli"]),
    ("std::fs", &["runtime", "cli", "config"]),
    ("std::env", &["config"]),
    ("std::process", &["cli", "runtime"]),
];

/// What a user sees when he opens the folder; dot-files and build output aside.
const TOP_LEVEL: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    "README.md",
    "benches",
    "doc-templates",
    "migrations",
    "schema.graphql",
    "src",
    "tests",
    "workflows",
];

const FILE_LINES_MAX: usize = 500;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a source folder can be listed") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(PathBuf, String, String)> {
    let src = root().join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    assert!(
        files.len() > 20,
        "expected the whole source tree, found {} files",
        files.len()
    );
    files
        .into_iter()
        .map(|path| {
            let relative = path.strip_prefix(&src).expect("below src").to_path_buf();
            let first = relative
                .components()
                .next()
                .expect("a file has a name")
                .as_os_str()
                .to_string_lossy()
                .into_owned();
            let module = first.trim_end_matches(".rs").to_owned();
            let text = fs::read_to_string(&path).expect("a source file is text");
            (relative, module, text)
        })
        .collect()
}

fn floor_of(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == module).map(|(_, floor)| *floor)
}

fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[test]
fn a_floor_names_only_floors_below_it() {
    let mut broken = Vec::new();
    for (path, module, text) in sources() {
        if module == "lib" || module == "main" {
            continue;
        }
        let floor =
            floor_of(&module).unwrap_or_else(|| panic!("{} stands on no floor: add it to the table", path.display()));
        for (number, line) in code_lines(&text) {
            if line.contains("use crate::{") {
                broken.push(format!(
                    "{}:{number}: one floor per `use crate::…` line",
                    path.display()
                ));
            }
            for (at, _) in line.match_indices("crate::") {
                let after = &line[at + "crate::".len()..];
                let named: String = after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let Some(other) = floor_of(&named) else { continue };
                let allowed = named == module || other < floor || (module == "cli" && named == "config");
                let blind = BLIND
                    .iter()
                    .any(|(room, hidden)| *room == module && hidden.contains(&named.as_str()));
                if !allowed || blind {
                    broken.push(format!(
                        "{}:{number}: `{module}` must not know `{named}`",
                        path.display()
                    ));
                }
            }
        }
    }
    assert!(broken.is_empty(), "broken floors:\n{}", broken.join("\n"));
}

#[test]
fn crates_stay_in_their_rooms() {
    let mut broken = Vec::new();
    for (path, module, text) in sources() {
        if module == "main" {
            continue;
        }
        for (number, line) in code_lines(&text) {
            for (fenced, rooms) in FENCED {
                let named = line
                    .match_indices(&format!("{fenced}::"))
                    .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
                    || line.contains(&format!("use {fenced};"));
                if named && !rooms.contains(&module.as_str()) && !is_exception(&path, fenced) {
                    broken.push(format!("{}:{number}: `{fenced}` belongs to {rooms:?}", path.display()));
                }
            }
        }
    }
    assert!(broken.is_empty(), "crates out of their rooms:\n{}", broken.join("\n"));
}

/// Single files with a reason of their own.
fn is_exception(path: &Path, fenced: &str) -> bool {
    let path = path.to_string_lossy().replace('\\', "/");
    matches!(
        (path.as_str(), fenced),
        (
            "mail/transport/files.rs" | "mail/transport.rs" | "store/open.rs",
            "std::fs"
        )
    )
}

#[test]
fn no_file_is_too_long_to_read() {
    let long: Vec<String> = sources()
        .into_iter()
        .filter(|(_, _, text)| text.lines().count() > FILE_LINES_MAX)
        .map(|(path, _, text)| format!("{}: {} lines", path.display(), text.lines().count()))
        .collect();
    assert!(
        long.is_empty(),
        "files over {FILE_LINES_MAX} lines:\n{}",
        long.join("\n")
    );
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent: Vec<String> = sources()
        .into_iter()
        .filter(|(_, _, text)| !text.trim_start().starts_with("//!"))
        .map(|(path, _, _)| path.display().to_string())
        .collect();
    assert!(silent.is_empty(), "modules without `//!`:\n{}", silent.join("\n"));
}

#[test]
fn the_top_level_is_what_a_user_expects() {
    let listed = std::process::Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git lists the project's files");
    let text = String::from_utf8(listed.stdout).expect("file names are UTF-8");
    let mut top: Vec<&str> = text
        .split('\0')
        .filter_map(|path| path.split('/').next())
        .filter(|name| !name.is_empty() && !name.starts_with('.'))
        .collect();
    top.sort_unstable();
    top.dedup();
    assert_eq!(top, TOP_LEVEL);
}
