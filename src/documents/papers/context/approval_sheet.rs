//! The sheet on which a draft's approvers sign («лист согласования»).
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Preparer;
use super::requisites::Named;
use crate::documents::papers::samples::{day, day_of};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalSheetContext {
    /// Who prepared the draft: a section, in the nominative.
    pub submitted_by: String,
    /// The draft, its kind in the dative: «проекту приказа отдела образования …».
    pub document: Named,
    /// Day the draft was sent round.
    pub submitted: Option<NaiveDate>,
    /// In the order in which they are asked.
    pub approvers: Vec<ApprovalLine>,
    pub prepared_by: Option<Preparer>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalLine {
    pub post: String,
    pub name: String,
    pub received: Option<NaiveDate>,
    /// None until the approver has answered.
    pub verdict: Option<Verdict>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    pub date: NaiveDate,
    pub decision: Decision,
    /// Empty when there is nothing to say.
    pub remark: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Agreed,
    AgreedWithRemarks,
    Refused,
}

const ORDER: &str = "О внедрении муниципальной системы наставничества педагогических работников в образовательных организациях Нефтекумского городского округа";

impl ApprovalSheetContext {
    /// The draft of order № 113 with two answers and one to come.
    pub fn sample() -> Self {
        let verdict = |date, decision, remark: &str| {
            Some(Verdict {
                date,
                decision,
                remark: remark.into(),
            })
        };
        let line = |post: &str, name: &str, verdict| ApprovalLine {
            post: post.into(),
            name: name.into(),
            received: day(2022, 3, 28),
            verdict,
        };
        Self {
            submitted_by: "Информационно-методический отдел".into(),
            document: Named {
                kind: "проекту приказа отдела образования администрации Нефтекумского городского округа Ставропольского края".into(),
                date: None,
                number: None,
                title: ORDER.into(),
            },
            submitted: day(2022, 3, 28),
            approvers: vec![
                line("Заместитель начальника отдела образования", "Т.\u{a0}Н.\u{a0}Черных", verdict(day_of(2022, 3, 29), Decision::Agreed, "")),
                line("Главный специалист – юрисконсульт", "К.\u{a0}М.\u{a0}Сердюк", verdict(day_of(2022, 3, 30), Decision::AgreedWithRemarks, "В пункте 2.2 уточнить, кому представляются копии приказов; приложение 2 дополнить столбцом «Дата»")),
                line("Заместитель главы администрации Нефтекумского городского округа Ставропольского края", "Л.\u{a0}Ф.\u{a0}Бойко", None),
            ],
            prepared_by: Some(Preparer::department()),
        }
    }
}
