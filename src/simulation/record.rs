//! What a simulation tells: each thing that happens, on its day, about an item and to somebody.
//!
//! Must never hold what the plan holds already: it points to items and institutions by their places.

use super::assumptions::Assumptions;
use super::findings::Findings;
use crate::definition::model::Definition;
use crate::engine::effect::{Correspondent, LetterKind, NoteKind};
use crate::engine::state::Term;
use crate::words::ids::{InstitutionKey, PeriodKey, PlanKey, RoleKey, StageKey};
use chrono::NaiveDate;
use std::sync::Arc;

/// A plan played to its end.
#[derive(Debug, Clone)]
pub struct Simulation {
    /// What was assumed.
    pub assumptions: Assumptions,
    /// Plans played.
    pub plans: Vec<PlanPlayed>,
    /// Instances, in the order in which they began.
    pub courses: Vec<Course>,
    /// Institutions that something happens to.
    pub institutions: Vec<InstitutionPlayed>,
    /// Roles that something is written to.
    pub roles: Vec<RolePlayed>,
    /// Everything that happens, day by day, on a day in the order in which it happens.
    pub happenings: Vec<Happening>,
    /// Orders registered: one that serves several items is one.
    pub orders: u32,
    /// What is too much, and what is left open.
    pub findings: Findings,
}

/// A plan.
#[derive(Debug, Clone)]
pub struct PlanPlayed {
    /// Key.
    pub key: PlanKey,
    /// Title.
    pub title: String,
    /// Right side of the plan's addresses.
    pub domain: String,
    /// Items, in the order of the printed plan.
    pub items: Vec<Arc<Definition>>,
}

/// An institution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstitutionPlayed {
    /// Key.
    pub key: InstitutionKey,
    /// Short name, as on the last day that the directory knows.
    pub name: String,
}

/// A role of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RolePlayed {
    /// Key.
    pub key: RoleKey,
    /// Post of its holder.
    pub post: String,
}

/// The course of one instance.
#[derive(Debug, Clone)]
pub struct Course {
    /// Its plan: place in [`Simulation::plans`].
    pub plan: usize,
    /// Its item: place in [`PlanPlayed::items`].
    pub item: usize,
    /// Id, as the real run computes it.
    pub instance: crate::words::ids::InstanceId,
    /// Period.
    pub period: PeriodKey,
    /// Day it began.
    pub opened: NaiveDate,
    /// Its dates; `None` while it waits for one.
    pub term: Option<Term>,
    /// Where it stood on the last day.
    pub stage: StageKey,
    /// Day it was released from control.
    pub released: Option<NaiveDate>,
    /// Tasks.
    pub tasks: u32,
    /// Tasks accepted.
    pub accepted: u32,
    /// Tasks whose report came after their control date, or had not come by the last day played.
    pub late: u32,
}

/// Something that happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happening {
    /// Office day; of a letter, the day it leaves.
    pub on: NaiveDate,
    /// About which instance: place in [`Simulation::courses`].
    pub course: u32,
    /// What.
    pub what: What,
    /// To whom.
    pub who: Who,
}

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum What {
    /// The instance begins.
    Opened,
    /// An order is drafted.
    Drafted,
    /// The order is signed and registered.
    Registered,
    /// A letter leaves.
    Letter(Mail),
    /// A report is filed.
    Reported,
    /// A report is accepted.
    Accepted,
    /// A task is withdrawn.
    Withdrawn,
    /// The control date of the instance.
    Control,
    /// The control date of a task.
    Due,
    /// The instance is released from control.
    Released,
}

/// Whom it happens to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Who {
    /// Nobody in particular.
    Nobody,
    /// An institution: place in [`Simulation::institutions`].
    Institution(u32),
    /// A role of the department: place in [`Simulation::roles`].
    Role(u32),
}

