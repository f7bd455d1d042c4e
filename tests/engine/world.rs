//! A department in memory: its items, documents, journals and days. It does for the engine what the product does around
//! it — loads what an event needs, follows documents, withdraws tasks, fires timers — and after every event checks what
//! must always hold.

use crate::checks::{check_running, check_step};
use crate::items::{CALENDAR, clerk, directory, head, item, of, period};
use crate::lines;
use chrono::{Datelike, NaiveDate};
use prikaz::definition::journal::Numbered;
use prikaz::definition::model::{Definition, Reporting};
use prikaz::engine::apply::{apply, apply_all};
use prikaz::engine::effect::Effect;
use prikaz::engine::event::{Actor, DirectoryEntry, DocumentReturn, Event, FileRef, Report};
use prikaz::engine::needs::Needs;
use prikaz::engine::paper::{Around, Does, Entry, Mark, TasksOfCancelled};
use prikaz::engine::rejection::Rejection;
use prikaz::engine::state::{Document, DocumentState, Instance, InstanceState, JournalHead, Scope, Task, TaskState};
use prikaz::engine::step::{Call, Step, step};
use prikaz::engine::timer::{next_instance_timer, next_task_timer};
use prikaz::engine::transition::Transition;
use prikaz::words::ids::{DocumentId, InstanceId, InstitutionKey, ItemKey, JournalKey, TaskId};
use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write;
use std::sync::Arc;

/// One item at work.
#[derive(Debug, Clone)]
pub struct Running {
    pub instance: Instance,
    pub tasks: Vec<Task>,
    pub history: Vec<Transition>,
}

/// The department.
#[derive(Debug, Clone)]
pub struct World {
    pub items: BTreeMap<ItemKey, Arc<Definition>>,
    pub running: BTreeMap<ItemKey, Running>,
    pub documents: BTreeMap<DocumentId, Document>,
    pub journals: BTreeMap<(JournalKey, i32), JournalHead>,
    pub numbers: BTreeMap<(JournalKey, i32, u64), DocumentId>,
    /// What stands in each journal of a year, by place.
    pub entries: BTreeMap<(JournalKey, i32), BTreeMap<u64, Entry>>,
    pub directory: Vec<DirectoryEntry>,
    pub today: NaiveDate,
    /// Reminders sent: task, control date, rung, day.
    pub reminders: Vec<(TaskId, NaiveDate, u32, NaiveDate)>,
    story: String,
}

impl World {
    pub fn new(today: &str, schools: usize, items: Vec<Definition>) -> Self {
        Self {
            items: items
                .into_iter()
                .map(|item| (item.key.clone(), Arc::new(item)))
                .collect(),
            running: BTreeMap::new(),
            documents: BTreeMap::new(),
            journals: BTreeMap::new(),
            numbers: BTreeMap::new(),
            entries: BTreeMap::new(),
            directory: directory(schools),
            today: crate::items::day(today),
            reminders: Vec::new(),
            story: String::new(),
        }
    }

    /// What has been told since the last call.
    pub fn story(&mut self) -> String {
        std::mem::take(&mut self.story)
    }

    /// Forgets what has been told so far.
    pub fn quietly(&mut self) -> &mut Self {
        self.story.clear();
        self
    }

    /// Item 4.1 with its tasks issued to so many schools on 11 April.
    pub fn at_work(schools: usize, reporting: Reporting) -> Self {
        let stages = crate::items::reports_only(reporting);
        let mut world = Self::new(
            "2022-04-11",
            schools,
            vec![item("4.1", "2022-05-15", vec![crate::items::schools()], stages)],
        );
        world.open("4.1").quietly();
        world
    }

    pub fn instance(&self, item: &str) -> &Instance {
        &self.running[&ItemKey::from(item)].instance
    }

    pub fn task(&self, item: &str, institution: &str) -> &Task {
        let tasks = &self.running[&ItemKey::from(item)].tasks;
        let stage = &self.running[&ItemKey::from(item)].instance.stage;
        let mine = |task: &&Task| task.institution == InstitutionKey::from(institution);
        let here = tasks.iter().filter(mine).find(|task| task.stage == *stage);
        here.or_else(|| tasks.iter().find(mine))
            .expect("a task of this institution")
    }

    pub fn open(&mut self, item: &str) -> &mut Self {
        self.told(item, &clerk(), Event::Open { period: period() })
    }

