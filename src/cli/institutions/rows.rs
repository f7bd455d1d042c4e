//! A row of somebody's table as far as it can be read, with everything that is wrong in it.
//!
//! Must never drop a row silently: it is read, or told, or passed over with a reason.

use super::header::{ANY_NAME, Header};
use crate::definition::institutions::{COLUMNS, IN_CASES, OPTIONAL, is_key, is_mailbox};
use crate::definition::shape::day;
use crate::tables::{Cell, Row, Sheet};
use crate::words::inflection::name::PersonName;
use crate::words::inflection::{Case, Missing, Sex};
use serde::Serialize;
use std::collections::BTreeMap;

/// Where a row stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Name of the sheet; empty in a `.csv`.
    pub sheet: String,
    /// Row as the program shows it, from 1.
    pub row: usize,
}

/// What is wrong in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    #[serde(flatten)]
    pub place: Place,
    /// Letter and heading of the column: «C, Эл. почта»; `None` when it is about the whole row.
    pub column: Option<String>,
    pub expected: String,
    pub found: String,
    pub advice: String,
}

/// Something a person should know, though it stops nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    #[serde(flatten)]
    pub place: Place,
    pub text: String,
}

/// A row that can be used: values by the columns of `institutions.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub place: Place,
    pub values: BTreeMap<String, String>,
}

/// All rows of a sheet.
#[derive(Debug, Default)]
pub struct Rows {
    pub found: Vec<Found>,
    pub problems: Vec<Problem>,
    pub notes: Vec<Note>,
}

/// Reads the rows under the header. `kind` serves where neither the table nor the name tells it.
pub fn read(sheet: &Sheet, header: &Header, kind: Option<&str>) -> Rows {
    let mut rows = Rows::default();
    for row in &sheet.rows[header.data_from..] {
        let mut desk = Desk {
            place: Place {
                sheet: sheet.name.clone(),
                row: row.number,
            },
            header,
            row,
            rows: &mut rows,
            bad: false,
        };
        desk.read(kind);
    }
    rows
}

struct Desk<'a> {
    place: Place,
    header: &'a Header,
    row: &'a Row,
    rows: &'a mut Rows,
    bad: bool,
}

