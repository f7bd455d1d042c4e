//! Data of a monitoring: one institution's answer, or the answers of all with their totals.
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Basis, Signer};
use crate::documents::papers::samples::day;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MonitoringFormContext {
    /// Who answers for the data: the institution, or the department's section that summed up.
    pub author: String,
    /// After «Данные»: «внутреннего мониторинга реализации программ наставничества».
    pub title: String,
    /// Number of the item of the road-map.
    pub item: String,
    pub period: String,
    pub basis: Basis,
    /// Last day of the report; none for data already summed up.
    pub due: Option<NaiveDate>,
    pub indicators: Vec<Indicator>,
    /// One row: the institution's own form, printed indicator by indicator.
    pub rows: Vec<MonitoringRow>,
    /// Institutions that have sent nothing.
    pub silent: Vec<String>,
    pub date: Option<NaiveDate>,
    pub signer: Signer,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Indicator {
    pub title: String,
    /// «чел.», «ед.», «%».
    pub unit: String,
    /// Over all institutions; a share is not the mean of shares, so it is told and not summed. None: not totalled.
    pub total: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MonitoringRow {
    pub institution: String,
    /// As many as there are indicators; none when not filled in.
    pub values: Vec<Option<f64>>,
}

impl MonitoringFormContext {
    /// The data of item 6.2 (the second one) for 2023.
    pub fn sample() -> Self {
        let indicator = |title: &str, unit: &str, total| Indicator {
            title: title.into(),
            unit: unit.into(),
            total,
        };
        let row = |institution: &str, values: &[f64]| MonitoringRow {
            institution: institution.into(),
            values: values.iter().map(|value| Some(*value)).collect(),
        };
        let mut unfinished = row(
            "МКОУ ООШ №\u{a0}14 аула Махмуд-Мектеб",
            &[14.0, 1.0, 1.0, 1.0, 0.0, 7.1, 0.0],
        );
        unfinished.values[6] = None;
        Self {
            author: "Информационно-методический отдел отдела образования администрации Нефтекумского городского округа Ставропольского края".into(),
            title: "муниципального мониторинга состояния внедрения и реализации муниципальной системы наставничества".into(),
            item: "6.2".into(),
            period: "2022/23 учебный год".into(),
            basis: Basis::sample(),
            due: None,
            indicators: vec![
                indicator("Педагогических работников", "чел.", Some(142.0)),
                indicator("Наставников", "чел.", Some(17.0)),
                indicator("Наставляемых", "чел.", Some(21.0)),
                indicator("Программ наставничества", "ед.", Some(19.0)),
                indicator("Завершено программ", "ед.", Some(15.0)),
                indicator("Доля педагогов, вовлечённых в наставничество", "%", Some(26.8)),
                indicator("Оценка участников", "балл из 5", None),
            ],
            rows: vec![
                row("МБОУ СОШ №\u{a0}1 г.\u{a0}Нефтекумска", &[58.0, 8.0, 10.0, 9.0, 8.0, 31.0, 4.7]),
                row("МБОУ СОШ №\u{a0}3 с.\u{a0}Ачикулак", &[41.0, 5.0, 6.0, 5.0, 4.0, 26.8, 4.45]),
                row("МКОУ СОШ №\u{a0}5 пос.\u{a0}Зимняя Ставка", &[29.0, 3.0, 4.0, 4.0, 3.0, 24.1, 4.6]),
                unfinished,
            ],
            silent: vec!["МКОУ СОШ №\u{a0}9 с.\u{a0}Кара-Тюбе".into()],
            date: day(2023, 5, 30),
            signer: Signer {
                post: "Заведующий информационно-методическим отделом".into(),
                name: "Е.\u{a0}С.\u{a0}Королёва".into(),
                acting: false,
            },
        }
    }
}
