//! Many acts as one: what is chosen by a filter is shown first, line by line, and then done exactly as it was shown, in
//! one transaction under one idempotency key, with one row of the history for each change.
//!
//! The preview does everything the act will do and keeps nothing; its token is a hash of what would be written. The act
//! writes only when that is still the same. Must never do a part of what was shown.

use super::Runtime;
use super::catalog::Catalog;
use super::command::{Act, Command, Refusal};
use super::committer;
use super::declarations::{self, Declaration};
use super::reading;
use super::work::Work;
use crate::engine::event::Actor;
use crate::engine::paper::Linked;
use crate::store::error::StoreError;
use crate::store::reader::{InstanceFilter, InstanceStanding, TaskFilter, TaskStanding, Viewer};
use crate::store::rows::{DeclarationRow, HistoryEntry, InstanceRow, TaskRow};
use crate::words::clock::office_date;
use crate::words::ids::{InstanceId, InstitutionKey, ItemKey, PeriodKey, PlanKey, StageKey, TaskId, sha256_hex};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeMap, HashSet};

/// Tasks or instances of one bulk act at the most: its transaction stays within seconds.
pub const BULK_MAX: usize = 20_000;

/// A bulk act, as it was shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bulk {
    pub request: BulkRequest,
    /// Token of the preview.
    pub shown: String,
    /// What it comes to; [`Runtime::accept`] fills it in.
    #[serde(skip)]
    pub parts: Vec<Command>,
}

/// What is to be done to whom.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BulkRequest {
    pub of: Selection,
    pub act: BulkAct,
}

/// Which tasks or instances; what is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Selection {
    pub plan: PlanKey,
    pub item: Option<ItemKey>,
    pub period: Option<PeriodKey>,
    pub institution: Option<InstitutionKey>,
    /// Past their control date.
    pub overdue: bool,
    /// Of items that the plan has no longer.
    pub removed: bool,
}

/// What is done.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum BulkAct {
    /// To unfinished tasks.
    OnTasks(TasksAct),
    /// To running instances.
    OnInstances(InstancesAct),
}

/// What is done to tasks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum TasksAct {
    /// More time.
    Extend { until: NaiveDate, basis: String },
    /// All of one institution go to another.
    Reassign { to: InstitutionKey, basis: String },
    /// They are withdrawn.
    Cancel { basis: String },
    /// The institution that is chosen has closed, or has joined its successor: its tasks follow.
    Close {
        /// Its last day, inclusive.
        last_day: NaiveDate,
        /// Who goes on in its place.
        successor: Option<InstitutionKey>,
        basis: String,
    },
}

/// What is done to instances.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum InstancesAct {
    /// They are cancelled.
    Cancel { basis: String },
    /// Those on another text than today's are moved to it.
    Amend {
        stages: BTreeMap<StageKey, StageKey>,
        by: Linked,
        note: String,
    },
    /// They stop for a while.
    Suspend { basis: String },
    /// Stopped ones go on.
    Resume { until: Option<NaiveDate>, basis: String },
}

/// What a bulk act would do.
#[derive(Debug, Clone)]
pub struct Preview {
    pub lines: Vec<Line>,
    /// To be shown again when it is done.
    pub token: String,
}

impl Preview {
    /// How many lines would be done.
    pub fn accepted(&self) -> usize {
        self.lines.iter().filter(|line| line.outcome.is_ok()).count()
    }
}

/// One task or instance of a bulk act.
#[derive(Debug, Clone)]
pub struct Line {
    pub instance: InstanceId,
    pub item: ItemKey,
    pub period: PeriodKey,
    pub task: Option<TaskId>,
    pub institution: Option<InstitutionKey>,
    /// What would be written to the history, or why nothing.
    pub outcome: Result<Vec<HistoryEntry>, Refusal>,
}

/// What a bulk act comes to.
pub(super) struct Parts {
    /// What would be done, one after another.
    pub commands: Vec<Command>,
    /// Tasks to look at besides.
    pub also: Vec<TaskId>,
}

/// What became of a command that was tried out.
type TriedOut = Result<Vec<HistoryEntry>, Refusal>;

/// A line and the command it comes to.
struct Target {
    line: Line,
    command: Command,
}

/// A refusal of the catalog's or of a bulk act's own.
pub(super) fn refuse(code: &'static str, message: String, field: Option<&'static str>) -> Refusal {
    Refusal::Rejected { code, message, field }
}

