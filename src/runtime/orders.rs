//! What an order says: drafted from the items' definitions, finished with the number and date of its registration.

use super::catalog::Catalog;
use super::command::{Draft, Fault, Refusal};
use crate::definition::model::{Definition, Executors, Plan, RoleHolder};
use crate::documents::Template;
use crate::documents::papers::Paper;
use crate::documents::papers::context::{Basis, Issuer, OrderContext, Point, Preparer, Signer, TaskLine};
use crate::engine::paper::Does;
use crate::engine::state::{Instance, Registration};
use crate::store::rows::{DocumentRow, DraftRecord};
use crate::words::ids::RoleKey;
use crate::words::phrasing::{join_list, short_date, short_name};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::sync::Arc;

/// Lines of the annex printed on paper; a fan-out to more institutions names their number instead.
pub const ANNEX_LINES_MAX: usize = 300;

/// The text of a draft, as it is stored: all a render needs but the number, the date and the list of tasks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// Format of this record.
    pub v: u32,
    pub preamble: String,
    pub points: Vec<Point>,
    pub signer: Signer,
    pub prepared_by: Option<Preparer>,
    /// Items the order serves, as printed.
    pub items: Vec<String>,
    /// What its template asks for beyond what every order has.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub fields: Map<String, Value>,
}

/// Most mistakes of a template that a refusal tells.
const MISTAKES_MAX: usize = 50;

/// What an order's own fields a drafter may write in their stead; the others come from the registration and the plan.
const OWN_BUT_FREE: [&str; 3] = ["command", "annexes", "acquaint"];

/// Drafts a document for `instances`; what the drafter left empty comes from the definitions.
pub fn draft(
    catalog: &Catalog,
    plan: &Plan,
    instances: &[(Instance, Arc<Definition>)],
    draft: &Draft,
    cited: &[(Does, Basis)],
) -> Result<DraftRecord, Refusal> {
    let first = instances.first().map(|(_, definition)| Arc::clone(definition));
    let slot = first.as_ref().and_then(|definition| definition.documents.iter().next());
    let template_name = draft
        .template
        .clone()
        .or_else(|| slot.map(|(_, file)| file.clone()))
        .unwrap_or_else(|| "order-department.docx".to_owned());
    let template = catalog.template(&template_name).ok_or_else(|| Refusal::Rejected {
        code: "NO_TEMPLATE",
        message: format!(
            "нет шаблона «{template_name}»; есть: {}",
            catalog.template_names().join(", ")
        ),
        field: Some("template"),
    })?;
    let definitions: Vec<&Definition> = instances.iter().map(|(_, definition)| definition.as_ref()).collect();
    let title = match &draft.title {
        Some(title) if !title.trim().is_empty() => title.trim().to_owned(),
        _ => title_of(&definitions),
    };
    let twice = written_twice(&draft.fields, cited);
    let mut fields = draft.fields.clone();
    fields.retain(|name, _| twice.iter().all(|fault| fault.field != format!("fields.{name}")));
    let content = Content {
        v: 1,
        preamble: draft
            .preamble
            .clone()
            .filter(|text| !text.trim().is_empty())
            .unwrap_or_else(|| preamble(plan, &definitions)),
        points: if draft.points.iter().all(|point| point.trim().is_empty()) {
            points(plan, instances)
        } else {
            given_points(&draft.points)
        },
        signer: signer(plan),
        prepared_by: preparer(plan),
        items: definitions.iter().map(|definition| definition.number.clone()).collect(),
        fields: with_cited(&fields, cited).map_err(unwritten)?,
    };
    let own = serde_json::to_value(own(plan, &title, &content)).map_err(unwritten)?;
    fits(&template_name, &template, own, &content, twice)?;
    let items = content.items.join(", ");
    Ok(DraftRecord {
        plan: plan.key.clone(),
        kind: slot.map_or_else(|| "order".to_owned(), |(slot, _)| slot.clone()),
        file_name: format!("Проект приказа по п. {items}.docx"),
        title,
        template: template_name,
        template_sha256: template.sha256().to_owned(),
        content: serde_json::to_value(&content).map_err(unwritten)?,
    })
}

