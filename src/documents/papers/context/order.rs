//! What the department's orders are told, with samples.
//!
//! Must never hold anything computed for layout.

use serde::{Deserialize, Serialize};

use super::requisites_of_orders::DepartmentRequisites;
use super::{Annex, Point, TaskLine};
use crate::documents::papers::samples::{LONG_SCHOOL, day, point};

/// The department's order; without date and number it is a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderContext {
    #[serde(flatten)]
    pub requisites: DepartmentRequisites,
    pub points: Vec<Point>,
    pub annexes: Vec<Annex>,
    /// The table of tasks; no annex page without it.
    pub tasks: Vec<TaskLine>,
}

impl OrderContext {
    /// A registered order with everything an order may have.
    pub fn sample() -> Self {
        let due = day(2022, 4, 29);
        Self {
            requisites: DepartmentRequisites::sample(
                "О внедрении муниципальной системы наставничества педагогических работников в образовательных организациях Нефтекумского городского округа",
                "В соответствии с распоряжением Правительства Российской Федерации от 31.12.2019 №\u{a0}3273-р «Об утверждении основных принципов национальной системы профессионального роста педагогических работников», в целях развития наставничества",
            ),
            points: vec![
                point(
                    "1.",
                    "Утвердить план мероприятий («дорожную карту») по внедрению муниципальной системы наставничества на 2022–2024 годы (приложение\u{a0}1).",
                    None,
                    vec![],
                ),
                point(
                    "2.",
                    "Руководителям общеобразовательных организаций:",
                    None,
                    vec![
                        point(
                            "2.1.",
                            "издать приказы о внедрении системы наставничества;",
                            due,
                            vec![],
                        ),
                        point(
                            "2.2.",
                            "назначить кураторов реализации программ наставничества и представить копии приказов в информационно-методический отдел.",
                            due,
                            vec![],
                        ),
                    ],
                ),
                point(
                    "3.",
                    "Информационно-методическому отделу (Королёва Ё.\u{a0}С.) обеспечить методическое сопровождение и собрать отчёты по форме согласно приложению\u{a0}2.",
                    day(2022, 5, 6),
                    vec![],
                ),
                point(
                    "4.",
                    "Контроль за исполнением настоящего приказа оставляю за собой.",
                    None,
                    vec![],
                ),
            ],
            annexes: vec![
                Annex {
                    number: "1".into(),
                    title: "План мероприятий («дорожная карта») по внедрению муниципальной системы наставничества"
                        .into(),
                },
                Annex {
                    number: "2".into(),
                    title: "Форма отчёта о назначении кураторов".into(),
                },
            ],
            tasks: vec![
                TaskLine {
                    institution: "МБОУ СОШ №\u{a0}1 г.\u{a0}Нефтекумска".into(),
                    item: "1.4".into(),
                    what: "Издание распорядительных актов о внедрении системы наставничества".into(),
                    due,
                    control: due,
                },
                TaskLine {
                    institution: LONG_SCHOOL.into(),
                    item: "1.4".into(),
                    what: "Издание распорядительных актов о внедрении системы наставничества".into(),
                    due,
                    control: due,
                },
                TaskLine {
                    institution: "МБОУ СОШ №\u{a0}1 г.\u{a0}Нефтекумска".into(),
                    item: "2.4".into(),
                    what: "Формирование базы кураторов".into(),
                    due: day(2022, 5, 10),
                    control: day(2022, 5, 6),
                },
            ],
        }
    }
}
