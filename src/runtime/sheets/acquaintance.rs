//! The acquaintance sheet of a registered order: the heads of all institutions it gives tasks to.

use super::approval::registration;
use super::{Office, TASKS_MAX};
use crate::documents::papers::context::Signer;
use crate::documents::papers::context::acquaintance_sheet::{AcquaintanceLine, AcquaintanceSheetContext};
use crate::documents::papers::context::requisites::Named;
use crate::runtime::reading::tasks_of_instance;
use crate::runtime::render::NotRendered;
use crate::words::ids::{DocumentId, RoleKey};
use crate::words::phrasing::short_name;

/// Empty rows for those who are added by hand.
const BLANK_ROWS: usize = 3;

/// The sheet's file name and facts; none for a draft, which nobody has to read.
pub async fn context(
    office: Office<'_>,
    id: DocumentId,
) -> Result<Option<(String, AcquaintanceSheetContext)>, NotRendered> {
    let reader = office.reader;
    let Some(row) = reader.document(id).await? else {
        return Ok(None);
    };
    let Some(registration) = registration(&row) else {
        return Ok(None);
    };
    let catalog = office.catalog;
    let plan = catalog.plan(&row.draft.plan);
    let plan = plan.ok_or_else(|| NotRendered::NoPlan(row.draft.plan.to_string()))?;
    let mut named = Vec::new();
    for instance in &row.document.serves {
        for task in tasks_of_instance(reader, *instance, TASKS_MAX).await? {
            if !named.contains(&task.task.institution) {
                named.push(task.task.institution);
            }
        }
    }
    let on = registration.date;
    let listed = plan.institutions.iter();
    let listed = listed.filter(|institution| named.contains(&institution.key) && institution.is_valid_on(on));
    let people = listed.map(|institution| AcquaintanceLine {
        name: institution.director.clone(),
        post: format!("руководитель {}", institution.short_name),
        date: None,
    });
    let clerk = plan.rules.roles.get(&RoleKey::from("clerk"));
    let context = AcquaintanceSheetContext {
        institution: plan.office.name.clone(),
        document: Named {
            kind: format!("приказом {}", plan.office.name_genitive),
            date: Some(on),
            number: Some(registration.number.clone()),
            title: row.draft.title.clone(),
        },
        due: None,
        people: people.collect(),
        blank_rows: BLANK_ROWS,
        signer: Signer {
            post: clerk.map(|clerk| clerk.post.clone()).unwrap_or_default(),
            name: clerk.map(|clerk| short_name(&clerk.name)).unwrap_or_default(),
            acting: false,
        },
    };
    let name = format!(
        "Лист ознакомления с приказом № {}.docx",
        registration.number.replace(['/', '\\', ':'], "-")
    );
    Ok(Some((name, context)))
}
