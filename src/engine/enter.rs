//! Entering a stage. The instance runs on through stages that need nobody (notify, decide, a wait that is over) until
//! one needs somebody, or the instance is released.
//!
//! Must never run in a circle: a stage entered twice in one run refuses the whole step.

use super::acts::ask_date;
use super::effect::{Correspondent, Effect, NoteKind};
use super::fan_out;
use super::guard;
use super::outcome::Outcome;
use super::rejection::Rejection;
use super::transition::Transition;
use crate::definition::model::{Act, Recipient, WaitUntil};
use crate::words::ids::StageKey;
use std::collections::BTreeSet;

/// Moves the instance to `to` and runs on from there.
pub fn move_to(outcome: &mut Outcome<'_>, to: &StageKey) -> Result<(), Rejection> {
    record_move(outcome, to)?;
    run_on(outcome)
}

/// Runs on from the stage the instance has just entered.
pub fn run_on(outcome: &mut Outcome<'_>) -> Result<(), Rejection> {
    let mut entered = BTreeSet::new();
    loop {
        let stage = outcome.stage()?;
        if !entered.insert(&stage.key) {
            return Err(Rejection::Circle {
                stage: stage.title.clone(),
            });
        }
        let next = match &stage.act {
            Act::Issue { .. } | Act::Approve(_) | Act::End { by: Some(_) } => return Ok(()),
            Act::Report(reporting) => return fan_out::issue_tasks(outcome, stage, reporting),
            Act::End { by: None } => {
                release(outcome, "пройдены все стадии");
                return Ok(());
            }
            Act::Wait { until, next } => {
                if !wait_is_over(outcome, until)? {
                    return ask_for_what_is_awaited(outcome, until);
                }
                next
            }
            Act::Notify { to, text, next } => {
                let text = guard::fill(outcome, text)?;
                outcome.ask(Effect::Note {
                    to: correspondent(to),
                    kind: NoteKind::Text(text),
                });
                next
            }
            Act::Decide { branches, otherwise } => decide(outcome, branches, otherwise)?,
        };
        record_move(outcome, next)?;
    }
}

/// Runs on when the instance stands in a wait that is over now.
pub fn run_on_if_over(outcome: &mut Outcome<'_>) -> Result<(), Rejection> {
    let Act::Wait { until, next } = &outcome.stage()?.act else {
        return Ok(());
    };
    if wait_is_over(outcome, until)? {
        move_to(outcome, next)
    } else {
        Ok(())
    }
}

/// Releases the instance from control and tells those who wait for it.
pub fn release(outcome: &mut Outcome<'_>, basis: &str) {
    outcome.record(Transition::Released {
        on: outcome.call.on,
        basis: basis.to_owned(),
    });
    outcome.ask(Effect::TellSuccessors);
}

/// Who a recipient named in a definition is.
pub fn correspondent(recipient: &Recipient) -> Correspondent {
    match recipient {
        Recipient::Executor => Correspondent::Executor,
        Recipient::Role(role) => Correspondent::Role(role.clone()),
    }
}

fn record_move(outcome: &mut Outcome<'_>, to: &StageKey) -> Result<(), Rejection> {
    let from = outcome.instance()?.stage.clone();
    outcome.record(Transition::Moved { from, to: to.clone() });
    Ok(())
}

fn wait_is_over(outcome: &Outcome<'_>, until: &WaitUntil) -> Result<bool, Rejection> {
    let instance = outcome.instance()?;
    Ok(match until {
        WaitUntil::Date => instance.term.is_some(),
        WaitUntil::Predecessors => outcome
            .call
            .definition
            .after
            .iter()
            .all(|item| instance.predecessors_released.contains(item)),
        WaitUntil::Start => instance
            .term
            .and_then(|term| term.start)
            .is_none_or(|start| start <= outcome.call.on),
    })
}

fn ask_for_what_is_awaited(outcome: &mut Outcome<'_>, until: &WaitUntil) -> Result<(), Rejection> {
    match until {
        WaitUntil::Date => ask_date::ask(outcome)?,
        WaitUntil::Predecessors => outcome.ask(Effect::AskPredecessors),
        WaitUntil::Start => {}
    }
    Ok(())
}

fn decide<'a>(
    outcome: &Outcome<'_>,
    branches: &'a [(String, StageKey)],
    otherwise: &'a StageKey,
) -> Result<&'a StageKey, Rejection> {
    for (condition, to) in branches {
        if guard::holds(outcome, condition)? {
            return Ok(to);
        }
    }
    Ok(otherwise)
}
