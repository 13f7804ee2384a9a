//! A desk for stories: the real service on a table in memory, providers that are played, time that is told.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use channels::play::{self, Deed, Person, Webhook};
use channels::{Credentials, Posted, signing};
use domain::step::Command;
use domain::{
    Author, Body, ChannelKind, Content, Conversation, ConversationId, Delivery, InboxId, Language, News,
    Operator, OperatorId, Presence, Role, Row, Timestamp,
};
use serde_json::{Value, json};
use service::catalogue::Reader;
use service::seams::{Bell, Blobs, Chance, Clock, FolderBlobs, ProcessBell, Rings};
use service::{Accepted, Act, ActError, Acted, By, Draft, IngestError, Plugs, Service, Settings};
use store::{Memory, Store, Table};

pub use crate::provider::{Call, Mood, Provider, Said};

/// The clock that a story holds in its hand.
#[derive(Debug)]
pub struct HandClock(AtomicI64);

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

impl HandClock {
    /// Lets time pass.
    pub fn advance(&self, length: Duration) {
        self.0.fetch_add(i64::try_from(length.as_millis()).unwrap_or(i64::MAX), Ordering::SeqCst);
    }
}

/// Randomness that is the same at every run.
struct CountingChance(AtomicU64);

impl Chance for CountingChance {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let n = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst);
            let n = (n ^ (n >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            chunk.copy_from_slice(&n.to_be_bytes()[..chunk.len()]);
        }
    }
}

/// The desk of a story.
pub struct Desk {
    /// The clock.
    pub clock: Arc<HandClock>,
    /// The providers.
    pub provider: Arc<Provider>,
    /// The service.
    pub service: Arc<Service>,
    bell: Arc<ProcessBell>,
    rings: tokio::sync::Mutex<Rings>,
    names: Mutex<BTreeMap<OperatorId, String>>,
    counter: AtomicU64,
    files: tempfile::TempDir,
}

/// A customer on one channel.
#[derive(Debug, Clone)]
pub struct Customer {
    /// Their name.
    pub name: String,
    /// Their channel.
    pub channel: ChannelKind,
    /// Their id at the provider.
    pub id: String,
}

impl Desk {
    /// Opens a desk with the sample's inboxes in English and the shipped rules, on a Friday at nine in Tokyo.
    pub async fn open() -> Self {
        Self::open_with(|_| {}).await
    }

