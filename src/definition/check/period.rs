//! Keys of periods: `2022`, `2022-Q3`, `2022-09`, `2022-09-01`, `2022-2024`, and the days they span.
//!
//! Must never depend on a plan: the same key spans the same days everywhere.
#![deny(missing_docs)]

use crate::words::recurrence::Occurrence;
use chrono::{Datelike, Months, NaiveDate};
use std::collections::BTreeSet;

/// First and last day of a period, inclusive; `None` when the text is no period.
pub fn bounds(key: &str) -> Option<(NaiveDate, NaiveDate)> {
    let parts: Vec<&str> = key.split('-').collect();
    match parts.as_slice() {
        [year] => Some((january(year)?, december(year)?)),
        [year, quarter] if quarter.starts_with('Q') => {
            let quarter: u32 = quarter[1..].parse().ok().filter(|quarter| (1..=4).contains(quarter))?;
            let first = january(year)?.with_month(quarter * 3 - 2)?;
            Some((first, month_end(first.with_month(quarter * 3)?)?))
        }
        [year, month] if month.len() == 2 => {
            let first = january(year)?.with_month(month.parse().ok()?)?;
            Some((first, month_end(first)?))
        }
        [from, to] => Some((january(from)?, december(to)?)).filter(|(from, to)| from < to),
        [year, month, day] if month.len() == 2 && day.len() == 2 => {
            let day = january(year)?
                .with_month(month.parse().ok()?)?
                .with_day(day.parse().ok()?)?;
            Some((day, day))
        }
        _ => None,
    }
}

fn january(year: &str) -> Option<NaiveDate> {
    let number = (year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit())).then(|| year.parse().ok())?;
    NaiveDate::from_ymd_opt(number?, 1, 1)
}

fn december(year: &str) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(january(year)?.year(), 12, 31)
}

/// The last day of the month of `day`.
pub fn month_end(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt()
}

/// The years from `first` to `last`: `2022`, or `2022-2024`.
pub fn spanning(first: NaiveDate, last: NaiveDate) -> String {
    if first.year() == last.year() {
        format!("{:04}", first.year())
    } else {
        format!("{:04}-{:04}", first.year(), last.year())
    }
}

/// Keys of the runs of one item, in their order: by year where that tells them apart, else by month, else by day.
///
/// A single run that reaches over a New Year is keyed by its years; runs that repeat are keyed by their last day.
pub fn keys(runs: &[Occurrence], repeated: bool) -> Vec<String> {
    if let ([run], false) = (runs, repeated) {
        return vec![spanning(run.start.unwrap_or(run.due), run.due)];
    }
    let days: Vec<NaiveDate> = runs.iter().map(|run| run.due).collect();
    keys_of(&days)
}

/// Keys of the periods in which the days fall, in their order: the longest that tell the days apart.
pub fn keys_of(days: &[NaiveDate]) -> Vec<String> {
    let year = |day: NaiveDate| format!("{:04}", day.year());
    let quarter = |day: NaiveDate| format!("{:04}-Q{}", day.year(), day.month0() / 3 + 1);
    let month = |day: NaiveDate| day.format("%Y-%m").to_string();
    let day = |day: NaiveDate| day.format("%Y-%m-%d").to_string();
    let ways: [&dyn Fn(NaiveDate) -> String; 4] = [&year, &quarter, &month, &day];
    let keyed = ways.map(|way| days.iter().map(|day| way(*day)).collect::<Vec<_>>());
    let single = |keys: &&Vec<String>| keys.iter().collect::<BTreeSet<_>>().len() == keys.len();
    keyed.iter().find(single).unwrap_or(&keyed[3]).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_kind_of_period_spans_its_days() {
        for (key, from, to) in [
            ("2022", "2022-01-01", "2022-12-31"),
            ("2022-Q3", "2022-07-01", "2022-09-30"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2022-2024", "2022-01-01", "2024-12-31"),
            ("2022-09-01", "2022-09-01", "2022-09-01"),
        ] {
            assert_eq!(bounds(key), Some((date(from), date(to))), "{key}");
        }
        for key in [
            "22",
            "2022-Q5",
            "2022-13",
            "2024-2022",
            "2022-02-30",
            "весна",
            "2022-Qы",
            "",
        ] {
            assert_eq!(bounds(key), None, "{key}");
        }
    }

    #[test]
    fn runs_are_keyed_by_the_longest_period_that_tells_them_apart() {
        let runs = |days: &[&str]| {
            days.iter()
                .map(|day| Occurrence {
                    start: None,
                    due: date(day),
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(keys(&runs(&["2022-05-15", "2023-05-15"]), true), ["2022", "2023"]);
        assert_eq!(keys(&runs(&["2022-03-31", "2022-06-30"]), true), ["2022-Q1", "2022-Q2"]);
        assert_eq!(keys(&runs(&["2022-01-31", "2022-02-28"]), true), ["2022-01", "2022-02"]);
        assert_eq!(
            keys(&runs(&["2022-02-01", "2022-02-15"]), true),
            ["2022-02-01", "2022-02-15"]
        );
        assert_eq!(keys(&runs(&["2022-04-30"]), false), ["2022"]);
    }
}
