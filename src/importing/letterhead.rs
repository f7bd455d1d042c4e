//! What stands above the table: whose order it is, its date and number, the title of the plan and its period.
//!
//! Must never fill in what is not written there.

use super::wording::{fold, one_line};
use crate::words::deadline::PlanPeriod;
use chrono::{Datelike, NaiveDate};

/// What was found above the table.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Letterhead {
    /// «приказ ОО АНГО»: kind and author, in the nominative.
    pub kind: Option<String>,
    /// The author as written: «ОО АНГО».
    pub author: Option<String>,
    pub number: Option<String>,
    pub date: Option<NaiveDate>,
    /// «приложение 2».
    pub annex: Option<String>,
    pub title: Option<String>,
    pub period: Option<PlanPeriod>,
    /// First and last day of the plan, when both can be told.
    pub days: Option<(NaiveDate, NaiveDate)>,
}

/// Kinds of documents: the nominative, and the forms in which a letterhead has them.
const KINDS: [(&str, [&str; 3]); 4] = [
    ("приказ", ["приказу", "приказом", "приказа"]),
    ("распоряжение", ["распоряжению", "распоряжением", "распоряжения"]),
    ("постановление", ["постановлению", "постановлением", "постановления"]),
    ("решение", ["решению", "решением", "решения"]),
];

const TITLES: [&str; 9] = [
    "план",
    "дорожная карта",
    "«дорожная карта»",
    "комплекс",
    "комплексный план",
    "перечень мероприятий",
    "календарный план",
    "график",
    "мероприятия",
];

/// Reads the lines above the first table.
pub fn read(above: &[String]) -> Letterhead {
    let lines: Vec<String> = above
        .iter()
        .flat_map(|line| line.split('\n'))
        .map(|line| {
            one_line(&line.replace('_', " "))
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        })
        .filter(|line| !line.is_empty())
        .collect();
    let first = lines.iter().position(|line| is_title(line));
    let (mark, title) = lines.split_at(first.unwrap_or(lines.len()));
    let mut found = Letterhead {
        title: (!title.is_empty()).then(|| title.join(" ")),
        ..Letterhead::default()
    };
    mark_of(mark, &mut found);
    found.period = found.title.as_deref().and_then(period);
    found.days = days(found.period, found.date);
    found
}

fn is_title(line: &str) -> bool {
    let folded = fold(line);
    TITLES.iter().any(|title| {
        folded
            .strip_prefix(title)
            .is_some_and(|rest| !rest.chars().next().is_some_and(char::is_alphabetic))
    })
}

/// «Приложение 2 к приказу ОО АНГО от 04.04.2022 № 113», on one line or on several.
fn mark_of(lines: &[String], found: &mut Letterhead) {
    let text = lines.join(" ");
    let folded = fold(&text);
    if let Some(at) = folded.find("приложение") {
        let rest = &folded[at + "приложение".len()..];
        let number: String = rest
            .trim_start_matches([' ', '№'])
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        found.annex = Some(format!("приложение {number}").trim().to_owned());
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let kind_at = words.iter().position(|word| kind(word).is_some());
    if let Some(at) = kind_at {
        let name = kind(words[at]).unwrap_or_default();
        let author: Vec<&str> = words[at + 1..]
            .iter()
            .take_while(|word| fold(word) != "от" && !word.starts_with('№') && !word.starts_with('«'))
            .copied()
            .collect();
        let author = author.join(" ");
        found.kind = Some(format!("{name} {author}").trim().to_owned());
        found.author = Some(author).filter(|author| !author.is_empty());
    }
    let tail = words[kind_at.unwrap_or(0)..].join(" ");
    found.date = date(&tail);
    found.number = number(&tail);
}

fn kind(word: &str) -> Option<&'static str> {
    let word = fold(word);
    KINDS
        .iter()
        .find(|(_, forms)| forms.contains(&word.as_str()))
        .map(|(kind, _)| *kind)
}

/// The first date: «04.04.2022», «4 апреля 2022», «"14" апреля 2022г.».
fn date(text: &str) -> Option<NaiveDate> {
    let clean: String = text
        .chars()
        .map(|sign| if "«»\"“”".contains(sign) { ' ' } else { sign })
        .collect();
    let words: Vec<&str> = clean.split_whitespace().collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let bare = word.trim_end_matches(['г', '.', ',', '№']);
        let parts: Vec<&str> = bare.split('.').collect();
        if let [day, month, year] = parts[..] {
            let year: i32 = year.parse().ok()?;
            let year = if year < 100 { year + 2000 } else { year };
            return NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?);
        }
        let day: u32 = word.parse().ok()?;
        let month = super::columns::meaning(words.get(at + 1)?);
        let Some(super::columns::Column::Month(month)) = month else {
            return None;
        };
        let year = words.get(at + 2)?.trim_end_matches(['г', '.', ',']);
        NaiveDate::from_ymd_opt(year.parse().ok()?, month.into(), day)
    })
}

