//! `prikaz forms`: how orders will name everybody, in six cases, before an order does.
//!
//! Must never show a form that an order would not use.

use crate::definition::directory::{InCases, Named, SignerOn, curator_of, director_of};
use crate::definition::folder::arrange;
use crate::definition::model::{Institution, Plan};
use crate::runtime::sources::{self, Shelf};
use crate::words::inflection::{Case, Origin};
use crate::words::phrasing::short_date;
use chrono::NaiveDate;
use serde::Serialize;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// Exit code when the plan has mistakes.
const MISTAKES_FOUND: u8 = 3;

/// Exit code when there is no such plan.
const USAGE: u8 = 2;

/// Names in the cases.
#[derive(clap::Args)]
pub struct Forms {
    /// Ключ плана; без него — все планы
    #[arg(value_name = "ПЛАН")]
    plan: Option<String>,
    /// Папка планов; без неё — папка workflows рядом, а если её нет, планы из самой программы
    #[arg(long, value_name = "ПАПКА")]
    workflows: Option<PathBuf>,
    /// Только те, кому чего-то не хватает
    #[arg(long)]
    missing: bool,
    /// Всё — одним документом JSON
    #[arg(long)]
    json: bool,
}

/// Somebody or something that orders name.
#[derive(Serialize)]
struct Subject {
    plan: String,
    /// `role head`, `person vetrova`, `institution school-1`.
    key: String,
    /// «директор», «краткое название».
    what: String,
    /// The days in which the name holds, when not always.
    days: Option<String>,
    /// «И. И. Иванова».
    signature: Option<String>,
    forms: Vec<Line>,
}

/// One case.
#[derive(Serialize)]
struct Line {
    case: Case,
    name: Shown,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<Shown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    post: Option<Shown>,
}

/// A form, or why there is none.
#[derive(Serialize)]
#[serde(tag = "origin", rename_all = "snake_case")]
enum Shown {
    Stored { text: String },
    Computed { text: String },
    Missing { why: String },
}

