//! `prikaz template`: tells a clerk all that is wrong with a Word template, and what a template needs to be told.
//!
//! Must never change the template itself.

use super::context::{self, Data};
use crate::documents::papers::Paper;
use crate::documents::{Checked, Need, Template, TemplateMistake, Variable, annotate};
use crate::words::ids::sha256_hex;
use anyhow::{Context, bail, ensure};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Exit code when mistakes were found.
pub const MISTAKES_FOUND: u8 = 3;
/// Exit code when a file named cannot be read.
pub const USAGE: u8 = 2;

/// What to do with templates.
#[derive(clap::Args)]
pub struct Templates {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Проверить шаблоны: все ошибки каждого файла за один раз, каждая с местом и подсказкой
    Check(CheckTemplates),
    /// Показать, какие данные нужны шаблону
    Vars(Vars),
}

impl Templates {
    /// Runs the command named.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let outcome = match &self.command {
            Command::Check(command) => command.run(),
            Command::Vars(command) => command.run(),
        };
        // Whatever cannot even be begun is a matter of how the command was called.
        Ok(outcome.unwrap_or_else(|error| {
            eprintln!("prikaz: {error:#}");
            ExitCode::from(USAGE)
        }))
    }
}

/// Templates to check.
#[derive(clap::Args)]
struct CheckTemplates {
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

/// A template whose needs are asked for.
#[derive(clap::Args)]
struct Vars {
    /// Файл .docx
    #[arg(value_name = "ФАЙЛ")]
    file: PathBuf,
    /// Одним документом JSON
    #[arg(long)]
    json: bool,
}

/// A template file.
pub fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    ensure!(file.exists(), "нет файла {}", file.display());
    ensure!(file.is_file(), "{} — не файл, а нужен документ Word (.docx)", file.display());
    std::fs::read(file).with_context(|| format!("не прочитан файл {}", file.display()))
}

