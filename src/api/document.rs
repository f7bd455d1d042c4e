//! Documents: orders from draft to cancellation, and their files.

use super::errors::{from_loader, from_store};
use super::instance::Instance;
use super::letter::Letter;
use super::paging::{List, Total, cost, list, page};
use super::paper::{Attachment, DocumentLink};
use super::scalars::{Date, File};
use super::visit::visit;
use crate::engine::state::{DocumentState as State, Registration};
use crate::runtime::journal::Desk;
use crate::runtime::orders::Content;
use crate::store::reader::{DocumentFilter, DocumentStanding, LetterFilter};
use crate::store::rows::{DocumentRow, FileRecord};
use crate::words::ids::{DocumentId, InstanceId, JournalKey, PlanKey};
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};

/// Документ: an order from draft to cancellation.
pub struct Document(pub DocumentRow);

impl Document {
    fn registration(&self) -> Option<&Registration> {
        self.0.document.state.registration()
    }
}

/// The file of a registered document, under the document's own address.
pub fn file_of(document: DocumentId, file: &FileRecord) -> File {
    let url = format!("/documents/{document}/file");
    File {
        url,
        ..File::new(&file.name, &file.sha256, file.size)
    }
}

/// Where a document stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "DocumentStanding")]
pub enum DocumentState {
    /// Being written, or returned to be written anew.
    Draft,
    /// Waiting for approvals.
    OnApproval,
    /// Numbered and frozen.
    Registered,
    /// Lost its force; keeps its number.
    Cancelled,
}

/// Which documents.
#[derive(InputObject, Default)]
pub struct DocumentFilterInput {
    /// Plan.
    plan: Option<String>,
    /// State.
    state: Option<DocumentState>,
    /// Serves this instance.
    instance: Option<ID>,
    /// Registered in this journal.
    journal: Option<String>,
    /// Registered in this calendar year.
    year: Option<i32>,
}

impl DocumentFilterInput {
    pub fn read(self) -> Result<DocumentFilter> {
        Ok(DocumentFilter {
            plan: self.plan.map(PlanKey),
            state: self.state.map(DocumentStanding::from),
            instance: super::query::id::<InstanceId>("instance", self.instance)?,
            journal: self.journal.map(JournalKey),
            year: self.year,
        })
    }
}

/// An approval given.
#[derive(SimpleObject)]
pub struct Approval {
    /// Role, e.g. `head`.
    role: String,
    /// Post of its holder.
    post: Option<String>,
}

/// A paper made when it is asked for.
#[derive(SimpleObject)]
pub struct Sheet {
    /// Address of the .docx on this server; asks for the same token.
    pub url: String,
}

/// How a draft would look.
#[derive(SimpleObject)]
pub struct Preview {
    /// Address of the rendered draft on this server; asks for the same token.
    url: String,
}

/// Документ: an order from draft to cancellation.
#[Object]
impl Document {
    /// Id.
    async fn id(&self) -> ID {
        self.0.document.id.to_string().into()
    }

    /// Where it stands.
    async fn state(&self) -> DocumentState {
        match &self.0.document.state {
            State::Draft => DocumentState::Draft,
            State::OnApproval => DocumentState::OnApproval,
            State::Registered(_) => DocumentState::Registered,
            State::Cancelled { .. } => DocumentState::Cancelled,
        }
    }

    /// What it is in its lifecycle, e.g. `order`.
    async fn kind(&self) -> &str {
        &self.0.draft.kind
    }

    /// Heading, «О …».
    async fn title(&self) -> &str {
        &self.0.draft.title
    }

    /// Number as printed; a draft has none.
    async fn number(&self) -> Option<&str> {
        self.registration().map(|registration| registration.number.as_str())
    }

    /// Date of registration: the date of the order.
    async fn date(&self) -> Option<Date> {
        self.registration().map(|registration| Date(registration.date))
    }

    /// Journal it is registered in.
    async fn journal(&self) -> Option<&str> {
        self.registration().map(|registration| registration.journal.as_str())
    }

    /// Text before «ПРИКАЗЫВАЮ».
    async fn preamble(&self) -> Option<String> {
        Some(content(&self.0)?.preamble)
    }

    /// Points, in words.
    async fn points(&self) -> Vec<String> {
        content(&self.0)
            .map(|content| content.points.into_iter().map(|point| point.text).collect())
            .unwrap_or_default()
    }

