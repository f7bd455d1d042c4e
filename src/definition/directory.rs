//! Who is meant on a day, and how an order names it: people and institutions in the six cases.
//!
//! The names on an order are those of its date, whatever was renamed since. Must never guess a form: one that is neither
//! stored nor sure is [`Missing`], with what to type.
#![deny(missing_docs)]

use crate::definition::model::{Institution, Plan, RoleHolder};
use crate::definition::persons::{Acting, Person};
use crate::words::ids::{InstitutionKey, PersonKey, RoleKey};
use crate::words::inflection::name::PersonName;
use crate::words::inflection::{Case, Form, Forms, Missing, Origin, Sex, organisation, post};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// The row that holds on `day`; when none does, the last before it, else the first after it.
pub fn named_on<'a, T>(
    rows: impl IntoIterator<Item = &'a T>,
    day: NaiveDate,
    span: impl Fn(&T) -> (Option<NaiveDate>, Option<NaiveDate>),
) -> Option<&'a T> {
    let nearness = |row: &&T| {
        let (from, to) = span(row);
        if from.is_some_and(|from| day < from) {
            (2, from.map_or(0, |from| (from - day).num_days()))
        } else {
            to.filter(|to| *to < day)
                .map_or((0, 0), |to| (1, (day - to).num_days()))
        }
    };
    rows.into_iter().min_by_key(nearness)
}

impl Plan {
    /// The institution under the name and head it has on `day`.
    pub fn institution_on(&self, key: &InstitutionKey, day: NaiveDate) -> Option<&Institution> {
        let rows = self.institutions.iter().filter(|row| row.key == *key);
        named_on(rows, day, |row| (row.valid_from, row.valid_to))
    }

    /// The person as of `day`.
    pub fn person_on(&self, key: &PersonKey, day: NaiveDate) -> Option<&Person> {
        let rows = self.persons.iter().filter(|row| row.key == *key);
        named_on(rows, day, |row| (row.valid_from, row.valid_to))
    }

    /// Who signs for a role on `day`: the one who stands in, else the holder; `None` for a role the plan does not have.
    pub fn signer_on(&self, role: &RoleKey, day: NaiveDate) -> Option<SignerOn> {
        let holder = self.rules.roles.get(role)?;
        let stands_in = |acting: &&Acting| acting.from <= day && acting.to.is_none_or(|to| day <= to);
        let substitute = holder.acting.iter().find(stands_in);
        let usual = self.holder_on(holder, day);
        let Some(person) = substitute.and_then(|acting| self.person_on(&acting.person, day)) else {
            return Some(usual);
        };
        Some(SignerOn {
            name: person.full_name.clone(),
            name_forms: person.name_forms.clone(),
            sex: person.sex,
            acting: true,
            ..usual
        })
    }

    fn holder_on(&self, holder: &RoleHolder, day: NaiveDate) -> SignerOn {
        let row = holder.person.as_ref().and_then(|key| self.person_on(key, day));
        // What the plan itself writes holds on every day; what it takes from the table is that of the day.
        let last = holder
            .person
            .as_ref()
            .and_then(|key| self.person_on(key, NaiveDate::MAX));
        let from_table = |written: &str, last: Option<&str>| last == Some(written);
        let (mut post, mut post_forms) = (holder.post.clone(), holder.post_forms.clone());
        if let (Some(row), Some(last)) = (row, last)
            && from_table(&holder.post, last.post.as_deref())
            && row != last
        {
            post = row.post.clone().unwrap_or(post);
            post_forms = row.post_forms.clone();
        }
        SignerOn {
            post,
            post_forms,
            name: row.map_or_else(|| holder.name.clone(), |row| row.full_name.clone()),
            name_forms: row
                .filter(|row| Some(*row) != last)
                .map_or_else(|| holder.name_forms.clone(), |row| row.name_forms.clone()),
            sex: row.and_then(|row| row.sex).or(holder.sex),
            acting: false,
        }
    }
}

/// Who signs on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignerOn {
    /// The post in the nominative: that of the holder, also when another stands in.
    pub post: String,
    /// Forms of the post that a person typed.
    pub post_forms: Forms,
    /// Full name of who signs.
    pub name: String,
    /// Forms of the name that a person typed.
    pub name_forms: Forms,
    /// Sex, where told.
    pub sex: Option<Sex>,
    /// Signs in place of the holder: «И. о.» and the genitive of the post.
    pub acting: bool,
}

