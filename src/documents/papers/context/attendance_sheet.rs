//! The list on which those who came to an event sign («лист регистрации участников»).
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Issuer, Signer};
use crate::documents::papers::samples::{LONG_SCHOOL, day};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendanceSheetContext {
    pub issuer: Issuer,
    /// The event in the genitive: «семинара «…»», «тематической встречи …».
    pub event: String,
    /// Number of the item of the road-map; empty when it is outside any.
    pub item: String,
    pub date: Option<NaiveDate>,
    /// «10:00»; empty when not fixed.
    pub time: String,
    /// Where, in words; empty when not fixed.
    pub place: String,
    pub speakers: Vec<Speaker>,
    pub participants: Vec<Registered>,
    /// How many empty rows to print after those who are known.
    pub blank_rows: usize,
    pub signer: Signer,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    pub name: String,
    pub post: String,
    pub topic: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// In full.
    pub name: String,
    pub post: String,
    pub institution: String,
}

impl AttendanceSheetContext {
    /// The list of item 5.2 for September 2022.
    pub fn sample() -> Self {
        let person = |name: &str, post: &str, institution: &str| Registered {
            name: name.into(),
            post: post.into(),
            institution: institution.into(),
        };
        Self {
            issuer: Issuer::department(),
            event: "тематической встречи молодых специалистов с педагогами-наставниками «Первые шаги в профессии»"
                .into(),
            item: "5.2".into(),
            date: day(2022, 9, 22),
            time: "14:00".into(),
            place: "МБОУ СОШ №\u{a0}1 г.\u{a0}Нефтекумска, актовый зал".into(),
            speakers: vec![
                Speaker {
                    name: "Королёва Ёлка Сергеевна".into(),
                    post: "заведующий информационно-методическим отделом".into(),
                    topic: "Наставничество в округе: что сделано за полгода".into(),
                },
                Speaker {
                    name: "Королёв Семён Артёмович".into(),
                    post: "учитель физики МКОУ СОШ №\u{a0}5".into(),
                    topic: "Мой первый урок".into(),
                },
            ],
            participants: vec![
                person("Ёжиков Пётр Петрович", "учитель физики", LONG_SCHOOL),
                person(
                    "Щукарёва Алёна Игоревна",
                    "учитель начальных классов",
                    "МБОУ СОШ №\u{a0}1 г.\u{a0}Нефтекумска",
                ),
                person(
                    "Менглибаев Кошали Аджигельдиевич",
                    "учитель истории и обществознания",
                    "МБОУ СОШ №\u{a0}3 с.\u{a0}Ачикулак",
                ),
            ],
            blank_rows: 5,
            signer: Signer {
                post: "Методист информационно-методического отдела".into(),
                name: "А.\u{a0}О.\u{a0}Семёнов".into(),
                acting: false,
            },
        }
    }
}
