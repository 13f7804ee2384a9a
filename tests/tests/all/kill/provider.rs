//! LINE, Telegram and WhatsApp as they are on a bad day, on a port of their own: they outlive the desk and remember.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{OriginalUri, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use channels::whatsapp::play::receipt as play_receipt;
use channels::{Credentials, WhatsappCredentials, play};
use domain::ChannelKind;
use http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};
use service::seams::{Clock, SystemClock};
use service::settings::InboxSettings;
use tokio::net::TcpListener;

use simulator::dice::Dice;

/// A message has bad luck so often at most: what comes after is answered well, so that backoff stays short.
const MOST_BAD_LUCK: u32 = 2;

/// Something that reached a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Whom.
    pub to: String,
    /// What.
    pub text: String,
    /// LINE: under which retry key.
    pub key: String,
    /// WhatsApp: the receipt that will be told.
    receipt: Option<Value>,
}

/// How often the providers were what they can be.
#[derive(Debug, Clone, Copy, Default)]
pub struct Moods {
    /// Answered at once.
    pub good: u32,
    /// Took it, and answered 100 to 300 ms later.
    pub slow: u32,
    /// Took it 100 to 300 ms later, whether or not somebody still waited for the answer.
    pub late: u32,
    /// Took it and answered 500.
    pub broken: u32,
    /// Did not take it and said so.
    pub busy: u32,
    /// Took it, or not, and dropped the connection.
    pub dropped: u32,
    /// LINE: knew the retry key.
    pub repeated: u32,
}

struct Memory {
    dice: Dice,
    calm: bool,
    arrivals: Vec<Arrival>,
    /// LINE: what each retry key was answered with.
    accepted: BTreeMap<String, Value>,
    unlucky: BTreeMap<String, u32>,
    moods: Moods,
    /// WhatsApp: receipts that are not told yet.
    receipts: Vec<Value>,
    whatsapp: Option<WhatsappCredentials>,
}

/// All of them.
#[derive(Clone)]
pub struct Providers {
    /// Where LINE is.
    pub line: String,
    /// Where Telegram is.
    pub telegram: String,
    /// Where WhatsApp is.
    pub whatsapp: String,
    memory: Arc<Mutex<Memory>>,
}

/// What a call meets.
#[derive(Debug, Clone, Copy)]
enum Mood {
    Good,
    Slow(Duration),
    Late(Duration),
    Broken,
    Busy,
    Dropped { taken: bool },
}

impl Providers {
    /// Opens on a free port of this machine.
    pub async fn open(seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let memory = Memory {
            dice: Dice::of(seed, "providers"),
            calm: false,
            arrivals: Vec::new(),
            accepted: BTreeMap::new(),
            unlucky: BTreeMap::new(),
            moods: Moods::default(),
            receipts: Vec::new(),
            whatsapp: None,
        };
        let providers = Self {
            line: format!("{base}/line"),
            telegram: format!("{base}/telegram"),
            whatsapp: format!("{base}/whatsapp"),
            memory: Arc::new(Mutex::new(memory)),
        };
        let routes = Router::new()
            .route("/line/v2/bot/message/push", post(push))
            .route("/telegram/{bot}/sendMessage", post(send_message))
            .route("/whatsapp/{version}/{number}/messages", post(messages))
            .route("/{channel}/{*path}", get(fetched))
            .with_state(providers.clone());
        tokio::spawn(async { axum::serve(listener, routes).await.unwrap() });
        providers
    }

