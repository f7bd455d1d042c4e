//! What letters say: every letter from its samples.

use chrono::DateTime;
use prikaz::mail::compose::{Composed, Letter, Mailbox};
use prikaz::mail::kind::{Context, Kind};
use prikaz::mail::templates::Templates;

pub fn letter(context: Context) -> Letter {
    Letter {
        context,
        from: Mailbox::named("ОО\u{a0}АНГО — «Приказ»", "oo@example.ru"),
        to: vec![Mailbox::named(
            "Салтыкова-Щедринская-Аджигельдиева Алёна Семёновна",
            "school1@example.ru",
        )],
        cc: Vec::new(),
        reply_to: None,
        message_id: "<mentoring-2022.1.4.school-1.1@prikaz.example.ru>".into(),
        in_reply_to: None,
        sent_at: DateTime::parse_from_rfc3339("2022-04-18T09:00:00+03:00").unwrap(),
        attachments: Vec::new(),
    }
}

pub fn composed(context: Context) -> Composed {
    Templates::shipped().compose(&letter(context)).unwrap()
}

#[test]
fn every_letter_says_what_its_facts_say() {
    for kind in Kind::ALL {
        for (sample, context) in [
            ("full", Context::sample(kind)),
            ("sparse", Context::sparse_sample(kind)),
        ] {
            let letter = composed(context);
            let shown = format!(
                "{}\n{} signs\n\n{}",
                letter.subject,
                letter.subject.chars().count(),
                letter.text
            );
            insta::assert_snapshot!(format!("{}-{sample}", kind.folder()), shown);
        }
    }
}
