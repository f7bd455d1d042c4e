//! The address of a transport, as an operator writes it in the settings.
//! Must never show a password, nor let one travel unencrypted past this machine.

use lettre::transport::smtp::authentication::Credentials;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Where letters go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A folder.
    Files(PathBuf),
    /// A relay.
    Smtp(Server),
}

/// A relay.
#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) credentials: Option<Credentials>,
}

/// How the line is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Security {
    /// Not at all: a relay on this machine or in the office's own net.
    Plain,
    /// Upgraded before anything is said; refused when the relay cannot.
    StartTls,
    /// From the first byte.
    Tls,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let login = if self.credentials.is_some() { "…@" } else { "" };
        write!(f, "{:?} {login}{}:{}", self.security, self.host, self.port)
    }
}

/// Why an address is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Another scheme, or none.
    #[error("ожидался адрес почты smtp://, smtp+starttls://, smtps:// или file:///, а указано «{0}»")]
    Scheme(String),
    /// No host.
    #[error("в адресе почты нет имени сервера")]
    Host,
    /// Not a port.
    #[error("в адресе почты ожидался порт от 1 до 65535, а указано «{0}»")]
    Port(String),
    /// A name without a password, or signs that are none.
    #[error("в адресе почты ожидалось имя:пароль@сервер; особые знаки пишутся как %40 (@), %3A (:), %2F (/)")]
    Credentials,
    /// A password over an open line.
    #[error("пароль по незащищённой связи не передаётся: укажите smtp+starttls:// или smtps://")]
    PasswordUnprotected,
    /// Not a full path.
    #[error("ожидался полный путь к папке писем вида file:///папка, а указано «{0}»")]
    Folder(String),
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(url: &str) -> Result<Self, AddressError> {
        let url = url.trim();
        let (scheme, rest) = url
            .split_once("://")
            .ok_or_else(|| AddressError::Scheme(without_login(url)))?;
        let (security, port) = match scheme {
            "smtp" => (Security::Plain, 25),
            "smtp+starttls" => (Security::StartTls, 587),
            "smtps" => (Security::Tls, 465),
            "file" if rest.starts_with('/') => {
                let path = decoded(rest).ok_or_else(|| AddressError::Folder(rest.to_owned()))?;
                return Ok(Self::Files(PathBuf::from(path)));
            }
            "file" => return Err(AddressError::Folder(rest.to_owned())),
            _ => return Err(AddressError::Scheme(without_login(scheme))),
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        let (login, place) = match authority.rsplit_once('@') {
            Some((login, place)) => (Some(login), place),
            None => (None, authority),
        };
        let (host, port) = host_and_port(place, port)?;
        let credentials = login.map(credentials).transpose()?;
        if credentials.is_some() && security == Security::Plain && !is_this_machine(&host) {
            return Err(AddressError::PasswordUnprotected);
        }
        Ok(Self::Smtp(Server {
            host,
            port,
            security,
            credentials,
        }))
    }
}

fn host_and_port(place: &str, usual: u16) -> Result<(String, u16), AddressError> {
    let (host, port) = match place.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, "")) => (host, None),
        Some((host, rest)) => (
            host,
            Some(
                rest.strip_prefix(':')
                    .ok_or_else(|| AddressError::Port(rest.to_owned()))?,
            ),
        ),
        None => match place.rsplit_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (place, None),
        },
    };
    let plain = |sign: char| sign.is_alphanumeric() || ".-_:".contains(sign);
    if host.is_empty() || !host.chars().all(plain) {
        return Err(AddressError::Host);
    }
    let port = match port {
        None => usual,
        Some(port) => port
            .parse()
            .ok()
            .filter(|port| *port > 0)
            .ok_or_else(|| AddressError::Port(port.chars().take(12).collect()))?,
    };
    Ok((host.to_owned(), port))
}

fn credentials(login: &str) -> Result<Credentials, AddressError> {
    let (user, password) = login.split_once(':').ok_or(AddressError::Credentials)?;
    let user = decoded(user)
        .filter(|user| !user.is_empty())
        .ok_or(AddressError::Credentials)?;
    let password = decoded(password)
        .filter(|password| !password.is_empty())
        .ok_or(AddressError::Credentials)?;
    Ok(Credentials::new(user, password))
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost"
        || host
            .parse()
            .is_ok_and(|address: std::net::IpAddr| address.is_loopback())
}

/// The text without what may be a password, for a message.
fn without_login(text: &str) -> String {
    text.rsplit('@').next().unwrap_or_default().chars().take(60).collect()
}

/// Percent-decoded, when what comes out is text.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            bytes.push(digit(rest.next()?)? * 16 + digit(rest.next()?)?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> Result<Address, AddressError> {
        url.parse()
    }

    #[test]
    fn every_way_to_write_an_address_is_read() {
        for (url, expected) in [
            ("smtp://mail.example.ru", "Smtp(Plain mail.example.ru:25)"),
            ("smtp://127.0.0.1:2525/", "Smtp(Plain 127.0.0.1:2525)"),
            ("smtp://[::1]:2525", "Smtp(Plain ::1:2525)"),
            (
                "smtp+starttls://oo%40example.ru:p%3Ass@mail.example.ru",
                "Smtp(StartTls …@mail.example.ru:587)",
            ),
            ("smtps://oo:pass@почта.рф", "Smtp(Tls …@почта.рф:465)"),
            (
                "file:///srv/prikaz/письма%20школам",
                "Files(\"/srv/prikaz/письма школам\")",
            ),
        ] {
            assert_eq!(format!("{:?}", read(url).unwrap()), expected, "{url}");
        }
    }

    #[test]
    fn a_password_is_neither_shown_nor_sent_in_the_clear() {
        assert_eq!(
            read("smtp://oo:secret@mail.example.ru"),
            Err(AddressError::PasswordUnprotected)
        );
        assert!(read("smtp://oo:secret@localhost:2525").is_ok());
        for url in [
            "oo:secret@mail.example.ru",
            "http://oo:secret@mail.example.ru",
            "smtps://secret@host",
            "smtps://",
        ] {
            assert!(!read(url).unwrap_err().to_string().contains("secret"), "{url}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for url in [
            "",
            "mail",
            "smtp://",
            "smtp://:25",
            "smtp://host:0",
            "smtp://host:70000",
            "smtp://a b",
            "file://папка",
        ] {
            assert!(read(url).is_err(), "{url}");
        }
    }
}