    pub fn issue(&mut self, item: &str, document: &str) -> &mut Self {
        self.told(
            item,
            &clerk(),
            Event::Issue {
                document: DocumentId::of(document),
            },
        )
    }

    pub fn approve(&mut self, item: &str, document: &str, actor: &Actor) -> &mut Self {
        self.told(
            item,
            actor,
            Event::Approve {
                document: DocumentId::of(document),
            },
        )
    }

    /// Opens, issues and has the head sign.
    pub fn order(&mut self, item: &str) -> &mut Self {
        self.open(item).issue(item, item).approve(item, item, &head())
    }

    pub fn report(&mut self, item: &str, institution: &str, report: Report) -> &mut Self {
        let task = self.task(item, institution).id;
        self.told(item, &of(institution), Event::Report { task, report })
    }

    pub fn accept(&mut self, item: &str, institution: &str) -> &mut Self {
        let task = self.task(item, institution).id;
        self.told(
            item,
            &clerk(),
            Event::Accept {
                task,
                note: String::new(),
            },
        )
    }

    pub fn return_report(&mut self, item: &str, institution: &str, reason: &str) -> &mut Self {
        let task = self.task(item, institution).id;
        self.told(
            item,
            &clerk(),
            Event::Return {
                task,
                reason: reason.to_owned(),
            },
        )
    }

    /// Acts, and tells what came of it, a refusal included.
    #[expect(clippy::needless_pass_by_value, reason = "stories read better without ampersands")]
    pub fn told(&mut self, item: &str, actor: &Actor, event: Event) -> &mut Self {
        if let Err(rejection) = self.act(&item.into(), actor, &event) {
            writeln!(self.story, "refused: {rejection}").expect("a string takes text");
        }
        self
    }

    /// Acts, and lets the product do what follows of itself.
    pub fn act(&mut self, item: &ItemKey, actor: &Actor, event: &Event) -> Result<(), Rejection> {
        let mut waiting = VecDeque::new();
        let first = self.take(item, actor, event)?;
        self.follow_up(item, event, &first, &mut waiting);
        while let Some((item, event)) = waiting.pop_front() {
            match self.take(&item, &Actor::System, &event) {
                Ok(step) => self.follow_up(&item, &event, &step, &mut waiting),
                Err(Rejection::Stale | Rejection::NotOpen) => {}
                Err(other) => {
                    writeln!(self.story, "{item}: refused to the system: {other}").expect("a string takes text");
                }
            }
        }
        Ok(())
    }

    /// Lets days pass up to and including `day`, with their timers.
    pub fn pass_to(&mut self, day: &str) -> &mut Self {
        let last = crate::items::day(day);
        while self.today < last {
            self.today = self.today.succ_opt().expect("a next day");
            self.fire_timers();
        }
        self
    }

    /// Jumps to a day without firing anything in between: the process was down.
    pub fn wake_on(&mut self, day: &str) -> &mut Self {
        self.today = crate::items::day(day);
        self.fire_timers();
        self
    }

    pub fn fire_timers(&mut self) {
        let keys: Vec<ItemKey> = self.running.keys().cloned().collect();
        for key in keys {
            self.fire_instance_timer(&key);
            if CALENDAR.is_working(self.today).expect("a year of the calendar") {
                self.fire_task_timers(&key);
            }
        }
    }

    fn fire_instance_timer(&mut self, key: &ItemKey) {
        let timer = next_instance_timer(&self.items[key], &self.running[key].instance);
        if let Some(timer) = timer.filter(|timer| timer.on <= self.today) {
            let event = Event::InstanceTimer { stage: timer.stage };
            let refused = self.act(key, &Actor::System, &event).err();
            assert_ne!(refused, Some(Rejection::Stale), "a timer that is due is not stale");
        }
    }

    fn fire_task_timers(&mut self, key: &ItemKey) {
        for place in 0..self.running[key].tasks.len() {
            loop {
                let Running { instance, tasks, .. } = &self.running[key];
                let (task, current) = (tasks[place].id, tasks[place].current);
                let timer = next_task_timer(&self.items[key], &CALENDAR, instance, &tasks[place]);
                let Some(timer) = timer
                    .expect("a year of the calendar")
                    .filter(|timer| timer.on <= self.today)
                else {
                    break;
                };
                assert!(
                    CALENDAR.is_working(timer.on).expect("a year of the calendar"),
                    "a timer on a day off: {timer:?}"
                );
                let event = Event::TaskTimer { task, rung: timer.rung };
                self.act(key, &Actor::System, &event)
                    .expect("a timer that is due is not refused");
                let again = self.act(key, &Actor::System, &event);
                assert_eq!(again, Err(Rejection::Stale), "a timer fired twice must do nothing");
                let rung = self.running[key].tasks[place].rungs_done - 1;
                let sent = (task, current, rung, self.today);
                let before = self
                    .reminders
                    .iter()
                    .any(|(t, c, r, _)| (*t, *c, *r) == (task, current, rung));
                assert!(!before, "a rung was done twice for one control date: {sent:?}");
                self.reminders.push(sent);
            }
        }
    }

