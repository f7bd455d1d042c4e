//! Subscriptions over a web socket (`graphql-transport-ws`).
//!
//! Must never take a socket from a page of another site, run anything before the token was shown, nor run a query or a
//! mutation here.

use super::access::{self, Access};
use super::door::Door;
use super::errors::coded;
use super::http::refused;
use super::schema::PrikazSchema;
use async_graphql::futures_util::stream::{BoxStream, StreamExt};
use async_graphql::http::{WebSocket as Protocol, WebSocketProtocols, WsMessage};
use async_graphql::{Data, Error, Executor, Pos, Request, Response as Answer};
use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::http::header::{HOST, ORIGIN, SEC_WEBSOCKET_PROTOCOL};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use futures_util::SinkExt;
use std::any::TypeId;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::{CancellationToken, DropGuard};

const PROTOCOL: &str = "graphql-transport-ws";
/// Longest message of a client, in bytes.
const MESSAGE_MAX: usize = 64 * 1024;
/// How long a silent client is kept.
const KEEPALIVE: Duration = Duration::from_mins(1);
/// How often a client that was let in is asked whether it is there; its answer keeps the socket open.
const PING: Duration = Duration::from_secs(20);
/// Subscriptions of one socket.
const SUBSCRIPTIONS_MAX: usize = 20;

/// Marks an execution as one over a socket.
pub struct OverSocket;

/// Rung when the listener of a subscription has gone.
#[derive(Clone, Default)]
pub struct Gone(pub CancellationToken);

/// Takes a socket.
pub async fn open(State(door): State<Door>, headers: HeaderMap, upgrade: WebSocketUpgrade) -> Response {
    if !same_site(&headers) {
        return refused(
            StatusCode::FORBIDDEN,
            "FORBIDDEN",
            "Страница другого сайта не может открыть этот сокет",
        );
    }
    let spoken = headers
        .get(SEC_WEBSOCKET_PROTOCOL)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if !spoken.split(',').any(|protocol| protocol.trim() == PROTOCOL) {
        return refused(
            StatusCode::BAD_REQUEST,
            "BAD_REQUEST",
            "Ожидался протокол graphql-transport-ws",
        );
    }
    let access = match door.let_in(&headers).await {
        Ok(access) => access,
        Err(error) => return super::http::failed(&error),
    };
    upgrade
        .protocols([PROTOCOL])
        .max_message_size(MESSAGE_MAX)
        .max_frame_size(MESSAGE_MAX)
        .on_upgrade(move |socket| serve(door, access, socket))
}

/// A browser names the page's origin; programs name none.
fn same_site(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(ORIGIN) else { return true };
    let Some(host) = headers.get(HOST).and_then(|host| host.to_str().ok()) else {
        return false;
    };
    let site = origin.to_str().ok().and_then(|origin| origin.split_once("://"));
    site.is_some_and(|(_, site)| site.eq_ignore_ascii_case(host))
}

