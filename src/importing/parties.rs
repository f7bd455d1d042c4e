//! Who stands behind the names of the executors' column, as far as the document itself says it.
//!
//! Must never carry a meaning from another document: an abbreviation that this one does not explain is asked about.

use super::draft::Draft;
use super::wording::{capitalised, fold, key_of};
use crate::words::executors::{self, AliasDefinition, Aliases, ExecutorsReading, Fanout};
use std::collections::BTreeSet;

/// A name of the executors' column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// As the plan's table of executors has it: «ОО АНГО».
    pub name: String,
    /// As cells are read: «отдел образования (ОО АНГО)».
    pub read_as: String,
    pub also: Vec<String>,
    pub who: Who,
    pub curator: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Key in the directory.
    One(String),
    /// Kind of institutions.
    Each(String),
}

/// The executors of each item, in order, and what the names mean.
#[derive(Debug, Default)]
pub struct Parties {
    pub known: Vec<Party>,
    /// For each item: its cell as it was read.
    pub readings: Vec<ExecutorsReading>,
    /// Definitions of the document: «далее ОО».
    pub definitions: Vec<AliasDefinition>,
    /// Abbreviations that the document uses and does not explain.
    pub unexplained: BTreeSet<String>,
}

impl Parties {
    /// The parties of an item.
    pub fn of(&self, item: usize) -> Vec<&Party> {
        let names = self
            .readings
            .get(item)
            .map(|reading| reading.parties.as_slice())
            .unwrap_or_default();
        names
            .iter()
            .filter_map(|party| self.known.iter().find(|known| known.read_as == party.name))
            .collect()
    }
}

/// Reads the executors of all items in the order of the document; `explained` comes from a person: «ОО=школы».
pub fn read(items: &[Draft], explained: &[String]) -> Parties {
    let mut aliases = Aliases::new();
    for pair in explained {
        // A pair that cannot be used was refused when the answers were read.
        let _ = aliases.explain(pair);
    }
    let mut parties = Parties::default();
    for item in items {
        let reading = executors::read(&item.executors, &aliases);
        aliases.learn(&reading.definitions);
        parties.readings.push(reading);
    }
    parties.definitions = aliases.definitions().cloned().collect();
    for (item, reading) in items.iter().zip(&parties.readings) {
        for party in &reading.parties {
            if parties.known.iter().any(|known| known.read_as == party.name) {
                continue;
            }
            let known = party_of(&party.name, party.fanout, item, reading, &parties.definitions);
            parties.known.push(known);
        }
    }
    single_keys(&mut parties.known);
    parties.unexplained = parties
        .known
        .iter()
        .filter(|party| is_abbreviation(&party.name) && !parties.definitions.iter().any(|own| own.short == party.name))
        .map(|party| party.name.clone())
        .collect();
    parties
}

fn party_of(
    read_as: &str,
    fanout: Fanout,
    item: &Draft,
    reading: &ExecutorsReading,
    definitions: &[AliasDefinition],
) -> Party {
    let defined = definitions.iter().find(|own| own.name == read_as);
    // The only party of a cell is named as the cell names it.
    let only = reading.parties.len() == 1 && reading.definitions.is_empty();
    let cell = item.executors.trim_end_matches(['.', ',', ';']).trim();
    let name = match defined {
        Some(own) => own.short.clone(),
        None if only && cell.chars().count() <= 80 => capitalised(cell),
        None => capitalised(read_as),
    };
    let mut also: Vec<String> = Vec::new();
    for other in [defined.map(|own| capitalised(&own.full)), Some(capitalised(read_as))]
        .into_iter()
        .flatten()
    {
        let bracketed = other.contains('(');
        if fold(&other) != fold(&name) && !bracketed && !also.iter().any(|known| fold(known) == fold(&other)) {
            also.push(other);
        }
    }
    let words = fold(&format!(
        "{name} {read_as} {}",
        defined.map_or("", |own| own.full.as_str())
    ));
    Party {
        curator: words.contains("куратор"),
        who: match fanout {
            Fanout::Single => Who::One(key_of(&name)),
            Fanout::EachInstitution => Who::Each(kind_of(&words).to_owned()),
        },
        read_as: read_as.to_owned(),
        name,
        also,
    }
}

/// The kind of institutions that words mean, as directories call it.
fn kind_of(words: &str) -> &'static str {
    let has = |stems: &[&str]| stems.iter().any(|stem| words.contains(stem));
    if has(&["общеобразовательн", "школ"]) {
        "school"
    } else if has(&["дошкольн", "детск", "доу"]) {
        "kindergarten"
    } else if has(&["дополнительного образования", "удо"]) {
        "extra"
    } else if has(&["библиотек"]) {
        "library"
    } else {
        "school"
    }
}

fn single_keys(parties: &mut [Party]) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for party in parties {
        let Who::One(key) = &mut party.who else { continue };
        let base = key.clone();
        let mut count = 1;
        while !taken.insert(key.clone()) {
            count += 1;
            *key = format!("{base}-{count}");
        }
    }
}

/// «ОО», «ИМО», «ОУ»: capitals only.
pub fn is_abbreviation(name: &str) -> bool {
    let letters: Vec<char> = name.chars().filter(|sign| sign.is_alphabetic()).collect();
    (2..=10).contains(&letters.len()) && letters.iter().all(|sign| sign.is_uppercase())
}
