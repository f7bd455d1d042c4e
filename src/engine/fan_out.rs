//! Entering a `report` stage: one task for each institution that the item's executors mean, each with its letter.
//!
//! Must never give an institution two tasks in one stage, nor leave an executor out in silence.

use super::effect::{Correspondent, Effect, LetterKind};
use super::event::DirectoryEntry;
use super::outcome::Outcome;
use super::rejection::Rejection;
use super::state::{Task, TaskState, Term};
use super::step::Call;
use super::timer;
use super::transition::Transition;
use crate::definition::model::{Addressee, Executor, Executors, Part, Reporting, Stage};
use crate::words::calendar::{DayOffRule, OutsideCalendar, WorkCalendar};
use crate::words::ids::{InstanceId, InstitutionKey, TaskId};
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// Issues the tasks of `stage`.
///
/// The institutions of the first executor are leads, those of all others co-executors, whose control date may be
/// earlier. An institution named twice keeps the part it was named with first.
///
/// # Errors
/// When an executor means nobody in today's directory, when no date is known, or when the stage had its tasks already.
pub fn issue_tasks(outcome: &mut Outcome<'_>, stage: &Stage, reporting: &Reporting) -> Result<(), Rejection> {
    let call = outcome.call;
    if outcome.counts_of(&stage.key).total > 0 {
        return Err(Rejection::TasksIssued {
            stage: stage.title.clone(),
        });
    }
    let instance = outcome.instance()?.id;
    let Some(term) = outcome.instance()?.term else {
        return Err(Rejection::DateFirst {
            item: call.definition.key.clone(),
        });
    };
    let meant = meant(&call, reporting, &term)?;
    for meant in meant {
        issue(outcome, stage, instance, term.due, &meant);
    }
    Ok(())
}

/// An institution that the executors of a definition mean, and what its task is to be.
pub struct Meant {
    /// Which.
    pub institution: InstitutionKey,
    /// Lead or co-executor.
    pub part: Part,
    /// Who in it is written to.
    pub addressee: Addressee,
    /// Control date of a task issued today.
    pub control: NaiveDate,
    /// Rungs of the ladder whose day has come.
    pub rungs_done: u32,
}

/// The institutions that the definition's executors mean in today's directory, each once.
///
/// # Errors
/// When an executor means nobody, or nobody is meant at all.
pub fn meant(call: &Call<'_>, reporting: &Reporting, term: &Term) -> Result<Vec<Meant>, Rejection> {
    let directory = Directory::of(call.directory);
    let rungs = timer::rungs_of(reporting);
    let mut named = HashSet::new();
    let mut meant = Vec::new();
    for (place, executor) in call.definition.executors.iter().enumerate() {
        let part = if place == 0 { Part::Lead } else { Part::CoExecutor };
        let control = control_of(call.calendar, reporting, part, term, call.on)?;
        let rungs_done = timer::rungs_passed(&rungs, call.calendar, control, call.on)?;
        for institution in directory.find(executor)? {
            if named.insert(institution) {
                meant.push(Meant {
                    institution: institution.clone(),
                    part,
                    addressee: executor.addressee,
                    control,
                    rungs_done,
                });
            }
        }
    }
    if meant.is_empty() {
        return Err(Rejection::NobodyToTask {
            executor: "исполнители не названы".to_owned(),
        });
    }
    Ok(meant)
}

/// Issues one task, with its letter.
pub fn issue(outcome: &mut Outcome<'_>, stage: &Stage, instance: InstanceId, due: NaiveDate, meant: &Meant) {
    let task = Task {
        id: TaskId::of(instance, &stage.key, &meant.institution),
        instance,
        stage: stage.key.clone(),
        institution: meant.institution.clone(),
        part: meant.part,
        addressee: meant.addressee,
        issued_on: outcome.call.on,
        due,
        control: meant.control,
        current: meant.control,
        state: TaskState::Issued,
        reports: 0,
        returns: 0,
        extension_asked: None,
        rungs_done: meant.rungs_done,
        suspended: None,
    };
    let letter = Effect::Letter {
        task: task.id,
        kind: LetterKind::Task,
        to: Correspondent::Executor,
    };
    outcome.record(Transition::TaskIssued { task });
    outcome.ask(letter);
}

/// The control date of a part. A co-executor's may not fall before the day its task is issued, nor after the lead's.
pub fn control_of(
    calendar: &WorkCalendar,
    reporting: &Reporting,
    part: Part,
    term: &Term,
    on: NaiveDate,
) -> Result<NaiveDate, OutsideCalendar> {
    if part == Part::Lead || reporting.co_executors_before_days == 0 {
        return Ok(term.control);
    }
    let days = i32::try_from(reporting.co_executors_before_days).unwrap_or(i32::MAX);
    let worked = calendar.control_date(term.control, DayOffRule::Previous)?;
    let earlier = calendar.add_working_days(worked, -days)?;
    Ok(earlier.max(on).min(term.control))
}

/// Today's institutions, by key and by kind.
struct Directory<'a> {
    keys: HashSet<&'a InstitutionKey>,
    kinds: HashMap<&'a str, Vec<&'a InstitutionKey>>,
}

impl<'a> Directory<'a> {
    fn of(entries: &'a [DirectoryEntry]) -> Self {
        let mut kinds: HashMap<&str, Vec<&InstitutionKey>> = HashMap::new();
        for entry in entries {
            kinds.entry(entry.kind.as_str()).or_default().push(&entry.key);
        }
        Self {
            keys: entries.iter().map(|entry| &entry.key).collect(),
            kinds,
        }
    }

    fn find(&self, executor: &'a Executor) -> Result<Vec<&'a InstitutionKey>, Rejection> {
        let found = match &executor.who {
            Executors::One(key) => self.known(std::slice::from_ref(key)),
            Executors::Each(keys) => self.known(keys),
            Executors::EachOfKind(kind) => self.kinds.get(kind.as_str()).cloned().unwrap_or_default(),
        };
        if found.is_empty() {
            Err(Rejection::NobodyToTask {
                executor: executor.name.clone(),
            })
        } else {
            Ok(found)
        }
    }

    fn known(&self, keys: &'a [InstitutionKey]) -> Vec<&'a InstitutionKey> {
        keys.iter().filter(|key| self.keys.contains(key)).collect()
    }
}
