//! Papers about the work itself, made from the state at the moment they are asked for: the status sheet of an item, the
//! approval and acquaintance sheets and the registration card of an order, the journal of registration of a year.
//!
//! Must never keep what it makes: these are views, dated by the day they show.

mod acquaintance;
mod approval;
mod card;
mod journal;
mod status;

use super::catalog::Catalog;
use super::render::NotRendered;
use crate::definition::model::Plan;
use crate::documents::papers::context::{Issuer, Preparer};
use crate::store::reader::{JournalOfYear, Reader};
use crate::words::ids::{DocumentId, InstanceId, RoleKey};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// Tasks that a sheet looks at; a region's fan-out beyond it is told by its counts.
const TASKS_MAX: usize = 2_000;

/// A paper about the work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sheet {
    /// Where an item stands: one page.
    Status(InstanceId),
    /// Who approved a document, and who is still to.
    Approval(DocumentId),
    /// Who has to sign that he read an order.
    Acquaintance(DocumentId),
    /// What is known of a document, and of how it is carried out (РКК).
    Card(DocumentId),
    /// All numbers of a journal in a year.
    Journal(JournalOfYear),
}

/// Where a sheet looks, and the moment it shows.
#[derive(Clone, Copy)]
pub struct Office<'a> {
    /// Plans and templates.
    pub catalog: &'a Catalog,
    /// Sheets are made for people of the department and for auditors: a reader that sees everything.
    pub reader: &'a Reader,
    /// Now.
    pub now: DateTime<Utc>,
}

/// A finished sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetFile {
    /// File name.
    pub name: String,
    /// The .docx.
    pub bytes: Vec<u8>,
}

impl Sheet {
    /// File of its template.
    fn template(&self) -> &'static str {
        match self {
            Self::Status(_) => "status-sheet.docx",
            Self::Approval(_) => "approval-sheet.docx",
            Self::Acquaintance(_) => "acquaintance-sheet.docx",
            Self::Card(_) => "registration-card.docx",
            Self::Journal(_) => "registration-journal.docx",
        }
    }
}

/// Makes a sheet; `None` when what it is about does not exist (or the item has not begun, the order is not registered).
pub async fn make(office: Office<'_>, sheet: &Sheet) -> Result<Option<SheetFile>, NotRendered> {
    let made = match sheet {
        Sheet::Status(instance) => written(status::context(office, *instance).await?)?,
        Sheet::Approval(document) => written(approval::context(office, *document).await?)?,
        Sheet::Acquaintance(document) => written(acquaintance::context(office, *document).await?)?,
        Sheet::Card(document) => written(card::context(office, *document).await?)?,
        Sheet::Journal(of) => written(journal::context(office, of).await?)?,
    };
    let Some((name, context)) = made else {
        return Ok(None);
    };
    let file = sheet.template();
    let template = office.catalog.template(file);
    let template = template.ok_or_else(|| NotRendered::NoSheet(file))?;
    let rendered = tokio::task::spawn_blocking(move || template.render(&context)).await;
    let rendered = rendered.map_err(|error| NotRendered::Broken(error.to_string()))??;
    Ok(Some(SheetFile {
        name,
        bytes: rendered.bytes,
    }))
}

type Written = Option<(String, serde_json::Value)>;

fn written<C: Serialize>(made: Option<(String, C)>) -> Result<Written, NotRendered> {
    let Some((name, context)) = made else {
        return Ok(None);
    };
    let context = serde_json::to_value(context).map_err(|error| NotRendered::Broken(error.to_string()))?;
    Ok(Some((name, context)))
}

/// The department, as papers name it.
fn issuer(plan: &Plan) -> Issuer {
    Issuer {
        parent: plan.office.parent.clone().unwrap_or_default(),
        name: plan.office.name.clone(),
        short_name: plan.office.short_name.clone(),
        place: plan.office.place.clone(),
    }
}

/// The clerk, where the plan names one.
fn preparer(plan: &Plan) -> Option<Preparer> {
    let clerk = plan.rules.roles.get(&RoleKey::from("clerk"))?;
    Some(Preparer {
        name: clerk.name.clone(),
        phone: clerk.phone.clone().unwrap_or_default(),
    })
}

/// Who did it, as a paper names him.
pub(super) fn actor(actor: &crate::engine::event::Actor) -> String {
    use crate::engine::event::Actor;
    match actor {
        Actor::Person { name, .. } | Actor::Institution { name, .. } => name.clone(),
        Actor::System => "автоматически".to_owned(),
    }
}
