//! `prikaz verify`: is the history whole, and is the state what the history says?

use super::assembly;
use crate::config::Settings;
use crate::runtime::verify::verify;
use std::path::PathBuf;
use std::process::ExitCode;

/// Проверить историю: цепочку контрольных сумм и совпадение состояния с историей
#[derive(clap::Args)]
pub struct Verify {
    /// Файл настроек
    #[arg(long)]
    config: Option<PathBuf>,
    /// Папка данных
    #[arg(long)]
    data: Option<PathBuf>,
}

/// Exit code when something was altered.
const ALTERED: u8 = 1;

impl Verify {
    /// Checks every instance; prints what does not hold.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let mut settings = Settings::read(self.config.as_deref())?;
        settings.data = self.data.unwrap_or(settings.data);
        assembly::block_on(async move {
            let store = assembly::store(&settings).await?;
            let verdict = verify(&store).await?;
            for fault in &verdict.faults {
                println!("{fault}");
            }
            println!(
                "Проверено экземпляров: {}, записей истории: {}, расхождений: {}",
                verdict.instances,
                verdict.rows,
                verdict.faults.len()
            );
            Ok(if verdict.faults.is_empty() {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(ALTERED)
            })
        })
    }
}
