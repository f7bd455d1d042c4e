//! As it was known: an instance and its tasks at an instant, told by the history alone.

use super::errors::from_store;
use super::instance::Instance;
use super::paging::{List, Total};
use super::task::{self, Task, TaskState};
use super::visit::Visit;
use crate::engine::replay::replay;
use crate::engine::state::Task as TaskModel;
use crate::store::reader::{Page, TaskFilter};
use crate::store::rows::{InstanceRow, TaskRow};
use crate::words::clock::office_date;
use crate::words::ids::InstanceId;
use async_graphql::Result;
use async_graphql::connection::{Connection, Edge};
use chrono::{DateTime, NaiveDate, Utc};

/// The tasks of an instance at an instant.
pub struct Past {
    pub as_of: DateTime<Utc>,
    /// Office date at that instant.
    pub on: NaiveDate,
    tasks: Vec<TaskModel>,
}

/// The instance as the rows recorded up to and including `as_of` tell it; `None` when it had not begun.
pub async fn instance(visit: &Visit, id: InstanceId, as_of: DateTime<Utc>) -> Result<Option<Instance>> {
    let mut history = visit.reader.history_all(id).await.map_err(from_store)?;
    history.retain(|row| row.entry.recorded_at <= as_of);
    let Some(last) = history.last() else { return Ok(None) };
    let scope = replay(history.iter().map(|row| &row.entry.transition));
    let (history_seq, history_hash) = (last.seq, last.hash.clone());
    let Some(instance) = scope.instance else {
        return Ok(None);
    };
    let on = office_date(as_of, visit.catalog().zone(&instance.plan));
    let past = Past {
        as_of,
        on,
        tasks: scope.tasks,
    };
    Ok(Some(Instance::then(
        InstanceRow {
            version: 0,
            history_seq,
            history_hash,
            instance,
        },
        past,
    )))
}

impl Past {
    /// A page of the tasks; cursors are places in the order of control dates, as in the present.
    pub fn tasks(&self, instance: &InstanceRow, filter: &TaskFilter, page: &Page) -> List<Task> {
        let mut tasks: Vec<&TaskModel> = self.tasks.iter().filter(|task| passes(task, filter)).collect();
        tasks.sort_by_key(|task| (task.current, task.id));
        let total = Total::Known(tasks.len());
        let place = |task: &TaskModel| format!("past/{}/{}", task.current, task.id);
        let begin = page
            .after
            .as_ref()
            .map_or(0, |after| tasks.partition_point(|task| place(task) <= after.0));
        let wanted = usize::try_from(page.first).unwrap_or(usize::MAX);
        let mut rest = tasks.into_iter().skip(begin);
        let shown: Vec<&TaskModel> = rest.by_ref().take(wanted).collect();
        let mut connection = Connection::with_additional_fields(begin > 0, rest.next().is_some(), total);
        let node = |task: &TaskModel| Task::then(TaskRow::new(&instance.instance, task.clone()), self.as_of, self.on);
        connection
            .edges
            .extend(shown.into_iter().map(|task| Edge::new(place(task), node(task))));
        connection
    }
}

fn passes(task: &TaskModel, filter: &TaskFilter) -> bool {
    let state = TaskState::of(&task.state);
    filter.institution.as_ref().is_none_or(|key| *key == task.institution)
        && (filter.states.is_empty() || filter.states.iter().any(|wanted| TaskState::from(*wanted) == state))
        && filter
            .overdue_on
            .is_none_or(|day| task::is_owed(&task.state) && task.suspended.is_none() && task.current < day)
        && filter.control_from.is_none_or(|day| day <= task.current)
        && filter.control_to.is_none_or(|day| task.current <= day)
}
