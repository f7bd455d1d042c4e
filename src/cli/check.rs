//! `prikaz check`: reads a folder of plans and tells every mistake with its place, or every item with its dates.
//!
//! Must never change a file.

use crate::definition::check::journals;
use crate::definition::check::schedule::ru;
use crate::definition::folder::{Folder, arrange};
use crate::definition::mistake::{Code, Mistake, Mistakes};
use crate::definition::model::{DateOwner, Definition, Executors, Schedule};
use crate::definition::source::{Source, Span};
use crate::runtime::sources::{self, Shelf, SourceFile};
use crate::runtime::templates::Templates;
use crate::words::ids::ItemKey;
use anyhow::{Context, bail, ensure};
use serde::Serialize;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Exit code when mistakes were found.
const MISTAKES_FOUND: u8 = 3;

/// Exit code when the folder named cannot be read.
const USAGE: u8 = 2;

/// A folder of plans.
#[derive(clap::Args)]
pub struct Check {
    /// Папка планов (или одного плана); без неё — папка workflows рядом, а если её нет, планы из самой программы
    #[arg(value_name = "ПАПКА")]
    folder: Option<PathBuf>,
    /// Всё — одним документом JSON
    #[arg(long)]
    json: bool,
    /// Папка шаблонов; без неё — папка doc-templates рядом, а если её нет, шаблоны из самой программы
    #[arg(long, value_name = "ПАПКА")]
    doc_templates: Option<PathBuf>,
}

impl Check {
    /// Checks all plans of the folder.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let loaded = load_sources(self.folder.as_deref()).and_then(|loaded| {
            let templates = match &self.doc_templates {
                Some(folder) if !folder.is_dir() => bail!("нет папки {} (--doc-templates)", folder.display()),
                folder => sources::read(Shelf::DocTemplates, folder.as_deref())?,
            };
            Ok((loaded, templates))
        });
        let (Loaded { files, only, mistakes }, templates) = match loaded {
            Ok(loaded) => loaded,
            Err(error) => {
                eprintln!("prikaz: {error:#}");
                return Ok(ExitCode::from(USAGE));
            }
        };
        let mut folder = arrange(files);
        folder.mistakes.extend(mistakes);
        if folder.plans.is_empty() && folder.mistakes.is_empty() {
            eprintln!("prikaz: планов не найдено: план — это папка с файлом plan.yaml");
            return Ok(ExitCode::from(USAGE));
        }
        let report = Report::of(&folder, &templates, only.as_deref());
        let text = if self.json {
            serde_json::to_string_pretty(&report.json())? + "\n"
        } else {
            report.text()
        };
        match std::io::stdout().lock().write_all(text.as_bytes()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => return Err(error.into()),
            _ => {}
        }
        Ok(if report.mistakes.0.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(MISTAKES_FOUND)
        })
    }
}

/// Paths, relative to the folder of plans, and what the files hold.
type Files = Vec<(String, Vec<u8>)>;

/// What was found on the disk.
#[derive(Default)]
pub(super) struct Loaded {
    pub(super) files: Files,
    /// The one plan to check, when its own folder was given.
    pub(super) only: Option<String>,
    /// Names of files that are no files.
    pub(super) mistakes: Vec<Mistake>,
}

/// Files of the folder of plans, and the name of the one plan to check when its own folder was given.
pub(super) fn load_sources(folder: Option<&Path>) -> anyhow::Result<Loaded> {
    let beside = Path::new("workflows");
    let folder = match folder {
        Some(folder) => folder,
        None if beside.is_dir() => beside,
        None => {
            let shipped = sources::shipped(Shelf::Workflows);
            return Ok(Loaded {
                files: shipped.into_iter().map(|file| (file.path, file.bytes)).collect(),
                ..Loaded::default()
            });
        }
    };
    if folder.is_file() {
        let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
        let parent = parent.unwrap_or(Path::new("."));
        bail!("{} — файл: назовите его папку, {}", folder.display(), parent.display());
    }
    ensure!(folder.is_dir(), "нет папки {}", folder.display());
    let unread = || format!("не прочитана папка {}", folder.display());
    let folder = folder.canonicalize().with_context(unread)?;
    if !folder.join("plan.yaml").is_file() {
        return files_of(&folder, &entries(&folder)?);
    }
    // One plan: its own folder and what plans share; what else lies beside it is not looked at.
    let root = folder.parent().unwrap_or(&folder);
    let only = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    let folders = [folder.clone(), root.join("lifecycles"), root.join("calendars")];
    let mut loaded = files_of(root, &folders)?;
    for shared in SHIPPED.into_iter().filter(|shared| !root.join(shared).is_dir()) {
        let shipped = sources::shipped(Shelf::Workflows).into_iter();
        let files = shipped.filter(|file| file.path.strip_prefix(shared).is_some_and(|rest| rest.starts_with('/')));
        loaded.files.extend(files.map(|file| (file.path, file.bytes)));
    }
    Ok(Loaded { only, ..loaded })
}

