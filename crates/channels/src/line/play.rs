//! LINE, played.

use domain::Timestamp;
use http::Uri;
use serde_json::{Value, json};

use crate::LineCredentials;
use crate::play::{Bubble, Deed, Person, base_of, button, file_address, first_text, items};

pub(crate) fn address(number: u64) -> String {
    format!("U{number:016x}{:016x}", !number)
}

/// The reply token of the `n`th webhook.
fn reply_token(n: u64) -> String {
    format!("played-{n}")
}

pub(crate) fn body(
    credentials: &LineCredentials,
    person: Person<'_>,
    deed: Deed<'_>,
    n: u64,
    now: Timestamp,
) -> Value {
    let mut event = json!({
        "webhookEventId": format!("PLAY{n:022X}"),
        "deliveryContext": {"isRedelivery": false},
        "timestamp": now.as_millis(),
        "source": {"type": "user", "userId": address(person.number)},
        "replyToken": reply_token(n),
        "mode": "active",
    });
    match deed {
        Deed::Taps(data) => {
            event["type"] = "postback".into();
            event["postback"] = json!({"data": data});
        }
        Deed::Writes(text) => {
            event["type"] = "message".into();
            event["message"] =
                json!({"type": "text", "id": n.to_string(), "quoteToken": "played", "text": text});
        }
        Deed::Sends(id) => {
            event["type"] = "message".into();
            event["message"] = json!({"type": "image", "id": id, "quoteToken": "played",
                "contentProvider": {"type": "line"}});
        }
    }
    let nobody = || format!("U{:032}", 0);
    json!({"destination": credentials.destination.clone().unwrap_or_else(nobody), "events": [event]})
}

pub(crate) fn answer(body: &Value, n: u64) -> Value {
    let one = |at: usize| json!({"id": format!("{n}{at}"), "quoteToken": format!("quote-{n}-{at}")});
    let sent: Vec<_> = (0..items(&body["messages"]).count()).map(one).collect();
    json!({"sentMessages": sent})
}

/// What LINE answers when it is asked how many counted messages the month allows.
pub fn quota(limit: Option<u64>) -> Value {
    limit.map_or_else(|| json!({"type": "none"}), |value| json!({"type": "limited", "value": value}))
}

/// What LINE answers when it is asked how many it has counted.
pub fn consumption(used: u64) -> Value {
    json!({"totalUsage": used})
}

pub(crate) fn fetched(uri: &Uri) -> Option<Value> {
    let (_, person) = uri.path().split_once("/v2/bot/profile/")?;
    let base = base_of(uri, "/v2/bot/");
    let picture = file_address(&base, LineCredentials::API, "https://profile.line-scdn.net", "picture");
    let name = format!("LINE {}", person.get(13..17).unwrap_or_default());
    Some(json!({"displayName": name, "userId": person, "pictureUrl": picture}))
}

pub(crate) fn bubbles(body: &Value) -> Vec<Bubble> {
    let one = |message: &Value| {
        let template = &message["template"];
        let quick = items(&message["quickReply"]["items"]).map(|item| &item["action"]);
        let columns = items(&template["columns"]).flat_map(|column| items(&column["actions"]));
        let actions = items(&template["actions"]).chain(columns).chain(quick);
        Bubble {
            text: first_text([
                &message["text"],
                &template["text"],
                &message["altText"],
                &message["originalContentUrl"],
            ]),
            buttons: actions.map(|action| button(&action["label"], &action["data"])).collect(),
        }
    };
    items(&body["messages"]).map(one).collect()
}
