//! `prikaz journal`: a journal of registration of one year, as a table or a Word file.
//!
//! Must never write to the database, nor let a cell be read as a formula.

use super::assembly;
use crate::config::Settings;
use crate::runtime::journal::{Desk, JournalEntry, whole};
use crate::runtime::sheets::{Office, Sheet, make};
use crate::store::reader::{JournalOfYear, Reader, Viewer};
use crate::words::clock::Clock;
use crate::words::ids::JournalKey;
use crate::words::phrasing::short_date;
use anyhow::{Context, bail};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Журнал регистрации за год: номера по порядку, отменённые и пустые — с отметками
#[derive(clap::Args)]
pub struct Journal {
    /// Ключ журнала из plan.yaml, например orders
    #[arg(value_name = "ЖУРНАЛ")]
    key: String,
    /// Год, например 2022
    #[arg(value_name = "ГОД")]
    year: i32,
    /// Куда записать: таблица .csv или документ .docx; без этого печатается таблица
    #[arg(short, long, value_name = "ФАЙЛ")]
    output: Option<PathBuf>,
    /// Файл настроек
    #[arg(long)]
    config: Option<PathBuf>,
    /// Папка данных
    #[arg(long)]
    data: Option<PathBuf>,
}

impl Journal {
    /// Prints or writes the journal.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let mut settings = Settings::read(self.config.as_deref())?;
        settings.data = self.data.unwrap_or(settings.data);
        if let Some(file) = &self.output {
            require_table(file)?;
        }
        let catalog = assembly::catalog(&settings)?;
        let of = JournalOfYear {
            journal: JournalKey(self.key),
            year: self.year,
        };
        if catalog.journal(&of.journal).is_none() {
            let known: Vec<&str> = catalog
                .plans()
                .flat_map(|plan| plan.rules.journals.keys())
                .map(JournalKey::as_str)
                .collect();
            bail!("нет журнала «{}»; есть: {}", of.journal, known.join(", "));
        }
        match self.output {
            Some(file) if is(&file, "docx") => {
                let made = assembly::block_on(async {
                    let store = assembly::store(&settings).await?;
                    let office = Office {
                        catalog: &catalog,
                        reader: &Reader::new(&store, Viewer::System),
                        now: Clock::System.now(),
                    };
                    Ok(make(office, &Sheet::Journal(of)).await?)
                })?;
                let made = made.context("журнал не составлен: его не ведёт ни одна дорожная карта")?;
                std::fs::write(&file, made.bytes).with_context(|| format!("не записан файл {}", file.display()))?;
                eprintln!("Записан документ {}", file.display());
            }
            output => {
                let entries = assembly::block_on(async {
                    let store = assembly::store(&settings).await?;
                    let desk = Desk {
                        catalog: &catalog,
                        reader: &Reader::new(&store, Viewer::System),
                    };
                    Ok(whole(desk, &of).await?)
                })?;
                print(output.as_deref(), &entries)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The table, to its file or to the screen.
fn print(file: Option<&Path>, entries: &[JournalEntry]) -> anyhow::Result<()> {
    let text = table(entries);
    match file {
        Some(file) => {
            std::fs::write(file, text).with_context(|| format!("не записан файл {}", file.display()))?;
            eprintln!("Записано строк: {} — {}", entries.len(), file.display());
        }
        None => std::io::stdout().lock().write_all(text.as_bytes())?,
    }
    Ok(())
}

fn is(file: &Path, kind: &str) -> bool {
    file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(kind))
}

fn require_table(file: &Path) -> anyhow::Result<()> {
    if is(file, "csv") || is(file, "docx") {
        return Ok(());
    }
    bail!(
        "журнал записывается таблицей .csv или документом .docx, а назван файл {}",
        file.display()
    )
}

const HEADINGS: [&str; 9] = [
    "Номер",
    "Дата",
    "Заголовок",
    "Подписал",
    "Исполнитель",
    "Пункты",
    "Отметки",
    "Связи",
    "Файл",
];

/// With a mark of its encoding and semicolons: so the office's table program opens it without questions.
fn table(entries: &[JournalEntry]) -> String {
    let mut text = String::from("\u{feff}");
    row(&mut text, HEADINGS.map(str::to_owned));
    for entry in entries {
        let signer = entry
            .signer
            .as_ref()
            .map(|signer| format!("{} {}", signer.post, signer.name));
        let preparer = entry.preparer.as_ref().map(|preparer| preparer.name.clone());
        let serves = entry
            .serves
            .iter()
            .map(|served| format!("{} ({})", served.number, served.period));
        let links = entry.links.iter().map(|link| link.text.clone());
        row(
            &mut text,
            [
                entry.number.clone(),
                entry.date.map(short_date).unwrap_or_default(),
                entry.title.clone(),
                signer.unwrap_or_default(),
                preparer.unwrap_or_default(),
                serves.collect::<Vec<_>>().join("; "),
                entry.marks.join("; "),
                links.collect::<Vec<_>>().join("; "),
                entry.file.as_ref().map(|file| file.name.clone()).unwrap_or_default(),
            ],
        );
    }
    text
}

fn row(text: &mut String, cells: [String; 9]) {
    let cells = cells.map(|cell| format!("\"{}\"", plain(&cell).replace('"', "\"\"")));
    text.push_str(&cells.join(";"));
    text.push_str("\r\n");
}

/// A cell that a table program would take for a formula begins with an apostrophe.
fn plain(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula_and_keeps_its_quotes() {
        let mut text = String::new();
        let mut cells: [String; 9] = std::array::from_fn(|_| String::new());
        cells[0] = "14-а".to_owned();
        cells[2] = "=HYPERLINK(\"http://x\")".to_owned();
        cells[6] = "-1".to_owned();
        row(&mut text, cells);
        assert_eq!(
            text,
            "\"14-а\";\"\";\"'=HYPERLINK(\"\"http://x\"\")\";\"\";\"\";\"\";\"'-1\";\"\";\"\"\r\n"
        );
        assert!(require_table(Path::new("журнал.xlsx")).is_err() && require_table(Path::new("журнал.CSV")).is_ok());
    }
}
