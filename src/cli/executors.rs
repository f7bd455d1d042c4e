//! Being written.

use std::process::ExitCode;

/// Being written.
#[derive(clap::Args)]
pub struct Executors {}

impl Executors {
    /// Being written.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        anyhow::bail!("not here yet")
    }
}
