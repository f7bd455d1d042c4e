//! Acts of registration: enter what is registered on paper, annul a spoilt number, add a scan or a signature.

use super::documents::file_of;
use super::input::{Fields, WORD_MAX};
use super::outcome::{DocumentPayload, accept};
use super::reports::{FileInput, read_file};
use crate::api::paper::AttachmentKind;
use crate::api::scalars::Date;
use crate::api::visit::visit;
use crate::engine::paper::{Does, Linked, PaperOrder};
use crate::runtime::command::Act;
use crate::words::ids::DocumentId;
use async_graphql::{Context, ID, InputObject, Object, Result};

/// Longest number, or kind of a document, in characters.
const NAME_MAX: usize = 200;

/// Acts of registration.
#[derive(Default)]
pub struct RegistrationActs;

/// A document that exists on paper only.
#[derive(InputObject)]
pub struct PaperOrderInput {
    /// What it is, in the nominative: «приказ отдела образования».
    kind: String,
    /// Number as printed.
    number: String,
    /// Date.
    date: Date,
}

/// Another document: either one that is kept here, or one on paper.
#[derive(InputObject)]
pub struct LinkInput {
    /// One that is kept here and registered.
    document: Option<ID>,
    /// One on paper.
    paper: Option<PaperOrderInput>,
}

/// A document that loses its force: either one that is kept here, or one on paper.
#[derive(InputObject)]
pub struct CancelsInput {
    /// One that is kept here and registered.
    document: Option<ID>,
    /// One on paper.
    paper: Option<PaperOrderInput>,
    /// Whether its unfinished tasks are withdrawn too; they run on when this is left out.
    withdraw_tasks: Option<bool>,
}

/// How another document was named.
pub struct Named<'a> {
    document: Option<&'a ID>,
    paper: Option<&'a PaperOrderInput>,
}

impl LinkInput {
    pub fn named(&self) -> Named<'_> {
        Named {
            document: self.document.as_ref(),
            paper: self.paper.as_ref(),
        }
    }
}

impl CancelsInput {
    pub fn named(&self) -> Named<'_> {
        Named {
            document: self.document.as_ref(),
            paper: self.paper.as_ref(),
        }
    }

    pub fn does(&self) -> Does {
        if self.withdraw_tasks == Some(true) {
            Does::CancelsWithTasks
        } else {
            Does::Cancels
        }
    }
}

impl Named<'_> {
    pub fn read(&self, fields: &mut Fields, field: &str) -> Option<Linked> {
        match (self.document, self.paper) {
            (Some(id), None) => Some(Linked::Document(fields.id::<DocumentId>(field, id)?)),
            (None, Some(paper)) => Some(Linked::Paper(PaperOrder {
                kind: fields.required(field, &paper.kind, NAME_MAX),
                number: fields.required(field, &paper.number, NAME_MAX),
                date: paper.date.0,
            })),
            _ => {
                fields.wrong(field, "назовите либо document, либо paper");
                None
            }
        }
    }
}

/// Register a document as it stands in the paper journal.
#[derive(InputObject)]
pub struct RegisterByHandInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Document that waits for approval here and is signed on paper.
    document: ID,
    /// Number as printed: `42-ОД`; an inserted one with its letter: `14-а`.
    number: String,
    /// Date on the paper; never in the future.
    date: Date,
    /// Why the numbers skipped before it are void; without a reason no number may be skipped.
    skipped: Option<String>,
}

/// Annul the number of a registered document.
#[derive(InputObject)]
pub struct AnnulDocumentInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Document.
    document: ID,
    /// Why.
    reason: String,
}

/// Add a scan or a signature to a registered document.
#[derive(InputObject)]
pub struct AttachToDocumentInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Document.
    document: ID,
    /// What the file is.
    kind: AttachmentKind,
    /// The file, handed in by `PUT /files`.
    file: FileInput,
}

#[Object]
impl RegistrationActs {
    /// Registers a document that was signed on paper, under the number and the date that it bears there. It gets its file,
    /// its tasks are issued and its letters go out, as after the last approval.
    async fn register_by_hand(&self, ctx: &Context<'_>, input: RegisterByHandInput) -> Result<DocumentPayload> {
        let visit = visit(ctx);
        let mut fields = Fields::default();
        let key = fields.key(&input.idempotency_key);
        let document = fields.id::<DocumentId>("document", &input.document);
        let number = fields.required("number", &input.number, NAME_MAX);
        let skipped = input
            .skipped
            .as_ref()
            .map(|why| fields.required("skipped", why, WORD_MAX));
        match (fields.check(), document) {
            (Ok(()), Some(document)) => {
                let act = Act::RegisterByHand {
                    document,
                    number,
                    date: input.date.0,
                    skipped,
                };
                let accepted = accept(visit, &key, act).await;
                if accepted.is_ok() {
                    file_of(visit, document).await;
                }
                DocumentPayload::of(visit, accepted, Some(document)).await
            }
            (checked, _) => Ok(DocumentPayload::refused(checked.err().unwrap_or_default())),
        }
    }

    /// Annuls a registered document: its number was spoilt. The number stays in the journal with the reason and is never
    /// given again; tasks that the document issued run on.
    async fn annul_document(&self, ctx: &Context<'_>, input: AnnulDocumentInput) -> Result<DocumentPayload> {
        let visit = visit(ctx);
        let mut fields = Fields::default();
        let key = fields.key(&input.idempotency_key);
        let document = fields.id::<DocumentId>("document", &input.document);
        let reason = fields.text("reason", &input.reason, WORD_MAX);
        match (fields.check(), document) {
            (Ok(()), Some(document)) => {
                let accepted = accept(visit, &key, Act::AnnulDocument { document, reason }).await;
                DocumentPayload::of(visit, accepted, Some(document)).await
            }
            (checked, _) => Ok(DocumentPayload::refused(checked.err().unwrap_or_default())),
        }
    }

    /// Adds a scan of the signed paper, or a detached signature, to a registered document. It stays for good beside those
    /// added before. Signatures are kept as evidence and are not checked.
    async fn attach_to_document(&self, ctx: &Context<'_>, input: AttachToDocumentInput) -> Result<DocumentPayload> {
        let visit = visit(ctx);
        let mut fields = Fields::default();
        let key = fields.key(&input.idempotency_key);
        let document = fields.id::<DocumentId>("document", &input.document);
        let file = read_file(&mut fields, visit, "file", &input.file).await?;
        match (fields.check(), document, file) {
            (Ok(()), Some(document), Some(file)) => {
                let kind = input.kind.into();
                let accepted = accept(visit, &key, Act::AttachToDocument { document, kind, file }).await;
                DocumentPayload::of(visit, accepted, Some(document)).await
            }
            (checked, ..) => Ok(DocumentPayload::refused(checked.err().unwrap_or_default())),
        }
    }
}
