//! The directory as the database knows it: institutions, and the names that they have had.
//!
//! Must never start from a table but through its scoped selection.

use super::Reader;
use crate::definition::model::Institution;
use crate::store::entity::{institution, institution_name};
use crate::store::error::StoreError;
use crate::store::registry;
use crate::store::rows::NameRow;
use crate::words::ids::InstitutionKey;
use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ExprTrait, QueryFilter, QueryOrder, QueryTrait};

impl Reader {
    /// Institutions by key, under their latest names; with a day, only those that the directory knows on it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn institutions(&self, valid_on: Option<NaiveDate>) -> Result<Vec<Institution>, StoreError> {
        use institution::Column;
        let select = self.institutions_in_scope().apply_if(valid_on, |select, day| {
            select
                .filter(Column::ValidFrom.is_null().or(Column::ValidFrom.lte(day)))
                .filter(Column::ValidTo.is_null().or(Column::ValidTo.gte(day)))
        });
        let found = select.order_by_asc(Column::Key).all(&self.store.0.reader).await;
        Ok(found
            .map_err(|error| StoreError::sort("institution", error))?
            .into_iter()
            .map(registry::institution)
            .collect())
    }

    /// Names that an institution has had, the oldest first; none for one that the viewer may not see.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn names(&self, key: &InstitutionKey) -> Result<Vec<NameRow>, StoreError> {
        use institution_name::Column;
        let found = self
            .names_in_scope()
            .filter(Column::Key.eq(key.as_str()))
            .order_by_asc(Column::ValidFrom)
            .order_by_asc(Column::Sha256)
            .all(&self.store.0.reader)
            .await
            .map_err(|error| StoreError::sort("institution_name", error))?;
        let mut names: Vec<NameRow> = found.into_iter().map(registry::name_row).collect();
        // Nulls sort first in one database and last in the other; here «from ever» is the oldest.
        names.sort_by_key(|name| name.valid_from);
        Ok(names)
    }
}
