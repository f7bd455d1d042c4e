//! The tables, step by step, for SQLite and PostgreSQL from one text.
//!
//! Must never use the product's entities or types: a step that was released never changes again.
//! A new step: a module with its own `up`, added to [`Migrator`] and to [`NAMES`], in the order of time.

mod change;
mod directory;
mod first_tables;
mod registration;
mod templates;
mod text;

use sea_orm_migration::async_trait::async_trait;
pub use sea_orm_migration::prelude::MigratorTrait;
use sea_orm_migration::prelude::{DbErr, MigrationName, MigrationTrait, SchemaManager};

/// Names of all steps this program knows; a database that has another one is newer than the program.
pub const NAMES: [&str; 5] = [
    "m2026_11_23_first_tables",
    "m2026_11_25_registration",
    "m2026_11_25_directory",
    "m2026_11_25_templates",
    "m2026_11_25_change",
];

/// Runs the steps that a database lacks.
#[derive(Debug, Clone, Copy)]
pub struct Migrator;

#[async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(Step {
                name: NAMES[0],
                up: first_tables::UP,
                sqlite: first_tables::SQLITE,
                postgres: first_tables::POSTGRES,
            }),
            Box::new(Step {
                name: NAMES[1],
                up: registration::UP,
                sqlite: registration::SQLITE,
                postgres: registration::POSTGRES,
            }),
            Box::new(Step {
                name: NAMES[2],
                up: directory::UP,
                sqlite: directory::SQLITE,
                postgres: directory::POSTGRES,
            }),
            Box::new(Step {
                name: NAMES[3],
                up: templates::UP,
                sqlite: templates::SQLITE,
                postgres: templates::POSTGRES,
            }),
            Box::new(Step {
                name: NAMES[4],
                up: change::UP,
                sqlite: change::SQLITE,
                postgres: change::POSTGRES,
            }),
        ]
    }
}

/// One step: a text for both databases, and what only one of them needs.
struct Step {
    name: &'static str,
    up: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

impl MigrationName for Step {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};
        let connection = manager.get_connection();
        let (dialect, own) = match connection.get_database_backend() {
            DbBackend::Postgres => (text::POSTGRES, self.postgres),
            _ => (text::SQLITE, self.sqlite),
        };
        connection
            .execute_unprepared(&text::in_dialect(self.up, dialect))
            .await?;
        connection.execute_unprepared(own).await?;
        Ok(())
    }

    /// There is no way back: the history must not be thrown away. Restore a copy instead.
    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Custom(
            "a migration cannot be undone; restore a copy of the database".to_owned(),
        ))
    }
}
