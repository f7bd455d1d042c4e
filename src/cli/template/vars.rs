//! `prikaz template vars`: what a template needs to be told, as a tree.
//!
//! Must never guess: a name is listed because a tag has it.

use super::{MISTAKES_FOUND, print, read};
use crate::documents::{Need, Place, Template, Variable};
use crate::words::ids::sha256_hex;
use serde::Serialize;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// A template whose needs are asked for.
#[derive(clap::Args)]
pub struct Vars {
    /// Файл .docx
    #[arg(value_name = "ФАЙЛ")]
    file: PathBuf,
    /// Одним документом JSON
    #[arg(long)]
    json: bool,
}

impl Vars {
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let bytes = read(&self.file)?;
        let checked = Template::check_file(&self.file.to_string_lossy(), &bytes, None);
        if self.json {
            let tree = Branch::of(&checked.variables);
            let all = AllJson {
                file: self.file.display().to_string(),
                sha256: sha256_hex(&bytes),
                variables: tree.iter().map(Branch::json).collect(),
            };
            print((serde_json::to_string_pretty(&all)? + "\n").as_bytes())?;
        } else {
            let mut text = format!("{}: что нужно шаблону\n\n", self.file.display());
            let tree = Branch::of(&checked.variables);
            let width = tree.iter().map(|branch| branch.width(0)).max().unwrap_or(0);
            for branch in &tree {
                branch.write(&mut text, 0, width);
            }
            if tree.is_empty() {
                text.push_str("ничего: в файле нет ни одного тега с данными\n");
            }
            print(text.as_bytes())?;
        }
        if checked.mistakes.is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        eprintln!(
            "prikaz: в шаблоне есть ошибки ({}), список может быть неполон: prikaz template check {}",
            checked.mistakes.len(),
            self.file.display()
        );
        Ok(ExitCode::from(MISTAKES_FOUND))
    }
}

/// A name of the context with the names beneath it.
struct Branch<'a> {
    /// `points[]`, `text`.
    name: String,
    /// What the template says of this very name; none when only names beneath it are used.
    own: Option<&'a Variable>,
    beneath: Vec<Branch<'a>>,
}

impl<'a> Branch<'a> {
    fn of(variables: &'a [Variable]) -> Vec<Self> {
        let mut roots = Vec::new();
        for variable in variables {
            let mut here = &mut roots;
            let steps: Vec<&str> = variable.path.split('.').collect();
            for (at, step) in steps.iter().enumerate() {
                // `points` itself and the items of `points[]` are one branch.
                let field = step.trim_end_matches("[]");
                let found = here
                    .iter()
                    .position(|branch: &Branch<'_>| branch.name.trim_end_matches("[]") == field);
                let index = found.unwrap_or_else(|| {
                    here.push(Branch {
                        name: (*step).to_owned(),
                        own: None,
                        beneath: Vec::new(),
                    });
                    here.len() - 1
                });
                let branch = &mut here[index];
                if step.len() > branch.name.len() {
                    (*step).clone_into(&mut branch.name);
                }
                if at + 1 == steps.len() && branch.own.is_none_or(|own| own.need < variable.need) {
                    branch.own = Some(variable);
                }
                here = &mut here[index].beneath;
            }
        }
        roots
    }

    /// Its own need, or the strongest beneath it.
    fn need(&self) -> Need {
        let beneath = self.beneath.iter().map(Branch::need).max();
        self.own.map_or(beneath.unwrap_or(Need::Optional), |own| own.need)
    }

    /// Where it is used first.
    fn first(&self) -> Option<&'a Variable> {
        self.own.or_else(|| self.beneath.iter().find_map(Branch::first))
    }

    fn width(&self, depth: usize) -> usize {
        let beneath = self.beneath.iter().map(|branch| branch.width(depth + 1)).max();
        (2 * depth + self.name.chars().count()).max(beneath.unwrap_or(0))
    }

    fn write(&self, text: &mut String, depth: usize, width: usize) {
        let need = match self.need() {
            Need::Required => "обязательно",
            Need::Conditional => "при условии",
            Need::Optional => "можно не давать",
        };
        let indent = 2 * depth;
        let place = self.first().map(|first| first.place.to_string()).unwrap_or_default();
        let _ = writeln!(
            text,
            "{:indent$}{:<rest$}  {need:<15}  {place}",
            "",
            self.name,
            rest = width - indent
        );
        self.beneath
            .iter()
            .for_each(|branch| branch.write(text, depth + 1, width));
    }

    fn json(&self) -> BranchJson<'_> {
        BranchJson {
            name: self.name.trim_end_matches("[]"),
            list: self.name.ends_with("[]"),
            need: self.need(),
            first: self.first().map(|first| FirstJson {
                place: &first.place,
                r#where: first.place.to_string(),
                tag: &first.tag,
            }),
            fields: self.beneath.iter().map(Branch::json).collect(),
        }
    }
}

#[derive(Serialize)]
struct AllJson<'a> {
    file: String,
    sha256: String,
    variables: Vec<BranchJson<'a>>,
}

#[derive(Serialize)]
struct BranchJson<'a> {
    name: &'a str,
    list: bool,
    need: Need,
    /// Where it is used first.
    first: Option<FirstJson<'a>>,
    fields: Vec<BranchJson<'a>>,
}

#[derive(Serialize)]
struct FirstJson<'a> {
    place: &'a Place,
    r#where: String,
    tag: &'a str,
}
