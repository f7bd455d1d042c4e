//! Whole lists out of a reader that gives pages.

use crate::store::error::StoreError;
use crate::store::reader::{
    DocumentFilter, InstanceFilter, JournalLine, JournalOfYear, Page, Reader, TaskFilter, TaskStanding,
};
use crate::store::rows::{DocumentRow, InstanceRow, TaskRow};
use crate::words::ids::{InstanceId, InstitutionKey, JournalKey, TaskId};
use std::collections::BTreeSet;

const PAGE: u64 = 200;

/// Tasks that the filter leaves, at most `max`.
pub async fn tasks(reader: &Reader, filter: &TaskFilter, max: usize) -> Result<Vec<TaskRow>, StoreError> {
    let mut found = Vec::new();
    let mut page = Page::first(PAGE);
    loop {
        let paged = reader.tasks(filter, &page).await?;
        let last = paged.rows.last().map(|(_, cursor)| cursor.clone());
        found.extend(paged.rows.into_iter().map(|(row, _)| row));
        match last {
            Some(cursor) if paged.has_next && found.len() < max => page = Page::first(PAGE).after(cursor),
            _ => break,
        }
    }
    found.truncate(max);
    Ok(found)
}

/// Instances that the filter leaves.
pub async fn instances(reader: &Reader, filter: &InstanceFilter) -> Result<Vec<InstanceRow>, StoreError> {
    let mut found = Vec::new();
    let mut page = Page::first(PAGE);
    loop {
        let paged = reader.instances(filter, &page).await?;
        let last = paged.rows.last().map(|(_, cursor)| cursor.clone());
        found.extend(paged.rows.into_iter().map(|(row, _)| row));
        match last {
            Some(cursor) if paged.has_next => page = Page::first(PAGE).after(cursor),
            _ => return Ok(found),
        }
    }
}

/// All documents.
pub async fn documents(reader: &Reader) -> Result<Vec<DocumentRow>, StoreError> {
    let filter = DocumentFilter::default();
    let mut found = Vec::new();
    let mut page = Page::first(PAGE);
    loop {
        let paged = reader.documents(&filter, &page).await?;
        let last = paged.rows.last().map(|(_, cursor)| cursor.clone());
        found.extend(paged.rows.into_iter().map(|(row, _)| row));
        match last {
            Some(cursor) if paged.has_next => page = Page::first(PAGE).after(cursor),
            _ => return Ok(found),
        }
    }
}

/// Numbers of a journal that were declared void in a year.
pub async fn void_numbers(reader: &Reader, journal: &JournalKey, year: i32) -> Result<BTreeSet<u32>, StoreError> {
    let of = JournalOfYear {
        journal: journal.clone(),
        year,
    };
    let mut found = BTreeSet::new();
    let mut page = Page::first(PAGE);
    loop {
        let paged = reader.journal(&of, &page).await?;
        found.extend(paged.rows.iter().filter_map(|(line, _)| match line {
            JournalLine::Void(row) => Some(row.sequence),
            JournalLine::Document(_) => None,
        }));
        match paged.rows.last() {
            Some((_, cursor)) if paged.has_next => page = Page::first(PAGE).after(cursor.clone()),
            _ => return Ok(found),
        }
    }
}

/// Tasks of one instance, at most `max`.
pub async fn tasks_of_instance(reader: &Reader, instance: InstanceId, max: usize) -> Result<Vec<TaskRow>, StoreError> {
    tasks(
        reader,
        &TaskFilter {
            instance: Some(instance),
            ..TaskFilter::default()
        },
        max,
    )
    .await
}

/// Tasks of an instance that are neither accepted nor cancelled.
pub async fn unfinished_tasks(reader: &Reader, instance: InstanceId) -> Result<Vec<TaskRow>, StoreError> {
    let states = vec![TaskStanding::Issued, TaskStanding::Reported, TaskStanding::Returned];
    tasks(
        reader,
        &TaskFilter {
            instance: Some(instance),
            states,
            ..TaskFilter::default()
        },
        usize::MAX,
    )
    .await
}

/// Tasks that `institution` has in the instance of `task`.
pub async fn tasks_beside(
    reader: &Reader,
    task: TaskId,
    institution: &InstitutionKey,
) -> Result<Vec<TaskId>, StoreError> {
    let Some(row) = reader.task(task).await? else {
        return Ok(Vec::new());
    };
    let filter = TaskFilter {
        instance: Some(row.task.instance),
        institution: Some(institution.clone()),
        ..TaskFilter::default()
    };
    Ok(tasks(reader, &filter, usize::MAX)
        .await?
        .into_iter()
        .map(|row| row.task.id)
        .collect())
}
