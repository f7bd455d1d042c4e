//! The reading in Russian: one sentence that a clerk would accept.
//!
//! Must never say more than was understood.

use super::DeadlineReading;
use super::Kind;
use super::Outcome;
use super::draft::Shape;
use super::draft::When;
use super::draft::YearTold;
use crate::words::recurrence::Frequency;
use crate::words::recurrence::Recurrence;
use crate::words::recurrence::Rule;
use chrono::Datelike;
use chrono::NaiveDate;
use chrono::Weekday;

const OF_MONTH: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];
const MONTH: [&str; 12] = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
];

/// «29 апреля 2022 г. (пятница)».
pub fn long_date(day: NaiveDate) -> String {
    format!("{} ({})", date(day), weekday(day.weekday()))
}

/// «май», «Сентябрь»: the dictionary form of a month.
pub(super) fn is_month_name(text: &str) -> bool {
    MONTH.contains(&text.to_lowercase().as_str())
}

pub(super) fn date(day: NaiveDate) -> String {
    format!("{} {} {} г.", day.day(), OF_MONTH[day.month0() as usize], day.year())
}

fn weekday(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "понедельник",
        Weekday::Tue => "вторник",
        Weekday::Wed => "среда",
        Weekday::Thu => "четверг",
        Weekday::Fri => "пятница",
        Weekday::Sat => "суббота",
        Weekday::Sun => "воскресенье",
    }
}

/// The whole reading as one sentence.
pub(super) fn sentence(reading: &DeadlineReading) -> String {
    with_reasons(reading, &understood(reading))
}

/// The reading of a deadline that a plan or an event sets, named in the phrase's words.
pub(super) fn with_owner(reading: &DeadlineReading, owner: &str) -> String {
    let owner: String = owner.chars().take(200).collect();
    let text = match (reading.kind, &reading.term) {
        (Kind::ExternalPlan, _) => {
            format!("срок устанавливает другой документ: «{owner}»; дату укажет ответственный за него")
        }
        (_, Some(_)) => understood(reading),
        (_, None) => format!("срок наступает по событию: «{owner}»; дата станет известна после него"),
    };
    with_reasons(reading, &text)
}

fn with_reasons(reading: &DeadlineReading, text: &str) -> String {
    let reasons: Vec<String> = reading.reasons.iter().map(ToString::to_string).collect();
    match reading.outcome {
        Outcome::Read => text.to_owned(),
        Outcome::Confirm => format!("{text} — подтвердите: {}", reasons.join("; ")),
        Outcome::Ask => format!("срок не определён, укажите его: {}", reasons.join("; ")),
    }
}

/// A reading that a person may choose, by its dates alone.
pub(super) fn chosen(start: Option<NaiveDate>, due: Option<NaiveDate>, recurrence: Option<&Recurrence>) -> String {
    match (recurrence, start, due) {
        (Some(recurrence), ..) => repeated((start, due), recurrence),
        (None, Some(start), Some(due)) if start == due => long_date(due),
        (None, Some(start), Some(due)) => format!("с {} по {} включительно", date(start), long_date(due)),
        (None, None, Some(due)) => format!("не позднее {} включительно", long_date(due)),
        (None, Some(start), None) => format!("с {}, последний день не назван", long_date(start)),
        (None, None, None) => "срок без даты".to_owned(),
    }
}

fn understood(reading: &DeadlineReading) -> String {
    if let Some(recurrence) = reading.recurrence.as_ref() {
        return repeated((reading.start, reading.due), recurrence);
    }
    let hour = reading
        .hour
        .map(|hour| format!(" до {}", hour.format("%H:%M")))
        .unwrap_or_default();
    match (reading.kind, reading.start, reading.due) {
        (Kind::OnEvent, _, due) => on_event(reading, due),
        (Kind::ExternalPlan, ..) => "срок устанавливает другой документ; дату укажет ответственный за него".to_owned(),
        (Kind::Month, Some(start), Some(due)) => {
            format!(
                "{} {} г.: с {} по {} включительно",
                MONTH[start.month0() as usize],
                start.year(),
                date(start),
                long_date(due)
            )
        }
        (_, Some(start), Some(due)) if start == due => {
            let hour = reading
                .hour
                .map(|hour| format!(" в {}", hour.format("%H:%M")))
                .unwrap_or_default();
            format!("{}{hour}, этот день не переносится", long_date(due))
        }
        (_, None, Some(due)) => format!("не позднее {}{hour} включительно", long_date(due)),
        (_, Some(start), Some(due)) => format!("с {} по {} включительно", date(start), long_date(due)),
        (_, Some(start), None) => format!("с {}, последний день не назван", long_date(start)),
        (_, None, None) => "срок без даты".to_owned(),
    }
}

