//! What an act on a document means for the instances it serves: it moves the document through the first of them, and the
//! others follow in the same transaction.
//!
//! Must never hold up an item because of another that was cancelled meanwhile or is served by another order.

use super::event::{DocumentReturn, Event};
use super::state::{Document, Instance, InstanceState};
use crate::words::ids::InstanceId;

/// The events of an act on a document, in order; none when it serves nothing.
pub fn events<'i>(
    document: &Document,
    instance: impl Fn(InstanceId) -> Option<&'i Instance>,
    event: Event,
    returned: Option<&DocumentReturn>,
) -> Vec<(InstanceId, Event)> {
    let stands = |id: &InstanceId| {
        let served = instance(*id);
        served.is_some_and(|served| served.state == InstanceState::Active && served.document == Some(document.id))
    };
    let serves = &document.serves;
    let Some(first) = serves.iter().copied().find(stands).or(serves.first().copied()) else {
        return Vec::new();
    };
    let mut events = vec![(first, event)];
    let others = serves.iter().copied().filter(|id| *id != first && stands(id));
    events.extend(others.map(|id| {
        let follow = Event::FollowDocument {
            document: document.id,
            returned: returned.cloned(),
        };
        (id, follow)
    }));
    events
}
