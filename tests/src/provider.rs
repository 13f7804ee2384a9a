//! The providers of a story, played: they keep what they took and answer as they are told to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use async_trait::async_trait;
use bytes::Bytes;
use channels::play::{self, Refusal};
use channels::{CallError, line};
use domain::ChannelKind;
use http::{HeaderMap, Request, Response, Uri};
use serde_json::{Value, json};
use service::seams::{FetchError, Http, Limits};

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

/// What a provider answers to a call that fetches something.
#[derive(Debug, Clone)]
pub enum Said {
    /// This.
    Answer(u16, Vec<u8>),
    /// That it is elsewhere.
    Moved(&'static str),
    /// Nothing: its name leads into a private network.
    LeadsHome,
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
    fetched: Mutex<Vec<(Uri, HeaderMap)>>,
    says: Mutex<Vec<(String, Said)>>,
    holds: Mutex<Option<&'static str>>,
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

    /// From now on answers calls that fetch something, and whose address holds this, in this way.
    pub fn says(&self, part: &str, said: Said) {
        self.says.lock().unwrap().insert(0, (part.to_owned(), said));
    }

    /// Keeps whoever fetches something whose address holds this waiting, or nobody any longer.
    pub fn holds(&self, part: Option<&'static str>) {
        *self.holds.lock().unwrap() = part;
    }

    /// The addresses of the calls that fetched something, and the headers, in order.
    pub fn fetched(&self) -> Vec<(Uri, HeaderMap)> {
        self.fetched.lock().unwrap().clone()
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

    async fn fetch(&self, request: Request<Bytes>, limits: Limits) -> Result<Response<Bytes>, FetchError> {
        if *self.mood.lock().unwrap() == Mood::Down {
            return Err(CallError::NotConnected.into());
        }
        let uri = request.uri().clone();
        self.fetched.lock().unwrap().push((uri.clone(), request.headers().clone()));
        while self.holds.lock().unwrap().is_some_and(|part| uri.to_string().contains(part)) {
            tokio::task::yield_now().await;
        }
        let told = self.says.lock().unwrap().iter().find(|(part, _)| uri.to_string().contains(part)).cloned();
        let response = match told {
            Some((_, Said::Answer(status, body))) => {
                Response::builder().status(status).body(body.into()).unwrap()
            }
            Some((_, Said::Moved(to))) => {
                Response::builder().status(302).header("location", to).body(Bytes::new()).unwrap()
            }
            Some((_, Said::LeadsHome)) => return Err(FetchError::Private),
            None => play::fetched(kind_of(&uri), &uri, play::PIXEL),
        };
        let too_large = response.body().len() as u64 > limits.max_bytes;
        if too_large { Err(FetchError::TooLarge) } else { Ok(response) }
    }
}

/// Whose host it is.
fn kind_of(uri: &Uri) -> ChannelKind {
    match uri.host().unwrap_or_default() {
        "api-data.line.me" | "api.line.me" | "profile.line-scdn.net" => ChannelKind::Line,
        "api.telegram.org" => ChannelKind::Telegram,
        "api.weixin.qq.com" => ChannelKind::Wechat,
        "lookaside.fbsbx.com" => ChannelKind::Whatsapp,
        // A question for somebody's name; the other is one for a file.
        "graph.facebook.com" if uri.query().is_some_and(|query| query.starts_with("fields=")) => {
            ChannelKind::Messenger
        }
        "graph.facebook.com" => ChannelKind::Whatsapp,
        _ => ChannelKind::Messenger,
    }
}
