//! What registration needs around it: the neighbours of a number given by hand, links to other documents, and what
//! happens to these when the document that names them is registered.
//!
//! Must never decide whether a number fits: that is the engine's.

use super::catalog::Catalog;
use super::command::{Act, Command, Refusal};
use super::planned::{Planned, document_row, rejected};
use super::stage::Stage;
use crate::definition::journal::Numbered;
use crate::definition::model::{Act as StageAct, Definition, Journal, Plan};
use crate::documents::papers::context::Basis;
use crate::engine::event::Event;
use crate::engine::paper::{Around, Does, Entry, Link, Linked, Mark, TasksOfCancelled};
use crate::engine::state::{Document, DocumentState, Instance, JournalHead, Registration};
use crate::engine::transition::Transition;
use crate::store::rows::{DocumentRow, Needs, SeriesPlace, VoidRow};
use crate::words::ids::{DocumentId, InstanceId, JournalKey};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// What a journal registers, when no plan keeps it any longer.
const SOME_KIND: &str = "документ";

/// The journals that print such numbers, and the places of this one in them: which of them is meant is known only when
/// the document is.
pub fn series(catalog: &Catalog, number: &str, year: i32, needs: &mut Needs) {
    for plan in catalog.plans() {
        for (key, journal) in &plan.rules.journals {
            needs.journals.push((key.clone(), year));
            let Some(numbered) = journal.read(year, number) else {
                continue;
            };
            let place = SeriesPlace {
                journal: key.clone(),
                year,
                numbered,
            };
            if !needs.series.contains(&place) {
                needs.series.push(place);
            }
        }
    }
}

/// The event that says all links of a document that is issued; none when it has none and had none before.
pub fn links(stage: &Stage<'_, '_>, id: DocumentId, links: &[Link]) -> Result<Option<Event>, Refusal> {
    let had = stage.document(id).is_some_and(|row| !row.document.links.is_empty());
    for (at, link) in links.iter().enumerate() {
        if links[..at].iter().any(|other| other.to == link.to) {
            return Err(rejected(
                "DUPLICATE",
                "документ назван среди связанных дважды",
                field_of(link),
            ));
        }
        if let Linked::Document(other) = &link.to {
            require_registered(stage, *other, link)?;
        }
    }
    let links = links.to_vec();
    Ok((had || !links.is_empty()).then_some(Event::LinkDocument { document: id, links }))
}

/// The documents that a draft speaks of, as its own text cites them: kind in the accusative, number, date, heading.
pub fn cited(stage: &Stage<'_, '_>, plan: &Plan, links: &[Link]) -> Vec<(Does, Basis)> {
    let cite = |link: &Link| {
        let basis = match &link.to {
            Linked::Paper(paper) => Basis {
                kind: paper.kind.clone(),
                date: Some(paper.date),
                number: Some(paper.number.clone()),
                title: String::new(),
            },
            Linked::Document(id) => {
                let row = stage.document(*id)?;
                let registration = row.document.state.registration()?;
                let journal = stage.work.catalog.journal(&registration.journal);
                let kind = journal.map_or_else(|| SOME_KIND.to_owned(), |(_, journal)| journal.kind);
                Basis {
                    kind: format!("{kind} {}", plan.office.name_genitive),
                    date: Some(registration.date),
                    number: Some(registration.number.clone()),
                    title: row.draft.title.clone(),
                }
            }
        };
        Some((link.does, basis))
    };
    links.iter().filter_map(cite).collect()
}

/// Only what is in force can be amended, cancelled or carried out.
fn require_registered(stage: &Stage<'_, '_>, id: DocumentId, link: &Link) -> Result<(), Refusal> {
    let row = document_row(stage, id)?;
    let title = &row.draft.title;
    let message = match &row.document.state {
        DocumentState::Registered(_) => return Ok(()),
        DocumentState::Draft | DocumentState::OnApproval => {
            format!("документ «{title}» ещё не зарегистрирован: связать можно только с зарегистрированным")
        }
        DocumentState::Cancelled { registration, .. } => {
            format!("документ № {} «{title}» уже утратил силу", registration.number)
        }
    };
    Err(rejected("WRONG_DOCUMENT", &message, field_of(link)))
}