    /// WhatsApp tells what it took, each receipt until the desk has it.
    pub fn tell_receipts(&self, desk: &str, inbox: &InboxSettings) {
        let Some(credentials @ Credentials::Whatsapp(_)) = inbox.credentials() else { unreachable!() };
        if let Credentials::Whatsapp(account) = credentials.clone() {
            self.memory.lock().unwrap().whatsapp = Some(account);
        }
        let url = format!("{desk}/hooks/whatsapp/{}", inbox.id);
        let (memory, http) = (self.memory.clone(), reqwest::Client::new());
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_millis(40)).await;
                let receipts = std::mem::take(&mut memory.lock().unwrap().receipts);
                for receipt in receipts {
                    let hook = play::signed(&credentials, receipt.to_string().as_bytes(), SystemClock.now());
                    let answer = http.post(&url).headers(hook.headers).body(hook.body).send().await;
                    if !answer.is_ok_and(|answer| answer.status().is_success()) {
                        memory.lock().unwrap().receipts.push(receipt);
                    }
                }
            }
        });
    }

    /// Whether every receipt has been told.
    pub fn has_told_everything(&self) -> bool {
        self.memory.lock().unwrap().receipts.is_empty()
    }

    /// From here on every call is answered well and at once.
    pub fn calm_down(&self) {
        self.memory.lock().unwrap().calm = true;
    }

    /// What reached whom, in order.
    pub fn arrivals(&self) -> Vec<Arrival> {
        self.memory.lock().unwrap().arrivals.clone()
    }

    /// Whether this reached them.
    pub fn has_reached(&self, to: &str, text: &str) -> bool {
        self.memory.lock().unwrap().arrivals.iter().any(|arrival| arrival.to == to && arrival.text == text)
    }

    /// How often they were what they can be.
    pub fn moods(&self) -> Moods {
        self.memory.lock().unwrap().moods
    }

    /// Takes a call in some mood: `arrival` happens if the provider accepts, `sent` is what it answers then.
    async fn take(&self, arrival: Arrival, sent: Value, busy: Response) -> Response {
        let mood = self.memory.lock().unwrap().mood(&arrival);
        let accept = |providers: &Self| providers.memory.lock().unwrap().accept(&arrival, &sent);
        let good = (StatusCode::OK, Json(sent.clone())).into_response();
        match mood {
            Mood::Good => {
                accept(self);
                good
            }
            Mood::Slow(wait) => {
                accept(self);
                tokio::time::sleep(wait).await;
                good
            }
            Mood::Late(wait) => {
                let providers = self.clone();
                let (arrival, sent) = (arrival.clone(), sent.clone());
                let accepting = tokio::spawn(async move {
                    tokio::time::sleep(wait).await;
                    providers.memory.lock().unwrap().accept(&arrival, &sent);
                });
                accepting.await.unwrap();
                good
            }
            Mood::Broken => {
                accept(self);
                (StatusCode::INTERNAL_SERVER_ERROR, "oops").into_response()
            }
            Mood::Busy => busy,
            Mood::Dropped { taken } => {
                if taken {
                    accept(self);
                }
                hang_up()
            }
        }
    }
}

impl Memory {
    fn mood(&mut self, arrival: &Arrival) -> Mood {
        let unlucky = self.unlucky.entry(format!("{} {}", arrival.to, arrival.text)).or_default();
        let thrown = if self.calm || *unlucky >= MOST_BAD_LUCK { 99 } else { self.dice.between(0, 100) };
        *unlucky += u32::from(thrown < 30);
        let moods = &mut self.moods;
        match thrown {
            0..8 => {
                moods.broken += 1;
                Mood::Broken
            }
            8..16 => {
                moods.busy += 1;
                Mood::Busy
            }
            16..24 => {
                moods.dropped += 1;
                Mood::Dropped { taken: self.dice.percent(50) }
            }
            24..34 => {
                moods.late += 1;
                Mood::Late(self.dice.millis(100, 300))
            }
            34..50 => {
                moods.slow += 1;
                Mood::Slow(self.dice.millis(100, 300))
            }
            _ => {
                moods.good += 1;
                Mood::Good
            }
        }
    }

    /// LINE shows a retry key's message once, however many calls carry it; Telegram shows what every call says.
    fn accept(&mut self, arrival: &Arrival, sent: &Value) {
        if !arrival.key.is_empty() {
            if self.accepted.contains_key(&arrival.key) {
                return;
            }
            self.accepted.insert(arrival.key.clone(), sent.clone());
        }
        self.receipts.extend(arrival.receipt.clone());
        self.arrivals.push(arrival.clone());
    }
}

