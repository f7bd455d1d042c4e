//! The department's papers: what each is called, what it is told, and a sample to try it on.
//!
//! Must never hold layout: that is in the Word files, where a clerk changes it.

pub mod context;
mod samples;

use context::acquaintance_sheet::AcquaintanceSheetContext;
use context::amending::OrderAmendingContext;
use context::approval_sheet::ApprovalSheetContext;
use context::approving::OrderApprovingContext;
use context::attendance_sheet::AttendanceSheetContext;
use context::cancelling::OrderCancellingContext;
use context::consultations_journal::ConsultationsJournalContext;
use context::courses_plan::CoursesPlanContext;
use context::forming::OrderFormingContext;
use context::information_letter::InformationLetterContext;
use context::links_report::LinksReportContext;
use context::mentoring_programme::MentoringProgrammeContext;
use context::monitoring_form::MonitoringFormContext;
use context::register::RegisterContext;
use context::registration_card::RegistrationCardContext;
use context::registration_journal::RegistrationJournalContext;
use context::regulation::RegulationContext;
use context::roadmap::RoadmapContext;
use context::school_curator::SchoolCuratorContext;
use context::school_pairs::SchoolPairsContext;
use context::status_sheet::StatusSheetContext;
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
    Paper {
        key: "regulation",
        title: "Положение",
        sample: || serde_json::to_value(RegulationContext::sample()).ok(),
    },
    Paper {
        key: "register",
        title: "База (свод)",
        sample: || serde_json::to_value(RegisterContext::sample()).ok(),
    },
    Paper {
        key: "mentoring-programme",
        title: "Персонализированная программа наставничества",
        sample: || serde_json::to_value(MentoringProgrammeContext::sample()).ok(),
    },
    Paper {
        key: "consultations-journal",
        title: "Журнал консультаций",
        sample: || serde_json::to_value(ConsultationsJournalContext::sample()).ok(),
    },
    Paper {
        key: "courses-plan",
        title: "План-заказ курсов",
        sample: || serde_json::to_value(CoursesPlanContext::sample()).ok(),
    },
    Paper {
        key: "attendance-sheet",
        title: "Лист регистрации участников",
        sample: || serde_json::to_value(AttendanceSheetContext::sample()).ok(),
    },
    Paper {
        key: "information-letter",
        title: "Информационное письмо",
        sample: || serde_json::to_value(InformationLetterContext::sample()).ok(),
    },
    Paper {
        key: "links-report",
        title: "Отчёт со ссылками",
        sample: || serde_json::to_value(LinksReportContext::sample()).ok(),
    },
    Paper {
        key: "monitoring-form",
        title: "Данные мониторинга",
        sample: || serde_json::to_value(MonitoringFormContext::sample()).ok(),
    },
    Paper {
        key: "approval-sheet",
        title: "Лист согласования",
        sample: || serde_json::to_value(ApprovalSheetContext::sample()).ok(),
    },
    Paper {
        key: "acquaintance-sheet",
        title: "Лист ознакомления",
        sample: || serde_json::to_value(AcquaintanceSheetContext::sample()).ok(),
    },
    Paper {
        key: "registration-card",
        title: "Регистрационно-контрольная карточка",
        sample: || serde_json::to_value(RegistrationCardContext::sample()).ok(),
    },
    Paper {
        key: "registration-journal",
        title: "Журнал регистрации",
        sample: || serde_json::to_value(RegistrationJournalContext::sample()).ok(),
    },
    Paper {
        key: "status-sheet",
        title: "Справка о ходе исполнения пункта",
        sample: || serde_json::to_value(StatusSheetContext::sample()).ok(),
    },
];
