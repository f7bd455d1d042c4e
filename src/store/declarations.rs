//! What the department declared for a time: who acts for whom, which institution has closed.
//!
//! Must never change or forget a declaration: it is ended by another.

use super::entity::declaration;
use super::error::StoreError;
use super::rows::DeclarationRow;
use super::{Store, convert};
use sea_orm::{EntityTrait, QueryOrder};

impl Store {
    /// All declarations, in the order they were made.
    ///
    /// # Errors
    /// When the database does not answer or a row cannot be read.
    pub async fn declarations(&self) -> Result<Vec<DeclarationRow>, StoreError> {
        let found = declaration::Entity::find()
            .order_by_asc(declaration::Column::RecordedAt)
            .order_by_asc(declaration::Column::Id)
            .all(&self.0.reader)
            .await
            .map_err(|error| StoreError::sort("declaration", error))?;
        found.into_iter().map(convert::declaration).collect()
    }
}
