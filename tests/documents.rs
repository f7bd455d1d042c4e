//! Word papers: what a clerk types into a template, what comes out, and what is refused.

#[path = "documents/book.rs"]
mod book;
#[path = "documents/papers.rs"]
mod papers;
