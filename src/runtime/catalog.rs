//! Plans, calendars and templates at hand, checked at start: today's texts, and the texts running instances began with.

use super::sources::SourceFile;
use super::templates::{OLD_LAYOUT, Templates, new_layout};
use crate::definition::bundle::{DefinitionBundle, recompile};
use crate::definition::check::journals;
use crate::definition::folder::{Folder, arrange};
use crate::definition::mistake::{Mistake, Mistakes};
use crate::definition::model::{Definition, Journal, Plan};
use crate::definition::source::Source;
use crate::documents::Template;
use crate::engine::directory;
use crate::engine::event::DirectoryEntry;
use crate::mail::templates::Templates as LetterTemplates;
use crate::store::Store;
use crate::store::error::StoreError;
use crate::words::calendar::WorkCalendar;
use crate::words::ids::{InstanceId, ItemKey, JournalKey, PlanKey};
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

/// Everything an operator can edit, read and checked.
pub struct Catalog {
    plans: BTreeMap<PlanKey, Shelved>,
    /// Templates in use, by name.
    templates: RwLock<BTreeMap<String, Template>>,
    /// Templates by the hash of their file: those in use, and those that older drafts are bound to.
    template_files: RwLock<HashMap<String, Template>>,
    letters: LetterTemplates,
    /// Definitions by the hash of their text: today's, and those that running instances are bound to.
    by_sha256: RwLock<HashMap<String, Arc<Definition>>>,
    /// Which definition an instance that has not begun would begin with.
    by_instance: HashMap<InstanceId, Arc<Definition>>,
}

/// A plan with the calendar it counts by, and the texts its definitions are bound to.
struct Shelved {
    plan: Arc<Plan>,
    calendar: Arc<WorkCalendar>,
    bundles: HashMap<ItemKey, DefinitionBundle>,
}

/// Everything that is wrong with the files, in sentences with places.
#[derive(Debug)]
pub struct Faults(pub Vec<String>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in &self.0 {
            writeln!(f, "{fault}")?;
        }
        write!(f, "ошибок: {}", self.0.len())
    }
}

impl std::error::Error for Faults {}

impl Catalog {
    /// Reads and checks everything; all faults of all files at once.
    pub fn load(workflows: &[SourceFile], templates: &[SourceFile]) -> Result<Self, Faults> {
        let folder = arrange(workflows.iter().map(|file| (file.path.clone(), file.bytes.clone())));
        let mut mistakes = folder.mistakes.clone();
        let templates = Templates::read(templates, &mut mistakes);
        let plans = read_plans(&folder, &templates, &mut mistakes);
        let mut faults: Vec<String> = Mistakes::sorted(mistakes).0.iter().map(ToString::to_string).collect();
        if folder.plans.is_empty() {
            faults.push("нет ни одной дорожной карты: ожидался файл ПАПКА/plan.yaml".to_owned());
        }
        match templates.letters {
            Some(letters) if faults.is_empty() => Ok(Self::new(plans, templates.word, letters)),
            _ => Err(Faults(faults)),
        }
    }

    fn new(plans: BTreeMap<PlanKey, Shelved>, templates: BTreeMap<String, Template>, letters: LetterTemplates) -> Self {
        let mut by_sha256 = HashMap::new();
        let mut by_instance = HashMap::new();
        for Shelved { plan, .. } in plans.values() {
            for definition in &plan.items {
                by_sha256.insert(definition.sha256.clone(), Arc::clone(definition));
                for period in definition.schedule.periods() {
                    by_instance.insert(
                        InstanceId::of(&plan.key, &definition.key, period),
                        Arc::clone(definition),
                    );
                }
            }
        }
        Self {
            plans,
            template_files: RwLock::new(by_file(templates.values())),
            templates: RwLock::new(templates),
            letters,
            by_sha256: RwLock::new(by_sha256),
            by_instance,
        }
    }

    /// All plans, by key.
    pub fn plans(&self) -> impl Iterator<Item = &Arc<Plan>> {
        self.plans.values().map(|shelved| &shelved.plan)
    }

    pub fn plan(&self, key: &PlanKey) -> Option<Arc<Plan>> {
        self.plans.get(key).map(|shelved| Arc::clone(&shelved.plan))
    }

    /// Today's definition of an item.
    pub fn current(&self, plan: &PlanKey, item: &ItemKey) -> Option<Arc<Definition>> {
        self.plans
            .get(plan)?
            .plan
            .items
            .iter()
            .find(|definition| &definition.key == item)
            .cloned()
    }

    /// The definition an instance that has not begun would begin with.
    pub fn by_instance(&self, id: InstanceId) -> Option<Arc<Definition>> {
        self.by_instance.get(&id).cloned()
    }

    /// The definition with exactly this text.
    pub fn pinned(&self, sha256: &str) -> Option<Arc<Definition>> {
        self.by_sha256
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(sha256)
            .cloned()
    }

