//! A registered document becomes a file: the same context and template give the same bytes, however often it is made.

use super::Runtime;
use super::command::{Act, Command, Refusal, RenderedFile};
use super::orders::{self, ANNEX_LINES_MAX};
use super::reading;
use super::versions;
use crate::definition::model::{Act as StageAct, Definition, Executors, Plan};
use crate::documents::papers::context::TaskLine;
use crate::documents::{RenderError, RenderedDocument};
use crate::engine::state::Registration;
use crate::store::error::StoreError;
use crate::store::reader::Viewer;
use crate::store::rows::{DocumentRow, FileRecord};
use crate::words::clock::office_date;
use crate::words::ids::{DocumentId, InstanceId, InstitutionKey};
use chrono::NaiveDate;

/// Why a file could not be made.
#[derive(Debug, thiserror::Error)]
pub enum NotRendered {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Template(#[from] RenderError),
    #[error("нет шаблона «{0}» с контрольной суммой {1}: верните файл в doc-templates")]
    NoTemplate(String, String),
    #[error("нет шаблона «{0}»: верните файл в doc-templates")]
    NoSheet(&'static str),
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
    let Some(registration) = row.document.state.registration().cloned() else {
        return Ok(None);
    };
    let name = file_name(&row, &registration);
    let Made {
        rendered,
        context,
        template_sha256,
    } = make(runtime, &row, Some(&registration)).await?;
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
        template_sha256,
    };
    runtime
        .accept(Command::own(Act::Rendered { document: id, file }))
        .await?;
    Ok(Some(record))
}

/// A draft as it would look; never stored.
pub async fn preview(runtime: &Runtime, row: &DocumentRow) -> Result<RenderedDocument, NotRendered> {
    Ok(make(runtime, row, None).await?.rendered)
}

struct Made {
    rendered: RenderedDocument,
    context: String,
    template_sha256: String,
}

async fn make(runtime: &Runtime, row: &DocumentRow, registration: Option<&Registration>) -> Result<Made, NotRendered> {
    let catalog = runtime.catalog();
    let no_template = || NotRendered::NoTemplate(row.draft.template.clone(), row.draft.template_sha256.clone());
    let plan = catalog
        .plan(&row.draft.plan)
        .ok_or_else(|| NotRendered::NoPlan(row.draft.plan.to_string()))?;
    let today = office_date(runtime.clock().now(), plan.time_zone);
    let on = registration.map_or(today, |registration| registration.date);
    let template = match catalog.template_of_layout(&row.draft.template, on) {
        Some(template) => template,
        None => versions::pinned(runtime, &row.draft.template, &row.draft.template_sha256)
            .await?
            .ok_or_else(no_template)?,
    };
    let template_sha256 = template.sha256().to_owned();
    let lines = task_lines(runtime, row, on).await?;
    let value =
        orders::context(&plan, row, registration, lines).map_err(|error| NotRendered::Broken(error.to_string()))?;
    let text = value.to_string();
    // Milliseconds of pure work: not on the threads that answer people.
    let rendered = tokio::task::spawn_blocking(move || template.render(&value)).await;
    let rendered = rendered.map_err(|error| NotRendered::Broken(error.to_string()))??;
    Ok(Made {
        rendered,
        context: text,
        template_sha256,
    })
}

/// The annex: who does what by when. Beyond [`ANNEX_LINES_MAX`] lines the order has none.
async fn task_lines(runtime: &Runtime, row: &DocumentRow, on: NaiveDate) -> Result<Vec<TaskLine>, StoreError> {
    let reader = runtime.reader(Viewer::System);
    let Some(plan) = runtime.catalog().plan(&row.draft.plan) else {
        return Ok(Vec::new());
    };
    let mut lines = Vec::new();
    for instance in &row.document.serves {
        let mut tasks = reading::tasks_of_instance(&reader, *instance, ANNEX_LINES_MAX + 1).await?;
        let place = |key: &InstitutionKey| plan.institutions.iter().position(|institution| institution.key == *key);
        tasks.sort_by_key(|row| (row.task.part, place(&row.task.institution)));
        if tasks.is_empty() {
            lines.extend(lines_to_be(runtime, &plan, *instance, on).await?);
        }
        for task in tasks {
            let definition = plan.items.iter().find(|definition| definition.key == task.item);
            let Some(definition) = definition else { continue };
            lines.push(line(
                Line { plan: &plan, on },
                definition,
                &task.task.institution,
                (task.task.due, task.task.control),
            ));
        }
    }
    if lines.len() > ANNEX_LINES_MAX {
        lines.clear();
    }
    Ok(lines)
}

/// Before registration: the tasks that would be issued today, so that the head signs what he was shown.
async fn lines_to_be(
    runtime: &Runtime,
    plan: &Plan,
    instance: InstanceId,
    on: NaiveDate,
) -> Result<Vec<TaskLine>, StoreError> {
    let Some(row) = runtime.reader(Viewer::System).instance(instance).await? else {
        return Ok(Vec::new());
    };
    let instance = row.instance;
    let definition = runtime.catalog().pinned(&instance.definition);
    let (Some(definition), Some(term)) = (definition, instance.term) else {
        return Ok(Vec::new());
    };
    let reports = definition
        .lifecycle
        .stages
        .values()
        .any(|stage| matches!(stage.act, StageAct::Report(_)));
    let mut named: Vec<&InstitutionKey> = Vec::new();
    for executor in definition.executors.iter().filter(|_| reports) {
        for institution in plan
            .institutions
            .iter()
            .filter(|institution| institution.is_valid_on(on))
        {
            let meant = match &executor.who {
                Executors::One(key) => institution.key == *key,
                Executors::EachOfKind(kind) => institution.kind == *kind,
                Executors::Each(keys) => keys.contains(&institution.key),
            };
            if meant && !named.contains(&&institution.key) {
                named.push(&institution.key);
            }
        }
    }
    Ok(named
        .into_iter()
        .map(|key| line(Line { plan, on }, &definition, key, (term.due, term.control)))
        .collect())
}

/// Whose directory a line is written by, and on which day: an order bears the names of its date.
#[derive(Clone, Copy)]
struct Line<'a> {
    plan: &'a Plan,
    on: NaiveDate,
}

