//! One account at a played provider: takes calls, remembers, and tells what follows.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use bytes::Bytes;
use domain::{ChannelKind, Timestamp};
use http::{HeaderMap, Method, Request, Response, Uri, header};
use serde_json::Value;

use super::{
    Bubble, Cannot, Deed, PIXEL, Person, Webhook, address, bubbles, fetched, message_id, signed, webhook,
};
use crate::{Credentials, line, meta, telegram, wechat, whatsapp};

/// The word for a message that was taken and does not arrive.
pub(crate) const FAILED: &str = "failed";
/// The most keys, tokens and people of one account that are remembered.
const MOST: usize = 10_000;

/// One account at a played provider.
///
/// It judges by what it has seen: a customer who never wrote through it is within every window, and a reply token that it
/// never gave is taken once. So customers may also be played elsewhere, and it may begin anew beside a desk that did not.
#[derive(Debug, Clone)]
pub struct Account {
    credentials: Credentials,
    state: State,
}

/// What an account remembers.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    /// The number of the next thing that happens: no two have the same.
    n: u64,
    /// Who wrote to it, by address.
    people: BTreeMap<String, Seen>,
    /// What each key of a call was answered with.
    pub keys: BTreeMap<String, Value>,
    /// Tokens that it gave: to whom, and when.
    pub tokens: BTreeMap<String, (String, Timestamp)>,
    /// Tokens that were used.
    pub spent: BTreeSet<String>,
    /// How many counted messages it may send in a month, if that is limited.
    pub quota: Option<u64>,
    /// How many it has sent.
    pub used: u64,
    /// Where it posts webhooks, if it was told.
    pub webhook: Option<String>,
}

/// What an account knows of a customer.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// What they are called.
    pub name: String,
    /// When they last did something that opens a window.
    pub wrote_at: Timestamp,
    /// How many messages they were sent since.
    pub sent_since: u32,
    /// They have blocked the account.
    pub gone: bool,
    /// The last message that they wrote.
    wrote: Option<String>,
    /// The last message that they got.
    got: Option<String>,
}

/// A call as it came.
pub(crate) struct Incoming<'a> {
    pub method: &'a Method,
    pub path: &'a str,
    pub query: &'a str,
    pub headers: &'a HeaderMap,
    pub body: Value,
}

impl Incoming<'_> {
    /// The last part of the path.
    pub fn last(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Whether it shows this token as a bearer.
    pub fn bears(&self, token: &str) -> bool {
        let shown = self.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        shown.and_then(|shown| shown.strip_prefix("Bearer ")) == Some(token)
    }
}

/// What becomes of a call.
pub(crate) enum Took {
    /// It is refused.
    Refused(Response<Bytes>),
    /// It is answered, and nothing else follows.
    Answered(Value),
    /// It is a message.
    Message {
        answer: Value,
        /// To whom.
        to: Option<String>,
        /// What the provider tells of it later.
        tells: Vec<Later>,
    },
}

/// Something that is told later.
pub(crate) struct Later {
    pub after: Duration,
    pub says: &'static str,
    pub body: Value,
}

impl Later {
    pub fn new(after_ms: u64, says: &'static str, body: Value) -> Self {
        Self { after: Duration::from_millis(after_ms), says, body }
    }
}

/// What a customer did.
#[derive(Debug, Clone)]
pub struct Happened {
    /// The webhook that tells of it.
    pub webhook: Webhook,
    /// The provider's id of the message, if it was one.
    pub message: String,
    /// The customer's address.
    pub address: String,
}

/// How a call was answered.
#[derive(Debug)]
pub struct Answered {
    /// The answer.
    pub answer: Response<Bytes>,
    /// The call, if it was taken.
    pub call: Option<Call>,
    /// What the provider tells of it later, in order.
    pub tells: Vec<Told>,
}

/// A call that was taken.
#[derive(Debug, Clone)]
pub struct Call {
    /// Its number.
    pub n: u64,
    /// `reply`, `push`, `sendMessage`, …
    pub method: String,
    /// The customer's address, if it was for one.
    pub to: Option<String>,
    /// What the customer sees of it; nothing if it was no message, or does not reach them.
    pub bubbles: Vec<Bubble>,
    /// The provider's ids of the messages.
    pub messages: Vec<String>,
}

