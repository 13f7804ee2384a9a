//! What the table and the providers must agree on when it is over.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use domain::{Body, ChannelKind, Content, Conversation, Delivery, Row, RowId, SystemLine, TenantId, hours};
use serde_json::Value;
use service::seams::{Clock, SystemClock};
use store::keys::DUE_SHARDS;
use store::{Embedded, Store};

use super::customers::{Customer, Word};
use super::provider::Arrival;

/// Opens what a dead desk left.
pub async fn open(data: &Path, tenant: &TenantId) -> Store {
    let table = Embedded::open(&data.join("desk.db"), "madoguchi").await.unwrap();
    Store::new(std::sync::Arc::new(table.table().clone()), tenant.clone())
}

/// Says whether nothing is due within the hour: everything was taken, sent and told. The desk's own timers run for days.
pub async fn is_settled(store: &Store) -> bool {
    for shard in 0..DUE_SHARDS {
        if !store.due(SystemClock.now() + hours(1), shard, None, 1).await.unwrap().items.is_empty() {
            return false;
        }
    }
    true
}

/// One customer's thread, and what reached them.
pub struct Verdict<'a> {
    customer: &'a Customer,
    conversation: Conversation,
    rows: Vec<Row>,
    arrivals: Vec<&'a Arrival>,
}

impl<'a> Verdict<'a> {
    pub async fn on(customer: &'a Customer, store: &Store, arrivals: &'a [Arrival]) -> Self {
        let found = store.conversation(&customer.conversation).await.unwrap();
        let (conversation, _) = found.unwrap_or_else(|| panic!("{} is not there", customer.conversation));
        let mut rows = store.recent(&customer.conversation, 500).await.unwrap();
        rows.sort_by_key(|row| row.seq);
        let arrivals = arrivals.iter().filter(|arrival| arrival.to == customer.address).collect();
        Self { customer, conversation, rows, arrivals }
    }

    /// INV-1, INV-2: everything that was acknowledged is there, once. INV-8: without a gap.
    pub fn has_everything_once(&self) {
        let seqs: Vec<_> = self.rows.iter().map(|row| row.seq).collect();
        let dense: Vec<_> = (1..=self.conversation.seq).map(Some).collect();
        assert_eq!(seqs, dense, "{}: the thread is numbered without a gap, nothing waits", self.who());
        let events = self.rows.iter().filter_map(|row| match &row.body {
            Body::Inbound { event, .. } => Some(event.id.as_str()),
            _ => None,
        });
        let mut events: Vec<_> = events.collect();
        let mut wrote: Vec<_> = self.customer.words.iter().map(|word| word.event.as_str()).collect();
        // These tell the time in seconds, so that what was written within one may change places.
        if matches!(self.customer.channel, ChannelKind::Telegram | ChannelKind::Whatsapp) {
            events.sort_unstable();
            wrote.sort_unstable();
        }
        assert_eq!(events, wrote, "{}: every acknowledged message stands in the thread once", self.who());
    }

    /// INV-4: a step takes a message and answers it in one go, so that there is one answer to each. INV-11: none of
    /// them is still on its way.
    pub fn has_one_answer_each(&self) {
        let mut answered: Vec<_> = self.answers().map(|(_, text, _)| text).collect();
        let mut expected: Vec<_> = self.customer.words.iter().map(echo).collect();
        answered.sort();
        expected.sort();
        assert_eq!(answered, expected, "{}: one answer to each message", self.who());
        for (_, text, delivery) in self.answers() {
            assert!(delivery.is_terminal(), "{}: {text:?} is {delivery:?}", self.who());
        }
    }

