//! Puts the house together: settings, catalog, store, runtime, dispatcher.

use crate::config::Settings;
use crate::mail::transport::{Limits, Transport};
use crate::runtime::Runtime;
use crate::runtime::catalog::Catalog;
use crate::runtime::dispatcher::Dispatcher;
use crate::runtime::sources::{self, Shelf};
use crate::store::Store;
use crate::words::clock::Clock;
use anyhow::Context;
use std::sync::Arc;

/// Reads and checks every file an operator may edit; the error lists every fault of every file.
pub fn catalog(settings: &Settings) -> anyhow::Result<Arc<Catalog>> {
    let workflows = sources::read(Shelf::Workflows, settings.workflows.as_deref())?;
    let templates = sources::read(Shelf::DocTemplates, settings.doc_templates.as_deref())?;
    Ok(Arc::new(Catalog::load(&workflows, &templates)?))
}

/// Opens the database of the settings; the data folder is made when it is missing.
pub async fn store(settings: &Settings) -> anyhow::Result<Store> {
    if settings.database.is_none() {
        std::fs::create_dir_all(&settings.data)
            .with_context(|| format!("не создана папка данных {}", settings.data.display()))?;
    }
    let url = settings.database_url();
    Store::open(&url).await.context("база данных не открыта")
}

/// A running product over these settings; its dispatcher is not started yet.
pub async fn start(settings: &Settings, catalog: Arc<Catalog>, clock: Clock) -> anyhow::Result<(Runtime, Dispatcher)> {
    let store = store(settings).await?;
    let runtime = Runtime::start(store, catalog, clock).await?;
    let url = settings.mail_url();
    let transport = match url.strip_prefix("file:").filter(|path| !path.starts_with("//")) {
        Some(folder) => Transport::files(folder),
        None => Transport::open(&url, Limits::default()),
    };
    let transport = transport.context("почта не настроена")?;
    Ok((runtime.clone(), Dispatcher::new(runtime, transport)))
}

/// An asynchronous runtime for a command.
pub fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("не запущена среда выполнения")?
        .block_on(work)
}
