//! One connection to a relay: each stage has its own patience, and its failure says whether the letter may have been taken.
//! Must never retry by itself, nor take silence after the final dot for a refusal.

use super::address::{Security, Server};
use super::failure::SendError;
use super::{Delivered, Limits, Refused};
use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Mechanism;
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Noop, Quit, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;
use std::error::Error as _;
use std::fmt::Display;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::TcpStream;
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
        let hello = ClientId::default();
        let mut connection = match server.security {
            Security::Tls => open_tls(server, limits, &hello).await?,
            Security::Plain | Security::StartTls => open_plain(server, limits, &hello).await?,
        };
        if server.security == Security::StartTls {
            let tls = tls_parameters(server)?;
            within(limits.command, "STARTTLS", connection.starttls(tls, &hello))
                .await?
                .map_err(|error| setup(&error))?;
        }
        if let Some(credentials) = &server.credentials {
            let asked = connection.auth(&[Mechanism::Plain, Mechanism::Login], credentials);
            within(limits.command, "AUTH", asked)
                .await?
                .map_err(|error| sign_in(&error))?;
        }
        Ok(Self {
            connection,
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

async fn open_plain(server: &Server, limits: &Limits, hello: &ClientId) -> Result<AsyncSmtpConnection, SendError> {
    let connecting = TcpStream::connect((server.host.as_str(), server.port));
    let stream = within(limits.connect, "подключение", connecting)
        .await?
        .map_err(|error| out_of_reach(&error))?;
    // Without this the final dot waits for the acknowledgement of the text: 40 ms a letter.
    stream.set_nodelay(true).map_err(|error| out_of_reach(&error))?;
    let greeting = AsyncSmtpConnection::connect_with_transport(Box::new(stream), hello);
    within(limits.command, "приветствие", greeting)
        .await?
        .map_err(|error| setup(&error))
}

async fn open_tls(server: &Server, limits: &Limits, hello: &ClientId) -> Result<AsyncSmtpConnection, SendError> {
    let place = (server.host.as_str(), server.port);
    let tls = tls_parameters(server)?;
    let opening = AsyncSmtpConnection::connect_tokio1(place, Some(limits.connect), hello, Some(tls), None);
    within(limits.connect + limits.command, "приветствие", opening)
        .await?
        .map_err(|error| setup(&error))
}

fn tls_parameters(server: &Server) -> Result<TlsParameters, SendError> {
    TlsParameters::new(server.host.clone()).map_err(|error| SendError::Unreachable {
        text: format!("шифрование: {}", cause(&error)),
    })
}

async fn within<T>(patience: Duration, stage: &str, work: impl Future<Output = T>) -> Result<T, SendError> {
    timeout(patience, work).await.map_err(|_| silent(stage, patience))
}

fn silent(stage: &str, patience: Duration) -> SendError {
    SendError::Unreachable {
        text: format!("сервер молчит дольше {} с на {stage}", patience.as_secs_f32().ceil()),
    }
}

fn out_of_reach(error: &std::io::Error) -> SendError {
    SendError::Unreachable {
        text: error.to_string(),
    }
}

/// A refusal before the first letter concerns the relay, not the letter: «no service here» must not burn the queue.
fn setup(error: &Error) -> SendError {
    match code(error) {
        Some(code) if error.is_transient() => SendError::Temporary {
            code,
            text: cause(error),
        },
        Some(code) if is_sign_in(code) => SendError::Authentication {
            text: format!("{code} {}", cause(error)),
        },
        Some(code) => SendError::Unreachable {
            text: format!("сервер не обслуживает нас: {code} {}", cause(error)),
        },
        None => SendError::Unreachable { text: cause(error) },
    }
}

fn sign_in(error: &Error) -> SendError {
    match code(error) {
        Some(code) if error.is_transient() => SendError::Temporary {
            code,
            text: cause(error),
        },
        Some(code) => SendError::Authentication {
            text: format!("{code} {}", cause(error)),
        },
        None if error.is_client() => SendError::Authentication {
            text: "сервер не предлагает входа по имени и паролю".into(),
        },
        None => SendError::Unreachable { text: cause(error) },
    }
}

/// What a reply with a code of refusal means; `None` when there was no reply.
fn answered(error: &Error) -> Option<Failure> {
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
fn is_sign_in(code: u16) -> bool {
    matches!(code, 530 | 534 | 535 | 538)
}

fn code(error: &Error) -> Option<u16> {
    error.status().map(u16::from)
}

/// The innermost words of an error, without the library's own.
fn cause(error: &Error) -> String {
    let text = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    super::super::phrases::cut(&super::super::phrases::one_line(&text), 300)
}

fn said(reply: &Response) -> String {
    let text = super::super::phrases::one_line(&reply.message().collect::<Vec<_>>().join(" "));
    super::super::phrases::cut(&format!("{} {text}", reply.code()), 300)
}
