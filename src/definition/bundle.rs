//! Everything one definition was read from, to be kept with the instances that are bound to it for life.
//!
//! A bundle holds the texts (plan, item, lifecycle) and two readings of them: the dates and the executors. They are kept as
//! read, because the calendar of days off and the reader of Russian words may change in later years, and an instance's
//! dates may not. Must never look up anything outside itself.
#![deny(missing_docs)]

use crate::definition::check::head;
use crate::definition::check::item::{self, Ground, Settled};
use crate::definition::check::lifecycle;
use crate::definition::compile::read;
use crate::definition::files::item::ItemFile;
use crate::definition::files::lifecycle::LifecycleFile;
use crate::definition::files::plan::PlanFile;
use crate::definition::institutions::Directory;
use crate::definition::mistake::Mistakes;
use crate::definition::model::{Addressee, DateOwner, Definition, Executor, Executors, Part, Period, Schedule};
use crate::definition::persons::{Person, Persons};
use crate::definition::shape::Desk;
use crate::definition::source::{PlanSources, Source};
use crate::words::calendar::WorkCalendar;
use crate::words::executors::Aliases;
use crate::words::ids::{InstitutionKey, PeriodKey, PersonKey, RoleKey, sha256_hex};
use crate::words::inflection::{Forms, Sex};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One definition, complete: stored as JSON, read back years later by [`recompile`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefinitionBundle {
    /// Version of this form; now 1.
    pub v: u32,
    /// `plan.yaml`.
    pub plan: BundledText,
    /// The item's own file.
    pub item: BundledText,
    /// Its lifecycle.
    pub lifecycle: BundledText,
    /// The dates as they were read.
    pub schedule: BundledSchedule,
    /// The executors as they were read.
    pub executors: Vec<BundledExecutor>,
    /// Who held the roles that name a person of the table; a plan that names none has none here.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub holders: BTreeMap<PersonKey, BundledHolder>,
}

/// What the role of a person is called, as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundledHolder {
    /// Post.
    pub post: String,
    /// Name.
    pub name: String,
    /// Mailbox.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Sex, where told.
    pub sex: Option<Sex>,
    /// Forms of the name that a person typed.
    pub name_forms: Forms,
    /// Forms of the post that a person typed.
    pub post_forms: Forms,
}

/// A text and the name under which it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundledText {
    /// Name of the file.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// Stored form of [`Schedule`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BundledSchedule {
    /// Dates known beforehand.
    Dated(Vec<BundledPeriod>),
    /// A date that its owner supplies.
    AwaitsDate {
        /// Key of the single period.
        period: PeriodKey,
        /// Who owes the date.
        owner: BundledOwner,
    },
}

/// Stored form of [`DateOwner`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BundledOwner {
    /// An institution.
    Institution(InstitutionKey),
    /// A role.
    Role(RoleKey),
}

/// Stored form of [`Period`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundledPeriod {
    /// Key.
    pub key: PeriodKey,
    /// First day on which the instance is open.
    pub opens: NaiveDate,
    /// First day of the work.
    pub start: Option<NaiveDate>,
    /// Due date by the words.
    pub due: NaiveDate,
    /// Control date.
    pub control: NaiveDate,
    /// The day of an event.
    pub fixed_day: bool,
}

/// Stored form of [`Executor`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundledExecutor {
    /// Name.
    pub name: String,
    /// Whom it means.
    pub who: BundledExecutors,
    /// Whether it is written to the curator.
    pub curator: bool,
    /// How an order turns to it.
    pub addressed: Option<String>,
}

/// Stored form of [`Executors`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BundledExecutors {
    /// One institution.
    One(InstitutionKey),
    /// Every institution of a kind.
    EachOfKind(String),
    /// A list.
    Each(Vec<InstitutionKey>),
}

impl DefinitionBundle {
    /// Bundles `definition` with the texts it was read from; `None` when it was not read from these.
    pub fn of(sources: &PlanSources, definition: &Definition) -> Option<Self> {
        let bundled = |source: &Source| BundledText {
            file: source.file.to_string(),
            text: source.text.to_string(),
        };
        let item = sources.items.iter().find(|source| *source.file == *definition.file)?;
        let lifecycle = sources
            .lifecycles
            .iter()
            .find(|source| source.stem() == definition.lifecycle.key.as_str())?;
        Some(Self {
            v: 1,
            plan: bundled(&sources.plan),
            item: bundled(item),
            lifecycle: bundled(lifecycle),
            schedule: (&definition.schedule).into(),
            executors: definition.executors.iter().map(BundledExecutor::from).collect(),
            holders: holders(definition),
        })
    }

    /// SHA-256 of the bundle, hexadecimal: the same as [`Definition::sha256`] of what it gives.
    pub fn sha256(&self) -> String {
        let text = serde_json::to_string(self).expect("a bundle holds texts, dates and names: all of them are JSON");
        sha256_hex(text.as_bytes())
    }
}

