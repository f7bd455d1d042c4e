//! Amend: an order changed the plan, and a running instance is moved to the new text of its item (перевод на новую
//! редакцию). Its dates become those of the new text; tasks of executors that are named no longer are withdrawn, new
//! executors get theirs. What is done stays done.
//!
//! An extension that was given to one task and reaches further than the new date stays. A task that somebody withdrew
//! stays withdrawn, and one that went to another institution stays with it. Institutions that have left the directory
//! keep their tasks: closing them is an act of its own.
//!
//! Must never guess what a stage has become: one that is not in the new text is named by the person who amends.

use super::{open, said};
use crate::definition::model::{Act, Definition, Reporting, Schedule};
use crate::engine::acts::accept::go_on_when_enough;
use crate::engine::authority;
use crate::engine::effect::{Correspondent, Effect, LetterKind};
use crate::engine::enter;
use crate::engine::event::Amendment;
use crate::engine::fan_out::{self, Meant};
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;
use crate::engine::state::{DocumentState, Instance, Task, TaskState, Term};
use crate::engine::timer;
use crate::engine::transition::Transition;
use crate::words::ids::{StageKey, TaskId};
use std::collections::HashMap;
use std::mem::discriminant;

const ACT: &str = "перевести на новую редакцию";

/// Moves the instance to the definition that the call is judged by.
pub fn amend(outcome: &mut Outcome<'_>, amendment: &Amendment) -> Result<(), Rejection> {
    let call = outcome.call;
    let instance = outcome.active()?;
    authority::require_department(outcome, ACT)?;
    let (new, old) = (call.definition, &*amendment.leaves.0);
    if new.sha256 == old.sha256 {
        return Err(Rejection::SameText { item: new.key.clone() });
    }
    let stages = renamed(amendment, instance, new)?;
    let term = term_of(new, old, instance)?;
    let basis = said(&amendment.basis, "основание: приказ о внесении изменений")?.to_owned();
    let before = instance.term;
    require_fresh_draft(outcome, before, term)?;
    let tasks: Vec<Task> = outcome.all_tasks()?.to_vec();
    let old_stage = instance.stage.clone();
    outcome.record(Transition::Amended {
        from: old.sha256.clone(),
        to: new.sha256.clone(),
        on: call.on,
        stages,
        before,
        term,
        by: amendment.by.clone(),
        basis: basis.clone(),
    });
    match &outcome.stage()?.act {
        Act::Report(reporting) => {
            let moved = Moved {
                same_ladder: timer::ladder(old, &old_stage) == timer::rungs_of(reporting),
                old_stage,
                basis,
            };
            amend_tasks(outcome, reporting, &moved, &tasks)?;
            go_on_when_enough(outcome, reporting)
        }
        _ => enter::run_on_if_over(outcome),
    }
}

/// Stages of the old text that go by another key, checked: where the instance stands there must be the same to do.
fn renamed(
    amendment: &Amendment,
    instance: &Instance,
    new: &Definition,
) -> Result<std::collections::BTreeMap<StageKey, StageKey>, Rejection> {
    let stages = &new.lifecycle.stages;
    for to in amendment.stages.values() {
        if !stages.contains_key(to) {
            return Err(Rejection::UnknownStage { stage: to.clone() });
        }
    }
    let here = amendment.stages.get(&instance.stage).unwrap_or(&instance.stage);
    let Some(to) = stages.get(here) else {
        let known: Vec<&str> = stages.keys().map(StageKey::as_str).collect();
        return Err(Rejection::StageGone {
            stage: instance.stage.clone(),
            known: known.join(", "),
        });
    };
    let Some(from) = amendment.leaves.0.lifecycle.stages.get(&instance.stage) else {
        return Err(Rejection::UnknownStage {
            stage: instance.stage.clone(),
        });
    };
    if discriminant(&from.act) != discriminant(&to.act) {
        return Err(Rejection::StageUnfit {
            from: from.title.clone(),
            to: to.title.clone(),
        });
    }
    let used = amendment.stages.iter().filter(|(from, to)| from != to);
    Ok(used.map(|(from, to)| (from.clone(), to.clone())).collect())
}

/// The dates by the new text. Where it waits for a date, one that was supplied, or by which tasks were issued, stays.
fn term_of(new: &Definition, old: &Definition, instance: &Instance) -> Result<Option<Term>, Rejection> {
    let term = open::term_of(new, &instance.period)?;
    let supplied = matches!(old.schedule, Schedule::AwaitsDate { .. });
    Ok(term.or(instance.term.filter(|_| supplied || instance.counts.total > 0)))
}

