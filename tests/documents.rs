//! Word papers: what a clerk types into a template, what comes out, and what is refused.

#[path = "documents/book.rs"]
mod book;
#[path = "documents/papers.rs"]
mod papers;
#[path = "documents/hostile.rs"]
mod hostile;
#[path = "documents/blocks.rs"]
mod blocks;
#[path = "documents/typing.rs"]
mod typing;
#[path = "documents/values.rs"]
mod values;
