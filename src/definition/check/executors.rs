//! The executors' cell against the parties of the plan: every name read must be one that the plan explains.
//!
//! Must never guess whom a name means: the plan says it, or it is a mistake.
#![deny(missing_docs)]

use crate::definition::check::head::{Head, Party};
use crate::definition::mistake::Code;
use crate::definition::model::{Executor, Executors, Part};
use crate::definition::shape::Desk;
use crate::definition::source::{Placed, Span};
use crate::definition::suggest;
use crate::words::executors::{self, AliasDefinition, Aliases, Fanout, Outcome};

/// The names of the plan's parties, as abbreviations for the reader of cells.
pub fn aliases(head: &Head) -> Aliases {
    let mut aliases = Aliases::new();
    for party in head.parties.iter().flatten() {
        let fanout = match party.who {
            Some(Executors::One(_)) | None => Fanout::Single,
            Some(Executors::EachOfKind(_) | Executors::Each(_)) => Fanout::EachInstitution,
        };
        let names = std::iter::once(&party.name).chain(&party.also);
        let definitions: Vec<AliasDefinition> = names
            .map(|name| AliasDefinition {
                short: name.clone(),
                full: name.clone(),
                name: party.name.clone(),
                fanout,
            })
            .collect();
        aliases.learn(&definitions);
    }
    aliases
}

/// Reads the cell; `None` when a name is not explained by the plan.
pub fn check(cell: &Placed<String>, head: &Head, aliases: &Aliases, desk: &mut Desk<'_>) -> Option<Vec<Executor>> {
    let parties = head.parties.as_ref()?;
    let reading = executors::read(&cell.value, aliases);
    let mut executors: Vec<Executor> = Vec::new();
    let mut unknown = reading.outcome == Outcome::Ask;
    if unknown {
        desk.advise(
            cell.span,
            Code::UnknownExecutor,
            "графа исполнителей не прочитана",
            reading.reasons.join("; "),
        );
    }
    for party in &reading.parties {
        // «Общеобразовательные организации (далее ОО)»: the cell itself gives other names for the party.
        let own = reading
            .definitions
            .iter()
            .filter(|own| own.name == party.name)
            .flat_map(|own| [&own.short, &own.full]);
        let Some(known) = std::iter::once(&party.name)
            .chain(own)
            .find_map(|name| find(name, parties))
        else {
            unknown = true;
            let help = suggest::among(
                &party.name,
                parties.iter().map(|party| party.name.as_str()),
                "parties в plan.yaml",
            );
            desk.advise(
                words(cell, &party.name, desk),
                Code::UnknownExecutor,
                format!("план не говорит, кто такой исполнитель «{}»", party.name),
                help,
            );
            continue;
        };
        let Some(who) = known.who.clone() else {
            unknown = true;
            continue;
        };
        if executors.iter().any(|executor| executor.name == known.name) {
            continue;
        }
        let part = if executors.is_empty() {
            Part::Lead
        } else {
            Part::CoExecutor
        };
        executors.push(Executor {
            name: known.name.clone(),
            who,
            part,
            addressee: known.addressee,
            addressed: known.addressed.clone(),
        });
    }
    (!unknown).then_some(executors)
}

/// Where `name` stands in the cell, if it stands there word by word; else the whole cell.
fn words(cell: &Placed<String>, name: &str, desk: &Desk<'_>) -> Span {
    let written = desk.source.text.get(cell.span.start..cell.span.end).unwrap_or_default();
    let (folded, sought) = (written.to_lowercase(), name.to_lowercase());
    let at = folded
        .find(&sought)
        .filter(|_| folded.len() == written.len() && sought.len() == name.len());
    at.map_or(cell.span, |at| Span {
        start: cell.span.start + at,
        end: cell.span.start + at + sought.len(),
    })
}

/// The party that goes by `name`: as a whole, or by its part before or within the brackets («отдел образования (ОО АНГО)»).
fn find<'a>(name: &str, parties: &'a [Party]) -> Option<&'a Party> {
    let (outer, inner) = name
        .split_once('(')
        .map_or((name, ""), |(outer, inner)| (outer, inner.trim_end_matches(')')));
    [name, inner, outer].into_iter().find_map(|name| {
        let folded = fold(name);
        parties.iter().find(|party| {
            !folded.is_empty()
                && std::iter::once(&party.name)
                    .chain(&party.also)
                    .any(|known| fold(known) == folded)
        })
    })
}

/// Case, ё and runs of white space do not tell names apart.
fn fold(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase().replace('ё', "е")
}
