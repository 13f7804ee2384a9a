//! LINE, Telegram and WhatsApp: what they do with calls, and what they remember of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bytes::Bytes;
use channels::{CallError, play};
use domain::ChannelKind;
use http::{HeaderMap, Request, Response, Uri};
use serde_json::{Value, json};

use super::faults::Faults;
use super::post::Event;
use super::watch::RowKey;
use super::world::World;
use crate::dice::Dice;

/// What a call meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It is taken and answered.
    Fine,
    /// There is no connection.
    NotConnected,
    /// It is refused: too many. With seconds to wait, or without.
    Busy(Option<u64>),
    /// It is refused for good.
    Refused,
    /// It is answered with 500.
    Broken {
        /// It was taken all the same.
        taken: bool,
    },
    /// No answer comes.
    Unanswered {
        /// It was taken.
        taken: bool,
    },
}

impl Fate {
    /// Throws.
    pub fn of(faults: &Faults, dice: &mut Dice) -> Self {
        if dice.permille(faults.not_connected) {
            Self::NotConnected
        } else if dice.permille(faults.busy) {
            Self::Busy(dice.percent(50).then(|| dice.between(1, 20)))
        } else if dice.permille(faults.broken) {
            Self::Broken { taken: dice.percent(50) }
        } else if dice.permille(faults.unanswered) {
            Self::Unanswered { taken: dice.percent(50) }
        } else if dice.permille(faults.refused) {
            Self::Refused
        } else {
            Self::Fine
        }
    }
}

/// What all providers remember.
#[derive(Debug, Default)]
pub struct Providers {
    /// Rows that reached somebody, and how often each did.
    pub reached: BTreeMap<RowKey, u32>,
    /// LINE: answers by retry key.
    keys: BTreeMap<String, Value>,
    /// LINE: reply tokens that were used.
    tokens: BTreeSet<String>,
    taken: u64,
}

impl Providers {
    /// Takes a message, and says what it is called from here on; or why it is not taken.
    fn take(
        &mut self,
        request: &Request<Bytes>,
        body: &Value,
        row: Option<&RowKey>,
        refused_later: bool,
    ) -> Taken {
        let path = request.uri().path();
        let method = path.rsplit('/').next().unwrap_or_default();
        let kind = kind_of(path);
        self.taken += 1;
        let id = self.taken;
        if method == "reply" {
            let token = body["replyToken"].as_str().unwrap_or_default().to_owned();
            if !self.tokens.insert(token) {
                return Taken::No(400, json!({"message": "Invalid reply token"}));
            }
        }
        if let Some(key) = header(request.headers(), "x-line-retry-key") {
            if let Some(answer) = self.keys.get(key) {
                return Taken::Before(answer.clone());
            }
            self.keys.insert(key.to_owned(), play::answer(kind, method, body, id));
        }
        // What will be refused after all never reaches anybody.
        if let Some(row) = row.filter(|_| !refused_later) {
            *self.reached.entry(row.clone()).or_default() += 1;
        }
        Taken::Now { id, answer: play::answer(kind, method, body, id) }
    }
}

