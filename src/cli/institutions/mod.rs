//! `prikaz institutions import`: a department's own table of schools becomes `institutions.csv`.
//!
//! Must never write a directory that `prikaz check` would refuse, nor a part of one.

mod header;
mod keys;
mod merge;
mod report;
mod rows;

use crate::definition::institutions::{self, is_key};
use crate::definition::model::Institution;
use crate::definition::source::Source;
use crate::tables;
use anyhow::{Context, bail, ensure};
use chrono::NaiveDate;
use report::{ReadSheet, Report};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Exit code when rows have mistakes.
const MISTAKES_FOUND: u8 = 3;

/// Exit code when the files named cannot be used.
const USAGE: u8 = 2;

/// The directory of institutions.
#[derive(clap::Args)]
pub struct Institutions {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Взять справочник из таблицы Excel или CSV
    Import(Import),
}

/// A table to take in.
#[derive(clap::Args)]
struct Import {
    /// Таблица: .xlsx или .csv
    #[arg(value_name = "ФАЙЛ")]
    file: PathBuf,
    /// Ключ плана, справочник которого пополняется
    #[arg(long, value_name = "ПЛАН", conflicts_with = "out")]
    plan: Option<String>,
    /// Куда записать справочник; если файл уже есть, он пополняется
    #[arg(long, value_name = "ФАЙЛ")]
    out: Option<PathBuf>,
    /// Папка планов
    #[arg(long, value_name = "ПАПКА", default_value = "workflows")]
    workflows: PathBuf,
    /// С какого дня действуют новые названия и руководители: 2023-09-01; прежние остаются у прежних приказов
    #[arg(long, value_name = "ДАТА")]
    from: Option<NaiveDate>,
    /// Вид учреждений, если он не виден ни из графы, ни из названия: school
    #[arg(long, value_name = "ВИД", value_parser = kind)]
    kind: Option<String>,
    /// Всё — одним документом JSON
    #[arg(long)]
    json: bool,
    /// Только показать, ничего не записывать
    #[arg(long)]
    dry_run: bool,
}

fn kind(text: &str) -> Result<String, String> {
    if is_key(text) {
        Ok(text.to_owned())
    } else {
        Err("ожидалось: латинские буквы, цифры и дефис, например school".to_owned())
    }
}

impl Institutions {
    /// Runs the command.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let Command::Import(import) = self.command;
        let report = match import.report() {
            Ok(report) => report,
            Err(error) => {
                eprintln!("prikaz: {error:#}");
                return Ok(ExitCode::from(USAGE));
            }
        };
        let text = if import.json {
            serde_json::to_string_pretty(&report)? + "\n"
        } else {
            report.text(import.dry_run)
        };
        match std::io::stdout().lock().write_all(text.as_bytes()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => return Err(error.into()),
            _ => {}
        }
        let done = report.written.is_some() || import.dry_run && report.problems.is_empty();
        Ok(if done {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(MISTAKES_FOUND)
        })
    }
}

