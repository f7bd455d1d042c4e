//! Word files: an OOXML template and a typed context in, a finished paper out.
//!
//! | layer | file | does |
//! | --- | --- | --- |
//! | package | `package` | the zip with its limits; untouched parts copied as they are |
//! | tokens | `xml` | one part as a flat list that remembers its bytes |
//! | healing | `heal`, `tag` | tags torn apart by Word, read as the person typed them |
//! | containers | `block`, `container` | which tags make a block, and what the block repeats |
//! | compiling | `compile`, `syntax`, `names`, `splice`, `properties` | source for the expression engine, all mistakes with places |
//! | rendering | `render`, `filters`, `on_paper`, `preview`, `repair`, `grid`, `skim` | values on paper, valid XML, two hashes |
//! | contexts | `context`, `samples` | what each paper of `doc-templates/` is told |
//!
//! A new filter: write it in `filters`, add its name to `FILTERS` there, show it in a test.
//! A new paper: a context in `context`, its `sample()` in `samples`, a file in `doc-templates/`, a line in the tests' list.
//!
//! Must never know the engine or the store, read files, the clock or the environment: bytes and a context are all it gets.

mod block;
mod check;
mod compile;
mod container;
pub mod context;
mod filters;
mod grid;
mod heal;
mod mistake;
mod names;
mod on_paper;
mod package;
mod preview;
mod properties;
mod render;
mod repair;
mod samples;
mod skim;
mod splice;
mod syntax;
mod tag;
mod xml;

use std::sync::Arc;

pub use mistake::{MistakeCode, Place, RenderError, TemplateMistake, TemplateMistakes};

/// A checked Word template, ready to be rendered any number of times; cheap to clone.
#[derive(Clone)]
pub struct Template(Arc<render::Compiled>);

/// A finished paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedDocument {
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes, hex.
    pub file_sha256: String,
    /// SHA-256 over the sorted names and hashes of the parts, hex: does not change with the compression.
    pub content_sha256: String,
}

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

    /// Compares the values it names with a sample context, then renders the sample; empty when all is well.
    pub fn check(&self, sample: &serde_json::Value) -> Vec<TemplateMistake> {
        check::check(&self.0, sample)
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
