//! The journal of registration as an office reads it: typed rows, for pages, programs and papers alike.
//!
//! Must never leave a number out: cancelled, annulled and void ones stand in the journal with their marks.

use super::catalog::Catalog;
use super::orders::Content;
use crate::documents::papers::context::{Preparer, Signer};
use crate::engine::paper::{Does, Linked, PaperOrder};
use crate::engine::state::{DocumentState, Registration};
use crate::store::error::StoreError;
use crate::store::reader::{JournalLine, JournalOfYear, Page, Paged, Reader};
use crate::store::rows::{DocumentRow, FileRecord, InstanceRow, VoidRow};
use crate::words::ids::{DocumentId, InstanceId, ItemKey, PeriodKey, PlanKey};
use crate::words::phrasing::short_date;
use chrono::NaiveDate;
use std::collections::HashMap;

/// Rows asked for at once.
const PAGE: u64 = 200;

/// One line of a journal.
#[derive(Debug, Clone, PartialEq)]
pub struct JournalEntry {
    /// Number as printed.
    pub number: String,
    /// Integer in the series of the year.
    pub sequence: u32,
    /// Letter of an inserted number.
    pub letter: Option<char>,
    /// Date of the document; a void number has none.
    pub date: Option<NaiveDate>,
    /// Heading of the document; empty for a void number.
    pub title: String,
    /// Who signed.
    pub signer: Option<Signer>,
    /// Who drafted.
    pub preparer: Option<Preparer>,
    /// What it set going.
    pub serves: Vec<Served>,
    /// «отменён приказом № 15 от 01.06.2022», «номер пуст: …», «введён по бумажному журналу».
    pub marks: Vec<String>,
    /// What it does to others, and others to it.
    pub links: Vec<LinkLine>,
    /// Its file.
    pub file: Option<FileRecord>,
    /// The document; `None` for a void number.
    pub document: Option<DocumentId>,
}

/// An item in a period that a document serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    pub instance: InstanceId,
    pub plan: PlanKey,
    pub item: ItemKey,
    /// Number of the item as printed.
    pub number: String,
    pub period: PeriodKey,
}

/// A document beside another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkLine {
    pub does: Does,
    /// Whether this document does it to the other one, or the other to this.
    pub direction: Direction,
    /// The other one, when it is kept here.
    pub document: Option<DocumentId>,
    /// «изменяет приказ № 64-д от 24.02.2022».
    pub text: String,
}

/// Which of two linked documents does something to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    ToOther,
    FromOther,
}

/// Where rows are read, and what plans say beside them.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    pub catalog: &'a Catalog,
    pub reader: &'a Reader,
}

/// A page of a journal.
pub async fn entries(desk: Desk<'_>, of: &JournalOfYear, page: &Page) -> Result<Paged<JournalEntry>, StoreError> {
    let lines = desk.reader.journal(of, page).await?;
    let around = Surroundings::of(desk, lines.rows.iter().filter_map(|(line, _)| document_of(line))).await?;
    let rows = lines
        .rows
        .into_iter()
        .map(|(line, cursor)| (entry(desk, &around, line), cursor));
    Ok(Paged {
        rows: rows.collect(),
        has_next: lines.has_next,
    })
}

/// All lines of a journal.
pub async fn whole(desk: Desk<'_>, of: &JournalOfYear) -> Result<Vec<JournalEntry>, StoreError> {
    let mut all = Vec::new();
    let mut page = Page::first(PAGE);
    loop {
        let paged = entries(desk, of, &page).await?;
        let last = paged.rows.last().map(|(_, cursor)| cursor.clone());
        all.extend(paged.rows.into_iter().map(|(entry, _)| entry));
        match last {
            Some(cursor) if paged.has_next => page = Page::first(PAGE).after(cursor),
            _ => return Ok(all),
        }
    }
}

/// What one document does to others and others to it.
pub async fn links(desk: Desk<'_>, row: &DocumentRow) -> Result<Vec<LinkLine>, StoreError> {
    let around = Surroundings::of(desk, std::iter::once(row)).await?;
    Ok(link_lines(desk.catalog, &around, row))
}

fn document_of(line: &JournalLine) -> Option<&DocumentRow> {
    match line {
        JournalLine::Document(row) => Some(row),
        JournalLine::Void(_) => None,
    }
}

/// What stands round some documents: the ones they speak of, the ones that speak of them, the instances they serve.
pub(super) struct Surroundings {
    documents: HashMap<DocumentId, DocumentRow>,
    speaking: Vec<DocumentRow>,
    pub(super) instances: HashMap<InstanceId, InstanceRow>,
}

impl Surroundings {
    pub(super) async fn of(
        desk: Desk<'_>,
        rows: impl Iterator<Item = &DocumentRow> + Clone,
    ) -> Result<Self, StoreError> {
        let ids: Vec<DocumentId> = rows.clone().map(|row| row.document.id).collect();
        let speaking = desk.reader.documents_speaking_of(&ids).await?;
        let (mut documents, mut instances) = (HashMap::new(), HashMap::new());
        for row in rows {
            for id in row.document.links.iter().filter_map(|link| link.to.document()) {
                if let Some(other) = desk.reader.document(id).await? {
                    documents.insert(id, other);
                }
            }
            for id in &row.document.serves {
                if let Some(instance) = desk.reader.instance(*id).await? {
                    instances.insert(*id, instance);
                }
            }
        }
        Ok(Self {
            documents,
            speaking,
            instances,
        })
    }
}

