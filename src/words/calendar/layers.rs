//! Reads calendar files strictly and puts their layers together.
//!
//! Must never stop at the first mistake: a clerk corrects a file once.

use super::CalendarMistake;
use super::CalendarSource;
use super::WorkCalendar;
use super::WorkedDays;
use chrono::Datelike;
use chrono::NaiveDate;
use chrono::Weekday;
use serde::Deserialize;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde_saphyr::Spanned;
use std::collections::BTreeMap;
use std::fmt;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Layer {
    Country,
    Region,
    Own,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct CalendarFile {
    layer: Spanned<Layer>,
    title: Spanned<String>,
    year: Option<Spanned<i32>>,
    basis: Spanned<String>,
    days_off: DayTable,
    worked: DayTable,
    shortened: DayTable,
}

/// `date: reason` lines with their places, in the order written.
#[derive(Default)]
struct DayTable(Vec<(Spanned<String>, Spanned<Option<String>>)>);

impl<'de> Deserialize<'de> for DayTable {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Lines;
        impl<'de> Visitor<'de> for Lines {
            type Value = DayTable;
            fn expecting(&self, text: &mut fmt::Formatter) -> fmt::Result {
                text.write_str("строки вида «2022-05-10: причина» (или {}, если дней нет)")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<DayTable, M::Error> {
                let mut lines = Vec::new();
                while let Some(line) = map.next_entry()? {
                    lines.push(line);
                }
                Ok(DayTable(lines))
            }
        }
        deserializer.deserialize_map(Lines)
    }
}

/// A day read from a file, with its place and reason.
struct Day<'a> {
    date: NaiveDate,
    key: &'a Spanned<String>,
    reason: &'a str,
}

struct Reader<'a> {
    file: &'a str,
    mistakes: Vec<CalendarMistake>,
}

