//! A relay: a bounded number of connections, kept while letters come, replaced when the relay has closed them.
//! Must never hold more than its share of connections, nor send a letter twice of its own accord.

use super::address::Server;
use super::failure::SendError;
use super::session::{Line, Parcel, Session};
use super::{Delivered, Limits};
use crate::mail::compose::Ready;
use crate::mail::phrases::one_line;
use lettre::Address;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Semaphore;

/// A relay and the connections to it that wait for the next letter.
pub struct Relay {
    server: Server,
    limits: Limits,
    permits: Semaphore,
    idle: Mutex<Vec<Session>>,
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Relay({:?})", self.server)
    }
}

impl Relay {
    pub(super) fn new(server: Server, limits: Limits) -> Self {
        let permits = Semaphore::new(limits.connections_max.max(1));
        Self {
            server,
            limits,
            permits,
            idle: Mutex::new(Vec::new()),
        }
    }

    pub(super) async fn send(&self, letter: &Ready) -> Result<Delivered, SendError> {
        let parcel = parcel(letter)?;
        let _permit = self.permits.acquire().await.expect("the permits are never closed");
        if let Some(mut session) = self.waiting().await {
            match self.deliver(&mut session, &parcel).await {
                // The relay closed a connection that had waited: nothing was taken, a fresh one may try at once.
                Outcome::Lost(_) => {}
                Outcome::Done(delivered) => return self.keep(session, delivered),
                Outcome::Ended(error) => return Err(error),
            }
        }
        let mut session = Session::open(&self.server, &self.limits).await?;
        match self.deliver(&mut session, &parcel).await {
            Outcome::Done(delivered) => self.keep(session, delivered),
            Outcome::Lost(error) | Outcome::Ended(error) => Err(error),
        }
    }

    pub(super) async fn close(&self) {
        let sessions = std::mem::take(&mut *self.lock());
        for session in sessions {
            session.quit().await;
        }
    }

    async fn deliver(&self, session: &mut Session, parcel: &Parcel<'_>) -> Outcome {
        match session.deliver(parcel, &self.limits).await {
            Ok(delivered) => Outcome::Done(Ok(delivered)),
            Err(failure) => match failure.line {
                Line::Holds => Outcome::Done(Err(failure.error)),
                Line::Lost => Outcome::Lost(failure.error),
                Line::Ended => Outcome::Ended(failure.error),
            },
        }
    }

    /// A connection that waited and still answers.
    async fn waiting(&self) -> Option<Session> {
        loop {
            let mut session = self.lock().pop()?;
            let idle = session.idle();
            if idle <= self.limits.idle_trusted {
                return Some(session);
            }
            if idle <= self.limits.idle_kept && session.answers(&self.limits).await {
                return Some(session);
            }
        }
    }

    fn keep(&self, session: Session, delivered: Result<Delivered, SendError>) -> Result<Delivered, SendError> {
        self.lock().push(session);
        delivered
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Session>> {
        // A list of connections is whole at every moment; a panic elsewhere cannot have spoilt it.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What came of one attempt.
enum Outcome {
    /// The relay answered; the connection may serve again.
    Done(Result<Delivered, SendError>),
    /// The connection went before the letter was whole.
    Lost(SendError),
    /// The connection is of no more use.
    Ended(SendError),
}

fn parcel(letter: &Ready) -> Result<Parcel<'_>, SendError> {
    if letter.to.is_empty() {
        return Err(SendError::BadAddress { address: String::new() });
    }
    let read = |address: &String| -> Result<Address, SendError> {
        let bad = || SendError::BadAddress {
            address: one_line(address),
        };
        // Nothing but the address may reach the command line of the relay.
        if !address
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'<' && byte != b'>')
        {
            return Err(bad());
        }
        address.parse().map_err(|_| bad())
    };
    Ok(Parcel {
        from: read(&letter.from)?,
        to: letter.to.iter().map(read).collect::<Result<_, _>>()?,
        cc: letter.cc.iter().map(read).collect::<Result<_, _>>()?,
        mime: &letter.mime,
    })
}
