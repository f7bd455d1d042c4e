//! `prikaz template check`: every mistake of every file in one run, in words or as data, or as comments in a copy.
//!
//! Must never write over the template.

use super::{MISTAKES_FOUND, is_same, print, read, write_mistake};
use crate::cli::context::{self, Data};
use crate::cli::write;
use crate::documents::papers::Paper;
use crate::documents::{Checked, Template, TemplateMistake, Untried, annotate};
use crate::words::ids::sha256_hex;
use anyhow::{Context, bail, ensure};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Templates to check.
#[derive(clap::Args)]
pub struct CheckTemplates {
    /// Файлы .docx
    #[arg(required = true, value_name = "ФАЙЛ")]
    files: Vec<PathBuf>,
    /// Данные, на которых проверить имена и значения; без них — образец документа, если он узнан по имени файла
    #[arg(long, value_name = "ДАННЫЕ.json")]
    context: Option<PathBuf>,
    /// Всё — одним документом JSON
    #[arg(long)]
    json: bool,
    /// Записать копию шаблона с примечаниями Word у каждой ошибки; для нескольких файлов — папка
    #[arg(long, value_name = "КОПИЯ.docx")]
    annotate: Option<PathBuf>,
}

/// Against what names and values were checked.
enum Sample {
    Given(Data),
    Paper(&'static Paper),
    None,
}

impl Sample {
    fn of(file: &Path, given: Option<&Data>) -> Self {
        match given {
            Some(data) => Self::Given(data.clone()),
            None => Paper::of_file(&file.to_string_lossy()).map_or(Self::None, Self::Paper),
        }
    }

    fn value(&self) -> Option<Value> {
        match self {
            Self::Given(data) => Some(data.value.clone()),
            Self::Paper(paper) => Some(paper.sample()),
            Self::None => None,
        }
    }
}

struct Report {
    file: PathBuf,
    sample: Sample,
    sha256: String,
    checked: Checked,
    /// What became of the copy with comments, when one was asked for.
    copy: Option<Copy>,
}

enum Copy {
    Written(PathBuf),
    NotNeeded,
    Impossible(String),
}

impl CheckTemplates {
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let data = self.context.as_deref().map(context::read).transpose()?;
        let copies = self.annotate.as_deref().map(|to| self.copies(to)).transpose()?;
        let mut reports = Vec::new();
        for (at, file) in self.files.iter().enumerate() {
            let bytes = read(file)?;
            let sample = Sample::of(file, data.as_ref());
            let checked = Template::check_file(&file.to_string_lossy(), &bytes, sample.value().as_ref());
            let copy = match &copies {
                Some(copies) => Some(write_copy(&bytes, &checked.mistakes, &copies[at])?),
                None => None,
            };
            let sha256 = sha256_hex(&bytes);
            reports.push(Report {
                file: file.clone(),
                sample,
                sha256,
                checked,
                copy,
            });
        }
        let text = if self.json {
            let templates = reports.iter().map(Report::json).collect();
            serde_json::to_string_pretty(&AllJson { templates })? + "\n"
        } else {
            text(&reports)
        };
        print(text.as_bytes())?;
        Ok(if reports.iter().all(|report| report.checked.mistakes.is_empty()) {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(MISTAKES_FOUND)
        })
    }

    /// Where the copy of each file goes. A folder that is named is made.
    fn copies(&self, to: &Path) -> anyhow::Result<Vec<PathBuf>> {
        if self.files.len() > 1 {
            ensure!(
                !to.is_file(),
                "{} — файл, а для нескольких шаблонов назовите в --annotate папку",
                to.display()
            );
            std::fs::create_dir_all(to).with_context(|| format!("не создана папка {}", to.display()))?;
        }
        let copy = |file: &PathBuf| match file.file_name() {
            Some(name) if to.is_dir() => to.join(name),
            _ => to.to_owned(),
        };
        let copies: Vec<PathBuf> = self.files.iter().map(copy).collect();
        let mut seen = BTreeSet::new();
        for copy in &copies {
            ensure!(
                seen.insert(copy),
                "у двух шаблонов одно имя, {}: проверьте их по отдельности",
                copy.display()
            );
            if let Some(file) = self.files.iter().find(|file| is_same(file, copy)) {
                bail!("--annotate записал бы копию на место самого шаблона {}", file.display());
            }
        }
        Ok(copies)
    }
}

