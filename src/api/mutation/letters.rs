//! Acts on letters: a parked one is let go again.

use super::input::{Fields, WORD_MAX};
use super::outcome::{LetterPayload, may_not, not_found};
use crate::api::errors::from_store;
use crate::api::letter::{self, Letter};
use crate::api::visit::visit;
use crate::store::reader::{LetterFilter, Page};
use async_graphql::{Context, InputObject, Object, Result};

/// Acts on letters.
#[derive(Default)]
pub struct LetterActs;

/// Send a letter that was given up again.
#[derive(InputObject)]
pub struct RetryLetterInput {
    /// Unique for every request. A letter that no longer stands parked is not sent again.
    idempotency_key: String,
    /// Key of the letter.
    key: String,
}

#[Object]
impl LetterActs {
    /// Lets a letter that was given up be sent again, under the same Message-ID.
    async fn retry_letter(&self, ctx: &Context<'_>, input: RetryLetterInput) -> Result<LetterPayload> {
        let visit = visit(ctx);
        let mut fields = Fields::default();
        fields.key(&input.idempotency_key);
        let key = fields.required("key", &input.key, WORD_MAX);
        if let Err(user_errors) = fields.check() {
            return Ok(LetterPayload {
                letter: None,
                user_errors,
            });
        }
        if !visit.access.minds_jobs() {
            return Ok(LetterPayload {
                letter: None,
                user_errors: vec![may_not()],
            });
        }
        let retried = visit.runtime.retry_parked(&key).await.map_err(from_store)?;
        if !retried {
            let user_errors = vec![not_found("отложенное письмо с этим ключом", "key")];
            return Ok(LetterPayload {
                letter: None,
                user_errors,
            });
        }
        let filter = LetterFilter {
            standing: Some(crate::store::jobs::Standing::Waiting),
            ..letter::letters()
        };
        let waiting = visit
            .reader
            .letters(&filter, &Page::first(200))
            .await
            .map_err(from_store)?;
        let letter = waiting
            .rows
            .into_iter()
            .map(|(row, _)| row)
            .find(|row| row.job.key == key)
            .map(Letter);
        Ok(LetterPayload {
            letter,
            user_errors: Vec::new(),
        })
    }
}
