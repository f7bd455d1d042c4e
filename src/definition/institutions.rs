//! The directory of institutions (`institutions.csv`): every row that cannot be read is told, with its column.
//!
//! Must never drop a row silently: a school left out would get no order.
#![deny(missing_docs)]

use crate::definition::mistake::{Code, FILE_MISTAKES_MAX, Mistake};
use crate::definition::model::Institution;
use crate::definition::shape::day;
use crate::definition::source::{Source, Span};
use crate::definition::suggest;
use crate::definition::table::{Row, rows};
use crate::words::ids::InstitutionKey;
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

/// Most rows read: a region has a few thousand schools.
const ROWS_MAX: usize = 100_000;

/// The directory as far as it could be read.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    /// Rows without mistakes.
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

/// Reads the directory; rows without mistakes are returned even when others have some.
pub fn read(source: &Source, mistakes: &mut Vec<Mistake>) -> Directory {
    let delimiter = if source.text.lines().next().is_some_and(|header| header.contains(';')) {
        b';'
    } else {
        b','
    };
    let rows: Vec<Row> = rows(source, delimiter).take(ROWS_MAX + 1).collect();
    if rows.len() > ROWS_MAX {
        mistakes.push(Mistake::new(
            source,
            Span::default(),
            Code::InstitutionRow,
            format!("в справочнике больше {ROWS_MAX} строк"),
        ));
        return Directory::default();
    }
    let Some((header, rows)) = rows.split_first() else {
        let mistake = Mistake::new(
            source,
            Span::default(),
            Code::InstitutionRow,
            "нет файла institutions.csv, или он пуст",
        );
        mistakes.push(mistake.help(format!("первая строка — названия граф: {}", COLUMNS.join(","))));
        return Directory::default();
    };
    if let Some(quote) = header.quote {
        mistakes.push(quote.mistake(source));
    }
    let Some(columns) = columns(source, header, mistakes) else {
        return Directory::default();
    };
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut institutions = Vec::new();
    let mut names = DirectoryNames::default();
    let before = mistakes.len();
    for row in rows
        .iter()
        .filter(|row| row.cells.iter().any(|(cell, _)| !cell.is_empty()))
    {
        let cell = |column: &str| {
            columns
                .get(column)
                .and_then(|at| row.cells.get(*at))
                .map(|(cell, _)| cell.clone())
        };
        names.keys.extend(cell("key"));
        names.kinds.extend(cell("kind"));
        if mistakes.len() >= before + FILE_MISTAKES_MAX {
            continue;
        }
        if let Some(quote) = row.quote {
            mistakes.push(quote.mistake(source));
            continue;
        }
        let mut desk = RowDesk {
            source,
            row,
            columns: &columns,
            mistakes,
            ok: true,
        };
        if let Some(institution) = institution(&mut desk) {
            match seen.insert(institution.key.0.clone(), row.line) {
                Some(line) => desk.wrong(
                    "key",
                    format!("ключ `{}` уже стоит в строке {line}", institution.key),
                    "у каждого учреждения свой ключ",
                ),
                None => institutions.push(institution),
            }
        }
    }
    Directory {
        institutions,
        names: Some(names),
    }
}

/// Where each known column stands; `None` when one is missing.
fn columns(source: &Source, header: &Row, mistakes: &mut Vec<Mistake>) -> Option<BTreeMap<&'static str, usize>> {
    let mut columns = BTreeMap::new();
    for (at, (name, span)) in header.cells.iter().enumerate() {
        match COLUMNS.iter().find(|known| **known == name.as_str()) {
            Some(known) if columns.insert(*known, at).is_some() => {
                mistakes.push(Mistake::new(
                    source,
                    *span,
                    Code::InstitutionRow,
                    format!("графа `{name}` стоит дважды"),
                ));
            }
            Some(_) => {}
            None if at > COLUMNS.len() * 2 => {}
            None => {
                let mistake = Mistake::new(source, *span, Code::InstitutionRow, format!("нет графы `{name}`"));
                mistakes.push(mistake.help(suggest::among(name, COLUMNS, "графы")));
            }
        }
    }
    let missing: Vec<&str> = COLUMNS.into_iter().filter(|name| !columns.contains_key(name)).collect();
    if missing.is_empty() {
        return Some(columns);
    }
    mistakes.push(Mistake::new(
        source,
        header.span,
        Code::InstitutionRow,
        format!("в первой строке не хватает граф: {}", missing.join(", ")),
    ));
    None
}

