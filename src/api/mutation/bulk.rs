//! Many acts as one: shown first, then done as it was shown.
//!
//! Must never do what was not shown: the act carries the token of its preview.

use super::input::{Fields, WORD_MAX};
use super::outcome::{UserError, accept, refused_in_words};
use super::registration::LinkInput;
use crate::api::errors::from_store;
use crate::api::institution::{Institution, directory};
use crate::api::scalars::Date;
use crate::api::sentence;
use crate::api::visit::{Visit, visit};
use crate::engine::paper::Linked;
use crate::runtime::amending;
use crate::runtime::bulk::{self, Bulk, BulkAct, BulkRequest, InstancesAct, Selection, TasksAct};
use crate::runtime::command::Act;
use crate::words::ids::{InstitutionKey, ItemKey, PeriodKey, PlanKey, StageKey};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Stages that one amendment may rename.
const STAGES_MAX: usize = 50;

/// Acts on many.
#[derive(Default)]
pub struct BulkActs;

/// More time.
#[derive(InputObject)]
pub struct ExtendInput {
    /// The new control date, inclusive; moved for days off by the plan's rule.
    until: Date,
    /// On what basis.
    basis: String,
}

/// Tasks of one institution go to another.
#[derive(InputObject)]
pub struct HandOverInput {
    /// Key of the institution that gets them.
    to: String,
    /// On what basis.
    basis: String,
}

/// An act that needs nothing but its basis.
#[derive(InputObject)]
pub struct OnBasisInput {
    /// On what basis.
    basis: String,
}

/// Work goes on.
#[derive(InputObject)]
pub struct GoOnInput {
    /// The new control date, inclusive; left out, the dates stay.
    until: Option<Date>,
    /// On what basis.
    basis: String,
}

/// A stage that goes by another key in the new text.
#[derive(InputObject)]
pub struct RenamedStageInput {
    /// Key before.
    from: String,
    /// Key in the new text.
    to: String,
}

/// A move to the text that the item has today.
#[derive(InputObject)]
pub struct AmendInput {
    /// The order that amended the plan.
    pub by: LinkInput,
    /// Stages that go by another key now.
    pub stages: Option<Vec<RenamedStageInput>>,
    /// A word more.
    pub note: Option<String>,
}

/// An institution closes, or joins another.
#[derive(InputObject)]
pub struct CloseInput {
    /// Its last day, inclusive.
    last_day: Date,
    /// Key of the institution that goes on in its place; left out, its tasks are withdrawn.
    successor: Option<String>,
    /// On what basis.
    basis: String,
}

/// What is done to which tasks or instances of a plan; exactly one act is named.
#[derive(InputObject)]
pub struct BulkInput {
    /// Key of the plan.
    plan: String,
    /// Only of this item.
    item: Option<String>,
    /// Only of this period.
    period: Option<String>,
    /// Only of this institution.
    institution: Option<String>,
    /// Only those past their control date.
    overdue: Option<bool>,
    /// Only those of items that the plan has no longer.
    removed: Option<bool>,
    /// More time for unfinished tasks.
    extend: Option<ExtendInput>,
    /// Tasks of the institution go to another.
    reassign: Option<HandOverInput>,
    /// Unfinished tasks are withdrawn.
    cancel_tasks: Option<OnBasisInput>,
    /// The institution closes or joins another: its tasks follow, and no new ones are issued to it.
    close: Option<CloseInput>,
    /// Running instances are cancelled.
    cancel_instances: Option<OnBasisInput>,
    /// Running instances on older texts are moved to those of today.
    amend: Option<AmendInput>,
    /// Running instances stop for a while.
    suspend: Option<OnBasisInput>,
    /// Stopped instances go on.
    resume: Option<GoOnInput>,
}

/// Do what a preview has shown.
#[derive(InputObject)]
pub struct PerformInput {
    /// Unique for every request; the same key gives the same answer.
    idempotency_key: String,
    /// Token of the preview.
    shown: String,
    /// What was shown.
    what: BulkInput,
}

/// What a bulk act would do.
#[derive(Default)]
pub struct BulkPreview {
    shown: Option<bulk::Preview>,
    user_errors: Vec<UserError>,
}

/// One task or instance of a bulk act.
pub struct PreviewLine(bulk::Line);

/// What became of a bulk act.
#[derive(SimpleObject, Default)]
pub struct BulkPayload {
    /// How many tasks or instances were changed.
    changed: Option<i64>,
    /// Ids of the instances whose history grew.
    instances: Vec<ID>,
    /// Whether the same request had been answered before: nothing changed now.
    repeated: bool,
    /// Why it was not done; empty when it was.
    user_errors: Vec<UserError>,
}

/// A running instance that goes by another text than its item has today.
pub struct OlderText(amending::Older);