/// A webhook that follows a call.
#[derive(Debug, Clone)]
pub struct Told {
    /// How long after the answer; zero is before it.
    pub after: Duration,
    /// `sent`, `delivered`, `read`, `failed`.
    pub says: &'static str,
    /// The webhook.
    pub webhook: Webhook,
}

impl State {
    /// Who has this address, if they ever wrote.
    pub fn person(&self, address: &str) -> Option<&Seen> {
        self.people.get(address)
    }

    /// Whether somebody has blocked the account.
    pub fn is_gone(&self, address: &str) -> bool {
        self.person(address).is_some_and(|seen| seen.gone)
    }

    /// Whether so much time has passed since they wrote; not if they never did.
    pub fn is_over(&self, address: &str, window: Duration, now: Timestamp) -> bool {
        self.person(address).is_some_and(|seen| now.since(seen.wrote_at) > window)
    }

    /// Counts a message to somebody.
    fn sent_to(&mut self, address: &str, messages: &[String]) {
        if let Some(seen) = self.people.get_mut(address) {
            seen.sent_since += 1;
            seen.got = messages.last().cloned().or(seen.got.take());
        }
    }

    fn trim(&mut self) {
        while self.keys.len() > MOST {
            self.keys.pop_first();
        }
        while self.tokens.len() > MOST {
            self.tokens.pop_first();
        }
        while self.spent.len() > MOST {
            self.spent.pop_first();
        }
        while self.people.len() > MOST {
            self.people.pop_first();
        }
    }
}

impl Account {
    /// Opens the account of these credentials. `first` is the number of the first thing that happens: ids are made of the
    /// numbers, so that an account that begins anew beside a desk that did not begins with a higher one.
    pub fn new(credentials: Credentials, first: u64) -> Self {
        Self { credentials, state: State { n: first, ..State::default() } }
    }

    /// What opens it.
    pub const fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Limits how many counted messages it may send in a month (LINE).
    pub fn limit(&mut self, quota: Option<u64>) {
        self.state.quota = quota;
    }

    /// Tells it where to post webhooks.
    pub fn posts_to(&mut self, webhook: String) {
        self.state.webhook = Some(webhook);
    }

    /// Whether a GET of this path is a call, to be [answered](Self::answers); others ask for what it
    /// [gives](Self::gives).
    pub fn is_asked(&self, path: &str) -> bool {
        let last = path.rsplit('/').next().unwrap_or_default();
        match &self.credentials {
            Credentials::Line(_) => ["quota", "consumption", "info", "endpoint"].contains(&last),
            Credentials::Whatsapp(whatsapp) => last == whatsapp.phone_number_id,
            Credentials::Messenger(meta) | Credentials::Instagram(meta) => last == meta.account_id,
            Credentials::Telegram(_) | Credentials::Wechat(_) => false,
        }
    }

    /// Says how many counted messages it has sent in this month (LINE).
    pub const fn has_sent(&mut self, used: u64) {
        self.state.used = used;
    }

    /// The last message that a customer wrote.
    pub fn last_written_by(&self, number: u64) -> Option<&str> {
        self.state.person(&address(self.credentials.kind(), number))?.wrote.as_deref()
    }

    /// The last message that a customer got.
    pub fn last_got_by(&self, number: u64) -> Option<&str> {
        self.state.person(&address(self.credentials.kind(), number))?.got.as_deref()
    }

    /// A customer does something.
    ///
    /// # Errors
    ///
    /// [`Cannot`].
    pub fn does(&mut self, person: Person<'_>, deed: Deed<'_>, now: Timestamp) -> Result<Happened, Cannot> {
        let kind = self.credentials.kind();
        let n = self.state.n;
        let webhook = webhook(&self.credentials, person, deed, n, now)?;
        self.state.n += 1;
        let address = address(kind, person.number);
        let seen = self.state.people.entry(address.clone()).or_insert_with(|| Seen {
            name: person.name.to_owned(),
            wrote_at: now,
            sent_since: 0,
            gone: false,
            wrote: None,
            got: None,
        });
        if matches!(deed, Deed::Writes(_) | Deed::Quotes { .. } | Deed::SendsImage(_) | Deed::SendsFile(_)) {
            seen.wrote = Some(message_id(kind, n));
        }
        match deed {
            Deed::Blocks => seen.gone = true,
            // Taking something back opens no window.
            Deed::Unsends { .. } | Deed::Edits { .. } => {}
            _ => (seen.gone, seen.wrote_at, seen.sent_since) = (false, now, 0),
        }
        if kind == ChannelKind::Line && !matches!(deed, Deed::Blocks | Deed::Unsends { .. }) {
            self.state.tokens.insert(line::play::reply_token(n), (address.clone(), now));
        }
        self.state.trim();
        Ok(Happened { webhook, message: message_id(kind, n), address })
    }

