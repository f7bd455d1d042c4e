//! The head of a plan: everything in `plan.yaml`, checked as far as it can be read.
//!
//! Must never invent what is missing: a table that could not be read is `None`, and names are then not checked against it.
#![deny(missing_docs)]

use super::journals;
use super::role;
use crate::definition::files::plan::{AddresseeField, DayOffField, PartyField, PlanFile};
use crate::definition::institutions::{Directory, is_key, is_mailbox};
use crate::definition::mistake::Code;
use crate::definition::model::{Addressee, Basis, Executors, Journal, Office, PlanRules, RoleHolder};
use crate::definition::persons::Persons;
use crate::definition::shape::{Desk, Entries};
use crate::definition::source::Placed;
use crate::definition::suggest;
use crate::words::calendar::DayOffRule;
use crate::words::ids::{InstitutionKey, JournalKey, PlanKey, RoleKey};
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What items and lifecycles are checked against.
#[derive(Debug, Clone)]
pub struct Head {
    /// Key of the plan.
    pub key: PlanKey,
    /// Title.
    pub title: Option<String>,
    /// First and last day, inclusive.
    pub period: Option<(NaiveDate, NaiveDate)>,
    /// The order that adopted the plan.
    pub basis: Option<Basis>,
    /// Who issues orders.
    pub office: Option<Office>,
    /// Time zone.
    pub time_zone: Tz,
    /// What happens to due dates on days off.
    pub day_off_rule: DayOffRule,
    /// Roles.
    pub roles: Option<BTreeMap<RoleKey, RoleHolder>>,
    /// Journals.
    pub journals: Option<BTreeMap<JournalKey, Journal>>,
    /// Sections.
    pub sections: Option<BTreeMap<String, String>>,
    /// Parties.
    pub parties: Option<Vec<Party>>,
    /// Lifecycle of items that name none.
    pub lifecycle: Option<Placed<String>>,
    /// Templates of items that name none, by slot.
    pub documents: Vec<(Placed<String>, Placed<String>)>,
    /// How many items the printed plan has.
    pub items: Option<Placed<u32>>,
}

impl Head {
    /// What holds for all items of the plan; `None` when a part of it has mistakes.
    pub fn rules(&self) -> Option<Arc<PlanRules>> {
        let (first_day, last_day) = self.period?;
        Some(Arc::new(PlanRules {
            first_day,
            last_day,
            day_off_rule: self.day_off_rule,
            roles: self.roles.clone()?,
            journals: self.journals.clone()?,
        }))
    }
}

/// Whom a name in the executors' column means.
#[derive(Debug, Clone)]
pub struct Party {
    /// The name as the plan writes it.
    pub name: String,
    /// How an order turns to it, in the dative.
    pub addressed: Option<String>,
    /// Other names it goes by.
    pub also: Vec<String>,
    /// Whom it means; `None` when that is a mistake of its own.
    pub who: Option<Executors>,
    /// Who there is written to.
    pub addressee: Addressee,
}

/// Checks `plan.yaml` against the directory and the table of persons.
pub fn check(file: &PlanFile, directory: &Directory, persons: &Persons, desk: &mut Desk<'_>) -> Head {
    let folder = desk.source.folder().to_owned();
    if let Some(key) = &file.plan {
        if !is_key(&key.value) {
            desk.advise(
                key.span,
                Code::WrongValue,
                format!("«{}» не годится как ключ плана", key.value),
                "ключ — латинские буквы, цифры и дефис: mentoring-2022",
            );
        } else if !folder.is_empty() && folder != key.value {
            desk.advise(
                key.span,
                Code::WrongValue,
                format!("ключ плана `{}`, а папка называется `{folder}`", key.value),
                "ключ плана — имя его папки",
            );
        }
    }
    let documents = file
        .defaults
        .as_ref()
        .and_then(|defaults| defaults.documents.clone())
        .unwrap_or_default();
    Head {
        key: PlanKey(file.plan.as_ref().map_or(folder, |key| key.value.clone())),
        title: value(file.title.as_ref()),
        period: period(file, desk),
        basis: basis(file),
        office: office(file, desk),
        time_zone: time_zone(file.time_zone.as_ref(), desk),
        day_off_rule: match file.day_off.as_ref().map(|rule| rule.value) {
            Some(DayOffField::Next) => DayOffRule::Next,
            Some(DayOffField::None) => DayOffRule::None,
            Some(DayOffField::Previous) | None => DayOffRule::Previous,
        },
        roles: file.roles.as_ref().map(|_| roles(file, persons, desk)),
        journals: file.journals.as_ref().map(|_| journals::check(file, desk)),
        sections: file.sections.as_ref().map(|sections| {
            sections
                .0
                .iter()
                .map(|(number, title)| (number.value.clone(), title.value.clone()))
                .collect()
        }),
        parties: file
            .parties
            .as_ref()
            .map(|parties| self::parties(&parties.value, directory, desk)),
        lifecycle: file.defaults.as_ref().and_then(|defaults| defaults.lifecycle.clone()),
        documents: documents.0,
        items: file.items.clone(),
    }
}