/// Which orders are changed or cancelled is said once, by the links: paper and journal must not name different ones.
fn written_twice(fields: &Map<String, Value>, cited: &[(Does, Basis)]) -> Vec<Fault> {
    let linked = [
        ("amended", "amends", cited.iter().any(|(does, _)| *does == Does::Amends)),
        ("cancelled", "cancels", cited.iter().any(|(does, _)| does.cancels())),
    ];
    let twice = linked
        .into_iter()
        .filter(|(name, _, linked)| *linked && fields.contains_key(*name));
    twice
        .map(|(name, link, _)| Fault {
            field: format!("fields.{name}"),
            message: format!("поле заполняется само, по связям ({link}): уберите его из fields"),
        })
        .collect()
}

/// The drafter's fields, and the orders that this one changes or cancels, unless he wrote them himself.
fn with_cited(fields: &Map<String, Value>, cited: &[(Does, Basis)]) -> Result<Map<String, Value>, serde_json::Error> {
    let mut fields = fields.clone();
    if let Some((_, amended)) = cited.iter().find(|(does, _)| *does == Does::Amends) {
        fields.insert("amended".to_owned(), serde_json::to_value(amended)?);
    }
    let cancelled = cited.iter().filter(|(does, _)| does.cancels());
    let cancelled: Vec<Value> = cancelled
        .map(|(_, basis)| serde_json::to_value(basis))
        .collect::<Result<_, _>>()?;
    if !cancelled.is_empty() {
        fields.insert("cancelled".to_owned(), Value::Array(cancelled));
    }
    Ok(fields)
}

