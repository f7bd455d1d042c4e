//! Letters as files, where there is no relay.

use crate::composed::composed;
use mail_parser::MessageParser;
use prikaz::mail::compose::Ready;
use prikaz::mail::kind::{Context, Kind};
use prikaz::mail::transport::failure::{Next, SendError};
use prikaz::mail::transport::{Limits, Transport};
use std::path::Path;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_letter_is_a_file_named_by_its_day_its_school_and_its_item() {
    let folder = tempfile::tempdir().unwrap();
    let transport = Transport::open(&format!("file://{}/письма", folder.path().display()), Limits::default()).unwrap();
    let letter = composed(Context::sample(Kind::Task));
    let delivered = transport.send(&letter).await.unwrap();

    let folder = folder.path().join("письма");
    assert_eq!(names(&folder), ["2022-04-18_school-1_1.4_1e86617770.eml"]);
    assert_eq!(Path::new(&delivered.reply), folder.join(&names(&folder)[0]));
    let bytes = std::fs::read(&delivered.reply).unwrap();
    let message = MessageParser::default().parse(&bytes).unwrap();
    assert_eq!(message.subject(), Some(letter.subject.as_str()));
}

#[tokio::test]
async fn a_letter_sent_twice_is_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let transport = Transport::files(folder.path()).unwrap();
    let letter = composed(Context::sample(Kind::Task));
    let (first, second) = tokio::join!(transport.send(&letter), transport.send(&letter));
    assert_eq!(first.unwrap(), second.unwrap());
    transport.send(&letter).await.unwrap();
    assert_eq!(names(folder.path()).len(), 1);

    let mut other = letter.clone();
    other.message_id = "<another@prikaz.example.ru>".into();
    transport.send(&other).await.unwrap();
    assert_eq!(names(folder.path()).len(), 2);
}

#[tokio::test]
async fn an_attempt_that_was_cut_off_does_not_stop_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let transport = Transport::files(folder.path()).unwrap();
    let ready = composed(Context::sample(Kind::Task)).ready().unwrap();
    let cut_off = format!(".{}.0.part", ready.file_name);
    std::fs::write(folder.path().join(&cut_off), "Subject: полов").unwrap();
    transport.send_ready(&ready).await.unwrap();
    assert_eq!(names(folder.path()), [cut_off, ready.file_name.clone()]);
    assert_eq!(std::fs::read(folder.path().join(&ready.file_name)).unwrap(), ready.mime);
}

#[tokio::test]
async fn no_name_leads_out_of_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let transport = Transport::files(folder.path().join("mail")).unwrap();
    let mut letter = composed(Context::sample(Kind::Task));
    letter.file_stem = "../../etc/школа № 1\r\n\0".into();
    transport.send(&letter).await.unwrap();
    assert_eq!(
        names(&folder.path().join("mail")),
        ["2022-04-18_..-..-etc-школа---1---_1e86617770.eml"]
    );

    let ready = letter.ready().unwrap();
    for name in ["../a.eml", "/tmp/a.eml", ".hidden", "", "a\0b"] {
        let refused = transport
            .send_ready(&Ready {
                file_name: name.into(),
                ..ready.clone()
            })
            .await
            .unwrap_err();
        assert_eq!(refused.next(), Next::GiveUp, "{name}");
    }
    assert_eq!(names(folder.path()), ["mail"]);
}

#[tokio::test]
async fn a_folder_that_is_gone_is_tried_again_later() {
    let folder = tempfile::tempdir().unwrap();
    let transport = Transport::files(folder.path().join("mail")).unwrap();
    std::fs::remove_dir(folder.path().join("mail")).unwrap();
    let error = transport
        .send(&composed(Context::sample(Kind::Task)))
        .await
        .unwrap_err();
    assert!(matches!(error, SendError::Unreachable { .. }), "{error}");
    assert_eq!(error.next(), Next::Retry);
}