fn field_of(link: &Link) -> &'static str {
    match link.does {
        Does::Amends => "amends",
        Does::Cancels | Does::CancelsWithTasks => "cancels",
        Does::Executes | Does::InsteadOf => "executes",
    }
}

/// The events of an act on a registered document: each instance that it serves takes note.
pub fn of_registered(stage: &Stage<'_, '_>, act: &Act) -> Planned {
    let (document, event) = match act.clone() {
        Act::AnnulDocument { document, reason } => {
            let (mark, tasks) = (Mark::Annulled { reason }, TasksOfCancelled::RunOn);
            (document, Event::CancelDocument { document, mark, tasks })
        }
        Act::AttachToDocument { document, kind, file } => (document, Event::AttachToDocument { document, kind, file }),
        _ => return Ok(Vec::new()),
    };
    let row = document_row(stage, document)?;
    if row.document.serves.is_empty() {
        return Err(Refusal::NotFound {
            what: format!("пункт документа {document}"),
        });
    }
    Ok(row
        .document
        .serves
        .iter()
        .map(|instance| (*instance, event.clone()))
        .collect())
}

/// The document that takes another's place: there is one at the most, so that a text never stands under two numbers.
pub fn again_of(document: DocumentId) -> DocumentId {
    DocumentId::of(&format!("{document} заново"))
}

/// The events by which a document is registered again: annulled where it is still in force, then registered through the
/// first instance that it serves; the others follow among the [`consequences`].
pub fn again(stage: &mut Stage<'_, '_>, command: &Command) -> Planned {
    let Act::RegisterAgain {
        document: instead_of,
        number,
        date,
        skipped,
        reason,
    } = &command.act
    else {
        return Ok(Vec::new());
    };
    let document = again_of(*instead_of);
    let before = document_row(stage, *instead_of)?;
    if let Some(known) = stage.document(document) {
        let number = known.document.state.registration().map(|entry| entry.number.clone());
        let number = number.unwrap_or_default();
        let message = format!("документ уже зарегистрирован заново под № {number}: исправляйте тот");
        return Err(rejected("WRONG_DOCUMENT", &message, "document"));
    }
    let nothing = || Refusal::NotFound {
        what: format!("пункт документа {instead_of}"),
    };
    let serves = before.document.serves.clone();
    let first = serves.first().copied().ok_or_else(nothing)?;
    let registration = before.document.state.registration();
    let journal = registration.map(|registration| registration.journal.clone());
    let mut events = Vec::new();
    if let DocumentState::Registered(_) = before.document.state {
        let annulled = Event::CancelDocument {
            document: *instead_of,
            mark: Mark::Annulled {
                reason: reason.clone().unwrap_or_default(),
            },
            tasks: TasksOfCancelled::RunOn,
        };
        events.extend(serves.iter().map(|instance| (*instance, annulled.clone())));
    }
    let again = Event::RegisterAgain {
        instead_of: *instead_of,
        document,
        // A document without a number has no journal yet: the engine says what is wrong with it.
        journal: journal.unwrap_or_else(|| JournalKey::from("")),
        number: number.clone(),
        date: *date,
        skipped: skipped.clone(),
    };
    events.push((first, again));
    let row = DocumentRow {
        version: 0,
        document: Document::draft(document),
        draft: before.draft.clone(),
        file: None,
    };
    stage.drafted = Some(row);
    stage.answer.document = Some(document);
    Ok(events)
}

