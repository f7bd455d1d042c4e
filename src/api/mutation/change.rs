//! Acts on what runs already: move to an amended text, stop for a while and go on, act for another.

use super::bulk::{AmendInput, read_amendment};
use super::input::{Fields, WORD_MAX};
use super::outcome::{InstancePayload, TaskPayload, UserError, accept};
use super::reports::absent;
use crate::api::scalars::Date;
use crate::api::visit::visit;
use crate::runtime::command::Act;
use crate::runtime::declarations::{self, Declaration, Declared};
use crate::words::ids::{DeclarationId, InstanceId, PersonKey, PlanKey, RoleKey, TaskId};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};

/// Acts on what runs already.
#[derive(Default)]
pub struct ChangeActs;

/// Move an instance to the text that its item has today.
#[derive(InputObject)]
pub struct AmendInstanceInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Instance.
    instance: ID,
    /// The amending order, and what it renamed.
    amendment: AmendInput,
}

/// Stop an instance for a while.
#[derive(InputObject)]
pub struct SuspendInstanceInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Instance.
    instance: ID,
    /// On what basis.
    basis: String,
}

/// Let an instance go on.
#[derive(InputObject)]
pub struct ResumeInstanceInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Instance.
    instance: ID,
    /// The new control date, inclusive; left out, the dates stay.
    until: Option<Date>,
    /// On what basis.
    basis: String,
}

/// Stop a task for a while.
#[derive(InputObject)]
pub struct SuspendTaskInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Task.
    task: ID,
    /// On what basis.
    basis: String,
}

/// Let a task go on.
#[derive(InputObject)]
pub struct ResumeTaskInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Task.
    task: ID,
    /// The new control date, inclusive; left out, the date stays.
    until: Option<Date>,
    /// On what basis.
    basis: String,
}

/// Somebody acts for the holder of a role.
#[derive(InputObject)]
pub struct DeclareSubstitutionInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Key of the plan.
    plan: String,
    /// Role, e.g. `head`.
    role: String,
    /// Key of the person who acts, from `persons.csv`.
    person: String,
    /// First day, inclusive.
    from: Date,
    /// Last day, inclusive.
    to: Date,
    /// On what basis, e.g. «приказ № 31-к от 30.06.2023».
    basis: String,
}

/// A substitution ends before its last day.
#[derive(InputObject)]
pub struct EndSubstitutionInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Key of the plan.
    plan: String,
    /// Substitution.
    substitution: ID,
    /// Its last day now, inclusive.
    last_day: Date,
    /// On what basis.
    basis: String,
}

/// Замещение: who acts for the holder of a role.
#[derive(SimpleObject)]
pub struct Substitution {
    /// Id.
    id: ID,
    /// Role.
    role: String,
    /// Key of the person who acts.
    person: String,
    /// First day, inclusive.
    from: Date,
    /// Last day, inclusive.
    to: Date,
    /// On what basis.
    basis: String,
    /// Who declared it.
    declared_by: String,
    /// When.
    declared_at: chrono::DateTime<chrono::Utc>,
}

/// What became of a declaration.
#[derive(SimpleObject, Default)]
pub struct DeclarationPayload {
    /// All substitutions of the plan, as they are now.
    substitutions: Vec<Substitution>,
    /// Whether the same request had been answered before: nothing changed now.
    repeated: bool,
    /// Why it was not done; empty when it was.
    user_errors: Vec<UserError>,
}

#[Object]
impl ChangeActs {
    /// Moves an instance to the text that its item has today; a preview of the bulk act shows what that changes.
    async fn amend_instance(&self, ctx: &Context<'_>, input: AmendInstanceInput) -> Result<InstancePayload> {
        let visit = visit(ctx);
        let mut fields = Fields::default();
        let key = fields.key(&input.idempotency_key);
        let instance = fields.id::<InstanceId>("instance", &input.instance);
        let amendment = read_amendment(&mut fields, &input.amendment);
        match (fields.check(), instance, amendment) {
            (Ok(()), Some(instance), Some((stages, by, note))) => {
                let act = Act::Amend {
                    instance,
                    stages,
                    by,
                    note,
                };
                InstancePayload::of(visit, accept(visit, &key, act).await, instance).await
            }
            (checked, ..) => Ok(InstancePayload::refused(checked.err().unwrap_or_default())),
        }
    }

    /// Stops an instance for a while: no reminders, no reports.
    async fn suspend_instance(&self, ctx: &Context<'_>, input: SuspendInstanceInput) -> Result<InstancePayload> {
        let asked = (input.idempotency_key.as_str(), &input.instance, input.basis.as_str());
        on_instance(ctx, asked, |instance, basis| Act::Suspend { instance, basis }).await
    }

    /// Lets an instance go on, with the dates it had or with a later one.
    async fn resume_instance(&self, ctx: &Context<'_>, input: ResumeInstanceInput) -> Result<InstancePayload> {
        let until = input.until.map(|until| until.0);
        let asked = (input.idempotency_key.as_str(), &input.instance, input.basis.as_str());
        on_instance(ctx, asked, |instance, basis| Act::Resume { instance, until, basis }).await
    }

