//! The providers of a story: those that the command plays, with a mood.

use std::collections::BTreeSet;
use std::sync::Mutex;

use async_trait::async_trait;
use bytes::Bytes;
use channels::play::{self, Account, Happened, Person, Refusal, Told};
use channels::{CallError, Credentials, Reach};
use domain::{ChannelKind, Timestamp};
use http::{HeaderMap, Request, Response, Uri};
use secrecy::ExposeSecret;
use serde_json::Value;
use service::Settings;
use service::seams::{FetchError, Http, Limits};
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
    relayed: Mutex<Vec<(Request<Bytes>, Reach)>>,
    blocked: Mutex<BTreeSet<String>>,
    fetched: Mutex<Vec<(Uri, HeaderMap)>>,
    says: Mutex<Vec<(String, Said)>>,
    holds: Mutex<Option<&'static str>>,
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
            blocked: Mutex::default(),
            fetched: Mutex::default(),
            says: Mutex::default(),
            holds: Mutex::default(),
            clock: Box::new(clock),
        }
    }

    /// Changes how it answers from now on.
    pub fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// These customers have blocked every account.
    pub fn is_blocked_by(&self, recipient: &str) {
        self.blocked.lock().unwrap().insert(recipient.to_owned());
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
        self.all().into_iter().filter(|call| call.is_message).collect()
    }

    /// The webhooks that it has yet to post, in order.
    pub fn tells(&self) -> Vec<Told> {
        std::mem::take(&mut *self.tells.lock().unwrap())
    }

    /// What was passed on to addresses that are no provider's, and how far it might go.
    pub fn relayed(&self) -> Vec<(Request<Bytes>, Reach)> {
        self.relayed.lock().unwrap().clone()
    }

    /// The account of a channel may send so many counted messages in this month, and has sent so many.
    pub fn counts(&self, kind: ChannelKind, limit: Option<u64>, used: u64) {
        let mut accounts = self.accounts.lock().unwrap();
        let account = accounts.iter_mut().find(|account| account.credentials().kind() == kind).unwrap();
        account.limit(limit);
        account.has_sent(used);
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
        let Some(account) = account else { return Err(CallError::NotConnected) };
        let kind = account.credentials().kind();
        let body: Value = serde_json::from_slice(request.body()).unwrap_or_default();
        let to = play::recipient(kind, &body).unwrap_or_default();
        if self.blocked.lock().unwrap().contains(&to)
            && let Some(refused) = Refusal::Blocked.answer(kind)
        {
            return Ok(refused);
        }
        let asks = request.method() == http::Method::GET;
        match mood {
            Mood::Busy | Mood::Says(_) if asks => {}
            Mood::Busy => return Ok(Refusal::TooOften { seconds: Some(1) }.answer(kind).unwrap()),
            Mood::Says(refusal) => {
                if let Some(refused) = refusal.answer(kind) {
                    return Ok(refused);
                }
            }
            Mood::Refuses => return Ok(play::refusal(kind)),
            Mood::Fine | Mood::Down | Mood::LosesAnswers => {}
        }
        let answered = account.answers(&request, (self.clock)());
        if let Some(call) = answered.call {
            let headers = request.headers().clone();
            let is_message = !call.bubbles.is_empty();
            self.took.lock().unwrap().push(Call { method: call.method, headers, body, is_message });
        }
        self.tells.lock().unwrap().extend(answered.tells);
        if mood == Mood::LosesAnswers { Err(CallError::Lost) } else { Ok(answered.answer) }
    }

    async fn fetch(&self, request: Request<Bytes>, limits: Limits) -> Result<Response<Bytes>, FetchError> {
        let mood = *self.mood.lock().unwrap();
        if mood == Mood::Down {
            return Err(CallError::NotConnected.into());
        }
        if request.method() == http::Method::POST {
            let status = if mood == Mood::Fine { 200 } else { 500 };
            self.relayed.lock().unwrap().push((request, limits.reach));
            return Ok(Response::builder().status(status).body(Bytes::new()).unwrap());
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
            None => play::fetched(kind_of(&uri), &uri, play::PIXEL, |_| None),
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
        // A question for somebody's name; the other is one for a file.
        "graph.facebook.com" if uri.query().is_some_and(|query| query.starts_with("fields=")) => {
            ChannelKind::Messenger
        }
        "graph.facebook.com" | "lookaside.fbsbx.com" => ChannelKind::Whatsapp,
        _ => ChannelKind::Messenger,
    }
}