/// A line as the journal shows it.
pub(super) fn entry(desk: Desk<'_>, around: &Surroundings, line: JournalLine) -> JournalEntry {
    match line {
        JournalLine::Void(row) => void(row),
        JournalLine::Document(row) => {
            let numbered = row.document.state.registration().map(Registration::numbered);
            let registration = row.document.state.registration().cloned();
            let content = content(&row);
            JournalEntry {
                number: registration
                    .as_ref()
                    .map(|entry| entry.number.clone())
                    .unwrap_or_default(),
                sequence: numbered.map_or(0, |numbered| numbered.sequence),
                letter: numbered.and_then(|numbered| numbered.letter),
                date: registration.map(|entry| entry.date),
                title: row.draft.title.clone(),
                signer: content.as_ref().map(|content| content.signer.clone()),
                preparer: content.and_then(|content| content.prepared_by),
                serves: served(desk.catalog, around, &row),
                marks: marks(&row),
                links: link_lines(desk.catalog, around, &row),
                document: Some(row.document.id),
                file: row.file,
            }
        }
    }
}

fn void(row: VoidRow) -> JournalEntry {
    JournalEntry {
        marks: vec![format!("номер пуст с {}: {}", short_date(row.on), row.reason)],
        number: row.number,
        sequence: row.sequence,
        letter: None,
        date: None,
        title: String::new(),
        signer: None,
        preparer: None,
        serves: Vec::new(),
        links: Vec::new(),
        file: None,
        document: None,
    }
}

fn content(row: &DocumentRow) -> Option<Content> {
    serde_json::from_value(row.draft.content.clone()).ok()
}

fn served(catalog: &Catalog, around: &Surroundings, row: &DocumentRow) -> Vec<Served> {
    let instances = row.document.serves.iter().filter_map(|id| around.instances.get(id));
    let served = instances.map(|row| {
        let instance = &row.instance;
        let definition = catalog.pinned(&instance.definition);
        let definition = definition.or_else(|| catalog.current(&instance.plan, &instance.item));
        Served {
            instance: instance.id,
            plan: instance.plan.clone(),
            item: instance.item.clone(),
            number: definition.map_or_else(|| instance.item.to_string(), |definition| definition.number.clone()),
            period: instance.period.clone(),
        }
    });
    served.collect()
}

/// What the journal says beside the number of a document.
pub fn marks(row: &DocumentRow) -> Vec<String> {
    let mut marks = Vec::new();
    if let DocumentState::Cancelled { on, mark, .. } = &row.document.state {
        marks.push(mark.as_ref().map_or_else(
            || format!("отменён {}", short_date(*on)),
            crate::engine::paper::Mark::in_words,
        ));
    }
    if let Some(registration) = row.document.state.registration() {
        if !registration.given.is_next() {
            marks.push("введён по бумажному журналу".to_owned());
        }
        marks.extend(registration.remark.clone());
    }
    marks
}

fn link_lines(catalog: &Catalog, around: &Surroundings, row: &DocumentRow) -> Vec<LinkLine> {
    let own = row.document.links.iter().map(|link| {
        let other = link.to.document();
        let named = match &link.to {
            Linked::Paper(paper) => on_paper(paper),
            Linked::Document(id) => around.documents.get(id).map_or_else(
                || "документ вне вашего доступа".to_owned(),
                |other| cited(catalog, other),
            ),
        };
        LinkLine {
            does: link.does,
            direction: Direction::ToOther,
            document: other,
            text: format!("{} {named}", active(link.does)),
        }
    });
    let again = |other: &&DocumentRow| {
        // Where the text stands under another number too, that one speaks.
        let of_the_same = |document: &DocumentRow| {
            let links = document.document.links.iter();
            links
                .filter(|link| link.does == Does::InsteadOf)
                .any(|link| link.to.document() == Some(other.document.id))
        };
        around.speaking.iter().any(of_the_same)
    };
    let of_others = around
        .speaking
        .iter()
        .filter(|other| other.document.state.registration().is_some() && !again(other));
    let of_others = of_others.flat_map(|other| {
        let speaks = other
            .document
            .links
            .iter()
            .filter(|link| link.to.document() == Some(row.document.id));
        speaks.map(|link| LinkLine {
            does: link.does,
            direction: Direction::FromOther,
            document: Some(other.document.id),
            text: format!("{}: {}", passive(link.does), cited(catalog, other)),
        })
    });
    own.chain(of_others).collect()
}

fn active(does: Does) -> &'static str {
    match does {
        Does::Amends => "изменяет",
        Does::Cancels | Does::CancelsWithTasks => "отменяет",
        Does::Executes => "во исполнение:",
        Does::InsteadOf => "зарегистрирован вместо:",
    }
}

fn passive(does: Does) -> &'static str {
    match does {
        Does::Amends => "изменён",
        Does::Cancels | Does::CancelsWithTasks => "отменён",
        Does::Executes => "исполняется",
        Does::InsteadOf => "зарегистрирован заново",
    }
}

fn on_paper(paper: &PaperOrder) -> String {
    format!("{} № {} от {}", paper.kind, paper.number, short_date(paper.date))
}

/// «приказ № 64-д от 24.02.2022», «проект «О внесении изменений»».
fn cited(catalog: &Catalog, row: &DocumentRow) -> String {
    match row.document.state.registration() {
        Some(entry) => {
            let kind = catalog
                .journal(&entry.journal)
                .map_or_else(|| "документ".to_owned(), |(_, journal)| journal.kind);
            format!("{kind} № {} от {}", entry.number, short_date(entry.date))
        }
        None => format!("проект «{}»", row.draft.title),
    }
}