/// Reads one definition again, exactly as it was.
///
/// # Errors
/// Mistakes, when the texts do not pass today's checks; a bundle made by [`DefinitionBundle::of`] passes the checks of its time.
pub fn recompile(bundle: &DefinitionBundle) -> Result<Definition, Mistakes> {
    let source = |text: &BundledText| Source::new(&text.file, &text.text);
    let (plan, item, flow) = (source(&bundle.plan), source(&bundle.item), source(&bundle.lifecycle));
    let mut mistakes = Vec::new();
    let (plan_file, item_file, flow_file) = (
        read::<PlanFile>(&plan, &mut mistakes),
        read::<ItemFile>(&item, &mut mistakes),
        read::<LifecycleFile>(&flow, &mut mistakes),
    );
    let (Some(plan_file), Some(item_file), Some(flow_file)) = (plan_file, item_file, flow_file) else {
        return Err(Mistakes::sorted(mistakes));
    };
    // The directory is not part of the bundle, so names of institutions are not looked up again.
    let directory = Directory::default();
    let mut desk = Desk::new(&plan);
    let head = head::check(&plan_file, &directory, &persons(&bundle.holders), &mut desk);
    mistakes.append(&mut desk.mistakes);
    let mut desk = Desk::new(&flow);
    let lifecycle = lifecycle::check(&flow_file, Some(&head), &mut desk).map(Arc::new);
    mistakes.append(&mut desk.mistakes);
    let lifecycles = BTreeMap::from([(flow.stem().to_owned(), lifecycle)]);
    let calendar = WorkCalendar::default();
    let ground = Ground {
        head: &head,
        directory: &directory,
        lifecycles: &lifecycles,
        calendar: &calendar,
    };
    let settled = Settled {
        schedule: (&bundle.schedule).into(),
        executors: executors(&bundle.executors),
    };
    let mut desk = Desk::new(&item);
    let definition = item::check(&item_file, ground, &Aliases::new(), Some(settled), &mut desk);
    mistakes.append(&mut desk.mistakes);
    match definition {
        Some(mut definition) if mistakes.is_empty() => {
            definition.sha256 = bundle.sha256();
            Ok(definition)
        }
        _ => Err(Mistakes::sorted(mistakes)),
    }
}

fn holders(definition: &Definition) -> BTreeMap<PersonKey, BundledHolder> {
    let named = definition.rules.roles.values().filter_map(|holder| {
        let bundled = BundledHolder {
            post: holder.post.clone(),
            name: holder.name.clone(),
            email: holder.email.clone(),
            phone: holder.phone.clone(),
            sex: holder.sex,
            name_forms: holder.name_forms.clone(),
            post_forms: holder.post_forms.clone(),
        };
        Some((holder.person.clone()?, bundled))
    });
    named.collect()
}

/// The table of persons as far as the bundle needs it; who is not in it is not looked up again.
fn persons(holders: &BTreeMap<PersonKey, BundledHolder>) -> Persons {
    let row = |(key, holder): (&PersonKey, &BundledHolder)| Person {
        key: key.clone(),
        full_name: holder.name.clone(),
        sex: holder.sex,
        post: Some(holder.post.clone()),
        institution: None,
        email: holder.email.clone(),
        phone: holder.phone.clone(),
        valid_from: None,
        valid_to: None,
        name_forms: holder.name_forms.clone(),
        post_forms: holder.post_forms.clone(),
    };
    Persons {
        rows: holders.iter().map(row).collect(),
        keys: None,
    }
}

impl From<&Schedule> for BundledSchedule {
    fn from(schedule: &Schedule) -> Self {
        match schedule {
            Schedule::Dated(periods) => Self::Dated(periods.iter().map(BundledPeriod::from).collect()),
            Schedule::AwaitsDate { period, owner } => {
                let owner = match owner {
                    DateOwner::Institution(key) => BundledOwner::Institution(key.clone()),
                    DateOwner::Role(key) => BundledOwner::Role(key.clone()),
                };
                Self::AwaitsDate {
                    period: period.clone(),
                    owner,
                }
            }
        }
    }
}

impl From<&BundledSchedule> for Schedule {
    fn from(schedule: &BundledSchedule) -> Self {
        match schedule {
            BundledSchedule::Dated(periods) => Self::Dated(periods.iter().map(Period::from).collect()),
            BundledSchedule::AwaitsDate { period, owner } => {
                let owner = match owner {
                    BundledOwner::Institution(key) => DateOwner::Institution(key.clone()),
                    BundledOwner::Role(key) => DateOwner::Role(key.clone()),
                };
                Self::AwaitsDate {
                    period: period.clone(),
                    owner,
                }
            }
        }
    }
}

impl From<&Period> for BundledPeriod {
    fn from(period: &Period) -> Self {
        let Period {
            key,
            opens,
            start,
            due,
            control,
            fixed_day,
        } = period.clone();
        Self {
            key,
            opens,
            start,
            due,
            control,
            fixed_day,
        }
    }
}

impl From<&BundledPeriod> for Period {
    fn from(period: &BundledPeriod) -> Self {
        let BundledPeriod {
            key,
            opens,
            start,
            due,
            control,
            fixed_day,
        } = period.clone();
        Self {
            key,
            opens,
            start,
            due,
            control,
            fixed_day,
        }
    }
}

impl From<&Executor> for BundledExecutor {
    fn from(executor: &Executor) -> Self {
        let who = match &executor.who {
            Executors::One(key) => BundledExecutors::One(key.clone()),
            Executors::EachOfKind(kind) => BundledExecutors::EachOfKind(kind.clone()),
            Executors::Each(keys) => BundledExecutors::Each(keys.clone()),
        };
        Self {
            name: executor.name.clone(),
            who,
            curator: executor.addressee == Addressee::Curator,
            addressed: executor.addressed.clone(),
        }
    }
}

fn executors(bundled: &[BundledExecutor]) -> Vec<Executor> {
    let executor = |(at, bundled): (usize, &BundledExecutor)| Executor {
        name: bundled.name.clone(),
        who: match &bundled.who {
            BundledExecutors::One(key) => Executors::One(key.clone()),
            BundledExecutors::EachOfKind(kind) => Executors::EachOfKind(kind.clone()),
            BundledExecutors::Each(keys) => Executors::Each(keys.clone()),
        },
        part: if at == 0 { Part::Lead } else { Part::CoExecutor },
        addressee: if bundled.curator {
            Addressee::Curator
        } else {
            Addressee::Director
        },
        addressed: bundled.addressed.clone(),
    };
    bundled.iter().enumerate().map(executor).collect()
}
