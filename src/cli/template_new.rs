//! `prikaz template new`: writes a starter template for a clerk to go on with in Word.
//!
//! Must never write over a file that is there: somebody may have worked on it.

use crate::documents::papers::PAPERS;
use crate::documents::starter::{Command, Layout, Profile, keys, starter};
use anyhow::{Context, bail};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Exit code when the command was called wrongly.
const USAGE: u8 = 2;

/// Which template, in which layout, and where to.
#[derive(clap::Args)]
pub struct NewTemplate {
    /// Вид: order-forming, order-approving …; без него — перечень видов
    #[arg(value_name = "ВИД")]
    kind: Option<String>,
    /// Оформление: ГОСТ Р 7.0.97-2016 или 2025
    #[arg(long, value_name = "ГОСТ", default_value = "gost-2025", value_parser = ["gost-2016", "gost-2025"])]
    profile: String,
    /// «ПРИКАЗЫВАЮ:» (capitals) или «п р и к а з ы в а ю:» (spaced)
    #[arg(long, value_name = "НАБОР", default_value = "capitals", value_parser = ["capitals", "spaced"])]
    command: String,
    /// Куда записать; без этого — ВИД.docx в текущей папке
    #[arg(short, long, value_name = "ФАЙЛ")]
    output: Option<PathBuf>,
    /// Записать все виды в эту папку
    #[arg(long, value_name = "ПАПКА", conflicts_with_all = ["kind", "output"])]
    all: Option<PathBuf>,
}

impl NewTemplate {
    /// Writes the template, or names all there are.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let layout = self.layout();
        if let Some(folder) = &self.all {
            std::fs::create_dir_all(folder).with_context(|| format!("не создана папка {}", folder.display()))?;
            for key in keys() {
                written(key, layout, &folder.join(format!("{key}.docx")))?;
            }
            return Ok(ExitCode::SUCCESS);
        }
        let Some(kind) = &self.kind else {
            print!("{}", kinds());
            return Ok(ExitCode::SUCCESS);
        };
        if !keys().any(|key| key == kind) {
            eprint!("prikaz: нет шаблона вида «{kind}»; есть:\n{}", kinds());
            return Ok(ExitCode::from(USAGE));
        }
        let file = self.output.clone().unwrap_or_else(|| PathBuf::from(format!("{kind}.docx")));
        written(kind, layout, &file)?;
        Ok(ExitCode::SUCCESS)
    }

    fn layout(&self) -> Layout {
        let command = if self.command == "spaced" {
            Command::Spaced
        } else {
            Command::Capitals
        };
        Layout {
            command,
            ..Layout::of(Profile::of_key(&self.profile).unwrap_or(Profile::Gost2025))
        }
    }
}

/// Every kind with what a clerk calls it.
fn kinds() -> String {
    let title = |key: &str| PAPERS.iter().find(|paper| paper.key == key).map_or("", |paper| paper.title);
    keys().fold(String::new(), |mut lines, key| {
        let _ = write!(lines, "  {key:24}");
        lines.push_str(title(key));
        lines.push('\n');
        lines
    })
}

fn written(kind: &str, layout: Layout, file: &Path) -> anyhow::Result<()> {
    let Some(bytes) = starter(kind, &layout) else {
        bail!("нет шаблона вида «{kind}»");
    };
    let mut new = match std::fs::File::create_new(file) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => bail!(
            "файл {} уже есть, и в нём может быть чья-то работа: назовите другой (-o ФАЙЛ)",
            file.display()
        ),
        other => other.with_context(|| format!("не создан файл {}", file.display()))?,
    };
    new.write_all(&bytes)
        .with_context(|| format!("не записан файл {}", file.display()))?;
    println!("{}", file.display());
    Ok(())
}
