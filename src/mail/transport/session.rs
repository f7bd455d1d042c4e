//! One connection to a relay: each stage has its own patience, and its failure says whether the letter may have been taken.
//! Must never retry by itself, nor take silence after the final dot for a refusal.

use super::address::Server;
use super::failure::SendError;
use super::opening;
use super::reply::{answered, cause, said, silent};
use super::{Delivered, Limits, Refused};
use lettre::Address;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Noop, Quit, Rcpt, Rset};
use lettre::transport::smtp::response::Response;
use std::fmt::Display;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// An open, greeted and, where asked for, encrypted and authenticated connection.
pub(super) struct Session {
    connection: AsyncSmtpConnection,
    used_at: Instant,
}

/// The envelope and the text of one letter, read once.
pub(super) struct Parcel<'a> {
    pub(super) from: Address,
    pub(super) to: Vec<Address>,
    pub(super) cc: Vec<Address>,
    pub(super) mime: &'a [u8],
}

/// A failure, and what became of the connection.
pub(super) struct Failure {
    pub(super) error: SendError,
    pub(super) line: Line,
}

/// What became of the connection.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// The relay answered and waits for more.
    Holds,
    /// Gone before the letter was whole: a fresh connection may try at once.
    Lost,
    /// Gone, or of no use, and trying at once would not help or might send twice.
    Ended,
}

impl Session {
    /// Connects, greets, encrypts and signs in.
    pub(super) async fn open(server: &Server, limits: &Limits) -> Result<Self, SendError> {
        Ok(Self {
            connection: opening::open(server, limits).await?,
            used_at: Instant::now(),
        })
    }

    /// How long it has not been used.
    pub(super) fn idle(&self) -> Duration {
        self.used_at.elapsed()
    }

    /// Whether the relay still answers.
    pub(super) async fn answers(&mut self, limits: &Limits) -> bool {
        let patience = limits.command.min(Duration::from_secs(10));
        matches!(timeout(patience, self.connection.command(Noop)).await, Ok(Ok(_)))
    }

    /// Hands over one letter.
    pub(super) async fn deliver(&mut self, parcel: &Parcel<'_>, limits: &Limits) -> Result<Delivered, Failure> {
        let delivered = self.hand_over(parcel, limits).await;
        self.used_at = Instant::now();
        match delivered {
            Err(failure) if failure.line == Line::Holds => {
                // What was begun is undone, so that the next letter begins anew.
                let reset = self.command("RSET", Rset, limits).await;
                let line = if reset.is_ok() { Line::Holds } else { Line::Ended };
                Err(Failure { line, ..failure })
            }
            delivered => delivered,
        }
    }

    /// Takes leave; a relay that does not answer is left without a word.
    pub(super) async fn quit(mut self) {
        let _ = timeout(Duration::from_secs(2), self.connection.command(Quit)).await;
    }

    async fn hand_over(&mut self, parcel: &Parcel<'_>, limits: &Limits) -> Result<Delivered, Failure> {
        self.command("MAIL FROM", Mail::new(Some(parcel.from.clone()), Vec::new()), limits)
            .await?;
        for address in &parcel.to {
            self.command("RCPT TO", Rcpt::new(address.clone(), Vec::new()), limits)
                .await?;
        }
        let mut refused = Vec::new();
        for address in &parcel.cc {
            match self
                .command("RCPT TO", Rcpt::new(address.clone(), Vec::new()), limits)
                .await
            {
                Ok(_) => {}
                Err(Failure {
                    error,
                    line: Line::Holds,
                }) => {
                    refused.push(Refused {
                        address: address.to_string(),
                        error,
                    });
                }
                Err(lost) => return Err(lost),
            }
        }
        self.command("DATA", Data, limits).await?;
        let reply = self.text(parcel.mime, limits).await?;
        Ok(Delivered {
            reply: said(&reply),
            refused,
        })
    }

    async fn command(&mut self, stage: &str, command: impl Display, limits: &Limits) -> Result<Response, Failure> {
        match timeout(limits.command, self.connection.command(command)).await {
            Ok(Ok(reply)) => Ok(reply),
            Ok(Err(error)) => Err(answered(&error).unwrap_or_else(|| Failure {
                error: SendError::Unreachable {
                    text: format!("связь оборвалась на {stage}: {}", cause(&error)),
                },
                line: Line::Lost,
            })),
            Err(_) => Err(Failure {
                error: silent(stage, limits.command),
                line: Line::Ended,
            }),
        }
    }

    /// The text and the final dot. Whether the text was whole when the line broke decides between «not taken» and «unknown».
    async fn text(&mut self, mime: &[u8], limits: &Limits) -> Result<Response, Failure> {
        let whole = AtomicBool::new(false);
        // The final dot brings its own line break.
        let mut pieces = mime.strip_suffix(b"\r\n").unwrap_or(mime).chunks(64 * 1024);
        let text = std::iter::from_fn(|| {
            let piece = pieces.next();
            whole.store(piece.is_none(), Ordering::Relaxed);
            piece
        });
        let mut handed_over = std::pin::pin!(self.connection.message_iter(text));
        let mut answer = timeout(limits.body, handed_over.as_mut()).await;
        if answer.is_err() && whole.load(Ordering::Relaxed) {
            answer = timeout(limits.final_dot, handed_over).await;
        }
        let happened = match answer {
            Ok(Ok(reply)) => return Ok(reply),
            Ok(Err(error)) => match answered(&error) {
                Some(failure) => return Err(failure),
                None => format!("связь оборвалась после текста письма: {}", cause(&error)),
            },
            Err(_) => "сервер не ответил после текста письма".to_owned(),
        };
        Err(if whole.load(Ordering::Relaxed) {
            Failure {
                error: SendError::Ambiguous { text: happened },
                line: Line::Ended,
            }
        } else {
            Failure {
                error: SendError::Unreachable {
                    text: "связь оборвалась посреди письма".to_owned(),
                },
                line: Line::Lost,
            }
        })
    }
}
