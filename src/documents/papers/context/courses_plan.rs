//! The plan-order of courses («план-заказ») that the department sends to a provider.
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Approval, Issuer, Preparer, Signer};
use crate::documents::papers::samples::day;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoursesPlanContext {
    pub issuer: Issuer,
    pub approver: Approval,
    /// Who teaches, in the nominative.
    pub provider: String,
    pub period: String,
    /// Number of the item of the road-map.
    pub item: String,
    pub courses: Vec<Course>,
    /// How the places are shared out; empty when that is not decided.
    pub shares: Vec<CourseShare>,
    pub signer: Signer,
    pub prepared_by: Option<Preparer>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    pub title: String,
    /// Who is taught: «кураторы внедрения целевой модели».
    pub audience: String,
    pub hours: u32,
    /// «очная», «заочная с применением дистанционных технологий».
    pub format: String,
    /// None while the provider has named no dates.
    pub start: Option<NaiveDate>,
    pub end: Option<NaiveDate>,
    /// How many places are ordered.
    pub listeners: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseShare {
    pub institution: String,
    /// Places on each course, in the order of the courses.
    pub places: Vec<u32>,
}

type Span = (Option<chrono::NaiveDate>, Option<chrono::NaiveDate>);

impl CoursesPlanContext {
    /// The plan-order of item 3.1 for 2023.
    pub fn sample() -> Self {
        let course = |title: &str, audience: &str, hours, format: &str, (start, end): Span, listeners| Course {
            title: title.into(),
            audience: audience.into(),
            hours,
            format: format.into(),
            start,
            end,
            listeners,
        };
        let share = |institution: &str, places: &[u32]| CourseShare {
            institution: institution.into(),
            places: places.to_vec(),
        };
        Self {
            issuer: Issuer::department(),
            approver: Approval {
                post: "Начальник отдела образования администрации Нефтекумского городского округа Ставропольского края".into(),
                name: "А.\u{a0}В.\u{a0}Петров".into(),
                date: day(2022, 11, 14),
            },
            provider: "Ставропольский краевой институт развития образования, повышения квалификации и переподготовки работников образования (СКИРО ПК и ПРО)".into(),
            period: "2023 год".into(),
            item: "3.1".into(),
            courses: vec![
                course("Организация наставничества в образовательной организации: от программы до результата", "кураторы внедрения целевой модели наставничества", 36, "очно-заочная", (day(2023, 2, 6), day(2023, 2, 17)), 3),
                course("Наставник молодого педагога", "педагоги-наставники", 72, "заочная с применением дистанционных образовательных технологий", (day(2023, 3, 13), day(2023, 4, 7)), 7),
                course("Психолого-педагогическое сопровождение молодого специалиста", "педагоги-психологи", 18, "очная", (None, None), 2),
            ],
            shares: vec![
                share("МБОУ СОШ №\u{a0}1 г.\u{a0}Нефтекумска", &[1, 3, 1]),
                share("МБОУ СОШ №\u{a0}3 с.\u{a0}Ачикулак", &[1, 2, 0]),
                share("МКОУ СОШ №\u{a0}5 пос.\u{a0}Зимняя Ставка", &[1, 1, 1]),
                share("МКОУ ООШ №\u{a0}14 аула Махмуд-Мектеб", &[0, 1, 0]),
            ],
            signer: Signer {
                post: "Заведующий информационно-методическим отделом".into(),
                name: "Е.\u{a0}С.\u{a0}Королёва".into(),
                acting: false,
            },
            prepared_by: Some(Preparer::department()),
        }
    }
}
