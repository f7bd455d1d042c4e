//! The status sheet: one item in one period, as of today.

use super::{Office, TASKS_MAX, issuer, preparer};
use crate::definition::model::{Definition, Part, Plan};
use crate::documents::papers::context::Basis;
use crate::documents::papers::context::status_sheet::{
    Discipline, StatusCounts, StatusLine, StatusMark, StatusSheetContext,
};
use crate::engine::state::{Instance, InstanceState, Task, TaskState};
use crate::engine::transition::Transition;
use crate::runtime::reading::tasks_of_instance;
use crate::runtime::render::NotRendered;
use crate::store::rows::HistoryRow;
use crate::words::calendar::WorkCalendar;
use crate::words::clock::office_date;
use crate::words::ids::{InstanceId, InstitutionKey, TaskId};
use crate::words::phrasing::{join_list, period_name, short_date};
use chrono::NaiveDate;

/// Lines for institutions on one page; those that owe something come first.
const LINES_MAX: usize = 60;

/// The sheet's file name and facts.
pub async fn context(office: Office<'_>, id: InstanceId) -> Result<Option<(String, StatusSheetContext)>, NotRendered> {
    let reader = office.reader;
    let Some(row) = reader.instance(id).await? else {
        return Ok(None);
    };
    let instance = row.instance;
    let catalog = office.catalog;
    let (Some(plan), Some(definition)) = (catalog.plan(&instance.plan), catalog.pinned(&instance.definition)) else {
        return Err(NotRendered::NoPlan(instance.plan.to_string()));
    };
    let calendar = catalog.calendar(&instance.plan);
    let on = office_date(office.now, plan.time_zone);
    let tasks: Vec<Task> = tasks_of_instance(reader, id, TASKS_MAX)
        .await?
        .into_iter()
        .map(|row| row.task)
        .collect();
    let history = reader.history_all(id).await?;
    let view = View {
        plan: &plan,
        calendar: &calendar,
        on,
    };
    let (lead, others) = executors(&definition);
    let context = StatusSheetContext {
        issuer: issuer(&plan),
        item: definition.number.clone(),
        title: definition.title.split_whitespace().collect::<Vec<_>>().join(" "),
        basis: Basis {
            kind: format!("приказа {}", plan.office.name_genitive),
            date: Some(plan.basis.date),
            number: Some(plan.basis.number.clone()),
            title: String::new(),
        },
        period: period_name(instance.period.as_str()),
        stage: stage(&instance, &definition),
        lead,
        co_executors: others,
        due: instance.term.map(|term| term.due),
        control: instance.term.map(|term| term.control),
        as_of: on,
        counts: view.counts(&instance, &tasks),
        discipline: view.discipline(&tasks),
        institutions: view.lines(&tasks),
        marks: view.marks(&history, &tasks),
        prepared_by: preparer(&plan),
    };
    let name = format!(
        "Сведения об исполнении пункта {} на {}.docx",
        definition.number,
        short_date(on)
    );
    Ok(Some((name, context)))
}

/// Who answers, and who else works: as the plan prints them.
fn executors(definition: &Definition) -> (String, String) {
    let named = |part| {
        let executors = definition.executors.iter().filter(|executor| executor.part == part);
        join_list(&executors.map(|executor| executor.name.as_str()).collect::<Vec<_>>())
    };
    (named(Part::Lead), named(Part::CoExecutor))
}

fn stage(instance: &Instance, definition: &Definition) -> String {
    match instance.state {
        InstanceState::Released { on } => format!("снят с контроля {}", short_date(on)),
        InstanceState::Cancelled { on } => format!("отменён {}", short_date(on)),
        InstanceState::Suspended { on } => format!("приостановлен {}", short_date(on)),
        InstanceState::Active => {
            let stage = definition.lifecycle.stages.get(&instance.stage);
            stage.map_or_else(|| instance.stage.to_string(), |stage| stage.title.clone())
        }
    }
}

struct View<'a> {
    plan: &'a Plan,
    calendar: &'a WorkCalendar,
    on: NaiveDate,
}

