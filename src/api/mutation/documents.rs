//! Acts on documents: issue, approve, return.

use super::document_request::DocumentRequest;
use super::input::{Fields, TEXT_MAX, WORD_MAX};
use super::outcome::{DocumentPayload, UserError, accept};
use super::registration::{CancelsInput, LinkInput};
use crate::api::scalars::JsonObject;
use crate::api::visit::visit;
use crate::engine::paper::{Does, Link};
use crate::runtime::command::{Act, Draft, ItemInPeriod};
use crate::words::ids::{DocumentId, ItemKey, PeriodKey, PlanKey};
use async_graphql::{Context, ID, InputObject, Object, Result};

/// Most items that one document sets going.
const ITEMS_MAX: usize = 50;
/// Most points of an order.
const POINTS_MAX: usize = 100;
/// Longest title.
const TITLE_MAX: usize = 500;
/// Most documents that one speaks of.
const LINKS_MAX: usize = 50;

/// Acts on documents.
#[derive(Default)]
pub struct DocumentActs;

/// An item, and which of its periods.
#[derive(InputObject)]
pub struct ItemInput {
    /// Plan.
    pub plan: String,
    /// Key of the item.
    pub key: String,
    /// Period; without one, the period that waits for its document.
    pub period: Option<String>,
}

/// What the drafter writes; what is left out comes from the items' definitions.
#[derive(InputObject, Default)]
pub struct DraftInput {
    /// The document to be written anew, after it was returned.
    id: Option<ID>,
    /// Template, e.g. `order-department` or `order-department.docx`.
    template: Option<String>,
    /// Heading, «О …».
    title: Option<String>,
    /// Text before «ПРИКАЗЫВАЮ».
    preamble: Option<String>,
    /// Points, in words, without numbers.
    points: Option<Vec<String>>,
    /// Documents that it changes.
    amends: Option<Vec<LinkInput>>,
    /// Documents that lose their force when it is registered.
    cancels: Option<Vec<CancelsInput>>,
    /// Documents that it carries out.
    executes: Option<Vec<LinkInput>>,
    /// What the template asks for beyond what every order has, by name: `{ "coordinator": "…" }`. `templates` tells what
    /// each one asks for.
    fields: Option<JsonObject>,
}

/// Draft a document for items and send it for approval.
#[derive(InputObject)]
pub struct IssueInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Items it serves, all of one plan.
    items: Vec<ItemInput>,
    /// What it says.
    document: Option<DraftInput>,
}

/// Approve a document.
#[derive(InputObject)]
pub struct ApproveInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Document.
    document: ID,
}

/// Return a document to its drafter.
#[derive(InputObject)]
pub struct ReturnDocumentInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Document.
    document: ID,
    /// Why.
    reason: String,
}

#[Object]
impl DocumentActs {
    /// Drafts a document for one or several items and sends it for approval; with `document.id`, drafts a returned one anew.
    async fn issue(&self, ctx: &Context<'_>, input: IssueInput) -> Result<DocumentPayload> {
        let visit = visit(ctx);
        match read_issue(&input) {
            Ok(act) => DocumentPayload::of(visit, accept(visit, &input.idempotency_key, act).await, None).await,
            Err(mistakes) => Ok(DocumentPayload::refused(mistakes)),
        }
    }

    /// Approves a document. The last approval needed registers it: it gets its number and date, its tasks are issued, its
    /// letters go out; the answer comes with its file.
    async fn approve(&self, ctx: &Context<'_>, input: ApproveInput) -> Result<DocumentPayload> {
        let request = DocumentRequest::read(&input.idempotency_key, &input.document);
        request.register(visit(ctx), |document| Act::Approve { document }).await
    }

    /// Returns a document to its drafter.
    async fn return_document(&self, ctx: &Context<'_>, input: ReturnDocumentInput) -> Result<DocumentPayload> {
        let mut request = DocumentRequest::read(&input.idempotency_key, &input.document);
        let reason = request.fields.text("reason", &input.reason, WORD_MAX);
        let act = |document| Act::ReturnDocument { document, reason };
        request.act(visit(ctx), act).await
    }
}

fn read_issue(input: &IssueInput) -> std::result::Result<Act, Vec<UserError>> {
    let mut fields = Fields::default();
    fields.key(&input.idempotency_key);
    fields.at_most("items", &input.items, ITEMS_MAX);
    let plan = input.items.first().map(|item| item.plan.clone());
    if plan.is_none() {
        fields.wrong("items", "не назван ни один пункт");
    }
    if input.items.iter().any(|item| Some(&item.plan) != plan.as_ref()) {
        fields.wrong("items", "пункты одного документа — из одной дорожной карты");
    }
    let written = input.document.as_ref();
    let document = written
        .and_then(|draft| draft.id.as_ref())
        .and_then(|id| fields.id::<DocumentId>("id", id));
    let draft = written.map(|draft| read_draft(&mut fields, draft)).unwrap_or_default();
    fields.check()?;
    let items = input.items.iter().map(|item| ItemInPeriod {
        item: ItemKey(item.key.clone()),
        period: item.period.clone().map(PeriodKey),
    });
    Ok(Act::Issue {
        plan: PlanKey(plan.unwrap_or_default()),
        items: items.collect(),
        draft,
        document,
    })
}

fn read_draft(fields: &mut Fields, draft: &DraftInput) -> Draft {
    let points = draft.points.as_deref().unwrap_or_default();
    fields.at_most("points", points, POINTS_MAX);
    Draft {
        template: draft.template.as_ref().map(|name| template_file(name)),
        title: draft.title.as_ref().map(|title| fields.text("title", title, TITLE_MAX)),
        preamble: draft
            .preamble
            .as_ref()
            .map(|text| fields.text("preamble", text, TEXT_MAX)),
        points: points
            .iter()
            .map(|point| fields.text("points", point, TEXT_MAX))
            .collect(),
        links: read_links(fields, draft),
        fields: draft.fields.as_ref().map(|fields| fields.0.clone()).unwrap_or_default(),
    }
}

fn read_links(fields: &mut Fields, draft: &DraftInput) -> Vec<Link> {
    let (amends, cancels, executes) = (draft.amends.iter(), draft.cancels.iter(), draft.executes.iter());
    let amends = amends.flatten().map(|link| ("amends", Does::Amends, link.named()));
    let executes = executes
        .flatten()
        .map(|link| ("executes", Does::Executes, link.named()));
    let cancels = cancels.flatten().map(|link| ("cancels", link.does(), link.named()));
    let named: Vec<_> = amends.chain(cancels).chain(executes).collect();
    fields.at_most("document", &named, LINKS_MAX);
    let links = named.into_iter().take(LINKS_MAX);
    links
        .filter_map(|(field, does, named)| {
            let to = named.read(fields, field)?;
            Some(Link { does, to })
        })
        .collect()
}

fn template_file(name: &str) -> String {
    let is_file = std::path::Path::new(name)
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("docx"));
    if is_file {
        name.to_owned()
    } else {
        format!("{name}.docx")
    }
}
