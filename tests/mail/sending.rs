//! How letters leave by a relay that fails in every way it can.

use crate::composed::{TEMPLATES, composed, letter};
use crate::smtp::{Fault, SmtpServer, Stage};
use prikaz::mail::compose::{Composed, Letter, Mailbox};
use prikaz::mail::kind::{Context, Kind};
use prikaz::mail::transport::failure::{Next, SendError};
use prikaz::mail::transport::{Limits, Transport};
use std::sync::Arc;
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

/// The class of what came of a letter, in one word and its code.
fn class(error: &SendError) -> String {
    match error {
        SendError::Permanent { code, .. } => format!("permanent {code}"),
        SendError::Temporary { code, .. } => format!("temporary {code}"),
        SendError::Ambiguous { .. } => "ambiguous".into(),
        SendError::Authentication { .. } => "authentication".into(),
        SendError::Unreachable { .. } => "unreachable".into(),
        SendError::BadAddress { .. } => "bad address".into(),
        SendError::Unsendable { .. } => "unsendable".into(),
    }
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

#[tokio::test]
async fn every_failure_has_its_class_and_the_next_letter_goes() {
    use Fault::{Drop, Reply, Silence};
    let cases = [
        (Stage::Greeting, Reply("421 4.3.2 busy"), "temporary 421", 0),
        (Stage::Greeting, Reply("554 5.7.1 no service here"), "unreachable", 0),
        (Stage::Greeting, Reply("чепуха"), "unreachable", 0),
        (Stage::Greeting, Drop, "unreachable", 0),
        (Stage::Greeting, Silence, "unreachable", 0),
        (Stage::Ehlo, Reply("451 4.3.0 later"), "temporary 451", 0),
        (Stage::Ehlo, Reply("550 5.7.1 go away"), "unreachable", 0),
        (Stage::Mail, Reply("451 4.3.0 later"), "temporary 451", 0),
        (Stage::Mail, Reply("550 5.7.1 sender refused"), "permanent 550", 0),
        (Stage::Mail, Reply("530 5.7.0 sign in first"), "authentication", 0),
        (Stage::Mail, Silence, "unreachable", 0),
        (Stage::Rcpt, Reply("450 4.2.0 greylisted"), "temporary 450", 0),
        (Stage::Rcpt, Reply("550 5.1.1 no such user"), "permanent 550", 0),
        (Stage::Rcpt, Drop, "unreachable", 0),
        (Stage::Data, Reply("452 4.3.1 no room"), "temporary 452", 0),
        (Stage::Data, Reply("554 5.5.1 no"), "permanent 554", 0),
        (Stage::Data, Silence, "unreachable", 0),
        (Stage::Text, Reply("421 4.4.2 closing"), "temporary 421", 1),
        (Stage::Dot, Reply("451 4.7.1 scanner is busy"), "temporary 451", 0),
        (Stage::Dot, Reply("554 5.7.1 looks like spam"), "permanent 554", 0),
        (Stage::Dot, Drop, "ambiguous", 0),
        (Stage::Dot, Silence, "ambiguous", 0),
        (Stage::DotKept, Drop, "ambiguous", 1),
        (Stage::DotKept, Silence, "ambiguous", 1),
        (Stage::DotKept, Reply("чепуха"), "ambiguous", 1),
    ];
    let mut told = Vec::new();
    for (stage, fault, expected, kept) in cases {
        let case = format!("{stage:?} {fault:?}");
        let server = SmtpServer::with_faults([(stage, fault)]).await;
        let relay = by(&server);
        let error = relay.send(&a_letter()).await.unwrap_err();
        assert_eq!(class(&error), expected, "{case}: {error}");
        told.push(format!("{case}\n  {error}"));
        if stage != Stage::Text {
            assert_eq!(server.taken().len(), kept, "{case}");
        }
        relay
            .send(&a_letter())
            .await
            .unwrap_or_else(|error| panic!("after {case}: {error}"));
    }
    insta::assert_snapshot!(told.join("\n"));
}

#[tokio::test]
async fn a_letter_cut_in_the_middle_was_not_taken() {
    let server = SmtpServer::with_faults([(Stage::Text, Fault::Drop)]).await;
    // Larger than what two sockets hold, so that the cut is felt before the final dot.
    let mut letter = a_letter();
    letter.attachments = vec![prikaz::mail::compose::Attachment {
        name: "Скан.pdf".into(),
        media_type: "application/pdf".into(),
        bytes: vec![7; 9 * 1024 * 1024],
    }];
    let relay = Transport::open(
        &server.url(),
        Limits {
            body: Duration::from_secs(10),
            ..limits()
        },
    )
    .unwrap();
    let error = relay.send(&letter).await.unwrap_err();
    assert_eq!(class(&error), "unreachable", "{error}");
    assert!(server.taken().is_empty());
    relay.send(&letter).await.unwrap();
    assert_eq!(server.taken()[0].text, letter.ready().unwrap().mime);
}

#[tokio::test]
async fn nobody_listening_is_unreachable() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let relay = Transport::open(&format!("smtp://{address}"), limits()).unwrap();
    let error = relay.send(&a_letter()).await.unwrap_err();
    assert_eq!((class(&error).as_str(), error.next()), ("unreachable", Next::Retry));
    assert_eq!(
        error.to_string(),
        format!(
            "нет связи с почтовым сервером: {address}: по этому адресу и порту никто не отвечает (Connection refused (os error 111))"
        )
    );
}

