//! From a history to the state it left: the check that the stored state is the one the history tells of.
//!
//! Must never need a definition or a calendar: a history explains itself.

use super::apply::apply_all;
use super::state::Scope;
use super::transition::Transition;

/// The instance, all its tasks, and the document that drives it as far as this instance's history tells.
///
/// A document that serves several instances may have been approved through another of them; then its approvals and the
/// other instances it serves are told by their histories, not by this one.
pub fn replay<'a>(transitions: impl IntoIterator<Item = &'a Transition>) -> Scope {
    let mut scope = Scope::default();
    apply_all(&mut scope, transitions);
    scope
}
