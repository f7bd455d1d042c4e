//! Acts on instances: cancel, supply the date, release from control.

use super::input::{Fields, WORD_MAX};
use super::outcome::{InstancePayload, accept};
use crate::api::scalars::Date;
use crate::api::visit::visit;
use crate::runtime::command::Act;
use crate::words::ids::InstanceId;
use async_graphql::{Context, ID, InputObject, Object, Result};

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

#[Object]
impl InstanceActs {
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