enum Taken {
    /// It is on its way to the person.
    Now {
        /// As the how-manieth.
        id: u64,
        /// What is answered.
        answer: Value,
    },
    /// LINE: it was, under the same retry key.
    Before(Value),
    /// It is not.
    No(u16, Value),
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

impl World {
    /// A call arrives at its provider.
    ///
    /// # Errors
    ///
    /// [`CallError::Lost`] if no answer comes.
    pub fn take_call(
        self: &Arc<Self>,
        row: Option<&RowKey>,
        request: &Request<Bytes>,
        fate: Fate,
    ) -> Result<Response<Bytes>, CallError> {
        self.trace((fate, request.uri().path(), request.body()));
        let body: Value = serde_json::from_slice(request.body()).unwrap_or_default();
        let answer = |status: u16, body: &Value| Ok(response(status, body));
        match fate {
            Fate::NotConnected => return Err(CallError::NotConnected),
            Fate::Busy(wait) => {
                let wait = wait.unwrap_or(1);
                let body = json!({"ok": false, "error_code": 429, "description": "Too Many Requests",
                    "parameters": {"retry_after": wait}, "message": "The API rate limit has been exceeded.",
                    "error": {"message": "(#130429) Rate limit hit", "code": 130_429}});
                return answer(429, &body);
            }
            Fate::Refused => {
                let body = json!({"ok": false, "error_code": 400, "description": "Bad Request: message is wrong",
                    "message": "The request body has 1 error(s)",
                    "error": {"message": "(#100) Invalid parameter", "code": 100}});
                return answer(400, &body);
            }
            Fate::Broken { taken: false } => return answer(500, &json!({"message": "Internal"})),
            Fate::Unanswered { taken: false } => return Err(CallError::Lost),
            Fate::Fine | Fate::Broken { taken: true } | Fate::Unanswered { taken: true } => {}
        }
        let receipts = Receipts::of(&mut self.state().dice, kind_of(request.uri().path()));
        let refused_later = receipts == Receipts::Refused;
        let taken = self.state().providers.take(request, &body, row, refused_later);
        if let (Taken::Now { id, .. }, Some(row)) = (&taken, row) {
            self.tell(|| format!("{row} is taken; {receipts:?}"));
            let often = self.state().providers.reached.get(row).copied().unwrap_or(0);
            self.state().watch.reached(row, often);
            self.outside(self.clone().send_receipts(row.clone(), body, *id, receipts));
        }
        if matches!(fate, Fate::Unanswered { .. }) {
            return Err(CallError::Lost);
        }
        if matches!(fate, Fate::Broken { .. }) {
            return answer(500, &json!({"message": "Internal"}));
        }
        match taken {
            Taken::Now { answer: value, .. } => answer(200, &value),
            Taken::Before(value) => {
                let mut response = response(409, &value);
                response
                    .headers_mut()
                    .insert("x-line-accepted-request-id", http::HeaderValue::from_static("played"));
                Ok(response)
            }
            Taken::No(status, value) => answer(status, &value),
        }
    }
}

impl World {
    /// What a provider gives to whoever fetches a file or a profile.
    ///
    /// # Errors
    ///
    /// [`CallError`] if no answer comes.
    pub fn gives(&self, uri: &Uri, fate: Fate) -> Result<Response<Bytes>, CallError> {
        self.trace((fate, uri.to_string()));
        let kind = if uri.host() == Some("api.telegram.org") {
            ChannelKind::Telegram
        } else if uri.host().is_some_and(|host| host.contains("line")) {
            ChannelKind::Line
        } else {
            ChannelKind::Whatsapp
        };
        match fate {
            Fate::NotConnected => Err(CallError::NotConnected),
            Fate::Unanswered { .. } => Err(CallError::Lost),
            Fate::Busy(_) => Ok(response(429, &json!({}))),
            Fate::Broken { .. } => Ok(response(500, &json!({}))),
            Fate::Refused => Ok(response(404, &json!({}))),
            Fate::Fine => Ok(play::fetched(kind, uri, play::PIXEL, |_| None)),
        }
    }
}

/// What the provider will tell of a message that it took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receipts {
    /// Nothing.
    None,
    /// That it was sent, delivered, read.
    Good,
    /// That it was sent, and then that it cannot be delivered.
    Refused,
}

impl Receipts {
    fn of(dice: &mut Dice, kind: ChannelKind) -> Self {
        match (kind, dice.between(0, 10)) {
            (ChannelKind::Whatsapp, 0) => Self::None,
            (ChannelKind::Whatsapp, 1) => Self::Refused,
            (ChannelKind::Whatsapp, _) => Self::Good,
            _ => Self::None,
        }
    }
}

impl World {
    /// WhatsApp tells what became of a message, in webhooks that come in any order.
    async fn send_receipts(self: Arc<Self>, row: RowKey, call: Value, id: u64, receipts: Receipts) {
        let told: &[(&str, Option<i64>)] = match receipts {
            Receipts::None => return,
            Receipts::Good => &[("sent", None), ("delivered", None), ("read", None)],
            Receipts::Refused => &[("sent", None), ("failed", Some(131_026))],
        };
        let Some(channels::Credentials::Whatsapp(account)) = self.inbox(ChannelKind::Whatsapp).credentials()
        else {
            return;
        };
        // Now and then the first word comes before the answer to the call, or when nobody waits for it any more.
        let most_ms = {
            let mut state = self.state();
            state.untold += 1;
            let calm = state.faults.over;
            state.dice.one_of(if calm { &[20, 2_000] } else { &[20, 2_000, 2_000, 90_000] })
        };
        for (status, code) in told {
            let after_ms = self.state().dice.between(1, most_ms);
            self.machine.sleep(after_ms).await;
            let json = channels::whatsapp::play::receipt(&account, &call, id, status, *code, self.now());
            self.tell(|| format!("{row}: WhatsApp tells {status}"));
            self.post(ChannelKind::Whatsapp, Event { id: String::new(), json });
        }
        self.state().untold -= 1;
    }
}

/// Whose address it is.
fn kind_of(path: &str) -> ChannelKind {
    if path.contains("/bot/") {
        ChannelKind::Line
    } else if path.ends_with("/messages") {
        ChannelKind::Whatsapp
    } else {
        ChannelKind::Telegram
    }
}

fn response(status: u16, body: &Value) -> Response<Bytes> {
    let mut response = Response::new(body.to_string().into());
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    response
}
