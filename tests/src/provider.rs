//! The providers of a story: those that the command plays, with a mood.

use std::sync::Mutex;

use async_trait::async_trait;
use bytes::Bytes;
use channels::play::{self, Account, Happened, Person, Told};
use channels::{CallError, Credentials};
use domain::{ChannelKind, Timestamp};
use http::{HeaderMap, Request, Response};
use secrecy::ExposeSecret;
use serde_json::Value;
use service::Settings;
use service::seams::Http;
use service::settings::InboxSettings;

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
}

/// A call that a provider took.
#[derive(Debug, Clone)]
pub struct Call {
    /// The last part of the address: `reply`, `push`, `sendMessage`.
    pub method: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Value,
    /// Whether a customer gets something by it.
    pub is_message: bool,
}

/// The providers, played: keep what they took.
pub struct Provider {
    mood: Mutex<Mood>,
    took: Mutex<Vec<Call>>,
    accounts: Mutex<Vec<Account>>,
    tells: Mutex<Vec<Told>>,
    relayed: Mutex<Vec<Request<Bytes>>>,
    clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
}

impl Provider {
    /// Plays the providers of every inbox that calls one.
    pub fn of(settings: &Settings, clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        let credentials = settings.inboxes.iter().filter_map(InboxSettings::credentials);
        Self {
            mood: Mutex::default(),
            took: Mutex::default(),
            accounts: Mutex::new(credentials.map(|credentials| Account::new(credentials, 0)).collect()),
            tells: Mutex::default(),
            relayed: Mutex::default(),
            clock: Box::new(clock),
        }
    }

    /// Changes how it answers from now on.
    pub fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// Everything it took.
    pub fn all(&self) -> Vec<Call> {
        self.took.lock().unwrap().clone()
    }

    /// The messages it took, without courtesies.
    pub fn took(&self) -> Vec<Call> {
        self.all().into_iter().filter(|call| call.is_message).collect()
    }

    /// The webhooks that it has yet to post, in order.
    pub fn tells(&self) -> Vec<Told> {
        std::mem::take(&mut *self.tells.lock().unwrap())
    }

    /// What was passed on to addresses that are no provider's.
    pub fn relayed(&self) -> Vec<Request<Bytes>> {
        self.relayed.lock().unwrap().clone()
    }

    /// Lets the account of a channel push only so much more.
    pub fn limit(&self, kind: ChannelKind, quota: u64) {
        let mut accounts = self.accounts.lock().unwrap();
        accounts.iter_mut().find(|account| account.credentials().kind() == kind).unwrap().limit(Some(quota));
    }

    /// A customer does something at the first account of a channel.
    pub fn does(&self, kind: ChannelKind, person: Person<'_>, deed: play::Deed<'_>) -> Happened {
        let mut accounts = self.accounts.lock().unwrap();
        let account = accounts.iter_mut().find(|account| account.credentials().kind() == kind);
        account.unwrap().does(person, deed, (self.clock)()).unwrap()
    }
}

/// Whether a call is for the account of these credentials.
fn is_for(credentials: &Credentials, request: &Request<Bytes>) -> bool {
    let uri = request.uri().to_string();
    let bearer = request.headers().get("authorization").and_then(|value| value.to_str().ok());
    let bears = |token: &str| bearer == Some(&format!("Bearer {token}"));
    match credentials {
        Credentials::Line(line) => bears(line.access_token.expose_secret()),
        Credentials::Telegram(telegram) => uri.contains(telegram.bot_token.expose_secret()),
        // Several accounts may share a token.
        Credentials::Whatsapp(whatsapp) => {
            bears(whatsapp.access_token.expose_secret()) && uri.contains(&whatsapp.phone_number_id)
        }
        Credentials::Messenger(meta) | Credentials::Instagram(meta) => {
            let asks = request.method() == http::Method::GET;
            bears(meta.access_token.expose_secret()) && (asks || uri.contains(&meta.account_id))
        }
        Credentials::Wechat(wechat) => uri.starts_with(&wechat.api_base),
    }
}

#[async_trait]
impl Http for Provider {
    async fn call(&self, request: Request<Bytes>) -> Result<Response<Bytes>, CallError> {
        let mood = *self.mood.lock().unwrap();
        if mood == Mood::Down {
            return Err(CallError::NotConnected);
        }
        let mut accounts = self.accounts.lock().unwrap();
        let account = accounts.iter_mut().find(|account| is_for(account.credentials(), &request));
        let Some(account) = account else {
            let status = if mood == Mood::Fine { 200 } else { 500 };
            self.relayed.lock().unwrap().push(request);
            return Ok(Response::builder().status(status).body(Bytes::new()).unwrap());
        };
        let kind = account.credentials().kind();
        match mood {
            Mood::Busy => return Ok(play::busy(kind, 1)),
            Mood::Refuses => return Ok(play::refusal(kind)),
            Mood::Fine | Mood::Down | Mood::LosesAnswers => {}
        }
        let answered = account.answers(&request, (self.clock)());
        if let Some(call) = answered.call {
            let body = serde_json::from_slice(request.body()).unwrap_or_default();
            let headers = request.headers().clone();
            let is_message = !call.bubbles.is_empty();
            self.took.lock().unwrap().push(Call { method: call.method, headers, body, is_message });
        }
        self.tells.lock().unwrap().extend(answered.tells);
        if mood == Mood::LosesAnswers { Err(CallError::Lost) } else { Ok(answered.answer) }
    }
}
