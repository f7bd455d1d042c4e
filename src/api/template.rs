//! Word templates as programs see them: what they need, what is wrong with them, and their versions.

use super::errors::{forbidden, from_store};
use super::visit::visit;
use crate::documents::papers::Paper;
use crate::documents::{Need, Template as Word, TemplateMistake as Mistake, Variable};
use crate::store::rows::TemplateVersion as Version;
use async_graphql::{Context, Enum, Result, SimpleObject};
use chrono::{DateTime, Utc};

/// Шаблон: a Word file that becomes a paper.
#[derive(SimpleObject)]
pub struct Template {
    /// Name of the file, e.g. `order-department.docx`.
    name: String,
    /// What a clerk calls the paper, where the name tells.
    title: Option<String>,
    /// SHA-256 of the file in use, hexadecimal.
    sha256: String,
    /// Values that it names, by path.
    variables: Vec<TemplateVariable>,
    /// All its versions, the newest first.
    versions: Vec<TemplateVersion>,
}

/// A version of a template.
#[derive(SimpleObject)]
pub struct TemplateVersion {
    /// From 1; the highest is in use.
    number: i32,
    /// SHA-256 of its file, hexadecimal.
    sha256: String,
    /// Who put it in place.
    stored_by: String,
    /// When.
    stored_at: DateTime<Utc>,
}

/// A value that a template names.
#[derive(SimpleObject)]
pub struct TemplateVariable {
    /// Path, e.g. `points[].text`: the field of every item of a list.
    path: String,
    /// Whether the template can do without it.
    need: TemplateNeed,
    /// Where it is named first.
    place: TemplatePlace,
    /// The tag that names it first.
    tag: String,
}

/// Whether a template can do without a value.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Need")]
pub enum TemplateNeed {
    /// It asks by itself whether the value is there.
    Optional,
    /// Only where some condition holds.
    Conditional,
    /// Always.
    Required,
}

/// Where in a template: the part of the file, then table, row, cell and paragraph, counted from 1.
#[derive(SimpleObject)]
pub struct TemplatePlace {
    /// Part of the file, e.g. `word/document.xml`.
    part: String,
    /// Table of the part.
    table: Option<usize>,
    /// Row of the table.
    row: Option<usize>,
    /// Cell of the row.
    cell: Option<usize>,
    /// Paragraph of the cell, or of the part.
    paragraph: Option<usize>,
    /// The same in words, as a clerk finds it.
    words: String,
}

/// Something wrong with a template.
#[derive(SimpleObject)]
pub struct TemplateMistake {
    /// Stable code for programs, e.g. `unknown_variable`.
    code: String,
    /// Where; none when it is about the whole file.
    place: Option<TemplatePlace>,
    /// The tag as it is typed.
    tag: Option<String>,
    /// What is wrong, for a person.
    message: String,
    /// What would be right.
    hint: Option<String>,
}

impl From<&crate::documents::Place> for TemplatePlace {
    fn from(place: &crate::documents::Place) -> Self {
        Self {
            part: place.part.clone(),
            table: place.table,
            row: place.row,
            cell: place.cell,
            paragraph: place.paragraph,
            words: place.to_string(),
        }
    }
}

impl From<&Mistake> for TemplateMistake {
    fn from(mistake: &Mistake) -> Self {
        let code = serde_json::to_value(mistake.code).unwrap_or_default();
        Self {
            code: code.as_str().unwrap_or_default().to_owned(),
            place: mistake.place.as_ref().map(TemplatePlace::from),
            tag: mistake.tag.clone(),
            message: mistake.message.clone(),
            hint: mistake.hint.clone(),
        }
    }
}

impl From<&Variable> for TemplateVariable {
    fn from(variable: &Variable) -> Self {
        Self {
            path: variable.path.clone(),
            need: variable.need.into(),
            place: (&variable.place).into(),
            tag: variable.tag.clone(),
        }
    }
}

impl Template {
    fn of(name: &str, word: &Word, versions: &[Version]) -> Self {
        let variables = Word::check_file(name, &word.file(), None).variables;
        let own = versions.iter().rev().filter(|version| version.name == name);
        Self {
            name: name.to_owned(),
            title: Paper::of_file(name).map(|paper| paper.title.to_owned()),
            sha256: word.sha256().to_owned(),
            variables: variables.iter().map(TemplateVariable::from).collect(),
            versions: own
                .map(|version| TemplateVersion {
                    number: version.version,
                    sha256: version.sha256.clone(),
                    stored_by: version.stored_by.clone(),
                    stored_at: version.stored_at,
                })
                .collect(),
        }
    }
}

/// All templates in use, or the one of this name; not for institutions.
pub async fn in_use(ctx: &Context<'_>, name: Option<&str>) -> Result<Vec<Template>> {
    let visit = visit(ctx);
    if !visit.access.sees_the_house() {
        return Err(forbidden());
    }
    visit.runtime.notice_templates().await.map_err(from_store)?;
    let versions = visit.runtime.template_versions().await.map_err(from_store)?;
    let templates = visit.catalog().templates().into_iter();
    let wanted = templates.filter(|(own, _)| name.is_none_or(|name| name == own));
    Ok(wanted
        .map(|(name, word)| Template::of(&name, &word, &versions))
        .collect())
}
