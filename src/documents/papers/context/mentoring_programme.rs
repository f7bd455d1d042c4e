//! The programme of one mentoring pair («персонализированная программа наставничества»).
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::requisites::Official;
use super::{Approval, Basis, Issuer};
use crate::documents::papers::samples::{day, day_of};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MentoringProgrammeContext {
    pub issuer: Issuer,
    pub approver: Approval,
    pub mentor: Participant,
    pub mentee: Participant,
    pub curator: Official,
    /// The order that joined the pair, its kind in the genitive: «приказа МКОУ СОШ № 5».
    pub basis: Option<Basis>,
    /// «педагог – педагог».
    pub form: String,
    /// «опытный педагог – молодой специалист».
    pub model: String,
    /// First and last day of the work, both inclusive.
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub goal: String,
    pub objectives: Vec<String>,
    pub requests: Vec<Request>,
    pub stages: Vec<ProgrammeStage>,
    pub outcomes: Vec<String>,
    /// Last day of the report to the curator.
    pub report_due: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// In full, in the nominative.
    pub name: String,
    pub post: String,
    /// Years of teaching; none when nobody said.
    pub experience_years: Option<u32>,
    /// «высшая квалификационная категория», «без категории».
    pub qualification: String,
}

/// A difficulty of the mentee and the help agreed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    pub difficulty: String,
    pub help: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeStage {
    /// «Адаптационный этап».
    pub heading: String,
    pub activities: Vec<Activity>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    pub what: String,
    /// «наставническая встреча», «посещение урока».
    pub format: String,
    /// None when it lasts all the time.
    pub start: Option<NaiveDate>,
    /// Last day, inclusive; none when it lasts all the time.
    pub end: Option<NaiveDate>,
    pub result: String,
}

type Span = (Option<chrono::NaiveDate>, Option<chrono::NaiveDate>);

fn activity(what: &str, format: &str, (start, end): Span, result: &str) -> Activity {
    Activity {
        what: what.into(),
        format: format.into(),
        start,
        end,
        result: result.into(),
    }
}

fn stages() -> Vec<ProgrammeStage> {
    vec![
        ProgrammeStage {
            heading: "Адаптационный этап".into(),
            activities: vec![
                activity(
                    "Знакомство со школой, локальными актами и рабочими программами",
                    "наставническая встреча",
                    (day(2022, 5, 16), day(2022, 5, 20)),
                    "лист ознакомления",
                ),
                activity(
                    "Диагностика профессиональных затруднений",
                    "анкетирование",
                    (None, day(2022, 5, 27)),
                    "карта затруднений",
                ),
            ],
        },
        ProgrammeStage {
            heading: "Основной этап".into(),
            activities: vec![
                activity(
                    "Взаимопосещение уроков с последующим самоанализом",
                    "посещение уроков",
                    (day(2022, 9, 5), day(2023, 3, 31)),
                    "не менее 12 листов наблюдения",
                ),
                activity(
                    "Разработка технологических карт уроков физики в 7–9\u{a0}классах",
                    "практикум",
                    (day(2022, 9, 12), day(2022, 11, 30)),
                    "папка из 10 карт",
                ),
                activity(
                    "Консультации по ведению электронного журнала",
                    "по запросу",
                    (None, None),
                    "журнал ведётся без замечаний",
                ),
            ],
        },
        ProgrammeStage {
            heading: "Контрольно-оценочный этап".into(),
            activities: vec![
                activity(
                    "Открытый урок наставляемого для методического объединения",
                    "открытый урок",
                    (day(2023, 4, 13), day(2023, 4, 13)),
                    "видеозапись, отзыв наставника",
                ),
                activity(
                    "Итоговая диагностика и рефлексия",
                    "собеседование с куратором",
                    (None, day(2023, 5, 19)),
                    "отчёт о реализации программы",
                ),
            ],
        },
    ]
}

impl MentoringProgrammeContext {
    /// A pair of item 2.3 for a school year.
    pub fn sample() -> Self {
        let words = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        Self {
            issuer: Issuer::school(),
            approver: Approval {
                post: "Директор МКОУ СОШ №\u{a0}5".into(),
                name: "И.\u{a0}И.\u{a0}Журавлёва".into(),
                date: day(2022, 5, 13),
            },
            mentor: Participant {
                name: "Королёв Семён Артёмович".into(),
                post: "учитель физики".into(),
                experience_years: Some(24),
                qualification: "высшая квалификационная категория".into(),
            },
            mentee: Participant {
                name: "Ёжиков Пётр Петрович".into(),
                post: "учитель физики".into(),
                experience_years: Some(1),
                qualification: "без категории".into(),
            },
            curator: Official {
                post: "заместитель директора по учебно-воспитательной работе".into(),
                name: "М.\u{a0}Ю.\u{a0}Щёголева".into(),
            },
            basis: Some(Basis {
                kind: "приказа МКОУ СОШ №\u{a0}5".into(),
                date: day(2022, 5, 12),
                number: Some("57/1".into()),
                title: "О закреплении наставнических пар".into(),
            }),
            form: "педагог – педагог".into(),
            model: "опытный педагог – молодой специалист".into(),
            start: day_of(2022, 5, 16),
            end: day_of(2023, 5, 31),
            goal: "создание условий для успешной адаптации и профессионального становления молодого учителя физики."
                .into(),
            objectives: words(&[
                "помочь наставляемому освоить проектирование урока по требованиям обновлённых ФГОС;",
                "восполнить выявленные профессиональные затруднения;",
                "подготовить наставляемого к аттестации на соответствие занимаемой должности.",
            ]),
            requests: vec![
                Request {
                    difficulty: "Планирование времени урока".into(),
                    help: "Разбор технологических карт, хронометраж уроков".into(),
                },
                Request {
                    difficulty: "Организация лабораторных работ с оборудованием центра «Точка роста»".into(),
                    help: "Совместное проведение двух лабораторных работ, инструктаж по технике безопасности".into(),
                },
            ],
            stages: stages(),
            outcomes: words(&[
                "наставляемый самостоятельно проектирует и проводит уроки разных типов;",
                "успеваемость по физике в классах наставляемого – 100\u{a0}%, качество – не ниже 45\u{a0}%;",
                "наставляемый продолжает работу в школе в 2023/24 учебном году.",
            ]),
            report_due: day(2023, 5, 26),
        }
    }
}
