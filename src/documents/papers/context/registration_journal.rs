//! The registration journal of one number series for a year, as a table.
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Issuer, Signer};
use crate::documents::papers::samples::day_of;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationJournalContext {
    pub issuer: Issuer,
    /// What is registered, in the genitive: «приказов по основной деятельности».
    pub title: String,
    pub year: i32,
    /// Index by the list of cases.
    pub index: String,
    /// «постоянно, ст. 182 «а»»; empty when not set.
    pub storage_term: String,
    /// By number; a cancelled number stays with its mark.
    pub entries: Vec<JournalLine>,
    /// Day whose state it shows.
    pub as_of: NaiveDate,
    /// Who keeps it.
    pub signer: Signer,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalLine {
    pub number: String,
    /// None for a number that was never given to a document.
    pub date: Option<NaiveDate>,
    pub title: String,
    /// «А. В. Петров».
    pub signer: String,
    pub preparer: String,
    /// What became of the document or of the number: «изменён приказом № 245 от 12.09.2022».
    pub marks: Vec<String>,
    /// Name of the file; empty when there is only paper.
    pub file: String,
}

impl RegistrationJournalContext {
    /// The orders of 2022, some of them changed since.
    pub fn sample() -> Self {
        let line = |number: &str, (month, day): (u32, u32), title: &str, mark: &str| JournalLine {
            number: number.into(),
            date: Some(day_of(2022, month, day)),
            title: title.into(),
            signer: "А.\u{a0}В.\u{a0}Петров".into(),
            preparer: "Е.\u{a0}С.\u{a0}Королёва".into(),
            marks: if mark.is_empty() { Vec::new() } else { vec![mark.into()] },
            file: format!("prikaz-{}.docx", number.replace('а', "a")),
        };
        let void = JournalLine {
            number: "115".into(),
            date: None,
            title: String::new(),
            signer: String::new(),
            preparer: String::new(),
            marks: vec!["номер пуст с 08.04.2022: пропущен в бумажном журнале".into()],
            file: String::new(),
        };
        let mut annulled = line(
            "114",
            (4, 6),
            "О проведении совещания руководителей образовательных организаций",
            "аннулирован: зарегистрирован дважды",
        );
        annulled.file = String::new();
        Self {
            issuer: Issuer::department(),
            title: "приказов по основной деятельности".into(),
            year: 2022,
            index: "01-06".into(),
            storage_term: "постоянно, ст.\u{a0}182 «а»".into(),
            entries: vec![
                line(
                    "112",
                    (4, 1),
                    "О проведении муниципального этапа конкурса «Учитель года – 2022»",
                    "",
                ),
                line(
                    "113",
                    (4, 4),
                    "О внедрении муниципальной системы наставничества педагогических работников в образовательных организациях Нефтекумского городского округа",
                    "изменён приказом №\u{a0}245 от 12.09.2022",
                ),
                line(
                    "113-а",
                    (4, 5),
                    "Об утверждении состава рабочей группы по наставничеству",
                    "отменён приказом №\u{a0}301 от 01.12.2022",
                ),
                annulled,
                void,
                line(
                    "245",
                    (9, 12),
                    "О внесении изменений в приказ отдела образования от 04.04.2022 №\u{a0}113",
                    "",
                ),
            ],
            as_of: day_of(2022, 12, 30),
            signer: Signer {
                post: "Главный специалист отдела образования".into(),
                name: "Н.\u{a0}П.\u{a0}Любовь".into(),
                acting: false,
            },
        }
    }
}