#[tokio::test]
async fn a_wrong_password_stops_the_channel_and_a_busy_directory_does_not() {
    for (reply, expected, next) in [
        ("535 5.7.8 wrong password", "authentication", Next::StopChannel),
        ("534 5.7.9 stronger please", "authentication", Next::StopChannel),
        ("454 4.7.0 directory is busy", "temporary 454", Next::Retry),
    ] {
        let server = SmtpServer::with_faults([(Stage::Auth, Fault::Reply(reply))]).await;
        let relay = Transport::open(&format!("smtp://oo:secret@{}", server.address), limits()).unwrap();
        let error = relay.send(&a_letter()).await.unwrap_err();
        assert_eq!((class(&error).as_str(), error.next()), (expected, next), "{error}");
        assert!(!format!("{error} {error:?} {relay:?}").contains("secret"));
        relay.send(&a_letter()).await.unwrap();
    }
}

#[tokio::test]
async fn encryption_that_is_asked_for_is_never_done_without() {
    let server = SmtpServer::start().await;
    for scheme in ["smtp+starttls", "smtps"] {
        let relay = Transport::open(&format!("{scheme}://oo:secret@{}", server.address), limits()).unwrap();
        let error = relay.send(&a_letter()).await.unwrap_err();
        assert_eq!(class(&error), "unreachable", "{scheme}: {error}");
    }
    assert!(server.taken().is_empty());
}

#[tokio::test]
async fn a_connection_closed_while_idle_is_replaced_once_and_unseen() {
    for fault in [Fault::Drop, Fault::Reply("421 4.4.2 idle too long")] {
        for trusted in [Duration::ZERO, Duration::from_mins(1)] {
            let case = format!("{fault:?}, trusted {trusted:?}");
            let server = SmtpServer::with_faults([(Stage::Idle, fault.clone())]).await;
            let relay = Transport::open(
                &server.url(),
                Limits {
                    idle_trusted: trusted,
                    ..limits()
                },
            )
            .unwrap();
            relay.send(&a_letter()).await.unwrap();
            relay
                .send(&a_letter())
                .await
                .unwrap_or_else(|error| panic!("{case}: {error}"));
            assert_eq!((server.taken().len(), server.connections()), (2, 2), "{case}");
        }
    }
}

#[tokio::test]
async fn a_relay_that_closes_every_connection_is_not_asked_for_ever() {
    let faults = [
        (Stage::Mail, Fault::Reply("421 4.3.2 busy")),
        (Stage::Mail, Fault::Reply("421 4.3.2 busy")),
    ];
    let server = SmtpServer::with_faults(faults).await;
    let relay = by(&server);
    let error = relay.send(&a_letter()).await.unwrap_err();
    assert_eq!((class(&error).as_str(), server.connections()), ("temporary 421", 1));
}

