//! Link a document: the drafter says which documents it amends, cancels or carries out. What it cancels loses its force
//! only when it is registered itself.

use super::approve::document_on_approval;
use super::document_state;
use crate::engine::authority;
use crate::engine::outcome::Outcome;
use crate::engine::paper::Link;
use crate::engine::rejection::Rejection;
use crate::engine::transition::Transition;
use crate::words::ids::DocumentId;

const ACT: &str = "связать документ с другими";

/// Most documents that one speaks of.
const LINKS_MAX: usize = 50;

/// Says all links of a document that nobody has approved yet.
pub fn link(outcome: &mut Outcome<'_>, id: DocumentId, links: &[Link]) -> Result<(), Rejection> {
    outcome.active()?;
    authority::require_department(outcome, ACT)?;
    let document = document_on_approval(outcome, id, ACT)?;
    let wrong = |state| Rejection::WrongDocument {
        document: id,
        state,
        act: ACT,
    };
    if !document.approvals.is_empty() {
        return Err(wrong(document_state(&document.state)));
    }
    if links.len() > LINKS_MAX {
        return Err(Rejection::TooMany {
            what: "связанных документов",
            most: LINKS_MAX,
        });
    }
    if links.iter().any(|link| link.to.document() == Some(id)) {
        return Err(wrong("не связывают с самим собой"));
    }
    outcome.record(Transition::DocumentLinked {
        document: id,
        links: links.to_vec(),
    });
    Ok(())
}