    /// The same with other settings.
    pub async fn open_with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::open_on(Arc::new(Memory::default()), change).await
    }

    /// The same on another table.
    pub async fn open_on(table: Arc<dyn Table>, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings::sample().unwrap();
        settings.desk.language = Language::En;
        for inbox in &mut settings.inboxes {
            inbox.language = None;
            inbox.texts.clear();
        }
        change(&mut settings);
        let clock = Arc::new(HandClock(AtomicI64::new(1_795_132_800_000)));
        let now = clock.clone();
        let provider = Arc::new(Provider::of(&settings, move || now.now()));
        let (bell, rings) = ProcessBell::new();
        let bell = Arc::new(bell);
        let files = tempfile::tempdir().unwrap();
        let plugs = Plugs {
            store: Store::new(table, settings.desk.tenant.clone()),
            bell: bell.clone(),
            http: provider.clone(),
            blobs: Arc::new(FolderBlobs::new(files.path().to_owned())),
            clock: clock.clone(),
            chance: Arc::new(CountingChance(AtomicU64::new(1))),
        };
        let service = Arc::new(Service::new(settings, plugs).watched_by(&bell));
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules");
        let sources = local::rules_folder::read(&folder).unwrap();
        let by = By { who: "test", note: "shipped", expected: None };
        service.publish_rules(Draft::of(sources), &by).await.unwrap();
        Self {
            clock,
            provider,
            service,
            bell,
            rings: tokio::sync::Mutex::new(rings),
            names: Mutex::default(),
            counter: AtomicU64::new(1),
            files,
        }
    }

    /// A customer.
    pub fn contact(&self, channel: ChannelKind, name: &str) -> Customer {
        let number = number(name);
        let id = match channel {
            ChannelKind::Web => format!("vis_{number:032x}"),
            other => play::address(other, number),
        };
        Customer { name: name.to_owned(), channel, id }
    }

    /// An operator who is online.
    pub async fn operator(&self, name: &str) -> OperatorId {
        let id: OperatorId = name.to_lowercase().parse().unwrap();
        let operator = Operator {
            id: id.clone(),
            login: name.to_lowercase(),
            name: name.to_owned(),
            role: Role::Operator,
            inboxes: vec![],
            capacity: 5,
            disabled: false,
            since: self.service.now(),
        };
        self.service.store().create_operator(&operator, &"no password".to_owned().into()).await.unwrap();
        self.names.lock().unwrap().insert(id.clone(), name.to_owned());
        self.is_here(&id).await;
        id
    }

    /// The operator's console says that they are there.
    pub async fn is_here(&self, operator: &OperatorId) {
        self.service.store().set_presence(operator, Presence::Online, self.service.now()).await.unwrap();
        self.service.forget_staff();
    }

    fn next(&self) -> u64 {
        self.counter.fetch_add(1, Ordering::SeqCst)
    }

    /// The event with which a customer writes, as the provider would tell it.
    pub fn event(&self, customer: &Customer, text: &str) -> Value {
        let n = self.next();
        let now = self.service.now();
        match customer.channel {
            ChannelKind::Line => json!({
                "type": "message", "mode": "active", "timestamp": now.as_millis(),
                "webhookEventId": format!("01STORY{n:019}"), "deliveryContext": {"isRedelivery": false},
                "source": {"type": "user", "userId": customer.id}, "replyToken": format!("token-{n}"),
                "message": {"type": "text", "id": format!("{n}"), "quoteToken": "q", "text": text},
            }),
            ChannelKind::Telegram => {
                let id: u64 = customer.id.parse().unwrap();
                let person =
                    json!({"id": id, "is_bot": false, "first_name": customer.name, "type": "private"});
                json!({"update_id": n, "message": {"message_id": n, "from": person, "chat": person,
                    "date": now.as_seconds(), "text": text}})
            }
            ChannelKind::Web => panic!("the web messenger has no webhooks"),
            _ => self.played(customer, Deed::Writes(text)),
        }
    }

    fn played(&self, customer: &Customer, deed: Deed<'_>) -> Value {
        let person = Person { name: &customer.name, number: number(&customer.name) };
        let hook =
            play::webhook(&self.credentials(customer.channel), person, deed, self.next(), self.service.now())
                .unwrap();
        serde_json::from_slice(&hook.body).unwrap()
    }

    /// A customer does something, told by whatever their provider tells it with, and everything that follows has followed.
    pub async fn hears(&self, customer: &Customer, deed: Deed<'_>) -> Accepted {
        let webhook = self.told(customer, deed);
        self.is_told(customer.channel, &webhook).await
    }

    /// A provider posts a webhook, and everything that follows has followed.
    pub async fn is_told(&self, channel: ChannelKind, webhook: &Webhook) -> Accepted {
        let accepted = self.takes(channel, webhook).await;
        self.settle().await;
        accepted
    }

    /// What opens the inbox of a channel.
    pub fn credentials(&self, channel: ChannelKind) -> Credentials {
        let inbox = self.inbox(channel);
        let settings = self.service.settings().inboxes.iter().find(|settings| settings.id == inbox);
        settings.unwrap().credentials().unwrap()
    }

    /// The event with which a customer presses a button of ours.
    pub fn tap_event(&self, customer: &Customer, button: &str) -> Value {
        if !matches!(customer.channel, ChannelKind::Line | ChannelKind::Telegram) {
            return self.played(customer, Deed::Taps(button));
        }
        let mut event = self.event(customer, "");
        if customer.channel == ChannelKind::Line {
            event["type"] = "postback".into();
            event["postback"] = json!({"data": button});
            return event;
        }
        let from = event["message"]["from"].clone();
        let update = event["update_id"].clone();
        event = json!({"update_id": update, "callback_query": {"id": "9", "from": from, "data": button,
                    "chat_instance": "1", "message": {"message_id": 1, "date": 1, "chat": event["message"]["chat"]}}});
        event
    }

    /// Posts events as the provider would, correctly signed.
    pub async fn post(&self, channel: ChannelKind, events: &[Value]) -> Result<Accepted, IngestError> {
        let inbox = self.inbox(channel);
        let body = match channel {
            ChannelKind::Line => {
                json!({"destination": "U3c9f4b2a7d1e5f60819a2b3c4d5e6f70", "events": events})
            }
            _ => events[0].clone(),
        };
        let body = serde_json::to_vec(&body).unwrap();
        let headers = signing::headers(&self.credentials(channel), &body);
        self.service.receive(channel, inbox.as_str(), Posted::plain(&headers, body)).await
    }

    fn inbox(&self, channel: ChannelKind) -> InboxId {
        self.service.connections().find(|c| c.kind == channel).unwrap().id.clone()
    }

    /// A customer writes, and everything that follows at once has followed.
    pub async fn writes(&self, customer: &Customer, text: &str) {
        let event = self.event(customer, text);
        self.post(customer.channel, &[event]).await.unwrap();
        self.settle().await;
    }

    /// A customer presses a button.
    pub async fn taps(&self, customer: &Customer, button: &str) {
        let event = self.tap_event(customer, button);
        self.post(customer.channel, &[event]).await.unwrap();
        self.settle().await;
    }

    /// An operator does something.
    pub async fn does(
        &self,
        operator: &OperatorId,
        customer: &Customer,
        command: Command,
    ) -> Result<Acted, ActError> {
        self.is_here(operator).await;
        let input = domain::step::Input::Command { by: operator.clone(), command };
        let act = Act { inputs: vec![input], once: None, start: None };
        let acted = self.service.act(&self.conversation_id(customer), act).await;
        self.settle().await;
        acted
    }

    /// An operator says something.
    pub async fn says(
        &self,
        operator: &OperatorId,
        customer: &Customer,
        text: &str,
    ) -> Result<Acted, ActError> {
        let contents = vec![Content::text(text)];
        self.does(operator, customer, Command::Reply { contents, quotes: None, complete: false }).await
    }

    /// The same, and nobody fetches files and profiles meanwhile: those bells go on waiting.
    pub async fn hears_without_errands(&self, customer: &Customer, deed: Deed<'_>) {
        self.takes(customer.channel, &self.told(customer, deed)).await;
        self.answer_bells_but_errands().await;
    }

    /// The webhook in which a customer does something.
    fn told(&self, customer: &Customer, deed: Deed<'_>) -> Webhook {
        let person = Person { name: &customer.name, number: number(&customer.name) };
        self.provider.does(customer.channel, person, deed).webhook
    }

    async fn takes(&self, channel: ChannelKind, webhook: &Webhook) -> Accepted {
        let inbox = self.inbox(channel);
        self.service.receive(channel, inbox.as_str(), webhook.posted()).await.unwrap()
    }

    /// Answers every bell that rings; those for errands ring on.
    async fn answer_bells_but_errands(&self) {
        let mut rings = self.rings.lock().await;
        let mut left = Vec::new();
        while let Some(ring) = rings.try_next() {
            if ring.is_errand() {
                left.push(ring);
            } else {
                self.service.answer(&ring).await.unwrap();
            }
        }
        for ring in left {
            self.bell.ring(ring).await;
        }
    }

    /// The bytes that are kept under a name.
    pub async fn blob(&self, name: &str) -> Option<bytes::Bytes> {
        FolderBlobs::new(self.files.path().to_owned()).get(name).await.ok()
    }

    /// Keeps bytes under a name, as a process does that dies then.
    pub async fn keep_blob(&self, name: &str, bytes: &'static [u8]) {
        let blobs = FolderBlobs::new(self.files.path().to_owned());
        blobs.put(name, bytes::Bytes::from_static(bytes)).await.unwrap();
    }

    /// How many things are kept whose names begin like this.
    pub fn blobs_like(&self, prefix: &str) -> usize {
        let Ok(folder) = std::fs::read_dir(self.files.path()) else { return 0 };
        let names = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.starts_with(prefix)).count()
    }

    /// Works everything due until nothing moves.
    pub async fn settle(&self) {
        let mut rings = self.rings.lock().await;
        // What waits behind a message that has to wait stays due, so a sweep may ring for nothing new.
        for _ in 0..4 {
            let mut answered = 0;
            while let Some(ring) = rings.try_next() {
                self.service.answer(&ring).await.unwrap();
                answered += 1;
                assert!(answered < 10_000, "the desk does not come to rest");
            }
            if self.service.sweep().await.unwrap() == 0 {
                return;
            }
        }
    }

    /// Every bell that waits is lost (INV-18).
    pub async fn lose_bells(&self) {
        let mut rings = self.rings.lock().await;
        while rings.try_next().is_some() {}
    }

    /// Time passes, in steps of a minute at most, and what is due is done.
    pub async fn wait(&self, length: Duration) {
        let mut left = length;
        while !left.is_zero() {
            let step = left.min(domain::minutes(1));
            self.clock.advance(step);
            left -= step;
            self.settle().await;
        }
    }

    /// The conversation's id.
    pub fn conversation_id(&self, customer: &Customer) -> ConversationId {
        let thread = match customer.channel {
            ChannelKind::Line => format!("user:{}", customer.id),
            ChannelKind::Telegram => format!("chat:{}", customer.id),
            ChannelKind::Web => format!("vis:{}", customer.id),
            other => play::thread(other, number(&customer.name)),
        };
        ConversationId::of(&self.inbox(customer.channel), &thread)
    }

    /// The conversation as it is.
    pub async fn conversation(&self, customer: &Customer) -> Conversation {
        self.service.store().conversation(&self.conversation_id(customer)).await.unwrap().unwrap().0
    }

    /// The thread, in order of its numbers, which are dense (INV-8).
    pub async fn rows(&self, customer: &Customer) -> Vec<Row> {
        let mut rows = self.service.store().recent(&self.conversation_id(customer), 500).await.unwrap();
        rows.sort_by_key(|row| row.seq);
        let numbers: Vec<_> = rows.iter().filter_map(|row| row.seq).collect();
        let dense: Vec<_> = (1..=numbers.len() as u64).collect();
        assert_eq!(numbers, dense, "INV-8");
        rows
    }

    /// What the thread says, a line a row.
    pub async fn transcript(&self, customer: &Customer) -> String {
        let names = self.names.lock().unwrap().clone();
        let name = |id: &OperatorId| names.get(id).cloned().unwrap_or_else(|| id.to_string());
        let time = |at: Timestamp| at.to_string();
        let status = |status: &str| status.to_owned();
        let reader = Reader { language: Language::En, name: &name, time: &time, status: &status };
        let mut said = String::new();
        for row in self.rows(customer).await {
            let (who, what) = match &row.body {
                Body::Inbound { hidden: true, .. } => (customer.name.clone(), "(hidden)".to_owned()),
                Body::Inbound { event, .. } => (customer.name.clone(), news(&event.news)),
                Body::Outbound(message) => {
                    let who = match &message.author {
                        Author::Operator { id } => name(id),
                        _ => "bot".to_owned(),
                    };
                    (who, format!("{}{}", contents(&message.contents), ending(row.delivery.as_ref())))
                }
                Body::Note { text, .. } => ("note".to_owned(), text.clone()),
                Body::System(line) => ("--".to_owned(), reader.line(line)),
            };
            writeln!(said, "{who:<4} {what}").unwrap();
        }
        said
    }
}

