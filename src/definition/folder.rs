//! A folder of plans as a list of files: which file is what, and which calendar a plan counts by.
//!
//! `calendars/*.yaml`, `lifecycles/*.yaml`, `schema/`, and one folder for each plan: `plan.yaml`, `institutions.csv`, `persons.csv`, items.
//! Must never open a file: the caller brings paths and bytes, from a disk or from the binary itself.
#![deny(missing_docs)]

use crate::definition::compile::{self, Checked};
use crate::definition::mistake::{Code, Mistake, Mistakes};
use crate::definition::source::{PlanSources, Source, Span};
use crate::definition::suggest;
use crate::words::calendar::{CalendarSource, WorkCalendar};
use std::collections::BTreeMap;

/// Folders beside the plans that hold no plan.
const SHARED: [&str; 3] = ["calendars", "lifecycles", "schema"];

/// Layer of a plan that names none: the country's days off.
const USUAL_LAYER: &str = "ru";

/// The plans of a folder and what they share.
#[derive(Debug, Clone)]
pub struct Folder {
    /// Plans, by name of their folder.
    pub plans: Vec<PlanSources>,
    /// Calendars of days off.
    pub calendars: Vec<Source>,
    /// Files that are not text, and folders that look like a plan but are none.
    pub mistakes: Vec<Mistake>,
}

/// Sorts files by what they are. Paths are relative to the folder of plans, with `/` between parts.
pub fn arrange(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Folder {
    let mut mistakes = Vec::new();
    let mut folders: BTreeMap<String, Vec<Source>> = BTreeMap::new();
    for (path, bytes) in files {
        let Some((folder, name)) = path.split_once('/') else {
            continue;
        };
        let table = ["institutions.csv", "persons.csv"].contains(&name);
        if name.contains('/') || folder == "schema" || !(is_yaml(name) || table) {
            continue;
        }
        let source = text(&path, bytes, &mut mistakes);
        folders.entry(folder.to_owned()).or_default().push(source);
    }
    let calendars = folders.remove("calendars").unwrap_or_default();
    mistakes.extend(calendars.iter().filter_map(|copy| copied_year(copy, &calendars)));
    let lifecycles = folders.remove("lifecycles").unwrap_or_default();
    let plans = folders
        .into_iter()
        .filter_map(|(folder, files)| plan(&folder, files, &lifecycles, &mut mistakes))
        .collect();
    Folder {
        plans,
        calendars,
        mistakes,
    }
}

/// A file such as `ru-2024 (копия).yaml`: its name is no layer's, and its year is in the layer's own file already.
fn copied_year(copy: &Source, calendars: &[Source]) -> Option<Mistake> {
    let layer = copy.stem().split('-').next().unwrap_or_default();
    let year = country_year(copy).filter(|_| !is_of_layer(copy.stem(), layer))?;
    let own = calendars
        .iter()
        .find(|own| is_of_layer(own.stem(), layer) && country_year(own) == Some(year))?;
    let start = copy.text.find("year:").unwrap_or_default();
    let span = Span { start, end: start + 5 };
    let message = format!("год {year} уже есть в файле {}, а этот файл не читается", own.file);
    Some(Mistake::new(copy, span, Code::OutsideCalendar, message).help("оставьте один файл на год"))
}

/// The year of a country's calendar, as written.
fn country_year(source: &Source) -> Option<&str> {
    let field = |name: &str| {
        source
            .text
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .map(str::trim)
    };
    field("year:").filter(|_| field("layer:").is_some_and(|layer| layer.starts_with("country")))
}

fn is_yaml(name: &str) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("yaml") || ending.eq_ignore_ascii_case("yml"))
}

/// The text of a file; bytes that are not UTF-8 are told and replaced.
fn text(path: &str, bytes: Vec<u8>, mistakes: &mut Vec<Mistake>) -> Source {
    match String::from_utf8(bytes) {
        Ok(text) => Source::new(path, &text),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let source = Source::new(path, &String::from_utf8_lossy(error.as_bytes()));
            let mistake = Mistake::new(
                &source,
                Span { start: at, end: at },
                Code::Yaml,
                "файл записан не в UTF-8",
            );
            mistakes.push(mistake.help("сохраните его в кодировке UTF-8"));
            source
        }
    }
}

