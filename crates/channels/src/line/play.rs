//! LINE, played.

use std::time::Duration;

use domain::{Timestamp, minutes};
use http::{Method, Uri};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::LineCredentials;
use crate::play::{
    Bubble, Deed, Incoming, Person, State, Took, base_of, button, file_address, first_text, items,
    json_answer, refused,
};

/// How long a reply token is good for.
const TOKEN_LIVES: Duration = minutes(1);
/// The most messages in one call.
const MOST_MESSAGES: usize = 5;

pub(crate) fn address(number: u64) -> String {
    format!("U{number:016x}{:016x}", !number)
}

/// The reply token of the `n`th webhook.
pub(crate) fn reply_token(n: u64) -> String {
    format!("played-{n}")
}

pub(crate) fn body(
    credentials: &LineCredentials,
    person: Person<'_>,
    deed: Deed<'_>,
    n: u64,
    now: Timestamp,
) -> Option<String> {
    let mut event = json!({
        "webhookEventId": format!("PLAY{n:022X}"),
        "deliveryContext": {"isRedelivery": false},
        "timestamp": now.as_millis(),
        "source": {"type": "user", "userId": address(person.number)},
        "replyToken": reply_token(n),
        "mode": "active",
    });
    let tokens = json!({"id": n.to_string(), "quoteToken": "played", "markAsReadToken": format!("read-{n}")});
    let message = |kind: &str, more: Value| {
        let mut message = tokens.clone();
        message["type"] = kind.into();
        for (name, value) in more.as_object().into_iter().flatten() {
            message[name] = value.clone();
        }
        ("message", "message", message)
    };
    let here = json!({"contentProvider": {"type": "line"}});
    let (kind, member, what) = match deed {
        Deed::Writes(text) => message("text", json!({"text": text})),
        Deed::Quotes { text, message: quoted } => {
            message("text", json!({"text": text, "quotedMessageId": quoted}))
        }
        Deed::SendsImage(id) => {
            let (kind, member, mut picture) = message("image", here);
            picture["id"] = id.into();
            (kind, member, picture)
        }
        Deed::SendsFile(name) => message("file", json!({"fileName": name, "fileSize": 1024})),
        Deed::Taps(data) => ("postback", "postback", json!({"data": data})),
        Deed::Edits { message, text } => (
            "messageEdited",
            "message",
            json!({"type": "text", "id": message, "quoteToken": "played", "text": text}),
        ),
        Deed::Unsends { message } => ("unsend", "unsend", json!({"messageId": message})),
        Deed::Follows => ("follow", "follow", json!({"isUnblocked": false})),
        Deed::Blocks => ("unfollow", "unfollow", Value::Null),
        Deed::Reacts { .. } => return None,
    };
    event["type"] = kind.into();
    event[member] = what;
    let members = event.as_object_mut()?;
    members.retain(|_, value| !value.is_null());
    if matches!(deed, Deed::Unsends { .. } | Deed::Blocks) {
        members.remove("replyToken");
    }
    Some(json!({"destination": destination(credentials), "events": [event]}).to_string())
}

/// The bot's user id; that of nobody where the settings do not know it.
fn destination(credentials: &LineCredentials) -> String {
    credentials.destination.clone().unwrap_or_else(|| format!("U{:032}", 0))
}

