//! Visitor tokens: `v1.<payload>.<mac>`.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{Party, Timestamp, hours};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use super::{ErrorCode, WebError, Widget};
use crate::signing::hmac_sha256;

/// How long a token is good; a new session renews it.
pub const TOKEN_LIFE: Duration = hours(7 * 24);
/// How long after its end a token still opens a new session for the same visitor.
pub const RESUME_LIFE: Duration = hours(30 * 24);
/// No token of ours is longer, in bytes.
const MAX_TOKEN_BYTES: usize = 1024;

/// A key that signs visitor tokens.
#[derive(Debug, Clone, Deserialize)]
pub struct TokenKey {
    /// Its name, which stands in the tokens.
    pub kid: String,
    /// The key.
    pub key: SecretString,
}

/// Who a token speaks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// The visitor, `vis_…`.
    pub id: String,
    /// When the token ends.
    pub expires_at: Timestamp,
}

impl Visitor {
    /// The visitor as one end of a thread. Name and language are what they told, not what the token proves.
    pub fn party(&self, name: Option<String>, language: Option<String>) -> Party {
        let thread = format!("vis:{}", self.id);
        Party { thread, address: self.id.clone(), sender: None, name, language }
    }
}

/// In this order on the wire.
#[derive(Serialize, Deserialize)]
struct Payload {
    kid: String,
    ten: String,
    wid: String,
    vis: String,
    iat: i64,
    exp: i64,
}

impl Widget {
    /// Writes a token for a visitor, good for [`TOKEN_LIFE`]; `None` if the widget has no key to sign it with.
    pub fn mint(&self, visitor: &str, now: Timestamp) -> Option<String> {
        let TokenKey { kid, key } =
            self.token_keys.first().filter(|key| !key.key.expose_secret().is_empty())?;
        let payload = Payload {
            kid: kid.clone(),
            ten: self.tenant.to_string(),
            wid: self.key.clone(),
            vis: visitor.to_owned(),
            iat: now.as_seconds(),
            exp: (now + TOKEN_LIFE).as_seconds(),
        };
        let payload = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&payload).ok()?);
        let mac = URL_SAFE_NO_PAD.encode(mac(key, &payload));
        Some(format!("v1.{payload}.{mac}"))
    }

    /// Proves a token: three parts, a known key, its MAC in constant time, not expired, of this widget and tenant.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::TokenExpired`] for one that was good, else [`ErrorCode::TokenInvalid`].
    pub fn visitor(&self, token: &str, now: Timestamp) -> Result<Visitor, WebError> {
        self.within(token, now, Duration::ZERO)
    }

    /// Proves a `resumeToken`: the same, but good for [`RESUME_LIFE`] after its end.
    ///
    /// # Errors
    ///
    /// As [`visitor`](Self::visitor).
    pub fn resume(&self, token: &str, now: Timestamp) -> Result<Visitor, WebError> {
        self.within(token, now, RESUME_LIFE)
    }

    fn within(&self, token: &str, now: Timestamp, grace: Duration) -> Result<Visitor, WebError> {
        let invalid = || ErrorCode::TokenInvalid.because("the visitor token is not valid here");
        let payload = self.proven(token).ok_or_else(invalid)?;
        let expires_at = Timestamp::from_seconds(payload.exp);
        if expires_at + grace <= now {
            return Err(ErrorCode::TokenExpired.because("create a session with resumeToken"));
        }
        if payload.wid != self.key || payload.ten != self.tenant.as_str() {
            return Err(invalid());
        }
        Ok(Visitor { id: payload.vis, expires_at })
    }

    /// Reads a token whose MAC is right.
    fn proven(&self, token: &str) -> Option<Payload> {
        if token.len() > MAX_TOKEN_BYTES {
            return None;
        }
        let parts: Vec<_> = token.split('.').collect();
        let ["v1", payload, given] = parts.as_slice() else { return None };
        let read: Payload = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
        let signed_by = |key: &&TokenKey| key.kid == read.kid && !key.key.expose_secret().is_empty();
        let key = &self.token_keys.iter().find(signed_by)?.key;
        let given = URL_SAFE_NO_PAD.decode(given).ok()?;
        bool::from(mac(key, payload).as_slice().ct_eq(&given)).then_some(read)
    }
}

fn mac(key: &SecretString, payload: &str) -> [u8; 32] {
    hmac_sha256(key.expose_secret().as_bytes(), &[b"v1.", payload.as_bytes()])
}
