//! Acts of registration: enter what is registered on paper, put a wrong number right, annul or void a spoilt one, add a
//! scan or a signature.

use super::document_request::DocumentRequest;
use super::input::{Fields, WORD_MAX};
use super::outcome::{DocumentPayload, InstancePayload, accept};
use super::reports::{FileInput, read_file};
use crate::api::paper::AttachmentKind;
use crate::api::scalars::Date;
use crate::api::visit::visit;
use crate::engine::paper::{Does, Linked, PaperOrder};
use crate::runtime::command::Act;
use crate::words::ids::{DocumentId, InstanceId, JournalKey};
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

impl PaperOrderInput {
    pub fn read(&self, fields: &mut Fields, field: &str) -> PaperOrder {
        PaperOrder {
            kind: fields.required(field, &self.kind, NAME_MAX),
            number: fields.required(field, &self.number, NAME_MAX),
            date: self.date.0,
        }
    }
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
            (None, Some(paper)) => Some(Linked::Paper(paper.read(fields, field))),
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

/// Register a document again under its right number.
#[derive(InputObject)]
pub struct RegisterAgainInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Document under its wrong number, or one that lost its force by mistake.
    document: ID,
    /// Number as printed: `42-ОД`; an inserted one with its letter: `14-а`.
    number: String,
    /// Date on the paper; never in the future.
    date: Date,
    /// Why the numbers skipped before it are void; without a reason no number may be skipped.
    skipped: Option<String>,
    /// Why the number of before is annulled; may be left out when it is annulled already.
    reason: Option<String>,
}

/// Declare the next number of a journal void.
#[derive(InputObject)]
pub struct VoidNumberInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Journal, e.g. `orders`.
    journal: String,
    /// Calendar year of the series.
    year: i32,
    /// The number as printed; it must be the next one of the journal.
    number: String,
    /// Instance of the item whose document was to bear it: its history tells of the number.
    instance: ID,
    /// Why.
    reason: String,
}

#[Object]
impl RegistrationActs {
    /// Registers a document that was signed on paper, under the number and the date that it bears there. It gets its file,
    /// its tasks are issued and its letters go out, as after the last approval.
    async fn register_by_hand(&self, ctx: &Context<'_>, input: RegisterByHandInput) -> Result<DocumentPayload> {
        let mut request = DocumentRequest::read(&input.idempotency_key, &input.document);
        let (number, skipped) = read_number(&mut request.fields, &input.number, input.skipped.as_deref());
        let date = input.date.0;
        let act = |document| Act::RegisterByHand {
            document,
            number,
            date,
            skipped,
        };
        request.register(visit(ctx), act).await
    }

    /// Registers a document again: its number was wrong, or it lost its force by mistake. The number of before stays in the
    /// journal with its mark and is never given again; the answer is another document with the same text, the number and
    /// the date given here, and its own file. Its items are served by that one from now on, wherever they stand; tasks that
    /// were sent stand with their dates, and a letter tells each executor the right number.
    async fn register_again(&self, ctx: &Context<'_>, input: RegisterAgainInput) -> Result<DocumentPayload> {
        let mut request = DocumentRequest::read(&input.idempotency_key, &input.document);
        let (number, skipped) = read_number(&mut request.fields, &input.number, input.skipped.as_deref());
        let reason = input.reason.as_ref();
        let reason = reason.map(|reason| request.fields.text("reason", reason, WORD_MAX));
        let date = input.date.0;
        let act = |document| Act::RegisterAgain {
            document,
            number,
            date,
            skipped,
            reason,
        };
        request.register(visit(ctx), act).await
    }

    /// Declares the next number of a journal void: it was spoilt before a document bore it. It stays in the journal with
    /// the reason and is never given; the series keeps no gap.
    async fn void_number(&self, ctx: &Context<'_>, input: VoidNumberInput) -> Result<InstancePayload> {
        let visit = visit(ctx);
        let mut fields = Fields::default();
        let key = fields.key(&input.idempotency_key);
        let instance = fields.id::<InstanceId>("instance", &input.instance);
        let journal = JournalKey(fields.required("journal", &input.journal, NAME_MAX));
        let number = fields.required("number", &input.number, NAME_MAX);
        let reason = fields.text("reason", &input.reason, WORD_MAX);
        match (fields.check(), instance) {
            (Ok(()), Some(instance)) => {
                let act = Act::VoidNumber {
                    instance,
                    journal,
                    year: input.year,
                    number,
                    reason,
                };
                InstancePayload::of(visit, accept(visit, &key, act).await, instance).await
            }
            (checked, _) => Ok(InstancePayload::refused(checked.err().unwrap_or_default())),
        }
    }

    /// Annuls a registered document: its number was spoilt. The number stays in the journal with the reason and is never
    /// given again; tasks that the document issued run on.
    async fn annul_document(&self, ctx: &Context<'_>, input: AnnulDocumentInput) -> Result<DocumentPayload> {
        let mut request = DocumentRequest::read(&input.idempotency_key, &input.document);
        let reason = request.fields.text("reason", &input.reason, WORD_MAX);
        let act = |document| Act::AnnulDocument { document, reason };
        request.act(visit(ctx), act).await
    }

    /// Adds a scan of the signed paper, or a detached signature, to a registered document. It stays for good beside those
    /// added before. Signatures are kept as evidence and are not checked.
    async fn attach_to_document(&self, ctx: &Context<'_>, input: AttachToDocumentInput) -> Result<DocumentPayload> {
        let visit = visit(ctx);
        let mut request = DocumentRequest::read(&input.idempotency_key, &input.document);
        let kind = input.kind.into();
        match read_file(&mut request.fields, visit, "file", &input.file).await? {
            Some(file) => {
                let act = |document| Act::AttachToDocument { document, kind, file };
                request.act(visit, act).await
            }
            None => Ok(DocumentPayload::refused(
                request.fields.check().err().unwrap_or_default(),
            )),
        }
    }
}

/// A number that stands on paper, and why those skipped before it are void.
fn read_number(fields: &mut Fields, number: &str, skipped: Option<&str>) -> (String, Option<String>) {
    let number = fields.required("number", number, NAME_MAX);
    let skipped = skipped.map(|why| fields.required("skipped", why, WORD_MAX));
    (number, skipped)
}
