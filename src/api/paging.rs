//! Pages of the schema: Relay connections over the reader's pages, with a total that is counted only when asked for.

use super::errors::{bad_input, from_store};
use super::visit::visit;
use crate::store::reader::{
    Cursor, DocumentFilter, HistoryFilter, InstanceFilter, JournalOfYear, LetterFilter, Page, Paged, TaskFilter,
};
use async_graphql::connection::{Connection, Edge, EmptyFields};
use async_graphql::{Context, Object, OutputType, Result};

/// Rows of a page when none are asked for.
const FIRST_DEFAULT: i32 = 50;
/// Most rows of a page.
const FIRST_MAX: i32 = 200;

/// A connection with `totalCount`.
pub type List<T> = Connection<String, T, Total, EmptyFields>;

/// Counts all rows that the filter leaves.
pub enum Total {
    Instances(InstanceFilter),
    Tasks(TaskFilter),
    Documents(DocumentFilter),
    History(Box<HistoryFilter>),
    Letters(LetterFilter),
    Journal(JournalOfYear),
    Known(usize),
}

#[Object]
impl Total {
    /// How many there are in all, on every page.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64> {
        let reader = &visit(ctx).reader;
        let counted = match self {
            Self::Instances(filter) => reader.count_instances(filter).await,
            Self::Tasks(filter) => reader.count_tasks(filter).await,
            Self::Documents(filter) => reader.count_documents(filter).await,
            Self::History(filter) => reader.count_history(filter).await,
            Self::Letters(filter) => reader.count_letters(filter).await,
            Self::Journal(of) => reader.count_journal(of).await,
            Self::Known(count) => Ok(*count as u64),
        };
        counted.map_err(from_store)
    }
}

/// The reader's page for these arguments.
pub fn page(first: Option<i32>, after: Option<String>) -> Result<Page> {
    let first = first.unwrap_or(FIRST_DEFAULT);
    if !(0..=FIRST_MAX).contains(&first) {
        return Err(bad_input(
            "first",
            format!("first: ожидалось число от 0 до {FIRST_MAX}, а здесь {first}"),
        ));
    }
    let page = Page::first(u64::from(first.unsigned_abs()));
    Ok(match after {
        Some(cursor) => page.after(Cursor(cursor)),
        None => page,
    })
}

/// A page of rows as a connection.
pub fn list<R, T: OutputType>(page: &Page, paged: Paged<R>, total: Total, node: impl Fn(R) -> T) -> List<T> {
    let mut connection = Connection::with_additional_fields(page.after.is_some(), paged.has_next, total);
    connection.edges.extend(
        paged
            .rows
            .into_iter()
            .map(|(row, cursor)| Edge::new(cursor.0, node(row))),
    );
    connection
}

/// Cost of a connection: what each row costs, for as many rows as are asked for.
pub fn cost(first: Option<i32>, row: usize) -> usize {
    let rows = usize::try_from(first.unwrap_or(FIRST_DEFAULT).clamp(1, FIRST_MAX)).unwrap_or(1);
    1 + rows * row
}
