//! The socket: a faster way to the same stream. Nothing depends on it.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use channels::web::{ClientFrame, ErrorCode, MAX_FRAME_BYTES, Resume, ServerFrame, WebError, read_frame};
use channels::web::{ReceiptRequest, SUBPROTOCOL, TypingState};
use domain::ConversationId;
use http::HeaderMap;
use serde_json::json;
use tokio::sync::broadcast;

use super::{Guest, messages, origin};
use crate::service::Service;
use crate::typing::{Typing, Typist};

/// The first frame comes within this.
const HELLO_WITHIN: Duration = Duration::from_secs(10);
/// How often the client pings.
const HEARTBEAT: Duration = Duration::from_secs(30);
/// Whoever is silent for longer than this is gone.
const SILENCE: Duration = Duration::from_secs(90);

/// `GET /ws`
pub(super) async fn connect(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let origin = origin(service.settings(), &headers).map(str::to_owned);
    upgrade
        .protocols([SUBPROTOCOL])
        .max_message_size(MAX_FRAME_BYTES)
        .on_upgrade(move |socket| async move { talk(service, socket, origin).await })
}

/// Why a connection ends.
enum End {
    /// The client went, or the network did.
    Gone,
    /// With a close code of the protocol.
    Close(u16),
}

impl From<axum::Error> for End {
    fn from(_: axum::Error) -> Self {
        Self::Gone
    }
}

async fn talk(service: Arc<Service>, mut socket: WebSocket, origin: Option<String>) {
    if let Err(End::Close(code)) = converse(service, &mut socket, origin.as_deref()).await {
        let close = CloseFrame { code, reason: "".into() };
        // The client may have gone already.
        let _ = socket.send(Message::Close(Some(close))).await;
    }
}

async fn converse(service: Arc<Service>, socket: &mut WebSocket, origin: Option<&str>) -> Result<(), End> {
    let Ok(first) = tokio::time::timeout(HELLO_WITHIN, next_frame(socket)).await else {
        return Err(End::Close(4408));
    };
    let ClientFrame::Hello { token, after, .. } = first? else { return Err(End::Close(4400)) };
    let guest = Guest::of_token(service.clone(), &token, origin).await.map_err(|error| close_of(&error))?;
    // Watched before the stream is read, so that nothing falls between.
    let mut changes = service.watch();
    let mut typing = service.typing();
    let mut stream = Stream { guest, last: after };
    stream.begin(socket).await?;
    let id = stream.guest.conversation();
    loop {
        tokio::select! {
            frame = tokio::time::timeout(SILENCE, next_frame(socket)) => {
                let Ok(frame) = frame else { return Err(End::Gone) };
                stream.take(socket, frame?).await?;
            }
            // What was missed is old news. The service, which tells of typing, is held here.
            typing = typing.recv() => {
                if let Ok(Typing { conversation, by: Typist::Operator, on, .. }) = typing
                    && conversation == id
                {
                    say(socket, &typing_signal(on)).await?;
                }
            }
            changed = changed(&mut changes, &id) => {
                if changed { stream.push(socket).await?; } else { return Err(End::Close(1012)); }
            }
        }
    }
}

fn typing_signal(on: bool) -> ServerFrame {
    let state = if on { TypingState::On } else { TypingState::Off };
    ServerFrame::Signal {
        r#type: "typing".to_owned(),
        data: json!({"author": {"kind": "agent"}, "state": state}),
    }
}

/// Waits until the conversation may have changed; `false` if there is nothing to watch any more.
async fn changed(changes: &mut Option<broadcast::Receiver<ConversationId>>, id: &ConversationId) -> bool {
    let Some(changes) = changes else { return std::future::pending().await };
    loop {
        match changes.recv().await {
            Ok(changed) if changed == *id => return true,
            Ok(_) => {}
            Err(broadcast::error::RecvError::Lagged(_)) => return true,
            Err(broadcast::error::RecvError::Closed) => return false,
        }
    }
}

