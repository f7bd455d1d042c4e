//! What binds items together: keys are single, nobody waits for himself, and whoever waits has whom to wait for.
//!
//! Must never order items: it only tells when no order is possible.
#![deny(missing_docs)]

use crate::definition::check::item::key;
use crate::definition::check::schedule::ru;
use crate::definition::files::item::ItemFile;
use crate::definition::mistake::{Code, Mistake};
use crate::definition::model::{Definition, Schedule};
use crate::definition::source::{Placed, Source};
use crate::definition::suggest;
use crate::words::ids::PeriodKey;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An item's file and what was read from it.
#[derive(Debug, Clone)]
pub struct Written<'a> {
    /// The file.
    pub source: &'a Source,
    /// Its fields; `None` when the text is not YAML.
    pub file: Option<ItemFile>,
}

/// Checks keys and `after` over all items of a plan.
pub fn check(written: &[Written<'_>], definitions: &[Arc<Definition>], mistakes: &mut Vec<Mistake>) {
    single_keys(written, mistakes);
    let known = keys(written);
    let schedules: BTreeMap<&str, &Schedule> = definitions
        .iter()
        .map(|definition| (definition.key.as_str(), &definition.schedule))
        .collect();
    for item in written {
        let Some((file, own)) = item.file.as_ref().and_then(|file| Some((file, key(file)?))) else {
            continue;
        };
        for name in file.after.iter().flat_map(|after| &after.0) {
            if name.value == own.value {
                let message = "пункт не может идти после самого себя";
                mistakes.push(Mistake::new(item.source, name.span, Code::Order, message));
            } else if !known.contains(name.value.as_str()) {
                mistakes.push(unknown(item.source, name, &known));
            } else if let (Some(mine), Some(theirs)) =
                (schedules.get(own.value.as_str()), schedules.get(name.value.as_str()))
            {
                mistakes.extend(periods_agree(item.source, name, mine, theirs));
            }
        }
    }
    circles(written, mistakes);
}

/// Keys of all items; a file that cannot be read stands for the key in its name, so that others may wait for it.
fn keys<'a>(written: &'a [Written<'_>]) -> BTreeSet<&'a str> {
    let of = |item: &'a Written<'_>| {
        item.file
            .as_ref()
            .and_then(key)
            .map_or_else(|| item.source.stem(), |key| key.value.as_str())
    };
    written.iter().map(of).collect()
}

fn single_keys(written: &[Written<'_>], mistakes: &mut Vec<Mistake>) {
    let mut seen: BTreeMap<&str, &Source> = BTreeMap::new();
    for item in written {
        let Some(key) = item.file.as_ref().and_then(key) else {
            continue;
        };
        if let Some(other) = seen.insert(&key.value, item.source) {
            let message = format!("ключ `{}` уже у пункта в файле {}", key.value, other.file);
            let help = format!(
                "если номер напечатан дважды, дайте ключи: key: {0}-1 и key: {0}-2",
                key.value
            );
            mistakes.push(Mistake::new(item.source, key.span, Code::DuplicateKey, message).help(help));
        }
    }
}

fn unknown(source: &Source, name: &Placed<String>, known: &BTreeSet<&str>) -> Mistake {
    let is_double = |key: &&str| {
        key.strip_prefix(name.value.as_str())
            .is_some_and(|rest| rest.starts_with('-'))
    };
    let doubled: Vec<&str> = known.iter().copied().filter(is_double).collect();
    let help = if doubled.is_empty() {
        suggest::among(&name.value, known.iter().copied(), "пункты")
    } else {
        format!("номер повторяется, назовите ключ: {}", doubled.join(" или "))
    };
    let message = format!("в плане нет пункта «{}»", name.value);
    Mistake::new(source, name.span, Code::UnknownItem, message).help(help)
}

/// Whoever waits must have whom to wait for in each of his periods, and must not be due before him.
fn periods_agree(source: &Source, name: &Placed<String>, mine: &Schedule, theirs: &Schedule) -> Option<Mistake> {
    let there = theirs.periods();
    let missing: Vec<&str> = mine
        .periods()
        .into_iter()
        .filter(|key| !there.contains(key))
        .map(PeriodKey::as_str)
        .collect();
    if !missing.is_empty() {
        let message = format!(
            "пункт «{}» не проходит в периоде {}, ждать будет нечего",
            name.value,
            missing.join(", ")
        );
        let there: Vec<&str> = there.into_iter().map(PeriodKey::as_str).collect();
        return Some(
            Mistake::new(source, name.span, Code::Order, message).help(format!("его периоды: {}", there.join(", "))),
        );
    }
    let pairs = mine
        .periods()
        .into_iter()
        .filter_map(|key| mine.period(key).zip(theirs.period(key)));
    let (own, late) = pairs.into_iter().find(|(own, other)| other.due > own.due)?;
    let message = format!(
        "пункт «{}» исполняется до {}, а этот, после него, — уже до {}",
        name.value,
        ru(late.due),
        ru(own.due)
    );
    Some(Mistake::new(source, name.span, Code::Order, message).help("проверьте сроки обоих пунктов или уберите after"))
}

fn circles(written: &[Written<'_>], mistakes: &mut Vec<Mistake>) {
    let after: BTreeMap<&str, Vec<&str>> = written
        .iter()
        .filter_map(|item| item.file.as_ref())
        .filter_map(|file| {
            Some((
                key(file)?.value.as_str(),
                file.after
                    .iter()
                    .flat_map(|after| &after.0)
                    .map(|name| name.value.as_str())
                    .collect(),
            ))
        })
        .collect();
    let mut told = BTreeSet::new();
    for item in written {
        let Some((file, own)) = item.file.as_ref().and_then(|file| Some((file, key(file)?))) else {
            continue;
        };
        for name in file
            .after
            .iter()
            .flat_map(|after| &after.0)
            .filter(|name| name.value != own.value)
        {
            if let Some(way) = way(&name.value, &own.value, &after) {
                let mut circle: Vec<&str> = vec![&own.value];
                circle.extend(way);
                if !told.insert(circle.iter().copied().collect::<BTreeSet<_>>()) {
                    continue; // the same circle, seen from another of its items
                }
                let message = format!("пункты ждут друг друга: {}", circle.join(" → "));
                mistakes.push(
                    Mistake::new(item.source, name.span, Code::Order, message)
                        .help("разорвите круг: один из пунктов должен начинаться первым"),
                );
            }
        }
    }
}

/// The way from `from` to `to` through `after`.
fn way<'a>(from: &'a str, to: &str, after: &BTreeMap<&'a str, Vec<&'a str>>) -> Option<Vec<&'a str>> {
    let mut seen = BTreeSet::from([from]);
    let mut waiting = vec![vec![from]];
    while let Some(way) = waiting.pop() {
        let last = *way.last()?;
        if last == to {
            return Some(way);
        }
        for next in after.get(last).into_iter().flatten() {
            if seen.insert(next) {
                waiting.push([way.as_slice(), &[next]].concat());
            }
        }
    }
    None
}