pub(super) fn value(field: Option<&Placed<String>>) -> Option<String> {
    field.map(|placed| placed.value.clone())
}

fn period(file: &PlanFile, desk: &mut Desk<'_>) -> Option<(NaiveDate, NaiveDate)> {
    let period = file.period.as_ref()?;
    let (from, to) = (period.from.as_ref()?, period.to.as_ref()?);
    if to.value < from.value {
        desk.wrong(to.span, Code::Dates, "последний день плана раньше первого");
        return None;
    }
    if (to.value.0 - from.value.0).num_days() > YEARS_MAX * 366 {
        desk.wrong(to.span, Code::Dates, format!("план длится дольше {YEARS_MAX} лет"));
        return None;
    }
    Some((from.value.0, to.value.0))
}

/// Longest plan, in years: no road-map is longer, and every period costs a row.
const YEARS_MAX: i64 = 30;

fn basis(file: &PlanFile) -> Option<Basis> {
    let basis = file.basis.as_ref()?;
    Some(Basis {
        kind: value(basis.kind.as_ref())?,
        number: value(basis.number.as_ref())?,
        date: basis.date.as_ref()?.value.0,
        annex: value(basis.annex.as_ref()),
    })
}

fn office(file: &PlanFile, desk: &mut Desk<'_>) -> Option<Office> {
    let office = file.office.as_ref()?;
    mailbox(office.email.as_ref(), desk);
    Some(Office {
        parent: value(office.parent.as_ref()),
        name: value(office.name.as_ref())?,
        name_genitive: value(office.name_genitive.as_ref())?,
        short_name: value(office.short_name.as_ref())?,
        place: value(office.place.as_ref())?,
        email: value(office.email.as_ref())?,
        phone: value(office.phone.as_ref()),
    })
}

fn mailbox(address: Option<&Placed<String>>, desk: &mut Desk<'_>) {
    if let Some(address) = address.filter(|address| !is_mailbox(&address.value)) {
        desk.wrong(
            address.span,
            Code::WrongValue,
            format!("«{}» не похоже на адрес почты", address.value),
        );
    }
}

fn time_zone(field: Option<&Placed<String>>, desk: &mut Desk<'_>) -> Tz {
    let Some(name) = field else {
        return chrono_tz::Europe::Moscow;
    };
    name.value.parse().unwrap_or_else(|_| {
        let near = suggest::nearest(&name.value, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()));
        let help = near.map_or_else(
            || "например, Europe/Moscow".to_owned(),
            |near| format!("может быть, {near}?"),
        );
        desk.advise(
            name.span,
            Code::WrongValue,
            format!("нет часового пояса «{}»", name.value),
            help,
        );
        chrono_tz::Europe::Moscow
    })
}

pub(super) fn key_is_good(key: &Placed<String>, desk: &mut Desk<'_>) -> bool {
    let good = is_key(&key.value);
    if !good {
        desk.advise(
            key.span,
            Code::WrongValue,
            format!("«{}» не годится как ключ", key.value),
            "ключ — латинские буквы, цифры и дефис: deputy-head",
        );
    }
    good
}