/// What a bulk act would do.
#[Object]
impl BulkPreview {
    /// To be given back when it is done; null when it cannot be.
    async fn token(&self) -> Option<&str> {
        self.shown.as_ref().map(|shown| shown.token.as_str())
    }

    /// How many tasks or instances were chosen.
    async fn total(&self) -> usize {
        self.shown.as_ref().map_or(0, |shown| shown.lines.len())
    }

    /// How many of them would be changed.
    async fn accepted(&self) -> usize {
        self.shown.as_ref().map_or(0, bulk::Preview::accepted)
    }

    /// How many would stay as they are, each with its reason.
    async fn refused(&self) -> usize {
        self.shown
            .as_ref()
            .map_or(0, |shown| shown.lines.len() - shown.accepted())
    }

    /// Line by line; those that would stay as they are first.
    #[graphql(complexity = "1 + 20 * child_complexity")]
    async fn lines(
        &self,
        #[graphql(desc = "At most this many, 0–200; 50 when left out")] first: Option<usize>,
        #[graphql(desc = "After so many")] skip: Option<usize>,
    ) -> Vec<PreviewLine> {
        let lines = self.shown.iter().flat_map(|shown| &shown.lines);
        let (refused, accepted): (Vec<_>, Vec<_>) = lines.partition(|line| line.outcome.is_err());
        let ordered = refused.into_iter().chain(accepted);
        let page = ordered.skip(skip.unwrap_or(0)).take(first.unwrap_or(50).min(200));
        page.map(|line| PreviewLine(line.clone())).collect()
    }

    /// Why nothing can be shown; empty when it can.
    async fn user_errors(&self) -> &[UserError] {
        &self.user_errors
    }
}

/// One task or instance of a bulk act.
#[Object]
impl PreviewLine {
    /// Instance.
    async fn instance(&self) -> ID {
        self.0.instance.to_string().into()
    }

    /// Key of the item.
    async fn item(&self) -> &str {
        self.0.item.as_str()
    }

    /// Period.
    async fn period(&self) -> &str {
        self.0.period.as_str()
    }

    /// The task, when the act is on tasks.
    async fn task(&self) -> Option<ID> {
        self.0.task.map(|task| task.to_string().into())
    }

    /// Who has the task now, when the act is on tasks.
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        self.0.institution.as_ref().map(|key| Institution::new(ctx, key))
    }

    /// What the history would tell, sentence by sentence.
    async fn what(&self, ctx: &Context<'_>) -> Vec<String> {
        let rows = self.0.outcome.iter().flatten();
        rows.map(|entry| sentence::of(entry, None, directory(ctx))).collect()
    }

    /// Why it would stay as it is.
    async fn refusal(&self, ctx: &Context<'_>) -> Option<UserError> {
        let refusal = self.0.outcome.as_ref().err()?;
        Some(refused_in_words(visit(ctx), refusal))
    }
}

/// A running instance that goes by another text than its item has today.
#[Object]
impl OlderText {
    /// The instance.
    async fn instance(&self) -> crate::api::instance::Instance {
        crate::api::instance::Instance::now(self.0.row.clone())
    }

    /// Whether the plan has its item no longer.
    async fn removed(&self) -> bool {
        self.0.removed
    }
}

#[Object]
impl BulkActs {
    /// Does what a preview has shown, all of it or nothing.
    async fn perform(&self, ctx: &Context<'_>, input: PerformInput) -> Result<BulkPayload> {
        let visit = visit(ctx);
        let mut fields = Fields::default();
        let key = fields.key(&input.idempotency_key);
        let request = read(&mut fields, &input.what);
        let request = match (fields.check(), request) {
            (Ok(()), Some(request)) => request,
            (checked, _) => {
                return Ok(BulkPayload {
                    user_errors: checked.err().unwrap_or_default(),
                    ..BulkPayload::default()
                });
            }
        };
        let bulk = Bulk {
            request,
            shown: input.shown,
            parts: Vec::new(),
        };
        Ok(match accept(visit, &key, Act::Bulk(Box::new(bulk))).await {
            Ok(answer) => BulkPayload {
                changed: answer.changed.and_then(|changed| i64::try_from(changed).ok()),
                instances: answer.instances.iter().map(|id| id.to_string().into()).collect(),
                repeated: answer.repeated,
                user_errors: Vec::new(),
            },
            Err(user_errors) => BulkPayload {
                user_errors,
                ..BulkPayload::default()
            },
        })
    }
}

