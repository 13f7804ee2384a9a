//! Telegram Bot API.
//!
//! - One update per webhook, deduplicated by its `update_id`. It does not name the bot: the address does.
//! - The body is not signed. A secret header and TLS are the whole protection.
//! - A chat waits for the 2xx of its previous update, so an update that cannot be read must be answered with 2xx too.
//! - Calls have no idempotency key and there are no echoes: a lost answer stays unknown.
//! - The bot token is part of every address that is called. Never log a request; log [`crate::describe`] of it.
//! - `/start` in a private chat is [`News::Followed`](domain::News::Followed) with the deep link's parameter, not a
//!   message: the app wrote it, not the contact. After an unblocking both come, the unblocking marked as one.
//! - A pressed button carries no time; its event is `untimed`.
//! - In groups the chat is the contact and gives the name; each forum topic is a thread of its own. Messages of bots,
//!   ours or others, are ignored (INV-24).
//!
//! Source: <https://core.telegram.org/bots/api> (read 2026-11).

mod check;
mod content;
mod fetch;
pub(crate) mod play;
mod receive;
mod send;

use std::time::Duration;

use bytes::Bytes;
use domain::{ChannelKind, FailReason, OutboundMessage, Outcome, Parsed, Reference, Timestamp, hours};
use http::{HeaderValue, Request, Response};

pub(crate) use self::send::method;
use crate::fetch::then;
use crate::signing::{any_secret, same};
use crate::{
    Asked, CallError, Channel, Check, Courtesy, Fetch, Fetched, Finding, Forged, Gives, Hosts, Posted, Probe,
    Proof, TelegramCredentials, Unreadable, Verified,
};

/// Where Telegram puts the secret given to `setWebhook`.
pub const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";

/// One Telegram bot.
#[derive(Debug, Clone)]
pub struct Telegram(TelegramCredentials);

impl Telegram {
    /// The bot that these credentials open.
    pub fn new(credentials: TelegramCredentials) -> Self {
        Self(credentials)
    }
}

impl Channel for Telegram {
    fn kind(&self) -> ChannelKind {
        ChannelKind::Telegram
    }

    fn proof(&self) -> Proof {
        Proof::Secret(SECRET_HEADER)
    }

    /// Compares `X-Telegram-Bot-Api-Secret-Token` with every secret, in constant time. The body is not signed.
    ///
    /// # Errors
    ///
    /// [`Forged`] if the header is missing or holds none of the secrets.
    ///
    /// Source: <https://core.telegram.org/bots/api#setwebhook> (read 2026-11).
    fn verify(&self, posted: Posted<'_>, _: Timestamp) -> Result<Verified, Forged> {
        let given = posted.headers.get(SECRET_HEADER).map(HeaderValue::as_bytes).unwrap_or_default();
        let secrets = [&self.0.webhook_secret].into_iter().chain(&self.0.previous_webhook_secret);
        let passes = |secret: &[u8]| same(secret, given);
        if any_secret(secrets, passes) { Ok(Verified(posted.body)) } else { Err(Forged) }
    }

    fn parse(&self, webhook: &Verified, received_at: Timestamp) -> Result<Vec<Parsed>, Unreadable> {
        receive::read(webhook.body(), received_at).map(|parsed| vec![parsed])
    }

    /// `quotes` holds the id of the message that is answered. The reference is not needed: there is no idempotency key.
    fn render(
        &self,
        address: &str,
        _: &Reference,
        message: &OutboundMessage,
    ) -> Result<Request<Bytes>, FailReason> {
        send::render(&self.0, address, message)
    }

    fn outcome(&self, answer: Result<Response<Bytes>, CallError>) -> Outcome {
        match answer {
            Ok(response) => send::outcome(&response),
            Err(CallError::NotConnected) => Outcome::NotSent { retry_after_ms: None },
            Err(CallError::Lost) => Outcome::Ambiguous,
        }
    }

    fn side_call(&self, address: &str, courtesy: Courtesy<'_>) -> Option<Request<Bytes>> {
        send::side_call(&self.0, address, courtesy)
    }

    fn probes(&self) -> Vec<Probe> {
        check::probes(&self.0)
    }

    fn finding(&self, check: Check, answer: Result<Response<Bytes>, CallError>, webhook: &str) -> Finding {
        check::finding(check, answer, webhook)
    }

    fn hosts(&self) -> Hosts<'_> {
        fetch::hosts(&self.0)
    }

    /// Telegram keeps files; a file that could not be fetched for so long will not be.
    fn keeps_files_for(&self) -> Duration {
        hours(7 * 24)
    }

    fn file_call(&self, id: &str) -> Fetched {
        then(fetch::file(&self.0, id))
    }

    fn file_answer(&self, gives: Gives, response: Response<Bytes>) -> Fetched {
        fetch::fetched(&self.0, gives, response)
    }

    fn profile_call(&self, address: &str) -> Option<Fetch> {
        fetch::profile(&self.0, address)
    }

    fn profile_answer(&self, response: &Response<Bytes>) -> Asked {
        fetch::person(&self.0, response)
    }
}