    /// Stops a task for a while.
    async fn suspend_task(&self, ctx: &Context<'_>, input: SuspendTaskInput) -> Result<TaskPayload> {
        let asked = (input.idempotency_key.as_str(), &input.task, input.basis.as_str());
        on_task(ctx, asked, |task, basis| Act::SuspendTask { task, basis }).await
    }

    /// Lets a task go on, with the date it had or with a later one.
    async fn resume_task(&self, ctx: &Context<'_>, input: ResumeTaskInput) -> Result<TaskPayload> {
        let until = input.until.map(|until| until.0);
        let asked = (input.idempotency_key.as_str(), &input.task, input.basis.as_str());
        on_task(ctx, asked, |task, basis| Act::ResumeTask { task, until, basis }).await
    }

    /// Declares who acts for the holder of a role: by the day he approves, and papers sign «И. о.»; it ends by itself.
    async fn declare_substitution(
        &self,
        ctx: &Context<'_>,
        input: DeclareSubstitutionInput,
    ) -> Result<DeclarationPayload> {
        let mut fields = Fields::default();
        let key = fields.key(&input.idempotency_key);
        let what = Declaration::Substitution {
            role: RoleKey(fields.required("role", &input.role, 200)),
            person: PersonKey(fields.required("person", &input.person, 200)),
            from: input.from.0,
            to: input.to.0,
            basis: fields.text("basis", &input.basis, WORD_MAX),
        };
        declare(ctx, fields, &key, PlanKey(input.plan), Some(what)).await
    }

    /// Ends a substitution before its last day.
    async fn end_substitution(&self, ctx: &Context<'_>, input: EndSubstitutionInput) -> Result<DeclarationPayload> {
        let mut fields = Fields::default();
        let key = fields.key(&input.idempotency_key);
        let basis = fields.text("basis", &input.basis, WORD_MAX);
        let what = fields
            .id::<DeclarationId>("substitution", &input.substitution)
            .map(|substitution| Declaration::SubstitutionEnded {
                substitution,
                last_day: input.last_day.0,
                basis,
            });
        declare(ctx, fields, &key, PlanKey(input.plan), what).await
    }
}

/// Substitutions declared for a plan, in the order they were declared.
pub fn substitutions(ctx: &Context<'_>, plan: &PlanKey) -> Vec<Substitution> {
    let declared = visit(ctx).catalog().declared();
    let its: Vec<&Declared> = declared.iter().filter(|declared| declared.plan == *plan).collect();
    let shown = |declared: &&Declared| match &declared.what {
        Declaration::Substitution {
            role,
            person,
            from,
            basis,
            ..
        } => Some(Substitution {
            id: declared.id.to_string().into(),
            role: role.0.clone(),
            person: person.0.clone(),
            from: Date(*from),
            to: Date(declarations::last_day(declared, &its)),
            basis: basis.clone(),
            declared_by: declared.by.clone(),
            declared_at: declared.at,
        }),
        _ => None,
    };
    its.iter().filter_map(shown).collect()
}

async fn declare(
    ctx: &Context<'_>,
    fields: Fields,
    key: &str,
    plan: PlanKey,
    what: Option<Declaration>,
) -> Result<DeclarationPayload> {
    let refused = |user_errors| DeclarationPayload {
        user_errors,
        ..DeclarationPayload::default()
    };
    let what = match (fields.check(), what) {
        (Ok(()), Some(what)) => what,
        (checked, _) => return Ok(refused(checked.err().unwrap_or_default())),
    };
    let act = Act::Declare {
        plan: plan.clone(),
        what,
    };
    Ok(match accept(visit(ctx), key, act).await {
        Ok(answer) => DeclarationPayload {
            substitutions: substitutions(ctx, &plan),
            repeated: answer.repeated,
            user_errors: Vec::new(),
        },
        Err(user_errors) => refused(user_errors),
    })
}

async fn on_instance(
    ctx: &Context<'_>,
    (key, instance, basis): (&str, &ID, &str),
    make: impl FnOnce(InstanceId, String) -> Act,
) -> Result<InstancePayload> {
    let visit = visit(ctx);
    let mut fields = Fields::default();
    let key = fields.key(key);
    let instance = fields.id::<InstanceId>("instance", instance);
    let basis = fields.text("basis", basis, WORD_MAX);
    match (fields.check(), instance) {
        (Ok(()), Some(instance)) => {
            InstancePayload::of(visit, accept(visit, &key, make(instance, basis)).await, instance).await
        }
        (checked, _) => Ok(InstancePayload::refused(checked.err().unwrap_or_default())),
    }
}

async fn on_task(
    ctx: &Context<'_>,
    (key, task, basis): (&str, &ID, &str),
    make: impl FnOnce(TaskId, String) -> Act,
) -> Result<TaskPayload> {
    let visit = visit(ctx);
    let mut fields = Fields::default();
    let key = fields.key(key);
    let task = fields.id::<TaskId>("task", task);
    let basis = fields.text("basis", basis, WORD_MAX);
    match (fields.check(), task) {
        (Ok(()), Some(task)) => {
            if let Some(absent) = absent(visit, task).await? {
                return Ok(TaskPayload::refused(vec![absent]));
            }
            TaskPayload::of(visit, accept(visit, &key, make(task, basis)).await, task).await
        }
        (checked, _) => Ok(TaskPayload::refused(checked.err().unwrap_or_default())),
    }
}
