//! One page on how an item of the plan stands: dates, counts, and the state at each institution.
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Basis, Issuer, Preparer};
use crate::documents::papers::samples::{day, day_of};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatusSheetContext {
    pub issuer: Issuer,
    /// Number of the item of the road-map.
    pub item: String,
    pub title: String,
    /// The order the item comes from, its kind in the genitive: «приказа ОО АНГО».
    pub basis: Basis,
    pub period: String,
    /// Stage of the item, in words.
    pub stage: String,
    /// The lead: named first, sums up.
    pub lead: String,
    /// Others, in words; empty when there are none.
    pub co_executors: String,
    /// Last day by the words of the plan.
    pub due: Option<NaiveDate>,
    /// Last day for control.
    pub control: Option<NaiveDate>,
    /// Day whose state it shows.
    pub as_of: NaiveDate,
    pub counts: StatusCounts,
    pub discipline: Discipline,
    pub institutions: Vec<StatusLine>,
    /// Extensions, cancellations, pauses.
    pub marks: Vec<StatusMark>,
    pub prepared_by: Option<Preparer>,
}

/// Tasks by state: `open`, `reported`, `accepted` and `cancelled` together are `total`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusCounts {
    pub total: u32,
    /// The executor owes a report.
    pub open: u32,
    /// Of `open`: those whose report was returned for rework.
    pub returned: u32,
    /// The department owes an answer.
    pub reported: u32,
    pub accepted: u32,
    pub cancelled: u32,
    /// Of `open`: those whose control date has passed.
    pub overdue: u32,
}

/// Discipline of execution, by the control date after extensions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Discipline {
    /// Tasks whose control date has come.
    pub due: u32,
    /// Of those: done.
    pub done: u32,
    /// Of those: done on or before the control date.
    pub in_time: u32,
    /// Done of due, per cent; none when nothing is due yet.
    pub done_share: Option<f64>,
    /// In time of due, per cent.
    pub in_time_share: Option<f64>,
    /// Working days, over those done late; none when nobody was late.
    pub mean_delay: Option<f64>,
    /// How many were given more time.
    pub extended: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusLine {
    /// Short name.
    pub institution: String,
    /// In words: «принят», «на рассмотрении», «возвращён на доработку», «не представлен».
    pub state: String,
    /// Control date now: after extensions.
    pub control: Option<NaiveDate>,
    /// Day of the last report.
    pub reported: Option<NaiveDate>,
    /// Working days past the control date; 0 when in time.
    pub overdue_days: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusMark {
    pub date: NaiveDate,
    /// «срок продлён до 20.05.2022 для МБОУ СОШ № 3».
    pub what: String,
    pub by: String,
    pub basis: String,
}

impl StatusSheetContext {
    /// Five schools in every state a task may have.
    pub fn sample() -> Self {
        let line = |institution: &str, state: &str, control, reported, overdue_days| StatusLine {
            institution: institution.into(),
            state: state.into(),
            control,
            reported,
            overdue_days,
        };
        let control = day(2022, 4, 29);
        Self {
            issuer: Issuer::department(),
            item: "1.4".into(),
            title: "Разработка и утверждение распорядительных актов образовательных организаций о внедрении системы наставничества в образовательной организации".into(),
            basis: Basis { kind: "приказа ОО АНГО".into(), ..Basis::sample() },
            period: "2022 год".into(),
            stage: "исполнение: собираются отчёты".into(),
            lead: "общеобразовательные организации".into(),
            co_executors: "информационно-методический отдел (свод)".into(),
            due: control,
            control,
            as_of: day_of(2022, 5, 6),
            counts: StatusCounts { total: 6, open: 2, returned: 1, reported: 1, accepted: 2, cancelled: 1, overdue: 1 },
            discipline: Discipline { due: 4, done: 2, in_time: 1, done_share: Some(50.0), in_time_share: Some(25.0), mean_delay: Some(1.0), extended: 1 },
            institutions: vec![
                line("МБОУ СОШ №\u{a0}1 г.\u{a0}Нефтекумска", "принят", control, day(2022, 4, 27), 0),
                line("МБОУ СОШ №\u{a0}2 г.\u{a0}Нефтекумска", "принят", control, day(2022, 5, 4), 1),
                line("МБОУ СОШ №\u{a0}3 с.\u{a0}Ачикулак", "не представлен", day(2022, 5, 20), None, 0),
                line("МКОУ СОШ №\u{a0}5 пос.\u{a0}Зимняя Ставка", "возвращён на доработку", control, day(2022, 4, 29), 3),
                line("МКОУ СОШ №\u{a0}9 с.\u{a0}Кара-Тюбе", "на рассмотрении", control, day(2022, 4, 29), 0),
                line("МКОУ ООШ №\u{a0}14 аула Махмуд-Мектеб", "снято: реорганизация", None, None, 0),
            ],
            marks: vec![
                StatusMark { date: day_of(2022, 4, 26), what: "срок продлён до 20.05.2022 для МБОУ СОШ №\u{a0}3".into(), by: "А.\u{a0}В.\u{a0}Петров".into(), basis: "письмо школы от 25.04.2022 №\u{a0}97".into() },
                StatusMark { date: day_of(2022, 4, 18), what: "поручение МКОУ ООШ №\u{a0}14 снято".into(), by: "А.\u{a0}В.\u{a0}Петров".into(), basis: "постановление администрации от 15.04.2022 №\u{a0}612".into() },
            ],
            prepared_by: Some(Preparer::department()),
        }
    }
}
