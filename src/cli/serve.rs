//! `prikaz serve`: the product at work, until it is told to stop.

use super::assembly;
use crate::config::Settings;
use crate::runtime::Runtime;
use crate::runtime::catalog::Faults;
use crate::runtime::dispatcher::Dispatcher;
use crate::runtime::sources::NoFolder;
use crate::words::clock::Clock;
use anyhow::Context;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Запустить службу: GraphQL на /graphql, страница запросов на /
#[derive(clap::Args)]
pub struct Serve {
    /// Файл настроек (по умолчанию prikaz.yaml, если он есть)
    #[arg(long)]
    config: Option<PathBuf>,
    /// Папка данных
    #[arg(long)]
    data: Option<PathBuf>,
    /// Адрес и порт (по умолчанию 127.0.0.1:8080)
    #[arg(long)]
    listen: Option<SocketAddr>,
}

/// Exit code when files have mistakes and nothing was started.
pub const MISTAKES: u8 = 3;

/// Exit code when a folder of the settings is not there.
const USAGE: u8 = 2;

impl Serve {
    /// Runs until SIGTERM or Ctrl+C.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let mut settings = Settings::read(self.config.as_deref())?;
        settings.data = self.data.unwrap_or(settings.data);
        settings.listen = self.listen.unwrap_or(settings.listen);
        let catalog = match assembly::catalog(&settings) {
            Ok(catalog) => catalog,
            Err(error) => return mistakes(&error),
        };
        assembly::block_on(async move {
            let (runtime, dispatcher) = assembly::start(&settings, catalog, Clock::System).await?;
            serve(runtime, dispatcher, settings.listen).await?;
            Ok(ExitCode::SUCCESS)
        })
    }
}

/// Prints the faults of the files; anything else is an error of the world.
pub fn mistakes(error: &anyhow::Error) -> anyhow::Result<ExitCode> {
    match error.downcast_ref::<Faults>() {
        Some(faults) => {
            eprintln!("{faults}");
            eprintln!("Служба не запущена: исправьте файлы и повторите");
            Ok(ExitCode::from(MISTAKES))
        }
        None if error.is::<NoFolder>() => {
            eprintln!("prikaz: {error:#}");
            Ok(ExitCode::from(USAGE))
        }
        None => Err(anyhow::anyhow!("{error:#}")),
    }
}

/// Answers until told to stop; then finishes what is under way.
pub async fn serve(runtime: Runtime, dispatcher: Dispatcher, listen: SocketAddr) -> anyhow::Result<()> {
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("адрес {listen} занят или недоступен"))?;
    let address = listener.local_addr().context("адрес службы неизвестен")?;
    println!("Служба работает: http://{address}/  (GraphQL: http://{address}/graphql)");
    let stop = CancellationToken::new();
    let working = tokio::spawn({
        let (dispatcher, stop) = (dispatcher.clone(), stop.clone());
        async move { dispatcher.run(stop).await }
    });
    let app = crate::api::router(runtime).merge(crate::web::router());
    let served = axum::serve(listener, app)
        .with_graceful_shutdown(told_to_stop(stop.clone()))
        .await;
    stop.cancel();
    working.await.context("отправка писем прервана")?;
    served.context("служба остановилась с ошибкой")
}

async fn told_to_stop(stop: CancellationToken) {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending::<()>().await,
        }
    };
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
        () = stop.cancelled() => {}
    }
}
