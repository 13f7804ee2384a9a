//! Telegram, played.

use domain::Timestamp;
use http::Uri;
use serde_json::{Value, json};

use crate::play::{Bubble, Deed, Person, button, first_text, items};

pub(crate) fn address(number: u64) -> String {
    (number % 1_000_000_000_000).to_string()
}

pub(crate) fn body(person: Person<'_>, deed: Deed<'_>, n: u64, now: Timestamp) -> Value {
    let id = person.number % 1_000_000_000_000;
    let from = json!({"id": id, "is_bot": false, "first_name": person.name, "language_code": "ja"});
    let chat = json!({"id": id, "first_name": person.name, "type": "private"});
    match deed {
        Deed::Taps(data) => json!({"update_id": n, "callback_query": {
            "id": n.to_string(), "from": from, "chat_instance": "1", "data": data,
            "message": {"message_id": 1, "chat": chat, "date": now.as_seconds()},
        }}),
        Deed::Writes(text) => json!({"update_id": n, "message": {
            "message_id": n % 2_000_000_000, "from": from, "chat": chat, "date": now.as_seconds(), "text": text,
        }}),
        Deed::Sends(id) => json!({"update_id": n, "message": {
            "message_id": n % 2_000_000_000, "from": from, "chat": chat, "date": now.as_seconds(),
            "photo": [{"file_id": id, "file_unique_id": id, "width": 1, "height": 1}],
        }}),
    }
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
