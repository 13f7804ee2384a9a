//! A desk whose table counts what AWS would charge, and the scripted turns that are measured on it.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use channels::{CallError, Credentials, Posted, signing};
use domain::step::{Command, Input};
use domain::{
    Assignee, ChannelKind, Content, ConversationId, Operator, OperatorId, Role, Timestamp, minutes, seconds,
};
use http::{Request, Response, header};
use rules::RuleSet;
use serde_json::{Value, json};
use service::seams::{Chance, Clock, FetchError, FolderBlobs, Http, Limits, ProcessBell, Rings};
use service::settings::{InboxSettings, SAMPLE};
use service::{Accepted, Act, Once, Plugs, Service, Settings};
use store::meter::Spent;
use store::{Memory, Metered, Store};
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// What the customer of the scripted turns asks; the shipped rules know the answer.
pub const QUESTION: &str = "営業時間";

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct HandClock(AtomicI64);

impl HandClock {
    /// Moves it on.
    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(i64::try_from(by.as_millis()).unwrap(), Ordering::Relaxed);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::Relaxed))
    }
}

/// Counts up: tokens only have to differ here.
#[derive(Debug, Default)]
struct Counted(AtomicU64);

impl Chance for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        let number = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        for (byte, digit) in bytes.iter_mut().rev().zip(number.iter().rev().chain(std::iter::repeat(&0))) {
            *byte = *digit;
        }
    }
}

/// A provider that remembers every call and answers 200, when it is let.
#[derive(Debug)]
pub struct Recorder {
    calls: Mutex<Vec<Request<Bytes>>>,
    open: Semaphore,
}

impl Recorder {
    /// The bodies of all calls, in order.
    pub fn calls(&self) -> Vec<Value> {
        let calls = self.calls.lock().unwrap();
        calls.iter().map(|call| serde_json::from_slice(call.body()).unwrap()).collect()
    }

    /// Lets every call wait for its answer.
    pub fn hold_answers(&self) {
        self.open.forget_permits(Semaphore::MAX_PERMITS);
    }

    /// Answers what waits, and everything from here on.
    pub fn answer(&self) {
        self.open.add_permits(1_000_000);
    }
}

#[async_trait]
impl Http for Recorder {
    async fn call(&self, request: Request<Bytes>) -> Result<Response<Bytes>, CallError> {
        self.calls.lock().unwrap().push(request);
        self.open.acquire().await.map_err(|_| CallError::Lost)?.forget();
        // The length of LINE's own ids: they are stored, and bytes cost.
        let sent =
            json!({"sentMessages": [{"id": "461230966842064897", "quoteToken": "IStG5h1Tz7b6uzgm4h3b"}]});
        Ok(Response::new(sent.to_string().into()))
    }

    /// Files and profiles, as LINE gives them.
    async fn fetch(&self, request: Request<Bytes>, _: Limits) -> Result<Response<Bytes>, FetchError> {
        Ok(channels::play::fetched(ChannelKind::Line, request.uri(), channels::play::PIXEL, |_| None))
    }
}

/// A desk of the shipped sample and the shipped rules, on a table in memory that counts.
pub struct Bench {
    /// The desk.
    pub service: Arc<Service>,
    /// Its table.
    pub table: Arc<Metered<Memory>>,
    /// Its clock.
    pub clock: Arc<HandClock>,
    /// Whom it calls.
    pub provider: Arc<Recorder>,
    rings: Mutex<Rings>,
    webhooks: AtomicU64,
    _files: tempfile::TempDir,
}

