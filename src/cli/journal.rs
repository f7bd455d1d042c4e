//! `prikaz journal`: a journal of registration of one year, as a table.
//!
//! Must never write to the database, nor let a cell be read as a formula.

use super::assembly;
use crate::config::Settings;
use crate::runtime::journal::{Desk, JournalEntry, whole};
use crate::store::reader::{JournalOfYear, Reader, Viewer};
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
    /// Куда записать таблицу (.csv); без этого она печатается
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
        let entries = assembly::block_on(async {
            let store = assembly::store(&settings).await?;
            let desk = Desk {
                catalog: &catalog,
                reader: &Reader::new(&store, Viewer::System),
            };
            Ok(whole(desk, &of).await?)
        })?;
        let text = table(&entries);
        match self.output {
            Some(file) => {
                std::fs::write(&file, text).with_context(|| format!("не записан файл {}", file.display()))?;
                eprintln!("Записано строк: {} — {}", entries.len(), file.display());
            }
            None => std::io::stdout().lock().write_all(text.as_bytes())?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn require_table(file: &Path) -> anyhow::Result<()> {
    let ending = file.extension().unwrap_or_default();
    if ending.eq_ignore_ascii_case("csv") {
        return Ok(());
    }
    bail!("журнал записывается таблицей .csv, а назван файл {}", file.display())
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
        assert!(require_table(Path::new("журнал.docx")).is_err() && require_table(Path::new("журнал.CSV")).is_ok());
    }
}
