//! Institutions that do not exist, so that a plan can be played before its directory is known, or larger than it is.
//!
//! Must never touch an institution that the plan names by its key.

use crate::definition::institutions::InstitutionForms;
use crate::definition::model::{DateOwner, Executors, Institution, Plan, Schedule};
use crate::words::ids::{InstitutionKey, ItemKey};
use std::collections::BTreeSet;

/// So many institutions of a kind are enough for the largest region.
pub const INSTITUTIONS_MAX: u32 = 5_000;

/// The plan with `count` invented institutions in place of those that its items mean by their kind.
pub fn with_institutions(plan: &Plan, count: u32) -> Plan {
    let named = named(plan);
    let kinds: BTreeSet<&str> = plan
        .items
        .iter()
        .flat_map(|definition| &definition.executors)
        .filter_map(|executor| match &executor.who {
            Executors::EachOfKind(kind) => Some(kind.as_str()),
            Executors::One(_) | Executors::Each(_) => None,
        })
        .collect();
    let stays = |row: &&Institution| !kinds.contains(row.kind.as_str()) || named.contains(&row.key);
    let mut institutions: Vec<Institution> = plan.institutions.iter().filter(stays).cloned().collect();
    for kind in &kinds {
        institutions.extend((1..=count.min(INSTITUTIONS_MAX)).map(|number| institution(kind, number)));
    }
    Plan {
        institutions,
        ..plan.clone()
    }
}

/// Institutions that the plan names by their keys.
fn named(plan: &Plan) -> BTreeSet<InstitutionKey> {
    let mut keys = BTreeSet::new();
    for definition in &plan.items {
        for executor in &definition.executors {
            match &executor.who {
                Executors::One(key) => drop(keys.insert(key.clone())),
                Executors::Each(list) => keys.extend(list.iter().cloned()),
                Executors::EachOfKind(_) => {}
            }
        }
        if let Schedule::AwaitsDate {
            owner: DateOwner::Institution(key),
            ..
        } = &definition.schedule
        {
            keys.insert(key.clone());
        }
    }
    keys
}

fn institution(kind: &str, number: u32) -> Institution {
    let name = if kind == "school" {
        format!("Школа № {number}")
    } else {
        format!("Учреждение № {number} ({kind})")
    };
    Institution {
        key: InstitutionKey(format!("invented-{kind}-{number:04}")),
        kind: kind.to_owned(),
        full_name: name.clone(),
        short_name: name,
        director: String::new(),
        email: format!("{kind}-{number}@example.org"),
        curator: None,
        curator_email: Some(format!("curator-{kind}-{number}@example.org")),
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

/// The items named that no plan has.
pub fn unknown<'a>(plans: &[&Plan], items: impl IntoIterator<Item = &'a ItemKey>) -> Vec<&'a ItemKey> {
    let known: BTreeSet<&ItemKey> = plans
        .iter()
        .flat_map(|plan| plan.items.iter().map(|item| &item.key))
        .collect();
    items.into_iter().filter(|item| !known.contains(item)).collect()
}
