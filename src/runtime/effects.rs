//! From what the engine asked for to the jobs that will do it.

use super::command::Refusal;
use super::duty::{Duty, LetterDuty, NoteDuty};
use super::letters::first_message_id;
use super::work::Work;
use crate::definition::model::Definition;
use crate::engine::apply::Positions;
use crate::engine::effect::{Correspondent, Effect, LetterKind, NoteKind};
use crate::engine::rejection::Rejection;
use crate::engine::sending::leaves_on;
use crate::engine::state::{Instance, Scope, Task};
use crate::engine::timer::{next_instance_timer, next_task_timer};
use crate::engine::transition::Transition;
use crate::store::error::StoreError;
use crate::store::rows::{About, Job};
use crate::words::clock::office_midnight;
use crate::words::ids::InstanceId;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// Office hour at which timers fire: letters are there when people come to work.
const TIMER_HOUR: i64 = 8;

/// Where an effect came from.
pub struct Source<'a> {
    pub id: InstanceId,
    /// Number of the history row that asked for it.
    pub seq: i64,
    /// Which of that row's effects.
    pub index: usize,
    pub definition: &'a Definition,
    /// State after that transition.
    pub scope: &'a Scope,
    /// Where each task stands in it.
    pub positions: &'a Positions,
    pub transition: &'a Transition,
    pub on: NaiveDate,
}

/// The job of one effect.
pub fn job(work: &Work<'_>, source: &Source<'_>, effect: &Effect) -> Result<Job, Refusal> {
    let key = format!("{}/{}/{}", source.id, source.seq, source.index);
    let instance = source.scope.instance.as_ref();
    let (duty, message_id) = match effect {
        Effect::Render { document } => (Duty::Render { document: *document }, None),
        Effect::WithdrawRest { basis, stage } => (
            Duty::Withdraw {
                instance: source.id,
                stage: stage.clone(),
                basis: basis.clone(),
            },
            None,
        ),
        Effect::AskPredecessors => (Duty::AskPredecessors { instance: source.id }, None),
        Effect::TellSuccessors => (Duty::Tell { instance: source.id }, None),
        Effect::Letter { task, kind, to } => match (instance, source.positions.find(source.scope, *task)) {
            (Some(instance), Some(task)) => {
                let domain = work.catalog.mail_domain(&source.definition.plan);
                let letter = letter(source, instance, task, *kind, to.clone());
                let id = match kind {
                    LetterKind::Task => first_message_id(&letter, domain),
                    _ => format!("<{}.{}.{}@{domain}>", source.id.0.simple(), source.seq, source.index),
                };
                (Duty::Letter(Box::new(letter)), Some(id))
            }
            _ => lost(format!("письмо {kind:?} по поручению {task}")),
        },
        Effect::Note { to, kind } => match instance {
            Some(instance) => {
                let domain = work.catalog.mail_domain(&source.definition.plan);
                let id = format!("<{}.{}.{}@{domain}>", source.id.0.simple(), source.seq, source.index);
                let about = match kind {
                    NoteKind::ReportFiled { task } | NoteKind::ExtensionAsked { task } => {
                        source.positions.find(source.scope, *task)
                    }
                    _ => None,
                };
                let note = NoteDuty {
                    plan: instance.plan.clone(),
                    item: instance.item.clone(),
                    period: instance.period.clone(),
                    instance: instance.id,
                    definition: instance.definition.clone(),
                    to: to.clone(),
                    kind: kind.clone(),
                    institution: about.map(|task| task.institution.clone()),
                    control: about.map(|task| task.current),
                    word: source.transition.word().map(str::to_owned),
                    asked_until: about.and_then(|task| task.extension_asked),
                    on: source.on,
                };
                (Duty::Note(Box::new(note)), Some(id))
            }
            None => lost(format!("письмо {kind:?} по пункту")),
        },
    };
    let about = about(source, &duty);
    // A letter bears the date on which it may leave, whatever keeps it longer: sent again, it is the same letter.
    let run_at = match duty {
        Duty::Letter(_) | Duty::Note(_) => letter_time(work, source),
        _ => work.now,
    };
    duty.job(key, run_at, about, message_id, run_at).map_err(unwritten)
}

/// Plain records are always written; should one ever not be, nothing is done half.
#[expect(clippy::needless_pass_by_value, reason = "the form that map_err asks for")]
fn unwritten(error: StoreError) -> Refusal {
    Refusal::Unavailable { why: error.to_string() }
}

