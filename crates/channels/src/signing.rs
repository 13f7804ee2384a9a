//! Signs as each provider does: for tests, for the command that plays a provider, and for webhooks that were proven once and
//! are taken again.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use domain::Timestamp;
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

use crate::{Credentials, Posted, line, meta, telegram, wechat};

/// Computes LINE's `x-line-signature`: base64 of the HMAC-SHA256 of the raw body, keyed by the channel secret.
///
/// Source: <https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/> (read 2026-11).
pub fn sign_line(channel_secret: &SecretString, body: &[u8]) -> String {
    STANDARD.encode(hmac_sha256(channel_secret.expose_secret().as_bytes(), &[body]))
}

/// Computes Meta's `X-Hub-Signature-256`: `sha256=` and the lower-case hex of the HMAC-SHA256 of the raw body, keyed by the
/// app secret.
///
/// Source: <https://developers.facebook.com/docs/graph-api/webhooks/getting-started/#validate-payloads> (read 2026-11).
pub fn sign_meta(app_secret: &SecretString, body: &[u8]) -> String {
    format!("sha256={}", hex::encode(hmac_sha256(app_secret.expose_secret().as_bytes(), &[body])))
}

/// Computes the proof of a signed-in visitor, as the customer's own server does: lower-case hex of the HMAC-SHA256 of
/// widget key, external id and time of issue (Unix seconds), with line feeds between them.
pub fn sign_identity(
    identity_secret: &SecretString,
    widget_key: &str,
    external_id: &str,
    issued_at_seconds: i64,
) -> String {
    identity_mac(identity_secret.expose_secret().as_bytes(), widget_key, external_id, issued_at_seconds)
}

/// Writes the headers with which the provider would post this body, proven by the secret in force.
///
/// With a secret that no header can hold, the proof is missing.
pub fn headers(credentials: &Credentials, body: &[u8]) -> HeaderMap {
    let (name, value) = match credentials {
        Credentials::Line(line) => (line::SIGNATURE_HEADER, sign_line(&line.channel_secret, body)),
        Credentials::Telegram(telegram) => {
            (telegram::SECRET_HEADER, telegram.webhook_secret.expose_secret().to_owned())
        }
        Credentials::Whatsapp(whatsapp) => (meta::SIGNATURE_HEADER, sign_meta(&whatsapp.app_secret, body)),
        Credentials::Messenger(meta) | Credentials::Instagram(meta) => {
            (meta::SIGNATURE_HEADER, sign_meta(&meta.app_secret, body))
        }
        // WeChat proves the body in the address.
        Credentials::Wechat(_) => return content_type("text/xml"),
    };
    let mut headers = content_type("application/json; charset=utf-8");
    if let Ok(value) = HeaderValue::from_str(&value) {
        headers.insert(HeaderName::from_static(name), value);
    }
    headers
}

/// A webhook as a provider posts it.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// What stands after the question mark of the address.
    pub query: String,
    /// The headers, the proof among them.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Webhook {
    /// What is posted.
    pub fn posted(&self) -> Posted<'_> {
        Posted { query: &self.query, headers: &self.headers, body: Bytes::copy_from_slice(&self.body) }
    }
}

/// Proves a message as the provider does, by the secrets in force; WeChat encrypts it too.
pub fn signed(credentials: &Credentials, message: &[u8], now: Timestamp) -> Webhook {
    let headers = headers(credentials, message);
    match credentials {
        Credentials::Wechat(account) => {
            let (query, body) = wechat::crypto::seal(account, message, now);
            Webhook { query, headers, body }
        }
        _ => Webhook { query: String::new(), headers, body: message.to_vec() },
    }
}

fn content_type(kind: &'static str) -> HeaderMap {
    HeaderMap::from_iter([(http::header::CONTENT_TYPE, HeaderValue::from_static(kind))])
}

pub(crate) fn identity_mac(secret: &[u8], widget_key: &str, external_id: &str, issued_at: i64) -> String {
    hex::encode(hmac_sha256(secret, &[format!("{widget_key}\n{external_id}\n{issued_at}").as_bytes()]))
}

/// HMAC-SHA256 over the parts, one after the other.
pub(crate) fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // RFC 2104: a key longer than a block is hashed, a shorter one is filled up with zeros.
    let mut block = [0; 64];
    if key.len() > block.len() {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// Whether any of the secrets passes, in the same time whichever does (SEC-1). An empty secret never passes.
pub(crate) fn any_secret<'a>(
    secrets: impl IntoIterator<Item = &'a SecretString>,
    passes: impl Fn(&[u8]) -> Choice,
) -> bool {
    let mut passed = Choice::from(0);
    for secret in secrets {
        let secret = secret.expose_secret().as_bytes();
        passed |= passes(secret) & Choice::from(u8::from(!secret.is_empty()));
    }
    passed.into()
}

/// Compares two texts of any length in constant time, by their hashes.
pub(crate) fn same(a: &[u8], b: &[u8]) -> Choice {
    Sha256::digest(a).as_slice().ct_eq(Sha256::digest(b).as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// LINE's own example, from "Verify webhook signature".
    #[test]
    fn the_published_vector_comes_out() {
        let body = br#"{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}"#;
        let signature = sign_line(&"8c570fa6dd201bb328f1c1eac23a96d8".into(), body);
        assert_eq!(signature, "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=");
    }

    /// RFC 4231, test case 6: a key longer than a block.
    #[test]
    fn long_keys_are_hashed_first() {
        let mac =
            hmac_sha256(&[0xaa; 131], &[b"Test Using Larger Than Block-Size Key", b" - Hash Key First"]);
        assert_eq!(hex::encode(mac), "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }

    #[test]
    fn an_empty_secret_passes_nothing() {
        assert!(!any_secret([&"".into()], |secret| same(secret, b"")));
        assert!(any_secret([&"".into(), &"b".into()], |secret| same(secret, b"b")));
    }
}
