//! History, jobs and kept answers.
//!
//! Must never reword a row of the history: its hash is over what is written here.

use super::{Place, seal, seal_value};
use crate::engine::event::Actor;
use crate::store::StoreError;
use crate::store::entity::{history, job, request};
use crate::store::rows::{
    About, HistoryEntry, HistoryRow, InstanceRow, Job, JobRow, JobState, NewAnswer, StoredAnswer,
};
use crate::words::ids::{DocumentId, InstanceId, InstitutionKey, ItemKey, PlanKey, RoleKey, TaskId};

/// The next row of the history of `head`, still without its own hash.
pub(in crate::store) fn history_model(head: &InstanceRow, entry: &HistoryEntry) -> Result<history::Model, StoreError> {
    let instance = &head.instance;
    let transition = serde_json::to_value(&entry.transition).map_err(|error| {
        Place {
            table: "history",
            column: "payload",
            id: &instance.id.to_string(),
        }
        .unreadable(&error)
    })?;
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
    Ok(history::Model {
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
        payload: seal_value(transition),
        prev_hash: head.history_hash.clone(),
        hash: String::new(),
    })
}

pub(in crate::store) fn history(model: history::Model) -> Result<HistoryRow, StoreError> {
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
        other => return Err(place("actor_kind").unreadable(&other)),
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

pub(in crate::store) fn job_model(job: &Job) -> job::Model {
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

pub(in crate::store) fn job(model: job::Model) -> Result<JobRow, StoreError> {
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
        (other, ..) => return Err(place("state").unreadable(&other)),
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

pub(in crate::store) fn request_model(new: &NewAnswer) -> request::Model {
    request::Model {
        key: new.key.clone(),
        input_sha256: new.stored.input_sha256.clone(),
        answer: seal(&new.stored.answer),
        recorded_at: new.recorded_at,
    }
}

pub(in crate::store) fn answer(model: request::Model) -> Result<(String, StoredAnswer), StoreError> {
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
