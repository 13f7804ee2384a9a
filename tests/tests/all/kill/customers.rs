//! Customers who keep writing and, like their providers, do not rest until the desk has said that it has a message.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use channels::play::{self, Deed, Person};
use channels::signing;
use domain::{ChannelKind, ConversationId, Timestamp};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use service::Settings;
use service::seams::{Clock, SystemClock};
use service::settings::InboxSettings;

use simulator::dice::Dice;

/// A customer writes so much and lets another one speak: with more than 12 answers in five minutes the desk would take
/// its own rule for a loop (INV-24). One more is kept for their last word.
const WORDS: usize = 10;

/// What all customers share.
pub struct World {
    /// Where the desk is.
    pub base: String,
    /// What it is set to.
    pub settings: Settings,
    /// Set when everybody shall stop writing.
    pub over: AtomicBool,
    /// Messages that were acknowledged, by channel.
    pub acknowledged: BTreeMap<ChannelKind, AtomicU32>,
    /// Attempts that were not answered with a yes, because the desk was dead, dying or busy.
    pub in_vain: AtomicU32,
    /// Messages that were delivered once more although they had been acknowledged.
    pub redelivered: AtomicU32,
    http: Client,
    numbers: AtomicU64,
}

impl World {
    pub fn new(base: &str, settings: &Settings) -> Self {
        Self {
            base: base.to_owned(),
            settings: settings.clone(),
            over: AtomicBool::new(false),
            acknowledged: ChannelKind::ALL.map(|channel| (channel, AtomicU32::new(0))).into(),
            in_vain: AtomicU32::new(0),
            redelivered: AtomicU32::new(0),
            http: Client::builder().timeout(Duration::from_secs(5)).build().unwrap(),
            numbers: AtomicU64::new(1_000_000),
        }
    }

    /// How many messages of each channel were acknowledged so far.
    pub fn heard(&self) -> Vec<u32> {
        self.acknowledged.values().map(|count| count.load(Ordering::Relaxed)).collect()
    }

    fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    fn inbox(&self, channel: ChannelKind) -> &InboxSettings {
        self.settings.inboxes.iter().find(|inbox| inbox.channel == channel).unwrap()
    }
}

/// What a customer wrote; it was acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The provider's id of the event; web: the client's id of the message.
    pub event: String,
    /// What it says.
    pub text: String,
}

/// One customer.
pub struct Customer {
    /// Over which channel.
    pub channel: ChannelKind,
    /// Where the provider takes answers for them.
    pub address: String,
    /// Their thread.
    pub conversation: ConversationId,
    /// What they wrote, in order.
    pub words: Vec<Word>,
    number: u64,
    world: Arc<World>,
    last_at_ms: i64,
}

/// Writes as one customer after the other until it is over; returns them all.
pub async fn write_on(world: Arc<World>, channel: ChannelKind, mut dice: Dice) -> Vec<Customer> {
    let mut customers = Vec::new();
    while !world.over.load(Ordering::Relaxed) {
        let mut customer = Customer::new(&world, channel);
        while customer.words.len() < WORDS && !world.over.load(Ordering::Relaxed) {
            customer.writes(&mut dice).await;
            tokio::time::sleep(dice.millis(20, 250)).await;
        }
        customers.push(customer);
    }
    customers
}

impl Customer {
    fn new(world: &Arc<World>, channel: ChannelKind) -> Self {
        let number = world.number();
        let address = match channel {
            ChannelKind::Web => format!("vis_{number:032x}"),
            other => play::address(other, number),
        };
        let thread = match channel {
            ChannelKind::Web => format!("vis:{address}"),
            other => play::thread(other, number),
        };
        let conversation = ConversationId::of(&world.inbox(channel).id, &thread);
        Self {
            channel,
            number,
            address,
            conversation,
            words: Vec::new(),
            world: world.clone(),
            last_at_ms: 0,
        }
    }

