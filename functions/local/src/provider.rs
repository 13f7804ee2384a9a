//! Providers, played: answers calls as LINE and Telegram would, so that the desk can be tried without accounts.
//!
//! Only `madoguchi dev` mounts them, and only for inboxes without an `api_base`.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use domain::ChannelKind;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use service::Settings;

/// The most calls that are remembered.
const MOST: usize = 10_000;

/// One call that the desk made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// Its number, from 1.
    pub n: usize,
    /// `line` or `telegram`.
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
        .route("/simulator/line/v2/bot/message/{method}", post(line))
        .route("/simulator/line/v2/bot/chat/{*rest}", post(async || (StatusCode::ACCEPTED, Json(json!({})))))
        .route("/simulator/telegram/{bot}/{method}", post(telegram))
        .with_state(Shared::default())
}

impl Played {
    fn note(&mut self, channel: ChannelKind, method: &str, body: &Value) -> usize {
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
    after: usize,
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
    let messages = body["messages"].as_array().map_or(0, Vec::len);
    let sent: Vec<_> = (0..messages)
        .map(|at| json!({"id": format!("{n}{at}"), "quoteToken": format!("quote-{n}-{at}")}))
        .collect();
    let sent = json!({"sentMessages": sent});
    if let Some(key) = key {
        played.pushed.insert(key, sent.clone());
    }
    (StatusCode::OK, Json(sent)).into_response()
}

async fn telegram(
    State(played): State<Shared>,
    Path((_bot, method)): Path<(String, String)>,
    Json(body): Json<Value>,
) -> Response {
    let Ok(mut played) = played.lock() else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let n = played.note(ChannelKind::Telegram, &method, &body);
    let result = if method.starts_with("send") {
        json!({"message_id": n, "date": 0, "chat": {"id": body["chat_id"], "type": "private"}})
    } else {
        Value::Bool(true)
    };
    Json(json!({"ok": true, "result": result})).into_response()
}
