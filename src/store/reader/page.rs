//! Pages: by the place in an order, never by counting rows, so that new rows neither repeat nor hide others.
//!
//! Must never show more than [`FIRST_MAX`] rows, nor take another list's cursor.

use super::Reader;
use super::scope::beyond;
use crate::store::StoreError;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{EntityTrait, Order, QueryOrder, QuerySelect, Select, Value};

/// Most rows of one page.
pub const FIRST_MAX: u64 = 200;

/// A place in a list; text that only the list that gave it understands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub String);

/// Which rows of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// At most this many, and at most `FIRST_MAX`.
    pub first: u64,
    /// Those after this place; `None`: from the beginning.
    pub after: Option<Cursor>,
}

impl Page {
    /// The first rows of a list.
    pub fn first(first: u64) -> Self {
        Self { first, after: None }
    }

    /// The rows after `cursor`.
    #[must_use]
    pub fn after(self, cursor: Cursor) -> Self {
        Self {
            after: Some(cursor),
            ..self
        }
    }
}

/// Rows of a list with their places.
#[derive(Debug, Clone, PartialEq)]
pub struct Paged<T> {
    /// Rows in order.
    pub rows: Vec<(T, Cursor)>,
    /// Whether more rows follow.
    pub has_next: bool,
}

/// A part of a place: the value of one column.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Key {
    Text(String),
    Whole(i64),
    Day(NaiveDate),
    Moment(DateTime<Utc>),
}

impl Key {
    fn write(&self) -> String {
        match self {
            Self::Text(text) => format!("t{text}"),
            Self::Whole(number) => format!("w{number}"),
            Self::Day(day) => format!("d{day}"),
            Self::Moment(at) => format!("m{}", at.timestamp_micros()),
        }
    }

    fn read(part: &str) -> Option<Value> {
        let rest = part.get(1..)?;
        match part.as_bytes().first()? {
            b't' => Some(rest.into()),
            b'w' => Some(rest.parse::<i64>().ok()?.into()),
            b'd' => Some(rest.parse::<NaiveDate>().ok()?.into()),
            b'm' => Some(DateTime::from_timestamp_micros(rest.parse().ok()?)?.into()),
            _ => None,
        }
    }
}

/// The order of a list: a name that its cursors carry, unique columns together, a direction.
pub(super) struct By {
    pub list: &'static str,
    pub columns: Vec<Expr>,
    pub direction: Order,
}

impl By {
    fn cursor(&self, place: &[Key]) -> Cursor {
        let parts: Vec<String> = std::iter::once(self.list.to_owned())
            .chain(place.iter().map(Key::write))
            .collect();
        Cursor(hex::encode(parts.join("\u{1f}")))
    }

    fn place(&self, cursor: &Cursor) -> Result<Vec<Value>, StoreError> {
        let read = || {
            let text = String::from_utf8(hex::decode(&cursor.0).ok()?).ok()?;
            let mut parts = text.split('\u{1f}');
            let place = if parts.next()? == self.list {
                parts.map(Key::read).collect::<Option<Vec<_>>>()
            } else {
                None
            };
            place.filter(|place| place.len() == self.columns.len())
        };
        read().ok_or_else(|| StoreError::Cursor {
            cursor: cursor.0.chars().take(80).collect(),
        })
    }
}

impl Reader {
    /// One page of a selection; `read` turns a model into a row and its place.
    pub(super) async fn page<E, T>(
        &self,
        mut select: Select<E>,
        by: By,
        page: &Page,
        read: impl Fn(E::Model) -> Result<(T, Vec<Key>), StoreError>,
    ) -> Result<Paged<T>, StoreError>
    where
        E: EntityTrait,
    {
        let first = page.first.min(FIRST_MAX);
        if let Some(cursor) = &page.after {
            let place = by.place(cursor)?;
            select = sea_orm::QueryFilter::filter(select, beyond(by.columns.clone(), place, &by.direction));
        }
        for column in &by.columns {
            select = select.order_by(column.clone(), by.direction.clone());
        }
        let mut models = select
            .limit(first + 1)
            .all(&self.store.0.reader)
            .await
            .map_err(|error| StoreError::sort(by.list, error))?;
        let wanted = usize::try_from(first).unwrap_or(usize::MAX);
        let has_next = models.len() > wanted;
        models.truncate(wanted);
        let rows = models
            .into_iter()
            .map(|model| read(model).map(|(row, place)| (row, by.cursor(&place))));
        Ok(Paged {
            rows: rows.collect::<Result<_, _>>()?,
            has_next,
        })
    }
}