impl Bench {
    /// Opens it on a Tuesday at ten in Tokyo, with one operator, `ken`.
    pub async fn open() -> Self {
        let asks = SAMPLE.replacen("auto_end_request_hours = 0", "auto_end_request_hours = 1", 1);
        let settings = Settings::parse("samplconfig.toml", &asks).unwrap();
        let table = Arc::new(Metered::new(Memory::new()));
        let clock = Arc::new(HandClock(AtomicI64::new(1_795_482_000_000)));
        let provider = Arc::new(Recorder { calls: Mutex::default(), open: Semaphore::new(1_000_000) });
        let (bell, rings) = ProcessBell::new();
        let files = tempfile::tempdir().unwrap();
        let plugs = Plugs {
            store: Store::new(table.clone(), settings.desk.tenant.clone()),
            bell: Arc::new(bell),
            http: provider.clone(),
            blobs: Arc::new(FolderBlobs::new(files.path().to_owned())),
            clock: clock.clone(),
            chance: Arc::new(Counted::default()),
        };
        let service = Arc::new(Service::new(settings, plugs));
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules");
        service.use_rules(RuleSet::compile(&local::rules_folder::read(&folder).unwrap()).unwrap());
        let ken = Operator {
            id: ken(),
            login: "ken@example.com".to_owned(),
            name: "Ken".to_owned(),
            role: Role::Operator,
            inboxes: Vec::new(),
            capacity: 10,
            disabled: false,
            since: clock.now(),
        };
        service.store().create_operator(&ken, &"hash".into()).await.unwrap();
        let webhooks = AtomicU64::new(0);
        Self { service, table, clock, provider, rings: Mutex::new(rings), webhooks, _files: files }
    }

    /// Answers bells until none rings.
    pub async fn settle(&self) {
        loop {
            let ring = self.rings.lock().unwrap().try_next();
            let Some(ring) = ring else { return };
            self.service.answer(&ring).await.unwrap();
        }
    }

    /// A webhook in which a customer writes on LINE.
    pub fn webhook(&self, customer: &str, text: &str) -> Bytes {
        let number = self.webhooks.fetch_add(1, Ordering::Relaxed);
        let Some(Credentials::Line(line)) = self.inbox(ChannelKind::Line).credentials() else {
            unreachable!()
        };
        let event = json!({
            "type": "message", "mode": "active", "timestamp": self.clock.now().as_millis(),
            "webhookEventId": format!("01K{number:023}"), "deliveryContext": {"isRedelivery": false},
            "replyToken": "nHuyWiB7yP5Zw52FIkcQobQuGDXCTA", "source": {"type": "user", "userId": address(customer)},
            "message": {"type": "text", "id": format!("{:018}", 468_789_577_898_262_530 + number),
                "quoteToken": "q3Plxr4AgKd8s1Vmh2p6", "text": text},
        });
        json!({"destination": line.destination, "events": [event]}).to_string().into()
    }

    /// Takes a webhook as LINE delivers it; what it leads to waits for [`settle`](Self::settle).
    pub async fn receives(&self, webhook: &Bytes) -> Accepted {
        let inbox = self.inbox(ChannelKind::Line);
        let headers = signing::headers(&inbox.credentials().unwrap(), webhook);
        let inbox = inbox.id.as_str();
        self.service
            .receive(ChannelKind::Line, inbox, Posted::plain(&headers, webhook.clone()))
            .await
            .unwrap()
    }

    /// A customer writes on LINE, and everything is done that follows.
    pub async fn writes(&self, customer: &str, text: &str) {
        self.receives(&self.webhook(customer, text)).await;
        self.settle().await;
    }

    /// A visitor writes on the web, and everything is done that follows.
    pub async fn writes_on_the_web(&self, visitor: u64, text: &str) {
        let widget = self.inbox(ChannelKind::Web).widget(&self.service.settings().desk.tenant).unwrap();
        let token = widget.mint(&format!("vis_{visitor:032x}"), self.clock.now()).unwrap();
        let number = self.webhooks.fetch_add(1, Ordering::Relaxed);
        let id = format!("00000000-0000-4000-8000-{number:012x}");
        let request = Request::post("/web/v1/messages")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::ORIGIN, &widget.allowed_origins[0])
            .header(header::CONTENT_TYPE, "application/json")
            .body(json!({"clientMessageId": id, "type": "text", "text": text}).to_string());
        let routes = service::web::routes(self.service.clone());
        let answer = Box::pin(routes.oneshot(request.unwrap())).await.unwrap();
        assert_eq!(answer.status(), 201);
        self.settle().await;
    }

    /// Ken does something in a customer's conversation on LINE, under a name of his own for it, and everything is done
    /// that follows.
    pub async fn ken_does(&self, customer: &str, command: Command, client_id: &str) {
        let once = Once { key: format!("ken-{client_id}"), digest: client_id.to_owned() };
        let inputs = vec![Input::Command { by: ken(), command }];
        let act = Act { inputs, once: Some(once), start: None };
        Box::pin(self.service.act(&self.conversation(customer), act)).await.unwrap();
        self.settle().await;
    }

    /// A customer's conversation on LINE.
    pub fn conversation(&self, customer: &str) -> ConversationId {
        ConversationId::of(&self.inbox(ChannelKind::Line).id, &format!("user:{}", address(customer)))
    }

    /// Time passes, and everything is done that falls due.
    pub async fn passes(&self, time: Duration) {
        self.clock.advance(time);
        self.service.sweep().await.unwrap();
        self.settle().await;
    }

    /// What a turn costs.
    pub async fn cost(&self, turn: impl Future<Output = ()>) -> Spent {
        self.table.take();
        Box::pin(turn).await;
        Spent::total(&self.table.take())
    }

    fn inbox(&self, channel: ChannelKind) -> &InboxSettings {
        self.service.settings().inboxes.iter().find(|inbox| inbox.channel == channel).unwrap()
    }
}

