//! Who may do what: roles of the department, the institution a task belongs to, the system itself.
//!
//! Must never look at names of people: an act is allowed to a role or an institution.

use super::event::Actor;
use super::outcome::Outcome;
use super::rejection::Rejection;
use super::state::Task;
use crate::definition::model::Definition;
use crate::words::ids::RoleKey;

/// The act is done by the holder of `role`.
pub fn require_role(outcome: &Outcome<'_>, role: &RoleKey, act: &'static str) -> Result<(), Rejection> {
    if holds(outcome.call.actor, role) {
        Ok(())
    } else {
        Err(not_yours(act, post(outcome.call.definition, role)))
    }
}

/// The act is done by anybody who holds a role of the plan.
pub fn require_department(outcome: &Outcome<'_>, act: &'static str) -> Result<(), Rejection> {
    if is_department(outcome) {
        Ok(())
    } else {
        Err(not_yours(act, "отдел"))
    }
}

/// The act is done by the institution that has the task, or by the department on its behalf.
pub fn require_own_or_department(outcome: &Outcome<'_>, task: &Task, act: &'static str) -> Result<(), Rejection> {
    if is_own(outcome, task) || is_department(outcome) {
        return Ok(());
    }
    Err(not_yours(act, "исполнитель поручения"))
}

/// The act is done by the institution that has the task, and nobody else.
pub fn require_own(outcome: &Outcome<'_>, task: &Task, act: &'static str) -> Result<(), Rejection> {
    if is_own(outcome, task) {
        Ok(())
    } else {
        Err(not_yours(act, "исполнитель поручения"))
    }
}

/// The act follows from the product's own rules and is nobody's.
pub fn require_system(outcome: &Outcome<'_>, act: &'static str) -> Result<(), Rejection> {
    if *outcome.call.actor == Actor::System {
        Ok(())
    } else {
        Err(not_yours(act, "сама система"))
    }
}

/// The act is done by the department, or follows from the product's own rules.
pub fn require_department_or_system(outcome: &Outcome<'_>, act: &'static str) -> Result<(), Rejection> {
    if *outcome.call.actor == Actor::System {
        Ok(())
    } else {
        require_department(outcome, act)
    }
}

/// Whether the actor holds the role.
pub fn holds(actor: &Actor, role: &RoleKey) -> bool {
    matches!(actor, Actor::Person { roles, .. } if roles.contains(role))
}

/// Whether the actor holds a role of the plan.
pub fn is_department(outcome: &Outcome<'_>) -> bool {
    let roles = &outcome.call.definition.rules.roles;
    roles.keys().any(|role| holds(outcome.call.actor, role))
}

/// What the holder of a role is called.
pub fn post(definition: &Definition, role: &RoleKey) -> String {
    definition
        .rules
        .roles
        .get(role)
        .map_or_else(|| format!("роль «{role}»"), |holder| holder.post.clone())
}

/// Says who may do the act.
pub fn not_yours(act: &'static str, expected: impl Into<String>) -> Rejection {
    Rejection::NotYours {
        act,
        expected: expected.into(),
    }
}

fn is_own(outcome: &Outcome<'_>, task: &Task) -> bool {
    matches!(outcome.call.actor, Actor::Institution { key, .. } if *key == task.institution)
}