/// A number of the customer's own.
pub fn number(name: &str) -> u64 {
    name.bytes().fold(7_u64, |n, byte| n.wrapping_mul(31).wrapping_add(u64::from(byte)))
}

fn contents(contents: &[Content]) -> String {
    let one = |content: &Content| match content {
        Content::Choice { text, buttons, .. } => {
            let labels: Vec<_> = buttons.iter().map(|button| format!("[{}]", button.label)).collect();
            format!("{text} {}", labels.join(" "))
        }
        other => other.preview(100),
    };
    contents.iter().map(one).collect::<Vec<_>>().join(" / ")
}

fn news(news: &News) -> String {
    match news {
        News::Message { content, .. } => content.preview(100),
        News::Tapped { button, label, .. } => format!("presses [{}]", label.as_ref().unwrap_or(button)),
        News::Unsupported { kind } => format!("[{kind}]"),
        other => format!("{other:?}"),
    }
}

/// What is worth telling of a delivery: everything but "sent".
fn ending(delivery: Option<&Delivery>) -> String {
    match delivery {
        Some(Delivery::Sent { .. }) | None => String::new(),
        Some(Delivery::Queued { .. }) => " (waiting)".to_owned(),
        Some(Delivery::Claimed { .. }) => " (calling)".to_owned(),
        Some(Delivery::Held { .. }) => " (held)".to_owned(),
        Some(Delivery::Failed { reason, .. }) => format!(" (failed: {reason:?})"),
        Some(Delivery::Unknown { .. }) => " (outcome unknown)".to_owned(),
        Some(Delivery::Cancelled { .. }) => " (cancelled)".to_owned(),
    }
}
