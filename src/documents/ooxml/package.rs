//! Opens a .docx with limits checked before anything is inflated, and writes one with parts copied as they are.
//!
//! Must never believe a declared size, and must never follow a name out of the package.

use std::collections::HashMap;
use std::io::{Cursor, Read, Write};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::documents::mistake::{MistakeCode, TemplateMistake};

const FILE_MAX: usize = 10 << 20;
const ENTRIES_MAX: usize = 1_000;
/// Text that is kept and read; a 60-page document has some 2 MB.
const TEXT_MAX: u64 = 8 << 20;
/// Parts that are only hashed and copied: pictures, fonts.
const PART_MAX: u64 = 32 << 20;
const SUM_MAX: u64 = 64 << 20;
/// Parts with Word text; a document with a header and a footer for each of its 30 sections has under 200.
const WORD_PARTS_MAX: usize = 200;
/// Parts shorter than this are stored as they are.
const STORED_BYTES_MAX: usize = 1024;
/// Rendered XML repeats itself so much that a higher level makes orders hardly smaller (the fourth even larger), only slower.
const DEFLATE_LEVEL: i64 = 2;

const WORD_MAIN: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const TEMPLATE_MAIN: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml";
const CONTENT_TYPES: &str = "[Content_Types].xml";

type Archive = ZipArchive<Cursor<Arc<[u8]>>>;
type Entry<'a> = zip::read::ZipFile<'a, Cursor<Arc<[u8]>>>;

/// A package whose every part has been read once.
pub(in crate::documents) struct Package {
    archive: Archive,
    pub parts: Vec<PackagePart>,
}

pub(in crate::documents) struct PackagePart {
    pub name: String,
    pub sha256: [u8; 32],
    pub kind: PartKind,
    /// The text of parts that are not just copied.
    pub text: Option<String>,
}

/// What the package says a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::documents) enum PartKind {
    /// Word text in which tags may stand.
    Word,
    /// Title and author of the file.
    Properties,
    ContentTypes,
    /// The lists and their numbers.
    Numbering,
    Styles,
    /// Copied without a look.
    Other,
}

type Opened = Result<Package, Box<TemplateMistake>>;

fn refuse(code: MistakeCode, message: impl Into<String>) -> Box<TemplateMistake> {
    TemplateMistake::file(code, message).into()
}

fn broken(what: &str) -> Box<TemplateMistake> {
    TemplateMistake::file(MistakeCode::BrokenPackage, format!("файл повреждён: {what}"))
        .hint("откройте его в Word и сохраните заново как .docx")
        .into()
}

impl Package {
    pub fn open(bytes: &[u8]) -> Opened {
        if bytes.len() > FILE_MAX {
            return Err(refuse(MistakeCode::TooLarge, "файл больше 10 МБ"));
        }
        looks_like_word(bytes)?;
        if entries_promised(bytes).is_some_and(|count| count > ENTRIES_MAX) {
            return Err(too_many_parts());
        }
        let shared: Arc<[u8]> = bytes.into();
        let mut archive =
            ZipArchive::new(Cursor::new(shared)).map_err(|_| broken("он обрывается или это не документ"))?;
        if archive.len() > ENTRIES_MAX {
            return Err(too_many_parts());
        }
        if entries_declared(bytes, archive.central_directory_start()) != Some(archive.len()) {
            return Err(broken("в нём есть части с одинаковыми именами"));
        }
        archive.file_names().try_for_each(judge_name)?;
        let types = archive.index_for_name(CONTENT_TYPES).ok_or_else(not_word)?;
        let types = read_text(&mut archive, types, TEXT_MAX)?.0;
        let kinds = declared_kinds(&types)?;
        let parts = read_all(&mut archive, &kinds, &types)?;
        Ok(Self { archive, parts })
    }

    /// The file itself.
    pub fn file(&self) -> Arc<[u8]> {
        self.archive.clone().into_inner().into_inner()
    }

    /// Where the part of this name stands among the parts.
    pub fn index_of(&self, name: &str) -> Option<usize> {
        self.parts.iter().position(|part| part.name == name)
    }

