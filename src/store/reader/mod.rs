//! Reading: every question carries its viewer, and his scope is part of the SQL. What is not his does not exist.
//!
//! Must never write, and never start from a table but through its scoped selection in `scope`.

mod counts;
mod directory;
mod history;
mod journal;
mod page;
mod scope;
mod work;

pub use counts::Tally;
pub use history::{HistoryFilter, Newness};
pub use journal::{JournalLine, JournalOfYear};
pub use page::{Cursor, Page, Paged};
pub use work::{
    DocumentFilter, DocumentStanding, InstanceFilter, InstanceStanding, LetterFilter, TaskFilter, TaskStanding,
};

use super::Store;
use crate::words::ids::InstitutionKey;

/// Who reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Viewer {
    /// The department: everything.
    Department,
    /// An auditor: everything.
    Auditor,
    /// An institution: its own tasks, the instances they belong to, the registered documents that serve those, history
    /// and letters about itself.
    Institution(InstitutionKey),
    /// The product itself.
    System,
}

/// A way to read, and only to read.
#[derive(Debug, Clone)]
pub struct Reader {
    store: Store,
    viewer: Viewer,
}

impl Reader {
    /// Reads `store` for `viewer`.
    pub fn new(store: &Store, viewer: Viewer) -> Self {
        Self {
            store: store.clone(),
            viewer,
        }
    }

    /// For whom it reads.
    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }
}