/// What is done would not be what was shown.
pub(super) fn changed() -> Refusal {
    let message = "с предпросмотра что-то изменилось: посмотрите его заново и подтвердите ещё раз".to_owned();
    refuse("PREVIEW_CHANGED", message, Some("shown"))
}

/// The token of a preview: a hash of what was asked and of what would be written.
pub(super) fn token(request: &BulkRequest, history: &[HistoryEntry]) -> String {
    let rows: Vec<_> = history
        .iter()
        .map(|entry| json!([entry.instance, entry.effective_on, entry.transition]))
        .collect();
    sha256_hex(json!([request, rows]).to_string().as_bytes())
}

/// What a bulk act declares besides: the last day of an institution that closes.
fn closing(request: &BulkRequest) -> Option<Declaration> {
    let BulkAct::OnTasks(TasksAct::Close {
        last_day,
        successor,
        basis,
    }) = &request.act
    else {
        return None;
    };
    Some(Declaration::Closed {
        institution: request.of.institution.clone()?,
        last_day: *last_day,
        successor: successor.clone(),
        basis: basis.clone(),
    })
}

/// The row of what a bulk act declares.
pub(super) fn declaration(
    catalog: &Catalog,
    request: &BulkRequest,
    command: &Command,
    now: DateTime<Utc>,
) -> Result<Option<DeclarationRow>, Refusal> {
    let Some(closed) = closing(request) else {
        return Ok(None);
    };
    declarations::check(catalog, &request.of.plan, &closed, &command.actor)?;
    declarations::row(&closed, &request.of.plan, command, now).map(Some)
}

impl Runtime {
    /// Does everything that the bulk act would do, and keeps nothing.
    pub async fn preview(&self, actor: &Actor, request: &BulkRequest) -> Result<Preview, Refusal> {
        let (runtime, actor, request) = (self.clone(), actor.clone(), request.clone());
        // A task of its own: a caller that goes away must not drop the database future half-way.
        let shown = tokio::spawn(async move { runtime.rehearse(&actor, &request).await.map(|(preview, _)| preview) });
        shown
            .await
            .unwrap_or_else(|error| Err(Refusal::Unavailable { why: error.to_string() }))
    }

    /// What a bulk act comes to now: the commands that would be done.
    pub(super) async fn parts(&self, actor: &Actor, request: &BulkRequest) -> Result<Parts, Refusal> {
        let (runtime, actor, request) = (self.clone(), actor.clone(), request.clone());
        let parts = tokio::spawn(async move { runtime.rehearse(&actor, &request).await.map(|(_, parts)| parts) });
        parts
            .await
            .unwrap_or_else(|error| Err(Refusal::Unavailable { why: error.to_string() }))
    }

    async fn rehearse(&self, actor: &Actor, request: &BulkRequest) -> Result<(Preview, Parts), Refusal> {
        if !matches!(actor, Actor::Person { .. }) {
            return Err(refuse("NOT_YOURS", "такие действия выполняет отдел".to_owned(), None));
        }
        if let Some(closed) = closing(request) {
            declarations::check(self.catalog(), &request.of.plan, &closed, actor)?;
        }
        let (mut targets, also) = self.targets(actor, request).await?;
        let commands: Vec<&Command> = targets.iter().map(|target| &target.command).collect();
        let outcomes = self
            .try_out(&commands, &also)
            .await
            .map_err(|error| unavailable(&error))?;
        for (target, outcome) in targets.iter_mut().zip(outcomes) {
            target.line.outcome = outcome;
        }
        let written: Vec<HistoryEntry> = targets
            .iter()
            .filter_map(|target| target.line.outcome.as_ref().ok())
            .flatten()
            .cloned()
            .collect();
        let token = token(request, &written);
        let (mut lines, mut commands) = (Vec::with_capacity(targets.len()), Vec::new());
        for target in targets {
            if target.line.outcome.is_ok() {
                commands.push(target.command);
            }
            lines.push(target.line);
        }
        Ok((Preview { lines, token }, Parts { commands, also }))
    }

