//! Providers, played: answers calls as they would, so that the desk can be tried without accounts.
//!
//! Only `madoguchi dev` mounts them, and only for inboxes without an `api_base`.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::extract::{OriginalUri, Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use channels::{line, play};
use domain::ChannelKind;
use http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use service::Settings;

/// The most calls that are remembered.
const MOST: usize = 10_000;

/// One call that the desk made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// Its number, from 1.
    pub n: u64,
    /// Over which kind of channel.
    pub channel: ChannelKind,
    /// `reply`, `push`, `sendMessage`, …
    pub method: String,
    /// The body.
    pub body: Value,
}

#[derive(Default)]
struct Played {
    calls: Vec<Call>,
    /// LINE: what each retry key was answered with.
    pushed: BTreeMap<String, Value>,
    replied: Vec<String>,
}

type Shared = Arc<Mutex<Played>>;

/// Points every inbox without an `api_base` at the played provider of this server, and gives its routes.
pub fn play(settings: &mut Settings, address: SocketAddr) -> Router {
    for inbox in settings.inboxes.iter_mut().filter(|inbox| inbox.api_base.is_none()) {
        inbox.api_base = Some(format!("http://{address}/simulator/{}", inbox.channel));
    }
    Router::new()
        .route("/simulator/calls", get(calls))
        .route("/simulator/line/v2/bot/message/{method}", post(line).get(quota))
        .route("/simulator/line/v2/bot/message/quota/consumption", get(consumption))
        .route("/simulator/line/v2/bot/chat/{*rest}", post(async || (StatusCode::ACCEPTED, Json(json!({})))))
        .route("/simulator/{channel}/{*path}", post(any).get(fetched))
        .with_state(Shared::default())
}

impl Played {
    fn note(&mut self, channel: ChannelKind, method: &str, body: &Value) -> u64 {
        let n = self.calls.last().map_or(1, |call| call.n + 1);
        self.calls.push(Call { n, channel, method: method.to_owned(), body: body.clone() });
        if self.calls.len() > MOST {
            self.calls.remove(0);
        }
        n
    }
}

#[derive(Deserialize)]
struct Since {
    #[serde(default)]
    after: u64,
}

async fn calls(State(played): State<Shared>, Query(since): Query<Since>) -> Json<Vec<Call>> {
    let calls = played.lock().map(|played| played.calls.clone()).unwrap_or_default();
    Json(calls.into_iter().filter(|call| call.n > since.after).collect())
}

/// Answers as LINE does: a push is known by its retry key, a reply token works once.
async fn line(
    State(played): State<Shared>,
    Path(method): Path<String>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    let Ok(mut played) = played.lock() else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let key = headers.get("x-line-retry-key").and_then(|key| key.to_str().ok()).map(str::to_owned);
    if let Some(sent) = key.as_ref().and_then(|key| played.pushed.get(key)) {
        let accepted = [("x-line-accepted-request-id", "played")];
        return (StatusCode::CONFLICT, accepted, Json(sent.clone())).into_response();
    }
    if method == "reply" {
        let token = body["replyToken"].as_str().unwrap_or_default().to_owned();
        if played.replied.contains(&token) {
            return (StatusCode::BAD_REQUEST, Json(json!({"message": "Invalid reply token"})))
                .into_response();
        }
        played.replied.push(token);
    }
    let n = played.note(ChannelKind::Line, &method, &body);
    let sent = play::answer(ChannelKind::Line, &method, &body, n);
    if let Some(key) = key {
        played.pushed.insert(key, sent.clone());
    }
    (StatusCode::OK, Json(sent)).into_response()
}

/// How many counted messages LINE allows here in a month: as many as its free plan.
const QUOTA: u64 = 200;

/// Answers how many counted messages the month allows.
async fn quota(Path(method): Path<String>) -> Response {
    if method != "quota" {
        return StatusCode::NOT_FOUND.into_response();
    }
    Json(line::play::quota(Some(QUOTA))).into_response()
}

/// Answers how many were counted: every push.
async fn consumption(State(played): State<Shared>) -> Response {
    let pushed = played.lock().map(|played| played.pushed.len()).unwrap_or_default();
    Json(line::play::consumption(u64::try_from(pushed).unwrap_or(u64::MAX))).into_response()
}

/// Gives files and profiles as a provider does.
async fn fetched(
    Path((channel, _)): Path<(String, String)>,
    headers: HeaderMap,
    OriginalUri(asked): OriginalUri,
) -> Response {
    let Ok(channel) = channel.parse::<ChannelKind>() else { return StatusCode::NOT_FOUND.into_response() };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let Ok(whole) = format!("http://{host}{asked}").parse() else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    play::fetched(channel, &whole, play::PIXEL).map(axum::body::Body::from)
}

/// Answers as a provider does that knows nothing of repeats.
async fn any(
    State(played): State<Shared>,
    Path((channel, path)): Path<(String, String)>,
    Json(body): Json<Value>,
) -> Response {
    let Ok(channel) = channel.parse::<ChannelKind>() else { return StatusCode::NOT_FOUND.into_response() };
    let Ok(mut played) = played.lock() else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let method = path.rsplit('/').next().unwrap_or_default();
    let n = played.note(channel, method, &body);
    Json(play::answer(channel, method, &body, n)).into_response()
}
