//! The letters' words: three templates a letter, which a clerk may edit, compiled once and proved at start.
//! Must never touch files: it takes texts, and tells every mistake with its place and what would be right.

use super::kind::{Context, Kind};
use super::{names, phrases, wrap};
use include_dir::{Dir, include_dir};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, Value, context};
use std::collections::BTreeSet;
use std::fmt;

static SHIPPED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/doc-templates/mail");

/// What the parts of a letter are called.
const PARTS: [&str; 3] = ["subject", "text", "html"];

/// Steps a template may take: a letter takes some hundreds, an endless loop all of them.
const FUEL: u64 = 500_000;

/// All letters, compiled.
#[derive(Debug)]
pub struct Templates {
    environment: Environment<'static>,
}

/// A mistake in a template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// `task/text`.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in signs.
    pub column: usize,
    /// What is wrong and what would be right.
    pub text: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.text)
    }
}

/// The three parts of a letter.
pub(crate) struct Written {
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
}

impl Templates {
    /// Compiles the templates and proves each against its samples.
    ///
    /// `files` are (path below `doc-templates/mail`, text) pairs, e.g. `("task/subject", "…")`; folders whose name
    /// begins with `_` hold what letters share.
    ///
    /// # Errors
    /// Every mistake found: a part that is missing or not a letter's, a syntax error, a name the letter does not know.
    pub fn load(files: &[(&str, &str)]) -> Result<Self, Vec<Mistake>> {
        let mut environment = environment();
        let mut mistakes = unknown_files(files);
        for (path, text) in files {
            if let Err(error) = environment.add_template_owned((*path).to_owned(), (*text).to_owned()) {
                mistakes.insert(mistake(&error, path, text));
            }
        }
        let templates = Self { environment };
        if mistakes.is_empty() {
            for kind in Kind::ALL {
                templates.prove(kind, files, &mut mistakes);
            }
        }
        if mistakes.is_empty() {
            Ok(templates)
        } else {
            Err(mistakes.into_iter().collect())
        }
    }

    /// The templates that travel inside the binary.
    ///
    /// # Panics
    /// When they are wrong; a test loads them.
    pub fn shipped() -> Self {
        match Self::load(&shipped_files()) {
            Ok(templates) => templates,
            Err(mistakes) => panic!("the shipped letters are wrong: {mistakes:?}"),
        }
    }

    /// The subject, text and page of the letter with these facts.
    pub(crate) fn write(&self, facts: &Context) -> Result<Written, Error> {
        let folder = facts.kind().folder();
        let about = facts.about();
        let greeting = names::greeting(about.addressee);
        let known = |brief: &str| known_names(facts, &greeting, brief);
        let render = |part: &str, known: Value| {
            self.environment
                .get_template(&format!("{folder}/{part}"))?
                .render(known)
        };

        let mut subject = phrases::one_line(&render("subject", known(about.brief))?);
        let excess = subject.chars().count().saturating_sub(phrases::SUBJECT_SIGNS_MAX);
        if excess > 0 {
            // What is owed is said in full in the letter; the date and the institution must stay.
            let kept = about.brief.chars().count().saturating_sub(excess).max(12);
            subject = phrases::one_line(&render("subject", known(&phrases::cut(about.brief, kept)))?);
        }
        Ok(Written {
            subject: phrases::cut(&subject, phrases::SUBJECT_SIGNS_MAX),
            text: wrap::wrapped(&without_control(&render("text", known(about.brief))?)),
            html: without_control(&render("html", known(about.brief))?),
        })
    }

    /// Renders the letter of `kind` from its samples and compares the names it uses with the names it knows.
    fn prove(&self, kind: Kind, files: &[(&str, &str)], mistakes: &mut BTreeSet<Mistake>) {
        let facts = Context::sample(kind);
        let known = known_names(&facts, "", "");
        for part in PARTS {
            let path = format!("{}/{part}", kind.folder());
            let Some((_, text)) = files.iter().find(|(file, _)| *file == path) else {
                let text = format!("ожидался шаблон «{path}», а его нет");
                mistakes.insert(Mistake {
                    file: path,
                    line: 1,
                    column: 1,
                    text,
                });
                continue;
            };
            let Ok(template) = self.environment.get_template(&path) else {
                continue;
            };
            let mut unknown: Vec<String> = template.undeclared_variables(true).into_iter().collect();
            unknown.sort();
            for name in unknown.iter().filter(|name| !self.is_known(&known, name)) {
                let (line, column) = place(text, text.find(name.as_str()).unwrap_or(0));
                let expected = expected_names(&known, name);
                let text = format!("имени «{name}» у этого письма нет; есть {expected}");
                mistakes.insert(Mistake {
                    file: path.clone(),
                    line,
                    column,
                    text,
                });
            }
        }
        if !mistakes.is_empty() {
            return;
        }
        for facts in [facts, Context::sparse_sample(kind)] {
            if let Err(error) = self.write(&facts) {
                let path = error.name().unwrap_or(kind.folder()).to_owned();
                let text = files
                    .iter()
                    .find(|(file, _)| *file == path)
                    .map_or("", |(_, text)| *text);
                mistakes.insert(mistake(&error, &path, text));
            }
        }
    }

