//! What one event comes to: the scope after it, what happens on which day, and what follows.
//!
//! Must never change the books: a refused command leaves no trace.

use super::ledger::{Ledger, Place, Timer};
use super::record::{Happening, Mail, What, Who};
use crate::engine::apply::Positions;
use crate::engine::effect::{Correspondent, Effect};
use crate::engine::event::{Actor, Event};
use crate::engine::needs::Needs;
use crate::engine::rejection::Rejection;
use crate::engine::sending::leaves_on;
use crate::engine::state::{JournalHead, Scope};
use crate::engine::step::{Call, step};
use crate::engine::timer::{next_instance_timer, next_task_timer};
use crate::engine::transition::Transition;
use crate::words::ids::{InstanceId, JournalKey, StageKey};
use chrono::NaiveDate;

/// What an event comes to.
pub struct Decided<'p> {
    pub place: Place<'p>,
    pub scope: Scope,
    pub happenings: Vec<Happening>,
    pub timers: Vec<(NaiveDate, Timer)>,
    pub follow_ups: Vec<FollowUp>,
    pub to_many: Vec<ToMany>,
}

/// What must be done next; instances by their places.
pub enum FollowUp {
    TellSuccessors(usize),
    AskPredecessors(usize),
    Withdraw {
        running: usize,
        stage: Option<StageKey>,
        basis: String,
    },
}

/// A letter that becomes one for each institution that has a task in the instance when it leaves.
pub struct ToMany {
    pub on: NaiveDate,
    pub running: usize,
    pub to: Correspondent,
    pub mail: Mail,
}

