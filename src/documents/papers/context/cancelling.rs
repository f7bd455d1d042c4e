//! What an order that cancels others is told, with a sample.
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Basis;
use super::requisites_of_orders::{Appointed, Assignment, DepartmentRequisites, Duty};
use crate::documents::papers::samples::day;

/// The order that ends others, and the control of what they ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCancellingContext {
    #[serde(flatten)]
    pub requisites: DepartmentRequisites,
    /// On whom the control is laid, in the accusative; none where the signer keeps it.
    pub controller: Option<Appointed>,
    /// Cancelled, as if it had been wrong; else it has lost its force.
    #[serde(default)]
    pub revoked: bool,
    /// Their kinds in the accusative: «приказ ОО АНГО».
    pub cancelled: Vec<Basis>,
    pub since: Option<NaiveDate>,
    /// Tasks that nobody controls any longer.
    #[serde(default)]
    pub released: Vec<Released>,
    #[serde(default)]
    pub assignments: Vec<Assignment>,
}

/// A task taken off control.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Released {
    pub item: String,
    pub what: String,
}

impl OrderCancellingContext {
    pub fn sample() -> Self {
        let mut requisites = DepartmentRequisites::sample(
            "О признании утратившими силу приказов ОО АНГО",
            "В связи с завершением реализации плана мероприятий («дорожной карты») по внедрению муниципальной системы наставничества на 2022–2024 годы",
        );
        requisites.common.date = day(2025, 1, 27);
        requisites.common.number = Some("31".into());
        let cancelled = |date, number: &str, title: &str| Basis {
            kind: "приказ ОО АНГО".into(),
            date,
            number: Some(number.into()),
            title: title.into(),
        };
        let released = |item: &str, what: &str| Released {
            item: item.into(),
            what: what.into(),
        };
        Self {
            requisites,
            controller: None,
            revoked: false,
            cancelled: vec![
                Basis {
                    kind: "приказ ОО АНГО".into(),
                    ..Basis::sample()
                },
                cancelled(
                    day(2022, 5, 12),
                    "157-а",
                    "О внесении изменений в приказ ОО АНГО от 04.04.2022 №\u{a0}113",
                ),
            ],
            since: day(2025, 2, 1),
            released: vec![
                released("2.2", "Проведение консультаций с наставниками"),
                released("2.5", "Популяризация МСН через информационные ресурсы в сети Интернет"),
            ],
            assignments: vec![Assignment {
                whom: "Информационно-методическому отделу (Королёва\u{a0}Е.\u{a0}С.)".into(),
                duties: vec![Duty::of(
                    "представить сводный отчёт о реализации плана мероприятий",
                    day(2025, 2, 14),
                )],
            }],
        }
    }
}