/// Begins an answer and breaks off, so that the caller cannot tell what became of its call.
/// Gives pictures, and says who somebody is.
async fn fetched(
    Path((channel, _)): Path<(String, String)>,
    headers: HeaderMap,
    OriginalUri(asked): OriginalUri,
) -> Response {
    let host = headers[header::HOST].to_str().unwrap();
    let whole = format!("http://{host}{asked}").parse().unwrap();
    play::fetched(channel.parse().unwrap(), &whole, play::PIXEL, |_| None).map(Body::from)
}

fn hang_up() -> Response {
    let broken = futures::stream::once(async { Err::<Bytes, _>(std::io::Error::other("hung up")) });
    Body::from_stream(broken).into_response()
}

/// LINE's push. The same retry key twice is answered with 409 and what was sent the first time.
///
/// Source: <https://developers.line.biz/en/docs/messaging-api/retrying-api-request/> (read 2026-11).
async fn push(State(providers): State<Providers>, headers: HeaderMap, Json(body): Json<Value>) -> Response {
    let key =
        headers.get("x-line-retry-key").and_then(|key| key.to_str().ok()).unwrap_or_default().to_owned();
    assert!(!key.is_empty(), "a push without a retry key cannot be repeated safely");
    let known = {
        let mut memory = providers.memory.lock().unwrap();
        let known = memory.accepted.get(&key).cloned();
        memory.moods.repeated += u32::from(known.is_some());
        known
    };
    if let Some(sent) = known {
        return (StatusCode::CONFLICT, [("x-line-accepted-request-id", "first")], Json(sent)).into_response();
    }
    let sent = json!({"sentMessages": [{"id": format!("of-{key}"), "quoteToken": "q"}]});
    let busy = (StatusCode::TOO_MANY_REQUESTS, Json(json!({"message": "too many requests"}))).into_response();
    providers.take(arrival(&body["to"], &body["messages"][0]["text"], key), sent, busy).await
}

/// Telegram's `sendMessage`, which knows no keys.
async fn send_message(
    State(providers): State<Providers>,
    Path(_bot): Path<String>,
    Json(body): Json<Value>,
) -> Response {
    let sent = json!({"ok": true, "result": {"message_id": 1, "date": 0, "chat": {"id": body["chat_id"], "type": "private"}}});
    let busy = json!({"ok": false, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 1}});
    let busy = (StatusCode::TOO_MANY_REQUESTS, Json(busy)).into_response();
    providers.take(arrival(&body["chat_id"], &body["text"], String::new()), sent, busy).await
}

/// WhatsApp's messages, which know no keys; what was taken is told later.
async fn messages(State(providers): State<Providers>, Json(body): Json<Value>) -> Response {
    let (n, account) = {
        let mut memory = providers.memory.lock().unwrap();
        (memory.dice.between(1, 1 << 40), memory.whatsapp.clone())
    };
    let sent = play::answer(ChannelKind::Whatsapp, "messages", &body, n);
    let busy =
        json!({"error": {"message": "(#130429) Rate limit hit", "type": "OAuthException", "code": 130_429}});
    let busy = (StatusCode::TOO_MANY_REQUESTS, Json(busy)).into_response();
    let mut arrival = arrival(&body["to"], &body["text"]["body"], String::new());
    let receipt = |account| play_receipt(account, &body, n, "sent", None, SystemClock.now());
    arrival.receipt = account.as_ref().map(receipt);
    providers.take(arrival, sent, busy).await
}

fn arrival(to: &Value, text: &Value, key: String) -> Arrival {
    let to = to.as_str().map_or_else(|| to.to_string(), str::to_owned);
    Arrival { to, text: text.as_str().unwrap_or_default().to_owned(), key, receipt: None }
}
