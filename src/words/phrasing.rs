//! Small Russian wordings that letters, orders and pages share: dates in words, plural forms, lists, initials.
//!
//! Must never read the clock, decline a surname, or guess a gender: what is not certain is left as it was written.

use chrono::{Datelike, NaiveDate, Weekday};

const MONTHS_GENITIVE: [&str; 12] = [
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

const MONTHS_NOMINATIVE: [&str; 12] = [
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

/// A date as orders print it: «4 апреля 2022 г.».
pub fn long_date(date: NaiveDate) -> String {
    format!("{} {} {} г.", date.day(), month_genitive(date), date.year())
}

/// A date in figures: «04.04.2022».
pub fn short_date(date: NaiveDate) -> String {
    format!("{:02}.{:02}.{}", date.day(), date.month(), date.year())
}

/// The day of the week in the nominative: «пятница».
pub fn weekday(date: NaiveDate) -> &'static str {
    match date.weekday() {
        Weekday::Mon => "понедельник",
        Weekday::Tue => "вторник",
        Weekday::Wed => "среда",
        Weekday::Thu => "четверг",
        Weekday::Fri => "пятница",
        Weekday::Sat => "суббота",
        Weekday::Sun => "воскресенье",
    }
}

/// The day of the week with its preposition, «when»: «в пятницу», «во вторник».
pub fn on_weekday(date: NaiveDate) -> &'static str {
    match date.weekday() {
        Weekday::Mon => "в понедельник",
        Weekday::Tue => "во вторник",
        Weekday::Wed => "в среду",
        Weekday::Thu => "в четверг",
        Weekday::Fri => "в пятницу",
        Weekday::Sat => "в субботу",
        Weekday::Sun => "в воскресенье",
    }
}

/// The form of a noun that goes with a number: 1 школа, 2 школы, 5 школ, 11 школ, 21 школа.
///
/// Only the noun is returned, so that the number can be set apart in a page or a letter.
pub fn plural<'a>(count: u64, one: &'a str, few: &'a str, many: &'a str) -> &'a str {
    match (count % 100, count % 10) {
        (11..=14, _) => many,
        (_, 1) => one,
        (_, 2..=4) => few,
        _ => many,
    }
}

/// A period as a clerk says it.
///
/// `2023` → «2023 год», `2023-04` → «апрель 2023 г.», `2023-Q2` → «II квартал 2023 г.»,
/// `2022/2023` → «2022/2023 учебный год», `2022-2024` → «2022–2024 годы». Anything else is returned as written.
pub fn period_name(period: &str) -> String {
    let text = period.trim();
    let year = |part: &str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    if year(text) {
        return format!("{text} год");
    }
    if let Some((first, second)) = text.split_once('/')
        && year(first)
        && year(second)
    {
        return format!("{first}/{second} учебный год");
    }
    let Some((first, second)) = text.split_once(['-', '–']).filter(|(first, _)| year(first)) else {
        return text.to_owned();
    };
    if year(second) {
        return format!("{first}–{second} годы");
    }
    let quarter = match second {
        "Q1" => Some("I"),
        "Q2" => Some("II"),
        "Q3" => Some("III"),
        "Q4" => Some("IV"),
        _ => None,
    };
    if let Some(roman) = quarter {
        return format!("{roman} квартал {first} г.");
    }
    let month = (second.len() == 2)
        .then(|| second.parse::<usize>().ok())
        .flatten()
        .and_then(|number| number.checked_sub(1))
        .and_then(|index| MONTHS_NOMINATIVE.get(index));
    month.map_or_else(|| text.to_owned(), |name| format!("{name} {first} г."))
}

/// A list in a sentence: «а», «а и б», «а, б и в»; nothing for an empty list.
pub fn join_list<S: AsRef<str>>(parts: &[S]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [head @ .., last] => {
            let head: Vec<&str> = head.iter().map(AsRef::as_ref).collect();
            format!("{} и {}", head.join(", "), last.as_ref())
        }
    }
}

/// A full name as a signature has it, initials first: «Иванова Ирина Ивановна» → «И. И. Иванова».
///
/// The surname is taken to stand first unless the name begins with an initial. A single word is returned as written.
pub fn short_name(full_name: &str) -> String {
    match surname_and_initials(full_name) {
        (surname, initials) if initials.is_empty() => surname,
        (surname, initials) => format!("{initials} {surname}"),
    }
}

