//! The department's papers: what each is called, what it is told, and a sample to try it on.
//!
//! Must never hold layout: that is in the Word files, where a clerk changes it.

pub mod context;
mod samples;

use context::amending::OrderAmendingContext;
use context::approving::OrderApprovingContext;
use context::cancelling::OrderCancellingContext;
use context::forming::OrderFormingContext;
use context::roadmap::RoadmapContext;
use context::school_curator::SchoolCuratorContext;
use context::school_pairs::SchoolPairsContext;
use context::{NoteContext, OrderContext, ReportFormContext, SchoolOrderContext};
use serde_json::Value;

/// One kind of paper.
#[derive(Debug, Clone, Copy)]
pub struct Paper {
    /// Name of its file in `doc-templates/`, without `.docx`.
    pub key: &'static str,
    /// What a clerk calls it.
    pub title: &'static str,
    /// A context with every field filled in.
    sample: fn() -> Option<Value>,
}

impl Paper {
    /// A context with every field filled in: templates of this kind are checked against it.
    pub fn sample(&self) -> Value {
        (self.sample)().expect("a sample of plain records is JSON")
    }

    /// The paper whose template has this file name: `order-department.docx`, or a variant of it, `order-department.2016.docx`.
    pub fn of_file(name: &str) -> Option<&'static Self> {
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let key = name.split('.').next().unwrap_or(name);
        PAPERS.iter().find(|paper| paper.key == key)
    }
}

/// All of them, in the order in which a guide lists them.
pub const PAPERS: &[Paper] = &[
    Paper {
        key: "order-department",
        title: "Приказ отдела",
        sample: || serde_json::to_value(OrderContext::sample()).ok(),
    },
    Paper {
        key: "order-forming",
        title: "Приказ о формировании системы",
        sample: || serde_json::to_value(OrderFormingContext::sample()).ok(),
    },
    Paper {
        key: "order-approving",
        title: "Приказ об утверждении",
        sample: || serde_json::to_value(OrderApprovingContext::sample()).ok(),
    },
    Paper {
        key: "order-amending",
        title: "Приказ о внесении изменений",
        sample: || serde_json::to_value(OrderAmendingContext::sample()).ok(),
    },
    Paper {
        key: "order-cancelling",
        title: "Приказ об отмене приказов",
        sample: || serde_json::to_value(OrderCancellingContext::sample()).ok(),
    },
    Paper {
        key: "roadmap",
        title: "Дорожная карта",
        sample: || serde_json::to_value(RoadmapContext::sample()).ok(),
    },
    Paper {
        key: "order-school",
        title: "Примерный приказ школы",
        sample: || serde_json::to_value(SchoolOrderContext::sample()).ok(),
    },
    Paper {
        key: "order-school-curator",
        title: "Примерный приказ школы о кураторе",
        sample: || serde_json::to_value(SchoolCuratorContext::sample()).ok(),
    },
    Paper {
        key: "order-school-pairs",
        title: "Примерный приказ школы о наставнических парах",
        sample: || serde_json::to_value(SchoolPairsContext::sample()).ok(),
    },
    Paper {
        key: "report-form",
        title: "Форма отчёта",
        sample: || serde_json::to_value(ReportFormContext::sample()).ok(),
    },
    Paper {
        key: "analytical-note",
        title: "Аналитическая справка",
        sample: || serde_json::to_value(NoteContext::sample()).ok(),
    },
];