fn plan(folder: &str, files: Vec<Source>, lifecycles: &[Source], mistakes: &mut Vec<Mistake>) -> Option<PlanSources> {
    let (mut plan, mut institutions, mut persons, mut items) = (None, None, None, Vec::new());
    for source in files {
        match source.file.rsplit('/').next() {
            Some("plan.yaml") => plan = Some(source),
            Some("institutions.csv") => institutions = Some(source),
            Some("persons.csv") => persons = Some(source),
            _ => items.push(source),
        }
    }
    let Some(plan) = plan else {
        let first = institutions.or(persons).or_else(|| items.into_iter().next())?;
        let message = format!("в папке {folder} нет файла plan.yaml, она не читается как план");
        let help = suggest::nearest(folder, SHARED).map_or_else(
            || "добавьте plan.yaml".to_owned(),
            |near| format!("может быть, папка должна называться {near}?"),
        );
        mistakes.push(Mistake::new(&first, Span::default(), Code::MissingField, message).help(help));
        return None;
    };
    let institutions = institutions.unwrap_or_else(|| Source::new(&format!("{folder}/institutions.csv"), ""));
    let persons = persons.unwrap_or_else(|| Source::new(&format!("{folder}/persons.csv"), ""));
    Some(PlanSources {
        plan,
        items,
        lifecycles: lifecycles.to_vec(),
        institutions,
        persons,
    })
}

impl Folder {
    /// Checks one of the plans by the calendar it names.
    pub fn check(&self, plan: &PlanSources) -> Checked {
        match self.calendar(plan) {
            Ok(calendar) => compile::check(plan, &calendar),
            Err(Mistakes(calendar)) => {
                let mut checked = compile::check(plan, &WorkCalendar::default());
                // Without a calendar no control date can be counted: that is already said once.
                let others = checked
                    .mistakes
                    .0
                    .into_iter()
                    .filter(|mistake| mistake.code != Code::OutsideCalendar);
                checked.mistakes = Mistakes::sorted(calendar.into_iter().chain(others).collect());
                checked.plan = None;
                checked
            }
        }
    }

    /// The calendar of days off that `plan` counts by: the layers it names, else the country's.
    ///
    /// # Errors
    /// Mistakes in the files of those layers, and layers that have no file.
    pub fn calendar(&self, plan: &PlanSources) -> Result<WorkCalendar, Mistakes> {
        let named = compile::calendar_layers(&plan.plan);
        let usual = [USUAL_LAYER.to_owned()];
        let layers = if named.is_empty() { &usual[..] } else { &named };
        let mut mistakes = Vec::new();
        let mut sources = Vec::new();
        for layer in layers {
            let files: Vec<&Source> = self
                .calendars
                .iter()
                .filter(|source| is_of_layer(source.stem(), layer))
                .collect();
            if files.is_empty() {
                let stems: Vec<&str> = self.calendars.iter().map(Source::stem).collect();
                let at = plan.plan.text.find(layer.as_str()).unwrap_or_default();
                let mistake = Mistake::new(
                    &plan.plan,
                    Span { start: at, end: at },
                    Code::OutsideCalendar,
                    format!("нет календаря «{layer}»"),
                );
                mistakes.push(mistake.help(suggest::among(layer, stems, "в папке calendars есть")));
            }
            sources.extend(files);
        }
        let texts: Vec<CalendarSource<'_>> = sources
            .iter()
            .map(|source| CalendarSource {
                file: &source.file,
                text: &source.text,
            })
            .collect();
        match WorkCalendar::from_layers(&texts) {
            Ok(calendar) if mistakes.is_empty() => Ok(calendar),
            Ok(_) => Err(Mistakes::sorted(mistakes)),
            Err(found) => {
                for wrong in found {
                    let source = sources
                        .iter()
                        .find(|source| *source.file == *wrong.file)
                        .copied()
                        .unwrap_or(&plan.plan);
                    let span = crate::definition::tree::at_line(&source.text, wrong.line, wrong.column);
                    mistakes.push(Mistake::new(source, span, Code::OutsideCalendar, wrong.message).help(wrong.hint));
                }
                Err(Mistakes::sorted(mistakes))
            }
        }
    }
}

/// `ru` names `ru.yaml` and `ru-2022.yaml`, but not `ru-kalmykia.yaml`.
fn is_of_layer(stem: &str, layer: &str) -> bool {
    let Some(rest) = stem.strip_prefix(layer) else {
        return false;
    };
    rest.is_empty()
        || rest
            .strip_prefix('-')
            .is_some_and(|year| !year.is_empty() && year.bytes().all(|byte| byte.is_ascii_digit()))
}
