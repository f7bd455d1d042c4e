//! Amended plans: texts are read anew when the service starts, running instances stay on the text they began with until
//! somebody moves them.
//!
//! Must never move an instance of itself.

use super::bulk::refuse;
use super::catalog::Catalog;
use super::command::Refusal;
use super::reading;
use super::stage::Stage;
use crate::definition::model::Definition;
use crate::engine::event::{Amendment, Event, Leaves};
use crate::engine::paper::Linked;
use crate::engine::state::Term;
use crate::engine::transition::Transition;
use crate::store::reader::{InstanceFilter, InstanceStanding, Reader, Viewer};
use crate::store::rows::InstanceRow;
use crate::store::{Store, error::StoreError};
use crate::words::clock::office_date;
use crate::words::ids::{InstanceId, StageKey};
use crate::words::phrasing::short_date;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A running instance that goes by another text than its item has today.
#[derive(Debug, Clone)]
pub struct Older {
    pub row: InstanceRow,
    /// The item is in the plan no longer.
    pub removed: bool,
}

/// The text that a running instance would be moved to.
pub(super) fn text(catalog: &Catalog, old: &Definition, on: NaiveDate) -> Result<Arc<Definition>, Refusal> {
    let current = catalog.current(&old.plan, &old.key).ok_or_else(|| {
        refuse(
            "ITEM_REMOVED",
            format!(
                "пункта {} в дорожной карте больше нет: оставьте экземпляр на прежней редакции или отмените его",
                old.key
            ),
            None,
        )
    })?;
    match current.effective.filter(|day| on < *day) {
        Some(day) => Err(refuse(
            "NOT_EFFECTIVE",
            format!("новая редакция пункта {} действует с {}", old.key, short_date(day)),
            None,
        )),
        None => Ok(current),
    }
}

/// The event that moves an instance, with the amending order in words.
pub(super) fn event(
    stage: &Stage<'_, '_>,
    instance: InstanceId,
    stages: BTreeMap<StageKey, StageKey>,
    by: Linked,
    note: &str,
) -> Result<Event, Refusal> {
    let words = in_words(stage, &by)?;
    let basis = match note.trim() {
        "" => words,
        note => format!("{words}; {note}"),
    };
    Ok(Event::Amend(Amendment {
        leaves: Leaves(stage.definition(instance)?),
        stages,
        by,
        basis,
    }))
}

/// «приказ № 87 от 14.06.2023»; only an order in force amends.
fn in_words(stage: &Stage<'_, '_>, by: &Linked) -> Result<String, Refusal> {
    let wrong = |message: String| refuse("WRONG_DOCUMENT", message, Some("by"));
    match by {
        Linked::Paper(paper) if paper.number.trim().is_empty() => Err(refuse(
            "MISSING",
            "укажите номер приказа о внесении изменений".to_owned(),
            Some("by"),
        )),
        Linked::Paper(paper) => Ok(format!(
            "{} № {} от {}",
            paper.kind,
            paper.number,
            short_date(paper.date)
        )),
        Linked::Document(id) => {
            let row = stage.document(*id).ok_or_else(|| Refusal::NotFound {
                what: format!("документ {id}"),
            })?;
            let title = &row.draft.title;
            let registration = row.document.state.registration().ok_or_else(|| {
                wrong(format!(
                    "документ «{title}» ещё не зарегистрирован: изменения вносит подписанный"
                ))
            })?;
            let journal = stage.work.catalog.journal(&registration.journal);
            let kind = journal.map_or_else(|| "документ".to_owned(), |(_, journal)| journal.kind);
            Ok(format!(
                "{kind} № {} от {}",
                registration.number,
                short_date(registration.date)
            ))
        }
    }
}

/// Running instances on older texts, by plan, item and period.
pub async fn older(reader: &Reader, catalog: &Catalog) -> Result<Vec<Older>, StoreError> {
    let mut older = Vec::new();
    for standing in [InstanceStanding::Active, InstanceStanding::Suspended] {
        let filter = InstanceFilter {
            state: Some(standing),
            ..InstanceFilter::default()
        };
        for row in reading::instances(reader, &filter).await? {
            let current = catalog.current(&row.instance.plan, &row.instance.item);
            if current
                .as_ref()
                .is_none_or(|current| current.sha256 != row.instance.definition)
            {
                older.push(Older {
                    removed: current.is_none(),
                    row,
                });
            }
        }
    }
    let place = |older: &Older| {
        let instance = &older.row.instance;
        (instance.plan.clone(), instance.item.clone(), instance.period.clone())
    };
    older.sort_by_key(place);
    Ok(older)
}

/// Takes earlier texts to hand, by which running instances go and histories are read, and tells the log which running
/// instances go by an older text than the plan's.
pub async fn keep_earlier_texts(store: &Store, catalog: &Catalog, now: DateTime<Utc>) -> Result<(), StoreError> {
    let reader = Reader::new(store, Viewer::System);
    let older = older(&reader, catalog).await?;
    let running = older.iter().map(|older| older.row.instance.definition.as_str());
    catalog.pin(store, &catalog.missing(running)).await?;
    let kept = store.definitions().await?;
    for sha256 in catalog.missing(kept.iter().map(String::as_str)) {
        // Nothing goes by it any longer; its history can be read by the text of today.
        if let Err(error) = catalog.pin(store, std::slice::from_ref(&sha256)).await {
            tracing::warn!(definition = %sha256, error = %error, "an earlier text can be read no longer");
        }
    }
    catalog.keep_earlier(store, office_date(now, chrono_tz::UTC)).await?;
    for Older { row, removed } in &older {
        let what = if *removed {
            "a running instance is of an item that the plan has no longer"
        } else {
            "a running instance goes by an older text of its item"
        };
        tracing::info!(
            plan = %row.instance.plan, item.number = %row.instance.item, period = %row.instance.period,
            instance.id = %row.instance.id, "{what}"
        );
    }
    Ok(())
}

/// A change that a move brings, in a few words for a list; `None` for what the list need not tell.
pub fn in_brief(transition: &Transition) -> Option<String> {
    let date = |term: &Option<Term>| term.map_or_else(|| "не назван".to_owned(), |term| short_date(term.control));
    Some(match transition {
        Transition::Amended { before, term, .. } if before == term => "сроки прежние".to_owned(),
        Transition::Amended { before, term, .. } => format!("контрольный срок {} вместо {}", date(term), date(before)),
        Transition::TaskAmended { from, to, .. } if from == to => "поручение меняется, срок прежний".to_owned(),
        Transition::TaskAmended { from, to, .. } => format!("срок {} вместо {}", short_date(*to), short_date(*from)),
        Transition::TaskIssued { task } => format!("новое поручение, срок {}", short_date(task.control)),
        Transition::TaskCancelled { basis, .. } => format!("поручение отменяется: {basis}"),
        Transition::Moved { to, .. } => format!("переходит на стадию «{to}»"),
        Transition::Released { .. } => "снимается с контроля".to_owned(),
        _ => return None,
    })
}
