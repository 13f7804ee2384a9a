//! Plays providers: for tests, and for the command with which a desk is tried without accounts.
//!
//! What a customer does becomes a [`webhook`], signed as the provider signs it. What the desk calls is answered by an
//! [`Account`], which knows windows, quotas and keys as the real one does and tells which webhooks follow; [`Faults`] has it
//! go wrong. Nothing here is used where a real provider is.

mod account;
mod faults;
mod refusal;

use std::fmt;

use bytes::Bytes;
use domain::{ChannelKind, Timestamp};
use http::{Response, Uri};
use serde_json::{Value, json};

pub use self::account::{Account, Answered, Call, Happened, Told};
pub(crate) use self::account::{FAILED, Incoming, Later, State, Took, json_answer, refused};
pub use self::faults::{Fault, Faults};
pub use self::refusal::{Answer, Refusal};
pub use crate::signing::{Webhook, signed};
use crate::{Credentials, capabilities, line, meta, telegram, wechat, whatsapp};

/// A customer who is played. The same number is the same person.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    /// What their account is called.
    pub name: &'a str,
    /// Who they are.
    pub number: u64,
}

/// What a customer does. Messages are named by the provider's ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed<'a> {
    /// Writes words.
    Writes(&'a str),
    /// Presses the button whose call held this.
    Taps(&'a str),
    /// Writes words and quotes a message.
    Quotes {
        /// The words.
        text: &'a str,
        /// The message that they quote.
        message: &'a str,
    },
    /// Sends a picture, which the provider keeps under this id.
    SendsImage(&'a str),
    /// Sends a file of this name.
    SendsFile(&'a str),
    /// Changes the words of a message of their own.
    Edits {
        /// The message.
        message: &'a str,
        /// The new words.
        text: &'a str,
    },
    /// Takes back a message of their own.
    Unsends {
        /// The message.
        message: &'a str,
    },
    /// Reacts to a message; with no emoji, takes the reaction back.
    Reacts {
        /// The message.
        message: &'a str,
        /// The emoji.
        emoji: &'a str,
    },
    /// Adds the account, or unblocks it.
    Follows,
    /// Blocks the account.
    Blocks,
}

impl fmt::Display for Deed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Writes(_) => "write",
            Self::Taps(_) => "press a button",
            Self::Quotes { .. } => "quote a message",
            Self::SendsImage(_) => "send a picture",
            Self::SendsFile(_) => "send a file",
            Self::Edits { .. } => "change a message",
            Self::Unsends { .. } => "take a message back",
            Self::Reacts { .. } => "react to a message",
            Self::Follows => "follow the account",
            Self::Blocks => "block the account",
        })
    }
}

/// A customer cannot do this on this channel, or no webhook tells of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("on {kind} a customer cannot {deed}, or the provider does not tell")]
pub struct Cannot {
    kind: ChannelKind,
    deed: String,
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
///
/// # Errors
///
/// [`Cannot`].
pub fn webhook(
    credentials: &Credentials,
    person: Person<'_>,
    deed: Deed<'_>,
    n: u64,
    now: Timestamp,
) -> Result<Webhook, Cannot> {
    let kind = credentials.kind();
    let table = capabilities(kind);
    let known = match deed {
        Deed::Edits { .. } => table.edits_in,
        Deed::Unsends { .. } => table.unsends_in,
        Deed::Reacts { .. } => table.reactions_in,
        Deed::Quotes { .. } => table.quotes,
        Deed::Follows | Deed::Blocks => table.blocks_in,
        Deed::Writes(_) | Deed::Taps(_) | Deed::SendsImage(_) | Deed::SendsFile(_) => true,
    };
    let body = match credentials {
        _ if !known => None,
        Credentials::Line(line) => line::play::body(line, person, deed, n, now),
        Credentials::Telegram(_) => telegram::play::body(person, deed, n, now),
        Credentials::Whatsapp(whatsapp) => whatsapp::play::body(whatsapp, person, deed, n, now),
        Credentials::Messenger(meta) | Credentials::Instagram(meta) => {
            meta::play::body(kind, meta, person, deed, n, now)
        }
        Credentials::Wechat(wechat) => wechat::play::body(wechat, person, deed, n, now),
    };
    let body = body.ok_or_else(|| Cannot { kind, deed: deed.to_string() })?;
    Ok(signed(credentials, body.as_bytes(), now))
}

/// The provider's id of the message that the `n`th [`webhook`] brings.
pub fn message_id(kind: ChannelKind, n: u64) -> String {
    match kind {
        ChannelKind::Line | ChannelKind::Wechat | ChannelKind::Web => n.to_string(),
        ChannelKind::Telegram => telegram::play::message_id(n).to_string(),
        ChannelKind::Whatsapp => whatsapp::play::message_id(n),
        ChannelKind::Messenger | ChannelKind::Instagram => meta::play::message_id(n),
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

/// What a provider answers to a call that fetches a file or a profile: its files, and the pictures of its people, are all
/// `file`. The address is whole, with scheme and host. `name` knows what some people are called, by their addresses.
pub fn fetched(
    kind: ChannelKind,
    uri: &Uri,
    file: &'static [u8],
    name: impl Fn(&str) -> Option<String>,
) -> Response<Bytes> {
    let known = match kind {
        ChannelKind::Line => line::play::fetched(uri, name),
        ChannelKind::Telegram => telegram::play::fetched(uri),
        ChannelKind::Web => None,
        ChannelKind::Whatsapp => whatsapp::play::fetched(uri),
        ChannelKind::Messenger | ChannelKind::Instagram => meta::play::fetched(uri, name),
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

/// How a provider says that it will never take this.
pub fn refusal(kind: ChannelKind) -> Response<Bytes> {
    let (status, body) = match kind {
        ChannelKind::Line | ChannelKind::Web => (400, json!({"message": "Bad"})),
        ChannelKind::Telegram => {
            (400, json!({"ok": false, "error_code": 400, "description": "Bad Request: chat not found"}))
        }
        ChannelKind::Whatsapp => {
            (400, json!({"error": {"message": "(#131009) Parameter value is not valid", "code": 131_009}}))
        }
        ChannelKind::Messenger | ChannelKind::Instagram => {
            (400, json!({"error": {"message": "(#100) Bad", "code": 100, "error_subcode": 2_018_034}}))
        }
        ChannelKind::Wechat => (200, json!({"errcode": 45008, "errmsg": "article count exceed limit"})),
    };
    json_answer(status, &body)
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
