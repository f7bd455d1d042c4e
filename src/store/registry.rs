//! Who there is: the directory of institutions, and access tokens.
//!
//! Must never keep the secret of a token, only its SHA-256; must never forget an institution that was once there.

use super::entity::{institution, token};
use super::error::StoreError;
use super::rows::TokenRow;
use super::{Store, convert};
use crate::definition::model::Institution;
use crate::words::ids::{InstitutionKey, RoleKey};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

impl Store {
    /// Brings the directory to these rows. One that is no longer listed stays as it was: its tasks remain.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sync_institutions(&self, rows: &[Institution]) -> Result<(), StoreError> {
        let mut models: Vec<_> = rows.iter().map(model).collect();
        models.sort_by(|a, b| a.key.cmp(&b.key));
        let parameter = convert::parameter("institution", &models)?;
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
    }
}
