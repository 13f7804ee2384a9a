//! LINE, Telegram and WhatsApp: what they do with calls, and what they remember of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bytes::Bytes;
use channels::CallError;
use http::{HeaderMap, Request, Response};
use serde_json::{Value, json};

use super::faults::Faults;
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
    fn take(&mut self, request: &Request<Bytes>, body: &Value, row: Option<&RowKey>) -> Taken {
        let path = request.uri().path();
        self.taken += 1;
        let id = self.taken;
        if path.ends_with("/reply") {
            let token = body["replyToken"].as_str().unwrap_or_default().to_owned();
            if !self.tokens.insert(token) {
                return Taken::No(400, json!({"message": "Invalid reply token"}));
            }
        }
        if let Some(key) = header(request.headers(), "x-line-retry-key") {
            if let Some(answer) = self.keys.get(key) {
                return Taken::Before(answer.clone());
            }
            self.keys.insert(key.to_owned(), line_answer(id));
        }
        if let Some(row) = row {
            *self.reached.entry(row.clone()).or_default() += 1;
        }
        Taken::Now(if path.contains("/bot/message/") {
            line_answer(id)
        } else if path.ends_with("/messages") {
            json!({"messaging_product": "whatsapp", "contacts": [], "messages": [{"id": format!("wamid.{id}")}]})
        } else {
            json!({"ok": true, "result": {"message_id": id, "date": 0, "chat": {"id": 1, "type": "private"}}})
        })
    }
}

enum Taken {
    /// It is on its way to the person.
    Now(Value),
    /// LINE: it was, under the same retry key.
    Before(Value),
    /// It is not.
    No(u16, Value),
}

fn line_answer(id: u64) -> Value {
    json!({"sentMessages": [{"id": format!("sent-{id}"), "quoteToken": format!("quote-{id}")}]})
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
        row: Option<RowKey>,
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
        let taken = self.state().providers.take(request, &body, row.as_ref());
        if let (Taken::Now(_), Some(row)) = (&taken, &row) {
            self.tell(|| format!("{row} reaches the customer"));
            let often = self.state().providers.reached.get(row).copied().unwrap_or(0);
            self.state().watch.reached(row, often);
        }
        if matches!(fate, Fate::Unanswered { .. }) {
            return Err(CallError::Lost);
        }
        if matches!(fate, Fate::Broken { .. }) {
            return answer(500, &json!({"message": "Internal"}));
        }
        match taken {
            Taken::Now(value) => answer(200, &value),
            Taken::Before(value) => {
                let mut response = response(409, &value);
                response.headers_mut().insert(
                    "x-line-accepted-request-id",
                    http::HeaderValue::from_static("played"),
                );
                Ok(response)
            }
            Taken::No(status, value) => answer(status, &value),
        }
    }
}

fn response(status: u16, body: &Value) -> Response<Bytes> {
    let mut response = Response::new(body.to_string().into());
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    response
}
