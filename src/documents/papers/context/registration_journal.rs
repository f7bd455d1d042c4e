//! The registration journal of one number series for a year, as a table.
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Issuer, Signer};
use crate::documents::papers::samples::{day, day_of};

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
    pub date: NaiveDate,
    pub title: String,
    /// «А. В. Петров».
    pub signer: String,
    pub preparer: String,
    /// None for a document in force as it was registered.
    pub mark: Option<JournalMark>,
    /// Name of the file; empty when there is only paper.
    pub file: String,
}

/// What became of the document: «изменён приказом от 12.09.2022 № 245».
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalMark {
    /// «изменён», «отменён», «признан утратившим силу», «номер аннулирован».
    pub word: String,
    /// By what, in the instrumental: «приказом»; empty when by no act.
    pub act: String,
    pub date: Option<NaiveDate>,
    pub number: Option<String>,
}

impl RegistrationJournalContext {
    /// The orders of 2022, some of them changed since.
    pub fn sample() -> Self {
        let line = |number: &str, (month, day): (u32, u32), title: &str, mark| JournalLine {
            number: number.into(),
            date: day_of(2022, month, day),
            title: title.into(),
            signer: "А.\u{a0}В.\u{a0}Петров".into(),
            preparer: "Е.\u{a0}С.\u{a0}Королёва".into(),
            mark,
            file: format!("prikaz-{}.docx", number.replace('а', "a")),
        };
        let mark = |word: &str, date, number: &str| {
            Some(JournalMark {
                word: word.into(),
                act: "приказом".into(),
                date,
                number: Some(number.into()),
            })
        };
        let void = JournalMark {
            word: "номер аннулирован".into(),
            act: String::new(),
            date: day(2022, 4, 6),
            number: None,
        };
        let mut annulled = line(
            "114",
            (4, 6),
            "О проведении совещания руководителей образовательных организаций",
            Some(void),
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
                    None,
                ),
                line(
                    "113",
                    (4, 4),
                    "О внедрении муниципальной системы наставничества педагогических работников в образовательных организациях Нефтекумского городского округа",
                    mark("изменён", day(2022, 9, 12), "245"),
                ),
                line(
                    "113-а",
                    (4, 5),
                    "Об утверждении состава рабочей группы по наставничеству",
                    mark("признан утратившим силу", day(2022, 12, 1), "301"),
                ),
                annulled,
                line(
                    "245",
                    (9, 12),
                    "О внесении изменений в приказ отдела образования от 04.04.2022 №\u{a0}113",
                    None,
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