    fn is_known(&self, known: &Value, name: &str) -> bool {
        let (first, rest) = name.split_once('.').unwrap_or((name, ""));
        if self.environment.globals().any(|(global, _)| global == first) {
            return true;
        }
        let mut value = known.get_attr(first).unwrap_or(Value::UNDEFINED);
        for step in rest.split('.').filter(|step| !step.is_empty()) {
            value = value.get_attr(step).unwrap_or(Value::UNDEFINED);
        }
        !value.is_undefined()
    }
}

/// The shipped templates as (path, text) pairs, to be replaced one by one by an office's own.
pub fn shipped_files() -> Vec<(&'static str, &'static str)> {
    let files = SHIPPED.dirs().flat_map(Dir::files);
    files
        .filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)))
        .collect()
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|name| {
        if name.ends_with("/html") {
            AutoEscape::Html
        } else {
            AutoEscape::None
        }
    });
    // Lines that hold only a tag leave no trace, so that a template reads like the letter.
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build();
    environment.set_syntax(syntax.expect("the marks of the language are its own"));
    environment.set_debug(true);
    environment.set_fuel(Some(FUEL));
    phrases::add_filters(&mut environment);
    environment
}

/// Every letter knows its greeting, brief, token and office; the rest are its own facts.
fn known_names(facts: &Context, greeting: &str, brief: &str) -> Value {
    let about = facts.about();
    let office = Value::from(Serde(about.office));
    context! { greeting => greeting, brief => brief, token => about.token, office => office, ..facts.value() }
}

fn unknown_files(files: &[(&str, &str)]) -> BTreeSet<Mistake> {
    let letters = || Kind::ALL.map(Kind::folder).join(", ");
    let mistakes = files.iter().filter_map(|(path, _)| {
        let (folder, part) = path.split_once('/').unwrap_or((path, ""));
        let text = if !folder.starts_with('_') && !Kind::ALL.iter().any(|kind| kind.folder() == folder) {
            format!("письма «{folder}» нет; есть {}", letters())
        } else if !PARTS.contains(&part) {
            format!("у письма нет части «{part}»; есть {}", PARTS.join(", "))
        } else {
            return None;
        };
        Some(Mistake {
            file: (*path).to_owned(),
            line: 1,
            column: 1,
            text,
        })
    });
    mistakes.collect()
}

fn mistake(error: &Error, path: &str, text: &str) -> Mistake {
    let (line, column) = match error.range() {
        Some(range) => place(text, range.start),
        None => (error.line().unwrap_or(1), 1),
    };
    let said = error.detail().map_or_else(
        || error.kind().to_string(),
        |detail| format!("{}: {detail}", error.kind()),
    );
    Mistake {
        file: path.to_owned(),
        line,
        column,
        text: said,
    }
}

fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    (
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() + 1,
    )
}

/// The names that would have been right beside a wrong one: those of the thing it was asked of.
fn expected_names(known: &Value, name: &str) -> String {
    let parents = name.rsplit_once('.').map(|(parents, _)| parents);
    let mut owner = known.clone();
    for step in parents.into_iter().flat_map(|parents| parents.split('.')) {
        match owner.get_attr(step) {
            Ok(value) if !value.is_undefined() => owner = value,
            _ => break,
        }
    }
    let names = owner.try_iter().into_iter().flatten();
    let mut names: Vec<String> = names.map(|name| name.to_string()).collect();
    names.sort();
    names.join(", ")
}

/// Signs that no letter needs and some programs stumble over.
fn without_control(text: &str) -> String {
    text.chars()
        .filter(|sign| !sign.is_control() || matches!(sign, '\n' | '\t'))
        .collect()
}
