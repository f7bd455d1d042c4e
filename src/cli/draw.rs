//! `prikaz draw`: pictures of the process, as SVG or BPMN, and a plan's due dates as a timeline.
//!
//! Must never draw a plan that has mistakes: a picture is believed.

use super::write;
use crate::definition::check::lifecycle;
use crate::definition::compile;
use crate::definition::files::lifecycle::LifecycleFile;
use crate::definition::folder::{Folder, arrange};
use crate::definition::mistake::Mistakes;
use crate::definition::model::{Definition, Lifecycle, Plan};
use crate::definition::shape::Desk;
use crate::definition::suggest;
use crate::drawing::process::{Process, Subject};
use crate::drawing::{bpmn, picture, timeline};
use crate::runtime::sources::{self, Shelf};
use crate::words::phrasing::short_date;
use anyhow::{Context, bail, ensure};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Exit code when mistakes were found.
const MISTAKES_FOUND: u8 = 3;

/// What is drawn, and where to.
#[derive(clap::Args)]
pub struct Draw {
    /// План (его сроки) или пункт: mentoring-2022, mentoring-2022/4.1
    #[arg(value_name = "ПЛАН[/ПУНКТ]", required_unless_present_any = ["lifecycle", "all"])]
    what: Option<String>,
    /// Порядок прохождения сам по себе: collect-from-schools
    #[arg(long, value_name = "ИМЯ", conflicts_with = "what")]
    lifecycle: Option<String>,
    /// Сроки плана по месяцам (для плана без пункта — и так)
    #[arg(long, conflicts_with = "lifecycle")]
    timeline: bool,
    /// Отметить день на сроках плана: 2022-06-01
    #[arg(long, value_name = "ДАТА")]
    today: Option<NaiveDate>,
    /// Вид файла; без него — по имени файла, иначе svg
    #[arg(long, value_enum, value_name = "ВИД")]
    format: Option<Format>,
    /// Куда записать: .svg или .bpmn; без этого картинка печатается
    #[arg(short, long, value_name = "ФАЙЛ")]
    output: Option<PathBuf>,
    /// Нарисовать всё: сроки планов, каждый пункт и каждый порядок, в обоих видах
    #[arg(long, value_name = "ПАПКА", conflicts_with_all = ["what", "lifecycle", "timeline", "format", "output"])]
    all: Option<PathBuf>,
    /// Папка планов; без неё — папка workflows рядом, а если её нет, планы из самой программы
    #[arg(long, value_name = "ПАПКА")]
    workflows: Option<PathBuf>,
}

/// How a picture is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Картинка для экрана и печати
    Svg,
    /// BPMN 2.0 для других программ
    Bpmn,
}

impl Draw {
    /// Draws and prints or writes.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let files = sources::read(Shelf::Workflows, self.workflows.as_deref())?;
        let folder = arrange(files.into_iter().map(|file| (file.path, file.bytes)));
        let drawable = match Drawable::read(&folder) {
            Ok(drawable) => drawable,
            Err(mistakes) => {
                eprint!("{mistakes}");
                eprintln!("prikaz: в планах есть ошибки, ничего не нарисовано; подробнее: prikaz check");
                return Ok(ExitCode::from(MISTAKES_FOUND));
            }
        };
        if let Some(to) = &self.all {
            let drawn = self.draw_all(&drawable, to)?;
            eprintln!("Нарисовано файлов: {drawn}, папка {}", to.display());
            return Ok(ExitCode::SUCCESS);
        }
        let text = self.draw(&drawable)?;
        match &self.output {
            Some(file) => {
                write::atomically(file, text.as_bytes())?;
                eprintln!("Записан файл {}", file.display());
            }
            None => match std::io::stdout().lock().write_all(text.as_bytes()) {
                Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => return Err(error.into()),
                _ => {}
            },
        }
        Ok(ExitCode::SUCCESS)
    }

    fn draw(&self, drawable: &Drawable) -> anyhow::Result<String> {
        let format = self.wanted_format()?;
        if let Some(name) = &self.lifecycle {
            ensure!(
                self.today.is_none(),
                "--today отмечает день на сроках плана, а рисуется порядок {name}"
            );
            return Ok(drawable.lifecycle(name)?.written(format));
        }
        let what = self.what.as_deref().unwrap_or_default();
        let what = what.trim_end_matches('/');
        let (plan, item) = what
            .split_once('/')
            .map_or((what, None), |(plan, item)| (plan, Some(item)));
        let plan = drawable.plan(plan)?;
        let Some(item) = item else {
            ensure!(
                format == Format::Svg,
                "сроки плана рисуются только как svg; в BPMN — пункт ({}/…) или порядок (--lifecycle)",
                plan.key
            );
            return self.timeline(plan);
        };
        ensure!(
            !self.timeline && self.today.is_none(),
            "--timeline и --today — для плана целиком: prikaz draw {} --timeline",
            plan.key
        );
        Ok(Picture::of_item(plan, find_item(plan, item)?).written(format))
    }

    fn timeline(&self, plan: &Plan) -> anyhow::Result<String> {
        if let Some(day) = self.today {
            ensure!(
                timeline::shows(plan, day),
                "{} нет на сроках плана {}: он идёт с {} по {}",
                short_date(day),
                plan.key,
                short_date(plan.rules.first_day),
                short_date(plan.rules.last_day)
            );
        }
        Ok(timeline::draw(plan, self.today))
    }

    /// The format that is asked for, by name or by the name of the file.
    fn wanted_format(&self) -> anyhow::Result<Format> {
        let Some(file) = &self.output else {
            return Ok(self.format.unwrap_or(Format::Svg));
        };
        let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let by_name = match ending.as_deref() {
            Some("svg") => Format::Svg,
            Some("bpmn" | "xml") => Format::Bpmn,
            _ => match self.format {
                Some(format) => return Ok(format),
                None => bail!("{}: имя файла кончается на .svg или .bpmn", file.display()),
            },
        };
        if let Some(format) = self.format {
            ensure!(
                format == by_name,
                "{}: имя файла не того вида, что в --format",
                file.display()
            );
        }
        Ok(by_name)
    }

    fn draw_all(&self, drawable: &Drawable, to: &Path) -> anyhow::Result<usize> {
        let mut drawn = 0;
        let mut put = |folder: &Path, name: String, text: String| -> anyhow::Result<()> {
            std::fs::create_dir_all(folder).with_context(|| format!("не создана папка {}", folder.display()))?;
            write::atomically(&folder.join(name), text.as_bytes())?;
            drawn += 1;
            Ok(())
        };
        for plan in &drawable.plans {
            let folder = to.join(plan.key.as_str());
            let today = self.today.filter(|day| timeline::shows(plan, *day));
            put(&folder, "timeline.svg".to_owned(), timeline::draw(plan, today))?;
            for item in &plan.items {
                let picture = Picture::of_item(plan, item);
                put(&folder, format!("{}.svg", item.key), picture.written(Format::Svg))?;
                put(&folder, format!("{}.bpmn", item.key), picture.written(Format::Bpmn))?;
            }
        }
        for name in drawable.lifecycles.keys() {
            let folder = to.join("lifecycles");
            let picture = drawable.lifecycle(name)?;
            put(&folder, format!("{name}.svg"), picture.written(Format::Svg))?;
            put(&folder, format!("{name}.bpmn"), picture.written(Format::Bpmn))?;
        }
        Ok(drawn)
    }
}

