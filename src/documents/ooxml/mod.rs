//! The Office Open XML beneath every Word file: the package with its limits, and a part as tokens that keep their bytes.
//!
//! Must never know what a tag or a paper is.

pub(super) mod amend;
pub(super) mod package;
pub(super) mod properties;
pub(super) mod skim;
pub(super) mod xml;
