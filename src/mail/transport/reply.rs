//! What a relay's words mean for the letter and for the connection.
//! Must never show more of them than a line, nor the library's own words.

use super::failure::SendError;
use super::session::{Failure, Line};
use crate::mail::phrases::{cut, one_line};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::Response;
use std::error::Error as _;
use std::io;
use std::time::Duration;

/// Longest words of a relay that are kept, in signs.
const WORDS_SIGNS_MAX: usize = 300;

/// What a reply with a code of refusal means; `None` when there was no reply.
pub(super) fn answered(error: &Error) -> Option<Failure> {
    let code = code(error)?;
    let text = cause(error);
    Some(match code {
        421 => Failure {
            error: SendError::Temporary { code, text },
            line: Line::Lost,
        },
        code if is_sign_in(code) => Failure {
            error: SendError::Authentication {
                text: format!("{code} {text}"),
            },
            line: Line::Ended,
        },
        400..=499 => Failure {
            error: SendError::Temporary { code, text },
            line: Line::Holds,
        },
        _ => Failure {
            error: SendError::Permanent { code, text },
            line: Line::Holds,
        },
    })
}

/// Replies that ask for another password or another way in (RFC 4954, 6).
pub(super) fn is_sign_in(code: u16) -> bool {
    matches!(code, 530 | 534 | 535 | 538)
}

pub(super) fn code(error: &Error) -> Option<u16> {
    error.status().map(u16::from)
}

/// What happened, in an operator's words; the innermost words of the error where there are none better.
pub(super) fn cause(error: &Error) -> String {
    let source = error.source();
    let text = source.map_or_else(|| error.to_string(), ToString::to_string);
    let text = match source.and_then(|source| source.downcast_ref()) {
        Some(failed) => network_cause(failed),
        None if error.is_response() && text == "incomplete response" => "сервер закрыл связь".to_owned(),
        None if error.is_response() => format!("непонятный ответ сервера ({text})"),
        None if error.is_tls() => format!("шифрование не удалось ({text})"),
        None => text,
    };
    cut(&one_line(&text), WORDS_SIGNS_MAX)
}

/// What the network said, in an operator's words with its own beside them.
pub(super) fn network_cause(error: &io::Error) -> String {
    let words = match error.kind() {
        io::ErrorKind::ConnectionRefused => "по этому адресу и порту никто не отвечает",
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => "сеть недоступна",
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::UnexpectedEof => "сервер закрыл связь",
        io::ErrorKind::TimedOut => "сервер не ответил вовремя",
        io::ErrorKind::InvalidData => "шифрование не удалось, проверьте имя сервера и его сертификат",
        _ => return error.to_string(),
    };
    format!("{words} ({error})")
}

pub(super) fn said(reply: &Response) -> String {
    let text = one_line(&reply.message().collect::<Vec<_>>().join(" "));
    cut(&format!("{} {text}", reply.code()), WORDS_SIGNS_MAX)
}

pub(super) fn silent(stage: &str, patience: Duration) -> SendError {
    SendError::Unreachable {
        text: format!("сервер молчит дольше {} с ({stage})", patience.as_secs_f32().ceil()),
    }
}