/// Kinds of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mail {
    /// A task, with the order.
    Task,
    /// The control date is coming, or is today.
    Reminder,
    /// The control date has passed: to the executor.
    Overdue,
    /// An executor is late: to the department.
    OverdueToOffice,
    /// The report was accepted.
    Accepted,
    /// The report was returned.
    Returned,
    /// More time was given or refused.
    Extension,
    /// The task was withdrawn.
    Withdrawn,
    /// An order waits for a signature.
    ApprovalAsked,
    /// An order was returned to its drafter.
    OrderReturned,
    /// A report waits for an answer.
    ReportFiled,
    /// More time is asked for.
    ExtensionAsked,
    /// The date is owed by its owner.
    DateNeeded,
    /// The date is still owed after reminders: the head is told.
    DateOverdue,
    /// Text of a stage that tells somebody something.
    Text,
}

impl Mail {
    /// The kind of a letter about a task.
    pub fn of_letter(kind: LetterKind, to: &Correspondent) -> Self {
        match (kind, to) {
            (LetterKind::Task, _) => Self::Task,
            (LetterKind::Reminder, _) => Self::Reminder,
            (LetterKind::Overdue, Correspondent::Role(_)) => Self::OverdueToOffice,
            (LetterKind::Overdue, _) => Self::Overdue,
            (LetterKind::Returned, _) => Self::Returned,
            (LetterKind::Accepted, _) => Self::Accepted,
            (LetterKind::ExtensionGranted | LetterKind::ExtensionRefused, _) => Self::Extension,
            (LetterKind::Cancelled, _) => Self::Withdrawn,
        }
    }

    /// The kind of a letter about an instance.
    pub fn of_note(kind: &NoteKind) -> Self {
        match kind {
            NoteKind::ApprovalAsked { .. } => Self::ApprovalAsked,
            NoteKind::DocumentReturned { .. } => Self::OrderReturned,
            NoteKind::ReportFiled { .. } => Self::ReportFiled,
            NoteKind::ExtensionAsked { .. } => Self::ExtensionAsked,
            NoteKind::DateNeeded => Self::DateNeeded,
            NoteKind::DateOverdue { .. } => Self::DateOverdue,
            NoteKind::Text(_) => Self::Text,
        }
    }

    /// What a clerk calls it, in the singular: «напоминание».
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Task => "поручение с приказом",
            Self::Reminder => "напоминание о сроке",
            Self::Overdue => "о просрочке — исполнителю",
            Self::OverdueToOffice => "о просрочке — в отдел",
            Self::Accepted => "отчёт принят",
            Self::Returned => "отчёт возвращён",
            Self::Extension => "о продлении",
            Self::Withdrawn => "поручение отменено",
            Self::ApprovalAsked => "приказ ждёт подписи",
            Self::OrderReturned => "приказ возвращён",
            Self::ReportFiled => "поступил отчёт",
            Self::ExtensionAsked => "просьба о продлении",
            Self::DateNeeded => "нужен срок",
            Self::DateOverdue => "срок не назван — руководителю",
            Self::Text => "сообщение",
        }
    }

    /// Stable name for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Reminder => "reminder",
            Self::Overdue => "overdue",
            Self::OverdueToOffice => "overdue_to_office",
            Self::Accepted => "accepted",
            Self::Returned => "returned",
            Self::Extension => "extension",
            Self::Withdrawn => "withdrawn",
            Self::ApprovalAsked => "approval_asked",
            Self::OrderReturned => "order_returned",
            Self::ReportFiled => "report_filed",
            Self::ExtensionAsked => "extension_asked",
            Self::DateNeeded => "date_needed",
            Self::DateOverdue => "date_overdue",
            Self::Text => "text",
        }
    }
}

impl Simulation {
    /// The item of an instance.
    pub fn definition(&self, course: &Course) -> Option<&Arc<Definition>> {
        self.plans.get(course.plan)?.items.get(course.item)
    }

    /// The instance something happens to.
    pub fn course(&self, happening: &Happening) -> Option<&Course> {
        self.courses.get(happening.course as usize)
    }

    /// Name of whom it happens to.
    pub fn name(&self, who: Who) -> &str {
        let name = match who {
            Who::Nobody => None,
            Who::Institution(at) => self.institutions.get(at as usize).map(|found| found.name.as_str()),
            Who::Role(at) => self.roles.get(at as usize).map(|found| found.post.as_str()),
        };
        name.unwrap_or_default()
    }
}
