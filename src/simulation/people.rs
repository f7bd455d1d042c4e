//! People as they are played, on working days only:
//!
//! - 08:00 periods open and reminders leave, as always, on every day;
//! - 10:00 the department signs what was drafted on an earlier day, drafts orders in time, answers reports of earlier
//!   days, supplies the dates it is assumed to know, releases from control what waits for that;
//! - 14:00 executors report: on the control date, or late; at once when the task came after it;
//! - 16:00 leads accept what their co-executors reported and, with the last of them, report themselves.
//!
//! Must never do what the engine refuses: a refusal is told as a finding, and tried again on the next working day.

use super::assumptions::{Assumptions, LATE_WORKING_DAYS, Reports};
use super::ledger::Ledger;
use crate::definition::model::{Acceptor, Act, Approval, Part, WaitUntil};
use crate::engine::driven;
use crate::engine::event::{Actor, Event, Report};
use crate::engine::rejection::Rejection;
use crate::engine::state::{Document, DocumentState, InstanceState, TaskState};
use crate::words::calendar::DayOffRule;
use crate::words::ids::{DocumentId, InstanceId, InstitutionKey, RoleKey, TaskId};
use chrono::{NaiveDate, TimeDelta};
use std::collections::{BTreeMap, BTreeSet};

/// A task by the place of its instance.
type Owed = (usize, TaskId);

/// Who answers a report.
enum Answers {
    Role(RoleKey),
    Lead(InstitutionKey),
}

/// Everybody.
pub struct People<'a> {
    assumptions: &'a Assumptions,
    /// Who means to report on which day.
    agenda: BTreeMap<NaiveDate, Vec<Owed>>,
    /// Reports that wait for the department, with their days.
    to_answer: Vec<(NaiveDate, Owed, RoleKey)>,
    /// Reports that wait for a lead.
    to_sum_up: Vec<(Owed, InstitutionKey)>,
}

impl<'a> People<'a> {
    /// Nobody has anything to do yet.
    pub fn new(assumptions: &'a Assumptions) -> Self {
        Self {
            assumptions,
            agenda: BTreeMap::new(),
            to_answer: Vec::new(),
            to_sum_up: Vec::new(),
        }
    }

    /// One day.
    pub fn play(&mut self, ledger: &mut Ledger<'_>, day: NaiveDate) {
        ledger.today = day;
        self.after(ledger);
        let works: Vec<bool> = ledger
            .plays
            .iter()
            .map(|play| play.calendar.is_working(day).unwrap_or(false))
            .collect();
        if !works.contains(&true) {
            return;
        }
        self.office(ledger, &works);
        self.after(ledger);
        self.executors(ledger, &works);
        self.after(ledger);
        self.leads(ledger);
        self.executors(ledger, &works);
        self.after(ledger);
    }

    /// What follows of itself; those who got a task plan the day of their report.
    fn after(&mut self, ledger: &mut Ledger<'_>) {
        ledger.drain();
        for owed in std::mem::take(&mut ledger.issued) {
            if let Some(day) = self.reports_on(ledger, owed) {
                self.agenda.entry(day).or_default().push(owed);
            }
        }
    }

    fn reports_on(&self, ledger: &Ledger<'_>, (at, task): Owed) -> Option<NaiveDate> {
        let running = &ledger.running[at];
        let task = running.task(task)?;
        if self.assumptions.reports == Reports::Never {
            return None;
        }
        let calendar = ledger.plays[running.play].calendar;
        let control = task.current;
        let day = calendar.control_date(control, DayOffRule::Previous).unwrap_or(control);
        if self.assumptions.reports.is_late(task.id) {
            return calendar.add_working_days(day, LATE_WORKING_DAYS).ok();
        }
        Some(day)
    }

    fn office(&mut self, ledger: &mut Ledger<'_>, works: &[bool]) {
        let mut drafted = BTreeSet::new();
        for at in 0..ledger.running.len() {
            let running = &ledger.running[at];
            if running.instance.state != InstanceState::Active || !works[running.play] || drafted.contains(&at) {
                continue;
            }
            let definition = running.definition;
            let Some(stage) = definition.lifecycle.stages.get(&running.instance.stage) else {
                continue;
            };
            match &stage.act {
                Act::Issue { by, .. } if self.time_to_draft(ledger, at) => {
                    drafted.extend(self.draft(ledger, at, by));
                }
                Act::Approve(approval) => {
                    // What was drafted this morning is signed on another day.
                    let document = running.instance.document.filter(|_| !drafted.contains(&at));
                    if let Some(document) = document {
                        sign(ledger, at, document, approval);
                    }
                }
                Act::Wait {
                    until: WaitUntil::Date, ..
                } => self.supply(ledger, at),
                Act::End { by: Some(role) } => {
                    let basis = "все отчёты приняты".to_owned();
                    act(ledger, at, "снять с контроля", Event::Release { basis }, &person(role));
                }
                _ => {}
            }
        }
        self.answer(ledger);
    }

