//! A composed letter as the bytes that travel: pure ASCII, short lines, names in RFC 2047 and RFC 2231.
//! Must never put in a header what was not made one line, nor anything that differs from one call to the next.

use super::compose::{ComposeError, Composed, Mailbox, Ready};
use crate::mail::phrases::{cut, one_line};
use crate::words::ids::sha256_hex;
use lettre::Message;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment as FilePart, Mailbox as Written, MultiPart, SinglePart};

/// Longest Message-ID: keeps `References` of two in one header line of 998 octets with room to spare.
const MESSAGE_ID_BYTES_MAX: usize = 200;

impl Composed {
    /// The letter ready to be kept or sent; the same letter is the same bytes, so a second copy is recognisable.
    ///
    /// # Errors
    /// [`ComposeError`], when a public field was changed to what cannot be sent.
    pub fn ready(&self) -> Result<Ready, ComposeError> {
        check(self)?;
        let addresses = |boxes: &[Mailbox]| boxes.iter().map(|mailbox| mailbox.address.clone()).collect();
        Ok(Ready {
            message_id: self.message_id.clone(),
            file_name: self.file_name(),
            from: self.from.address.clone(),
            to: addresses(&self.to),
            cc: addresses(&self.cc),
            mime: bytes(self)?,
        })
    }

    /// `2022-04-18_school-3_1.4_0a1b2c3d4e.eml`: sorted by date, readable, one for a Message-ID.
    fn file_name(&self) -> String {
        let safe = |sign: char| {
            if sign.is_alphanumeric() || "._-".contains(sign) {
                sign
            } else {
                '-'
            }
        };
        let stem: String = self.file_stem.chars().take(60).map(safe).collect();
        let id = &sha256_hex(self.message_id.as_bytes())[..10];
        format!("{}_{stem}_{id}.eml", self.sent_at.date_naive())
    }
}

/// Whether everything that goes into headers may go there.
pub(super) fn check(letter: &Composed) -> Result<(), ComposeError> {
    if letter.to.is_empty() {
        return Err(ComposeError::NoAddressee);
    }
    let people = [&letter.from]
        .into_iter()
        .chain(&letter.to)
        .chain(&letter.cc)
        .chain(&letter.reply_to);
    for person in people {
        written(person)?;
    }
    for id in [&letter.message_id].into_iter().chain(&letter.in_reply_to) {
        check_message_id(id)?;
    }
    for file in &letter.attachments {
        media_type(&file.name, &file.media_type)?;
    }
    Ok(())
}

fn check_message_id(id: &str) -> Result<(), ComposeError> {
    let inner = id.strip_prefix('<').and_then(|id| id.strip_suffix('>'));
    let plain = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && !b"<>@".contains(&byte))
    };
    let good = inner
        .and_then(|inner| inner.split_once('@'))
        .is_some_and(|(left, right)| plain(left) && plain(right));
    if good && id.len() <= MESSAGE_ID_BYTES_MAX {
        return Ok(());
    }
    Err(ComposeError::MessageId {
        found: cut(&one_line(id), 80),
    })
}

fn bytes(letter: &Composed) -> Result<Vec<u8>, ComposeError> {
    let mut message = Message::builder()
        .message_id(Some(letter.message_id.clone()))
        .date(letter.sent_at.into())
        .from(written(&letter.from)?)
        .subject(one_line(&letter.subject))
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("X-Auto-Response-Suppress", "OOF, AutoReply"))
        .raw_header(header("X-Prikaz-Task", &one_line(&letter.token)));
    for person in &letter.to {
        message = message.to(written(person)?);
    }
    for person in &letter.cc {
        message = message.cc(written(person)?);
    }
    if let Some(person) = &letter.reply_to {
        message = message.reply_to(written(person)?);
    }
    if let Some(first) = &letter.in_reply_to {
        message = message.in_reply_to(first.clone()).references(first.clone());
    }

    // Boundaries come from the Message-ID: a retry must be the same to the byte.
    let seed = sha256_hex(letter.message_id.as_bytes());
    let body = MultiPart::alternative()
        .boundary(format!("=_text_{}", &seed[..32]))
        .singlepart(part(ContentType::TEXT_PLAIN, &letter.text))
        .singlepart(part(ContentType::TEXT_HTML, &letter.html));
    if letter.attachments.is_empty() {
        return Ok(formatted(message.multipart(body)?, letter));
    }
    let mut whole = MultiPart::mixed()
        .boundary(format!("=_files_{}", &seed[32..]))
        .multipart(body);
    for file in &letter.attachments {
        let part = FilePart::new(one_line(&file.name).replace(['/', '\\'], "-"));
        whole = whole.singlepart(part.body(encoded(file.bytes.clone()), media_type(&file.name, &file.media_type)?));
    }
    Ok(formatted(message.multipart(whole)?, letter))
}

/// With the hour of the office's own clock in `Date`: the builder knows only Greenwich.
fn formatted(mut message: Message, letter: &Composed) -> Vec<u8> {
    message
        .headers_mut()
        .insert_raw(header("Date", &letter.sent_at.to_rfc2822()));
    message.formatted()
}

/// A text in base64: Cyrillic is shorter in it, and no relay re-wraps it.
fn part(kind: ContentType, text: &str) -> SinglePart {
    let body = lettre::message::Body::new_with_encoding(text.replace('\n', "\r\n"), ContentTransferEncoding::Base64);
    SinglePart::builder()
        .header(kind)
        .body(body.expect("base64 takes any bytes"))
}

/// A file in base64 always: what is sent is what was registered, to the byte.
fn encoded(bytes: Vec<u8>) -> lettre::message::Body {
    lettre::message::Body::new_with_encoding(bytes, ContentTransferEncoding::Base64).expect("base64 takes any bytes")
}

fn media_type(name: &str, found: &str) -> Result<ContentType, ComposeError> {
    let wrong = || ComposeError::MediaType {
        name: one_line(name),
        found: one_line(found),
    };
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+/".contains(&byte);
    if !found.bytes().all(bare) {
        return Err(wrong());
    }
    ContentType::parse(found).map_err(|_| wrong())
}

fn written(person: &Mailbox) -> Result<Written, ComposeError> {
    let wrong = || ComposeError::Address {
        found: cut(&one_line(&person.address), 80),
    };
    if person
        .address
        .chars()
        .any(|sign| sign.is_control() || sign.is_whitespace())
    {
        return Err(wrong());
    }
    if !person.address.is_ascii() {
        return Err(ComposeError::AddressNotLatin {
            found: cut(&one_line(&person.address), 80),
        });
    }
    let address = person.address.parse().map_err(|_| wrong())?;
    Ok(Written::new(
        person.name.as_deref().map(one_line).filter(|name| !name.is_empty()),
        address,
    ))
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}