    /// Decides the commands one after another on the rows as they are, and writes nothing.
    async fn try_out(&self, commands: &[&Command], also: &[TaskId]) -> Result<Vec<TriedOut>, StoreError> {
        let now = self.clock().now();
        let mut needs = committer::needs(self.catalog(), commands, now);
        needs.tasks.extend(also);
        loop {
            let mut batch = self.store().begin().await?;
            let loaded = batch.load(&needs).await;
            batch.rollback().await?;
            let loaded = loaded?;
            let missing = self
                .catalog()
                .missing(loaded.instances.values().map(|row| row.instance.definition.as_str()));
            if !missing.is_empty() {
                self.catalog().pin(self.store(), &missing).await?;
                continue;
            }
            let mut work = Work::begin(self.catalog(), now, loaded);
            return Ok(commands
                .iter()
                .map(|command| work.rehearse(command).map(<[HistoryEntry]>::to_vec))
                .collect());
        }
    }

    /// The tasks or instances chosen, with what is asked of each; and tasks to look at besides.
    async fn targets(&self, actor: &Actor, request: &BulkRequest) -> Result<(Vec<Target>, Vec<TaskId>), Refusal> {
        let of = &request.of;
        let plan = self.catalog().plan(&of.plan).ok_or_else(|| Refusal::NotFound {
            what: format!("дорожная карта «{}»", of.plan),
        })?;
        check(request)?;
        let on = office_date(self.clock().now(), plan.time_zone);
        let found = match &request.act {
            BulkAct::OnInstances(act) => self
                .instances(actor, of, act, on)
                .await
                .map(|targets| (targets, Vec::new())),
            BulkAct::OnTasks(act) => self.tasks(actor, of, act, on).await,
        };
        let (targets, also) = found.map_err(|error| unavailable(&error))?;
        if targets.len() > BULK_MAX {
            let message = format!("отобрано больше {BULK_MAX}: сузьте отбор пунктом, периодом или учреждением");
            return Err(refuse("TOO_MANY", message, Some("of")));
        }
        Ok((targets, also))
    }

    async fn instances(
        &self,
        actor: &Actor,
        of: &Selection,
        act: &InstancesAct,
        on: NaiveDate,
    ) -> Result<Vec<Target>, StoreError> {
        let standing = match act {
            InstancesAct::Resume { .. } => InstanceStanding::Suspended,
            InstancesAct::Cancel { .. } | InstancesAct::Amend { .. } | InstancesAct::Suspend { .. } => {
                InstanceStanding::Active
            }
        };
        let filter = InstanceFilter {
            plan: Some(of.plan.clone()),
            item: of.item.clone(),
            period: of.period.clone(),
            state: Some(standing),
            overdue_on: of.overdue.then_some(on),
            ..InstanceFilter::default()
        };
        let rows = reading::instances(&self.reader(Viewer::System), &filter).await?;
        let meant = rows.iter().filter(|row| {
            let current = self.catalog().current(&of.plan, &row.instance.item);
            let older = current
                .as_ref()
                .is_none_or(|current| current.sha256 != row.instance.definition);
            (!of.removed || current.is_none()) && (older || !matches!(act, InstancesAct::Amend { .. }))
        });
        Ok(meant.map(|row| of_instance(act, actor, row)).collect())
    }

    async fn tasks(
        &self,
        actor: &Actor,
        of: &Selection,
        act: &TasksAct,
        on: NaiveDate,
    ) -> Result<(Vec<Target>, Vec<TaskId>), StoreError> {
        let reader = self.reader(Viewer::System);
        let filter = TaskFilter {
            plan: Some(of.plan.clone()),
            item: of.item.clone(),
            period: of.period.clone(),
            institution: of.institution.clone(),
            states: vec![TaskStanding::Issued, TaskStanding::Reported, TaskStanding::Returned],
            overdue_on: of.overdue.then_some(on),
            ..TaskFilter::default()
        };
        let rows = reading::tasks(&reader, &filter, BULK_MAX + 1).await?;
        let mut theirs = Vec::new();
        if let Some(to) = receiver(act) {
            let filter = TaskFilter {
                plan: Some(of.plan.clone()),
                institution: Some(to.clone()),
                ..TaskFilter::default()
            };
            theirs = reading::tasks(&reader, &filter, BULK_MAX).await?;
        }
        let taken: HashSet<_> = theirs.iter().map(|row| (row.task.instance, &row.task.stage)).collect();
        let removed = |item: &ItemKey| self.catalog().current(&of.plan, item).is_none();
        let meant = rows.iter().filter(|row| !of.removed || removed(&row.item));
        let targets = meant.map(|row| of_task(act, actor, row, taken.contains(&(row.task.instance, &row.task.stage))));
        Ok((targets.collect(), theirs.iter().map(|row| row.task.id).collect()))
    }
}

