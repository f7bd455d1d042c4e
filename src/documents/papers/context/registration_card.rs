//! The registration and control card of a document (РКК).
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::requisites::Official;
use super::{Issuer, Preparer};
use crate::documents::papers::samples::{day, day_of};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationCardContext {
    /// Author of the document.
    pub issuer: Issuer,
    /// «приказ», «письмо», «положение».
    pub kind: String,
    pub title: String,
    /// None while the document is a draft.
    pub date: Option<NaiveDate>,
    pub number: Option<String>,
    /// The number series: «приказы по основной деятельности».
    pub journal: String,
    /// Index by the list of cases: «01-05».
    #[serde(default)]
    pub index: String,
    pub signer: Official,
    pub prepared_by: Preparer,
    /// Sheets of the document itself, where they were counted.
    pub sheets: Option<u32>,
    #[serde(default)]
    pub annexes: Vec<CardAnnex>,
    /// None for a document that is not controlled.
    pub control: Option<CardControl>,
    pub executors: Vec<CardExecutor>,
    pub extensions: Vec<CardExtension>,
    /// None until it is executed.
    pub executed: Option<ExecutionMark>,
    /// The case it is filed in, with its title.
    #[serde(default)]
    pub case: String,
    /// «постоянно, ст. 19 «а»».
    #[serde(default)]
    pub storage_term: String,
    /// «изменён: приказ № 245 от 12.09.2022».
    pub links: Vec<String>,
    pub files: Vec<CardFile>,
    pub as_of: NaiveDate,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardAnnex {
    pub title: String,
    pub sheets: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardControl {
    /// Last day for control, inclusive; none while it waits for one.
    pub date: Option<NaiveDate>,
    pub controller: Official,
    /// Day it was taken off control.
    pub released: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardExecutor {
    pub name: String,
    /// Named first, sums up.
    pub lead: bool,
    pub due: Option<NaiveDate>,
    pub done: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardExtension {
    /// Day of the decision.
    pub on: NaiveDate,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Who asked, and on what basis.
    pub basis: String,
    /// Who decided.
    pub by: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExecutionMark {
    pub on: NaiveDate,
    /// How it was executed, in a sentence.
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardFile {
    pub name: String,
    /// SHA-256 of the bytes, hex.
    pub sha256: String,
}

impl RegistrationCardContext {
    /// Order № 113, extended once and taken off control.
    pub fn sample() -> Self {
        Self {
            issuer: Issuer::department(),
            kind: "приказ".into(),
            title: "О внедрении муниципальной системы наставничества педагогических работников в образовательных организациях Нефтекумского городского округа".into(),
            date: day(2022, 4, 4),
            number: Some("113".into()),
            journal: "приказы по основной деятельности".into(),
            index: "01-05".into(),
            signer: Official { post: "начальник отдела образования".into(), name: "А.\u{a0}В.\u{a0}Петров".into() },
            prepared_by: Preparer::department(),
            sheets: Some(3),
            annexes: vec![
                CardAnnex { title: "Положение о системе (целевой модели) наставничества".into(), sheets: 6 },
                CardAnnex { title: "План мероприятий («дорожная карта») на 2022–2024 годы".into(), sheets: 4 },
            ],
            control: Some(CardControl {
                date: day(2022, 5, 13),
                controller: Official { post: "заместитель начальника отдела образования".into(), name: "Т.\u{a0}Н.\u{a0}Черных".into() },
                released: day(2022, 5, 16),
            }),
            executors: vec![
                CardExecutor { name: "Информационно-методический отдел".into(), lead: true, due: day(2022, 5, 13), done: day(2022, 5, 13) },
                CardExecutor { name: "МБОУ СОШ №\u{a0}1 г.\u{a0}Нефтекумска".into(), lead: false, due: day(2022, 4, 29), done: day(2022, 4, 27) },
                CardExecutor { name: "МКОУ СОШ №\u{a0}5 пос.\u{a0}Зимняя Ставка".into(), lead: false, due: day(2022, 5, 6), done: None },
            ],
            extensions: vec![CardExtension {
                on: day_of(2022, 4, 26),
                from: day_of(2022, 4, 29),
                to: day_of(2022, 5, 6),
                basis: "письмо МКОУ СОШ №\u{a0}5 от 25.04.2022 №\u{a0}41/4".into(),
                by: "А.\u{a0}В.\u{a0}Петров".into(),
            }],
            executed: Some(ExecutionMark {
                on: day_of(2022, 5, 13),
                text: "Приказы изданы всеми общеобразовательными организациями, база кураторов сформирована".into(),
            }),
            case: "01-05 «Приказы начальника отдела по основной деятельности», 2022\u{a0}г., т.\u{a0}1".into(),
            storage_term: "постоянно, ст.\u{a0}19 «а»".into(),
            links: vec![
                "во исполнение: приказ министерства образования Ставропольского края №\u{a0}01-31/116 от 14.03.2022".into(),
                "изменён: приказ №\u{a0}245 от 12.09.2022".into(),
            ],
            files: vec![CardFile {
                name: "prikaz-113.docx".into(),
                sha256: "3b5d5c3712955042212316173ccf37be800dfb8c8ff4cb64a1c0a4c1e7ad2f10".into(),
            }],
            as_of: day_of(2022, 9, 15),
        }
    }
}
