//! Customers who keep writing and, like their providers, do not rest until the desk has said that it has a message.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use channels::{Credentials, signing};
use domain::{ChannelKind, ConversationId};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use service::Settings;
use service::seams::{Clock, SystemClock};
use service::settings::InboxSettings;

use super::dice::Dice;

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
            in_vain: AtomicU32::new(0),
            redelivered: AtomicU32::new(0),
            http: Client::builder().timeout(Duration::from_secs(5)).build().unwrap(),
            numbers: AtomicU64::new(1_000_000),
        }
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
    world: Arc<World>,
    last_at_ms: u64,
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
        let (address, kind) = match channel {
            ChannelKind::Line => (format!("U{number:032x}"), "user"),
            ChannelKind::Telegram => (number.to_string(), "chat"),
            ChannelKind::Web => (format!("vis_{number:032x}"), "vis"),
            other => unreachable!("nobody writes on {other} here"),
        };
        let conversation = ConversationId::of(&world.inbox(channel).id, &format!("{kind}:{address}"));
        Self { channel, address, conversation, words: Vec::new(), world: world.clone(), last_at_ms: 0 }
    }

    /// Writes the next message and delivers it until it is acknowledged; now and then once more after that.
    pub async fn writes(&mut self, dice: &mut Dice) {
        let text = format!("word {}", self.words.len() + 1);
        let number = self.world.number();
        // A provider's times are never the same twice here, so that the order of the words is known.
        let now = u64::try_from(SystemClock.now().as_millis()).unwrap().max(self.last_at_ms + 1);
        self.last_at_ms = now;
        let (event, body) = match self.channel {
            ChannelKind::Line => self.line_body(number, now, &text),
            ChannelKind::Telegram => self.telegram_body(number, now, &text),
            ChannelKind::Web => {
                let id = format!("00000000-0000-4000-8000-{number:012x}");
                (id.clone(), json!({"clientMessageId": id, "type": "text", "text": text}))
            }
            other => unreachable!("nobody writes on {other} here"),
        };
        let first = self.deliver(&body).await;
        self.words.push(Word { event, text });
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

    fn line_body(&self, number: u64, now: u64, text: &str) -> (String, Value) {
        let Some(Credentials::Line(line)) = self.world.inbox(self.channel).credentials() else {
            unreachable!()
        };
        let id = format!("01KILL{number:020}");
        let event = json!({
            "type": "message", "mode": "active", "timestamp": now, "webhookEventId": id,
            "deliveryContext": {"isRedelivery": false}, "replyToken": format!("reply-{number}"),
            "source": {"type": "user", "userId": self.address},
            "message": {"type": "text", "id": number.to_string(), "quoteToken": "q", "text": text},
        });
        (id, json!({"destination": line.destination, "events": [event]}))
    }

    fn telegram_body(&self, number: u64, now: u64, text: &str) -> (String, Value) {
        let id: u64 = self.address.parse().unwrap();
        let person = json!({"id": id, "is_bot": false, "first_name": "Mei", "language_code": "ja"});
        let chat = json!({"id": id, "first_name": "Mei", "type": "private"});
        let message =
            json!({"message_id": number, "from": person, "chat": chat, "date": now / 1000, "text": text});
        (number.to_string(), json!({"update_id": number, "message": message}))
    }
}