/// What a plan that lies alone takes from the program itself.
const SHIPPED: [&str; 2] = ["lifecycles", "calendars"];

/// Texts in those of `folders` that are there, two levels below the root at most: a folder of plans is no deeper.
fn files_of(root: &Path, folders: &[PathBuf]) -> anyhow::Result<Loaded> {
    let mut loaded = Loaded::default();
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        for file in entries(folder)?.into_iter().filter(|file| sources::is_plan_text(file)) {
            let path = file.strip_prefix(root).unwrap_or(&file);
            let path = path.to_string_lossy().replace('\\', "/");
            if !file.is_file() {
                let source = Source::new(&path, "");
                let message = "это не файл, а папка или ссылка, которая никуда не ведёт";
                let mistake = Mistake::new(&source, Span::default(), Code::Yaml, message);
                loaded
                    .mistakes
                    .push(mistake.help("положите сюда файл или уберите это имя"));
                continue;
            }
            let bytes = std::fs::read(&file).with_context(|| format!("не прочитан файл {}", file.display()))?;
            loaded.files.push((path, bytes));
        }
    }
    Ok(loaded)
}

/// What lies in a folder, by name, without the traces that editors and Word leave.
fn entries(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let unread = || format!("не прочитана папка {}", folder.display());
    let entries = std::fs::read_dir(folder).with_context(unread)?;
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .with_context(unread)?;
    paths.retain(|path| {
        !path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with(['.', '~']))
    });
    paths.sort();
    Ok(paths)
}

/// Whose mistakes are told whichever plan is checked.
const SHARED: [&str; 3] = ["lifecycles/", "calendars/", "doc-templates/"];

/// What does not fit between plans is told whichever of them is checked: it is a mistake of both.
fn across(folder: &Folder) -> Vec<Mistake> {
    let read = folder
        .plans
        .iter()
        .map(|sources| (&sources.plan, folder.check(sources).plan));
    let read: Vec<_> = read.filter_map(|(source, plan)| Some((source, plan?))).collect();
    let together: Vec<_> = read.iter().map(|(source, plan)| (*source, plan)).collect();
    journals::across(&together)
}

struct Report {
    plans: Vec<(String, Vec<Arc<Definition>>)>,
    mistakes: Mistakes,
    definitions: usize,
}

impl Report {
    fn of(folder: &Folder, templates: &[SourceFile], only: Option<&str>) -> Self {
        let mut mistakes = folder.mistakes.clone();
        let templates = Templates::read(templates, &mut mistakes);
        let (mut plans, mut definitions) = (Vec::new(), 0);
        mistakes.extend(across(folder));
        for plan in folder
            .plans
            .iter()
            .filter(|plan| only.is_none_or(|only| plan.plan.folder() == only))
        {
            let checked = folder.check(plan);
            definitions += plan.items.len();
            mistakes.extend(checked.mistakes.0);
            templates.check_names(plan, &checked.items, &mut mistakes);
            plans.push((plan.plan.folder().to_owned(), checked.items));
        }
        if let Some(only) = only {
            let of_others = |mistake: &Mistake| {
                !SHARED.iter().any(|shared| mistake.file.starts_with(shared))
                    && !mistake.file.starts_with(&format!("{only}/"))
            };
            mistakes.retain(|mistake| !of_others(mistake));
        }
        Self {
            plans,
            mistakes: Mistakes::sorted(mistakes),
            definitions,
        }
    }

