//! Acts on reports: report, accept, return.

use super::input::{Fields, TEXT_MAX, WORD_MAX};
use super::outcome::{TaskPayload, UserError, accept, not_found};
use crate::api::access::Grant;
use crate::api::errors::from_store;
use crate::api::scalars::Date;
use crate::api::visit::{Visit, visit};
use crate::engine::event::{FileRef, OwnOrder, Report};
use crate::runtime::command::Act;
use crate::words::ids::TaskId;
use async_graphql::{Context, ID, InputObject, Object, Result};

/// Most files of a report.
const FILES_MAX: usize = 20;
/// Most links of a report.
const LINKS_MAX: usize = 20;
/// Longest name of a file or number of an order.
const NAME_MAX: usize = 200;
/// Longest link.
const LINK_MAX: usize = 2_000;

/// Acts on reports.
#[derive(Default)]
pub struct ReportActs;

/// The executor's own order.
#[derive(InputObject)]
pub struct OwnOrderInput {
    /// Number as printed.
    number: String,
    /// Date.
    date: Date,
}

/// A file that was handed in by `PUT /files`.
#[derive(InputObject)]
pub struct FileInput {
    /// Name.
    name: String,
    /// SHA-256, as `PUT /files` answered.
    sha256: String,
}

/// Report on a task.
#[derive(InputObject)]
pub struct ReportInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Task.
    task: ID,
    /// What was done, in words.
    text: Option<String>,
    /// The executor's own order.
    own_order: Option<OwnOrderInput>,
    /// Addresses of publications, http or https.
    links: Option<Vec<String>>,
    /// Files.
    files: Option<Vec<FileInput>>,
    /// «Не применимо», with the reason.
    not_applicable: Option<String>,
}

/// Accept a report.
#[derive(InputObject)]
pub struct AcceptReportInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Task.
    task: ID,
    /// A word to the executor.
    note: Option<String>,
}

/// Return a report for rework.
#[derive(InputObject)]
pub struct ReturnReportInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Task.
    task: ID,
    /// Why.
    reason: String,
}

#[Object]
impl ReportActs {
    /// Files a report: an institution for its own task, the department on behalf of any.
    async fn report(&self, ctx: &Context<'_>, input: ReportInput) -> Result<TaskPayload> {
        let visit = visit(ctx);
        let mut fields = Fields::default();
        let key = fields.key(&input.idempotency_key);
        let task = fields.id::<TaskId>("task", &input.task);
        let report = read_report(&mut fields, visit, &input).await?;
        match (fields.check(), task) {
            (Ok(()), Some(task)) => {
                if let Some(absent) = absent(visit, task).await? {
                    return Ok(TaskPayload::refused(vec![absent]));
                }
                TaskPayload::of(visit, accept(visit, &key, Act::Report { task, report }).await, task).await
            }
            (checked, _) => Ok(TaskPayload::refused(checked.err().unwrap_or_default())),
        }
    }

    /// Accepts a report.
    async fn accept_report(&self, ctx: &Context<'_>, input: AcceptReportInput) -> Result<TaskPayload> {
        let visit = visit(ctx);
        let mut fields = Fields::default();
        let key = fields.key(&input.idempotency_key);
        let task = fields.id::<TaskId>("task", &input.task);
        let note = fields.text("note", input.note.as_deref().unwrap_or_default(), WORD_MAX);
        match (fields.check(), task) {
            (Ok(()), Some(task)) => {
                TaskPayload::of(visit, accept(visit, &key, Act::Accept { task, note }).await, task).await
            }
            (checked, _) => Ok(TaskPayload::refused(checked.err().unwrap_or_default())),
        }
    }

    /// Returns a report for rework.
    async fn return_report(&self, ctx: &Context<'_>, input: ReturnReportInput) -> Result<TaskPayload> {
        let visit = visit(ctx);
        let mut fields = Fields::default();
        let key = fields.key(&input.idempotency_key);
        let task = fields.id::<TaskId>("task", &input.task);
        let reason = fields.text("reason", &input.reason, WORD_MAX);
        match (fields.check(), task) {
            (Ok(()), Some(task)) => {
                TaskPayload::of(visit, accept(visit, &key, Act::Return { task, reason }).await, task).await
            }
            (checked, _) => Ok(TaskPayload::refused(checked.err().unwrap_or_default())),
        }
    }
}

/// For an institution, a task that is not its own is not there.
pub async fn absent(visit: &Visit, task: TaskId) -> Result<Option<UserError>> {
    if !matches!(visit.access.grant, Grant::Institution(_)) {
        return Ok(None);
    }
    let found = visit.reader.task(task).await.map_err(from_store)?;
    Ok(found.is_none().then(|| not_found("поручение", "task")))
}

async fn read_report(fields: &mut Fields, visit: &Visit, input: &ReportInput) -> Result<Report> {
    let own_order = input.own_order.as_ref().map(|order| OwnOrder {
        number: fields.required("ownOrder.number", &order.number, NAME_MAX),
        date: order.date.0,
    });
    let links = input.links.as_deref().unwrap_or_default();
    fields.at_most("links", links, LINKS_MAX);
    let links = links.iter().map(|link| read_link(fields, link)).collect();
    Ok(Report {
        text: fields.text("text", input.text.as_deref().unwrap_or_default(), TEXT_MAX),
        own_order,
        links,
        files: read_files(fields, visit, input.files.as_deref().unwrap_or_default()).await?,
        not_applicable: input
            .not_applicable
            .as_ref()
            .map(|reason| fields.required("notApplicable", reason, WORD_MAX)),
    })
}

fn read_link(fields: &mut Fields, link: &str) -> String {
    let link = fields.text("links", link, LINK_MAX);
    let web = ["http://", "https://"].iter().any(|scheme| link.starts_with(scheme));
    if !web || link.contains(char::is_whitespace) {
        let shown: String = link.chars().take(80).collect();
        fields.wrong("links", &format!("ожидался адрес вида https://…, а здесь «{shown}»"));
    }
    link
}

pub async fn read_files(fields: &mut Fields, visit: &Visit, files: &[FileInput]) -> Result<Vec<FileRef>> {
    fields.at_most("files", files, FILES_MAX);
    let mut found = Vec::new();
    for file in files.iter().take(FILES_MAX) {
        found.extend(read_file(fields, visit, "files", file).await?);
    }
    Ok(found)
}

/// A file must have been handed in before: its size is what was kept, not what is said.
pub async fn read_file(fields: &mut Fields, visit: &Visit, field: &str, file: &FileInput) -> Result<Option<FileRef>> {
    let name = fields.required(field, &file.name, NAME_MAX);
    let sha256 = file.sha256.to_lowercase();
    let shaped = sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
    let kept = if shaped {
        visit.runtime.store().get_blob(&sha256).await.map_err(from_store)?
    } else {
        None
    };
    if kept.is_none() {
        let message = format!("файл «{name}» не найден: сначала передайте его запросом PUT /files");
        fields.wrong(field, &message);
    }
    Ok(kept.map(|bytes| FileRef {
        name,
        sha256,
        size: bytes.len() as u64,
    }))
}
