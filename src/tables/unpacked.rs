//! What a zip really unpacks to, before anything else opens it.
//!
//! Must never believe the sizes in its table: every byte is counted as it comes.

use super::TableError;
use std::io::{Cursor, Read};

/// Most bytes that all files of a workbook may unpack to.
const UNPACKED_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Most files in it.
const FILES_MAX: usize = 2_000;
/// Most strings that a workbook may announce: the reader makes room for as many at once.
const STRINGS_MAX: u64 = 1_000_000;

/// Unpacks everything once, keeps nothing, and refuses what would fill the memory.
pub(super) fn check(bytes: &[u8]) -> Result<(), TableError> {
    let broken = |error: &dyn std::fmt::Display| TableError::Broken(error.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    if archive.len() > FILES_MAX {
        return Err(TableError::TooMany {
            what: "файлов внутри книги",
            limit: FILES_MAX,
        });
    }
    if archive
        .file_names()
        .any(|name| name == "mimetype" || name == "content.xml")
    {
        return Err(TableError::OtherFormat {
            found: "таблица LibreOffice (.ods)",
            advice: "сохраните её как «Книга Excel (.xlsx)» или как CSV",
        });
    }
    let mut left = UNPACKED_BYTES_MAX;
    for place in 0..archive.len() {
        let file = archive.by_index(place).map_err(|error| broken(&error))?;
        let mut content = Vec::new();
        file.take(left + 1)
            .read_to_end(&mut content)
            .map_err(|error| broken(&error))?;
        left = left.checked_sub(content.len() as u64).ok_or(TableError::TooMany {
            what: "мегабайт после распаковки",
            limit: 64,
        })?;
        if announced_strings(&content) > STRINGS_MAX {
            return Err(TableError::TooMany {
                what: "строк текста в книге",
                limit: 1_000_000,
            });
        }
    }
    Ok(())
}

/// The largest `uniqueCount="…"` of a file, whatever stands around it.
fn announced_strings(content: &[u8]) -> u64 {
    const NAME: &[u8] = b"uniqueCount";
    let mut largest = 0;
    let mut rest = content;
    while let Some(at) = rest.windows(NAME.len()).position(|window| window == NAME) {
        rest = &rest[at + NAME.len()..];
        let head = &rest[..rest.len().min(64)];
        let digits = head
            .iter()
            .skip_while(|byte| !byte.is_ascii_digit() && **byte != b'>')
            .take_while(|byte| byte.is_ascii_digit());
        let number = digits.fold(0_u64, |number, digit| {
            number.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
        });
        largest = largest.max(number);
    }
    largest
}
