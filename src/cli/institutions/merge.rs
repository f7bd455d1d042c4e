//! The rows of a table beside the directory there is: which institution each one is, its key, and what changes.
//!
//! Must never change a key that is known, lose an institution that the table does not name, or keep a form of a name that changed.

use super::header::ANY_NAME;
use super::keys::new_key;
use super::rows::{Found, Note, Place, Problem};
use crate::definition::institutions::InstitutionForms;
use crate::definition::model::Institution;
use crate::words::ids::InstitutionKey;
use crate::words::inflection::{Case, Forms, Sex};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// An institution that was not there.
    New,
    /// Known, and nothing changes.
    Same,
    /// Known, changed in its place.
    Corrected,
    /// Known, with a row more from a day on.
    Renamed,
}

/// What becomes of a row, and why it is taken for that institution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    #[serde(flatten)]
    pub place: Place,
    pub key: String,
    pub short_name: String,
    pub what: What,
    /// «названию», «почте», «ключу»; `None` for a new one.
    pub matched_by: Option<&'static str>,
    /// Columns that change.
    pub fields: Vec<String>,
}

/// The directory that would be written.
#[derive(Debug, Default)]
pub struct Merged {
    pub rows: Vec<Institution>,
    pub changes: Vec<Change>,
    pub problems: Vec<Problem>,
    pub notes: Vec<Note>,
    /// Keys of the directory that the table does not name: they stay as they are.
    pub untouched: Vec<String>,
}

/// Puts `found` beside `known`. With a day, a new name or head gets a row of its own from that day on.
pub fn merge(known: &[Institution], found: &[Found], from: Option<NaiveDate>) -> Merged {
    let mut merged = Merged {
        rows: known.to_vec(),
        ..Merged::default()
    };
    let index = Index::of(known);
    let mut taken: BTreeMap<String, Place> = BTreeMap::new();
    let mut keys: BTreeSet<String> = known.iter().map(|row| row.key.0.clone()).collect();
    // Keys that the table itself gives are not given to others.
    keys.extend(found.iter().filter_map(|row| row.values.get("key").cloned()));
    for row in found {
        let matched = match index.find(row) {
            Ok(matched) => matched,
            Err(problem) => {
                merged.problems.push(*problem);
                continue;
            }
        };
        let key = match &matched {
            Some((key, _)) => key.clone(),
            None => row.values.get("key").cloned().unwrap_or_else(|| new_key(row, &keys)),
        };
        let name = plain(short_name(row));
        let twin = taken.get(&key).or_else(|| taken.get(&format!("name {name}")));
        if let Some(first) = twin {
            let found = short_name(row).to_owned();
            let expected = "каждое учреждение один раз";
            let advice = format!(
                "то же учреждение уже стоит в строке {}; оставьте одну из строк",
                first.row
            );
            merged.problems.push(problem(row, expected, &found, &advice));
            continue;
        }
        taken.insert(key.clone(), row.place.clone());
        taken.insert(format!("name {name}"), row.place.clone());
        keys.insert(key.clone());
        merged.put(row, &key, matched.map(|(_, by)| by), from);
    }
    let named: BTreeSet<&String> = taken.keys().collect();
    let all: BTreeSet<String> = known.iter().map(|row| row.key.0.clone()).collect();
    merged.untouched = all.into_iter().filter(|key| !named.contains(key)).collect();
    merged
}

impl Merged {
    fn put(&mut self, row: &Found, key: &str, matched_by: Option<&'static str>, from: Option<NaiveDate>) {
        let last = |(place, known): &(usize, &Institution)| (known.valid_from, *place);
        let before = self
            .rows
            .iter()
            .enumerate()
            .filter(|(_, known)| known.key.as_str() == key)
            .max_by_key(last);
        let before = before.map(|(place, known)| (place, known.clone()));
        let (updated, fields) = updated(before.as_ref().map(|(_, known)| known), key, row);
        if let (Some(first), Some(last)) = (updated.valid_from, updated.valid_to)
            && last < first
        {
            self.problems.push(problem(
                row,
                "последний день не раньше первого",
                &last.to_string(),
                "исправьте даты",
            ));
            return;
        }
        let named_anew = fields
            .iter()
            .any(|field| ["full_name", "short_name", "director"].contains(&field.as_str()));
        let changed = |name: &str| fields.iter().any(|field| field == name);
        if before.is_some() && changed("short_name") && !changed("full_name") {
            self.notes.push(Note {
                place: row.place.clone(),
                text: format!(
                    "{}: полное название в таблице прежнее или не указано, оно осталось прежним",
                    updated.short_name
                ),
            });
        }
        let what = match (&before, from) {
            (None, _) => {
                let first_day = if self.rows.is_empty() { None } else { from };
                self.rows.push(Institution {
                    valid_from: updated.valid_from.or(first_day),
                    ..updated.clone()
                });
                What::New
            }
            (Some(_), _) if fields.is_empty() => What::Same,
            (Some((place, known)), Some(from)) if named_anew => {
                if known.valid_from.is_some_and(|first| first >= from) || known.valid_to.is_some_and(|last| last < from)
                {
                    let expected = "день, когда действует последняя строка этого учреждения";
                    let advice = "укажите в --from день после начала последней строки справочника";
                    self.problems.push(problem(row, expected, &from.to_string(), advice));
                    return;
                }
                self.rows[*place].valid_to = from.pred_opt();
                let renamed = Institution {
                    valid_from: Some(from),
                    ..updated.clone()
                };
                self.rows.insert(place + 1, renamed);
                What::Renamed
            }
            (Some((place, _)), _) => {
                if named_anew {
                    self.notes.push(Note {
                        place: row.place.clone(),
                        text: format!(
                            "{}: название или руководитель исправлены на месте; если это переименование или новый \
                             руководитель, повторите с --from ДАТА, и прежние приказы сохранят прежние имена",
                            updated.short_name
                        ),
                    });
                }
                self.rows[*place] = updated.clone();
                What::Corrected
            }
        };
        self.changes.push(Change {
            place: row.place.clone(),
            key: key.to_owned(),
            short_name: updated.short_name,
            what,
            matched_by,
            fields: if what == What::New { Vec::new() } else { fields },
        });
    }
}

