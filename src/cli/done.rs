//! `prikaz done`: items that were carried out before the plan came here, from a table, each with its real day and papers.
//!
//! Must never enter half of a table that has mistakes: all its rows are read first, and all mistakes told.

use super::assembly;
use super::serve::MISTAKES;
use crate::api::access::clerical_roles;
use crate::config::Settings;
use crate::definition::shape::day;
use crate::engine::event::{Actor, Done as DoneBefore};
use crate::engine::paper::PaperOrder;
use crate::runtime::Runtime;
use crate::runtime::catalog::Catalog;
use crate::runtime::command::{Act, Command, Refusal};
use crate::tables::{self, Row};
use crate::words::clock::Clock;
use crate::words::ids::{ItemKey, PeriodKey, PlanKey};
use anyhow::Context;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Headings of the table, in any order; «пункт» and «исполнен» must be there.
const COLUMNS: [&str; 8] = [
    "пункт",
    "период",
    "исполнен",
    "документ",
    "номер",
    "дата",
    "скан",
    "пояснение",
];

/// Внести пункты, исполненные до того, как план поставлен на контроль
#[derive(clap::Args)]
pub struct Done {
    /// Ключ дорожной карты, например mentoring-2022
    #[arg(value_name = "ПЛАН")]
    plan: String,
    /// Таблица .csv или .xlsx со столбцами: пункт, период, исполнен, документ, номер, дата, скан, пояснение
    #[arg(value_name = "ТАБЛИЦА")]
    table: PathBuf,
    /// Имя и должность того, кто вносит, как их покажет история
    #[arg(long)]
    name: String,
    /// Файл настроек
    #[arg(long)]
    config: Option<PathBuf>,
    /// Папка данных
    #[arg(long)]
    data: Option<PathBuf>,
}

/// One item as the table tells of it, perhaps in several rows.
struct Entry {
    row: usize,
    item: ItemKey,
    period: PeriodKey,
    done: DoneBefore,
    scans: Vec<PathBuf>,
}

impl Done {
    /// Reads the table, then enters what it says.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let mut settings = Settings::read(self.config.as_deref())?;
        settings.data = self.data.unwrap_or(settings.data);
        let catalog = assembly::catalog(&settings)?;
        let bytes = std::fs::read(&self.table).with_context(|| format!("не прочитан файл {}", self.table.display()))?;
        let plan = PlanKey(self.plan);
        let entries = match read(&bytes, &plan, &catalog, self.table.parent().unwrap_or(Path::new("."))) {
            Ok(entries) => entries,
            Err(mistakes) => {
                for mistake in &mistakes {
                    eprintln!("{mistake}");
                }
                eprintln!(
                    "Ошибок: {}. Ничего не внесено: исправьте таблицу и повторите",
                    mistakes.len()
                );
                return Ok(ExitCode::from(MISTAKES));
            }
        };
        let actor = Actor::Person {
            roles: clerical_roles(&catalog),
            name: self.name,
        };
        assembly::block_on(async move {
            let store = assembly::store(&settings).await?;
            let runtime = Runtime::start(store, catalog, Clock::System).await?;
            let mut refused = 0;
            for entry in entries {
                let (row, item, period) = (entry.row, entry.item.clone(), entry.period.clone());
                match enter(&runtime, &plan, &actor, entry).await? {
                    Ok(true) => println!("строка {row}: пункт {item} ({period}) внесён раньше"),
                    Ok(false) => println!("строка {row}: пункт {item} ({period}) внесён"),
                    Err(refusal) => {
                        refused += 1;
                        eprintln!("строка {row}: пункт {item} ({period}) не внесён: {refusal}");
                    }
                }
            }
            Ok(if refused == 0 {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(MISTAKES)
            })
        })
    }
}

/// Enters one item; `true` when it had been entered by the same table before.
async fn enter(
    runtime: &Runtime,
    plan: &PlanKey,
    actor: &Actor,
    mut entry: Entry,
) -> anyhow::Result<Result<bool, Refusal>> {
    for scan in &entry.scans {
        let bytes = std::fs::read(scan).with_context(|| format!("не прочитан скан {}", scan.display()))?;
        let name = scan.file_name().unwrap_or_default().to_string_lossy();
        entry.done.files.push(runtime.put_file(&name, bytes).await?);
    }
    let key = format!("department/done/{plan}/{}/{}", entry.item, entry.period);
    let act = Act::EnterDone {
        plan: plan.clone(),
        item: entry.item,
        period: entry.period,
        done: entry.done,
    };
    let answered = runtime.accept(Command::asked(key, actor.clone(), act)).await;
    Ok(answered.map(|answer| answer.repeated))
}

