//! `prikaz template`: tells a clerk all that is wrong with a Word template, and what a template needs to be told.
//!
//! Must never change the template itself.

mod check;
mod new;
mod vars;

use crate::documents::TemplateMistake;
use anyhow::{Context, ensure};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
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
    Check(check::CheckTemplates),
    /// Показать, какие данные нужны шаблону
    Vars(vars::Vars),
    /// Записать начальный шаблон нужного вида, чтобы править его в Word
    New(new::NewTemplate),
}

impl Templates {
    /// Runs the command named.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let outcome = match &self.command {
            Command::Check(command) => command.run(),
            Command::Vars(command) => command.run(),
            Command::New(command) => command.run(),
        };
        // Whatever cannot even be begun is a matter of how the command was called.
        Ok(outcome.unwrap_or_else(|error| {
            eprintln!("prikaz: {error:#}");
            ExitCode::from(USAGE)
        }))
    }
}

/// A template file.
pub fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    ensure!(file.exists(), "нет файла {}", file.display());
    ensure!(
        file.is_file(),
        "{} — не файл, а нужен документ Word (.docx)",
        file.display()
    );
    std::fs::read(file).with_context(|| format!("не прочитан файл {}", file.display()))
}

/// Writes to standard output; a reader that has gone away is no mistake.
pub fn print(text: &[u8]) -> anyhow::Result<()> {
    match std::io::stdout().lock().write_all(text) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Whether both names lead to one file.
pub fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// One mistake as a clerk reads it: the place, the tag, what is wrong, what would be right.
pub fn write_mistake(text: &mut String, number: usize, mistake: &TemplateMistake) {
    let place = mistake
        .place
        .as_ref()
        .map_or_else(|| "весь файл".to_owned(), ToString::to_string);
    let _ = writeln!(text, "\n{number:>3}. {place}");
    if let Some(tag) = &mistake.tag {
        let _ = writeln!(text, "     {tag}");
    }
    let _ = writeln!(text, "     {}", mistake.message);
    if let Some(hint) = &mistake.hint {
        let _ = writeln!(text, "     → {hint}");
    }
}
