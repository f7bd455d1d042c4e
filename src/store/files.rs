//! Files by content, and the texts definitions were read from: both are stored once and never change.
//!
//! Must never name a file in a row before the file itself is on the disk: store it first, then commit the row.

use super::entity::{blob, definition};
use super::error::StoreError;
use super::rows::DefinitionRow;
use super::{Store, convert};
use crate::words::ids::{ItemKey, PlanKey, sha256_hex};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

impl Store {
    /// Stores a file and gives its address, the SHA-256 of its bytes. It is on the disk when this returns; storing the
    /// same bytes again changes nothing.
    ///
    /// # Errors
    /// When the database does not answer or its disk is full.
    pub async fn put_blob(&self, bytes: Vec<u8>, now: DateTime<Utc>) -> Result<String, StoreError> {
        let sha256 = sha256_hex(&bytes);
        let size = bytes.len().cast_signed() as i64;
        let sql =
            "INSERT INTO blob (sha256, size, bytes, stored_at) VALUES ($1, $2, $3, $4) ON CONFLICT (sha256) DO NOTHING";
        self.execute(
            &self.0.writer,
            "blob",
            sql,
            vec![sha256.clone().into(), size.into(), bytes.into(), now.into()],
        )
        .await?;
        Ok(sha256)
    }

    /// The file with this address.
    ///
    /// # Errors
    /// When its bytes no longer have that SHA-256: the disk or somebody has altered them.
    pub async fn get_blob(&self, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let found = blob::Entity::find_by_id(sha256)
            .one(&self.0.reader)
            .await
            .map_err(|error| StoreError::sort("blob", error))?;
        let Some(found) = found else { return Ok(None) };
        let actual = sha256_hex(&found.bytes);
        if actual == sha256 {
            Ok(Some(found.bytes))
        } else {
            Err(convert::Place {
                table: "blob",
                column: "bytes",
                id: sha256,
            }
            .unreadable(&format_args!("SHA-256 содержимого {actual}")))
        }
    }

    /// Stores texts of definitions; one that is there already stays as it is.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_definitions(&self, rows: &[DefinitionRow]) -> Result<(), StoreError> {
        let models = rows.iter().map(|row| definition::Model {
            sha256: row.sha256.clone(),
            plan: row.plan.0.clone(),
            item: row.item.0.clone(),
            bundle: row.bundle.clone(),
            stored_at: row.stored_at,
        });
        let parameter = convert::parameter("definition", &models.collect::<Vec<_>>())?;
        self.execute(
            &self.0.writer,
            "definition",
            &self.0.sql.definitions,
            vec![parameter.into()],
        )
        .await
        .map(|_| ())
    }

    /// The text of the definition with this SHA-256.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn get_definition(&self, sha256: &str) -> Result<Option<DefinitionRow>, StoreError> {
        let found = definition::Entity::find_by_id(sha256)
            .one(&self.0.reader)
            .await
            .map_err(|error| StoreError::sort("definition", error))?;
        Ok(found.map(|found| DefinitionRow {
            sha256: found.sha256,
            plan: PlanKey(found.plan),
            item: ItemKey(found.item),
            bundle: found.bundle,
            stored_at: found.stored_at,
        }))
    }

    /// The texts kept of an item, the one kept last first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn definitions_of(&self, plan: &PlanKey, item: &ItemKey) -> Result<Vec<String>, StoreError> {
        definition::Entity::find()
            .select_only()
            .column(definition::Column::Sha256)
            .filter(definition::Column::Plan.eq(plan.as_str()))
            .filter(definition::Column::Item.eq(item.as_str()))
            .order_by_desc(definition::Column::StoredAt)
            .order_by_asc(definition::Column::Sha256)
            .into_tuple()
            .all(&self.0.reader)
            .await
            .map_err(|error| StoreError::sort("definition", error))
    }

    /// All texts kept, of whatever item.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn definitions(&self) -> Result<Vec<String>, StoreError> {
        definition::Entity::find()
            .select_only()
            .column(definition::Column::Sha256)
            .order_by_asc(definition::Column::Sha256)
            .into_tuple()
            .all(&self.0.reader)
            .await
            .map_err(|error| StoreError::sort("definition", error))
    }
}