fn on_event(reading: &DeadlineReading, due: Option<NaiveDate>) -> String {
    let term = reading.term.as_ref().map(ToString::to_string);
    match (term, due) {
        (Some(term), Some(due)) => format!("срок {term}: не позднее {} включительно", long_date(due)),
        (Some(term), None) => format!("срок {term}; дата станет известна после этого события"),
        (None, _) => "срок наступает по событию; дата станет известна после него".to_owned(),
    }
}

fn repeated((start, due): (Option<NaiveDate>, Option<NaiveDate>), recurrence: &Recurrence) -> String {
    let first = match (start, due) {
        (Some(start), Some(due)) if start == due => format!("впервые {}", long_date(due)),
        (Some(start), Some(due)) => format!("впервые с {} по {} включительно", date(start), long_date(due)),
        (None, Some(due)) => format!("впервые не позднее {} включительно", long_date(due)),
        _ => "первый срок не определён".to_owned(),
    };
    match recurrence {
        Recurrence::Dates(dates) => {
            let days: Vec<String> = dates.iter().take(24).map(|day| date(*day)).collect();
            let until = if start == due {
                "в дни"
            } else {
                "последние дни"
            };
            format!("{until}: {}; {first}", days.join(", "))
        }
        Recurrence::Rule(rule) => {
            let end = rule
                .until
                .map(|until| format!(", до {}", date(until)))
                .unwrap_or_default();
            format!("{}; {first}{end}", how_often(rule))
        }
    }
}

fn how_often(rule: &Rule) -> String {
    let months: Vec<&str> = rule
        .by_month
        .iter()
        .filter_map(|month| MONTH.get(*month as usize - 1).copied())
        .collect();
    let every = match (rule.frequency, rule.interval) {
        (Frequency::Daily, 1) => "ежедневно".to_owned(),
        (Frequency::Weekly, 1) => "еженедельно".to_owned(),
        (Frequency::Monthly, 1) => "ежемесячно".to_owned(),
        (Frequency::Yearly, 1) => "ежегодно".to_owned(),
        (Frequency::Daily, by) => format!("раз в {by} дн."),
        (Frequency::Weekly, by) => format!("раз в {by} нед."),
        (Frequency::Monthly, by) => format!("раз в {by} мес."),
        (Frequency::Yearly, by) => format!("раз в {by} г."),
    };
    let days: Vec<String> = rule.by_day.iter().map(|(nth, day)| nth_weekday(*nth, *day)).collect();
    let numbers: Vec<String> = rule
        .by_month_day
        .iter()
        .map(|day| {
            if *day == -1 {
                "последний день месяца".to_owned()
            } else {
                format!("{day} число")
            }
        })
        .collect();
    let parts = [months.join(", "), days.join(", "), numbers.join(", ")];
    let named: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    if named.is_empty() {
        every
    } else {
        format!("{every} ({})", named.join("; "))
    }
}

/// «пятница», «последняя пятница», «3-й четверг».
fn nth_weekday(nth: Option<i8>, day: Weekday) -> String {
    let (last, ending) = match day {
        Weekday::Mon | Weekday::Tue | Weekday::Thu => ("последний", "й"),
        Weekday::Wed | Weekday::Fri | Weekday::Sat => ("последняя", "я"),
        Weekday::Sun => ("последнее", "е"),
    };
    let name = weekday(day);
    match nth {
        None => name.to_owned(),
        Some(-1) => format!("{last} {name}"),
        Some(nth) => format!("{nth}-{ending} {name}"),
    }
}

/// A part of the calendar in words, for a reason.
pub(super) fn shape(when: When) -> String {
    let year = match when.year {
        YearTold::Exactly(year) => format!(" {year} г."),
        YearTold::School(first) => format!(" {first}/{} учебного года", first + 1),
        _ => String::new(),
    };
    let of_month = |month: u32| OF_MONTH.get((month as usize).wrapping_sub(1)).copied();
    let text = match when.shape {
        Shape::Day {
            day,
            month: Some(month),
        } => match of_month(month) {
            Some(month) => format!("{day} {month}"),
            None => format!("{day:02}.{month:02}"),
        },
        Shape::Day { day, month: None } => format!("{day} число"),
        Shape::Quarter(quarter) => format!("{quarter}-й квартал"),
        Shape::Half(half) => format!("{half}-е полугодие"),
        Shape::Month(month) => MONTH
            .get((month as usize).wrapping_sub(1))
            .map_or_else(|| format!("{month}-й месяц"), |name| (*name).to_owned()),
        _ => "такая часть года".to_owned(),
    };
    format!("{text}{year}")
}
