//! An item: its names are resolved, its lifecycle fits its dates, its documents fill the lifecycle's slots.
//!
//! Must never look at another item: what binds items together is checked when all are read.
#![deny(missing_docs)]

use crate::definition::check::executors;
use crate::definition::check::head::Head;
use crate::definition::check::lifecycle::{hurries, slots};
use crate::definition::check::schedule;
use crate::definition::files::item::ItemFile;
use crate::definition::institutions::Directory;
use crate::definition::mistake::Code;
use crate::definition::model::{
    Act, DateOwner, Definition, Executor, Executors, Join, Lifecycle, Reporting, Schedule, WaitUntil,
};
use crate::definition::shape::Desk;
use crate::definition::source::{Placed, Span};
use crate::definition::suggest;
use crate::words::calendar::WorkCalendar;
use crate::words::executors::Aliases;
use crate::words::ids::{InstitutionKey, ItemKey, RoleKey};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What an item is checked against.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The plan.
    pub head: &'a Head,
    /// The directory.
    pub directory: &'a Directory,
    /// Lifecycles by name; `None` for one that has mistakes of its own.
    pub lifecycles: &'a BTreeMap<String, Option<Arc<Lifecycle>>>,
    /// Days off.
    pub calendar: &'a WorkCalendar,
}

/// What is settled beforehand when a definition is read again from its bundle.
#[derive(Debug, Clone)]
pub struct Settled {
    /// The dates.
    pub schedule: Schedule,
    /// The executors.
    pub executors: Vec<Executor>,
}

/// The key an item goes by, as far as the file tells.
pub fn key(file: &ItemFile) -> Option<&Placed<String>> {
    file.key.as_ref().or(file.item.as_ref())
}

/// Checks an item. With `settled`, dates and executors are taken as they were and the words are not read again.
pub fn check(
    file: &ItemFile,
    ground: Ground<'_>,
    aliases: &Aliases,
    settled: Option<Settled>,
    desk: &mut Desk<'_>,
) -> Option<Definition> {
    let key = key(file)?;
    if key.value != desk.source.stem() {
        let message = format!(
            "ключ пункта `{}`, а файл называется `{}.yaml`",
            key.value,
            desk.source.stem()
        );
        desk.advise(
            key.span,
            Code::WrongValue,
            message,
            "имя файла — ключ пункта; ключ — сам номер, если поле key не говорит иного",
        );
    } else if !is_item_key(&key.value) {
        desk.advise(
            key.span,
            Code::WrongValue,
            format!("«{}» не годится как ключ пункта", key.value),
            "буквы, цифры, точки и дефисы: 6.2-1",
        );
    }
    let section = section(file, ground.head, desk);
    let lifecycle = lifecycle(file, ground, desk);
    let documents = lifecycle
        .as_ref()
        .map(|lifecycle| documents(file, ground.head, lifecycle, desk));
    let owner = file.date_owner.as_ref().map(|name| owner(name, ground, desk));
    let (schedule, executors) = match settled {
        Some(settled) => (Some(settled.schedule), Some(settled.executors)),
        None => (
            schedule::check(file, ground.head, ground.calendar, owner, desk),
            file.executors
                .as_ref()
                .and_then(|cell| executors::check(cell, ground.head, aliases, desk)),
        ),
    };
    if let (Some(schedule), Some(lifecycle)) = (&schedule, &lifecycle) {
        waits_fit(file, schedule, lifecycle, desk);
    }
    if let (Some(executors), Some(lifecycle)) = (&executors, &lifecycle) {
        reports_suffice(file, executors, lifecycle, ground.directory, desk);
    }
    Some(Definition {
        plan: ground.head.key.clone(),
        key: ItemKey(key.value.clone()),
        number: file.item.as_ref()?.value.clone(),
        section: section?,
        title: file.title.as_ref()?.value.clone(),
        deadline: file.deadline.as_ref()?.value.clone(),
        schedule: schedule?,
        task: file.task.as_ref().map(|task| task.value.trim().to_owned()),
        brief: file.brief.as_ref().map(|brief| brief.value.trim().to_owned()),
        executors: executors?,
        result: file.result.as_ref()?.text.as_ref()?.value.clone(),
        form: file.result.as_ref()?.form.as_ref().map(|form| form.value.clone()),
        lifecycle: lifecycle?,
        documents: documents??,
        after: file
            .after
            .iter()
            .flat_map(|after| &after.0)
            .map(|key| ItemKey(key.value.clone()))
            .collect(),
        rules: ground.head.rules()?,
        effective: file.effective.as_ref().map(|day| day.value.0),
        file: desk.source.file.to_string(),
        sha256: String::new(),
    })
}

