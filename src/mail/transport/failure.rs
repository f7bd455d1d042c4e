//! What follows from a letter that did not go: try again, tell a person, or stop the whole channel.
//! Must never call «sent» what the relay did not take, nor «lost» what it may have taken.

use crate::mail::compose::ComposeError;
use std::time::Duration;

/// Why a letter was not delivered, by what follows from it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// 5yz: the relay will never take this letter; a person must look.
    #[error("почтовый сервер отказал окончательно ({code}): {text}")]
    Permanent {
        /// Three digits of the reply.
        code: u16,
        /// Its text.
        text: String,
    },
    /// 4yz: the relay asks to come again.
    #[error("почтовый сервер просит повторить позже ({code}): {text}")]
    Temporary {
        /// Three digits of the reply.
        code: u16,
        /// Its text.
        text: String,
    },
    /// No answer after the final dot: the relay may have taken the letter. Sent again under the same Message-ID, it may arrive twice.
    #[error("неизвестно, принял ли почтовый сервер письмо: {text}; при повторе адресат может получить его дважды")]
    Ambiguous {
        /// What happened instead of an answer.
        text: String,
    },
    /// The relay does not let us in: no letter will go until a person mends the settings.
    #[error("почтовый сервер не принял имя или пароль, отправка писем остановлена: {text}")]
    Authentication {
        /// What it said.
        text: String,
    },
    /// The relay was not reached, or fell silent before the letter was whole: it has not taken the letter.
    #[error("нет связи с почтовым сервером: {text}")]
    Unreachable {
        /// What happened.
        text: String,
    },
    /// An address no relay can take; a person must mend it.
    #[error("адрес «{address}» неверен, исправьте его в справочнике учреждений")]
    BadAddress {
        /// As given, made one line.
        address: String,
    },
    /// The letter itself is wrong; sent again it would be as wrong.
    #[error("{text}")]
    Unsendable {
        /// What is wrong.
        text: String,
    },
}

impl From<ComposeError> for SendError {
    fn from(error: ComposeError) -> Self {
        match error {
            ComposeError::Address { found } => Self::BadAddress { address: found },
            other => Self::Unsendable {
                text: other.to_string(),
            },
        }
    }
}

/// What to do about a letter that was not delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Try again after [`retry_after`].
    Retry,
    /// Try no more; show it to a person.
    GiveUp,
    /// Send nothing at all until a person has mended the settings; the letter stays as it is.
    StopChannel,
}

impl SendError {
    /// What follows.
    pub fn next(&self) -> Next {
        match self {
            Self::Temporary { .. } | Self::Ambiguous { .. } | Self::Unreachable { .. } => Next::Retry,
            Self::Permanent { .. } | Self::BadAddress { .. } | Self::Unsendable { .. } => Next::GiveUp,
            Self::Authentication { .. } => Next::StopChannel,
        }
    }
}

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// Seconds to wait after the first, second … attempt that failed; together a little under 48 hours.
const LADDER: [u64; 11] = [
    MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    HOUR,
    2 * HOUR,
    4 * HOUR,
    8 * HOUR,
    8 * HOUR,
    8 * HOUR,
    8 * HOUR,
    8 * HOUR,
];

/// Attempts before a letter is given up, about two days after the first: what relays hold to (RFC 5321, 4.5.4.1).
#[expect(clippy::cast_possible_truncation, reason = "eleven steps and the first attempt")]
pub const ATTEMPTS_MAX: u32 = LADDER.len() as u32 + 1;

/// How long to wait after attempt `attempt` (from 1) has failed: 1, 5, 15, 60 minutes, then 2, 4 and 8 hours.
pub fn retry_after(attempt: u32) -> Duration {
    let step = usize::try_from(attempt.saturating_sub(1))
        .unwrap_or(usize::MAX)
        .min(LADDER.len() - 1);
    Duration::from_secs(LADDER[step])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_tried_for_two_days() {
        let minutes: Vec<u64> = (0..6).map(|attempt| retry_after(attempt).as_secs() / 60).collect();
        assert_eq!(minutes, [1, 1, 5, 15, 60, 120]);
        let whole: Duration = (1..ATTEMPTS_MAX).map(retry_after).sum();
        assert!((46..=48).contains(&(whole.as_secs() / HOUR)), "{whole:?}");
        assert_eq!(retry_after(u32::MAX), Duration::from_secs(8 * HOUR));
    }

    #[test]
    fn a_wrong_password_stops_the_channel_and_burns_no_letter() {
        let refused = SendError::Authentication {
            text: "535 5.7.8".into(),
        };
        assert_eq!(refused.next(), Next::StopChannel);
        assert_eq!(
            SendError::Ambiguous {
                text: "тишина".into()
            }
            .next(),
            Next::Retry
        );
        assert_eq!(
            SendError::Permanent {
                code: 550,
                text: "нет такого".into()
            }
            .next(),
            Next::GiveUp
        );
    }
}
