//! Looks a template through as a whole: spelling, blocks, names and, when there is a sample, every value on trial.
//!
//! Must never stop at a mistake: a broken tag is set aside and the others are judged without it. Must never call a value
//! missing that an empty list or a none merely hides.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;
use serde_json::Value;

use super::compile::{self, MISTAKES_MAX, TagPlace};
use super::filters::{self, FUEL, Missing};
use super::look_up::{self, Found};
use super::names::{NamedValue, Need};
use super::properties::{self, PLAIN};
use super::render::{Compiled, stumbled};
use super::skeleton::{Purpose, Skeleton, Standing};
use super::trace::Trace;
use super::{out_of_reach, twins, wording};
use crate::documents::mistake::{MistakeCode, Place, TemplateMistake};
use crate::documents::ooxml::package::{Package, PartKind};

/// How often a trial begins anew without the tag it stumbled on.
const TRIALS_MAX: usize = 60;
/// More tags than this are not listed as untried.
const UNTRIED_MAX: usize = 200;

/// What a check found.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// All that is wrong, part by part, in the order of reading.
    pub mistakes: Vec<TemplateMistake>,
    /// Values that the template names, by path.
    pub variables: Vec<Variable>,
    /// Tags that the sample gave no occasion to try: its list is empty, its condition does not hold.
    pub untried: Vec<Untried>,
}

/// A tag whose names were read, but whose values were never worked out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Untried {
    pub place: Place,
    pub tag: String,
    /// The loop or condition that hid it.
    pub within: Option<String>,
}

/// A value that a template names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// `points[].text`: the field of every item of a list.
    pub path: String,
    pub need: Need,
    /// Where it is named first.
    pub place: Place,
    /// The tag that names it first.
    pub tag: String,
}

/// Checks a file, with the sample when there is one.
pub(super) fn file(name: &str, bytes: &[u8], sample: Option<&Value>) -> Checked {
    let package = match Package::open(bytes) {
        Ok(package) => package,
        Err(mistake) => {
            return Checked {
                mistakes: vec![*mistake],
                ..Checked::default()
            };
        }
    };
    let mut checked = Checked::default();
    let mut named = BTreeMap::new();
    for part in &package.parts {
        let Some(text) = &part.text else { continue };
        match part.kind {
            PartKind::Word => word_part(&part.name, text, sample, &mut named, &mut checked),
            PartKind::Properties => properties_part(&part.name, text, sample, &mut named, &mut checked),
            PartKind::ContentTypes | PartKind::Numbering | PartKind::Styles | PartKind::Other => {}
        }
    }
    checked.variables = named
        .into_iter()
        .map(|(path, (need, tag))| Variable {
            path,
            need,
            place: tag.place,
            tag: tag.raw,
        })
        .collect();
    checked.mistakes.extend(out_of_reach::in_links(&package));
    if checked.mistakes.is_empty() {
        checked.mistakes = as_a_whole(name, bytes, sample);
    }
    TemplateMistake::cut(&mut checked.mistakes, MISTAKES_MAX);
    checked.untried.truncate(UNTRIED_MAX);
    checked
}

/// Paths with the strongest need and the first tag that names each.
type AllNamed = BTreeMap<String, (Need, TagPlace)>;

fn word_part(name: &str, text: &str, sample: Option<&Value>, named: &mut AllNamed, checked: &mut Checked) {
    let mut survey = match compile::survey(name, text) {
        Ok(survey) => survey,
        Err(mistake) => return checked.mistakes.push(*mistake),
    };
    let skeleton = Skeleton::of_part(&survey);
    let prefix = survey.part.prefix.clone();
    let mut found = judge(
        skeleton,
        &format!("{prefix}|{name}"),
        sample,
        named,
        &mut checked.untried,
    );
    twins::tell_once(&survey.part, name, &survey.paragraphs, &mut found);
    add(&mut survey.mistakes, found);
    compile::in_reading_order(&survey.part, name, &survey.paragraphs, &mut survey.mistakes);
    checked.mistakes.append(&mut survey.mistakes);
}

fn properties_part(name: &str, text: &str, sample: Option<&Value>, named: &mut AllNamed, checked: &mut Checked) {
    let found = match properties::survey(name, text) {
        Ok(found) => found,
        Err(mistake) => return checked.mistakes.push(*mistake),
    };
    let skeleton = Skeleton::of_properties(&found.tags, &found.blocks);
    let mut mistakes = found.mistakes;
    add(
        &mut mistakes,
        judge(
            skeleton,
            &format!("{PLAIN}|{name}"),
            sample,
            named,
            &mut checked.untried,
        ),
    );
    checked.mistakes.append(&mut mistakes);
}

