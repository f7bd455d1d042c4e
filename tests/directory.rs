//! The directory: taken in from tables that departments keep, names that change, forms that orders use.
#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure is the test's failure")]

#[path = "support/app.rs"]
mod app;
#[path = "directory/book.rs"]
mod book;
#[path = "directory/forms.rs"]
mod forms;
#[path = "directory/hostile.rs"]
mod hostile;
#[path = "directory/import.rs"]
mod import;
#[path = "directory/renamed.rs"]
mod renamed;

use std::path::Path;
use std::process::Command;

/// Runs the program; gives its exit code and what it printed.
fn prikaz(arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_prikaz"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .output()
        .unwrap();
    let printed = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(printed).unwrap())
}

/// A copy of the shipped plans that may be changed.
fn workflows(folder: &Path) {
    for file in prikaz::runtime::sources::shipped(prikaz::runtime::sources::Shelf::Workflows) {
        let path = folder.join(file.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, file.bytes).unwrap();
    }
}
