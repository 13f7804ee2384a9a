//! WhatsApp Cloud API.
//!
//! - A webhook carries up to 1,000 messages and receipts, of several numbers of one Meta app; what is for another number
//!   than ours is [`Parsed::Foreign`]. Each message is deduplicated by its id.
//! - People are known by a business-scoped id, by their number, or by both; the id names the thread. Whoever has taken a
//!   username may show no number at all.
//! - Calls have no idempotency key, but what we plant in a call comes back in its receipts: an unanswered call is
//!   confirmed by them, however late.
//! - 200 means accepted. Whether a message arrives, and often why it does not, only its receipts tell.
//! - 24 hours after the contact's last message nothing but approved templates may be sent.
//! - Messages that colleagues write in the WhatsApp Business app (`smb_message_echoes`) are never inputs (INV-24).
//!
//! Source: <https://developers.facebook.com/docs/whatsapp/cloud-api/> (read 2026-11).

mod content;
mod fetch;
pub mod play;
mod receive;
mod send;

use std::time::Duration;

use bytes::Bytes;
use domain::{ChannelKind, FailReason, OutboundMessage, Outcome, Parsed, Reference, Timestamp, hours};
use http::{Request, Response};

pub(crate) use self::send::message_object;
use crate::fetch::then;
use crate::{
    CallError, Channel, Check, Courtesy, Fetched, Finding, Forged, Gives, Hosts, Posted, Probe, Proof,
    Unreadable, Unwelcome, Verified, WhatsappCredentials, meta,
};

/// Where Meta puts the signature.
pub const SIGNATURE_HEADER: &str = meta::SIGNATURE_HEADER;

/// One phone number of the WhatsApp Cloud API.
#[derive(Debug, Clone)]
pub struct Whatsapp(WhatsappCredentials);

impl Whatsapp {
    /// The number that these credentials open.
    pub fn new(credentials: WhatsappCredentials) -> Self {
        Self(credentials)
    }
}

impl Channel for Whatsapp {
    fn kind(&self) -> ChannelKind {
        ChannelKind::Whatsapp
    }

    fn account(&self) -> Option<&str> {
        Some(&self.0.phone_number_id)
    }

    fn handshake(&self, query: &str, _: Timestamp) -> Result<String, Unwelcome> {
        meta::handshake(query, &self.0.verify_token)
    }

    fn proof(&self) -> Proof {
        Proof::Signature(SIGNATURE_HEADER)
    }

    fn verify(&self, posted: Posted<'_>, _: Timestamp) -> Result<Verified, Forged> {
        meta::verify([&self.0.app_secret].into_iter().chain(&self.0.previous_app_secret), posted)
    }

    fn parse(&self, webhook: &Verified, _: Timestamp) -> Result<Vec<Parsed>, Unreadable> {
        receive::read(webhook.body(), &self.0.phone_number_id)
    }

    /// `quotes` holds the id of the message that is answered.
    fn render(
        &self,
        address: &str,
        reference: &Reference,
        message: &OutboundMessage,
    ) -> Result<Request<Bytes>, FailReason> {
        send::render(&self.0, address, reference, message)
    }

    fn outcome(&self, answer: Result<Response<Bytes>, CallError>) -> Outcome {
        match answer {
            Ok(response) => send::outcome(&response),
            Err(CallError::NotConnected) => Outcome::NotSent { retry_after_ms: None },
            Err(CallError::Lost) => Outcome::Ambiguous,
        }
    }

    fn side_call(&self, _: &str, courtesy: Courtesy<'_>) -> Option<Request<Bytes>> {
        send::side_call(&self.0, courtesy)
    }

    fn probes(&self) -> Vec<Probe> {
        let fields = "id,display_phone_number,verified_name";
        meta::check::probes(&self.0.api_base, &self.0.access_token, &self.0.phone_number_id, fields)
    }

    fn finding(&self, _: Check, answer: Result<Response<Bytes>, CallError>, _: &str) -> Finding {
        meta::check::finding(&self.0.phone_number_id, answer)
    }

    fn hosts(&self) -> Hosts<'_> {
        fetch::hosts(&self.0)
    }

    fn keeps_files_for(&self) -> Duration {
        hours(7 * 24)
    }

    fn file_call(&self, id: &str) -> Fetched {
        then(fetch::file(&self.0, id))
    }

    fn file_answer(&self, gives: Gives, response: Response<Bytes>) -> Fetched {
        fetch::fetched(&self.0, gives, response)
    }
}
