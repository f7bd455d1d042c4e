//! A compiled template and its rendering: context in, bytes and two hashes out.
//!
//! The same template and context give the same bytes, always. Must never touch files or the clock.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use minijinja::value::{Serde, Value};
use minijinja::{Environment, ErrorKind};
use sha2::{Digest, Sha256};

use super::compile::{self, CompiledPart, Repair, TagPlace};
use super::filters::{self, Missing};
use super::names::{self, Named};
use super::numbering::{self, Lists, Restarts, TooManyLists};
use super::picture::{self, Gallery, PictureFile};
use super::{attach, cells, marks, out_of_reach, properties, repair, wording};
use crate::documents::RenderedDocument;
use crate::documents::mistake::{MistakeCode, Place, RenderError, TemplateMistake, TemplateMistakes};
use crate::documents::ooxml::package::{Package, PartKind};
use crate::words::alphabet;

/// Of all parts together; a 3,000-row order is some 4 to 12 MB of XML.
const OUTPUT_MAX: usize = 32 << 20;
/// Values of a context, lists and records counted too: a region's 40,000 schools with four facts each. The engine would
/// hold them all a second time.
const CONTEXT_VALUES_MAX: usize = 200_000;
/// Numbers of pictures set aside for each part, so that no two parts share one.
const PICTURE_NUMBERS: usize = 100_000;

pub(super) struct Compiled {
    pub name: String,
    pub sha256: String,
    package: Package,
    parts: Vec<Part>,
    /// The list of parts, when it has to change.
    content_types: Option<(usize, String)>,
    /// The lists that tags begin anew.
    lists: Option<Lists>,
    strict: Environment<'static>,
    lenient: Environment<'static>,
}

/// A document on its way.
struct Paper {
    /// Parts with another text, by their index in the package.
    replaced: Vec<(usize, String)>,
    /// New parts by name.
    added: BTreeMap<String, Vec<u8>>,
    restarts: Restarts,
    /// Bytes that may still be written.
    left: usize,
    /// Work that may still be done.
    fuel: u64,
}

/// Takes what the engine writes and stops it at the limit.
struct Output {
    bytes: Vec<u8>,
    left: usize,
    full: bool,
}

impl std::io::Write for Output {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let Some(left) = self.left.checked_sub(bytes.len()) else {
            self.full = true;
            return Err(std::io::ErrorKind::FileTooLarge.into());
        };
        self.left = left;
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

struct Part {
    /// Index in the package.
    index: usize,
    /// Name in the engines: the namespace prefix, a bar, the part's name.
    name: String,
    compiled: CompiledPart,
    /// Paths of the values it names.
    values: Vec<String>,
}

impl Compiled {
    pub fn new(name: &str, bytes: &[u8]) -> Result<Self, TemplateMistakes> {
        let refuse = |mistakes| TemplateMistakes {
            template: name.to_owned(),
            mistakes,
        };
        let package = Package::open(bytes).map_err(|mistake| refuse(vec![*mistake]))?;
        let mut compiled = Self {
            name: name.to_owned(),
            sha256: hex::encode(Sha256::digest(bytes)),
            package,
            parts: Vec::new(),
            content_types: None,
            lists: None,
            strict: filters::engine(Missing::Refuse),
            lenient: filters::engine(Missing::Gap),
        };
        let mut mistakes: Vec<TemplateMistake> = Vec::new();
        for index in 0..compiled.package.parts.len() {
            let Some(text) = compiled.package.parts[index].text.take() else {
                continue;
            };
            let part_name = compiled.package.parts[index].name.clone();
            let compile = match compiled.package.parts[index].kind {
                PartKind::Word => compile::compile,
                PartKind::Properties => properties::compile,
                PartKind::ContentTypes => {
                    compiled.content_types = Some((index, text));
                    continue;
                }
                PartKind::Numbering | PartKind::Styles | PartKind::Other => continue,
            };
            match compile(&part_name, &text) {
                Ok(None) => {}
                Ok(Some(part)) => match compiled.add(index, part) {
                    Ok(()) => {}
                    Err(mistake) => mistakes.push(*mistake),
                },
                Err(found) => mistakes.extend(found),
            }
        }
        if compiled.parts.iter().any(|part| part.compiled.markers) {
            compiled.lists = Lists::read(&compiled.package);
        }
        mistakes.extend(out_of_reach::in_links(&compiled.package));
        TemplateMistake::cut(&mut mistakes, compile::MISTAKES_MAX);
        if mistakes.is_empty() {
            Ok(compiled)
        } else {
            Err(refuse(mistakes))
        }
    }

