//! Access: what a token lets its holder see and do.
//!
//! A token reads `prikaz_` and 40 hexadecimal digits; only its SHA-256 is kept. Must never tell why a token was not
//! accepted, nor write a token to a log.

use crate::definition::model::Act;
use crate::engine::event::Actor;
use crate::runtime::Runtime;
use crate::runtime::catalog::Catalog;
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::reader::Viewer;
use crate::store::rows::TokenRow;
use crate::words::ids::{InstitutionKey, RoleKey, random_token, sha256_hex};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

const PREFIX: &str = "prikaz_";
const DIGITS: usize = 40;

/// What a token is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grant {
    /// The department's clerks: every role of the plans but those that approve documents. Sees everything.
    Department,
    /// Acts in exactly these roles, e.g. `head`. Sees everything.
    Roles(Vec<RoleKey>),
    /// Reports for one institution and sees only what is its own.
    Institution(InstitutionKey),
    /// Sees everything, changes nothing.
    Auditor,
    /// Sees everything, changes nothing but the standing of jobs.
    Operator,
}

/// A token to be made.
#[derive(Debug, Clone)]
pub struct NewToken {
    pub grant: Grant,
    /// Name and post as the history will show them, e.g. «Петрова А. В., делопроизводитель».
    pub name: String,
    /// First instant at which it no longer holds; `None`: until it is withdrawn.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Who came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    pub grant: Grant,
    pub name: String,
    /// SHA-256 of the token, to look again whether it still holds.
    sha256: String,
}

/// Makes a token and keeps its SHA-256. The text returned is shown once and kept nowhere.
pub async fn create_token(store: &Store, new: NewToken, now: DateTime<Utc>) -> Result<String, StoreError> {
    let random = random_token().map_err(|error| StoreError::Randomness { why: error.to_string() })?;
    let token = format!("{PREFIX}{random}");
    let (role, roles, institution) = match new.grant {
        Grant::Department => ("department", Vec::new(), None),
        Grant::Roles(roles) => ("department", roles, None),
        Grant::Institution(key) => ("institution", Vec::new(), Some(key)),
        Grant::Auditor => ("auditor", Vec::new(), None),
        Grant::Operator => ("operator", Vec::new(), None),
    };
    let row = TokenRow {
        sha256: sha256_hex(token.as_bytes()),
        name: new.name,
        role: role.to_owned(),
        roles,
        institution,
        created_at: now,
        expires_at: new.expires_at,
        revoked_at: None,
    };
    store.create_token(&row).await?;
    Ok(token)
}

/// Withdraws a token; `false` when there is none such or it was withdrawn before.
pub async fn revoke_token(store: &Store, token: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    store.revoke_token(&sha256_hex(token.as_bytes()), now).await
}

/// The token in an `Authorization` header, when it is shaped like one of ours.
pub fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    let token = token.trim();
    let digits = token.strip_prefix(PREFIX)?;
    let ours = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    (scheme.eq_ignore_ascii_case("bearer") && ours).then_some(token)
}

/// Whom the token lets in now. Looks in a task of its own: callers may be dropped half-way.
pub async fn find(runtime: &Runtime, token: &str) -> Result<Option<Access>, StoreError> {
    find_by_sha256(runtime, sha256_hex(token.as_bytes())).await
}

async fn find_by_sha256(runtime: &Runtime, sha256: String) -> Result<Option<Access>, StoreError> {
    let runtime = runtime.clone();
    let look = async move { runtime.store().find_token(&sha256, runtime.clock().now()).await };
    let found = tokio::spawn(look)
        .await
        .map_err(|error| StoreError::ConnectionLost { why: error.to_string() })??;
    Ok(found.and_then(Access::from_row))
}

impl Access {
    fn from_row(row: TokenRow) -> Option<Self> {
        let grant = match (row.role.as_str(), row.institution) {
            ("department", _) if row.roles.is_empty() => Grant::Department,
            ("department", _) => Grant::Roles(row.roles),
            ("institution", Some(key)) => Grant::Institution(key),
            ("auditor", _) => Grant::Auditor,
            ("operator", _) => Grant::Operator,
            _ => return None, // a role of a newer program opens nothing
        };
        Some(Self {
            grant,
            name: row.name,
            sha256: row.sha256,
        })
    }

    /// Whether the token still holds; a subscription asks again before every row it shows.
    pub async fn still_holds(&self, runtime: &Runtime) -> bool {
        find_by_sha256(runtime, self.sha256.clone())
            .await
            .is_ok_and(|found| found.as_ref() == Some(self))
    }

    /// What may be seen.
    pub fn viewer(&self) -> Viewer {
        match &self.grant {
            Grant::Department | Grant::Roles(_) => Viewer::Department,
            Grant::Institution(key) => Viewer::Institution(key.clone()),
            Grant::Auditor | Grant::Operator => Viewer::Auditor,
        }
    }

    /// As whom an act is done; `None` for who may change nothing.
    pub fn actor(&self, catalog: &Catalog) -> Option<Actor> {
        let name = self.name.clone();
        match &self.grant {
            Grant::Department => Some(Actor::Person {
                roles: clerical_roles(catalog),
                name,
            }),
            Grant::Roles(roles) => Some(Actor::Person {
                roles: roles.clone(),
                name,
            }),
            Grant::Institution(key) => Some(Actor::Institution { key: key.clone(), name }),
            Grant::Auditor | Grant::Operator => None,
        }
    }

    /// Whether this institution may be seen.
    pub fn may_see(&self, institution: &InstitutionKey) -> bool {
        !matches!(&self.grant, Grant::Institution(own) if own != institution)
    }

    /// Whether the house's own affairs may be seen: jobs, health.
    pub fn sees_the_house(&self) -> bool {
        !matches!(self.grant, Grant::Institution(_))
    }

    /// Whether a parked job may be let run again.
    pub fn minds_jobs(&self) -> bool {
        matches!(self.grant, Grant::Department | Grant::Roles(_) | Grant::Operator)
    }

    /// Whether files may be handed in.
    pub fn hands_in_files(&self) -> bool {
        matches!(self.grant, Grant::Department | Grant::Roles(_) | Grant::Institution(_))
    }

    /// Idempotency keys of one holder never meet those of another.
    pub fn own_key(&self, key: &str) -> String {
        match &self.grant {
            Grant::Institution(institution) => format!("institution/{institution}/{key}"),
            Grant::Department | Grant::Roles(_) | Grant::Auditor | Grant::Operator => format!("department/{key}"),
        }
    }
}

/// Roles of all plans, without those that approve documents somewhere: a clerk's.
pub fn clerical_roles(catalog: &Catalog) -> Vec<RoleKey> {
    let mut roles = BTreeSet::new();
    let mut approving = BTreeSet::new();
    for plan in catalog.plans() {
        roles.extend(plan.rules.roles.keys().cloned());
        for definition in &plan.items {
            for stage in definition.lifecycle.stages.values() {
                if let Act::Approve(approval) = &stage.act {
                    approving.extend(approval.by.iter().cloned());
                }
            }
        }
    }
    roles.difference(&approving).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_bearer_token_of_our_shape_is_looked_up() {
        let token = format!("prikaz_{}", "0a".repeat(20));
        assert_eq!(bearer(&format!("Bearer {token}")), Some(token.as_str()));
        assert_eq!(bearer(&format!("bearer  {token}")), Some(token.as_str()));
        for wrong in [
            format!("Basic {token}"),
            token.clone(),
            "Bearer prikaz_0a".into(),
            format!("Bearer {token}0"),
        ] {
            assert_eq!(bearer(&wrong), None, "{wrong}");
        }
    }
}
