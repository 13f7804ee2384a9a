//! WeChat Official Account (微信公众号), a service account with customer messages (客服消息).
//!
//! - Only the encrypted ("safe") mode is taken: the plain signature does not cover the body (SEC-3). In compatible mode,
//!   only the encrypted part is read.
//! - A webhook is one message or event, posted three times at most within fifteen seconds, and answered empty.
//!   What is not kept by then is lost at the provider.
//! - Calls have no idempotency key and their answers no message id: there are neither receipts nor quotes, and an
//!   unanswered call stays unknown (class C).
//! - After the contact's last message five messages may be sent within 48 hours.
//! - Calls need a token that is fetched first and lasts two hours; and they must come from an address in the account's
//!   white list. The token is part of every address that is called: never log a request; log [`crate::describe`] of it.
//!
//! Source: <https://developers.weixin.qq.com/doc/offiaccount/en/> (read 2026-11).

mod check;
pub(crate) mod crypto;
mod fetch;
pub(crate) mod play;
mod receive;
mod send;
pub(crate) mod xml;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use domain::{ChannelKind, FailReason, OutboundMessage, Outcome, Parsed, Reference, Timestamp, hours};
use http::{Request, Response};
use secrecy::SecretString;

pub(crate) use self::send::message_object;
use crate::fetch::then;
use crate::{
    Asked, CallError, Channel, Check, Courtesy, Fetch, Fetched, Finding, Forged, Gives, Hosts, Posted, Probe,
    Proof, Unreadable, Unwelcome, Verified, WechatCredentials,
};

/// One Official Account, and the token that its calls need, once it has been fetched.
#[derive(Debug, Clone)]
pub struct Wechat {
    credentials: WechatCredentials,
    token: Arc<Mutex<Option<AccessToken>>>,
}

/// What calls are authorised with.
#[derive(Debug, Clone)]
struct AccessToken {
    token: SecretString,
    /// Not used after this.
    until: Timestamp,
}

impl Wechat {
    /// The account that these credentials open.
    pub fn new(credentials: WechatCredentials) -> Self {
        Self { credentials, token: Arc::default() }
    }

    fn token(&self) -> Option<AccessToken> {
        self.token.lock().ok()?.clone()
    }

    fn keep(&self, token: Option<AccessToken>) {
        if let Ok(mut kept) = self.token.lock() {
            *kept = token;
        }
    }
}

impl Channel for Wechat {
    fn kind(&self) -> ChannelKind {
        ChannelKind::Wechat
    }

    fn handshake(&self, query: &str, now: Timestamp) -> Result<String, Unwelcome> {
        crypto::handshake(&self.credentials, query, now)
    }

    fn proof(&self) -> Proof {
        Proof::Query
    }

    /// Checks `msg_signature` over the encrypted part, decrypts it, and compares the account inside.
    ///
    /// # Errors
    ///
    /// [`Forged`] for whatever is wrong: no such part, another mode, a request older than five minutes, a signature that
    /// does not match, padding, length, account (SEC-3).
    ///
    /// Source: <https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Technical_Plan.html>
    /// (read 2026-11).
    fn verify(&self, posted: Posted<'_>, now: Timestamp) -> Result<Verified, Forged> {
        crypto::open(&self.credentials, &posted, now).map(|plain| Verified(plain.into())).ok_or(Forged)
    }

    fn parse(&self, webhook: &Verified, _: Timestamp) -> Result<Vec<Parsed>, Unreadable> {
        receive::read(webhook.body(), self.credentials.original_id.as_deref()).map(|parsed| vec![parsed])
    }

    fn preparation(&self, now: Timestamp) -> Option<Request<Bytes>> {
        match self.token() {
            Some(AccessToken { until, .. }) if until > now => None,
            _ => send::token_call(&self.credentials),
        }
    }

    fn prepare(&self, answer: Result<Response<Bytes>, CallError>, now: Timestamp) -> Result<(), Outcome> {
        let token = send::read_token(answer, now)?;
        self.keep(Some(token));
        Ok(())
    }

    /// Nothing can be quoted, and no reference comes back.
    fn render(
        &self,
        address: &str,
        _: &Reference,
        message: &OutboundMessage,
    ) -> Result<Request<Bytes>, FailReason> {
        let token = self.token().ok_or(FailReason::Unauthorized)?;
        send::render(&self.credentials, &token.token, address, message)
    }

    fn outcome(&self, answer: Result<Response<Bytes>, CallError>) -> Outcome {
        match answer {
            Ok(response) => {
                let (outcome, token_is_dead) = send::outcome(&response);
                if token_is_dead {
                    self.keep(None);
                }
                outcome
            }
            Err(CallError::NotConnected) => Outcome::NotSent { retry_after_ms: None },
            Err(CallError::Lost) => Outcome::Ambiguous,
        }
    }

    fn side_call(&self, address: &str, courtesy: Courtesy<'_>) -> Option<Request<Bytes>> {
        send::side_call(&self.credentials, &self.token()?.token, address, courtesy)
    }

    fn probes(&self) -> Vec<Probe> {
        check::probes(&self.credentials)
    }

    fn finding(&self, _: Check, answer: Result<Response<Bytes>, CallError>, _: &str) -> Finding {
        check::finding(answer)
    }

    fn hosts(&self) -> Hosts<'_> {
        fetch::hosts(&self.credentials)
    }

    fn keeps_files_for(&self) -> Duration {
        hours(3 * 24)
    }

    fn file_call(&self, id: &str) -> Fetched {
        match self.token() {
            Some(token) => then(fetch::file(&self.credentials, &token.token, id)),
            None => Fetched::Later { retry_after_ms: None },
        }
    }

    fn file_answer(&self, gives: Gives, response: Response<Bytes>) -> Fetched {
        let (fetched, token_is_dead) = fetch::fetched(gives, response);
        if token_is_dead {
            self.keep(None);
        }
        fetched
    }

    fn profile_call(&self, address: &str) -> Option<Fetch> {
        fetch::profile(&self.credentials, &self.token()?.token, address)
    }

    fn profile_answer(&self, response: &Response<Bytes>) -> Asked {
        let (asked, token_is_dead) = fetch::person(response);
        if token_is_dead {
            self.keep(None);
        }
        asked
    }
}