    /// LINE is class A: exactly once, by key and by words (INV-9, INV-10), and in the order of the thread (INV-12).
    pub fn reached_them_exactly_once_in_order(&self) {
        let keys: BTreeSet<_> = self.arrivals.iter().map(|arrival| &arrival.key).collect();
        assert_eq!(keys.len(), self.arrivals.len(), "{}: a retry key is shown once", self.who());
        let arrived: Vec<_> =
            self.arrivals.iter().map(|arrival| (arrival.key.clone(), &arrival.text)).collect();
        let answers: Vec<_> = self.answers().map(|(row, text, _)| (row.to_uuid(), text)).collect();
        let answers: Vec<_> = answers.iter().map(|(key, text)| (key.clone(), text)).collect();
        assert_eq!(arrived, answers, "{}: every answer arrived once, in the order of the thread", self.who());
        for (_, text, delivery) in self.answers() {
            assert!(matches!(delivery, Delivery::Sent { .. }), "{}: {text:?} is {delivery:?}", self.who());
        }
    }

    /// WhatsApp is class B, Telegram class C: at most once (INV-9, INV-10). What may not have arrived is unknown, and
    /// people were told (INV-11); what WhatsApp took it has told, so that there nothing arrived that is unknown
    /// (INV-13). Returns how many answers are unknown.
    pub fn reached_them_at_most_once_and_never_silently_not(&self) -> usize {
        let mut times = BTreeMap::<_, usize>::new();
        for arrival in &self.arrivals {
            *times.entry(arrival.text.clone()).or_default() += 1;
        }
        let mut unknown = 0;
        for (row, text, delivery) in self.answers() {
            let arrived = times.remove(&text).unwrap_or_default();
            match delivery {
                Delivery::Sent { .. } => assert_eq!(arrived, 1, "{}: {text:?} is sent", self.who()),
                Delivery::Unknown { .. } => {
                    unknown += 1;
                    let most = usize::from(self.customer.channel == ChannelKind::Telegram);
                    assert!(
                        arrived <= most,
                        "{}: {text:?} is unknown and arrived {arrived} times",
                        self.who()
                    );
                    assert!(self.people_know_of(row), "{}: nobody was told of {text:?}", self.who());
                }
                other => panic!("{}: {text:?} is {other:?}", self.who()),
            }
        }
        assert!(times.is_empty(), "{}: reached them without a row: {times:?}", self.who());
        unknown
    }

    /// Both ends are ours: exactly once each way, in one dense stream.
    pub fn was_told_exactly_once(&self, events: &BTreeMap<u64, Value>) {
        let seqs: Vec<_> = events.keys().copied().collect();
        let dense: Vec<_> = (1..=self.conversation.stream_seq).collect();
        assert_eq!(seqs, dense, "{}: the stream has no gap", self.who());
        let said = |by: &str, what: fn(&Value) -> &Value| {
            let created = events.values().filter(|event| event["type"] == "message.created");
            let theirs = created.filter(|event| event["data"]["author"]["kind"] == by);
            theirs.map(|event| what(&event["data"]).as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let wrote: Vec<_> = self.customer.words.iter().map(|word| word.event.clone()).collect();
        assert_eq!(said("visitor", |data| &data["clientMessageId"]), wrote, "{}", self.who());
        let echoes: Vec<_> = self.customer.words.iter().map(echo).collect();
        assert_eq!(said("bot", |data| &data["content"]["text"]), echoes, "{}", self.who());
        let sent = self.answers().all(|(_, _, delivery)| matches!(delivery, Delivery::Sent { .. }));
        assert!(sent, "{}: what is stored is sent", self.who());
    }

    fn answers(&self) -> impl Iterator<Item = (RowId, String, &Delivery)> {
        self.rows.iter().filter_map(|row| match (&row.body, &row.delivery) {
            (Body::Outbound(message), Some(delivery)) => {
                let words: Vec<_> = message.contents.iter().map(Content::words).collect();
                Some((row.id, words.join(" "), delivery))
            }
            _ => None,
        })
    }

    fn people_know_of(&self, row: RowId) -> bool {
        let told = Body::System(SystemLine::NotDelivered { row, unknown: true });
        self.rows.iter().any(|row| row.body == told)
    }

    fn who(&self) -> String {
        format!("{} {}", self.customer.channel, self.customer.address)
    }
}

/// What the rule answers.
pub fn echo(word: &Word) -> String {
    format!("echo {}", word.text)
}