fn line(
    by: Line<'_>,
    definition: &Definition,
    key: &InstitutionKey,
    (due, control): (NaiveDate, NaiveDate),
) -> TaskLine {
    let found = by.plan.institution_on(key, by.on);
    let title = || definition.title.split_whitespace().collect::<Vec<_>>().join(" ");
    TaskLine {
        institution: found.map_or_else(|| key.to_string(), |found| found.short_name.clone()),
        item: definition.number.clone(),
        what: definition.task.clone().unwrap_or_else(title),
        due: Some(due),
        control: Some(control),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::model::Institution;
    use crate::runtime::catalog::Catalog;
    use crate::runtime::sources::{Shelf, shipped};

    #[test]
    fn an_order_bears_the_name_that_held_on_its_date() {
        let catalog = Catalog::load(&shipped(Shelf::Workflows), &shipped(Shelf::DocTemplates)).unwrap();
        let mut plan = Plan::clone(catalog.plans().next().unwrap());
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let row = plan
            .institutions
            .iter_mut()
            .find(|row| row.key == "school-1".into())
            .unwrap();
        row.valid_to = Some(day("2022-08-31"));
        let old = row.short_name.clone();
        let renamed = Institution {
            short_name: "МБОУ «Лицей № 1»".to_owned(),
            valid_from: Some(day("2022-09-01")),
            valid_to: None,
            ..row.clone()
        };
        plan.institutions.push(renamed);
        let definition = plan.items[0].clone();
        let name = |on: &str| {
            let by = Line {
                plan: &plan,
                on: day(on),
            };
            line(by, &definition, &"school-1".into(), (day(on), day(on))).institution
        };
        assert_eq!(name("2022-08-31"), old);
        assert_eq!(name("2022-09-01"), "МБОУ «Лицей № 1»");
    }
}
