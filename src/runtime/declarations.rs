//! What the department declares for a time and beyond any one item: who acts for whom («И. о.»), which institution has
//! closed or joined another. Papers, rights and new tasks follow the day; a substitution ends by itself.
//!
//! Must never rewrite what was declared: an end is a declaration of its own.

use super::Runtime;
use super::bulk::refuse;
use super::catalog::Catalog;
use super::command::{Command, Refusal};
use crate::definition::model::Plan;
use crate::definition::persons::Acting;
use crate::engine::event::Actor;
use crate::store::error::StoreError;
use crate::store::rows::DeclarationRow;
use crate::words::clock::office_date;
use crate::words::ids::{DeclarationId, InstitutionKey, PersonKey, PlanKey, RoleKey};
use crate::words::phrasing::{short_date, short_name_in_address};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What is declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Declaration {
    /// Somebody acts for the holder of a role (замещение).
    Substitution {
        role: RoleKey,
        /// Who acts.
        person: PersonKey,
        /// First day, inclusive.
        from: NaiveDate,
        /// Last day, inclusive.
        to: NaiveDate,
        basis: String,
    },
    /// A substitution ends before its last day.
    SubstitutionEnded {
        substitution: DeclarationId,
        /// Its last day now, inclusive; before its first day: it never holds.
        last_day: NaiveDate,
        basis: String,
    },
    /// An institution has closed, or has joined another.
    Closed {
        institution: InstitutionKey,
        /// Its last day, inclusive.
        last_day: NaiveDate,
        /// Who goes on in its place.
        successor: Option<InstitutionKey>,
        basis: String,
    },
}

impl Declaration {
    fn kind(&self) -> &'static str {
        match self {
            Self::Substitution { .. } => "substitution",
            Self::SubstitutionEnded { .. } => "substitution_ended",
            Self::Closed { .. } => "closed",
        }
    }

    fn basis(&self) -> &str {
        match self {
            Self::Substitution { basis, .. } | Self::SubstitutionEnded { basis, .. } | Self::Closed { basis, .. } => {
                basis
            }
        }
    }
}

/// A declaration that was kept.
#[derive(Debug, Clone)]
pub struct Declared {
    pub id: DeclarationId,
    pub plan: PlanKey,
    /// Who declared it.
    pub by: String,
    pub at: DateTime<Utc>,
    pub what: Declaration,
}

impl Declared {
    fn read(row: DeclarationRow) -> Result<Self, StoreError> {
        let what = serde_json::from_value(row.body).map_err(|error| StoreError::Unreadable {
            table: "declaration",
            column: "body",
            id: row.id.to_string(),
            why: error.to_string(),
        })?;
        Ok(Self {
            id: row.id,
            plan: row.plan,
            by: row.actor_name,
            at: row.recorded_at,
            what,
        })
    }
}

/// The row of a declaration that a command makes.
pub(super) fn row(
    what: &Declaration,
    plan: &PlanKey,
    command: &Command,
    now: DateTime<Utc>,
) -> Result<DeclarationRow, Refusal> {
    let (Some(key), Actor::Person { name, .. }) = (&command.key, &command.actor) else {
        return Err(refuse("NOT_YOURS", "такие действия выполняет отдел".to_owned(), None));
    };
    Ok(DeclarationRow {
        id: DeclarationId::of(key),
        kind: what.kind().to_owned(),
        plan: plan.clone(),
        actor_name: name.clone(),
        recorded_at: now,
        body: serde_json::to_value(what).unwrap_or_default(),
    })
}

/// The plan as the declarations leave it: who acts when, which institutions are valid until when.
pub fn over(plan: &Plan, declared: &[Declared]) -> Plan {
    let mut plan = plan.clone();
    let its: Vec<&Declared> = declared.iter().filter(|declared| declared.plan == plan.key).collect();
    for declared in &its {
        match &declared.what {
            Declaration::Substitution { role, person, from, .. } => {
                let to = last_day(declared, &its);
                if let Some(holder) = Arc::make_mut(&mut plan.rules).roles.get_mut(role)
                    && *from <= to
                {
                    holder.acting.push(Acting {
                        person: person.clone(),
                        from: *from,
                        to: Some(to),
                    });
                }
            }
            Declaration::Closed {
                institution, last_day, ..
            } => {
                plan.institutions
                    .retain(|row| row.key != *institution || row.valid_from.is_none_or(|from| from <= *last_day));
                for row in plan.institutions.iter_mut().filter(|row| row.key == *institution) {
                    row.valid_to = Some(row.valid_to.map_or(*last_day, |to| to.min(*last_day)));
                }
            }
            Declaration::SubstitutionEnded { .. } => {}
        }
    }
    plan
}