/// Who is known, by name and by mailbox; what two institutions share tells nothing.
struct Index {
    names: BTreeMap<String, BTreeSet<String>>,
    mailboxes: BTreeMap<String, BTreeSet<String>>,
    keys: BTreeSet<String>,
}

impl Index {
    fn of(known: &[Institution]) -> Self {
        let mut index = Self {
            names: BTreeMap::new(),
            mailboxes: BTreeMap::new(),
            keys: BTreeSet::new(),
        };
        for row in known {
            let key = row.key.0.clone();
            for name in [&row.short_name, &row.full_name] {
                index.names.entry(plain(name)).or_default().insert(key.clone());
            }
            index
                .mailboxes
                .entry(row.email.to_lowercase())
                .or_default()
                .insert(key.clone());
            index.keys.insert(key);
        }
        index
    }

    fn find(&self, row: &Found) -> Result<Option<(String, &'static str)>, Box<Problem>> {
        let value = |name: &str| row.values.get(name).map_or("", String::as_str);
        if let Some(key) = row.values.get("key") {
            return Ok(self.keys.contains(key).then(|| (key.clone(), "ключу")));
        }
        let names = ["short_name", ANY_NAME, "full_name"].map(|name| plain(value(name)));
        let by_name = names.iter().find_map(|name| only(self.names.get(name)));
        let by_mailbox = only(self.mailboxes.get(&value("email").to_lowercase()));
        match (by_name, by_mailbox) {
            (Some(name), Some(mailbox)) if name != mailbox => {
                let found = format!("по названию это {name}, а по почте — {mailbox}");
                let advice = "исправьте название или почту, или впишите графу key";
                Err(Box::new(problem(row, "одно и то же учреждение", &found, advice)))
            }
            (Some(name), _) => Ok(Some((name.clone(), "названию"))),
            (None, Some(mailbox)) => Ok(Some((mailbox.clone(), "почте"))),
            (None, None) => Ok(None),
        }
    }
}

fn only(keys: Option<&BTreeSet<String>>) -> Option<&String> {
    keys.filter(|keys| keys.len() == 1).and_then(|keys| keys.first())
}

fn problem(row: &Found, expected: &str, found: &str, advice: &str) -> Problem {
    Problem {
        place: row.place.clone(),
        column: None,
        expected: expected.to_owned(),
        found: found.to_owned(),
        advice: advice.to_owned(),
    }
}

/// The row as it would be, and which columns change.
fn updated(known: Option<&Institution>, key: &str, row: &Found) -> (Institution, Vec<String>) {
    let mut updated = known.cloned().unwrap_or_else(|| nobody(key));
    let mut fields = Vec::new();
    for (column, value) in &told_names(row, known) {
        if set(&mut updated, column, value) {
            fields.push(column.clone());
        }
    }
    let changed = |name: &str| fields.iter().any(|field| field == name);
    let told = |name: &str| row.values.contains_key(name);
    if known.is_some() {
        forget_forms(&mut updated, row, &changed);
        if changed("director") && !told("director_sex") {
            updated.director_sex = None;
        }
        if changed("director") && !told("director_post") {
            updated.director_post = None;
            updated.forms.director_post = Forms::default();
        }
        if changed("curator") && !told("curator_sex") {
            updated.curator_sex = None;
        }
    }
    (updated, fields)
}

