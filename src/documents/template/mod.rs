//! The template engine: tags that a clerk typed in Word, compiled once and rendered many times.
//!
//! Must never rewrite what no tag touches, and must never stop at the first mistake.

mod annotate;
mod attach;
mod block;
mod cells;
mod check;
mod compile;
mod container;
mod dates;
mod declension;
mod filters;
mod grid;
mod heal;
mod kinds;
mod letters;
mod look_up;
mod markdown;
mod marks;
mod meter;
mod names;
mod numbering;
mod numbers;
mod on_paper;
mod out_of_reach;
mod picture;
mod properties;
mod render;
mod repair;
mod skeleton;
mod splice;
mod syntax;
mod tag;
mod trace;
mod twins;
mod wording;

use super::RenderedDocument;
use super::mistake::{RenderError, TemplateMistake, TemplateMistakes};
pub use annotate::annotate;
pub use check::{Checked, Untried, Variable};
pub use names::Need;
use std::sync::Arc;

/// A checked Word template, ready to be rendered any number of times; cheap to clone.
#[derive(Clone)]
pub struct Template(Arc<render::Compiled>);

impl Template {
    /// Opens and checks a template; `name` is what messages call it.
    ///
    /// # Errors
    /// All mistakes at once, each with its place.
    pub fn compile(name: &str, bytes: &[u8]) -> Result<Self, TemplateMistakes> {
        render::Compiled::new(name, bytes).map(|compiled| Self(Arc::new(compiled)))
    }

    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// SHA-256 of the template file, hex.
    pub fn sha256(&self) -> &str {
        &self.0.sha256
    }

    /// The template file itself.
    pub fn file(&self) -> Arc<[u8]> {
        self.0.file()
    }

    /// Paths of the values it names, sorted: `number`, `issuer.name`, `points[].text`.
    pub fn variables(&self) -> Vec<String> {
        self.0.variables()
    }

    /// Renders a paper that will be signed: a value the context lacks is refused.
    ///
    /// # Errors
    /// The tag that could not be filled in, with its place.
    pub fn render(&self, context: &serde_json::Value) -> Result<RenderedDocument, RenderError> {
        self.0.render(context, filters::Missing::Refuse)
    }

    /// Renders a preview: a value the context lacks becomes a yellow gap.
    ///
    /// # Errors
    /// As [`Template::render`], except that a missing value is no error.
    pub fn render_lenient(&self, context: &serde_json::Value) -> Result<RenderedDocument, RenderError> {
        self.0.render(context, filters::Missing::Gap)
    }

    /// Compares the values it names with a sample context, then tries every tag on it; empty when all is well.
    pub fn check(&self, sample: &serde_json::Value) -> Vec<TemplateMistake> {
        check::file(self.name(), &self.0.file(), Some(sample)).mistakes
    }

    /// Checks a file whole, broken or not: without a sample, only what can be said of the file alone.
    pub fn check_file(name: &str, bytes: &[u8], sample: Option<&serde_json::Value>) -> Checked {
        check::file(name, bytes, sample)
    }
}

impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Template")
            .field("name", &self.name())
            .field("sha256", &self.sha256())
            .finish()
    }
}
