//! Who did something.

use crate::engine::event::Actor as ActorModel;
use async_graphql::{Enum, SimpleObject};

/// Who did it.
#[derive(SimpleObject)]
pub struct Actor {
    /// Name and post; for the product itself, «Система».
    name: String,
    /// A person of the department, somebody of an institution, or the product itself.
    kind: ActorKind,
    /// Roles in which a person acted.
    roles: Vec<String>,
    /// Key of the institution.
    institution: Option<String>,
}

/// Kind of an actor.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorKind {
    /// A person of the department.
    Person,
    /// Somebody of an institution.
    Institution,
    /// A timer, or the product following its own rules.
    System,
}

impl Actor {
    pub fn of(actor: &ActorModel) -> Self {
        match actor {
            ActorModel::Person { roles, name } => {
                let roles = roles.iter().map(|role| role.0.clone()).collect();
                Self {
                    name: name.clone(),
                    kind: ActorKind::Person,
                    roles,
                    institution: None,
                }
            }
            ActorModel::Institution { key, name } => {
                let institution = Some(key.0.clone());
                Self {
                    name: name.clone(),
                    kind: ActorKind::Institution,
                    roles: Vec::new(),
                    institution,
                }
            }
            ActorModel::System => Self {
                name: "Система".to_owned(),
                kind: ActorKind::System,
                roles: Vec::new(),
                institution: None,
            },
        }
    }
}