    /// The text of a part that is otherwise only copied.
    pub fn text_of(&self, part: usize) -> Option<String> {
        let mut archive = self.archive.clone();
        let index = archive.index_for_name(&self.parts.get(part)?.name)?;
        read_text(&mut archive, index, TEXT_MAX).ok().map(|(text, _)| text)
    }

    /// Writes the package with some parts replaced and some added; all others are copied without being inflated.
    pub fn write(
        &self,
        replaced: &[(usize, &str)],
        added: &[(String, Vec<u8>)],
    ) -> Result<Vec<u8>, zip::result::ZipError> {
        let mut archive = self.archive.clone();
        let pictures = added.iter().map(|(_, bytes)| bytes.len()).sum::<usize>();
        let room = replaced.iter().map(|(_, text)| text.len() / 4).sum::<usize>() + pictures + 32_768;
        let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(room)));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(DEFLATE_LEVEL))
            .last_modified_time(DateTime::default());
        // A small part gains nothing by it, and getting ready to deflate costs as much as the part of a page.
        let small = options
            .compression_method(CompressionMethod::Stored)
            .compression_level(None);
        for (at, part) in self.parts.iter().enumerate() {
            match replaced.iter().find(|(index, _)| *index == at) {
                Some((_, text)) => {
                    let options = if text.len() < STORED_BYTES_MAX { small } else { options };
                    writer.start_file(part.name.as_str(), options)?;
                    writer.write_all(text.as_bytes())?;
                }
                None => writer.raw_copy_file_touch(archive.by_name(&part.name)?, DateTime::default(), None)?,
            }
        }
        for (name, bytes) in added {
            writer.start_file(name.as_str(), options)?;
            writer.write_all(bytes)?;
        }
        Ok(writer.finish()?.into_inner())
    }
}

fn too_many_parts() -> Box<TemplateMistake> {
    refuse(MistakeCode::TooLarge, format!("в файле больше {ENTRIES_MAX} частей"))
}

fn not_word() -> Box<TemplateMistake> {
    TemplateMistake::file(MistakeCode::NotWord, "это не документ Word")
        .hint("нужен файл .docx")
        .into()
}

fn not_utf8(name: &str) -> Box<TemplateMistake> {
    broken(&format!("часть {name} не в кодировке UTF-8"))
}

/// Says plainly what a renamed file really is.
fn looks_like_word(bytes: &[u8]) -> Result<(), Box<TemplateMistake>> {
    let utf16 = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let contains = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        if contains(&utf16("EncryptedPackage")) {
            return Err(TemplateMistake::file(MistakeCode::Encrypted, "документ закрыт паролем")
                .hint("снимите пароль в Word")
                .into());
        }
        return Err(
            TemplateMistake::file(MistakeCode::OldWord, "это документ старого формата .doc")
                .hint("откройте его в Word и сохраните как .docx")
                .into(),
        );
    }
    if bytes.starts_with(b"{\\rtf") {
        return Err(TemplateMistake::file(MistakeCode::OldWord, "это документ RTF")
            .hint("откройте его в Word и сохраните как .docx")
            .into());
    }
    if bytes.starts_with(b"PK") {
        Ok(())
    } else {
        Err(not_word())
    }
}

/// Counts the entries by walking the central directory: the archive reader merges equal names silently.
fn entries_declared(bytes: &[u8], directory: u64) -> Option<usize> {
    let mut at = usize::try_from(directory).ok()?;
    let mut count = 0;
    while bytes.get(at..at + 4)? == b"PK\x01\x02" {
        let length = |offset: usize| {
            Some(usize::from(u16::from_le_bytes([
                *bytes.get(at + offset)?,
                *bytes.get(at + offset + 1)?,
            ])))
        };
        at += 46 + length(28)? + length(30)? + length(32)?;
        count += 1;
    }
    Some(count)
}

