//! What the samples of the contexts share, with what real papers bring: ё, «ёлочки», №, long names, spaces that do not break.
//!
//! Must never leave a field empty that a paper may show: templates are checked against these.

use chrono::NaiveDate;

use super::context::{Basis, Issuer, Point, Preparer};

pub(super) fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

impl Issuer {
    pub(in crate::documents::papers) fn department() -> Self {
        Self {
            parent: "Администрация Нефтекумского городского округа Ставропольского края".into(),
            name: "Отдел образования администрации Нефтекумского городского округа Ставропольского края".into(),
            short_name: "ОО АНГО".into(),
            place: "г.\u{a0}Нефтекумск".into(),
        }
    }

    pub(in crate::documents::papers) fn school() -> Self {
        Self {
            parent: "Отдел образования администрации Нефтекумского городского округа Ставропольского края".into(),
            name: LONG_SCHOOL.into(),
            short_name: "МКОУ СОШ №\u{a0}5".into(),
            place: "пос.\u{a0}Зимняя Ставка".into(),
        }
    }
}

impl Basis {
    pub(in crate::documents::papers) fn sample() -> Self {
        Self {
            kind: "приказа отдела образования администрации Нефтекумского городского округа Ставропольского края"
                .into(),
            date: day(2022, 4, 4),
            number: Some("113".into()),
            title: "О внедрении муниципальной системы наставничества педагогических работников".into(),
        }
    }
}

pub(super) const LONG_SCHOOL: &str = "Муниципальное казённое общеобразовательное учреждение «Средняя общеобразовательная школа №\u{a0}5 имени Героя Советского Союза С.\u{a0}М.\u{a0}Фёдорова» посёлка Зимняя Ставка Нефтекумского района";

pub(super) fn point(number: &str, text: &str, due: Option<NaiveDate>, sub: Vec<Point>) -> Point {
    Point {
        number: number.into(),
        text: text.into(),
        due,
        sub,
    }
}

pub(super) fn day_of(year: i32, month: u32, date: u32) -> NaiveDate {
    day(year, month, date).expect("a sample names days of the calendar")
}

impl Preparer {
    pub(in crate::documents::papers) fn department() -> Self {
        Self {
            name: "Королёва Ёлка Сергеевна".into(),
            phone: "8\u{a0}(86558)\u{a0}4-00-00".into(),
        }
    }
}
