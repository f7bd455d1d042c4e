//! A registered document becomes a file: the same context and template give the same bytes, however often it is made.

use super::Runtime;
use super::command::{Act, Command, Refusal, RenderedFile};
use super::orders::{self, ANNEX_LINES_MAX};
use super::reading;
use crate::documents::context::TaskLine;
use crate::documents::{RenderError, RenderedDocument};
use crate::engine::state::{DocumentState, Registration};
use crate::store::error::StoreError;
use crate::store::reader::Viewer;
use crate::store::rows::{DocumentRow, FileRecord};
use crate::words::ids::DocumentId;

/// Why a file could not be made.
#[derive(Debug, thiserror::Error)]
pub enum NotRendered {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Template(#[from] RenderError),
    #[error("нет шаблона «{0}» с контрольной суммой {1}: верните файл в doc-templates")]
    NoTemplate(String, String),
    #[error("нет дорожной карты «{0}»")]
    NoPlan(String),
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("подготовка файла прервана: {0}")]
    Broken(String),
}

/// The file of a registered document, made now when it was not made before; `None` for a draft.
pub async fn render_registered(runtime: &Runtime, id: DocumentId) -> Result<Option<FileRecord>, NotRendered> {
    let reader = runtime.reader(Viewer::System);
    let Some(row) = reader.document(id).await? else {
        return Ok(None);
    };
    if let Some(file) = row.file {
        return Ok(Some(file));
    }
    let DocumentState::Registered(registration) = row.document.state.clone() else {
        return Ok(None);
    };
    let name = file_name(&row, &registration);
    let (rendered, context) = make(runtime, &row, Some(&registration)).await?;
    // The context is kept too: with the template it makes the same file again, whatever has changed since.
    let context_sha256 = runtime.put_file("context.json", context.into_bytes()).await?.sha256;
    let file = runtime.put_file(&name, rendered.bytes).await?;
    let record = FileRecord {
        sha256: file.sha256.clone(),
        content_sha256: rendered.content_sha256.clone(),
        name,
        size: file.size,
    };
    let file = RenderedFile {
        file,
        content_sha256: rendered.content_sha256,
        context_sha256,
    };
    runtime
        .accept(Command::own(Act::Rendered { document: id, file }))
        .await?;
    Ok(Some(record))
}

/// A draft as it would look; never stored.
pub async fn preview(runtime: &Runtime, row: &DocumentRow) -> Result<RenderedDocument, NotRendered> {
    Ok(make(runtime, row, None).await?.0)
}

async fn make(
    runtime: &Runtime,
    row: &DocumentRow,
    registration: Option<&Registration>,
) -> Result<(RenderedDocument, String), NotRendered> {
    let catalog = runtime.catalog();
    let no_template = || NotRendered::NoTemplate(row.draft.template.clone(), row.draft.template_sha256.clone());
    let template = catalog.template(&row.draft.template).ok_or_else(no_template)?.clone();
    let plan = catalog
        .plan(&row.draft.plan)
        .ok_or_else(|| NotRendered::NoPlan(row.draft.plan.to_string()))?;
    let lines = task_lines(runtime, row).await?;
    let context = orders::context(&plan, row, registration, lines);
    let value = serde_json::to_value(&context).unwrap_or_default();
    let text = value.to_string();
    // Milliseconds of pure work: not on the threads that answer people.
    let rendered = tokio::task::spawn_blocking(move || template.render(&value)).await;
    let rendered = rendered.map_err(|error| NotRendered::Broken(error.to_string()))??;
    Ok((rendered, text))
}

/// The annex: who does what by when. Beyond [`ANNEX_LINES_MAX`] lines the order has none.
async fn task_lines(runtime: &Runtime, row: &DocumentRow) -> Result<Vec<TaskLine>, StoreError> {
    let reader = runtime.reader(Viewer::System);
    let Some(plan) = runtime.catalog().plan(&row.draft.plan) else {
        return Ok(Vec::new());
    };
    let mut lines = Vec::new();
    for instance in &row.document.serves {
        let tasks = reading::tasks_of_instance(&reader, *instance, ANNEX_LINES_MAX + 1).await?;
        for task in tasks {
            let institution = plan
                .institutions
                .iter()
                .find(|institution| institution.key == task.task.institution);
            let definition = plan.items.iter().find(|definition| definition.key == task.item);
            lines.push(TaskLine {
                institution: institution
                    .map_or_else(|| task.task.institution.to_string(), |found| found.short_name.clone()),
                item: definition.map_or_else(|| task.item.to_string(), |definition| definition.number.clone()),
                what: definition.map_or_else(String::new, |definition| definition.title.clone()),
                due: Some(task.task.due),
                control: Some(task.task.control),
            });
        }
    }
    if lines.len() > ANNEX_LINES_MAX {
        lines.clear();
    }
    Ok(lines)
}

fn file_name(row: &DocumentRow, registration: &Registration) -> String {
    let number = registration.number.replace(['/', '\\', ':'], "-");
    let title: String = row
        .draft
        .title
        .chars()
        .take(60)
        .filter(|sign| !r#"/\:*?"<>|"#.contains(*sign))
        .collect();
    format!(
        "Приказ № {number} от {} {}.docx",
        registration.date.format("%d.%m.%Y"),
        title.trim()
    )
}