/// The last day of a substitution: its own, unless it was ended earlier.
pub fn last_day(substitution: &Declared, among: &[&Declared]) -> NaiveDate {
    let ends = among.iter().filter_map(|declared| match &declared.what {
        Declaration::SubstitutionEnded {
            substitution: ended,
            last_day,
            ..
        } if *ended == substitution.id => Some(*last_day),
        _ => None,
    });
    let own = match &substitution.what {
        Declaration::Substitution { to, .. } => *to,
        _ => NaiveDate::MIN,
    };
    ends.fold(own, NaiveDate::min)
}

/// The actor with the roles in which he acts for others today; `None`: he acts for nobody. A person is known by the name
/// of his access: «Шмелёва Н. Ф., заведующая …» acts where the plan names Шмелёва Нина Фёдоровна.
pub(super) fn acting(catalog: &Catalog, actor: &Actor, now: DateTime<Utc>) -> Option<Actor> {
    let Actor::Person { roles, name } = actor else {
        return None;
    };
    let mut all = roles.clone();
    for plan in catalog.plans().filter_map(|plan| catalog.plan(&plan.key)) {
        let on = office_date(now, plan.time_zone);
        for (role, holder) in plan.rules.roles.iter().filter(|(role, _)| !roles.contains(role)) {
            let today = |acting: &&Acting| acting.from <= on && acting.to.is_none_or(|to| on <= to);
            let is_he = |acting: &Acting| {
                let person = plan.person_on(&acting.person, on);
                person.is_some_and(|person| is_called(name, &person.full_name))
            };
            if holder.acting.iter().filter(today).any(is_he) {
                all.push(role.clone());
            }
        }
    }
    (all.len() > roles.len()).then(|| Actor::Person {
        roles: all,
        name: name.clone(),
    })
}

/// Whether an access is this person's: «Шмелёва Н. Ф., заведующая» and «Шмелёва Нина Фёдоровна» are one.
fn is_called(access: &str, full_name: &str) -> bool {
    let own = letters(access.split(',').next().unwrap_or_default());
    own == letters(full_name) || own == letters(&short_name_in_address(full_name))
}

/// A name by its letters alone: blanks, stops and the dots of ё make no other person.
fn letters(name: &str) -> String {
    let signs = name.chars().filter(|sign| sign.is_alphabetic() || *sign == '-');
    signs
        .flat_map(char::to_lowercase)
        .map(|sign| if sign == 'ё' { 'е' } else { sign })
        .collect()
}

/// Refuses a declaration that cannot hold.
pub(super) fn check(catalog: &Catalog, plan: &PlanKey, what: &Declaration, actor: &Actor) -> Result<(), Refusal> {
    let known = catalog.plan(plan).ok_or_else(|| Refusal::NotFound {
        what: format!("дорожная карта «{plan}»"),
    })?;
    let department =
        matches!(actor, Actor::Person { roles, .. } if roles.iter().any(|role| known.rules.roles.contains_key(role)));
    if !department {
        return Err(refuse("NOT_YOURS", "такие действия выполняет отдел".to_owned(), None));
    }
    if what.basis().trim().is_empty() {
        return Err(refuse("MISSING", "укажите: основание".to_owned(), Some("basis")));
    }
    match what {
        Declaration::Substitution {
            role, person, from, to, ..
        } => check_substitution(&known, role, person, (*from, *to)),
        Declaration::SubstitutionEnded {
            substitution, last_day, ..
        } => check_end(catalog, plan, *substitution, *last_day),
        Declaration::Closed {
            institution,
            last_day,
            successor,
            ..
        } => check_closing(&known, institution, *last_day, successor.as_ref()),
    }
}

