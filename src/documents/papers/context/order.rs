//! What the department's orders are told, with samples.
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Acquainted, Annex, Issuer, Point, Preparer, Signer, TaskLine};
use crate::documents::papers::samples::{LONG_SCHOOL, day, point};

/// The department's order; without date and number it is a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderContext {
    pub issuer: Issuer,
    pub date: Option<NaiveDate>,
    pub number: Option<String>,
    /// «О …» or «Об …», without quotes and without a stop.
    pub title: String,
    pub preamble: String,
    /// «ПРИКАЗЫВАЮ:».
    pub command: String,
    pub points: Vec<Point>,
    pub annexes: Vec<Annex>,
    /// The table of tasks; no annex page without it.
    pub tasks: Vec<TaskLine>,
    pub signer: Signer,
    pub prepared_by: Option<Preparer>,
    pub acquaint: Vec<Acquainted>,
}

impl OrderContext {
    /// A registered order with everything an order may have.
    pub fn sample() -> Self {
        let due = day(2022, 4, 29);
        Self {
            issuer: Issuer::department(),
            date: day(2022, 4, 4),
            number: Some("113".into()),
            title: "О внедрении муниципальной системы наставничества педагогических работников в образовательных организациях Нефтекумского городского округа".into(),
            preamble: "В соответствии с распоряжением Правительства Российской Федерации от 31.12.2019 №\u{a0}3273-р «Об утверждении основных принципов национальной системы профессионального роста педагогических работников», в целях развития наставничества".into(),
            command: "ПРИКАЗЫВАЮ:".into(),
            points: vec![
                point("1.", "Утвердить план мероприятий («дорожную карту») по внедрению муниципальной системы наставничества на 2022–2024 годы (приложение\u{a0}1).", None, vec![]),
                point("2.", "Руководителям общеобразовательных организаций:", None, vec![
                    point("2.1.", "издать приказы о внедрении системы наставничества;", due, vec![]),
                    point("2.2.", "назначить кураторов реализации программ наставничества и представить копии приказов в информационно-методический отдел.", due, vec![]),
                ]),
                point("3.", "Информационно-методическому отделу (Королёва Ё.\u{a0}С.) обеспечить методическое сопровождение и собрать отчёты по форме согласно приложению\u{a0}2.", day(2022, 5, 6), vec![]),
                point("4.", "Контроль за исполнением настоящего приказа оставляю за собой.", None, vec![]),
            ],
            annexes: vec![
                Annex { number: "1".into(), title: "План мероприятий («дорожная карта») по внедрению муниципальной системы наставничества".into() },
                Annex { number: "2".into(), title: "Форма отчёта о назначении кураторов".into() },
            ],
            tasks: vec![
                TaskLine { institution: "МБОУ СОШ №\u{a0}1 г.\u{a0}Нефтекумска".into(), item: "1.4".into(), what: "Издание распорядительных актов о внедрении системы наставничества".into(), due, control: due },
                TaskLine { institution: LONG_SCHOOL.into(), item: "1.4".into(), what: "Издание распорядительных актов о внедрении системы наставничества".into(), due, control: due },
                TaskLine { institution: "МБОУ СОШ №\u{a0}1 г.\u{a0}Нефтекумска".into(), item: "2.4".into(), what: "Формирование базы кураторов".into(), due: day(2022, 5, 10), control: day(2022, 5, 6) },
            ],
            signer: Signer { post: "Начальник отдела образования администрации Нефтекумского городского округа Ставропольского края".into(), name: "А.\u{a0}В.\u{a0}Петров".into(), acting: false },
            prepared_by: Some(Preparer { name: "Королёва Ёлка Сергеевна".into(), phone: "8\u{a0}(86558)\u{a0}4-00-00".into() }),
            acquaint: vec![Acquainted { name: "Е.\u{a0}С.\u{a0}Королёва".into(), post: "заведующий информационно-методическим отделом".into() }],
        }
    }
}