    fn time_to_draft(&self, ledger: &Ledger<'_>, at: usize) -> bool {
        let before = TimeDelta::days(i64::from(self.assumptions.orders_before_days));
        let term = ledger.running[at].instance.term;
        term.is_none_or(|term| term.control - ledger.today <= before)
    }

    /// Drafts an order for the instance, and for those that go with it. Gives the places of all.
    fn draft(&self, ledger: &mut Ledger<'_>, at: usize, by: &RoleKey) -> Vec<usize> {
        let served = self.together(ledger, at);
        let instance = &ledger.running[at].instance;
        let document =
            draft_of(ledger, at).unwrap_or_else(|| DocumentId::of(&format!("{}/{}", instance.id, ledger.today)));
        let events: Vec<(InstanceId, Event)> = served
            .iter()
            .map(|at| (ledger.running[*at].instance.id, Event::Issue { document }))
            .collect();
        if let Err(rejection) = ledger.take(&events, &person(by)) {
            ledger.refuse(events[0].0, "подготовить приказ", &rejection);
        }
        served
    }

    /// The instance, and those of its period that one order sets going with it and that wait for one, too.
    fn together(&self, ledger: &Ledger<'_>, at: usize) -> Vec<usize> {
        let first = &ledger.running[at];
        let route = |at: usize| -> Option<(&RoleKey, Option<&Approval>)> {
            let running = &ledger.running[at];
            let stages = &running.definition.lifecycle.stages;
            let Act::Issue { by, next, .. } = &stages.get(&running.instance.stage)?.act else {
                return None;
            };
            match &stages.get(next)?.act {
                Act::Approve(approval) => Some((by, Some(approval))),
                _ => Some((by, None)),
            }
        };
        let own = route(at);
        let group = self
            .assumptions
            .together
            .iter()
            .find(|group| group.contains(&first.instance.item));
        let others = group.into_iter().flatten().filter_map(|item| {
            let id = InstanceId::of(&first.instance.plan, item, &first.instance.period);
            let other = ledger.place(id).filter(|other| *other != at)?;
            let running = &ledger.running[other];
            let free =
                running.instance.state == InstanceState::Active && draft_of(ledger, other) == draft_of(ledger, at);
            let same = match (route(other)?, own?) {
                ((by, Some(other)), (own_by, Some(own))) => by == own_by && other.same_route(own),
                ((by, None), (own_by, None)) => by == own_by,
                _ => false,
            };
            (free && same).then_some(other)
        });
        std::iter::once(at).chain(others).collect()
    }

    fn supply(&self, ledger: &mut Ledger<'_>, at: usize) {
        let running = &ledger.running[at];
        let Some(due) = self.assumptions.dates.get(&running.instance.item).copied() else {
            return;
        };
        let Some(role) = running.definition.rules.roles.keys().next().cloned() else {
            return;
        };
        let basis = "предположение".to_owned();
        act(
            ledger,
            at,
            "назвать срок",
            Event::SupplyDate { due, basis },
            &person(&role),
        );
    }

    /// Reports of earlier days are answered.
    fn answer(&mut self, ledger: &mut Ledger<'_>) {
        let today = ledger.today;
        let (old, new) = std::mem::take(&mut self.to_answer)
            .into_iter()
            .partition(|(on, ..)| *on < today);
        self.to_answer = new;
        let old: Vec<(NaiveDate, Owed, RoleKey)> = old;
        for (_, (at, task), role) in old {
            let event = Event::Accept {
                task,
                note: String::new(),
            };
            act(ledger, at, "принять отчёт", event, &person(&role));
        }
    }

