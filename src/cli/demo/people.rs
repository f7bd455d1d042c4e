//! What the department does in the show: drafts orders in time, signs them, supplies dates, answers reports, releases items.

use super::Show;
use crate::definition::model::{Acceptor, Act as StageAct, Definition, Part, Stage, WaitUntil};
use crate::engine::event::Actor;
use crate::engine::state::{Instance, TaskState};
use crate::runtime::command::{Act, Command, Draft, ItemInPeriod, Refusal};
use crate::runtime::reading;
use crate::store::reader::{InstanceFilter, InstanceStanding, TaskFilter, TaskStanding, Viewer};
use crate::store::rows::TaskRow;
use crate::words::ids::{DocumentId, ItemKey, RoleKey};
use chrono::{NaiveDate, TimeDelta};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Orders are drafted this many calendar days before the control date.
const DRAFT_BEFORE_DAYS: i64 = 25;
/// The three papers that schools owe together are set by one order.
const TOGETHER: [&str; 3] = ["1.4", "1.5", "1.6"];

/// One working day of the department.
pub async fn act(show: &Show, day: NaiveDate) -> anyhow::Result<()> {
    let reader = show.runtime.reader(Viewer::System);
    let active = InstanceFilter {
        state: Some(InstanceStanding::Active),
        ..InstanceFilter::default()
    };
    let rows = reading::instances(&reader, &active).await?;
    let mut signed: BTreeSet<DocumentId> = BTreeSet::new();
    let mut drafted: BTreeSet<ItemKey> = BTreeSet::new();
    for row in &rows {
        let instance = &row.instance;
        let Some(definition) = show.runtime.catalog().pinned(&instance.definition) else {
            continue;
        };
        let Some(stage) = definition.lifecycle.stages.get(&instance.stage) else {
            continue;
        };
        match &stage.act {
            StageAct::Issue { by, .. } if time_to_draft(instance, day) && !drafted.contains(&instance.item) => {
                let items = together(instance);
                drafted.extend(items.iter().cloned());
                draft(show, instance, &items, by).await?;
            }
            StageAct::Approve(approval) => {
                let Some(document) = instance.document.filter(|document| signed.insert(*document)) else {
                    continue;
                };
                for role in &approval.by {
                    sign(show, instance, document, role).await?;
                }
            }
            StageAct::Wait {
                until: WaitUntil::Date, ..
            } => supply(show, instance, &definition, day).await?,
            StageAct::End { by: Some(role) } => release(show, instance, role).await?,
            _ => {}
        }
    }
    answer(show, day).await
}

fn time_to_draft(instance: &Instance, day: NaiveDate) -> bool {
    instance
        .term
        .is_none_or(|term| term.control - day <= TimeDelta::days(DRAFT_BEFORE_DAYS))
}

fn together(instance: &Instance) -> Vec<ItemKey> {
    if TOGETHER.contains(&instance.item.as_str()) {
        return TOGETHER.iter().map(|key| ItemKey::from(*key)).collect();
    }
    vec![instance.item.clone()]
}

async fn draft(show: &Show, instance: &Instance, items: &[ItemKey], role: &RoleKey) -> anyhow::Result<()> {
    let items: Vec<ItemInPeriod> = items
        .iter()
        .map(|item| ItemInPeriod {
            item: item.clone(),
            period: Some(instance.period.clone()),
        })
        .collect();
    let title = match instance.item.as_str() {
        "1.1" => Some("О формировании муниципальной системы наставничества педагогических работников".to_owned()),
        "1.2" => Some("Об утверждении Положения о системе наставничества педагогических работников".to_owned()),
        "1.4" | "1.5" | "1.6" => Some(
            "О внедрении системы наставничества педагогических работников в общеобразовательных организациях"
                .to_owned(),
        ),
        _ => None,
    };
    let draft = Draft {
        title,
        ..Draft::default()
    };
    let document = instance.document;
    let again = document.map_or(String::new(), |document| format!("/{document}"));
    let key = format!(
        "показ/проект/{}{again}/{}",
        instance.id,
        show.runtime.clock().now().date_naive()
    );
    let act = Act::Issue {
        plan: instance.plan.clone(),
        items,
        draft,
        document,
    };
    expect(show.runtime.accept(Command::asked(key, show.person(role), act)).await)
}

/// One document in six is returned once before it is signed.
async fn sign(show: &Show, instance: &Instance, document: DocumentId, role: &RoleKey) -> anyhow::Result<()> {
    let now = show.runtime.clock().now();
    let returned_before = show
        .runtime
        .reader(Viewer::System)
        .document(document)
        .await?
        .is_some_and(|row| row.version > 1);
    let act = if !returned_before && Show::chance(&format!("возврат {document}"), 6) == 0 {
        let reason = "Уточните сроки и укажите ответственного за приём отчётов".to_owned();
        Act::ReturnDocument { document, reason }
    } else {
        Act::Approve { document }
    };
    let key = format!("показ/подпись/{}/{document}/{role}/{now}", instance.id);
    expect(show.runtime.accept(Command::asked(key, show.person(role), act)).await)
}

