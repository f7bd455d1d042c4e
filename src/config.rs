//! Settings: one file, and environment variables over it. The only reader of the environment.

use anyhow::Context;
use serde::Deserialize;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

/// Everything an operator may set. Every field has a value that works on a fresh machine.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Folder of the database, and of letters when no mail server is set.
    pub data: PathBuf,
    /// `sqlite:…` or `postgres:…`; without it, `prikaz.db` in the data folder.
    pub database: Option<String>,
    /// Address to listen on; loopback unless told otherwise.
    pub listen: SocketAddr,
    /// Address people reach the service by, for links in letters.
    pub public_url: Option<String>,
    /// `smtp://host:port`, `smtps://user:password@host`, `file:///folder`; without it, files in the data folder.
    pub mail: Option<String>,
    /// Folder of plans, lifecycles and calendars; without it, `workflows` beside the working folder, else the shipped copy.
    pub workflows: Option<PathBuf>,
    /// Folder of Word and letter templates; likewise `doc-templates`.
    pub doc_templates: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            data: PathBuf::from("data"),
            database: None,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            public_url: None,
            mail: None,
            workflows: None,
            doc_templates: None,
        }
    }
}

impl Settings {
    /// Reads `file` (or `prikaz.yaml` in the working folder when it is there), then `PRIKAZ_DATA`, `PRIKAZ_DATABASE`,
    /// `PRIKAZ_LISTEN`, `PRIKAZ_PUBLIC_URL`, `PRIKAZ_MAIL`, `PRIKAZ_WORKFLOWS` and `PRIKAZ_DOC_TEMPLATES`.
    pub fn read(file: Option<&Path>) -> anyhow::Result<Self> {
        let mut settings = match file {
            Some(path) => Self::from_file(path)?,
            None if Path::new("prikaz.yaml").is_file() => Self::from_file(Path::new("prikaz.yaml"))?,
            None => Self::default(),
        };
        if let Some(value) = variable("PRIKAZ_DATA") {
            settings.data = value.into();
        }
        if let Some(value) = variable("PRIKAZ_LISTEN") {
            settings.listen = value
                .parse()
                .with_context(|| format!("PRIKAZ_LISTEN: ожидался адрес вида 127.0.0.1:8080, найдено «{value}»"))?;
        }
        settings.database = variable("PRIKAZ_DATABASE").or(settings.database);
        settings.public_url = variable("PRIKAZ_PUBLIC_URL").or(settings.public_url);
        settings.mail = variable("PRIKAZ_MAIL").or(settings.mail);
        settings.workflows = variable("PRIKAZ_WORKFLOWS").map(PathBuf::from).or(settings.workflows);
        settings.doc_templates = variable("PRIKAZ_DOC_TEMPLATES")
            .map(PathBuf::from)
            .or(settings.doc_templates);
        Ok(settings)
    }

    fn from_file(path: &Path) -> anyhow::Result<Self> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("не прочитан файл настроек {}", path.display()))?;
        serde_saphyr::from_str(&text).map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))
    }

    /// Where the database is.
    pub fn database_url(&self) -> String {
        self.database
            .clone()
            .unwrap_or_else(|| format!("sqlite:{}", self.data.join("prikaz.db").display()))
    }

    /// Where letters go.
    pub fn mail_url(&self) -> String {
        self.mail
            .clone()
            .unwrap_or_else(|| format!("file:{}", self.data.join("mail").display()))
    }
}

/// What is logged, from `PRIKAZ_LOG`, e.g. `debug`; by default what an operator should know.
pub fn log_filter() -> String {
    variable("PRIKAZ_LOG").unwrap_or_else(|| "info,sqlx=error,sea_orm=error".to_owned())
}

#[expect(clippy::disallowed_methods, reason = "the one reader of the environment")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fresh_machine_listens_on_loopback_and_needs_no_server() {
        let settings = Settings::default();
        assert!(settings.listen.ip().is_loopback());
        assert_eq!(settings.database_url(), "sqlite:data/prikaz.db");
        assert_eq!(settings.mail_url(), "file:data/mail");
    }

    #[test]
    fn a_misspelt_setting_is_named() {
        let error = serde_saphyr::from_str::<Settings>("databse: x\n")
            .unwrap_err()
            .to_string();
        assert!(error.contains("databse"), "{error}");
    }
}
