//! Enter what is done: an item that was carried out before it came here is put on control and taken off in one step, on
//! its real date, with the papers that prove it. The history says both days: when it was entered, and for which day.
//!
//! Must never issue tasks or send letters: nobody has anything to do.

use super::{open, said};
use crate::definition::model::Act;
use crate::engine::authority;
use crate::engine::effect::Effect;
use crate::engine::event::Done;
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;
use crate::engine::transition::Transition;
use crate::words::ids::PeriodKey;

const ACT: &str = "внести исполненный пункт";

/// Enters an item as done.
pub fn enter(outcome: &mut Outcome<'_>, period: &PeriodKey, done: &Done) -> Result<(), Rejection> {
    authority::require_department(outcome, ACT)?;
    let done = checked(outcome, done)?;
    if outcome.scope().instance.is_none() {
        open::put_on_control(outcome, period)?;
    } else {
        let begun = outcome.active()?.counts.total > 0 || matches!(outcome.stage()?.act, Act::Approve(_));
        if begun {
            return Err(outcome.wrong_stage(ACT));
        }
    }
    let (on, basis) = (
        done.on,
        format!("исполнен до постановки на контроль: {}", done.in_words()),
    );
    outcome.record(Transition::DoneBefore { done });
    outcome.record(Transition::Released { on, basis });
    outcome.ask(Effect::TellSuccessors);
    Ok(())
}

/// The past is past, and something proves it.
fn checked(outcome: &Outcome<'_>, done: &Done) -> Result<Done, Rejection> {
    let today = outcome.call.on;
    let dates = done.papers.iter().map(|paper| paper.date).chain([done.on]);
    if let Some(date) = dates.into_iter().find(|date| *date > today) {
        let why = format!("она ещё не наступила, сегодня {}", today.format("%d.%m.%Y"));
        return Err(Rejection::BadDate { date, why });
    }
    for paper in &done.papers {
        said(&paper.kind, "вид документа, которым исполнен пункт")?;
        said(&paper.number, "номер документа, которым исполнен пункт")?;
    }
    let note = done.note.trim().to_owned();
    if done.papers.is_empty() && done.files.is_empty() && note.is_empty() {
        return Err(Rejection::Missing {
            what: "чем подтверждено исполнение: документ, скан или пояснение",
        });
    }
    Ok(Done { note, ..done.clone() })
}
