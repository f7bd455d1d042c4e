//! The journal of consultations that the methodical section gives.
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::requisites::Official;
use super::{Issuer, Signer};
use crate::documents::papers::samples::{LONG_SCHOOL, day, day_of};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsultationsJournalContext {
    pub issuer: Issuer,
    /// What is recorded, in the genitive: «консультаций с наставниками».
    pub title: String,
    /// Number of the item of the road-map.
    pub item: String,
    pub period: String,
    pub started: Option<NaiveDate>,
    /// None while it is kept.
    pub finished: Option<NaiveDate>,
    pub keeper: Official,
    pub entries: Vec<Consultation>,
    /// How many empty rows to print after them.
    pub blank_rows: usize,
    pub signer: Signer,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consultation {
    pub date: NaiveDate,
    pub institution: String,
    pub name: String,
    pub post: String,
    pub topic: String,
    /// «очно», «дистанционно».
    pub format: String,
    pub advice: String,
    /// Who gave it.
    pub consultant: String,
}

impl ConsultationsJournalContext {
    /// The journal of item 2.2 for 2022.
    pub fn sample() -> Self {
        let entry =
            |(month, day): (u32, u32), institution: &str, name: &str, topic: &str, format: &str, advice: &str| {
                Consultation {
                    date: day_of(2022, month, day),
                    institution: institution.into(),
                    name: name.into(),
                    post: "учитель".into(),
                    topic: topic.into(),
                    format: format.into(),
                    advice: advice.into(),
                    consultant: "Е.\u{a0}С.\u{a0}Королёва".into(),
                }
            };
        Self {
            issuer: Issuer::department(),
            title: "консультаций с наставниками".into(),
            item: "2.2".into(),
            period: "2022 год".into(),
            started: day(2022, 4, 11),
            finished: day(2022, 12, 29),
            keeper: Official {
                post: "методист информационно-методического отдела".into(),
                name: "А.\u{a0}О.\u{a0}Семёнов".into(),
            },
            entries: vec![
                entry(
                    (4, 12),
                    "МБОУ СОШ №\u{a0}1",
                    "Королёв С.\u{a0}А.",
                    "Порядок закрепления наставнической пары",
                    "очно",
                    "Издать приказ, получить письменное согласие обеих сторон",
                ),
                entry(
                    (5, 17),
                    LONG_SCHOOL,
                    "Фёдорова-Черноусова М.\u{a0}Б.",
                    "Составление персонализированной программы: диагностика затруднений, выбор мероприятий, оформление результата",
                    "дистанционно",
                    "Использовать карту затруднений; мероприятия планировать не реже двух раз в месяц",
                ),
                entry(
                    (9, 6),
                    "МКОУ ООШ №\u{a0}14",
                    "Ибрагимова З.\u{a0}А.",
                    "Посещение уроков наставляемого",
                    "по телефону",
                    "Вести листы наблюдения, обсуждать урок в день посещения",
                ),
                entry(
                    (12, 20),
                    "МБОУ СОШ №\u{a0}1",
                    "Королёв С.\u{a0}А.",
                    "Отчёт о реализации программы",
                    "очно",
                    "Отчёт представить куратору до 26.05.2023",
                ),
            ],
            blank_rows: 3,
            signer: Signer {
                post: "Заведующий информационно-методическим отделом".into(),
                name: "Е.\u{a0}С.\u{a0}Королёва".into(),
                acting: false,
            },
        }
    }
}
