//! From what a door asks to the events of the engine: which instances, in which order, with which documents at hand.

use super::command::{Act, Command, Draft, ItemInPeriod, Refusal};
use super::orders;
use super::registration;
use super::stage::Stage;
use crate::definition::model::{Act as StageAct, Approval, Definition};
use crate::engine::driven;
use crate::engine::event::{Actor, DocumentReturn, Event};
use crate::engine::state::{Document, InstanceState};
use crate::store::rows::{DocumentRow, FileRecord};
use crate::words::ids::{DocumentId, InstanceId, ItemKey, PeriodKey, PlanKey, RoleKey, TaskId};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The events of one command, in order; each is for one instance.
pub fn events(stage: &mut Stage<'_, '_>, command: &Command) -> Result<Vec<(InstanceId, Event)>, Refusal> {
    match &command.act {
        Act::Open { plan, item, period } => Ok(vec![(
            InstanceId::of(plan, item, period),
            Event::Open { period: period.clone() },
        )]),
        Act::EnterDone {
            plan,
            item,
            period,
            done,
        } => {
            let definition = current(stage, plan, item)?;
            known_period(&definition, period)?;
            let (period, done) = (period.clone(), done.clone());
            Ok(vec![(
                InstanceId::of(plan, item, &period),
                Event::EnterDone { period, done },
            )])
        }
        Act::Issue {
            plan,
            items,
            draft,
            document,
        } => issue(
            stage,
            command,
            &Issue {
                plan,
                items,
                draft,
                document: *document,
            },
        ),
        Act::Approve { document } => {
            let document = *document;
            driven(stage, document, Event::Approve { document }, None)
        }
        Act::ReturnDocument { document, reason } => {
            let (document, reason) = (*document, reason.clone());
            let role = returning_role(stage, document, command)?;
            let returned = DocumentReturn {
                role,
                reason: reason.clone(),
            };
            driven(
                stage,
                document,
                Event::ReturnDocument { document, reason },
                Some(&returned),
            )
        }
        Act::RegisterByHand {
            document,
            number,
            date,
            skipped,
        } => {
            let event = Event::RegisterByHand {
                document: *document,
                number: number.clone(),
                date: *date,
                skipped: skipped.clone(),
            };
            driven(stage, *document, event, None)
        }
        Act::AnnulDocument { .. } | Act::AttachToDocument { .. } => registration::of_registered(stage, &command.act),
        Act::RegisterAgain { .. } => registration::again(stage, command),
        Act::Rendered { document, file } => {
            let mut row = document_row(stage, *document)?.clone();
            if row.file.is_none() {
                row.file = Some(FileRecord {
                    sha256: file.file.sha256.clone(),
                    content_sha256: file.content_sha256.clone(),
                    name: file.file.name.clone(),
                    size: file.file.size,
                });
                let event = Event::DocumentRendered {
                    document: *document,
                    file: file.file.clone(),
                    content_sha256: file.content_sha256.clone(),
                    context_sha256: file.context_sha256.clone(),
                    template_sha256: file.template_sha256.clone(),
                };
                let serves = row.document.serves.clone();
                stage.put_document(row);
                return Ok(serves.into_iter().map(|instance| (instance, event.clone())).collect());
            }
            Ok(Vec::new())
        }
        act => about_task(stage, act)
            .or_else(|| about_instance(stage, act))
            .unwrap_or_else(|| Ok(Vec::new())),
    }
}

pub(super) type Planned = Result<Vec<(InstanceId, Event)>, Refusal>;

fn about_task(stage: &Stage<'_, '_>, act: &Act) -> Option<Planned> {
    let (task, event) = match act.clone() {
        Act::Report { task, report } => (task, Event::Report { task, report }),
        Act::Accept { task, note } => (task, Event::Accept { task, note }),
        Act::Return { task, reason } => (task, Event::Return { task, reason }),
        Act::AskExtension { task, until, reason } => (task, Event::AskExtension { task, until, reason }),
        Act::GrantExtension { task, until, basis } => (task, Event::GrantExtension { task, until, basis }),
        Act::RefuseExtension { task, reason } => (task, Event::RefuseExtension { task, reason }),
        Act::CancelTask { task, basis } => (task, Event::CancelTask { task, basis }),
        Act::TaskTimer { task, rung } => (task, Event::TaskTimer { task, rung }),
        Act::Reassign { task, to, basis } => {
            let row = stage.task(task)?;
            let on = stage.on(&row.plan);
            let entry = stage
                .work
                .catalog
                .directory(&row.plan, on)
                .into_iter()
                .find(|entry| entry.key == to);
            let Some(to) = entry else {
                return Some(Err(Refusal::NotFound {
                    what: format!("действующее на {on} учреждение «{to}»"),
                }));
            };
            (task, Event::Reassign { task, to, basis })
        }
        _ => return None,
    };
    Some(instance_of(stage, task).map(|instance| vec![(instance, event)]))
}

fn instance_of(stage: &Stage<'_, '_>, task: TaskId) -> Result<InstanceId, Refusal> {
    let row = stage.task(task).ok_or_else(|| Refusal::NotFound {
        what: format!("поручение {task}"),
    })?;
    Ok(row.task.instance)
}

