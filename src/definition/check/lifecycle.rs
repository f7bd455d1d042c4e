//! A lifecycle: its stages, and whether they form a way from the first to an end.
//!
//! Must never know an item: what an item needs of its lifecycle is checked with the item.
#![deny(missing_docs)]

use crate::definition::check::act;
use crate::definition::check::graph;
use crate::definition::check::head::Head;
use crate::definition::files::lifecycle::LifecycleFile;
use crate::definition::institutions::is_key;
use crate::definition::mistake::Code;
use crate::definition::model::{Act, Lifecycle, Stage, WaitUntil};
use crate::definition::shape::Desk;
use crate::words::ids::{LifecycleKey, StageKey};
use std::collections::{BTreeMap, BTreeSet};

/// Most stages: more cannot be drawn on a page.
const STAGES_MAX: usize = 100;

/// Checks a lifecycle; roles and journals are looked up in `head` where the lifecycle is used by that plan.
pub fn check(file: &LifecycleFile, head: Option<&Head>, desk: &mut Desk<'_>) -> Option<Lifecycle> {
    if let Some(key) = &file.lifecycle
        && key.value != desk.source.stem()
    {
        let message = format!(
            "порядок называется `{}`, а файл — `{}.yaml`",
            key.value,
            desk.source.stem()
        );
        desk.advise(
            key.span,
            Code::WrongValue,
            message,
            "имя порядка — имя его файла без .yaml",
        );
    }
    let stages = file.stages.as_ref()?;
    let entries = &stages.value.0;
    let Some((first, _)) = entries.first() else {
        desk.wrong(stages.span, Code::MissingField, "в порядке нет ни одной стадии");
        return None;
    };
    if entries.len() > STAGES_MAX {
        desk.wrong(stages.span, Code::WrongValue, format!("стадий больше {STAGES_MAX}"));
        return None;
    }
    let names: Vec<&str> = stages.value.names().collect();
    let mut checked = BTreeMap::new();
    for (key, entry) in entries {
        if !is_key(&key.value) {
            desk.advise(
                key.span,
                Code::WrongValue,
                format!("«{}» не годится как имя стадии", key.value),
                "имя — латинские буквы, цифры и дефис",
            );
        }
        let act = act::check(entry, &names, head, desk);
        let key = StageKey(key.value.clone());
        if let (Some(act), Some(title)) = (act, &entry.title) {
            checked.insert(
                key.clone(),
                Stage {
                    key,
                    title: title.value.clone(),
                    act,
                },
            );
        }
    }
    graph::check(entries, desk);
    let complete = checked.len() == entries.len();
    complete.then_some(Lifecycle {
        key: LifecycleKey(file.lifecycle.as_ref()?.value.clone()),
        title: file.title.as_ref()?.value.clone(),
        first: StageKey(first.value.clone()),
        stages: checked,
    })
}

/// Document slots the lifecycle drafts.
pub fn slots(lifecycle: &Lifecycle) -> BTreeSet<&str> {
    lifecycle
        .stages
        .values()
        .filter_map(|stage| match &stage.act {
            Act::Issue { document, .. } => Some(document.as_str()),
            _ => None,
        })
        .collect()
}

/// The stage that an instance may come to without having waited for `what`, though it should have: where executors
/// report or the item ends, and, for other items, where its document is drafted.
pub fn hurries<'a>(lifecycle: &'a Lifecycle, what: &WaitUntil) -> Option<&'a Stage> {
    let mut reached = BTreeSet::from([&lifecycle.first]);
    let mut waiting = vec![&lifecycle.first];
    while let Some(stage) = waiting.pop().and_then(|key| lifecycle.stages.get(key)) {
        match &stage.act {
            Act::Wait { until, .. } if until == what => continue,
            Act::Report(_) | Act::End { .. } => return Some(stage),
            Act::Issue { .. } if *what == WaitUntil::Predecessors => return Some(stage),
            _ => {}
        }
        waiting.extend(ways(&stage.act).into_iter().filter(|next| reached.insert(next)));
    }
    None
}

/// Stages that an act may lead to.
fn ways(act: &Act) -> Vec<&StageKey> {
    match act {
        Act::Issue { next, .. } | Act::Wait { next, .. } | Act::Notify { next, .. } => vec![next],
        Act::Approve(approval) => vec![&approval.approved, &approval.returned],
        Act::Report(reporting) => vec![&reporting.next],
        Act::Decide { branches, otherwise } => branches.iter().map(|(_, next)| next).chain([otherwise]).collect(),
        Act::End { .. } => Vec::new(),
    }
}
