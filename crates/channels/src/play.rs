//! Plays providers: for tests, and for the command with which a desk is tried without accounts.
//!
//! Nothing here is used where a real provider is.

use domain::{ChannelKind, Timestamp};
use serde_json::{Value, json};

pub use crate::signing::{Webhook, signed};
use crate::{Credentials, line, meta, telegram, wechat, whatsapp};

/// A customer who is played. The same number is the same person.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    /// What their account is called.
    pub name: &'a str,
    /// Who they are.
    pub number: u64,
}

/// What a customer does.
#[derive(Debug, Clone, Copy)]
pub enum Deed<'a> {
    /// Writes words.
    Writes(&'a str),
    /// Presses the button whose call held this.
    Taps(&'a str),
}

/// A bubble that a customer sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bubble {
    /// Its words.
    pub text: String,
    /// What can be pressed: the label, and what [`Deed::Taps`] takes.
    pub buttons: Vec<(String, String)>,
}

/// Writes the webhook in which a customer does something. `n` is its number: it makes ids that differ.
pub fn webhook(
    credentials: &Credentials,
    person: Person<'_>,
    deed: Deed<'_>,
    n: u64,
    now: Timestamp,
) -> Webhook {
    let body = match credentials {
        Credentials::Line(line) => line::play::body(line, person, deed, n, now),
        Credentials::Telegram(_) => telegram::play::body(person, deed, n, now),
        Credentials::Whatsapp(whatsapp) => whatsapp::play::body(whatsapp, person, deed, n, now),
        Credentials::Messenger(meta) | Credentials::Instagram(meta) => {
            meta::play::body(credentials.kind(), meta, person, deed, n, now)
        }
        Credentials::Wechat(wechat) => {
            let xml = wechat::play::body(wechat, person, deed, n, now);
            return signed(credentials, xml.as_bytes(), now);
        }
    };
    signed(credentials, body.to_string().as_bytes(), now)
}

/// The address under which a provider knows a customer.
pub fn address(kind: ChannelKind, number: u64) -> String {
    match kind {
        ChannelKind::Line => line::play::address(number),
        ChannelKind::Telegram => telegram::play::address(number),
        ChannelKind::Web => format!("vis_{number:016x}{:016x}", !number),
        ChannelKind::Whatsapp => whatsapp::play::address(number),
        ChannelKind::Messenger | ChannelKind::Instagram => meta::play::address(number),
        ChannelKind::Wechat => wechat::play::address(number),
    }
}

/// The provider's key of the thread with a customer.
pub fn thread(kind: ChannelKind, number: u64) -> String {
    let address = address(kind, number);
    match kind {
        ChannelKind::Line | ChannelKind::Messenger | ChannelKind::Instagram | ChannelKind::Wechat => {
            format!("user:{address}")
        }
        ChannelKind::Telegram => format!("chat:{address}"),
        ChannelKind::Web => format!("vis:{address}"),
        ChannelKind::Whatsapp => whatsapp::play::thread(number),
    }
}

/// What a provider answers to a call that it takes; `n` is the call's number.
pub fn answer(kind: ChannelKind, method: &str, body: &Value, n: u64) -> Value {
    match kind {
        ChannelKind::Line => line::play::answer(body, n),
        ChannelKind::Telegram => telegram::play::answer(method, body, n),
        ChannelKind::Web => json!({}),
        ChannelKind::Whatsapp => whatsapp::play::answer(body, n),
        ChannelKind::Messenger | ChannelKind::Instagram => meta::play::answer(body, n),
        ChannelKind::Wechat => wechat::play::answer(method),
    }
}

/// To whom a call is addressed: an [`address`], or the reply token of LINE.
pub fn recipient(kind: ChannelKind, body: &Value) -> Option<String> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let to = match kind {
        ChannelKind::Line => body.get("to").or(body.get("replyToken")),
        ChannelKind::Telegram => body.get("chat_id"),
        ChannelKind::Web => None,
        ChannelKind::Whatsapp => body.get("to").or(body.get("recipient")),
        ChannelKind::Messenger | ChannelKind::Instagram => body["recipient"].get("id"),
        ChannelKind::Wechat => body.get("touser"),
    };
    to.map(text)
}

/// What a call shows to the customer; nothing for calls that are no messages.
pub fn bubbles(kind: ChannelKind, method: &str, body: &Value) -> Vec<Bubble> {
    match kind {
        ChannelKind::Line => line::play::bubbles(body),
        ChannelKind::Telegram => telegram::play::bubbles(method, body),
        ChannelKind::Web => Vec::new(),
        ChannelKind::Whatsapp => whatsapp::play::bubbles(body),
        ChannelKind::Messenger | ChannelKind::Instagram => meta::play::bubbles(body),
        ChannelKind::Wechat => wechat::play::bubbles(body),
    }
}

/// The first of these that is a text.
pub(crate) fn first_text<'a>(values: impl IntoIterator<Item = &'a Value>) -> String {
    values.into_iter().find_map(Value::as_str).unwrap_or_default().to_owned()
}

/// The members of an array, none if it is no array.
pub(crate) fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// A button: its label, and what comes back when it is pressed.
pub(crate) fn button(label: &Value, id: &Value) -> (String, String) {
    (first_text([label]), first_text([id]))
}
