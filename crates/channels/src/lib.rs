//! One module per provider: bytes in, bytes out.
//!
//! A [`Channel`] answers a provider's questions in one order: is this really from you ([`Channel::verify`]), what does
//! it say ([`Channel::parse`]), how do we say this to you ([`Channel::render`]), what did you answer
//! ([`Channel::outcome`]). A provider's quirks stay in its module, and its error codes become ours.
//!
//! | module       | provider                                                                     |
//! |--------------|------------------------------------------------------------------------------|
//! | [`mod@line`] | LINE Messaging API                                                           |
//! | [`telegram`] | Telegram Bot API                                                             |
//! | [`whatsapp`] | WhatsApp Cloud API                                                           |
//! | [`messenger`] | Facebook Messenger                                                           |
//! | [`instagram`] | Instagram Messaging                                                          |
//! | [`wechat`]   | WeChat Official Account                                                      |
//! | [`web`]      | our own web messenger: no webhooks and no calls, but tokens, requests, frames |
//!
//! The next one is a module beside them, a variant of [`Credentials`] (the compiler lists the rest), a row in
//! [`capabilities`] and sample bodies under `fixtures`.
//!
//! This crate never opens a connection, never reads a clock, never draws a random number and never logs. It holds
//! credentials, tokens that were fetched with them, and nothing else.

mod capability;
mod check;
mod credentials;
mod fetch;
mod file_types;
mod fit;
pub mod instagram;
mod json;
pub mod line;
pub mod messenger;
pub mod meta;
pub mod play;
mod request;
pub mod signing;
pub mod telegram;
mod text;
pub mod web;
pub mod wechat;
pub mod whatsapp;

use std::time::Duration;

use bytes::Bytes;
use domain::{ChannelKind, FailReason, OutboundMessage, Outcome, Parsed, Reference, SendClass, Timestamp};
use http::{HeaderMap, Request, Response};

pub use capability::{
    Capabilities, Carries, Element, TextLimit, Unit, capabilities, names_template_languages,
};
pub use check::{Check, Finding, Probe};
pub use credentials::{
    Credentials, LineCredentials, MetaCredentials, TelegramCredentials, WechatCredentials,
    WhatsappCredentials,
};
pub use fetch::{Asked, Fetch, Fetched, Gives, Hosts, Person, Reach};
pub use file_types::takes_type;
pub use fit::fit;
pub use json::Unreadable;
pub use request::describe;
pub use text::{is_blank, split};

/// The longest webhook body in bytes (SEC-5). The caller refuses longer ones before it reads them.
pub const MAX_BODY_BYTES: usize = 4 * 1024 * 1024;

/// One provider, as seen from here.
pub trait Channel: Send + Sync {
    /// Which kind of provider it is.
    fn kind(&self) -> ChannelKind;

    /// The provider's id of our account, where a webhook names it: several may share one address.
    fn account(&self) -> Option<&str> {
        None
    }

    /// Answers the provider's "is this your address?" with what it wants to hear (SEC-6). `query` is what stands after
    /// the question mark, still encoded.
    ///
    /// # Errors
    ///
    /// [`Unwelcome`]; always, for providers that never ask.
    fn handshake(&self, _query: &str, _now: Timestamp) -> Result<String, Unwelcome> {
        Err(Unwelcome::Forged)
    }

    /// Says where a webhook of this provider shows who sent it, so that it can be passed on with its proof (EXT-14).
    fn proof(&self) -> Proof;

