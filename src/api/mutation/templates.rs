//! Acts on Word templates: check one without keeping it, and put one into use.

use super::input::Fields;
use super::outcome::UserError;
use crate::api::access::Grant;
use crate::api::errors::{from_store, hidden};
use crate::api::template::{Template, TemplateMistake, TemplateVariable, in_use};
use crate::api::visit::{Visit, visit};
use crate::documents::papers::Paper;
use crate::documents::{Checked, Template as Word};
use crate::runtime::versions::{Uploaded, file_name};
use crate::words::ids::sha256_hex;
use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use base64::Engine;

/// Acts on templates.
#[derive(Default)]
pub struct TemplateActs;

/// A Word file to be checked.
#[derive(InputObject)]
pub struct CheckTemplateInput {
    /// Name of its file: it tells which paper it is, and so on which sample its values are tried.
    name: String,
    /// The file in base64; a large one is handed in by `PUT /files` and named by `sha256`.
    file: Option<String>,
    /// SHA-256 of a file that was handed in.
    sha256: Option<String>,
}

/// A Word file to be put into use.
#[derive(InputObject)]
pub struct UploadTemplateInput {
    /// Unique for every request. A file that is in use already is not kept again.
    idempotency_key: String,
    /// Name of its file, e.g. `order-department.docx`: the template of this name gets a new version.
    name: String,
    /// The file in base64; a large one is handed in by `PUT /files` and named by `sha256`.
    file: Option<String>,
    /// SHA-256 of a file that was handed in.
    sha256: Option<String>,
}

/// What a check found.
#[derive(SimpleObject, Default)]
pub struct CheckTemplatePayload {
    /// Whether the file was looked at and has no mistake.
    sound: bool,
    /// SHA-256 of the file, hexadecimal.
    sha256: Option<String>,
    /// What a clerk calls the paper on whose sample names and values were tried; none when only the file itself was
    /// looked at.
    tried_on: Option<String>,
    /// All mistakes, in the order of reading.
    mistakes: Vec<TemplateMistake>,
    /// Values that it names, by path.
    variables: Vec<TemplateVariable>,
    /// Why it was not looked at; empty when it was.
    user_errors: Vec<UserError>,
}

/// What became of an upload.
#[derive(SimpleObject, Default)]
pub struct UploadTemplatePayload {
    /// The template as it is in use now; none when the file was not kept.
    template: Option<Template>,
    /// Whether this very file was in use already: nothing changed now.
    repeated: bool,
    /// All mistakes of a file that was not kept for them.
    mistakes: Vec<TemplateMistake>,
    /// Why it was not kept; empty when it was.
    user_errors: Vec<UserError>,
}

#[Object]
impl TemplateActs {
    /// Tells all mistakes of a Word file at once, each with its place; keeps nothing. Not for institutions.
    async fn check_template(&self, ctx: &Context<'_>, input: CheckTemplateInput) -> Result<CheckTemplatePayload> {
        let visit = visit(ctx);
        if !visit.access.sees_the_house() {
            return Ok(CheckTemplatePayload::refused(vec![not_yours()]));
        }
        let read = read(
            visit,
            Fields::default(),
            &input.name,
            input.file.as_deref(),
            input.sha256.as_deref(),
        )
        .await?;
        let (name, bytes) = match read {
            Ok(read) => read,
            Err(user_errors) => return Ok(CheckTemplatePayload::refused(user_errors)),
        };
        // Milliseconds of pure work: not on the threads that answer people.
        let checked = tokio::task::spawn_blocking(move || check(&name, &bytes)).await;
        checked.map_err(|error| hidden(&error))
    }

