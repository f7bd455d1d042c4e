//! The schema: queries, mutations, subscriptions, and the limits they are bound by.

use super::guard::{COMPLEXITY_MAX, DEPTH_MAX, DIRECTIVES_MAX, Guard, RECURSION_MAX};
use super::institution::Directory;
use super::mutation::Mutation;
use super::query::Query;
use super::subscription::Subscription;
use crate::runtime::catalog::Catalog;
use async_graphql::{SDLExportOptions, Schema, SchemaBuilder};

/// The whole schema.
pub type PrikazSchema = Schema<Query, Mutation, Subscription>;

fn builder() -> SchemaBuilder<Query, Mutation, Subscription> {
    Schema::build(Query, Mutation::default(), Subscription)
        .limit_depth(DEPTH_MAX)
        .limit_complexity(COMPLEXITY_MAX)
        .limit_recursive_depth(RECURSION_MAX)
        .limit_directives(DIRECTIVES_MAX)
        .extension(Guard)
}

/// The schema over the institutions of a catalog.
pub(super) fn build(catalog: &Catalog) -> PrikazSchema {
    builder().data(Directory::of(catalog)).finish()
}

/// The schema in GraphQL's own language, as `schema.graphql` holds it.
pub fn sdl() -> String {
    let text = builder()
        .finish()
        .sdl_with_options(SDLExportOptions::new().sorted_fields().sorted_enum_items());
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n").trim())
}