/// What follows in the same transaction from a registration: what the document cancels loses its force; what served
/// together with the first instance of a document that was registered again follows it.
pub fn consequences(stage: &Stage<'_, '_>, command: &Command) -> Planned {
    let (document, instead_of) = match &command.act {
        Act::Approve { document } | Act::RegisterByHand { document, .. } => (*document, None),
        Act::RegisterAgain { document, .. } => (again_of(*document), Some(*document)),
        _ => return Ok(Vec::new()),
    };
    let row = document_row(stage, document)?;
    let DocumentState::Registered(registration) = &row.document.state else {
        return Ok(Vec::new());
    };
    let mut events = cancelled(stage, row, registration, instead_of)?;
    if let Some(instead_of) = instead_of {
        let follow = Event::FollowRegisteredAgain {
            instead_of,
            document,
            registration: registration.clone(),
        };
        let others = row.document.serves.iter().skip(1);
        events.extend(others.map(|instance| (*instance, follow.clone())));
    }
    Ok(events)
}

/// What a registered document cancels loses its force; what it cancelled under another number says so.
fn cancelled(
    stage: &Stage<'_, '_>,
    row: &DocumentRow,
    registration: &Registration,
    instead_of: Option<DocumentId>,
) -> Planned {
    let kind = stage.work.catalog.journal(&registration.journal);
    let mark = Mark::CancelledBy {
        document: row.document.id,
        kind: kind.map_or_else(|| SOME_KIND.to_owned(), |(_, journal)| journal.kind),
        number: registration.number.clone(),
        date: registration.date,
        instead_of,
    };
    let mut events = Vec::new();
    for link in row.document.links.iter().filter(|link| link.does.cancels()) {
        let Linked::Document(id) = link.to else { continue };
        let cancelled = &document_row(stage, id)?.document;
        // One that has lost its force meanwhile keeps the mark it has.
        match &cancelled.state {
            DocumentState::Registered(_) => {}
            DocumentState::Cancelled { mark: Some(known), .. } if mark.corrects(known) => {}
            _ => continue,
        }
        let tasks = if link.does == Does::CancelsWithTasks {
            TasksOfCancelled::Withdrawn
        } else {
            TasksOfCancelled::RunOn
        };
        let event = Event::CancelDocument {
            document: id,
            mark: mark.clone(),
            tasks,
        };
        events.extend(cancelled.serves.iter().map(|instance| (*instance, event.clone())));
    }
    Ok(events)
}

impl Stage<'_, '_> {
    /// The head of the journal that an event registers in, and what stands around a number given by hand. Other events
    /// do not touch the journal; for them it is not even loaded.
    pub(super) fn series(
        &self,
        instance: Option<&Instance>,
        document: Option<&Document>,
        definition: &Definition,
        event: &Event,
        on: NaiveDate,
    ) -> (Option<JournalHead>, Option<Around>) {
        let year = match event {
            Event::Approve { .. } => on.year(),
            Event::RegisterByHand { date, .. } => date.year(),
            Event::RegisterAgain {
                journal, number, date, ..
            } => return self.series_named(definition, journal, date.year(), Some(number)),
            Event::FollowRegisteredAgain { registration, .. } => {
                return self.series_named(definition, &registration.journal, registration.date.year(), None);
            }
            Event::VoidNumber { journal, year, .. } => return self.series_named(definition, journal, *year, None),
            Event::FollowDocument { .. } => {
                let registered = document.and_then(|document| document.state.registration());
                registered.map_or(on, |registration| registration.date).year()
            }
            _ => return (None, None),
        };
        let Some((key, journal)) = instance.and_then(|instance| journal_of(definition, instance)) else {
            return (None, None);
        };
        let around = match event {
            Event::RegisterByHand { number, .. } => journal.read(year, number),
            _ => None,
        };
        let around = around.and_then(|numbered| self.around(key, year, numbered));
        (Some(self.head(key, journal, year)), around)
    }

    /// The same of a journal that the event names itself.
    fn series_named(
        &self,
        definition: &Definition,
        key: &JournalKey,
        year: i32,
        number: Option<&String>,
    ) -> (Option<JournalHead>, Option<Around>) {
        let Some(journal) = definition.rules.journals.get(key) else {
            return (None, None);
        };
        let numbered = number.and_then(|number| journal.read(year, number));
        let around = numbered.and_then(|numbered| self.around(key, year, numbered));
        (Some(self.head(key, journal, year)), around)
    }

