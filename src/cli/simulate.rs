//! `prikaz simulate`: played plans on an invented clock, and tells everything that would happen, before anything is sent.
//!
//! Must never write anywhere but to the file named.

use super::check::{Loaded, load_sources};
use super::write;
use crate::definition::folder::{Folder, arrange};
use crate::definition::mistake::{Mistake, Mistakes};
use crate::definition::model::Plan;
use crate::simulation::assumptions::{Assumptions, DUE_DATES_A_WEEK, ORDERS_BEFORE_DAYS, Reports};
use crate::simulation::invented::{INSTITUTIONS_MAX, unknown, with_institutions};
use crate::simulation::record::Simulation;
use crate::simulation::viewing::view;
use crate::simulation::{Play, days, html, json, last_day, simulate, text};
use crate::words::calendar::WorkCalendar;
use crate::words::clock::Clock;
use crate::words::ids::ItemKey;
use anyhow::{Context, ensure};
use chrono::{DateTime, NaiveDate, Utc};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Exit code when the plan has mistakes.
const MISTAKES_FOUND: u8 = 3;
/// Exit code when what was asked for cannot be played.
const USAGE: u8 = 2;

/// Сыграть план на вымышленных часах: приказы, письма, напоминания, сроки, перегрузки, открытые вопросы
#[derive(clap::Args)]
pub struct Simulate {
    /// Папка плана (или планов) либо ключ плана; без неё — папка workflows рядом, а если её нет, план из самой программы
    #[arg(value_name = "ПЛАН")]
    plan: Option<String>,
    /// Первый день: 2022-04-04, 04.04.2022 или год; без него — первый день плана
    #[arg(long, value_name = "ДАТА", value_parser = first_day)]
    from: Option<NaiveDate>,
    /// Последний день; без него — две недели после последнего контрольного срока
    #[arg(long, value_name = "ДАТА", value_parser = final_day)]
    to: Option<NaiveDate>,
    /// Столько вымышленных учреждений вместо тех, которым пункты рассылаются
    #[arg(long, value_name = "ЧИСЛО", value_parser = clap::value_parser!(u32).range(1..=i64::from(INSTITUTIONS_MAX)))]
    institutions: Option<u32>,
    /// Процент поручений, по которым отчитаются на пять рабочих дней позже; какие именно — всегда одни и те же
    #[arg(long, value_name = "ПРОЦЕНТ", value_parser = clap::value_parser!(u8).range(0..=100))]
    late: Option<u8>,
    /// Никто не отчитывается: видны все напоминания
    #[arg(long, conflicts_with = "late")]
    silent: bool,
    /// За сколько дней до контрольного срока готовят приказ
    #[arg(long, value_name = "ДНЕЙ", default_value_t = ORDERS_BEFORE_DAYS)]
    orders_before: u32,
    /// Пункты, которые исполняет один приказ: 1.4,1.5,1.6; можно повторить
    #[arg(long, value_name = "ПУНКТЫ", value_parser = group)]
    together: Vec<Vec<ItemKey>>,
    /// Предположить срок, которого пункт ждёт: 2.1=2022-10-14; можно повторить
    #[arg(long, value_name = "ПУНКТ=ДАТА", value_parser = supplied)]
    date: Vec<(ItemKey, NaiveDate)>,
    /// Со скольких сроков одного учреждения в неделю говорить о перегрузке
    #[arg(long, value_name = "ЧИСЛО", default_value_t = DUE_DATES_A_WEEK, value_parser = clap::value_parser!(u32).range(1..))]
    overload: u32,
    #[command(flatten)]
    form: Form,
    /// Когда составлен файл календаря: 2022-04-04T09:00:00+03:00; без него — сейчас
    #[arg(long, value_name = "МОМЕНТ", requires = "ics")]
    stamp: Option<DateTime<Utc>>,
    /// Куда записать; без него — на экран
    #[arg(short, long, value_name = "ФАЙЛ")]
    out: Option<PathBuf>,
}

/// In which form the simulation is told; without any, as text.
#[derive(clap::Args)]
struct Form {
    /// Всё — одним документом JSON
    #[arg(long, group = "form")]
    json: bool,
    /// Контрольные сроки — файлом календаря (.ics)
    #[arg(long, group = "form")]
    ics: bool,
    /// Страницей, которую можно напечатать
    #[arg(long, group = "form")]
    html: bool,
}

