//! What an order about forming a system is told, with a sample.
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::requisites_of_orders::{Appointed, Assignment, DepartmentRequisites, Duty, controller_of_department};
use crate::documents::papers::samples::day;

/// The order that begins a system: what it is, who answers for it, who works in its group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderFormingContext {
    #[serde(flatten)]
    pub requisites: DepartmentRequisites,
    /// On whom the control is laid, in the accusative; none where the signer keeps it.
    pub controller: Option<Appointed>,
    pub system: System,
    /// Who coordinates the work, in the accusative: «информационно-методический отдел …».
    pub coordinator: String,
    /// Who answers for it, in the accusative.
    pub responsible: Option<Appointed>,
    #[serde(default)]
    pub assignments: Vec<Assignment>,
    /// The working group; no annex page without it.
    #[serde(default)]
    pub group: Vec<Member>,
    /// By when the order stands on the department's site.
    pub publish_by: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct System {
    /// In the accusative: «муниципальную систему (целевую модель) наставничества …».
    pub accusative: String,
    /// An abbreviation, which no case changes: «МСН».
    pub short_name: String,
}

/// A member of a working group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// In full.
    pub name: String,
    pub post: String,
    /// «руководитель группы», «секретарь», «член группы».
    pub role: String,
}

impl OrderFormingContext {
    pub fn sample() -> Self {
        let member = |name: &str, post: &str, role: &str| Member {
            name: name.into(),
            post: post.into(),
            role: role.into(),
        };
        Self {
            requisites: DepartmentRequisites::sample(
                "О формировании муниципальной системы (целевой модели) наставничества педагогических работников",
                "В соответствии с распоряжением Правительства Российской Федерации от 31.12.2019 №\u{a0}3273-р «Об утверждении основных принципов национальной системы профессионального роста педагогических работников», в целях развития наставничества в Нефтекумском городском округе",
            ),
            controller: Some(controller_of_department()),
            system: System {
                accusative: "муниципальную систему (целевую модель) наставничества педагогических работников Нефтекумского городского округа".into(),
                short_name: "МСН".into(),
            },
            coordinator: "информационно-методический отдел отдела образования администрации Нефтекумского городского округа".into(),
            responsible: Some(Appointed::of(
                "заведующего информационно-методическим отделом",
                "Королёву\u{a0}Е.\u{a0}С.",
            )),
            assignments: vec![
                Assignment {
                    whom: "Информационно-методическому отделу (Королёва\u{a0}Е.\u{a0}С.)".into(),
                    duties: vec![
                        Duty::of("разработать Положение о системе наставничества и план мероприятий («дорожную карту») по её внедрению", day(2022, 4, 29)),
                        Duty::of("сформировать муниципальную базу кураторов внедрения МСН в образовательных организациях", day(2022, 5, 6)),
                        Duty::of("обеспечить методическое сопровождение кураторов и наставников", None),
                    ],
                },
                Assignment {
                    whom: "Руководителям общеобразовательных организаций".into(),
                    duties: vec![
                        Duty::of("издать приказы о внедрении системы наставничества", day(2022, 4, 29)),
                        Duty::of("назначить кураторов внедрения целевой модели наставничества и представить копии приказов в информационно-методический отдел", day(2022, 4, 29)),
                    ],
                },
            ],
            group: vec![
                member("Щёголев Иван Петрович", "заместитель начальника отдела образования", "руководитель группы"),
                member("Королёва Ёлка Сергеевна", "заведующий информационно-методическим отделом", "заместитель руководителя группы"),
                member("Салтыкова-Щедрина Аджигельдиева Мавлимбердиевна", "методист информационно-методического отдела", "секретарь группы"),
                member("Журавлёва Инна Игоревна", "директор МКОУ СОШ №\u{a0}5 пос.\u{a0}Зимняя Ставка (по согласованию)", "член группы"),
            ],
            publish_by: day(2022, 4, 11),
        }
    }
}
