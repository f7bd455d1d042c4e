//! `prikaz demo`: the whole road-map from April 2022 to January 2025 on an invented clock, through the real runtime,
//! store, templates and letters; then the result is served.

mod people;
mod schools;
mod table;

use super::{assembly, serve};
use crate::config::Settings;
use crate::definition::model::Plan;
use crate::runtime::Runtime;
use crate::runtime::catalog::Catalog;
use crate::runtime::dispatcher::Dispatcher;
use crate::runtime::sources::{self, Shelf};
use crate::words::calendar::WorkCalendar;
use crate::words::clock::{Clock, office_midnight};
use anyhow::Context;
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Показать всё на вымышленных школах: дорожная карта с апреля 2022 года по январь 2025 года
#[derive(clap::Args)]
pub struct Demo {
    /// Закончить после таблицы, не запуская службу
    #[arg(long)]
    no_serve: bool,
    /// Папка данных; база и письма прошлого показа в ней заменяются
    #[arg(long, default_value = "data/demo")]
    data: PathBuf,
    /// Адрес службы после показа
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

/// Last day of the show: reports on the year before are in by then.
const LAST_DAY: (i32, u32, u32) = (2025, 1, 31);

impl Demo {
    /// Plays the plan, prints the table, serves the result.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        clear(&self.data)?;
        let workflows = sources::shipped(Shelf::Workflows);
        let templates = sources::shipped(Shelf::DocTemplates);
        let catalog = match Catalog::load(&workflows, &templates) {
            Ok(catalog) => Arc::new(catalog),
            Err(faults) => return serve::mistakes(&faults.into()),
        };
        let settings = Settings {
            data: self.data.clone(),
            listen: self.listen,
            ..Settings::default()
        };
        assembly::block_on(async move {
            let plan = catalog.plans().next().cloned().context("нет дорожной карты")?;
            let clock = Clock::standing_at(office_midnight(plan.rules.first_day, plan.time_zone));
            let (runtime, dispatcher) = assembly::start(&settings, catalog, clock).await?;
            let show = Show {
                runtime: runtime.clone(),
                dispatcher: dispatcher.clone(),
                plan,
            };
            show.play().await?;
            table::print(&runtime, &show.plan).await?;
            println!(
                "\nПапка показа: {} (письма — в mail, база — prikaz.db)",
                settings.data.display()
            );
            if self.no_serve {
                return Ok(ExitCode::SUCCESS);
            }
            show.print_tokens().await?;
            serve::serve(runtime, dispatcher, settings.listen).await?;
            Ok(ExitCode::SUCCESS)
        })
    }
}

/// The show in progress.
pub struct Show {
    pub runtime: Runtime,
    pub dispatcher: Dispatcher,
    pub plan: Arc<Plan>,
}

impl Show {
    async fn play(&self) -> anyhow::Result<()> {
        let (year, month, day) = LAST_DAY;
        let last = NaiveDate::from_ymd_opt(year, month, day).context("последний день показа")?;
        println!("{}", self.plan.title);
        println!(
            "Показ: {} — {}",
            self.plan.rules.first_day.format("%d.%m.%Y"),
            last.format("%d.%m.%Y")
        );
        let calendar = self.calendar();
        for day in self.plan.rules.first_day.iter_days().take_while(|day| *day <= last) {
            self.set(day, 8);
            self.dispatcher.drain().await?;
            if calendar.is_working(day).unwrap_or(false) {
                self.set(day, 10);
                people::act(self, day).await?;
                self.dispatcher.drain().await?;
                self.set(day, 14);
                schools::act(self, day).await?;
                self.dispatcher.drain().await?;
            }
            if day.day() == 1 && day > self.plan.rules.first_day {
                self.report_progress(day).await?;
            }
        }
        Ok(())
    }

    async fn report_progress(&self, day: NaiveDate) -> anyhow::Result<()> {
        let totals = table::totals(&self.runtime).await?;
        println!(
            "{}: приказов {:>3}, поручений {:>4}, принято {:>4}, писем {:>5}",
            day.format("%m.%Y"),
            totals.orders,
            totals.tasks,
            totals.accepted,
            totals.letters
        );
        Ok(())
    }

    /// Moves the invented clock to this hour of the office's day.
    fn set(&self, day: NaiveDate, hour: i64) {
        self.runtime.clock().set(self.at(day, hour));
    }

    fn at(&self, day: NaiveDate, hour: i64) -> DateTime<Utc> {
        office_midnight(day, self.plan.time_zone) + TimeDelta::hours(hour)
    }

    /// The calendar the plan counts by.
    pub fn calendar(&self) -> Arc<WorkCalendar> {
        self.runtime.catalog().calendar(&self.plan.key)
    }

    /// A number below `bound` that depends only on what it is asked about: the same show every time.
    pub fn chance(about: &str, bound: u64) -> u64 {
        let digest = crate::words::ids::sha256_hex(about.as_bytes());
        u64::from_str_radix(&digest[..15], 16).unwrap_or(0) % bound.max(1)
    }
}

/// Removes what an earlier show left, and nothing else.
fn clear(data: &Path) -> anyhow::Result<()> {
    for name in ["prikaz.db", "prikaz.db-wal", "prikaz.db-shm"] {
        let path = data.join(name);
        if path.exists() {
            std::fs::remove_file(&path).with_context(|| format!("не удалён {}", path.display()))?;
        }
    }
    let mail = data.join("mail");
    if mail.is_dir() {
        for entry in std::fs::read_dir(&mail).with_context(|| format!("не прочитана папка {}", mail.display()))?
        {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "eml") {
                std::fs::remove_file(&path).with_context(|| format!("не удалён {}", path.display()))?;
            }
        }
    }
    Ok(())
}
