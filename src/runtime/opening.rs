//! Periods begin by themselves: a job for every instance to come; and released items wake those that come after them.

use super::Runtime;
use super::catalog::Catalog;
use super::command::Act;
use super::duty::Duty;
use super::reading;
use crate::definition::openings;
use crate::engine::state::InstanceState;
use crate::store::reader::{InstanceFilter, Reader, Viewer};
use crate::store::rows::{About, DefinitionRow, Job, Writes};
use crate::store::{Store, error::StoreError};
use crate::words::clock::{office_date, office_midnight};
use crate::words::ids::InstanceId;
use chrono::{DateTime, Utc};
use std::collections::HashSet;

/// Keeps the text of every definition: instances are bound to it for life.
pub async fn keep_definitions(store: &Store, catalog: &Catalog, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut rows = Vec::new();
    for plan in catalog.plans() {
        for definition in &plan.items {
            let unwritten = |why: String| StoreError::Unreadable {
                table: "definition",
                column: "bundle",
                id: definition.sha256.clone(),
                why,
            };
            let bundle = catalog.bundle(&plan.key, &definition.key);
            let bundle = bundle.ok_or_else(|| unwritten("нет исходного текста определения".to_owned()))?;
            rows.push(DefinitionRow {
                sha256: definition.sha256.clone(),
                plan: plan.key.clone(),
                item: definition.key.clone(),
                bundle: serde_json::to_string(bundle).map_err(|error| unwritten(error.to_string()))?,
                stored_at: now,
            });
        }
    }
    store.put_definitions(&rows).await
}

/// Brings the directory's table up to the plans' files.
pub async fn keep_directory(store: &Store, catalog: &Catalog) -> Result<(), StoreError> {
    for plan in catalog.plans() {
        store.sync_institutions(&plan.institutions).await?;
    }
    Ok(())
}

/// Orders a job for every instance that has not begun: it opens on its day, or now when the day has passed.
pub async fn order_openings(store: &Store, catalog: &Catalog, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut jobs = Vec::new();
    for plan in catalog.plans() {
        for opening in openings::openings(plan, office_date(now, plan.time_zone)) {
            let (item, period) = (&opening.definition.key, opening.period);
            let instance = InstanceId::of(&plan.key, item, period);
            let duty = Duty::Open {
                plan: plan.key.clone(),
                item: item.clone(),
                period: period.clone(),
            };
            let about = About {
                plan: Some(plan.key.clone()),
                item: Some(item.clone()),
                ..About::default()
            };
            let job = duty.job(
                format!("open/{instance}"),
                office_midnight(opening.on, plan.time_zone),
                about,
                None,
                now,
            );
            jobs.push(job?);
        }
    }
    let begun = reading::instances(&Reader::new(store, Viewer::System), &InstanceFilter::default()).await?;
    let begun: HashSet<String> = begun
        .into_iter()
        .map(|row| format!("open/{}", row.instance.id))
        .collect();
    jobs.retain(|job: &Job| !begun.contains(&job.key));
    if jobs.is_empty() {
        return Ok(());
    }
    let batch = store.begin().await?;
    batch
        .commit(Writes {
            jobs,
            ..Writes::default()
        })
        .await?;
    Ok(())
}

/// What the items that come after a released instance are told.
pub async fn successors(runtime: &Runtime, released: InstanceId) -> Result<Vec<Act>, StoreError> {
    let Some(row) = runtime.reader(Viewer::System).instance(released).await? else {
        return Ok(Vec::new());
    };
    let instance = row.instance;
    let Some(plan) = runtime.catalog().plan(&instance.plan) else {
        return Ok(Vec::new());
    };
    Ok(openings::successors(&plan, &instance.item, &instance.period)
        .map(|definition| Act::PredecessorReleased {
            instance: InstanceId::of(&plan.key, &definition.key, &instance.period),
            item: instance.item.clone(),
        })
        .collect())
}

/// What an instance is told that has just come to wait for others: those released before it began.
pub async fn released_predecessors(runtime: &Runtime, waiting: InstanceId) -> Result<Vec<Act>, StoreError> {
    let reader = runtime.reader(Viewer::System);
    let Some(row) = reader.instance(waiting).await? else {
        return Ok(Vec::new());
    };
    let Some(definition) = runtime.catalog().pinned(&row.instance.definition) else {
        return Ok(Vec::new());
    };
    let mut acts = Vec::new();
    for item in &definition.after {
        let before = InstanceId::of(&row.instance.plan, item, &row.instance.period);
        let released = reader
            .instance(before)
            .await?
            .is_some_and(|row| matches!(row.instance.state, InstanceState::Released { .. }));
        if released {
            acts.push(Act::PredecessorReleased {
                instance: waiting,
                item: item.clone(),
            });
        }
    }
    Ok(acts)
}
