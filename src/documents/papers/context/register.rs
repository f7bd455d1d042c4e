//! A register («база»): the rows that all institutions returned, put together, in typed columns.
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Basis, Preparer, Signer};
use crate::documents::papers::samples::{LONG_SCHOOL, day_of};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegisterContext {
    /// Who keeps it.
    pub keeper: String,
    /// «Муниципальная база наставляемых с перечнем запросов».
    pub title: String,
    /// Number of the item of the road-map.
    pub item: String,
    pub basis: Basis,
    /// Day whose state it shows.
    pub as_of: NaiveDate,
    /// Titles of the columns after the institution.
    pub columns: Vec<String>,
    pub rows: Vec<RegisterRow>,
    /// Institutions that have nobody to show, with the reason they gave.
    pub not_applicable: Vec<NotApplicable>,
    /// Institutions that have sent nothing.
    pub silent: Vec<String>,
    /// A remark on access, for a register of persons; may be empty.
    pub notice: String,
    pub signer: Signer,
    pub prepared_by: Option<Preparer>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegisterRow {
    /// Short name of the institution that sent the row.
    pub institution: String,
    /// As many as there are columns.
    pub cells: Vec<RegisterCell>,
}

/// A value as the form's column took it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum RegisterCell {
    Text(String),
    Number(f64),
    Date(NaiveDate),
    YesNo(bool),
    /// Not filled in.
    Empty,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotApplicable {
    pub institution: String,
    pub reason: String,
}

fn text(words: &str) -> RegisterCell {
    RegisterCell::Text(words.to_owned())
}

fn row(institution: &str, name: &str, post: &str, years: f64, request: &str, entered: (i32, u32, u32)) -> RegisterRow {
    let consent = RegisterCell::YesNo(true);
    let (year, month, day) = entered;
    RegisterRow {
        institution: institution.to_owned(),
        cells: vec![
            text(name),
            text(post),
            RegisterCell::Number(years),
            text(request),
            consent,
            RegisterCell::Date(day_of(year, month, day)),
        ],
    }
}

impl RegisterContext {
    /// The register of item 4.1 on its control date.
    pub fn sample() -> Self {
        let mut unfinished = row(
            "МБОУ СОШ №\u{a0}3 с.\u{a0}Ачикулак",
            "Менглибаев Кошали Аджигельдиевич",
            "учитель истории и обществознания",
            0.5,
            "ведение школьной документации; подготовка к уроку по требованиям обновлённых ФГОС; работа с родителями",
            (2022, 5, 12),
        );
        unfinished.cells[4] = RegisterCell::Empty;
        Self {
            keeper: "Информационно-методический отдел отдела образования администрации Нефтекумского городского округа Ставропольского края".into(),
            title: "Муниципальная база наставляемых с перечнем запросов".into(),
            item: "4.1".into(),
            basis: Basis::sample(),
            as_of: day_of(2022, 5, 13),
            columns: ["Ф.\u{a0}И.\u{a0}О. наставляемого", "Должность", "Педагогический стаж, лет", "Запрос на наставничество", "Согласие получено", "Дата включения"]
                .map(str::to_owned)
                .to_vec(),
            rows: vec![
                row("МБОУ СОШ №\u{a0}1 г.\u{a0}Нефтекумска", "Ёжиков Пётр Петрович", "учитель физики", 1.0, "проектирование урока", (2022, 5, 4)),
                row("МБОУ СОШ №\u{a0}1 г.\u{a0}Нефтекумска", "Щукарёва Алёна Игоревна", "учитель начальных классов", 0.0, "адаптация в коллективе, работа с детьми с ОВЗ", (2022, 5, 4)),
                row("МКОУ СОШ №\u{a0}5 пос.\u{a0}Зимняя Ставка", "Салтыкова-Щедринская Мавлимберди Фёдоровна", "педагог-психолог", 2.0, "подготовка к аттестации", (2022, 5, 11)),
                unfinished,
            ],
            not_applicable: vec![NotApplicable {
                institution: "МКОУ ООШ №\u{a0}14 аула Махмуд-Мектеб".into(),
                reason: "молодых специалистов и вновь принятых педагогов нет".into(),
            }],
            silent: vec![LONG_SCHOOL.into(), "МКОУ СОШ №\u{a0}9 с.\u{a0}Кара-Тюбе".into()],
            notice: "Содержит персональные данные работников: доступ ограничен, копирование и передача третьим лицам не допускаются.".into(),
            signer: Signer {
                post: "Заведующий информационно-методическим отделом".into(),
                name: "Е.\u{a0}С.\u{a0}Королёва".into(),
                acting: false,
            },
            prepared_by: Some(Preparer::department()),
        }
    }
}
