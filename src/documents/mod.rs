//! Word files: an OOXML template and a typed context in, a finished paper out.
//!
//! | folder | file | does |
//! | --- | --- | --- |
//! | `ooxml` | `package` | the zip with its limits; untouched parts copied as they are |
//! | | `amend` | a package with a few parts changed |
//! | | `xml`, `skim` | one part as a flat list that remembers its bytes |
//! | | `properties` | a child put into an element whose children have an order |
//! | `template` | `heal`, `tag` | tags torn apart by Word, read as the person typed them |
//! | | `block`, `container` | which tags make a block, and what the block repeats |
//! | | `compile`, `syntax`, `names`, `splice`, `properties` | source for the expression engine, all mistakes with places |
//! | | `check`, `skeleton`, `look_up`, `wording` | all mistakes of a template at once, tried on a sample |
//! | | `annotate` | the mistakes as comments in a copy of the template |
//! | | `render`, `on_paper`, `marks`, `repair`, `grid` | values on paper, valid XML, two hashes |
//! | | `filters` | the filters' names; `dates`, `numbers`, `letters`, `declension`, `markdown`, `picture` hold them |
//! | | `cells`, `numbering`, `attach` | merged cells, lists that begin anew, files of pictures |
//! | `starter` | | starter templates and papers from scratch, typed in code, valid by the schema |
//! | `reading` | | a Word file as paragraphs and rectangular tables: road-maps that are brought in |
//! | `papers` | `context`, `samples` | what each paper of `doc-templates/` is told, and which papers there are |
//!
//! A new filter: write it beside its like, add its Russian and its Latin name to `template/filters` and their list
//! `FILTERS`, show it in the table of `tests/documents/features_typing.rs`.
//! A new tag of cells or lists: a `Marker` in `template/tag`, its letter, what it does in `cells` or `numbering`.
//! A new paper: a context and its `sample()` in `papers`, an entry in [`papers::PAPERS`], a file in `doc-templates/`.
//!
//! Must never know the engine or the store, read files, the clock or the environment: bytes and a context are all it gets.

mod mistake;
mod ooxml;
pub mod papers;
pub mod reading;
pub mod starter;
mod template;

pub use mistake::{MistakeCode, Place, RenderError, TemplateMistake, TemplateMistakes};
pub use template::{Checked, Need, Template, Untried, Variable, annotate};

/// A finished paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedDocument {
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes, hex.
    pub file_sha256: String,
    /// SHA-256 over the sorted names and hashes of the parts, hex: does not change with the compression.
    pub content_sha256: String,
}