impl SignerOn {
    /// The post as papers print it: «начальника отдела образования» after the «И. о.» of one who stands in.
    ///
    /// # Errors
    /// What must be typed; a plan in which somebody stands in is checked for it.
    pub fn post_on_paper(&self) -> Result<String, Missing> {
        if !self.acting {
            return Ok(self.post.clone());
        }
        let genitive = post::decline(&self.post, &self.post_forms, Case::Genitive)?.text;
        Ok(lower_first(&genitive))
    }

    /// How orders name the signer.
    pub fn named(&self) -> Named {
        Named::person(
            &self.name,
            self.sex,
            &self.name_forms,
            Some((&self.post, &self.post_forms)),
        )
    }
}

/// A name in all six cases: a form, or why there is none.
pub type InCases = BTreeMap<Case, Result<Form, Missing>>;

/// All that an order may need of one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The whole name.
    pub name: InCases,
    /// Surname, then initials; empty for an institution.
    pub address: InCases,
    /// The post; empty where none is told.
    pub post: InCases,
    /// Initials, then surname; `None` for an institution, and for a name that could not be read.
    pub signature: Option<String>,
}

impl Named {
    /// A person.
    pub fn person(name: &str, sex: Option<Sex>, forms: &Forms, post: Option<(&str, &Forms)>) -> Self {
        let post = post.map(|(post, forms)| in_cases(|case| self::post::decline(post, forms, case)));
        let read = PersonName::read(name);
        let of = |decline: &dyn Fn(&PersonName, Case) -> Result<Form, Missing>| {
            in_cases(|case| match (&read, forms.get(case)) {
                (Ok(read), _) => decline(read, case),
                (Err(_), Some(stored)) => Ok(Form {
                    text: stored.to_owned(),
                    origin: Origin::Stored,
                }),
                (Err(_), None) if case == Case::Nominative => Ok(Form {
                    text: name.to_owned(),
                    origin: Origin::Computed,
                }),
                (Err(why), None) => Err(why.clone()),
            })
        };
        Self {
            name: of(&|read, case| read.decline(sex, forms, case)),
            address: of(&|read, case| read.in_address(sex, forms, case)),
            post: post.unwrap_or_default(),
            signature: read.as_ref().ok().map(PersonName::in_signature),
        }
    }

    /// An institution, by its full or its short name.
    pub fn institution(name: &str, forms: &Forms) -> Self {
        Self {
            name: in_cases(|case| organisation::decline(name, forms, case)),
            address: InCases::new(),
            post: InCases::new(),
            signature: None,
        }
    }

    /// As a template is told it: forms that are missing are null.
    pub fn context(&self) -> NamedContext {
        let texts = |forms: &InCases| {
            let text = |(case, form): (&Case, &Result<Form, Missing>)| {
                (*case, form.as_ref().ok().map(|form| form.text.clone()))
            };
            forms.iter().map(text).collect()
        };
        NamedContext {
            name: texts(&self.name),
            address: texts(&self.address),
            post: texts(&self.post),
            signature: self.signature.clone(),
        }
    }
}

/// Forms for a template: `signer.address.dative`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamedContext {
    /// The whole name by case.
    pub name: BTreeMap<Case, Option<String>>,
    /// Surname and initials by case.
    pub address: BTreeMap<Case, Option<String>>,
    /// The post by case.
    pub post: BTreeMap<Case, Option<String>>,
    /// Initials and surname.
    pub signature: Option<String>,
}

/// How orders name the head of an institution.
pub fn director_of(row: &Institution) -> Named {
    let post = row
        .director_post
        .as_deref()
        .map(|post| (post, &row.forms.director_post));
    Named::person(&row.director, row.director_sex, &row.forms.director, post)
}

/// How orders name the curator of an institution, where there is one.
pub fn curator_of(row: &Institution) -> Option<Named> {
    let name = row.curator.as_deref()?;
    Some(Named::person(name, row.curator_sex, &row.forms.curator, None))
}

fn in_cases(decline: impl Fn(Case) -> Result<Form, Missing>) -> InCases {
    Case::ALL.into_iter().map(|case| (case, decline(case))).collect()
}

/// «Начальника отдела» → «начальника отдела» after «И. о.»; an abbreviation keeps its capitals.
fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}
