//! From the texts of a plan to the plan, or to all its mistakes at once.
//!
//! Must never return a plan beside a mistake: a plan with a hole would lose an order.
#![deny(missing_docs)]

use crate::definition::bundle::DefinitionBundle;
use crate::definition::check::executors;
use crate::definition::check::head::{self, Head};
use crate::definition::check::item::{self, Ground};
use crate::definition::check::lifecycle;
use crate::definition::check::order::{self, Written};
use crate::definition::files::lifecycle::LifecycleFile;
use crate::definition::files::plan::PlanFile;
use crate::definition::institutions;
use crate::definition::mistake::{Code, Mistake, Mistakes};
use crate::definition::model::{Definition, Institution, Lifecycle, Plan};
use crate::definition::persons::{self, Person};
use crate::definition::shape::{Desk, Shape};
use crate::definition::source::{PlanSources, Source, Span};
use crate::definition::tree;
use crate::words::calendar::WorkCalendar;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Reads and checks a plan.
///
/// # Errors
/// All mistakes of all files, sorted by file and place. A file that is not YAML hides no mistake of another.
pub fn compile(sources: &PlanSources, calendar: &WorkCalendar) -> Result<Plan, Mistakes> {
    let checked = check(sources, calendar);
    checked.plan.ok_or(checked.mistakes)
}

/// What a check of a plan found.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The plan, when there is no mistake.
    pub plan: Option<Plan>,
    /// Items that could be read, in order; items that have mistakes may be missing.
    pub items: Vec<Arc<Definition>>,
    /// All mistakes; empty when there is a plan.
    pub mistakes: Mistakes,
}

/// Reads and checks a plan, and tells what could be read even when not all could.
pub fn check(sources: &PlanSources, calendar: &WorkCalendar) -> Checked {
    let mut mistakes = Vec::new();
    let directory = institutions::read(&sources.institutions, &mut mistakes);
    let persons = persons::read(&sources.persons, &directory, &mut mistakes);
    let head = read::<PlanFile>(&sources.plan, &mut mistakes).map(|file| {
        let mut desk = Desk::new(&sources.plan);
        let head = head::check(&file, &directory, &persons, &mut desk);
        for (_, template) in &head.documents {
            item::template_name(template, &mut desk);
        }
        mistakes.append(&mut desk.mistakes);
        head
    });
    let mut written: Vec<Written<'_>> = sources
        .items
        .iter()
        .map(|source| Written {
            source,
            file: read(source, &mut mistakes),
        })
        .collect();
    written.sort_by_key(|item| order_of(item.source));
    let used: BTreeSet<&str> = written
        .iter()
        .filter_map(|item| item.file.as_ref()?.lifecycle.as_ref())
        .chain(head.iter().filter_map(|head| head.lifecycle.as_ref()))
        .map(|name| name.value.as_str())
        .collect();
    let lifecycles = lifecycles(&sources.lifecycles, head.as_ref(), &used, &mut mistakes);
    let mut definitions = Vec::new();
    if let Some(head) = &head {
        let ground = Ground {
            head,
            directory: &directory,
            lifecycles: &lifecycles,
            calendar,
        };
        definitions = self::definitions(&written, ground, &mut mistakes);
        count(head, &sources.plan, &written, &mut mistakes);
        default_lifecycle(head, &sources.plan, &lifecycles, &mut mistakes);
    }
    order::check(&written, &definitions, &mut mistakes);
    for definition in &mut definitions {
        seal(sources, definition);
    }
    let plan = head
        .and_then(|head| plan(head, definitions.clone(), directory.institutions, persons.rows))
        .filter(|_| mistakes.is_empty());
    Checked {
        plan,
        items: definitions,
        mistakes: Mistakes::sorted(mistakes),
    }
}

/// Layers of the calendar that `plan.yaml` asks for; none when it cannot be read.
pub fn calendar_layers(plan: &Source) -> Vec<String> {
    let file: Option<PlanFile> = read(plan, &mut Vec::new());
    file.and_then(|file| file.calendars)
        .unwrap_or_default()
        .into_iter()
        .map(|layer| layer.value)
        .collect()
}