fn roles(file: &PlanFile, persons: &Persons, desk: &mut Desk<'_>) -> BTreeMap<RoleKey, RoleHolder> {
    let mut roles = BTreeMap::new();
    for (key, role) in file.roles.iter().flat_map(|roles| &roles.0) {
        key_is_good(key, desk);
        if RESERVED_ROLES.contains(&key.value.as_str()) {
            desk.wrong(
                key.span,
                Code::WrongValue,
                format!("`{}` — слово языка, роль так называться не может", key.value),
            );
        }
        mailbox(role.email.as_ref(), desk);
        roles.insert(RoleKey(key.value.clone()), role::holder(role, persons, desk));
    }
    roles
}

/// Words that stand where a role may stand and mean something else.
const RESERVED_ROLES: [&str; 2] = ["executors", "lead"];

fn parties(entries: &Entries<PartyField>, directory: &Directory, desk: &mut Desk<'_>) -> Vec<Party> {
    let keys = directory.names.as_ref().map(|names| &names.keys);
    let kinds = directory.names.as_ref().map(|names| &names.kinds);
    let mut parties = Vec::new();
    for (name, party) in &entries.0 {
        let who = match (&party.institution, &party.each, &party.list) {
            (Some(key), None, None) => {
                known(key, keys, "учреждения", desk).then(|| Executors::One(InstitutionKey(key.value.clone())))
            }
            (None, Some(kind), None) => {
                known(kind, kinds, "вида учреждений", desk).then(|| Executors::EachOfKind(kind.value.clone()))
            }
            (None, None, Some(list)) if !list.is_empty() => {
                let all = list.iter().filter(|key| !known(key, keys, "учреждения", desk)).count() == 0;
                all.then(|| Executors::Each(list.iter().map(|key| InstitutionKey(key.value.clone())).collect()))
            }
            _ => {
                let message = format!(
                    "исполнитель «{}»: нужно ровно одно из полей institution, each, list",
                    name.value
                );
                desk.advise(
                    name.span,
                    Code::WrongValue,
                    message,
                    "institution — одно учреждение, each — каждое учреждение вида, list — перечисленные",
                );
                None
            }
        };
        let addressee = match party.addressee.as_ref().map(|addressee| addressee.value) {
            Some(AddresseeField::Curator) => Addressee::Curator,
            Some(AddresseeField::Director) | None => Addressee::Director,
        };
        let also = party.also.iter().flatten().map(|name| name.value.clone()).collect();
        parties.push(Party {
            name: name.value.clone(),
            addressed: party.addressed.as_ref().map(|phrase| phrase.value.trim().to_owned()),
            also,
            who,
            addressee,
        });
    }
    parties
}

fn known(name: &Placed<String>, among: Option<&BTreeSet<String>>, what: &str, desk: &mut Desk<'_>) -> bool {
    let Some(among) = among.filter(|among| !among.contains(&name.value)) else {
        return true;
    };
    let help = suggest::among(&name.value, among.iter().map(String::as_str), "в institutions.csv есть");
    desk.advise(
        name.span,
        Code::UnknownInstitution,
        format!("в справочнике нет {what} `{}`", name.value),
        help,
    );
    false
}

impl Head {
    /// The role of this name; unknown ones are told.
    pub fn role(&self, name: &Placed<String>, desk: &mut Desk<'_>) -> Option<RoleKey> {
        let key = RoleKey(name.value.clone());
        if let Some(roles) = self.roles.as_ref().filter(|roles| !roles.contains_key(&key)) {
            unknown(Code::UnknownRole, "роли", name, roles.keys().map(RoleKey::as_str), desk);
            return None;
        }
        Some(key)
    }

    /// The journal of this name; unknown ones are told.
    pub fn journal(&self, name: &Placed<String>, desk: &mut Desk<'_>) -> Option<JournalKey> {
        let key = JournalKey(name.value.clone());
        if let Some(journals) = self.journals.as_ref().filter(|journals| !journals.contains_key(&key)) {
            unknown(
                Code::UnknownJournal,
                "журнала",
                name,
                journals.keys().map(JournalKey::as_str),
                desk,
            );
            return None;
        }
        Some(key)
    }
}

/// Tells that `what` of this name is not in the plan.
fn unknown<'a>(
    code: Code,
    what: &str,
    name: &Placed<String>,
    known: impl Iterator<Item = &'a str>,
    desk: &mut Desk<'_>,
) {
    let help = suggest::among(&name.value, known, "в plan.yaml есть");
    desk.advise(name.span, code, format!("в плане нет {what} `{}`", name.value), help);
}
