//! `prikaz amend`: which running items go by an older text than the plan's, what a move to today's would change, and the
//! move itself.
//!
//! Must never move what was not shown: the move takes the token of the preview.

use super::assembly;
use crate::config::Settings;
use crate::engine::event::Actor;
use crate::engine::paper::{Linked, PaperOrder};
use crate::runtime::Runtime;
use crate::runtime::amending;
use crate::runtime::bulk::{Bulk, BulkAct, BulkRequest, InstancesAct, Line, Selection};
use crate::runtime::command::{Act, Command};
use crate::store::reader::Viewer;
use crate::words::clock::Clock;
use crate::words::ids::{ItemKey, PeriodKey, PlanKey, StageKey};
use crate::words::phrasing::period_name;
use anyhow::{Context, bail};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// Перевести начатые пункты на новую редакцию дорожной карты: показать, что изменится, и сделать, как показано
#[derive(clap::Args)]
pub struct Amend {
    /// Ключ дорожной карты, например mentoring-2022
    #[arg(value_name = "КАРТА")]
    plan: String,
    /// Только этот пункт
    #[arg(long, value_name = "ПУНКТ")]
    item: Option<String>,
    /// Только этот период
    #[arg(long, value_name = "ПЕРИОД")]
    period: Option<String>,
    /// Номер приказа о внесении изменений; без него печатаются начатые пункты на прежней редакции
    #[arg(long, requires = "date")]
    number: Option<String>,
    /// Дата этого приказа
    #[arg(long)]
    date: Option<NaiveDate>,
    /// Что это за документ
    #[arg(long, default_value = "приказ")]
    kind: String,
    /// Стадия, которая теперь называется иначе: прежняя=новая
    #[arg(long = "stage", value_name = "БЫЛО=СТАЛО")]
    stages: Vec<String>,
    /// Код предпросмотра: сделать ровно то, что было показано
    #[arg(long, value_name = "КОД", requires = "by")]
    shown: Option<String>,
    /// Кто переводит, как это покажет история: «Королёва А. С., делопроизводитель»
    #[arg(long, value_name = "ИМЯ")]
    by: Option<String>,
    /// Файл настроек
    #[arg(long)]
    config: Option<PathBuf>,
    /// Папка данных
    #[arg(long)]
    data: Option<PathBuf>,
}

/// Exit code when nothing could be done.
const REFUSED: u8 = 3;

impl Amend {
    /// Lists, shows or moves.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let mut settings = Settings::read(self.config.as_deref())?;
        settings.data = self.data.clone().unwrap_or(settings.data);
        let catalog = assembly::catalog(&settings)?;
        assembly::block_on(async move {
            let (runtime, _) = assembly::start(&settings, catalog, Clock::System).await?;
            match &self.number {
                None => self.list(&runtime).await,
                Some(number) => self.show_or_move(&runtime, number).await,
            }
        })
    }

    async fn list(&self, runtime: &Runtime) -> anyhow::Result<ExitCode> {
        let older = amending::older(&runtime.reader(Viewer::System), runtime.catalog()).await?;
        let its = older
            .iter()
            .filter(|older| older.row.instance.plan.as_str() == self.plan);
        let mut text = String::new();
        let mut count = 0;
        for older in its {
            count += 1;
            let instance = &older.row.instance;
            let note = if older.removed {
                ": пункта в карте больше нет"
            } else {
                ""
            };
            writeln!(
                text,
                "{} {}{note}",
                instance.item,
                period_name(instance.period.as_str())
            )?;
        }
        println!("{text}Начатых пунктов на прежней редакции: {count}");
        Ok(ExitCode::SUCCESS)
    }

    async fn show_or_move(&self, runtime: &Runtime, number: &str) -> anyhow::Result<ExitCode> {
        let request = self.request(number)?;
        let name = self.by.clone().unwrap_or_else(|| "Предпросмотр".to_owned());
        let plan = runtime
            .catalog()
            .plan(&request.of.plan)
            .with_context(|| format!("нет дорожной карты «{}»", self.plan))?;
        let actor = Actor::Person {
            roles: plan.rules.roles.keys().cloned().collect(),
            name,
        };
        let Some(shown) = &self.shown else {
            let preview = runtime.preview(&actor, &request).await?;
            for line in &preview.lines {
                print!("{}", told(line));
            }
            println!("Будет переведено: {} из {}", preview.accepted(), preview.lines.len());
            println!(
                "Чтобы сделать, как показано: --shown {} --by «ИМЯ, ДОЛЖНОСТЬ»",
                preview.token
            );
            return Ok(ExitCode::SUCCESS);
        };
        let bulk = Bulk {
            request,
            shown: shown.clone(),
            parts: Vec::new(),
        };
        let command = Command::asked(format!("amend/{shown}"), actor, Act::Bulk(Box::new(bulk)));
        match runtime.accept(command).await {
            Ok(answer) => {
                println!("Переведено на новую редакцию: {}", answer.changed.unwrap_or(0));
                Ok(ExitCode::SUCCESS)
            }
            Err(refusal) => {
                eprintln!("prikaz: {refusal}");
                Ok(ExitCode::from(REFUSED))
            }
        }
    }

    fn request(&self, number: &str) -> anyhow::Result<BulkRequest> {
        let mut stages = BTreeMap::new();
        for pair in &self.stages {
            let Some((from, to)) = pair.split_once('=') else {
                bail!("--stage {pair}: ожидалось БЫЛО=СТАЛО, например execute=collect");
            };
            stages.insert(StageKey(from.to_owned()), StageKey(to.to_owned()));
        }
        let by = Linked::Paper(PaperOrder {
            kind: self.kind.clone(),
            number: number.to_owned(),
            date: self.date.context("не названа дата приказа: --date 2023-06-14")?,
        });
        Ok(BulkRequest {
            of: Selection {
                plan: PlanKey(self.plan.clone()),
                item: self.item.clone().map(ItemKey),
                period: self.period.clone().map(PeriodKey),
                institution: None,
                overdue: false,
                removed: false,
            },
            act: BulkAct::OnInstances(InstancesAct::Amend {
                stages,
                by,
                note: String::new(),
            }),
        })
    }
}

/// A line of the preview and what stands behind it.
fn told(line: &Line) -> String {
    let head = format!("{} {}", line.item, period_name(line.period.as_str()));
    match &line.outcome {
        Err(refusal) => format!("{head}: нельзя — {refusal}\n"),
        Ok(rows) => {
            let mut text = format!("{head}: изменений — {}\n", rows.len());
            for row in rows {
                if let Some(told) = amending::in_brief(&row.transition) {
                    let whose = row.institution.as_ref().map(|key| format!("{key}: "));
                    text.extend(["  ", whose.as_deref().unwrap_or_default(), &told, "\n"]);
                }
            }
            text
        }
    }
}
