//! The directory of institutions (`institutions.csv`): every row that cannot be read is told, with its column.
//!
//! An institution that was renamed or has a new head keeps its key and gets a row more, with its own first and last day.
//! Must never drop a row silently: a school left out would get no order.
#![deny(missing_docs)]

use crate::definition::directory_rows::{Layout, RowDesk, Sheet, overlap};
use crate::definition::mistake::{Code, Mistake};
use crate::definition::model::Institution;
use crate::definition::source::Source;
use crate::definition::table::line;
use crate::words::ids::InstitutionKey;
use crate::words::inflection::{Case, Forms, Sex};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Columns, in the order in which they are written; all must be in the header, in any order.
pub const COLUMNS: [&str; 10] = [
    "key",
    "kind",
    "full_name",
    "short_name",
    "director",
    "email",
    "curator",
    "curator_email",
    "valid_from",
    "valid_to",
];

/// Columns that may be left out.
pub const OPTIONAL: [&str; 5] = ["director_post", "director_sex", "curator_sex", "phone", "address"];

/// Columns that may have one more for each case: `full_name_genitive`, `director_dative`.
pub const IN_CASES: [&str; 5] = ["full_name", "short_name", "director", "director_post", "curator"];

const LAYOUT: Layout = Layout {
    file: "institutions.csv",
    required: &COLUMNS,
    optional: &OPTIONAL,
    in_cases: &IN_CASES,
    code: Code::InstitutionRow,
};

/// The directory as far as it could be read.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    /// Rows without mistakes; of one key no two hold on the same day.
    pub institutions: Vec<Institution>,
    /// What may be named; `None` when the table as a whole could not be read, and names are then not checked against it.
    pub names: Option<DirectoryNames>,
}

/// Keys and kinds of all rows, those with mistakes included: a row that is to be mended is not a row that is missing.
#[derive(Debug, Clone, Default)]
pub struct DirectoryNames {
    /// Keys.
    pub keys: BTreeSet<String>,
    /// Kinds.
    pub kinds: BTreeSet<String>,
}

/// Forms of an institution's names that a person typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InstitutionForms {
    /// Of the full name.
    pub full_name: Forms,
    /// Of the short name.
    pub short_name: Forms,
    /// Of the director's name.
    pub director: Forms,
    /// Of the director's post.
    pub director_post: Forms,
    /// Of the curator's name.
    pub curator: Forms,
}

/// Reads the directory; rows without mistakes are returned even when others have some.
pub fn read(source: &Source, mistakes: &mut Vec<Mistake>) -> Directory {
    let Some(sheet) = Sheet::open(source, &LAYOUT, mistakes) else {
        return Directory::default();
    };
    let names = DirectoryNames {
        keys: sheet.all("key").into_iter().collect(),
        kinds: sheet.all("kind").into_iter().collect(),
    };
    let mut seen: BTreeMap<InstitutionKey, Vec<(usize, Institution)>> = BTreeMap::new();
    let mut institutions = Vec::new();
    for (institution, row) in sheet.read(mistakes, institution) {
        let before = seen.entry(institution.key.clone()).or_default();
        let spans = |row: &Institution| (row.valid_from, row.valid_to);
        if let Some((line, _)) = before
            .iter()
            .find(|(_, other)| overlap(spans(other), spans(&institution)))
        {
            sheet.desk(row, mistakes).wrong(
                "key",
                format!("ключ `{}` уже стоит в строке {line}", institution.key),
                "у каждого учреждения свой ключ; новое название того же учреждения — ещё одна строка, дни valid_from и valid_to которой не пересекаются с прежними",
            );
        } else if let Some((line, other)) = before.iter().find(|(_, other)| other.kind != institution.kind) {
            sheet.desk(row, mistakes).wrong(
                "kind",
                format!(
                    "вид `{}`, а в строке {line} у того же ключа — `{}`",
                    institution.kind, other.kind
                ),
                "вид учреждения не меняется: заведите новый ключ",
            );
        } else {
            before.push((row.line, institution.clone()));
            institutions.push(institution);
        }
    }
    Directory {
        institutions,
        names: Some(names),
    }
}

