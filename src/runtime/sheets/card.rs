//! The registration card of a document on paper. The case it is filed in and its storage term are written in by hand.

use super::{Office, issuer};
use crate::documents::papers::context::Preparer;
use crate::documents::papers::context::registration_card::{
    CardControl, CardExecutor, CardExtension, CardFile, ExecutionMark, RegistrationCardContext,
};
use crate::documents::papers::context::requisites::Official;
use crate::engine::state::TaskState;
use crate::runtime::card::{Card, Control, card};
use crate::runtime::journal::Desk;
use crate::runtime::render::NotRendered;
use crate::words::clock::office_date;
use crate::words::ids::{DocumentId, RoleKey};
use crate::words::phrasing::short_name;

/// The card's file name and facts.
pub async fn context(
    office: Office<'_>,
    id: DocumentId,
) -> Result<Option<(String, RegistrationCardContext)>, NotRendered> {
    let reader = office.reader;
    let desk = Desk {
        catalog: office.catalog,
        reader,
    };
    let Some(row) = reader.document(id).await? else {
        return Ok(None);
    };
    let Some(card) = card(desk, id).await? else {
        return Ok(None);
    };
    let plan = office.catalog.plan(&row.draft.plan);
    let plan = plan.ok_or_else(|| NotRendered::NoPlan(row.draft.plan.to_string()))?;
    let head = plan.rules.roles.get(&RoleKey::from("head"));
    let controller = Official {
        post: head.map(|head| head.post.clone()).unwrap_or_default(),
        name: head.map(|head| short_name(&head.name)).unwrap_or_default(),
    };
    let entry = &card.entry;
    let number = entry.date.map(|_| entry.number.clone());
    let of = number
        .as_ref()
        .map_or_else(|| "проекта".to_owned(), |number| format!("№ {number}"));
    let context = RegistrationCardContext {
        issuer: issuer(&plan),
        kind: card.kind.clone(),
        title: entry.title.clone(),
        date: entry.date,
        number,
        journal: card.journal.clone().unwrap_or_default(),
        index: String::new(),
        signer: entry.signer.as_ref().map_or_else(
            || controller.clone(),
            |signer| Official {
                post: signer.post.clone(),
                name: signer.name.clone(),
            },
        ),
        prepared_by: entry.preparer.clone().unwrap_or(Preparer {
            name: String::new(),
            phone: String::new(),
        }),
        sheets: None,
        annexes: Vec::new(),
        control: (!card.control.is_empty()).then_some(CardControl {
            date: card.control_date,
            controller,
            released: card.taken_off,
        }),
        executors: card.control.iter().map(executor).collect(),
        extensions: extensions(&card),
        executed: executed(&card),
        case: String::new(),
        storage_term: String::new(),
        links: entry.links.iter().map(|link| link.text.clone()).collect(),
        files: files(&card),
        as_of: office_date(office.now, plan.time_zone),
    };
    Ok(Some((
        format!("РКК {}.docx", of.replace(['/', '\\', ':'], "-")),
        context,
    )))
}

fn executor(control: &Control) -> CardExecutor {
    CardExecutor {
        name: format!("{} (пункт {})", control.institution, control.item),
        lead: control.lead,
        due: Some(control.current),
        done: match control.state {
            TaskState::Accepted { reported_on, .. } => Some(reported_on),
            _ => None,
        },
    }
}

fn extensions(card: &Card) -> Vec<CardExtension> {
    let given = card.extensions.iter().map(|extension| CardExtension {
        on: extension.on,
        from: extension.from,
        to: extension.to,
        basis: format!("{}: {}", extension.institution, extension.basis),
        by: extension.by.clone(),
    });
    given.collect()
}

/// Once the last of its items is off control.
fn executed(card: &Card) -> Option<ExecutionMark> {
    let on = card.taken_off.filter(|_| !card.control.is_empty())?;
    let done = card
        .control
        .iter()
        .filter(|control| matches!(control.state, TaskState::Accepted { .. }));
    let text = format!("Исполнено поручений: {} из {}", done.count(), card.control.len());
    Some(ExecutionMark { on, text })
}

/// The order itself, then scans and signatures.
fn files(card: &Card) -> Vec<CardFile> {
    let own = card.entry.file.iter().map(|file| (&file.name, &file.sha256));
    let added = card
        .attachments
        .iter()
        .map(|added| (&added.file.name, &added.file.sha256));
    let files = own.chain(added).map(|(name, sha256)| CardFile {
        name: name.clone(),
        sha256: sha256.clone(),
    });
    files.collect()
}