/// A process that is ready to be written.
struct Picture(Process);

impl Picture {
    fn of_item(plan: &Plan, item: &Definition) -> Self {
        Self(Process::of(Subject::Item(plan, item)))
    }

    fn written(&self, format: Format) -> String {
        match format {
            Format::Svg => picture::draw(&self.0),
            Format::Bpmn => bpmn::write(&self.0),
        }
    }
}

/// Plans without mistakes, and all lifecycles.
struct Drawable {
    plans: Vec<Plan>,
    lifecycles: BTreeMap<String, Arc<Lifecycle>>,
}

impl Drawable {
    fn read(folder: &Folder) -> Result<Self, Mistakes> {
        let mut mistakes = folder.mistakes.clone();
        let (mut plans, mut lifecycles) = (Vec::new(), BTreeMap::new());
        for sources in &folder.plans {
            let checked = folder.check(sources);
            mistakes.extend(checked.mistakes.0);
            for source in &sources.lifecycles {
                // The mistakes of lifecycles are among those of the plan.
                let file = compile::read::<LifecycleFile>(source, &mut Vec::new());
                let read = file.and_then(|file| lifecycle::check(&file, None, &mut Desk::new(source)));
                if let Some(lifecycle) = read {
                    lifecycles.insert(lifecycle.key.to_string(), Arc::new(lifecycle));
                }
            }
            plans.extend(checked.plan);
        }
        if mistakes.is_empty() {
            Ok(Self { plans, lifecycles })
        } else {
            Err(Mistakes::sorted(mistakes))
        }
    }

    fn plan(&self, key: &str) -> anyhow::Result<&Plan> {
        let found = self.plans.iter().find(|plan| plan.key.as_str() == key);
        found.with_context(|| {
            let known = self.plans.iter().map(|plan| plan.key.as_str());
            format!("нет плана «{key}»; {}", suggest::among(key, known, "планы"))
        })
    }

    /// A lifecycle with the posts of the first plan that uses it.
    fn lifecycle(&self, name: &str) -> anyhow::Result<Picture> {
        let Some(lifecycle) = self.lifecycles.get(name) else {
            let known = self.lifecycles.keys().map(String::as_str);
            bail!("нет порядка «{name}»; {}", suggest::among(name, known, "порядки"));
        };
        let uses = |item: &&Arc<Definition>| item.lifecycle.key.as_str() == name;
        let items = self.plans.iter().flat_map(|plan| &plan.items);
        let rules = items.clone().find(uses).map(|item| &*item.rules);
        Ok(Picture(Process::of(Subject::Lifecycle(lifecycle, rules))))
    }
}

fn find_item<'a>(plan: &'a Plan, key: &str) -> anyhow::Result<&'a Definition> {
    let found = plan.items.iter().find(|item| item.key.as_str() == key);
    found.map(|item| &**item).with_context(|| {
        let same: Vec<&str> = plan
            .items
            .iter()
            .filter(|item| item.number == key)
            .map(|item| item.key.as_str())
            .collect();
        if same.is_empty() {
            let known = plan.items.iter().map(|item| item.key.as_str());
            format!(
                "в плане {} нет пункта «{key}»; {}",
                plan.key,
                suggest::among(key, known, "пункты")
            )
        } else {
            format!("номер «{key}» напечатан не один раз; ключи: {}", same.join(", "))
        }
    })
}
