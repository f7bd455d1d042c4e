//! Requisites that orders of one kind share, beside their own fields. Must never decline a word: a case is typed by a
//! person.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Acquainted, Basis, Issuer, Preparer, Signer};
use crate::documents::papers::samples::day;

/// What every order has, whoever issues it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requisites {
    pub issuer: Issuer,
    /// Without date and number it is a draft.
    pub date: Option<NaiveDate>,
    pub number: Option<String>,
    /// «О …» or «Об …», without quotes and without a stop.
    pub title: String,
    /// «ПРИКАЗЫВАЮ:».
    pub command: String,
    pub signer: Signer,
    pub acquaint: Vec<Acquainted>,
}

/// What every order of the department has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentRequisites {
    #[serde(flatten)]
    pub common: Requisites,
    /// Basis and purpose, as a sentence that goes on with the command; may be empty.
    pub preamble: String,
    pub prepared_by: Option<Preparer>,
    /// What the QR code at the foot of the first page says: an address, or the order's date and number; none without a code.
    #[serde(default)]
    pub bar_code: Option<String>,
}

/// What every sample order of a school has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolRequisites {
    #[serde(flatten)]
    pub common: Requisites,
    /// The department's order, its kind in the genitive.
    pub basis: Basis,
    /// «в целях …», put after the basis; may be empty.
    pub purpose: String,
}

/// A person by post, both in the case that the field which holds them tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointed {
    pub post: String,
    /// Surname first within a text: «Королёву Е. С.».
    pub name: String,
}

/// What somebody has to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// The infinitive, without a stop: «издать приказы о внедрении системы наставничества».
    pub text: String,
    pub due: Option<NaiveDate>,
}

/// Who has to do it, and what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// In the dative: «Руководителям общеобразовательных организаций».
    pub whom: String,
    pub duties: Vec<Duty>,
}

impl Appointed {
    pub(in crate::documents::papers) fn of(post: &str, name: &str) -> Self {
        Self {
            post: post.into(),
            name: name.into(),
        }
    }
}

impl Duty {
    pub(in crate::documents::papers) fn of(text: &str, due: Option<NaiveDate>) -> Self {
        Self { text: text.into(), due }
    }
}

impl DepartmentRequisites {
    pub(in crate::documents::papers) fn sample(title: &str, preamble: &str) -> Self {
        Self {
            common: Requisites {
                issuer: Issuer::department(),
                date: day(2022, 4, 4),
                number: Some("113".into()),
                title: title.into(),
                command: "ПРИКАЗЫВАЮ:".into(),
                signer: Signer {
                    post: "Начальник отдела образования".into(),
                    name: "А.\u{a0}В.\u{a0}Петров".into(),
                    acting: false,
                },
                acquaint: vec![Acquainted {
                    name: "Е.\u{a0}С.\u{a0}Королёва".into(),
                    post: "заведующий информационно-методическим отделом".into(),
                }],
            },
            preamble: preamble.into(),
            prepared_by: Some(Preparer::department()),
            bar_code: Some("ОО АНГО, приказ от 04.04.2022 № 113".into()),
        }
    }
}

impl SchoolRequisites {
    pub(in crate::documents::papers) fn sample(title: &str, purpose: &str) -> Self {
        let acquainted = |name: &str, post: &str| Acquainted {
            name: name.into(),
            post: post.into(),
        };
        Self {
            common: Requisites {
                issuer: Issuer::school(),
                date: day(2022, 4, 28),
                number: Some("01-12/358".into()),
                title: title.into(),
                command: "ПРИКАЗЫВАЮ:".into(),
                signer: Signer {
                    post: "Директор".into(),
                    name: "И.\u{a0}И.\u{a0}Журавлёва".into(),
                    acting: false,
                },
                acquaint: vec![
                    acquainted(
                        "М.\u{a0}Ю.\u{a0}Щёголева",
                        "заместитель директора по учебно-воспитательной работе",
                    ),
                    acquainted("П.\u{a0}П.\u{a0}Ёжиков", "учитель физики"),
                ],
            },
            basis: Basis::sample(),
            purpose: purpose.into(),
        }
    }
}

/// Who controls an order of the department, in the accusative.
pub(in crate::documents::papers) fn controller_of_department() -> Appointed {
    Appointed::of("заместителя начальника отдела образования", "Щёголева\u{a0}И.\u{a0}П.")
}