/// A full name as an address or a list has it, surname first: «Иванова Ирина Ивановна» → «Иванова И. И.».
pub fn short_name_in_address(full_name: &str) -> String {
    match surname_and_initials(full_name) {
        (surname, initials) if initials.is_empty() => surname,
        (surname, initials) => format!("{surname} {initials}"),
    }
}

fn month_genitive(date: NaiveDate) -> &'static str {
    // month0 is 0..=11 for every NaiveDate
    MONTHS_GENITIVE.get(date.month0() as usize).copied().unwrap_or_default()
}

fn surname_and_initials(full_name: &str) -> (String, String) {
    let spaced = full_name.replace('.', ". ");
    let mut words: Vec<&str> = spaced.split_whitespace().collect();
    if words.first().is_some_and(|word| is_initial(word)) {
        words.rotate_right(1);
    }
    let Some((surname, given)) = words.split_first() else {
        return (String::new(), String::new());
    };
    let initials: Vec<String> = given
        .iter()
        // «кызы», «оглы» belong to the patronymic before them and have no initial of their own
        .filter(|word| word.chars().next().is_some_and(char::is_uppercase))
        .filter_map(|word| word.chars().next().map(|letter| format!("{letter}.")))
        .collect();
    ((*surname).to_owned(), initials.join(" "))
}

fn is_initial(word: &str) -> bool {
    word.ends_with('.') && word.chars().count() == 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn the_date_of_the_order_is_written_in_words_and_in_figures() {
        assert_eq!(long_date(day(2022, 4, 4)), "4 апреля 2022 г.");
        assert_eq!(short_date(day(2022, 4, 4)), "04.04.2022");
    }

    #[test]
    fn a_day_of_the_week_takes_its_preposition() {
        assert_eq!(weekday(day(2022, 4, 29)), "пятница");
        assert_eq!(on_weekday(day(2022, 4, 29)), "в пятницу");
        assert_eq!(on_weekday(day(2022, 5, 10)), "во вторник");
    }

    #[test]
    fn schools_are_counted_the_russian_way() {
        let schools = |count| plural(count, "школа", "школы", "школ");
        let forms: Vec<&str> = [0, 1, 2, 4, 5, 11, 12, 14, 21, 22, 101, 111, 112].map(schools).to_vec();
        assert_eq!(
            forms,
            [
                "школ",
                "школа",
                "школы",
                "школы",
                "школ",
                "школ",
                "школ",
                "школ",
                "школа",
                "школы",
                "школа",
                "школ",
                "школ"
            ]
        );
    }

    #[test]
    fn periods_are_named_and_the_unknown_is_left_alone() {
        assert_eq!(period_name("2023"), "2023 год");
        assert_eq!(period_name("2023-04"), "апрель 2023 г.");
        assert_eq!(period_name("2023-Q2"), "II квартал 2023 г.");
        assert_eq!(period_name("2022/2023"), "2022/2023 учебный год");
        assert_eq!(period_name("2022-2024"), "2022–2024 годы");
        assert_eq!(period_name("2023-13"), "2023-13");
        assert_eq!(period_name("2023-00"), "2023-00");
        assert_eq!(period_name("без срока"), "без срока");
        assert_eq!(period_name(""), "");
    }

    #[test]
    fn a_list_ends_with_and() {
        assert_eq!(join_list(&["а", "б", "в"]), "а, б и в");
        assert_eq!(join_list(&["а", "б"]), "а и б");
        assert_eq!(join_list(&["а"]), "а");
        assert_eq!(join_list::<&str>(&[]), "");
    }

    #[test]
    fn a_name_is_shortened_for_a_signature_and_for_an_address() {
        assert_eq!(short_name("Иванова Ирина Ивановна"), "И. И. Иванова");
        assert_eq!(short_name_in_address("Иванова Ирина Ивановна"), "Иванова И. И.");
        assert_eq!(short_name("Маадыр-оол Л.М."), "Л. М. Маадыр-оол");
        assert_eq!(short_name_in_address("Р.А. Гаранова"), "Гаранова Р. А.");
        assert_eq!(short_name("Алиева Айше Ибрагим кызы"), "А. И. Алиева");
        assert_eq!(short_name("Иванова"), "Иванова");
        assert_eq!(short_name(""), "");
    }
}