    /// The head as kept; what the plans say was used on paper is used, whatever text the instance began with.
    fn head(&self, key: &JournalKey, journal: &Journal, year: i32) -> JournalHead {
        let series = (key.clone(), year);
        let row = self
            .rows
            .journals
            .get(&series)
            .or_else(|| self.work.rows.journals.get(&series));
        let on_paper = journal.last_used.get(&year).copied().unwrap_or(0);
        let on_paper = on_paper.max(self.work.catalog.last_on_paper(key, year));
        JournalHead {
            journal: key.clone(),
            year,
            last: row.map_or(0, |row| row.head.last).max(on_paper),
            last_on: row.and_then(|row| row.head.last_on),
        }
    }

    /// `None` when the neighbours were not loaded: today's plans print other numbers than the text the instance began with.
    fn around(&self, key: &JournalKey, year: i32, numbered: Numbered) -> Option<Around> {
        let asked = SeriesPlace {
            journal: key.clone(),
            year,
            numbered,
        };
        if !self.work.places.contains(&asked) {
            return None;
        }
        let series = (key.clone(), year);
        let known: Vec<&BTreeMap<u64, Entry>> = [&self.rows, &self.work.rows]
            .into_iter()
            .filter_map(|rows| rows.entries.get(&series))
            .collect();
        let place = numbered.place();
        let at = |place: u64| known.iter().find_map(|entries| entries.get(&place)).cloned();
        let dated = |entry: &&Entry| entry.date.is_some();
        let before = known
            .iter()
            .filter_map(|entries| entries.range(..place).map(|(_, entry)| entry).rfind(dated))
            .max_by_key(|entry| entry.numbered.place());
        let after = known
            .iter()
            .filter_map(|entries| entries.range(place + 1..).map(|(_, entry)| entry).find(dated))
            .min_by_key(|entry| entry.numbered.place());
        Some(Around {
            journal: Some(key.clone()),
            year,
            place,
            before: before.cloned(),
            at: at(place),
            after: after.cloned(),
        })
    }

    /// Writes a transition into the number series that it tells of.
    pub(super) fn enter(&mut self, id: InstanceId, definition: &Definition, transition: &Transition) {
        match transition {
            Transition::DocumentRegistered { registration, .. }
            | Transition::DocumentRegisteredAgain { registration, .. } => {
                let entry = Entry {
                    numbered: registration.numbered(),
                    number: registration.number.clone(),
                    date: Some(registration.date),
                    void: None,
                };
                self.enter_at((registration.journal.clone(), registration.date.year()), entry);
            }
            Transition::NumbersVoided {
                journal,
                year,
                first,
                last,
                on,
                reason,
            } => {
                let print = |sequence: u32| match definition.rules.journals.get(journal) {
                    Some(journal) => journal.print(*year, sequence),
                    None => sequence.to_string(),
                };
                for sequence in *first..=*last {
                    let number = print(sequence);
                    let entry = Entry {
                        numbered: sequence.into(),
                        number: number.clone(),
                        date: None,
                        void: Some(reason.clone()),
                    };
                    self.enter_at((journal.clone(), *year), entry);
                    self.voids.push(VoidRow {
                        journal: journal.clone(),
                        year: *year,
                        sequence,
                        number,
                        reason: reason.clone(),
                        on: *on,
                        instance: id,
                    });
                }
            }
            _ => {}
        }
    }

    fn enter_at(&mut self, series: (JournalKey, i32), entry: Entry) {
        let entries = self.rows.entries.entry(series).or_default();
        entries.insert(entry.numbered.place(), entry);
    }
}

fn journal_of<'d>(definition: &'d Definition, instance: &Instance) -> Option<(&'d JournalKey, &'d Journal)> {
    match &definition.lifecycle.stages.get(&instance.stage)?.act {
        StageAct::Approve(approval) => definition.rules.journals.get_key_value(&approval.journal),
        _ => None,
    }
}
