//! Letters: what they say, what travels, what is tried again.
//! The mail server of these tests is real; the reader of messages did not write them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here")]

#[path = "mail/anything.rs"]
mod anything;
#[path = "mail/composed.rs"]
mod composed;
#[path = "mail/files.rs"]
mod files;
#[path = "mail/mime.rs"]
mod mime;
#[path = "mail/sending.rs"]
mod sending;
#[path = "support/smtp.rs"]
mod smtp;
#[path = "mail/templates.rs"]
mod templates;
