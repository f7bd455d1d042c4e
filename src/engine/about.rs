//! What an event or a transition is about: whom to load before, whom to show it to afterwards.

use super::event::Event;
use super::paper::Mark;
use super::rejection::Rejection;
use super::transition::Transition;
use crate::words::ids::{DocumentId, TaskId};

impl Event {
    /// The task it is about.
    pub fn task(&self) -> Option<TaskId> {
        match self {
            Self::Report { task, .. }
            | Self::Accept { task, .. }
            | Self::Return { task, .. }
            | Self::AskExtension { task, .. }
            | Self::GrantExtension { task, .. }
            | Self::RefuseExtension { task, .. }
            | Self::Reassign { task, .. }
            | Self::CancelTask { task, .. }
            | Self::TaskTimer { task, .. } => Some(*task),
            _ => None,
        }
    }

    /// The document it is about.
    pub fn document(&self) -> Option<DocumentId> {
        match self {
            Self::Issue { document }
            | Self::LinkDocument { document, .. }
            | Self::RegisterByHand { document, .. }
            | Self::RegisterAgain {
                instead_of: document, ..
            }
            | Self::FollowRegisteredAgain {
                instead_of: document, ..
            }
            | Self::CancelDocument { document, .. }
            | Self::AttachToDocument { document, .. }
            | Self::Approve { document, .. }
            | Self::FollowDocument { document, .. }
            | Self::ReturnDocument { document, .. }
            | Self::DocumentRendered { document, .. } => Some(*document),
            _ => None,
        }
    }
}

impl Transition {
    /// The task it changed.
    pub fn task(&self) -> Option<TaskId> {
        match self {
            Self::TaskIssued { task } => Some(task.id),
            Self::TaskReported { task, .. }
            | Self::TaskAccepted { task, .. }
            | Self::TaskReturned { task, .. }
            | Self::ExtensionAsked { task, .. }
            | Self::ExtensionGranted { task, .. }
            | Self::ExtensionRefused { task, .. }
            | Self::TaskReassigned { task, .. }
            | Self::TaskCancelled { task, .. }
            | Self::ReminderDue { task, .. } => Some(*task),
            _ => None,
        }
    }

    /// The document it changed.
    pub fn document(&self) -> Option<DocumentId> {
        match self {
            Self::DocumentIssued { document }
            | Self::DocumentApproved { document, .. }
            | Self::DocumentReturned { document, .. }
            | Self::DocumentLinked { document, .. }
            | Self::DocumentRegistered { document, .. }
            | Self::DocumentRegisteredAgain { document, .. }
            | Self::DocumentCancelled { document, .. }
            | Self::DocumentAttached { document, .. }
            | Self::DocumentRendered { document, .. } => Some(*document),
            _ => None,
        }
    }

    /// The reason, basis or note a letter about it quotes.
    pub fn word(&self) -> Option<&str> {
        let word = match self {
            Self::DocumentReturned { reason, .. }
            | Self::TaskReturned { reason, .. }
            | Self::ExtensionAsked { reason, .. }
            | Self::ExtensionRefused { reason, .. }
            | Self::NumbersVoided { reason, .. }
            | Self::DocumentCancelled {
                mark: Mark::Annulled { reason },
                ..
            } => reason,
            Self::TaskAccepted { note, .. } => note,
            Self::DoneBefore { done } => &done.note,
            Self::ExtensionGranted { basis, .. }
            | Self::TaskReassigned { basis, .. }
            | Self::TaskCancelled { basis, .. }
            | Self::DateSupplied { basis, .. }
            | Self::Released { basis, .. }
            | Self::Cancelled { basis, .. } => basis,
            _ => return None,
        };
        Some(word.as_str()).filter(|word| !word.is_empty())
    }
}

impl Rejection {
    /// The field of the request that is to blame, where one is.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Missing { what } if what.contains("основание") => Some("basis"),
            Self::Missing { what } if what.contains("файл") => Some("file"),
            Self::Missing { .. } => Some("reason"),
            Self::NumberUnfit { .. }
            | Self::NotNext { .. }
            | Self::NumberUsed { .. }
            | Self::NothingToFollow { .. } => Some("number"),
            Self::NumberGap { .. } => Some("skipped"),
            Self::AlreadyAttached { .. } => Some("file"),
            Self::BadDate { .. } | Self::OutsideCalendar { .. } => Some("until"),
            Self::EmptyReport => Some("report"),
            Self::NoTask { .. } | Self::WrongTaskState { .. } | Self::CoExecutorsFirst { .. } => Some("task"),
            Self::WrongDocument { .. } => Some("document"),
            _ => None,
        }
    }
}
