//! What a school's sample orders are told, with samples.
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Acquainted, Basis, Issuer, Point, Signer};
use crate::documents::papers::samples::{LONG_SCHOOL, day, point};

/// A sample order of an institution, issued because of the department's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolOrderContext {
    pub issuer: Issuer,
    pub date: Option<NaiveDate>,
    pub number: Option<String>,
    pub title: String,
    pub basis: Basis,
    /// «в целях …», put after the basis; may be empty.
    pub purpose: String,
    pub command: String,
    pub points: Vec<Point>,
    pub signer: Signer,
    pub acquaint: Vec<Acquainted>,
}

impl SchoolOrderContext {
    pub fn sample() -> Self {
        Self {
            issuer: Issuer {
                parent: "Отдел образования администрации Нефтекумского городского округа Ставропольского края".into(),
                name: LONG_SCHOOL.into(),
                short_name: "МКОУ СОШ №\u{a0}5".into(),
                place: "пос.\u{a0}Зимняя Ставка".into(),
            },
            date: None,
            number: None,
            title: "О внедрении системы наставничества педагогических работников".into(),
            basis: Basis::sample(),
            purpose: "в целях оказания помощи молодым специалистам в их профессиональном становлении".into(),
            command: "ПРИКАЗЫВАЮ:".into(),
            points: vec![
                point(
                    "1.",
                    "Внедрить в школе систему наставничества педагогических работников.",
                    day(2022, 4, 29),
                    vec![],
                ),
                point(
                    "2.",
                    "Назначить куратором реализации программ наставничества заместителя директора по учебно-воспитательной работе Щёголеву М.\u{a0}Ю.",
                    None,
                    vec![],
                ),
                point(
                    "3.",
                    "Куратору Щёголевой М.\u{a0}Ю.:",
                    None,
                    vec![
                        point(
                            "3.1.",
                            "сформировать базу наставников и наставляемых;",
                            day(2022, 5, 13),
                            vec![],
                        ),
                        point(
                            "3.2.",
                            "разместить сведения о наставничестве на сайте школы.",
                            day(2022, 5, 31),
                            vec![],
                        ),
                    ],
                ),
                point("4.", "Контроль за исполнением приказа оставляю за собой.", None, vec![]),
            ],
            signer: Signer {
                post: "Директор".into(),
                name: "И.\u{a0}И.\u{a0}Журавлёва".into(),
                acting: false,
            },
            acquaint: vec![
                Acquainted {
                    name: "М.\u{a0}Ю.\u{a0}Щёголева".into(),
                    post: "заместитель директора".into(),
                },
                Acquainted {
                    name: "П.\u{a0}П.\u{a0}Ёжиков".into(),
                    post: "учитель физики".into(),
                },
            ],
        }
    }
}
