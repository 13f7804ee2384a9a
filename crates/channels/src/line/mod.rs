//! LINE Messaging API.
//!
//! - A webhook carries several events of several people; each is deduplicated by its `webhookEventId`.
//! - The signature covers the body and nothing else: there is no time in it, so replays are caught by that id.
//! - Answers go by a free reply token, once and within a minute, or by a push with a retry key.
//! - 200 means accepted, not delivered: pushes to people who blocked the account are accepted too.
//! - Media in a webhook are ids. Their bytes are asked for elsewhere, with the access token.
//!
//! Source: <https://developers.line.biz/en/reference/messaging-api/> (read 2026-11).

mod check;
mod fetch;
pub mod play;
mod quota;
mod receive;
mod send;

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use domain::{ChannelKind, FailReason, OutboundMessage, Outcome, Parsed, Reference, Timestamp, hours};
use http::{Request, Response};
use subtle::{Choice, ConstantTimeEq};

pub(crate) use self::send::{has_quick_replies, message_object};
use crate::fetch::{then, usual};
use crate::signing::{any_secret, hmac_sha256};
use crate::{
    Asked, CallError, Channel, Check, Courtesy, Fetch, Fetched, Finding, Forged, Gives, Hosts,
    LineCredentials, Posted, Probe, Proof, Quota, QuotaCalls, Unreadable, Verified,
};

/// Where LINE puts the signature.
pub const SIGNATURE_HEADER: &str = "x-line-signature";

/// One LINE channel.
#[derive(Debug, Clone)]
pub struct Line(LineCredentials);

impl Line {
    /// The channel that these credentials open.
    pub fn new(credentials: LineCredentials) -> Self {
        Self(credentials)
    }
}

impl Channel for Line {
    fn kind(&self) -> ChannelKind {
        ChannelKind::Line
    }

    fn proof(&self) -> Proof {
        Proof::Signature(SIGNATURE_HEADER)
    }

    /// Checks `x-line-signature`: base64 of the HMAC-SHA256 of the raw body, keyed by the channel secret.
    ///
    /// Compares in constant time, over the bytes as received: re-serialised JSON does not match.
    ///
    /// # Errors
    ///
    /// [`Forged`] if the header is missing, is not base64 or does not match.
    ///
    /// Source: <https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/> (read 2026-11).
    fn verify(&self, posted: Posted<'_>, _: Timestamp) -> Result<Verified, Forged> {
        let header =
            posted.headers.get(SIGNATURE_HEADER).map(http::HeaderValue::as_bytes).unwrap_or_default();
        // A signature that is none is compared like any other, so that it takes as long.
        let given = STANDARD.decode(header).ok().and_then(|mac| <[u8; 32]>::try_from(mac).ok());
        let readable = Choice::from(u8::from(given.is_some()));
        let given = given.unwrap_or_default();
        let secrets = [&self.0.channel_secret].into_iter().chain(&self.0.previous_channel_secret);
        let passes = |secret: &[u8]| hmac_sha256(secret, &[&posted.body]).ct_eq(&given) & readable;
        if any_secret(secrets, passes) { Ok(Verified(posted.body)) } else { Err(Forged) }
    }

    fn parse(&self, webhook: &Verified, received_at: Timestamp) -> Result<Vec<Parsed>, Unreadable> {
        receive::read(webhook.body(), self.0.destination.as_deref(), received_at)
    }

    /// A reply if the message holds a reply token, else a push whose retry key is derived from the row.
    ///
    /// `quotes` holds the `quoteToken` of the message that is answered; a bare message id quotes nothing here.
    fn render(
        &self,
        address: &str,
        reference: &Reference,
        message: &OutboundMessage,
    ) -> Result<Request<Bytes>, FailReason> {
        send::render(&self.0, address, reference.row, message)
    }

    fn outcome(&self, answer: Result<Response<Bytes>, CallError>) -> Outcome {
        match answer {
            Ok(response) => send::outcome(&response),
            Err(CallError::NotConnected) => Outcome::NotSent { retry_after_ms: None },
            Err(CallError::Lost) => Outcome::Ambiguous,
        }
    }

    fn quota_calls(&self) -> Option<QuotaCalls> {
        quota::calls(&self.0)
    }

    fn quota(&self, limit: &Response<Bytes>, used: &Response<Bytes>) -> Option<Quota> {
        quota::read(limit, used)
    }

    fn side_call(&self, address: &str, courtesy: Courtesy<'_>) -> Option<Request<Bytes>> {
        send::side_call(&self.0, address, courtesy)
    }

    fn probes(&self) -> Vec<Probe> {
        check::probes(&self.0)
    }

    fn finding(&self, check: Check, answer: Result<Response<Bytes>, CallError>, webhook: &str) -> Finding {
        check::finding(&self.0, check, answer, webhook)
    }

    fn hosts(&self) -> Hosts<'_> {
        fetch::hosts(&self.0)
    }

    /// LINE says that files go after some time, and not after which.
    fn keeps_files_for(&self) -> Duration {
        hours(7 * 24)
    }

    fn file_call(&self, id: &str) -> Fetched {
        then(fetch::file(&self.0, id))
    }

    fn file_answer(&self, _: Gives, response: Response<Bytes>) -> Fetched {
        usual(response)
    }

    fn profile_call(&self, address: &str) -> Option<Fetch> {
        fetch::profile(&self.0, address)
    }

    fn profile_answer(&self, response: &Response<Bytes>) -> Asked {
        fetch::person(response)
    }
}