pub(super) fn build(sources: &[CalendarSource<'_>]) -> Result<WorkCalendar, Vec<CalendarMistake>> {
    let mut mistakes = Vec::new();
    let mut files = Vec::new();
    for source in sources {
        // A day that stands twice, or without a reason, is told with the others below.
        let options = serde_saphyr::options! {
            duplicate_keys: serde_saphyr::DuplicateKeyPolicy::PassThrough,
        };
        match serde_saphyr::from_str_with_options::<CalendarFile>(source.text, options) {
            Ok(file) => files.push((source.file, file)),
            Err(error) => mistakes.push(unreadable(source.file, &error)),
        }
    }
    files.sort_by_key(|(_, file)| file.layer.value);
    let mut calendar = WorkCalendar::default();
    let mut year_files = BTreeMap::new();
    for (name, file) in &files {
        let mut reader = Reader {
            file: name,
            mistakes: Vec::new(),
        };
        if reader.is_only_file_of_its_year(file, &mut year_files) {
            reader.take_year(file, &mut calendar);
            reader.take_days(file, &mut calendar);
        }
        mistakes.append(&mut reader.mistakes);
    }
    if mistakes.is_empty() {
        Ok(calendar)
    } else {
        Err(mistakes)
    }
}

impl<'a> Reader<'a> {
    fn blame<T>(&mut self, place: &Spanned<T>, message: String, hint: &str) {
        self.mistakes.push(CalendarMistake {
            file: self.file.to_owned(),
            line: place.referenced.line(),
            column: place.referenced.column(),
            message,
            hint: hint.to_owned(),
        });
    }

    fn is_only_file_of_its_year(&mut self, file: &CalendarFile, year_files: &mut BTreeMap<i32, &'a str>) -> bool {
        let country = file.layer.value == Layer::Country;
        let Some(year) = file.year.as_ref().filter(|_| country) else {
            return true;
        };
        let Some(other) = year_files.insert(year.value, self.file) else {
            return true;
        };
        let message = format!("год {} уже есть в файле {other}", year.value);
        self.blame(year, message, "оставьте один файл на год");
        false
    }

    /// A country file opens its year: Saturdays and Sundays are off, the rest is worked.
    fn take_year(&mut self, file: &CalendarFile, calendar: &mut WorkCalendar) {
        for text in [&file.title, &file.basis] {
            if text.value.trim().is_empty() {
                self.blame(text, "пустая строка".to_owned(), "назовите документ словами");
            }
        }
        let year = match (file.layer.value, &file.year) {
            (Layer::Country, Some(year)) => year,
            (Layer::Country, None) => {
                return self.blame(
                    &file.layer,
                    "в календаре страны не указан год".into(),
                    "добавьте строку «year: 2022»",
                );
            }
            (_, Some(year)) => {
                return self.blame(
                    year,
                    "год указывают только в календаре страны".into(),
                    "уберите эту строку",
                );
            }
            (_, None) => return,
        };
        if !(1990..=2100).contains(&year.value) {
            return self.blame(year, format!("год {} вне 1990–2100", year.value), "проверьте число");
        }
        let mut worked = WorkedDays::default();
        let first = NaiveDate::from_ymd_opt(year.value, 1, 1).expect("the year is between 1990 and 2100");
        let days = first.iter_days().take_while(|day| day.year() == year.value);
        days.filter(|day| !is_weekend(*day)).for_each(|day| worked.set(day));
        calendar.years.insert(year.value, worked);
    }

    fn take_days(&mut self, file: &CalendarFile, calendar: &mut WorkCalendar) {
        let days_off = self.read_days(&file.days_off, file);
        let worked = self.read_days(&file.worked, file);
        let shortened = self.read_days(&file.shortened, file);
        let is_known = |day: &Day<'_>| calendar.years.contains_key(&day.date.year());
        let (days_off, worked, shortened) = (
            days_off.into_iter().filter(is_known).collect::<Vec<_>>(),
            worked.into_iter().filter(is_known).collect::<Vec<_>>(),
            shortened.into_iter().filter(is_known).collect::<Vec<_>>(),
        );
        for day in &worked {
            if days_off.iter().any(|off| off.date == day.date) {
                let message = format!("день {} назван и выходным, и рабочим", day.date);
                self.blame(day.key, message, "оставьте его в одном из списков");
            } else if calendar.is_working(day.date) == Ok(true) {
                let message = format!("день {} и так рабочий", day.date);
                self.blame(
                    day.key,
                    message,
                    "в «worked» пишут только субботы, воскресенья и праздники, ставшие рабочими",
                );
            }
        }
        for day in days_off {
            if let Some(year) = calendar.years.get_mut(&day.date.year()) {
                year.clear(day.date);
                calendar.reasons.insert(day.date, day.reason.to_owned());
                calendar.shortened.remove(&day.date);
            }
        }
        for day in worked {
            if let Some(year) = calendar.years.get_mut(&day.date.year()) {
                year.set(day.date);
                calendar.reasons.insert(day.date, day.reason.to_owned());
            }
        }
        for day in shortened {
            if calendar.is_working(day.date) == Ok(false) {
                let message = format!("день {} выходной, он не может быть сокращённым", day.date);
                self.blame(day.key, message, "в «shortened» пишут только рабочие дни");
            }
            calendar.shortened.insert(day.date);
        }
    }

    /// Dates of one table: real ISO dates, of the file's year, each once, each with a reason.
    fn read_days<'f>(&mut self, table: &'f DayTable, file: &CalendarFile) -> Vec<Day<'f>> {
        let mut days: Vec<Day<'f>> = Vec::new();
        for (key, reason) in &table.0 {
            let Ok(date) = NaiveDate::parse_from_str(&key.value, "%Y-%m-%d") else {
                let message = format!("«{}» — не дата", key.value);
                self.blame(key, message, "пишите год-месяц-число, например 2022-05-10");
                continue;
            };
            let words = reason.value.as_deref().unwrap_or_default().trim();
            if words.is_empty() {
                self.blame(
                    reason,
                    format!("у дня {date} нет причины"),
                    "назовите праздник или перенос",
                );
            }
            let wrong_year = file.year.as_ref().filter(|year| year.value != date.year());
            if let Some(year) = wrong_year {
                let message = format!("день {date} не из {} года", year.value);
                self.blame(key, message, "перенесите его в файл своего года");
                continue;
            }
            if days.iter().any(|day| day.date == date) {
                self.blame(key, format!("день {date} записан дважды"), "оставьте одну строку");
                continue;
            }
            days.push(Day {
                date,
                key,
                reason: words,
            });
        }
        days
    }
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn unreadable(file: &str, error: &serde_saphyr::Error) -> CalendarMistake {
    let place = error.location();
    CalendarMistake {
        file: file.to_owned(),
        line: place.map_or(0, |place| place.line()),
        column: place.map_or(0, |place| place.column()),
        message: in_russian(&error.to_string()),
        hint: "нужны поля layer, title, year (для страны), basis, days-off, worked, shortened; дни — строки вида «2022-05-10: причина», а если их нет — {}".to_owned(),
    }
}

/// What the parser says about a file, in the clerk's language.
fn in_russian(words: &str) -> String {
    let name = || words.split('`').nth(1).unwrap_or_default();
    if words.contains("missing field") {
        format!("нет поля `{}`", name())
    } else if words.contains("unknown field") {
        format!("лишнее поле `{}`", name())
    } else if words.contains("duplicate") {
        "поле стоит дважды".to_owned()
    } else if words.contains("unknown variant") {
        format!("слой `{}` не известен: layer — это country, region или own", name())
    } else if ["invalid", "expected", "cannot", "mismatch"]
        .iter()
        .any(|word| words.contains(word))
    {
        "значение не того вида, или поле не заполнено".to_owned()
    } else {
        "текст не читается как YAML: проверьте отступы, кавычки и двоеточия".to_owned()
    }
}
