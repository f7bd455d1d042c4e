//! What has followed from an event so far: a working copy of the scope, the transitions already applied to it, and
//! the effects they ask for. A refused act throws it away, so a refusal leaves no trace.
//!
//! Must never let a transition by without applying it: what an act reads here is what replay will read.

use super::apply::Positions;
use super::effect::Effect;
use super::event::Event;
use super::rejection::Rejection;
use super::state::{Counts, Document, Instance, InstanceState, Scope, Task};
use super::step::{Call, PlannedEffect, Step};
use super::transition::Transition;
use crate::definition::model::{Act, Reporting, Stage};
use crate::words::ids::{StageKey, TaskId};

/// The outcome of an event while it is being worked out.
pub struct Outcome<'a> {
    /// What the event is judged by.
    pub call: Call<'a>,
    scope: Scope,
    positions: Positions,
    step: Step,
}

impl<'a> Outcome<'a> {
    /// Begins with nothing done.
    ///
    /// # Errors
    /// When the instance is bound to another definition.
    pub fn begin(call: &Call<'a>, scope: &Scope, event: &Event) -> Result<Self, Rejection> {
        if let Some(instance) = &scope.instance {
            let definition = call.definition;
            let its = match event {
                Event::Amend(amendment) => &amendment.leaves.0.sha256,
                _ => &definition.sha256,
            };
            let same =
                (&instance.plan, &instance.item, &instance.definition) == (&definition.plan, &definition.key, its);
            if !same {
                return Err(Rejection::OtherDefinition {
                    item: instance.item.clone(),
                });
            }
        }
        Ok(Self {
            call: *call,
            scope: scope.clone(),
            positions: Positions::of(scope),
            step: Step::default(),
        })
    }

    /// Writes down a change, and makes it.
    pub fn record(&mut self, transition: Transition) {
        self.positions.apply(&mut self.scope, &transition);
        self.step.transitions.push(transition);
    }

    /// Asks for an effect of the transition recorded last.
    pub fn ask(&mut self, effect: Effect) {
        let after = self.step.transitions.len().saturating_sub(1);
        self.step.effects.push(PlannedEffect { after, effect });
    }

    /// What was recorded and asked for.
    pub fn finish(self) -> Step {
        self.step
    }

    /// The scope as changed so far.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The instance, whatever its state.
    pub fn instance(&self) -> Result<&Instance, Rejection> {
        self.scope.instance.as_ref().ok_or(Rejection::NotOpen)
    }

    /// The instance, for a person's act: it must be on control.
    pub fn active(&self) -> Result<&Instance, Rejection> {
        let instance = self.instance()?;
        let state = match instance.state {
            InstanceState::Active => return Ok(instance),
            InstanceState::Suspended { .. } => {
                return Err(Rejection::Suspended {
                    item: instance.item.clone(),
                });
            }
            InstanceState::Released { .. } => "снят с контроля",
            InstanceState::Cancelled { .. } => "отменён",
        };
        Err(Rejection::Closed {
            item: instance.item.clone(),
            state,
        })
    }

    /// The instance, for an act that ends or resumes it: on control, also when it is stopped for a while.
    pub fn on_control(&self) -> Result<&Instance, Rejection> {
        match self.instance()? {
            instance if matches!(instance.state, InstanceState::Suspended { .. }) => Ok(instance),
            _ => self.active(),
        }
    }

    /// All tasks of the instance, for an act that changes it as a whole.
    pub fn all_tasks(&self) -> Result<&[Task], Rejection> {
        let instance = self.instance()?;
        let own = |task: &&Task| task.instance == instance.id;
        if self.scope.tasks.iter().filter(own).count() == usize::try_from(instance.counts.total).unwrap_or(usize::MAX) {
            Ok(&self.scope.tasks)
        } else {
            Err(Rejection::Incomplete {
                what: "все поручения пункта; повторите запрос".to_owned(),
            })
        }
    }

    /// The instance, for what the product does of itself: once it is closed, that is stale.
    pub fn active_or_stale(&self) -> Result<&Instance, Rejection> {
        let instance = self.instance()?;
        if instance.state == InstanceState::Active {
            Ok(instance)
        } else {
            Err(Rejection::Stale)
        }
    }

    /// The stage the instance stands in.
    pub fn stage(&self) -> Result<&'a Stage, Rejection> {
        let key = &self.instance()?.stage;
        self.call
            .definition
            .lifecycle
            .stages
            .get(key)
            .ok_or_else(|| Rejection::UnknownStage { stage: key.clone() })
    }

    /// Says that `act` does not belong to the stage.
    pub fn wrong_stage(&self, act: &'static str) -> Rejection {
        let item = self.call.definition.key.clone();
        match self.stage() {
            Ok(stage) => Rejection::WrongStage {
                act,
                item,
                stage: stage.title.clone(),
                key: stage.key.clone(),
            },
            Err(rejection) => rejection,
        }
    }

    /// How executors report in the stage the instance stands in.
    pub fn reporting(&self, act: &'static str) -> Result<&'a Reporting, Rejection> {
        match &self.stage()?.act {
            Act::Report(reporting) => Ok(reporting),
            _ => Err(self.wrong_stage(act)),
        }
    }

    /// A task of the instance, whatever its stage.
    pub fn task(&self, id: TaskId) -> Result<&Task, Rejection> {
        let instance = self.instance()?.id;
        let found = self
            .positions
            .find(&self.scope, id)
            .filter(|task| task.instance == instance);
        found.ok_or(Rejection::NoTask { task: id })
    }

    /// A task that is being worked on: of an instance on control, in the stage it stands in.
    pub fn task_at_work(&self, id: TaskId, act: &'static str) -> Result<&Task, Rejection> {
        let instance = self.active()?;
        let task = self.task(id)?;
        if task.stage != instance.stage {
            return Err(self.wrong_stage(act));
        }
        match task.suspended {
            None => Ok(task),
            Some(_) => Err(Rejection::WrongTaskState {
                act,
                state: "приостановлено: сначала возобновите его",
            }),
        }
    }

    /// The document, when the scope has one.
    pub fn document(&self) -> Option<&Document> {
        self.scope.document.as_ref()
    }

    /// How many tasks of a stage are in which state.
    pub fn counts_of(&self, stage: &StageKey) -> Counts {
        let instance = self.scope.instance.as_ref();
        instance
            .and_then(|instance| instance.stage_counts.get(stage))
            .copied()
            .unwrap_or_default()
    }
}