/// The owner of a date supplies it some weeks after the plan began.
async fn supply(show: &Show, instance: &Instance, definition: &Arc<Definition>, day: NaiveDate) -> anyhow::Result<()> {
    let about = format!("график {}", instance.id);
    let wait = i64::try_from(20 + Show::chance(&about, 60)).unwrap_or(30);
    if day < show.plan.rules.first_day + TimeDelta::days(wait) {
        return Ok(());
    }
    let calendar = show.calendar();
    let term = i32::try_from(60 + Show::chance(&format!("{about} срок"), 200)).unwrap_or(90);
    let due = calendar.add_working_days(day, term)?;
    let basis = format!("график по пункту {} от {}", definition.number, day.format("%d.%m.%Y"));
    let act = Act::SupplyDate {
        instance: instance.id,
        due,
        basis,
    };
    let key = format!("показ/срок/{}", instance.id);
    expect(
        show.runtime
            .accept(Command::asked(key, show.person(&"clerk".into()), act))
            .await,
    )
}

async fn release(show: &Show, instance: &Instance, role: &RoleKey) -> anyhow::Result<()> {
    let act = Act::Release {
        instance: instance.id,
        basis: "все отчёты приняты".to_owned(),
    };
    let key = format!("показ/снятие/{}", instance.id);
    expect(show.runtime.accept(Command::asked(key, show.person(role), act)).await)
}

/// Reports are answered from the next working day on; one in eight comes back once. Extensions are mostly granted.
async fn answer(show: &Show, day: NaiveDate) -> anyhow::Result<()> {
    let reader = show.runtime.reader(Viewer::System);
    let reported = TaskFilter {
        states: vec![TaskStanding::Reported],
        ..TaskFilter::default()
    };
    for row in reading::tasks(&reader, &reported, usize::MAX).await? {
        if matches!(&row.task.state, TaskState::Reported { on, .. } if *on < day) {
            answer_report(show, &row).await?;
        }
    }
    let open = TaskFilter {
        states: vec![TaskStanding::Issued, TaskStanding::Returned],
        ..TaskFilter::default()
    };
    for row in reading::tasks(&reader, &open, usize::MAX).await? {
        if let Some(until) = row.task.extension_asked {
            answer_extension(show, &row, until).await?;
        }
    }
    Ok(())
}

async fn answer_report(show: &Show, row: &TaskRow) -> anyhow::Result<()> {
    let task = row.task.id;
    let actor = show.acceptor(row).await?;
    let act = if row.task.returns == 0 && Show::chance(&format!("доработка {task}"), 8) == 0 {
        Act::Return {
            task,
            reason: "Приложите подписанный скан: файл не открывается".to_owned(),
        }
    } else {
        Act::Accept {
            task,
            note: String::new(),
        }
    };
    let key = format!("показ/ответ/{task}/{}", row.task.reports);
    expect(show.runtime.accept(Command::asked(key, actor, act)).await)
}

async fn answer_extension(show: &Show, row: &TaskRow, until: NaiveDate) -> anyhow::Result<()> {
    let task = row.task.id;
    let act = if Show::chance(&format!("продление {task}"), 4) == 0 {
        Act::RefuseExtension {
            task,
            reason: "Срок установлен приказом, оснований для переноса нет".to_owned(),
        }
    } else {
        Act::GrantExtension {
            task,
            until,
            basis: "ходатайство учреждения, резолюция начальника отдела".to_owned(),
        }
    };
    let key = format!("показ/продление/{task}/{until}");
    expect(
        show.runtime
            .accept(Command::asked(key, show.person(&"head".into()), act))
            .await,
    )
}

impl Show {
    /// Who holds the role, as the history shows him.
    pub fn person(&self, role: &RoleKey) -> Actor {
        let name = self.plan.rules.roles.get(role).map_or_else(
            || role.to_string(),
            |holder| format!("{}, {}", crate::words::phrasing::short_name(&holder.name), holder.post),
        );
        let roles = match role.as_str() {
            "head" => vec![role.clone()],
            _ => self
                .plan
                .rules
                .roles
                .keys()
                .filter(|other| other.as_str() != "head")
                .cloned()
                .collect(),
        };
        Actor::Person { roles, name }
    }

    /// Who answers a report: the role the stage names, or the lead where it answers its co-executors.
    async fn acceptor(&self, row: &TaskRow) -> anyhow::Result<Actor> {
        let definition = self.runtime.catalog().current(&row.plan, &row.item);
        let stage: Option<&Stage> = definition
            .as_ref()
            .and_then(|definition| definition.lifecycle.stages.get(&row.task.stage));
        let accept = stage.and_then(|stage| match &stage.act {
            StageAct::Report(reporting) => Some(reporting.accept.clone()),
            _ => None,
        });
        let role = match accept {
            Some(Acceptor::Lead { then }) if row.task.part == Part::CoExecutor => {
                let tasks =
                    reading::tasks_of_instance(&self.runtime.reader(Viewer::System), row.task.instance, usize::MAX)
                        .await?;
                if let Some(lead) = tasks.iter().find(|other| other.task.part == Part::Lead) {
                    return Ok(self.institution(&lead.task.institution));
                }
                then
            }
            Some(Acceptor::Lead { then: role } | Acceptor::Role(role)) => role,
            None => "clerk".into(),
        };
        Ok(self.person(&role))
    }
}

/// In the show nothing is refused: a refusal is a fault of the show or of the product.
pub fn expect<T>(answer: Result<T, Refusal>) -> anyhow::Result<()> {
    answer
        .map(drop)
        .map_err(|refusal| anyhow::anyhow!("показ прерван: {refusal} ({})", refusal.code()))
}