/// Whether `text` may be the key of an item: letters of any alphabet, digits, dots, hyphens.
fn is_item_key(text: &str) -> bool {
    text.len() <= 64
        && text
            .chars()
            .all(|character| character.is_alphanumeric() || character == '.' || character == '-')
}

fn section(file: &ItemFile, head: &Head, desk: &mut Desk<'_>) -> Option<String> {
    let number = file.item.as_ref()?;
    let (name, span) = match &file.section {
        Some(section) => (section.value.as_str(), section.span),
        None => (number.value.split('.').next().unwrap_or_default(), number.span),
    };
    if let Some(sections) = head.sections.as_ref().filter(|sections| !sections.contains_key(name)) {
        let help = suggest::among(name, sections.keys().map(String::as_str), "в plan.yaml есть разделы");
        desk.advise(
            span,
            Code::UnknownSection,
            format!("в плане нет раздела «{name}»"),
            help,
        );
        return None;
    }
    Some(name.to_owned())
}

fn lifecycle(file: &ItemFile, ground: Ground<'_>, desk: &mut Desk<'_>) -> Option<Arc<Lifecycle>> {
    let Some(name) = file.lifecycle.as_ref().or(ground.head.lifecycle.as_ref()) else {
        let span = file.item.as_ref().map_or(file.span, |item| item.span);
        let help = suggest::among("", ground.lifecycles.keys().map(String::as_str), "порядки");
        desk.advise(
            span,
            Code::MissingField,
            "не назван порядок прохождения (поле `lifecycle`)",
            help,
        );
        return None;
    };
    if let Some(lifecycle) = ground.lifecycles.get(&name.value) {
        return lifecycle.clone();
    }
    if file.lifecycle.is_some() {
        let help = suggest::among(&name.value, ground.lifecycles.keys().map(String::as_str), "порядки");
        desk.advise(
            name.span,
            Code::UnknownLifecycle,
            format!("нет порядка `{}`", name.value),
            help,
        );
    }
    None
}

/// Templates for the lifecycle's slots: the item's own, else the plan's. `None` when a slot stays empty.
fn documents(
    file: &ItemFile,
    head: &Head,
    lifecycle: &Lifecycle,
    desk: &mut Desk<'_>,
) -> Option<BTreeMap<String, String>> {
    let slots = slots(lifecycle);
    let mut documents: BTreeMap<String, String> = head
        .documents
        .iter()
        .filter(|(slot, _)| slots.contains(slot.value.as_str()))
        .map(|(slot, template)| (slot.value.clone(), template.value.clone()))
        .collect();
    for (slot, template) in file.documents.iter().flat_map(|documents| &documents.0) {
        template_name(template, desk);
        if slots.contains(slot.value.as_str()) {
            documents.insert(slot.value.clone(), template.value.clone());
        } else {
            let help = suggest::among(&slot.value, slots.iter().copied(), "документы порядка");
            let message = format!(
                "в порядке `{}` нет документа `{}`: шаблон не пригодится",
                lifecycle.key, slot.value
            );
            desk.advise(slot.span, Code::DocumentSlot, message, help);
        }
    }
    let empty: Vec<&str> = slots
        .into_iter()
        .filter(|slot| !documents.contains_key(*slot))
        .collect();
    for slot in &empty {
        let span = file
            .lifecycle
            .as_ref()
            .or(file.item.as_ref())
            .map_or(file.span, |field| field.span);
        let message = format!(
            "порядок `{}` готовит документ `{slot}`, а шаблон не назван",
            lifecycle.key
        );
        desk.advise(
            span,
            Code::DocumentSlot,
            message,
            format!("documents: {{ {slot}: order-department.docx }}"),
        );
    }
    empty.is_empty().then_some(documents)
}