fn about_instance(stage: &Stage<'_, '_>, act: &Act) -> Option<Planned> {
    let (instance, event) = match act.clone() {
        Act::Cancel { instance, basis } => (instance, Event::Cancel { basis }),
        Act::Release { instance, basis } => (instance, Event::Release { basis }),
        Act::VoidNumber {
            instance,
            journal,
            year,
            number,
            reason,
        } => {
            let event = Event::VoidNumber {
                journal,
                year,
                number,
                reason,
            };
            (instance, event)
        }
        Act::SupplyDate { instance, due, basis } => (instance, Event::SupplyDate { due, basis }),
        Act::InstanceTimer { instance, stage: at } => (instance, Event::InstanceTimer { stage: at }),
        Act::PredecessorReleased { instance, item } => (instance, Event::PredecessorReleased { item }),
        _ => return None,
    };
    if stage.instance(instance).is_none() {
        // Known to the plans but not begun: no mistake of the caller's.
        if let Some(definition) = stage.work.catalog.by_instance(instance) {
            return Some(Err(not_begun(&definition.key)));
        }
        return Some(Err(Refusal::NotFound {
            what: format!("пункт в работе {instance}"),
        }));
    }
    Some(Ok(vec![(instance, event)]))
}

/// In which of his roles a person returns a document: the first that the stage's approvers name.
fn returning_role(stage: &Stage<'_, '_>, document: DocumentId, command: &Command) -> Result<RoleKey, Refusal> {
    let row = document_row(stage, document)?;
    let approvers = row.document.serves.first().and_then(|instance| {
        let definition = stage.definition(*instance).ok()?;
        match &definition
            .lifecycle
            .stages
            .get(&stage.instance(*instance)?.instance.stage)?
            .act
        {
            StageAct::Approve(approval) => Some(approval.by.clone()),
            _ => None,
        }
    });
    let held = match &command.actor {
        Actor::Person { roles, .. } => roles.as_slice(),
        _ => &[],
    };
    let role = approvers
        .iter()
        .flatten()
        .find(|role| held.contains(role))
        .or(held.first());
    Ok(role.cloned().unwrap_or_else(|| RoleKey::from("head")))
}

pub(super) fn document_row<'s>(stage: &'s Stage<'_, '_>, id: DocumentId) -> Result<&'s DocumentRow, Refusal> {
    stage.document(id).ok_or_else(|| Refusal::NotFound {
        what: format!("документ {id}"),
    })
}

/// The act moves the document through the first instance it serves; the others follow it in the same transaction.
fn driven(stage: &Stage<'_, '_>, id: DocumentId, event: Event, returned: Option<&DocumentReturn>) -> Planned {
    let row = document_row(stage, id)?;
    let instance = |id| stage.instance(id).map(|row| &row.instance);
    let events = driven::events(&row.document, instance, event, returned);
    if events.is_empty() {
        return Err(Refusal::NotFound {
            what: format!("пункт документа {id}"),
        });
    }
    Ok(events)
}

struct Issue<'a> {
    plan: &'a PlanKey,
    items: &'a [ItemInPeriod],
    draft: &'a Draft,
    document: Option<DocumentId>,
}

fn issue(stage: &mut Stage<'_, '_>, command: &Command, issue: &Issue<'_>) -> Planned {
    let plan = stage.work.catalog.plan(issue.plan).ok_or_else(|| Refusal::NotFound {
        what: format!("дорожная карта «{}»", issue.plan),
    })?;
    if issue.items.is_empty() {
        return Err(rejected(
            "MISSING",
            "укажите хотя бы один пункт дорожной карты",
            "items",
        ));
    }
    let mut served: Vec<(InstanceId, Arc<Definition>)> = Vec::new();
    for wanted in issue.items {
        let instance = instance_to_issue(stage, issue.plan, wanted)?;
        if served.iter().any(|(id, _)| *id == instance) {
            return Err(rejected(
                "DUPLICATE",
                &format!("пункт {} назван дважды", wanted.item),
                "items",
            ));
        }
        served.push((instance, stage.definition(instance)?));
    }
    same_approval(stage, &served)?;
    let (id, version, file) = if let Some(id) = issue.document {
        let row = document_row(stage, id)?;
        let before: BTreeSet<InstanceId> = row.document.serves.iter().copied().collect();
        if before != served.iter().map(|(id, _)| *id).collect() {
            let message = "документ исполняет другие пункты: исправьте его для тех же пунктов или издайте новый";
            return Err(rejected("OTHER_ITEMS", message, "items"));
        }
        (id, row.version, None)
    } else {
        let key = command
            .key
            .as_deref()
            .ok_or_else(|| rejected("MISSING", "укажите ключ запроса", "idempotencyKey"))?;
        (DocumentId::of(key), 0, None)
    };
    let instances: Vec<_> = served
        .iter()
        .filter_map(|(id, definition)| Some((stage.instance(*id)?.instance.clone(), Arc::clone(definition))))
        .collect();
    let cited = registration::cited(stage, &plan, &issue.draft.links);
    let draft = orders::draft(stage.work.catalog, &plan, &instances, issue.draft, &cited)?;
    let served: Vec<InstanceId> = served.into_iter().map(|(instance, _)| instance).collect();
    let links = registration::links(stage, id, &issue.draft.links)?;
    let document = Document::draft(id);
    stage.drafted = Some(DocumentRow {
        version,
        document,
        draft,
        file,
    });
    let issued = served.iter().map(|instance| (*instance, Event::Issue { document: id }));
    let linked = links
        .iter()
        .flat_map(|event| served.iter().map(|instance| (*instance, event.clone())));
    Ok(issued.chain(linked).collect())
}

