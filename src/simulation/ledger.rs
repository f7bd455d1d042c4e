//! The office's books during the play: instances with their tasks, documents, journals, timers; every event goes through
//! the engine's `step` and `apply`. It does around the engine what the runtime does, in the same order.
//!
//! Must never decide what an event means, nor what people do.

use super::Play;
use super::decided::{Decided, FollowUp, ToMany};
use super::findings::Refused;
use super::record::{Happening, What, Who};
use crate::definition::model::Definition;
use crate::definition::openings::{openings, successors};
use crate::engine::directory::valid_on;
use crate::engine::event::{Actor, DirectoryEntry, Event};
use crate::engine::rejection::Rejection;
use crate::engine::sending::is_for;
use crate::engine::state::{Counts, Document, Instance, InstanceState, JournalHead, Task};
use crate::words::ids::{DocumentId, InstanceId, InstitutionKey, JournalKey, PeriodKey, RoleKey, StageKey, TaskId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

/// One instance with all its tasks. Its place in the ledger is that of its course in the simulation.
pub struct Running<'p> {
    pub play: usize,
    pub item: usize,
    pub definition: &'p Arc<Definition>,
    pub instance: Instance,
    pub opened: NaiveDate,
    pub tasks: Vec<Task>,
    places: HashMap<TaskId, usize>,
}

impl Running<'_> {
    pub fn task(&self, id: TaskId) -> Option<&Task> {
        self.tasks.get(*self.places.get(&id)?)
    }
}

/// Something that waits for its day.
pub enum Timer {
    Open { id: InstanceId, period: PeriodKey },
    Task { running: usize, task: TaskId, rung: u32 },
    Work { running: usize, stage: StageKey },
}

/// Where the definition of an instance stands.
#[derive(Clone, Copy)]
pub struct Place<'p> {
    pub play: usize,
    pub item: usize,
    pub definition: &'p Arc<Definition>,
}

/// The directory of a plan from one day to another, both inclusive.
struct Valid {
    from: NaiveDate,
    to: NaiveDate,
    entries: Rc<[DirectoryEntry]>,
}

/// The books.
pub struct Ledger<'p> {
    pub plays: &'p [Play<'p>],
    pub today: NaiveDate,
    pub running: Vec<Running<'p>>,
    by_id: HashMap<InstanceId, usize>,
    /// Every instance that the plans may have.
    pub known: HashMap<InstanceId, Place<'p>>,
    pub documents: HashMap<DocumentId, Document>,
    pub journals: HashMap<(JournalKey, i32), JournalHead>,
    timers: BTreeMap<NaiveDate, Vec<Timer>>,
    follow_ups: VecDeque<FollowUp>,
    to_many: BTreeMap<NaiveDate, Vec<ToMany>>,
    pub happenings: Vec<Happening>,
    /// Tasks issued since people last looked: place of the instance, task.
    pub issued: Vec<(usize, TaskId)>,
    pub refused: Vec<Refused>,
    directories: Vec<Option<Valid>>,
    pub institutions: HashMap<InstitutionKey, u32>,
    pub roles: HashMap<(usize, RoleKey), u32>,
}