/// An order is drawn up only from a template whose every field it can fill in: another would take a number and then hold
/// up its letters.
fn fits(name: &str, template: &Template, own: Value, content: &Content, mut faults: Vec<Fault>) -> Result<(), Refusal> {
    let refused = |faults| Refusal::Faulty {
        code: "NOT_AN_ORDER",
        faults,
    };
    let fields = &content.fields;
    let of_every_order = serde_json::to_value(OrderContext::sample()).map_err(unwritten)?;
    let is_own = |name: &&String| !OWN_BUT_FREE.contains(&name.as_str()) && of_every_order.get(*name).is_some();
    faults.extend(fields.keys().filter(is_own).map(|name| Fault {
        field: format!("fields.{name}"),
        message: "поле заполняется само: номер и дату даёт регистрация, остальное — дорожная карта; уберите его из fields"
            .to_owned(),
    }));
    let free: Map<String, Value> = fields
        .iter()
        .filter(|(name, _)| !is_own(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    if let Some(paper) = Paper::of_file(name) {
        // Its template was proved on the paper's sample when it was put into use: what it is told must be of that kind.
        let found = paper.complete(&overlaid(own, &free)).err().unwrap_or_default();
        faults.extend(found.into_iter().map(|fault| Fault {
            field: format!("fields.{}", fault.path).trim_end_matches('.').to_owned(),
            message: format!("{} (шаблон «{name}», {})", fault.message, paper.title),
        }));
    } else {
        let mistakes = template.check(&overlaid(of_every_order, &free));
        faults.extend(mistakes.iter().take(MISTAKES_MAX).map(|mistake| Fault {
            field: "template".to_owned(),
            message: format!("шаблон «{name}» не подходит для приказа: {mistake}"),
        }));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(refused(faults))
    }
}

/// Plain records are always written; should one ever not be, the order is not drawn up from half of it.
#[expect(clippy::needless_pass_by_value, reason = "the form that map_err asks for")]
fn unwritten(error: serde_json::Error) -> Refusal {
    Refusal::Unavailable {
        why: format!("текст приказа не записан: {error}"),
    }
}

/// The context with the drafter's fields over it.
fn overlaid(mut context: Value, fields: &Map<String, Value>) -> Value {
    if let Value::Object(context) = &mut context {
        context.extend(fields.clone());
    }
    context
}

fn title_of(definitions: &[&Definition]) -> String {
    if let [one] = definitions {
        let brief = one
            .brief
            .as_ref()
            .map(|brief| format!(" ({brief})"))
            .unwrap_or_default();
        return format!("Об исполнении пункта {} дорожной карты{brief}", one.number);
    }
    let numbers: Vec<&str> = definitions
        .iter()
        .map(|definition| definition.number.as_str())
        .collect();
    format!("Об исполнении пунктов {} дорожной карты", join_list(&numbers))
}

fn preamble(plan: &Plan, definitions: &[&Definition]) -> String {
    let numbers: Vec<&str> = definitions
        .iter()
        .map(|definition| definition.number.as_str())
        .collect();
    let word = if numbers.len() == 1 {
        "пункта"
    } else {
        "пунктов"
    };
    let basis = &plan.basis;
    let annex = basis
        .annex
        .as_deref()
        .map(|annex| format!(" ({annex})"))
        .unwrap_or_default();
    format!(
        "Во исполнение {word} {} плана мероприятий (дорожной карты), утверждённого приказом {} от {} №\u{a0}{}{annex},",
        join_list(&numbers),
        plan.office.name_genitive,
        short_date(basis.date),
        basis.number,
    )
}

/// What each item asks of whom, and the two points every such order ends with.
fn points(plan: &Plan, instances: &[(Instance, Arc<Definition>)]) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    for (instance, definition) in instances {
        points.push(Point {
            number: String::new(),
            text: format!(
                "{} (пункт {} дорожной карты{}).",
                asked(plan, definition),
                definition.number,
                moved(instance)
            ),
            due: instance.term.map(|term| term.control),
            sub: Vec::new(),
        });
    }
    if instances.iter().any(|(_, definition)| has_fan_out(definition)) {
        points.push(plain(
            "Исполнителям представить отчёт об исполнении ответом на письмо с поручением.".to_owned(),
        ));
    }
    // The head keeps control unless the drafter writes another point.
    points.push(plain(
        "Контроль за исполнением настоящего приказа оставляю за собой.".to_owned(),
    ));
    number(points)
}

fn has_fan_out(definition: &Definition) -> bool {
    definition
        .executors
        .iter()
        .any(|executor| !matches!(executor.who, Executors::One(_)))
}

/// «Руководителям общеобразовательных организаций издать приказы …», where the definitions say how; else by the title.
fn asked(plan: &Plan, definition: &Definition) -> String {
    // What the department sets itself to do, its order simply does.
    if let (Some(task), true) = (&definition.task, is_the_departments_own(plan, definition)) {
        return capitalised(task);
    }
    let title = definition.title.trim().trim_end_matches('.');
    let named: Option<Vec<&str>> = definition
        .executors
        .iter()
        .map(|executor| executor.addressed.as_deref())
        .collect();
    if let (Some(named), Some(task)) = (named, &definition.task) {
        let rest = named.iter().skip(1).map(|phrase| lower_first(phrase));
        let named: Vec<String> = named
            .first()
            .map(|phrase| (*phrase).to_owned())
            .into_iter()
            .chain(rest)
            .collect();
        format!("{} {task}", join_list(&named))
    } else {
        let printed: Vec<&str> = definition
            .executors
            .iter()
            .map(|executor| executor.name.as_str())
            .collect();
        format!("Исполнителям ({}) выполнить мероприятие «{title}»", join_list(&printed))
    }
}

/// «; срок по дорожной карте — 15.05.2022, выходной день», where the control date is another.
fn moved(instance: &Instance) -> String {
    match instance.term {
        Some(term) if term.due != term.control => {
            format!(
                "; срок по дорожной карте, {}, приходится на выходной день",
                short_date(term.due)
            )
        }
        _ => String::new(),
    }
}

fn is_the_departments_own(plan: &Plan, definition: &Definition) -> bool {
    definition.executors.iter().all(|executor| match &executor.who {
        Executors::One(key) => plan
            .institutions
            .iter()
            .any(|institution| institution.key == *key && institution.kind == "department"),
        _ => false,
    })
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

fn plain(text: String) -> Point {
    Point {
        number: String::new(),
        text,
        due: None,
        sub: Vec::new(),
    }
}

fn given_points(texts: &[String]) -> Vec<Point> {
    number(
        texts
            .iter()
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
            .map(|text| plain(text.to_owned()))
            .collect(),
    )
}

fn number(mut points: Vec<Point>) -> Vec<Point> {
    for (index, point) in points.iter_mut().enumerate() {
        point.number = format!("{}.", index + 1);
    }
    points
}

/// «Кураторам …» → «кураторам …» within a sentence; an abbreviation keeps its capitals.
fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

fn signer(plan: &Plan) -> Signer {
    let head = plan
        .rules
        .roles
        .get(&RoleKey::from("head"))
        .or_else(|| plan.rules.roles.values().next());
    head.map_or_else(
        || Signer {
            post: String::new(),
            name: String::new(),
            acting: false,
        },
        |holder: &RoleHolder| Signer {
            post: holder.post.clone(),
            name: short_name(&holder.name),
            acting: false,
        },
    )
}

/// Who signs on the day of registration, where the plan says that it is another than the head: one who stands in, or a
/// head whose name or post has changed.
fn signer_of_the_day(plan: &Plan, day: NaiveDate) -> Option<Signer> {
    let signer = plan.signer_on(&RoleKey::from("head"), day)?;
    Some(Signer {
        // The template puts «И. о.» before it.
        post: signer.post_on_paper().ok()?,
        name: short_name(&signer.name),
        acting: signer.acting,
    })
}

fn preparer(plan: &Plan) -> Option<Preparer> {
    let clerk = plan.rules.roles.get(&RoleKey::from("clerk"))?;
    Some(Preparer {
        name: clerk.name.clone(),
        phone: clerk.phone.clone().unwrap_or_default(),
    })
}

/// The finished order: what the template is told.
pub fn context(
    plan: &Plan,
    row: &DocumentRow,
    registration: Option<&Registration>,
    tasks: Vec<TaskLine>,
) -> Result<Value, serde_json::Error> {
    let content: Content = serde_json::from_value(row.draft.content.clone())?;
    let own = own(plan, &row.draft.title, &content);
    let own = OrderContext {
        date: registration.map(|entry| entry.date),
        number: registration.map(|entry| entry.number.clone()),
        tasks,
        signer: registration
            .and_then(|entry| signer_of_the_day(plan, entry.date))
            .unwrap_or(own.signer),
        ..own
    };
    let told = overlaid(serde_json::to_value(own)?, &content.fields);
    let completed = Paper::of_file(&row.draft.template).and_then(|paper| paper.complete(&told).ok());
    Ok(match completed {
        Some(Value::Object(completed)) => overlaid(told, &completed),
        _ => told,
    })
}

/// What every order has, as far as its draft knows it.
fn own(plan: &Plan, title: &str, content: &Content) -> OrderContext {
    OrderContext {
        issuer: Issuer {
            parent: plan.office.parent.clone().unwrap_or_default(),
            name: plan.office.name.clone(),
            short_name: plan.office.short_name.clone(),
            place: plan.office.place.clone(),
        },
        date: None,
        number: None,
        title: title.to_owned(),
        preamble: content.preamble.clone(),
        command: "ПРИКАЗЫВАЮ:".to_owned(),
        points: content.points.clone(),
        annexes: Vec::new(), // the list of tasks is an annex of its own
        tasks: Vec::new(),
        signer: content.signer.clone(),
        prepared_by: content.prepared_by.clone(),
        acquaint: Vec::new(),
    }
}
