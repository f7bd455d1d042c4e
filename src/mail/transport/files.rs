//! Letters as files: for a trial, for an office whose mail is sent by hand, for tests.
//! Must never leave half a letter under its name, nor two files for one letter.

use super::Delivered;
use super::failure::SendError;
use crate::mail::compose::Ready;
use crate::mail::phrases::one_line;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Unfinished copies of one letter that may lie aside: more means that something cuts every attempt off.
const PARTS_MAX: u32 = 1000;

/// A file's name may have 255 bytes; its part's name is longer than its own.
const NAME_BYTES_MAX: usize = 240;

/// A folder of letters.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(path)?;
        Ok(Self { path: path.to_owned() })
    }

    pub(super) async fn put(&self, letter: &Ready) -> Result<Delivered, SendError> {
        let name = safe_name(&letter.file_name).ok_or_else(|| SendError::BadAddress {
            address: one_line(&letter.file_name),
        })?;
        let (folder, mime) = (self.path.clone(), letter.mime.clone());
        let written = tokio::task::spawn_blocking(move || write_whole(&folder, &name, &mime)).await;
        match written {
            Ok(Ok(path)) => Ok(Delivered {
                reply: path.display().to_string(),
                refused: Vec::new(),
            }),
            Ok(Err(error)) => Err(SendError::Unreachable {
                text: format!("папка писем: {error}"),
            }),
            Err(error) => Err(SendError::Unreachable {
                text: format!("папка писем: запись прервана: {error}"),
            }),
        }
    }
}

/// The name, when it is one file's name and nothing else: not hidden, not a path.
fn safe_name(name: &str) -> Option<String> {
    let plain = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', '\0']);
    (plain && name.len() <= NAME_BYTES_MAX).then(|| name.to_owned())
}

/// Written aside, synced, renamed, and the folder synced: after a power cut the letter is there whole, or not at all.
fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    let path = folder.join(name);
    let (aside, mut file) = new_part(folder, name)?;
    let result = file
        .write_all(bytes)
        .and_then(|()| file.sync_all())
        .and_then(|()| std::fs::rename(&aside, &path));
    if let Err(error) = result {
        // The letter was not written; the part aside is of no use to anybody.
        let _ = std::fs::remove_file(&aside);
        return Err(error);
    }
    File::open(folder)?.sync_all()?;
    Ok(path)
}

/// A part of its own for every attempt, whoever else writes the same letter, or was cut off writing it.
fn new_part(folder: &Path, name: &str) -> io::Result<(PathBuf, File)> {
    for attempt in 0..PARTS_MAX {
        let aside = folder.join(format!(".{name}.{attempt}.part"));
        match File::create_new(&aside) {
            Ok(file) => return Ok((aside, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::new(
        io::ErrorKind::AlreadyExists,
        format!("ожидалось не больше {PARTS_MAX} недописанных копий письма «{name}»; удалите файлы .part"),
    ))
}
