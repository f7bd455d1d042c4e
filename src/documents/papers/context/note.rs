//! What an analytical note is told, with a sample.
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Approval, Issuer, Signer};
use crate::documents::papers::samples::{LONG_SCHOOL, day};

/// A section of the note's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteSection {
    pub heading: String,
    pub paragraphs: Vec<String>,
}

/// One line of the table of what was measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoteIndicator {
    pub title: String,
    /// «чел.», «ед.», «%».
    pub unit: String,
    /// In the period before; none when it was not measured.
    pub before: Option<f64>,
    pub now: Option<f64>,
}

/// One institution's line in the table of results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoteResult {
    pub institution: String,
    pub tasks: u32,
    pub done: u32,
    pub in_time: u32,
    pub overdue: u32,
    /// Share done in time, per cent.
    pub share: f64,
}

/// An analytical note («аналитическая справка»).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoteContext {
    pub issuer: Issuer,
    pub title: String,
    pub period: String,
    pub sections: Vec<NoteSection>,
    /// What was measured, now and before; may be empty.
    pub indicators: Vec<NoteIndicator>,
    pub results: Vec<NoteResult>,
    /// Share done in time over all institutions, per cent; not the mean of their shares.
    pub total_share: f64,
    pub conclusions: Vec<String>,
    pub approver: Approval,
    pub author: Signer,
    pub date: Option<NaiveDate>,
}

impl NoteContext {
    pub fn sample() -> Self {
        let section = |heading: &str, paragraphs: &[&str]| NoteSection {
            heading: heading.into(),
            paragraphs: paragraphs.iter().map(|text| (*text).to_owned()).collect(),
        };
        let indicator = |title: &str, unit: &str, before, now| NoteIndicator {
            title: title.into(),
            unit: unit.into(),
            before,
            now,
        };
        Self {
            issuer: Issuer::department(),
            title: "по итогам мониторинга реализации программ наставничества".into(),
            period: "апрель – май 2023 года".into(),
            sections: vec![
                section(
                    "Цель и порядок мониторинга",
                    &[
                        "Мониторинг проведён во исполнение пункта 6.3 плана мероприятий («дорожной карты»), утверждённого приказом ОО АНГО от 04.04.2022 №\u{a0}113.",
                    ],
                ),
                section(
                    "Результаты",
                    &[
                        "В мониторинге приняли участие все общеобразовательные организации округа.",
                        "Сведения по организациям приведены в таблице.",
                    ],
                ),
            ],
            indicators: vec![
                indicator("Наставнических пар и групп", "ед.", None, Some(19.0)),
                indicator("Завершено персонализированных программ", "ед.", None, Some(15.0)),
                indicator(
                    "Доля педагогов, вовлечённых в наставничество",
                    "%",
                    Some(18.2),
                    Some(26.8),
                ),
            ],
            results: vec![
                NoteResult {
                    institution: "МБОУ СОШ №\u{a0}1 г.\u{a0}Нефтекумска".into(),
                    tasks: 6,
                    done: 6,
                    in_time: 6,
                    overdue: 0,
                    share: 100.0,
                },
                NoteResult {
                    institution: LONG_SCHOOL.into(),
                    tasks: 6,
                    done: 5,
                    in_time: 4,
                    overdue: 1,
                    share: 66.7,
                },
            ],
            total_share: 83.3,
            conclusions: vec![
                "Продолжить работу наставнических пар в 2023/24 учебном году.".into(),
                "Руководителю МКОУ СОШ №\u{a0}5 обеспечить представление отчёта.".into(),
            ],
            approver: Approval {
                post: "Начальник отдела образования администрации Нефтекумского городского округа".into(),
                name: "А.\u{a0}В.\u{a0}Петров".into(),
                date: day(2023, 5, 31),
            },
            author: Signer {
                post: "Заведующий информационно-методическим отделом".into(),
                name: "Е.\u{a0}С.\u{a0}Королёва".into(),
                acting: false,
            },
            date: day(2023, 5, 30),
        }
    }
}
