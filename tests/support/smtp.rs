//! A mail server for tests: it speaks SMTP over a real socket, keeps what it takes, and fails where it is told to.
//! Must never answer well by accident: a stage with a fault left fails before it does anything else.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

const ABILITIES: &str = "250-test.example.ru\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME";

/// Where in the talk a fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Greeting,
    Ehlo,
    Auth,
    Mail,
    Rcpt,
    Data,
    /// In the middle of the text, before the final dot.
    Text,
    /// After the final dot, the letter not kept.
    Dot,
    /// After the final dot, the letter kept.
    DotKept,
    /// After an answered letter: the relay closes the idle connection.
    Idle,
}

/// What happens instead of a good answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    Reply(&'static str),
    Drop,
    Silence,
}

/// A letter as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    pub from: String,
    pub to: Vec<String>,
    pub text: Vec<u8>,
}

#[derive(Default)]
struct State {
    taken: Mutex<Vec<Taken>>,
    faults: Mutex<VecDeque<(Stage, Fault)>>,
    refused: Mutex<Vec<(String, &'static str)>>,
    connections: AtomicUsize,
    open: AtomicUsize,
    open_most: AtomicUsize,
}

/// The server; it stops with the test's runtime.
pub struct SmtpServer {
    pub address: SocketAddr,
    state: Arc<State>,
}

impl SmtpServer {
    pub async fn start() -> Self {
        Self::with_faults([]).await
    }

