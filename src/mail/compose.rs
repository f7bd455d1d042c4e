//! A letter's facts become its subject, text and page; the whole is checked here, so that what is composed can be sent.
//! Must never read a clock or make an id: `Date` and Message-ID are the caller's, fixed for the letter's life.

use super::kind::{Context, Kind};
use super::mime;
use super::templates::Templates;
use crate::mail::phrases::one_line;
use chrono::{DateTime, FixedOffset};

/// Total size of attachments, before encoding, that schools' mailboxes take.
pub const ATTACHMENTS_BYTES_MAX: usize = 10 * 1024 * 1024;

/// A name and an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// Name shown, if any.
    pub name: Option<String>,
    /// `user@domain`.
    pub address: String,
}

impl Mailbox {
    /// An address under a name.
    pub fn named(name: impl Into<String>, address: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
            address: address.into(),
        }
    }

    /// A bare address.
    pub fn bare(address: impl Into<String>) -> Self {
        Self {
            name: None,
            address: address.into(),
        }
    }
}

/// A file that goes with a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Name the addressee sees, e.g. «Приказ № 113.docx».
    pub name: String,
    /// Media type, e.g. `application/pdf`.
    pub media_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// A letter to be composed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What it tells.
    pub context: Context,
    /// The department's mailbox.
    pub from: Mailbox,
    /// The addressee: one institution, never several.
    pub to: Vec<Mailbox>,
    /// The curator or the director in copy.
    pub cc: Vec<Mailbox>,
    /// Where a reply goes, when not to `from`.
    pub reply_to: Option<Mailbox>,
    /// `<…@domain>`; one for the letter's life.
    pub message_id: String,
    /// Message-ID of the first letter about the task, in every later one.
    pub in_reply_to: Option<String>,
    /// Moment of the `Date` header, at the office's offset; one for the letter's life.
    pub sent_at: DateTime<FixedOffset>,
    /// Files.
    pub attachments: Vec<Attachment>,
}

/// A letter that can be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// Kind of letter.
    pub kind: Kind,
    /// One line of at most [`SUBJECT_SIGNS_MAX`](super::phrases::SUBJECT_SIGNS_MAX) signs.
    pub subject: String,
    /// The plain part, wrapped.
    pub text: String,
    /// The page.
    pub html: String,
    /// Sender.
    pub from: Mailbox,
    /// Addressee.
    pub to: Vec<Mailbox>,
    /// In copy.
    pub cc: Vec<Mailbox>,
    /// Where a reply goes.
    pub reply_to: Option<Mailbox>,
    /// `<…@domain>`.
    pub message_id: String,
    /// First letter of the thread.
    pub in_reply_to: Option<String>,
    /// `Date`.
    pub sent_at: DateTime<FixedOffset>,
    /// What a reply is recognised by.
    pub token: String,
    /// Files.
    pub attachments: Vec<Attachment>,
    /// Readable middle of a file's name: `school-3_1.4`.
    pub file_stem: String,
}

/// A letter as plain strings and bytes: what an outbox keeps and a transport sends, however often, unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ready {
    /// `<…@domain>`.
    pub message_id: String,
    /// Name for a file: `2022-04-18_school-3_1.4_0a1b2c3d4e.eml`.
    pub file_name: String,
    /// Envelope sender.
    pub from: String,
    /// Addressees; the letter is not sent when one of them is refused.
    pub to: Vec<String>,
    /// In copy; one refused does not hold the letter back.
    pub cc: Vec<String>,
    /// The whole message (RFC 5322).
    pub mime: Vec<u8>,
}

/// Why a letter cannot be composed; all are for a person to mend, none passes by itself.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// A template failed on these facts.
    #[error("письмо «{letter}» не составлено: {source}")]
    Template {
        /// Folder of the letter.
        letter: &'static str,
        /// Where and why.
        source: minijinja::Error,
    },
    /// Not an address.
    #[error("ожидался адрес электронной почты вида имя@домен, а указано «{found}»")]
    Address {
        /// As given, made one line.
        found: String,
    },
    /// Relays take addresses in Latin letters only.
    #[error(
        "адрес «{found}» записан русскими буквами: почтовые серверы таких не принимают, запишите домен в виде xn--…"
    )]
    AddressNotLatin {
        /// As given.
        found: String,
    },
    /// Nobody to write to.
    #[error("у письма нет адресата: укажите электронную почту учреждения")]
    NoAddressee,
    /// Not a Message-ID.
    #[error("ожидался идентификатор письма вида <…@домен>, а указан «{found}»")]
    MessageId {
        /// As given, made one line.
        found: String,
    },
    /// Not a media type.
    #[error("у вложения «{name}» ожидался тип вида application/pdf, а указан «{found}»")]
    MediaType {
        /// Name of the attachment.
        name: String,
        /// As given.
        found: String,
    },
    /// More than schools' mailboxes take.
    #[error("вложения занимают {found} МБ, а почта школ принимает до {limit} МБ: {names}")]
    AttachmentsTooLarge {
        /// Megabytes, rounded up.
        found: usize,
        /// Megabytes.
        limit: usize,
        /// Names of the files with their sizes.
        names: String,
    },
    /// The builder of messages refused.
    #[error("письмо не удалось собрать: {0}")]
    Build(#[from] lettre::error::Error),
}

impl Templates {
    /// Composes `letter`.
    ///
    /// # Errors
    /// [`ComposeError`], when a template fails, an address is none, or the files are too large.
    pub fn compose(&self, letter: &Letter) -> Result<Composed, ComposeError> {
        check_attachments(&letter.attachments)?;
        let kind = letter.context.kind();
        let written = self.write(&letter.context).map_err(|source| ComposeError::Template {
            letter: kind.folder(),
            source,
        })?;
        let composed = Composed {
            kind,
            subject: written.subject,
            text: written.text,
            html: written.html,
            from: letter.from.clone(),
            to: letter.to.clone(),
            cc: letter.cc.clone(),
            reply_to: letter.reply_to.clone(),
            message_id: letter.message_id.clone(),
            in_reply_to: letter.in_reply_to.clone(),
            sent_at: letter.sent_at,
            token: letter.context.token().to_owned(),
            attachments: letter.attachments.clone(),
            file_stem: letter.context.file_stem(),
        };
        mime::check(&composed)?;
        Ok(composed)
    }
}

fn check_attachments(attachments: &[Attachment]) -> Result<(), ComposeError> {
    const MEGABYTE: usize = 1024 * 1024;
    let total: usize = attachments.iter().map(|file| file.bytes.len()).sum();
    if total <= ATTACHMENTS_BYTES_MAX {
        return Ok(());
    }
    let sizes: Vec<String> = attachments
        .iter()
        .map(|file| format!("{} — {} МБ", one_line(&file.name), file.bytes.len().div_ceil(MEGABYTE)))
        .collect();
    Err(ComposeError::AttachmentsTooLarge {
        found: total.div_ceil(MEGABYTE),
        limit: ATTACHMENTS_BYTES_MAX / MEGABYTE,
        names: sizes.join(", "),
    })
}
