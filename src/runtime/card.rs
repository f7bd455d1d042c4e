//! The registration card of a document (РКК): what is known of it, and of how it is carried out.
//!
//! Must never guess: sheets, the case it is filed in and its storage term are not kept here, and are left out.

use super::journal::{Desk, JournalEntry, Surroundings, entry};
use super::{reading, sheets};
use crate::definition::model::{Part, Plan};
use crate::engine::paper::Attachment;
use crate::engine::state::{InstanceState, TaskState};
use crate::engine::transition::Transition;
use crate::store::error::StoreError;
use crate::store::reader::{HistoryFilter, JournalLine, Page, Reader};
use crate::store::rows::DocumentRow;
use crate::words::ids::{DocumentId, InstanceId, InstitutionKey, ItemKey};
use chrono::NaiveDate;

/// Rows asked for at once.
const PAGE: u64 = 200;

/// The registration card of a document (регистрационно-контрольная карточка).
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Who issued it.
    pub author: String,
    /// Kind in the nominative, e.g. «приказ».
    pub kind: String,
    /// Title of the journal; a draft stands in none.
    pub journal: Option<String>,
    /// The line of the journal; without a number while it is a draft.
    pub entry: JournalEntry,
    /// Who approved, by post.
    pub approvals: Vec<String>,
    /// What executors owe by it.
    pub control: Vec<Control>,
    /// The latest control date.
    pub control_date: Option<NaiveDate>,
    /// More time that was given.
    pub extensions: Vec<Extension>,
    /// Day on which the last of its items was taken off control; `None` while one is on it.
    pub taken_off: Option<NaiveDate>,
    /// Scans and signatures added.
    pub attachments: Vec<Attachment>,
}

/// What one executor owes.
#[derive(Debug, Clone, PartialEq)]
pub struct Control {
    pub item: ItemKey,
    pub institution: String,
    /// Named first: sums up.
    pub lead: bool,
    pub due: NaiveDate,
    /// Control date it began with, and as it is now.
    pub control: NaiveDate,
    pub current: NaiveDate,
    pub state: TaskState,
}

/// More time given to an executor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    pub institution: String,
    /// Day of the decision, and who decided.
    pub on: NaiveDate,
    pub by: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub basis: String,
}

/// The registration card of a document; `None` when the reader sees no such document.
pub async fn card(desk: Desk<'_>, id: DocumentId) -> Result<Option<Card>, StoreError> {
    let Some(row) = desk.reader.document(id).await? else {
        return Ok(None);
    };
    let around = Surroundings::of(desk, std::iter::once(&row)).await?;
    let plan = desk.catalog.plan(&row.draft.plan);
    let name = |key: &InstitutionKey| short_name(plan.as_deref(), key);
    let (mut control, mut extensions) = (Vec::new(), Vec::new());
    for instance in &row.document.serves {
        for task in reading::tasks_of_instance(desk.reader, *instance, usize::MAX).await? {
            control.push(Control {
                item: task.item,
                institution: name(&task.task.institution),
                lead: task.task.part == Part::Lead,
                due: task.task.due,
                control: task.task.control,
                current: task.task.current,
                state: task.task.state,
            });
        }
        extensions.extend(extensions_of(desk.reader, *instance, &name).await?);
    }
    let journal = row
        .document
        .state
        .registration()
        .and_then(|entry| desk.catalog.journal(&entry.journal));
    let post = |role| {
        plan.as_ref()
            .and_then(|plan| Some(plan.rules.roles.get(role)?.post.clone()))
    };
    Ok(Some(Card {
        author: plan.as_ref().map_or_else(String::new, |plan| plan.office.name.clone()),
        kind: journal
            .as_ref()
            .map_or_else(|| "проект".to_owned(), |(_, journal)| journal.kind.clone()),
        journal: journal.map(|(_, journal)| journal.title),
        approvals: row.document.approvals.iter().filter_map(post).collect(),
        control_date: control.iter().map(|control| control.current).max(),
        control,
        extensions,
        taken_off: taken_off(&around, &row),
        attachments: row.document.attachments.clone(),
        entry: entry(desk, &around, JournalLine::Document(Box::new(row))),
    }))
}

fn short_name(plan: Option<&Plan>, key: &InstitutionKey) -> String {
    let found = plan.and_then(|plan| plan.institutions.iter().find(|row| row.key == *key));
    found.map_or_else(|| key.to_string(), |row| row.short_name.clone())
}

async fn extensions_of(
    reader: &Reader,
    instance: InstanceId,
    name: &impl Fn(&InstitutionKey) -> String,
) -> Result<Vec<Extension>, StoreError> {
    let filter = HistoryFilter {
        instance: Some(instance),
        kinds: vec!["extension_granted".to_owned()],
        ..HistoryFilter::default()
    };
    let mut found = Vec::new();
    let mut page = Page::first(PAGE);
    loop {
        let paged = reader.history(&filter, &page).await?;
        for (row, _) in &paged.rows {
            if let Transition::ExtensionGranted { from, to, basis, .. } = &row.entry.transition {
                found.push(Extension {
                    institution: row.entry.institution.as_ref().map(name).unwrap_or_default(),
                    on: row.entry.effective_on,
                    by: sheets::actor(&row.entry.actor),
                    from: *from,
                    to: *to,
                    basis: basis.clone(),
                });
            }
        }
        match paged.rows.last() {
            Some((_, cursor)) if paged.has_next => page = Page::first(PAGE).after(cursor.clone()),
            _ => return Ok(found),
        }
    }
}

fn taken_off(around: &Surroundings, row: &DocumentRow) -> Option<NaiveDate> {
    let days = row
        .document
        .serves
        .iter()
        .map(|id| match around.instances.get(id)?.instance.state {
            InstanceState::Released { on } | InstanceState::Cancelled { on } => Some(on),
            InstanceState::Active | InstanceState::Suspended { .. } => None,
        });
    days.collect::<Option<Vec<NaiveDate>>>()?.into_iter().max()
}
