//! Versions of Word templates: the newest is in use, older ones stay for the drafts that began with them.
//!
//! What lies in the folder of templates and what a clerk uploads make one line of versions, in the order in which the
//! product first met them. Must never put a template into use that has a mistake.

use super::Runtime;
use super::catalog::Catalog;
use super::templates::{is_word_template, proved};
use crate::documents::{Template, TemplateMistake};
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::rows::TemplateVersion;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

/// Who stands for the folder of templates.
const FOLDER: &str = "Система, из папки шаблонов";
/// Longest name of a template, in characters.
const NAME_MAX: usize = 100;

/// What became of an upload.
#[derive(Debug)]
pub enum Uploaded {
    /// It is in use now.
    Kept,
    /// This very file was in use already.
    Already,
    /// It has mistakes and was not kept.
    Wrong(Vec<TemplateMistake>),
}

/// A name a template may have: a plain file name that ends in `.docx`; the ending may be left out.
pub fn file_name(name: &str) -> Option<String> {
    let name = name.trim();
    let name = if is_word_template(name) {
        name.to_owned()
    } else {
        format!("{name}.docx")
    };
    let stem = name.rsplit_once('.').map_or("", |(stem, _)| stem);
    let fits = !stem.is_empty()
        && !stem.starts_with(['.', '~'])
        && name.chars().count() <= NAME_MAX
        && name
            .chars()
            .all(|sign| !sign.is_control() && !r#"/\:*?"<>|"#.contains(sign));
    fits.then_some(name)
}

/// Brings the folder's templates and the kept versions together: what is new in the folder becomes a version, and of
/// each template the newest version is put into use.
pub async fn keep(store: &Store, catalog: &Catalog, now: DateTime<Utc>) -> Result<(), StoreError> {
    let known = store.template_versions().await?;
    for (name, template) in catalog.templates() {
        let met = known
            .iter()
            .any(|version| version.name == name && version.sha256 == template.sha256());
        if !met {
            let sha256 = store.put_blob(template.file().to_vec(), now).await?;
            store.add_template_version(&name, &sha256, FOLDER, now).await?;
        }
    }
    use_newest(store, catalog).await
}

/// Puts the newest version of each template into use.
async fn use_newest(store: &Store, catalog: &Catalog) -> Result<(), StoreError> {
    let mut newest = BTreeMap::new();
    for version in store.template_versions().await? {
        newest.insert(version.name.clone(), version);
    }
    for version in newest.into_values() {
        let in_use = catalog.template(&version.name);
        if in_use.is_some_and(|template| template.sha256() == version.sha256) {
            continue;
        }
        let bytes = store.get_blob(&version.sha256).await?;
        match bytes.map(|bytes| proved(&version.name, &bytes)) {
            Some(Ok(template)) => catalog.use_template(&template),
            // A newer program may be stricter, or tell a paper less: better the folder's than none.
            Some(Err(mistakes)) => {
                let mistakes: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
                tracing::error!(
                    template = %version.name, sha256 = %version.sha256, mistakes = %mistakes.join("; "),
                    "the newest version of a template has mistakes and is not used"
                );
            }
            None => tracing::error!(template = %version.name, sha256 = %version.sha256, "a template's file is missing"),
        }
    }
    Ok(())
}

/// The template a draft is bound to: this very file.
pub async fn pinned(runtime: &Runtime, name: &str, sha256: &str) -> Result<Option<Template>, StoreError> {
    let catalog = runtime.catalog();
    if let Some(template) = catalog.template_file(sha256) {
        return Ok(Some(template));
    }
    let Some(bytes) = runtime.store().get_blob(sha256).await? else {
        return Ok(None);
    };
    // It was proved when it was put into use; today's sample may be another.
    let template = Template::compile(name, &bytes).map_err(|mistakes| StoreError::Unreadable {
        table: "template_version",
        column: "sha256",
        id: sha256.to_owned(),
        why: mistakes.to_string(),
    })?;
    catalog.remember_template(&template);
    Ok(Some(template))
}

impl Runtime {
    /// Proves a template and puts it into use under this name, which [`file_name`] has let pass.
    pub async fn upload_template(&self, name: &str, bytes: Vec<u8>, by: &str) -> Result<Uploaded, StoreError> {
        let (runtime, name, by) = (self.clone(), name.to_owned(), by.to_owned());
        // A task of its own: a caller that goes away must not drop the database future half-way.
        let kept = tokio::spawn(async move { runtime.keep_template(&name, bytes, &by).await }).await;
        kept.map_err(|error| StoreError::ConnectionLost { why: error.to_string() })?
    }

    async fn keep_template(&self, name: &str, bytes: Vec<u8>, by: &str) -> Result<Uploaded, StoreError> {
        let called = name.to_owned();
        // Milliseconds of pure work: not on the threads that answer people.
        let proof = tokio::task::spawn_blocking(move || (proved(&called, &bytes), bytes)).await;
        let (proof, bytes) = proof.map_err(|error| StoreError::ConnectionLost { why: error.to_string() })?;
        let template = match proof {
            Ok(template) => template,
            Err(mistakes) => return Ok(Uploaded::Wrong(mistakes)),
        };
        let in_use = self.catalog().template(name);
        if in_use.is_some_and(|template_in_use| template_in_use.sha256() == template.sha256()) {
            return Ok(Uploaded::Already);
        }
        let now = self.clock().now();
        let sha256 = self.store().put_blob(bytes, now).await?;
        self.store().add_template_version(name, &sha256, by, now).await?;
        self.catalog().use_template(&template);
        tracing::info!(template = %name, sha256 = %sha256, "a template was put into use");
        Ok(Uploaded::Kept)
    }

    /// Puts into use what other processes have put into use since this one looked last. Versions are only ever added, so
    /// their number tells whether there is anything to read.
    pub async fn notice_templates(&self) -> Result<(), StoreError> {
        let runtime = self.clone();
        let noticed = tokio::spawn(async move {
            let count = runtime.store().template_versions_count().await?;
            if count != runtime.0.template_versions.load(Ordering::Acquire) {
                use_newest(runtime.store(), runtime.catalog()).await?;
                runtime.0.template_versions.store(count, Ordering::Release);
            }
            Ok(())
        });
        let noticed = noticed.await;
        noticed.map_err(|error| StoreError::ConnectionLost { why: error.to_string() })?
    }

    /// All versions of all templates, by name, the oldest first.
    pub async fn template_versions(&self) -> Result<Vec<TemplateVersion>, StoreError> {
        self.store().template_versions().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_has_a_plain_file_name() {
        assert_eq!(
            file_name(" order-department ").as_deref(),
            Some("order-department.docx")
        );
        assert_eq!(file_name("Приказ № 2.DOCX").as_deref(), Some("Приказ № 2.DOCX"));
        for wrong in ["", ".docx", "../x.docx", "a/b", "~$order.docx", "a\u{0}b", "con:x"] {
            assert_eq!(file_name(wrong), None, "{wrong:?}");
        }
    }
}