    /// One event on one instance: decided on what it needs, and checked against all there is.
    pub fn take(&mut self, item: &ItemKey, actor: &Actor, event: &Event) -> Result<Step, Rejection> {
        let definition = Arc::clone(&self.items[item]);
        let call = Call {
            definition: &definition,
            calendar: &CALENDAR,
            directory: &self.directory,
            actor,
            on: self.today,
        };
        let mut narrow = self.scope(item, actor, event);
        let mut whole = narrow.clone();
        if let Some(running) = self.running.get(item) {
            whole.tasks.clone_from(&running.tasks);
        }
        let decided = step(&call, &narrow, event);
        assert_eq!(
            decided,
            step(&call, &whole, event),
            "what is not needed must not matter: {event:?}"
        );
        let step = decided?;
        check_step(event, &step);
        if let Some(Running { instance, .. }) = self.running.get(item) {
            let open = instance.state == InstanceState::Active;
            let harmless = matches!(
                event,
                Event::CancelTask { .. }
                    | Event::DocumentRendered { .. }
                    | Event::CancelDocument { .. }
                    | Event::RegisterAgain { .. }
                    | Event::FollowRegisteredAgain { .. }
                    | Event::VoidNumber { .. }
                    | Event::AttachToDocument { .. }
            ) || step.transitions.is_empty();
            assert!(open || harmless, "a closed instance took {event:?}");
        }
        step.transitions
            .iter()
            .for_each(|transition| apply(&mut narrow, transition));
        apply_all(&mut whole, &step.transitions);
        assert_eq!(
            (&narrow.instance, &narrow.document, &narrow.journal),
            (&whole.instance, &whole.document, &whole.journal)
        );
        assert!(
            narrow.tasks.iter().all(|task| whole.tasks.contains(task)),
            "both ways lead to the same tasks"
        );
        self.keep(item, whole, &step);
        self.tell(item, &step);
        Ok(step)
    }

    /// What the product would load for the event.
    fn scope(&self, item: &ItemKey, actor: &Actor, event: &Event) -> Scope {
        let running = self.running.get(item);
        let instance = running.map(|running| running.instance.clone());
        let needs = Needs::of(event, actor, &self.items[item], instance.as_ref(), self.today);
        let tasks = running.map_or(&[][..], |running| &running.tasks);
        let needed = |task: &&Task| needs.task == Some(task.id) || needs.tasks_of.contains(&task.institution);
        let document = needs.document.or_else(|| instance.as_ref()?.document);
        Scope {
            tasks: tasks.iter().filter(needed).cloned().collect(),
            document: document.and_then(|id| self.documents.get(&id).cloned()),
            around: self.around(item, event, needs.journal.as_ref()),
            journal: needs.journal.map(|(journal, year)| {
                let known = self.journals.get(&(journal.clone(), year)).cloned();
                known.unwrap_or(JournalHead {
                    journal,
                    year,
                    last: 0,
                    last_on: None,
                })
            }),
            instance,
        }
    }

    /// What stands about the number that is given by hand.
    fn around(&self, item: &ItemKey, event: &Event, series: Option<&(JournalKey, i32)>) -> Option<Around> {
        let (Event::RegisterByHand { number, .. } | Event::RegisterAgain { number, .. }) = event else {
            return None;
        };
        let (journal, year) = series?;
        let numbered = self.items[item].rules.journals[journal].read(*year, number)?;
        let place = numbered.place();
        let none = BTreeMap::new();
        let entries = self.entries.get(&(journal.clone(), *year)).unwrap_or(&none);
        let dated = |entry: &&Entry| entry.date.is_some();
        Some(Around {
            journal: Some(journal.clone()),
            year: *year,
            place,
            before: entries.range(..place).map(|(_, entry)| entry).rfind(dated).cloned(),
            at: entries.get(&place).cloned(),
            after: entries.range(place + 1..).map(|(_, entry)| entry).find(dated).cloned(),
        })
    }