    fn add(&mut self, index: usize, part: CompiledPart) -> Result<(), Box<TemplateMistake>> {
        let name = format!("{}|{}", part.prefix, self.package.parts[index].name);
        for engine in [&mut self.strict, &mut self.lenient] {
            engine
                .add_template_owned(name.clone(), part.source.clone())
                .map_err(|error| explain(&part, &self.package.parts[index].name, &error))?;
        }
        let values = match minijinja::machinery::parse(&part.source, &name, compile::delimiters()) {
            Ok(parsed) => names::of(&parsed)
                .into_iter()
                .filter_map(|named| match named {
                    Named::Value(value) => Some(value.path),
                    _ => None,
                })
                .collect(),
            Err(_) => Vec::new(),
        };
        self.parts.push(Part {
            index,
            name,
            compiled: part,
            values,
        });
        Ok(())
    }

    pub fn variables(&self) -> Vec<String> {
        let values = self.parts.iter().flat_map(|part| &part.values);
        let all: BTreeSet<&String> = values.collect();
        all.into_iter().cloned().collect()
    }

    /// The template file.
    pub fn file(&self) -> Arc<[u8]> {
        self.package.file()
    }

    pub fn render(&self, context: &serde_json::Value, missing: Missing) -> Result<RenderedDocument, RenderError> {
        let engine = match missing {
            Missing::Refuse => &self.strict,
            Missing::Gap => &self.lenient,
        };
        if !weighed(context) {
            return Err(RenderError::TooMuchData {
                template: self.name.clone(),
                most: CONTEXT_VALUES_MAX,
            });
        }
        let context = Value::from(Serde(context));
        let mut paper = Paper {
            replaced: Vec::with_capacity(self.parts.len()),
            added: BTreeMap::new(),
            restarts: Restarts::default(),
            left: OUTPUT_MAX,
            fuel: filters::FUEL,
        };
        for part in &self.parts {
            let text = self.render_part(engine, part, &context, &mut paper)?;
            paper.replaced.push((part.index, text));
        }
        self.lists_and_pictures(&mut paper)?;
        let added: Vec<(String, Vec<u8>)> = paper.added.into_iter().collect();
        let replaced: Vec<(usize, &str)> = paper.replaced.iter().map(|(at, text)| (*at, text.as_str())).collect();
        let bytes = self
            .package
            .write(&replaced, &added)
            .map_err(|error| self.package_error(&error.to_string()))?;
        let file_sha256 = hex::encode(Sha256::digest(&bytes));
        Ok(RenderedDocument {
            bytes,
            file_sha256,
            content_sha256: self.content_hash(&replaced, &added),
        })
    }

    fn render_part(
        &self,
        engine: &Environment<'static>,
        part: &Part,
        context: &Value,
        paper: &mut Paper,
    ) -> Result<String, RenderError> {
        let template = engine
            .get_template(&part.name)
            .map_err(|error| self.package_error(&error.to_string()))?;
        let mut output = Output {
            bytes: Vec::with_capacity(part.compiled.source.len() * 2),
            left: paper.left,
            full: false,
        };
        let rendered = filters::run(|| template.render_captured_to(context.clone(), &mut output));
        if output.full {
            return Err(self.too_large());
        }
        let rendered = rendered.map_err(|error| self.explained(part, &error))?;
        paper.left = output.left;
        let spent = rendered.state().fuel_levels().map_or(0, |(spent, _)| spent);
        paper.fuel = paper.fuel.checked_sub(spent).ok_or_else(|| self.too_much_work(part))?;
        let text = String::from_utf8(output.bytes).map_err(|error| self.package_error(&error.to_string()))?;
        let prefix = part.compiled.prefix.as_str();
        let text = if marks::any(&text) {
            let files = Gallery::of(rendered.state());
            drop(rendered);
            let text = self.resolve(part, &text, files, paper)?;
            self.arrange(part, text, paper)?
        } else {
            text
        };
        Ok(match part.compiled.repair {
            Repair::NotNeeded => text,
            Repair::Needed => repair::repair(text, prefix),
        })
    }

