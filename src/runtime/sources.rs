//! Where the texts of plans and the templates come from: folders of the user, or the copy inside the binary.

use anyhow::Context;
use include_dir::{Dir, include_dir};
use std::path::{Path, PathBuf};

static WORKFLOWS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/workflows");
static DOC_TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/doc-templates");

/// A file with its path relative to the folder it was found in, with `/` between the parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Relative path.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// Which folder the files are of.
#[derive(Debug, Clone, Copy)]
pub enum Shelf {
    /// Plans, lifecycles, calendars.
    Workflows,
    /// Word and letter templates.
    DocTemplates,
}

/// The folder that a setting names is not there.
#[derive(Debug, thiserror::Error)]
#[error("нет папки {}, названной в настройке {} (или {} в prikaz.yaml)", folder.display(), shelf.variable(), shelf.setting())]
pub struct NoFolder {
    shelf: Shelf,
    folder: PathBuf,
}

/// Whether the name is that of a text plans are read from: `1.7.yaml`, `institutions.csv`.
pub fn is_plan_text(path: &Path) -> bool {
    path.extension().is_some_and(|ending| {
        ["yaml", "yml", "csv"]
            .iter()
            .any(|text| ending.eq_ignore_ascii_case(text))
    })
}

impl Shelf {
    fn variable(self) -> &'static str {
        match self {
            Self::Workflows => "PRIKAZ_WORKFLOWS",
            Self::DocTemplates => "PRIKAZ_DOC_TEMPLATES",
        }
    }

    fn setting(self) -> &'static str {
        match self {
            Self::Workflows => "workflows",
            Self::DocTemplates => "doc_templates",
        }
    }

    fn folder_name(self) -> &'static str {
        match self {
            Self::Workflows => "workflows",
            Self::DocTemplates => "doc-templates",
        }
    }

    fn shipped(self) -> &'static Dir<'static> {
        match self {
            Self::Workflows => &WORKFLOWS,
            Self::DocTemplates => &DOC_TEMPLATES,
        }
    }
}

/// Every file of the shelf, sorted by path: of `folder` when given, else of the folder of that name beside the
/// working folder when there is one, else of the copy inside the binary.
pub fn read(shelf: Shelf, folder: Option<&Path>) -> anyhow::Result<Vec<SourceFile>> {
    let beside = PathBuf::from(shelf.folder_name());
    let mut files = Vec::new();
    match folder {
        Some(folder) => {
            if !folder.is_dir() {
                return Err(NoFolder {
                    shelf,
                    folder: folder.to_owned(),
                }
                .into());
            }
            walk(folder, folder, &mut files)?;
        }
        None if beside.is_dir() => walk(&beside, &beside, &mut files)?,
        None => collect(shelf.shipped(), &mut files),
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The shipped copy, whatever lies beside.
pub fn shipped(shelf: Shelf) -> Vec<SourceFile> {
    let mut files = Vec::new();
    collect(shelf.shipped(), &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn collect(dir: &Dir<'_>, files: &mut Vec<SourceFile>) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        files.push(SourceFile {
            path,
            bytes: file.contents().to_vec(),
        });
    }
    for inner in dir.dirs() {
        collect(inner, files);
    }
}

fn walk(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) -> anyhow::Result<()> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("не прочитана папка {}", folder.display()))?;
    for entry in entries {
        let path = entry
            .with_context(|| format!("не прочитана папка {}", folder.display()))?
            .path();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        if name.starts_with('.') || name.starts_with('~') {
            continue; // editors' and Word's own traces
        }
        if path.is_dir() && is_plan_text(&path) {
            anyhow::bail!("{} — папка, а названа как файл плана", path.display());
        }
        if path.is_dir() {
            walk(root, &path, files)?;
        } else {
            let bytes = std::fs::read(&path).with_context(|| format!("не прочитан файл {}", path.display()))?;
            let relative = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .to_string_lossy()
                .replace('\\', "/");
            files.push(SourceFile { path: relative, bytes });
        }
    }
    Ok(())
}