impl View<'_> {
    fn counts(&self, instance: &Instance, tasks: &[Task]) -> StatusCounts {
        let counts = instance.counts;
        let overdue = tasks.iter().filter(|task| self.is_overdue(task)).count();
        StatusCounts {
            total: counts.total,
            open: counts.open,
            returned: counts.returned,
            reported: counts.reported,
            accepted: counts.accepted,
            cancelled: counts.cancelled,
            overdue: u32::try_from(overdue).unwrap_or(u32::MAX),
        }
    }

    /// The executor owes a report and its day has passed.
    fn is_overdue(&self, task: &Task) -> bool {
        matches!(task.state, TaskState::Issued | TaskState::Returned { .. }) && task.current < self.on
    }

    fn discipline(&self, tasks: &[Task]) -> Discipline {
        let (mut due, mut done, mut in_time, mut extended) = (0_u32, 0_u32, 0_u32, 0_u32);
        let mut delays: Vec<u32> = Vec::new();
        for task in tasks
            .iter()
            .filter(|task| !matches!(task.state, TaskState::Cancelled { .. }))
        {
            extended += u32::from(task.current != task.control);
            let reported = match task.state {
                TaskState::Accepted { reported_on, .. } => Some(reported_on),
                _ => None,
            };
            // What is done before its day counts as done in time already.
            if task.current > self.on && reported.is_none() {
                continue;
            }
            due += 1;
            if let Some(reported) = reported {
                done += 1;
                match self.days_late(task, reported) {
                    0 => in_time += 1,
                    late => delays.push(late),
                }
            }
        }
        let share = |part: u32| (due > 0).then(|| f64::from(part) * 100.0 / f64::from(due));
        let count = u32::try_from(delays.len()).unwrap_or(u32::MAX);
        Discipline {
            due,
            done,
            in_time,
            done_share: share(done),
            in_time_share: share(in_time),
            mean_delay: (count > 0).then(|| f64::from(delays.iter().sum::<u32>()) / f64::from(count)),
            extended,
        }
    }

    /// Working days past the control date; 0 when in time.
    fn days_late(&self, task: &Task, day: NaiveDate) -> u32 {
        if day <= task.current {
            return 0;
        }
        let between = self.calendar.working_days_between(task.current, day);
        // A report on a day off after the control date is late by its own day at least.
        between
            .ok()
            .and_then(|days| u32::try_from(days).ok())
            .unwrap_or(0)
            .max(1)
    }

    fn lines(&self, tasks: &[Task]) -> Vec<StatusLine> {
        let place = |key: &InstitutionKey| self.plan.institutions.iter().position(|found| found.key == *key);
        let finished = |task: &Task| matches!(task.state, TaskState::Accepted { .. } | TaskState::Cancelled { .. });
        let mut sorted: Vec<&Task> = tasks.iter().collect();
        if sorted.len() > LINES_MAX {
            sorted.sort_by_key(|task| (finished(task), !self.is_overdue(task), place(&task.institution)));
            sorted.truncate(LINES_MAX);
        }
        sorted.sort_by_key(|task| (task.part, place(&task.institution)));
        sorted.into_iter().map(|task| self.line(task)).collect()
    }

    fn line(&self, task: &Task) -> StatusLine {
        let late = |day| self.days_late(task, day);
        let (state, reported, overdue_days) = match &task.state {
            TaskState::Issued => ("не представлен".to_owned(), None, late(self.on)),
            TaskState::Reported { on, .. } => ("на рассмотрении".to_owned(), Some(*on), late(*on)),
            TaskState::Returned { .. } => ("возвращён на доработку".to_owned(), None, late(self.on)),
            TaskState::Accepted { reported_on, .. } => ("принят".to_owned(), Some(*reported_on), late(*reported_on)),
            TaskState::Cancelled { on } => (format!("снято {}", short_date(*on)), None, 0),
        };
        StatusLine {
            institution: self.name(&task.institution),
            state,
            control: (!matches!(task.state, TaskState::Cancelled { .. })).then_some(task.current),
            reported,
            overdue_days,
        }
    }

    fn name(&self, key: &InstitutionKey) -> String {
        let found = self.plan.institution_on(key, self.on);
        found.map_or_else(|| key.to_string(), |found| found.short_name.clone())
    }

    /// Extensions and withdrawals, the latest first.
    fn marks(&self, history: &[HistoryRow], tasks: &[Task]) -> Vec<StatusMark> {
        let whose = |id: &TaskId| {
            let task = tasks.iter().find(|task| task.id == *id);
            task.map_or_else(|| "исполнителя".to_owned(), |task| self.name(&task.institution))
        };
        let mut marks: Vec<StatusMark> = Vec::new();
        for row in history.iter().rev() {
            let (what, basis) = match &row.entry.transition {
                Transition::ExtensionGranted { task, to, basis, .. } => (
                    format!("срок продлён до {} для {}", short_date(*to), whose(task)),
                    basis,
                ),
                Transition::TaskCancelled { task, basis, .. } => (format!("поручение {} снято", whose(task)), basis),
                Transition::TaskReassigned { to, basis, .. } => {
                    (format!("поручение передано: {}", self.name(to)), basis)
                }
                Transition::Cancelled { basis, .. } => ("пункт отменён".to_owned(), basis),
                Transition::DateSupplied { term, basis } => (format!("назначен срок {}", short_date(term.due)), basis),
                _ => continue,
            };
            marks.push(StatusMark {
                date: row.entry.effective_on,
                what,
                by: crate::runtime::sheets::actor(&row.entry.actor),
                basis: basis.clone(),
            });
        }
        marks
    }
}
