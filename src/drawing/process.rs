//! A lifecycle as a process that can be drawn: lanes, nodes and flows, every name in Russian.
//!
//! Must never hold a place on the page: where things stand is the layout's business.

use crate::definition::model::{Definition, Lifecycle, Plan, PlanRules};
use crate::drawing::drafting;

/// What is drawn: a lifecycle by itself, or as one item goes through it.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// An item of a plan.
    Item(&'a Plan, &'a Definition),
    /// A lifecycle; the plan's rules name the posts where a plan uses it.
    Lifecycle(&'a Lifecycle, Option<&'a PlanRules>),
}

impl<'a> Subject<'a> {
    /// The stages.
    pub fn lifecycle(self) -> &'a Lifecycle {
        match self {
            Self::Item(_, definition) => &definition.lifecycle,
            Self::Lifecycle(lifecycle, _) => lifecycle,
        }
    }

    /// The item, when one is drawn.
    pub fn definition(self) -> Option<&'a Definition> {
        match self {
            Self::Item(_, definition) => Some(definition),
            Self::Lifecycle(..) => None,
        }
    }

    /// Posts and journals, where they are known.
    pub fn rules(self) -> Option<&'a PlanRules> {
        match self {
            Self::Item(_, definition) => Some(&definition.rules),
            Self::Lifecycle(_, rules) => rules,
        }
    }
}

/// A process: who acts, what is done, where it leads.
#[derive(Debug, Clone)]
pub struct Process {
    /// Unique name, fit for XML.
    pub id: String,
    /// What the picture is called.
    pub title: String,
    /// Lines under the title.
    pub remarks: Vec<String>,
    /// The whole process in sentences, one per stage, in order.
    pub told: Vec<String>,
    /// Who acts, from top to bottom.
    pub lanes: Vec<Lane>,
    /// What is done.
    pub nodes: Vec<Node>,
    /// Where it leads.
    pub flows: Vec<Flow>,
    /// What comes at its time while a task is being done.
    pub timers: Vec<Timer>,
}

impl Process {
    /// The process of an item or of a lifecycle.
    pub fn of(subject: Subject<'_>) -> Self {
        drafting::draft(subject)
    }
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// Unique name, fit for XML.
    pub id: String,
    /// A post, «Исполнители» or the service.
    pub name: String,
    /// Who holds the post, or which executors.
    pub holder: String,
}

/// One thing on the way.
#[derive(Debug, Clone)]
pub struct Node {
    /// Unique name, fit for XML.
    pub id: String,
    /// Index of its lane.
    pub lane: usize,
    /// What it is.
    pub kind: Kind,
    /// What a person reads.
    pub name: String,
    /// A smaller line beneath.
    pub detail: String,
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The instance opens.
    Start,
    /// The instance is released from control.
    End,
    /// A person does it.
    Work(Times),
    /// The service writes a letter.
    Letter,
    /// The process waits.
    Wait(Sign),
    /// One of several ways is chosen.
    Choice,
}

/// How many times a task is done at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// Once.
    Once,
    /// By everyone concerned, side by side.
    Each,
    /// By everyone concerned, one after another.
    InTurn,
}

/// What ends a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Something becomes true.
    Condition,
    /// Somebody tells it.
    Message,
    /// A day comes.
    Day,
}

/// A way from one node to another.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Unique name, fit for XML.
    pub id: String,
    /// Index of the node it leaves.
    pub from: usize,
    /// Index of the node it comes to.
    pub to: usize,
    /// Which outcome it is; empty where there is but one.
    pub label: String,
    /// When it is taken, in full.
    pub condition: String,
    /// Taken where no condition holds.
    pub otherwise: bool,
}

/// A letter that goes out at its time while a task is being done.
#[derive(Debug, Clone)]
pub struct Timer {
    /// Unique name, fit for XML.
    pub id: String,
    /// Index of the task.
    pub on: usize,
    /// When: «за 3 раб. дня до срока».
    pub when: String,
    /// Index of the letter; no other way leads to it.
    pub letter: usize,
}