#[tokio::test]
async fn a_refused_letter_leaves_the_connection_to_the_next() {
    let server = SmtpServer::with_faults([(Stage::Rcpt, Fault::Reply("550 5.1.1 no such user"))]).await;
    let relay = by(&server);
    relay.send(&a_letter()).await.unwrap_err();
    relay.send(&a_letter()).await.unwrap();
    assert_eq!((server.taken().len(), server.connections()), (1, 1));
    assert_eq!(server.taken()[0].to, ["school1@example.ru"]);
}

#[tokio::test]
async fn a_curator_whose_box_is_full_does_not_hold_the_directors_letter_back() {
    let copied = Letter {
        cc: vec![Mailbox::bare("curator1@example.ru")],
        ..letter(Context::sample(Kind::Task))
    };
    let copied = TEMPLATES.compose(&copied).unwrap();
    let server = SmtpServer::start().await;
    server.refuse("curator1@example.ru", "452 4.2.2 box is full");
    let delivered = by(&server).send(&copied).await.unwrap();
    assert_eq!(server.taken()[0].to, ["school1@example.ru"]);
    let [refused] = delivered.refused.try_into().unwrap();
    assert_eq!(
        (refused.address.as_str(), class(&refused.error).as_str()),
        ("curator1@example.ru", "temporary 452")
    );
}

#[tokio::test]
async fn a_kept_letter_with_a_wrong_address_never_reaches_the_relay() {
    let server = SmtpServer::start().await;
    let relay = by(&server);
    let ready = a_letter().ready().unwrap();
    for address in [
        "",
        "школа@example.ru",
        "a@b>\r\nRCPT TO:<spy@example.com",
        "a b@example.ru",
        "нет",
    ] {
        let mut wrong = ready.clone();
        wrong.to = vec![address.to_owned()];
        let error = relay.send_ready(&wrong).await.unwrap_err();
        assert_eq!(
            (class(&error).as_str(), error.next()),
            ("bad address", Next::GiveUp),
            "{address}"
        );
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_thousand_letters_go_over_one_connection() {
    let server = SmtpServer::start().await;
    let relay = by(&server);
    let mut letter = a_letter().ready().unwrap();
    for number in 0..1000 {
        letter.to = vec![format!("school{number}@example.ru")];
        relay.send_ready(&letter).await.unwrap();
    }
    relay.close().await;
    let taken = server.taken();
    assert_eq!((taken.len(), server.connections()), (1000, 1));
    assert!(
        taken
            .iter()
            .enumerate()
            .all(|(number, taken)| taken.to == [format!("school{number}@example.ru")])
    );
}

#[tokio::test]
async fn many_letters_at_once_share_a_few_connections() {
    let server = SmtpServer::start().await;
    let relay = Arc::new(
        Transport::open(
            &server.url(),
            Limits {
                connections_max: 3,
                ..limits()
            },
        )
        .unwrap(),
    );
    let letter = Arc::new(a_letter().ready().unwrap());
    let sending: Vec<_> = (0..60)
        .map(|_| {
            let (relay, letter) = (relay.clone(), letter.clone());
            tokio::spawn(async move { relay.send_ready(&letter).await })
        })
        .collect();
    for sent in sending {
        sent.await.unwrap().unwrap();
    }
    assert_eq!(server.taken().len(), 60);
    assert!(server.open_most() <= 3, "{} connections at once", server.open_most());
}

#[tokio::test]
async fn a_line_that_begins_with_a_dot_arrives_whole() {
    let server = SmtpServer::start().await;
    let mut ready = a_letter().ready().unwrap();
    ready.mime = b"Subject: x\r\n\r\n.\r\n..\r\n.a\r\n".to_vec();
    by(&server).send_ready(&ready).await.unwrap();
    assert_eq!(server.taken()[0].text, ready.mime);
}
