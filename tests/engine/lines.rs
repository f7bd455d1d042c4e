//! How stories are written: one line for a transition, an indented one for each effect it asks for.

use prikaz::definition::model::Part;
use prikaz::engine::effect::{Correspondent, Effect, NoteKind};
use prikaz::engine::paper::{Link, Linked};
use prikaz::engine::transition::Transition;
use prikaz::words::ids::TaskId;
use std::collections::BTreeMap;

/// Names of tasks by the institution that has them.
pub type TaskNames = BTreeMap<TaskId, String>;

pub fn transition(transition: &Transition, names: &TaskNames) -> String {
    let name = |task: &TaskId| names.get(task).cloned().unwrap_or_else(|| "?".to_owned());
    match transition {
        Transition::Opened { item, period, term, .. } => {
            let dates = term.map_or("date awaited".to_owned(), |term| {
                format!("due {}, control {}", term.due, term.control)
            });
            format!("Opened {item} for {period}, {dates}")
        }
        Transition::DoneBefore { done } => format!("DoneBefore on {}: {}", done.on, done.in_words()),
        Transition::DateAsked { times, next } => {
            let next = next.map_or("never again".to_owned(), |next| format!("again on {next}"));
            format!("DateAsked, time {times}, {next}")
        }
        Transition::Moved { from, to } => format!("Moved {from} -> {to}"),
        Transition::DocumentIssued { .. } => "DocumentIssued".to_owned(),
        Transition::DocumentApproved { role, .. } => format!("DocumentApproved by {role}"),
        Transition::DocumentReturned { role, reason, .. } => format!("DocumentReturned by {role}: {reason}"),
        Transition::DocumentRegistered { registration, .. } => {
            let remark = registration.remark.as_ref().map(|remark| format!(" ({remark})"));
            let (number, date) = (&registration.number, registration.date);
            format!("DocumentRegistered № {number} of {date}{}", remark.unwrap_or_default())
        }
        Transition::DocumentRegisteredAgain { registration, .. } => {
            let remark = registration.remark.as_ref().map(|remark| format!(" ({remark})"));
            let (number, date) = (&registration.number, registration.date);
            format!(
                "DocumentRegisteredAgain № {number} of {date}{}",
                remark.unwrap_or_default()
            )
        }
        Transition::DocumentLinked { links, .. } => {
            let told: Vec<String> = links.iter().map(link).collect();
            format!("DocumentLinked: {}", told.join("; "))
        }
        Transition::NumbersVoided {
            year,
            first,
            last,
            reason,
            ..
        } => format!("NumbersVoided {first}-{last} of {year}: {reason}"),
        Transition::DocumentCancelled { on, mark, .. } => format!("DocumentCancelled on {on}: {}", mark.in_words()),
        Transition::DocumentAttached { attachment, .. } => {
            format!("DocumentAttached {:?} {}", attachment.kind, attachment.file.name)
        }
        Transition::DocumentRendered { file, .. } => format!("DocumentRendered {}", file.name),
        Transition::TaskIssued { task } => {
            let part = if task.part == Part::Lead { "lead" } else { "co-executor" };
            format!(
                "TaskIssued {}, {part}, due {}, control {}",
                task.institution, task.due, task.control
            )
        }
        Transition::TaskReported { task, on, .. } => format!("TaskReported {} on {on}", name(task)),
        Transition::TaskAccepted { task, reported_on, .. } => {
            format!("TaskAccepted {}, reported {reported_on}", name(task))
        }
        Transition::TaskReturned {
            task,
            reason,
            rungs_done,
            ..
        } => {
            format!("TaskReturned {}: {reason}; rungs done {rungs_done}", name(task))
        }
        Transition::ExtensionAsked { task, until, reason } => {
            format!("ExtensionAsked {} until {until}: {reason}", name(task))
        }
        Transition::ExtensionGranted {
            task,
            from,
            to,
            rungs_done,
            ..
        } => {
            format!(
                "ExtensionGranted {} from {from} to {to}; rungs done {rungs_done}",
                name(task)
            )
        }
        Transition::ExtensionRefused { task, reason } => format!("ExtensionRefused {}: {reason}", name(task)),
        Transition::TaskReassigned { from, to, basis, .. } => format!("TaskReassigned {from} -> {to}: {basis}"),
        Transition::TaskCancelled { task, basis, .. } => format!("TaskCancelled {}: {basis}", name(task)),
        Transition::ReminderDue { task, rung, offset } => {
            format!("ReminderDue {}, rung {rung} ({offset:+} wd)", name(task))
        }
        Transition::DateSupplied { term, basis } => {
            format!("DateSupplied due {}, control {}: {basis}", term.due, term.control)
        }
        Transition::PredecessorDone { item } => format!("PredecessorDone {item}"),
        Transition::Released { on, basis } => format!("Released on {on}: {basis}"),
        Transition::Cancelled { on, basis } => format!("Cancelled on {on}: {basis}"),
    }
}

fn link(link: &Link) -> String {
    match &link.to {
        Linked::Document(_) => format!("{:?} another", link.does),
        Linked::Paper(paper) => format!("{:?} {} № {} of {}", link.does, paper.kind, paper.number, paper.date),
    }
}

pub fn effect(effect: &Effect, names: &TaskNames) -> String {
    let name = |task: &TaskId| names.get(task).cloned().unwrap_or_else(|| "?".to_owned());
    match effect {
        Effect::Render { .. } => "Render".to_owned(),
        Effect::Letter { task, kind, to } => format!("Letter {kind:?} on {} to {}", name(task), correspondent(to)),
        Effect::Note { to, kind } => {
            let what = match kind {
                NoteKind::ApprovalAsked { .. } => "ApprovalAsked".to_owned(),
                NoteKind::DocumentReturned { reason, .. } => format!("DocumentReturned ({reason})"),
                NoteKind::ReportFiled { task } => format!("ReportFiled {}", name(task)),
                NoteKind::ExtensionAsked { task } => format!("ExtensionAsked {}", name(task)),
                NoteKind::DateNeeded => "DateNeeded".to_owned(),
                NoteKind::DateOverdue { owner, reminders } => {
                    format!("DateOverdue of {} after {reminders}", correspondent(owner))
                }
                NoteKind::Text(text) => format!("«{text}»"),
            };
            format!("Note {what} to {}", correspondent(to))
        }
        Effect::WithdrawRest { stage, basis } => {
            format!(
                "WithdrawRest of {}: {basis}",
                stage.as_ref().map_or("all stages", |stage| stage.as_str())
            )
        }
        Effect::TellSuccessors => "TellSuccessors".to_owned(),
        Effect::AskPredecessors => "AskPredecessors".to_owned(),
    }
}

fn correspondent(to: &Correspondent) -> String {
    match to {
        Correspondent::Executor => "executor".to_owned(),
        Correspondent::Role(role) => role.to_string(),
        Correspondent::Institution(key) => key.to_string(),
        Correspondent::Leads => "leads".to_owned(),
    }
}
