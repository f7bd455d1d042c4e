//! What travels: read back by a parser that did not write it.

use crate::composed::{TEMPLATES, letter};
use mail_parser::{Address, MessageParser, MimeHeaders};
use prikaz::mail::compose::{Attachment, ComposeError, Letter, Mailbox};
use prikaz::mail::contexts::TaskLetter;
use prikaz::mail::kind::{Context, Kind};

const FIRST: &str = "<mentoring-2022.1.4.school-1.0@prikaz.example.ru>";

fn full_letter() -> Letter {
    Letter {
        cc: vec![Mailbox::named(
            "Фёдорова Анна\u{a0}Кузьминична (куратор)",
            "curator1@example.ru",
        )],
        reply_to: Some(Mailbox::named("Приказ, ОО\u{a0}АНГО", "oo+p-a44cbb2c65@example.ru")),
        in_reply_to: Some(FIRST.into()),
        attachments: vec![
            Attachment {
                name: "Приказ ОО АНГО от 04.04.2022 № 113 «О внедрении системы наставничества» — подписанный.docx"
                    .into(),
                media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document".into(),
                bytes: (0..=255).cycle().take(20_000).collect(),
            },
            Attachment {
                name: "form.csv".into(),
                media_type: "text/csv".into(),
                bytes: "№;ФИО\r\n.\r\n1;Щёголев\n".into(),
            },
        ],
        ..letter(Context::sample(Kind::Reminder))
    }
}

fn mime(letter: &Letter) -> Vec<u8> {
    TEMPLATES.compose(letter).unwrap().ready().unwrap().mime
}

fn people(address: Option<&Address<'_>>) -> Vec<(String, String)> {
    let person = |person: &mail_parser::Addr<'_>| {
        (
            person.name().unwrap_or_default().to_owned(),
            person.address().unwrap_or_default().to_owned(),
        )
    };
    address.into_iter().flat_map(Address::iter).map(person).collect()
}

#[test]
fn a_letter_is_read_back_as_it_was_meant() {
    let letter = full_letter();
    let composed = TEMPLATES.compose(&letter).unwrap();
    let bytes = mime(&letter);
    let message = MessageParser::default().parse(&bytes).unwrap();

    assert_eq!(message.subject(), Some(composed.subject.as_str()));
    let pair = |mailbox: &Mailbox| (mailbox.name.clone().unwrap_or_default(), mailbox.address.clone());
    assert_eq!(people(message.from()), [pair(&letter.from)]);
    assert_eq!(people(message.to()), [pair(&letter.to[0])]);
    assert_eq!(people(message.cc()), [pair(&letter.cc[0])]);
    assert_eq!(people(message.reply_to()), [pair(letter.reply_to.as_ref().unwrap())]);
    assert_eq!(
        message.message_id(),
        Some("mentoring-2022.1.4.school-1.1@prikaz.example.ru")
    );
    let bare = FIRST.trim_matches(['<', '>']);
    assert_eq!(
        (message.in_reply_to().as_text(), message.references().as_text()),
        (Some(bare), Some(bare))
    );
    assert_eq!(message.date().unwrap().to_timestamp(), letter.sent_at.timestamp());
    assert_eq!(
        message.header_raw("Auto-Submitted").map(str::trim),
        Some("auto-generated")
    );
    assert_eq!(
        message.header_raw("X-Prikaz-Task").map(str::trim),
        Some(composed.token.as_str())
    );

    assert_eq!(message.body_text(0).unwrap().replace("\r\n", "\n"), composed.text);
    assert_eq!(message.body_html(0).unwrap().replace("\r\n", "\n"), composed.html);
    assert_eq!(message.attachment_count(), 2);
    for (number, file) in (0u32..).zip(&letter.attachments) {
        let part = message.attachment(number).unwrap();
        assert_eq!(part.attachment_name(), Some(file.name.as_str()));
        assert_eq!(part.contents(), file.bytes);
        let kind = part.content_type().unwrap();
        assert_eq!(format!("{}/{}", kind.ctype(), kind.subtype().unwrap()), file.media_type);
    }
}

#[test]
fn every_letter_travels_in_ascii_and_short_lines() {
    for kind in Kind::ALL {
        let bytes = mime(&Letter {
            context: Context::sample(kind),
            ..full_letter()
        });
        assert!(bytes.is_ascii(), "{}", kind.folder());
        let text = String::from_utf8(bytes).unwrap();
        assert!(
            !text.replace("\r\n", "").contains(['\r', '\n']),
            "{}: a bare line break",
            kind.folder()
        );
        for line in text.split("\r\n") {
            assert!(line.len() <= 998, "{}: {} octets", kind.folder(), line.len());
            assert!(line.len() <= 100, "{}: {line}", kind.folder());
        }
    }
}

#[test]
fn a_letter_composed_again_is_the_same_to_the_byte() {
    let first = mime(&full_letter());
    assert_eq!(first, mime(&full_letter()));
    let other = mime(&Letter {
        message_id: "<other@prikaz.example.ru>".into(),
        ..full_letter()
    });
    assert_ne!(first, other);
}

