//! Requisites that orders of one kind share, beside their own fields. Must never decline a word: a case is typed by a
//! person.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Acquainted, Basis, Issuer, Preparer, Signer};
use crate::documents::papers::samples::{LONG_SCHOOL, day};

/// What every order of the department has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentRequisites {
    pub issuer: Issuer,
    pub date: Option<NaiveDate>,
    pub number: Option<String>,
    /// «О …» or «Об …», without quotes and without a stop.
    pub title: String,
    /// Basis and purpose, as a sentence that goes on with the command; may be empty.
    pub preamble: String,
    /// «ПРИКАЗЫВАЮ:».
    pub command: String,
    /// On whom the control is laid, in the accusative; none where the signer keeps it.
    pub controller: Option<Appointed>,
    pub signer: Signer,
    pub prepared_by: Option<Preparer>,
    pub acquaint: Vec<Acquainted>,
}

/// What every sample order of a school has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolRequisites {
    pub issuer: Issuer,
    pub date: Option<NaiveDate>,
    pub number: Option<String>,
    pub title: String,
    /// The department's order, its kind in the genitive.
    pub basis: Basis,
    /// «в целях …», put after the basis; may be empty.
    pub purpose: String,
    pub command: String,
    /// On whom the control is laid, in the accusative; none where the director keeps it.
    pub controller: Option<Appointed>,
    pub signer: Signer,
    pub acquaint: Vec<Acquainted>,
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
            issuer: Issuer::department(),
            date: day(2022, 4, 4),
            number: Some("113".into()),
            title: title.into(),
            preamble: preamble.into(),
            command: "ПРИКАЗЫВАЮ:".into(),
            controller: Some(Appointed::of(
                "заместителя начальника отдела образования",
                "Щёголева\u{a0}И.\u{a0}П.",
            )),
            signer: Signer {
                post: "Начальник отдела образования администрации Нефтекумского городского округа Ставропольского края"
                    .into(),
                name: "А.\u{a0}В.\u{a0}Петров".into(),
                acting: false,
            },
            prepared_by: Some(Preparer {
                name: "Королёва Ёлка Сергеевна".into(),
                phone: "8\u{a0}(86558)\u{a0}4-00-00".into(),
            }),
            acquaint: vec![Acquainted {
                name: "Е.\u{a0}С.\u{a0}Королёва".into(),
                post: "заведующий информационно-методическим отделом".into(),
            }],
        }
    }
}

impl SchoolRequisites {
    pub(in crate::documents::papers) fn sample(title: &str, purpose: &str) -> Self {
        Self {
            issuer: Issuer {
                parent: "Отдел образования администрации Нефтекумского городского округа Ставропольского края".into(),
                name: LONG_SCHOOL.into(),
                short_name: "МКОУ СОШ №\u{a0}5".into(),
                place: "пос.\u{a0}Зимняя Ставка".into(),
            },
            date: day(2022, 4, 28),
            number: Some("01-12/358".into()),
            title: title.into(),
            basis: Basis::sample(),
            purpose: purpose.into(),
            command: "ПРИКАЗЫВАЮ:".into(),
            controller: Some(Appointed::of("заместителя директора", "Ёжикова\u{a0}П.\u{a0}П.")),
            signer: Signer {
                post: "Директор".into(),
                name: "И.\u{a0}И.\u{a0}Журавлёва".into(),
                acting: false,
            },
            acquaint: vec![
                Acquainted {
                    name: "М.\u{a0}Ю.\u{a0}Щёголева".into(),
                    post: "заместитель директора по учебно-воспитательной работе".into(),
                },
                Acquainted {
                    name: "П.\u{a0}П.\u{a0}Ёжиков".into(),
                    post: "учитель физики".into(),
                },
            ],
        }
    }
}
