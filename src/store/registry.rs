//! Who there is: the directory of institutions, and access tokens.
//!
//! Must never keep the secret of a token, only its SHA-256; must never forget an institution that was once there.

use super::entity::{institution, institution_name, token};
use super::error::StoreError;
use super::rows::{NameRow, TokenRow};
use super::{Store, convert};
use crate::definition::institutions::InstitutionForms;
use crate::definition::model::Institution;
use crate::words::ids::{InstitutionKey, RoleKey, sha256_hex};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use std::collections::BTreeMap;

impl Store {
    /// Brings the directory to these rows. One that is no longer listed stays as it was: its tasks remain. An institution
    /// with several rows is kept under its latest names, and every name it has had is kept beside.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sync_institutions(&self, rows: &[Institution]) -> Result<(), StoreError> {
        let mut names: Vec<_> = rows.iter().map(name_model).collect();
        names.sort_by(|a, b| (&a.key, &a.sha256).cmp(&(&b.key, &b.sha256)));
        names.dedup_by(|a, b| (&a.key, &a.sha256) == (&b.key, &b.sha256));
        let parameter = convert::parameter("institution_name", &names)?;
        self.execute(
            &self.0.writer,
            "institution_name",
            &self.0.sql.institution_names,
            vec![parameter.into()],
        )
        .await?;
        let parameter = convert::parameter("institution", &latest(rows))?;
        self.execute(
            &self.0.writer,
            "institution",
            &self.0.sql.institutions,
            vec![parameter.into()],
        )
        .await
        .map(|_| ())
    }

    /// Keeps a new token.
    ///
    /// # Errors
    /// When the database does not answer or the token's role and institution do not fit.
    pub async fn create_token(&self, row: &TokenRow) -> Result<(), StoreError> {
        let model = token::Model {
            sha256: row.sha256.clone(),
            name: row.name.clone(),
            role: row.role.clone(),
            roles: convert::seal(&row.roles),
            institution: row.institution.as_ref().map(|key| key.0.clone()),
            created_at: row.created_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
        };
        model
            .into_active_model()
            .insert(&self.0.writer)
            .await
            .map(|_| ())
            .map_err(|error| StoreError::sort("token", error))
    }

    /// The token with this SHA-256 of its secret, if it holds at `now`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_token(&self, sha256: &str, now: DateTime<Utc>) -> Result<Option<TokenRow>, StoreError> {
        let found = token::Entity::find_by_id(sha256)
            .one(&self.0.reader)
            .await
            .map_err(|error| StoreError::sort("token", error))?;
        let row = found.map(token_row).transpose()?;
        Ok(row.filter(|row| row.revoked_at.is_none() && row.expires_at.is_none_or(|end| now < end)))
    }

    /// All tokens ever made, for the operator.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tokens(&self) -> Result<Vec<TokenRow>, StoreError> {
        let found = token::Entity::find()
            .all(&self.0.reader)
            .await
            .map_err(|error| StoreError::sort("token", error))?;
        let mut rows = found.into_iter().map(token_row).collect::<Result<Vec<_>, _>>()?;
        rows.sort_by(|a, b| (a.created_at, &a.sha256).cmp(&(b.created_at, &b.sha256)));
        Ok(rows)
    }

    /// Withdraws a token; `false` when there is none or it was withdrawn before.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn revoke_token(&self, sha256: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let updated = token::Entity::update_many()
            .col_expr(token::Column::RevokedAt, Expr::value(now))
            .filter(token::Column::Sha256.eq(sha256))
            .filter(token::Column::RevokedAt.is_null())
            .exec(&self.0.writer)
            .await
            .map_err(|error| StoreError::sort("token", error))?;
        Ok(updated.rows_affected == 1)
    }
}

fn token_row(found: token::Model) -> Result<TokenRow, StoreError> {
    let roles: Vec<RoleKey> = convert::Place {
        table: "token",
        column: "roles",
        id: &found.sha256,
    }
    .open(found.roles)?;
    let institution = found.institution.map(InstitutionKey);
    let (created_at, expires_at, revoked_at) = (found.created_at, found.expires_at, found.revoked_at);
    Ok(TokenRow {
        sha256: found.sha256,
        name: found.name,
        role: found.role,
        roles,
        institution,
        created_at,
        expires_at,
        revoked_at,
    })
}

/// One row for each key, as the table has it: the latest names, and the days of all its rows together.
fn latest(rows: &[Institution]) -> Vec<institution::Model> {
    let mut by_key: BTreeMap<&InstitutionKey, institution::Model> = BTreeMap::new();
    let mut rows: Vec<&Institution> = rows.iter().collect();
    rows.sort_by_key(|row| row.valid_from);
    for row in rows {
        let mut latest = model(row);
        if let Some(before) = by_key.get(&row.key) {
            latest.valid_from = before.valid_from;
        }
        by_key.insert(&row.key, latest);
    }
    by_key.into_values().collect()
}

fn name_model(row: &Institution) -> institution_name::Model {
    let first_day = row.valid_from.map(|day| day.to_string()).unwrap_or_default();
    let post = row.director_post.clone().unwrap_or_default();
    let what = [&first_day, &row.full_name, &row.short_name, &row.director, &post];
    let what: Vec<&str> = what.into_iter().map(String::as_str).collect();
    institution_name::Model {
        key: row.key.0.clone(),
        sha256: sha256_hex(what.join("\u{1f}").as_bytes()),
        full_name: row.full_name.clone(),
        short_name: row.short_name.clone(),
        director: row.director.clone(),
        director_post: row.director_post.clone(),
        valid_from: row.valid_from,
        valid_to: row.valid_to,
    }
}

/// A name as it is read back.
pub(super) fn name_row(found: institution_name::Model) -> NameRow {
    NameRow {
        key: InstitutionKey(found.key),
        full_name: found.full_name,
        short_name: found.short_name,
        director: found.director,
        director_post: found.director_post,
        valid_from: found.valid_from,
        valid_to: found.valid_to,
    }
}

fn model(row: &Institution) -> institution::Model {
    institution::Model {
        key: row.key.0.clone(),
        kind: row.kind.clone(),
        full_name: row.full_name.clone(),
        short_name: row.short_name.clone(),
        director: row.director.clone(),
        email: row.email.clone(),
        curator: row.curator.clone(),
        curator_email: row.curator_email.clone(),
        valid_from: row.valid_from,
        valid_to: row.valid_to,
    }
}

/// A row of the directory as the plan's words have it.
pub(super) fn institution(found: institution::Model) -> Institution {
    Institution {
        key: InstitutionKey(found.key),
        kind: found.kind,
        full_name: found.full_name,
        short_name: found.short_name,
        director: found.director,
        email: found.email,
        curator: found.curator,
        curator_email: found.curator_email,
        valid_from: found.valid_from,
        valid_to: found.valid_to,
        director_post: None,
        director_sex: None,
        curator_sex: None,
        phone: None,
        address: None,
        forms: InstitutionForms::default(),
    }
}
