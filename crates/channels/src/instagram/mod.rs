//! Instagram Messaging, over a Facebook page or over an Instagram login.
//!
//! - Webhooks and calls are those of Messenger, but for what follows.
//! - Nothing that we plant in a call comes back. An echo confirms an unanswered call only if exactly one message of the
//!   thread waits for that and has the same words (class B, but weak).
//! - Read comes as the id of the newest message that was read; delivered never comes.
//! - A text may have 1,000 bytes, which is about 330 Japanese characters.
//! - People may take messages back: then their words and files must go.
//! - What a story shows may be linked, not kept.
//!
//! Source: <https://developers.facebook.com/docs/messenger-platform/instagram/> (read 2026-11).

use std::time::Duration;

use bytes::Bytes;
use domain::{ChannelKind, FailReason, OutboundMessage, Outcome, Parsed, Reference, Timestamp, hours};
use http::{Request, Response};

use crate::fetch::then;
use crate::meta::{self, fetch, receive, send};
use crate::{
    Asked, CallError, Channel, Check, Courtesy, Fetch, Fetched, Finding, Forged, Gives, Hosts,
    MetaCredentials, Posted, Probe, Proof, Unreadable, Unwelcome, Verified,
};

const KIND: ChannelKind = ChannelKind::Instagram;
/// What Meta calls such an account.
const OBJECT: &str = "instagram";

/// One Instagram account.
#[derive(Debug, Clone)]
pub struct Instagram(MetaCredentials);

impl Instagram {
    /// The account that these credentials open.
    pub fn new(credentials: MetaCredentials) -> Self {
        Self(credentials)
    }
}

impl Channel for Instagram {
    fn kind(&self) -> ChannelKind {
        KIND
    }

    fn account(&self) -> Option<&str> {
        Some(&self.0.account_id)
    }

    fn handshake(&self, query: &str, _: Timestamp) -> Result<String, Unwelcome> {
        meta::handshake(query, &self.0.verify_token)
    }

    fn proof(&self) -> Proof {
        Proof::Signature(meta::SIGNATURE_HEADER)
    }

    fn verify(&self, posted: Posted<'_>, _: Timestamp) -> Result<Verified, Forged> {
        meta::verify([&self.0.app_secret].into_iter().chain(&self.0.previous_app_secret), posted)
    }

    fn parse(&self, webhook: &Verified, _: Timestamp) -> Result<Vec<Parsed>, Unreadable> {
        receive::read(KIND, OBJECT, &self.0.account_id, webhook.body())
    }

    /// `quotes` holds the id of the message that is answered.
    fn render(
        &self,
        address: &str,
        reference: &Reference,
        message: &OutboundMessage,
    ) -> Result<Request<Bytes>, FailReason> {
        send::render(KIND, &self.0, address, reference, message)
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
        meta::check::probes(&self.0.api_base, &self.0.access_token, &self.0.account_id, "id,username")
    }

    fn finding(&self, _: Check, answer: Result<Response<Bytes>, CallError>, _: &str) -> Finding {
        meta::check::finding(&self.0.account_id, answer)
    }

    fn hosts(&self) -> Hosts<'_> {
        fetch::hosts(&self.0)
    }

    /// Their addresses are signed for some days.
    fn keeps_files_for(&self) -> Duration {
        hours(3 * 24)
    }

    fn file_call(&self, id: &str) -> Fetched {
        then(fetch::file(id))
    }

    fn file_answer(&self, _: Gives, response: Response<Bytes>) -> Fetched {
        fetch::fetched(response)
    }

    fn profile_call(&self, address: &str) -> Option<Fetch> {
        fetch::profile(KIND, &self.0, address)
    }

    fn profile_answer(&self, response: &Response<Bytes>) -> Asked {
        fetch::person(response)
    }
}