    /// Of these hashes, those whose text is not at hand yet.
    pub fn missing<'a>(&self, hashes: impl Iterator<Item = &'a str>) -> Vec<String> {
        let known = self.by_sha256.read().unwrap_or_else(PoisonError::into_inner);
        let mut missing: Vec<String> = hashes
            .filter(|sha256| !known.contains_key(*sha256))
            .map(str::to_owned)
            .collect();
        missing.sort();
        missing.dedup();
        missing
    }

    /// Fetches the texts of older definitions from the store.
    pub async fn pin(&self, store: &Store, hashes: &[String]) -> Result<(), StoreError> {
        for sha256 in hashes {
            let unreadable = |why: String| StoreError::Unreadable {
                table: "definition",
                column: "bundle",
                id: sha256.clone(),
                why,
            };
            let row = store
                .get_definition(sha256)
                .await?
                .ok_or_else(|| unreadable("текст определения не сохранён".to_owned()))?;
            let bundle: DefinitionBundle =
                serde_json::from_str(&row.bundle).map_err(|error| unreadable(error.to_string()))?;
            let definition = recompile(&bundle).map_err(|mistakes| unreadable(mistakes.to_string()))?;
            self.by_sha256
                .write()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(sha256.clone(), Arc::new(definition));
        }
        Ok(())
    }

    /// The calendar the plan counts by; one without any year for a plan that is not here.
    pub fn calendar(&self, plan: &PlanKey) -> Arc<WorkCalendar> {
        self.plans
            .get(plan)
            .map(|shelved| Arc::clone(&shelved.calendar))
            .unwrap_or_default()
    }

    /// The texts an item's definition was read from.
    pub fn bundle(&self, plan: &PlanKey, item: &ItemKey) -> Option<&DefinitionBundle> {
        self.plans.get(plan)?.bundles.get(item)
    }

    /// Where the office's wall clock is.
    pub fn zone(&self, plan: &PlanKey) -> Tz {
        self.plans
            .get(plan)
            .map_or(chrono_tz::Europe::Moscow, |shelved| shelved.plan.time_zone)
    }

    /// Institutions of the plan valid on `on`.
    pub fn directory(&self, plan: &PlanKey, on: NaiveDate) -> Vec<DirectoryEntry> {
        let Some(Shelved { plan, .. }) = self.plans.get(plan) else {
            return Vec::new();
        };
        directory::valid_on(plan.as_ref(), on)
    }

    /// A journal, and the first plan that keeps it: plans that share one say the same of it.
    pub fn journal(&self, key: &JournalKey) -> Option<(Arc<Plan>, Journal)> {
        self.plans()
            .find_map(|plan| Some((Arc::clone(plan), plan.rules.journals.get(key)?.clone())))
    }

    /// Last number of a journal that was used on paper in a year, by any of the plans that share it.
    pub fn last_on_paper(&self, key: &JournalKey, year: i32) -> u32 {
        let of_plan = |plan: &Arc<Plan>| plan.rules.journals.get(key)?.last_used.get(&year).copied();
        self.plans().filter_map(of_plan).max().unwrap_or(0)
    }

    /// The template in the layout of a document's date, where that layout has one of its own.
    pub fn template_of_layout(&self, name: &str, on: NaiveDate) -> Option<Template> {
        (on < new_layout())
            .then(|| self.template(&format!("{OLD_LAYOUT}{name}")))
            .flatten()
    }

    /// The version of a template that is in use.
    pub fn template(&self, name: &str) -> Option<Template> {
        self.templates
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(name)
            .cloned()
    }

    /// All templates in use, by name.
    pub fn templates(&self) -> Vec<(String, Template)> {
        let templates = self.templates.read().unwrap_or_else(PoisonError::into_inner);
        templates
            .iter()
            .map(|(name, template)| (name.clone(), template.clone()))
            .collect()
    }

    /// Names by which a drafter asks for a template; layouts of before are chosen by date.
    pub fn template_names(&self) -> Vec<String> {
        let names = self.templates().into_iter().map(|(name, _)| name);
        names.filter(|name| !name.contains('/')).collect()
    }

    /// The template with exactly this file, once it was at hand.
    pub fn template_file(&self, sha256: &str) -> Option<Template> {
        self.template_files
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(sha256)
            .cloned()
    }

    /// Keeps a template at hand by its file, without putting it into use.
    pub fn remember_template(&self, template: &Template) {
        self.template_files
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(template.sha256().to_owned(), template.clone());
    }

    /// Puts a template into use under its name.
    pub fn use_template(&self, template: &Template) {
        self.remember_template(template);
        self.templates
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(template.name().to_owned(), template.clone());
    }

    pub fn letters(&self) -> &LetterTemplates {
        &self.letters
    }

    /// Right side of the plan's Message-IDs.
    pub fn mail_domain(&self, plan: &PlanKey) -> &str {
        let email = self
            .plans
            .get(plan)
            .map_or("", |shelved| shelved.plan.office.email.as_str());
        email.rsplit_once('@').map_or("prikaz.invalid", |(_, domain)| domain)
    }
}

fn by_file<'a>(templates: impl Iterator<Item = &'a Template>) -> HashMap<String, Template> {
    templates
        .map(|template| (template.sha256().to_owned(), template.clone()))
        .collect()
}

fn read_plans(folder: &Folder, templates: &Templates, mistakes: &mut Vec<Mistake>) -> BTreeMap<PlanKey, Shelved> {
    let mut plans = BTreeMap::new();
    let mut read: Vec<(&Source, Arc<Plan>)> = Vec::new();
    for sources in &folder.plans {
        let checked = folder.check(sources);
        mistakes.extend(checked.mistakes.0);
        templates.check_names(sources, &checked.items, mistakes);
        let (Some(plan), Ok(calendar)) = (checked.plan, folder.calendar(sources)) else {
            continue;
        };
        let plan = Arc::new(plan);
        read.push((&sources.plan, Arc::clone(&plan)));
        let bundles = plan
            .items
            .iter()
            .filter_map(|item| Some((item.key.clone(), DefinitionBundle::of(sources, item)?)));
        let bundles = bundles.collect();
        plans.insert(
            plan.key.clone(),
            Shelved {
                plan,
                calendar: Arc::new(calendar),
                bundles,
            },
        );
    }
    let together: Vec<(&Source, &Plan)> = read.iter().map(|(source, plan)| (*source, &**plan)).collect();
    mistakes.extend(journals::across(&together));
    plans
}
