//! WhatsApp, played.

use domain::Timestamp;
use http::Uri;
use serde_json::{Value, json};

use crate::play::{Bubble, Deed, Person, base_of, button, file_address, first_text, items};
use crate::{WhatsappCredentials, meta};

fn phone(number: u64) -> String {
    format!("81{:012}", number % 1_000_000_000_000)
}

fn user_id(number: u64) -> String {
    format!("JP.{number}")
}

pub(crate) fn address(number: u64) -> String {
    format!("+{}", phone(number))
}

pub(crate) fn thread(number: u64) -> String {
    format!("user:{}", user_id(number))
}

pub(crate) fn body(
    credentials: &WhatsappCredentials,
    person: Person<'_>,
    deed: Deed<'_>,
    n: u64,
    now: Timestamp,
) -> Value {
    let (phone, user) = (phone(person.number), user_id(person.number));
    let mut message = json!({"from": phone, "from_user_id": user, "id": format!("wamid.in{n}"),
        "timestamp": now.as_seconds().to_string()});
    match deed {
        Deed::Taps(id) => {
            message["type"] = "interactive".into();
            message["interactive"] = json!({"type": "button_reply", "button_reply": {"id": id, "title": id}});
        }
        Deed::Writes(text) => {
            message["type"] = "text".into();
            message["text"] = json!({"body": text});
        }
        Deed::Sends(id) => {
            message["type"] = "image".into();
            message["image"] = json!({"id": id, "mime_type": "image/png"});
        }
    }
    let contacts = json!([{"profile": {"name": person.name}, "wa_id": phone, "user_id": user}]);
    changed(credentials, "messages", &json!([message]), Some(&contacts))
}

fn changed(credentials: &WhatsappCredentials, member: &str, news: &Value, contacts: Option<&Value>) -> Value {
    let mut value = json!({"messaging_product": "whatsapp", "metadata":
        {"display_phone_number": "815000000000", "phone_number_id": credentials.phone_number_id}});
    value[member] = news.clone();
    if let Some(contacts) = contacts {
        value["contacts"] = contacts.clone();
    }
    json!({"object": "whatsapp_business_account",
        "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]})
}

pub(crate) fn answer(body: &Value, n: u64) -> Value {
    if body.get("status").is_some() {
        return json!({"success": true});
    }
    json!({"messaging_product": "whatsapp", "contacts": [{"input": body["to"]}],
        "messages": [{"id": format!("wamid.out{n}")}]})
}

/// The webhook with a receipt for a call that [`answer`] took as the `n`th: `sent`, `delivered`, `read`, or `failed` with
/// a code. It carries what the call carried.
pub fn receipt(
    credentials: &WhatsappCredentials,
    call: &Value,
    n: u64,
    status: &str,
    code: Option<i64>,
    now: Timestamp,
) -> Value {
    let mut receipt = json!({"id": format!("wamid.out{n}"), "status": status,
        "timestamp": now.as_seconds().to_string(), "recipient_id": call["to"],
        "biz_opaque_callback_data": call["biz_opaque_callback_data"]});
    if let Some(code) = code {
        receipt["errors"] = json!([{"code": code, "title": "played"}]);
    }
    changed(credentials, "statuses", &json!([receipt]), None)
}

pub(crate) fn fetched(uri: &Uri) -> Option<Value> {
    let version = format!("/{}/", meta::VERSION);
    let (_, id) = uri.path().split_once(&version)?;
    let base = base_of(uri, &version);
    let url = file_address(&base, WhatsappCredentials::API, "https://lookaside.fbsbx.com", id);
    Some(json!({"messaging_product": "whatsapp", "url": url, "mime_type": "image/png", "id": id}))
}

pub(crate) fn bubbles(body: &Value) -> Vec<Bubble> {
    if body.get("status").is_some() {
        return Vec::new();
    }
    let (kind, choice) = (first_text([&body["type"]]), &body["interactive"]);
    let replies = items(&choice["action"]["buttons"]).map(|item| &item["reply"]);
    let rows = items(&choice["action"]["sections"]).flat_map(|section| items(&section["rows"]));
    let content = &body[kind.as_str()];
    let cards = items(&choice["action"]["cards"]).map(|card| first_text([&card["body"]["text"]]));
    if kind == "template" {
        let values = items(&content["components"]).flat_map(|part| items(&part["parameters"]));
        let words = std::iter::once(first_text([&content["name"]]));
        let words = words.chain(values.map(|value| first_text([&value["text"]])));
        return vec![Bubble { text: words.collect::<Vec<_>>().join(" "), buttons: Vec::new() }];
    }
    let mut bubbles = vec![Bubble {
        text: first_text([
            &content["body"],
            &choice["body"]["text"],
            &content["caption"],
            &content["link"],
            &content["name"],
        ]),
        buttons: replies.chain(rows).map(|item| button(&item["title"], &item["id"])).collect(),
    }];
    bubbles.extend(cards.map(|text| Bubble { text, buttons: Vec::new() }));
    bubbles
}