fn institution(desk: &mut RowDesk<'_>) -> Institution {
    let key = desk.required("key");
    if !key.is_empty() && !is_key(&key) {
        desk.wrong(
            "key",
            format!("«{key}» не годится как ключ"),
            "ключ — латинские буквы, цифры и дефис: school-3",
        );
    }
    let kind = desk.required("kind");
    let full_name = desk.required("full_name");
    let short_name = desk.required("short_name");
    let director = desk.required("director");
    let email = desk.required("email");
    let email = desk
        .mailbox("email", (!email.is_empty()).then_some(email))
        .unwrap_or_default();
    let curator_email = desk.optional("curator_email");
    let curator_email = desk.mailbox("curator_email", curator_email);
    let (valid_from, valid_to) = desk.validity();
    let curator = desk.optional("curator");
    if curator.is_some() && curator_email.is_none() {
        desk.wrong(
            "curator_email",
            "куратор назван, а его почта — нет".to_owned(),
            "впишите почту куратора или уберите его",
        );
    }
    Institution {
        key: InstitutionKey(key),
        kind,
        full_name,
        short_name,
        director,
        email,
        curator,
        curator_email,
        valid_from,
        valid_to,
        director_post: desk.optional("director_post"),
        director_sex: desk.sex("director_sex"),
        curator_sex: desk.sex("curator_sex"),
        phone: desk.optional("phone"),
        address: desk.optional("address"),
        forms: InstitutionForms {
            full_name: desk.forms("full_name"),
            short_name: desk.forms("short_name"),
            director: desk.forms("director"),
            director_post: desk.forms("director_post"),
            curator: desk.forms("curator"),
        },
    }
}

/// The text of `institutions.csv` that [`read`] reads back as these rows: columns that nothing fills are left out.
pub fn write(rows: &[Institution]) -> String {
    let filled =
        |column: &&String| COLUMNS.contains(&column.as_str()) || rows.iter().any(|row| !cell(row, column).is_empty());
    let columns = LAYOUT.columns();
    let columns: Vec<&String> = columns.iter().filter(filled).collect();
    let mut text = line(columns.iter().map(|column| (*column).clone()));
    for row in rows {
        text.push_str(&line(columns.iter().map(|column| cell(row, column))));
    }
    text
}

fn cell(row: &Institution, column: &str) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let sex = |sex: Option<Sex>| sex.map(Sex::letter).unwrap_or_default().to_owned();
    match column {
        "key" => row.key.0.clone(),
        "kind" => row.kind.clone(),
        "full_name" => row.full_name.clone(),
        "short_name" => row.short_name.clone(),
        "director" => row.director.clone(),
        "email" => row.email.clone(),
        "curator" => text(&row.curator),
        "curator_email" => text(&row.curator_email),
        "valid_from" => day(row.valid_from),
        "valid_to" => day(row.valid_to),
        "director_post" => text(&row.director_post),
        "director_sex" => sex(row.director_sex),
        "curator_sex" => sex(row.curator_sex),
        "phone" => text(&row.phone),
        "address" => text(&row.address),
        in_case => form(row, in_case).unwrap_or_default(),
    }
}

fn form(row: &Institution, column: &str) -> Option<String> {
    let (name, case) = column.rsplit_once('_')?;
    let case = Case::OBLIQUE.into_iter().find(|known| known.key() == case)?;
    forms_of(&row.forms, name)?.get(case).map(str::to_owned)
}

/// The stored forms of a column that has some.
fn forms_of<'a>(forms: &'a InstitutionForms, column: &str) -> Option<&'a Forms> {
    match column {
        "full_name" => Some(&forms.full_name),
        "short_name" => Some(&forms.short_name),
        "director" => Some(&forms.director),
        "director_post" => Some(&forms.director_post),
        "curator" => Some(&forms.curator),
        _ => None,
    }
}

/// Whether `text` may be a key: small Latin letters, digits, hyphens.
pub fn is_key(text: &str) -> bool {
    let allowed = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-';
    !text.is_empty() && text.len() <= 64 && text.chars().all(allowed)
}

