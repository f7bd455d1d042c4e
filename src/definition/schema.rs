//! JSON Schema of the definition language, from the same declarations that read it: editors complete and check while one types.
//!
//! Must never be written by hand: a schema that disagrees with the reader misleads.
#![deny(missing_docs)]

use crate::definition::files::item::ItemFile;
use crate::definition::files::lifecycle::LifecycleFile;
use crate::definition::files::plan::PlanFile;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

/// The schemas: name of the file and its text.
pub fn all() -> [(&'static str, String); 3] {
    [
        ("item.json", text::<ItemFile>()),
        ("lifecycle.json", text::<LifecycleFile>()),
        ("plan.json", text::<PlanFile>()),
    ]
}

fn text<T: JsonSchema>() -> String {
    let schema: Schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<T>();
    serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n"
}
