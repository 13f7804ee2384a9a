//! Providers, played: they answer calls as the real ones do, and post what follows back to the desk, so that it can be tried
//! without accounts.
//!
//! Only `madoguchi dev` mounts them, and only for inboxes without an `api_base`. What a provider does stands in
//! [`channels::play`]; here is what goes over the network.

use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post, put};
use axum::{Json, Router};
use channels::play::{Account, Answered, Bubble, Deed, Fault, Faults, Person, Refusal, Told, Webhook};
use domain::{InboxId, Timestamp};
use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use service::Settings;
use service::seams::{Clock, SystemClock};

/// The most happenings that are remembered.
const MOST: usize = 10_000;
/// The longest call in bytes.
const LONGEST: usize = 4 * 1024 * 1024;
/// Longer than the desk waits for any answer.
const TOO_LONG: Duration = Duration::from_secs(11);

/// What a customer does, as the command says it. Without a message it is the last one: of their own to change or take back,
/// of ours to quote or react to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "does", rename_all = "snake_case")]
pub enum Does {
    /// Writes words.
    Writes {
        /// The words.
        text: String,
    },
    /// Writes words beneath a message.
    Quotes {
        /// The words.
        text: String,
        /// The message.
        message: Option<String>,
    },
    /// Presses a button.
    Taps {
        /// Its id.
        button: String,
    },
    /// Sends a picture.
    SendsImage,
    /// Sends a file.
    SendsFile {
        /// Its name.
        file: String,
    },
    /// Changes a message of their own.
    Edits {
        /// The message.
        message: Option<String>,
        /// The new words.
        text: String,
    },
    /// Takes a message of their own back.
    Unsends {
        /// The message.
        message: Option<String>,
    },
    /// Reacts to a message; with no emoji, takes that back.
    Reacts {
        /// The message.
        message: Option<String>,
        /// The emoji.
        emoji: String,
    },
    /// Adds the account.
    Follows,
    /// Blocks it.
    Blocks,
}

impl Does {
    /// The deed, if there is a message to do it to.
    fn deed<'a>(&'a self, wrote: Option<&'a str>, got: Option<&'a str>) -> Option<Deed<'a>> {
        Some(match self {
            Self::Writes { text } => Deed::Writes(text),
            Self::Quotes { text, message } => Deed::Quotes { text, message: message.as_deref().or(got)? },
            Self::Taps { button } => Deed::Taps(button),
            Self::SendsImage => Deed::SendsImage("picture"),
            Self::SendsFile { file } => Deed::SendsFile(file),
            Self::Edits { message, text } => Deed::Edits { message: message.as_deref().or(wrote)?, text },
            Self::Unsends { message } => Deed::Unsends { message: message.as_deref().or(wrote)? },
            Self::Reacts { message, emoji } => Deed::Reacts { message: message.as_deref().or(got)?, emoji },
            Self::Follows => Deed::Follows,
            Self::Blocks => Deed::Blocks,
        })
    }
}

/// Who does what.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeedOf {
    /// What they are called.
    pub name: String,
    /// Who they are.
    pub number: u64,
    /// What they do.
    #[serde(flatten)]
    pub does: Does,
}

/// What the desk answered to the webhook that told of a deed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Done {
    /// The status; of the second, if it was posted twice.
    pub status: u16,
    /// What the desk said, if it refused.
    pub said: String,
    /// How often it was posted.
    pub posted: usize,
    /// The provider's id of the message.
    pub message: String,
    /// The customer's address.
    pub address: String,
    /// The number of the last thing that had happened before.
    pub after: u64,
}

