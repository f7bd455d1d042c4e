//! Which item must wait for which: concluded from titles and deadlines, and told with the reason.
//!
//! Must never make an item wait for one that does not run in its period or is due later.

use super::draft::Draft;
use super::parties::{Party, Who};
use super::wording::{akin, words};
use crate::definition::model::Schedule;
use std::collections::BTreeMap;

/// An item and the one before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub item: usize,
    pub after: usize,
    pub because: String,
    /// The item has no date of its own and runs in this period of the other.
    pub period: Option<String>,
}

/// Lifecycles that cannot wait for another item.
const HURRIED: [&str; 2] = ["department-order", "done-by-basis"];

/// The deadline that names what another item of the plan makes, and that item.
pub fn bound(items: &[Draft], at: usize) -> Option<usize> {
    let item = &items[at];
    let named: Vec<String> = words(&item.deadline)
        .into_iter()
        .filter(|word| word.chars().count() > 3 && !STOP.iter().any(|stop| word.starts_with(stop) || akin(word, stop)))
        .collect();
    if named.len() < 2
        || !words(&item.deadline)
            .iter()
            .any(|word| word.starts_with("соответств") || word.starts_with("согласно"))
    {
        return None;
    }
    (0..items.len()).filter(|other| *other != at).find(|other| {
        let title = words(&items[*other].title);
        let makes = title.first().is_some_and(|first| {
            ["подготовк", "разработк", "составлени", "утверждени"]
                .iter()
                .any(|stem| first.starts_with(stem))
        });
        makes && named.iter().all(|word| title.iter().any(|other| akin(word, other)))
    })
}

/// Words of a deadline that name no thing.
const STOP: [&str; 8] = [
    "соответств",
    "согласно",
    "сроками",
    "сороками",
    "реализаци",
    "планом",
    "графиком",
    "отдельн",
];

/// All links; `lifecycles` and `schedules` as they are without links.
pub fn links(
    items: &[Draft],
    parties: &[Vec<&Party>],
    lifecycles: &[String],
    schedules: &BTreeMap<String, Schedule>,
) -> Vec<Link> {
    let mut links = Vec::new();
    for at in 0..items.len() {
        let Some((after, because)) = predecessor(items, parties, at) else {
            continue;
        };
        if HURRIED.contains(&lifecycles[at].as_str()) {
            continue;
        }
        let pair = schedules.get(&items[at].key).zip(schedules.get(&items[after].key));
        let period = match pair.and_then(|(mine, theirs)| fits(mine, theirs)) {
            Some(Fit::AsItIs) => None,
            Some(Fit::In(period)) => Some(period),
            None => continue,
        };
        links.push(Link {
            item: at,
            after,
            because,
            period,
        });
    }
    links
}

/// How one may wait for the other.
enum Fit {
    /// By the periods it has.
    AsItIs,
    /// Only in this period, which has to be named.
    In(String),
}

fn fits(mine: &Schedule, theirs: &Schedule) -> Option<Fit> {
    let there = theirs.periods();
    if let Schedule::AwaitsDate { period, .. } = mine {
        return match there[..] {
            _ if there.contains(&period) => Some(Fit::AsItIs),
            [only] => Some(Fit::In(only.to_string())),
            _ => None,
        };
    }
    let own = mine.periods();
    let all = own.iter().all(|key| there.contains(key));
    let in_time = own.iter().all(|key| match (mine.period(key), theirs.period(key)) {
        (Some(mine), Some(theirs)) => theirs.due <= mine.due,
        _ => true,
    });
    (all && in_time && !own.is_empty()).then_some(Fit::AsItIs)
}

fn predecessor(items: &[Draft], parties: &[Vec<&Party>], at: usize) -> Option<(usize, String)> {
    if let Some(other) = bound(items, at) {
        let because = format!("срок привязан к тому, что готовит пункт {}", items[other].key);
        return Some((other, because));
    }
    let title = words(&items[at].title);
    let first = title.first()?;
    let before = || (0..at).rev().filter(|other| items[*other].section == items[at].section);
    if ["анализ", "обобщени", "подведени"]
        .iter()
        .any(|stem| first.starts_with(stem))
    {
        let best = before()
            .map(|other| (shared(&title, &words(&items[other].title)), other))
            .max_by_key(|(count, other)| (*count, *other))?;
        if best.0 >= 3 {
            return Some((best.1, format!("обобщает то, что даёт пункт {}", items[best.1].key)));
        }
    }
    if let Some(whose) = base_of(&title) {
        let appoints = |other: &usize| {
            let other = words(&items[*other].title);
            other
                .first()
                .is_some_and(|first| first.starts_with("назначени") || first.starts_with("определени"))
                && other.get(1).is_some_and(|word| akin(word, whose))
        };
        if let Some(other) = (0..at).rev().find(appoints) {
            return Some((
                other,
                format!("сначала назначают тех, кого вносят в базу: пункт {}", items[other].key),
            ));
        }
    }
    sums_up(items, parties, at, &title)
}

/// The office does over all institutions what each of them has done for itself in the row above.
fn sums_up(items: &[Draft], parties: &[Vec<&Party>], at: usize, title: &[String]) -> Option<(usize, String)> {
    let other = at.checked_sub(1)?;
    let above = words(&items[other].title);
    let each = |at: usize| parties[at].iter().any(|party| matches!(party.who, Who::Each(_)));
    let same = title.first() == above.first()
        && title.iter().take(3).skip(1).any(|word| {
            above
                .iter()
                .take(3)
                .skip(1)
                .any(|other| word.chars().count() > 6 && akin(word, other))
        });
    (same && each(other) && !each(at) && items[other].section == items[at].section).then(|| {
        (
            other,
            format!("сводит то, что дают учреждения по пункту {}", items[other].key),
        )
    })
}

/// «формирование базы кураторов»: whose base it is.
fn base_of(title: &[String]) -> Option<&String> {
    let at = title
        .iter()
        .position(|word| ["базы", "базу", "реестра", "списка"].contains(&word.as_str()))?;
    title.get(at + 1)
}

fn shared(one: &[String], other: &[String]) -> usize {
    one.iter()
        .filter(|word| word.chars().count() > 3)
        .filter(|word| other.iter().any(|known| known == *word || akin(word, known)))
        .count()
}