fn ken() -> OperatorId {
    "ken".parse().unwrap()
}

/// LINE's ids have 33 characters.
fn address(customer: &str) -> String {
    format!("U{:0>32}", hex::encode(customer))
}

/// Every scripted turn with its cost, in order, on one desk.
pub async fn turns() -> Vec<(&'static str, Spent)> {
    let bench = Bench::open().await;
    let mut turns = Vec::new();
    bench.writes("mei", QUESTION).await;
    bench.clock.advance(seconds(30));
    turns.push(("keyword reply", bench.cost(bench.writes("mei", QUESTION)).await));
    turns.push(("first message of a new customer", bench.cost(bench.writes("rin", QUESTION)).await));
    bench.clock.advance(minutes(11));
    turns.push(("keyword reply, list mark moved", bench.cost(bench.writes("mei", QUESTION)).await));
    let webhook = bench.webhook("mei", QUESTION);
    bench.receives(&webhook).await;
    bench.settle().await;
    let again = async {
        assert_eq!(bench.receives(&webhook).await.known, 1);
        bench.settle().await;
    };
    turns.push(("duplicate webhook", bench.cost(again).await));
    bench.ken_does("mei", Command::Assign { to: Assignee::Operator { id: ken() } }, "take").await;
    bench.writes("mei", "hello").await;
    turns.push(("message to a person", bench.cost(bench.writes("mei", "are you there?")).await));
    let reply = || Command::Reply {
        contents: vec![Content::text("Yes, we are open until eight.")],
        quotes: None,
        complete: false,
    };
    bench.ken_does("mei", reply(), "1").await;
    turns.push(("operator answer", bench.cost(bench.ken_does("mei", reply(), "2")).await));
    let note = Command::Note { text: "asked twice".to_owned() };
    turns.push(("note", bench.cost(bench.ken_does("mei", note, "3")).await));
    let before = bench.provider.calls().len();
    // Rin's conversation has been quiet for an hour already and is asked first.
    bench.passes(minutes(50)).await;
    assert_eq!(bench.provider.calls().len(), before + 1);
    turns.push(("end request by timer", bench.cost(bench.passes(minutes(10))).await));
    assert_eq!(bench.provider.calls().len(), before + 2);
    bench.writes_on_the_web(1, QUESTION).await;
    turns.push(("web message", bench.cost(bench.writes_on_the_web(1, QUESTION)).await));
    turns
}

/// The turns as a table for people.
pub fn table(turns: &[(&'static str, Spent)]) -> String {
    let mut text = format!(
        "{:<32} {:>11} {:>11} {:>11} {:>10}\n",
        "turn", "table calls", "write units", "of indexes", "read units"
    );
    for (name, spent) in turns {
        let half = if spent.read_half_units % 2 == 1 { ".5" } else { "" };
        let read = format!("{}{half}", spent.read_half_units / 2);
        let Spent { calls, write_units, index_write_units, .. } = spent;
        let _ = writeln!(text, "{name:<32} {calls:>11} {write_units:>11} {index_write_units:>11} {read:>10}");
    }
    text
}
