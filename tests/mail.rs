//! Letters: what they say, what travels, what is tried again.
//! The mail server of these tests is real; the reader of messages did not write them.

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
