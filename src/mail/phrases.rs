//! The filters a clerk may use in a letter's template: dates in Russian words, endings after numbers, cutting at a word.
//! Must never fail on a long or strange text, and never read a clock.

use chrono::{Datelike, NaiveDate};
use minijinja::{Environment, Error, ErrorKind};

/// Longest subject, in signs; more is cut off by phones.
pub const SUBJECT_SIGNS_MAX: usize = 80;

/// Adds the filters to the templates' environment.
pub fn add_filters(environment: &mut Environment<'static>) {
    environment.add_filter("date", |text: &str| {
        day(text).map(|day| day.format("%d.%m.%Y").to_string())
    });
    environment.add_filter("date_words", |text: &str| day(text).map(date_words));
    environment.add_filter("weekday", |text: &str| day(text).map(weekday));
    environment.add_filter("plural", plural);
    environment.add_filter("signature", |name: &str| super::names::signature(name));
    environment.add_filter("sentence", |text: &str| sentence(text));
}

/// «29 апреля 2022 г.», its parts held together by non-breaking spaces.
fn date_words(day: NaiveDate) -> String {
    const MONTHS: [&str; 12] = [
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
    format!(
        "{}\u{a0}{} {}\u{a0}г.",
        day.day(),
        MONTHS[day.month0() as usize],
        day.year()
    )
}

fn weekday(day: NaiveDate) -> &'static str {
    const DAYS: [&str; 7] = [
        "понедельник",
        "вторник",
        "среда",
        "четверг",
        "пятница",
        "суббота",
        "воскресенье",
    ];
    DAYS[day.weekday().num_days_from_monday() as usize]
}

fn day(text: &str) -> Result<NaiveDate, Error> {
    text.parse().map_err(|_| {
        Error::new(
            ErrorKind::InvalidOperation,
            format!("ожидалась дата ГГГГ-ММ-ДД, а здесь «{}»", cut(text, 40)),
        )
    })
}

/// `{{ 3 | plural("рабочий день", "рабочих дня", "рабочих дней") }}` → «3 рабочих дня».
fn plural(count: u32, one: String, few: String, many: String) -> String {
    let form = match (count % 10, count % 100) {
        (_, 11..=14) => many,
        (1, _) => one,
        (2..=4, _) => few,
        _ => many,
    };
    format!("{count}\u{a0}{form}")
}

/// The text with one full stop at its end, whatever stood there.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['!', '?', '…']) {
        text.to_owned()
    } else {
        format!("{}.", text.trim_end_matches(['.', ';', ',']))
    }
}

/// At most `signs_max` signs of `text`, cut at a word, with «…» for what is missing.
pub fn cut(text: &str, signs_max: usize) -> String {
    if text.chars().count() <= signs_max {
        return text.to_owned();
    }
    let kept: String = text.chars().take(signs_max.saturating_sub(1)).collect();
    let next_is_space = text.chars().nth(kept.chars().count()).is_some_and(char::is_whitespace);
    let whole_words = match kept.rfind(char::is_whitespace) {
        Some(space) if !next_is_space && space > kept.len() / 3 => &kept[..space],
        _ => kept.as_str(),
    };
    format!(
        "{}…",
        whole_words.trim_end_matches(|c: char| c.is_whitespace() || ",;:—–-(«№".contains(c))
    )
}

/// `text` as one line fit for a header: control characters and line breaks are spaces, runs of spaces are one,
/// marks that turn the direction of writing are dropped.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for sign in text.chars() {
        if matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
            continue;
        }
        let breaks = sign.is_control() || matches!(sign, '\u{2028}' | '\u{2029}' | ' ');
        if !breaks {
            line.push(sign);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_cut_at_a_word() {
        assert_eq!(
            cut("приказ о внедрении наставничества", 40),
            "приказ о внедрении наставничества"
        );
        assert_eq!(cut("приказ о внедрении наставничества", 20), "приказ о внедрении…");
        assert_eq!(cut("приказ о внедрении наставничества", 19), "приказ о внедрении…");
        assert_eq!(cut("приказ о внедрении наставничества", 18), "приказ о…");
        assert_eq!(cut("самообследование", 8), "самообс…");
        assert_eq!(cut("слово", 0), "…");
    }

    #[test]
    fn numbers_bend_their_words() {
        let days = |n| plural(n, "день".into(), "дня".into(), "дней".into());
        let said: Vec<String> = [0, 1, 2, 5, 11, 12, 21, 104, 111].into_iter().map(days).collect();
        assert_eq!(
            said.join(", ").replace('\u{a0}', " "),
            "0 дней, 1 день, 2 дня, 5 дней, 11 дней, 12 дней, 21 день, 104 дня, 111 дней"
        );
    }

    #[test]
    fn dates_are_said_in_words() {
        let day = NaiveDate::from_ymd_opt(2022, 4, 29).unwrap();
        assert_eq!(date_words(day), "29\u{a0}апреля 2022\u{a0}г.");
        assert_eq!(weekday(day), "пятница");
    }

    #[test]
    fn a_header_is_one_line() {
        assert_eq!(
            one_line("до  29.04\r\nBcc: a@b\u{2028}x\u{202e}\0"),
            "до 29.04 Bcc: a@b x"
        );
    }
}
