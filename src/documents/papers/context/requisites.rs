//! Requisites that many papers share beside those of an order. Must never decline a word: a case is typed by a person.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The mark on a paper that an order approves: «УТВЕРЖДЕНО приказом … от … № …».
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalMark {
    /// Agrees with the kind of the paper: «УТВЕРЖДЕНО» (положение), «УТВЕРЖДЁН» (план), «УТВЕРЖДЕНА» (программа).
    pub word: String,
    /// The act in the instrumental: «приказом ОО АНГО».
    pub act: String,
    /// Blank until the act is registered.
    pub date: Option<NaiveDate>,
    pub number: Option<String>,
}

/// A document that a paper speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Kind and body, in the case that the paper's own field tells.
    pub kind: String,
    pub date: Option<NaiveDate>,
    pub number: Option<String>,
    /// Without quotes.
    pub title: String,
}

/// A person by post, both in the nominative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Official {
    pub post: String,
    /// «Е. С. Королёва».
    pub name: String,
}