    /// Each fault strikes once, when its stage is reached and it is the next of that stage.
    pub async fn with_faults(faults: impl IntoIterator<Item = (Stage, Fault)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("the test server works");
        let address = listener.local_addr().expect("the test server works");
        let state = Arc::new(State {
            faults: Mutex::new(faults.into_iter().collect()),
            ..State::default()
        });
        let shared = state.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                stream.set_nodelay(true).expect("the test server works");
                let state = shared.clone();
                tokio::spawn(async move {
                    state.connections.fetch_add(1, Ordering::SeqCst);
                    let open = state.open.fetch_add(1, Ordering::SeqCst) + 1;
                    state.open_most.fetch_max(open, Ordering::SeqCst);
                    // An end by fault or by the other side is an end like any other.
                    let _ = Talk::new(stream, state.clone()).hold().await;
                    state.open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { address, state }
    }

    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Every letter to `address` is refused with `reply`.
    pub fn refuse(&self, address: &str, reply: &'static str) {
        self.state
            .refused
            .lock()
            .expect("the test server works")
            .push((address.to_owned(), reply));
    }

    pub fn taken(&self) -> Vec<Taken> {
        self.state.taken.lock().expect("the test server works").clone()
    }

    pub fn connections(&self) -> usize {
        self.state.connections.load(Ordering::SeqCst)
    }

    pub fn open_most(&self) -> usize {
        self.state.open_most.load(Ordering::SeqCst)
    }
}

struct Talk {
    lines: BufReader<OwnedReadHalf>,
    answers: OwnedWriteHalf,
    state: Arc<State>,
}

/// The talk is over.
struct Over;

impl From<std::io::Error> for Over {
    fn from(_: std::io::Error) -> Self {
        Self
    }
}

impl Talk {
    fn new(stream: TcpStream, state: Arc<State>) -> Self {
        let (lines, answers) = stream.into_split();
        Self {
            lines: BufReader::new(lines),
            answers,
            state,
        }
    }

    async fn hold(mut self) -> Result<(), Over> {
        self.answer(Stage::Greeting, "220 test.example.ru ESMTP").await?;
        let mut letter = Taken::default();
        loop {
            let line = self.line().await?;
            let (verb, rest) = line.split_once([' ', ':']).unwrap_or((&line, ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" => self.answer(Stage::Ehlo, ABILITIES).await?,
                "AUTH" => self.answer(Stage::Auth, "235 2.7.0 welcome").await?,
                "MAIL" if !letter.from.is_empty() => self.say("503 5.5.1 a letter is already begun").await?,
                "MAIL" => {
                    if self.good(Stage::Mail, "250 2.1.0 ok").await? {
                        letter.from = between(rest);
                    }
                }
                "RCPT" => {
                    if let Some(reply) = self.refusal(&between(rest)) {
                        self.say(reply).await?;
                    } else if self.good(Stage::Rcpt, "250 2.1.5 ok").await? {
                        letter.to.push(between(rest));
                    }
                }
                "DATA" if letter.to.is_empty() => self.say("503 5.5.1 nobody to write to").await?,
                "DATA" => {
                    if self.good(Stage::Data, "354 go on").await? {
                        letter.text = self.text().await?;
                        self.take(std::mem::take(&mut letter)).await?;
                    }
                }
                "RSET" => {
                    letter = Taken::default();
                    self.say("250 2.0.0 forgotten").await?;
                }
                "NOOP" => self.say("250 2.0.0 here").await?,
                "QUIT" => {
                    self.say("221 2.0.0 bye").await?;
                    return Ok(());
                }
                _ => self.say("500 5.5.2 what").await?,
            }
        }
    }

    async fn take(&mut self, letter: Taken) -> Result<(), Over> {
        if let Some(fault) = self.fault(Stage::Dot) {
            return self.strike(fault).await;
        }
        self.state.taken.lock().expect("the test server works").push(letter);
        let number = self.state.taken.lock().expect("the test server works").len();
        self.answer(Stage::DotKept, &format!("250 2.0.0 queued as {number}"))
            .await?;
        match self.fault(Stage::Idle) {
            Some(fault) => {
                self.strike(fault).await?;
                Err(Over)
            }
            None => Ok(()),
        }
    }

    /// The text up to the final dot, its doubled dots made single.
    async fn text(&mut self) -> Result<Vec<u8>, Over> {
        let mut text = Vec::new();
        loop {
            let mut line = Vec::new();
            if self.lines.read_until(b'\n', &mut line).await? == 0 {
                return Err(Over);
            }
            if let Some(fault) = self.fault(Stage::Text) {
                self.strike(fault).await?;
            }
            if line == b".\r\n" {
                return Ok(text);
            }
            text.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
    }

    async fn line(&mut self) -> Result<String, Over> {
        let mut line = String::new();
        match self.lines.read_line(&mut line).await? {
            0 => Err(Over),
            _ => Ok(line.trim_end().to_owned()),
        }
    }

    async fn answer(&mut self, stage: Stage, good: &str) -> Result<(), Over> {
        self.good(stage, good).await.map(|_| ())
    }

    /// Whether the good answer was given.
    async fn good(&mut self, stage: Stage, good: &str) -> Result<bool, Over> {
        match self.fault(stage) {
            Some(fault) => self.strike(fault).await.map(|()| false),
            None => self.say(good).await.map(|()| true),
        }
    }

    fn refusal(&self, address: &str) -> Option<&'static str> {
        let refused = self.state.refused.lock().expect("the test server works");
        refused
            .iter()
            .find(|(whom, _)| whom == address)
            .map(|(_, reply)| *reply)
    }

    fn fault(&self, stage: Stage) -> Option<Fault> {
        let mut faults = self.state.faults.lock().expect("the test server works");
        let at = faults.iter().position(|(at, _)| *at == stage)?;
        faults.remove(at).map(|(_, fault)| fault)
    }

    async fn strike(&mut self, fault: Fault) -> Result<(), Over> {
        match fault {
            Fault::Reply(reply) => self.say(reply).await,
            Fault::Drop => Err(Over),
            Fault::Silence => std::future::pending().await,
        }
    }

    async fn say(&mut self, reply: &str) -> Result<(), Over> {
        Ok(self.answers.write_all(format!("{reply}\r\n").as_bytes()).await?)
    }
}

fn between(text: &str) -> String {
    let start = text.find('<').map_or(0, |at| at + 1);
    let end = text.find('>').unwrap_or(text.len());
    text[start..end].to_owned()
}
