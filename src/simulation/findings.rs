//! What a simulation warns of: too many due dates for one institution in one week; what the plan leaves open.
//!
//! Must never find fault with what was only assumed: a date nobody was assumed to supply is the plan's gap.

use super::Play;
use super::assumptions::Reports;
use super::record::{Course, Mail, Simulation, What, Who};
use crate::definition::model::{
    Addressee, DateOwner, Definition, Executor, Executors, Institution, Plan, RoleHolder, Schedule,
};
use crate::engine::state::{Task, TaskState};
use crate::words::ids::{InstanceId, InstitutionKey, ItemKey, PeriodKey, RoleKey};
use crate::words::phrasing::{plural, short_date};
use chrono::{Datelike, Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Names that a sentence lists; the rest is counted.
const NAMED_MAX: usize = 3;
/// A task that comes later than so many working days before its date gets no usual reminder, and hardly any time.
const NOTICE_WORKING_DAYS: i64 = 3;

/// What is too much, and what is left open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// Institutions with too many due dates in a week; by week, then by number.
    pub overloads: Vec<Load>,
    /// All weeks of all institutions that have a due date; by week.
    pub loads: Vec<Load>,
    /// The most due dates that one institution has in a week.
    pub densest: Option<Load>,
    /// What the plan leaves open, in its order.
    pub gaps: Vec<Gap>,
}

/// Due dates of one institution in one week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// Monday of the week.
    pub monday: NaiveDate,
    /// Institution: place in [`Simulation::institutions`].
    pub institution: u32,
    /// Each due date: day, instance (place in [`Simulation::courses`]).
    pub due: Vec<(NaiveDate, u32)>,
}

/// Something that the plan leaves open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Stable name for programs.
    pub code: &'static str,
    /// Item it is about, where it is about one.
    pub item: Option<ItemKey>,
    /// What is open, and what can be done; Russian.
    pub text: String,
}

/// What the engine did not allow, told once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Instance.
    pub instance: InstanceId,
    /// Day.
    pub on: NaiveDate,
    /// What was tried.
    pub act: &'static str,
    /// Why it was refused.
    pub why: String,
}

/// Whether the report of a task came after its control date, or had not come by the last day played.
pub fn is_late(task: &Task, to: NaiveDate) -> bool {
    match task.state {
        TaskState::Accepted { reported_on, .. } => reported_on > task.current,
        TaskState::Reported { on, .. } => on > task.current,
        TaskState::Issued | TaskState::Returned { .. } => task.current < to,
        TaskState::Cancelled { .. } => false,
    }
}

/// Everything there is to warn of.
pub fn find(plays: &[Play<'_>], simulation: &Simulation, refused: &[Refused]) -> Findings {
    let loads = loads(simulation);
    let most = usize::try_from(simulation.assumptions.due_dates_a_week).unwrap_or(usize::MAX);
    let densest = loads.iter().max_by_key(|load| load.due.len()).cloned();
    let mut gaps = Vec::new();
    for (at, play) in plays.iter().enumerate() {
        for definition in &play.plan.items {
            gaps.extend(awaits_date(play.plan, definition, simulation));
            gaps.extend(awaits_items(play.plan, definition));
            gaps.extend(nobody_meant(play.plan, definition, simulation));
        }
        gaps.extend(short_notice(at, play, simulation));
        gaps.extend(no_address(play.plan));
        gaps.extend(no_curator(play.plan));
        gaps.extend(unfinished(at, simulation));
    }
    gaps.extend(told(refused, simulation));
    Findings {
        overloads: loads
            .iter()
            .filter(|load| load.due.len() >= most.max(1))
            .cloned()
            .collect(),
        loads,
        densest,
        gaps,
    }
}

fn loads(simulation: &Simulation) -> Vec<Load> {
    let mut weeks: BTreeMap<(NaiveDate, u32), Vec<(NaiveDate, u32)>> = BTreeMap::new();
    for happening in &simulation.happenings {
        let (What::Due, Who::Institution(institution)) = (happening.what, happening.who) else {
            continue;
        };
        let into = Days::new(u64::from(happening.on.weekday().num_days_from_monday()));
        let monday = happening.on.checked_sub_days(into).unwrap_or(happening.on);
        weeks
            .entry((monday, institution))
            .or_default()
            .push((happening.on, happening.course));
    }
    let loads = weeks.into_iter().map(|((monday, institution), due)| Load {
        monday,
        institution,
        due,
    });
    loads.collect()
}

fn gap(code: &'static str, definition: &Definition, text: String) -> Gap {
    Gap {
        code,
        item: Some(definition.key.clone()),
        text,
    }
}

fn awaits_date(plan: &Plan, definition: &Definition, simulation: &Simulation) -> Option<Gap> {
    let Schedule::AwaitsDate { owner, .. } = &definition.schedule else {
        return None;
    };
    if simulation.assumptions.dates.contains_key(&definition.key) {
        return None;
    }
    let owner = match owner {
        DateOwner::Institution(key) => names(plan, std::slice::from_ref(key)),
        DateOwner::Role(role) => post(plan, role),
    };
    let text = format!(
        "пункт {} ждёт срока («{}»): его называет {owner}. Контрольного срока нет, поручения не выдаются; \
         чтобы увидеть их, предположите срок: --date {}=ГГГГ-ММ-ДД",
        definition.key,
        words(&definition.deadline),
        definition.key
    );
    Some(gap("awaits_date", definition, text))
}

/// An item that comes after others, and cannot be in time when they are done on their last day.
fn awaits_items(plan: &Plan, definition: &Definition) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for item in &definition.after {
        let Some(before) = plan.items.iter().find(|other| other.key == *item) else {
            continue;
        };
        let mut tight = Vec::new();
        for period in definition.schedule.periods() {
            let own = definition.schedule.period(period).map(|dated| dated.control);
            let other = before.schedule.period(period).map(|dated| dated.control);
            if let (Some(own), Some(other)) = (own, other)
                && own <= other
            {
                tight.push(short_date(own));
            }
        }
        let late = if tight.is_empty() {
            String::new()
        } else {
            format!(
                ". Его контрольный срок ({}) не позже срока пункта {item}: если там отчитаются в последний день, \
                 поручение будет выдано с опозданием",
                tight.join(", ")
            )
        };
        let text = format!("пункт {} ждёт пункта {item}{late}", definition.key);
        gaps.push(gap("awaits_item", definition, text));
    }
    gaps
}

