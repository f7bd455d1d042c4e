//! Acts on instances: cancel, supply the date, release from control, enter what was done before.

use super::documents::ItemInput;
use super::input::{Fields, WORD_MAX};
use super::outcome::{InstancePayload, accept};
use super::registration::PaperOrderInput;
use super::reports::{FileInput, read_files};
use crate::api::scalars::Date;
use crate::api::visit::{Visit, visit};
use crate::engine::event::Done;
use crate::runtime::command::Act;
use crate::words::ids::{InstanceId, ItemKey, PeriodKey, PlanKey};
use async_graphql::{Context, ID, InputObject, Object, Result};

/// Most documents that prove one item.
const PAPERS_MAX: usize = 20;

/// Acts on instances.
#[derive(Default)]
pub struct InstanceActs;

/// Cancel an instance.
#[derive(InputObject)]
pub struct CancelInstanceInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Instance.
    instance: ID,
    /// On what basis.
    basis: String,
}

/// Supply the date that an item waits for.
#[derive(InputObject)]
pub struct SupplyDateInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Instance.
    instance: ID,
    /// Due date, inclusive.
    due: Date,
    /// Where it is from, e.g. «график ИМО от 10.05.2022».
    basis: String,
}

/// Release an instance from control.
#[derive(InputObject)]
pub struct ReleaseInstanceInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Instance.
    instance: ID,
    /// On what basis.
    basis: String,
}

/// Enter an item that was carried out before it came here.
#[derive(InputObject)]
pub struct EnterDoneInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// The item; its period may be left out when it has but one.
    item: ItemInput,
    /// The real day on which it was carried out; never in the future.
    done_on: Date,
    /// Documents that prove it, with their own numbers and dates.
    papers: Option<Vec<PaperOrderInput>>,
    /// Scans, handed in by `PUT /files`.
    files: Option<Vec<FileInput>>,
    /// In words; may be left out when there is a document or a scan.
    note: Option<String>,
}

#[Object]
impl InstanceActs {
    /// Enters an item that was carried out before it came here, with its real date and its documents: it is put on control
    /// and taken off at once, without tasks and letters. The history tells when it was entered, and for which day.
    async fn enter_done(&self, ctx: &Context<'_>, input: EnterDoneInput) -> Result<InstancePayload> {
        let visit = visit(ctx);
        let mut fields = Fields::default();
        let key = fields.key(&input.idempotency_key);
        let (plan, item) = (PlanKey(input.item.plan.clone()), ItemKey(input.item.key.clone()));
        let period = period(visit, &mut fields, &input.item);
        let papers = input.papers.as_deref().unwrap_or_default();
        fields.at_most("papers", papers, PAPERS_MAX);
        let papers = papers.iter().map(|paper| paper.read(&mut fields, "papers")).collect();
        let note = fields.text("note", input.note.as_deref().unwrap_or_default(), WORD_MAX);
        let files = read_files(&mut fields, visit, input.files.as_deref().unwrap_or_default()).await?;
        match (fields.check(), period) {
            (Ok(()), Some(period)) => {
                let instance = InstanceId::of(&plan, &item, &period);
                let done = Done {
                    on: input.done_on.0,
                    papers,
                    files,
                    note,
                };
                let act = Act::EnterDone {
                    plan,
                    item,
                    period,
                    done,
                };
                InstancePayload::of(visit, accept(visit, &key, act).await, instance).await
            }
            (checked, _) => Ok(InstancePayload::refused(checked.err().unwrap_or_default())),
        }
    }

    /// Cancels an instance; its unfinished tasks are withdrawn.
    async fn cancel_instance(&self, ctx: &Context<'_>, input: CancelInstanceInput) -> Result<InstancePayload> {
        let CancelInstanceInput {
            idempotency_key,
            instance,
            basis,
        } = input;
        act(ctx, &idempotency_key, &instance, &basis, |instance, basis| {
            Act::Cancel { instance, basis }
        })
        .await
    }

    /// Supplies the date that an item waits for.
    async fn supply_date(&self, ctx: &Context<'_>, input: SupplyDateInput) -> Result<InstancePayload> {
        let SupplyDateInput {
            idempotency_key,
            instance,
            due,
            basis,
        } = input;
        let make = |instance, basis| Act::SupplyDate {
            instance,
            due: due.0,
            basis,
        };
        act(ctx, &idempotency_key, &instance, &basis, make).await
    }

    /// Releases an instance from control (снять с контроля).
    async fn release_instance(&self, ctx: &Context<'_>, input: ReleaseInstanceInput) -> Result<InstancePayload> {
        let ReleaseInstanceInput {
            idempotency_key,
            instance,
            basis,
        } = input;
        act(ctx, &idempotency_key, &instance, &basis, |instance, basis| {
            Act::Release { instance, basis }
        })
        .await
    }
}

/// The period named, else the only one that the item has; an item that is not there is left for the act to tell.
fn period(visit: &Visit, fields: &mut Fields, item: &ItemInput) -> Option<PeriodKey> {
    if let Some(period) = &item.period {
        return Some(PeriodKey(period.clone()));
    }
    let definition = visit
        .catalog()
        .current(&PlanKey(item.plan.clone()), &ItemKey(item.key.clone()));
    let Some(definition) = definition else {
        fields.wrong(
            "item",
            &format!("нет пункта {} в дорожной карте «{}»", item.key, item.plan),
        );
        return None;
    };
    match definition.schedule.periods()[..] {
        [only] => Some(only.clone()),
        ref several => {
            let known: Vec<&str> = several.iter().map(|period| period.as_str()).collect();
            fields.wrong("item", &format!("назовите период; есть: {}", known.join(", ")));
            None
        }
    }
}

async fn act(
    ctx: &Context<'_>,
    key: &str,
    instance: &ID,
    basis: &str,
    make: impl FnOnce(InstanceId, String) -> Act,
) -> Result<InstancePayload> {
    let visit = visit(ctx);
    let mut fields = Fields::default();
    let key = fields.key(key);
    let instance = fields.id::<InstanceId>("instance", instance);
    let basis = fields.text("basis", basis, WORD_MAX);
    match (fields.check(), instance) {
        (Ok(()), Some(instance)) => {
            InstancePayload::of(visit, accept(visit, &key, make(instance, basis)).await, instance).await
        }
        (checked, _) => Ok(InstancePayload::refused(checked.err().unwrap_or_default())),
    }
}
