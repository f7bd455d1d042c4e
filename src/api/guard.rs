//! What a document may ask: its size, depth, breadth and aliases; and over a socket, subscriptions only.
//!
//! Must never let a document that is too large reach the parser.

use super::errors::{self, coded, too_much, with_code};
use super::socket::OverSocket;
use super::wording;
use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextParseQuery, NextRequest, NextSubscribe, NextValidation,
};
use async_graphql::futures_util::stream::{BoxStream, StreamExt};
use async_graphql::parser::types::{ExecutableDocument, OperationType, Selection, SelectionSet};
use async_graphql::{Pos, Response, ServerError, ServerResult, ValidationResult, Variables};
use std::sync::Arc;

/// Deepest selection; the standard introspection query has 15 levels.
pub const DEPTH_MAX: usize = 18;
/// Fields a document may ask, each multiplied by the length of the lists it stands in.
pub const COMPLEXITY_MAX: usize = 30_000;
/// Nesting of fragments while parsing.
pub const RECURSION_MAX: usize = 32;
/// Directives on one field.
pub const DIRECTIVES_MAX: usize = 8;
/// Characters of a document, in bytes.
pub const DOCUMENT_BYTES_MAX: usize = 16 * 1024;
/// Aliases in a document: each may repeat the most expensive field.
pub const ALIASES_MAX: usize = 30;

/// The guard of every execution.
pub struct Guard;

impl ExtensionFactory for Guard {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for Guard {
    async fn request(&self, ctx: &ExtensionContext<'_>, next: NextRequest<'_>) -> Response {
        finished(next.run(ctx).await)
    }

    fn subscribe<'s>(
        &self,
        ctx: &ExtensionContext<'_>,
        stream: BoxStream<'s, Response>,
        next: NextSubscribe<'_>,
    ) -> BoxStream<'s, Response> {
        next.run(ctx, stream.map(finished).boxed())
    }

    async fn parse_query(
        &self,
        ctx: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        if query.len() > DOCUMENT_BYTES_MAX {
            let text = format!("Запрос длиннее {DOCUMENT_BYTES_MAX} байт: разделите его");
            return Err(refused("QUERY_TOO_COMPLEX", &text));
        }
        let parsed = next.run(ctx, query, variables).await;
        let document = parsed.map_err(|error| {
            let code = if too_much(&error.message) {
                "QUERY_TOO_COMPLEX"
            } else {
                "GRAPHQL_PARSE_FAILED"
            };
            with_code(error, code)
        })?;
        let aliases = aliases(&document);
        if aliases > ALIASES_MAX {
            let text = format!("Псевдонимов в запросе {aliases}, а допустимо {ALIASES_MAX}");
            return Err(refused("QUERY_TOO_COMPLEX", &text));
        }
        if ctx.data_opt::<OverSocket>().is_some() && !subscribes_only(&document) {
            return Err(refused(
                "SUBSCRIPTIONS_ONLY",
                "По веб-сокету принимаются только подписки: запросы и действия — POST /graphql",
            ));
        }
        Ok(document)
    }

    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        next.run(ctx).await.map_err(|errors| {
            let coded = errors.into_iter().map(|error| {
                let code = if too_much(&error.message) {
                    "QUERY_TOO_COMPLEX"
                } else {
                    "GRAPHQL_VALIDATION_FAILED"
                };
                let message = wording::of_value(&error.message).unwrap_or_else(|| error.message.clone());
                with_code(ServerError { message, ..error }, code)
            });
            coded.take(20).collect()
        })
    }
}

fn finished(mut response: Response) -> Response {
    response.errors = response.errors.into_iter().map(errors::finish).collect();
    response
}

fn refused(code: &str, text: &str) -> ServerError {
    coded(code, text).into_server_error(Pos { line: 1, column: 1 })
}

fn subscribes_only(document: &ExecutableDocument) -> bool {
    document
        .operations
        .iter()
        .all(|(_, operation)| operation.node.ty == OperationType::Subscription)
}

/// The parser has bounded the nesting, so that this recursion ends soon.
fn aliases(document: &ExecutableDocument) -> usize {
    let operations = document
        .operations
        .iter()
        .map(|(_, operation)| &operation.node.selection_set.node);
    let fragments = document
        .fragments
        .values()
        .map(|fragment| &fragment.node.selection_set.node);
    operations.chain(fragments).map(aliases_in).sum()
}

fn aliases_in(set: &SelectionSet) -> usize {
    let of = |selection: &Selection| match selection {
        Selection::Field(field) => usize::from(field.node.alias.is_some()) + aliases_in(&field.node.selection_set.node),
        Selection::InlineFragment(fragment) => aliases_in(&fragment.node.selection_set.node),
        Selection::FragmentSpread(_) => 0,
    };
    set.items.iter().map(|selection| of(&selection.node)).sum()
}
