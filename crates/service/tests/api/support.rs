//! A desk to ask.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use channels::CallError;
use domain::{
    ChannelKind, Content, ConversationId, InboxId, News, Operator, Party, Role, RowId, Timestamp,
    WebhookEvent,
};
use http::{HeaderMap, Method, Request, Response, StatusCode, header};
use serde_json::{Value, json};
use service::seams::{Clock, FetchError, FolderBlobs, Http, Limits, ProcessBell, Rings, SystemChance};
use service::sign_in::NewOperator;
use service::{Plugs, Service, Settings};
use store::{Memory, Store};
use tower::ServiceExt;

pub const PASSWORD: &str = "correct horse battery";

pub struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

impl TestClock {
    pub fn advance(&self, length: Duration) {
        self.0.fetch_add(i64::try_from(length.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

/// A provider that accepts everything, unless it is told to refuse.
#[derive(Default)]
pub struct Provider {
    pub refuses: Mutex<bool>,
    pub calls: Mutex<Vec<Value>>,
    /// What it says when it refuses; something of its own, if that is empty.
    pub says: Mutex<String>,
    /// An account that answers in its place.
    pub plays: Mutex<Option<channels::play::Account>>,
}

#[async_trait]
impl Http for Provider {
    async fn call(&self, request: Request<Bytes>) -> Result<Response<Bytes>, CallError> {
        self.calls.lock().unwrap().push(serde_json::from_slice(request.body()).unwrap_or_default());
        if let Some(account) = self.plays.lock().unwrap().as_mut() {
            return Ok(account.answers(&request, Timestamp::EPOCH).answer);
        }
        let (status, body) = if *self.refuses.lock().unwrap() {
            let says = self.says.lock().unwrap();
            let says = if says.is_empty() { "Failed to send messages" } else { says.as_str() };
            (400, json!({ "message": says }))
        } else {
            (200, json!({ "sentMessages": [{ "id": "461230966842064897", "quoteToken": "IStG5h1Tz7b" }] }))
        };
        Ok(Response::builder().status(status).body(Bytes::from(body.to_string())).unwrap())
    }

    /// Files are a picture, a page of HTML, or gone, by their ids; people have a picture.
    async fn fetch(&self, request: Request<Bytes>, _: Limits) -> Result<Response<Bytes>, FetchError> {
        if request.method() == Method::POST {
            return Ok(self.call(request).await?);
        }
        let path = request.uri().path();
        let answer = |status: u16, body: &'static [u8]| {
            Ok(Response::builder().status(status).body(Bytes::from_static(body)).unwrap())
        };
        if path.contains("/page/") {
            answer(200, b"<!DOCTYPE html><script>alert(1)</script>")
        } else if path.contains("/gone/") {
            answer(404, b"{}")
        } else {
            Ok(channels::play::fetched(ChannelKind::Line, request.uri(), channels::play::PIXEL, |_| None))
        }
    }
}

pub struct Desk {
    pub service: Arc<Service>,
    pub router: Router,
    pub clock: Arc<TestClock>,
    pub provider: Arc<Provider>,
    _rings: Rings,
    events: AtomicU64,
    _folder: tempfile::TempDir,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
    pub bytes: Bytes,
}

impl Answer {
    /// The last part of the problem's type; empty if it is none.
    pub fn problem(&self) -> &str {
        let slug = self.body["type"].as_str().and_then(|kind| kind.strip_prefix("urn:madoguchi:problem:"));
        slug.unwrap_or_default()
    }

    pub fn ok(self) -> Value {
        assert!(self.status.is_success(), "{} {}", self.status, self.body);
        self.body
    }

    pub fn refused(&self, status: u16, slug: &str) {
        assert_eq!((self.status.as_u16(), self.problem()), (status, slug), "{}", self.body);
        assert_eq!(self.headers[header::CONTENT_TYPE], "application/problem+json");
    }
}

/// Somebody who asks.
#[derive(Clone)]
pub struct Person {
    pub operator: Operator,
    pub token: String,
}

impl Desk {
    pub fn open() -> Self {
        Self::with(|_| {})
    }

    pub fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings::sample().unwrap();
        change(&mut settings);
        let folder = tempfile::tempdir().unwrap();
        let (bell, rings) = ProcessBell::new();
        let clock = Arc::new(TestClock(AtomicI64::new(1_795_132_801_000)));
        let provider = Arc::new(Provider::default());
        let bell = Arc::new(bell);
        let plugs = Plugs {
            store: Store::new(Arc::new(Memory::new()), settings.desk.tenant.clone()),
            bell: bell.clone(),
            http: provider.clone(),
            blobs: Arc::new(FolderBlobs::new(folder.path().to_owned())),
            clock: clock.clone(),
            chance: Arc::new(SystemChance),
        };
        let service = Arc::new(Service::new(settings, plugs).watched_by(&bell));
        let router = service::api::routes(service.clone());
        Self { service, router, clock, provider, _rings: rings, events: AtomicU64::new(0), _folder: folder }
    }

    /// Adds somebody and signs them in.
    pub async fn person(&self, login: &str, role: Role, inboxes: &[&str]) -> Person {
        let new = NewOperator {
            login: login.to_owned(),
            name: login.to_uppercase(),
            role,
            inboxes: inboxes.iter().map(|id| id.parse().unwrap()).collect(),
            capacity: 6,
            password: PASSWORD.into(),
        };
        let operator = self.service.add_operator(new).await.unwrap();
        let begun = self.service.sign_in(login, PASSWORD.into(), login).await.unwrap();
        Person { operator, token: begun.token }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 4 * 1024 * 1024).await.unwrap();
        let body = serde_json::from_slice(&bytes).unwrap_or_default();
        Answer { status: parts.status, headers: parts.headers, body, bytes }
    }

    pub async fn ask(&self, who: Option<&Person>, method: Method, path: &str, body: Option<Value>) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(person) = who {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", person.token));
        }
        let body = match body {
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        self.send(request.body(body).unwrap()).await
    }

    pub async fn get(&self, who: &Person, path: &str) -> Answer {
        self.ask(Some(who), Method::GET, path, None).await
    }

    pub async fn post(&self, who: &Person, path: &str, body: Value) -> Answer {
        self.ask(Some(who), Method::POST, path, Some(body)).await
    }

    /// A contact writes; the desk takes it at once.
    pub async fn writes(&self, inbox: &str, thread: &str, text: &str) -> ConversationId {
        let message = format!("m{}", self.events.load(Ordering::SeqCst));
        let content = Content::text(text);
        let news = News::Message { message, content, quotes: None, quote_token: None, read_token: None };
        self.happens(inbox, thread, news).await
    }

    pub async fn happens(&self, inbox: &str, thread: &str, news: News) -> ConversationId {
        let inbox: InboxId = inbox.parse().unwrap();
        let n = self.events.fetch_add(1, Ordering::SeqCst);
        self.clock.advance(Duration::from_millis(1));
        let at = self.clock.now();
        let party = Party {
            thread: format!("user:{thread}"),
            address: "U4af4980629f0a1d3c5b7e9f2a4c6d8e0".to_owned(),
            sender: None,
            name: Some(thread.to_owned()),
            language: None,
        };
        let id = ConversationId::of(&inbox, &party.thread);
        let event = WebhookEvent {
            id: format!("e{n}"),
            at,
            untimed: false,
            party,
            news,
            reply_token: None,
            standby: false,
            raw: None,
        };
        let body = domain::Body::Inbound {
            inbox: inbox.clone(),
            event: Box::new(event),
            hidden: false,
            withdrawn: false,
        };
        let row = RowId::of_event(&inbox, at, &format!("e{n}"));
        self.service.store().keep(&id, row, &body, at).await.unwrap();
        self.service.work(&id).await.unwrap();
        id
    }

    /// Does a command with a name of its own and expects that it is done.
    pub async fn does(&self, who: &Person, id: &ConversationId, verb: &str, mut body: Value) -> Value {
        let n = self.events.fetch_add(1, Ordering::SeqCst);
        body["client_id"] = json!(format!("client-{n:06}"));
        self.post(who, &format!("/v1/conversations/{id}/{verb}"), body).await.ok()
    }
}
