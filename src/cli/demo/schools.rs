//! What the executors do in the show: most report in time, some late, some ask for more time, some must report again.

use super::Show;
use super::people::expect;
use crate::engine::event::{Actor, OwnOrder, Report};
use crate::engine::state::{Task, TaskState};
use crate::runtime::command::{Act, Command, Refusal};
use crate::runtime::reading;
use crate::store::reader::{TaskFilter, TaskStanding, Viewer};
use crate::store::rows::TaskRow;
use crate::words::ids::InstitutionKey;
use chrono::{NaiveDate, TimeDelta};

/// One working day of all executors.
pub async fn act(show: &Show, day: NaiveDate) -> anyhow::Result<()> {
    let reader = show.runtime.reader(Viewer::System);
    let owed = TaskFilter {
        states: vec![TaskStanding::Issued, TaskStanding::Returned],
        ..TaskFilter::default()
    };
    for row in reading::tasks(&reader, &owed, usize::MAX).await? {
        if !others_wait(show, &row) && asks_today(show, &row.task, day) {
            ask(show, &row, day).await?;
        } else if reports_on(show, &row).is_some_and(|planned| planned <= day) {
            report(show, &row, day).await?;
        }
    }
    Ok(())
}

/// One task in twelve: four working days before its control date more time is asked for.
fn asks_today(show: &Show, task: &Task, day: NaiveDate) -> bool {
    let asks = Show::chance(&format!("просит {}", task.id), 12) == 0;
    let calendar = show.calendar();
    let on = calendar
        .add_working_days(task.control, -4)
        .unwrap_or(task.control)
        .max(task.issued_on);
    asks && task.state == TaskState::Issued
        && task.extension_asked.is_none()
        && task.current == task.control
        && day == on
}

/// The day the executor means to report: up to five working days before its control date; one in nine some days late.
fn reports_on(show: &Show, row: &TaskRow) -> Option<NaiveDate> {
    let task = &row.task;
    let calendar = show.calendar();
    if let TaskState::Returned { on } = task.state {
        return calendar.add_working_days(on, 2).ok();
    }
    if task.extension_asked.is_some() {
        return None; // waits for the answer
    }
    let days = i32::try_from(Show::chance(&format!("отчёт {}", task.id), 5)).unwrap_or(0);
    let late = Show::chance(&format!("опоздает {}", task.id), 9) == 0;
    let offset = match (others_wait(show, row), late) {
        (true, _) => -9 - days,
        (false, true) => 2 + days,
        (false, false) => -days,
    };
    calendar
        .add_working_days(task.current, offset)
        .ok()
        .map(|planned| planned.max(task.issued_on))
}

/// Items that others come after are done well before their date, or the others could not keep theirs.
fn others_wait(show: &Show, row: &TaskRow) -> bool {
    show.plan
        .items
        .iter()
        .any(|definition| definition.after.contains(&row.item))
}

async fn ask(show: &Show, row: &TaskRow, day: NaiveDate) -> anyhow::Result<()> {
    let calendar = show.calendar();
    let until = calendar.add_working_days(row.task.current, 5)?;
    let reason = "Болезнь ответственного работника, документы готовы частично".to_owned();
    let act = Act::AskExtension {
        task: row.task.id,
        until,
        reason,
    };
    let key = format!("показ/просьба/{}/{day}", row.task.id);
    expect(
        show.runtime
            .accept(Command::asked(key, show.institution(&row.task.institution), act))
            .await,
    )
}

async fn report(show: &Show, row: &TaskRow, day: NaiveDate) -> anyhow::Result<()> {
    let task = &row.task;
    let result = show
        .runtime
        .catalog()
        .current(&row.plan, &row.item)
        .map(|definition| definition.result.clone());
    let about = result.unwrap_or_default();
    let report = Report {
        text: format!("Исполнено: {about}"),
        own_order: about.to_lowercase().contains("приказ").then(|| OwnOrder {
            number: format!("{}-ОД", 20 + Show::chance(&format!("номер {}", task.id), 180)),
            date: day - TimeDelta::days(1),
        }),
        links: Vec::new(),
        files: Vec::new(),
        not_applicable: None,
    };
    let key = format!("показ/отчёт/{}/{}", task.id, task.reports);
    let act = Act::Report { task: task.id, report };
    match show
        .runtime
        .accept(Command::asked(key, show.institution(&task.institution), act))
        .await
    {
        // The lead sums up after the others: it tries again another day.
        Err(Refusal::Rejected {
            code: "CO_EXECUTORS_FIRST",
            ..
        }) => Ok(()),
        answer => expect(answer),
    }
}

impl Show {
    /// An institution, as the history shows it.
    pub fn institution(&self, key: &InstitutionKey) -> Actor {
        let found = self
            .plan
            .institutions
            .iter()
            .find(|institution| &institution.key == key);
        let name = found.map_or_else(|| key.to_string(), |institution| institution.short_name.clone());
        Actor::Institution { key: key.clone(), name }
    }
}
