//! The providers of a story, played: they keep what they took and answer as they are told to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use async_trait::async_trait;
use bytes::Bytes;
use channels::play::{self, Refusal};
use channels::{CallError, line};
use domain::ChannelKind;
use http::{HeaderMap, Request, Response};
use serde_json::{Value, json};
use service::seams::Http;

/// How a played provider answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mood {
    /// As it should.
    #[default]
    Fine,
    /// No connection.
    Down,
    /// Takes the message, and the answer is lost.
    LosesAnswers,
    /// Refuses: too many.
    Busy,
    /// Refuses for good.
    Refuses,
    /// Refuses everybody, in the words of whichever provider is called.
    Says(Refusal),
}

/// A call that a provider got.
#[derive(Debug, Clone)]
pub struct Call {
    /// The last part of the address: `reply`, `push`, `sendMessage`.
    pub method: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Value,
}

/// The providers, played: keep what they took.
#[derive(Default)]
pub struct Provider {
    mood: Mutex<Mood>,
    took: Mutex<Vec<Call>>,
    keys: Mutex<BTreeMap<String, String>>,
    blocked: Mutex<BTreeSet<String>>,
    /// LINE: how many counted messages the month allows, and how many it has seen.
    month: Mutex<(Option<u64>, u64)>,
}

impl Provider {
    /// Changes how it answers from now on.
    pub fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// These customers have blocked every account.
    pub fn is_blocked_by(&self, recipient: &str) {
        self.blocked.lock().unwrap().insert(recipient.to_owned());
    }

    /// LINE allows so many counted messages in this month, and has seen so many.
    pub fn counts(&self, limit: Option<u64>, used: u64) {
        *self.month.lock().unwrap() = (limit, used);
    }

    /// Everything it took.
    pub fn all(&self) -> Vec<Call> {
        self.took.lock().unwrap().clone()
    }

    /// The messages it took, without courtesies.
    pub fn took(&self) -> Vec<Call> {
        let message = |call: &Call| {
            ["reply", "push"].contains(&call.method.as_str())
                || call.method.starts_with("send")
                || call.method == "messages"
                    && call.body.get("status").is_none()
                    && call.body.get("sender_action").is_none()
        };
        self.took
            .lock()
            .unwrap()
            .iter()
            .filter(|call| message(call) && call.method != "sendChatAction")
            .cloned()
            .collect()
    }
}

/// Which provider is called.
fn kind_of(method: &str, body: &Value) -> ChannelKind {
    if body.get("touser").is_some() || method == "stable_token" {
        ChannelKind::Wechat
    } else if method.starts_with("send") || method == "answerCallbackQuery" {
        ChannelKind::Telegram
    } else if body.get("messaging_product").is_some() {
        ChannelKind::Whatsapp
    } else if method == "messages" {
        ChannelKind::Messenger
    } else {
        ChannelKind::Line
    }
}

#[async_trait]
impl Http for Provider {
    async fn call(&self, request: Request<Bytes>) -> Result<Response<Bytes>, CallError> {
        let mood = *self.mood.lock().unwrap();
        if mood == Mood::Down {
            return Err(CallError::NotConnected);
        }
        let method = request.uri().path().rsplit('/').next().unwrap_or_default().to_owned();
        let answer = |status: u16, body: Value| {
            Ok(Response::builder().status(status).body(body.to_string().into()).unwrap())
        };
        match method.as_str() {
            "quota" => return answer(200, line::play::quota(self.month.lock().unwrap().0)),
            "consumption" => return answer(200, line::play::consumption(self.month.lock().unwrap().1)),
            _ => {}
        }
        let said: Value = serde_json::from_slice(request.body()).unwrap_or_default();
        let kind = kind_of(&method, &said);
        if let Mood::Says(refusal) = mood
            && let Some(refused) = refusal.answer(kind)
        {
            return Ok(refused);
        }
        let to = play::recipient(kind, &said).unwrap_or_default();
        if self.blocked.lock().unwrap().contains(&to)
            && let Some(refused) = Refusal::Blocked.answer(kind)
        {
            return Ok(refused);
        }
        if mood == Mood::Busy {
            return answer(429, json!({"message": "The API rate limit has been exceeded. Try again later."}));
        }
        if mood == Mood::Refuses {
            return answer(
                400,
                json!({"ok": false, "error_code": 400, "message": "Bad", "description": "Bad Request: chat not found"}),
            );
        }
        let headers = request.headers().clone();
        let body: Value = serde_json::from_slice(request.body()).unwrap_or_default();
        let key = headers.get("x-line-retry-key").and_then(|key| key.to_str().ok()).map(str::to_owned);
        let known = key.as_ref().and_then(|key| self.keys.lock().unwrap().get(key).cloned());
        let n = self.took.lock().unwrap().len();
        let sent = match known {
            Some(sent) => {
                let accepted = Response::builder().status(409).header("x-line-accepted-request-id", "played");
                return Ok(accepted.body(sent.into()).unwrap());
            }
            None if body.get("touser").is_some() || method == "stable_token" => {
                play::answer(ChannelKind::Wechat, &method, &body, n as u64)
            }
            None if method.starts_with("send") || method == "answerCallbackQuery" => {
                json!({"ok": true, "result": {"message_id": n, "date": 0, "chat": {"id": 1, "type": "private"}}})
            }
            None if method == "messages" && body.get("messaging_product").is_some() => {
                play::answer(ChannelKind::Whatsapp, &method, &body, n as u64)
            }
            None if method == "messages" => play::answer(ChannelKind::Messenger, &method, &body, n as u64),
            None => {
                json!({"sentMessages": [{"id": format!("sent-{n}"), "quoteToken": format!("quote-{n}")}]})
            }
        };
        if method == "push" {
            self.month.lock().unwrap().1 += 1;
        }
        self.took.lock().unwrap().push(Call { method, headers, body });
        if let Some(key) = key {
            self.keys.lock().unwrap().insert(key, sent.to_string());
        }
        if mood == Mood::LosesAnswers { Err(CallError::Lost) } else { answer(200, sent) }
    }
}
