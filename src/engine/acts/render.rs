//! The file of a registered order was made: the history keeps its hashes, so that it can be made again and compared.
//! The instance does not move; it may even be closed by then.

use crate::engine::authority;
use crate::engine::event::Event;
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;
use crate::engine::transition::Transition;

/// Writes down which file was made.
pub fn rendered(outcome: &mut Outcome<'_>, event: &Event) -> Result<(), Rejection> {
    let Event::DocumentRendered {
        document,
        file,
        content_sha256,
        context_sha256,
        template_sha256,
    } = event
    else {
        return Err(Rejection::Stale);
    };
    authority::require_system(outcome, "записать файл документа")?;
    let instance = outcome.instance()?.id;
    let registered = outcome.document().is_some_and(|known| {
        known.id == *document && known.serves.contains(&instance) && known.state.registration().is_some()
    });
    if !registered {
        return Err(Rejection::Stale);
    }
    outcome.record(Transition::DocumentRendered {
        document: *document,
        file: file.clone(),
        content_sha256: content_sha256.clone(),
        context_sha256: context_sha256.clone(),
        template_sha256: template_sha256.clone(),
    });
    Ok(())
}