impl<'p> Ledger<'p> {
    /// The office takes up the plans on `today`: the instances to come wait for their days.
    pub fn open(plays: &'p [Play<'p>], today: NaiveDate) -> Self {
        let mut known = HashMap::new();
        let mut timers: BTreeMap<NaiveDate, Vec<Timer>> = BTreeMap::new();
        for (at, play) in plays.iter().enumerate() {
            for (item, definition) in play.plan.items.iter().enumerate() {
                for period in definition.schedule.periods() {
                    let place = Place {
                        play: at,
                        item,
                        definition,
                    };
                    known.insert(InstanceId::of(&play.plan.key, &definition.key, period), place);
                }
            }
            for opening in openings(play.plan, today) {
                let id = InstanceId::of(&play.plan.key, &opening.definition.key, opening.period);
                let period = opening.period.clone();
                timers.entry(opening.on).or_default().push(Timer::Open { id, period });
            }
        }
        Self {
            plays,
            today,
            running: Vec::new(),
            by_id: HashMap::new(),
            known,
            documents: HashMap::new(),
            journals: HashMap::new(),
            timers,
            follow_ups: VecDeque::new(),
            to_many: BTreeMap::new(),
            happenings: Vec::new(),
            issued: Vec::new(),
            refused: Vec::new(),
            directories: plays.iter().map(|_| None).collect(),
            institutions: HashMap::new(),
            roles: HashMap::new(),
        }
    }

    pub fn place(&self, id: InstanceId) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    pub fn instance(&self, id: InstanceId) -> Option<&Instance> {
        self.running.get(self.place(id)?).map(|running| &running.instance)
    }

    /// Events of one command: all of them, or none.
    pub fn take(&mut self, events: &[(InstanceId, Event)], actor: &Actor) -> Result<(), Rejection> {
        let mut done: Vec<Decided<'p>> = Vec::with_capacity(events.len());
        for (id, event) in events {
            let before = done.last().map(|decided| &decided.scope);
            let decided = self.decide(*id, event, actor, before)?;
            done.push(decided);
        }
        for decided in done {
            self.keep(decided);
        }
        Ok(())
    }

    fn keep(&mut self, decided: Decided<'p>) {
        let Some(instance) = decided.scope.instance else { return };
        let at = if let Some(at) = self.place(instance.id) {
            self.running[at].instance = instance;
            at
        } else {
            let at = self.running.len();
            self.by_id.insert(instance.id, at);
            self.running.push(Running {
                play: decided.place.play,
                item: decided.place.item,
                definition: decided.place.definition,
                instance,
                opened: self.today,
                tasks: Vec::new(),
                places: HashMap::new(),
            });
            at
        };
        let running = &mut self.running[at];
        for task in decided.scope.tasks {
            if let Some(place) = running.places.get(&task.id) {
                running.tasks[*place] = task;
            } else {
                running.places.insert(task.id, running.tasks.len());
                self.issued.push((at, task.id));
                running.tasks.push(task);
            }
        }
        if let Some(document) = decided.scope.document {
            self.documents.insert(document.id, document);
        }
        if let Some(head) = decided.scope.journal {
            self.journals.insert((head.journal.clone(), head.year), head);
        }
        for (on, timer) in decided.timers {
            self.timers.entry(on).or_default().push(timer);
        }
        self.happenings.extend(decided.happenings);
        self.follow_ups.extend(decided.follow_ups);
        for note in decided.to_many {
            self.to_many.entry(note.on).or_default().push(note);
        }
    }

    /// Does everything that is due now, and what follows from it: what the runtime's dispatcher does.
    pub fn drain(&mut self) {
        loop {
            while let Some(follow_up) = self.follow_ups.pop_front() {
                self.follow(follow_up);
            }
            let Some(first) = self.timers.first_entry().filter(|entry| *entry.key() <= self.today) else {
                break;
            };
            for timer in first.remove() {
                self.fire(&timer);
            }
        }
        while let Some(first) = self.to_many.first_entry().filter(|entry| *entry.key() <= self.today) {
            for note in first.remove() {
                self.write_to_each(&note);
            }
        }
    }

    fn fire(&mut self, timer: &Timer) {
        let (id, event) = match timer {
            Timer::Open { id, period } => (*id, Event::Open { period: period.clone() }),
            Timer::Task { running, task, rung } => {
                let event = Event::TaskTimer {
                    task: *task,
                    rung: *rung,
                };
                (self.running[*running].instance.id, event)
            }
            Timer::Work { running, stage } => {
                let event = Event::InstanceTimer { stage: stage.clone() };
                (self.running[*running].instance.id, event)
            }
        };
        self.tell(id, event);
    }

    fn follow(&mut self, follow_up: FollowUp) {
        match follow_up {
            FollowUp::TellSuccessors(at) => {
                let running = &self.running[at];
                let (item, period) = (running.instance.item.clone(), running.instance.period.clone());
                let plan = self.plays[running.play].plan;
                let told: Vec<InstanceId> = successors(plan, &item, &period)
                    .map(|definition| InstanceId::of(&plan.key, &definition.key, &period))
                    .collect();
                for id in told {
                    self.tell(id, Event::PredecessorReleased { item: item.clone() });
                }
            }
            FollowUp::AskPredecessors(at) => {
                let running = &self.running[at];
                let (id, instance) = (running.instance.id, &running.instance);
                let released = running.definition.after.iter().filter(|item| {
                    let before = InstanceId::of(&instance.plan, item, &instance.period);
                    let before = self.instance(before).map(|before| &before.state);
                    matches!(before, Some(InstanceState::Released { .. }))
                });
                let released: Vec<_> = released.cloned().collect();
                for item in released {
                    self.tell(id, Event::PredecessorReleased { item });
                }
            }
            FollowUp::Withdraw { running, stage, basis } => {
                let id = self.running[running].instance.id;
                let unfinished = self.running[running].tasks.iter().filter(|task| {
                    Counts::of(task).unfinished() > 0 && stage.as_ref().is_none_or(|stage| task.stage == *stage)
                });
                let unfinished: Vec<TaskId> = unfinished.map(|task| task.id).collect();
                for task in unfinished {
                    let basis = basis.clone();
                    self.tell(id, Event::CancelTask { task, basis });
                }
            }
        }
    }

    /// An event of the product's own. One that no longer applies changes nothing.
    fn tell(&mut self, id: InstanceId, event: Event) {
        let opening = matches!(event, Event::Open { .. });
        match self.take(&[(id, event)], &Actor::System) {
            Ok(()) | Err(Rejection::Stale | Rejection::NotOpen | Rejection::AlreadyOpen | Rejection::Closed { .. }) => {
            }
            Err(rejection) => self.refuse(
                id,
                if opening {
                    "начать пункт"
                } else {
                    "продолжить пункт"
                },
                &rejection,
            ),
        }
    }

    /// Somebody could not do what he had to; told once for each instance and reason.
    pub fn refuse(&mut self, id: InstanceId, act: &'static str, rejection: &Rejection) {
        let why = rejection.to_string();
        if self
            .refused
            .iter()
            .all(|known| known.instance != id || known.why != why)
        {
            self.refused.push(Refused {
                instance: id,
                on: self.today,
                act,
                why,
            });
        }
    }

    fn write_to_each(&mut self, note: &ToMany) {
        let mut named = std::collections::BTreeSet::new();
        let tasks = self.running[note.running].tasks.iter();
        let keys: Vec<InstitutionKey> = tasks
            .filter(|task| is_for(&note.to, task))
            .map(|task| task.institution.clone())
            .filter(|key| named.insert(key.clone()))
            .collect();
        for key in keys {
            let who = self.institution(&key);
            let course = u32::try_from(note.running).unwrap_or(u32::MAX);
            let what = What::Letter(note.mail);
            self.happenings.push(Happening {
                on: note.on,
                course,
                what,
                who,
            });
        }
    }

    /// The place of an institution in the simulation.
    pub fn institution(&mut self, key: &InstitutionKey) -> Who {
        let next = u32::try_from(self.institutions.len()).unwrap_or(u32::MAX);
        if let Some(at) = self.institutions.get(key) {
            return Who::Institution(*at);
        }
        self.institutions.insert(key.clone(), next);
        Who::Institution(next)
    }

    /// The place of a plan's role in the simulation.
    pub fn role(&mut self, play: usize, role: &RoleKey) -> Who {
        let next = u32::try_from(self.roles.len()).unwrap_or(u32::MAX);
        Who::Role(*self.roles.entry((play, role.clone())).or_insert(next))
    }

    /// Institutions of the plan valid today.
    pub fn directory(&mut self, play: usize) -> Rc<[DirectoryEntry]> {
        let today = self.today;
        if let Some(valid) = self.directories[play]
            .as_ref()
            .filter(|valid| valid.from <= today && today <= valid.to)
        {
            return Rc::clone(&valid.entries);
        }
        let rows = self.plays[play].plan.institutions.iter();
        let begins = rows.clone().filter_map(|row| row.valid_from);
        let ends = rows.filter_map(|row| row.valid_to?.succ_opt());
        let changes: Vec<NaiveDate> = begins.chain(ends).collect();
        let earlier = changes.iter().filter(|day| **day <= today).max();
        let later = changes.iter().filter(|day| **day > today).min();
        let entries: Rc<[DirectoryEntry]> = valid_on(self.plays[play].plan, today).into();
        self.directories[play] = Some(Valid {
            from: earlier.copied().unwrap_or(NaiveDate::MIN),
            to: later.and_then(NaiveDate::pred_opt).unwrap_or(NaiveDate::MAX),
            entries: Rc::clone(&entries),
        });
        entries
    }
}
