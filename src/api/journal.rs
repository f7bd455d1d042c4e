//! A journal of registration as the schema shows it.

use super::document::Document;
use super::errors::{from_loader, from_store};
use super::instance::Instance;
use super::paging::{List, Total, list, page};
use super::paper::DocumentLink;
use super::scalars::{Date, File};
use super::visit::visit;
use crate::runtime::journal::{self, Desk};
use crate::store::reader::JournalOfYear;
use async_graphql::{Context, Object, Result, SimpleObject};

/// A line of a journal of registration: a document, or a number declared void.
pub struct JournalEntry(pub journal::JournalEntry);

/// Who signed or drafted.
#[derive(SimpleObject)]
pub struct JournalPerson {
    /// Post, where it is known.
    post: Option<String>,
    /// Name.
    name: String,
}

/// A line of a journal of registration: a document, or a number declared void.
#[Object]
impl JournalEntry {
    /// Number as printed.
    async fn number(&self) -> &str {
        &self.0.number
    }

    /// Integer in the series of the year; an inserted number has that of the one it follows.
    async fn sequence(&self) -> u32 {
        self.0.sequence
    }

    /// Date of the document; a void number has none.
    async fn date(&self) -> Option<Date> {
        self.0.date.map(Date)
    }

    /// Heading of the document; empty for a void number.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// Who signs, as the document prints it.
    async fn signer(&self) -> Option<JournalPerson> {
        let signer = self.0.signer.as_ref()?;
        Some(JournalPerson {
            post: Some(signer.post.clone()),
            name: signer.name.clone(),
        })
    }

    /// Who drafted it.
    async fn preparer(&self) -> Option<JournalPerson> {
        let preparer = self.0.preparer.as_ref()?;
        Some(JournalPerson {
            post: None,
            name: preparer.name.clone(),
        })
    }

    /// Instances it serves.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    async fn serves(&self, ctx: &Context<'_>) -> Result<Vec<Instance>> {
        let mut instances = Vec::new();
        for served in &self.0.serves {
            let found = visit(ctx).loaders.instance(served.instance).await;
            instances.extend(found.map_err(from_loader)?.map(Instance::now));
        }
        Ok(instances)
    }

    /// What stands beside the number: «отменён приказом № 15 от 01.06.2022», «номер пуст с …: …».
    async fn marks(&self) -> &[String] {
        &self.0.marks
    }

    /// What it does to other documents, and others to it.
    #[graphql(complexity = "1 + 3 * child_complexity")]
    async fn links(&self) -> Vec<DocumentLink> {
        self.0.links.iter().cloned().map(DocumentLink).collect()
    }

    /// The file; null until it is made.
    async fn file(&self) -> Option<File> {
        Some(super::document::file_of(self.0.document?, self.0.file.as_ref()?))
    }

    /// The document; null for a void number.
    async fn document(&self, ctx: &Context<'_>) -> Result<Option<Document>> {
        let Some(id) = self.0.document else { return Ok(None) };
        let found = visit(ctx).loaders.document(id).await.map_err(from_loader)?;
        Ok(found.map(Document))
    }
}

/// A page of a journal.
pub async fn page_of(
    ctx: &Context<'_>,
    of: JournalOfYear,
    first: Option<i32>,
    after: Option<String>,
) -> Result<List<JournalEntry>> {
    let (visit, page) = (visit(ctx), page(first, after)?);
    let desk = Desk {
        catalog: visit.catalog(),
        reader: &visit.reader,
    };
    let paged = journal::entries(desk, &of, &page).await.map_err(from_store)?;
    Ok(list(&page, paged, Total::Journal(of), JournalEntry))
}
