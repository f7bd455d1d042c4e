//! How letters leave: by a relay that fails in every way it can, or as files.

use crate::composed::composed;
use crate::smtp::SmtpServer;
use prikaz::mail::compose::Composed;
use prikaz::mail::kind::{Context, Kind};
use prikaz::mail::transport::{Limits, Transport};
use std::time::Duration;

/// Patience of a test, not of an office.
fn limits() -> Limits {
    Limits {
        connect: Duration::from_millis(500),
        command: Duration::from_millis(200),
        body: Duration::from_millis(200),
        final_dot: Duration::from_millis(200),
        ..Limits::default()
    }
}

fn by(server: &SmtpServer) -> Transport {
    Transport::open(&server.url(), limits()).unwrap()
}

fn a_letter() -> Composed {
    composed(Context::sample(Kind::Task))
}

#[tokio::test]
async fn a_relay_takes_a_letter_as_it_was_composed() {
    let server = SmtpServer::start().await;
    let letter = a_letter();
    let delivered = by(&server).send(&letter).await.unwrap();
    assert_eq!(delivered.reply, "250 2.0.0 queued as 1");
    let [taken] = server.taken().try_into().unwrap();
    assert_eq!(
        (taken.from.as_str(), taken.to),
        ("oo@example.ru", vec!["school1@example.ru".to_owned()])
    );
    assert_eq!(taken.text, letter.ready().unwrap().mime);
}