    /// A number that is used or void once is so for good.
    fn enter(&mut self, transition: &Transition) {
        match transition {
            Transition::DocumentRegistered { document, registration }
            | Transition::DocumentRegisteredAgain {
                document, registration, ..
            } => {
                let (journal, year) = (registration.journal.clone(), registration.date.year());
                let place = registration.numbered().place();
                let first = *self.numbers.entry((journal.clone(), year, place)).or_insert(*document);
                assert_eq!(first, *document, "number {} was given twice", registration.number);
                let entry = Entry {
                    numbered: registration.numbered(),
                    number: registration.number.clone(),
                    date: Some(registration.date),
                    void: None,
                };
                self.entries.entry((journal, year)).or_default().insert(place, entry);
            }
            Transition::NumbersVoided {
                journal,
                year,
                first,
                last,
                reason,
                ..
            } => {
                for sequence in *first..=*last {
                    let numbered = Numbered::from(sequence);
                    let entry = Entry {
                        numbered,
                        number: sequence.to_string(),
                        date: None,
                        void: Some(reason.clone()),
                    };
                    let entries = self.entries.entry((journal.clone(), *year)).or_default();
                    let before = entries.insert(numbered.place(), entry);
                    assert_eq!(before, None, "number {sequence} was used before it was void");
                }
            }
            _ => {}
        }
    }

    fn keep(&mut self, item: &ItemKey, scope: Scope, step: &Step) {
        let instance = scope.instance.expect("an accepted event leaves an instance");
        let mut history = self.running.remove(item).map_or(Vec::new(), |running| running.history);
        history.extend(step.transitions.iter().cloned());
        step.transitions.iter().for_each(|transition| self.enter(transition));
        if let Some(document) = scope.document {
            self.documents.insert(document.id, document);
        }
        if let Some(head) = scope.journal {
            self.journals.insert((head.journal.clone(), head.year), head);
        }
        self.running.insert(
            item.clone(),
            Running {
                instance,
                tasks: scope.tasks,
                history,
            },
        );
    }

    fn follow_up(&self, item: &ItemKey, event: &Event, step: &Step, waiting: &mut VecDeque<(ItemKey, Event)>) {
        let moved = step
            .transitions
            .iter()
            .filter(|_| !matches!(event, Event::FollowDocument { .. }));
        for (document, returned) in moved.filter_map(document_moved) {
            for other in self.served_by(document).into_iter().filter(|other| other != item) {
                waiting.push_back((
                    other,
                    Event::FollowDocument {
                        document,
                        returned: returned.clone(),
                    },
                ));
            }
        }
        for transition in &step.transitions {
            self.cancel_linked(transition, event, waiting);
            self.follow_again(item, transition, event, waiting);
        }
        for planned in &step.effects {
            self.do_effect(item, &planned.effect, waiting);
        }
    }

    /// What a registered document cancels loses its force in every instance that it serves.
    fn cancel_linked(&self, transition: &Transition, event: &Event, waiting: &mut VecDeque<(ItemKey, Event)>) {
        let (document, registration, instead_of) = match transition {
            Transition::DocumentRegistered { document, registration } => (document, registration, None),
            Transition::DocumentRegisteredAgain {
                document,
                instead_of,
                registration,
            } => (document, registration, Some(*instead_of)),
            _ => return,
        };
        if matches!(
            event,
            Event::FollowDocument { .. } | Event::FollowRegisteredAgain { .. }
        ) {
            return;
        }
        let mark = Mark::CancelledBy {
            document: *document,
            kind: "приказ".to_owned(),
            number: registration.number.clone(),
            date: registration.date,
            instead_of,
        };
        for link in self.documents[document].links.iter().filter(|link| link.does.cancels()) {
            let Some(id) = link.to.document() else { continue };
            let corrected = |known: &DocumentState| matches!(known, DocumentState::Cancelled { mark: Some(known), .. } if mark.corrects(known));
            if instead_of.is_some() && !corrected(&self.documents[&id].state) {
                continue;
            }
            let tasks = if link.does == Does::CancelsWithTasks {
                TasksOfCancelled::Withdrawn
            } else {
                TasksOfCancelled::RunOn
            };
            for served in self.served_by(id) {
                let event = Event::CancelDocument {
                    document: id,
                    mark: mark.clone(),
                    tasks,
                };
                waiting.push_back((served, event));
            }
        }
    }

