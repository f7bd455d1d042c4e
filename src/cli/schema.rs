//! `prikaz schema`: JSON Schema of the definition language, for editors.
//!
//! Must never print by hand what the reader of definitions declares.

use crate::definition::schema;
use anyhow::Context;
use std::path::PathBuf;
use std::process::ExitCode;

/// Which schema, and where to.
#[derive(clap::Args)]
pub struct Schema {
    /// Какая схема; без имени — все, одним объектом
    #[arg(value_name = "ИМЯ", value_parser = ["item", "lifecycle", "plan"])]
    name: Option<String>,
    /// Записать все схемы в эту папку
    #[arg(long, value_name = "ПАПКА", conflicts_with = "name")]
    write: Option<PathBuf>,
}

impl Schema {
    /// Prints or writes.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        if let Some(folder) = self.write {
            for (file, text) in schema::all() {
                let path = folder.join(file);
                std::fs::write(&path, text).with_context(|| format!("не записан файл {}", path.display()))?;
            }
            return Ok(ExitCode::SUCCESS);
        }
        if let Some(name) = self.name {
            let wanted = format!("{name}.json");
            let found = schema::all().into_iter().find(|(file, _)| *file == wanted);
            print!("{}", found.map(|(_, text)| text).unwrap_or_default());
            return Ok(ExitCode::SUCCESS);
        }
        let mut all = serde_json::Map::new();
        for (file, text) in schema::all() {
            all.insert(file.trim_end_matches(".json").to_owned(), serde_json::from_str(&text)?);
        }
        println!("{}", serde_json::to_string_pretty(&all)?);
        Ok(ExitCode::SUCCESS)
    }
}
