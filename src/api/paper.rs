//! What belongs to a document on paper: links to other documents, scans and signatures.

use super::document::Document;
use super::errors::from_loader;
use super::scalars::{Date, File, percent};
use super::visit::visit;
use crate::engine::paper;
use crate::runtime::journal::{Direction, LinkLine};
use crate::words::ids::DocumentId;
use async_graphql::{Context, Enum, Object, Result, SimpleObject};

/// What one document does to another.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "paper::Does")]
pub enum LinkKind {
    /// Changes it.
    Amends,
    /// Takes its force; its tasks run on.
    Cancels,
    /// Takes its force, and its unfinished tasks.
    CancelsWithTasks,
    /// Carries it out.
    Executes,
    /// Is the same text under its right number.
    InsteadOf,
}

/// A document beside another one.
pub struct DocumentLink(pub LinkLine);

/// A document beside another one.
#[Object]
impl DocumentLink {
    /// What one does to the other.
    async fn kind(&self) -> LinkKind {
        self.0.does.into()
    }

    /// Whether the other document does it to this one: false when this one does it to the other.
    async fn by_other(&self) -> bool {
        self.0.direction == Direction::FromOther
    }

    /// The other document; null when it exists on paper only.
    async fn document(&self, ctx: &Context<'_>) -> Result<Option<Document>> {
        let Some(id) = self.0.document else { return Ok(None) };
        let found = visit(ctx).loaders.document(id).await.map_err(from_loader)?;
        Ok(found.map(Document))
    }

    /// In words: «изменяет приказ № 64-д от 24.02.2022».
    async fn text(&self) -> &str {
        &self.0.text
    }
}

/// What a file added to a document is.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "paper::AttachmentKind")]
pub enum AttachmentKind {
    /// A picture of the signed paper (PDF).
    SignedScan,
    /// An electronic signature in a file of its own (.sig, .p7s).
    DetachedSignature,
}

/// A file added to a registered document. None is ever replaced.
#[derive(SimpleObject)]
pub struct Attachment {
    /// What it is.
    kind: AttachmentKind,
    /// The file.
    file: File,
    /// Day it was added.
    added_on: Date,
    /// What is known of its signatures: «не проверялась». The product keeps signatures and checks none.
    signature: &'static str,
}

/// No signature is ever checked here.
const NOT_CHECKED: &str = "не проверялась";

impl Attachment {
    pub fn of(document: DocumentId, attachment: &paper::Attachment) -> Self {
        let file = &attachment.file;
        let url = format!(
            "/documents/{document}/attachments/{}/{}",
            file.sha256,
            percent(&file.name)
        );
        Self {
            kind: attachment.kind.into(),
            file: File {
                url,
                ..File::new(&file.name, &file.sha256, file.size)
            },
            added_on: Date(attachment.on),
            signature: NOT_CHECKED,
        }
    }
}
