//! Telegram, played.

use domain::Timestamp;
use http::Uri;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::play::{Bubble, Deed, Incoming, Person, State, Took, button, first_text, items, refused};
use crate::{TelegramCredentials, Unit};

/// The longest text of a message, in UTF-16 units.
const MAX_TEXT: usize = 4096;
/// The longest data of a button, in bytes.
const MAX_DATA_BYTES: usize = 64;

pub(crate) fn address(number: u64) -> String {
    (number % 1_000_000_000_000).to_string()
}

/// The id of the message that the `n`th webhook brings.
pub(crate) fn message_id(n: u64) -> u64 {
    n % 2_000_000_000
}

pub(crate) fn body(person: Person<'_>, deed: Deed<'_>, n: u64, now: Timestamp) -> Option<String> {
    let id = person.number % 1_000_000_000_000;
    let from = json!({"id": id, "is_bot": false, "first_name": person.name, "language_code": "ja"});
    let chat = json!({"id": id, "first_name": person.name, "type": "private"});
    let message = |id: u64, more: Value| {
        let mut message = json!({"message_id": id, "from": from, "chat": chat, "date": now.as_seconds()});
        for (name, value) in more.as_object().into_iter().flatten() {
            message[name] = value.clone();
        }
        message
    };
    let mine = |more: Value| ("message", message(message_id(n), more));
    let file = |kind: &str| json!({"file_id": format!("played-{kind}-{n}"), "file_unique_id": format!("u{n}"), "file_size": 1024});
    let member =
        |status: &str| json!({"user": {"id": 1, "is_bot": true, "first_name": "played"}, "status": status});
    let (kind, what) = match deed {
        Deed::Writes(text) => mine(json!({"text": text})),
        Deed::Quotes { text, message: quoted } => {
            let quoted: u64 = quoted.parse().ok()?;
            mine(json!({"text": text, "reply_to_message": message(quoted, json!({"text": "played"}))}))
        }
        Deed::SendsImage(id) => {
            mine(json!({"photo": [{"file_id": id, "file_unique_id": id, "width": 1, "height": 1}]}))
        }
        Deed::SendsFile(name) => {
            let mut document = file("document");
            document["file_name"] = name.into();
            mine(json!({"document": document}))
        }
        Deed::Edits { message: edited, text } => (
            "edited_message",
            message(edited.parse().ok()?, json!({"text": text, "edit_date": now.as_seconds()})),
        ),
        Deed::Taps(data) => (
            "callback_query",
            json!({"id": n.to_string(), "from": from, "chat_instance": "1", "data": data,
                "message": {"message_id": 1, "chat": chat, "date": now.as_seconds()}}),
        ),
        Deed::Reacts { message, emoji } => {
            let set: Vec<_> =
                (!emoji.is_empty()).then(|| json!({"type": "emoji", "emoji": emoji})).into_iter().collect();
            (
                "message_reaction",
                json!({"chat": chat, "message_id": message.parse::<u64>().ok()?, "user": from,
                    "date": now.as_seconds(), "old_reaction": [], "new_reaction": set}),
            )
        }
        Deed::Follows | Deed::Blocks => {
            let (before, after) =
                if deed == Deed::Blocks { ("member", "kicked") } else { ("kicked", "member") };
            (
                "my_chat_member",
                json!({"chat": chat, "from": from, "date": now.as_seconds(),
                    "old_chat_member": member(before), "new_chat_member": member(after)}),
            )
        }
        Deed::Unsends { .. } => return None,
    };
    Some(json!({"update_id": n, kind: what}).to_string())
}

/// What Telegram does with a call.
///
/// Source: <https://core.telegram.org/bots/api#making-requests> (read 2026-11).
pub(crate) fn takes(
    state: &mut State,
    credentials: &TelegramCredentials,
    call: &Incoming<'_>,
    n: u64,
    _: Timestamp,
) -> Took {
    let says = |code: u16, description: &str| {
        refused(code, &json!({"ok": false, "error_code": code, "description": description}))
    };
    if !call.path.contains(&format!("/bot{}/", credentials.bot_token.expose_secret())) {
        return says(401, "Unauthorized");
    }
    let (method, body) = (call.last(), &call.body);
    match method {
        "getMe" => {
            let bot = json!({"id": 1, "is_bot": true, "first_name": "played", "username": "played_bot"});
            return Took::Answered(json!({"ok": true, "result": bot}));
        }
        "getWebhookInfo" => {
            let url = state.webhook.clone().unwrap_or_default();
            let info = json!({"url": url, "has_custom_certificate": false, "pending_update_count": 0});
            return Took::Answered(json!({"ok": true, "result": info}));
        }
        _ => {}
    }
    let to = crate::play::recipient(domain::ChannelKind::Telegram, body).unwrap_or_default();
    if !method.starts_with("send") || method == "sendChatAction" {
        return Took::Answered(answer(method, body, n));
    }
    if state.is_gone(&to) {
        return says(403, "Forbidden: bot was blocked by the user");
    }
    if to.is_empty() {
        return says(400, "Bad Request: chat not found");
    }
    if body["text"].as_str().is_some_and(|text| Unit::Utf16.count(text) > MAX_TEXT) {
        return says(400, "Bad Request: message is too long");
    }
    let mut keys = items(&body["reply_markup"]["inline_keyboard"]).flat_map(items);
    if keys.any(|key| key["callback_data"].as_str().is_some_and(|data| data.len() > MAX_DATA_BYTES)) {
        return says(400, "Bad Request: BUTTON_DATA_INVALID");
    }
    Took::Message { answer: answer(method, body, n), to: Some(to), tells: Vec::new() }
}

pub(crate) fn answer(method: &str, body: &Value, n: u64) -> Value {
    let result = if method.starts_with("send") {
        json!({"message_id": n, "date": 0, "chat": {"id": body["chat_id"], "type": "private"}})
    } else {
        Value::Bool(true)
    };
    json!({"ok": true, "result": result})
}

pub(crate) fn fetched(uri: &Uri) -> Option<Value> {
    let result = match uri.path().rsplit('/').next()? {
        "getFile" => {
            let id = uri.query()?.split_once("file_id=")?.1;
            json!({"file_id": id, "file_unique_id": id, "file_path": format!("photos/{id}.png")})
        }
        "getUserProfilePhotos" => json!({"total_count": 1, "photos": [[
            {"file_id": "picture", "file_unique_id": "picture", "width": 1, "height": 1},
        ]]}),
        _ => return None,
    };
    Some(json!({"ok": true, "result": result}))
}

pub(crate) fn bubbles(method: &str, body: &Value) -> Vec<Bubble> {
    if !method.starts_with("send") || method == "sendChatAction" {
        return Vec::new();
    }
    let keys = items(&body["reply_markup"]["inline_keyboard"]).flat_map(items);
    let buttons = keys.map(|key| button(&key["text"], &key["callback_data"])).collect();
    vec![Bubble { text: first_text([&body["text"], &body["caption"]]), buttons }]
}
