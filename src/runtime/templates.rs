//! The Word and letter templates, read and proved, and the names by which plans ask for them.
//!
//! Must never report a template as missing that is there and only broken: that is said once, where it is broken.

use super::sources::SourceFile;
use crate::definition::mistake::{Code, Mistake};
use crate::definition::model::Definition;
use crate::definition::source::{PlanSources, Source, Span};
use crate::definition::suggest;
use crate::definition::tree;
use crate::documents::papers::Paper;
use crate::documents::{Template, TemplateMistake};
use crate::mail::templates::Templates as LetterTemplates;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

/// The folder's name in messages.
const FOLDER: &str = "doc-templates";

/// Folder of the layouts of before, for orders dated before [`new_layout`].
pub const OLD_LAYOUT: &str = "gost-2016/";

/// First day of ГОСТ Р 7.0.97-2025; orders of before keep the layout they were signed in.
pub fn new_layout() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 8, 18).unwrap_or(NaiveDate::MAX)
}

/// Templates by the names by which they are asked for.
pub struct Templates {
    /// Word templates without mistakes.
    pub word: BTreeMap<String, Template>,
    /// Names of all Word templates, the broken ones included.
    names: BTreeSet<String>,
    /// The letters, when none of them has a mistake.
    pub letters: Option<LetterTemplates>,
}

impl Templates {
    /// Reads the templates; what is wrong goes to `mistakes`.
    pub fn read(files: &[SourceFile], mistakes: &mut Vec<Mistake>) -> Self {
        let (mut word, mut names) = (BTreeMap::new(), BTreeSet::new());
        for file in files.iter().filter(|file| is_word_template(&file.path)) {
            names.insert(file.path.clone());
            match proved(&file.path, &file.bytes) {
                Ok(template) => drop(word.insert(file.path.clone(), template)),
                Err(found) => {
                    let source = Source::new(&format!("{FOLDER}/{}", file.path), "");
                    mistakes.extend(found.iter().map(|mistake| in_template(&source, mistake)));
                }
            }
        }
        let letters = read_letters(files, mistakes);
        Self { word, names, letters }
    }

    /// Tells the names in `items` that no template has, each where it is written.
    pub fn check_names(&self, sources: &PlanSources, items: &[Arc<Definition>], mistakes: &mut Vec<Mistake>) {
        let mut told = BTreeSet::new();
        for item in items {
            let own = sources.items.iter().find(|source| *source.file == *item.file);
            for name in item.documents.values().filter(|name| !self.names.contains(*name)) {
                let written = |source: &&Source| source.text.contains(name.as_str());
                let source = own.filter(written).unwrap_or(&sources.plan);
                if !told.insert((source.file.clone(), name)) {
                    continue; // named once in plan.yaml for many items
                }
                let start = source.text.rfind(name.as_str()).unwrap_or_default();
                let span = Span {
                    start,
                    end: start + name.len(),
                };
                let message = format!("нет шаблона «{name}» в папке {FOLDER}");
                let help = suggest::among(name, self.names.iter().map(String::as_str), "там есть");
                mistakes.push(Mistake::new(source, span, Code::Template, message).help(help));
            }
        }
    }
}

/// A template without mistakes: its spelling, and its names and values on the sample of its paper when its name says
/// which paper it is.
///
/// # Errors
/// All that is wrong, each with its place.
pub fn proved(name: &str, bytes: &[u8]) -> Result<Template, Vec<TemplateMistake>> {
    let sample = Paper::of_file(name).map(Paper::sample);
    let found = Template::check_file(name, bytes, sample.as_ref()).mistakes;
    if found.is_empty() {
        Template::compile(name, bytes).map_err(|found| found.mistakes)
    } else {
        Err(found)
    }
}

/// A mistake of a template among those of the plans: a Word file has no lines, so its place is told in words.
fn in_template(source: &Source, mistake: &TemplateMistake) -> Mistake {
    let mut message = String::new();
    if let Some(place) = &mistake.place {
        let _ = write!(message, "{place}: ");
    }
    if let Some(tag) = &mistake.tag {
        let _ = write!(message, "{tag}: ");
    }
    message.push_str(&mistake.message);
    let told = Mistake::new(source, Span::default(), Code::Template, message);
    match &mistake.hint {
        Some(hint) => told.help(hint.clone()),
        None => told,
    }
}

/// Whether a file of the folder is a Word template: one that lies in it, not deeper.
pub fn is_word_template(path: &str) -> bool {
    let ending = std::path::Path::new(path).extension();
    let here = path.strip_prefix(OLD_LAYOUT).unwrap_or(path);
    !here.contains('/') && ending.is_some_and(|ending| ending.eq_ignore_ascii_case("docx"))
}

fn read_letters(files: &[SourceFile], mistakes: &mut Vec<Mistake>) -> Option<LetterTemplates> {
    // Templates stand in a folder for each letter; what lies beside the folders is for people.
    let of_mail = |file: &&SourceFile| file.path.starts_with("mail/") && file.path.matches('/').count() == 2;
    let before = mistakes.len();
    let texts: Vec<Source> = files
        .iter()
        .filter(of_mail)
        .filter_map(|file| text(file, mistakes))
        .collect();
    let name = |source: &Source| source.file[FOLDER.len() + "/mail/".len()..].to_owned();
    let named: Vec<(String, &Source)> = texts.iter().map(|source| (name(source), source)).collect();
    let sources: Vec<(&str, &str)> = named
        .iter()
        .map(|(name, source)| (name.as_str(), &*source.text))
        .collect();
    if mistakes.len() > before {
        return None;
    }
    match LetterTemplates::load(&sources) {
        Ok(letters) => Some(letters),
        Err(found) => {
            for wrong in found {
                let missing = Source::new(&format!("{FOLDER}/mail/{}", wrong.file), "");
                let source = named.iter().find(|(name, _)| *name == wrong.file);
                let source = source.map_or(&missing, |(_, source)| source);
                let place = |number: usize| u64::try_from(number).unwrap_or(1);
                let span = tree::at_line(&source.text, place(wrong.line), place(wrong.column));
                mistakes.push(Mistake::new(source, span, Code::Template, wrong.text));
            }
            None
        }
    }
}

fn text(file: &SourceFile, mistakes: &mut Vec<Mistake>) -> Option<Source> {
    let path = format!("{FOLDER}/{}", file.path);
    match std::str::from_utf8(&file.bytes) {
        Ok(text) => Some(Source::new(&path, text)),
        Err(error) => {
            let source = Source::new(&path, &String::from_utf8_lossy(&file.bytes));
            let span = Span {
                start: error.valid_up_to(),
                end: error.valid_up_to(),
            };
            let mistake = Mistake::new(&source, span, Code::Template, "файл записан не в UTF-8");
            mistakes.push(mistake.help("сохраните его в кодировке UTF-8"));
            None
        }
    }
}
