//! What a column of somebody's table means, by the words over it.
//!
//! Must never take a column for what it may not be: a word that is not known leaves the column unused, and that is told.

use crate::definition::institutions::{COLUMNS, IN_CASES, OPTIONAL};
use crate::tables::{Row, Sheet};
use crate::words::inflection::Case;
use std::collections::{BTreeMap, BTreeSet};

/// Rows in which a header is looked for: titles and stamps stand above it.
const HEADER_WITHIN_ROWS: usize = 60;

/// A name that is called neither full nor short.
pub const ANY_NAME: &str = "name";

/// Where the header of a sheet is, and what its columns mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Row of the sheet (place in the list) after the header.
    pub data_from: usize,
    /// Place of each column that is understood.
    pub columns: BTreeMap<String, usize>,
    /// What is written over the columns, by place.
    pub labels: BTreeMap<usize, String>,
    /// Columns that are not used: what is written over them.
    pub unused: Vec<String>,
}

/// Finds the header; `None` when no row names an institution and how to reach it.
pub fn find(sheet: &Sheet) -> Option<Header> {
    let rows = &sheet.rows[..sheet.rows.len().min(HEADER_WITHIN_ROWS)];
    let mut best: Option<Header> = None;
    for place in 0..rows.len() {
        let one = header(labels(&rows[place]), place + 1);
        // A header of two rows: «Директор» over «ФИО» and «Телефон», with merged cells.
        let is_over = rows[place].merged && labels(&rows[place]).into_values().collect::<BTreeSet<_>>().len() > 1;
        let two = rows.get(place + 1).filter(|under| is_over && is_no_data(under));
        let two = two.map(|under| header(joined(&rows[place], under), place + 2));
        for found in [Some(one), two].into_iter().flatten() {
            let better = best
                .as_ref()
                .is_none_or(|best| found.columns.len() > best.columns.len());
            if better && is_enough(&found) {
                best = Some(found);
            }
        }
    }
    best
}

fn is_enough(header: &Header) -> bool {
    let has = |name: &str| header.columns.contains_key(name);
    (has(ANY_NAME) || has("full_name") || has("short_name")) && (has("email") || has("director"))
}

/// Headers have no addresses and no telephone numbers.
fn is_no_data(row: &Row) -> bool {
    row.cells.iter().all(|cell| {
        let text = cell.text();
        !text.contains('@') && text.chars().filter(char::is_ascii_digit).count() < 5
    })
}

fn labels(row: &Row) -> BTreeMap<usize, String> {
    let texts = row.cells.iter().map(crate::tables::Cell::text).enumerate();
    texts.filter(|(_, text)| !text.is_empty()).collect()
}

fn joined(over: &Row, under: &Row) -> BTreeMap<usize, String> {
    let mut both = labels(over);
    for (place, text) in labels(under) {
        both.entry(place)
            .and_modify(|above| {
                if *above != text {
                    *above = format!("{above} {text}");
                }
            })
            .or_insert(text);
    }
    both
}

fn header(labels: BTreeMap<usize, String>, data_from: usize) -> Header {
    let mut columns = BTreeMap::new();
    let mut unused = Vec::new();
    for (place, label) in &labels {
        match meaning(label).filter(|name| !columns.contains_key(name)) {
            Some(name) => drop(columns.insert(name, *place)),
            None => unused.push(label.clone()),
        }
    }
    Header {
        data_from,
        columns,
        labels,
        unused,
    }
}

