//! The table of persons (`persons.csv`): whom roles may name, with the forms of names and posts that nobody can compute.
//!
//! A person with a new surname or post keeps the key and gets a row more, with its own first and last day.
//! Must never drop a row silently: an order would be signed by nobody.
#![deny(missing_docs)]

use crate::definition::directory_rows::{Layout, RowDesk, Sheet, overlap};
use crate::definition::institutions::{Directory, is_key};
use crate::definition::mistake::{Code, Mistake};
use crate::definition::source::Source;
use crate::definition::suggest;
use crate::words::ids::{InstitutionKey, PersonKey};
use crate::words::inflection::name::PersonName;
use crate::words::inflection::{Forms, Missing, Sex};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

const LAYOUT: Layout = Layout {
    file: "persons.csv",
    required: &["key", "full_name"],
    optional: &["sex", "post", "institution", "email", "phone", "valid_from", "valid_to"],
    in_cases: &["full_name", "post"],
    code: Code::PersonRow,
};

/// Who acts for the holder of a role in some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acting {
    /// Who.
    pub person: PersonKey,
    /// First day, inclusive.
    pub from: NaiveDate,
    /// Last day, inclusive; `None`: until further notice.
    pub to: Option<NaiveDate>,
}

/// A row of the table of persons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Key, e.g. `vetrova`.
    pub key: PersonKey,
    /// Surname, name and patronymic in full.
    pub full_name: String,
    /// Sex, where the patronymic does not tell it.
    pub sex: Option<Sex>,
    /// Post in the nominative.
    pub post: Option<String>,
    /// Where the person works.
    pub institution: Option<InstitutionKey>,
    /// Mailbox.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// First day, inclusive; `None`: from ever.
    pub valid_from: Option<NaiveDate>,
    /// Last day, inclusive; `None`: until further notice.
    pub valid_to: Option<NaiveDate>,
    /// Forms of the name that a person typed.
    pub name_forms: Forms,
    /// Forms of the post that a person typed.
    pub post_forms: Forms,
}

/// The table as far as it could be read.
#[derive(Debug, Clone, Default)]
pub struct Persons {
    /// Rows without mistakes; of one key no two hold on the same day.
    pub rows: Vec<Person>,
    /// Keys of all rows; `None` when the table as a whole could not be read, and names are then not checked against it.
    pub keys: Option<BTreeSet<String>>,
}

/// Reads the table; a plan without one has no persons. Institutions are looked up in the directory.
pub fn read(source: &Source, directory: &Directory, mistakes: &mut Vec<Mistake>) -> Persons {
    if source.text.trim().is_empty() {
        return Persons {
            rows: Vec::new(),
            keys: Some(BTreeSet::new()),
        };
    }
    let Some(sheet) = Sheet::open(source, &LAYOUT, mistakes) else {
        return Persons::default();
    };
    let keys = sheet.all("key").into_iter().collect();
    let mut seen: BTreeMap<PersonKey, Vec<(usize, Person)>> = BTreeMap::new();
    let mut persons = Vec::new();
    for (person, row) in sheet.read(mistakes, |desk| person(desk, directory)) {
        let before = seen.entry(person.key.clone()).or_default();
        let spans = |row: &Person| (row.valid_from, row.valid_to);
        if let Some((line, _)) = before.iter().find(|(_, other)| overlap(spans(other), spans(&person))) {
            sheet.desk(row, mistakes).wrong(
                "key",
                format!("ключ `{}` уже стоит в строке {line}", person.key),
                "у каждого лица свой ключ; новая фамилия или должность — ещё одна строка, дни valid_from и valid_to которой не пересекаются с прежними",
            );
        } else {
            before.push((row.line, person.clone()));
            persons.push(person);
        }
    }
    Persons {
        rows: persons,
        keys: Some(keys),
    }
}

fn person(desk: &mut RowDesk<'_>, directory: &Directory) -> Person {
    let key = desk.required("key");
    if !key.is_empty() && !is_key(&key) {
        desk.wrong(
            "key",
            format!("«{key}» не годится как ключ"),
            "ключ — латинские буквы, цифры и дефис: vetrova",
        );
    }
    let full_name = desk.required("full_name");
    let sex = desk.sex("sex");
    // A name that cannot be read may still have its forms typed; a sex against the patronymic is always a slip.
    if let Some(wrong @ Missing::Contradiction { .. }) = PersonName::read(&full_name)
        .ok()
        .and_then(|name| name.settled_sex(sex).err())
    {
        desk.wrong("sex", wrong.to_string(), "пол — м или ж");
    }
    let institution = desk.optional("institution");
    let known = directory.names.as_ref().map(|names| &names.keys);
    if let (Some(key), Some(known)) = (&institution, known)
        && !known.contains(key)
    {
        let help = suggest::among(key, known.iter().map(String::as_str), "в institutions.csv есть");
        desk.wrong("institution", format!("в справочнике нет учреждения `{key}`"), &help);
    }
    let email = desk.optional("email");
    let email = desk.mailbox("email", email);
    let (valid_from, valid_to) = desk.validity();
    Person {
        key: PersonKey(key),
        full_name,
        sex,
        post: desk.optional("post"),
        institution: institution.map(InstitutionKey),
        email,
        phone: desk.optional("phone"),
        valid_from,
        valid_to,
        name_forms: desk.forms("full_name"),
        post_forms: desk.forms("post"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::inflection::Case;

    fn told(text: &str) -> (Vec<Person>, Vec<String>) {
        let mut mistakes = Vec::new();
        let persons = read(&Source::new("p.csv", text), &Directory::default(), &mut mistakes);
        let told = mistakes
            .iter()
            .map(|m| format!("{}:{} {}", m.line, m.column, m.message))
            .collect();
        (persons.rows, told)
    }

    #[test]
    fn every_bad_row_is_told_and_the_good_ones_are_kept() {
        let (persons, told) = told(
            "key;full_name;sex;post;email;valid_from;valid_to;post_dative\n\
             vetrova;Ветрова Любовь Артёмовна;;Начальник отдела;head@example.org;;2024-08-31;\n\
             vetrova;Ветрова-Кравец Любовь Артёмовна;ж;Начальник управления;head@example.org;2024-09-01;;Начальнику управления\n\
             Шмелёв;Шмелёв Пётр Фомич;ж;;нет;04.04.2022;;\n\
             vetrova;Лебедь И. И.;м;;;2024-10-01;;\n\
             boyko;;x;;;;;\n",
        );
        assert_eq!(persons.len(), 2);
        assert_eq!(persons[1].post_forms.get(Case::Dative), Some("Начальнику управления"));
        assert_eq!(
            told,
            [
                "4:1 «Шмелёв» не годится как ключ",
                "4:26 пол указан «ж», а отчество — «Фомич»: исправьте одно из двух",
                "4:29 «нет» не похоже на адрес почты",
                "4:33 ожидалось: дата вида 2022-04-29, а здесь «04.04.2022»",
                "6:7 графа `full_name` не заполнена",
                "6:8 ожидалось: пол, м или ж, а здесь «x»",
                "5:1 ключ `vetrova` уже стоит в строке 3",
            ]
        );
    }

    #[test]
    fn a_plan_without_the_table_has_no_persons() {
        assert_eq!(told(""), (Vec::new(), Vec::new()));
    }
}
