//! Letters: composed purely from typed facts and a clerk's templates, then sent by SMTP or left as files.
//! Must never know the engine or the store, read a clock or make a random number: the same letter is the same bytes.
//!
//! [`contexts`] what a letter tells · [`kind`] which letter it is · [`templates`] the clerk's words, proved at start ·
//! [`compose`] facts + words → [`Composed`](compose::Composed) · [`mime`] → bytes · [`transport`] → the relay or a folder.

pub mod compose;
pub mod contexts;
pub mod kind;
pub mod mime;
pub mod names;
pub mod phrases;
pub mod samples;
pub mod templates;
pub mod token;
pub mod transport;
pub mod wrap;