async fn serve(door: Door, access: Option<Access>, socket: WebSocket) {
    let (mut sink, stream) = socket.split();
    let said = stream.take_while(|message| {
        let open = !matches!(message, Err(_) | Ok(Message::Close(_)));
        async move { open }
    });
    let said = said.filter_map(async |message| match message {
        Ok(Message::Text(text)) => Some(text.as_bytes().to_vec()),
        Ok(Message::Binary(bytes)) => Some(bytes.to_vec()),
        _ => None,
    });
    let shown = door.clone();
    let protocol = Protocol::new(
        Subscriptions(door.schema.clone()),
        Box::pin(said),
        WebSocketProtocols::GraphQLWS,
    )
    .keepalive_timeout(KEEPALIVE)
    .on_connection_init(move |payload| async move { begin(&shown, access, &payload).await });
    let mut answers = Box::pin(protocol);
    let mut ping = tokio::time::interval(PING);
    ping.reset(); // the first tick of an interval comes at once
    let mut let_in = false;
    loop {
        let message = tokio::select! {
            answer = answers.next() => match answer {
                Some(WsMessage::Text(text)) => {
                    let_in = true; // whoever is not let in is told so by a close
                    Message::Text(text.into())
                }
                Some(WsMessage::Close(code, reason)) => {
                    let code = spelt(code, &reason);
                    Message::Close(Some(CloseFrame { code, reason: reason.into() }))
                }
                None => return,
            },
            _ = ping.tick(), if let_in => Message::Text(r#"{"type":"ping"}"#.into()),
        };
        if sink.send(message).await.is_err() {
            return;
        }
    }
}

/// What the protocol's own text asks for where the library says something else.
fn spelt(code: u16, reason: &str) -> u16 {
    match (code, reason) {
        (1011, _) => 4401,
        (1002, DENIED) => 4403,
        (1002, _) => 4400,
        (code, _) => code,
    }
}

const DENIED: &str = "Forbidden";

/// The token may come in a header or, from a browser, as `{"authorization": "Bearer …"}` of `connection_init`.
async fn begin(door: &Door, access: Option<Access>, payload: &serde_json::Value) -> Result<Data, Error> {
    let shown = payload
        .get("authorization")
        .or_else(|| payload.get("Authorization"))
        .and_then(|value| value.as_str());
    let access = match (access, shown.and_then(access::bearer)) {
        (Some(access), None) => Some(access),
        (_, Some(token)) => access::find(&door.runtime, token)
            .await
            .map_err(|_| Error::new(DENIED))?,
        (None, None) => None,
    };
    let access = access.ok_or_else(|| Error::new(DENIED))?;
    let mut data = Data::default();
    data.insert(OverSocket);
    data.insert(Session {
        door: door.clone(),
        access,
        free: Arc::new(Semaphore::new(SUBSCRIPTIONS_MAX)),
    });
    Ok(data)
}

/// Who speaks on this socket.
struct Session {
    door: Door,
    access: Access,
    /// Places for subscriptions.
    free: Arc<Semaphore>,
}

/// Runs each subscription in a task of its own, which ends by itself when nobody listens: a stream that was dropped in the
/// middle of a read would drop a database future with it.
#[derive(Clone)]
struct Subscriptions(PrikazSchema);

impl Executor for Subscriptions {
    async fn execute(&self, request: Request) -> Answer {
        self.0.execute(request).await
    }

    fn execute_stream(&self, request: Request, data: Option<Arc<Data>>) -> BoxStream<'static, Answer> {
        let session_data = data.unwrap_or_default();
        let session = session_data
            .get(&TypeId::of::<Session>())
            .and_then(|any| any.downcast_ref::<Session>());
        let Some(session) = session else {
            return one(coded("UNAUTHENTICATED", "Нужен действующий ключ доступа"));
        };
        let Ok(place) = Arc::clone(&session.free).try_acquire_owned() else {
            let text = format!("Подписок на одном сокете не больше {SUBSCRIPTIONS_MAX}");
            return one(coded("TOO_MANY_SUBSCRIPTIONS", text));
        };
        let gone = Gone::default();
        let guard = gone.0.clone().drop_guard();
        let request = request.data(gone).data(session.door.visit(session.access.clone()));
        let mut answers = self.0.execute_stream_with_session_data(request, session_data);
        let (sender, receiver) = tokio::sync::mpsc::channel(1);
        tokio::spawn(async move {
            while let Some(answer) = answers.next().await {
                if sender.send(answer).await.is_err() {
                    return;
                }
            }
        });
        let listen = async |(mut receiver, held): (Receiver<Answer>, (DropGuard, OwnedSemaphorePermit))| {
            receiver.recv().await.map(|answer| (answer, (receiver, held)))
        };
        futures_util::stream::unfold((receiver, (guard, place)), listen).boxed()
    }
}

/// One answer, and no more.
fn one(error: Error) -> BoxStream<'static, Answer> {
    let error = error.into_server_error(Pos { line: 1, column: 1 });
    futures_util::stream::once(async move { Answer::from_errors(vec![error]) }).boxed()
}