    /// Writes the next message and delivers it until it is acknowledged; now and then once more after that.
    pub async fn writes(&mut self, dice: &mut Dice) {
        let text = format!("word {}", self.words.len() + 1);
        let number = self.world.number();
        // A provider's times are never the same twice here, so that the order of the words is known.
        let now = SystemClock.now().as_millis().max(self.last_at_ms + 1);
        self.last_at_ms = now;
        let (event, body) = self.tells(number, Timestamp::from_millis(now), &text);
        let first = self.deliver(&body).await;
        self.words.push(Word { event, text });
        self.world.acknowledged[&self.channel].fetch_add(1, Ordering::Relaxed);
        if dice.percent(15) {
            let again = self.deliver(&body).await;
            assert_eq!(again, first, "a repeat is told what the first attempt was told");
            self.world.redelivered.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Posts until the desk says yes (INV-1). Says which message it made of it, where it tells.
    async fn deliver(&self, body: &Value) -> Value {
        loop {
            let answer = self.request(body).send().await;
            let status = answer.as_ref().map(|answer| answer.status().as_u16());
            match status {
                // Without a body the desk died while it said yes.
                Ok(200 | 201) => {
                    if let Ok(text) = answer.unwrap().text().await {
                        return serde_json::from_str::<Value>(&text).unwrap_or_default()["messageId"].clone();
                    }
                }
                Ok(503) | Err(_) => {}
                Ok(other) => {
                    panic!("{} was answered with {other}: {:?}", self.channel, answer.unwrap().text().await)
                }
            }
            self.world.in_vain.fetch_add(1, Ordering::Relaxed);
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }

    fn request(&self, body: &Value) -> RequestBuilder {
        let (world, inbox) = (&self.world, self.world.inbox(self.channel));
        let bytes = serde_json::to_vec(body).unwrap();
        match inbox.credentials() {
            Some(credentials) => {
                let url = format!("{}/hooks/{}/{}", world.base, self.channel, inbox.id);
                world.http.post(url).headers(signing::headers(&credentials, &bytes)).body(bytes)
            }
            None => self.as_visitor(world.http.post(format!("{}/web/v1/messages", world.base))).json(body),
        }
    }

    fn as_visitor(&self, request: RequestBuilder) -> RequestBuilder {
        let widget = self.world.inbox(ChannelKind::Web).widget(&self.world.settings.desk.tenant).unwrap();
        let token = widget.mint(&self.address, SystemClock.now()).unwrap();
        request.bearer_auth(token).header("origin", &widget.allowed_origins[0])
    }

    /// Web: everything that the visitor's browser is told, by its number.
    pub async fn is_told(&self) -> BTreeMap<u64, Value> {
        let url = format!("{}/web/v1/events?after=0&limit=100", self.world.base);
        let answer: Value =
            self.as_visitor(self.world.http.get(url)).send().await.unwrap().json().await.unwrap();
        assert_eq!(answer["hasMore"], false);
        let events = answer["events"].as_array().unwrap().clone();
        events.into_iter().map(|event| (event["seq"].as_u64().unwrap(), event)).collect()
    }

    /// What the provider, or the visitor's browser, posts, and the id of it.
    fn tells(&self, number: u64, now: Timestamp, text: &str) -> (String, Value) {
        let Some(credentials) = self.world.inbox(self.channel).credentials() else {
            let id = format!("00000000-0000-4000-8000-{number:012x}");
            return (id.clone(), json!({"clientMessageId": id, "type": "text", "text": text}));
        };
        let person = Person { name: "Mei", number: self.number };
        let hook = play::webhook(&credentials, person, Deed::Writes(text), number, now).unwrap();
        let body: Value = serde_json::from_slice(&hook.body).unwrap();
        let id = match self.channel {
            ChannelKind::Line => &body["events"][0]["webhookEventId"],
            ChannelKind::Telegram => &body["update_id"],
            _ => &body["entry"][0]["changes"][0]["value"]["messages"][0]["id"],
        };
        (id.as_str().map_or_else(|| id.to_string(), str::to_owned), body)
    }
}
