//! What every route shares: the runtime and the schema built over it.

use super::access::{self, Access};
use super::schema::{self, PrikazSchema};
use super::visit::Visit;
use crate::runtime::Runtime;
use crate::store::error::StoreError;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

/// The door; cheap to clone.
#[derive(Clone)]
pub struct Door {
    pub runtime: Runtime,
    pub schema: PrikazSchema,
}

impl Door {
    pub fn new(runtime: Runtime) -> Self {
        let schema = schema::build(runtime.catalog());
        Self { runtime, schema }
    }

    /// Who comes with these headers; `None` without a token that holds, whatever is wrong with it.
    pub async fn let_in(&self, headers: &HeaderMap) -> Result<Option<Access>, StoreError> {
        let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        match header.and_then(access::bearer) {
            Some(token) => access::find(&self.runtime, token).await,
            None => Ok(None),
        }
    }

    pub fn visit(&self, access: Access) -> Visit {
        Visit::new(self.runtime.clone(), access)
    }
}