/// Whether `text` looks like a mailbox; what the mail server thinks is another matter.
pub fn is_mailbox(text: &str) -> bool {
    let clean = text
        .chars()
        .all(|character| !character.is_whitespace() && !character.is_control() && !",;<>()\"".contains(character));
    clean
        && text.len() <= 254
        && text.split_once('@').is_some_and(|(name, domain)| {
            !name.is_empty()
                && domain.contains('.')
                && !domain.contains('@')
                && !domain.starts_with('.')
                && !domain.ends_with('.')
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::mistake::Mistakes;

    fn mistakes(text: &str) -> Vec<String> {
        let mut mistakes = Vec::new();
        read(&Source::new("i.csv", text), &mut mistakes);
        Mistakes::sorted(mistakes)
            .0
            .iter()
            .map(|m| format!("{}:{} {}", m.line, m.column, m.message))
            .collect()
    }

    #[test]
    fn every_bad_row_is_told_with_its_column() {
        let header = COLUMNS.join(",");
        let text = format!(
            "{header}\r\nschool-1,school,\"Школа, первая\",СОШ № 1,Ёлкина,a@example.org,,,,\r\nschool-1,school,B,B,B,b@example.org,,,,\r\nШкола,school,C,C,C,нет,,,04.04.2022,\r\nschool-4,school\r\n"
        );
        assert_eq!(
            mistakes(&text),
            [
                "3:1 ключ `school-1` уже стоит в строке 2",
                "4:1 «Школа» не годится как ключ",
                "4:20 «нет» не похоже на адрес почты",
                "4:26 ожидалось: дата вида 2022-04-29, а здесь «04.04.2022»",
                "5:16 в строке граф: 2, а должно быть 10",
            ]
        );
    }

    #[test]
    fn a_renamed_school_keeps_its_key_and_what_is_written_is_read_back() {
        let text = "email,key,kind,full_name,short_name,full_name_genitive,director,director_sex,phone,curator,curator_email,valid_from,valid_to\n\
            a@example.org,school-1,school,\"Школа, «первая»\",СОШ № 1,\"Школы, «первой»\",Ёлкина И. И.,ж,8 (00000) 1,,,,2023-08-31\n\
            a@example.org,school-1,school,Лицей,Лицей № 1,,Ёлкина И. И.,ж,,,,2023-09-01,\n";
        let mut mistakes = Vec::new();
        let read_once = read(&Source::new("i.csv", text), &mut mistakes).institutions;
        assert!(mistakes.is_empty(), "{mistakes:?}");
        assert_eq!(
            read_once[0].forms.full_name.get(Case::Genitive),
            Some("Школы, «первой»")
        );
        let again = read(&Source::new("i.csv", &write(&read_once)), &mut mistakes).institutions;
        assert!(mistakes.is_empty(), "{mistakes:?}");
        assert_eq!(again, read_once);
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        assert!(read_once[0].is_valid_on(day("2023-08-31").unwrap()));
        assert!(!read_once[1].is_valid_on(day("2023-08-31").unwrap()));
    }

    #[test]
    fn two_rows_of_a_school_may_not_hold_on_one_day() {
        let header = COLUMNS.join(",");
        let row = |kind: &str, days: &str| format!("school-1,{kind},Школа,СОШ,Ёлкина,a@example.org,,,{days}\n");
        let told = |first: &str, second: &str| mistakes(&format!("{header}\n{first}{second}"));
        assert_eq!(
            told(&row("school", ",2023-09-01"), &row("school", "2023-09-01,")),
            ["3:1 ключ `school-1` уже стоит в строке 2"]
        );
        assert_eq!(
            told(&row("school", ",2023-08-31"), &row("nursery", "2023-09-01,")),
            ["3:10 вид `nursery`, а в строке 2 у того же ключа — `school`"]
        );
    }

    #[test]
    fn a_quote_left_open_swallows_no_school() {
        let header = COLUMNS.join(",");
        let row =
            |name: &str, number: u8| format!("school-{number},school,{name},СОШ № {number},Иванов,a@example.org,,,,\n");
        let told = |name: &str| {
            let text = format!(
                "{header}\n{}{}{}",
                row(name, 1),
                row("\"Школа, \"\"вторая\"\"\"", 2),
                row("Школа", 3)
            );
            let mut mistakes = Vec::new();
            let read = read(&Source::new("i.csv", &text), &mut mistakes);
            let names = read
                .institutions
                .iter()
                .map(|school| school.full_name.clone())
                .collect::<Vec<_>>();
            let told: Vec<String> = mistakes
                .iter()
                .map(|m| format!("{}:{} {}", m.line, m.column, m.message))
                .collect();
            (names, told)
        };
        let others = ["Школа, \"вторая\"".to_owned(), "Школа".to_owned()];
        for (name, expected) in [
            ("\"Школа, первая", "2:17 кавычка не закрыта до конца строки"),
            ("\"Школа\" первая", "2:23 после закрывающей кавычки стоит текст"),
            (
                "Школа первая\"",
                "2:29 кавычка стоит одна: открывающей в начале графы нет",
            ),
        ] {
            let (names, told) = told(name);
            assert_eq!(
                (&names[..], &told[..]),
                (&others[..], &[expected.to_owned()][..]),
                "{name}"
            );
        }
        let (names, told) = told("Школа \"Первая\"");
        assert_eq!((names.len(), told.len()), (3, 0));
    }

    #[test]
    fn a_directory_saved_by_a_russian_spreadsheet_is_read() {
        let mut mistakes = Vec::new();
        let text = format!(
            "\u{feff}{}\r\nschool-1;school;Школа;СОШ;Иванов;a@example.org;;;2022-01-01;\r\n",
            COLUMNS.join(";")
        );
        let Directory { institutions, .. } = read(&Source::new("i.csv", &text), &mut mistakes);
        assert!(mistakes.is_empty(), "{mistakes:?}");
        assert_eq!(
            institutions[0].valid_from.map(|day| day.to_string()).as_deref(),
            Some("2022-01-01")
        );
    }
}
