//! Remind: a rung of the ladder is due, and somebody is written to. When several are due at once, because nobody was
//! there to fire them in time, each person gets only the latest letter meant for him, and the earlier ones are skipped.

use crate::engine::authority;
use crate::engine::effect::{Effect, LetterKind};
use crate::engine::enter;
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;
use crate::engine::timer;
use crate::engine::transition::Transition;
use crate::words::ids::TaskId;

/// Does the rung that is due; one done already, not yet due, or no longer needed is stale.
pub fn remind(outcome: &mut Outcome<'_>, id: TaskId, fired: u32) -> Result<(), Rejection> {
    authority::require_system(outcome, "напомнить о сроке")?;
    let call = outcome.call;
    let instance = outcome.active_or_stale()?;
    let task = outcome.task(id)?;
    let ladder = timer::ladder(call.definition, &task.stage);
    let done = task.rungs_done;
    if !timer::owes_report(instance, task) || fired < done || usize::try_from(fired).is_ok_and(|at| at >= ladder.len())
    {
        return Err(Rejection::Stale);
    }
    let due_now = timer::rungs_passed(&ladder, call.calendar, task.current, call.on)?;
    let due = (0..)
        .zip(&ladder)
        .take_while(|(rung, _)| *rung < due_now)
        .filter(|(rung, _)| *rung >= done);
    let due: Vec<_> = due.collect();
    let latest_for_its_reader = |place: usize| due[place + 1..].iter().all(|(_, later)| later.to != due[place].1.to);
    let Some((rung, step)) = (0..due.len())
        .find(|place| latest_for_its_reader(*place))
        .map(|place| due[place])
    else {
        return Err(Rejection::Stale);
    };
    outcome.record(Transition::ReminderDue {
        task: id,
        rung,
        offset: step.offset,
    });
    let kind = if step.offset > 0 {
        LetterKind::Overdue
    } else {
        LetterKind::Reminder
    };
    outcome.ask(Effect::Letter {
        task: id,
        kind,
        to: enter::correspondent(&step.to),
    });
    Ok(())
}