async fn next_frame(socket: &mut WebSocket) -> Result<ClientFrame, End> {
    loop {
        match socket.recv().await.ok_or(End::Gone)?? {
            Message::Text(text) => match read_frame(&text) {
                Ok(frame) => return Ok(frame),
                Err(error) => {
                    say(socket, &error.answer()).await?;
                    if let Some(code) = error.close_code() {
                        return Err(End::Close(code));
                    }
                }
            },
            Message::Binary(_) => return Err(End::Close(4400)),
            Message::Ping(_) | Message::Pong(_) => {}
            Message::Close(_) => return Err(End::Gone),
        }
    }
}

async fn say(socket: &mut WebSocket, frame: &ServerFrame) -> Result<(), End> {
    let text = serde_json::to_string(frame).map_err(|_| End::Close(1011))?;
    Ok(socket.send(Message::Text(text.into())).await?)
}

fn close_of(error: &WebError) -> End {
    End::Close(match error.code {
        ErrorCode::OriginNotAllowed | ErrorCode::Blocked => 4403,
        ErrorCode::RateLimited => 4429,
        ErrorCode::Unavailable => 1012,
        _ => 4401,
    })
}

/// One visitor's stream, as far as this socket has told it.
struct Stream {
    guest: Guest,
    last: u64,
}

impl Stream {
    async fn begin(&mut self, socket: &mut WebSocket) -> Result<(), End> {
        let conversation = messages::conversation(&self.guest).await.map_err(|error| close_of(&error))?;
        let newest = conversation.map_or(0, |conversation| conversation.stream_seq);
        let reset = self.last > newest || newest - self.last > messages::MOST_EVENTS;
        let oldest_seq =
            (reset && newest > messages::MOST_EVENTS).then(|| newest - messages::MOST_EVENTS + 1);
        let ready = ServerFrame::Ready {
            last_seq: newest,
            resume: if reset { Resume::Reset } else { Resume::Delta },
            heartbeat_ms: u64::try_from(HEARTBEAT.as_millis()).unwrap_or(30_000),
            oldest_seq,
        };
        say(socket, &ready).await?;
        if reset {
            self.last = newest;
        }
        self.push(socket).await
    }

    /// Sends what the client does not have yet.
    async fn push(&mut self, socket: &mut WebSocket) -> Result<(), End> {
        let ends = |error: WebError| close_of(&error);
        let Some(conversation) = messages::conversation(&self.guest).await.map_err(ends)? else {
            return Ok(());
        };
        if conversation.stream_seq <= self.last {
            return Ok(());
        }
        let service = &self.guest.service;
        let rows = messages::stream_since(&self.guest, &conversation, self.last).await.map_err(ends)?;
        for event in messages::shown(service, &conversation, &rows).await.map_err(ends)? {
            say(socket, &ServerFrame::Event { event }).await?;
        }
        self.last = conversation.stream_seq;
        Ok(())
    }

    async fn take(&mut self, socket: &mut WebSocket, frame: ClientFrame) -> Result<(), End> {
        match frame {
            ClientFrame::Hello { .. } => Err(End::Close(4400)),
            ClientFrame::Send { r#ref, data } => {
                let answer = match messages::say(&self.guest, data).await {
                    Ok((_, data)) => ServerFrame::Ack { r#ref, ok: true, data: Some(data), error: None },
                    Err(error) => ServerFrame::refused(r#ref, &error),
                };
                self.push(socket).await?;
                say(socket, &answer).await
            }
            ClientFrame::Receipt { state, up_to_seq } => {
                // What a receipt says is said again by the next one.
                let _ = messages::take_receipt(&self.guest, ReceiptRequest { state, up_to_seq }).await;
                Ok(())
            }
            ClientFrame::Typing { state } => {
                messages::tell_typing(&self.guest, state).await;
                Ok(())
            }
            ClientFrame::Ping { n } => {
                self.push(socket).await?;
                say(socket, &ServerFrame::Pong { n, last_seq: Some(self.last) }).await
            }
        }
    }
}
