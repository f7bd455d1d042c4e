//! A journal of registration: documents and void numbers of one year, in the order of their numbers.
//!
//! Must never start from a table but through its scoped selection.

use super::Reader;
use super::page::{By, Key, Page, Paged};
use crate::definition::journal::Numbered;
use crate::store::entity::{document, void_number};
use crate::store::rows::{DocumentRow, VoidRow};
use crate::store::{StoreError, convert};
use crate::words::ids::{DocumentId, JournalKey};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Order, QueryFilter, QueryOrder, Select};

/// Which journal, of which calendar year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalOfYear {
    /// Journal.
    pub journal: JournalKey,
    /// Calendar year of the series.
    pub year: i32,
}

/// One line of a journal.
#[derive(Debug, Clone, PartialEq)]
pub enum JournalLine {
    /// A registered document, in force or not.
    Document(Box<DocumentRow>),
    /// A number declared void.
    Void(VoidRow),
}

impl JournalLine {
    /// The number as a place in the series.
    pub fn numbered(&self) -> Option<Numbered> {
        match self {
            Self::Document(row) => row
                .document
                .state
                .registration()
                .map(crate::engine::state::Registration::numbered),
            Self::Void(row) => Some(row.sequence.into()),
        }
    }

    fn place(&self) -> i64 {
        self.numbered().map_or(0, |numbered| numbered.place().cast_signed())
    }
}

impl Reader {
    /// Lines of a journal by their numbers.
    ///
    /// # Errors
    /// When the database does not answer or a row cannot be read.
    pub async fn journal(&self, of: &JournalOfYear, page: &Page) -> Result<Paged<JournalLine>, StoreError> {
        let by = |columns| By {
            list: "journal",
            columns,
            direction: Order::Asc,
        };
        let documents = self
            .page(
                self.documents_of(of),
                by(vec![Expr::col(document::Column::Place)]),
                page,
                |model| {
                    let place = vec![Key::Whole(model.place.unwrap_or_default())];
                    Ok((JournalLine::Document(Box::new(convert::document(model)?)), place))
                },
            )
            .await?;
        let voids = self
            .page(
                self.voids_of(of),
                by(vec![Expr::col(void_number::Column::Place)]),
                page,
                |model| {
                    let place = vec![Key::Whole(model.place)];
                    Ok((JournalLine::Void(convert::void(model)?), place))
                },
            )
            .await?;
        let has_next = documents.has_next || voids.has_next;
        let mut rows = documents.rows;
        rows.extend(voids.rows);
        rows.sort_by_key(|(line, _)| line.place());
        let wanted = usize::try_from(page.first.min(super::page::FIRST_MAX)).unwrap_or(usize::MAX);
        let has_next = has_next || rows.len() > wanted;
        rows.truncate(wanted);
        Ok(Paged { rows, has_next })
    }

    /// How many lines a journal has.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_journal(&self, of: &JournalOfYear) -> Result<u64, StoreError> {
        let documents = self.count("document", self.documents_of(of)).await?;
        Ok(documents + self.count("void_number", self.voids_of(of)).await?)
    }

    /// Documents that amend, cancel or carry out any of these.
    ///
    /// # Errors
    /// When the database does not answer or a row cannot be read.
    pub async fn documents_speaking_of(&self, ids: &[DocumentId]) -> Result<Vec<DocumentRow>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let asked = serde_json::json!(ids).to_string();
        let select = self.documents_in_scope().filter(self.speaks_of(&asked));
        let select = select
            .order_by_asc(document::Column::Dated)
            .order_by_asc(document::Column::Id);
        let found = select.all(&self.store.0.reader).await;
        let found = found.map_err(|error| StoreError::sort("document", error))?;
        found.into_iter().map(convert::document).collect()
    }

    fn documents_of(&self, of: &JournalOfYear) -> Select<document::Entity> {
        self.documents_in_scope()
            .filter(document::Column::Journal.eq(of.journal.as_str()))
            .filter(document::Column::Year.eq(of.year))
            .filter(document::Column::Place.is_not_null())
    }

    fn voids_of(&self, of: &JournalOfYear) -> Select<void_number::Entity> {
        self.voids_in_scope()
            .filter(void_number::Column::Journal.eq(of.journal.as_str()))
            .filter(void_number::Column::Year.eq(of.year))
    }
}