/// Adds what is not the consequence of a known mistake in the same tag.
fn add(mistakes: &mut Vec<TemplateMistake>, found: Vec<TemplateMistake>) {
    for mistake in found {
        let known = mistakes.iter().any(|known| {
            known.place == mistake.place
                && known.tag == mistake.tag
                && (known.code == mistake.code || mistake.code != MistakeCode::UnknownVariable)
        });
        if !known {
            mistakes.push(mistake);
        }
    }
}

fn judge(
    mut skeleton: Skeleton,
    name: &str,
    sample: Option<&Value>,
    named: &mut AllNamed,
    untried: &mut Vec<Untried>,
) -> Vec<TemplateMistake> {
    let (values, mut mistakes) = skeleton.values();
    for (value, step) in &values {
        let tag = &skeleton.steps[*step].tag;
        let entry = named
            .entry(value.path.clone())
            .or_insert_with(|| (value.need, tag.clone()));
        entry.0 = entry.0.max(value.need);
    }
    if let Some(sample) = sample {
        mistakes.extend(unknown(&mut skeleton, &values, sample));
        mistakes.extend(trial(&mut skeleton, name, sample, untried));
    }
    mistakes
}

/// Names that the sample does not have. Their tags are not tried afterwards.
fn unknown(skeleton: &mut Skeleton, values: &[(NamedValue, usize)], sample: &Value) -> Vec<TemplateMistake> {
    let mut mistakes = Vec::new();
    let mut told = HashSet::new();
    let targets: HashSet<&str> = skeleton
        .steps
        .iter()
        .flat_map(|step| step.targets.iter().map(String::as_str))
        .collect();
    let mut idle = Vec::new();
    for (value, step) in values.iter().filter(|(value, _)| value.need != Need::Optional) {
        let Found::Missing(missing) = look_up::look_up(sample, &value.path) else {
            continue;
        };
        idle.push(*step);
        // What a loop, `with` or `set` brought along is told where it was brought from.
        if missing.end <= value.inherited || !told.insert((*step, missing.end, value.path.clone())) {
            continue;
        }
        let tag = &skeleton.steps[*step].tag;
        mistakes.push(missing.explain(sample, &targets).at(&tag.place).tagged(&tag.raw));
    }
    for step in idle {
        if skeleton.steps[step].standing == Standing::Sound {
            skeleton.steps[step].standing = Standing::Idle;
        }
    }
    mistakes
}

/// Works every tag out on the sample; one that cannot be is told, set aside, and the rest is tried again.
fn trial(skeleton: &mut Skeleton, name: &str, sample: &Value, untried: &mut Vec<Untried>) -> Vec<TemplateMistake> {
    let mut mistakes = Vec::new();
    let mut engine = filters::engine(Missing::Refuse);
    for _ in 0..TRIALS_MAX {
        let written = skeleton.write(Purpose::Trial);
        let mut trace = Trace::default();
        let outcome = engine
            .add_template_owned(name.to_owned(), written.source.clone())
            .and_then(|()| {
                filters::run(|| {
                    let template = engine.get_template(name)?;
                    let tried = template.render_captured_to(minijinja::value::Serde(sample), &mut trace);
                    tried.map(|_| ())
                })
            });
        let Err(error) = outcome else {
            untried.extend(skeleton.untried(&written, &trace));
            break;
        };
        let range = error.range();
        let step = range.as_ref().and_then(|range| written.step_at(range.start));
        let Some(step) = step.filter(|step| skeleton.steps[*step].standing == Standing::Sound) else {
            break; // nothing left to set aside: the whole paper is tried afterwards
        };
        let endless = error.kind() == minijinja::ErrorKind::OutOfFuel;
        if endless && !mistakes.is_empty() {
            break; // only a trial that began anew ran out of its smaller share
        }
        let expression = range.map_or_else(String::new, |range| wording::expression(&written.source, &range));
        let step = &mut skeleton.steps[step];
        step.standing = Standing::Idle;
        mistakes.push(stumbled(&error, &expression).at(&step.tag.place).tagged(&step.tag.raw));
        // Endless work would only be repeated; and a hostile file must not have its full share of work sixty times.
        if endless {
            break;
        }
        engine.set_fuel(Some(FUEL / 10));
    }
    mistakes
}

/// The real thing, once all tags are sound by themselves.
fn as_a_whole(name: &str, bytes: &[u8], sample: Option<&Value>) -> Vec<TemplateMistake> {
    let compiled = match Compiled::new(name, bytes) {
        Ok(compiled) => compiled,
        Err(found) => return found.mistakes,
    };
    match sample.map(|sample| compiled.render(sample, Missing::Refuse)) {
        None | Some(Ok(_)) => Vec::new(),
        Some(Err(error)) => vec![error.into_mistake()],
    }
}
