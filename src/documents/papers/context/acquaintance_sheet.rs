//! The sheet on which people sign that they have read a document («лист ознакомления»).
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Signer;
use super::requisites::Named;
use crate::documents::papers::samples::{LONG_SCHOOL, day};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcquaintanceSheetContext {
    pub institution: String,
    /// The document, its kind in the instrumental: «приказом отдела образования …».
    pub document: Named,
    /// Last day on which to read it.
    pub due: Option<NaiveDate>,
    pub people: Vec<AcquaintanceLine>,
    /// How many empty rows to print after them.
    pub blank_rows: usize,
    /// Who answers for the sheet.
    pub signer: Signer,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcquaintanceLine {
    /// In full.
    pub name: String,
    pub post: String,
    /// Known when the person has confirmed; the signature stays by hand.
    pub date: Option<NaiveDate>,
}

const ORDER: &str = "О внедрении муниципальной системы наставничества педагогических работников в образовательных организациях Нефтекумского городского округа";

impl AcquaintanceSheetContext {
    /// Who at a school read order № 113.
    pub fn sample() -> Self {
        let line = |name: &str, post: &str, date| AcquaintanceLine {
            name: name.into(),
            post: post.into(),
            date,
        };
        Self {
            institution: LONG_SCHOOL.into(),
            document: Named {
                kind: "приказом отдела образования администрации Нефтекумского городского округа Ставропольского края"
                    .into(),
                date: day(2022, 4, 4),
                number: Some("113".into()),
                title: ORDER.into(),
            },
            due: day(2022, 4, 15),
            people: vec![
                line(
                    "Щёголева Марьяна Юрьевна",
                    "заместитель директора по учебно-воспитательной работе",
                    day(2022, 4, 6),
                ),
                line("Королёв Семён Артёмович", "учитель физики", None),
                line("Ёжиков Пётр Петрович", "учитель физики", None),
            ],
            blank_rows: 4,
            signer: Signer {
                post: "Директор".into(),
                name: "И.\u{a0}И.\u{a0}Журавлёва".into(),
                acting: false,
            },
        }
    }
}
