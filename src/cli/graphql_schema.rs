//! `prikaz graphql-schema`: the schema of the API, as `schema.graphql` holds it.

use std::process::ExitCode;

/// Напечатать схему GraphQL
#[derive(clap::Args)]
pub struct GraphqlSchema {}

impl GraphqlSchema {
    /// Prints it.
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "the form of every command")]
    pub fn run(self) -> anyhow::Result<ExitCode> {
        print!("{}", crate::api::schema::sdl());
        Ok(ExitCode::SUCCESS)
    }
}
