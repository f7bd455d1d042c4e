//! A request about one document, read field by field and then acted upon: what approving, returning, registering and
//! attaching have in common.

use super::input::Fields;
use super::outcome::{DocumentPayload, accept};
use crate::api::visit::Visit;
use crate::runtime::command::Act;
use crate::runtime::render::render_registered;
use crate::words::ids::DocumentId;
use async_graphql::{ID, Result};

/// A request about one document.
pub struct DocumentRequest {
    /// Its further fields are read by this.
    pub fields: Fields,
    key: String,
    document: Option<DocumentId>,
}

impl DocumentRequest {
    /// Reads what every such request has.
    pub fn read(key: &str, document: &ID) -> Self {
        let mut fields = Fields::default();
        let key = fields.key(key);
        let document = fields.id::<DocumentId>("document", document);
        Self { fields, key, document }
    }

    /// Acts, unless a field is wrong.
    pub async fn act(self, visit: &Visit, act: impl FnOnce(DocumentId) -> Act) -> Result<DocumentPayload> {
        match (self.fields.check(), self.document) {
            (Ok(()), Some(document)) => {
                let accepted = accept(visit, &self.key, act(document)).await;
                DocumentPayload::of(visit, accepted, Some(document)).await
            }
            (checked, _) => Ok(DocumentPayload::refused(checked.err().unwrap_or_default())),
        }
    }

    /// The same for an act that may register a document: the answer comes with its file.
    pub async fn register(self, visit: &Visit, act: impl FnOnce(DocumentId) -> Act) -> Result<DocumentPayload> {
        match (self.fields.check(), self.document) {
            (Ok(()), Some(document)) => {
                let accepted = accept(visit, &self.key, act(document)).await;
                if let Ok(answer) = &accepted {
                    file_of(visit, answer.document.unwrap_or(document)).await;
                }
                DocumentPayload::of(visit, accepted, Some(document)).await
            }
            (checked, _) => Ok(DocumentPayload::refused(checked.err().unwrap_or_default())),
        }
    }
}

/// The registration stands whatever becomes of the file: the dispatcher makes it later when it cannot be made now.
async fn file_of(visit: &Visit, document: DocumentId) {
    if let Err(error) = render_registered(&visit.runtime, document).await {
        tracing::error!(document = %document, error = %error, "the file of a registered document was not made at once");
    }
}
