//! Between the rows of the engine's words and the models of the tables.
//!
//! Must never guess: a value that cannot be read names its table, column and row. What is stored as JSON stands in an
//! envelope with the version of its form, `{"v": 1, "is": …}`; a version from the future is refused.

use super::entity::{document, history, instance, job, journal, request, task};
use super::error::StoreError;
use super::rows::{
    About, DocumentRow, DraftRecord, FileRecord, HistoryEntry, HistoryRow, InstanceRow, Job, JobRow, JobState,
    JournalRow, NewAnswer, StoredAnswer, TaskRow,
};
use crate::definition::model::Part;
use crate::engine::event::Actor;
use crate::engine::state::{Document, DocumentState, Instance, InstanceState, JournalHead, Task, TaskState};
use crate::words::ids::{DocumentId, InstanceId, InstitutionKey, ItemKey, PlanKey, RoleKey, TaskId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Newest version of stored JSON this program writes and reads.
const KNOWN: i64 = 1;

/// Where a value stands, for errors.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub table: &'static str,
    pub column: &'static str,
    pub id: &'a str,
}

impl Place<'_> {
    pub(super) fn unreadable(&self, why: impl ToString) -> StoreError {
        StoreError::Unreadable {
            table: self.table,
            column: self.column,
            id: self.id.to_owned(),
            why: why.to_string(),
        }
    }

    /// Opens an envelope.
    pub(super) fn open<T: DeserializeOwned>(&self, mut envelope: Value) -> Result<T, StoreError> {
        let found = envelope
            .get("v")
            .and_then(Value::as_i64)
            .ok_or_else(|| self.unreadable("нет версии «v»"))?;
        if found > KNOWN {
            return Err(StoreError::FutureValue {
                table: self.table,
                column: self.column,
                id: self.id.to_owned(),
                found,
                known: KNOWN,
            });
        }
        serde_json::from_value(envelope["is"].take()).map_err(|error| self.unreadable(error))
    }

    fn id<T: std::str::FromStr<Err: ToString>>(&self, text: &str) -> Result<T, StoreError> {
        text.parse().map_err(|error: T::Err| self.unreadable(error.to_string()))
    }
}

/// Puts a value into an envelope.
pub(super) fn seal<T: Serialize>(value: &T) -> Value {
    // The engine's types have string keys only, so they always have a JSON form.
    json!({ "v": KNOWN, "is": value })
}

/// One JSON parameter for all rows of a table.
pub(super) fn parameter<M: Serialize>(table: &'static str, rows: &[M]) -> Result<String, StoreError> {
    let text = serde_json::to_string(rows).map_err(|error| {
        Place {
            table,
            column: "*",
            id: "",
        }
        .unreadable(error)
    })?;
    if has_zero_character(&text) {
        Err(StoreError::ZeroCharacter { table })
    } else {
        Ok(text)
    }
}

/// Whether a JSON text holds U+0000; an even number of backslashes before the letter is text, not an escape.
fn has_zero_character(json: &str) -> bool {
    json.match_indices("\\u0000").any(|(at, _)| {
        json.as_bytes()[..at]
            .iter()
            .rev()
            .take_while(|byte| **byte == b'\\')
            .count()
            % 2
            == 0
    })
}