/// The column of `institutions.csv` that a heading means.
pub fn meaning(label: &str) -> Option<String> {
    let own = label.trim();
    if is_own_column(own) {
        return Some(own.to_owned());
    }
    let words = words(label);
    let has = |part: &str| words.contains(part);
    let token = |token: &str| words.split(' ').any(|word| word == token);
    let mail = has("mail") || has("электрон") || has("емейл") || has("имейл") || token("почта") || has("эл почт");
    let phone = has("телефон") || token("тел");
    let case = CASES.iter().find(|(root, _)| has(root)).map(|(_, case)| *case);
    let plain = if has("куратор") {
        match (mail, phone) {
            (true, _) => "curator_email",
            (_, true) => return None,
            _ if token("пол") => "curator_sex",
            _ => "curator",
        }
    } else if has("адрес") && !mail {
        "address"
    } else if token("дата") || has("действует") {
        days(&words)?
    } else if phone {
        "phone"
    } else if mail {
        "email"
    } else if token("пол") {
        "director_sex"
    } else if has("должность") && !has("фио") && !has("ф и о") {
        "director_post"
    } else if has("директор") || has("руководител") || has("заведующ") || token("фио") || has("ф и о")
    {
        "director"
    } else if token("тип") || token("вид") || has("тип учрежден") {
        "kind"
    } else {
        name(&words)?
    };
    let Some(case) = case else {
        return Some(plain.to_owned());
    };
    IN_CASES.contains(&plain).then(|| format!("{plain}_{}", case.key()))
}

const CASES: [(&str, Case); 5] = [
    ("родительн", Case::Genitive),
    ("дательн", Case::Dative),
    ("винительн", Case::Accusative),
    ("творительн", Case::Instrumental),
    ("предложн", Case::Prepositional),
];

fn is_own_column(name: &str) -> bool {
    let in_case = name
        .rsplit_once('_')
        .is_some_and(|(base, case)| IN_CASES.contains(&base) && Case::OBLIQUE.iter().any(|known| known.key() == case));
    in_case || COLUMNS.contains(&name) || OPTIONAL.contains(&name)
}

fn days(words: &str) -> Option<&'static str> {
    let has = |part: &str| words.contains(part);
    if has("начал") || has("действует с") || has("открыт") {
        Some("valid_from")
    } else if has("окончан") || has("действует по") || has("действует до") || has("закрыт")
    {
        Some("valid_to")
    } else {
        None
    }
}

fn name(words: &str) -> Option<&'static str> {
    let has = |part: &str| words.contains(part);
    let token = |token: &str| words.split(' ').any(|word| word == token);
    let of_body = has("наименован") || has("назван");
    if of_body && has("полн") {
        Some("full_name")
    } else if of_body && (has("кратк") || has("сокращ")) {
        Some("short_name")
    } else if has("район") || has("муниципал") || has("населен") {
        None
    } else if of_body || has("учрежден") || has("организац") || token("школа") || token("оо") || token("оу")
    {
        Some(ANY_NAME)
    } else {
        None
    }
}

/// Small letters, ё as е, one space between the words.
fn words(label: &str) -> String {
    let plain = label.to_lowercase().replace('ё', "е");
    let spaced: String = plain
        .chars()
        .map(|sign| if sign.is_alphanumeric() { sign } else { ' ' })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_real_departments_are_understood() {
        for (label, expected) in [
            ("Наименование учреждения (полное)", Some("full_name")),
            ("Полное наименование\nорганизации", Some("full_name")),
            ("Краткое наименование", Some("short_name")),
            ("Сокращённое название ОО", Some("short_name")),
            ("Наименование ОО", Some("name")),
            ("Образовательная организация", Some("name")),
            ("Директор", Some("director")),
            ("ФИО руководителя", Some("director")),
            ("Ф.И.О. директора", Some("director")),
            ("Ф.И.О. директора в дательном падеже", Some("director_dative")),
            ("Полное наименование (родительный падеж)", Some("full_name_genitive")),
            ("Должность руководителя", Some("director_post")),
            ("Эл. почта", Some("email")),
            ("E-mail", Some("email")),
            ("Адрес электронной почты", Some("email")),
            ("Почтовый адрес", Some("address")),
            ("Юридический адрес (с индексом)", Some("address")),
            ("Тел./факс", Some("phone")),
            ("Контактный телефон", Some("phone")),
            ("Куратор наставничества", Some("curator")),
            ("E-mail куратора", Some("curator_email")),
            ("Тип учреждения", Some("kind")),
            ("Действует с", Some("valid_from")),
            ("Дата рождения", None),
            ("№ п/п", None),
            ("ИНН", None),
            ("Муниципальный район", None),
            ("key", Some("key")),
        ] {
            assert_eq!(meaning(label).as_deref(), expected, "{label}");
        }
    }
}
