//! `prikaz graphql-schema`: the schema of the API, as `schema.graphql` holds it.

use std::process::ExitCode;

/// Напечатать схему GraphQL
#[derive(clap::Args)]
pub struct GraphqlSchema {}

impl GraphqlSchema {
    /// Prints it.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        print!("{}", crate::api::schema::sdl());
        Ok(ExitCode::SUCCESS)
    }
}