/// Something that happened at a played provider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Happening {
    /// Its number, from 1.
    pub n: u64,
    /// To which account.
    pub inbox: InboxId,
    /// The customer's address, if one is concerned.
    pub to: Option<String>,
    /// What it was.
    #[serde(flatten)]
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum What {
    /// The customer sees something.
    Bubble {
        /// How it was sent: `reply`, `push`, `sendMessage`.
        by: String,
        /// Its words.
        text: String,
        /// What can be pressed: label and id.
        buttons: Vec<(String, String)>,
        /// The provider's id of the message, if it gives one.
        message: Option<String>,
    },
    /// The provider refused a call.
    Refused {
        /// The last part of the address.
        by: String,
        /// The status.
        status: u16,
        /// What it said.
        said: String,
    },
    /// The provider told something of a message.
    Told {
        /// `sent`, `delivered`, `read`, `failed`.
        says: String,
        /// What the desk answered.
        status: u16,
    },
    /// Something went wrong on purpose.
    Fault {
        /// The last part of the address.
        by: String,
        /// What: `timeout`, `busy`, `broken`, `answer_lost`.
        fault: String,
    },
}

/// How much goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultSettings {
    /// How many of a thousand calls, and of a thousand webhooks.
    pub per_mille: u64,
    /// The seed of the dice.
    pub seed: u64,
}

struct Stage {
    accounts: BTreeMap<InboxId, Account>,
    happened: VecDeque<Happening>,
    faults: Option<Faults>,
    last: u64,
}

#[derive(Clone)]
struct Shared {
    stage: Arc<Mutex<Stage>>,
    http: reqwest::Client,
    desk: String,
}

/// Points every inbox without an `api_base` at the played provider of this server, and gives its routes.
pub fn play(settings: &mut Settings, address: SocketAddr) -> Router {
    let mut accounts = BTreeMap::new();
    let desk = settings.desk.clone();
    for inbox in settings.inboxes.iter_mut().filter(|inbox| inbox.api_base.is_none()) {
        inbox.api_base = Some(format!("http://{address}/simulator/{}", inbox.id));
        if let Some(credentials) = inbox.credentials() {
            // The desk may remember what another process played: no number comes twice.
            let first = u64::try_from(SystemClock.now().as_millis()).unwrap_or_default();
            let mut account = Account::new(credentials, first);
            account.posts_to(service::webhook_url(&desk, inbox.channel, &inbox.id));
            accounts.insert(inbox.id.clone(), account);
        }
    }
    let stage = Stage { accounts, happened: VecDeque::new(), faults: None, last: 0 };
    let shared = Shared {
        stage: Arc::new(Mutex::new(stage)),
        http: reqwest::Client::new(),
        desk: format!("http://{address}"),
    };
    Router::new()
        .route("/simulator/happened", get(happened))
        .route("/simulator/faults", put(set_faults))
        .route("/simulator/quota/{inbox}", put(set_quota))
        .route("/simulator/deeds/{inbox}", post(does))
        .route("/simulator/{inbox}/{*path}", any(called))
        .with_state(shared)
}

impl Shared {
    fn stage(&self) -> MutexGuard<'_, Stage> {
        self.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Posts a webhook to the desk, as a provider does.
    async fn post(&self, inbox: &InboxId, channel: &str, webhook: &Webhook) -> (u16, String) {
        let address = format!("{}/hooks/{channel}/{inbox}?{}", self.desk, webhook.query);
        let request = self.http.post(address).headers(webhook.headers.clone()).body(webhook.body.clone());
        match request.send().await {
            Ok(answer) => {
                let status = answer.status().as_u16();
                (status, answer.text().await.unwrap_or_default().trim().to_owned())
            }
            Err(error) => (0, error.without_url().to_string()),
        }
    }

    /// Posts what follows a call, each thing at its time.
    async fn tell(&self, inbox: &InboxId, channel: &str, to: Option<&String>, tells: Vec<Told>) {
        let mut waited = Duration::ZERO;
        for told in tells {
            tokio::time::sleep(told.after.saturating_sub(waited)).await;
            waited = waited.max(told.after);
            let (status, _) = self.post(inbox, channel, &told.webhook).await;
            let what = What::Told { says: told.says.to_owned(), status };
            self.stage().note(inbox, to.cloned(), what);
        }
    }
}

impl Stage {
    fn note(&mut self, inbox: &InboxId, to: Option<String>, what: What) {
        self.last += 1;
        self.happened.push_back(Happening { n: self.last, inbox: inbox.clone(), to, what });
        if self.happened.len() > MOST {
            self.happened.pop_front();
        }
    }
}