/// An executor who means no institution that is valid while the item is at work.
fn nobody_meant(plan: &Plan, definition: &Definition, simulation: &Simulation) -> Vec<Gap> {
    let assumed = &simulation.assumptions;
    let valid: Vec<&Institution> = plan
        .institutions
        .iter()
        .filter(|row| {
            row.valid_from.is_none_or(|from| from <= assumed.to) && row.valid_to.is_none_or(|to| to >= assumed.from)
        })
        .collect();
    let means_nobody = |executor: &&Executor| !valid.iter().any(|row| means(executor, row));
    let found = definition.executors.iter().filter(means_nobody).map(|executor| {
        let text = format!(
            "исполнитель «{}» пункта {} не найден в справочнике: поручения некому выдать",
            executor.name, definition.key
        );
        gap("nobody", definition, text)
    });
    found.collect()
}

fn means(executor: &Executor, row: &Institution) -> bool {
    match &executor.who {
        Executors::One(key) => *key == row.key,
        Executors::Each(keys) => keys.contains(&row.key),
        Executors::EachOfKind(kind) => *kind == row.kind,
    }
}

/// Items whose tasks come when there is hardly any time left for them.
fn short_notice(at: usize, play: &Play<'_>, simulation: &Simulation) -> Vec<Gap> {
    let mut sent: HashMap<u32, NaiveDate> = HashMap::new();
    for happening in &simulation.happenings {
        if happening.what == What::Letter(Mail::Task) {
            sent.entry(happening.course).or_insert(happening.on);
        }
    }
    let mut short: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (place, course) in (0u32..).zip(&simulation.courses) {
        let (Some(on), Some(term)) = (sent.get(&place), course.term) else {
            continue;
        };
        let left = play
            .calendar
            .working_days_between(*on, term.control)
            .unwrap_or(i64::MAX);
        if course.plan == at && left < NOTICE_WORKING_DAYS {
            let said = format!("{} — срок {}", short_date(*on), short_date(term.control));
            short.entry(course.item).or_default().push(said);
        }
    }
    let told = short.into_iter().filter_map(|(item, dates)| {
        let definition = play.plan.items.get(item)?;
        let text = format!(
            "пункт {}: поручение приходит позже чем за {NOTICE_WORKING_DAYS} рабочих дня до срока: {}",
            definition.key,
            dates.join("; ")
        );
        Some(gap("short_notice", definition, text))
    });
    told.collect()
}

/// Institutions and roles that letters cannot reach.
fn no_address(plan: &Plan) -> Vec<Gap> {
    let executes = |row: &&Institution| {
        plan.items
            .iter()
            .any(|item| item.executors.iter().any(|executor| means(executor, row)))
    };
    let without = |row: &&Institution| !row.email.contains('@');
    let keys: BTreeSet<&InstitutionKey> = plan
        .institutions
        .iter()
        .filter(without)
        .filter(executes)
        .map(|row| &row.key)
        .collect();
    let keys: Vec<InstitutionKey> = keys.into_iter().cloned().collect();
    let mut gaps = Vec::new();
    if !keys.is_empty() {
        let text = format!("нет электронной почты: {}. Письма не уйдут", names(plan, &keys));
        gaps.push(Gap {
            code: "no_address",
            item: None,
            text,
        });
    }
    let silent = |holder: &RoleHolder| holder.email.is_none();
    for (role, _) in plan.rules.roles.iter().filter(|(_, holder)| silent(holder)) {
        let text = format!("нет электронной почты: {}. Письма в отдел не уйдут", post(plan, role));
        gaps.push(Gap {
            code: "no_address",
            item: None,
            text,
        });
    }
    gaps
}

