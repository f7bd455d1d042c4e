//! `prikaz import`: a road-map in Word, Excel or text becomes a plan's folder, its doubts become questions.
//!
//! Must never write over a folder that is in use, nor write a plan that would not pass `prikaz check`.

use crate::cli::write::atomically;
use crate::definition::institutions::is_key;
use crate::definition::mistake::Mistakes;
use crate::importing::answers::Answers;
use crate::importing::question::Question;
use crate::importing::{Proposal, Request, propose, read_answers};
use crate::runtime::sources::{self, Shelf};
use anyhow::{Context, bail, ensure};
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Exit code when mistakes were found.
const MISTAKES_FOUND: u8 = 3;

/// Exit code when a file or folder named cannot be used.
const USAGE: u8 = 2;

/// Largest file that is opened.
const FILE_BYTES_MAX: u64 = 20 * 1024 * 1024;

/// What plans share and a plan is checked with.
const SHARED: [&str; 2] = ["lifecycles", "calendars"];

/// A road-map to take in.
#[derive(clap::Args)]
pub struct Import {
    /// Дорожная карта: .docx, .xlsx, .csv или текст, взятый из PDF, .txt
    #[arg(value_name = "ФАЙЛ")]
    file: PathBuf,
    /// Папка плана, новая или пустая; её имя — ключ плана: workflows/mentoring-2022
    #[arg(long, value_name = "ПАПКА")]
    out: PathBuf,
    /// Ответы на вопросы и то, чего в карте нет (YAML)
    #[arg(long, value_name = "ФАЙЛ")]
    answers: Option<PathBuf>,
    /// Задать оставшиеся вопросы по одному
    #[arg(long)]
    confirm: bool,
    /// Справочник учреждений, который ляжет в папку плана; без него — заготовка
    #[arg(long, value_name = "ФАЙЛ")]
    institutions: Option<PathBuf>,
    /// Таблица лиц, которая ляжет в папку плана
    #[arg(long, value_name = "ФАЙЛ")]
    persons: Option<PathBuf>,
    /// Всё — одним документом JSON
    #[arg(long)]
    json: bool,
}

/// What was brought, read from the disk once.
struct Brought {
    name: String,
    bytes: Vec<u8>,
    plan: String,
    shared: Vec<(String, Vec<u8>)>,
    institutions: Option<String>,
    persons: Option<String>,
}

impl Import {
    /// Runs the command.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let (proposal, written) = match self.take() {
            Ok(taken) => taken,
            Err(error) => {
                eprintln!("prikaz: {error:#}");
                return Ok(ExitCode::from(USAGE));
            }
        };
        let text = if self.json {
            let json = serde_json::json!({
                "written": written,
                "report": proposal.report,
                "questions": proposal.questions,
                "blanks": proposal.blanks,
                "mistakes": proposal.mistakes,
            });
            serde_json::to_string_pretty(&json)? + "\n"
        } else {
            proposal.text() + &self.farewell(written)
        };
        match std::io::stdout().lock().write_all(text.as_bytes()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => return Err(error.into()),
            _ => {}
        }
        Ok(if written {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(MISTAKES_FOUND)
        })
    }

    fn take(&self) -> anyhow::Result<(Proposal, bool)> {
        let brought = self.brought()?;
        let mut answers = self.answers()?;
        let mut proposal = brought.proposal(&answers)?;
        if self.confirm {
            let mut input = std::io::stdin().lock();
            confirm(
                &mut proposal,
                &mut answers,
                &mut input,
                &mut std::io::stderr(),
                |answers| brought.proposal(answers),
            )?;
        }
        if !proposal.mistakes.is_empty() {
            return Ok((proposal, false));
        }
        self.write(&proposal)?;
        Ok((proposal, true))
    }

    fn farewell(&self, written: bool) -> String {
        let out = self.out.display();
        if written {
            format!("\nПлан записан в папку {out}. Проверить: prikaz check {out}\n")
        } else {
            format!("\nПлан не записан: исправьте названное и повторите. Папка {out} не тронута.\n")
        }
    }

    fn brought(&self) -> anyhow::Result<Brought> {
        let plan = self.plan_key()?;
        ensure!(
            is_vacant(&self.out)?,
            "папка {} не пуста: назовите новую, прежний план не переписывается",
            self.out.display()
        );
        let text = |path: &Option<PathBuf>| -> anyhow::Result<Option<String>> {
            let Some(path) = path else { return Ok(None) };
            let text = String::from_utf8(read(path)?);
            Ok(Some(text.with_context(|| {
                format!("{}: файл записан не в UTF-8", path.display())
            })?))
        };
        Ok(Brought {
            name: self.file.display().to_string(),
            bytes: read(&self.file)?,
            plan,
            shared: shared(&self.out)?,
            institutions: text(&self.institutions)?,
            persons: text(&self.persons)?,
        })
    }

    fn plan_key(&self) -> anyhow::Result<String> {
        let name = self.out.file_name().map(|name| name.to_string_lossy().into_owned());
        match name {
            Some(name) if is_key(&name) => Ok(name),
            name => bail!(
                "имя папки — ключ плана: латинские буквы, цифры и дефис, например mentoring-2022, а здесь «{}»",
                name.unwrap_or_else(|| self.out.display().to_string())
            ),
        }
    }

    fn answers(&self) -> anyhow::Result<Answers> {
        let Some(path) = &self.answers else {
            return Ok(Answers::default());
        };
        let shown = path.display().to_string();
        let text = String::from_utf8(read(path)?).with_context(|| format!("{shown}: файл записан не в UTF-8"))?;
        read_answers(&shown, &text)
            .map_err(|mistakes| anyhow::anyhow!("в ответах есть ошибки:\n{}", Mistakes::sorted(mistakes)))
    }

    /// Writes the plan and, beside it, what was read of each row.
    fn write(&self, proposal: &Proposal) -> anyhow::Result<()> {
        let out = &self.out;
        std::fs::create_dir_all(out).with_context(|| format!("не создана папка {}", out.display()))?;
        for (name, text) in &proposal.files {
            atomically(&out.join(name), text.as_bytes())?;
        }
        atomically(&out.join("import-report.txt"), proposal.text().as_bytes())?;
        let json = serde_json::json!({ "report": proposal.report, "questions": proposal.questions });
        atomically(&out.join("import-report.json"), &serde_json::to_vec_pretty(&json)?)
    }
}