impl<'p> Ledger<'p> {
    /// Decides one event; `before` is the scope after the event before it in the same command.
    pub fn decide(
        &mut self,
        id: InstanceId,
        event: &Event,
        actor: &Actor,
        before: Option<&Scope>,
    ) -> Result<Decided<'p>, Rejection> {
        let place = *self.known.get(&id).ok_or(Rejection::NotOpen)?;
        let directory = self.directory(place.play);
        let mut scope = self.scope(id, place, event, actor, before);
        let call = Call {
            definition: place.definition,
            calendar: self.plays[place.play].calendar,
            directory: &directory,
            actor,
            on: self.today,
        };
        let step = step(&call, &scope, event)?;
        let mut positions = Positions::of(&scope);
        let mut decided = Decided {
            place,
            scope: Scope::default(),
            happenings: Vec::new(),
            timers: Vec::new(),
            follow_ups: Vec::new(),
            to_many: Vec::new(),
        };
        let at = self.place(id).unwrap_or(self.running.len());
        for (transition, effects) in step.parts() {
            positions.apply(&mut scope, transition);
            self.happens(&mut decided, at, transition, &scope, &positions);
            for planned in effects {
                self.follows(&mut decided, at, &planned.effect, &scope, &positions);
            }
        }
        decided.timers = self.timers_of(place, at, &scope)?;
        decided.scope = scope;
        Ok(decided)
    }

    fn scope(&self, id: InstanceId, place: Place<'_>, event: &Event, actor: &Actor, before: Option<&Scope>) -> Scope {
        let running = self.place(id).map(|at| &self.running[at]);
        let instance = running.map(|running| running.instance.clone());
        let needs = Needs::of(event, actor, place.definition, instance.as_ref(), self.today);
        let mut tasks = Vec::new();
        if let Some(running) = running {
            tasks.extend(needs.task.and_then(|task| running.task(task)).cloned());
            if !needs.tasks_of.is_empty() {
                let beside = running
                    .tasks
                    .iter()
                    .filter(|task| needs.tasks_of.contains(&task.institution));
                tasks.extend(beside.filter(|task| Some(task.id) != needs.task).cloned());
            }
        }
        let document = needs
            .document
            .or(instance.as_ref().and_then(|instance| instance.document));
        let staged = before
            .and_then(|scope| scope.document.as_ref())
            .filter(|staged| Some(staged.id) == document);
        let document = staged.or_else(|| self.documents.get(&document?)).cloned();
        let head = needs.journal.map(|(journal, year)| {
            let staged = before.and_then(|scope| scope.journal.as_ref());
            let staged = staged
                .filter(|head| head.journal == journal && head.year == year)
                .cloned();
            staged.unwrap_or_else(|| self.head(journal, year))
        });
        Scope {
            instance,
            tasks,
            document,
            journal: head,
            around: None,
        }
    }

    /// The head of a journal; what plans say was used on paper is used.
    fn head(&self, journal: JournalKey, year: i32) -> JournalHead {
        let series = (journal, year);
        if let Some(head) = self.journals.get(&series) {
            return head.clone();
        }
        let of_plan = |play: &super::Play<'_>| play.plan.rules.journals.get(&series.0)?.last_used.get(&year).copied();
        let last = self.plays.iter().filter_map(of_plan).max().unwrap_or(0);
        JournalHead {
            journal: series.0,
            year,
            last,
            last_on: None,
        }
    }

    fn happens(
        &mut self,
        decided: &mut Decided<'_>,
        at: usize,
        transition: &Transition,
        scope: &Scope,
        positions: &Positions,
    ) {
        let today = self.today;
        let task = transition.task().and_then(|task| positions.find(scope, task));
        let who = task.map_or(Who::Nobody, |task| self.institution(&task.institution));
        let (on, what) = match transition {
            Transition::Opened { term, .. } => {
                if let Some(term) = term {
                    decided.happens(term.control, at, What::Control, Who::Nobody);
                }
                (today, What::Opened)
            }
            Transition::DateSupplied { term, .. } => (term.control, What::Control),
            Transition::DocumentIssued { .. } => (today, What::Drafted),
            Transition::DocumentRegistered { .. } => (today, What::Registered),
            Transition::TaskIssued { task } => {
                let who = self.institution(&task.institution);
                return decided.happens(task.current, at, What::Due, who);
            }
            Transition::TaskReported { .. } => (today, What::Reported),
            Transition::TaskAccepted { .. } => (today, What::Accepted),
            Transition::TaskCancelled { .. } => (today, What::Withdrawn),
            Transition::Released { .. } => (today, What::Released),
            _ => return,
        };
        decided.happens(on, at, what, who);
    }

    fn follows(&mut self, decided: &mut Decided<'_>, at: usize, effect: &Effect, scope: &Scope, positions: &Positions) {
        let play = decided.place.play;
        match effect {
            Effect::Render { .. } => {}
            Effect::TellSuccessors => decided.follow_ups.push(FollowUp::TellSuccessors(at)),
            Effect::AskPredecessors => decided.follow_ups.push(FollowUp::AskPredecessors(at)),
            Effect::WithdrawRest { stage, basis } => decided.follow_ups.push(FollowUp::Withdraw {
                running: at,
                stage: stage.clone(),
                basis: basis.clone(),
            }),
            Effect::Letter { task, kind, to } => {
                let executor = positions.find(scope, *task).map(|task| &task.institution);
                let key = match to {
                    Correspondent::Institution(key) => Some(key),
                    _ => executor,
                };
                let who = match (to, key) {
                    (Correspondent::Role(role), _) => self.role(play, role),
                    (_, Some(key)) => self.institution(key),
                    (_, None) => Who::Nobody,
                };
                let on = leaves_on(self.plays[play].calendar, self.today);
                decided.happens(on, at, What::Letter(Mail::of_letter(*kind, to)), who);
            }
            Effect::Note { to, kind } => {
                let on = leaves_on(self.plays[play].calendar, self.today);
                let mail = Mail::of_note(kind);
                let who = match to {
                    Correspondent::Institution(key) => self.institution(key),
                    Correspondent::Role(role) => self.role(play, role),
                    Correspondent::Executor | Correspondent::Leads => {
                        let to = to.clone();
                        return decided.to_many.push(ToMany {
                            on,
                            running: at,
                            to,
                            mail,
                        });
                    }
                };
                decided.happens(on, at, What::Letter(mail), who);
            }
        }
    }

    /// The timers of everything in the scope as they now must be; one no longer needed fires and is found stale.
    fn timers_of(&self, place: Place<'_>, at: usize, scope: &Scope) -> Result<Vec<(NaiveDate, Timer)>, Rejection> {
        let Some(instance) = &scope.instance else {
            return Ok(Vec::new());
        };
        let calendar = self.plays[place.play].calendar;
        let mut timers = Vec::new();
        for task in &scope.tasks {
            if let Some(timer) = next_task_timer(place.definition, calendar, instance, task)? {
                let rung = timer.rung;
                timers.push((
                    timer.on,
                    Timer::Task {
                        running: at,
                        task: task.id,
                        rung,
                    },
                ));
            }
        }
        if let Some(timer) = next_instance_timer(place.definition, instance) {
            timers.push((
                timer.on,
                Timer::Work {
                    running: at,
                    stage: timer.stage,
                },
            ));
        }
        Ok(timers)
    }
}

impl Decided<'_> {
    fn happens(&mut self, on: NaiveDate, at: usize, what: What, who: Who) {
        let course = u32::try_from(at).unwrap_or(u32::MAX);
        self.happenings.push(Happening { on, course, what, who });
    }
}
