//! Instances, tasks, documents and number series.
//!
//! Must never keep in a column what the stored state does not say: columns are for finding, the state is the truth.

use super::{Place, seal};
use crate::definition::journal::Numbered;
use crate::definition::model::Part;
use crate::engine::state::{Document, DocumentState, Instance, InstanceState, JournalHead, Task, TaskState};
use crate::store::StoreError;
use crate::store::entity::{document, instance, journal, task, void_number};
use crate::store::rows::{DocumentRow, DraftRecord, FileRecord, InstanceRow, JournalRow, TaskRow, VoidRow};
use crate::words::ids::{ItemKey, JournalKey, PlanKey};
use serde_json::json;

pub(in crate::store) fn instance_model(row: &InstanceRow) -> instance::Model {
    let Instance { term, counts, .. } = &row.instance;
    instance::Model {
        id: row.instance.id.to_string(),
        plan: row.instance.plan.0.clone(),
        item: row.instance.item.0.clone(),
        period: row.instance.period.0.clone(),
        definition: row.instance.definition.clone(),
        stage: row.instance.stage.0.clone(),
        state: match row.instance.state {
            // Stopped for a while, it is still on control.
            InstanceState::Active | InstanceState::Suspended { .. } => "active",
            InstanceState::Released { .. } => "released",
            InstanceState::Cancelled { .. } => "cancelled",
        }
        .to_owned(),
        start: term.and_then(|term| term.start),
        due: term.map(|term| term.due),
        control: term.map(|term| term.control),
        document_id: row.instance.document.map(|id| id.to_string()),
        total: counts.total.cast_signed(),
        open: counts.open.cast_signed(),
        reported: counts.reported.cast_signed(),
        accepted: counts.accepted.cast_signed(),
        cancelled: counts.cancelled.cast_signed(),
        version: row.version + 1,
        history_seq: row.history_seq,
        history_hash: row.history_hash.clone(),
        suspended_on: match row.instance.state {
            InstanceState::Suspended { on } => Some(on),
            _ => None,
        },
        body: seal(&row.instance),
    }
}

pub(in crate::store) fn instance(model: instance::Model) -> Result<InstanceRow, StoreError> {
    let instance = Place {
        table: "instance",
        column: "body",
        id: &model.id,
    }
    .open(model.body)?;
    Ok(InstanceRow {
        version: model.version,
        history_seq: model.history_seq,
        history_hash: model.history_hash,
        instance,
    })
}

pub(in crate::store) fn task_model(row: &TaskRow) -> task::Model {
    let task = &row.task;
    let (state, reported_on, accepted_on) = match task.state {
        TaskState::Issued => ("issued", None, None),
        TaskState::Reported { on, .. } => ("reported", Some(on), None),
        TaskState::Returned { .. } => ("returned", None, None),
        TaskState::Accepted { reported_on, on } => ("accepted", Some(reported_on), Some(on)),
        TaskState::Cancelled { .. } => ("cancelled", None, None),
    };
    task::Model {
        id: task.id.to_string(),
        instance_id: task.instance.to_string(),
        plan: row.plan.0.clone(),
        item: row.item.0.clone(),
        period: row.period.0.clone(),
        stage: task.stage.0.clone(),
        institution: task.institution.0.clone(),
        part: match task.part {
            Part::Lead => "lead",
            Part::CoExecutor => "co_executor",
        }
        .to_owned(),
        state: state.to_owned(),
        due: task.due,
        control: task.control,
        current_control: task.current,
        reported_on,
        accepted_on,
        version: row.version + 1,
        suspended_on: task.suspended,
        body: seal(task),
    }
}

pub(in crate::store) fn task(model: task::Model) -> Result<TaskRow, StoreError> {
    let task: Task = Place {
        table: "task",
        column: "body",
        id: &model.id,
    }
    .open(model.body)?;
    Ok(TaskRow {
        version: model.version,
        plan: PlanKey(model.plan),
        item: ItemKey(model.item),
        period: model.period.as_str().into(),
        task,
    })
}

