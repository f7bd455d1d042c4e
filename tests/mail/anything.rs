//! Whatever the facts hold, a letter is composed and travels, or is refused in words.

use crate::composed::{TEMPLATES, letter};
use mail_parser::MessageParser;
use prikaz::mail::compose::{Attachment, Letter, Mailbox};
use prikaz::mail::contexts::{Returned, Task};
use prikaz::mail::kind::Context;
use prikaz::mail::transport::{Limits, Transport};
use prikaz::mail::{names, phrases, token, wrap};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_words_travel_unchanged_and_open_no_header(
        words in prop::collection::vec("\\PC{0,90}|[а-яё №«»\u{a0}\r\n:<>&{}%\"']{0,200}|[ -~\r\n]{0,300}", 8),
    ) {
        let task = Task {
            brief: words[0].clone(),
            institution: words[1].clone(),
            what: words[2].clone(),
            addressee: Some(words[3].clone()),
            token: words[4].clone(),
            ..Task::sample()
        };
        let returned = Returned { task, reason: words[5].clone(), ..Returned::sample() };
        let letter = Letter {
            to: vec![Mailbox::named(words[6].clone(), "school1@example.ru")],
            attachments: vec![Attachment {
                name: words[7].clone(),
                media_type: "application/pdf".into(),
                bytes: words[5].clone().into_bytes(),
            }],
            ..letter(Context::Returned(returned))
        };
        let composed = TEMPLATES.compose(&letter).unwrap();
        let mime = composed.ready().unwrap().mime;
        prop_assert!(mime.is_ascii());
        let text = String::from_utf8(mime.clone()).unwrap();
        for line in text.split("\r\n") {
            prop_assert!(line.len() <= 998 && !line.contains(['\r', '\n']), "{line:?}");
        }
        let message = MessageParser::default().parse(&mime).unwrap();
        let spaces = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(spaces(message.subject().unwrap_or_default()), spaces(&composed.subject));
        prop_assert!(composed.subject.chars().count() <= phrases::SUBJECT_SIGNS_MAX);
        prop_assert_eq!(message.body_text(0).unwrap().replace("\r\n", "\n"), composed.text);
        prop_assert_eq!(message.attachment(0).unwrap().contents(), &letter.attachments[0].bytes[..]);
        let names: Vec<&str> = text.lines().take_while(|line| !line.is_empty()).filter_map(header).collect();
        prop_assert_eq!(names, HEADERS);
    }

    #[test]
    fn no_words_stop_the_small_tools(text in "\\PC{0,200}|[а-яёА-ЯЁ .\u{a0}-]{0,60}", signs in 0usize..120) {
        prop_assert!(phrases::cut(&text, signs).chars().count() <= signs.max(1));
        prop_assert!(!phrases::one_line(&text).contains(char::is_control));
        prop_assert!(names::greeting(Some(&text)).ends_with('!'));
        names::signature(&text);
        token::find(&text);
        let once = wrap::wrapped(&text);
        prop_assert_eq!(wrap::wrapped(&once), once.clone());
        for url in [text.clone(), format!("smtp://{text}"), format!("smtps://{text}@{text}:{text}")] {
            // Read or refused, never a panic; a folder would be made, so none is asked for.
            let _ = Transport::open(&url.replace("file", "f"), Limits::default());
        }
    }
}

const HEADERS: [&str; 10] = [
    "Message-ID",
    "Date",
    "From",
    "Subject",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "X-Prikaz-Task",
    "To",
    "MIME-Version",
    "Content-Type",
];

/// The name of a header that begins on this line.
fn header(line: &str) -> Option<&str> {
    (!line.starts_with([' ', '\t'])).then(|| line.split(':').next().unwrap_or_default())
}