/// Tasks for curators where there is none: the letter goes to the director.
fn no_curator(plan: &Plan) -> Option<Gap> {
    let to_curator = |executor: &&Executor| executor.addressee == Addressee::Curator;
    let mut items = Vec::new();
    let mut keys: BTreeSet<InstitutionKey> = BTreeSet::new();
    for definition in &plan.items {
        for executor in definition.executors.iter().filter(to_curator) {
            let rows = plan
                .institutions
                .iter()
                .filter(|row| means(executor, row) && row.curator_email.is_none());
            let found: Vec<InstitutionKey> = rows.map(|row| row.key.clone()).collect();
            if !found.is_empty() {
                items.push(definition.key.to_string());
                keys.extend(found);
            }
        }
    }
    let keys: Vec<InstitutionKey> = keys.into_iter().collect();
    (!keys.is_empty()).then(|| Gap {
        code: "no_curator",
        item: None,
        text: format!(
            "поручения кураторам (пункты {}) получит руководитель — кураторов или их почты нет в справочнике: {}",
            items.join(", "),
            names(plan, &keys)
        ),
    })
}

/// Instances that were not over on the last day, and should have been.
fn unfinished(plan: usize, simulation: &Simulation) -> Vec<Gap> {
    let to = simulation.assumptions.to;
    if simulation.assumptions.reports == Reports::Never {
        return Vec::new(); // that is what was to be seen
    }
    let over = |course: &&Course| course.released.is_none() && course.term.is_some_and(|term| term.control < to);
    let courses = simulation
        .courses
        .iter()
        .filter(|course| course.plan == plan)
        .filter(over);
    let found = courses.filter_map(|course| {
        let definition = simulation.definition(course)?;
        let stage = definition
            .lifecycle
            .stages
            .get(&course.stage)
            .map_or("", |stage| stage.title.as_str());
        let text = format!(
            "пункт {} за {} не снят с контроля к {}: стадия «{stage}», принято отчётов {} из {}",
            definition.key,
            course.period,
            short_date(to),
            course.accepted,
            course.tasks
        );
        Some(gap("unfinished", definition, text))
    });
    found.collect()
}

/// What the engine did not allow, in the order in which it was tried.
fn told<'r>(refused: &'r [Refused], simulation: &'r Simulation) -> impl Iterator<Item = Gap> + 'r {
    let named: HashMap<InstanceId, (&ItemKey, &PeriodKey)> = simulation
        .plans
        .iter()
        .flat_map(|plan| plan.items.iter().map(move |definition| (plan, definition)))
        .flat_map(|(plan, definition)| {
            let periods = definition.schedule.periods().into_iter();
            periods.map(move |period| {
                let id = InstanceId::of(&plan.key, &definition.key, period);
                (id, (&definition.key, period))
            })
        })
        .collect();
    refused.iter().filter_map(move |refused| {
        let (item, period) = named.get(&refused.instance)?;
        let text = format!(
            "пункт {item} за {period}: {} не удалось {}: {}",
            short_date(refused.on),
            refused.act,
            refused.why
        );
        Some(Gap {
            code: "refused",
            item: Some((*item).clone()),
            text,
        })
    })
}

fn post(plan: &Plan, role: &RoleKey) -> String {
    let holder = plan.rules.roles.get(role);
    holder.map_or_else(|| role.to_string(), |holder| holder.post.clone())
}

/// «МКОУ СОШ № 101, МКОУ СОШ № 102, МБОУ гимназия № 103 и ещё 7 учреждений».
fn names(plan: &Plan, keys: &[InstitutionKey]) -> String {
    let name = |key: &InstitutionKey| {
        let row = plan.institutions.iter().rfind(|row| row.key == *key);
        row.map_or_else(|| key.to_string(), |row| row.short_name.clone())
    };
    listed(keys.iter().map(name))
}

/// The first names, and how many more.
pub fn listed(names: impl ExactSizeIterator<Item = String>) -> String {
    let all = names.len();
    let first: Vec<String> = names.take(NAMED_MAX).collect();
    let rest = all.saturating_sub(NAMED_MAX);
    if rest == 0 {
        return first.join(", ");
    }
    let more = plural(rest as u64, "учреждение", "учреждения", "учреждений");
    format!("{} и ещё {rest} {more}", first.join(", "))
}

/// On one line.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