pub(in crate::store) fn document_model(row: &DocumentRow) -> document::Model {
    let DocumentRow {
        document, draft, file, ..
    } = row;
    let (state, registration) = match &document.state {
        DocumentState::Draft => ("draft", None),
        DocumentState::OnApproval => ("on_approval", None),
        DocumentState::Registered(registration) => ("registered", Some(registration)),
        DocumentState::Cancelled { registration, .. } => ("cancelled", Some(registration)),
    };
    document::Model {
        id: document.id.to_string(),
        state: state.to_owned(),
        plan: draft.plan.0.clone(),
        kind: draft.kind.clone(),
        title: draft.title.clone(),
        journal: registration.map(|registration| registration.journal.0.clone()),
        year: registration.map(|registration| chrono::Datelike::year(&registration.date)),
        place: registration.map(|registration| registration.numbered().place().cast_signed()),
        number: registration.map(|registration| registration.number.clone()),
        dated: registration.map(|registration| registration.date),
        template: draft.template.clone(),
        template_sha256: draft.template_sha256.clone(),
        draft: seal(&draft.content),
        serves: json!(document.serves),
        file_sha256: file.as_ref().map(|file| file.sha256.clone()),
        content_sha256: file.as_ref().map(|file| file.content_sha256.clone()),
        file_name: file.as_ref().map_or(&draft.file_name, |file| &file.name).clone(),
        file_size: file.as_ref().map(|file| file.size.cast_signed()),
        version: row.version + 1,
        links: json!(
            document
                .links
                .iter()
                .filter_map(|link| link.to.document())
                .collect::<Vec<_>>()
        ),
        body: seal(document),
    }
}

pub(in crate::store) fn document(model: document::Model) -> Result<DocumentRow, StoreError> {
    let place = |column| Place {
        table: "document",
        column,
        id: &model.id,
    };
    let document: Document = place("body").open(model.body)?;
    let content = place("draft").open(model.draft)?;
    let file = match (model.file_sha256, model.content_sha256, model.file_size) {
        (Some(sha256), Some(content_sha256), Some(size)) => Some(FileRecord {
            sha256,
            content_sha256,
            name: model.file_name.clone(),
            size: size.cast_unsigned(),
        }),
        _ => None,
    };
    let draft = DraftRecord {
        plan: PlanKey(model.plan),
        kind: model.kind,
        title: model.title,
        template: model.template,
        template_sha256: model.template_sha256,
        content,
        file_name: model.file_name,
    };
    Ok(DocumentRow {
        version: model.version,
        document,
        draft,
        file,
    })
}

pub(in crate::store) fn journal_model(row: &JournalRow) -> journal::Model {
    let JournalHead {
        journal,
        year,
        last,
        last_on,
    } = &row.head;
    journal::Model {
        journal: journal.0.clone(),
        year: *year,
        last: i64::from(*last),
        last_on: *last_on,
        version: row.version + 1,
    }
}

pub(in crate::store) fn journal(model: journal::Model) -> Result<JournalRow, StoreError> {
    let last = u32::try_from(model.last).map_err(|error| {
        Place {
            table: "journal",
            column: "last",
            id: &model.journal,
        }
        .unreadable(&error)
    })?;
    Ok(JournalRow {
        version: model.version,
        head: JournalHead {
            journal: JournalKey(model.journal),
            year: model.year,
            last,
            last_on: model.last_on,
        },
    })
}

pub(in crate::store) fn void_model(row: &VoidRow) -> void_number::Model {
    void_number::Model {
        journal: row.journal.0.clone(),
        year: row.year,
        place: Numbered::from(row.sequence).place().cast_signed(),
        number: row.number.clone(),
        reason: row.reason.clone(),
        declared_on: row.on,
        instance_id: row.instance.to_string(),
    }
}

pub(in crate::store) fn void(model: void_number::Model) -> Result<VoidRow, StoreError> {
    let place = |column| Place {
        table: "void_number",
        column,
        id: &model.number,
    };
    let numbered = Numbered::at(model.place.cast_unsigned());
    Ok(VoidRow {
        year: model.year,
        sequence: numbered
            .ok_or_else(|| place("place").unreadable(&model.place))?
            .sequence,
        on: model.declared_on,
        instance: place("instance_id").id(&model.instance_id)?,
        journal: JournalKey(model.journal),
        number: model.number,
        reason: model.reason,
    })
}
