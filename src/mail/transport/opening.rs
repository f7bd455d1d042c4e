//! The way to a relay up to its first letter: connecting, greeting, encrypting, signing in.
//! Must never fall back to an open line, nor blame a letter for what befell the connection.

use super::Limits;
use super::address::{Security, Server};
use super::failure::SendError;
use super::reply::{cause, code, is_sign_in, network_cause, silent};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Mechanism;
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use std::net::Ipv4Addr;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Connects, greets, encrypts and signs in.
pub(super) async fn open(server: &Server, limits: &Limits) -> Result<AsyncSmtpConnection, SendError> {
    let hello = hello();
    let mut connection = match server.security {
        Security::Tls => open_tls(server, limits, &hello).await?,
        Security::Plain | Security::StartTls => open_plain(server, limits, &hello).await?,
    };
    if server.security == Security::StartTls {
        let tls = tls_parameters(server)?;
        within(limits.command, "STARTTLS", connection.starttls(tls, &hello))
            .await?
            .map_err(|error| encryption(&error))?;
    }
    if let Some(credentials) = &server.credentials {
        let asked = connection.auth(&[Mechanism::Plain, Mechanism::Login], credentials);
        within(limits.command, "AUTH", asked)
            .await?
            .map_err(|error| sign_in(&error))?;
    }
    Ok(connection)
}

/// The name of this machine where it is a full one; relays refuse a bare «server», but take a literal (RFC 5321, 4.1.3).
fn hello() -> ClientId {
    match ClientId::default() {
        ClientId::Domain(name) if !name.contains('.') => ClientId::Ipv4(Ipv4Addr::LOCALHOST),
        full => full,
    }
}

async fn open_plain(server: &Server, limits: &Limits, hello: &ClientId) -> Result<AsyncSmtpConnection, SendError> {
    let connecting = TcpStream::connect((server.host.as_str(), server.port));
    let stream = within(limits.connect, "подключение", connecting)
        .await?
        .map_err(|error| out_of_reach(server, &error))?;
    // Without this the final dot waits for the acknowledgement of the text: 40 ms a letter.
    stream.set_nodelay(true).map_err(|error| out_of_reach(server, &error))?;
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

fn out_of_reach(server: &Server, error: &std::io::Error) -> SendError {
    SendError::Unreachable {
        text: format!("{}:{}: {}", server.host, server.port, network_cause(error)),
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

fn encryption(error: &Error) -> SendError {
    if error.is_client() {
        return SendError::Unreachable {
            text: "сервер не предлагает шифрования STARTTLS".into(),
        };
    }
    setup(error)
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
