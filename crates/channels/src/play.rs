//! Plays providers: for tests, and for the command with which a desk is tried without accounts.
//!
//! Nothing here is used where a real provider is.

mod refusal;

use bytes::Bytes;
use domain::{ChannelKind, Timestamp};
use http::{HeaderMap, Response, Uri};
use serde_json::{Value, json};

use crate::{Credentials, line, meta, signing, telegram, wechat, whatsapp};

pub use self::refusal::{Answer, Refusal};

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
    /// Sends a picture, which the provider keeps under this id.
    Sends(&'a str),
}

/// A webhook as a provider would post it.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// What stands after the question mark of the address.
    pub query: String,
    /// The headers, the proof among them.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
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

/// Proves a message as the provider would; WeChat encrypts it too.
pub fn signed(credentials: &Credentials, message: &[u8], now: Timestamp) -> Webhook {
    let headers = signing::headers(credentials, message);
    match credentials {
        Credentials::Wechat(wechat) => {
            let (query, body) = wechat::crypto::seal(wechat, message, now);
            Webhook { query, headers, body }
        }
        _ => Webhook { query: String::new(), headers, body: message.to_vec() },
    }
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
        ChannelKind::Wechat => wechat::play::answer(method, body, n),
    }
}

/// What a provider answers to a call that fetches a file or a profile: its files, and the pictures of its people, are all
/// `file`. The address is whole, with scheme and host.
pub fn fetched(kind: ChannelKind, uri: &Uri, file: &'static [u8]) -> Response<Bytes> {
    let known = match kind {
        ChannelKind::Line => line::play::fetched(uri),
        ChannelKind::Telegram => telegram::play::fetched(uri),
        ChannelKind::Web => None,
        ChannelKind::Whatsapp => whatsapp::play::fetched(uri),
        ChannelKind::Messenger | ChannelKind::Instagram => meta::play::fetched(uri),
        ChannelKind::Wechat => wechat::play::fetched(uri),
    };
    // What is not said in JSON is a file.
    Response::new(known.map_or(Bytes::from_static(file), |json| json.to_string().into()))
}

/// A picture: one red pixel, as PNG.
pub const PIXEL: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0,
    0, 1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xde, 0, 0, 0, 0x0c, 0x49, 0x44, 0x41, 0x54, 0x08, 0xd7, 0x63,
    0xf8, 0xcf, 0xc0, 0, 0, 3, 1, 1, 0, 0x18, 0xdd, 0x8d, 0xb0, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae,
    0x42, 0x60, 0x82,
];

/// An address of a file at a host of the provider's: at the usual one, or beside an API that is played elsewhere.
pub(crate) fn file_address(api_base: &str, usual_api: &str, usual: &str, file: &str) -> String {
    let base = if api_base == usual_api { usual } else { api_base };
    format!("{base}/played/{file}")
}

/// Where an API is that is called at this address, which goes on with `path` after it.
pub(crate) fn base_of(uri: &Uri, path: &str) -> String {
    let whole = uri.to_string();
    whole.find(path).map_or(whole.clone(), |at| whole[..at].to_owned())
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