#[test]
fn a_boundary_never_occurs_in_what_it_bounds() {
    let text = String::from_utf8(mime(&full_letter())).unwrap();
    for (name, marks) in [("=_files_", 5), ("=_text_", 4)] {
        assert_eq!(text.matches(name).count(), marks, "{name}");
    }
}

#[test]
fn no_value_can_add_a_header() {
    let evil = "Иванова\r\nBcc: spy@example.com\r\n\r\n<b>текст</b>\u{2028}\u{0}";
    let mut task = TaskLetter::sample();
    task.task.brief = evil.into();
    task.task.institution = evil.into();
    task.task.token = evil.into();
    task.task.addressee = Some(evil.into());
    let letter = Letter {
        from: Mailbox::named(evil, "oo@example.ru"),
        to: vec![Mailbox::named(evil, "school1@example.ru")],
        attachments: vec![Attachment {
            name: "../../a\r\nBcc: spy@example.com\".docx".into(),
            media_type: "application/pdf".into(),
            bytes: vec![1],
        }],
        ..letter(Context::Task(task))
    };
    let bytes = mime(&letter);
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(
        !text.lines().any(|line| line.to_lowercase().starts_with("bcc")),
        "{text}"
    );
    let message = MessageParser::default().parse(&bytes).unwrap();
    assert!(message.bcc().is_none());
    assert_eq!(people(message.to()).len(), 1);
    assert_eq!(
        message.attachment(0).unwrap().attachment_name(),
        Some("..-..-a Bcc: spy@example.com\".docx")
    );
    assert!(
        !message.body_html(0).unwrap().contains("<b>текст</b>"),
        "values are escaped in the page"
    );
}

#[test]
fn a_letter_changed_after_composing_still_opens_no_header() {
    let mut composed = TEMPLATES.compose(&full_letter()).unwrap();
    composed.subject = "до 29.04.2022\r\nBcc: spy@example.com".into();
    composed.token = "P-1\r\nBcc: spy@example.com".into();
    composed.from.name = Some("ОО АНГО\r\nBcc: spy@example.com".into());
    let bytes = composed.ready().unwrap().mime;
    let message = MessageParser::default().parse(&bytes).unwrap();
    assert!(message.bcc().is_none());
    assert_eq!(message.subject(), Some("до 29.04.2022 Bcc: spy@example.com"));
    assert_eq!(people(message.from())[0].0, "ОО АНГО Bcc: spy@example.com");

    composed.to[0].address = "a@b\r\nBcc: spy@example.com".into();
    assert!(composed.ready().is_err());
}

#[test]
fn what_cannot_travel_is_not_composed() {
    let compose = |letter: Letter| TEMPLATES.compose(&letter).map(|_| ()).unwrap_err();
    for address in [
        "",
        "школа",
        "a@b\r\nBcc: c@d",
        "a b@example.ru",
        "a@",
        "<a@example.ru>",
        "a@example.ru, b@example.ru",
    ] {
        let error = compose(Letter {
            to: vec![Mailbox::bare(address)],
            ..full_letter()
        });
        assert!(
            matches!(
                error,
                ComposeError::Address { .. } | ComposeError::AddressNotLatin { .. }
            ),
            "{address}: {error}"
        );
    }
    for id in [
        "",
        "a@b",
        "<a@b",
        "<ab>",
        "<a@b>\r\nBcc: c@d",
        "<a b@c>",
        "<ж@c>",
        "<a@b><c@d>",
    ] {
        let error = compose(Letter {
            message_id: id.into(),
            ..full_letter()
        });
        assert!(matches!(error, ComposeError::MessageId { .. }), "{id}: {error}");
        let error = compose(Letter {
            in_reply_to: Some(id.into()),
            ..full_letter()
        });
        assert!(matches!(error, ComposeError::MessageId { .. }), "{id}: {error}");
    }
    let error = compose(Letter {
        to: Vec::new(),
        ..full_letter()
    });
    assert!(matches!(error, ComposeError::NoAddressee));
    let typed = |media_type: &str| Attachment {
        name: "a".into(),
        media_type: media_type.into(),
        bytes: vec![],
    };
    for media_type in ["", "pdf", "application/pdf\r\nBcc: c@d", "text/csv; charset=utf-8"] {
        let error = compose(Letter {
            attachments: vec![typed(media_type)],
            ..full_letter()
        });
        assert!(matches!(error, ComposeError::MediaType { .. }), "{media_type}: {error}");
    }
}

#[test]
fn files_larger_than_schools_take_are_named() {
    let file = |name: &str, megabytes: usize| Attachment {
        name: name.into(),
        media_type: "application/pdf".into(),
        bytes: vec![0; megabytes * 1024 * 1024],
    };
    let attachments = vec![file("Приказ № 113.pdf", 9), file("Скан.pdf", 2)];
    let error = TEMPLATES
        .compose(&Letter {
            attachments,
            ..full_letter()
        })
        .map(|_| ())
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "вложения занимают 11 МБ, а почта школ принимает до 10 МБ: Приказ № 113.pdf — 9 МБ, Скан.pdf — 2 МБ"
    );
}