fn write_copy(bytes: &[u8], mistakes: &[TemplateMistake], to: &Path) -> anyhow::Result<Copy> {
    if mistakes.is_empty() {
        return Ok(Copy::NotNeeded);
    }
    match annotate(bytes, mistakes) {
        Ok(copy) => {
            write::atomically(to, &copy)?;
            Ok(Copy::Written(to.to_owned()))
        }
        Err(mistake) => Ok(Copy::Impossible(mistake.message)),
    }
}

fn text(reports: &[Report]) -> String {
    let mut text = String::new();
    for report in reports {
        report.write(&mut text);
    }
    if reports.len() > 1 {
        let broken = reports.iter().filter(|report| !report.checked.mistakes.is_empty());
        let mistakes: usize = reports.iter().map(|report| report.checked.mistakes.len()).sum();
        let (all, broken) = (reports.len(), broken.count());
        let _ = writeln!(
            text,
            "Файлов: {all}, из них с ошибками: {broken}, ошибок всего: {mistakes}"
        );
    }
    text
}

impl Report {
    fn write(&self, text: &mut String) {
        let mistakes = &self.checked.mistakes;
        let title = match &self.sample {
            Sample::Paper(paper) => format!(" ({})", paper.title),
            _ => String::new(),
        };
        let outcome = match mistakes.len() {
            0 => "ошибок нет".to_owned(),
            count => format!("ошибок: {count}"),
        };
        let _ = writeln!(text, "{}{title}: {outcome}", self.file.display());
        for (number, mistake) in mistakes.iter().enumerate() {
            write_mistake(text, number + 1, mistake);
        }
        let is_word = !mistakes.iter().any(|mistake| mistake.place.is_none());
        match &self.sample {
            Sample::None if is_word => {
                let _ = writeln!(
                    text,
                    "   Имена полей и значения не проверялись: по имени файла не видно, что это за документ.\n   \
                     Назовите данные: --context ДАННЫЕ.json"
                );
            }
            Sample::Given(data) => _ = writeln!(text, "   Имена и значения проверены на данных из {}", data.file),
            Sample::Paper(_) | Sample::None => {}
        }
        if !self.checked.untried.is_empty() {
            text.push_str("   Не испытаны на этих данных (список пуст или условие не выполнено):\n");
            for untried in &self.checked.untried {
                let _ = writeln!(text, "   - {}: {}", untried.place, untried.tag);
            }
        }
        match &self.copy {
            Some(Copy::Written(to)) => _ = writeln!(text, "   Копия с примечаниями: {}", to.display()),
            Some(Copy::NotNeeded) => text.push_str("   Копия с примечаниями не нужна и не записана\n"),
            Some(Copy::Impossible(why)) => _ = writeln!(text, "   Копия с примечаниями не записана: {why}"),
            None => {}
        }
        text.push('\n');
    }

    fn json(&self) -> ReportJson<'_> {
        let (checked_on, paper) = match &self.sample {
            Sample::Given(data) => (Some(data.file.clone()), None),
            Sample::Paper(paper) => (Some("sample".to_owned()), Some(paper.key)),
            Sample::None => (None, None),
        };
        ReportJson {
            file: self.file.display().to_string(),
            sha256: &self.sha256,
            paper,
            checked_on,
            annotated: match &self.copy {
                Some(Copy::Written(to)) => Some(to.display().to_string()),
                _ => None,
            },
            mistakes: self.checked.mistakes.iter().map(MistakeJson::of).collect(),
            untried: &self.checked.untried,
        }
    }
}

#[derive(Serialize)]
struct AllJson<'a> {
    templates: Vec<ReportJson<'a>>,
}

#[derive(Serialize)]
struct ReportJson<'a> {
    file: String,
    sha256: &'a str,
    /// Which paper it is, known by the file's name.
    paper: Option<&'a str>,
    /// File of the data, or `sample`; none when names and values were not checked.
    checked_on: Option<String>,
    annotated: Option<String>,
    mistakes: Vec<MistakeJson<'a>>,
    /// Tags that the data gave no occasion to try.
    untried: &'a [Untried],
}

#[derive(Serialize)]
struct MistakeJson<'a> {
    #[serde(flatten)]
    mistake: &'a TemplateMistake,
    /// The place in words.
    r#where: Option<String>,
}

impl<'a> MistakeJson<'a> {
    fn of(mistake: &'a TemplateMistake) -> Self {
        Self {
            mistake,
            r#where: mistake.place.as_ref().map(ToString::to_string),
        }
    }
}
