//! What an order that amends another is told, with a sample.
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Basis;
use super::requisites_of_orders::{Appointed, Assignment, DepartmentRequisites, Duty, controller_of_department};
use crate::documents::papers::samples::day;

/// The order that changes the text or the terms of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderAmendingContext {
    #[serde(flatten)]
    pub requisites: DepartmentRequisites,
    /// On whom the control is laid, in the accusative; none where the signer keeps it.
    pub controller: Option<Appointed>,
    /// The order that is changed; its kind in the accusative: «приказ ОО АНГО».
    pub amended: Basis,
    /// The edition that is changed: «в редакции приказа от … № …»; empty where it is the first.
    #[serde(default)]
    pub edition: String,
    pub changes: Vec<Change>,
    /// Items whose terms change; no annex page without them.
    #[serde(default)]
    pub terms: Vec<ChangedTerm>,
    pub since: Option<NaiveDate>,
    #[serde(default)]
    pub assignments: Vec<Assignment>,
}

/// One change of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Without a stop: «в пункте 2 слова «…» заменить словами «…»»; ends with a colon where a new wording follows.
    pub text: String,
    /// The new wording in its own paragraphs, with its quotes; may be empty.
    #[serde(default)]
    pub wording: Vec<String>,
}

/// An item of the road-map that gets another term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedTerm {
    pub item: String,
    pub what: String,
    /// As the plan words them: «До 15 мая 2022 г.».
    pub before: String,
    pub after: String,
}

impl OrderAmendingContext {
    pub fn sample() -> Self {
        let change = |text: &str, wording: &[&str]| Change {
            text: text.into(),
            wording: wording.iter().map(|line| (*line).to_owned()).collect(),
        };
        let term = |item: &str, what: &str, before: &str, after: &str| ChangedTerm {
            item: item.into(),
            what: what.into(),
            before: before.into(),
            after: after.into(),
        };
        let mut requisites = DepartmentRequisites::sample(
            "О внесении изменений в приказ ОО АНГО от 04.04.2022 №\u{a0}113",
            "В связи с уточнением сроков проведения мероприятий и кадровыми изменениями",
        );
        requisites.common.date = day(2022, 5, 12);
        requisites.common.number = Some("157-а".into());
        Self {
            requisites,
            controller: Some(controller_of_department()),
            amended: Basis {
                kind: "приказ ОО АНГО".into(),
                ..Basis::sample()
            },
            edition: "в редакции приказа от 18.04.2022 №\u{a0}124".into(),
            changes: vec![
                change("в пункте 2 слова «до 29.04.2022» заменить словами «до 20.05.2022»", &[]),
                change(
                    "пункт 3 изложить в следующей редакции:",
                    &[
                        "«3. Информационно-методическому отделу (Щёголева\u{a0}М.\u{a0}Ю.) обеспечить методическое сопровождение кураторов и собрать отчёты по форме согласно приложению\u{a0}2.»",
                    ],
                ),
            ],
            terms: vec![
                term(
                    "4.1",
                    "Формирование базы наставляемых в 2022 г. (обновление, пополнение ежегодно)",
                    "До 15 мая 2022 г.",
                    "До 1 июня 2022 г.",
                ),
                term(
                    "4.2",
                    "Формирование базы наставников в 2022 г. (обновление, пополнение ежегодно)",
                    "До 15 мая 2022 г.",
                    "До 1 июня 2022 г.",
                ),
            ],
            since: day(2022, 5, 16),
            assignments: vec![Assignment {
                whom: "Руководителям общеобразовательных организаций".into(),
                duties: vec![Duty::of(
                    "внести соответствующие изменения в приказы о внедрении системы наставничества",
                    day(2022, 5, 20),
                )],
            }],
        }
    }
}
