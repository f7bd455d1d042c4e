//! A report whose evidence is what was published: resource, title, date, address.
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Basis, Signer};
use crate::documents::papers::samples::{LONG_SCHOOL, day, day_of};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinksReportContext {
    pub institution: String,
    /// What is reported, after «Отчёт»: «о популяризации …».
    pub title: String,
    /// Number of the item of the road-map.
    pub item: String,
    pub period: String,
    pub basis: Basis,
    pub links: Vec<PublishedLink>,
    /// In a few words what the publications gave; may be empty.
    pub remarks: Vec<String>,
    pub date: Option<NaiveDate>,
    pub signer: Signer,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedLink {
    /// «официальный сайт», «сообщество в социальной сети».
    pub resource: String,
    pub title: String,
    pub date: NaiveDate,
    pub url: String,
}

impl LinksReportContext {
    /// The report of item 2.5 for 2022.
    pub fn sample() -> Self {
        let link = |(month, day): (u32, u32), resource: &str, title: &str, url: &str| PublishedLink {
            resource: resource.into(),
            title: title.into(),
            date: day_of(2022, month, day),
            url: url.into(),
        };
        Self {
            institution: LONG_SCHOOL.into(),
            title: "о популяризации муниципальной системы наставничества через информационные ресурсы".into(),
            item: "2.5".into(),
            period: "2022 год".into(),
            basis: Basis::sample(),
            links: vec![
                link((5, 16), "официальный сайт", "Создан раздел «Наставничество»: нормативные документы, контакты куратора", "https://school5.example.org/nastavnichestvo"),
                link((9, 23), "сообщество «ВКонтакте»", "«Первые шаги в профессии»: репортаж со встречи молодых специалистов", "https://vk.example.org/wall-000000000_1234?utm_source=site&from=main&reply=nastavnichestvo-pervye-shagi-v-professii"),
                link((11, 30), "официальный сайт", "День наставника в школе", "https://school5.example.org/news/2022/11/den-nastavnika"),
            ],
            remarks: vec!["Публикации просмотрены более 1\u{a0}200 раз; в раздел обратились три педагога из других организаций округа.".into()],
            date: day(2023, 1, 19),
            signer: Signer { post: "Директор".into(), name: "И.\u{a0}И.\u{a0}Журавлёва".into(), acting: false },
        }
    }
}