/// An order that names the old date must not be signed for the new one.
fn require_fresh_draft(outcome: &Outcome<'_>, before: Option<Term>, term: Option<Term>) -> Result<(), Rejection> {
    let driving = outcome.instance()?.document;
    match outcome.document().filter(|document| driving == Some(document.id)) {
        Some(document) if document.state == DocumentState::OnApproval && before != term => {
            Err(Rejection::DraftStale { document: document.id })
        }
        _ => Ok(()),
    }
}

/// What tasks are moved by.
struct Moved {
    old_stage: StageKey,
    same_ladder: bool,
    basis: String,
}

fn amend_tasks(
    outcome: &mut Outcome<'_>,
    reporting: &Reporting,
    moved: &Moved,
    tasks: &[Task],
) -> Result<(), Rejection> {
    let call = outcome.call;
    let stage = outcome.stage()?;
    let instance = outcome.instance()?.id;
    let Some(term) = outcome.instance()?.term else {
        return Err(Rejection::DateFirst {
            item: call.definition.key.clone(),
        });
    };
    let meant = fan_out::meant(&call, reporting, &term)?;
    // By institution, and by the ids of tasks that were first issued to it: a task may have gone to another one since.
    let mut by_task: HashMap<TaskId, usize> = HashMap::new();
    let mut by_key = HashMap::new();
    for (place, meant) in meant.iter().enumerate() {
        by_key.insert(&meant.institution, place);
        for key in [&moved.old_stage, &stage.key] {
            by_task.insert(TaskId::of(instance, key, &meant.institution), place);
        }
    }
    let directory: std::collections::HashSet<_> = call.directory.iter().map(|entry| &entry.key).collect();
    let mut served = vec![false; meant.len()];
    let mut leavers = Vec::new();
    for task in tasks.iter().filter(|task| task.stage == moved.old_stage) {
        let place = by_task.get(&task.id).or_else(|| by_key.get(&task.institution));
        if let Some(place) = place {
            served[*place] = true;
        }
        if !is_unfinished(task) {
            continue;
        }
        match place {
            Some(place) => redate(outcome, reporting, moved, task, &meant[*place])?,
            None if directory.contains(&task.institution) => leavers.push(task),
            None => {}
        }
    }
    let count = leavers
        .iter()
        .filter(|task| matches!(task.state, TaskState::Reported { .. }))
        .count();
    if count > 0 {
        return Err(Rejection::UnansweredLeaver { count });
    }
    for task in leavers {
        withdraw(outcome, task.id, &moved.basis);
    }
    for (meant, _) in meant.iter().zip(&served).filter(|(_, served)| !**served) {
        fan_out::issue(outcome, stage, instance, term.due, meant);
    }
    Ok(())
}

/// Gives a task the dates of the new text; a letter tells of another date to who still owes a report.
fn redate(
    outcome: &mut Outcome<'_>,
    reporting: &Reporting,
    moved: &Moved,
    task: &Task,
    meant: &Meant,
) -> Result<(), Rejection> {
    let call = outcome.call;
    let Some(term) = outcome.instance()?.term else {
        return Ok(());
    };
    // Counted from the day it was issued: an amendment that leaves the dates alone must not move them.
    let control = fan_out::control_of(call.calendar, reporting, meant.part, &term, task.issued_on)?;
    let extended = task.current != task.control;
    let to = if extended { task.current.max(control) } else { control };
    let same = (task.due, task.control, task.current) == (term.due, control, to)
        && (task.part, task.addressee) == (meant.part, meant.addressee);
    if same && moved.same_ladder {
        return Ok(());
    }
    let rungs_done = timer::rungs_passed(&timer::rungs_of(reporting), call.calendar, to, call.on)?;
    outcome.record(Transition::TaskAmended {
        task: task.id,
        due: term.due,
        control,
        from: task.current,
        to,
        part: meant.part,
        addressee: meant.addressee,
        rungs_done,
        basis: moved.basis.clone(),
    });
    let owes = matches!(task.state, TaskState::Issued | TaskState::Returned { .. });
    if task.current != to && owes && task.suspended.is_none() {
        outcome.ask(Effect::Letter {
            task: task.id,
            kind: LetterKind::DateMoved,
            to: Correspondent::Executor,
        });
    }
    Ok(())
}

fn withdraw(outcome: &mut Outcome<'_>, task: TaskId, basis: &str) {
    let basis = format!("не назван исполнителем в новой редакции: {basis}");
    outcome.record(Transition::TaskCancelled {
        task,
        on: outcome.call.on,
        basis,
    });
    outcome.ask(Effect::Letter {
        task,
        kind: LetterKind::Cancelled,
        to: Correspondent::Executor,
    });
}

fn is_unfinished(task: &Task) -> bool {
    matches!(
        task.state,
        TaskState::Issued | TaskState::Returned { .. } | TaskState::Reported { .. }
    )
}