impl Desk<'_> {
    fn read(&mut self, kind: Option<&str>) {
        if let Some(why) = self.passed_over() {
            self.note(why);
            return;
        }
        let mut values = BTreeMap::new();
        for name in COLUMNS
            .iter()
            .chain(&OPTIONAL)
            .map(|name| (*name).to_owned())
            .chain(in_cases())
        {
            if let Some(text) = self.text(&name) {
                values.insert(name, text);
            }
        }
        self.broken_cells();
        self.names(&mut values);
        self.kind(&mut values, kind);
        for (name, address_of) in [("email", "учреждения"), ("curator_email", "куратора")] {
            self.mailbox(&mut values, name, address_of);
        }
        for (name, sex, required) in [("director", "director_sex", true), ("curator", "curator_sex", false)] {
            self.person(&mut values, name, sex, required);
        }
        for name in ["valid_from", "valid_to"] {
            self.day(&mut values, name);
        }
        if let Some(key) = values.get("key").filter(|key| !is_key(key)).cloned() {
            self.wrong(
                "key",
                "ключ: латинские буквы, цифры и дефис",
                &key,
                "запишите ключ вида school-3 или уберите его",
            );
        }
        if values.contains_key("curator") && !values.contains_key("curator_email") && !self.bad {
            self.wrong(
                "curator_email",
                "адрес почты куратора",
                "пусто",
                "впишите почту куратора или уберите его имя",
            );
        }
        if !self.bad {
            self.rows.found.push(Found {
                place: self.place.clone(),
                values,
            });
        }
    }

    /// Headings between the rows, numbered columns and totals.
    fn passed_over(&self) -> Option<String> {
        let texts: Vec<String> = self
            .row
            .cells
            .iter()
            .map(Cell::text)
            .filter(|text| !text.is_empty())
            .collect();
        let first = texts.first()?;
        if texts.iter().all(|text| text == first) && (texts.len() > 1 || !self.has_name()) {
            return Some(format!("строка-заголовок «{first}» пропущена"));
        }
        if first.to_lowercase().starts_with("итого") || first.to_lowercase().starts_with("всего") {
            return Some(format!("итоговая строка «{first}» пропущена"));
        }
        let numbers: Option<Vec<u32>> = texts.iter().map(|text| text.parse().ok()).collect();
        if numbers.is_some_and(|numbers| numbers.len() > 2 && numbers.windows(2).all(|pair| pair[0] + 1 == pair[1])) {
            return Some("строка с номерами граф пропущена".to_owned());
        }
        None
    }

    fn has_name(&self) -> bool {
        [ANY_NAME, "full_name", "short_name"]
            .iter()
            .any(|name| self.text(name).is_some())
    }

    fn text(&self, name: &str) -> Option<String> {
        let place = self.header.columns.get(name)?;
        let text = self.row.cells.get(*place)?.text();
        (!text.is_empty()).then_some(text)
    }

    fn broken_cells(&mut self) {
        let used: Vec<(String, usize)> = self
            .header
            .columns
            .iter()
            .map(|(name, at)| (name.clone(), *at))
            .collect();
        for (name, at) in used {
            if let Some(Cell::Broken(error)) = self.row.cells.get(at).cloned() {
                self.wrong(&name, "значение", &error, "исправьте формулу или впишите значение");
            }
        }
    }

    fn names(&mut self, values: &mut BTreeMap<String, String>) {
        if let Some(any) = self.text(ANY_NAME) {
            values.insert(ANY_NAME.to_owned(), any);
        }
        if !self.has_name() {
            let columns = [ANY_NAME, "short_name", "full_name"];
            let column = columns.into_iter().find(|name| self.header.columns.contains_key(*name));
            self.wrong(
                column.unwrap_or(ANY_NAME),
                "название учреждения",
                "пусто",
                "впишите название или удалите строку",
            );
        }
    }

    fn kind(&mut self, values: &mut BTreeMap<String, String>, default: Option<&str>) {
        let written = values.get("kind").cloned();
        if let Some(kind) = written.as_ref().filter(|kind| is_key(kind)) {
            values.insert("kind".to_owned(), kind.clone());
            return;
        }
        let names = ["full_name", "short_name", ANY_NAME].map(|name| values.get(name).cloned().unwrap_or_default());
        let by_words = written
            .as_deref()
            .and_then(kind_of)
            .or_else(|| kind_of(&names.join(" ")));
        match by_words.or(default) {
            Some(kind) => drop(values.insert("kind".to_owned(), kind.to_owned())),
            None if self.has_name() => {
                let found =
                    written.unwrap_or_else(|| names.iter().find(|name| !name.is_empty()).cloned().unwrap_or_default());
                self.wrong(
                    "kind",
                    "вид учреждения",
                    &found,
                    "впишите графу «Тип»: школа, детский сад, дополнительное образование — или укажите --kind school",
                );
            }
            None => {}
        }
    }

    fn mailbox(&mut self, values: &mut BTreeMap<String, String>, name: &str, whose: &str) {
        let Some(written) = values.remove(name) else {
            if name == "email" {
                let advice = "впишите почту, на которую учреждение получает письма";
                self.wrong(name, "адрес почты", "пусто", advice);
            }
            return;
        };
        let plain = written.replace("mailto:", " ");
        let words = plain.split([' ', ',', ';', '<', '>', '|', '(', ')', '/']);
        let words: Vec<&str> = words
            .map(|word| word.trim_matches('.'))
            .filter(|word| !word.is_empty())
            .collect();
        let (good, bad): (Vec<&str>, Vec<&str>) = words
            .into_iter()
            .filter(|word| word.contains('@'))
            .partition(|word| is_mailbox(word) && is_plain(word));
        if let Some(wrong) = bad.first() {
            self.wrong(name, "адрес почты вида school-1@example.org", wrong, "исправьте адрес");
        } else if let Some(first) = good.first() {
            if good.len() > 1 {
                let rest = good[1..].join(", ");
                self.note(format!(
                    "почта {whose}: взят первый адрес, {first}; остальные не взяты: {rest}"
                ));
            }
            values.insert(name.to_owned(), (*first).to_owned());
        } else {
            self.wrong(
                name,
                "адрес почты вида school-1@example.org",
                &written,
                "впишите адрес почты",
            );
        }
    }

    fn person(&mut self, values: &mut BTreeMap<String, String>, name: &str, sex: &str, required: bool) {
        let told = values.get(sex).cloned();
        let told_sex = told.as_deref().and_then(Sex::read);
        if let (Some(told), None) = (&told, told_sex) {
            self.wrong(sex, "пол: м или ж", told, "впишите м или ж");
        }
        if let Some(read) = told_sex {
            values.insert(sex.to_owned(), read.letter().to_owned());
        }
        let Some(written) = values.get(name).cloned() else {
            if required {
                self.wrong(
                    name,
                    "фамилия, имя, отчество",
                    "пусто",
                    "впишите, кто возглавляет учреждение",
                );
            }
            return;
        };
        match PersonName::read(&written) {
            Ok(read) => {
                match read.settled_sex(told_sex) {
                    Err(why @ Missing::Contradiction { .. }) => {
                        self.wrong(
                            sex,
                            "пол, как в отчестве",
                            told.as_deref().unwrap_or("пусто"),
                            &why.to_string(),
                        );
                    }
                    Err(why) => self.note(format!("«{written}»: {why}")),
                    Ok(_) => {}
                }
                values.insert(name.to_owned(), read.nominative());
            }
            Err(why) => self.note(format!("«{written}»: {why}")),
        }
    }

    fn day(&mut self, values: &mut BTreeMap<String, String>, name: &str) {
        let Some(written) = values.get(name).cloned() else {
            return;
        };
        let read = chrono::NaiveDate::parse_from_str(&written, "%d.%m.%Y")
            .ok()
            .or_else(|| day(&written).ok());
        match read {
            Some(day) => drop(values.insert(name.to_owned(), day.to_string())),
            None => self.wrong(name, "дата", &written, "впишите дату вида 01.09.2023"),
        }
    }

    fn wrong(&mut self, name: &str, expected: &str, found: &str, advice: &str) {
        self.bad = true;
        let column = self.header.columns.get(name).map(|place| {
            let label = self.header.labels.get(place).map_or("", String::as_str);
            format!("{}, {label}", letters(*place))
        });
        self.rows.problems.push(Problem {
            place: self.place.clone(),
            column,
            expected: expected.to_owned(),
            found: found.chars().take(120).collect(),
            advice: advice.to_owned(),
        });
    }

    fn note(&mut self, text: String) {
        self.rows.notes.push(Note {
            place: self.place.clone(),
            text,
        });
    }
}

