//! What letters say: every letter from its samples.

use chrono::DateTime;
use prikaz::mail::compose::{Composed, Letter, Mailbox};
use prikaz::mail::contexts::{
    Accepted, Cancelled, DateMoved, ExtensionGranted, ExtensionRefused, Matter, Overdue, Received, Reminder, Returned,
    TaskLetter,
};
use prikaz::mail::kind::{Context, Kind};
use prikaz::mail::phrases::SUBJECT_SIGNS_MAX;
use prikaz::mail::templates::Templates;
use std::sync::LazyLock;

pub static TEMPLATES: LazyLock<Templates> = LazyLock::new(Templates::shipped);

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
    TEMPLATES.compose(&letter(context)).unwrap()
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

#[test]
fn every_page_is_whole_and_needs_nothing_from_outside() {
    for kind in Kind::ALL {
        for context in [Context::sample(kind), Context::sparse_sample(kind)] {
            let html = composed(context).html;
            assert!(
                html.starts_with("<!DOCTYPE html>\n<html lang=\"ru\">"),
                "{}",
                kind.folder()
            );
            for remote in ["<img", "src=", "url(", "@import", "<link", "<script"] {
                assert!(!html.contains(remote), "{} asks for {remote}", kind.folder());
            }
            assert!(html.len() < 60_000, "{} is {} bytes", kind.folder(), html.len());
            for tag in ["table", "tr", "td", "th", "p", "ul", "li", "a", "b"] {
                let opened = html.matches(&format!("<{tag}>")).count() + html.matches(&format!("<{tag} ")).count();
                assert_eq!(
                    opened,
                    html.matches(&format!("</{tag}>")).count(),
                    "{}: <{tag}>",
                    kind.folder()
                );
            }
        }
    }
}

#[test]
fn no_subject_is_longer_than_a_phone_shows() {
    for kind in Kind::ALL {
        for mut context in [Context::sample(kind), Context::sparse_sample(kind)] {
            lengthen(&mut context);
            let subject = composed(context).subject;
            assert!(
                subject.chars().count() <= SUBJECT_SIGNS_MAX,
                "{}: {subject}",
                kind.folder()
            );
            assert!(subject.contains('…'), "{}: {subject}", kind.folder());
        }
    }
}

#[test]
fn a_long_subject_keeps_its_date_and_its_institution() {
    let mut context = Context::sample(Kind::Task);
    lengthen(&mut context);
    let subject = composed(context).subject;
    assert_eq!(
        subject,
        "до 29.04.2022: [1.4] приказ о внедрении и очень подробном… — МБОУ СОШ №\u{a0}1"
    );
}

fn lengthen(context: &mut Context) {
    let long = "приказ о внедрении и очень подробном описании системы «наставник — молодой учитель» в организации";
    match context {
        Context::Office(note) => {
            note.brief = long.into();
            match &mut note.matter {
                Matter::ApprovalAsked { document, .. } | Matter::DocumentReturned { document, .. } => {
                    *document = long.into();
                }
                _ => {}
            }
        }
        Context::Task(TaskLetter { task, .. })
        | Context::Reminder(Reminder { task, .. })
        | Context::Overdue(Overdue { task, .. })
        | Context::Received(Received { task, .. })
        | Context::Returned(Returned { task, .. })
        | Context::Accepted(Accepted { task, .. })
        | Context::ExtensionGranted(ExtensionGranted { task, .. })
        | Context::ExtensionRefused(ExtensionRefused { task, .. })
        | Context::DateMoved(DateMoved { task, .. })
        | Context::Cancelled(Cancelled { task, .. }) => task.brief = long.into(),
    }
}

#[test]
fn plain_lines_fit_a_screen_but_for_addresses_of_pages() {
    for kind in Kind::ALL {
        for line in composed(Context::sample(kind)).text.lines() {
            assert!(
                line.chars().count() <= 76 || line.starts_with("https://"),
                "{}: {line}",
                kind.folder()
            );
        }
    }
}
