//! Pages and Instagram accounts, played.

use domain::{ChannelKind, Timestamp};
use http::Uri;
use serde_json::{Value, json};

use crate::MetaCredentials;
use crate::play::{Bubble, Deed, Person, base_of, button, file_address, first_text, items};

/// Where Meta keeps files.
const CDN: &str = "https://scontent.xx.fbcdn.net";

pub(crate) fn address(number: u64) -> String {
    format!("7{:015}", number % 1_000_000_000_000_000)
}

fn object(kind: ChannelKind) -> &'static str {
    if kind == ChannelKind::Instagram { "instagram" } else { "page" }
}

pub(crate) fn body(
    kind: ChannelKind,
    credentials: &MetaCredentials,
    person: Person<'_>,
    deed: Deed<'_>,
    n: u64,
    now: Timestamp,
) -> Value {
    let mid = format!("m_in{n}");
    let news = match deed {
        Deed::Taps(payload) => json!({"postback": {"mid": mid, "title": payload, "payload": payload}}),
        Deed::Writes(text) => json!({"message": {"mid": mid, "text": text}}),
        Deed::Sends(id) => {
            let url = file_address(&credentials.api_base, MetaCredentials::API, CDN, id);
            json!({"message": {"mid": mid, "attachments": [{"type": "image", "payload": {"url": url}}]}})
        }
    };
    let account = &credentials.account_id;
    event(kind, account, &address(person.number), account, news, now)
}

fn event(
    kind: ChannelKind,
    account: &str,
    sender: &str,
    recipient: &str,
    mut news: Value,
    now: Timestamp,
) -> Value {
    news["sender"] = json!({"id": sender});
    news["recipient"] = json!({"id": recipient});
    news["timestamp"] = now.as_millis().into();
    json!({"object": object(kind), "entry": [{"id": account, "time": now.as_millis(), "messaging": [news]}]})
}

pub(crate) fn answer(body: &Value, n: u64) -> Value {
    let to = &body["recipient"]["id"];
    if body.get("message").is_some() {
        json!({"recipient_id": to, "message_id": format!("m_out{n}")})
    } else {
        json!({"recipient_id": to})
    }
}

/// The webhook that echoes a call which [`answer`] took as the `n`th. It carries what the call carried.
pub fn echo(kind: ChannelKind, credentials: &MetaCredentials, call: &Value, n: u64, now: Timestamp) -> Value {
    let mut message = json!({"mid": format!("m_out{n}"), "is_echo": true});
    for member in ["text", "metadata"] {
        if let Some(value) = call["message"].get(member) {
            message[member] = value.clone();
        }
    }
    let account = &credentials.account_id;
    let to = call["recipient"]["id"].as_str().unwrap_or_default();
    event(kind, account, account, to, json!({"message": message}), now)
}

/// The webhook in which the customer has read: up to the call which [`answer`] took as the `n`th on Instagram, up to now
/// on Messenger.
pub fn seen(kind: ChannelKind, credentials: &MetaCredentials, call: &Value, n: u64, now: Timestamp) -> Value {
    let read = if kind == ChannelKind::Instagram {
        json!({"mid": format!("m_out{n}")})
    } else {
        json!({"watermark": now.as_millis()})
    };
    let account = &credentials.account_id;
    let from = call["recipient"]["id"].as_str().unwrap_or_default();
    event(kind, account, from, account, json!({"read": read}), now)
}

pub(crate) fn fetched(uri: &Uri) -> Option<Value> {
    let version = format!("/{}/", super::VERSION);
    let (_, person) = uri.path().split_once(&version)?;
    let picture = file_address(&base_of(uri, &version), MetaCredentials::API, CDN, "picture");
    let name = person.get(person.len().saturating_sub(4)..).unwrap_or_default();
    Some(
        json!({"first_name": "Meta", "last_name": name, "name": format!("Meta {name}"), "profile_pic": picture}),
    )
}

pub(crate) fn bubbles(body: &Value) -> Vec<Bubble> {
    let Some(message) = body.get("message") else { return Vec::new() };
    let payload = &message["attachment"]["payload"];
    let cards = items(&payload["elements"]).map(|element| Bubble {
        text: first_text([&element["title"]]),
        buttons: items(&element["buttons"])
            .map(|item| match item.get("url") {
                Some(url) => button(&item["title"], url),
                None => button(&item["title"], &item["payload"]),
            })
            .collect(),
    });
    let cards: Vec<_> = cards.collect();
    if !cards.is_empty() {
        return cards;
    }
    let fixed = items(&payload["buttons"]).chain(items(&message["quick_replies"]));
    vec![Bubble {
        text: first_text([&message["text"], &payload["text"], &payload["url"]]),
        buttons: fixed.map(|item| button(&item["title"], &item["payload"])).collect(),
    }]
}