/// At once on a working day; on a day off, when people come back to work. Where no calendar reaches, at once.
fn letter_time(work: &Work<'_>, source: &Source<'_>) -> DateTime<Utc> {
    let calendar = work.catalog.calendar(&source.definition.plan);
    let day = leaves_on(&calendar, source.on);
    if day == source.on {
        work.now
    } else {
        office_midnight(day, work.catalog.zone(&source.definition.plan)) + TimeDelta::hours(TIMER_HOUR)
    }
}

/// The engine plans no effect about what is not in its scope; should it ever, somebody must learn of it.
fn lost(what: String) -> (Duty, Option<String>) {
    (Duty::Lost { what }, None)
}

fn letter(source: &Source<'_>, instance: &Instance, task: &Task, kind: LetterKind, to: Correspondent) -> LetterDuty {
    let (reported_on, control_before) = match source.transition {
        Transition::TaskAccepted { reported_on, .. } => (Some(*reported_on), None),
        Transition::ExtensionGranted { from, .. } => (None, Some(*from)),
        _ => (None, None),
    };
    LetterDuty {
        plan: instance.plan.clone(),
        item: instance.item.clone(),
        period: instance.period.clone(),
        instance: instance.id,
        definition: instance.definition.clone(),
        task: task.id,
        institution: task.institution.clone(),
        part: task.part,
        addressee: task.addressee,
        due: task.due,
        control: task.current,
        document: instance.document,
        kind,
        to,
        word: source.transition.word().map(str::to_owned),
        reported_on,
        control_before,
        asked_until: task.extension_asked,
        on: source.on,
    }
}

fn about(source: &Source<'_>, duty: &Duty) -> About {
    let (task, institution) = match duty {
        // A letter to the department about an institution is not for that institution to see.
        Duty::Letter(letter) => match &letter.to {
            Correspondent::Executor => (Some(letter.task), Some(letter.institution.clone())),
            Correspondent::Institution(key) => (Some(letter.task), Some(key.clone())),
            Correspondent::Role(_) | Correspondent::Leads => (Some(letter.task), None),
        },
        _ => (None, None),
    };
    let document = match duty {
        Duty::Render { document } => Some(*document),
        _ => source.scope.instance.as_ref().and_then(|instance| instance.document),
    };
    About {
        plan: Some(source.definition.plan.clone()),
        item: Some(source.definition.key.clone()),
        instance: Some(source.id),
        task,
        institution,
        document,
    }
}

/// The timers of everything in the scope as they now must be. One no longer needed is left to fire and be found stale.
pub fn timers(work: &Work<'_>, definition: &Definition, scope: &Scope) -> Result<Vec<Job>, Refusal> {
    let Some(instance) = &scope.instance else {
        return Ok(Vec::new());
    };
    let calendar = work.catalog.calendar(&definition.plan);
    let zone = work.catalog.zone(&definition.plan);
    let about = About {
        plan: Some(instance.plan.clone()),
        item: Some(instance.item.clone()),
        instance: Some(instance.id),
        ..About::default()
    };
    let at = |day: NaiveDate| office_midnight(day, zone) + TimeDelta::hours(TIMER_HOUR);
    let mut jobs = Vec::new();
    for task in &scope.tasks {
        let timer = next_task_timer(definition, &calendar, instance, task).map_err(|outside| Refusal::Rejected {
            code: "OUTSIDE_CALENDAR",
            message: Rejection::OutsideCalendar { year: outside.year }.to_string(),
            field: None,
        })?;
        if let Some(timer) = timer {
            let about = About {
                task: Some(task.id),
                institution: Some(task.institution.clone()),
                ..about.clone()
            };
            let duty = Duty::TaskTimer {
                task: task.id,
                rung: timer.rung,
            };
            let job = duty.job(format!("timer/{}", task.id), at(timer.on), about, None, work.now);
            jobs.push(job.map_err(unwritten)?);
        }
    }
    if let Some(timer) = next_instance_timer(definition, instance) {
        let duty = Duty::InstanceTimer {
            instance: instance.id,
            stage: timer.stage,
        };
        let job = duty.job(format!("timer/{}", instance.id), at(timer.on), about, None, work.now);
        jobs.push(job.map_err(unwritten)?);
    }
    Ok(jobs)
}
