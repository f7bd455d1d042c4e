//! The approval sheet of a document: whom it was sent to, and what each answered in the last round.

use super::{Office, preparer};
use crate::definition::model::{Act, Approval, Plan};
use crate::documents::papers::context::approval_sheet::{ApprovalLine, ApprovalSheetContext, Decision, Verdict};
use crate::documents::papers::context::requisites::Named;
use crate::engine::state::{DocumentState, Registration};
use crate::engine::transition::Transition;
use crate::runtime::render::NotRendered;
use crate::store::rows::{DocumentRow, HistoryRow};
use crate::words::ids::{DocumentId, RoleKey};
use crate::words::phrasing::short_name;
use chrono::NaiveDate;

/// The sheet's file name and facts.
pub async fn context(
    office: Office<'_>,
    id: DocumentId,
) -> Result<Option<(String, ApprovalSheetContext)>, NotRendered> {
    let reader = office.reader;
    let Some(row) = reader.document(id).await? else {
        return Ok(None);
    };
    let Some(first) = row.document.serves.first() else {
        return Ok(None);
    };
    let Some(instance) = reader.instance(*first).await? else {
        return Ok(None);
    };
    let instance = instance.instance;
    let catalog = office.catalog;
    let (Some(plan), Some(definition)) = (catalog.plan(&row.draft.plan), catalog.pinned(&instance.definition)) else {
        return Err(NotRendered::NoPlan(row.draft.plan.to_string()));
    };
    let history = reader.history_all(*first).await?;
    let rounds: Vec<&HistoryRow> = history.iter().filter(|row| row.entry.document == Some(id)).collect();
    let stages = definition.lifecycle.stages.values();
    let approval = stages.filter_map(|stage| match &stage.act {
        Act::Approve(approval) => Some(approval),
        _ => None,
    });
    // The stage it was registered in, else the one that is to approve it.
    let journal = registration(&row).map(|registration| &registration.journal);
    let approval = approval.min_by_key(|approval| Some(&approval.journal) != journal);
    let (submitted, approvers) = match approval {
        Some(approval) => answers(&plan, approval, &rounds),
        None => (None, Vec::new()),
    };
    let word = if registration(&row).is_some() {
        "приказу"
    } else {
        "проекту приказа"
    };
    let context = ApprovalSheetContext {
        submitted_by: plan.office.name.clone(),
        document: Named {
            kind: format!("{word} {}", plan.office.name_genitive),
            date: registration(&row).map(|registration| registration.date),
            number: registration(&row).map(|registration| registration.number.clone()),
            title: row.draft.title.clone(),
        },
        submitted,
        approvers,
        prepared_by: preparer(&plan),
    };
    Ok(Some(("Лист согласования.docx".to_owned(), context)))
}

/// The number and date of a document that has them.
pub fn registration(row: &DocumentRow) -> Option<&Registration> {
    match &row.document.state {
        DocumentState::Registered(registration) | DocumentState::Cancelled { registration, .. } => Some(registration),
        DocumentState::Draft | DocumentState::OnApproval => None,
    }
}

/// When the last round began, and each approver's answer in it.
fn answers(plan: &Plan, approval: &Approval, rounds: &[&HistoryRow]) -> (Option<NaiveDate>, Vec<ApprovalLine>) {
    let began = rounds
        .iter()
        .rposition(|row| matches!(row.entry.transition, Transition::DocumentIssued { .. }));
    let round = began.map_or(&[][..], |began| &rounds[began..]);
    let submitted = round.first().map(|row| row.entry.effective_on);
    let lines = approval.by.iter().map(|role| {
        let holder = plan.rules.roles.get(role);
        ApprovalLine {
            post: holder.map_or_else(|| role.to_string(), |holder| holder.post.clone()),
            name: holder.map(|holder| short_name(&holder.name)).unwrap_or_default(),
            received: submitted,
            verdict: round.iter().rev().find_map(|row| verdict(row, role)),
        }
    });
    (submitted, lines.collect())
}

fn verdict(row: &HistoryRow, role: &RoleKey) -> Option<Verdict> {
    let date = row.entry.effective_on;
    match &row.entry.transition {
        Transition::DocumentApproved { role: whose, .. } if whose == role => Some(Verdict {
            date,
            decision: Decision::Agreed,
            remark: String::new(),
        }),
        Transition::DocumentReturned {
            role: whose, reason, ..
        } if whose == role => Some(Verdict {
            date,
            decision: Decision::Refused,
            remark: reason.clone(),
        }),
        _ => None,
    }
}