/// The values of the row with its names where they belong. One column of names serves as both for an institution that is
/// new; of a known one it changes the short name, unless it is one of the names there are.
fn told_names(row: &Found, known: Option<&Institution>) -> BTreeMap<String, String> {
    let mut values = row.values.clone();
    let any = values.remove(ANY_NAME);
    let Some(known) = known else {
        let (full, short) = (values.get("full_name").cloned(), values.get("short_name").cloned());
        let for_full = full.clone().or_else(|| any.clone()).or_else(|| short.clone());
        let for_short = short.or(any).or(full);
        values.extend(for_full.map(|name| ("full_name".to_owned(), name)));
        values.extend(for_short.map(|name| ("short_name".to_owned(), name)));
        return values;
    };
    if let Some(any) = any.filter(|any| !same_but_spaces(any, &known.full_name)) {
        values.entry("short_name".to_owned()).or_insert(any);
    }
    for (column, name) in [("full_name", &known.full_name), ("short_name", &known.short_name)] {
        if values.get(column).is_some_and(|told| same_but_spaces(told, name)) {
            values.remove(column);
        }
    }
    values
}

/// «МКОУ СОШ №1» is no new name of «МКОУ СОШ № 1».
fn same_but_spaces(one: &str, other: &str) -> bool {
    let signs = |name: &str| name.chars().filter(|sign| !sign.is_whitespace()).collect::<String>();
    signs(one) == signs(other)
}

/// What the row calls the institution, in short where it does.
pub fn short_name(row: &Found) -> &str {
    let names = ["short_name", ANY_NAME, "full_name"];
    names
        .into_iter()
        .find_map(|name| row.values.get(name))
        .map_or("", String::as_str)
}

/// A form of the old name must not stand beside the new one; forms that the table brings stay.
fn forget_forms(row: &mut Institution, found: &Found, changed: &dyn Fn(&str) -> bool) {
    let InstitutionForms {
        full_name,
        short_name,
        director,
        director_post,
        curator,
    } = &mut row.forms;
    for (name, forms) in [
        ("full_name", full_name),
        ("short_name", short_name),
        ("director", director),
        ("director_post", director_post),
        ("curator", curator),
    ] {
        if changed(name) {
            forms
                .0
                .retain(|case, _| found.values.contains_key(&format!("{name}_{}", case.key())));
        }
    }
}

fn nobody(key: &str) -> Institution {
    Institution {
        key: InstitutionKey(key.to_owned()),
        kind: String::new(),
        full_name: String::new(),
        short_name: String::new(),
        director: String::new(),
        email: String::new(),
        curator: None,
        curator_email: None,
        valid_from: None,
        valid_to: None,
        director_post: None,
        director_sex: None,
        curator_sex: None,
        phone: None,
        address: None,
        forms: InstitutionForms::default(),
    }
}

/// Sets one column; whether that changed anything. The kind of a known institution stays.
fn set(row: &mut Institution, column: &str, value: &str) -> bool {
    let text = |field: &mut String| {
        let changed = field != value;
        value.clone_into(field);
        changed
    };
    let some = |field: &mut Option<String>| field.replace(value.to_owned()).as_deref() != Some(value);
    let day = |field: &mut Option<NaiveDate>| {
        let day = value.parse().ok();
        std::mem::replace(field, day) != day
    };
    let sex = |field: &mut Option<Sex>| {
        let sex = Sex::read(value);
        std::mem::replace(field, sex) != sex
    };
    match column {
        "kind" if row.kind.is_empty() => text(&mut row.kind),
        "full_name" => text(&mut row.full_name),
        "short_name" => text(&mut row.short_name),
        "director" => text(&mut row.director),
        "email" => text(&mut row.email),
        "curator" => some(&mut row.curator),
        "curator_email" => some(&mut row.curator_email),
        "valid_from" => day(&mut row.valid_from),
        "valid_to" => day(&mut row.valid_to),
        "director_post" => some(&mut row.director_post),
        "director_sex" => sex(&mut row.director_sex),
        "curator_sex" => sex(&mut row.curator_sex),
        "phone" => some(&mut row.phone),
        "address" => some(&mut row.address),
        "key" | "kind" => false,
        in_case => set_form(row, in_case, value),
    }
}

fn set_form(row: &mut Institution, column: &str, value: &str) -> bool {
    let Some((name, case)) = column.rsplit_once('_') else {
        return false;
    };
    let Some(case) = Case::OBLIQUE.into_iter().find(|known| known.key() == case) else {
        return false;
    };
    let forms = match name {
        "full_name" => &mut row.forms.full_name,
        "short_name" => &mut row.forms.short_name,
        "director" => &mut row.forms.director,
        "director_post" => &mut row.forms.director_post,
        "curator" => &mut row.forms.curator,
        _ => return false,
    };
    let changed = forms.get(case) != Some(value);
    forms.set(case, value.to_owned());
    changed
}

/// Small letters and figures only: «МБОУ СОШ №1» and «МБОУ  СОШ № 1» are one school.
fn plain(name: &str) -> String {
    let lower = name.to_lowercase().replace('ё', "е");
    lower.chars().filter(|sign| sign.is_alphanumeric()).collect()
}
