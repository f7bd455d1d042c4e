//! Decides what follows from an event, and changes nothing: the one entry to all acts.
//!
//! Must never panic, whatever scope and event it is given: what does not fit together is a [`Rejection`].

use super::acts;
use super::effect::Effect;
use super::event::{Actor, DirectoryEntry, Event};
use super::outcome::Outcome;
use super::rejection::Rejection;
use super::state::Scope;
use super::transition::Transition;
use crate::definition::model::Definition;
use crate::words::calendar::WorkCalendar;
use chrono::NaiveDate;

/// What an act is judged by, besides the scope and the event.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// The definition that the instance is bound to.
    pub definition: &'a Definition,
    /// Working days of the office.
    pub calendar: &'a WorkCalendar,
    /// Institutions valid on `on`, in the order in which their tasks are issued.
    pub directory: &'a [DirectoryEntry],
    /// Who acts.
    pub actor: &'a Actor,
    /// The office's local date.
    pub on: NaiveDate,
}

/// What follows from an accepted event.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Step {
    /// What changed, in order. Empty only when a document is followed to where the instance is already.
    pub transitions: Vec<Transition>,
    /// What must be done outside, in the order of the transitions that asked for it.
    pub effects: Vec<PlannedEffect>,
}

impl Step {
    /// Each transition with the effects it asked for, in order.
    pub fn parts(&self) -> impl Iterator<Item = (&Transition, &[PlannedEffect])> {
        let mut rest = self.effects.as_slice();
        self.transitions.iter().enumerate().map(move |(index, transition)| {
            let (its, later) = rest.split_at(rest.partition_point(|planned| planned.after <= index));
            rest = later;
            (transition, its)
        })
    }
}

/// An effect, and the transition that asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedEffect {
    /// Index into [`Step::transitions`].
    pub after: usize,
    /// What must be done.
    pub effect: Effect,
}

/// Decides what follows from `event`; changes nothing.
///
/// # Errors
/// A [`Rejection`] says why nothing follows; its text is for the person who acted.
pub fn step(call: &Call<'_>, scope: &Scope, event: &Event) -> Result<Step, Rejection> {
    let mut outcome = Outcome::begin(call, scope)?;
    match event {
        Event::Open { period } => acts::open::open(&mut outcome, period)?,
        Event::EnterDone { period, done } => acts::enter_done::enter(&mut outcome, period, done)?,
        Event::Issue { document } => acts::issue::issue(&mut outcome, *document)?,
        Event::Approve { document } => acts::approve::approve(&mut outcome, *document)?,
        Event::LinkDocument { document, links } => acts::link_document::link(&mut outcome, *document, links)?,
        Event::RegisterByHand { document, .. } => acts::register_by_hand::register(&mut outcome, *document, event)?,
        Event::RegisterAgain { .. } => acts::register_again::register(&mut outcome, event)?,
        Event::FollowRegisteredAgain { .. } => acts::register_again::follow(&mut outcome, event)?,
        Event::VoidNumber { .. } => acts::void_number::void(&mut outcome, event)?,
        Event::CancelDocument { document, mark, tasks } => {
            acts::cancel_document::cancel(&mut outcome, *document, mark, *tasks)?;
        }
        Event::AttachToDocument { document, kind, file } => {
            acts::attach::attach(&mut outcome, *document, *kind, file)?;
        }
        Event::FollowDocument { document, returned } => {
            acts::follow_document::follow(&mut outcome, *document, returned.as_ref())?;
        }
        Event::ReturnDocument { document, reason } => {
            acts::return_document::return_document(&mut outcome, *document, reason)?;
        }
        Event::DocumentRendered { .. } => acts::render::rendered(&mut outcome, event)?,
        Event::Report { task, report } => acts::report::report(&mut outcome, *task, report)?,
        Event::Accept { task, note } => acts::accept::accept(&mut outcome, *task, note)?,
        Event::Return { task, reason } => acts::return_report::return_report(&mut outcome, *task, reason)?,
        Event::AskExtension { task, until, reason } => acts::extend::ask(&mut outcome, *task, *until, reason)?,
        Event::GrantExtension { task, until, basis } => acts::extend::grant(&mut outcome, *task, *until, basis)?,
        Event::RefuseExtension { task, reason } => acts::extend::refuse(&mut outcome, *task, reason)?,
        Event::Reassign { task, to, basis } => acts::reassign::reassign(&mut outcome, *task, &to.key, basis)?,
        Event::CancelTask { task, basis } => acts::cancel::cancel_task(&mut outcome, *task, basis)?,
        Event::Cancel { basis } => acts::cancel::cancel(&mut outcome, basis)?,
        Event::SupplyDate { due, basis } => acts::supply_date::supply(&mut outcome, *due, basis)?,
        Event::Release { basis } => acts::release::release(&mut outcome, basis)?,
        Event::PredecessorReleased { item } => acts::predecessor::released(&mut outcome, item)?,
        Event::InstanceTimer { stage } => acts::start::begin_work(&mut outcome, stage)?,
        Event::TaskTimer { task, rung } => acts::remind::remind(&mut outcome, *task, *rung)?,
    }
    Ok(outcome.finish())
}