    /// Instances it serves: all move when it is registered. Those that the viewer may not see are left out.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    async fn serves(&self, ctx: &Context<'_>) -> Result<Vec<Instance>> {
        let mut instances = Vec::new();
        for id in &self.0.document.serves {
            instances.extend(
                visit(ctx)
                    .loaders
                    .instance(*id)
                    .await
                    .map_err(from_loader)?
                    .map(Instance::now),
            );
        }
        Ok(instances)
    }

    /// Approvals given so far, in order.
    async fn approvals(&self, ctx: &Context<'_>) -> Vec<Approval> {
        let plan = visit(ctx).catalog().plan(&self.0.draft.plan);
        let post = |role| Some(plan.as_ref()?.rules.roles.get(role)?.post.clone());
        let approvals = self.0.document.approvals.iter();
        approvals
            .map(|role| Approval {
                role: role.0.clone(),
                post: post(role),
            })
            .collect()
    }

    /// The file of a registered document; null until it is made.
    async fn file(&self) -> Option<File> {
        Some(file_of(self.0.document.id, self.0.file.as_ref()?))
    }

    /// What the journal says beside its number: «отменён приказом № 15 от 01.06.2022», «введён по бумажному журналу».
    async fn marks(&self) -> Vec<String> {
        crate::runtime::journal::marks(&self.0)
    }

    /// What it does to other documents, and others to it.
    #[graphql(complexity = "1 + 3 * child_complexity")]
    async fn links(&self, ctx: &Context<'_>) -> Result<Vec<DocumentLink>> {
        let visit = visit(ctx);
        let desk = Desk {
            catalog: visit.catalog(),
            reader: &visit.reader,
        };
        let links = crate::runtime::journal::links(desk, &self.0)
            .await
            .map_err(from_store)?;
        Ok(links.into_iter().map(DocumentLink).collect())
    }

    /// Scans and signatures added after registration, in the order they came.
    async fn attachments(&self) -> Vec<Attachment> {
        let document = &self.0.document;
        document
            .attachments
            .iter()
            .map(|file| Attachment::of(document.id, file))
            .collect()
    }

    /// How it would look, while it is not registered.
    async fn preview(&self) -> Option<Preview> {
        let url = format!("/documents/{}/file", self.0.document.id);
        matches!(self.0.document.state, State::Draft | State::OnApproval).then_some(Preview { url })
    }

    /// Лист согласования: who was asked to approve it, and what each answered. For an institution, null.
    async fn approval_sheet(&self, ctx: &Context<'_>) -> Option<Sheet> {
        let url = format!("/documents/{}/approval-sheet", self.0.document.id);
        visit(ctx).access.sees_the_house().then_some(Sheet { url })
    }

    /// Лист ознакомления: the heads of all institutions it gives tasks to. A draft has none; for an institution, null.
    async fn acquaintance_sheet(&self, ctx: &Context<'_>) -> Option<Sheet> {
        let url = format!("/documents/{}/acquaintance-sheet", self.0.document.id);
        (self.registration().is_some() && visit(ctx).access.sees_the_house()).then_some(Sheet { url })
    }

    /// Регистрационно-контрольная карточка: what is known of it, and of how it is carried out. For an institution, null.
    async fn card_sheet(&self, ctx: &Context<'_>) -> Option<Sheet> {
        let url = format!("/documents/{}/card", self.0.document.id);
        visit(ctx).access.sees_the_house().then_some(Sheet { url })
    }

    /// Letters that carry it.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn letters(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 0–200")] first: Option<i32>,
        #[graphql(desc = "After this cursor")] after: Option<String>,
    ) -> Result<List<Letter>> {
        let filter = LetterFilter {
            document: Some(self.0.document.id),
            ..super::letter::letters()
        };
        super::letter::page_of(ctx, filter, first, after).await
    }
}

fn content(row: &DocumentRow) -> Option<Content> {
    serde_json::from_value(row.draft.content.clone()).ok()
}

/// A page of documents.
pub async fn page_of(
    ctx: &Context<'_>,
    filter: DocumentFilter,
    first: Option<i32>,
    after: Option<String>,
) -> Result<List<Document>> {
    let page = page(first, after)?;
    let paged = visit(ctx).reader.documents(&filter, &page).await.map_err(from_store)?;
    Ok(list(&page, paged, Total::Documents(filter), Document))
}
