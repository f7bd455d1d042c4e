//! What an order that approves papers is told, with a sample.
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::NoteSection;
use super::requisites_of_orders::{Appointed, Assignment, DepartmentRequisites, Duty, controller_of_department};
use crate::documents::papers::samples::day;

/// The order that approves a regulation, a road-map or the like; what it approves is its annex.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderApprovingContext {
    #[serde(flatten)]
    pub requisites: DepartmentRequisites,
    /// On whom the control is laid, in the accusative; none where the signer keeps it.
    pub controller: Option<Appointed>,
    pub approved: Vec<Approved>,
    /// From when the approved papers are in force; from signing where none.
    pub since: Option<NaiveDate>,
    #[serde(default)]
    pub assignments: Vec<Assignment>,
    pub publish_by: Option<NaiveDate>,
}

/// A paper that an order approves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    /// «1»; empty where there is only one.
    pub number: String,
    /// In the accusative: «Положение о системе …», «план мероприятий …».
    pub accusative: String,
    /// Agrees with the kind: «УТВЕРЖДЕНО».
    pub participle: String,
    /// «ПОЛОЖЕНИЕ».
    pub kind: String,
    /// What stands under the kind: «о системе наставничества …».
    pub title: String,
    /// Its text; empty where the annex is a file of its own, such as a road-map.
    #[serde(default)]
    pub sections: Vec<NoteSection>,
}

/// The participle that agrees with the kind of a paper; none for a kind that is not known.
pub fn participle(kind: &str) -> Option<&'static str> {
    let head = kind.split_whitespace().next()?.to_lowercase();
    Some(match head.as_str() {
        "план" | "перечень" | "порядок" | "регламент" | "состав" | "устав" | "график" | "список" | "отчёт" => {
            "УТВЕРЖДЁН"
        }
        "карта" | "дорожная" | "программа" | "инструкция" | "форма" | "справка" | "смета" => {
            "УТВЕРЖДЕНА"
        }
        "положение" | "типовое" | "расписание" => "УТВЕРЖДЕНО",
        "правила" | "изменения" | "рекомендации" | "формы" => "УТВЕРЖДЕНЫ",
        _ => return None,
    })
}

impl OrderApprovingContext {
    pub fn sample() -> Self {
        let section = |heading: &str, paragraphs: &[&str]| NoteSection {
            heading: heading.into(),
            paragraphs: paragraphs.iter().map(|text| (*text).to_owned()).collect(),
        };
        let approved = |number: &str, kind: &str, accusative: &str, title: &str, sections| Approved {
            number: number.into(),
            accusative: accusative.into(),
            participle: participle(kind).unwrap_or_default().into(),
            kind: kind.into(),
            title: title.into(),
            sections,
        };
        Self {
            requisites: DepartmentRequisites::sample(
                "Об утверждении Положения о системе (целевой модели) наставничества педагогических работников",
                "Во исполнение приказа ОО АНГО от 01.04.2022 №\u{a0}110 «О формировании муниципальной системы (целевой модели) наставничества педагогических работников»",
            ),
            controller: Some(controller_of_department()),
            approved: vec![
                approved(
                    "1",
                    "Положение",
                    "Положение о системе (целевой модели) наставничества педагогических работников",
                    "о системе (целевой модели) наставничества педагогических работников",
                    vec![
                        section(
                            "1. Общие положения",
                            &[
                                "1.1. Настоящее Положение определяет цель, задачи и порядок осуществления наставничества педагогических работников в образовательных организациях Нефтекумского городского округа.",
                                "1.2. Участие в системе наставничества добровольно и оформляется письменным согласием наставника и наставляемого.",
                            ],
                        ),
                        section(
                            "2. Порядок организации наставничества",
                            &[
                                "2.1. Наставничество организуется на основании приказа образовательной организации, которым назначается куратор внедрения целевой модели наставничества.",
                                "2.2. Наставническая пара закрепляется приказом на срок реализации персонализированной программы наставничества.",
                            ],
                        ),
                    ],
                ),
                approved(
                    "2",
                    "План",
                    "план мероприятий («дорожную карту») по внедрению муниципальной системы наставничества на 2022–2024 годы",
                    "мероприятий («дорожная карта») по внедрению муниципальной системы наставничества",
                    Vec::new(),
                ),
            ],
            since: day(2022, 5, 1),
            assignments: vec![Assignment {
                whom: "Руководителям общеобразовательных организаций".into(),
                duties: vec![
                    Duty::of(
                        "привести локальные нормативные акты в соответствие с Положением",
                        day(2022, 4, 29),
                    ),
                    Duty::of(
                        "ознакомить с Положением педагогических работников под подпись",
                        day(2022, 5, 13),
                    ),
                ],
            }],
            publish_by: day(2022, 4, 11),
        }
    }
}
