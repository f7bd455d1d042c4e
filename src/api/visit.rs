//! One request: who asks, and what he may read. Lives as long as the execution.

use super::access::Access;
use super::loaders::Loaders;
use crate::definition::model::Definition;
use crate::runtime::Runtime;
use crate::runtime::catalog::Catalog;
use crate::store::reader::Reader;
use crate::words::clock::office_date;
use crate::words::ids::{ItemKey, PlanKey};
use async_graphql::Context;
use chrono::NaiveDate;
use std::sync::Arc;

/// What resolvers work with.
pub struct Visit {
    pub runtime: Runtime,
    pub access: Access,
    pub reader: Reader,
    pub loaders: Loaders,
}

impl Visit {
    pub fn new(runtime: Runtime, access: Access) -> Self {
        let reader = runtime.reader(access.viewer());
        let loaders = Loaders::new(&reader);
        Self {
            runtime,
            access,
            reader,
            loaders,
        }
    }

    pub fn catalog(&self) -> &Catalog {
        self.runtime.catalog()
    }

    /// The date on the office's wall.
    pub fn today(&self, plan: &PlanKey) -> NaiveDate {
        office_date(self.runtime.clock().now(), self.catalog().zone(plan))
    }

    /// The definition an instance runs by: the text it is bound to, else today's of its item.
    pub fn definition(&self, sha256: &str, plan: &PlanKey, item: &ItemKey) -> Option<Arc<Definition>> {
        self.catalog()
            .pinned(sha256)
            .or_else(|| self.catalog().current(plan, item))
    }
}

/// The visit of this execution.
pub fn visit<'a>(ctx: &Context<'a>) -> &'a Visit {
    // Every route that executes puts it in.
    ctx.data_unchecked::<Visit>()
}