    /// Gives a file, or says who somebody is. The address is whole, with scheme and host.
    pub fn gives(&self, uri: &Uri) -> Response<Bytes> {
        let name = |address: &str| self.state.person(address).map(|seen| seen.name.clone());
        fetched(self.credentials.kind(), uri, PIXEL, name)
    }

    /// Answers a call. The address's host does not matter; a path that the provider does not have is answered 404.
    pub fn answers(&mut self, request: &Request<Bytes>, now: Timestamp) -> Answered {
        let incoming = Incoming {
            method: request.method(),
            path: request.uri().path(),
            query: request.uri().query().unwrap_or_default(),
            headers: request.headers(),
            body: serde_json::from_slice(request.body()).unwrap_or_default(),
        };
        let (kind, n) = (self.credentials.kind(), self.state.n);
        let state = &mut self.state;
        let took = match &self.credentials {
            Credentials::Line(line) => line::play::takes(state, line, &incoming, n, now),
            Credentials::Telegram(telegram) => telegram::play::takes(state, telegram, &incoming, n, now),
            Credentials::Whatsapp(whatsapp) => whatsapp::play::takes(state, whatsapp, &incoming, n, now),
            Credentials::Messenger(meta) | Credentials::Instagram(meta) => {
                meta::play::takes(state, kind, meta, &incoming, n, now)
            }
            Credentials::Wechat(wechat) => wechat::play::takes(state, wechat, &incoming, n, now),
        };
        state.trim();
        let (answer, to, tells, is_message) = match took {
            Took::Refused(answer) => return Answered { answer, call: None, tells: Vec::new() },
            Took::Answered(answer) => (answer, None, Vec::new(), false),
            Took::Message { answer, to, tells } => (answer, to, tells, true),
        };
        let lost = tells.iter().any(|later| later.says == FAILED)
            || to.as_ref().is_some_and(|to| self.state.is_gone(to));
        let method = incoming.last().to_owned();
        let seen = is_message && !lost;
        let bubbles = if seen { bubbles(kind, &method, &incoming.body) } else { Vec::new() };
        self.state.n += 1;
        let messages = messages(&answer);
        if let Some(to) = &to {
            self.state.sent_to(to, &messages);
        }
        let tells = tells.into_iter().map(|later| Told {
            webhook: signed(&self.credentials, later.body.to_string().as_bytes(), now + later.after),
            after: later.after,
            says: later.says,
        });
        let call = Call { n, method, to, bubbles, messages };
        Answered { answer: json_answer(200, &answer), call: Some(call), tells: tells.collect() }
    }
}

/// The ids of messages in an answer.
fn messages(answer: &Value) -> Vec<String> {
    let text = |id: &Value| id.as_str().map_or_else(|| id.to_string(), str::to_owned);
    let many = [&answer["sentMessages"], &answer["messages"]];
    let many = many.into_iter().filter_map(Value::as_array).flatten().filter_map(|message| message.get("id"));
    let one = answer.get("message_id").or(answer["result"].get("message_id"));
    many.chain(one).map(text).collect()
}

/// An answer of JSON.
pub(crate) fn json_answer(status: u16, body: &Value) -> Response<Bytes> {
    let mut answer = Response::new(Bytes::from(body.to_string()));
    *answer.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    answer
        .headers_mut()
        .insert(header::CONTENT_TYPE, http::HeaderValue::from_static("application/json; charset=utf-8"));
    answer
}

/// An answer that refuses.
pub(crate) fn refused(status: u16, body: &Value) -> Took {
    Took::Refused(json_answer(status, body))
}
