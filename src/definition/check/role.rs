//! Who holds a role: a person of the table, or a post and a name written in the plan; and who stands in when.
//!
//! Must never leave a role without a post and a name: an order would be signed by nobody.
#![deny(missing_docs)]

use crate::definition::files::plan::{ActingField, RoleField};
use crate::definition::mistake::Code;
use crate::definition::model::RoleHolder;
use crate::definition::persons::{Acting, Person, Persons};
use crate::definition::shape::Desk;
use crate::definition::source::{Placed, Span};
use crate::definition::suggest;
use crate::words::ids::PersonKey;
use crate::words::inflection::{Case, Forms, Sex, post};

/// The holder of a role, as far as it could be read.
pub(super) fn holder(role: &RoleField, persons: &Persons, desk: &mut Desk<'_>) -> RoleHolder {
    let text = |field: &Option<Placed<String>>| field.as_ref().map(|placed| placed.value.clone());
    let person = role.person.as_ref().filter(|name| known(name, persons, desk));
    // The row that holds last speaks for the role where no day is asked about.
    let row = person.and_then(|name| last_row(persons, &name.value));
    let mut post_forms = row.map(|row| row.post_forms.clone()).unwrap_or_default();
    let mut name_forms = row.map(|row| row.name_forms.clone()).unwrap_or_default();
    if text(&role.post).is_some() {
        post_forms = Forms::default();
    }
    typed(role, &mut post_forms, &mut name_forms);
    let post = text(&role.post).or_else(|| row.and_then(|row| row.post.clone()));
    let name = text(&role.name).or_else(|| row.map(|row| row.full_name.clone()));
    complete(role, post.is_some(), name.is_some(), row.is_some(), desk);
    if let (Some(_), Some(name)) = (&role.person, &role.name) {
        desk.advise(
            name.span,
            Code::WrongValue,
            "имя записано и здесь, и в persons.csv",
            "оставьте person или name",
        );
    }
    if let (Some(post), Some(acting)) = (&post, role.acting.as_ref().and_then(|acting| acting.first()))
        && let Err(missing) = post::decline(post, &post_forms, Case::Genitive)
    {
        let help = "«И. о. …» печатается в родительном падеже: впишите post_genitive";
        desk.advise(acting.span, Code::MissingField, missing.to_string(), help);
    }
    RoleHolder {
        post: post.unwrap_or_default(),
        name: name.unwrap_or_default(),
        email: text(&role.email).or_else(|| row.and_then(|row| row.email.clone())),
        phone: text(&role.phone).or_else(|| row.and_then(|row| row.phone.clone())),
        sex: sex(role.sex.as_ref(), desk).or_else(|| row.and_then(|row| row.sex)),
        name_forms,
        post_forms,
        person: person.map(|name| PersonKey(name.value.clone())),
        acting: acting(role, persons, desk),
    }
}

fn last_row<'a>(persons: &'a Persons, key: &str) -> Option<&'a Person> {
    let rows = persons.rows.iter().filter(|row| row.key.as_str() == key);
    rows.max_by_key(|row| row.valid_from)
}

fn complete(role: &RoleField, post: bool, name: bool, row: bool, desk: &mut Desk<'_>) {
    // A person whose row has mistakes is told there, once.
    let told_elsewhere = role.person.is_some() && !row;
    let start = role.written.first().map_or(role.span, |key| key.span);
    for (missing, field) in [(!post, "post"), (!name, "name")] {
        if missing && !told_elsewhere && !is_there_but_wrong(role, field) {
            let message = format!("не хватает поля `{field}` (должность)");
            let help = "впишите post и name, или person: ключ лица из persons.csv, где названа должность";
            desk.advise(start, Code::MissingField, message, help);
        }
    }
}

/// A field that was written and could not be read has its own mistake.
fn is_there_but_wrong(role: &RoleField, field: &str) -> bool {
    role.written.iter().any(|written| written.value == field)
}

fn known(name: &Placed<String>, persons: &Persons, desk: &mut Desk<'_>) -> bool {
    let Some(keys) = persons.keys.as_ref().filter(|keys| !keys.contains(&name.value)) else {
        return true;
    };
    let help = suggest::among(&name.value, keys.iter().map(String::as_str), "в persons.csv есть");
    let message = format!("в таблице persons.csv нет лица `{}`", name.value);
    desk.advise(name.span, Code::UnknownPerson, message, help);
    false
}

fn sex(field: Option<&Placed<String>>, desk: &mut Desk<'_>) -> Option<Sex> {
    let written = field?;
    let sex = Sex::read(&written.value);
    if sex.is_none() {
        let message = format!("ожидалось: пол, м или ж, а здесь «{}»", written.value);
        desk.wrong(written.span, Code::WrongValue, message);
    }
    sex
}

/// Forms written in the plan come before those of the table.
fn typed(role: &RoleField, post: &mut Forms, name: &mut Forms) {
    let posts = [
        &role.post_genitive,
        &role.post_dative,
        &role.post_accusative,
        &role.post_instrumental,
        &role.post_prepositional,
    ];
    let names = [
        &role.name_genitive,
        &role.name_dative,
        &role.name_accusative,
        &role.name_instrumental,
        &role.name_prepositional,
    ];
    for (forms, fields) in [(post, posts), (name, names)] {
        for (case, field) in Case::OBLIQUE.into_iter().zip(fields) {
            if let Some(text) = field {
                forms.set(case, text.value.clone());
            }
        }
    }
}

fn acting(role: &RoleField, persons: &Persons, desk: &mut Desk<'_>) -> Vec<Acting> {
    let mut found: Vec<(Acting, Span)> = Vec::new();
    for field in role.acting.iter().flatten() {
        let Some(acting) = one_acting(field, persons, desk) else {
            continue;
        };
        let overlaps =
            |other: &Acting| acting.to.is_none_or(|to| other.from <= to) && other.to.is_none_or(|to| acting.from <= to);
        if found.iter().any(|(other, _)| overlaps(other)) {
            let message = "в эти дни уже замещает другой".to_owned();
            desk.wrong(field.span, Code::Dates, message);
        } else {
            found.push((acting, field.span));
        }
    }
    found.into_iter().map(|(acting, _)| acting).collect()
}

fn one_acting(field: &ActingField, persons: &Persons, desk: &mut Desk<'_>) -> Option<Acting> {
    let (person, from) = (field.person.as_ref()?, field.from.as_ref()?);
    if !known(person, persons, desk) {
        return None;
    }
    if let Some(to) = field.to.as_ref().filter(|to| to.value.0 < from.value.0) {
        desk.wrong(to.span, Code::Dates, "последний день замещения раньше первого");
        return None;
    }
    Some(Acting {
        person: PersonKey(person.value.clone()),
        from: from.value.0,
        to: field.to.as_ref().map(|to| to.value.0),
    })
}
