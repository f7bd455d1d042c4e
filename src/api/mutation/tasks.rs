//! Acts on tasks: more time, another executor, withdrawal.

use super::input::{Fields, WORD_MAX};
use super::outcome::{TaskPayload, accept};
use super::reports::absent;
use crate::api::scalars::Date;
use crate::api::visit::visit;
use crate::runtime::command::Act;
use crate::words::ids::{InstitutionKey, TaskId};
use async_graphql::{Context, ID, InputObject, Object, Result};

/// Acts on tasks.
#[derive(Default)]
pub struct TaskActs;

/// Ask for more time.
#[derive(InputObject)]
pub struct AskExtensionInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Task.
    task: ID,
    /// Until when, inclusive.
    until: Date,
    /// Why.
    reason: String,
}

/// Give more time, asked for or not.
#[derive(InputObject)]
pub struct GrantExtensionInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Task.
    task: ID,
    /// The new control date, inclusive; moved for days off by the plan's rule.
    until: Date,
    /// On what basis.
    basis: String,
}

/// Refuse more time.
#[derive(InputObject)]
pub struct RefuseExtensionInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Task.
    task: ID,
    /// Why.
    reason: String,
}

/// Give a task to another institution, with its dates.
#[derive(InputObject)]
pub struct ReassignTaskInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Task.
    task: ID,
    /// Key of the institution.
    to: String,
    /// On what basis.
    basis: String,
}

/// Withdraw a task.
#[derive(InputObject)]
pub struct CancelTaskInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Task.
    task: ID,
    /// On what basis.
    basis: String,
}

#[Object]
impl TaskActs {
    /// Asks for more time.
    async fn ask_extension(&self, ctx: &Context<'_>, input: AskExtensionInput) -> Result<TaskPayload> {
        let AskExtensionInput {
            idempotency_key,
            task,
            until,
            reason,
        } = input;
        let about = About {
            key: &idempotency_key,
            task: &task,
            word: ("reason", &reason),
        };
        act(ctx, about, |task, reason| Act::AskExtension {
            task,
            until: until.0,
            reason,
        })
        .await
    }

    /// Gives more time, asked for or not.
    async fn grant_extension(&self, ctx: &Context<'_>, input: GrantExtensionInput) -> Result<TaskPayload> {
        let GrantExtensionInput {
            idempotency_key,
            task,
            until,
            basis,
        } = input;
        let about = About {
            key: &idempotency_key,
            task: &task,
            word: ("basis", &basis),
        };
        act(ctx, about, |task, basis| Act::GrantExtension {
            task,
            until: until.0,
            basis,
        })
        .await
    }

    /// Refuses more time.
    async fn refuse_extension(&self, ctx: &Context<'_>, input: RefuseExtensionInput) -> Result<TaskPayload> {
        let RefuseExtensionInput {
            idempotency_key,
            task,
            reason,
        } = input;
        let about = About {
            key: &idempotency_key,
            task: &task,
            word: ("reason", &reason),
        };
        act(ctx, about, |task, reason| Act::RefuseExtension { task, reason }).await
    }

    /// Gives a task to another institution, with its dates.
    async fn reassign_task(&self, ctx: &Context<'_>, input: ReassignTaskInput) -> Result<TaskPayload> {
        let ReassignTaskInput {
            idempotency_key,
            task,
            to,
            basis,
        } = input;
        let about = About {
            key: &idempotency_key,
            task: &task,
            word: ("basis", &basis),
        };
        act(ctx, about, |task, basis| Act::Reassign {
            task,
            to: InstitutionKey(to),
            basis,
        })
        .await
    }

    /// Withdraws a task.
    async fn cancel_task(&self, ctx: &Context<'_>, input: CancelTaskInput) -> Result<TaskPayload> {
        let CancelTaskInput {
            idempotency_key,
            task,
            basis,
        } = input;
        let about = About {
            key: &idempotency_key,
            task: &task,
            word: ("basis", &basis),
        };
        act(ctx, about, |task, basis| Act::CancelTask { task, basis }).await
    }
}

/// What every act on a task names.
struct About<'a> {
    key: &'a str,
    task: &'a ID,
    /// Field and text of the reason or basis.
    word: (&'a str, &'a str),
}

async fn act(ctx: &Context<'_>, about: About<'_>, make: impl FnOnce(TaskId, String) -> Act) -> Result<TaskPayload> {
    let visit = visit(ctx);
    let mut fields = Fields::default();
    let key = fields.key(about.key);
    let task = fields.id::<TaskId>("task", about.task);
    let word = fields.text(about.word.0, about.word.1, WORD_MAX);
    match (fields.check(), task) {
        (Ok(()), Some(task)) => {
            if let Some(absent) = absent(visit, task).await? {
                return Ok(TaskPayload::refused(vec![absent]));
            }
            TaskPayload::of(visit, accept(visit, &key, make(task, word)).await, task).await
        }
        (checked, _) => Ok(TaskPayload::refused(checked.err().unwrap_or_default())),
    }
}
