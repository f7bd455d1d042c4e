//! `prikaz render`: one Word template, one file of data, one finished paper.
//!
//! Must never write over the template, and must never leave half a paper behind.

use super::context;
use super::pdf;
use super::template::{MISTAKES_FOUND, USAGE, is_same, print, read, write_mistake};
use super::write;
use crate::documents::{RenderedDocument, Template, TemplateMistake};
use crate::words::ids::sha256_hex;
use anyhow::{bail, ensure};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A template, its data, and where the paper goes.
#[derive(clap::Args)]
pub struct Render {
    /// Шаблон .docx
    #[arg(value_name = "ШАБЛОН.docx")]
    template: PathBuf,
    /// Данные; «-» читает их со стандартного ввода
    #[arg(value_name = "ДАННЫЕ.json")]
    context: PathBuf,
    /// Куда записать документ; «-» — на стандартный вывод
    #[arg(short, long, value_name = "ДОКУМЕНТ.docx")]
    output: PathBuf,
    /// Показать недостающие значения жёлтыми пропусками, а не отказывать
    #[arg(long)]
    lenient: bool,
    /// Записать рядом и PDF (нужен LibreOffice)
    #[arg(long)]
    pdf: bool,
}

impl Render {
    /// Renders the paper.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        self.render().or_else(|error| {
            eprintln!("prikaz: {error:#}");
            Ok(ExitCode::from(USAGE))
        })
    }

    fn render(&self) -> anyhow::Result<ExitCode> {
        let to_stdout = self.output.as_os_str() == "-";
        let pdf_file = self.output.with_extension("pdf");
        ensure!(
            !(to_stdout && self.pdf),
            "для --pdf назовите файл: -o ДОКУМЕНТ.docx, PDF встанет рядом"
        );
        if !to_stdout {
            self.spare(&self.output)?;
        }
        if self.pdf {
            ensure!(
                pdf_file != self.output,
                "назовите документ ДОКУМЕНТ.docx: имя .pdf займёт PDF"
            );
            self.spare(&pdf_file)?;
        }
        let bytes = read(&self.template)?;
        let data = context::read(&self.context)?;
        let name = self.template.display().to_string();
        let paper = match self.paper(&name, &bytes, &data.value) {
            Ok(paper) => paper,
            Err(mistakes) => {
                let mut text = format!("{name}: документ не составлен, ошибок: {}\n", mistakes.len());
                for (at, mistake) in mistakes.iter().enumerate() {
                    write_mistake(&mut text, at + 1, mistake);
                }
                eprint!("{text}");
                return Ok(ExitCode::from(MISTAKES_FOUND));
            }
        };
        if to_stdout {
            print(&paper.bytes)?;
            eprint!("{}", hashes(&paper));
            return Ok(ExitCode::SUCCESS);
        }
        write::atomically(&self.output, &paper.bytes)?;
        let mut text = format!("Записан {}\n{}", self.output.display(), hashes(&paper));
        if self.pdf {
            match pdf::convert(&self.output, &pdf_file) {
                Ok(()) => {
                    let sha256 = sha256_hex(&std::fs::read(&pdf_file)?);
                    let _ = write!(text, "Записан {}\n  файл        sha256 {sha256}\n", pdf_file.display());
                }
                Err(error) => {
                    print(text.as_bytes())?;
                    return Err(error.context("PDF не записан, документ Word записан"));
                }
            }
        }
        print(text.as_bytes())?;
        Ok(ExitCode::SUCCESS)
    }

    /// What is read must not be written over.
    fn spare(&self, written: &Path) -> anyhow::Result<()> {
        for source in [&self.template, &self.context] {
            if is_same(source, written) {
                bail!(
                    "{} — это исходный файл: назовите для документа другое имя",
                    source.display()
                );
            }
        }
        let folder = written.parent().filter(|folder| !folder.as_os_str().is_empty());
        ensure!(
            folder.is_none_or(Path::is_dir),
            "нет папки {}",
            folder.unwrap_or(Path::new("")).display()
        );
        Ok(())
    }

    /// The paper, or all that keeps it from being made.
    fn paper(
        &self,
        name: &str,
        bytes: &[u8],
        data: &serde_json::Value,
    ) -> Result<RenderedDocument, Vec<TemplateMistake>> {
        let template = Template::compile(name, bytes).map_err(|found| found.mistakes)?;
        let rendered = if self.lenient {
            template.render_lenient(data)
        } else {
            template.render(data)
        };
        rendered.map_err(|error| {
            let mut all = if self.lenient { Vec::new() } else { template.check(data) };
            if all.is_empty() {
                all.push(error.into_mistake());
            }
            all
        })
    }
}

fn hashes(paper: &RenderedDocument) -> String {
    format!(
        "  файл        sha256 {}\n  содержание  sha256 {}\n",
        paper.file_sha256, paper.content_sha256
    )
}