/// What LINE does with a call.
///
/// Source: <https://developers.line.biz/en/reference/messaging-api/> (read 2026-11).
pub(crate) fn takes(
    state: &mut State,
    credentials: &LineCredentials,
    call: &Incoming<'_>,
    n: u64,
    now: Timestamp,
) -> Took {
    let says = |status: u16, message: &str| refused(status, &json!({"message": message}));
    if !call.bears(credentials.access_token.expose_secret()) {
        return says(401, "Authentication failed due to the following reason: invalid token.");
    }
    let used = state.used;
    match (call.method.clone(), call.last()) {
        (Method::GET, "quota") => Took::Answered(match state.quota {
            Some(quota) => json!({"type": "limited", "value": quota}),
            None => json!({"type": "none"}),
        }),
        (Method::GET, "consumption") => Took::Answered(json!({"totalUsage": used})),
        (Method::GET, "info") => Took::Answered(json!({
            "userId": destination(credentials), "basicId": "@played", "displayName": "played",
            "chatMode": "chat", "markAsReadMode": "manual",
        })),
        (Method::GET, "endpoint") => match &state.webhook {
            Some(webhook) => Took::Answered(json!({"endpoint": webhook, "active": true})),
            None => says(404, "Webhook endpoint not found"),
        },
        (Method::POST, "test") => {
            Took::Answered(json!({"success": true, "statusCode": 200, "reason": "OK", "detail": "200"}))
        }
        (Method::POST, "start" | "markAsRead") => Took::Answered(json!({})),
        (Method::POST, method @ ("reply" | "push")) => {
            let count = items(&call.body["messages"]).count();
            if !(1..=MOST_MESSAGES).contains(&count) {
                return says(400, "The request body has 1 error(s)");
            }
            if method == "reply" { reply(state, call, n, now) } else { push(state, call, n) }
        }
        _ => says(404, "Not found"),
    }
}

/// A token works once and for a minute; there is no key to repeat a reply with.
fn reply(state: &mut State, call: &Incoming<'_>, n: u64, now: Timestamp) -> Took {
    let token = call.body["replyToken"].as_str().unwrap_or_default().to_owned();
    let given = state.tokens.get(&token).cloned();
    let over = given.as_ref().is_some_and(|(_, at)| now.since(*at) > TOKEN_LIVES);
    if token.is_empty() || over || state.spent.contains(&token) {
        return refused(400, &json!({"message": "Invalid reply token"}));
    }
    if call.headers.contains_key("x-line-retry-key") {
        return refused(400, &json!({"message": "Retry key is not supported"}));
    }
    state.spent.insert(token);
    Took::Message { answer: answer(&call.body, n), to: given.map(|(address, _)| address), tells: Vec::new() }
}

/// A push is known by its key, and counts. To somebody who has blocked the account it is taken like any other.
fn push(state: &mut State, call: &Incoming<'_>, n: u64) -> Took {
    let key = call.headers.get("x-line-retry-key").and_then(|key| key.to_str().ok()).map(str::to_owned);
    if let Some(sent) = key.as_ref().and_then(|key| state.keys.get(key)) {
        let mut known = json_answer(409, sent);
        known.headers_mut().insert("x-line-accepted-request-id", http::HeaderValue::from_static("played"));
        return Took::Refused(known);
    }
    let to = call.body["to"].as_str().unwrap_or_default();
    if to.is_empty() {
        return refused(
            400,
            &json!({"message": "The property, 'to', in the request body is invalid (line: -, column: -)"}),
        );
    }
    if state.quota.is_some_and(|quota| state.used >= quota) {
        return refused(429, &json!({"message": "You have reached your monthly limit."}));
    }
    state.used += u64::from(!state.is_gone(to));
    let answer = answer(&call.body, n);
    if let Some(key) = key {
        state.keys.insert(key, answer.clone());
    }
    Took::Message { answer, to: Some(to.to_owned()), tells: Vec::new() }
}

pub(crate) fn answer(body: &Value, n: u64) -> Value {
    let one = |at: usize| json!({"id": format!("{n}{at}"), "quoteToken": format!("quote-{n}-{at}")});
    let sent: Vec<_> = (0..items(&body["messages"]).count()).map(one).collect();
    json!({"sentMessages": sent})
}

pub(crate) fn fetched(uri: &Uri, name: impl Fn(&str) -> Option<String>) -> Option<Value> {
    let (_, person) = uri.path().split_once("/v2/bot/profile/")?;
    let base = base_of(uri, "/v2/bot/");
    let picture = file_address(&base, LineCredentials::API, "https://profile.line-scdn.net", "picture");
    let unknown = || format!("LINE {}", person.get(13..17).unwrap_or_default());
    let name = name(person).unwrap_or_else(unknown);
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