/// The number of entries that the end of the file promises: a directory too long is not even read.
fn entries_promised(bytes: &[u8]) -> Option<usize> {
    let tail = &bytes[bytes.len().saturating_sub(65_557)..];
    let end = tail.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let count = tail.get(end + 10..end + 12)?;
    Some(usize::from(u16::from_le_bytes([count[0], count[1]])))
}

fn judge_name(name: &str) -> Result<(), Box<TemplateMistake>> {
    if name.contains('\\') || name.starts_with('/') || name.split('/').any(|step| step == "..") {
        return Err(broken("имя его части ведёт за пределы документа"));
    }
    if name.ends_with("vbaProject.bin") {
        return Err(TemplateMistake::file(MistakeCode::Macros, "в документе есть макросы")
            .hint("сохраните его как .docx без макросов")
            .into());
    }
    Ok(())
}

/// Hashes every part, holding in memory only the text in which tags may stand.
fn read_all(
    archive: &mut Archive,
    kinds: &HashMap<String, PartKind>,
    types: &str,
) -> Result<Vec<PackagePart>, Box<TemplateMistake>> {
    if kinds.values().filter(|kind| **kind == PartKind::Word).count() > WORD_PARTS_MAX {
        return Err(refuse(
            MistakeCode::TooLarge,
            format!("в документе больше {WORD_PARTS_MAX} колонтитулов и сносок"),
        ));
    }
    let mut parts = Vec::with_capacity(archive.len());
    let (mut left, mut text_left) = (SUM_MAX, TEXT_MAX);
    for at in 0..archive.len() {
        let file = open_entry(archive, at)?;
        if file.is_dir() {
            continue;
        }
        let name = file.name().to_owned();
        drop(file);
        let kind = kinds.get(&name).copied().unwrap_or(PartKind::Other);
        let (sha256, text, read) = match kind {
            PartKind::Word | PartKind::Properties => {
                let (text, sha256) = read_text(archive, at, text_left.min(left))?;
                let read = u64::try_from(text.len()).unwrap_or(u64::MAX);
                text_left -= read;
                (sha256, Some(text), read)
            }
            _ => {
                let (sha256, read) = hash_entry(archive, at, PART_MAX.min(left), is_xml(&name))?;
                // A template (.dotx) gives documents, and they say so.
                let text = (kind == PartKind::ContentTypes && types.contains(TEMPLATE_MAIN))
                    .then(|| types.replace(TEMPLATE_MAIN, WORD_MAIN));
                (sha256, text, read)
            }
        };
        left -= read;
        parts.push(PackagePart {
            name,
            sha256,
            kind,
            text,
        });
    }
    Ok(parts)
}

fn open_entry(archive: &mut Archive, at: usize) -> Result<Entry<'_>, Box<TemplateMistake>> {
    archive.by_index(at).map_err(|error| match error {
        zip::result::ZipError::UnsupportedArchive(_) => {
            refuse(MistakeCode::Encrypted, "файл зашифрован или сжат неизвестным способом")
        }
        _ => broken("его часть не читается"),
    })
}

fn too_large() -> Box<TemplateMistake> {
    refuse(MistakeCode::TooLarge, "в распакованном виде файл слишком велик")
}

fn read_text(archive: &mut Archive, at: usize, limit: u64) -> Result<(String, [u8; 32]), Box<TemplateMistake>> {
    let entry = open_entry(archive, at)?;
    let name = entry.name().to_owned();
    let mut bytes = Vec::new();
    let read = entry.take(limit + 1).read_to_end(&mut bytes);
    let read = read.map_err(|_| broken("его часть не распаковывается"))?;
    if u64::try_from(read).unwrap_or(u64::MAX) > limit {
        return Err(too_large());
    }
    refuse_doctype(&name, &bytes)?;
    let sha256 = Sha256::digest(&bytes).into();
    let text = String::from_utf8(bytes).map_err(|_| not_utf8(&name))?;
    Ok((text, sha256))
}