/// The instance meant: of the named period, else the earliest one that waits for its order.
fn instance_to_issue(stage: &mut Stage<'_, '_>, plan: &PlanKey, wanted: &ItemInPeriod) -> Result<InstanceId, Refusal> {
    let definition = current(stage, plan, &wanted.item)?;
    open_what_is_due(stage, &definition)?;
    let id = |period| InstanceId::of(plan, &wanted.item, period);
    if let Some(period) = &wanted.period {
        known_period(&definition, period)?;
        return match stage.instance(id(period)) {
            Some(row) => Ok(row.instance.id),
            None => Err(not_begun(&wanted.item)),
        };
    }
    let begun: Vec<_> = definition
        .schedule
        .periods()
        .into_iter()
        .filter_map(|period| stage.instance(id(period)))
        .collect();
    let waiting = begun
        .iter()
        .filter(|row| row.instance.state == InstanceState::Active)
        .find(|row| {
            let stages = stage
                .work
                .catalog
                .pinned(&row.instance.definition)
                .map(|pinned| Arc::clone(&pinned.lifecycle));
            stages.is_some_and(|lifecycle| {
                matches!(
                    lifecycle.stages.get(&row.instance.stage).map(|stage| &stage.act),
                    Some(StageAct::Issue { .. })
                )
            })
        });
    waiting
        .or(begun.last())
        .map(|row| row.instance.id)
        .ok_or_else(|| not_begun(&wanted.item))
}

fn known_period(definition: &Definition, period: &PeriodKey) -> Result<(), Refusal> {
    let periods = definition.schedule.periods();
    if periods.contains(&period) {
        return Ok(());
    }
    let known: Vec<&str> = periods.into_iter().map(PeriodKey::as_str).collect();
    let what = format!(
        "период «{period}» пункта {}; есть: {}",
        definition.key,
        known.join(", ")
    );
    Err(Refusal::NotFound { what })
}

/// Periods whose day has come begin now, should their timers not have fired yet: a clerk is never told to wait for one.
fn open_what_is_due(stage: &mut Stage<'_, '_>, definition: &Definition) -> Result<(), Refusal> {
    let on = stage.on(&definition.plan);
    for period in definition.schedule.periods() {
        let id = InstanceId::of(&definition.plan, &definition.key, period);
        if stage.instance(id).is_none() && definition.schedule.opens(period, definition.rules.first_day) <= on {
            let open = Event::Open { period: period.clone() };
            stage.take(id, &open, &Actor::System)?;
        }
    }
    Ok(())
}

fn not_begun(item: &ItemKey) -> Refusal {
    rejected(
        "NOT_OPEN",
        &format!("пункт {item} за этот период ещё не начат"),
        "items",
    )
}

fn current(stage: &Stage<'_, '_>, plan: &PlanKey, item: &ItemKey) -> Result<Arc<Definition>, Refusal> {
    let found = stage.work.catalog.current(plan, item);
    found.ok_or_else(|| Refusal::NotFound {
        what: format!("пункт {item} дорожной карты «{plan}»"),
    })
}

/// One document is approved by one route: the items it serves must agree about it.
fn same_approval(stage: &Stage<'_, '_>, served: &[(InstanceId, Arc<Definition>)]) -> Result<(), Refusal> {
    let approval = |id: InstanceId, definition: &Definition| -> Option<Approval> {
        let row = stage.instance(id)?;
        let StageAct::Issue { next, .. } = &definition.lifecycle.stages.get(&row.instance.stage)?.act else {
            return None;
        };
        match &definition.lifecycle.stages.get(next)?.act {
            StageAct::Approve(approval) => Some(approval.clone()),
            _ => None,
        }
    };
    let mut routes = served
        .iter()
        .filter_map(|(id, definition)| approval(*id, definition).map(|route| (definition, route)));
    let Some((first, route)) = routes.next() else {
        return Ok(());
    };
    for (other, its) in routes {
        if !its.same_route(&route) {
            let message = format!(
                "у пунктов {} и {} разный порядок согласования: издайте два приказа",
                first.key, other.key
            );
            return Err(rejected("DIFFERENT_APPROVAL", &message, "items"));
        }
    }
    Ok(())
}

pub(super) fn rejected(code: &'static str, message: &str, field: &'static str) -> Refusal {
    Refusal::Rejected {
        code,
        message: message.to_owned(),
        field: Some(field),
    }
}
