//! What the channels of Meta's Graph API have in common: who sent a webhook, whose address it is, how a call is written
//! and how it fails.
//!
//! Source: <https://developers.facebook.com/docs/graph-api/webhooks/getting-started/> (read 2026-11).

pub(crate) mod check;
pub(crate) mod fetch;
pub mod play;
pub(crate) mod receive;
pub(crate) mod send;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderValue, Request, Response};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::Value;
use subtle::{Choice, ConstantTimeEq};

use crate::request::post;
use crate::signing::{any_secret, hmac_sha256, same};
use crate::{Forged, Posted, Unwelcome, Verified};

/// Where Meta puts the signature.
pub(crate) const SIGNATURE_HEADER: &str = "x-hub-signature-256";
/// The version of the Graph API that is called.
pub(crate) const VERSION: &str = "v24.0";
/// Where Meta's files and pictures are.
pub(crate) const FILE_HOSTS: &[&str] = &[".fbcdn.net", ".fbsbx.com", ".cdninstagram.com"];
/// The longest challenge that is answered, in digits (SEC-6).
const MAX_CHALLENGE: usize = 64;

/// Checks `X-Hub-Signature-256`: `sha256=` and the hex of the HMAC-SHA256 of the raw body, keyed by the app secret.
///
/// Compares in constant time, over the bytes as received: Meta writes `\uXXXX` and `\/`, which no other JSON writer does.
///
/// Source: <https://developers.facebook.com/docs/graph-api/webhooks/getting-started/#validate-payloads> (read 2026-11).
pub(crate) fn verify<'a>(
    secrets: impl IntoIterator<Item = &'a SecretString>,
    posted: Posted<'_>,
) -> Result<Verified, Forged> {
    let header = posted.headers.get(SIGNATURE_HEADER).map(HeaderValue::as_bytes).unwrap_or_default();
    // A signature that is none is compared like any other, so that it takes as long.
    let digits = header.strip_prefix(b"sha256=").unwrap_or_default();
    let lower_case = !digits.iter().any(u8::is_ascii_uppercase);
    let given = hex::decode(digits).ok().and_then(|mac| <[u8; 32]>::try_from(mac).ok());
    let readable = Choice::from(u8::from(given.is_some() && lower_case));
    let given = given.unwrap_or_default();
    let passes = |secret: &[u8]| hmac_sha256(secret, &[&posted.body]).ct_eq(&given) & readable;
    if any_secret(secrets, passes) { Ok(Verified(posted.body)) } else { Err(Forged) }
}

/// Answers `hub.mode=subscribe&hub.verify_token=…&hub.challenge=…` with the challenge, if the token is ours (SEC-6).
pub(crate) fn handshake(query: &str, verify_token: &SecretString) -> Result<String, Unwelcome> {
    let asked = |name: &str| {
        let found = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name);
        found.map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    let token = asked("hub.verify_token");
    let ours = any_secret([verify_token], |secret| same(secret, token.as_bytes()));
    if !ours || asked("hub.mode") != "subscribe" {
        return Err(Unwelcome::Forged);
    }
    let challenge = asked("hub.challenge");
    let digits = !challenge.is_empty() && challenge.bytes().all(|byte| byte.is_ascii_digit());
    if digits && challenge.len() <= MAX_CHALLENGE { Ok(challenge) } else { Err(Unwelcome::Malformed) }
}

/// Writes a call of the Graph API. `None` if the address or the token is none.
pub(crate) fn call(
    api_base: &str,
    path: &str,
    access_token: &SecretString,
    body: &Value,
) -> Option<Request<Bytes>> {
    let mut request = post(&format!("{api_base}/{VERSION}/{path}"), body)?;
    let mut bearer = HeaderValue::from_str(&format!("Bearer {}", access_token.expose_secret())).ok()?;
    bearer.set_sensitive(true);
    request.headers_mut().insert(AUTHORIZATION, bearer);
    Some(request)
}

/// An error of the Graph API: decided by its code, told by its words.
#[derive(Debug, Deserialize)]
pub(crate) struct GraphError {
    pub code: i64,
    #[serde(default)]
    pub error_subcode: Option<i64>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    message: Option<String>,
    #[serde(default)]
    error_data: Option<ErrorData>,
}

#[derive(Debug, Deserialize)]
struct ErrorData {
    #[serde(default)]
    details: Option<String>,
}

impl GraphError {
    /// The error in an answer, if it holds one.
    pub fn in_answer(response: &Response<Bytes>) -> Option<Self> {
        #[derive(Deserialize)]
        struct Answer {
            error: GraphError,
        }
        serde_json::from_slice::<Answer>(response.body()).ok().map(|answer| answer.error)
    }

    /// Its code and what it says, most of it first.
    pub fn in_one_line(&self) -> String {
        let details = self.error_data.as_ref().and_then(|data| data.details.as_ref());
        let words = [details, self.message.as_ref(), self.title.as_ref()];
        let words = words.into_iter().flatten().find(|words| !words.is_empty());
        let code = match self.error_subcode {
            Some(subcode) => format!("{}/{subcode}", self.code),
            None => self.code.to_string(),
        };
        match words {
            Some(words) => format!("{words} ({code})"),
            None => format!("error {code}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Result<String, Unwelcome> {
        handshake(query, &"our token&=".into())
    }

    /// SEC-6, B-8
    #[test]
    fn only_our_token_is_answered_and_only_with_digits() {
        let with = |token: &str, challenge: &str| {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.append_pair("hub.mode", "subscribe").append_pair("hub.challenge", challenge);
            asked(&query.append_pair("hub.verify_token", token).finish())
        };
        assert_eq!(with("our token&=", "1158201444"), Ok("1158201444".to_owned()));
        assert_eq!(with("our token&=", &"7".repeat(64)), Ok("7".repeat(64)));
        for challenge in ["<script>", "", "12 34", "１２", "-1", &"7".repeat(65)] {
            assert_eq!(with("our token&=", challenge), Err(Unwelcome::Malformed), "{challenge}");
            assert_eq!(with("wrong", challenge), Err(Unwelcome::Forged), "{challenge}");
        }
        for query in ["", "hub.verify_token=our+token%26%3D&hub.challenge=1", "hub.challenge=1", "%ff&=&&"] {
            assert_eq!(asked(query), Err(Unwelcome::Forged), "{query}");
        }
    }

    #[test]
    fn an_empty_token_opens_nothing() {
        let query = "hub.mode=subscribe&hub.verify_token=&hub.challenge=1";
        assert_eq!(handshake(query, &"".into()), Err(Unwelcome::Forged));
    }
}