    /// Proves who sent the bytes, before anything reads them (SEC-1).
    ///
    /// # Errors
    ///
    /// [`Forged`], whatever is wrong: a missing, malformed or wrong signature look the same (SEC-2).
    fn verify(&self, posted: Posted<'_>, now: Timestamp) -> Result<Verified, Forged>;

    /// Reads each event by itself; one that cannot be read does not spoil the others.
    ///
    /// What is not known becomes `Unsupported` and keeps its bytes in `raw`; what is known and means nothing here is
    /// [`Parsed::Ignored`]; what cannot even be given to a thread is [`Parsed::Undecodable`]. An empty list is a
    /// provider's connection check. Times are passed on as the provider tells them, however old (the caller refuses
    /// stale ones, SEC-4); `received_at` dates reply tokens and events without a time of their own.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] if the body as a whole is not what this provider sends, or is meant for another account.
    fn parse(&self, webhook: &Verified, received_at: Timestamp) -> Result<Vec<Parsed>, Unreadable>;

    /// Writes the call that must be answered before messages can be written, if one is needed now: some providers want a
    /// token that is fetched first. The answer goes to [`prepare`](Self::prepare).
    fn preparation(&self, _now: Timestamp) -> Option<Request<Bytes>> {
        None
    }

    /// Takes the answer to a [`preparation`](Self::preparation).
    ///
    /// # Errors
    ///
    /// What this means for the message that waits for it: never that it may have been sent.
    fn prepare(&self, _answer: Result<Response<Bytes>, CallError>, _now: Timestamp) -> Result<(), Outcome> {
        Ok(())
    }

    /// Writes the request that says this to that address; the same arguments give the same bytes. `reference` is our name
    /// of the message, planted where the provider gives it back or knows a repeat by it.
    ///
    /// # Errors
    ///
    /// [`FailReason::Unsupported`] if the channel cannot carry it, [`FailReason::Unauthorized`] if no request can be
    /// made from the credentials, [`FailReason::Unreachable`] if the address cannot be one of this provider's.
    fn render(
        &self,
        address: &str,
        reference: &Reference,
        message: &OutboundMessage,
    ) -> Result<Request<Bytes>, FailReason>;

    /// Reads the provider's answer to a rendered request (RELIABILITY.md section 3).
    fn outcome(&self, answer: Result<Response<Bytes>, CallError>) -> Outcome;

    /// Writes a request whose outcome does not matter; `None` if the channel has no such thing for that address.
    fn side_call(&self, address: &str, courtesy: Courtesy<'_>) -> Option<Request<Bytes>>;

    /// Writes the calls that ask how many counted messages the month allows, and how many it has seen; `None` if the
    /// channel counts none.
    fn quota_calls(&self) -> Option<QuotaCalls> {
        None
    }

    /// Reads the answers to [`quota_calls`](Self::quota_calls); `None` if one of them is not what it should be.
    fn quota(&self, _limit: &Response<Bytes>, _used: &Response<Bytes>) -> Option<Quota> {
        None
    }

    /// Writes the calls that show whether the connection works. They change nothing.
    fn probes(&self) -> Vec<Probe>;

    /// Reads the answer to one of the [`probes`](Self::probes). `webhook` is the address to which the provider should
    /// post.
    fn finding(&self, check: Check, answer: Result<Response<Bytes>, CallError>, webhook: &str) -> Finding;

    /// Tells from where files and pictures may come (SEC-24).
    fn hosts(&self) -> Hosts<'_>;

    /// Tells how long the provider keeps a file that a contact sent. What it says itself comes first.
    fn keeps_files_for(&self) -> Duration;

    /// Writes the call that fetches a file which a contact sent, by the provider's id of it; or says why there is none.
    /// [`preparation`](Self::preparation) comes first.
    fn file_call(&self, id: &str) -> Fetched;

    /// Reads the answer to a call that fetches a file or a picture.
    fn file_answer(&self, gives: Gives, response: Response<Bytes>) -> Fetched;

    /// Writes the call that asks who is behind an address; `None` if the provider does not tell.
    fn profile_call(&self, _address: &str) -> Option<Fetch> {
        None
    }

    /// Reads the answer to a [`profile_call`](Self::profile_call).
    fn profile_answer(&self, _response: &Response<Bytes>) -> Asked {
        Asked::Unknown
    }

    /// Tells what may be done after a call of this message whose outcome is not known.
    fn send_class(&self, message: &OutboundMessage) -> SendClass {
        self.kind().send_class(message.reply_token.is_some())
    }
}

/// Makes the channel that these credentials open.
///
/// The web messenger has none: nobody calls its contacts, and its requests are read by [`web`].
pub fn open(credentials: Credentials) -> Box<dyn Channel> {
    match credentials {
        Credentials::Line(credentials) => Box::new(line::Line::new(credentials)),
        Credentials::Telegram(credentials) => Box::new(telegram::Telegram::new(credentials)),
        Credentials::Whatsapp(credentials) => Box::new(whatsapp::Whatsapp::new(credentials)),
        Credentials::Messenger(credentials) => Box::new(messenger::Messenger::new(credentials)),
        Credentials::Instagram(credentials) => Box::new(instagram::Instagram::new(credentials)),
        Credentials::Wechat(credentials) => Box::new(wechat::Wechat::new(credentials)),
    }
}

/// The calls that ask for a [`Quota`].
#[derive(Debug)]
pub struct QuotaCalls {
    /// How many the month allows.
    pub limit: Request<Bytes>,
    /// How many it has seen.
    pub used: Request<Bytes>,
}

/// How many counted messages a month allows and has seen, by the provider's own word (EXT-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// How many the month allows; `None` for any number.
    pub limit: Option<u64>,
    /// How many it has seen.
    pub used: u64,
}

/// Where a webhook shows who sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// In a header with a signature of the body.
    Signature(&'static str),
    /// In a header that holds a secret of ours, the same every time: never to be kept where secrets are not.
    Secret(&'static str),
    /// In the address, after the question mark.
    Query,
}

/// A webhook as it was posted. Nothing of it is proven.
#[derive(Clone)]
pub struct Posted<'a> {
    /// What stands after the question mark of the address, still encoded; empty if there is none.
    pub query: &'a str,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The bytes as they were received, after undoing a gateway's base64.
    pub body: Bytes,
}

impl<'a> Posted<'a> {
    /// A webhook whose address has no query.
    pub fn plain(headers: &'a HeaderMap, body: impl Into<Bytes>) -> Self {
        Self { query: "", headers, body: body.into() }
    }
}

/// Why a provider's "is this your address?" gets no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unwelcome {
    /// Whoever asks has not shown our token, or this channel is never asked.
    #[error("the sender is not proven")]
    Forged,
    /// The token is ours, and what we should answer is not what the provider would want to hear (B-8).
    #[error("the challenge is not 1 to 64 digits")]
    Malformed,
}