/// Tells a template name that is not the name of a Word file.
pub fn template_name(template: &Placed<String>, desk: &mut Desk<'_>) {
    let name = &template.value;
    if !name.to_lowercase().ends_with(".docx") || name.len() <= ".docx".len() {
        desk.advise(
            template.span,
            Code::TemplateName,
            format!("шаблон «{name}» — не файл Word"),
            "имя шаблона кончается на .docx",
        );
    } else if name.contains(['/', '\\']) || name.starts_with('.') {
        desk.advise(
            template.span,
            Code::TemplateName,
            format!("в имени шаблона «{name}» не должно быть пути"),
            "шаблоны лежат в одной папке: запишите только имя файла",
        );
    }
}

fn owner(name: &Placed<String>, ground: Ground<'_>, desk: &mut Desk<'_>) -> Option<DateOwner> {
    let role = RoleKey(name.value.clone());
    let (roles, names) = (ground.head.roles.as_ref(), ground.directory.names.as_ref());
    if names.is_some_and(|names| names.keys.contains(&name.value)) {
        return Some(DateOwner::Institution(InstitutionKey(name.value.clone())));
    }
    if roles.is_some_and(|roles| roles.contains_key(&role)) {
        return Some(DateOwner::Role(role));
    }
    if let (Some(roles), Some(names)) = (roles, names) {
        let known = roles
            .keys()
            .map(RoleKey::as_str)
            .chain(names.keys.iter().map(String::as_str));
        let help = suggest::among(&name.value, known, "роли и учреждения");
        let message = format!("нет ни роли, ни учреждения `{}`", name.value);
        desk.advise(name.span, Code::UnknownInstitution, message, help);
    }
    None
}

/// An item that waits for a date or for other items needs a lifecycle that does, before anybody is set to work.
fn waits_fit(file: &ItemFile, schedule: &Schedule, lifecycle: &Lifecycle, desk: &mut Desk<'_>) {
    let mut tell = |span: Span, code: Code, what: &str, until: WaitUntil, name: &str| {
        if let Some(stage) = hurries(lifecycle, &until) {
            let message = format!(
                "пункт {what}, а порядок `{}` приходит в стадию `{}`, не подождав",
                lifecycle.key, stage.key
            );
            desk.advise(
                span,
                code,
                message,
                format!("до неё нужна стадия с `act: wait` и `until: {name}`"),
            );
        }
    };
    if matches!(schedule, Schedule::AwaitsDate { .. }) {
        let span = file.date_owner.as_ref().map_or(file.span, |owner| owner.span);
        tell(span, Code::Dates, "ждёт срока", WaitUntil::Date, "date");
    }
    if let Some(first) = file.after.iter().flat_map(|after| &after.0).next() {
        tell(
            first.span,
            Code::Order,
            "идёт после других",
            WaitUntil::Predecessors,
            "predecessors",
        );
    }
}

/// A stage that needs more reports than there are executors would never be done.
fn reports_suffice(
    file: &ItemFile,
    executors: &[Executor],
    lifecycle: &Lifecycle,
    directory: &Directory,
    desk: &mut Desk<'_>,
) {
    if directory.names.is_none() {
        return;
    }
    let of_kind = |kind: &str| {
        let of_kind = directory
            .institutions
            .iter()
            .filter(|institution| institution.kind == kind);
        of_kind
            .map(|institution| &institution.key)
            .collect::<BTreeSet<_>>()
            .len()
    };
    let tasks: usize = executors
        .iter()
        .map(|executor| match &executor.who {
            Executors::One(_) => 1,
            Executors::EachOfKind(kind) => of_kind(kind),
            Executors::Each(keys) => keys.len(),
        })
        .sum();
    let needed = lifecycle.stages.values().filter_map(|stage| match &stage.act {
        Act::Report(Reporting {
            done: Join::Count(count),
            ..
        }) => Some((&stage.key, *count)),
        _ => None,
    });
    for (stage, count) in needed.filter(|(_, count)| usize::try_from(*count).is_ok_and(|count| count > tasks)) {
        let span = file.executors.as_ref().map_or(file.span, |cell| cell.span);
        let message = format!(
            "стадия `{stage}` порядка `{}` ждёт отчётов: {count}, а исполнителей {tasks}",
            lifecycle.key
        );
        desk.advise(
            span,
            Code::TooManyReports,
            message,
            "уменьшите done у стадии, запишите all или долю: 80%",
        );
    }
}