/// The items of a table, or all its mistakes.
fn read(bytes: &[u8], plan: &PlanKey, catalog: &Catalog, folder: &Path) -> Result<Vec<Entry>, Vec<String>> {
    if catalog.plan(plan).is_none() {
        let known: Vec<&str> = catalog.plans().map(|plan| plan.key.as_str()).collect();
        return Err(vec![format!("нет дорожной карты «{plan}»; есть: {}", known.join(", "))]);
    }
    let sheets = tables::read(bytes).map_err(|error| vec![error.to_string()])?;
    let mut rows = sheets.iter().flat_map(|sheet| &sheet.rows);
    let heading = rows.next().ok_or_else(|| vec!["таблица пуста".to_owned()])?;
    let columns = columns(heading)?;
    let mut entries: BTreeMap<(ItemKey, PeriodKey), Entry> = BTreeMap::new();
    let mut mistakes = Vec::new();
    for row in rows {
        let told = Told { row, columns: &columns };
        match told.entry(plan, catalog, folder) {
            Err(wrong) => mistakes.extend(wrong.into_iter().map(|text| format!("строка {}: {text}", row.number))),
            Ok(entry) => match entries.get_mut(&(entry.item.clone(), entry.period.clone())) {
                None => drop(entries.insert((entry.item.clone(), entry.period.clone()), entry)),
                Some(known) if known.done.on == entry.done.on => {
                    known.done.papers.extend(entry.done.papers);
                    known.scans.extend(entry.scans);
                }
                Some(known) => mistakes.push(format!(
                    "строка {}: пункт {} уже назван в строке {} с другим днём исполнения",
                    row.number, entry.item, known.row
                )),
            },
        }
    }
    if mistakes.is_empty() {
        Ok(entries.into_values().collect())
    } else {
        Err(mistakes)
    }
}

fn columns(heading: &Row) -> Result<BTreeMap<&'static str, usize>, Vec<String>> {
    let mut columns = BTreeMap::new();
    let mut mistakes = Vec::new();
    for (at, cell) in heading.cells.iter().enumerate() {
        let text = cell.text().to_lowercase();
        match COLUMNS.iter().find(|name| **name == text) {
            Some(name) if columns.insert(*name, at).is_some() => {
                mistakes.push(format!("столбец «{name}» назван дважды"));
            }
            Some(_) => {}
            None if text.is_empty() => {}
            None => mistakes.push(format!(
                "незнакомый столбец «{text}»; ожидались: {}",
                COLUMNS.join(", ")
            )),
        }
    }
    for needed in ["пункт", "исполнен"] {
        if !columns.contains_key(needed) {
            mistakes.push(format!("нет столбца «{needed}»"));
        }
    }
    if mistakes.is_empty() {
        Ok(columns)
    } else {
        Err(mistakes)
    }
}

/// A row under its headings.
struct Told<'a> {
    row: &'a Row,
    columns: &'a BTreeMap<&'static str, usize>,
}

impl Told<'_> {
    fn text(&self, column: &str) -> String {
        let cell = self.columns.get(column).and_then(|at| self.row.cells.get(*at));
        cell.map(tables::Cell::text).unwrap_or_default()
    }

    /// `None` when nothing is written there.
    fn date(&self, column: &str, wrong: &mut Vec<String>) -> Option<NaiveDate> {
        let text = self.text(column);
        let read = day(&text)
            .ok()
            .or_else(|| NaiveDate::parse_from_str(&text, "%d.%m.%Y").ok());
        if read.is_none() && !text.is_empty() {
            wrong.push(format!("{column}: ожидалась дата вида 04.04.2022, а здесь «{text}»"));
        }
        read
    }

    fn entry(&self, plan: &PlanKey, catalog: &Catalog, folder: &Path) -> Result<Entry, Vec<String>> {
        let mut wrong = Vec::new();
        let item = ItemKey(self.text("пункт"));
        let period = period(plan, &item, &self.text("период"), catalog, &mut wrong);
        let on = self.date("исполнен", &mut wrong);
        if on.is_none() && self.text("исполнен").is_empty() {
            wrong.push("исполнен: не назван день".to_owned());
        }
        let papers = self.paper(&mut wrong).into_iter().collect();
        let scan = self.text("скан");
        let scans: Vec<PathBuf> = Some(scan)
            .filter(|scan| !scan.is_empty())
            .map(|scan| folder.join(scan))
            .into_iter()
            .collect();
        for scan in scans.iter().filter(|scan| !scan.is_file()) {
            wrong.push(format!("скан: нет файла {}", scan.display()));
        }
        let (Some(on), Some(period), true) = (on, period, wrong.is_empty()) else {
            return Err(wrong);
        };
        Ok(Entry {
            row: self.row.number,
            item,
            period,
            done: DoneBefore {
                on,
                papers,
                files: Vec::new(),
                note: self.text("пояснение"),
            },
            scans,
        })
    }

    fn paper(&self, wrong: &mut Vec<String>) -> Option<PaperOrder> {
        let (kind, number) = (self.text("документ"), self.text("номер"));
        let date = self.date("дата", wrong);
        match (kind.is_empty(), number.is_empty(), date) {
            (true, true, None) => None,
            (false, false, Some(date)) => Some(PaperOrder { kind, number, date }),
            _ => {
                wrong.push("документ назван не весь: нужны документ, номер и дата".to_owned());
                None
            }
        }
    }
}

/// The period named, else the only one that the item has.
fn period(
    plan: &PlanKey,
    item: &ItemKey,
    named: &str,
    catalog: &Catalog,
    wrong: &mut Vec<String>,
) -> Option<PeriodKey> {
    let Some(definition) = catalog.current(plan, item) else {
        wrong.push(format!("пункт: в дорожной карте нет пункта «{item}»"));
        return None;
    };
    let periods = definition.schedule.periods();
    let known: Vec<&str> = periods.iter().map(|period| period.as_str()).collect();
    let found = match (&periods[..], named) {
        ([only], "") => Some(*only),
        _ => periods.iter().copied().find(|period| period.as_str() == named),
    };
    if found.is_none() {
        wrong.push(format!(
            "период: ожидался один из {}, а здесь «{named}»",
            known.join(", ")
        ));
    }
    found.cloned()
}