impl Simulate {
    /// Plays and tells.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let plans = match plans(self.plan.as_deref()) {
            Ok(Ok(plans)) => plans,
            Ok(Err(mistakes)) => {
                eprintln!("{mistakes}");
                eprintln!("prikaz: в плане ошибки, их называет `prikaz check`");
                return Ok(ExitCode::from(MISTAKES_FOUND));
            }
            Err(error) => return Ok(usage(&error)),
        };
        let simulation = match self.play(&plans) {
            Ok(simulation) => simulation,
            Err(error) => return Ok(usage(&error)),
        };
        let told = if self.form.json {
            json::json(&simulation)? + "\n"
        } else if self.form.ics {
            let stamped = self.stamp.unwrap_or_else(|| Clock::System.now());
            days::calendar(&simulation, stamped).to_text()
        } else if self.form.html {
            html::page(&view(&simulation))?
        } else {
            text::text(&view(&simulation))
        };
        if let Some(out) = &self.out {
            write::atomically(out, told.as_bytes())?;
            return Ok(ExitCode::SUCCESS);
        }
        match std::io::stdout().lock().write_all(told.as_bytes()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
            _ => Ok(ExitCode::SUCCESS),
        }
    }

    fn play(&self, read: &[(Plan, WorkCalendar)]) -> anyhow::Result<Simulation> {
        let own: Vec<Plan> = match self.institutions {
            Some(count) => read.iter().map(|(plan, _)| with_institutions(plan, count)).collect(),
            None => read.iter().map(|(plan, _)| plan.clone()).collect(),
        };
        let plans: Vec<&Plan> = own.iter().collect();
        let named = self
            .together
            .iter()
            .flatten()
            .chain(self.date.iter().map(|(item, _)| item));
        let strangers = unknown(&plans, named);
        if let Some(first) = strangers.first() {
            anyhow::bail!("нет пункта {first}: назовите пункт так, как его называет `prikaz check`");
        }
        let played: Vec<Play<'_>> = own
            .iter()
            .zip(read)
            .map(|(plan, (_, calendar))| Play { plan, calendar })
            .collect();
        let from = self
            .from
            .or_else(|| plans.iter().map(|plan| plan.rules.first_day).min());
        let to = self
            .to
            .or_else(|| last_day(&played, self.date.iter().map(|(_, due)| *due)));
        let (from, to) = from.zip(to).context("нет ни одного производственного календаря")?;
        let reports = match (self.silent, self.late) {
            (true, _) => Reports::Never,
            (false, Some(percent)) => Reports::LatePercent(percent),
            (false, None) => Reports::OnTime,
        };
        let assumptions = Assumptions {
            orders_before_days: self.orders_before,
            reports,
            together: self.together.clone(),
            dates: self.date.iter().cloned().collect(),
            due_dates_a_week: self.overload,
            ..Assumptions::usual(from, to)
        };
        Ok(simulate(&played, &assumptions)?)
    }
}

fn usage(error: &anyhow::Error) -> ExitCode {
    eprintln!("prikaz: {error:#}");
    ExitCode::from(USAGE)
}

/// The plans to play with their calendars, or what is wrong with them.
fn plans(named: Option<&str>) -> anyhow::Result<Result<Vec<(Plan, WorkCalendar)>, Mistakes>> {
    let folder = named.map(Path::new).filter(|path| path.exists());
    let Loaded { files, only, mistakes } = load_sources(folder)?;
    let key = only.or_else(|| named.filter(|_| folder.is_none()).map(str::to_owned));
    let mut read = arrange(files);
    read.mistakes.extend(mistakes);
    let known: Vec<&str> = read.plans.iter().map(|plan| plan.plan.folder()).collect();
    if let Some(key) = key.as_deref().filter(|key| !known.contains(key)) {
        anyhow::bail!("нет ни папки, ни плана «{key}»; есть планы: {}", known.join(", "));
    }
    ensure!(
        !known.is_empty(),
        "планов не найдено: план — это папка с файлом plan.yaml"
    );
    Ok(checked(&read, key.as_deref()))
}

fn checked(folder: &Folder, only: Option<&str>) -> Result<Vec<(Plan, WorkCalendar)>, Mistakes> {
    let mut mistakes = folder.mistakes.clone();
    let mut plans = Vec::new();
    for sources in &folder.plans {
        if only.is_some_and(|only| sources.plan.folder() != only) {
            continue;
        }
        let found = folder.check(sources);
        mistakes.extend(found.mistakes.0);
        match (found.plan, folder.calendar(sources)) {
            (Some(plan), Ok(calendar)) => plans.push((plan, calendar)),
            (_, Err(wrong)) => mistakes.extend(wrong.0),
            (None, Ok(_)) => {}
        }
    }
    // A plan named alone is played whatever is wrong with others.
    let own = |mistake: &Mistake| {
        only.is_none_or(|only| {
            let shared = ["lifecycles/", "calendars/"]
                .iter()
                .any(|shared| mistake.file.starts_with(shared));
            shared || mistake.file.starts_with(&format!("{only}/"))
        })
    };
    mistakes.retain(own);
    if mistakes.is_empty() {
        Ok(plans)
    } else {
        Err(Mistakes::sorted(mistakes))
    }
}

/// A date, or the first day of a year.
fn first_day(text: &str) -> Result<NaiveDate, String> {
    day_or_year(text, 1, 1)
}

/// A date, or the last day of a year.
fn final_day(text: &str) -> Result<NaiveDate, String> {
    day_or_year(text, 12, 31)
}

fn day_or_year(text: &str, month: u32, day: u32) -> Result<NaiveDate, String> {
    let year = text.parse().ok().filter(|year| (1000..=9999).contains(year));
    year.and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
        .or_else(|| date(text))
        .ok_or_else(|| "ожидалась дата (2022-04-04 или 04.04.2022) или год".to_owned())
}

fn date(text: &str) -> Option<NaiveDate> {
    let forms = ["%Y-%m-%d", "%d.%m.%Y"];
    forms.iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok())
}

fn group(text: &str) -> Result<Vec<ItemKey>, String> {
    let items: Vec<ItemKey> = text
        .split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .map(ItemKey::from)
        .collect();
    if items.len() < 2 {
        return Err("ожидалось хотя бы два пункта через запятую: 1.4,1.5,1.6".to_owned());
    }
    Ok(items)
}

fn supplied(text: &str) -> Result<(ItemKey, NaiveDate), String> {
    let found = text
        .split_once('=')
        .and_then(|(item, due)| Some((ItemKey::from(item.trim()), date(due.trim())?)));
    found.ok_or_else(|| "ожидалось ПУНКТ=ДАТА: 2.1=2022-10-14".to_owned())
}
