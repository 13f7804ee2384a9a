//! Live updates: a ticket, and the socket that it opens.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use domain::{ConversationId, OperatorId, Timestamp, seconds};
use serde::{Deserialize, Serialize};
use store::Taken;
use tokio::sync::broadcast::error::RecvError;
use utoipa::{IntoParams, ToSchema};

use super::Api;
use super::access::{Action, Caller, allow, sees};
use super::answers::Read;
use super::body::Asked;
use crate::live::Hint;
use crate::problem::{Kind, Problem};
use crate::seams::{self, Viewing};
use crate::service::Service;
use crate::sign_in::Signed;
use crate::typing::Typing;

/// How long a ticket is good.
const TICKET_LASTS: Duration = seconds(30);
/// How often the session and the role are looked at again (SEC-37).
const CHECKED: Duration = seconds(60);
/// How often the other end is asked whether it is there.
const PINGED: Duration = seconds(30);
/// Nothing that a console sends is longer: it has next to nothing to say.
const MAX_FRAME: usize = 4_096;
/// The close code for a session that has ended.
const SIGNED_OUT: u16 = 4401;

/// What opens a socket once.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TicketView {
    /// For `GET /v1/live?ticket=…`, once.
    ticket: String,
    /// Until when.
    expires_at: Timestamp,
    /// Where to open the socket, with `?ticket=…` behind it; left out, at `/v1/live` of this very address.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// What a ticket says.
#[derive(Serialize, Deserialize)]
struct Ticket {
    session: String,
    until: Timestamp,
    /// Tells tickets apart, so that each is good once.
    nonce: String,
}

/// The ticket.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct LiveQuery {
    /// From `POST /v1/live/ticket`, at most 30 seconds old.
    ticket: String,
}

/// What the socket says. Each is a hint: ask for the changes over HTTP.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LiveEvent {
    /// From here on nothing is missed without being told.
    Ready,
    /// A conversation has changed.
    Changed {
        /// Which.
        conversation: ConversationId,
        /// Its newest row.
        seq: u64,
    },
    /// Somebody looks at a conversation, at this moment; the caller's own consoles are told too. Nothing keeps it: forget
    /// a colleague of whom nothing is heard for ten seconds.
    Viewing {
        /// Which conversation.
        conversation: ConversationId,
        /// Who.
        operator: OperatorId,
        /// They are writing something.
        typing: bool,
    },
    /// The customer is typing on the web messenger, or has stopped, where the inbox wants that (CHN-15). It may be lost:
    /// whoever shows it stops after some seconds.
    Typing {
        /// In which conversation.
        conversation: ConversationId,
        /// Whether they go on.
        on: bool,
    },
    /// Some changes were missed: ask for all that is shown.
    Missed,
    /// Several of these at once, in order. Where a gateway holds the socket it says something once a second at most.
    Several {
        /// None of them is `several`.
        #[schema(no_recursion)]
        events: Vec<LiveEvent>,
    },
    /// The answer to a ping. Where a gateway holds the socket it stands in for `ready`.
    Pong,
}

impl From<Typing> for LiveEvent {
    fn from(Typing { conversation, inbox: _, by: _, on }: Typing) -> Self {
        Self::Typing { conversation, on }
    }
}

impl From<Viewing> for LiveEvent {
    fn from(Viewing { conversation, inbox: _, operator, typing, at: _ }: Viewing) -> Self {
        Self::Viewing { conversation, operator, typing }
    }
}

/// What a console says.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum LiveRequest {
    /// Is anybody there? Gateways close sockets over which nothing goes.
    Ping,
}

impl LiveRequest {
    /// Reads a frame; `None` if it means nothing here.
    pub fn read(frame: &str) -> Option<Self> {
        serde_json::from_str(frame).ok().filter(|_| frame.len() <= MAX_FRAME)
    }

    /// What is said to it.
    pub const fn answer(&self) -> LiveEvent {
        match self {
            Self::Ping => LiveEvent::Pong,
        }
    }
}

/// Makes a ticket for the socket: it is good once, for 30 seconds. A long-lived token never goes in a URL.
#[utoipa::path(post, path = "/v1/live/ticket", tag = "live", responses((status = 200, body = TicketView), Read))]
pub(super) async fn ticket(State(api): State<Api>, caller: Caller) -> Result<Json<TicketView>, Problem> {
    let until = api.service.now() + TICKET_LASTS;
    let nonce = seams::secret::<12>(api.service.plugs.chance.as_ref());
    let ticket = Ticket { session: caller.session, until, nonce };
    let ticket = api.seal().await?.close("ticket", &ticket);
    Ok(Json(TicketView { ticket, expires_at: until, url: api.service.sockets.clone() }))
}

/// Opens the socket. It sends `LiveEvent`s as text frames and closes with 4401 when the session has ended.
///
/// `{"type":"ping"}` is answered with `pong`; a gateway closes a socket over which nothing goes for ten minutes.
#[utoipa::path(get, path = "/v1/live", params(LiveQuery), tag = "live",
    responses((status = 101, description = "The socket; its frames are `LiveEvent`s", body = LiveEvent), Read))]
pub(super) async fn connect(
    State(api): State<Api>,
    Asked(query): Asked<LiveQuery>,
    upgrade: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let signed = redeem(&api, &query.ticket).await?;
    let upgrade =
        upgrade.map_err(|_| Problem::because(Kind::InvalidQuery, "open this address as a WebSocket"))?;
    Ok(upgrade
        .max_message_size(MAX_FRAME)
        .on_upgrade(move |socket| async move { talk(api, signed, socket).await }))
}

