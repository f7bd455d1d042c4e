//! The acts: one file for each thing that can be done, named by its verb.
//!
//! A new act: a variant of [`Event`](super::event::Event), a file here, an arm in [`step`](super::step::step), where it
//! changes something new a [`Transition`](super::transition::Transition) with its arm in `apply`, and a story in tests.
//!
//! Must never change anything but through `Outcome::record`.

pub mod accept;
pub mod approve;
pub mod ask_date;
pub mod attach;
pub mod cancel;
pub mod cancel_document;
pub mod enter_done;
pub mod extend;
pub mod follow_document;
pub mod issue;
pub mod link_document;
mod number;
pub mod open;
pub mod predecessor;
pub mod reassign;
pub mod register_again;
pub mod register_by_hand;
pub mod release;
pub mod remind;
pub mod render;
pub mod report;
pub mod return_document;
pub mod return_report;
pub mod start;
pub mod supply_date;
pub mod void_number;

use super::rejection::Rejection;
use super::state::{DocumentState, Task, TaskState};

/// What a person must say, without blanks at the ends.
fn said<'t>(text: &'t str, what: &'static str) -> Result<&'t str, Rejection> {
    let text = text.trim();
    if text.is_empty() {
        Err(Rejection::Missing { what })
    } else {
        Ok(text)
    }
}

/// Refuses an act that needs a task neither accepted nor cancelled.
fn require_unfinished(task: &Task, act: &'static str) -> Result<(), Rejection> {
    match task.state {
        TaskState::Issued | TaskState::Returned { .. } | TaskState::Reported { .. } => Ok(()),
        TaskState::Accepted { .. } | TaskState::Cancelled { .. } => Err(wrong_task_state(task, act)),
    }
}

/// Says that the act does not fit the state of the task.
fn wrong_task_state(task: &Task, act: &'static str) -> Rejection {
    let state = match task.state {
        TaskState::Issued => "выдано, отчёта ещё нет",
        TaskState::Reported { .. } => "с представленным отчётом",
        TaskState::Returned { .. } => "возвращено на доработку",
        TaskState::Accepted { .. } => "уже исполнено, отчёт принят",
        TaskState::Cancelled { .. } => "отменено",
    };
    Rejection::WrongTaskState { act, state }
}

/// What a person calls the state of a document.
fn document_state(state: &DocumentState) -> &'static str {
    match state {
        DocumentState::Draft => "не подписан: это черновик",
        DocumentState::OnApproval => "на согласовании",
        DocumentState::Registered(_) => "уже зарегистрирован",
        DocumentState::Cancelled { .. } => "отменён",
    }
}