    /// Gaps, marked-up text and pictures become Word's elements.
    fn resolve(
        &self,
        part: &Part,
        text: &str,
        files: BTreeMap<String, Arc<PictureFile>>,
        paper: &mut Paper,
    ) -> Result<String, RenderError> {
        let prefix = part.compiled.prefix.as_str();
        let mut number = PICTURE_NUMBERS * (part.index + 1);
        let text = marks::resolve(text, prefix, |rest| {
            number += 1;
            picture::drawing(prefix, rest, number).unwrap_or_default()
        });
        if !files.is_empty() {
            attach::pictures(&self.package, part.index, files, &mut paper.replaced, &mut paper.added)
                .map_err(|reason| self.package_error(reason))?;
        }
        Ok(text)
    }

    /// Cells merge and lists begin anew, as their tags say.
    fn arrange(&self, part: &Part, text: String, paper: &mut Paper) -> Result<String, RenderError> {
        if !part.compiled.markers {
            return Ok(text);
        }
        let prefix = part.compiled.prefix.as_str();
        let text = cells::arrange(text, prefix);
        match &self.lists {
            Some(lists) => lists
                .restart(text, prefix, &mut paper.restarts)
                .map_err(|TooManyLists| self.too_much_work(part)),
            None => Ok(numbering::without_marks(text)),
        }
    }

    /// What the parts brought that the package must declare.
    fn lists_and_pictures(&self, paper: &mut Paper) -> Result<(), RenderError> {
        if let Some(lists) = &self.lists
            && let Some(text) = lists.with(&paper.restarts)
        {
            paper.replaced.push((lists.part, text));
        }
        let types = self.content_types.clone();
        if let Some((at, text)) =
            attach::content_types(&self.package, types, &paper.added).map_err(|reason| self.package_error(reason))?
        {
            paper.replaced.push((at, text));
        }
        Ok(())
    }

    fn explained(&self, part: &Part, error: &minijinja::Error) -> RenderError {
        RenderError::Template {
            template: self.name.clone(),
            mistake: explain(&part.compiled, &self.package.parts[part.index].name, error),
        }
    }

    fn too_much_work(&self, part: &Part) -> RenderError {
        self.explained(part, &minijinja::Error::from(ErrorKind::OutOfFuel))
    }

    fn too_large(&self) -> RenderError {
        RenderError::TooLarge {
            template: self.name.clone(),
            limit_mb: OUTPUT_MAX >> 20,
        }
    }

    fn package_error(&self, reason: &str) -> RenderError {
        RenderError::Package {
            template: self.name.clone(),
            reason: reason.to_owned(),
        }
    }

