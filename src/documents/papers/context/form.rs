//! What the blank form of a report is told, with a sample.
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Basis, Signer};
use crate::documents::papers::samples::{LONG_SCHOOL, day};

/// A column of a report form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormColumn {
    pub title: String,
    /// What to write: «дата», «число», «ссылка».
    pub kind: String,
}

/// The blank form an institution fills in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportFormContext {
    pub institution: String,
    pub title: String,
    /// Number of the item of the road-map.
    pub item: String,
    pub basis: Basis,
    pub due: Option<NaiveDate>,
    pub period: String,
    pub columns: Vec<FormColumn>,
    /// Rows already known; every row has as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
    /// How many empty rows to print after them.
    pub blank_rows: usize,
    /// What to attach and how; may be empty.
    pub instructions: Vec<String>,
    pub recipient: String,
    pub signer: Signer,
}

impl ReportFormContext {
    pub fn sample() -> Self {
        let column = |title: &str, kind: &str| FormColumn {
            title: title.into(),
            kind: kind.into(),
        };
        Self {
            institution: LONG_SCHOOL.into(),
            title: "База наставляемых с перечнем запросов".into(),
            item: "4.1".into(),
            basis: Basis::sample(),
            due: day(2022, 5, 13),
            period: "2022 год".into(),
            columns: vec![
                column("Ф.\u{a0}И.\u{a0}О. наставляемого", "полностью"),
                column("Должность", "как в приказе"),
                column("Стаж, лет", "число"),
                column("Запрос на наставничество", "кратко"),
                column("Дата включения в базу", "дата"),
            ],
            rows: vec![vec![
                "Ёжиков Пётр Петрович".into(),
                "учитель физики".into(),
                "1".into(),
                "ведение урока".into(),
                "04.05.2022".into(),
            ]],
            blank_rows: 4,
            instructions: vec![
                "Заполните все столбцы; если молодых специалистов нет, укажите «не применимо» и причину.".into(),
                "Отправьте файл ответом на письмо с заданием или по ссылке из него.".into(),
            ],
            recipient: "информационно-методический отдел, Е.\u{a0}С.\u{a0}Королёва, 8\u{a0}(86558)\u{a0}4-00-00".into(),
            signer: Signer {
                post: "Директор".into(),
                name: "И.\u{a0}И.\u{a0}Журавлёва".into(),
                acting: false,
            },
        }
    }
}