impl Brought {
    fn proposal(&self, answers: &Answers) -> anyhow::Result<Proposal> {
        let request = Request {
            file_name: &self.name,
            bytes: &self.bytes,
            plan: &self.plan,
            shared: &self.shared,
            institutions: self.institutions.as_deref(),
            persons: self.persons.as_deref(),
            answers,
        };
        propose(&request).with_context(|| self.name.clone())
    }
}

/// Asks the open questions one by one; an empty line takes what is marked, the end of the input takes all the rest.
fn confirm(
    proposal: &mut Proposal,
    answers: &mut Answers,
    input: &mut impl BufRead,
    out: &mut impl Write,
    again: impl Fn(&Answers) -> anyhow::Result<Proposal>,
) -> anyhow::Result<()> {
    let mut passed: Vec<String> = Vec::new();
    loop {
        let waiting: Vec<Question> = proposal
            .open()
            .filter(|question| !passed.contains(&question.id))
            .cloned()
            .collect();
        let Some(question) = waiting.first() else { break };
        let asked = passed.len() + 1;
        write_question(out, question, asked, passed.len() + waiting.len())?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            writeln!(out)?;
            break;
        }
        let answer = chosen(question, line.trim());
        let mut tried = answers.clone();
        tried.put(&question.id, &answer);
        let next = again(&tried)?;
        if next.refused.contains(&question.id) {
            writeln!(
                out,
                "  «{answer}» ничего не решает: выберите номер или напишите срок ясными словами"
            )?;
            continue;
        }
        passed.push(question.id.clone());
        (*answers, *proposal) = (tried, next);
    }
    Ok(())
}

fn write_question(out: &mut impl Write, question: &Question, number: usize, of: usize) -> std::io::Result<()> {
    writeln!(out, "\n[{number} из {of}] {} — {}", question.id, question.place)?;
    writeln!(out, "  «{}»", question.cell)?;
    for why in &question.why {
        writeln!(out, "  {why}")?;
    }
    writeln!(out, "  {}", question.ask)?;
    for (at, candidate) in question.candidates.iter().enumerate() {
        let mark = if candidate.value == question.default {
            "→"
        } else {
            " "
        };
        writeln!(out, "  {mark} {}. {} — {}", at + 1, candidate.value, candidate.meaning)?;
    }
    write!(out, "  Ответ (Enter — «{}»): ", question.default)?;
    out.flush()
}

/// The number of a candidate, words of one's own, or nothing for the default.
fn chosen(question: &Question, line: &str) -> String {
    if line.is_empty() {
        return question.default.clone();
    }
    let by_number = line.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let candidate = by_number.and_then(|at| question.candidates.get(at));
    candidate.map_or_else(|| line.to_owned(), |candidate| candidate.value.clone())
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let unread = || format!("не прочитан файл {}", path.display());
    let about = std::fs::metadata(path).with_context(unread)?;
    ensure!(about.is_file(), "{} — не файл", path.display());
    ensure!(
        about.len() <= FILE_BYTES_MAX,
        "{}: файл больше {} МБ",
        path.display(),
        FILE_BYTES_MAX / 1024 / 1024
    );
    std::fs::read(path).with_context(unread)
}

/// A folder that is not there, or holds nothing.
fn is_vacant(folder: &Path) -> anyhow::Result<bool> {
    if !folder.exists() {
        return Ok(true);
    }
    ensure!(folder.is_dir(), "{} — не папка", folder.display());
    let mut entries = std::fs::read_dir(folder).with_context(|| format!("не прочитана папка {}", folder.display()))?;
    Ok(entries.next().is_none())
}

/// Lifecycles and calendars that lie beside the plan; what is not there comes from the program.
fn shared(out: &Path) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let root = out
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut files = Vec::new();
    for name in SHARED {
        let folder = root.join(name);
        if folder.is_dir() {
            let unread = || format!("не прочитана папка {}", folder.display());
            for entry in std::fs::read_dir(&folder).with_context(unread)? {
                let path = entry.with_context(unread)?.path();
                if path.is_file() && sources::is_plan_text(&path) {
                    let file = path.file_name().map(|file| file.to_string_lossy().into_owned());
                    files.push((format!("{name}/{}", file.unwrap_or_default()), read(&path)?));
                }
            }
            continue;
        }
        let shipped = sources::shipped(Shelf::Workflows).into_iter();
        let shipped = shipped.filter(|file| file.path.strip_prefix(name).is_some_and(|rest| rest.starts_with('/')));
        files.extend(shipped.map(|file| (file.path, file.bytes)));
    }
    Ok(files)
}
