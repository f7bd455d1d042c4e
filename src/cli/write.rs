//! Writes a file so that nobody ever meets half of it: beside its place first, then in its place at once.
//!
//! Must never leave the file beside behind.

use anyhow::{Context, ensure};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes the file, in place of the one that is there.
pub fn atomically(to: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    ensure!(!to.is_dir(), "{} — папка, а нужно имя файла", to.display());
    let beside = beside(to, "tmp");
    let written = write_synced(&beside, bytes).and_then(|()| std::fs::rename(&beside, to));
    if written.is_err() {
        // What could not be written whole is not kept; that there was nothing to remove is no matter.
        let _ = std::fs::remove_file(&beside);
    }
    written.with_context(|| format!("не записан файл {}", to.display()))
}

/// A name in the same folder that only this process uses.
pub fn beside(to: &Path, what: &str) -> PathBuf {
    let name = to.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = format!(".{}.{}.{what}", name.unwrap_or_default(), std::process::id());
    to.with_file_name(name)
}

fn write_synced(to: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = std::fs::File::create(to)?;
    file.write_all(bytes)?;
    file.sync_all()
}
