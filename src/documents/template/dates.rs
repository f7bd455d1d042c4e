//! Dates as papers write them: in figures, in words, with the day in quotes.
//!
//! Must never read the clock or the locale of the machine: the only date is the one in the data.

use chrono::{Datelike, NaiveDate};
use minijinja::Error;
use minijinja::value::Value;

use super::filters::{blank, wrong};
use crate::words::phrasing;

/// 04.04.2022.
pub(super) fn short(value: &Value) -> Result<Value, Error> {
    date(value, phrasing::short_date)
}

/// 4 апреля 2022 г., with spaces that do not break.
pub(super) fn long(value: &Value) -> Result<Value, Error> {
    date(value, |date| {
        format!("{}\u{a0}{} {}\u{a0}г.", date.day(), month(date), date.year())
    })
}

/// «04» апреля 2022 г., as forms to be filled in by hand print it.
pub(super) fn quoted(value: &Value) -> Result<Value, Error> {
    date(value, |date| {
        format!("«{:02}»\u{a0}{} {}\u{a0}г.", date.day(), month(date), date.year())
    })
}

/// апрель 2022 г.
pub(super) fn month_and_year(value: &Value) -> Result<Value, Error> {
    date(value, |date| {
        phrasing::period_name(&format!("{}-{:02}", date.year(), date.month())).replacen(" г.", "\u{a0}г.", 1)
    })
}

/// понедельник; `|день_недели("когда")` gives «в понедельник».
pub(super) fn weekday(value: &Value, form: Option<&str>) -> Result<Value, Error> {
    match form {
        None => date(value, |date| phrasing::weekday(date).to_owned()),
        Some("когда") => date(value, |date| phrasing::on_weekday(date).to_owned()),
        Some(other) => Err(wrong(format!(
            "день недели пишется в форме «когда» или без неё, а стоит «{other}»"
        ))),
    }
}

/// Reads an ISO date; none stays empty, so that a draft shows a blank, and a gap stays a gap.
fn date(value: &Value, write: fn(NaiveDate) -> String) -> Result<Value, Error> {
    if blank(value) {
        return Ok(value.clone());
    }
    match value.as_str().and_then(iso) {
        Some(date) => Ok(Value::from(write(date))),
        None => Err(wrong(format!(
            "здесь нужна дата, а стоит «{value}»: дату передают как 2024-02-29, год-месяц-день"
        ))),
    }
}

/// The day of «2022-04-04» or of a moment such as «2022-04-04T10:00:00».
fn iso(text: &str) -> Option<NaiveDate> {
    let day = text.get(..10)?;
    let number = |range: std::ops::Range<usize>| {
        let digits = day.get(range)?;
        digits
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| digits.parse::<u32>().ok())?
    };
    let dashes = day.as_bytes().get(4) == Some(&b'-') && day.as_bytes().get(7) == Some(&b'-');
    let (year, month, day_of_month) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day_of_month);
    date.filter(|_| dashes)
}

/// The month in the genitive: «апреля».
fn month(date: NaiveDate) -> String {
    let long = phrasing::long_date(date);
    long.split(' ').nth(1).unwrap_or_default().to_owned()
}