    /// The other instances of a document that was registered again follow it.
    fn follow_again(
        &self,
        item: &ItemKey,
        transition: &Transition,
        event: &Event,
        waiting: &mut VecDeque<(ItemKey, Event)>,
    ) {
        let (
            Transition::DocumentRegisteredAgain {
                document,
                instead_of,
                registration,
            },
            Event::RegisterAgain { .. },
        ) = (transition, event)
        else {
            return;
        };
        for other in self.served_by(*document).into_iter().filter(|other| other != item) {
            let follow = Event::FollowRegisteredAgain {
                instead_of: *instead_of,
                document: *document,
                registration: registration.clone(),
            };
            waiting.push_back((other, follow));
        }
    }

    fn do_effect(&self, item: &ItemKey, effect: &Effect, waiting: &mut VecDeque<(ItemKey, Event)>) {
        match effect {
            Effect::WithdrawRest { stage, basis } => {
                let here = |task: &&Task| stage.as_ref().is_none_or(|stage| task.stage == *stage);
                for task in self.running[item]
                    .tasks
                    .iter()
                    .filter(here)
                    .filter(|task| is_unfinished(task))
                {
                    waiting.push_back((
                        item.clone(),
                        Event::CancelTask {
                            task: task.id,
                            basis: basis.clone(),
                        },
                    ));
                }
            }
            Effect::TellSuccessors => {
                for (key, definition) in &self.items {
                    if definition.after.contains(item) {
                        waiting.push_back((key.clone(), Event::PredecessorReleased { item: item.clone() }));
                    }
                }
            }
            Effect::AskPredecessors => {
                for before in &self.items[item].after {
                    let state = self.running.get(before).map(|running| &running.instance.state);
                    if matches!(state, Some(InstanceState::Released { .. })) {
                        waiting.push_back((item.clone(), Event::PredecessorReleased { item: before.clone() }));
                    }
                }
            }
            Effect::Render { document } => {
                for served in self.served_by(*document) {
                    waiting.push_back((served, rendered(*document)));
                }
            }
            Effect::Letter { .. } | Effect::Note { .. } => {}
        }
    }

    fn served_by(&self, document: DocumentId) -> Vec<ItemKey> {
        let serves = self
            .documents
            .get(&document)
            .map_or(&[][..], |document| &document.serves);
        let item = |id: &InstanceId| self.running.iter().find(|(_, running)| running.instance.id == *id);
        serves.iter().filter_map(item).map(|(key, _)| key.clone()).collect()
    }

    fn tell(&mut self, item: &ItemKey, step: &Step) {
        let tasks = &self.running[item].tasks;
        let names = tasks
            .iter()
            .map(|task| (task.id, task.institution.to_string()))
            .collect();
        let several = if self.items.len() > 1 {
            format!("{item}: ")
        } else {
            String::new()
        };
        for (index, transition) in step.transitions.iter().enumerate() {
            writeln!(self.story, "{several}{}", lines::transition(transition, &names)).expect("a string takes text");
            for planned in step.effects.iter().filter(|planned| planned.after == index) {
                writeln!(self.story, "  -> {}", lines::effect(&planned.effect, &names)).expect("a string takes text");
            }
        }
    }

    /// What must hold of every instance at any time.
    pub fn check(&self) {
        for running in self.running.values() {
            check_running(running);
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.check();
        }
    }
}

fn document_moved(transition: &Transition) -> Option<(DocumentId, Option<DocumentReturn>)> {
    match transition {
        Transition::DocumentIssued { document } | Transition::DocumentRegistered { document, .. } => {
            Some((*document, None))
        }
        Transition::DocumentReturned { document, role, reason } => Some((
            *document,
            Some(DocumentReturn {
                role: role.clone(),
                reason: reason.clone(),
            }),
        )),
        _ => None,
    }
}

fn rendered(document: DocumentId) -> Event {
    let hash = "0".repeat(64);
    let file = FileRef {
        name: "приказ.docx".to_owned(),
        sha256: hash.clone(),
        size: 1,
    };

    Event::DocumentRendered {
        document,
        file,
        content_sha256: hash.clone(),
        context_sha256: hash.clone(),
        template_sha256: hash,
    }
}

pub fn is_unfinished(task: &Task) -> bool {
    !matches!(task.state, TaskState::Accepted { .. } | TaskState::Cancelled { .. })
}