impl Import {
    fn report(&self) -> anyhow::Result<Report> {
        let target = self.target()?;
        let known = known(target.as_deref())?;
        let shown = self.file.display().to_string();
        let size = std::fs::metadata(&self.file).with_context(|| format!("не прочитан файл {shown}"))?;
        ensure!(size.is_file(), "{shown} — не файл: назовите таблицу .xlsx или .csv");
        ensure!(
            size.len() <= tables::FILE_BYTES_MAX as u64,
            "{shown}: {}",
            tables::TableError::TooLarge
        );
        let bytes = std::fs::read(&self.file).with_context(|| format!("не прочитан файл {shown}"))?;
        let sheets = tables::read(&bytes).with_context(|| shown.clone())?;
        let mut read = Vec::new();
        let mut all = rows::Rows::default();
        for sheet in sheets.iter().filter(|sheet| !sheet.rows.is_empty()) {
            let Some(header) = header::find(sheet) else {
                all.notes.push(rows::Note {
                    place: rows::Place {
                        sheet: sheet.name.clone(),
                        row: sheet.rows.first().map_or(1, |row| row.number),
                    },
                    text: "лист пропущен: в нём нет строки с названиями граф".to_owned(),
                });
                continue;
            };
            let found = rows::read(sheet, &header, self.kind.as_deref());
            all.found.extend(found.found);
            all.problems.extend(found.problems);
            all.notes.extend(found.notes);
            read.push(ReadSheet::of(&sheet.name, &header));
        }
        ensure!(
            !read.is_empty(),
            "{shown}: не найдена строка с названиями граф; ожидались название учреждения и почта или директор, \
             например «Краткое наименование», «Директор», «Эл. почта»"
        );
        let mut merged = merge::merge(&known, &all.found, self.from);
        merged.problems.splice(0..0, all.problems);
        merged.notes.splice(0..0, all.notes);
        let mut report = Report::new(shown, read, &merged);
        if let Some(target) = target.filter(|_| merged.problems.is_empty() && !merged.changes.is_empty()) {
            let text = institutions::write(&merged.rows);
            accepted(&text)?;
            if !self.dry_run {
                replace(&target, &text)?;
                report.written = Some(target.display().to_string());
            }
        }
        Ok(report)
    }

    fn target(&self) -> anyhow::Result<Option<PathBuf>> {
        match (&self.plan, &self.out) {
            (Some(plan), _) => {
                ensure!(
                    is_key(plan),
                    "«{plan}» не годится как ключ плана: ожидалось имя папки, например mentoring-2022"
                );
                let folder = self.workflows.join(plan);
                ensure!(
                    folder.join("plan.yaml").is_file(),
                    "нет плана {}: ожидался файл plan.yaml (папка планов — --workflows)",
                    folder.display()
                );
                Ok(Some(folder.join("institutions.csv")))
            }
            (None, Some(out)) => Ok(Some(out.clone())),
            (None, None) if self.dry_run => Ok(None),
            (None, None) => {
                bail!("куда записать: укажите --plan ПЛАН или --out ФАЙЛ; чтобы только посмотреть — --dry-run")
            }
        }
    }
}

/// The directory there is; one with mistakes is mended first.
fn known(target: Option<&Path>) -> anyhow::Result<Vec<Institution>> {
    let Some(target) = target.filter(|target| target.exists()) else {
        return Ok(Vec::new());
    };
    let shown = target.display().to_string();
    let text = std::fs::read_to_string(target).with_context(|| format!("не прочитан файл {shown}"))?;
    read_back(&shown, &text)
        .map_err(|first| anyhow::anyhow!("в справочнике {shown} есть ошибки, сначала исправьте их:\n{first}"))
}

/// What is written must be read back without a mistake.
fn accepted(text: &str) -> anyhow::Result<()> {
    let read = read_back("institutions.csv", text);
    read.map(drop)
        .map_err(|first| anyhow::anyhow!("справочник получился бы с ошибками, он не записан:\n{first}"))
}

fn read_back(file: &str, text: &str) -> Result<Vec<Institution>, String> {
    let mut mistakes = Vec::new();
    let read = institutions::read(&Source::new(file, text), &mut mistakes);
    if mistakes.is_empty() {
        Ok(read.institutions)
    } else {
        Err(mistakes.iter().map(ToString::to_string).collect())
    }
}

/// Writes beside and renames: whoever reads meanwhile sees the old directory or the new one.
fn replace(target: &Path, text: &str) -> anyhow::Result<()> {
    let name = target
        .file_name()
        .with_context(|| format!("{} — не имя файла", target.display()))?;
    let beside = target.with_file_name(format!(".{}.new", name.to_string_lossy()));
    let written = std::fs::File::create(&beside).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written
        .and_then(|()| std::fs::rename(&beside, target))
        .with_context(|| format!("не записан файл {}", target.display()))
}