/// What a bulk act would do; for the department only.
pub async fn preview(ctx: &Context<'_>, what: BulkInput) -> BulkPreview {
    let visit = visit(ctx);
    let refused = |user_errors| BulkPreview {
        shown: None,
        user_errors,
    };
    let mut fields = Fields::default();
    let request = read(&mut fields, &what);
    let request = match (fields.check(), request) {
        (Ok(()), Some(request)) => request,
        (checked, _) => return refused(checked.err().unwrap_or_default()),
    };
    let Some(actor) = visit.access.actor(visit.catalog()) else {
        return refused(vec![super::outcome::may_not()]);
    };
    match visit.runtime.preview(&actor, &request).await {
        Ok(shown) => BulkPreview {
            shown: Some(shown),
            user_errors: Vec::new(),
        },
        Err(refusal) => refused(vec![refused_in_words(visit, &refusal)]),
    }
}

/// Running instances on older texts than their items have today.
pub async fn older_texts(ctx: &Context<'_>, plan: &PlanKey) -> Result<Vec<OlderText>> {
    let visit: &Visit = visit(ctx);
    if !visit.access.sees_the_house() {
        return Err(crate::api::errors::forbidden());
    }
    let older = amending::older(&visit.reader, visit.catalog())
        .await
        .map_err(from_store)?;
    let its = older.into_iter().filter(|older| older.row.instance.plan == *plan);
    Ok(its.map(OlderText).collect())
}

/// Stages that go by another key, and the order that says so.
pub fn read_amendment(
    fields: &mut Fields,
    input: &AmendInput,
) -> Option<(BTreeMap<StageKey, StageKey>, Linked, String)> {
    let by = input.by.named().read(fields, "by");
    let renamed = input.stages.as_deref().unwrap_or_default();
    fields.at_most("stages", renamed, STAGES_MAX);
    let mut stages = BTreeMap::new();
    for stage in renamed.iter().take(STAGES_MAX) {
        let from = StageKey(fields.required("stages", &stage.from, 200));
        let to = StageKey(fields.required("stages", &stage.to, 200));
        stages.insert(from, to);
    }
    let note = fields.text("note", input.note.as_deref().unwrap_or_default(), WORD_MAX);
    Some((stages, by?, note))
}

fn read(fields: &mut Fields, what: &BulkInput) -> Option<BulkRequest> {
    let of = Selection {
        plan: PlanKey(fields.required("plan", &what.plan, 200)),
        item: what.item.as_ref().map(|key| ItemKey(fields.required("item", key, 200))),
        period: what
            .period
            .as_ref()
            .map(|key| PeriodKey(fields.required("period", key, 200))),
        institution: what
            .institution
            .as_ref()
            .map(|key| InstitutionKey(fields.required("institution", key, 200))),
        overdue: what.overdue == Some(true),
        removed: what.removed == Some(true),
    };
    let mut acts = acts(fields, what);
    let act = acts.pop();
    if !acts.is_empty() || act.is_none() {
        fields.wrong(
            "what",
            "назовите ровно одно действие: extend, reassign, cancelTasks, close, cancelInstances, amend, suspend или resume",
        );
        return None;
    }
    act?.map(|act| BulkRequest { of, act })
}

/// The acts that an input names, each with what is missing in it.
fn acts(fields: &mut Fields, what: &BulkInput) -> Vec<Option<BulkAct>> {
    let mut word = |basis: &str| fields.required("basis", basis, WORD_MAX);
    let mut acts = Vec::new();
    let mut on_tasks = |act| acts.push(Some(BulkAct::OnTasks(act)));
    if let Some(ExtendInput { until, basis }) = &what.extend {
        let (until, basis): (NaiveDate, String) = (until.0, word(basis));
        on_tasks(TasksAct::Extend { until, basis });
    }
    if let Some(HandOverInput { to, basis }) = &what.reassign {
        let (to, basis) = (InstitutionKey(to.clone()), word(basis));
        on_tasks(TasksAct::Reassign { to, basis });
    }
    if let Some(OnBasisInput { basis }) = &what.cancel_tasks {
        on_tasks(TasksAct::Cancel { basis: word(basis) });
    }
    if let Some(close) = &what.close {
        on_tasks(TasksAct::Close {
            last_day: close.last_day.0,
            successor: close.successor.clone().map(InstitutionKey),
            basis: word(&close.basis),
        });
    }
    let mut on_instances = |act| acts.push(Some(BulkAct::OnInstances(act)));
    if let Some(OnBasisInput { basis }) = &what.cancel_instances {
        on_instances(InstancesAct::Cancel { basis: word(basis) });
    }
    if let Some(OnBasisInput { basis }) = &what.suspend {
        on_instances(InstancesAct::Suspend { basis: word(basis) });
    }
    if let Some(GoOnInput { until, basis }) = &what.resume {
        let (until, basis) = (until.as_ref().map(|until| until.0), word(basis));
        on_instances(InstancesAct::Resume { until, basis });
    }
    if let Some(amend) = &what.amend {
        let read = read_amendment(fields, amend);
        acts.push(read.map(|(stages, by, note)| BulkAct::OnInstances(InstancesAct::Amend { stages, by, note })));
    }
    acts
}
