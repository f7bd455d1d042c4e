//! Attach: a scan of the signed paper, or a signature in a file of its own, is added to a registered document. It is
//! kept as evidence and never checked here; none replaces another.

use super::document_state;
use crate::engine::authority;
use crate::engine::event::FileRef;
use crate::engine::outcome::Outcome;
use crate::engine::paper::{Attachment, AttachmentKind};
use crate::engine::rejection::Rejection;
use crate::engine::transition::Transition;
use crate::words::ids::DocumentId;

const ACT: &str = "приложить файл";

/// Most files added to one document.
const ATTACHMENTS_MAX: usize = 50;

/// Adds a file to the document; each instance that it serves takes note of it.
pub fn attach(
    outcome: &mut Outcome<'_>,
    id: DocumentId,
    kind: AttachmentKind,
    file: &FileRef,
) -> Result<(), Rejection> {
    authority::require_department(outcome, ACT)?;
    let instance = outcome.instance()?.id;
    let wrong = |state| Rejection::WrongDocument {
        document: id,
        state,
        act: ACT,
    };
    let document = outcome.document().filter(|known| known.id == id);
    let document = document
        .filter(|known| known.serves.contains(&instance))
        .ok_or_else(|| wrong("не относится к этому пункту"))?;
    if document.state.registration().is_none() {
        return Err(wrong(document_state(&document.state)));
    }
    let attachment = Attachment {
        kind,
        file: file.clone(),
        on: outcome.call.on,
    };
    let noted_elsewhere =
        document.attachments.last() == Some(&attachment) && document.serves.first() != Some(&instance);
    let same = |known: &Attachment| known.file.sha256 == file.sha256;
    if !noted_elsewhere && document.attachments.iter().any(same) {
        return Err(Rejection::AlreadyAttached {
            name: file.name.clone(),
        });
    }
    if document.attachments.len() >= ATTACHMENTS_MAX && !noted_elsewhere {
        return Err(Rejection::TooMany {
            what: "файлов при документе",
            most: ATTACHMENTS_MAX,
        });
    }
    outcome.record(Transition::DocumentAttached {
        document: id,
        attachment,
    });
    Ok(())
}