#[derive(Deserialize)]
struct Since {
    inbox: InboxId,
    #[serde(default)]
    after: u64,
}

async fn happened(State(shared): State<Shared>, Query(since): Query<Since>) -> Json<Vec<Happening>> {
    let stage = shared.stage();
    let new = stage.happened.iter().filter(|it| it.n > since.after && it.inbox == since.inbox);
    Json(new.cloned().collect())
}

async fn set_faults(State(shared): State<Shared>, Json(asked): Json<FaultSettings>) -> StatusCode {
    let FaultSettings { per_mille, seed } = asked;
    shared.stage().faults = (per_mille > 0).then(|| Faults::new(seed, per_mille));
    StatusCode::NO_CONTENT
}

/// Limits the month's pushes; `null` for as many as one likes.
async fn set_quota(
    State(shared): State<Shared>,
    Path(inbox): Path<InboxId>,
    Json(quota): Json<Option<u64>>,
) -> StatusCode {
    match shared.stage().accounts.get_mut(&inbox) {
        Some(account) => {
            account.limit(quota);
            StatusCode::NO_CONTENT
        }
        None => StatusCode::NOT_FOUND,
    }
}

async fn does(
    State(shared): State<Shared>,
    Path(inbox): Path<InboxId>,
    Json(asked): Json<DeedOf>,
) -> Result<Json<Done>, (StatusCode, String)> {
    let person = Person { name: &asked.name, number: asked.number };
    let (happened, channel, copies, after) = {
        let mut stage = shared.stage();
        let account = stage.accounts.get_mut(&inbox);
        let account = account.ok_or((StatusCode::NOT_FOUND, format!("{inbox} has no played provider")))?;
        let channel = account.credentials().kind().as_str();
        let (wrote, got) = (account.last_written_by(asked.number), account.last_got_by(asked.number));
        let (wrote, got) = (wrote.map(str::to_owned), got.map(str::to_owned));
        let deed = asked.does.deed(wrote.as_deref(), got.as_deref());
        let deed = deed.ok_or_else(|| (StatusCode::UNPROCESSABLE_ENTITY, no_message(account, &asked)))?;
        let happened = account.does(person, deed, SystemClock.now());
        let happened = happened.map_err(|cannot| (StatusCode::UNPROCESSABLE_ENTITY, cannot.to_string()))?;
        let copies = stage.faults.as_mut().map_or(1, Faults::copies);
        (happened, channel, copies, stage.last)
    };
    let (mut status, mut said) = (0, String::new());
    for _ in 0..copies {
        (status, said) = shared.post(&inbox, channel, &happened.webhook).await;
    }
    let (message, address) = (happened.message, happened.address);
    Ok(Json(Done { status, said, posted: copies, message, address, after }))
}

/// Why there is nothing to do it to: nothing was written yet, or nobody could do it to anything.
fn no_message(account: &Account, asked: &DeedOf) -> String {
    let person = Person { name: &asked.name, number: asked.number };
    let any = asked.does.deed(Some("0"), Some("0"));
    let cannot = any.and_then(|deed| {
        channels::play::webhook(account.credentials(), person, deed, 0, SystemClock.now()).err()
    });
    cannot.map_or_else(
        || {
            let nothing = format!("the played provider knows no message of {} to do that to", asked.name);
            format!("{nothing}; write first, or name one with --message")
        },
        |cannot| cannot.to_string(),
    )
}