    fn executors(&mut self, ledger: &mut Ledger<'_>, works: &[bool]) {
        let mut again = Vec::new();
        while let Some(entry) = self.agenda.first_entry().filter(|entry| *entry.key() <= ledger.today) {
            for owed in entry.remove() {
                if works[ledger.running[owed.0].play] && self.report(ledger, owed) {
                    continue;
                }
                again.push(owed);
            }
        }
        if !again.is_empty() {
            self.agenda.insert(ledger.today, again);
        }
    }

    /// Reports, unless there is nothing to report any more; `false` when others must report first.
    fn report(&mut self, ledger: &mut Ledger<'_>, (at, id): Owed) -> bool {
        let running = &ledger.running[at];
        let owing = |state: &TaskState| matches!(state, TaskState::Issued | TaskState::Returned { .. });
        let Some(task) = running.task(id).filter(|task| owing(&task.state)) else {
            return true;
        };
        if running.instance.state != InstanceState::Active || running.instance.stage != task.stage {
            return true;
        }
        let key = task.institution.clone();
        let report = Report {
            text: "Исполнено".to_owned(),
            ..Report::default()
        };
        let events = [(running.instance.id, Event::Report { task: id, report })];
        let name = String::new();
        match ledger.take(&events, &Actor::Institution { key, name }) {
            Ok(()) => {
                match answers(ledger, at, id) {
                    Some(Answers::Role(role)) => self.to_answer.push((ledger.today, (at, id), role)),
                    Some(Answers::Lead(key)) => self.to_sum_up.push(((at, id), key)),
                    None => {}
                }
                true
            }
            Err(Rejection::CoExecutorsFirst { .. }) => false,
            Err(rejection) => {
                ledger.refuse(events[0].0, "представить отчёт", &rejection);
                true
            }
        }
    }

    /// Leads accept what was reported to them today.
    fn leads(&mut self, ledger: &mut Ledger<'_>) {
        for ((at, task), key) in std::mem::take(&mut self.to_sum_up) {
            let name = String::new();
            let event = Event::Accept {
                task,
                note: String::new(),
            };
            act(ledger, at, "принять отчёт", event, &Actor::Institution { key, name });
        }
    }
}

/// The order that was returned to be written anew; one registered earlier is not touched.
fn draft_of(ledger: &Ledger<'_>, at: usize) -> Option<DocumentId> {
    let document = ledger.documents.get(&ledger.running[at].instance.document?)?;
    (document.state == DocumentState::Draft).then_some(document.id)
}

/// All approvers sign, in their order, until the order is registered.
fn sign(ledger: &mut Ledger<'_>, at: usize, document: DocumentId, approval: &Approval) {
    for role in &approval.by {
        let signed = |known: &Document| known.approvals.contains(role);
        if ledger.documents.get(&document).is_some_and(signed) {
            continue;
        }
        let Some(known) = ledger
            .documents
            .get(&document)
            .filter(|known| known.state == DocumentState::OnApproval)
        else {
            return;
        };
        let events = driven::events(known, |id| ledger.instance(id), Event::Approve { document }, None);
        if let Err(rejection) = ledger.take(&events, &person(role)) {
            let id = ledger.running[at].instance.id;
            return ledger.refuse(id, "подписать приказ", &rejection);
        }
    }
}

/// Who answers a report: the role the stage names, or the lead where it answers its co-executors.
fn answers(ledger: &Ledger<'_>, at: usize, id: TaskId) -> Option<Answers> {
    let running = &ledger.running[at];
    let task = running.task(id)?;
    let Act::Report(reporting) = &running.definition.lifecycle.stages.get(&task.stage)?.act else {
        return None;
    };
    match &reporting.accept {
        Acceptor::Lead { .. } if task.part == Part::CoExecutor => {
            let mut leads = running
                .tasks
                .iter()
                .filter(|lead| lead.part == Part::Lead && lead.stage == task.stage);
            leads.next().map(|lead| Answers::Lead(lead.institution.clone()))
        }
        Acceptor::Lead { then: role } | Acceptor::Role(role) => Some(Answers::Role(role.clone())),
    }
}

fn act(ledger: &mut Ledger<'_>, at: usize, what: &'static str, event: Event, actor: &Actor) {
    let id = ledger.running[at].instance.id;
    if let Err(rejection) = ledger.take(&[(id, event)], actor) {
        ledger.refuse(id, what, &rejection);
    }
}

fn person(role: &RoleKey) -> Actor {
    Actor::Person {
        roles: vec![role.clone()],
        name: String::new(),
    }
}