/// Whose session a ticket stands for. It is good once.
async fn redeem(api: &Api, ticket: &str) -> Result<Signed, Problem> {
    let refused =
        || Problem::because(Kind::SignInRequired, "the ticket is used, too old or not ours; ask for another");
    let ticket: Ticket = api.seal().await?.open("ticket", ticket).ok_or_else(refused)?;
    let now = api.service.now();
    if now >= ticket.until {
        return Err(refused());
    }
    // A bucket of one that is not full again before the ticket has expired.
    let name = format!("ticket-{}", ticket.nonce);
    if api.service.store().take_from_bucket(&name, 1, TICKET_LASTS * 2, now).await? != Taken::Yes {
        return Err(refused());
    }
    watching(api, &ticket.session).await?.ok_or_else(refused)
}

/// The session, if it may still watch. Watching does not count as using it.
async fn watching(api: &Api, session: &str) -> Result<Option<Signed>, store::Error> {
    let signed = api.service.signed_by_hash(session, false).await?;
    Ok(signed.filter(|signed| allow(signed.operator.role, Action::SeeConversations)))
}

/// Where a gateway holds the sockets: says who may open one, and who may go on listening.
pub struct Doorkeeper {
    api: Api,
    /// Who was looked at within the last minute, by the hash of their session.
    known: Mutex<HashMap<String, (Timestamp, Signed)>>,
}

impl Doorkeeper {
    /// Keeps the door of this desk.
    pub fn new(service: Arc<Service>) -> Self {
        Self { api: Api::new(service), known: Mutex::default() }
    }

    /// Whose session a ticket stands for. It is good once.
    ///
    /// # Errors
    ///
    /// [`Kind::SignInRequired`] if it is used, too old or not ours.
    pub async fn admit(&self, ticket: &str) -> Result<Signed, Problem> {
        redeem(&self.api, ticket).await
    }

    /// The session by its hash, if it may still listen; looked at again after a minute (SEC-37).
    ///
    /// # Errors
    ///
    /// If the table cannot be reached: whether it may go on is not known.
    pub async fn listening(&self, session: &str) -> Result<Option<Signed>, store::Error> {
        let now = self.api.service.now();
        if let Ok(mut known) = self.known.lock() {
            known.retain(|_, (at, _)| *at <= now && now.since(*at) < CHECKED);
            if let Some((_, signed)) = known.get(session) {
                return Ok(Some(signed.clone()));
            }
        }
        let signed = watching(&self.api, session).await?;
        if let (Some(signed), Ok(mut known)) = (&signed, self.known.lock()) {
            known.insert(session.to_owned(), (now, signed.clone()));
        }
        Ok(signed)
    }
}

async fn talk(api: Api, mut signed: Signed, mut socket: WebSocket) {
    let (Some(mut watch), Some(mut viewings)) = (api.hub.watch(), api.service.watch_viewings()) else {
        let reason = "changes cannot be watched here".into();
        let _ = socket.send(Message::Close(Some(CloseFrame { code: 1013, reason }))).await;
        return;
    };
    if say(&mut socket, &LiveEvent::Ready).await.is_err() {
        return;
    }
    let mut checked_at = api.service.now();
    // Half the time, so that a check never comes later than promised.
    let mut check = tokio::time::interval(CHECKED / 2);
    let mut ping = tokio::time::interval(PINGED);
    loop {
        let event = tokio::select! {
            hint = watch.next() => match hint {
                Some(Hint::Changed { conversation, inbox, seq }) => Some((Some(inbox), LiveEvent::Changed { conversation, seq })),
                Some(Hint::Typing { conversation, inbox, on }) => Some((Some(inbox), LiveEvent::Typing { conversation, on })),
                Some(Hint::Missed) => Some((None, LiveEvent::Missed)),
                None => return,
            },
            viewing = viewings.recv() => match viewing {
                Ok(viewing) => Some((Some(viewing.inbox.clone()), viewing.into())),
                Err(RecvError::Lagged(_)) => None,
                Err(RecvError::Closed) => return,
            },
            _ = check.tick() => None,
            _ = ping.tick() => match socket.send(Message::Ping(bytes::Bytes::new())).await {
                Ok(()) => None,
                Err(_) => return,
            },
            frame = socket.recv() => match frame {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(Message::Text(frame))) => LiveRequest::read(&frame).map(|request| (None, request.answer())),
                Some(Ok(_)) => None,
            },
        };
        let now = api.service.now();
        if now.since(checked_at) >= CHECKED / 2 {
            match watching(&api, &signed.session).await {
                Ok(Some(still)) => (signed, checked_at) = (still, now),
                Ok(None) => {
                    let frame = CloseFrame { code: SIGNED_OUT, reason: "the session has ended".into() };
                    let _ = socket.send(Message::Close(Some(frame))).await;
                    return;
                }
                // Whether it may go on is not known: better to have it come again.
                Err(_) => return,
            }
        }
        let Some((inbox, event)) = event else { continue };
        if inbox.is_none_or(|inbox| sees(&signed.operator, &inbox)) && say(&mut socket, &event).await.is_err()
        {
            return;
        }
    }
}

async fn say(socket: &mut WebSocket, event: &LiveEvent) -> Result<(), ()> {
    let text = serde_json::to_string(event).map_err(drop)?;
    socket.send(Message::Text(text.into())).await.map_err(drop)
}
