//! Texts a plan is read from, and places in them.
//!
//! Must never open a file: texts come from the caller.
#![deny(missing_docs)]

use std::sync::Arc;

/// A text under the name by which mistakes cite it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Name, relative to the folder of plans, with `/` between parts: `mentoring-2022/4.1.yaml`.
    pub file: Arc<str>,
    /// The text, without a byte order mark.
    pub text: Arc<str>,
}

impl Source {
    /// A named text; a byte order mark at its start is dropped.
    pub fn new(file: &str, text: &str) -> Self {
        Self {
            file: file.into(),
            text: text.strip_prefix('\u{feff}').unwrap_or(text).into(),
        }
    }

    /// Name of the file without folders and without the ending: `4.1` of `mentoring-2022/4.1.yaml`.
    pub fn stem(&self) -> &str {
        let name = self.file.rsplit('/').next().unwrap_or(&self.file);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// Folder that holds the file: `mentoring-2022` of `mentoring-2022/4.1.yaml`; empty where none is named.
    pub fn folder(&self) -> &str {
        let parent = self.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        parent.rsplit('/').next().unwrap_or(parent)
    }
}

/// The texts of one plan.
#[derive(Debug, Clone)]
pub struct PlanSources {
    /// `plan.yaml`.
    pub plan: Source,
    /// One file for each item, in any order.
    pub items: Vec<Source>,
    /// Lifecycles that plans share.
    pub lifecycles: Vec<Source>,
    /// `institutions.csv`.
    pub institutions: Source,
    /// `persons.csv`; empty when the plan has none.
    pub persons: Source,
}

/// A stretch of a text, in bytes; the end is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Byte after the last one.
    pub end: usize,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it stands in its text.
    pub span: Span,
}