/// The hash of a part and its length, a small piece of it in memory at a time.
fn hash_entry(
    archive: &mut Archive,
    at: usize,
    limit: u64,
    xml: bool,
) -> Result<([u8; 32], u64), Box<TemplateMistake>> {
    let mut entry = open_entry(archive, at)?;
    let name = entry.name().to_owned();
    let mut piece = vec![0_u8; 32_768];
    let mut hash = Sha256::new();
    let mut total = 0_u64;
    loop {
        let read = entry.read(&mut piece);
        let read = read.map_err(|_| broken("его часть не распаковывается"))?;
        if read == 0 {
            return Ok((hash.finalize().into(), total));
        }
        if xml && total == 0 {
            refuse_doctype(&name, &piece[..read])?;
        }
        total += u64::try_from(read).unwrap_or(u64::MAX);
        if total > limit {
            return Err(too_large());
        }
        hash.update(&piece[..read]);
    }
}

fn refuse_doctype(name: &str, bytes: &[u8]) -> Result<(), Box<TemplateMistake>> {
    if !contains_doctype(bytes) {
        return Ok(());
    }
    Err(refuse(
        MistakeCode::BrokenXml,
        format!("часть {name} содержит DOCTYPE, таких документов Word не пишет"),
    ))
}

fn is_xml(name: &str) -> bool {
    let extension = name.rsplit('.').next().unwrap_or_default();
    extension.eq_ignore_ascii_case("xml") || extension.eq_ignore_ascii_case("rels")
}

fn contains_doctype(bytes: &[u8]) -> bool {
    // A DOCTYPE stands before the first element.
    bytes[..bytes.len().min(4096)]
        .windows(9)
        .any(|window| window.eq_ignore_ascii_case(b"<!doctype"))
}

/// What the parts that matter are by their declared types, never by file name alone.
fn declared_kinds(types: &str) -> Result<HashMap<String, PartKind>, Box<TemplateMistake>> {
    let mut kinds = HashMap::from([(CONTENT_TYPES.to_owned(), PartKind::ContentTypes)]);
    let mut main = false;
    let mut reader = quick_xml::Reader::from_str(types);
    loop {
        let event = reader
            .read_event()
            .map_err(|_| broken("список его частей не читается"))?;
        let element = match event {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Empty(element) | quick_xml::events::Event::Start(element) => element,
            _ => continue,
        };
        let value = |name: &str| {
            let attribute = element.try_get_attribute(name).ok().flatten()?;
            Some(String::from_utf8_lossy(&attribute.value).into_owned())
        };
        let (Some(kind), Some(name)) = (value("ContentType"), value("PartName")) else {
            continue;
        };
        if kind.contains("macroEnabled") {
            return Err(refuse(
                MistakeCode::Macros,
                "документ с макросами (.docm); сохраните его как .docx",
            ));
        }
        for (mark, what) in [
            ("spreadsheetml.sheet.main", "книга Excel"),
            ("presentationml.presentation.main", "презентация"),
        ] {
            if kind.contains(mark) {
                return Err(
                    TemplateMistake::file(MistakeCode::NotWord, format!("это {what}, а не документ Word"))
                        .hint("нужен файл .docx")
                        .into(),
                );
            }
        }
        let full = kind.as_str();
        let kind = full.rsplit("wordprocessingml.").next().unwrap_or_default();
        let is_main = matches!(kind, "document.main+xml" | "template.main+xml");
        main |= is_main;
        if is_main || matches!(kind, "header+xml" | "footer+xml" | "footnotes+xml" | "endnotes+xml") {
            kinds.insert(name.trim_start_matches('/').to_owned(), PartKind::Word);
        } else if matches!(kind, "numbering+xml") {
            kinds.insert(name.trim_start_matches('/').to_owned(), PartKind::Numbering);
        } else if matches!(kind, "styles+xml") {
            kinds.insert(name.trim_start_matches('/').to_owned(), PartKind::Styles);
        } else if full.ends_with("core-properties+xml") {
            kinds.insert(name.trim_start_matches('/').to_owned(), PartKind::Properties);
        }
    }
    if main { Ok(kinds) } else { Err(not_word()) }
}
