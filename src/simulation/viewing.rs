//! From what happened to what is read: things alike put together, places turned into names.
//!
//! Must never lose a thing that happens: what is put together is counted.

use super::findings::{Gap, Load, listed};
use super::record::{Course, Happening, Mail, Simulation, What, Who};
use super::totals::Totals;
use super::view::{
    CourseView, DayView, DueView, GapView, GroupView, ItemView, KindView, LoadView, MonthView, PlanView, TotalsView,
    View,
};
use crate::words::phrasing::{plural, short_date};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::collections::{BTreeMap, BTreeSet};

const MONTHS: [&str; 12] = [
    "Январь",
    "Февраль",
    "Март",
    "Апрель",
    "Май",
    "Июнь",
    "Июль",
    "Август",
    "Сентябрь",
    "Октябрь",
    "Ноябрь",
    "Декабрь",
];

impl From<&Totals> for TotalsView {
    fn from(totals: &Totals) -> Self {
        Self {
            instances: totals.instances,
            orders: totals.orders,
            tasks: totals.tasks,
            accepted: totals.accepted,
            late: totals.late,
            letters: totals.letters(),
            reminders: totals.reminders(),
            by_kind: kinds(&totals.mail),
        }
    }
}

fn kinds(mail: &BTreeMap<Mail, u32>) -> Vec<KindView> {
    let kinds = mail.iter().map(|(mail, count)| KindView {
        kind: mail.code(),
        words: mail.in_words(),
        count: *count,
    });
    kinds.collect()
}

/// The simulation as it is read.
pub fn view(simulation: &Simulation) -> View {
    let (from, to) = (simulation.assumptions.from, simulation.assumptions.to);
    View {
        from,
        to,
        period: format!("{} — {}", short_date(from), short_date(to)),
        assumed: super::assumptions::in_words(&simulation.assumptions),
        plans: plans(simulation),
        total: TotalsView::from(&simulation.sum()),
        months: months(simulation),
        groups: groups(simulation),
        overloads: overloads(simulation),
        densest: simulation.findings.densest.as_ref().map(|load| like(simulation, load)),
        gaps: simulation.findings.gaps.iter().map(gap).collect(),
    }
}

fn plans(simulation: &Simulation) -> Vec<PlanView> {
    let totals = simulation.totals();
    let plans = simulation
        .plans
        .iter()
        .zip(&totals)
        .enumerate()
        .map(|(at, (plan, totals))| PlanView {
            key: plan.key.to_string(),
            title: one_line(&plan.title),
            items: plan
                .items
                .iter()
                .zip(totals)
                .enumerate()
                .map(|(item, (definition, totals))| ItemView {
                    key: definition.key.to_string(),
                    number: definition.number.clone(),
                    title: one_line(&definition.title),
                    totals: TotalsView::from(totals),
                    instances: simulation
                        .courses
                        .iter()
                        .filter(|course| course.plan == at && course.item == item)
                        .map(|course| course_view(simulation, course))
                        .collect(),
                })
                .collect(),
        });
    plans.collect()
}

fn course_view(simulation: &Simulation, course: &Course) -> CourseView {
    let stages = simulation
        .definition(course)
        .map(|definition| &definition.lifecycle.stages);
    let stage = stages.and_then(|stages| stages.get(&course.stage));
    CourseView {
        period: course.period.to_string(),
        opened: course.opened,
        due: course.term.map(|term| term.due),
        control: course.term.map(|term| term.control),
        control_words: course.term.map(|term| short_date(term.control)),
        released: course.released,
        stage: stage.map_or_else(|| course.stage.to_string(), |stage| stage.title.clone()),
        tasks: course.tasks,
    }
}

fn months(simulation: &Simulation) -> Vec<MonthView> {
    let mut months: Vec<MonthView> = Vec::new();
    for happenings in simulation.happenings.chunk_by(|one, other| one.on == other.on) {
        let on = happenings[0].on;
        let title = format!("{} {}", MONTHS[on.month0() as usize], on.year());
        if months.last().is_none_or(|month| month.title != title) {
            months.push(MonthView {
                title,
                letters: 0,
                days: Vec::new(),
            });
        }
        let day = day(simulation, on, happenings);
        if let Some(month) = months.last_mut() {
            month.letters += day.letters.iter().map(|kind| kind.count).sum::<u32>();
            month.days.push(day);
        }
    }
    months
}

