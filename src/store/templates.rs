//! Versions of Word templates: each is there for good, since drafts are bound to the file they began with.
//!
//! Must never name a file that is not stored: store it first.

use super::Store;
use super::entity::template_version;
use super::error::StoreError;
use super::rows::TemplateVersion;
use chrono::{DateTime, Utc};
use sea_orm::{EntityTrait, PaginatorTrait, QueryOrder};

impl Store {
    /// Adds the next version of a template; its file must be stored already.
    ///
    /// # Errors
    /// When somebody else adds one at this moment, or the database does not answer.
    pub async fn add_template_version(
        &self,
        name: &str,
        sha256: &str,
        stored_by: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO template_version (name, version, sha256, stored_by, stored_at) \
                   SELECT $1, COALESCE(MAX(version), 0) + 1, $2, $3, $4 FROM template_version WHERE name = $1";
        let values = vec![name.into(), sha256.into(), stored_by.into(), now.into()];
        self.execute(&self.0.writer, "template_version", sql, values)
            .await
            .map(|_| ())
    }

    /// How many versions there are of all templates together.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn template_versions_count(&self) -> Result<u64, StoreError> {
        template_version::Entity::find()
            .count(&self.0.reader)
            .await
            .map_err(|error| StoreError::sort("template_version", error))
    }

    /// All versions of all templates, by name, the oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn template_versions(&self) -> Result<Vec<TemplateVersion>, StoreError> {
        let found = template_version::Entity::find()
            .order_by_asc(template_version::Column::Name)
            .order_by_asc(template_version::Column::Version)
            .all(&self.0.reader)
            .await
            .map_err(|error| StoreError::sort("template_version", error))?;
        Ok(found
            .into_iter()
            .map(|row| TemplateVersion {
                name: row.name,
                version: row.version,
                sha256: row.sha256,
                stored_by: row.stored_by,
                stored_at: row.stored_at,
            })
            .collect())
    }
}
