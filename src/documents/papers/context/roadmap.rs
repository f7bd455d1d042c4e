//! What a road-map, the annex of an order, is told, with a sample.
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::documents::papers::samples::day;

/// A plan of measures («дорожная карта») as it stands behind the order which approves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoadmapContext {
    pub annex: RoadmapAnnex,
    /// Agrees with «план»: «УТВЕРЖДЁН»; empty where the mark of the annex is enough.
    pub participle: String,
    /// «ПЛАН МЕРОПРИЯТИЙ (ДОРОЖНАЯ КАРТА)».
    pub kind: String,
    /// What stands under it.
    pub title: String,
    pub sections: Vec<RoadmapSection>,
}

/// The order whose annex the road-map is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoadmapAnnex {
    /// «2»; empty where there is only one.
    pub number: String,
    /// The body that issued the order; an abbreviation, which no case changes: «ОО АНГО».
    pub issuer: String,
    pub date: Option<NaiveDate>,
    pub order: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoadmapSection {
    /// With its number, as printed: «1. Организационно-правовое обеспечение».
    pub title: String,
    pub items: Vec<RoadmapItem>,
}

/// A line of the road-map, in the words of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoadmapItem {
    pub number: String,
    pub title: String,
    pub deadline: String,
    pub executors: String,
    pub result: String,
}

impl RoadmapContext {
    pub fn sample() -> Self {
        let item = |number: &str, title: &str, deadline: &str, executors: &str, result: &str| RoadmapItem {
            number: number.into(),
            title: title.into(),
            deadline: deadline.into(),
            executors: executors.into(),
            result: result.into(),
        };
        let section = |title: &str, items| RoadmapSection {
            title: title.into(),
            items,
        };
        Self {
            annex: RoadmapAnnex {
                number: "2".into(),
                issuer: "ОО АНГО".into(),
                date: day(2022, 4, 4),
                order: Some("113".into()),
            },
            participle: "УТВЕРЖДЁН".into(),
            kind: "План мероприятий (дорожная карта)".into(),
            title: "внедрения муниципальной системы (целевой модели) наставничества педагогических работников образовательных организаций Нефтекумского городского округа на 2022–2024 годы".into(),
            sections: vec![
                section("1. Нормативно-правовое обеспечение", vec![
                    item("1.1", "Издание распорядительного акта о формировании муниципальной системы (целевой модели) наставничества педагогических работников (МСН)", "Апрель 2022 г.", "Отдел образования (далее – ОО АНГО)", "Приказ о формировании МСН педагогических работников"),
                    item("1.4", "Разработка и утверждение распорядительных актов образовательных организаций о внедрении системы наставничества в образовательной организации", "До 29 апреля 2022 г.", "Общеобразовательные организации (далее – ОО)", "Приказ ОО"),
                ]),
                section("4. Формирование баз наставников и наставляемых", vec![
                    item("4.1", "Формирование базы наставляемых в 2022 г. (обновление, пополнение ежегодно)", "До 15 мая 2022 г.", "ОО", "База наставляемых с перечнем запросов"),
                ]),
            ],
        }
    }
}
