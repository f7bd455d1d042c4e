//! Where letters go: to a relay by SMTP, or to a folder as `.eml` files where there is no relay.
//! Must never render, decide about retries, or keep a letter: it sends once and says exactly what came of it.

pub mod address;
pub mod failure;
mod files;
mod opening;
mod reply;
mod session;
mod smtp;

use super::compose::{Composed, Ready};
use address::Address;
use failure::SendError;
use files::Folder;
use smtp::Relay;
use std::path::PathBuf;
use std::time::Duration;

/// A way for letters to leave.
#[derive(Debug)]
pub enum Transport {
    /// One `.eml` file a letter.
    Files(Folder),
    /// A relay.
    Smtp(Box<Relay>),
}

/// What a relay said of a letter it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// Its reply after the final dot, or the file's path.
    pub reply: String,
    /// Addresses in copy that it refused; the addressee's was taken.
    pub refused: Vec<Refused>,
}

/// An address in copy that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The address.
    pub address: String,
    /// Why.
    pub error: SendError,
}

/// How patient the transport is and how many connections it may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections open at once.
    pub connections_max: usize,
    /// To connect, TLS included.
    pub connect: Duration,
    /// For the greeting and for the answer to any command (RFC 5321, 4.5.3.2: five minutes).
    pub command: Duration,
    /// To hand the text over, from `354` to the final dot.
    pub body: Duration,
    /// For the answer after the final dot (RFC 5321, 4.5.3.2.6: ten minutes, or letters arrive twice).
    pub final_dot: Duration,
    /// How long an unused connection may be trusted without asking the relay whether it is still there.
    pub idle_trusted: Duration,
    /// How long an unused connection is kept.
    pub idle_kept: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections_max: 4,
            connect: Duration::from_secs(30),
            command: Duration::from_mins(5),
            body: Duration::from_mins(10),
            final_dot: Duration::from_mins(10),
            idle_trusted: Duration::from_secs(2),
            idle_kept: Duration::from_mins(1),
        }
    }
}

/// Why a transport cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The address is wrong.
    #[error(transparent)]
    Address(#[from] address::AddressError),
    /// The folder cannot be made or written.
    #[error("ожидалась папка для писем, а «{}» недоступна: {source}", path.display())]
    Folder {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl Transport {
    /// The transport at `url`: `smtp://host:port`, `smtp+starttls://user:password@host`, `smtps://…`, `file:///folder`.
    ///
    /// # Errors
    /// [`SetupError`], when the URL is none of these or the folder cannot be made. A relay is not called yet.
    pub fn open(url: &str, limits: Limits) -> Result<Self, SetupError> {
        match url.parse()? {
            Address::Files(path) => Self::files(path),
            Address::Smtp(server) => Ok(Self::Smtp(Box::new(Relay::new(server, limits)))),
        }
    }

    /// Letters as files in `folder`, which is made when it is not there.
    ///
    /// # Errors
    /// [`SetupError::Folder`].
    pub fn files(folder: impl Into<PathBuf>) -> Result<Self, SetupError> {
        let path = folder.into();
        match Folder::open(&path) {
            Ok(folder) => Ok(Self::Files(folder)),
            Err(source) => Err(SetupError::Folder { path, source }),
        }
    }

    /// Sends a composed letter once.
    ///
    /// # Errors
    /// [`SendError`], which says what must follow.
    pub async fn send(&self, letter: &Composed) -> Result<Delivered, SendError> {
        self.send_ready(&letter.ready()?).await
    }

    /// Sends a kept letter once, exactly as it was kept.
    ///
    /// Await it to its end, in a task of its own: dropped half-way, nobody knows whether the relay took the letter.
    ///
    /// # Errors
    /// [`SendError`], which says what must follow.
    pub async fn send_ready(&self, letter: &Ready) -> Result<Delivered, SendError> {
        match self {
            Self::Files(folder) => folder.put(letter).await,
            Self::Smtp(relay) => relay.send(letter).await,
        }
    }

    /// Takes leave of the relay; letters on their way are finished first by their own callers.
    pub async fn close(&self) {
        if let Self::Smtp(relay) = self {
            relay.close().await;
        }
    }
}