struct RowDesk<'a> {
    source: &'a Source,
    row: &'a Row,
    columns: &'a BTreeMap<&'static str, usize>,
    mistakes: &'a mut Vec<Mistake>,
    ok: bool,
}

impl RowDesk<'_> {
    fn span(&self, column: &str) -> Span {
        let cell = self.columns.get(column).and_then(|at| self.row.cells.get(*at));
        cell.map_or(
            Span {
                start: self.row.span.end,
                end: self.row.span.end,
            },
            |(_, span)| *span,
        )
    }

    fn wrong(&mut self, column: &str, message: String, help: &str) {
        self.ok = false;
        self.mistakes
            .push(Mistake::new(self.source, self.span(column), Code::InstitutionRow, message).help(help));
    }

    fn optional(&self, column: &str) -> Option<String> {
        let (cell, _) = self.row.cells.get(*self.columns.get(column)?)?;
        (!cell.is_empty()).then(|| cell.clone())
    }

    fn required(&mut self, column: &str) -> String {
        let cell = self.optional(column);
        if cell.is_none() {
            self.wrong(column, format!("графа `{column}` не заполнена"), "заполните графу");
        }
        cell.unwrap_or_default()
    }

    fn mailbox(&mut self, column: &str, address: Option<String>) -> Option<String> {
        if let Some(address) = address.as_ref().filter(|address| !is_mailbox(address)) {
            self.wrong(
                column,
                format!("«{address}» не похоже на адрес почты"),
                "адрес вида school-1@example.org",
            );
        }
        address
    }

    fn date(&mut self, column: &str) -> Option<NaiveDate> {
        let text = self.optional(column)?;
        match day(&text) {
            Ok(day) => Some(day),
            Err(help) => {
                self.wrong(
                    column,
                    format!("ожидалось: дата вида 2022-04-29, а здесь «{text}»"),
                    &help,
                );
                None
            }
        }
    }
}

fn institution(desk: &mut RowDesk<'_>) -> Option<Institution> {
    let (cells, expected) = (desk.row.cells.len(), desk.columns.len());
    if cells != expected {
        let end = Span {
            start: desk.row.span.end,
            end: desk.row.span.end,
        };
        let message = format!("в строке граф: {cells}, а должно быть {expected}");
        let mistake = Mistake::new(desk.source, end, Code::InstitutionRow, message);
        desk.mistakes
            .push(mistake.help("запятая внутри названия? возьмите название в кавычки"));
        return None;
    }
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
    let (valid_from, valid_to) = (desk.date("valid_from"), desk.date("valid_to"));
    if let (Some(from), Some(to)) = (valid_from, valid_to)
        && to < from
    {
        desk.wrong(
            "valid_to",
            "последний день раньше первого".to_owned(),
            "оба дня включительно",
        );
    }
    let curator = desk.optional("curator");
    if curator.is_some() && curator_email.is_none() {
        desk.wrong(
            "curator_email",
            "куратор назван, а его почта — нет".to_owned(),
            "впишите почту куратора или уберите его",
        );
    }
    desk.ok.then_some(Institution {
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
    })
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

    fn mistakes(text: &str) -> Vec<String> {
        let mut mistakes = Vec::new();
        read(&Source::new("i.csv", text), &mut mistakes);
        mistakes
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