/// Answers a call as the provider does, unless something goes wrong.
async fn called(
    State(shared): State<Shared>,
    Path((inbox, path)): Path<(InboxId, String)>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, LONGEST).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let mut call = http::Request::new(body);
    *call.method_mut() = parts.method;
    *call.headers_mut() = parts.headers;
    *call.uri_mut() = parts.uri;
    let by = path.rsplit('/').next().unwrap_or_default().to_owned();
    let asked = |account: &Account| account.is_asked(call.uri().path());
    if call.method() == Method::GET && !shared.stage().accounts.get(&inbox).is_some_and(asked) {
        let stage = shared.stage();
        let whole = format!("{}{}", shared.desk, call.uri()).parse().ok();
        let given = stage.accounts.get(&inbox).zip(whole).map(|(account, uri)| account.gives(&uri));
        return given.map_or_else(|| StatusCode::NOT_FOUND.into_response(), |given| given.map(Body::from));
    }
    let acted = {
        let mut stage = shared.stage();
        act(&mut stage, &inbox, &by, &call, SystemClock.now())
    };
    let Some(Acted { fault, answered, channel }) = acted else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let Some(Answered { answer, call, tells }) = answered else {
        // Whoever waits for an answer has gone by then.
        tokio::time::sleep(TOO_LONG).await;
        return broken_off();
    };
    let to = call.and_then(|call| call.to);
    let (before, later): (Vec<_>, Vec<_>) = tells.into_iter().partition(|told| told.after.is_zero());
    shared.tell(&inbox, channel, to.as_ref(), before).await;
    let (teller, told) = (shared.clone(), inbox.clone());
    tokio::spawn(async move { teller.tell(&told, channel, to.as_ref(), later).await });
    if fault == Some(Fault::AnswerLost) { broken_off() } else { answer.map(Body::from).into_response() }
}

/// What a call led to.
struct Acted {
    fault: Option<Fault>,
    /// `None` if it was not taken and is never answered.
    answered: Option<Answered>,
    channel: &'static str,
}

/// Takes a call, or has it go wrong; `None` if there is no such account.
fn act(
    stage: &mut Stage,
    inbox: &InboxId,
    by: &str,
    call: &http::Request<bytes::Bytes>,
    now: Timestamp,
) -> Option<Acted> {
    let fault = stage.faults.as_mut().and_then(Faults::call);
    let account = stage.accounts.get_mut(inbox)?;
    let kind = account.credentials().kind();
    let not_taken = |answer| Some(Answered { answer, call: None, tells: Vec::new() });
    let (answered, word) = match fault {
        Some(Fault::Timeout) => (None, Some("timeout")),
        Some(Fault::Busy(wait)) => {
            let refusal = Refusal::TooOften { seconds: Some(wait.as_secs()) };
            (refusal.answer(kind).and_then(not_taken), Some("busy"))
        }
        Some(Fault::Broken) => {
            let mut broken = http::Response::new(bytes::Bytes::new());
            *broken.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            (not_taken(broken), Some("broken"))
        }
        Some(Fault::AnswerLost) => (Some(account.answers(call, now)), Some("answer_lost")),
        None => (Some(account.answers(call, now)), None),
    };
    let to = answered.as_ref().and_then(|answered| answered.call.as_ref()?.to.clone());
    if let Some(word) = word {
        stage.note(inbox, to.clone(), What::Fault { by: by.to_owned(), fault: word.to_owned() });
    }
    let mut answered = answered;
    if let Some(answered) = &mut answered {
        if let Some(faults) = &mut stage.faults {
            faults.disturb(&mut answered.tells);
        }
        if let Some(call) = &answered.call {
            for (at, Bubble { text, buttons }) in call.bubbles.iter().enumerate() {
                let message = call.messages.get(at).cloned();
                let (by, text, buttons) = (by.to_owned(), text.clone(), buttons.clone());
                stage.note(inbox, to.clone(), What::Bubble { by, text, buttons, message });
            }
        } else if word.is_none() {
            let said = String::from_utf8_lossy(answered.answer.body()).into_owned();
            let status = answered.answer.status().as_u16();
            stage.note(inbox, None, What::Refused { by: by.to_owned(), status, said });
        }
    }
    Some(Acted { fault, answered, channel: kind.as_str() })
}

/// An answer that begins and never ends.
fn broken_off() -> Response {
    let broken = futures::stream::iter([Err::<bytes::Bytes, _>(std::io::Error::other("broken off"))]);
    Body::from_stream(broken).into_response()
}
