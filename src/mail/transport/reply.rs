//! What a relay's words mean for the letter and for the connection.
//! Must never show more of them than a line, nor the library's own words.

use super::failure::SendError;
use super::session::{Failure, Line};
use crate::mail::phrases::{cut, one_line};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::Response;
use std::error::Error as _;
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

/// The innermost words of an error, without the library's own.
pub(super) fn cause(error: &Error) -> String {
    let text = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    cut(&one_line(&text), WORDS_SIGNS_MAX)
}

pub(super) fn said(reply: &Response) -> String {
    let text = one_line(&reply.message().collect::<Vec<_>>().join(" "));
    cut(&format!("{} {text}", reply.code()), WORDS_SIGNS_MAX)
}

pub(super) fn silent(stage: &str, patience: Duration) -> SendError {
    SendError::Unreachable {
        text: format!("сервер молчит дольше {} с на {stage}", patience.as_secs_f32().ceil()),
    }
}
