//! Register again: a document whose number was wrong, or that lost its force by mistake, is registered once more as
//! another document with the same text. The number it had stays in the journal with its mark; the instances that it
//! served are served by the new one from now on, wherever they stand, closed ones too.
//!
//! Must never send tasks again: they were sent, and only a letter says under which number they stand.

use super::document_state;
use super::number::{self, OnPaper};
use super::register_by_hand::require_drafter;
use crate::engine::authority;
use crate::engine::effect::{Correspondent, Effect, NoteKind};
use crate::engine::event::Event;
use crate::engine::outcome::Outcome;
use crate::engine::paper::{Does, Link, Linked, Mark};
use crate::engine::rejection::Rejection;
use crate::engine::state::{Document, DocumentState, Registration};
use crate::engine::transition::Transition;
use crate::words::ids::DocumentId;

const ACT: &str = "зарегистрировать документ заново";

/// Registers the document anew because of the first of the instances that it serves.
pub fn register(outcome: &mut Outcome<'_>, event: &Event) -> Result<(), Rejection> {
    let Event::RegisterAgain {
        instead_of,
        document,
        journal,
        number,
        date,
        skipped,
    } = event
    else {
        return Err(Rejection::Stale);
    };
    require_drafter(outcome, ACT)?;
    let (before, mark) = without_force(outcome, *instead_of)?;
    let (wrong, links) = (registration_of(&before)?, before.links);
    let paper = OnPaper {
        number,
        date: *date,
        skipped: skipped.as_deref(),
        instead_of: Some(&wrong),
    };
    if *journal != wrong.journal {
        return Err(Rejection::Incomplete {
            what: format!("последний номер журнала «{}»", wrong.journal),
        });
    }
    let registration = number::by_hand(outcome, journal, &paper)?;
    again(outcome, (*instead_of, *document), &registration, links);
    outcome.ask(Effect::Render { document: *document });
    tell_executors(outcome, &wrong, &registration, mark.as_ref());
    Ok(())
}

/// Another instance that the document serves takes note.
pub fn follow(outcome: &mut Outcome<'_>, event: &Event) -> Result<(), Rejection> {
    let Event::FollowRegisteredAgain {
        instead_of,
        document,
        registration,
    } = event
    else {
        return Err(Rejection::Stale);
    };
    authority::require_department_or_system(outcome, ACT)?;
    let (before, mark) = without_force(outcome, *instead_of)?;
    let (wrong, links) = (registration_of(&before)?, before.links);
    again(outcome, (*instead_of, *document), registration, links);
    tell_executors(outcome, &wrong, registration, mark.as_ref());
    Ok(())
}

/// The document, which has lost its force and served this instance, and what the journal says beside it.
fn without_force(outcome: &Outcome<'_>, id: DocumentId) -> Result<(Document, Option<Mark>), Rejection> {
    let instance = outcome.instance()?.id;
    let wrong = |state| Rejection::WrongDocument {
        document: id,
        state,
        act: ACT,
    };
    let known = outcome.document().filter(|known| known.id == id);
    let document = known
        .filter(|known| known.serves.contains(&instance))
        .ok_or_else(|| wrong("не относится к этому пункту"))?;
    match &document.state {
        DocumentState::Cancelled { mark, .. } => Ok((document.clone(), mark.clone())),
        state => Err(wrong(document_state(state))),
    }
}

fn registration_of(document: &Document) -> Result<Registration, Rejection> {
    let known = document.state.registration().cloned();
    known.ok_or_else(|| Rejection::Incomplete {
        what: "номер и дата документа".to_owned(),
    })
}

fn again(
    outcome: &mut Outcome<'_>,
    (instead_of, document): (DocumentId, DocumentId),
    registration: &Registration,
    mut links: Vec<Link>,
) {
    outcome.record(Transition::DocumentRegisteredAgain {
        document,
        instead_of,
        registration: registration.clone(),
    });
    links.retain(|link| link.does != Does::InsteadOf);
    links.push(Link {
        does: Does::InsteadOf,
        to: Linked::Document(instead_of),
    });
    outcome.record(Transition::DocumentLinked { document, links });
}

/// Who has a task has a letter that names the number of before.
fn tell_executors(outcome: &mut Outcome<'_>, wrong: &Registration, right: &Registration, mark: Option<&Mark>) {
    let sent = outcome.instance().is_ok_and(|instance| instance.counts.total > 0);
    if !sent {
        return;
    }
    let day = |registration: &Registration| registration.date.format("%d.%m.%Y").to_string();
    let why = mark.map_or_else(|| "отменён".to_owned(), Mark::in_words);
    let text = format!(
        "Документ, по которому вам дано поручение, зарегистрирован заново: № {} от {}. Прежний номер, {} от {}, {why}. \
         Поручение и срок прежние; в отчёте ссылайтесь на № {}.",
        right.number,
        day(right),
        wrong.number,
        day(wrong),
        right.number,
    );
    outcome.ask(Effect::Note {
        to: Correspondent::Executor,
        kind: NoteKind::Text(text),
    });
}
