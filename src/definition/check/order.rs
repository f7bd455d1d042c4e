//! What binds items together: keys are single, nobody waits for himself, and whoever waits has whom to wait for.
//!
//! Must never order items: it only tells when no order is possible.
#![deny(missing_docs)]

use crate::definition::check::item::key;
use crate::definition::files::item::ItemFile;
use crate::definition::mistake::{Code, Mistake};
use crate::definition::model::Definition;
use crate::definition::source::{Placed, Source};
use crate::definition::suggest;
use crate::words::ids::{ItemKey, PeriodKey};
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
    let periods: BTreeMap<&ItemKey, BTreeSet<&PeriodKey>> = definitions
        .iter()
        .map(|definition| (&definition.key, definition.schedule.periods().into_iter().collect()))
        .collect();
    for item in written {
        let Some((file, own)) = item.file.as_ref().and_then(|file| Some((file, key(file)?))) else {
            continue;
        };
        for name in file.after.iter().flat_map(|after| &after.0) {
            if let Some(mistake) = predecessor(item.source, &own.value, name, &known, &periods) {
                mistakes.push(mistake);
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

fn predecessor(
    source: &Source,
    own: &str,
    name: &Placed<String>,
    known: &BTreeSet<&str>,
    periods: &BTreeMap<&ItemKey, BTreeSet<&PeriodKey>>,
) -> Option<Mistake> {
    if name.value == own {
        return Some(Mistake::new(
            source,
            name.span,
            Code::Order,
            "пункт не может идти после самого себя",
        ));
    }
    if !known.contains(name.value.as_str()) {
        let doubled: Vec<&str> = known
            .iter()
            .copied()
            .filter(|key| {
                key.strip_prefix(name.value.as_str())
                    .is_some_and(|rest| rest.starts_with('-'))
            })
            .collect();
        let help = if doubled.is_empty() {
            suggest::among(&name.value, known.iter().copied(), "пункты")
        } else {
            format!("номер повторяется, назовите ключ: {}", doubled.join(" или "))
        };
        return Some(
            Mistake::new(
                source,
                name.span,
                Code::UnknownItem,
                format!("в плане нет пункта «{}»", name.value),
            )
            .help(help),
        );
    }
    let (mine, theirs) = (
        periods.get(&ItemKey(own.to_owned()))?,
        periods.get(&ItemKey(name.value.clone()))?,
    );
    let missing: Vec<&str> = mine.difference(theirs).map(|period| period.as_str()).collect();
    if missing.is_empty() {
        return None;
    }
    let message = format!(
        "пункт «{}» не проходит в периоде {}, ждать будет нечего",
        name.value,
        missing.join(", ")
    );
    let there: Vec<&str> = theirs.iter().map(|period| period.as_str()).collect();
    Some(Mistake::new(source, name.span, Code::Order, message).help(format!("его периоды: {}", there.join(", "))))
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