    /// Checks a Word file and, when it has no mistake, puts it into use under its name; older versions stay for the drafts
    /// that began with them. For the department's clerk only.
    async fn upload_template(&self, ctx: &Context<'_>, input: UploadTemplateInput) -> Result<UploadTemplatePayload> {
        let visit = visit(ctx);
        if visit.access.grant != Grant::Department {
            return Ok(UploadTemplatePayload::refused(vec![not_yours()]));
        }
        let mut fields = Fields::default();
        fields.key(&input.idempotency_key);
        let read = read(
            visit,
            fields,
            &input.name,
            input.file.as_deref(),
            input.sha256.as_deref(),
        )
        .await?;
        let (name, bytes) = match read {
            Ok(read) => read,
            Err(user_errors) => return Ok(UploadTemplatePayload::refused(user_errors)),
        };
        let uploaded = visit.runtime.upload_template(&name, bytes, &visit.access.name).await;
        let repeated = match uploaded.map_err(from_store)? {
            Uploaded::Kept => false,
            Uploaded::Already => true,
            Uploaded::Wrong(mistakes) => {
                let message = format!("file: в шаблоне есть ошибки, их {}: он не сохранён", mistakes.len());
                return Ok(UploadTemplatePayload {
                    mistakes: mistakes.iter().map(TemplateMistake::from).collect(),
                    ..UploadTemplatePayload::refused(vec![UserError {
                        code: "TEMPLATE_MISTAKES".to_owned(),
                        message,
                        field: Some("file".to_owned()),
                    }])
                });
            }
        };
        Ok(UploadTemplatePayload {
            template: in_use(ctx, Some(&name)).await?.pop(),
            repeated,
            ..UploadTemplatePayload::default()
        })
    }
}

impl CheckTemplatePayload {
    fn refused(user_errors: Vec<UserError>) -> Self {
        Self {
            user_errors,
            ..Self::default()
        }
    }
}

impl UploadTemplatePayload {
    fn refused(user_errors: Vec<UserError>) -> Self {
        Self {
            user_errors,
            ..Self::default()
        }
    }
}

fn not_yours() -> UserError {
    UserError {
        code: "FORBIDDEN".to_owned(),
        message: "Шаблонами занимается делопроизводитель отдела".to_owned(),
        field: None,
    }
}

/// The name and the bytes of a file given in one of the two ways, or all that is wrong with the input.
async fn read(
    visit: &Visit,
    mut fields: Fields,
    name: &str,
    file: Option<&str>,
    sha256: Option<&str>,
) -> Result<std::result::Result<(String, Vec<u8>), Vec<UserError>>> {
    let name = file_name(name);
    if name.is_none() {
        fields.wrong("name", "ожидалось имя файла, например order-department.docx");
    }
    let bytes = match (file, sha256) {
        (Some(file), None) => {
            let letters: String = file.chars().filter(|sign| !sign.is_ascii_whitespace()).collect();
            let read = base64::engine::general_purpose::STANDARD.decode(letters);
            if read.is_err() {
                fields.wrong("file", "ожидался файл в записи base64");
            }
            read.unwrap_or_default()
        }
        (None, Some(sha256)) => {
            let store = visit.runtime.store();
            let found = store.get_blob(sha256).await.map_err(from_store)?;
            if found.is_none() {
                fields.wrong("sha256", "такого файла не сдавали: отправьте его запросом PUT /files");
            }
            found.unwrap_or_default()
        }
        _ => {
            fields.wrong("file", "назовите файл одним из двух способов: file или sha256");
            Vec::new()
        }
    };
    Ok(fields.check().map(|()| (name.unwrap_or_default(), bytes)))
}

fn check(name: &str, bytes: &[u8]) -> CheckTemplatePayload {
    let paper = Paper::of_file(name);
    let sample = paper.map(Paper::sample);
    let Checked {
        mistakes, variables, ..
    } = Word::check_file(name, bytes, sample.as_ref());
    CheckTemplatePayload {
        sound: mistakes.is_empty(),
        sha256: Some(sha256_hex(bytes)),
        tried_on: paper.map(|paper| paper.title.to_owned()),
        mistakes: mistakes.iter().map(TemplateMistake::from).collect(),
        variables: variables.iter().map(TemplateVariable::from).collect(),
        user_errors: Vec::new(),
    }
}
