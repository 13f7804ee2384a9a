//! WhatsApp, played.

use domain::{Timestamp, hours};
use http::{Method, Uri};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::play::{
    Bubble, Deed, FAILED, Incoming, Later, Person, State, Took, base_of, button, file_address, first_text,
    items, refused,
};
use crate::{WhatsappCredentials, meta};

/// The code of a message outside of the window.
const OUTSIDE_WINDOW: i64 = 131_047;

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

/// The id of the message that the `n`th webhook brings.
pub(crate) fn message_id(n: u64) -> String {
    format!("wamid.in{n}")
}

pub(crate) fn body(
    credentials: &WhatsappCredentials,
    person: Person<'_>,
    deed: Deed<'_>,
    n: u64,
    now: Timestamp,
) -> Option<String> {
    let (phone, user) = (phone(person.number), user_id(person.number));
    let mut message = json!({"from": phone, "from_user_id": user, "id": message_id(n),
        "timestamp": now.as_seconds().to_string()});
    let file = |mime: &str| json!({"id": format!("played-{n}"), "mime_type": mime, "sha256": "cGxheWVk"});
    let (kind, what) = match deed {
        Deed::Writes(text) | Deed::Quotes { text, .. } => ("text", json!({"body": text})),
        Deed::SendsImage(id) => ("image", json!({"id": id, "mime_type": "image/png"})),
        Deed::SendsFile(name) => {
            let mut document = file("application/octet-stream");
            document["filename"] = name.into();
            ("document", document)
        }
        Deed::Taps(id) => {
            ("interactive", json!({"type": "button_reply", "button_reply": {"id": id, "title": id}}))
        }
        Deed::Reacts { message, emoji } => ("reaction", json!({"message_id": message, "emoji": emoji})),
        Deed::Edits { .. } | Deed::Unsends { .. } | Deed::Follows | Deed::Blocks => return None,
    };
    message["type"] = kind.into();
    message[kind] = what;
    if let Deed::Quotes { message: quoted, .. } = deed {
        message["context"] = json!({"from": "815000000000", "id": quoted});
    }
    let contacts = json!([{"profile": {"name": person.name}, "wa_id": phone, "user_id": user}]);
    Some(changed(credentials, "messages", &json!([message]), Some(&contacts)).to_string())
}

/// What WhatsApp does with a call. Outside of the window a message is taken, and fails later.
///
/// Source: <https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes> (read 2026-11).
pub(crate) fn takes(
    state: &mut State,
    credentials: &WhatsappCredentials,
    call: &Incoming<'_>,
    n: u64,
    now: Timestamp,
) -> Took {
    let says = |status: u16, code: i64, message: &str| {
        refused(status, &json!({"error": {"message": message, "type": "OAuthException", "code": code}}))
    };
    if !call.bears(credentials.access_token.expose_secret()) {
        return says(401, 190, "Invalid OAuth access token");
    }
    let number = &credentials.phone_number_id;
    if *call.method == Method::GET && call.last() == number {
        return Took::Answered(json!({"id": number, "display_phone_number": "+81 50 0000 0000",
            "verified_name": "played"}));
    }
    let ours = call.path.ends_with(&format!("/{}/messages", credentials.phone_number_id));
    if *call.method != Method::POST || !ours {
        return says(404, 33, "Object does not exist");
    }
    if call.body.get("status").is_some() {
        return Took::Answered(answer(&call.body, n));
    }
    let Some(to) = crate::play::recipient(domain::ChannelKind::Whatsapp, &call.body) else {
        return says(400, 100, "(#100) The parameter to is required");
    };
    let free = call.body["type"] != "template";
    let tell = |after_ms: u64, status: &'static str, code: Option<i64>| {
        let at = now + std::time::Duration::from_millis(after_ms);
        Later::new(after_ms, status, receipt(credentials, &call.body, n, status, code, at))
    };
    let tells = if free && state.is_over(&to, hours(24), now) {
        vec![tell(100, FAILED, Some(OUTSIDE_WINDOW))]
    } else {
        vec![tell(100, "sent", None), tell(200, "delivered", None), tell(400, "read", None)]
    };
    Took::Message { answer: answer(&call.body, n), to: Some(to), tells }
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