fn check_substitution(
    plan: &Plan,
    role: &RoleKey,
    person: &PersonKey,
    days: (NaiveDate, NaiveDate),
) -> Result<(), Refusal> {
    let (from, to) = days;
    let holder = plan.rules.roles.get(role).ok_or_else(|| {
        let known: Vec<&str> = plan.rules.roles.keys().map(RoleKey::as_str).collect();
        refuse(
            "NO_ROLE",
            format!("в дорожной карте нет роли «{role}»; есть: {}", known.join(", ")),
            Some("role"),
        )
    })?;
    if plan.person_on(person, from).is_none() {
        return Err(refuse(
            "NO_PERSON",
            format!("в persons.csv нет лица «{person}»: впишите его с полным именем и полом"),
            Some("person"),
        ));
    }
    if to < from {
        let message = format!("последний день {} раньше первого, {}", short_date(to), short_date(from));
        return Err(refuse("BAD_DATE", message, Some("to")));
    }
    if holder.person.as_ref() == Some(person) {
        return Err(refuse(
            "SAME_PERSON",
            "это лицо и так занимает должность".to_owned(),
            Some("person"),
        ));
    }
    let meets = |acting: &&Acting| acting.from <= to && acting.to.is_none_or(|end| from <= end);
    if let Some(other) = holder.acting.iter().find(meets) {
        let end = other
            .to
            .map_or_else(|| "бессрочно".to_owned(), |to| format!("по {}", short_date(to)));
        let message = format!(
            "с {} {end} уже замещает «{}»: закончите то замещение или возьмите другие дни",
            short_date(other.from),
            other.person
        );
        return Err(refuse("OVERLAP", message, Some("from")));
    }
    let declared = Declared {
        id: DeclarationId::of(""),
        plan: plan.key.clone(),
        by: String::new(),
        at: DateTime::UNIX_EPOCH,
        what: Declaration::Substitution {
            role: role.clone(),
            person: person.clone(),
            from,
            to,
            basis: String::new(),
        },
    };
    let signer = over(plan, &[declared]).signer_on(role, from);
    match signer.map(|signer| signer.post_on_paper()) {
        Some(Err(missing)) => Err(refuse("NO_FORM", missing.to_string(), Some("role"))),
        _ => Ok(()),
    }
}

fn check_end(catalog: &Catalog, plan: &PlanKey, id: DeclarationId, end: NaiveDate) -> Result<(), Refusal> {
    let declared = catalog.declared();
    let its: Vec<&Declared> = declared.iter().filter(|declared| declared.plan == *plan).collect();
    let found = its
        .iter()
        .find(|declared| declared.id == id && matches!(declared.what, Declaration::Substitution { .. }));
    let Some(substitution) = found else {
        return Err(Refusal::NotFound {
            what: format!("замещение {id}"),
        });
    };
    let last = last_day(substitution, &its);
    if last <= end {
        let message = format!("замещение и так кончается {}", short_date(last));
        return Err(refuse("BAD_DATE", message, Some("lastDay")));
    }
    Ok(())
}

fn check_closing(
    plan: &Plan,
    institution: &InstitutionKey,
    last_day: NaiveDate,
    successor: Option<&InstitutionKey>,
) -> Result<(), Refusal> {
    let valid = |key: &InstitutionKey, day: NaiveDate| {
        plan.institutions
            .iter()
            .any(|row| row.key == *key && row.is_valid_on(day))
    };
    if !plan.institutions.iter().any(|row| row.key == *institution) {
        return Err(Refusal::NotFound {
            what: format!("учреждение «{institution}»"),
        });
    }
    if !valid(institution, last_day) {
        let message = format!(
            "на {} учреждение «{institution}» уже не действует",
            short_date(last_day)
        );
        return Err(refuse("NOT_VALID", message, Some("lastDay")));
    }
    let next = last_day.succ_opt().unwrap_or(last_day);
    match successor {
        Some(successor) if !valid(successor, next) => {
            let message = format!(
                "на {} учреждение «{successor}» не действует: правопреемником его не назвать",
                short_date(next)
            );
            Err(refuse("NOT_VALID", message, Some("successor")))
        }
        _ => Ok(()),
    }
}

impl Runtime {
    /// Brings what is declared to hand; told also by other processes through the database.
    pub async fn refresh_declarations(&self) -> Result<(), StoreError> {
        let (store, catalog) = (self.store().clone(), Arc::clone(self.catalog()));
        let read = tokio::spawn(async move { keep(&store, &catalog).await });
        read.await
            .map_err(|error| StoreError::ConnectionLost { why: error.to_string() })?
    }
}

/// Lays all declarations over the plans.
pub(super) async fn keep(store: &crate::store::Store, catalog: &Catalog) -> Result<(), StoreError> {
    let rows = store.declarations().await?;
    if rows.len() == catalog.declared().len() {
        return Ok(()); // declarations are only ever added
    }
    let declared: Result<Vec<Declared>, StoreError> = rows.into_iter().map(Declared::read).collect();
    catalog.declare(declared?);
    Ok(())
}