    /// The dates of all items, or the mistakes alone: whoever has some looks for them and not for dates.
    fn text(&self) -> String {
        let mut text = String::new();
        for (plan, items) in self.plans.iter().filter(|_| self.mistakes.0.is_empty()) {
            let _ = writeln!(text, "План {plan}");
            for item in items {
                let _ = writeln!(text, "\n{}  {}", item.key, item.title);
                let _ = writeln!(text, "    срок: {}", item.deadline);
                let _ = writeln!(text, "    исполнители: {}", names(item).join(", "));
                let _ = writeln!(text, "    порядок: {}", item.lifecycle.title);
                dates(item, &mut text);
            }
            text.push('\n');
        }
        let _ = write!(text, "{}", self.mistakes);
        let _ = writeln!(
            text,
            "{} {}, ошибок: {}",
            self.definitions,
            definitions(self.definitions),
            self.mistakes.0.len()
        );
        text
    }

    fn json(&self) -> ReportJson<'_> {
        let items = self
            .plans
            .iter()
            .flat_map(|(plan, items)| items.iter().map(move |item| ItemJson::of(plan, item)));
        ReportJson {
            mistakes: &self.mistakes,
            items: items.collect(),
        }
    }
}

fn names(item: &Definition) -> Vec<&str> {
    item.executors.iter().map(|executor| executor.name.as_str()).collect()
}

fn dates(item: &Definition, text: &mut String) {
    match &item.schedule {
        Schedule::AwaitsDate { period, owner } => {
            let _ = writeln!(text, "    {period}: ждёт срока от {}", owner_key(owner));
        }
        Schedule::Dated(periods) => {
            for period in periods {
                let moved = if period.control == period.due {
                    String::new()
                } else {
                    format!(", контрольный срок {}", ru(period.control))
                };
                let _ = writeln!(text, "    {}: до {}{moved}", period.key, ru(period.due));
            }
        }
    }
    if !item.after.is_empty() {
        let after: Vec<&str> = item.after.iter().map(ItemKey::as_str).collect();
        let _ = writeln!(text, "    после: {}", after.join(", "));
    }
}

fn owner_key(owner: &DateOwner) -> &str {
    match owner {
        DateOwner::Institution(key) => key.as_str(),
        DateOwner::Role(key) => key.as_str(),
    }
}

/// «27 определений»: the noun agrees with the number.
fn definitions(count: usize) -> &'static str {
    match (count % 10, count % 100) {
        (_, 11..=14) => "определений",
        (1, _) => "определение",
        (2..=4, _) => "определения",
        _ => "определений",
    }
}

#[derive(Serialize)]
struct ReportJson<'a> {
    mistakes: &'a Mistakes,
    items: Vec<ItemJson<'a>>,
}

#[derive(Serialize)]
struct ItemJson<'a> {
    plan: &'a str,
    file: &'a str,
    number: &'a str,
    key: &'a str,
    title: &'a str,
    section: &'a str,
    deadline: &'a str,
    result: &'a str,
    executors: Vec<&'a str>,
    fanout: bool,
    lifecycle: &'a str,
    documents: Vec<&'a str>,
    after: Vec<&'a str>,
    instances: Vec<InstanceJson<'a>>,
    sha256: &'a str,
}

#[derive(Serialize)]
struct InstanceJson<'a> {
    period: &'a str,
    opens: Option<String>,
    due: Option<String>,
    control: Option<String>,
    /// Who owes the date, when there is none yet.
    date_owner: Option<&'a str>,
}

impl<'a> ItemJson<'a> {
    fn of(plan: &'a str, item: &'a Definition) -> Self {
        let instances = match &item.schedule {
            Schedule::AwaitsDate { period, owner } => {
                vec![InstanceJson {
                    period: period.as_str(),
                    opens: None,
                    due: None,
                    control: None,
                    date_owner: Some(owner_key(owner)),
                }]
            }
            Schedule::Dated(periods) => periods
                .iter()
                .map(|period| InstanceJson {
                    period: period.key.as_str(),
                    opens: Some(period.opens.to_string()),
                    due: Some(period.due.to_string()),
                    control: Some(period.control.to_string()),
                    date_owner: None,
                })
                .collect(),
        };
        Self {
            plan,
            file: &item.file,
            number: &item.number,
            key: item.key.as_str(),
            title: &item.title,
            section: &item.section,
            deadline: &item.deadline,
            result: &item.result,
            executors: names(item),
            fanout: item
                .executors
                .iter()
                .any(|executor| !matches!(executor.who, Executors::One(_))),
            lifecycle: item.lifecycle.key.as_str(),
            documents: item.documents.values().map(String::as_str).collect(),
            after: item.after.iter().map(ItemKey::as_str).collect(),
            instances,
            sha256: &item.sha256,
        }
    }
}
