//! Whether the stages form a way: every stage is reached, from every stage an end is reached, no circle runs by itself.
//!
//! Must never follow a name that is not a stage: such mistakes are told where names are checked, and this check then stays silent.
#![deny(missing_docs)]

use crate::definition::files::lifecycle::{ActName, StageEntry};
use crate::definition::mistake::Code;
use crate::definition::shape::Desk;
use crate::definition::source::Placed;
use std::collections::BTreeSet;

/// Checks the way through `entries`; the first is the beginning.
pub fn check(entries: &[(Placed<String>, StageEntry)], desk: &mut Desk<'_>) {
    let Some(ways) = entries
        .iter()
        .map(|(_, entry)| ways(entry, entries))
        .collect::<Option<Vec<_>>>()
    else {
        return;
    };
    let acts: Vec<ActName> = entries
        .iter()
        .filter_map(|(_, entry)| entry.act.as_ref().map(|act| act.value))
        .collect();
    if acts.len() != entries.len() {
        return;
    }
    let reached = reach(0, &ways, |_| true);
    for (at, (key, _)) in entries.iter().enumerate() {
        if !reached.contains(&at) {
            let help = "назовите её в next, approved, returned или otherwise другой стадии либо уберите";
            desk.advise(
                key.span,
                Code::UnreachableStage,
                format!("в стадию `{}` ничто не ведёт", key.value),
                help,
            );
        } else if !reach(at, &ways, |_| true).iter().any(|&end| acts[end] == ActName::End) {
            let help = "порядок кончается стадией с `act: end`: пункт снимается с контроля";
            desk.advise(
                key.span,
                Code::NoEnd,
                format!("из стадии `{}` нельзя прийти к концу", key.value),
                help,
            );
        } else if circle_without_people(at, &ways, &acts) {
            let help = "в круге должна быть стадия, где действует человек: issue, approve, report";
            desk.advise(
                key.span,
                Code::EndlessCircle,
                format!("через стадию `{}` идёт круг, в котором никто не действует", key.value),
                help,
            );
        }
    }
    let before_drafting = reach(0, &ways, |at| acts[at] != ActName::Issue);
    for at in before_drafting.into_iter().filter(|&at| acts[at] == ActName::Approve) {
        let (key, _) = &entries[at];
        let help = "перед `approve` должна быть стадия с `act: issue`";
        desk.advise(
            key.span,
            Code::NothingToApprove,
            format!(
                "в стадию `{}` можно прийти, когда документ ещё не подготовлен",
                key.value
            ),
            help,
        );
    }
}

/// Where a stage leads; `None` when one of the names is not a stage or is missing.
fn ways(entry: &StageEntry, entries: &[(Placed<String>, StageEntry)]) -> Option<Vec<usize>> {
    let mut names: Vec<&Placed<String>> = [&entry.next, &entry.approved, &entry.returned, &entry.otherwise]
        .into_iter()
        .flatten()
        .collect();
    names.extend(
        entry
            .branches
            .iter()
            .flatten()
            .filter_map(|branch| branch.next.as_ref()),
    );
    if names.is_empty() && entry.act.as_ref().is_none_or(|act| act.value != ActName::End) {
        return None;
    }
    names
        .into_iter()
        .map(|name| entries.iter().position(|(key, _)| key.value == name.value))
        .collect()
}

/// Stages reached from `from`, itself included; the way goes on only through stages for which `through` holds.
fn reach(from: usize, ways: &[Vec<usize>], through: impl Fn(usize) -> bool) -> BTreeSet<usize> {
    let mut reached = BTreeSet::from([from]);
    let mut waiting = vec![from];
    while let Some(at) = waiting.pop() {
        if through(at) {
            waiting.extend(ways[at].iter().copied().filter(|next| reached.insert(*next)));
        }
    }
    reached
}

/// Whether `at` comes back to itself through stages that pass by themselves.
///
/// Waiting counts as passing: a wait for what has already come lets an instance through at once.
fn circle_without_people(at: usize, ways: &[Vec<usize>], acts: &[ActName]) -> bool {
    let alone = |stage: usize| matches!(acts[stage], ActName::Wait | ActName::Notify | ActName::Decide);
    alone(at)
        && ways[at]
            .iter()
            .any(|&next| alone(next) && reach(next, ways, alone).contains(&at))
}
