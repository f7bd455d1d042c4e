//! When the next reminder is due: computed from the state alone, so that no timer can be lost or fire twice.
//!
//! A ladder of reminders has a rung for each letter. A rung's day is counted in working days from the control date; a
//! control date that is itself a day off counts from the working day before it. So no rung falls on a day off.
//!
//! Must never read a clock: what is due "now" is asked with a date.

use super::state::{Instance, InstanceState, Task, TaskState};
use crate::definition::model::{Act, Definition, Recipient, Reporting, WaitUntil};
use crate::words::calendar::{DayOffRule, OutsideCalendar, WorkCalendar};
use crate::words::ids::StageKey;
use chrono::NaiveDate;

/// One rung of the ladder of reminders of a `report` stage, in the order of their days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rung {
    /// Working days from the control date; negative before, positive after it.
    pub offset: i32,
    /// Who is written to.
    pub to: Recipient,
}

/// The next timer of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskTimer {
    /// Index into the ladder.
    pub rung: u32,
    /// Office day on which it fires; always a working day. May lie in the past: then it fires at once.
    pub on: NaiveDate,
}

/// The next timer of an instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstanceTimer {
    /// Stage it belongs to.
    pub stage: StageKey,
    /// Office day on which it fires.
    pub on: NaiveDate,
}

/// The ladder of a stage, lowest rung first; empty when nobody reports there.
pub fn ladder(definition: &Definition, stage: &StageKey) -> Vec<Rung> {
    match definition.lifecycle.stages.get(stage).map(|stage| &stage.act) {
        Some(Act::Report(reporting)) => rungs_of(reporting),
        _ => Vec::new(),
    }
}

/// The next reminder of a task; `None` when it needs none: a report waits for an answer, the task is done or withdrawn,
/// the instance has left the stage, or all rungs are done.
///
/// # Errors
/// [`OutsideCalendar`] when the day lies in a year without a calendar; no day is guessed.
pub fn next_task_timer(
    definition: &Definition,
    calendar: &WorkCalendar,
    instance: &Instance,
    task: &Task,
) -> Result<Option<TaskTimer>, OutsideCalendar> {
    if !owes_report(instance, task) {
        return Ok(None);
    }
    let ladder = ladder(definition, &task.stage);
    let Some(rung) = usize::try_from(task.rungs_done).ok().and_then(|done| ladder.get(done)) else {
        return Ok(None);
    };
    Ok(Some(TaskTimer {
        rung: task.rungs_done,
        on: day_of(rung, calendar, task.current)?,
    }))
}

/// The next timer of an instance: the first day of the work it waits for, or the day on which who owes its date is
/// reminded.
pub fn next_instance_timer(definition: &Definition, instance: &Instance) -> Option<InstanceTimer> {
    let stage = definition.lifecycle.stages.get(&instance.stage)?;
    let Act::Wait { until, .. } = &stage.act else {
        return None;
    };
    let on = match (until, instance.term) {
        (WaitUntil::Start, Some(term)) => term.start?,
        (WaitUntil::Date, None) => instance.date_asked?.next?,
        _ => return None,
    };
    (instance.state == InstanceState::Active).then(|| InstanceTimer {
        stage: stage.key.clone(),
        on,
    })
}

/// Whether reminders of the task make sense.
pub(super) fn owes_report(instance: &Instance, task: &Task) -> bool {
    instance.state == InstanceState::Active
        && instance.stage == task.stage
        && matches!(task.state, TaskState::Issued | TaskState::Returned { .. })
}

/// The ladder of a stage's reporting, lowest rung first.
pub(super) fn rungs_of(reporting: &Reporting) -> Vec<Rung> {
    let reminders = reporting.remind.iter().map(|offset| Rung {
        offset: *offset,
        to: Recipient::Executor,
    });
    let overdue = reporting.overdue.iter().map(|(offset, to)| Rung {
        offset: *offset,
        to: to.clone(),
    });
    let mut rungs: Vec<Rung> = reminders.chain(overdue).collect();
    rungs.sort_by_key(|rung| rung.offset);
    rungs
}

/// The working day of a rung, counted from the control date.
pub(super) fn day_of(rung: &Rung, calendar: &WorkCalendar, control: NaiveDate) -> Result<NaiveDate, OutsideCalendar> {
    let worked = calendar.control_date(control, DayOffRule::Previous)?;
    calendar.add_working_days(worked, rung.offset)
}

/// How many rungs, from the lowest, have a day on or before `on`.
pub(super) fn rungs_passed(
    rungs: &[Rung],
    calendar: &WorkCalendar,
    control: NaiveDate,
    on: NaiveDate,
) -> Result<u32, OutsideCalendar> {
    let mut passed = 0;
    for rung in rungs {
        if day_of(rung, calendar, control)? > on {
            break;
        }
        passed += 1;
    }
    Ok(passed)
}