/// Writes to standard output; a reader that has gone away is no mistake.
pub fn print(text: &[u8]) -> anyhow::Result<()> {
    match std::io::stdout().lock().write_all(text) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
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
    fn run(&self) -> anyhow::Result<ExitCode> {
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
            let templates: Vec<_> = reports.iter().map(Report::json).collect();
            serde_json::to_string_pretty(&serde_json::json!({ "templates": templates }))? + "\n"
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

/// Whether both names lead to one file.
pub fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

fn write_copy(bytes: &[u8], mistakes: &[TemplateMistake], to: &Path) -> anyhow::Result<Copy> {
    if mistakes.is_empty() {
        return Ok(Copy::NotNeeded);
    }
    match annotate(bytes, mistakes) {
        Ok(copy) => {
            super::write::atomically(to, &copy)?;
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
        let _ = writeln!(text, "Файлов: {all}, из них с ошибками: {broken}, ошибок всего: {mistakes}");
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
        }
    }
}

/// One mistake as a clerk reads it: the place, the tag, what is wrong, what would be right.
pub fn write_mistake(text: &mut String, number: usize, mistake: &TemplateMistake) {
    let place = mistake.place.as_ref().map_or_else(|| "весь файл".to_owned(), ToString::to_string);
    let _ = writeln!(text, "\n{number:>3}. {place}");
    if let Some(tag) = &mistake.tag {
        let _ = writeln!(text, "     {tag}");
    }
    let _ = writeln!(text, "     {}", mistake.message);
    if let Some(hint) = &mistake.hint {
        let _ = writeln!(text, "     → {hint}");
    }
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

impl Vars {
    fn run(&self) -> anyhow::Result<ExitCode> {
        let bytes = read(&self.file)?;
        let checked = Template::check_file(&self.file.to_string_lossy(), &bytes, None);
        if self.json {
            let tree = Branch::of(&checked.variables);
            let text = serde_json::json!({
                "file": self.file.display().to_string(),
                "sha256": sha256_hex(&bytes),
                "variables": tree.iter().map(Branch::json).collect::<Vec<_>>(),
            });
            print((serde_json::to_string_pretty(&text)? + "\n").as_bytes())?;
        } else {
            let mut text = format!("{}: что нужно шаблону\n\n", self.file.display());
            let tree = Branch::of(&checked.variables);
            let width = tree.iter().map(|branch| branch.width(0)).max().unwrap_or(0);
            tree.iter().for_each(|branch| branch.write(&mut text, 0, width));
            if tree.is_empty() {
                text.push_str("ничего: в файле нет ни одного тега с данными\n");
            }
            print(text.as_bytes())?;
        }
        if checked.mistakes.is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        eprintln!(
            "prikaz: в шаблоне есть ошибки ({}), список может быть неполон: prikaz template check {}",
            checked.mistakes.len(),
            self.file.display()
        );
        Ok(ExitCode::from(MISTAKES_FOUND))
    }
}

/// A name of the context with the names beneath it.
struct Branch<'a> {
    /// `points[]`, `text`.
    name: String,
    /// What the template says of this very name; none when only names beneath it are used.
    own: Option<&'a Variable>,
    beneath: Vec<Branch<'a>>,
}

impl<'a> Branch<'a> {
    fn of(variables: &'a [Variable]) -> Vec<Self> {
        let mut roots = Vec::new();
        for variable in variables {
            let mut here = &mut roots;
            let steps: Vec<&str> = variable.path.split('.').collect();
            for (at, step) in steps.iter().enumerate() {
                // `points` itself and the items of `points[]` are one branch.
                let field = step.trim_end_matches("[]");
                let found = here.iter().position(|branch: &Branch<'_>| branch.name.trim_end_matches("[]") == field);
                let index = found.unwrap_or_else(|| {
                    here.push(Branch {
                        name: (*step).to_owned(),
                        own: None,
                        beneath: Vec::new(),
                    });
                    here.len() - 1
                });
                let branch = &mut here[index];
                if step.len() > branch.name.len() {
                    (*step).clone_into(&mut branch.name);
                }
                if at + 1 == steps.len() && branch.own.is_none_or(|own| own.need < variable.need) {
                    branch.own = Some(variable);
                }
                here = &mut here[index].beneath;
            }
        }
        roots
    }

    /// Its own need, or the strongest beneath it.
    fn need(&self) -> Need {
        let beneath = self.beneath.iter().map(Branch::need).max();
        self.own.map_or(beneath.unwrap_or(Need::Optional), |own| own.need)
    }

    /// Where it is used first.
    fn first(&self) -> Option<&'a Variable> {
        self.own.or_else(|| self.beneath.iter().find_map(Branch::first))
    }

    fn width(&self, depth: usize) -> usize {
        let beneath = self.beneath.iter().map(|branch| branch.width(depth + 1)).max();
        (2 * depth + self.name.chars().count()).max(beneath.unwrap_or(0))
    }

    fn write(&self, text: &mut String, depth: usize, width: usize) {
        let need = match self.need() {
            Need::Required => "обязательно",
            Need::Conditional => "при условии",
            Need::Optional => "можно не давать",
        };
        let indent = 2 * depth;
        let place = self.first().map(|first| first.place.to_string()).unwrap_or_default();
        let _ = writeln!(
            text,
            "{:indent$}{:<rest$}  {need:<15}  {place}",
            "",
            self.name,
            rest = width - indent
        );
        self.beneath.iter().for_each(|branch| branch.write(text, depth + 1, width));
    }

    fn json(&self) -> Value {
        let first = self.first();
        serde_json::json!({
            "name": self.name.trim_end_matches("[]"),
            "list": self.name.ends_with("[]"),
            "need": self.need(),
            "first": first.map(|first| serde_json::json!({
                "place": first.place,
                "where": first.place.to_string(),
                "tag": first.tag,
            })),
            "fields": self.beneath.iter().map(Branch::json).collect::<Vec<_>>(),
        })
    }
}
