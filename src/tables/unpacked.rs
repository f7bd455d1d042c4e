//! What a zip really unpacks to, before anything else opens it.
//!
//! Must never believe the sizes in its table: every byte is counted as it comes, and none is kept.

use super::TableError;
use std::io::{Cursor, Read};

/// Most bytes that all files of a workbook may unpack to.
const UNPACKED_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Most files in it.
const FILES_MAX: usize = 2_000;
/// Most bytes of the texts that sheets share: the reader of workbooks holds them all.
const SHARED_BYTES_MAX: u64 = 12 * 1024 * 1024;
/// Unpacked at a time.
const PIECE: usize = 32 * 1024;
/// More than a name, its quotes and its number.
const NUMBER_SPAN: usize = 64;
/// Most strings that a workbook may announce: the reader makes room for as many at once.
const STRINGS_MAX: u64 = 200_000;

/// Unpacks everything once, keeps nothing, and refuses what would fill the memory.
pub(super) fn check(bytes: &[u8]) -> Result<(), TableError> {
    let broken = |what: &str| TableError::Broken(what.to_owned());
    let archive = zip::ZipArchive::new(Cursor::new(bytes));
    let mut archive = archive.map_err(|_| broken("файл обрывается или это не архив"))?;
    if archive.len() > FILES_MAX {
        return Err(TableError::TooMany {
            what: "файлов внутри книги",
            limit: FILES_MAX,
        });
    }
    other_format(&archive)?;
    let mut left = UNPACKED_BYTES_MAX;
    let mut piece = vec![0_u8; PIECE];
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) => {
                broken("часть её зашифрована или сжата неизвестным способом")
            }
            _ => broken("часть её не читается"),
        })?;
        let shared = file.name().to_ascii_lowercase().ends_with("sharedstrings.xml");
        let limit = if shared { left.min(SHARED_BYTES_MAX) } else { left };
        let mut unpacked = 0_u64;
        // The end of the piece before: a name may stand across both.
        let mut seen: Vec<u8> = Vec::with_capacity(PIECE + NUMBER_SPAN);
        loop {
            let read = file
                .read(&mut piece)
                .map_err(|_| broken("часть её не распаковывается"))?;
            if read == 0 {
                break;
            }
            unpacked += read as u64;
            if unpacked > limit {
                return Err(TableError::TooMany {
                    what: if shared {
                        "мегабайт общих текстов"
                    } else {
                        "мегабайт после распаковки"
                    },
                    limit: if shared { 12 } else { 64 },
                });
            }
            seen.drain(..seen.len().saturating_sub(NUMBER_SPAN));
            seen.extend_from_slice(&piece[..read]);
            if announced_strings(&seen) > STRINGS_MAX {
                return Err(TableError::TooMany {
                    what: "строк текста в книге",
                    limit: 200_000,
                });
            }
        }
        left -= unpacked;
    }
    Ok(())
}

fn other_format(archive: &zip::ZipArchive<Cursor<&[u8]>>) -> Result<(), TableError> {
    for (found, names, advice) in [
        (
            "таблица LibreOffice (.ods)",
            ["mimetype", "content.xml"],
            "сохраните её как «Книга Excel (.xlsx)» или как CSV",
        ),
        (
            "документ Word",
            ["word/document.xml", "word/document.bin"],
            "перенесите таблицу в Excel и сохраните как «Книга Excel (.xlsx)»",
        ),
        (
            "двоичная книга Excel (.xlsb)",
            ["xl/workbook.bin", "xl/worksheets/sheet1.bin"],
            "сохраните её как «Книга Excel (.xlsx)»",
        ),
    ] {
        if archive.file_names().any(|name| names.contains(&name)) {
            return Err(TableError::OtherFormat { found, advice });
        }
    }
    Ok(())
}

/// The largest `uniqueCount="…"` of a file, whatever stands around it.
fn announced_strings(content: &[u8]) -> u64 {
    const NAME: &[u8] = b"uniqueCount";
    let mut largest = 0;
    let mut rest = content;
    while let Some(at) = memchr::memmem::find(rest, NAME) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    fn zipped(name: &str, content: &[u8]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer
            .start_file(name, SimpleFileOptions::default())
            .expect("the name is new");
        writer.write_all(content).expect("memory takes it");
        writer.finish().expect("memory takes it").into_inner()
    }

    #[test]
    fn a_number_announced_across_two_pieces_is_seen() {
        for before in PIECE - 40..PIECE + 4 {
            let content = format!("{}<sst uniqueCount=\"999999\">", " ".repeat(before));
            let refused = check(&zipped("xl/sharedStrings.xml", content.as_bytes()));
            assert!(
                matches!(refused, Err(TableError::TooMany { .. })),
                "{before}: {refused:?}"
            );
        }
    }

    #[test]
    fn whatever_is_broken_is_told_in_russian() {
        let whole = zipped("xl/workbook.xml", "<workbook/>".repeat(50).as_bytes());
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x5a;
            for bytes in [&damaged[..], &whole[..at]] {
                let Err(error) = super::super::read(bytes) else {
                    continue;
                };
                let said = error
                    .to_string()
                    .replace(".xlsx", "")
                    .replace("CSV", "")
                    .replace("Excel", "");
                let mut words = said.split(|c: char| !c.is_ascii_alphabetic());
                assert!(said.contains('«') || words.all(|word| word.len() < 4), "{said}");
            }
        }
    }
}