fn in_cases() -> impl Iterator<Item = String> {
    let of = |name: &&str| Case::OBLIQUE.map(|case| format!("{name}_{}", case.key()));
    IN_CASES.iter().flat_map(of).collect::<Vec<_>>().into_iter()
}

/// No Russian letters: «сhool@mail.ru» with a Russian «с» reaches nobody.
fn is_plain(address: &str) -> bool {
    address.is_ascii()
}

/// The kind that the words tell: the first that fits.
fn kind_of(words: &str) -> Option<&'static str> {
    let lower = words.to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
    if has(&["детский сад", "детского сада", "дошкольн", "доу", "ясли"]) {
        Some("kindergarten")
    } else if has(&[
        "дополнительн",
        "цдо",
        "ддт",
        "дюсш",
        "дом детского творчества",
        "спортивная школа",
        "школа искусств",
    ]) {
        Some("extra")
    } else if has(&[
        "сош",
        "оош",
        "нош",
        "общеобразовательн",
        "гимнази",
        "лице",
        "школа",
        "нш ",
    ]) {
        Some("school")
    } else {
        None
    }
}

/// «A», «Z», «AA»: as Excel calls its columns.
fn letters(place: usize) -> String {
    let mut number = place + 1;
    let mut name = Vec::new();
    while number > 0 {
        let digit = u8::try_from((number - 1) % 26).unwrap_or(0);
        name.push(char::from(b'A' + digit));
        number = (number - 1) / 26;
    }
    name.iter().rev().collect()
}