impl Forms {
    /// Shows the forms.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let files = match sources::read(Shelf::Workflows, self.workflows.as_deref()) {
            Ok(files) => files,
            Err(error) => {
                eprintln!("prikaz: {error:#}");
                return Ok(ExitCode::from(USAGE));
            }
        };
        let folder = arrange(files.into_iter().map(|file| (file.path, file.bytes)));
        let wanted = |key: &str| self.plan.as_deref().is_none_or(|plan| plan == key);
        let mut subjects = Vec::new();
        let mut found = false;
        for sources in folder.plans.iter().filter(|sources| wanted(sources.plan.folder())) {
            found = true;
            let checked = folder.check(sources);
            let Some(plan) = checked.plan else {
                eprintln!("{}\nprikaz: сначала исправьте ошибки (prikaz check)", checked.mistakes);
                return Ok(ExitCode::from(MISTAKES_FOUND));
            };
            subjects.extend(of_plan(&plan));
        }
        if !found {
            let keys: Vec<&str> = folder.plans.iter().map(|sources| sources.plan.folder()).collect();
            eprintln!(
                "prikaz: нет плана «{}»; есть: {}",
                self.plan.unwrap_or_default(),
                keys.join(", ")
            );
            return Ok(ExitCode::from(USAGE));
        }
        let tally = Tally::of(&subjects);
        subjects.retain(|subject| !self.missing || subject.lacks_something());
        let text = if self.json {
            serde_json::to_string_pretty(&serde_json::json!({ "subjects": subjects, "counts": tally }))? + "\n"
        } else {
            let blocks: String = subjects.iter().map(Subject::text).collect();
            format!("{blocks}{}\n", tally.text())
        };
        match std::io::stdout().lock().write_all(text.as_bytes()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => return Err(error.into()),
            _ => {}
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn of_plan(plan: &Plan) -> Vec<Subject> {
    let mut subjects = Vec::new();
    for (role, holder) in plan.rules.roles.iter().filter(|(_, holder)| holder.person.is_none()) {
        let signer = SignerOn {
            post: holder.post.clone(),
            post_forms: holder.post_forms.clone(),
            name: holder.name.clone(),
            name_forms: holder.name_forms.clone(),
            sex: holder.sex,
            acting: false,
        };
        subjects.push(Subject::new(
            plan,
            format!("role {role}"),
            "должность",
            None,
            &signer.named(),
        ));
    }
    for person in &plan.persons {
        let post = person.post.as_deref().map(|post| (post, &person.post_forms));
        let named = Named::person(&person.full_name, person.sex, &person.name_forms, post);
        let days = days(person.valid_from, person.valid_to);
        subjects.push(Subject::new(
            plan,
            format!("person {}", person.key),
            "лицо",
            days,
            &named,
        ));
    }
    for row in &plan.institutions {
        subjects.extend(of_institution(plan, row));
    }
    subjects
}

fn of_institution(plan: &Plan, row: &Institution) -> Vec<Subject> {
    let named = [
        (
            "полное название",
            Some(Named::institution(&row.full_name, &row.forms.full_name)),
        ),
        (
            "краткое название",
            Some(Named::institution(&row.short_name, &row.forms.short_name)),
        ),
        ("руководитель", Some(director_of(row))),
        ("куратор", curator_of(row)),
    ];
    let subject = |(what, named): (&str, Option<Named>)| {
        let days = days(row.valid_from, row.valid_to);
        Some(Subject::new(
            plan,
            format!("institution {}", row.key),
            what,
            days,
            &named?,
        ))
    };
    named.into_iter().filter_map(subject).collect()
}

fn days(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Option<String> {
    match (from, to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("с {}", short_date(from))),
        (None, Some(to)) => Some(format!("по {}", short_date(to))),
        (Some(from), Some(to)) => Some(format!("с {} по {}", short_date(from), short_date(to))),
    }
}

impl Subject {
    fn new(plan: &Plan, key: String, what: &str, days: Option<String>, named: &Named) -> Self {
        let shown = |forms: &InCases, case: Case| {
            forms.get(&case).map(|form| match form {
                Ok(form) if form.origin == Origin::Stored => Shown::Stored {
                    text: form.text.clone(),
                },
                Ok(form) => Shown::Computed {
                    text: form.text.clone(),
                },
                Err(why) => Shown::Missing { why: why.to_string() },
            })
        };
        let line = |case: Case| {
            Some(Line {
                case,
                name: shown(&named.name, case)?,
                address: shown(&named.address, case),
                post: shown(&named.post, case),
            })
        };
        Self {
            plan: plan.key.0.clone(),
            key,
            what: what.to_owned(),
            days,
            signature: named.signature.clone(),
            forms: Case::ALL.into_iter().filter_map(line).collect(),
        }
    }

    fn shown(&self) -> impl Iterator<Item = &Shown> {
        self.forms.iter().flat_map(|line| {
            [Some(&line.name), line.address.as_ref(), line.post.as_ref()]
                .into_iter()
                .flatten()
        })
    }

    fn lacks_something(&self) -> bool {
        self.shown().any(|shown| matches!(shown, Shown::Missing { .. }))
    }

    fn text(&self) -> String {
        let mut text = format!("{} — {}", self.key, self.what);
        if let Some(days) = &self.days {
            let _ = write!(text, " ({days})");
        }
        text.push('\n');
        let mut reasons: Vec<&str> = Vec::new();
        for line in &self.forms {
            let _ = write!(text, "  {:<13}", line.case.name());
            for shown in [Some(&line.name), line.address.as_ref(), line.post.as_ref()]
                .into_iter()
                .flatten()
            {
                let _ = match shown {
                    Shown::Stored { text: form } => write!(text, " = {form:<38}"),
                    Shown::Computed { text: form } => write!(text, " · {form:<38}"),
                    Shown::Missing { why } => {
                        if !reasons.contains(&why.as_str()) {
                            reasons.push(why);
                        }
                        write!(text, " ? {:<38}", "нет")
                    }
                };
            }
            text.truncate(text.trim_end().len());
            text.push('\n');
        }
        if let Some(signature) = &self.signature {
            let _ = writeln!(text, "  {:<13} · {signature}", "в подписи");
        }
        for why in reasons {
            let _ = writeln!(text, "  ! {why}");
        }
        text.push('\n');
        text
    }
}

/// How many forms there are of each sort.
#[derive(Default, Serialize)]
struct Tally {
    subjects: usize,
    stored: usize,
    computed: usize,
    missing: usize,
}

impl Tally {
    fn of(subjects: &[Subject]) -> Self {
        let mut tally = Self {
            subjects: subjects.len(),
            ..Self::default()
        };
        for shown in subjects.iter().flat_map(Subject::shown) {
            match shown {
                Shown::Stored { .. } => tally.stored += 1,
                Shown::Computed { .. } => tally.computed += 1,
                Shown::Missing { .. } => tally.missing += 1,
            }
        }
        tally
    }

    fn text(&self) -> String {
        format!(
            "Имён и названий: {}; форм записано (=): {}, вычислено (·): {}, не хватает (?): {}",
            self.subjects, self.stored, self.computed, self.missing
        )
    }
}
