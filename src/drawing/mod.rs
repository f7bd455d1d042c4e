//! Floor 3: pictures of the process. A checked definition or plan in, the text of an SVG or BPMN file out.
//!
//! A definition becomes a [`process::Process`] (who acts, what is done, where it leads), the process gets one
//! [`layout::Layout`] (boxes and lines), and both writers, [`picture`] and [`bpmn`], draw that one.
//! Must never touch files, the clock or the engine: the same definition gives the same bytes.

pub mod bpmn;
mod diagram;
mod drafting;
mod grid;
pub mod layout;
mod measures;
pub mod picture;
pub mod process;
mod routes;
mod schedule;
mod symbols;
mod telling;
pub mod text;
pub mod timeline;
mod timeline_marks;
mod timeline_rows;
pub mod xml;