/// Reads the fields of a file; what is wrong goes to `mistakes`.
pub fn read<T: Shape>(source: &Source, mistakes: &mut Vec<Mistake>) -> Option<T> {
    match tree::parse(source) {
        Ok(node) => {
            let mut desk = Desk::new(source);
            let file = T::read(&node, &mut desk);
            mistakes.append(&mut desk.mistakes);
            file
        }
        Err(mistake) => {
            mistakes.push(*mistake);
            None
        }
    }
}

/// Checks lifecycles; those that the plan uses are checked against its roles and journals too.
fn lifecycles(
    sources: &[Source],
    head: Option<&Head>,
    used: &BTreeSet<&str>,
    mistakes: &mut Vec<Mistake>,
) -> BTreeMap<String, Option<Arc<Lifecycle>>> {
    let mut lifecycles = BTreeMap::new();
    for source in sources {
        let head = head.filter(|_| used.contains(source.stem()));
        let checked = read::<LifecycleFile>(source, mistakes).and_then(|file| {
            let mut desk = Desk::new(source);
            let checked = lifecycle::check(&file, head, &mut desk);
            mistakes.append(&mut desk.mistakes);
            checked
        });
        lifecycles.insert(source.stem().to_owned(), checked.map(Arc::new));
    }
    lifecycles
}

/// Checks items in their order: an abbreviation that one cell defines holds in the cells after it.
fn definitions(written: &[Written<'_>], ground: Ground<'_>, mistakes: &mut Vec<Mistake>) -> Vec<Arc<Definition>> {
    let mut definitions = Vec::new();
    let aliases = executors::aliases(ground.head);
    for item in written {
        let Some(file) = &item.file else { continue };
        let mut desk = Desk::new(item.source);
        definitions.extend(item::check(file, ground, &aliases, None, &mut desk).map(Arc::new));
        mistakes.append(&mut desk.mistakes);
    }
    definitions
}

/// Whether as many items are there as the printed plan has.
fn count(head: &Head, source: &Source, written: &[Written<'_>], mistakes: &mut Vec<Mistake>) {
    if written.is_empty() {
        mistakes.push(
            Mistake::new(
                source,
                Span::default(),
                Code::UnknownItem,
                "в папке плана нет ни одного пункта",
            )
            .help("каждый пункт — файл рядом с plan.yaml: 1.1.yaml"),
        );
    }
    let Some(expected) = &head.items else { return };
    if usize::try_from(expected.value).is_ok_and(|expected| expected == written.len()) {
        return;
    }
    let message = format!("в плане {} пунктов, а файлов {}", expected.value, written.len());
    let there: Vec<&str> = written.iter().map(|item| item.source.stem()).collect();
    mistakes.push(
        Mistake::new(source, expected.span, Code::UnknownItem, message)
            .help(format!("файлы есть у пунктов: {}", there.join(", "))),
    );
}

fn default_lifecycle(
    head: &Head,
    source: &Source,
    lifecycles: &BTreeMap<String, Option<Arc<Lifecycle>>>,
    mistakes: &mut Vec<Mistake>,
) {
    if let Some(name) = head
        .lifecycle
        .as_ref()
        .filter(|name| !lifecycles.contains_key(&name.value))
    {
        let help = crate::definition::suggest::among(&name.value, lifecycles.keys().map(String::as_str), "порядки");
        mistakes.push(
            Mistake::new(
                source,
                name.span,
                Code::UnknownLifecycle,
                format!("нет порядка `{}`", name.value),
            )
            .help(help),
        );
    }
}

/// Numbers in names compare as numbers: 1.10 comes after 1.9.
fn order_of(source: &Source) -> Vec<(u64, String)> {
    let parts = source.stem().split(['.', '-']);
    parts
        .map(|part| (part.parse().unwrap_or(u64::MAX), part.to_owned()))
        .collect()
}

fn plan(head: Head, items: Vec<Arc<Definition>>, institutions: Vec<Institution>, persons: Vec<Person>) -> Option<Plan> {
    let rules = head.rules()?;
    Some(Plan {
        key: head.key,
        title: head.title?,
        basis: head.basis?,
        office: head.office?,
        time_zone: head.time_zone,
        rules,
        sections: head.sections?,
        items,
        institutions,
        persons,
    })
}

fn seal(sources: &PlanSources, definition: &mut Arc<Definition>) {
    if let Some(bundle) = DefinitionBundle::of(sources, definition) {
        Arc::make_mut(definition).sha256 = bundle.sha256();
    }
}
