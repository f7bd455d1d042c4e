//! What stands in a number series at a place and next to it: asked only for numbers that are given by hand.
//!
//! Must never read a whole series: the neighbours are found by the index that keeps numbers apart.

use super::error::StoreError;
use super::rows::{Entries, SeriesPlace};
use crate::definition::journal::Numbered;
use crate::engine::paper::Entry;
use chrono::NaiveDate;
use sea_orm::{QueryResult, Value};

/// For both databases. $1 journal, $2 year, $3 the place.
pub(super) const SQL: &str = "
SELECT place, number, dated, CAST(NULL AS text) AS reason FROM document WHERE journal = $1 AND year = $2 AND place = $3
UNION SELECT place, number, dated, CAST(NULL AS text) FROM document WHERE journal = $1 AND year = $2
    AND place = (SELECT max(place) FROM document WHERE journal = $1 AND year = $2 AND place < $3)
UNION SELECT place, number, dated, CAST(NULL AS text) FROM document WHERE journal = $1 AND year = $2
    AND place = (SELECT min(place) FROM document WHERE journal = $1 AND year = $2 AND place > $3)
UNION SELECT place, number, NULL, reason FROM void_number WHERE journal = $1 AND year = $2 AND place = $3";

pub(super) fn values(asked: &SeriesPlace) -> Vec<Value> {
    vec![
        asked.journal.as_str().into(),
        asked.year.into(),
        asked.numbered.place().cast_signed().into(),
    ]
}

pub(super) fn sort(found: &[QueryResult], asked: &SeriesPlace, entries: &mut Entries) -> Result<(), StoreError> {
    let series = entries.entry((asked.journal.clone(), asked.year)).or_default();
    for row in found {
        let read = || -> Result<_, sea_orm::DbErr> {
            Ok((
                row.try_get_by_index::<i64>(0)?,
                row.try_get_by_index::<String>(1)?,
                row.try_get_by_index::<Option<NaiveDate>>(2)?,
                row.try_get_by_index::<Option<String>>(3)?,
            ))
        };
        let (place, number, date, void) = read().map_err(StoreError::Database)?;
        let place = place.cast_unsigned();
        let Some(numbered) = Numbered::at(place) else {
            return Err(StoreError::Unreadable {
                table: "document",
                column: "place",
                id: number,
                why: place.to_string(),
            });
        };
        series.insert(
            place,
            Entry {
                numbered,
                number,
                date,
                void,
            },
        );
    }
    Ok(())
}