fn unavailable(error: &StoreError) -> Refusal {
    Refusal::Unavailable { why: error.to_string() }
}

/// What a request must say to be understood.
fn check(request: &BulkRequest) -> Result<(), Refusal> {
    let of = &request.of;
    let (basis, one_institution) = match &request.act {
        BulkAct::OnInstances(InstancesAct::Amend { .. }) => (None, false),
        BulkAct::OnInstances(
            InstancesAct::Cancel { basis } | InstancesAct::Suspend { basis } | InstancesAct::Resume { basis, .. },
        )
        | BulkAct::OnTasks(TasksAct::Extend { basis, .. } | TasksAct::Cancel { basis }) => (Some(basis), false),
        BulkAct::OnTasks(TasksAct::Reassign { basis, .. } | TasksAct::Close { basis, .. }) => (Some(basis), true),
    };
    if basis.is_some_and(|basis| basis.trim().is_empty()) {
        return Err(refuse("MISSING", "укажите: основание".to_owned(), Some("basis")));
    }
    if one_institution && of.institution.is_none() {
        let message = "укажите: о каком учреждении речь".to_owned();
        return Err(refuse("MISSING", message, Some("institution")));
    }
    match &request.act {
        BulkAct::OnTasks(act) if receiver(act).is_some() && receiver(act) == of.institution.as_ref() => Err(refuse(
            "SAME_INSTITUTION",
            "поручения уже у этого учреждения: назовите другое".to_owned(),
            Some("to"),
        )),
        BulkAct::OnTasks(TasksAct::Close { .. })
            if of.item.is_some() || of.period.is_some() || of.overdue || of.removed =>
        {
            Err(refuse(
                "BAD_SELECTION",
                "закрывается всё учреждение: отбор по пункту, периоду или просрочке не нужен".to_owned(),
                Some("institution"),
            ))
        }
        _ => Ok(()),
    }
}

/// Who gets tasks by the act.
fn receiver(act: &TasksAct) -> Option<&InstitutionKey> {
    match act {
        TasksAct::Reassign { to, .. } => Some(to),
        TasksAct::Close { successor, .. } => successor.as_ref(),
        TasksAct::Extend { .. } | TasksAct::Cancel { .. } => None,
    }
}

fn of_instance(act: &InstancesAct, actor: &Actor, row: &InstanceRow) -> Target {
    let instance = row.instance.id;
    let act = match act.clone() {
        InstancesAct::Cancel { basis } => Act::Cancel { instance, basis },
        InstancesAct::Amend { stages, by, note } => Act::Amend {
            instance,
            stages,
            by,
            note,
        },
        InstancesAct::Suspend { basis } => Act::Suspend { instance, basis },
        InstancesAct::Resume { until, basis } => Act::Resume { instance, until, basis },
    };
    let line = Line {
        instance,
        item: row.instance.item.clone(),
        period: row.instance.period.clone(),
        task: None,
        institution: None,
        outcome: Ok(Vec::new()),
    };
    target(line, actor, act)
}

/// What a task comes to; one that the receiver has already is withdrawn instead of being given twice.
fn of_task(act: &TasksAct, actor: &Actor, row: &TaskRow, taken: bool) -> Target {
    let task = row.task.id;
    let act = match act.clone() {
        TasksAct::Extend { until, basis } => Act::GrantExtension { task, until, basis },
        TasksAct::Close {
            successor: Some(to),
            basis,
            ..
        } if taken => Act::CancelTask {
            task,
            basis: format!("{basis}; такое поручение уже есть у «{to}»"),
        },
        TasksAct::Reassign { to, basis }
        | TasksAct::Close {
            successor: Some(to),
            basis,
            ..
        } => Act::Reassign { task, to, basis },
        TasksAct::Cancel { basis }
        | TasksAct::Close {
            successor: None, basis, ..
        } => Act::CancelTask { task, basis },
    };
    let line = Line {
        instance: row.task.instance,
        item: row.item.clone(),
        period: row.period.clone(),
        task: Some(task),
        institution: Some(row.task.institution.clone()),
        outcome: Ok(Vec::new()),
    };
    target(line, actor, act)
}

fn target(line: Line, actor: &Actor, act: Act) -> Target {
    let command = Command {
        key: None,
        actor: actor.clone(),
        act,
        also: Vec::new(),
    };
    Target { line, command }
}