pub(super) fn instance_model(row: &InstanceRow) -> instance::Model {
    let Instance { term, counts, .. } = &row.instance;
    instance::Model {
        id: row.instance.id.to_string(),
        plan: row.instance.plan.0.clone(),
        item: row.instance.item.0.clone(),
        period: row.instance.period.0.clone(),
        definition: row.instance.definition.clone(),
        stage: row.instance.stage.0.clone(),
        state: match row.instance.state {
            InstanceState::Active => "active",
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
        body: seal(&row.instance),
    }
}

pub(super) fn instance(model: instance::Model) -> Result<InstanceRow, StoreError> {
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

pub(super) fn task_model(row: &TaskRow) -> task::Model {
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
        body: seal(task),
    }
}

pub(super) fn task(model: task::Model) -> Result<TaskRow, StoreError> {
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

pub(super) fn document_model(row: &DocumentRow) -> document::Model {
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
        sequence: registration.map(|registration| i64::from(registration.sequence)),
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
        body: seal(document),
    }
}

pub(super) fn document(model: document::Model) -> Result<DocumentRow, StoreError> {
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

pub(super) fn journal_model(row: &JournalRow) -> journal::Model {
    let JournalHead { journal, year, last } = &row.head;
    journal::Model {
        journal: journal.0.clone(),
        year: *year,
        last: i64::from(*last),
        version: row.version + 1,
    }
}

pub(super) fn journal(model: journal::Model) -> Result<JournalRow, StoreError> {
    let last = u32::try_from(model.last).map_err(|error| {
        Place {
            table: "journal",
            column: "last",
            id: &model.journal,
        }
        .unreadable(error)
    })?;
    Ok(JournalRow {
        version: model.version,
        head: JournalHead {
            journal: model.journal.as_str().into(),
            year: model.year,
            last,
        },
    })
}

/// The next row of the history of `head`, still without its own hash.
pub(super) fn history_model(head: &InstanceRow, entry: &HistoryEntry) -> history::Model {
    let instance = &head.instance;
    let transition = serde_json::to_value(&entry.transition).unwrap_or_default();
    // Externally tagged: the one member's name, or the text of a variant without fields, is the kind.
    let kind = transition
        .as_object()
        .and_then(|members| members.keys().next().cloned());
    let (actor_kind, actor_name, on_behalf) = match &entry.actor {
        Actor::Person { roles, name } => (
            "person",
            name.clone(),
            Some(roles.iter().map(RoleKey::as_str).collect::<Vec<_>>().join(",")),
        ),
        Actor::Institution { key, name } => ("institution", name.clone(), Some(key.0.clone())),
        Actor::System => ("system", String::new(), None),
    };
    history::Model {
        instance_id: instance.id.to_string(),
        seq: head.history_seq + 1,
        recorded_at: entry.recorded_at,
        effective_on: entry.effective_on,
        actor_kind: actor_kind.to_owned(),
        actor_name,
        on_behalf,
        kind: kind
            .or_else(|| transition.as_str().map(str::to_owned))
            .unwrap_or_default(),
        plan: instance.plan.0.clone(),
        item: instance.item.0.clone(),
        period: instance.period.0.clone(),
        task_id: entry.task.map(|id| id.to_string()),
        institution: entry.institution.as_ref().map(|key| key.0.clone()),
        document_id: entry.document.map(|id| id.to_string()),
        definition: instance.definition.clone(),
        payload: json!({ "v": KNOWN, "is": transition }),
        prev_hash: head.history_hash.clone(),
        hash: String::new(),
    }
}

pub(super) fn history(model: history::Model) -> Result<HistoryRow, StoreError> {
    let id = format!("{}/{}", model.instance_id, model.seq);
    let place = |column| Place {
        table: "history",
        column,
        id: &id,
    };
    let on_behalf = model.on_behalf.unwrap_or_default();
    let actor = match model.actor_kind.as_str() {
        "person" => Actor::Person {
            roles: on_behalf
                .split(',')
                .filter(|role| !role.is_empty())
                .map(RoleKey::from)
                .collect(),
            name: model.actor_name,
        },
        "institution" => Actor::Institution {
            key: InstitutionKey(on_behalf),
            name: model.actor_name,
        },
        "system" => Actor::System,
        other => return Err(place("actor_kind").unreadable(other)),
    };
    let entry = HistoryEntry {
        instance: place("instance_id").id(&model.instance_id)?,
        recorded_at: model.recorded_at,
        effective_on: model.effective_on,
        actor,
        transition: place("payload").open(model.payload)?,
        task: model.task_id.map(|id| place("task_id").id::<TaskId>(&id)).transpose()?,
        institution: model.institution.map(InstitutionKey),
        document: model
            .document_id
            .map(|id| place("document_id").id::<DocumentId>(&id))
            .transpose()?,
    };
    Ok(HistoryRow {
        seq: model.seq,
        plan: PlanKey(model.plan),
        item: ItemKey(model.item),
        period: model.period.as_str().into(),
        definition: model.definition,
        kind: model.kind,
        entry,
        prev_hash: model.prev_hash,
        hash: model.hash,
    })
}

pub(super) fn job_model(job: &Job) -> job::Model {
    let About {
        plan,
        item,
        instance,
        task,
        institution,
        document,
    } = job.about.clone();
    job::Model {
        key: job.key.clone(),
        kind: job.kind.clone(),
        run_at: job.run_at,
        state: "waiting".to_owned(),
        attempts: 0,
        lease_until: None,
        lease_token: None,
        payload: seal(&job.payload),
        last_error: None,
        result: None,
        plan: plan.map(|key| key.0),
        item: item.map(|key| key.0),
        instance_id: instance.map(|id| id.to_string()),
        task_id: task.map(|id| id.to_string()),
        institution: institution.map(|key| key.0),
        document_id: document.map(|id| id.to_string()),
        message_id: job.message_id.clone(),
        created_at: job.created_at,
        finished_at: None,
    }
}

pub(super) fn job(model: job::Model) -> Result<JobRow, StoreError> {
    let place = |column| Place {
        table: "job",
        column,
        id: &model.key,
    };
    let state = match (model.state.as_str(), model.lease_until, model.lease_token) {
        ("waiting", ..) => JobState::Waiting,
        ("leased", Some(until), Some(token)) => JobState::Leased { until, token },
        ("done", ..) => JobState::Done,
        ("parked", ..) => JobState::Parked,
        (other, ..) => return Err(place("state").unreadable(other)),
    };
    let about = About {
        plan: model.plan.map(PlanKey),
        item: model.item.map(ItemKey),
        instance: model
            .instance_id
            .map(|id| place("instance_id").id::<InstanceId>(&id))
            .transpose()?,
        task: model.task_id.map(|id| place("task_id").id::<TaskId>(&id)).transpose()?,
        institution: model.institution.map(InstitutionKey),
        document: model
            .document_id
            .map(|id| place("document_id").id::<DocumentId>(&id))
            .transpose()?,
    };
    let payload = place("payload").open(model.payload)?;
    let result = model.result.map(|result| place("result").open(result)).transpose()?;
    let (kind, run_at, message_id, created_at) = (model.kind, model.run_at, model.message_id, model.created_at);
    Ok(JobRow {
        job: Job {
            key: model.key,
            kind,
            run_at,
            payload,
            about,
            message_id,
            created_at,
        },
        state,
        attempts: model.attempts,
        last_error: model.last_error,
        result,
        finished_at: model.finished_at,
    })
}

pub(super) fn request_model(new: &NewAnswer) -> request::Model {
    request::Model {
        key: new.key.clone(),
        input_sha256: new.stored.input_sha256.clone(),
        answer: seal(&new.stored.answer),
        recorded_at: new.recorded_at,
    }
}

pub(super) fn answer(model: request::Model) -> Result<(String, StoredAnswer), StoreError> {
    let answer = Place {
        table: "request",
        column: "answer",
        id: &model.key,
    }
    .open(model.answer)?;
    Ok((
        model.key,
        StoredAnswer {
            input_sha256: model.input_sha256,
            answer,
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zero_character_is_found_and_its_name_is_not() {
        let json = |text: &str| serde_json::to_string(text).unwrap();
        assert!(has_zero_character(&json("a\0b")));
        assert!(has_zero_character(&json("\\\0")));
        assert!(!has_zero_character(&json("\\u0000")));
        assert!(!has_zero_character(&json("\\\\u0000 и \\u00001")));
    }
}
