//! Pages and Instagram accounts, played.

use domain::{ChannelKind, Timestamp, hours};
use http::{Method, Uri};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::MetaCredentials;
use crate::play::{
    Bubble, Deed, Incoming, Later, Person, State, Took, base_of, button, file_address, first_text, items,
    refused,
};

/// Where Meta keeps files.
const CDN: &str = "https://scontent.xx.fbcdn.net";

pub(crate) fn address(number: u64) -> String {
    format!("7{:015}", number % 1_000_000_000_000_000)
}

fn object(kind: ChannelKind) -> &'static str {
    if kind == ChannelKind::Instagram { "instagram" } else { "page" }
}

/// The id of the message that the `n`th webhook brings.
pub(crate) fn message_id(n: u64) -> String {
    format!("m_in{n}")
}

pub(crate) fn body(
    kind: ChannelKind,
    credentials: &MetaCredentials,
    person: Person<'_>,
    deed: Deed<'_>,
    n: u64,
    now: Timestamp,
) -> Option<String> {
    let mid = message_id(n);
    let file = |kind: &str, id: &str| {
        let url = file_address(&credentials.api_base, MetaCredentials::API, CDN, id);
        json!({"message": {"mid": mid, "attachments": [{"type": kind, "payload": {"url": url}}]}})
    };
    let news = match deed {
        Deed::Taps(payload) => json!({"postback": {"mid": mid, "title": payload, "payload": payload}}),
        Deed::Writes(text) => json!({"message": {"mid": mid, "text": text}}),
        Deed::Quotes { text, message } => {
            json!({"message": {"mid": mid, "text": text, "reply_to": {"mid": message}}})
        }
        Deed::SendsImage(id) => file("image", id),
        Deed::SendsFile(_) => file("file", "played.pdf"),
        Deed::Edits { message, text } => {
            json!({"message_edit": {"mid": message, "text": text, "num_edit": n}})
        }
        Deed::Unsends { message } => json!({"message": {"mid": message, "is_deleted": true}}),
        Deed::Reacts { message, emoji: "" } => json!({"reaction": {"mid": message, "action": "unreact"}}),
        Deed::Reacts { message, emoji } => {
            json!({"reaction": {"mid": message, "action": "react", "reaction": "other", "emoji": emoji}})
        }
        Deed::Follows | Deed::Blocks => return None,
    };
    let account = &credentials.account_id;
    Some(event(kind, account, &address(person.number), account, news, now).to_string())
}

/// What the Send API does with a call.
///
/// Source: <https://developers.facebook.com/docs/messenger-platform/reference/send-api/error-codes> (read 2026-11).
pub(crate) fn takes(
    state: &mut State,
    kind: ChannelKind,
    credentials: &MetaCredentials,
    call: &Incoming<'_>,
    n: u64,
    now: Timestamp,
) -> Took {
    let says = |status: u16, code: i64, subcode: i64, message: &str| {
        let error =
            json!({"message": message, "type": "OAuthException", "code": code, "error_subcode": subcode});
        refused(status, &json!({"error": error}))
    };
    if !call.bears(credentials.access_token.expose_secret()) {
        return says(401, 190, 460, "Invalid OAuth access token");
    }
    let account = &credentials.account_id;
    if *call.method == Method::GET && call.last() == account {
        return Took::Answered(json!({"id": account, "name": "played", "username": "played"}));
    }
    if !call.path.ends_with(&format!("/{}/messages", credentials.account_id)) {
        return says(404, 100, 33, "Object does not exist");
    }
    if call.body.get("message").is_none() {
        return Took::Answered(answer(&call.body, n));
    }
    let Some(to) = crate::play::recipient(kind, &call.body) else {
        return says(400, 100, 2_018_001, "No matching user found");
    };
    let by_a_person = call.body["tag"] == "HUMAN_AGENT";
    let window = if by_a_person { hours(7 * 24) } else { hours(24) };
    if state.is_over(&to, window, now) {
        let subcode = if kind == ChannelKind::Instagram { 2_534_022 } else { 2_018_278 };
        return says(400, 10, subcode, "This message is sent outside of allowed window.");
    }
    let at = |after_ms: u64| now + std::time::Duration::from_millis(after_ms);
    let mut tells = vec![Later::new(100, "sent", echo(kind, credentials, &call.body, n, at(100)))];
    if kind == ChannelKind::Messenger {
        tells.push(Later::new(200, "delivered", delivered(credentials, &call.body, n, at(200))));
    }
    tells.push(Later::new(400, "read", seen(kind, credentials, &call.body, n, at(400))));
    Took::Message { answer: answer(&call.body, n), to: Some(to), tells }
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

/// The webhook which says that a call which [`answer`] took as the `n`th has reached the customer's device.
fn delivered(credentials: &MetaCredentials, call: &Value, n: u64, now: Timestamp) -> Value {
    let account = &credentials.account_id;
    let from = call["recipient"]["id"].as_str().unwrap_or_default();
    let delivery = json!({"mids": [format!("m_out{n}")], "watermark": now.as_millis()});
    event(ChannelKind::Messenger, account, from, account, json!({"delivery": delivery}), now)
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

pub(crate) fn fetched(uri: &Uri, name: impl Fn(&str) -> Option<String>) -> Option<Value> {
    let version = format!("/{}/", super::VERSION);
    let (_, person) = uri.path().split_once(&version)?;
    let picture = file_address(&base_of(uri, &version), MetaCredentials::API, CDN, "picture");
    let last = person.get(person.len().saturating_sub(4)..).unwrap_or_default();
    let (first, last) =
        name(person).map_or(("Meta".to_owned(), last.to_owned()), |name| (name, String::new()));
    let name = format!("{first} {last}");
    Some(json!({"first_name": first, "last_name": last, "name": name.trim(), "profile_pic": picture}))
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