    /// SHA-256 over the sorted lines «name NUL hash of the part»: stays the same when only compression changes.
    fn content_hash(&self, replaced: &[(usize, &str)], added: &[(String, Vec<u8>)]) -> String {
        let new: HashMap<usize, &str> = replaced.iter().copied().collect();
        let mut lines: Vec<(&str, [u8; 32])> = self
            .package
            .parts
            .iter()
            .enumerate()
            .map(|(at, part)| {
                (
                    part.name.as_str(),
                    new.get(&at).map_or(part.sha256, |text| Sha256::digest(text).into()),
                )
            })
            .collect();
        lines.extend(
            added
                .iter()
                .map(|(name, bytes)| (name.as_str(), Sha256::digest(bytes).into())),
        );
        lines.sort_unstable();
        let mut all = Sha256::new();
        for (name, hash) in lines {
            all.update(name);
            all.update([0]);
            all.update(hash);
        }
        hex::encode(all.finalize())
    }
}

/// Whether a context is of a size that papers have.
fn weighed(context: &serde_json::Value) -> bool {
    let mut count = 0_usize;
    let mut open = vec![context];
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::Array(list) => {
                count += list.len();
                // Only what holds more is looked at again.
                open.extend(list.iter().filter(|inner| inner.is_array() || inner.is_object()));
            }
            serde_json::Value::Object(fields) => {
                count += fields.len();
                open.extend(fields.values().filter(|inner| inner.is_array() || inner.is_object()));
            }
            _ => {}
        }
        if count > CONTEXT_VALUES_MAX {
            return false;
        }
    }
    true
}

fn tag_at(part: &CompiledPart, offset: usize) -> Option<&TagPlace> {
    let at = part.tags.partition_point(|(range, _)| range.end <= offset);
    part.tags
        .get(at)
        .filter(|(range, _)| range.start <= offset)
        .map(|(_, place)| place)
}

/// Says in the clerk's words what the expression engine stumbled on.
fn explain(part: &CompiledPart, package_name: &str, error: &minijinja::Error) -> Box<TemplateMistake> {
    let range = error.range();
    let tag = range.as_ref().and_then(|range| tag_at(part, range.start));
    let expression = range.map_or_else(String::new, |range| wording::expression(&part.source, &range));
    let mistake = stumbled(error, &expression);
    Box::new(match tag {
        Some(tag) => mistake.at(&tag.place).tagged(&tag.raw),
        None => mistake.at(&Place::part(package_name)),
    })
}

/// What the expression engine stumbled on; the caller adds the place.
pub(super) fn stumbled(error: &minijinja::Error, expression: &str) -> TemplateMistake {
    let detail = error.detail().unwrap_or_default();
    let (code, message) = match error.kind() {
        ErrorKind::UndefinedError => (MistakeCode::MissingValue, format!("значение «{expression}» не задано")),
        ErrorKind::OutOfFuel => (
            MistakeCode::TooMuchWork,
            "слишком много данных или бесконечный повтор".to_owned(),
        ),
        ErrorKind::UnknownFilter => (
            MistakeCode::UnknownFilter,
            format!("неизвестный фильтр в «{expression}»"),
        ),
        ErrorKind::UnknownTest => (
            MistakeCode::UnknownTest,
            format!("неизвестная проверка в «{expression}»"),
        ),
        ErrorKind::UnknownFunction | ErrorKind::UnknownMethod => (
            MistakeCode::UnknownFunction,
            format!("неизвестная функция в «{expression}»"),
        ),
        ErrorKind::MissingArgument => (
            MistakeCode::WrongValue,
            format!("в «{expression}» не хватает указаний в скобках"),
        ),
        ErrorKind::TooManyArguments => (
            MistakeCode::WrongValue,
            format!("в «{expression}» лишние или незнакомые указания в скобках"),
        ),
        ErrorKind::SyntaxError => (MistakeCode::TagSyntax, "запись тега не понята".to_owned()),
        _ if wording::is_ours(detail) => (MistakeCode::WrongValue, detail.to_owned()),
        _ => {
            let said =
                wording::in_russian(detail).unwrap_or_else(|| "вычислить не удалось: значения не того рода".to_owned());
            (MistakeCode::WrongValue, format!("«{expression}»: {said}"))
        }
    };
    let mistake = TemplateMistake::file(code, message);
    if code == MistakeCode::MissingValue {
        return mistake.hint(match alphabet::mixed(expression) {
            Some(mixed) => format!("{mixed}: наберите имя заново, переключив клавиатуру"),
            None => "проверьте имя поля в шаблоне и данные документа".to_owned(),
        });
    }
    mistake
}