/// Webhook bytes whose sender has been proven. Only [`Channel::verify`] makes one.
#[derive(Clone)]
pub struct Verified(Bytes);

impl Verified {
    /// The bytes as they were received.
    pub fn body(&self) -> &Bytes {
        &self.0
    }
}

/// Prints the length and nothing of the body (SEC-28).
impl std::fmt::Debug for Verified {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Verified({} bytes)", self.0.len())
    }
}

/// The bytes do not prove that they come from the provider. Says no more, so that all failures look alike (SEC-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the sender is not proven")]
pub struct Forged;

/// Why there is no answer to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// Name resolution, connection or TLS failed: not one byte of the request was written.
    #[error("no connection to the provider")]
    NotConnected,
    /// The request may have been written; then came a timeout, a reset or an answer that broke off.
    #[error("the provider's answer was lost")]
    Lost,
}

/// Something small and friendly that is done beside messages. When it fails, nothing is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Courtesy<'a> {
    /// Shows that somebody is typing (CHN-15): LINE for 20 s, Telegram for 5 s, WhatsApp for 25 s, or until the next
    /// message.
    Typing {
        /// The `read_token` of the contact's last message. WhatsApp shows typing only while it marks one as read.
        token: Option<&'a str>,
    },
    /// Marks a message and all before it as read.
    Read {
        /// The `read_token` of the message.
        token: &'a str,
    },
    /// Ends the waiting mark on a button that was pressed.
    AnswerTap {
        /// The `callback` of the tap.
        callback: &'a str,
    },
}