fn day(simulation: &Simulation, on: NaiveDate, happenings: &[Happening]) -> DayView {
    let count = |what: What| happenings.iter().filter(|happening| happening.what == what).count();
    let count = |what: What| u32::try_from(count(what)).unwrap_or(u32::MAX);
    let items = |what: What| {
        let mut items = Vec::new();
        for happening in happenings.iter().filter(|happening| happening.what == what) {
            let item = item_label(simulation, happening.course);
            if !items.contains(&item) {
                items.push(item);
            }
        }
        items
    };
    let mut mail: BTreeMap<Mail, u32> = BTreeMap::new();
    for happening in happenings {
        if let What::Letter(kind) = happening.what {
            *mail.entry(kind).or_default() += 1;
        }
    }
    DayView {
        date: on,
        words: short_date(on),
        weekday: weekday(on),
        opened: items(What::Opened),
        drafted: items(What::Drafted),
        registered: items(What::Registered),
        control: items(What::Control),
        due: count(What::Due),
        reported: count(What::Reported),
        accepted: count(What::Accepted),
        released: items(What::Released),
        letters: kinds(&mail),
    }
}

fn weekday(on: NaiveDate) -> &'static str {
    match on.weekday() {
        Weekday::Mon => "пн",
        Weekday::Tue => "вт",
        Weekday::Wed => "ср",
        Weekday::Thu => "чт",
        Weekday::Fri => "пт",
        Weekday::Sat => "сб",
        Weekday::Sun => "вс",
    }
}

/// The item of an instance; with its plan, where several are played.
pub fn item_label(simulation: &Simulation, course: u32) -> String {
    let Some(course) = simulation.courses.get(course as usize) else {
        return String::new();
    };
    let item = simulation
        .definition(course)
        .map_or("", |definition| definition.key.as_str());
    match simulation.plans.get(course.plan) {
        Some(plan) if simulation.plans.len() > 1 => format!("{}/{item}", plan.key),
        _ => item.to_owned(),
    }
}

/// Due dates with their instances.
type Dates = Vec<(NaiveDate, u32)>;

fn groups(simulation: &Simulation) -> Vec<GroupView> {
    let mut own: BTreeMap<u32, Dates> = BTreeMap::new();
    for happening in &simulation.happenings {
        if let (What::Due, Who::Institution(institution)) = (happening.what, happening.who) {
            own.entry(institution)
                .or_default()
                .push((happening.on, happening.course));
        }
    }
    let mut alike: BTreeMap<Dates, Vec<u32>> = BTreeMap::new();
    for (institution, mut due) in own {
        due.sort_unstable();
        alike.entry(due).or_default().push(institution);
    }
    let mut groups: Vec<(Vec<u32>, Dates)> = alike.into_iter().map(|(due, who)| (who, due)).collect();
    groups.sort();
    let groups = groups.into_iter().map(|(who, due)| {
        let names = names(simulation, &who);
        let due = due.into_iter().map(|(on, course)| DueView {
            date: on,
            words: short_date(on),
            item: item_label(simulation, course),
        });
        GroupView {
            listed: listed(names.iter().cloned()),
            names,
            due: due.collect(),
        }
    });
    groups.collect()
}

fn names(simulation: &Simulation, institutions: &[u32]) -> Vec<String> {
    let names = institutions
        .iter()
        .map(|at| simulation.name(Who::Institution(*at)).to_owned());
    names.collect()
}

fn overloads(simulation: &Simulation) -> Vec<LoadView> {
    let mut told: BTreeSet<(NaiveDate, Vec<u32>)> = BTreeSet::new();
    let mut overloads = Vec::new();
    for load in &simulation.findings.overloads {
        if told.insert((load.monday, courses(load))) {
            overloads.push(like(simulation, load));
        }
    }
    overloads
}

fn courses(load: &Load) -> Vec<u32> {
    let mut courses: Vec<u32> = load.due.iter().map(|(_, course)| *course).collect();
    courses.sort_unstable();
    courses
}

/// The load, with all institutions that have the same.
fn like(simulation: &Simulation, load: &Load) -> LoadView {
    let own = courses(load);
    let all = simulation.findings.loads.iter();
    let alike: Vec<u32> = all
        .filter(|other| other.monday == load.monday && other.due.len() == own.len() && courses(other) == own)
        .map(|other| other.institution)
        .collect();
    let names = names(simulation, &alike);
    let count = load.due.len();
    let mut dates: BTreeMap<NaiveDate, Vec<String>> = BTreeMap::new();
    for (on, course) in &load.due {
        dates.entry(*on).or_default().push(item_label(simulation, *course));
    }
    let dates: Vec<String> = dates
        .into_iter()
        .map(|(on, items)| format!("{} — {}", short_date(on), items.join(", ")))
        .collect();
    let sunday = load.monday.checked_add_days(Days::new(6)).unwrap_or(load.monday);
    let text = format!(
        "неделя {} — {}: {count} {} ({}); у кого: {}",
        short_date(load.monday),
        short_date(sunday),
        plural(count as u64, "срок", "срока", "сроков"),
        dates.join("; "),
        listed(names.iter().cloned())
    );
    LoadView {
        monday: load.monday,
        names,
        count,
        text,
    }
}

fn gap(gap: &Gap) -> GapView {
    GapView {
        code: gap.code,
        item: gap.item.as_ref().map(ToString::to_string),
        text: gap.text.clone(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
