//! The department's papers: what each is called, what it is told, and a sample to try it on.
//!
//! Must never hold layout: that is in the Word files, where a clerk changes it.

pub mod context;
pub mod faults;
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
use faults::{FieldFault, Trial};
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
    /// Reads a context and writes it again.
    complete: fn(Value) -> serde_json::Result<Value>,
}

/// A paper and the type of its context.
macro_rules! paper {
    ($key:literal, $title:literal, $context:ty) => {
        Paper {
            key: $key,
            title: $title,
            sample: || serde_json::to_value(<$context>::sample()).ok(),
            complete: |value| serde_json::to_value(serde_json::from_value::<$context>(value)?),
        }
    };
}

impl Paper {
    /// A context with every field filled in: templates of this kind are checked against it.
    pub fn sample(&self) -> Value {
        (self.sample)().expect("a sample of plain records is JSON")
    }

    /// The context with what may be left out written as nothing, so that its template can ask for it.
    ///
    /// # Errors
    /// All fields that are missing or are something else than they should be.
    pub fn complete(&self, context: &Value) -> Result<Value, Vec<FieldFault>> {
        let refused = match (self.complete)(context.clone()) {
            Ok(complete) => return Ok(complete),
            Err(error) => error,
        };
        let sample = self.sample();
        let fits = |context: Value| (self.complete)(context).is_ok();
        let mut faults = Trial {
            sample: &sample,
            fits: &fits,
        }
        .faults(context);
        if faults.is_empty() {
            // Values that fit one by one and not together: the record alone knows why.
            faults.push(FieldFault {
                path: String::new(),
                message: format!("значения не подходят друг к другу: {refused}"),
            });
        }
        Err(faults)
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
    paper!("order-department", "Приказ отдела", OrderContext),
    paper!("order-forming", "Приказ о формировании системы", OrderFormingContext),
    paper!("order-approving", "Приказ об утверждении", OrderApprovingContext),
    paper!("order-amending", "Приказ о внесении изменений", OrderAmendingContext),
    paper!("order-cancelling", "Приказ об отмене приказов", OrderCancellingContext),
    paper!("roadmap", "Дорожная карта", RoadmapContext),
    paper!("order-school", "Примерный приказ школы", SchoolOrderContext),
    paper!(
        "order-school-curator",
        "Примерный приказ школы о кураторе",
        SchoolCuratorContext
    ),
    paper!(
        "order-school-pairs",
        "Примерный приказ школы о наставнических парах",
        SchoolPairsContext
    ),
    paper!("report-form", "Форма отчёта", ReportFormContext),
    paper!("analytical-note", "Аналитическая справка", NoteContext),
    paper!("regulation", "Положение", RegulationContext),
    paper!("register", "База (свод)", RegisterContext),
    paper!(
        "mentoring-programme",
        "Персонализированная программа наставничества",
        MentoringProgrammeContext
    ),
    paper!(
        "consultations-journal",
        "Журнал консультаций",
        ConsultationsJournalContext
    ),
    paper!("courses-plan", "План-заказ курсов", CoursesPlanContext),
    paper!(
        "attendance-sheet",
        "Лист регистрации участников",
        AttendanceSheetContext
    ),
    paper!("information-letter", "Информационное письмо", InformationLetterContext),
    paper!("links-report", "Отчёт со ссылками", LinksReportContext),
    paper!("monitoring-form", "Данные мониторинга", MonitoringFormContext),
    paper!("approval-sheet", "Лист согласования", ApprovalSheetContext),
    paper!("acquaintance-sheet", "Лист ознакомления", AcquaintanceSheetContext),
    paper!(
        "registration-card",
        "Регистрационно-контрольная карточка",
        RegistrationCardContext
    ),
    paper!("registration-journal", "Журнал регистрации", RegistrationJournalContext),
    paper!("status-sheet", "Справка о ходе исполнения пункта", StatusSheetContext),
];