/// What stands behind the last «№».
fn number(text: &str) -> Option<String> {
    let (_, rest) = text.rsplit_once('№')?;
    let mut words = rest.split_whitespace();
    let mut number = words.next()?.trim_end_matches(['.', ',', ')', '»']).to_owned();
    // «17 – ОД».
    let more: Vec<&str> = words.take(2).collect();
    if let ["–" | "-", suffix] = more[..] {
        number = format!("{number}-{suffix}");
    }
    number.chars().any(char::is_alphanumeric).then_some(number)
}

/// «на 2022 -2024 годы», «на 2022/2023 учебный год», «на 2024 год».
pub fn period(title: &str) -> Option<PlanPeriod> {
    let signs: Vec<char> = title.chars().collect();
    let years = years_at(&signs);
    let school = fold(title).contains("учебн");
    let joined = |one: (usize, i32), other: (usize, i32)| {
        signs[one.0 + 4..other.0]
            .iter()
            .all(|sign| " -–—/гоы.д".contains(*sign))
            && one.1 < other.1
    };
    let pair = years.windows(2).find(|pair| joined(pair[0], pair[1]));
    match (pair, years.last()) {
        (Some(pair), _) if school && pair[1].1 == pair[0].1 + 1 => Some(PlanPeriod::SchoolYear { first: pair[0].1 }),
        (Some(pair), _) => Some(PlanPeriod::Years {
            first: pair[0].1,
            last: pair[1].1,
        }),
        (None, Some((_, year))) if !school => Some(PlanPeriod::Years {
            first: *year,
            last: *year,
        }),
        _ => None,
    }
}

/// The years that a text names.
pub fn years(text: &str) -> Vec<i32> {
    let signs: Vec<char> = text.chars().collect();
    years_at(&signs).into_iter().map(|(_, year)| year).collect()
}

/// Four digits in a row that are a year, and where they stand.
fn years_at(signs: &[char]) -> Vec<(usize, i32)> {
    let mut years = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        let run = signs[at..].iter().take_while(|sign| sign.is_ascii_digit()).count();
        let text: String = signs[at..at + run].iter().collect();
        if let Some(year) = text
            .parse()
            .ok()
            .filter(|year| run == 4 && (1990..=2100).contains(year))
        {
            years.push((at, year));
        }
        at += run.max(1);
    }
    years
}

/// The plan begins with its order, or with its period when the order came before.
fn days(period: Option<PlanPeriod>, order: Option<NaiveDate>) -> Option<(NaiveDate, NaiveDate)> {
    let (first, last) = period?.days()?;
    match order {
        Some(order) if (first..=last).contains(&order) => Some((order, last)),
        // An order of the year before, or one that came a little late, says nothing else.
        Some(order) if order.year() + 1 >= first.year() && order < first => Some((first, last)),
        _ => Some((first, last)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &[&str]) -> Vec<String> {
        text.iter().map(|line| (*line).to_owned()).collect()
    }

    #[test]
    fn underscores_and_line_breaks_do_not_hide_the_order() {
        let found = read(&lines(&[
            "Приложение 2",
            "К приказу ОО АНГО",
            "от __ 04.04.2022_№ __113__",
            "План мероприятий (дорожная карта)",
            "внедрения системы наставничества на 2022 -2024 годы",
        ]));
        assert_eq!(found.kind.as_deref(), Some("приказ ОО АНГО"));
        assert_eq!(found.author.as_deref(), Some("ОО АНГО"));
        assert_eq!(found.number.as_deref(), Some("113"));
        assert_eq!(found.date, NaiveDate::from_ymd_opt(2022, 4, 4));
        assert_eq!(found.annex.as_deref(), Some("приложение 2"));
        assert_eq!(
            found.title.as_deref(),
            Some("План мероприятий (дорожная карта) внедрения системы наставничества на 2022 -2024 годы")
        );
        assert_eq!(
            found.days,
            NaiveDate::from_ymd_opt(2022, 4, 4).zip(NaiveDate::from_ymd_opt(2024, 12, 31))
        );
    }

    #[test]
    fn other_offices_write_it_otherwise() {
        let found = read(&lines(&[
            "УТВЕРЖДЕНО\nприказом управления образования\nот «14» апреля 2022г.№78",
            "Дорожная карта",
            "на 2022/2023 учебный год",
        ]));
        assert_eq!(found.kind.as_deref(), Some("приказ управления образования"));
        assert_eq!(found.date, NaiveDate::from_ymd_opt(2022, 4, 14));
        assert_eq!(found.number.as_deref(), Some("78"));
        assert_eq!(found.period, Some(PlanPeriod::SchoolYear { first: 2022 }));
        assert_eq!(read(&lines(&["от 31.08.2022 № __", "План на 2024 год"])).number, None);
    }
}
